#!/bin/sh
# linli export dossier, print agreement, claims: a whole dispute as paper, each party's copy, a claim and its ledger.
. "$(dirname "$0")/client.inc"
data=$(cd "$(dirname "$0")/../data" && pwd)
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1
day() {
    date -u -d "+8 hours $1" +%F # days are those of Shanghai
}
today=$(day '')
it() {
    linli item "$M" "$@" > item.out 2> item.err || { bad "item $1: $(cat item.err)"; }
}
st() {
    linli step "$M" "$@" > /dev/null 2> item.err || bad "step $1: $(cat item.err)"
}
before() { # before NAME WORD…: they stand in this order
    name=$1 last=0
    shift
    for word; do
        line=$(grep -n -m1 -e "$word" out | cut -d: -f1)
        if [ -z "$line" ] || [ "$line" -lt "$last" ]; then
            bad "$name: $word"
            return
        fi
        last=$line
    done
    ok "$name"
}

M=$(linli open 001 002 --kind dispute --type neighbours --summary '漏水 <script>alert(1)</script>' --note '洗衣机管脱落' \
    --triage danger=no,consent=yes)
expect 'an empty one' 0 linli export dossier "$M"
is 'what is required is marked as missing' "$(grep -c 'Missing: this paper' out)" 3
says 'blank forms are to be filled in' '^Facts and what was in dispute$'
expect 'show' 0 linli show "$M"
says 'it says what is missing' '^dossier +0 of 3, missing: rights notice \(0 of 2\), session, agreement'
expect 'show for programs' 0 linli show "$M" --json
says 'the same as codes' '"dossier":\{"there":0,"required":3,"missing":\["notice","session","agreement"\]\}'
refuses 'no agreement yet' 1 linli print agreement "$M"

st accept
it application party=1 day="$today" asks=修好管子
it assessment level=village who=village facts=无暴力
st assess
it proposal committee=幸福调委会 name=周宁
it conflict answer=no
it consent party=1 answer=yes day="$today" way=spoken
it consent party=2 answer=yes day="$today" way=called
st plan
st dispatch
it investigation day="$today" place=厨房 findings=吊顶起泡
it evidence party=1 day="$today" what='=HYPERLINK(1)照片'
st investigate
it notice party=1 day="$today" way=written
it notice party=2 day="$today" way=written
it session day="$today" time=19:30 place=调解室 present=两家 openness=closed answer=yes record=谈好了 listened=各说各的 feeling=邻居
it panel day="$today" answer=yes members=王大娘 views=先修
st mediate
it identity party=1 day="$today" paper=身份证 number=110105199001011234
it identity party=2 day="$today" paper=身份证 number=110105198502022345
it agreement made=written day="$today" facts=管子脱落 content=赔六百元 excluded=no
A=$(cat item.out)
it term agreement="$A" party=2 does=第一期 amount=300 due="$(day '+10 days')"
it term agreement="$A" party=2 does=第二期 amount=300 due="$(day '+40 days')"
expect 'the agreement, unsigned' 0 linli print agreement "$M"
is 'parties + 1 copies' "$(grep -c 'copy [123] of 3' out)" 3
says 'the terms stand in a table' '^1 +李四光 +第一期 +300 +20'
silent 'it is not in force' 'In force from'
it signed agreement="$A" party=1 day="$today"
it signed agreement="$A" party=2 day="$today"
it mediator-signed agreement="$A" day="$today" name=周宁
it sealed agreement="$A" day="$today" committee=幸福调委会
it evaluation party=1 day="$today" score=5 words=公道
it file-note words=内部说明

expect 'the dossier' 0 linli export dossier "$M" --text
before 'the papers in their order' '^ *Dossier of a people' 'Contents' 'Application for mediation' 'Register of acceptance' \
    'Notice of rights' 'Proof of identity' 'Assessment, plan' 'Record of an investigation' 'Evidence' 'Record of mediation' \
    'Panel of trusted' 'Agreement of a people' 'Proof of performance' 'Evaluations' 'Joint application' 'Notes on the file'
# "paper page" of the contents, and of the sheets as they lie; an agreement bears its copy and not its place
sed -n '/^Serial/,/- 2 -/s/^\([0-9][0-9]*\)  .*  \([0-9][0-9]*\)$/\1 \2/p' out > told
awk 'BEGIN {RS = "\f"} match($0, /No\. [0-9]+\n/) {print substr($0, RSTART + 4, RLENGTH - 5), NR}' out > found
is 'the pages are those of the contents' "$(grep -Fxc -f told found)" "$(wc -l < told)"
is 'each was told' "$(wc -l < found)" "$(wc -l < told)"
is 'copies' "$(grep -c 'copy [123] of 3$' out)" 6 # in the contents and on the sheets
says 'what a session may hold' '^Listened +各说各的'
says 'the last day for the court' "^Apply by +$(day '+30 days')"
says 'evaluations hide the mediator' '^Mediator +named once all evaluations are in'
says 'and do not fill in for a party' '^李四光 +not in yet'
silent 'numbers are masked' '110105199001011234|10098765432'
is 'nothing is missing' "$(grep -c Missing out)" 0
is 'lines fit the paper' "$(wc -L < out | awk '{print ($1 <= 78)}')" 1
silent 'no article of a law' '第[0-9一二三四五六七八九十百]+条|Art'
pages=$(sed -n 's/^Pages *//p' out | head -n 1)
is 'pages are counted' "$(grep -c '^ *- [0-9]* -$' out)" "$pages"

