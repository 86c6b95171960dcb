#!/bin/sh
# linli need, phone, print: care needs by consent, a look that is written down, pages for paper.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1

refuses 'a day too far' 1 linli need 001 --need meals --who 张伟 --how spoken --for 送餐 --until 2099-01-01
expect 'a care need' 0 linli need 001 --need escort --who 张伟 --how written --for 陪同去医院
need=$(cat out)
refuses 'no consent' 1 linli need 001 --need meals --who 张伟 --for 送餐
refuses 'nobody agreed' 1 linli need 001 --need meals --how spoken --for 送餐
refuses 'no purpose' 1 linli need 001 --need meals --who 张伟 --how spoken
refuses 'an illness' 1 linli need 001 --need meals --who 张伟 --how spoken --for 送餐 --words 糖尿病人餐
refuses 'none that is known' 2 linli need 001 --need gold --who 张伟 --how spoken --for 送餐
before=$(events)
refuses 'a number that is not there' 1 linli phone 001 --member 无此人
is 'nothing was written down' "$(events)" "$before"
expect 'a number' 0 linli phone 001 --for 回电
grep -Eqx '[0-9]{11}' out && ok 'it is not masked' || bad 'it is not masked'
is 'the look was written down' "$(events)" $((before + 1))

expect 'the own copy' 0 linli print household 001
for part in 'Care needs' 'Visits' 'Who looked' 'Your rights' 'company on the way' '回电'; do
    grep -q "$part" out && ok "it has: $part" || bad "it has: $part"
done
is 'lines fit the paper' "$(wc -L < out | awk '{print ($1 <= 78)}')" 1
expect 'it is taken back' 0 linli withdraw "$need" --reason 不需要了
expect 'the own copy tells' 0 linli print household 001
grep -q 'withdrawn' out && ok 'withdrawn' || bad 'withdrawn'
expect 'a file' 0 linli print household 001 --html --output copy.html
is 'nobody else reads it' "$(stat -c %a copy.html)" 600
grep -q '</html>' copy.html && ok 'whole' || bad 'whole'
expect 'the week' 0 linli print week
grep -q '\*\*\*\*' out && ok 'numbers are masked' || bad 'numbers are masked'
number=$(linli open 001 --kind dispute --type neighbours --summary '漏水 <script>' --note 吵了两次)
expect 'a matter' 0 linli print matter "$number" --html
if grep -q '<script' out; then bad 'nothing acts'; else ok 'nothing acts'; fi
# While another program holds the record all pages come; the own copy then has its numbers masked, because no look can be written down.
(sleep 3 | linli --linear > held 2>&1) &
sleep 0.5
expect 'the week while the screen is open' 0 linli print week
expect 'the own copy while the screen is open' 0 linli print household 001
grep -q '\*\*\*\*' out && ok 'it is masked then' || bad 'it is masked then'
wait
refuses 'nothing like it' 2 linli print moon
refuses 'no id' 2 linli print matter
refuses 'another place' 1 linli print week --output /nowhere/x.txt
exit $failed
