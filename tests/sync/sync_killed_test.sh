#!/bin/sh
# kill -9 of the hub and of the device in the middle of a push, again and again: everything arrives, once.
# timeout: 600
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
expect 'first sync' 0 linli --home a sync
households=40
pause() { # one of these, by the turn
    sleep "0.0$(($1 * 7 % 10))"
}

# The hub dies.
n=0
for turn in $(seq 1 12); do
    n=$((n + 1))
    visits a $n $n
    roster $((households + 1)) 100 > more.csv
    linli --home a import more.csv --area $GRID > out 2> err || bad "import $turn"
    households=$((households + 100))
    linli --home a sync --json > out 2> err &
    syncing=$!
    pause "$turn"
    kill -KILL "$hub"
    wait "$hub" 2> /dev/null
    wait $syncing
    code=$?
    [ $code = 0 ] || [ $code = 3 ] || bad "turn $turn: exit code $code"
    serve
done
expect 'after the last time' 0 linli --home a sync --json
is 'nothing waits' "$(get left)" 0
is 'all visits' "$(noted note-)" $n
is 'all households' "$(linli-hub export --events | grep -c '"kind":"household.roster"')" $households
once_each 'hub killed'
sound 'hub killed' a

# The device dies.
for turn in $(seq 1 20); do
    n=$((n + 1))
    visits a $n $n
    roster $((households + 1)) 100 > more.csv
    linli --home a import more.csv --area $GRID > out 2> err || bad "import $turn"
    households=$((households + 100))
    linli --home a sync > out 2> err &
    syncing=$!
    pause "$turn"
    kill -KILL $syncing 2> /dev/null
    wait $syncing 2> /dev/null
done
expect 'after the last time' 0 linli --home a sync --json
is 'nothing waits' "$(get left)" 0
is 'all visits' "$(noted note-)" $n
is 'all households' "$(linli-hub export --events | grep -c '"kind":"household.roster"')" $households
once_each 'device killed'
sound 'device killed' a
is 'the device has them as well' "$(linli --home a find -n 0 --json | wc -l)" $households
done_testing