expect 'as HTML' 0 linli export dossier "$M" --html --output d.html
is 'nobody else reads it' "$(stat -c %a d.html)" 600
cp d.html out
silent 'no script and nothing from outside' '<script|https?:|src=|href='
says 'it is for A4' '@page\{size:A4'
is 'what begins ends' "$(sed 1d d.html | awk 'BEGIN {RS = "<"} NR > 1 {
    split($0, part, ">"); tag = part[1]; name = tag; sub(/[ \/].*/, "", name)
    if (index($0, ">") == 0) bad++
    else if (tag ~ /\/$/) next
    else if (tag ~ /^\//) { if (stack[depth--] != substr(tag, 2)) bad++ }
    else stack[++depth] = name
} END {print bad + 0, depth}')" '0 0'
refuses 'both forms' 2 linli export dossier "$M" --html --text
refuses 'of nothing' 2 linli export dossier
refuses 'no such party' 2 linli export dossier "$M" --for 王五

had=$(events)
expect 'a party'\''s copy with its numbers' 0 linli export dossier "$M" --for 李四光 --unmask
says 'its own number' 110105198502022345
silent 'nothing of the other side' '3-2-501|10098765432|110105199001011234|100\*\*\*\*5432'
silent 'nor the desks'\'' own papers' '内部说明|吊顶起泡|公道|洗衣机管脱落'
is 'the look is written down' "$(events)" $((had + 1))
expect 'who looked' 0 linli print household 002
says 'the household can read it' "the dossier of"
expect 'in Chinese' 0 env LC_ALL=zh_CN.UTF-8 linli export dossier "$M"
for word in 人民调解卷宗 人民调解受理登记表 人民调解当事人权利义务告知书 人民调解协议书 履行凭证 司法确认申请书 封底; do
    grep -q "$word" out && ok "$word" || bad "$word"
done
if grep -Eq '[a-z]{5}' out && grep -E '[a-z]{5}' out | grep -Evq 'script|alert|linli|HYPERLINK'; then bad 'all of it'; else ok 'all of it'; fi

linli directory add mediator name='=周宁' committee=调委会 source=part-time since=2026-01-01 until=2099-01-01 > /dev/null
linli directory add mediator name=吴在编 committee=调委会 source=in-post since=2026-01-01 until=2099-01-01 > /dev/null
refuses 'a claim with a typed amount does not help' 1 linli item "$M" claim grade=major mediator='=周宁' why=难 amount=99999
complains 'the share is used up' 'share of the town'
refuses 'who is paid by the post' 1 linli item "$M" claim grade=simple mediator=吴在编 why=简单
expect 'a claim' 0 linli item "$M" claim grade=simple mediator='=周宁' why=简单 amount=99999
claim=$(cat out)
refuses 'a case counts once' 1 linli item "$M" claim grade=simple mediator='=周宁' why=再来
refuses 'nobody approves an own claim' 1 linli item "$M" approval claim="$claim" answer=yes day="$today"
expect 'the ledger' 0 linli claims
says 'the amount is computed' "^$M +neighbours +ordinary +=周宁 +80.00 +claimed"
says 'summed up' '^Claims in 20[0-9]*: 1, claimed 80.00, approved 0.00, refused 0.00$'
expect 'for programs' 0 linli claims --json
says 'its row' "\"number\":\"$M\".*\"amount\":\"80.00\",\"state\":\"claimed\""
expect 'another year' 0 linli claims --year 2001
says 'is empty' '^Claims in 2001: 0'
expect 'as CSV' 0 linli claims --csv ledger.csv
cp ledger.csv out
says 'a spreadsheet does not run it' ",'=周宁,80.00,"
M=$(linli open 001 002 --kind dispute --type neighbours --summary 再次漏水 --settled 修好了)
refuses 'the same dispute counts once, too' 1 linli item "$M" claim grade=simple mediator='=周宁' why=又一次
complains 'it says so' 'claimed for within a year'

M=$(linli open 002 003 --kind dispute --type neighbours --summary 晾衣滴水 --settled 改到阳台里晾)
refuses 'settled on the spot: copies only of a written one' 2 linli print agreement
expect 'a short one' 0 linli export dossier "$M"
sed "s/20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]/DAY-OF-IT/g; s/$M/M-00-XX-000/g; s/DAY-OF-IT [0-9][0-9]:[0-9][0-9]/DAY-OF-IT 00:00/" out > got
if [ -n "${UPDATE:-}" ]; then cp got "$data/dossier.txt"; fi
if cmp -s got "$data/dossier.txt"; then ok 'it is as it was'; else bad "it is as it was: $(diff got "$data/dossier.txt" | head -n 10)"; fi
exit $failed
