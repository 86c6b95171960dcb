#!/bin/bash
# linli visit, stopped at every call by which it changes files; then the next start.
# timeout: 600
. tests/fault/fault.inc

mkdir -p "$T/state/home"
chmod 700 "$T/state/home"
DIR=$T/state
town | head -n 1 > "$T/town.csv"
town | grep ",$GRID," >> "$T/town.csv"
device import "$T/town.csv" > /dev/null || exit 1
is 'households' "$(device find '' -n 0 | wc -l)" 20

: > "$T/there"
run='linli --home "$DIR/home" visit 0101-0003 --outcome met --note stopped'
good 'kill at every call' each --step $STRIDE "$T/state" "$run" "$(look save)"
good 'kill at every call, its write cut in half' each --half --step $STRIDE "$T/state" "$run" "$(look save)"
# A visit of nobody changes nothing in the record, but its start is one that recovers and its end one that writes back.
good 'kill, then kill a start that recovers' each --recover 'linli --home "$DIR/home" visit 9999 --outcome met' --step $((3 * STRIDE)) \
    "$T/state" "$run" "$(look save)"
is 'both ends were seen' "$(sort -u "$T/there" | tr '\n' ' ')" '0 1 '
exit $failed
