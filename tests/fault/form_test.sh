#!/bin/bash
# kill -9 of linli in the visit form on screen: behind every field, and at every call by which the form changes files. What was
# typed comes back; what the screen called stored is there.
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
again() { # kill, start, the form again
    printf 'kill\nstart\nwait %s\nkeys <F2>\nwait Outcome\n' "$head"
}

cp -a "$DIR" "$T/fields"
{
    printf 'wait %s\nkeys <F2>\nwait Outcome\nkeys 1\nexpect > Note\n' "$head"
    again
    printf 'expect [1 met]\nkeys <Tab>门口说了两句<Tab>\nexpect > Met\n'
    again
    printf 'expect [1 met]\nexpect 门口说了两句\nkeys <Tab><Tab>邻居<Tab>\nexpect > Again\n'
    again
    printf 'expect 门口说了两句\nexpect 邻居\nkeys <Tab><Tab><Tab>+7<Tab>\nexpect > Purpose\n'
    again
    printf 'expect 邻居\nexpect +7\nkeys <Tab><Tab><Tab><Tab>2<Tab>\nexpect > Store\n'
    again
    printf 'expect [1 met]\nexpect 门口说了两句\nexpect 邻居\nexpect +7\nexpect [2 care]\nkeys <F10>\nexpect Stored\nkill\n'
    printf 'start\nwait today\nkeys <F2>\nexpect Outcome\nreject 门口说了两句\n'
} > "$T/play"
good 'killed behind every field: all of it comes back' played "$T/fields"
is 'and was stored once, with all its words' \
    "$(linli --home "$T/fields/home" show 0101-0001 --json | grep -o '"purpose":"care","outcome":"met","met":"邻居","note":"门口说了两句"' | wc -l)" 1

# Each line of the marks is written when the screen has shown that far.
export MARKS=$T/marks
cat > "$T/play" << PLAY
wait $head
keys <F2>
wait Outcome
keys 1
expect > Note
run echo outcome >> "\$MARKS"
keys 门口说了两句<Tab>
expect > Met
run echo note >> "\$MARKS"
keys 邻居<Tab>
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
good 'killed at every call' each --step $STRIDE "$DIR" "$run" "$(look form)"
good 'killed at every call, its write cut in half' each --half --step $STRIDE "$DIR" "$run" "$(look form)"
is 'both ends were seen' "$(sort -u "$T/there" | tr '\n' ' ')" '0 1 '
exit $failed
