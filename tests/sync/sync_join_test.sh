#!/bin/sh
# What a head corrected before the device joined is said again of the hub's households: in the place of what was corrected, else beside it.
. "$(dirname "$0")/sync.inc"
# of FOLDER DOOR FIELD
of() {
    linli --home "$1" show "$2" --json | "$T/jsonl" get "$3"
}
town
serve
# An older list at the device: 0002 has another phone at the hub by now.
roster 1 3 | sed 's/^\(0002,.*\),138[0-9]*$/\1,13700000000/' > own.csv
linli --home a import own.csv --area $GRID > /dev/null || exit 1
linli --home a household edit 0001 --head '户壹' > /dev/null && linli --home a household edit 0001 --head '户一' > /dev/null || exit 1
linli --home a household edit 0002 --phone 13600000000 --note '院门朝东' > /dev/null || exit 1
linli --home a need 0003 --need meals --who '户3' --how spoken --for '送餐' --until 2027-06-30 > out 2> err && linli --home a phone 0003 --for '联系' > out 2> err || bad 'a need'
own=$(linli --home a household add --door 幸福小区1栋1单元201 --head '户肆' --area $GRID) || exit 1

expect 'joined' 0 linli --home a enroll "$url" "$(code tang)" --json
is 'pairs' "$(get paired)" 4
expect 'sync' 0 linli --home a sync --json
is 'all is there' "$(get left) $(get refused)" '0 0'
is 'two corrections of what the hub has' "$(of a 0001 head)" '户一'
is 'and nothing contradicts them' "$(linli --home a show 0001 --json | grep -c '"beside":')" 0
linli --home a show 0002 --json > out
is 'what the hub says otherwise stands' "$(get phones)" '138****0002'
is 'the correction beside it' "$(get conflicts.0.field) $(get conflicts.0.beside)" 'phones 136****0000'
is 'a field that the hub has nothing of' "$(get note)" '院门朝东'
is 'a list alone contradicts nobody' "$(linli --home a show 0003 --json | grep -c '"beside":')" 0

is 'the need is there' "$(of a 0003 needs.0.need)" meals
is 'and the look at a number' "$(sqlite3 a/linli.db 'SELECT count(*) FROM access JOIN household h ON h.id = access.household')" 1
is 'made by hand, another name' "$(linli --home a show "$own" --json | "$T/jsonl" get conflicts.0.beside)" '户肆'
expect 'chosen' 0 linli --home a household settle 0002 --phone 13600000000
expect 'in step' 0 linli --home a sync --json
is 'nothing waits or was refused' "$(get left) $(get refused)" '0 0'
is 'settled' "$(of a 0002 phones)" '136****0000'
linli --home a show 0002 --json > before
expect 'rebuild' 0 linli --home a rebuild
linli --home a show 0002 --json > after
cmp before after && ok 'rebuild changes nothing' || bad 'rebuild changes nothing'

# Another device of the worker sees the same.
join b tang "$url"
expect 'the other device' 0 linli --home b sync
is 'has the corrections' "$(of b 0001 head) $(of b 0002 phones) $(of b 0002 note)" '户一 136****0000 院门朝东'
sound 'joined' a
done_testing
