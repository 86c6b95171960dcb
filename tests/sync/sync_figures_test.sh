#!/bin/sh
# Figures: counted at the hub, pulled as dated lines by those above and below; what is small is hidden from everybody but those whose households they are.
. "$(dirname "$0")/sync.inc"
VILLAGE=430181.007.03
town
linli-hub worker add desk --name 'Desk' --role desk --area 430181.007 > /dev/null || exit 1
linli-hub worker add other --name 'Other' --role desk --area 430181.008 > /dev/null || exit 1
serve
join a tang "$url"
join d desk "$url"
join o other "$url"
linli --home a sync > /dev/null || bad 'first sync'
for i in 1 2 3 4 5 6 7; do linli --home a open 000$i --kind request --type lighting --summary "lamp $i" > /dev/null; done
for i in 1 2 3; do linli --home a open 000$i --kind request --type drains --summary "drain $i" > /dev/null; done
linli --home a open 0001 --kind request --type lighting --summary "mistake" > number
linli --home a withdraw "$(cat number)" --reason mistake > /dev/null

# value FIGURE BY KEY: what stands in the JSON lines of $T/out
value() {
    grep "\"figure\":\"$1\",.*\"by\":\"$2\",\"key\":$3" "$T/out" | sed 's/.*"text":"\([^"]*\)".*/\1/'
}
expect 'own figures' 0 linli --home a figures --json
is 'a head sees all of the own households' "$(value reported all null) $(value reported type '"lighting"') $(value reported type '"drains"')" '10 7 3'
expect 'pushed' 0 linli --home a sync
expect 'counted at the hub' 0 linli-hub figures count
expect 'counted again' 0 linli-hub figures count
is 'what is the same is not said again' "$(cat out)" 'counted; figures of 0 areas are new'
expect 'figures of the village' 0 linli-hub figures --area $VILLAGE --json
is 'a small one is hidden, and one that would give it away' "$(value reported type '"drains"'), $(value reported type '"lighting"'), $(value reported all null)" '<5, hidden, 10'
is 'no number of 1 to 4 is in them' "$(grep -Ec '"text":"[1-4]"' out)" 0
expect 'of an area without any' 1 linli-hub figures --area 430181.009
grep -q 'there are no figures' err && ok 'says so' || bad 'says so'

expect 'the town pulls them' 0 linli --home d sync
expect 'shows them' 0 linli --home d figures --area $VILLAGE
grep -q "As the hub counted them on $(TZ=Asia/Shanghai date +%F)" out && ok 'with their day' || bad 'with their day'
grep -q 'type drains  *<5' out && ok 'hidden there, too' || bad 'hidden there, too'
expect 'the head pulls those above' 0 linli --home a sync
expect 'shows the town' 0 linli --home a figures --area 430181.007 --json
is 'as counted' "$(value reported type '"drains"')" '<5'
expect 'another town' 0 linli --home o sync
expect 'has the city above it alone' 0 linli --home o figures --area $VILLAGE --json
is 'nothing of a stranger' "$(value reported all null)" 0
expect 'the city' 0 linli --home o figures --area 430181 --json
is 'is above it' "$(value reported type '"drains"')" '<5'

linli --home d figures --area $VILLAGE > before
expect 'rebuild' 0 linli --home d rebuild
linli --home d figures --area $VILLAGE > after
cmp -s before after && ok 'the same after a rebuild' || bad 'the same after a rebuild'
done_testing
