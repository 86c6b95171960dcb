#!/bin/sh
# 3,000 events over 12 kB a second, and a device that is stopped in the middle of it: what arrived stays there.
# timeout: 300
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
expect 'first sync' 0 linli --home a sync
roster 41 3000 > more.csv
expect 'three thousand' 0 linli --home a import more.csv --area $GRID
through --slow 12000
sqlite3 a/linli.db "UPDATE meta SET value = '$via' WHERE key = 'hub.url'"
linli --home a sync > out 2> err &
syncing=$!
held=0
for i in $(seq 1 600); do
    held=$(linli-hub export --events | grep -c '"kind":"household.roster"')
    [ "$held" -gt 1000 ] && break
    sleep 0.2
done
sleep 1 # the answer to the first batch arrives, the second is under way
kill -KILL $syncing
wait $syncing 2> /dev/null
[ "$held" -gt 1000 ] && [ "$held" -lt 3040 ] && ok 'stopped in the middle' || bad "stopped at $held"
begun=$(date +%s)
expect 'all of it' 0 linli --home a sync --json
echo "took $(($(date +%s) - begun)) s for $(get pushed) events"
is 'nothing waits' "$(get left)" 0
[ "$(get pushed)" -le $((3040 - held)) ] && ok 'only the rest was sent' || bad "$(get pushed) were sent, $held were there"
is 'each once' "$(linli-hub export --events | grep -c '"kind":"household.roster"')" 3040
sound 'slow line' a
done_testing
