#!/bin/sh
# linli figures, print review, print ledger: numbers of the own households, nobody's name.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1
year=$(TZ=Asia/Shanghai date +%Y) month=$(TZ=Asia/Shanghai date +%Y-%m)
# value FIGURE BY KEY: the words of a line of JSON in out
value() {
    grep "\"figure\":\"$1\",.*\"by\":\"$2\",\"key\":$3" out | sed 's/.*"text":"\([^"]*\)".*/\1/'
}
expect 'none yet' 0 linli figures --json
is 'nothing was reported' "$(value reported all null) $(value index all null)" '0 none'
for i in 1 2 3; do linli open 001 --kind request --type lighting --summary "=灯 $i" > /dev/null; done
linli open 002 003 --kind dispute --type neighbours --summary 漏水 --settled 说好了 > /dev/null
linli visit 003 --outcome met > /dev/null
expect 'of the year' 0 linli figures --json --year "$year"
is 'own ones are counted to the last' "$(value reported all null) $(value reported type '"lighting"') $(value reported month "\"$month\"")" '4 3 4'
is 'visits' "$(value visits all null)" 1
is 'fewer than five matters have no index' "$(value index all null)" none
linli open 003 --kind hazard --type fire --summary 电瓶车 > /dev/null
expect 'of the month' 0 linli figures --json --month "$month"
is 'with its days' "$(sed -n 's/.*"from":"\([^"]*\)".*/\1/p' out | sort -u)" "$month-01"
is 'in time' "$(value in-time all null)" '1 of 1 (100 %)'
is 'five matters have an index, of what was done in time alone' "$(value index all null)" 100
expect 'in words' 0 linli figures
grep -q 'Left out for want of data: agreements kept' out && ok 'what the index is made of' || bad 'what the index is made of'
expect 'of another year' 0 linli figures --json --year 2001
is 'has none' "$(value reported all null)" 0
for wrong in '--year 26' '--month 2026-13' '--month 2026' '--year 2026-01' '--year 2026 --month 2026-01' '--area x..y'; do
    refuses "wrong: $wrong" 2 linli figures $wrong
done

expect 'as CSV' 0 linli figures --csv f.csv
grep -q '^reported,reported,type,lighting,lighting,3,' f.csv && ok 'a line a cell' || bad 'a line a cell'
is 'nothing in it is a formula' "$(grep -Ec '(^|,)[=+@-]' f.csv)" 0
is 'as many cells as lines of JSON' "$(($(wc -l < f.csv) - 1))" "$(linli figures --json | wc -l)"
refuses 'a folder that is not there' 1 linli figures --csv nowhere/f.csv

expect 'the review' 0 linli print review
for part in "Monthly review of $month" 'reported, by type' 'Open matters to go through' 'service index'; do
    grep -q "$part" out && ok "it has: $part" || bad "it has: $part"
done
is 'all that is open' "$(grep -c '^M-' out)" 5
is 'nobody and nothing that was told' "$(grep -Ec '张|李|王|灯|漏水|电瓶' out)" 0
is 'lines fit the paper' "$(wc -L < out | awk '{print ($1 <= 78)}')" 1
expect 'as HTML' 0 linli print review 2001-02 --html --output review.html
grep -q '<table' review.html && ok 'tables' || bad 'tables'
refuses 'no month' 2 linli print review 2026
refuses 'of something else' 2 linli print ledger --month "$month"
expect 'a class of matters' 0 linli directory add class name=路灯 type=lighting unit=物业办 due=2027-01-31 progress=已报修
expect 'the ledger' 0 linli print ledger
grep -Eq '路灯 +物业办 +2027-01-31 +3 +已报修' out && ok 'with its unit, its day, how many and how far' || bad 'with its unit, its day, how many and how far'
done_testing
