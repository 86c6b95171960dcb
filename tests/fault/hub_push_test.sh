#!/bin/bash
# linli-hub serve, stopped at every call by which it changes files, and behind every commit, while a device syncs over TLS; then both
# start again. And the control: the same with a hub that knows no event again must find doubled ones.
# timeout: 900
. tests/fault/fault.inc
. tests/fault/push.inc

good 'kill at every call' each --step $STRIDE "$T/state" "$run hub" "$(look push)"
good 'kill at every call, its write cut in half' each --half --step $STRIDE "$T/state" "$run hub" "$(look push)"
good 'kill behind every commit' behind_each_commit hub
good 'kill, then kill a start that recovers' each --recover 'linli-hub --db "$DIR/hub/hub.db" enroll nobody' --step $((3 * STRIDE)) \
    "$T/state" "$run hub" "$(look push)"
answers_were_lost
export SHIM="CONTROL=dedupe LD_PRELOAD=$CONTROLS"
fires 'control: without dedupe the same finds doubled events' 'doubled: visit 1 is at the hub 2 times' behind_each_commit hub
exit $failed
