#!/bin/sh
# A hub put back from a backup between two syncs, in both ways; a copied device; a device put back from its backup. Nothing is overwritten, nothing dropped.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
join b tang "$url"
linli --home a sync > /dev/null || exit 1
visits a 1 3
expect 'first sync' 0 linli --home a sync
expect 'of both' 0 linli --home b sync

# `linli-hub restore`: another epoch.
linli-hub backup old.db || exit 1
visits a 4 9
expect 'six more' 0 linli --home a sync
stop
linli-hub restore old.db > /dev/null || exit 1
serve
is 'the hub lost them' "$(noted note-)" 3
expect 'sync after the restore' 0 linli --home a sync --json
is 'sent again' "$(get left) $(noted note-)" '0 9'
expect 'the other device' 0 linli --home b sync
is 'has them too' "$(linli --home b show 0010 --json | "$T/jsonl" get visits.0.note)" note-9
once_each 'hub restored'
sound 'hub restored' a
linli-hub verify > /dev/null && linli --home b verify > /dev/null && ok 'all verify' || bad 'all verify'

# The file put back by hand: the same epoch.
stop
cp hub.db kept.db
serve
visits a 10 14
expect 'five more' 0 linli --home a sync
stop
rm -f hub.db-wal hub.db-shm
cp kept.db hub.db
serve
is 'the hub lost them' "$(noted note-)" 9
expect 'sync after the copy' 0 linli --home a sync --json
is 'sent again' "$(get left) $(noted note-)" '0 14'
expect 'and again' 0 linli --home a sync --json
is 'not for ever' "$(get pushed)" 0
once_each 'file put back'
sound 'file put back' a

# A copied folder: both go on, under two names.
cp -r a c
visits a 15 16
visits c 17 19
expect 'the one' 0 linli --home a sync
expect 'the copy' 0 linli --home c sync --json
is 'nothing waits' "$(get left)" 0
is 'all five are there' "$(noted note-)" 19
once_each 'copied device'
expect 'the one again' 0 linli --home a sync
for n in 15 16 17 18 19; do
    number=$(printf %04d $((n % 40 + 1)))
    for device in a c b; do
        [ $device = c ] || linli --home $device sync > /dev/null || bad "sync of $device"
        linli --home $device show "$number" --json | grep -q "note-$n\"" || bad "note-$n on $device"
    done
done
visits c 20 21
expect 'the copy goes on' 0 linli --home c sync --json
is 'as a device of its own' "$(get left) $(noted note-)" '0 21'
sound 'copied device' c
sound 'the one' a
[ "$(linli-hub device list | wc -l)" -ge 4 ] && ok 'the hub lists both' || bad 'the hub lists both'

# A copy without work of its own meets a hub that has more of it.
linli --home a backup back.db > /dev/null || exit 1
visits a 22 23
expect 'two more' 0 linli --home a sync
linli --home a restore back.db > out 2> err || bad 'restore'
expect 'the device after its restore' 0 linli --home a sync --json
is 'gets what it lost' "$(linli --home a show 0024 --json | "$T/jsonl" get visits.0.note)" note-23
visits a 24 25
expect 'and goes on' 0 linli --home a sync --json
is 'nothing lost, nothing double' "$(get left) $(noted note-)" '0 25'
once_each 'device restored'
sound 'device restored' a

# The same, with work of its own after the restore.
linli --home a backup back2.db > /dev/null || exit 1
visits a 26 27
expect 'two more' 0 linli --home a sync
linli --home a restore back2.db > out 2> err || bad 'restore'
visits a 28 30
expect 'sync' 0 linli --home a sync --json
is 'all five' "$(get left) $(noted note-)" '0 30'
once_each 'device restored with work'
sound 'device restored with work' a
expect 'once more' 0 linli --home a sync --json
is 'nothing moves' "$(get pushed)" 0
# the tail under its new name survives a rebuild
linli --home a find -n 0 --json > found.before
linli --home a rebuild > /dev/null || bad rebuild
linli --home a find -n 0 --json > found.after
cmp -s found.before found.after && ok 'rebuilt the same' || bad 'rebuilt the same'
done_testing
