#!/bin/sh
# linli visit, open, withdraw: what is entered, and what is refused.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1

expect 'a visit' 0 linli visit 001 --outcome met
grep -Eqx '[0-9a-f]{32}-4' out && ok 'prints its id' || bad 'prints its id'
visit=$(cat out)
expect 'a visit with all' 0 linli visit 002 --outcome nobody --purpose care --note '敲门无人' --met 邻居 --next 2099-12-01 \
    --at 2026-01-02T08:30 --json
keys 'its id as JSON' 1 id:s
expect 'it is kept' 0 linli show 002 --json
is 'as it was told' "$(get visits.0.outcome) $(get visits.0.purpose) $(get visits.0.note) $(get visits.0.next) $(get visits.0.at)" \
    'nobody care 敲门无人 2099-12-01 2026-01-02T08:30:00+08:00'
is 'who was met' "$(get visits.0.met)" 邻居
id=$(get id)
expect 'by id, options first' 0 linli visit --outcome=phone --note='-n is no option here' "$id"
expect 'an hour of today' 0 linli visit 003 --outcome met --at 00:00
expect 'it is of today' 0 linli show 003 --json
is 'it is of today' "$(get visits.0.at)" "$(TZ=Asia/Shanghai date +%F)T00:00:00+08:00"
expect 'words behind --' 0 linli visit --outcome met -- 003
expect 'control characters in a note' 0 linli visit 003 --outcome met --note "$(printf 'a\033[31mb\342\200\256c\001')"
expect 'they are gone' 0 linli show 003 --json
is 'they are gone' "$(get visits | head -c 1) $(get visits.0.note)" '3 a[31mbc'

before=$(events)
refuses 'no outcome' 2 linli visit 001
refuses 'an outcome that is none' 2 linli visit 001 --outcome well
refuses 'a purpose that is none' 2 linli visit 001 --outcome met --purpose fun
refuses 'no household' 2 linli visit --outcome met
refuses 'two households' 2 linli visit 001 002 --outcome met
refuses 'a household that is not there' 1 linli visit 999 --outcome met
refuses 'a next date in the past' 1 linli visit 001 --outcome met --next 2020-01-01
refuses 'a date that is none' 2 linli visit 001 --outcome met --next 2026-02-30
refuses 'a time that is none' 2 linli visit 001 --outcome met --at gestern
refuses 'a time far ahead' 1 linli visit 001 --outcome met --at 2099-01-01
refuses 'an option twice' 2 linli visit 001 --outcome met --outcome moved
refuses 'an option of another command' 2 linli visit 001 --outcome met --kind dispute
refuses 'a value where there is none' 2 linli visit 001 --outcome met --json=yes
refuses 'a note that is too long' 1 linli visit 001 --outcome met --note "$(head -c 4001 /dev/zero | tr '\0' a)"
refuses 'a note that is far too long' 1 linli visit 001 --outcome met --note "$(head -c 120000 /dev/zero | tr '\0' a)"
refuses 'a note that is not UTF-8' 1 linli visit 001 --outcome met --note "$(printf '\304\343\272\303')"

refuses 'a matter without kind' 2 linli open 001 --type neighbours --summary 漏水
refuses 'without type' 2 linli open 001 --kind dispute --summary 漏水
refuses 'without summary' 2 linli open 001 --kind dispute --type neighbours
refuses 'with an empty one' 1 linli open 001 --kind dispute --type neighbours --summary ' '
refuses 'without a party' 2 linli open --kind dispute --type neighbours --summary 漏水
refuses 'of a type of another kind' 1 linli open 001 --kind dispute --type wiring --summary 漏水
refuses 'of a type that is none' 2 linli open 001 --kind dispute --type nothing --summary 漏水
refuses 'with a party that is not there' 1 linli open 001 999 --kind dispute --type neighbours --summary 漏水
refuses 'with a name that is too long' 1 linli open --kind dispute --type neighbours --summary 漏水 \
    --party "$(head -c 200 /dev/zero | tr '\0' a)"
refuses 'withdrawing without a reason' 2 linli withdraw "$visit"
refuses 'withdrawing with an empty one' 1 linli withdraw "$visit" --reason ''
refuses 'withdrawing what is not there' 1 linli withdraw M-26-ZZ-999 --reason 错
refuses 'withdrawing a visit that is not there' 1 linli withdraw "${visit%-*}-999" --reason 错
is 'nothing of that was kept' "$(events)" "$before"

expect 'a matter' 0 linli open 001 002 --kind dispute --type neighbours --summary 楼上漏水 --note 夜里更响 --party 物业公司 --party 李律师
grep -Eqx 'M-[0-9]{2}-[A-Z][0-9]-001' out && ok 'prints its number' || bad 'prints its number'
number=$(cat out)
expect 'its parties' 0 linli show "$number" --json
is 'all of them' "$(get parties) $(get parties.2.name) $(get parties.3.name) $(get parties.3.household)" '4 物业公司 李律师 null'
expect 'a request by the short word for its type' 0 linli open 003 --kind request --type other --summary 借梯子 --json
keys 'number and id' 1 number:s id:s
expect 'a hazard with nobody of the record' 0 linli open --kind hazard --type fire --summary 楼道堆物 --party 巡查
expect 'withdrawing a visit' 0 linli withdraw "$visit" --reason 记错了户
refuses 'twice' 1 linli withdraw "$visit" --reason 记错了户
expect 'it stays in sight' 0 linli show 001 --json
is 'as withdrawn' "$(get visits.0.withdrawn) $(get visited)" 'true null'
expect 'withdrawing a matter' 0 linli withdraw "$number" --reason 重复
is 'the journal holds' "$(linli verify --json | "$T/jsonl" get ok)" true
done_testing
