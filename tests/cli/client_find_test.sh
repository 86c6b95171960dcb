#!/bin/sh
# linli find and show: rows, keys, masking, and queries that cannot be meant.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1

expect 'find in a record that does not exist yet' 0 linli find --json
is 'finds nothing' "$(cat out)" ''
expect 'show in an empty record' 1 linli show 001
town > town.csv
linli import town.csv > /dev/null || exit 1

expect 'find by Han' 0 linli find --json 伟斌
# shellcheck disable=SC2086
keys 'keys of find' 1 $HOUSEHOLD
is 'its row' "$(get number) $(get door) $(get compound) $(get head) $(get people) $(get visited) $(get open)" \
    '001 3-2-501 幸福小区 张伟斌 1 null 0'
is 'its phone is masked' "$(get phones)" '100****5432'
for query in z zwb zhangw 张w 幸福 3-2-501 3栋2单元501 501 5432 1009876 '#001' '~60' '伟斌 501'; do
    expect "find $query" 0 linli find --json "$query"
    is "$query finds the head" "$(get number | grep -c 001)" 1
done
expect 'words may be arguments of their own' 0 linli find --json 张 501
is 'and all must fit' "$(get number)" 001
expect 'words that fit no one together' 0 linli find 张 502
is 'print nothing' "$(cat out)" ''
complains 'but say so' '^linli: no household fits$'
expect 'an empty query lists all' 0 linli find ''
is 'in door order' "$(awk '{print $1}' out | tr '\n' ' ')" '001 002 003 '
says 'columns stand in line' '^002  幸福小区3-2-502  李四光               1'
expect 'at most so many' 0 linli find --json -n 2
keys 'two of three' 2 id:s
expect 'all' 0 linli find --json -n 0
keys 'three of three' 3 id:s
expect 'n as it is usual' 0 linli find --json -n1
keys 'one of three' 1 id:s
awk 'BEGIN {print "户号,门牌,户主"; for (i = 0; i < 60; i++) printf "9%02d,9-1-%d,孙%d\n", i, 101 + i, i}' > more.csv
linli import more.csv > /dev/null || exit 1
expect 'twenty when nothing is said' 0 linli find --json
keys 'twenty' 20 id:s
expect 'more than a page' 0 linli find -n 0
is 'all of them' "$(wc -l < out)" 63

refuses 'no number' 2 linli find -n many
refuses 'a number below none' 2 linli find -n -1
refuses 'no value' 2 linli find -n
refuses 'an option that is not there' 2 linli find --colour
refuses 'a query of 10 kB' 1 linli find "$(head -c 10240 /dev/zero | tr '\0' a)"
refuses 'a sign that is not known' 1 linli find @nothing
expect 'a query with control characters' 0 linli find "$(printf '\001\033[31m')"
silent 'does not act' "$(printf '\033')"
expect 'a query with a bidi override' 0 linli find "$(printf 'a\342\200\256b')"
silent 'does not act' "$(printf '\342\200\256')"
expect 'a query that is not UTF-8' 0 linli find "$(printf '\324\377')"
expect 'a query with signs of the index' 0 linli find '" OR * NEAR('
refuses 'an id that is not there' 1 linli show 0123456789abcdef0123456789abcdef
refuses 'a number that is not there' 1 linli show 777
refuses 'show without an id' 2 linli show
refuses 'show with two' 2 linli show 001 002

linli visit 001 --outcome met --note 都好 > /dev/null || exit 1
number=$(linli open 001 002 --kind dispute --type neighbours --summary 楼上漏水)
expect 'a household card' 0 linli show 001 --json
# shellcheck disable=SC2086
keys 'keys of a card' 1 $HOUSEHOLD members:a needs:a visits:a matters:a
is 'its visit' "$(get visits.0.outcome) $(get visits.0.purpose) $(get visits.0.note) $(get visits.0.by) $(get visits.0.next)" \
    'met routine 都好 null null'
is 'its matter' "$(get matters.0.number)" "$number"
is 'when it was visited' "$(get visited)" "$(TZ=Asia/Shanghai date +%F)"
get visits.0.at | grep -Eq '^20[0-9-]*T[0-9:]*\+08:00$' && ok 'times are ISO 8601' || bad 'times are ISO 8601'
id=$(get id)
expect 'by its id' 0 linli show "$id" --json
is 'it is the same' "$(get id)" "$id"
expect 'a card in words' 0 linli show 001
says 'has the phone masked' '100\*\*\*\*5432'
says 'has the visit' 'routine visit.*都好'
silent 'has no phone in the clear' '10098765432'
expect 'a matter' 0 linli show "$number" --json
# shellcheck disable=SC2086
keys 'keys of a matter' 1 $MATTER timeline:a
is 'its parties' "$(get parties.0.name) $(get parties.0.household) $(get parties.1.name)" "张伟斌 $id 李四光"
"$T/jsonl" get timeline.0 < out > event
grep -q '"step":"accept"' event && grep -q '"level":"grid"' event && ok 'its timeline' || bad 'its timeline'
expect 'a matter in words' 0 linli show "#$number"
says 'has its summary' '楼上漏水'
silent 'has no phone in the clear' '10098765432'

