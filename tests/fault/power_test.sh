#!/bin/bash
# The power goes: pictures of what a disk may then hold, at every record of a log of what was written and synced. What was told is there.
# With synchronous=NORMAL the same pictures must show losses, else they would prove nothing.
# timeout: 900
. tests/fault/fault.inc
controls || exit 1
WAYS=5 # of what is kept that was not synced: none, all, the first, some, some sectors
IMAGES=0

# pictures KIND SEEDS [STEP]: every point of $T/log, SEEDS ways each; the last line counts
pictures() {
    local kind=$1 seeds=$2 step=${3:-1} points point seed all=0 gone=0 broken=0 code
    export DIR=$T/image N=1 STATUS=137 TOLD=$T/told
    points=$(powerloss "$T/log" --points)
    for ((point = 0; point <= points; point += step * STRIDE)); do
        for ((seed = 0; seed < seeds; seed++)); do
            powerloss --told "$T/told" "$T/log" "$T/state" "$DIR" --point $point --seed $((point * WAYS + (point + seed) % WAYS)) || return 1
            bash "$FAULT/look.sh" "$kind" > "$T/why" 2>&1
            code=$?
            all=$((all + 1)) gone=$((gone + (code == 1))) broken=$((broken + (code > 1)))
            [ $code = 0 ] || [ $((gone + broken)) -gt 3 ] || echo "point $point, seed $seed: $(cat "$T/why")"
        done
    done
    echo "$all pictures of $points points, $gone lost, $broken broken"
    [ $gone = 0 ] && [ $broken = 0 ]
}
begin() { # the log begins with a copy of the state
    rm -rf "$T/run" "$T/log"
    cp -a "$T/state" "$T/run"
    SHIM="KILLSHIM_DIR=$T/run KILLSHIM_LOG=$T/log CONTROL=${1:-} LD_PRELOAD=$B/killshim.so:$CONTROLS"
}
# Six visits beside somebody who reads: the last to close a record syncs all of it, and nothing but the commit would be tried.
visits() { # control
    local n reader
    begin "$1"
    coproc READER { sqlite3 -readonly "$T/run/home/linli.db"; }
    reader=$READER_PID # bash forgets it once the reader is gone
    echo 'SELECT count(*) FROM household;' >&"${READER[1]}"
    read -r n <&"${READER[0]}"
    [ "$n" = 20 ] || return 1
    for n in 1 2 3 4 5 6; do
        env $SHIM linli --home "$T/run/home" visit "0101-000$n" --outcome met | cat > /dev/null
    done
    exec {READER[1]}>&-
    wait "$reader"
}
alone() {
    local n
    begin ''
    for n in 1 2 3 4 5 6; do
        env $SHIM linli --home "$T/run/home" visit "0101-000$n" --outcome met | cat > /dev/null
    done
}
# A hub that six pushes reach, over plain http so that its answers can be counted in what it told.
pushes() { # control
    local n DIR=$T/run
    begin "$1"
    hub_start "$T/serve" || return 1
    for n in 1 2 3 4 5 6; do
        device visit "0101-000$n" --outcome met --note "visit$n" > /dev/null && device sync > /dev/null || return 1
    done
    hub_stop KILL
}

joined "$T/state" || { cat "$T/setup" && exit 1; }
visits '' || bad 'the visits'
good 'visits beside a reader' pictures picture 3
visits normal || bad 'the visits'
fires 'control: visits with synchronous=NORMAL' ' [1-9][0-9]* lost, 0 broken' pictures picture 1 2
alone || bad 'the visits'
good 'visits alone' pictures picture 2
pushes '' || bad 'the pushes'
good 'pushes to a hub' pictures hub_picture 2
pushes normal || bad 'the pushes'
fires 'control: a hub with synchronous=NORMAL' ' [1-9][0-9]* lost, 0 broken' pictures hub_picture 1 2
exit $failed
