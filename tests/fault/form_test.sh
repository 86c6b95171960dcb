#!/bin/bash
# kill -9 of linli in the visit form on screen: with nothing but typed letters on the way, and at the calls by which the form changes
# files. What was typed comes back; what the screen called stored is there. A key costs no sync, a pause and what is stored do.
# timeout: 600
. tests/fault/fault.inc

DIR=$T/state
mkdir -p "$DIR/home"
chmod 700 "$DIR/home"
town | head -n 1 > "$T/town.csv"
town | grep ",$GRID," >> "$T/town.csv"
device import "$T/town.csv" > /dev/null || exit 1
head=$(device find '' -n 1 --json | field head)
played() { screen-play --home "$1/home" "$T/play" -- "$FAULT_BIN/linli"; }
visit() { printf 'wait [1\nkeys 2\nwait %s\nkeys <F2>\nwait Outcome\n' "$head"; }
again() { # kill, start, the form again
    printf 'kill\nstart\n'
    visit
}

cp -a "$DIR" "$T/keys"
{
    visit
    printf 'keys 1门口说\nexpect 门口说\n'
    again
    printf 'expect [1 met]\nexpect 门口说\nkeys <Tab>了两句<Tab>邻居\nexpect 邻居\n'
    again
    printf 'expect 门口说了两句\nexpect 邻居\nkeys <Tab><Tab><Tab>+7<Tab>2\nexpect > Store\n'
    again
    printf 'expect [1 met]\nexpect 门口说了两句\nexpect 邻居\nexpect +7\nexpect [2 care]\nkeys <F10>\nexpect Stored\nkill\nstart\n'
    visit
    printf 'reject 门口说了两句\n'
} > "$T/play"
good 'killed in the middle of fields: all of it comes back' played "$T/keys"
is 'and was stored once, with all its words' \
    "$(linli --home "$T/keys/home" show 0101-0001 --json | grep -o '"purpose":"care","outcome":"met","met":"邻居","note":"门口说了两句"' | wc -l)" 1

export COUNTS=$T/counts
mkdir "$COUNTS"
cp -a "$DIR" "$T/syncs"
cat > "$T/play" << PLAY
$(visit)
keys 1
expect > Note
run od -An -tu8 "\$KILLSHIM_COUNT" > "\$COUNTS/typing"
keys 门口说了两句
expect 两句
run od -An -tu8 "\$KILLSHIM_COUNT" > "\$COUNTS/typed"
pause 1300
run od -An -tu8 "\$KILLSHIM_COUNT" > "\$COUNTS/paused"
keys 。<F10>
expect Stored
run od -An -tu8 "\$KILLSHIM_COUNT" > "\$COUNTS/stored"
PLAY
syncs() {
    env KILLSHIM_DIR="$T/syncs" KILLSHIM_COUNT="$T/count" KILLSHIM_CALLS=fsync LD_PRELOAD="$B/killshim.so" \
        screen-play --home "$T/syncs/home" "$T/play" -- "$FAULT_BIN/linli"
}
good 'the syncs of a form' syncs
between() { # NAME NAME: syncs from the one to the other
    local from to
    read -r from < "$COUNTS/$1" && read -r to < "$COUNTS/$2" && echo $((to - from))
}
is 'six letters cost none' "$(between typing typed)" 0
is 'a pause costs one' "$(between typed paused)" 1
is 'what is stored is synced' "$(between paused stored)" 1

# Each line of the marks is written when the screen has shown that far.
export MARKS=$T/marks NOTE=说了
cat > "$T/play" << PLAY
$(visit)
keys 1
expect > Note
run echo outcome >> "\$MARKS"
keys $NOTE<Tab>
expect > Met
run echo note >> "\$MARKS"
keys 邻<Tab>
expect > Again
run echo met >> "\$MARKS"
keys <F10>
expect Stored
run echo stored >> "\$MARKS"
keys q
exit 0
PLAY
run='rm -f "$MARKS"; touch "$MARKS"; screen-play --home "$DIR/home" "$T/play" -- "$FAULT_BIN/linli" > "$T/screen" 2>&1 || exit 137'
: > "$T/there"
good 'killed at every third call' each --step $((3 * STRIDE)) "$DIR" "$run" "$(look form)"
good 'killed at every fourth call, its write cut in half' each --half --step $((4 * STRIDE)) "$DIR" "$run" "$(look form)"
is 'both ends were seen' "$(sort -u "$T/there" | tr '\n' ' ')" '0 1 '
exit $failed