# what is written in matters and visits
linli visit 002 --outcome met --met 李四光 --note '厨房漏水
说找人修' > /dev/null || exit 1
expect 'a word that no household has' 0 linli find 漏水
is 'finds none' "$(cat out)" ''
complains 'says where else it stands' '^linli: in the words of matters 1, of visits 1: --noted lists them$'
expect 'for a program' 0 linli find 漏水 --json
is 'nothing is remarked' "$(cat out err)" ''
expect 'in the words' 0 linli find 漏水 --noted
is 'the newest first' "$(awk '{print $1}' out | tr '\n' ' ')" 'visit matter '
says 'a visit on one line' '^visit .* 幸福小区3-2-502 李四光 .*厨房漏水 说找人修$'
says 'a matter with its number' "^matter +$number +张伟斌 .*楼上漏水$"
expect 'as JSON' 0 linli find 漏水 --noted --json
is 'one object each' "$("$T/jsonl" get found < out | tr '\n' ' ')" 'visit matter '
grep '"visit"' out > one
grep '"matter"' out > other
mv one out
# shellcheck disable=SC2086
keys 'keys of a visit' 1 found:s id:s at:s purpose:s outcome:s met:s note:s by:S next:S withdrawn:b household:o
is 'its household' "$(get household.number) $(get household.head)" '002 李四光'
mv other out
# shellcheck disable=SC2086
keys 'keys of a matter found' 1 found:s $MATTER
expect 'at most one' 0 linli find 漏水 --noted --json -n 1
is 'the newest' "$(get found)" visit
expect 'all its words' 0 linli find 漏水 厨房 --noted --json
is 'the newest' "$(get found)" visit
expect 'a name in it' 0 linli find 李四光 --noted --json
is 'who was met, and a party' "$("$T/jsonl" get found < out | sort | tr '\n' ' ')" 'matter visit '
expect 'a word that is nowhere' 0 linli find 火星 --noted
complains 'is told' '^linli: nothing was written with these words$'
refuses 'a door' 2 linli find 3-2-501 --noted
refuses 'no word' 2 linli find --noted
refuses 'a file' 2 linli find 漏水 --noted --csv -

expect 'matters' 0 linli matters --json
# shellcheck disable=SC2086
keys 'keys of matters' 1 $MATTER
is 'its row' "$(get state) $(get kind) $(get type) $(get step) $(get level)" 'open dispute neighbours accept grid'
expect '@open' 0 linli find --json @open
keys 'finds both parties' 2 id:s
linli withdraw "$number" --reason 重复 || exit 1
expect 'matters in words' 0 linli matters
says 'a withdrawn one stays' "$number +withdrawn"
expect 'only open ones' 0 linli matters --open --json
is 'it is not among them' "$(cat out)" ''
expect 'all' 0 linli matters --json
is 'it is closed' "$(get state) $(get colour) $(get withdrawn)" 'closed null true'

# sounds that the configuration takes for one
printf 'days = 30\nfuzzy = n-l, x-y, s-q\n' > "$LINLI_HOME/linli.conf"
expect 'a rule that is none' 0 linli matters
is 'one line' "$(wc -l < err)" 1
complains 'with its number, by every command' '^linli: .*linli.conf:2: x-y is not known: in linli.conf: fuzzy = zh-z, '
expect 'the others are used' 0 linli find --json nisiguang
is 'the others are used' "$(get head)" 李四光
is 'told once' "$(wc -l < err)" 1
printf 'fuzzy = n-l\n' > "$LINLI_HOME/linli.conf"
expect 'a rule that is one' 0 linli find --json nisiguang
is 'is used' "$(get head)" 李四光
is 'and nothing is said' "$(cat err)" ''
rm "$LINLI_HOME/linli.conf"

linli find -n 0 > /dev/full 2> err
is 'a full disk behind the output' "$?" 1
complains 'is told' 'cannot write the output: No space left'
linli find -n 0 2> err >&-
is 'a closed output' "$?" 1
complains 'is told' 'cannot write the output'
for i in 1 2 3 4 5 6; do sed "s/^9/$i/; s/9-1/1$i-1/" more.csv > again.csv; linli import again.csv > /dev/null; done
(
    linli find -n 0 --json 2> err
    echo $? > code
) | head -n 1 > /dev/null
is 'a pipe that closes early' "$(cat code) $(cat err)" '1 '
expect 'closed input' 0 sh -c 'linli find 001 <&-'
expect 'closed errors' 0 sh -c 'linli find 孙 2>&-'
done_testing
