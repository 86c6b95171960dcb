#!/bin/sh
# linli import: the rosters that offices have, and files that are none.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1

town > town.csv
expect 'a dry run' 0 linli import town.csv --dry-run --json
keys 'keys of import' 1 rows:i rejected:i added:i updated:i unchanged:i missing:i
is 'a dry run counts' "$(get added)" 3
is 'a dry run keeps nothing' "$(events)" 0
expect 'import' 0 linli import town.csv
says 'the report counts' '3 added, 0 updated, 0 unchanged'
is 'no bar where there is no terminal' "$(cat err)" ''
is 'no rejects file without rejects' "$(ls ./*.rejects.csv 2> /dev/null)" ''
expect 'the same file twice' 0 linli import town.csv --json
is 'twice changes nothing' "$(get unchanged) $(get added) $(get updated)" '3 0 0'
is 'twice appends nothing' "$(events)" 3

printf '\357\273\277' | cat - town.csv > bom.csv
expect 'UTF-8 with a byte order mark' 0 linli import bom.csv --json
is 'it is the same roster' "$(get unchanged) $(get encoding)" '3 UTF-8 BOM'
iconv -f UTF-8 -t GB18030 town.csv > gb.csv
expect 'GB18030 is found out' 0 linli import gb.csv --json
is 'it is the same roster' "$(get unchanged) $(get encoding)" '3 GB18030'
expect 'GB18030 is named' 0 linli import gb.csv --encoding GB18030
expect 'from standard input' 0 sh -c 'linli import - --json < gb.csv'
is 'it is the same roster' "$(get unchanged)" 3

cat > office.csv << 'CSV'
阳光社区住户花名册（2026年）,,,,,,,
户号,门牌,姓名,与户主关系,手机,身份证号,民族,政治面貌
００７,5栋1单元101室,欧阳娜,户主,１００１２３４１２３４,110101190001010010,甲,群众
,,欧阳明,子,,110101190001010029,甲,团员
008,5-1-102,单国强,户主,,11010119000101003X,乙,群众
合计,2户3人,,,,,,
CSV
expect 'a roster as offices have it' 0 linli import office.csv
says 'what linli does not hold is named once' 'does not hold such things: 身份证号, 民族, 政治面貌$'
expect 'its household' 0 linli show 007 --json
is 'its members' "$(get members) $(get members.1.name) $(get members.1.relation)" '2 欧阳明 子'
is 'its phone is masked' "$(get members.0.phones) $(get phones)" '100****1234 100****1234'
if grep -arqE '1101011900010100|群众|政治面貌' record; then bad 'left out everywhere'; else ok 'left out everywhere'; fi

cat > mixed.csv << 'CSV'
户号,门牌,户主,电话,身份证号
001,3-2-501,张伟斌,10098765432,110101190001010010
020,,,10011112222,110101190001010037
021,6-1-101,"=王秀英",,110101190001010045
CSV
printf '022,6-1-102,\033[31m红\007,,\n' >> mixed.csv
expect 'good lines are taken, bad ones kept' 3 linli import mixed.csv --json
is 'their count' "$(get rejected) $(get unchanged)" '2 1'
complains 'where they are is said' 'mixed.csv.rejects.csv'
is 'the head of the rejects file' "$(head -n 1 mixed.csv.rejects.csv | tr -d '\r')" 'line,column,reason,text'
is 'line numbers' "$(sed 1d mixed.csv.rejects.csv | cut -d, -f1 | tr '\n' ' ')" '3 5 '
is 'rejects are for this person only' "$(stat -c %a mixed.csv.rejects.csv)" 600
if grep -q 1101011900 mixed.csv.rejects.csv; then bad 'no ID number in the rejects'; else ok 'no ID number in the rejects'; fi
if grep -q "$(printf '\033')" mixed.csv.rejects.csv; then bad 'no escapes in the rejects'; else ok 'no escapes in the rejects'; fi
rm mixed.csv.rejects.csv
expect 'a dry run of it' 3 linli import mixed.csv --dry-run
is 'writes no file by itself' "$(ls ./*.rejects.csv 2> /dev/null)" ''
expect 'a dry run into a file' 3 linli import mixed.csv --dry-run --rejects bad.csv
is 'has the same lines' "$(wc -l < bad.csv)" 3
refuses 'a rejects file that cannot be written' 1 linli import mixed.csv --rejects /nowhere/at/all.csv
printf '户号,门牌,户主\n030,,\n031,,\n' > allbad.csv
before=$(events)
expect 'not one line can be taken' 1 linli import allbad.csv
is 'nothing was appended' "$(events)" "$before"

