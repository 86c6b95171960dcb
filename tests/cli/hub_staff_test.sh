#!/bin/sh
# Workers from an office's list, and what they are handed: good lines are taken, bad ones told, twice changes nothing; slips whose words join.
. "$(dirname "$0")/hub.inc"
GRID=430181.007.03.12
linli-hub init --name 测试镇 > /dev/null || exit 1

cat > list.csv << 'CSV'
某某街道工作人员名单,,,
登录账号,姓名,岗位,网格编码
zhou,周 宁,网格员,430181.007.03.12
li,李部,部门,430181.007
bad name,王,网格员,430181.007.03
wang,王五,局长,430181.007.03
zhao,赵六,网格长,不是
zhou,周宁,网格员,430181.007.03.12
,无名,网格员,430181.007

110101199003078888,某,网格员,430181.007
admin,<b>管&理</b>,管理员,430181
CSV
expect 'a dry run' 3 linli-hub worker import list.csv --dry-run --json
is 'would add' "$(get added) $(get rejected) $(get rows) $(get dry_run)" '3 6 9 true'
is 'changed nothing' "$(linli-hub worker list | wc -l)" 0
expect 'partly taken' 3 linli-hub worker import list.csv --json
is 'counts' "$(get rows) $(get added) $(get updated) $(get unchanged) $(get rejected)" '9 3 0 0 6'
is 'lines and columns' "$(for i in 0 1 2 3 4 5; do get rejects.$i.line; get rejects.$i.column; done | tr '\n' ' ')" \
    '5 登录账号 6 岗位 7 网格编码 8 登录账号 9 登录账号 11 登录账号 '
is 'who they are' "$(linli-hub worker list --json | "$T/jsonl" keys login:s name:s role:s area:s left:b)" 3
linli-hub worker list > out
says 'a name as it is written' '^zhou  周宁  neighbourhood head  430181.007.03.12'
linli-hub export --events | wc -l > before
expect 'twice' 3 linli-hub worker import list.csv
says 'in words' '^workers: 0 added, 0 updated, 3 unchanged'
says 'the reason' '^  line 6: 岗位: there is no role “局长”'
complains 'the sum' '6 of 9 lines were not taken'
is 'changes nothing' "$(linli-hub export --events | wc -l)" "$(cat before)"

# encodings, English titles, other delimiters, defaults
{ printf '\357\273\277'; printf 'Name\tLogin\n张三\tz3\n'; } > bom.csv
expect 'UTF-8 with BOM, tabs, defaults' 0 linli-hub worker import bom.csv --role head --area $GRID
expect 'GB18030' 0 sh -c 'printf "姓名;用户名;角色;负责网格\n李四光;lsg;网格员;430181.007.03.12\n" | iconv -t GB18030 > gb.csv && linli-hub worker import gb.csv'
linli-hub worker list > out
says 'both are there' '^z3  张三  neighbourhood head'
says 'in Chinese' '^lsg  李四光  '
expect 'from a pipe' 0 sh -c 'printf "login,name,role,area\nlsg,李四光,desk,430181.007\n" | linli-hub worker import - --json'
is 'updated' "$(get updated) $(get added)" '1 0'
expect 'left workers come back' 0 sh -c "linli-hub worker leave z3 && linli-hub worker import bom.csv --role head --area $GRID --json"
is 'as new ones' "$(get added)" 1
printf 'door,phone\n1,2\n' > wrong.csv
refuses 'no such list' 1 linli-hub worker import wrong.csv
complains 'says what is missing' 'one for logins and one for names'
printf 'login,name,role,area\na,b,c,d\n' > none.csv
expect 'nothing could be taken' 1 linli-hub worker import none.csv
refuses 'no such role' 2 linli-hub worker import bom.csv --role chief --area $GRID

