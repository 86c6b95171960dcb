#!/bin/sh
# The office's lists reach who works below them and nobody else; a desk keeps its own part, whoever wrote it; a head does not.
. "$(dirname "$0")/sync.inc"
town
linli-hub worker add zhou --name 'Zhou Ning' --role desk --area 430181.007.03 > /dev/null || bad 'a desk'
linli-hub area add 430181.007.04 'Other' && linli-hub worker add far --name Far --role head --area 430181.007.04.01 > /dev/null || bad 'a head elsewhere'
cat > list.csv << 'CSV'
目录类别,区域,姓名,所属调委会,聘任日期,任期届满,登录名,联系方式,入驻方式,入驻日,适用事项
调解员,430181.007.03,周宁,三村调委会,2020-01-01,2199-12-31,tang,,,,
调解员,430181.007.04,何远,四村调委会,2020-01-01,2199-12-31,far,,,,
调解员,430181.007.04,无名,四村调委会,2020-01-01,2199-12-31,nobody,,,,
部门,430181.007,住建所,,,,,3号窗口,轮驻,周二至周四,
途径,430181,法律援助,,,,,12348,,,免费解答
CSV
expect 'a dry run' 3 linli-hub directory import list.csv --dry-run --json
is 'would add' "$(get added) $(get rejected)" '4 1'
is 'adds nothing' "$(linli-hub directory list | wc -l)" 0
expect 'the list' 3 linli-hub directory import list.csv --json
is 'added' "$(get added) $(get rejected) $(get rejects.0.line)" '4 1 4'
expect 'in another encoding, again' 3 sh -c 'iconv -t GB18030 list.csv > gb.csv && linli-hub directory import gb.csv --json'
is 'nothing new' "$(get added) $(get updated) $(get unchanged)" '0 0 4'
serve
join a tang "$url"
join v zhou "$url"
join f far "$url"
names() {
    linli --home "$1" sync > out 2> err
    linli --home "$1" directory --json > out 2> err
    "$T/jsonl" get name < out | sort | tr '\n' ' '
}
is 'a head has the own line of areas' "$(names a)" '住建所 周宁 法律援助 '
is 'the desk too' "$(names v)" '住建所 周宁 法律援助 '
is 'the village beside has its own' "$(names f)" '住建所 何远 法律援助 '
is 'offline: who is here on Wednesday' "$(linli --home a directory --on wed --json | "$T/jsonl" get name)" 住建所
expect 'a head keeps none' 1 linli --home a directory edit 周宁 languages=客家话
complains 'says who does' 'kept by desks'
expect 'a desk not above its area' 1 linli --home v directory edit 住建所 hours=9:00
complains 'says whose it is' 'area 430181.007 is not yours'
expect 'a desk corrects what the office wrote' 0 linli --home v directory edit 周宁 languages=客家话
expect 'and adds' 0 linli --home v directory add volunteer name=王老师 does=劝和
is 'the hub took both' "$(linli --home v sync --json | "$T/jsonl" get refused)" 0
is 'a head hears of it' "$(names a)" '住建所 周宁 法律援助 王老师 '
is 'of all of it' "$(linli --home a directory 周宁 --json | "$T/jsonl" get fields.languages)" 客家话
is 'the worker stays named' "$(linli --home a directory 周宁 --json | "$T/jsonl" get fields.worker)" Tang
expect 'a desk drops what the office wrote' 0 linli --home v directory drop 周宁 --reason 辞去
is 'the hub took that' "$(linli --home v sync --json | "$T/jsonl" get refused)" 0
is 'it is gone at the head' "$(names a)" '住建所 法律援助 王老师 '
id=$(linli-hub directory list --kind volunteer --json | "$T/jsonl" get id)
expect 'the office drops what a desk wrote' 0 linli-hub directory drop "$id" --reason 不再
is 'gone at the desk' "$(names v)" '住建所 法律援助 '
sound end v
done_testing
