#!/bin/sh
# A line that loses, cuts, repeats and delays: what is at the hub is there once, what is not is tried again, and the device says which.
# timeout: 600
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
expect 'first sync' 0 linli --home a sync
# what the device has as its hub's address is the line from now on
over() {
    through "$@"
    sqlite3 a/linli.db "UPDATE meta SET value = '$via' WHERE key = 'hub.url'"
}

# The hub stored it, its answer was lost.
visits a 1 5
over --fault drop:1
expect 'the answer is lost' 3 linli --home a sync --json
is 'they count as waiting' "$(get left) $(waiting a)" '5 5'
complains 'says so' 'no answer'
is 'the hub has them' "$(noted note-)" 5
expect 'told again' 0 linli --home a sync --json
is 'held, once' "$(get left) $(noted note-)" '0 5'
once_each 'a lost answer'

# Cut at every tenth byte of request and answer: all there in the end, once.
n=5
for at in $(seq 1 40 700); do
    for way in cutup cutdown; do
        n=$((n + 1))
        visits a $n $n
        over --fault $way:1:"$at"
        linli --home a sync --json > out 2> err
        code=$?
        [ $code = 3 ] || [ $code = 0 ] || bad "$way at $at: exit code $code"
        [ $code = 0 ] || [ "$(noted "note-$n\"" | head -n 1)" -le 1 ] || bad "$way at $at: double"
    done
done
expect 'after the cuts' 0 linli --home a sync --json
is 'all there' "$(get left) $(noted note-)" "0 $n"
once_each 'cut everywhere'

# The same request several times, at once.
visits a $((n + 1)) $((n + 3))
n=$((n + 3))
over --fault dup:0:4
expect 'repeated requests' 0 linli --home a sync --json
sleep 1
is 'each once' "$(noted note-)" $n
once_each 'repeated'

# Thirty runs over a line that does any of it, by seed.
for seed in $(seq 1 30); do
    n=$((n + 1))
    visits a $n $n
    over --seed "$seed" --percent 40
    linli --home a sync --json > out 2> err
    code=$?
    [ $code = 0 ] || [ $code = 3 ] || bad "seed $seed: exit code $code"
done
sleep 1
over
expect 'after thirty bad runs' 0 linli --home a sync --json
is 'all there' "$(get left) $(noted note-)" "0 $n"
once_each 'thirty bad runs'
sound 'after all of it' a
is 'and pulled as they are at the hub' "$(linli --home a outbox --json | wc -l)" 0
done_testing
