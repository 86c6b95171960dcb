#!/bin/sh
# Two devices correct the same field while neither knows of the other: the later one's outbox shows it, until somebody settles it.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
join b tang "$url"
expect 'first syncs' 0 sh -c 'linli --home a sync && linli --home b sync'
expect 'a corrects' 0 linli --home a household edit 0001 --phone 13800001111
expect 'b corrects' 0 linli --home b household edit 0001 --phone 13900002222
expect 'all in step' 0 sh -c 'linli --home a sync && linli --home b sync && linli --home a sync'
is 'the first has nothing to settle' "$(linli --home a outbox --json | wc -l)" 0
expect 'the second has' 0 linli --home b outbox --json
is 'in conflict' "$(get state) $(get kind)" 'conflict household.correct'
expect 'in words' 0 linli --home b outbox
grep -q 'in conflict.*another value came first' "$T/out" && ok 'says why' || bad 'says why'
expect 'settled' 0 linli --home b household settle 0001 --phone 13900002222
is 'settled: nothing is left' "$(linli --home b outbox --json | grep -c conflict)" 0
done_testing
