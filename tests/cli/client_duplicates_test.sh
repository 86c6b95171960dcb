#!/bin/sh
# linli household duplicates, join, part, apart on one device: what is listed and why, what is refused, and that two are two again.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
cat > town.csv << 'CSV'
户号,小区,楼栋,单元,室,户主,电话,备注
001,幸福小区,3,2,501,张伟斌,10198765432,
002,幸福小区,3,2,502,章维宾,,
003,幸福小区,3,2,601,尉迟恭,10112345678,有狗
004,幸福小区,7,1,101,王五,10198765432,
005,和平小区,1,1,101,李四,10155550000,
006,幸福小区,3栋,2单元,601室,尉迟公,,
CSV
expect 'of a record that does not exist yet' 0 linli household duplicates
complains 'there are none' '^linli: no two households look like one$'
linli import town.csv --area 1.2.3.4 > /dev/null || exit 1

pairs() {
    linli household duplicates --json > list
    "$T/jsonl" get one.number < list > ones
    "$T/jsonl" get other.number < list > others
    "$T/jsonl" get why.0 < list > whys
    "$T/jsonl" get apart < list > aparts
    paste -d ' ' ones others whys aparts | tr '\n' ','
}
start=$(events)
is 'pairs, why, and none told apart' "$(pairs)" '001 002 name false,003 006 door false,001 004 phone false,'
cp list out
keys 'keys of a pair' 3 one:o other:o why:a apart:b
is 'phones are masked' "$(grep -c 10198765432 out)" 0
expect 'in words' 0 linli household duplicates
says 'a line each' '^003 +幸福小区3-2-601 尉迟恭 +006 +幸福小区3-2-601 尉迟公 +same door'
silent 'no phone in the clear' '10198765432'
is 'looking writes nothing' "$(events)" "$start"

# two that are two
expect 'told apart' 0 linli household apart 004 001
is 'a program still sees it' "$(pairs)" '001 002 name false,003 006 door false,001 004 phone true,'
expect 'people no longer do' 0 linli household duplicates
silent 'people no longer do' '王五'

# two that are one
one=$(linli show 006 --json | "$T/jsonl" get id)
other=$(linli show 003 --json | "$T/jsonl" get id)
linli visit 006 --outcome met --note 搬来了 > /dev/null || exit 1
linli show 003 --json > alone
linli show 006 --json > alone6
expect 'joined' 0 linli household join 006 003
expect 'as many as there are' 0 linli find -n 0 --json
keys 'as many as there are' 5 id:s
expect 'the one that stays' 0 linli show "$other" --json
is 'has all' "$(get number) $(get head) $(get visits.0.note)" '003 尉迟恭 搬来了'
expect 'the other leads there' 0 linli show "$one" --json
is 'the other leads there' "$(get id)" "$other"
is 'they are no pair any more' "$(pairs)" '001 002 name false,001 004 phone true,'
expect 'rebuild' 0 linli rebuild
expect 'rebuild keeps them joined' 0 linli find -n 0 --json
keys 'rebuild keeps them joined' 5 id:s

before=$(events)
refuses 'with itself' 2 linli household join 001 001
refuses 'what was joined' 1 linli household join "$one" 001
refuses 'into itself by the other name' 2 linli household join 003 "$one"
refuses 'what another was joined with' 1 linli household join 003 001
refuses 'a household that is not there' 1 linli household join 999 001
refuses 'into one that is not there' 1 linli household join 001 999
refuses 'one alone' 2 linli household join 001
refuses 'three' 2 linli household join 001 002 004
refuses 'parting one that was never joined' 1 linli household part 001
refuses 'parting two' 2 linli household part 001 002
refuses 'parting none' 2 linli household part
refuses 'apart from nothing' 2 linli household apart 001
refuses 'apart from what is not there' 1 linli household apart 001 999
refuses 'apart from itself' 2 linli household apart 001 001
refuses 'duplicates of one' 2 linli household duplicates 001
is 'none of it was written' "$(events)" "$before"

# and two again
expect 'parted' 0 linli household part "$one"
linli show 003 --json | cmp - alone && ok 'as they were' || bad 'as they were'
linli show 006 --json | cmp - alone6 && ok 'both of them' || bad 'both of them'
is 'a pair again' "$(pairs)" '001 002 name false,003 006 door false,001 004 phone true,'
refuses 'parted is parted' 1 linli household part "$one"
expect 'joined the other way' 0 linli household join 003 006
expect 'the other one stays' 0 linli show "$other" --json
is 'the other one stays' "$(get number) $(get phones)" '006 101****5678'
expect 'verify' 0 linli verify
done_testing
