#!/bin/sh
# The directory offline: entries are typed, looked up by name and pinyin, corrected and dropped; who is here on Tuesday; the sheet of other routes.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
complains() {
    if grep -Eq '^linli: .+: .+: .+' "$T/err" && grep -Eq -e "$2" "$T/err"; then ok "$1"; else bad "$1: no $2 on stderr"; fi
}
refuses 'a kind that is none' 2 linli directory add people name=某
refuses 'a field that is none' 2 linli directory add route name=某 party=x
refuses 'one that is missing' 1 linli directory add department name=住建所 presence=weekdays
refuses 'weekdays that are none' 1 linli directory add department name=住建所 contact=3号 presence=weekdays weekdays=8
is 'nothing was written' "$(linli directory --json | wc -l)" 0
expect 'a mediator' 0 linli directory add mediator name=张伟斌 committee=桂花村调委会 fields=family,lift languages=普通话、客家话 \
    since=2020-01-01 until=2022-12-31 phone=073112345678 source=full-time
expect 'another' 0 linli directory add 调解员 name=周宁 committee=青山镇调委会 fields=land since=2020-01-01 until=2199-12-31
expect 'a department' 0 linli directory add department name=住建所 contact=3号窗口 presence=weekdays weekdays=周二、周四 hours=9:00-11:30
housing=$(cat "$T/out")
expect 'one that is always there' 0 linli directory add department name=司法所 contact=1号窗口 presence=always
expect 'one on call' 0 linli directory add department name=派出所 contact=110 presence=on-call
expect 'a route' 0 linli directory add route name=法律援助中心 for_what=免费解答 contact=12348 limit=随时
expect 'a class of matters' 0 linli directory add class name=土地补偿 unit=自然资源所 due=2027-01-31 progress=已梳理

expect 'all of it' 0 linli directory
says 'a term that is over' '张伟斌 .*term ended on 2022-12-31'
says 'its days' '住建所 .*Tue Thu 9:00-11:30'
expect 'in JSON' 0 linli directory mediator zwb --json
is 'one mediator' "$(wc -l < "$T/out")" 1
is 'by initials' "$(get name) $(get kind) $(get term) $(get open)" '张伟斌 mediator ended 0'
is 'the phone is masked' "$(get fields.phone)" '073*****5678'
expect 'by field of work' 0 linli directory --field land --json
is 'who does land' "$(get name)" 周宁
expect 'by language' 0 linli directory --language 客家 --json
is 'who speaks it' "$(get name)" 张伟斌
refuses 'a day that is none' 2 linli directory --on someday
refuses 'mediators have no days' 2 linli directory mediator --on tue
expect 'who is here on Tuesday' 0 linli directory --on 周二
says 'who is here' '住建所'
says 'always' '司法所'
says 'and on call' '^On call'
is 'on Wednesday' "$(linli directory --on wed --json | "$T/jsonl" get name | tr '\n' ' ')" '司法所 派出所 '
is 'on a Sunday' "$(linli directory --on 2026-11-22 --json | "$T/jsonl" get here)" on-call

expect 'corrected' 0 linli directory edit 住建所 weekdays=3 hours=
is 'the same entry' "$(cat "$T/out")" "$housing"
is 'what was not said stays' "$(linli directory 住建所 --json | "$T/jsonl" get fields.contact)" 3号窗口
is 'what was emptied is empty' "$(linli directory 住建所 --json | grep -c hours)" 0
refuses 'no such entry' 1 linli directory edit 城管 hours=1
refuses 'dropped without a reason' 1 linli directory drop 派出所
expect 'dropped' 0 linli directory drop 派出所 --reason 不再进驻
refuses 'once' 1 linli directory drop 派出所 --reason 不再进驻
is 'is not here' "$(linli directory --on tue --json | grep -c 派出所)" 0
expect 'the same from the journal' 0 linli rebuild
is 'still' "$(linli directory --json | wc -l)" 6

expect 'where else one can go' 0 linli print routes
says 'from the directory' '^法律援助中心.*12348'
says 'and in general words' '^Labour'
is 'not twice' "$(grep -c '^Legal aid' "$T/out")" 0
is 'one page' "$(test "$(wc -l < "$T/out")" -lt 60 && echo yes)" yes
town > town.csv && linli import town.csv > /dev/null
number=$(linli open 001 002 --kind dispute --type neighbours --summary 李四光家漏水)
expect 'of a matter' 0 linli print routes "$number" --html
says 'its number' "$number"
is 'but nobody in it' "$(grep -Ec '张伟斌|李四光' "$T/out")" 0
done_testing
