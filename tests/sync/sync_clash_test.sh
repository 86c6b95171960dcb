#!/bin/sh
# Two devices correct the same field without a link: both see both values, one person settles it, and it is gone on both. The office's lists leave corrections alone.
. "$(dirname "$0")/sync.inc"
# clashes FOLDER ID: how many values contradict each other
clashes() {
    linli --home "$1" show "$2" --json | grep -o '"beside":' | wc -l
}
town
linli-hub worker add zhou --name 'Zhou' --role head --area $GRID > /dev/null && linli-hub assign zhou --area $GRID > /dev/null || exit 1
serve
join a tang "$url"
join b zhou "$url"
expect 'first sync' 0 linli --home a sync
expect 'first sync of the other' 0 linli --home b sync

linli --home a household edit 0001 --head '户甲' --phone 13900000001 > /dev/null || bad 'edit at a'
linli --home b household edit 0001 --head '户乙' > /dev/null || bad 'edit at b'
linli --home b household edit 0001 --head '户乙乙' > /dev/null || bad 'edit at b again'
for device in a b a; do expect "$device in step" 0 linli --home $device sync --json; done
is 'nothing refused' "$(get refused)" 0
for device in a b; do
    linli --home $device show 0001 --json > out 2> err
    is "$device: what stands" "$(get conflicts.0.stands) $(get conflicts.0.stands_by)" '户甲 Tang'
    is "$device: what stands beside it" "$(get conflicts.0.beside) $(get conflicts.0.beside_by)" '户乙乙 Zhou'
    is "$device: one field of the two" "$(get conflicts.0.field) $(clashes $device 0001)" 'head 1'
    is "$device: the other is in peace" "$(get phones)" '139****0001'
done
linli --home b show 0001 | grep -A 2 'contradict' | grep -q '户乙乙  *Zhou' && ok 'in words, too' || bad 'in words, too'

# One settles; then both are one again, also after the tables are made anew.
expect 'settled by one' 0 linli --home b household settle 0001 --head '户乙乙'
is 'gone there' "$(clashes b 0001)" 0
for device in b a; do expect "$device in step again" 0 linli --home $device sync; done
is 'gone here' "$(clashes a 0001)" 0
is 'the same head' "$(linli --home a show 0001 --json | "$T/jsonl" get head)" '户乙乙'
expect 'twice is once too often' 1 linli --home a household settle 0001 --head '户甲'
complains 'says so' 'contradicts'
linli --home a show 0001 --json > before
expect 'rebuild' 0 linli --home a rebuild
linli --home a show 0001 --json > after
cmp before after && ok 'rebuild changes nothing' || bad 'rebuild changes nothing'

# The office's next list says what it said before of the head: the correction stays. What it says otherwise than before is taken.
sed 's/^0001,\(.*\),户1,/0001,\1,户1,/; s/^0002,\(.*\),户2,/0002,\1,户二,/' roster.csv > second.csv
linli-hub roster import second.csv --area $GRID > /dev/null || bad 'second list'
linli --home b household edit 0002 --head '户两' > /dev/null || bad 'edit before the list came'
for device in b a b; do expect "$device after the list" 0 linli --home $device sync; done
is 'the correction stays' "$(linli --home a show 0001 --json | "$T/jsonl" get head)" '户乙乙'
linli --home a show 0002 --json > "$T/out"
is 'the list and a correction that did not know it' "$(get conflicts.0.stands) $(get conflicts.0.beside)" '户二 户两'

# A household found by hand is in the scope of who found it, and the grid's other head gets it.
id=$(linli --home a household add --door 9-9-901 --head '新户' --area $GRID)
for device in a b; do expect "$device with the new one" 0 linli --home $device sync; done
is 'the other has it' "$(linli --home b show "$id" --json | "$T/jsonl" get head)" '新户'
expect 'moved away' 0 linli --home b household leave "$id"
for device in b a; do expect "$device knows" 0 linli --home $device sync; done
is 'moved away here too' "$(linli --home a show "$id" --json | "$T/jsonl" get status)" moved
sound 'clashes' a
sound 'clashes' b
done_testing
