#!/bin/sh
# linli practice: invented people, desks that answer by the flow, and nothing that leaves it. The screen makes the record, the commands use it.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1

refuses 'a screen is needed' 2 linli practice
P=$LINLI_HOME/practice
expect 'the record is there all the same' 0 linli --home "$P" find -n 0 --json
is 'with its people' "$(wc -l < out)" 24
is 'apart from the own one' "$(linli find --json | wc -l)" 0
p() {
    linli --home "$P" "$@"
}
M=$(p matters --json | grep '"neighbours"' | sed 's/.*"number":"\([^"]*\)".*/\1/')
R=$(p matters --json | grep '"lighting"' | sed 's/.*"number":"\([^"]*\)".*/\1/')
at() {
    p show "$1" --json > out
    printf '%s %s' "$(get step)" "$(get level)"
}
refuses 'it joins no hub' 1 linli --home "$P" enroll http://127.0.0.1:9 ABCD-EFGH
complains 'and says why' 'practice'
expect 'nothing is with the desks' 0 p sync
says 'is said' 'nothing is with the desks'
expect 'the first step' 0 p step "$M" accept
is 'is the village' "$(at "$M")" 'assess village'
expect 'the desk takes it on' 0 p sync
says 'and says so' "$M taken on"
for step in assess plan dispatch; do
    expect "the desk: $step" 0 p sync
    says "says $step" "$M $step"
done
is 'back to the head' "$(at "$M")" 'investigate village'
expect 'who looks' 0 p item "$M" investigation place=LX05 findings='a pipe'
expect 'investigated' 0 p step "$M" investigate
expect 'mediated' 0 p sync
expect 'agreed' 0 p sync
is 'to be followed up' "$(at "$M")" 'follow-up village'
expect 'the head asks' 0 p item "$M" followed answer=yes words=dry
for party in 1 2; do
    expect "party $party" 0 p item "$M" evaluation party=$party score=5
done
expect 'followed up' 0 p step "$M" follow-up
expect 'archived' 0 p sync
p show "$M" --json > out
is 'closed' "$(get state)" closed

expect 'a request' 0 p step "$R" report
for step in taken assign handle; do
    expect "the desk: $step" 0 p sync
done
is 'feedback is the head’s' "$(at "$R")" 'feedback village'
expect 'all is as it was written' 0 p verify
p matters --json > before
expect 'rebuilt' 0 p rebuild
p matters --json > after
cmp before after && ok 'to the same' || bad 'to the same'
done_testing
