#!/bin/sh
# linli household add, edit, leave, settle: what is written, what is refused and why, what show says of it.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv --area 1.2.3.4 > /dev/null || exit 1

expect 'a new one' 0 linli household add --area 1.2.3.4 --door 幸福小区9栋1单元901 --head ' 新来的 ' --phone 13911112222 --phone 0731-88888888 \
    --member '新来的;户主;13911112222' --member '小明;子' --note '钥匙在门卫处'
grep -Eqx '[0-9a-f]{32}' out && ok 'prints its id' || bad 'prints its id'
id=$(cat out)
is 'one event' "$(events)" 4
expect 'it is kept' 0 linli show "$id" --json
is 'as it was told' "$(get door) $(get compound) $(get floor) $(get head) $(get phones) $(get people) $(get status)" \
    '9-1-901 幸福小区 9 新来的 139****2222 073******8888 2 lived'
is 'with its members' "$(get members.1.name) $(get members.1.relation) $(get members.0.phones)" '小明 子 139****2222'
expect 'it is found' 0 linli find xld --json
is 'it is found' "$(get id)" "$id"
expect 'its id as JSON' 0 linli household add --area 1.2.3.4 --number 77 --head 无门牌 --json
keys 'its id as JSON' 1 id:s changed:a

before=$(events)
refuses 'the same door' 1 linli household add --area 1.2.3.4 --door '幸福小区 9-1-901' --head 另一户
complains 'which is named' "新来的.*$id"
refuses 'the same number' 1 linli household add --area 1.2.3.4 --number 001
refuses 'nobody and nowhere' 1 linli household add --area 1.2.3.4 --phone 13911112222
refuses 'a name for a door' 1 linli household add --area 1.2.3.4 --door 李新来 --head 李新来
complains 'which says how one is written' 'Door.*3-2-501'
refuses 'no door and no number' 1 linli household add --area 1.2.3.4 --head 李新来
refuses 'no head' 1 linli household add --area 1.2.3.4 --door 9-1-902
complains 'whose name is missing' 'Head'
refuses 'an area that is none' 1 linli household add --area 'x y' --head 甲
refuses 'an ID number' 1 linli household edit 001 --note '证件 110101199003071233'
refuses 'a phone that is none' 1 linli household edit 001 --phone 请打邻居的电话谢谢各位
refuses 'a word too many' 2 linli household add 001 --head 甲
refuses 'no id' 2 linli household edit --head 甲
refuses 'a verb that is none' 2 linli household marry 001
refuses 'nothing said' 2 linli household edit 001
refuses 'an occupancy that is none' 2 linli household edit 001 --status rich
refuses 'another household'"'"'s door' 1 linli household edit 001 --room 502
refuses 'a member who is not there' 1 linli household edit "$id" --drop-member 小红
refuses 'a member without a name' 2 linli household edit "$id" --member ';子;'
refuses 'nothing to settle' 1 linli household settle 001 --head 甲
refuses 'a household that is not there' 1 linli household leave 999
refuses 'all emptied' 1 linli household edit "$id" --compound '' --building '' --unit '' --floor '' --room '' --head ''
is 'none of it was written' "$(events)" "$before"

expect 'a correction' 0 linli household edit 001 --head 张伟彬 --phone 13900000001 --room 503 --json
is 'a field an event, and what differs alone' "$(events) $(get changed.0) $(get changed.1) $(get changed.2)" "$((before + 3)) room head phones"
expect 'the same again' 0 linli household edit 001 --head 张伟彬 --room 503
is 'writes nothing' "$(events)" "$((before + 3))"
expect 'another floor' 0 linli household edit 001 --room 603
expect 'told by the room' 0 linli show 001 --json
is 'told by the room' "$(get floor) $(get door) $(get head) $(get phones)" '6 3-2-603 张伟彬 139****0001'
expect 'members' 0 linli household edit "$id" --member '小明;;13900000003' --member '小红;女' --drop-member 新来的
expect 'members' 0 linli show "$id" --json
is 'members' "$(get members.0.name) $(get members.0.relation) $(get members.0.phones) $(get members.1.name) $(get people)" \
    '小明 子 139****0003 小红 2'
expect 'the head is one person' 0 linli household edit "$id" --member '新来的;户主'
expect 'the head is one person' 0 linli household edit "$id" --head 辛来的
expect 'the head is one person' 0 linli show "$id" --json
is 'the head is one person' "$(get head) $(get members.2.name) $(get members.2.relation)" '辛来的 辛来的 户主'
expect 'no phone any more' 0 linli household edit 001 --phone ''
expect 'moved away' 0 linli household leave 001
expect 'let' 0 linli household leave 002 --status let --json
expect 'who lives there' 0 linli show 001 --json
is 'who lives there' "$(get status) $(get phones)" 'moved null'
expect 'in words' 0 linli show 001
says 'in words' 'moved away'
expect 'back again' 0 linli household edit 001 --status lived

# The next list of the office says what it said before: what was corrected by hand stays.
expect 'the same list' 0 linli import town.csv --area 1.2.3.4 --json
expect 'corrections stay' 0 linli show 001 --json
is 'corrections stay' "$(get head) $(get door)" '张伟彬 3-2-603'
linli show "$id" --json > before
expect 'rebuild' 0 linli rebuild
linli show "$id" --json | cmp - before && ok 'rebuild changes nothing' || bad 'rebuild changes nothing'
expect 'verify' 0 linli verify
done_testing
