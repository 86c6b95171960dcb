#!/bin/sh
# Households that change hands with work waiting, an event that the hub refuses in the middle of a batch, a device that is revoked.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
join b li "$url"
expect 'first sync' 0 linli --home a sync
expect 'first sync of the other' 0 linli --home b sync
is 'the one has all' "$(linli --home a find -n 0 --json | wc -l)" 40
is 'the other none' "$(linli --home b find -n 0 --json | wc -l)" 0

# Work from before the hand-over is accepted, then the household leaves.
visits a 4 6
ids=$(linli --home a find -n 0 --json | "$T/jsonl" get id | sed -n '5,7p')
linli-hub unassign tang $ids > /dev/null && linli-hub assign li $ids > /dev/null || bad 'reassign'
expect 'sync after the hand-over' 0 linli --home a sync --json
is 'nothing refused, nothing waits' "$(get refused) $(get left)" '0 0'
is 'the work is there' "$(noted note-)" 3
is 'the households left' "$(linli --home a find -n 0 --json | wc -l)" 37
expect 'the other gets them' 0 linli --home b sync
is 'three' "$(linli --home b find -n 0 --json | wc -l)" 3
is 'with the visits' "$(linli --home b show 0005 --json | "$T/jsonl" get visits.0.note)" note-4
sound 'handed over' a
sound 'handed over' b

# They come back: what was seen of them is whole again, own notes too.
linli-hub unassign li $ids > /dev/null && linli-hub assign tang $ids > /dev/null || bad 'reassign'
expect 'back again' 0 linli --home a sync
is 'all forty' "$(linli --home a find -n 0 --json | wc -l)" 40
is 'with the visit' "$(linli --home a show 0005 --json | "$T/jsonl" get visits.0.note)" note-4

# A head far from this record: their visit of a household that they never had.
stranger=$(linli --home a find -n 0 --json | "$T/jsonl" get id | sed -n '20p')
visits a 10 11
linli-hub unassign tang "$stranger" > /dev/null || bad 'unassign'
expect 'sync' 0 linli --home a sync
is 'one left' "$(linli --home a find -n 0 --json | wc -l)" 39
done_testing