printf '编号,业主姓名,住址\n1,刘建国,7-1-101\n' > own.csv
printf 'number = 编号\nhead = 业主姓名\naddress = 住址\n' > own.map
expect 'names of columns by a map' 0 linli import own.csv --map own.map --area 430181.007.03.13 --json
is 'it is taken' "$(get added)" 1
expect 'it is in its area' 0 linli find --json 刘建国
is 'it is in its area' "$(get area) $(get door)" '430181.007.03.13 7-1-101'
refuses 'an area that is no code' 2 linli import town.csv --area 第三网格

town | sed '/^002/d; s/10012345678/10012340000/' > less.csv
expect 'a later roster' 0 linli import less.csv
says 'counts' '0 added, 1 updated, 1 unchanged'
says 'missing ones are listed' '  002  幸福小区3-2-502  李四光'
expect 'missing ones are kept' 0 linli show 002

: > empty.csv
head -c 3000 /dev/urandom > noise.csv
iconv -f UTF-8 -t UTF-16 town.csv > wide.csv
printf '编号,颜色\n1,红\n' > colours.csv
mkdir folder
before=$(events)
refuses 'no such file' 1 linli import nothere.csv
refuses 'a folder' 1 linli import folder
refuses 'a device' 1 linli import /dev/zero
refuses 'an empty file' 1 linli import empty.csv
refuses 'a program' 1 linli import "$B/linli"
refuses 'noise' 1 linli import noise.csv
refuses 'UTF-16' 1 linli import wide.csv
refuses 'a wrong encoding' 1 linli import gb.csv --encoding UTF-8
refuses 'an unknown encoding' 2 linli import gb.csv --encoding klingon
refuses 'no column of names' 1 linli import colours.csv
refuses 'a map that is not there' 1 linli import town.csv --map nothere.map
refuses 'a name that acts on the terminal' 1 linli import "$(printf 'x\033]0;y\007.csv')"
if grep -q "$(printf '\033')" err; then bad 'no escapes in errors'; else ok 'no escapes in errors'; fi
if [ "$(id -u)" != 0 ]; then
    cp town.csv closed.csv && chmod 000 closed.csv
    refuses 'a file that may not be read' 1 linli import closed.csv
fi
is 'none of them changed anything' "$(events)" "$before"

awk 'BEGIN {printf "户号,门牌,户主\n040,8-1-101,"; for (i = 0; i < 1250000; i++) printf "张伟斌国"; print "\n041,8-1-102,李小龙"}' > huge.csv
expect '10 MB in one cell' 3 linli import huge.csv --json
is 'the other line is taken' "$(get rejected) $(get added)" '1 1'
is 'what is kept of it is short' "$(test "$(wc -c < huge.csv.rejects.csv)" -lt 10000 && echo yes)" yes
awk 'BEGIN {print "户号,门牌,户主"; for (i = 0; i < 30000; i++) printf "C%05d,%d-1-%d01,孙%d\n", i, i / 20, i % 20, i}' > long.csv
if command -v script > /dev/null; then
    expect 'on a terminal' 0 script -qec 'linli --home bar import long.csv' /dev/null
    says 'a bar' '\[[#.]{20}\] +[0-9]+ %'
    says 'with the time left' '[0-9]+ s left'
    tr '\r' '\n' < out | grep -q '^ *$' && ok 'is wiped in the end' || bad 'is wiped in the end'
else
    echo 'SKIPPED the bar: there is no script'
fi
done_testing
