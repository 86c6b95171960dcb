#!/bin/bash
# linli sync over TLS, stopped at every call by which it changes files, with five visits waiting and two changed households at the
# hub; then it starts again.
# timeout: 900
. tests/fault/fault.inc
. tests/fault/push.inc

good 'kill at every call' each --step $STRIDE "$T/state" "$run home" "$(look push)"
good 'kill at every call, its write cut in half' each --half --step $STRIDE "$T/state" "$run home" "$(look push)"
good 'kill behind every commit' behind_each_commit home
good 'kill, then kill a start that recovers' each --recover 'linli --home "$DIR/home" visit 9999 --outcome met' --step $((3 * STRIDE)) \
    "$T/state" "$run home" "$(look push)"
# A sample of the calls may miss the few in which the answer is lost; then all of them are tried.
[ -s "$T/unanswered" ] || good 'kill at every call, none left out' each "$T/state" "$run home" "$(look push)"
answers_were_lost
exit $failed