# slips
refuses 'an address that is none' 2 linli-hub worker import list.csv --slips s.html --url 'hub.example'
refuses 'an address that does things' 2 linli-hub worker import list.csv --slips s.html --url 'https://x/"><script>'
printf 'login,name,role,area\nn1,<script>a</script>,head,%s\nn2,O"K & co,head,%s\n' $GRID $GRID > new.csv
expect 'slips of new ones' 0 linli-hub worker import new.csv --slips s.html --url https://hub.example:8443
is 'a page each' "$(grep -c '<section>' s.html)" 2
is 'their mode' "$(stat -c %a s.html)" 600
is 'nothing runs, nothing is fetched' "$(grep -Eci '<script|src=[^ ]|href=|url\(|@import' s.html)" 0
grep -q '&#60;script&#62;a' s.html && ok 'names are text' || bad 'names are text'
grep -q 'https://hub.example:8443' s.html && ok 'the address' || bad 'the address'
expect 'the same file again' 0 linli-hub worker import new.csv --slips again.html
is 'no new codes' "$(grep -c '<th>Code' again.html)" 0
codes() { sqlite3 linli-hub.db 'SELECT count(*) FROM code'; }
had=$(codes)
expect 'an unknown login' 1 linli-hub enroll zhou nobody --slip z.txt
is 'no code at all' "$(codes)" "$had"
expect 'a full disk' 1 linli-hub enroll zhou --slip /dev/full
is 'no code either' "$(codes)" "$had"
expect 'slips by login' 0 linli-hub enroll zhou li --slip z.txt --json
is 'a line each' "$(wc -l < out)" 2
is 'a page each, with a form feed' "$(tr -cd '\f' < z.txt | wc -c) $(grep -c 'Joining linli' z.txt)" '1 2'
grep -q '^Address *https://hub.example:8443' z.txt && ok 'the address is kept' || bad 'the address is kept'
grep -q 'not known here yet' z.txt && ok 'no pin yet' || bad 'no pin yet'
is 'lines fit a page of A5' "$(awk '/Joining/ {n = 0} {n++} n > 45 {bad = 1} END {print bad + 0}' z.txt)" 0

# with the key: the words on the slip join, and one that is wrong is told
certificate
serve --tls-cert hub.pem --tls-key hub.key
expect 'slip of a hub that serves' 0 linli-hub enroll zhou --slip z.txt --url "$url"
sed -n "/^linli enroll/,/'$/p" z.txt > typed
words=$(tail -n +2 typed | tr "\n'" '- ' | sed 's/[- ]*$//; s/ /-/g')
one_time=$(sed -n 's/^Code *//p' z.txt)
han=$(sed -n 's/^[0-9][-0-9]*  *\([^a-z]*\)  [a-z].*/\1/p' z.txt | tr '\n' ' ')
is 'seventeen words' "$(echo "$words" | tr '-' '\n' | wc -l) $(echo "$han" | wc -w)" '17 17'
first=${words%%-*} other=pingguo
[ "$first" != pingguo ] || other=xigua
expect 'one word is another' 2 linli --home d enroll "$url" "$one_time" --ca ca.pem --pin "$other-${words#*-}"
complains 'says so' 'another word'
expect 'one word is none' 2 linli --home d enroll "$url" "$one_time" --ca ca.pem --pin "zzz-${words#*-}"
complains 'names it' 'word 1, “zzz”'
expect 'one is missing' 2 linli --home d enroll "$url" "$one_time" --ca ca.pem --pin "${words#*-}"
complains 'counts' '16 of 17'
# the words of another key: sixteen times the first word and whatever checks them
wrong=$(for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do printf '阿姨 '; done)阿姨
expect "another hub's words" 4 linli --home d enroll "$url" "$one_time" --ca ca.pem --pin "$wrong"
complains 'says so' 'another one than the words say'
expect 'characters of another code' 4 linli --home d enroll "$url" AAAA-BBBB-CCCC --ca ca.pem --pin "$han"
expect 'characters join' 0 linli --home d enroll "$url" "$one_time" --ca ca.pem --pin "$han" --json
is 'as' "$(get worker)" 周宁
is 'with the whole pin' "$(sqlite3 d/linli.db "SELECT value FROM meta WHERE key = 'hub.pin'")" "$pin"
linli-hub enroll li --json > out
is 'the words are told' "$(get words)" "$words"
linli-hub enroll li --slip li.txt > out
expect 'what is printed joins as it stands' 0 sh -c "$(sed -n "/^linli enroll/,/'$/p" li.txt) --ca ca.pem --home e"
expect 'handed over to the one who serves' 0 linli-hub worker import new.csv --slips served.txt --json
is 'unchanged' "$(get unchanged)" 2
stop

if [ -e "$B/share/locale/zh_CN/LC_MESSAGES/linli.mo" ]; then
    expect 'Chinese' 0 env LANGUAGE=zh_CN LANG=zh_CN.UTF-8 linli-hub enroll zhou --slip zh.html
    grep -q 'lang="zh-CN"' zh.html && grep -q '<h1>加入邻里：登记单</h1>' zh.html && ok 'a Chinese slip' || bad 'a Chinese slip'
fi
done_testing
