#!/bin/sh
# Lists out as CSV and workbooks, and a roster that goes out and comes back unchanged.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1

sampletown --seed 5 --households 60 --villages 1 --grids 2 > town.csv
cat >> town.csv << 'CSV'
,,无名苑,7,1,3,301,"=HYPERLINK(""x"")",户主,13900000001,"+1, ""two"""
Z-1,,无名苑,7,1,3,302,阿依古丽·买买提,户主,0731-8888888、13900000002,-1
CSV
expect 'a roster' 0 linli import town.csv --area 430181.007.01.01
households=$(linli find -n 0 --json | wc -l)
for people in '' --people; do
    for file in out.csv out.xlsx; do
        expect "out as ${file#out.} $people" 0 linli find $people "--${file#out.}" $file
        expect 'and back' 0 linli import $file --area 430181.007.01.01 --json
        is 'is the same, all of it' "$(get unchanged) $(get added) $(get updated) $(get rejected)" "$households 0 0 0"
        is 'it is for this person only' "$(stat -c %a $file)" 600
    done
done
expect 'in Chinese' 0 env LC_ALL=C.UTF-8 LANGUAGE=zh_CN linli find --people --csv zh.csv
is 'titles are those that an import knows' "$(head -n 1 zh.csv | cut -c4- | cut -d, -f1-4)" '户号,网格,小区,楼栋'
expect 'and back' 0 linli import zh.csv --area 430181.007.01.01 --json
is 'is the same' "$(get unchanged) $(get updated)" "$households 0"
is 'phones are masked' "$(grep -cE '1[0-9]{10}' out.csv)" 0
is 'no cell is a formula' "$(grep -cE '(^|,)"?[=+@-]' out.csv)" 0
linli find --xlsx a.xlsx > out && linli find --xlsx - > b.xlsx
if cmp -s a.xlsx b.xlsx; then ok 'the same bytes each time'; else bad 'the same bytes each time'; fi
is 'text that looks like a formula is text' "$(unzip -p a.xlsx xl/worksheets/sheet1.xml 2> /dev/null | grep -c '<f>')" 0
expect 'only what the query finds' 0 linli find 阿依 --csv q.csv
is 'one line and the titles' "$(wc -l < q.csv)" 2
expect 'the first ones only' 0 linli find -n 3 --csv q.csv
is 'three' "$(wc -l < q.csv)" 4

expect 'a matter' 0 linli open Z-1 --kind request --type lighting --summary '=cmd|calc' --note x
for list in matters today claims figures 'directory mediator'; do
    expect "$list as CSV" 0 linli $list --csv l.csv
    expect "$list as a workbook" 0 linli $list --xlsx l.xlsx
    is 'is a zip archive' "$(head -c 2 l.xlsx)" PK
    is 'nothing in it is a formula' "$(grep -cE '(^|,)"?[=+@-]' l.csv)" 0
done
linli matters --csv - > m.csv
if grep -q "'=cmd|calc" m.csv; then ok 'a guarded summary'; else bad 'a guarded summary'; fi
expect 'not with --json' 2 linli matters --csv l.csv --json
expect 'people without a file' 2 linli find --people
expect 'a folder that is not there' 1 linli find --xlsx nowhere/x.xlsx

done_testing
