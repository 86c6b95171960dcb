#!/bin/sh
# Matters: answers to the questions, settled at the door, notes, settling later, taking back, lists.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
expect 'a town' 0 linli import town.csv

expect 'settled at the door' 0 linli open 001 002 --kind dispute --type neighbours --summary 楼上漏水 --triage danger=no,consent=yes,who=head --settled '赔两百元,当面付清'
done=$(cat out)
silent 'nothing to tell' '110'
expect 'shown' 0 linli show "$done" --json
is 'settled, to be followed up' "$(get state) $(get exit) $(get step)" 'open settle follow-up'
is 'with the answers' "$(get triage.danger) $(get triage.consent) $(get triage.who) $(get triage.court)" 'no yes head null'
is 'two lines' "$(get timeline) $(get timeline.1.kind) $(get timeline.1.exit) $(get timeline.1.note)" '2 matter.step settle 赔两百元,当面付清'
keys 'the keys of before' 1 $MATTER timeline:a

expect 'a dangerous one' 0 linli open 001 002 --kind dispute --type family --summary 动手打人 --triage danger=yes
danger=$(cat out)
complains 'safety is told' '110'
expect 'shown' 0 linli show "$danger" --json
is 'red, and why' "$(get colour) $(get reasons.0)" 'red danger or violence was told'
before=$(events)
refuses 'it is not settled here' 1 linli step "$danger" settle --note 和好了
refuses 'nor opened as settled' 1 linli open 001 --kind dispute --type family --summary 打人 --triage danger=yes --settled 和好了
refuses 'an answer that is none' 2 linli open 001 --kind dispute --type family --summary 打人 --triage danger=perhaps
complains 'the answers that there are' 'danger=yes, danger=no'
refuses 'a question that is none' 2 linli open 001 --kind dispute --type family --summary 打人 --triage mood=bad
refuses 'a step that is not next' 1 linli step "$danger" mediate --note 好
refuses 'not settled without a word' 1 linli step "$danger" settle
refuses 'a note without words' 2 linli note "$danger"
refuses 'an empty note' 1 linli note "$danger" --note ' '
refuses 'a note on nothing' 1 linli note M-26-ZZ-999 --note 好
is 'nothing of that was kept' "$(events)" "$before"

expect 'a note' 0 linli note "$danger" --note 已报警
expect 'another matter' 0 linli open 003 --kind request --type lighting --summary 楼道灯不亮
lamp=$(cat out)
expect 'settled later' 0 linli step "$lamp" settle --note 换了灯泡
refuses 'not twice' 1 linli step "$lamp" settle --note 又换了
expect 'a note on a closed one' 0 linli note "$lamp" --note 又亮了
linli show "$lamp" --json > out
settled=$(get timeline.1.id) note=$(get timeline.2.id)
expect 'the note is taken back' 0 linli withdraw "$note" --reason 记错了
refuses 'once' 1 linli withdraw "$note" --reason 记错了
expect 'the settlement too' 0 linli withdraw "$settled" --reason 没修好
expect 'shown' 0 linli show "$lamp" --json
is 'open again' "$(get state) $(get exit) $(get closed)" 'open null null'
is 'all of it is in sight' "$(get timeline) $(get timeline.1.withdrawn) $(get timeline.2.withdrawn) $(get timeline.0.withdrawn)" '5 true true false'
expect 'in words' 0 linli show "$lamp"
says 'what was taken back' 'withdrawn'

refuses 'a family matter is not declined without routes' 1 linli step "$danger" decline --reason 不愿
expect 'a request is closed at once' 0 linli step "$lamp" settle --note 换好了

count() {
    expect "matters $*" 0 linli matters --json "$@"
    lines=$(wc -l < out)
}
for row in '3' '3 --all' '2 --open' '1 --closed' '0 --overdue' '0 --waiting' '2 --mine' '0 --below' '2 --level grid --open' '0 --level village' '1 --level grid --kind dispute --open --type family' '2 --kind dispute' '1 --kind request' '1 --kind request --type lighting' '0 --closed --kind hazard' \
    '1 --type family'; do
    set -- $row
    wanted=$1
    shift
    count "$@"
    is "  so many" "$lines" "$wanted"
done
refuses 'an owner whom nobody knows' 1 linli matters --owner zhou
refuses 'a kind that is none' 2 linli matters --kind nothing
expect 'the journal holds' 0 linli verify
linli matters --json > matters.before
linli show "$lamp" --json > lamp.before
expect 'rebuilt' 0 linli rebuild
linli matters --json | cmp - matters.before && linli show "$lamp" --json | cmp - lamp.before && ok 'the same' || bad 'the same'
expect 'a door where all is well' 0 linli visit 001 --outcome met
visit=$(cat out)
expect 'which was another' 0 linli withdraw "$visit" --reason 走错了
expect 'settled at the door' 0 linli open 001 --kind dispute --type neighbours --summary 漏水 --settled 当面说好了
expect 'the outbox' 0 linli outbox
says 'says of what it was withdrawn' 'withdrawn: visit of 20[0-9-]* '
says 'and what a settlement is' 'settled on the spot'
done_testing
