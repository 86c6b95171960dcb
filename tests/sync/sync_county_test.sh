#!/bin/sh
# The county's rules: set at a hub that serves, in use at a device after its next sync, at one that joins later too, and the same after a rebuild.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
join b li "$url"
expect 'first sync' 0 linli --home a sync
# days STEP HOME; offered TYPE HOME
days() {
    linli --home "$2" flow --json | grep "\"step\":\"$1\"" | "$T/jsonl" get days
}
offered() {
    linli --home "$2" flow --json | grep -c "\"type\":\"$1\""
}
is 'the defaults' "$(days accept a) $(offered own-1 a) $(offered wages a)" '1 0 1'
cat > county.conf << 'CONF'
[county]
name = 示例县
[level]
grid = 邻里
[step accept]
days = 4
[step assign]
out = yes
[type own-1]
words = 集市摊位
level = town
[type wages]
offered = no
CONF
expect 'set while the hub serves' 0 linli-hub county county.conf --json
is 'it is new' "$(get changed) $(get name)" 'true 示例县'
is 'the device knows nothing of it yet' "$(days accept a)" 1
expect 'a request by the rules that it knows' 0 linli --home a open 0002 --kind request --type lighting --summary 灯
lamp=$(cat out)
expect 'the step that the county passes over now' 0 linli --home a step "$lamp" report
expect 'the next sync' 0 linli --home a sync --json
is 'takes the whole way for a way' "$(get refused) $(get left)" '0 0'
is 'where it led' "$(linli --home a show "$lamp" --json | "$T/jsonl" get step)" assign
is 'days, types' "$(days accept a) $(offered own-1 a) $(offered wages a)" '4 1 0'
is 'what is passed over' "$(linli --home a flow --json | grep '"step":"report"' | "$T/jsonl" get next)" handle
is 'words of a level' "$(linli --home a flow | grep -c '^  grid  *邻里')" 1
is 'words of a type' "$(linli --home a flow | grep -c '^  own-1 .*集市摊位  *town ')" 1
expect 'a matter of an own type' 0 linli --home a open 0001 --kind dispute --type own-1 --summary 摊位 --json
number=$(get number)
is 'its step has the days' "$(linli --home a show "$number" --json | "$T/jsonl" get due)" "$(TZ=Asia/Shanghai date -d '+4 days' +%F)"
expect 'a type that is not offered' 1 linli --home a open 0001 --kind dispute --type wages --summary x
complains 'says so' 'this county has no type'
expect 'the hub takes the matter' 0 linli --home a sync --json
is 'nothing refused' "$(get refused) $(get left)" '0 0'

before=$(linli-hub export --events | wc -l)
printf '[step accept]\ndays = 5\n\n[step mediate]\nthen = assess\n' > bad.conf
expect 'a flow that turns in a circle' 1 linli-hub county bad.conf
grep -q '^linli-hub: bad.conf:5: the flow turns in a circle' err && ok 'with its line' || bad 'with its line'
expect 'the same file again' 0 linli-hub county county.conf --json
is 'is nothing new' "$(get changed)" false
is 'nothing was written' "$(linli-hub export --events | wc -l)" "$before"

# Who was not there yet has it with the first sync.
linli-hub worker add chen --name 'Chen' --role desk --area 430181.007 > /dev/null || bad 'worker'
join c chen "$url"
expect 'a worker of later' 0 linli --home c sync
is 'has the rules' "$(days accept c)" 4

# The newest counts, wherever it comes from, and a rebuild changes nothing.
printf '[step accept]\ndays = 2\n' > county.conf
expect 'a newer one' 0 linli-hub county county.conf
for home in a b c; do
    expect "sync of $home" 0 linli --home $home sync
    is 'the newest' "$(days accept $home) $(offered own-1 $home) $(offered wages $home)" '2 0 1'
    linli --home $home rebuild > /dev/null 2>&1 || bad 'rebuild'
    is 'as before' "$(days accept $home)" 2
done
is 'what is set' "$(linli-hub county --show | tr '\n' ' ')" '[step accept] days = 2 '
is 'no word of trouble' "$(linli --home a doctor | grep -c county)" 0
is 'a matter of a type that went keeps its name' "$(linli --home a matters | grep -c 'own type 1')" 1
done_testing
