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

# An event that the hub refuses in the middle of a batch: the rest is taken, the refused one is seen with its reason.
visits a 10 11
printf '户号,网格,楼栋,单元,室,户主\n7001,%s,9,1,101,周一\n7002,430181.007.03.13,9,1,102,周二\n7003,%s,9,1,103,周三\n' $GRID $GRID > mixed.csv
linli --home a import mixed.csv > out 2> err || bad 'import'
visits a 12 13
before=$(linli-hub export --events | wc -l)
expect 'one of seven is refused' 0 linli --home a sync --json
is 'counted' "$(get refused) $(get left)" '1 0'
is 'all seven have their place at the hub' "$(linli-hub export --events | wc -l)" $((before + 7))
is 'the visits behind it are taken' "$(linli-hub export --events | grep 'note-1[0-3]' | grep -c '"verdict":"accepted"')" 4
is 'it is refused there' "$(linli-hub export --events | grep -c '"verdict":"refused"')" 1
linli --home a outbox --json > out
is 'it is seen here' "$(wc -l < out) $(get kind) $(get state)" '1 household.roster refused'
get reason | grep -q 'Sample Town' && ok 'with its reason and who said it' || bad 'with its reason and who said it'
is 'and not among the households' "$(linli --home a find --json 周二 2> /dev/null | wc -l)" 0
is 'the others are' "$(linli --home a find --json 周三 | wc -l)" 1
expect 'again' 0 linli --home a sync --json
is 'said once' "$(get refused) $(get pushed)" '0 0'
sound 'refused in the middle' a

# A lost device: it gets nothing more, what it had not sent is kept aside for a desk.
visits a 20 21
linli-hub device revoke "$(linli --home a outbox --json | "$T/jsonl" get device | head -n 1)" > /dev/null || bad 'revoke'
expect 'a revoked device' 4 linli --home a sync --json
complains 'says so' 'revoked this device on .* 2 of its events are there'
is 'its work is kept aside' "$(linli-hub export --events | grep 'note-2[01]' | grep -c '"verdict":"quarantine"')" 2
is 'and the device says so' "$(linli --home a outbox --json | grep -c 'revoked')" 2
is 'nobody is locked out of the record' "$(linli --home a find -n 0 --json | wc -l)" 42
linli --home a visit 0001 --outcome met > /dev/null && ok 'nor of work' || bad 'nor of work'
expect 'exported for the office' 0 linli --home a export --outbox "$T/outbox.jsonl"
linli-hub intake "$T/outbox.jsonl" > out 2> err
is 'taken in' "$(linli-hub export --events | grep -c '"verdict":"quarantine"')" 3
done_testing
