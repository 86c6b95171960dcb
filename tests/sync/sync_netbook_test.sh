#!/bin/sh
# A broken netbook: the office gives a code for a new one, the old one ends when that joins; the own work is there again and can be
# taken back; what the old one still had is kept aside until a desk decides; its record goes on under a new key.
. "$(dirname "$0")/sync.inc"
device_of() {
    linli-hub device list --json | "$T/jsonl" get id | sed -n "$1p"
}
revoked() { # of the nth device of the list: whether it is
    linli-hub device list --json | "$T/jsonl" get revoked | sed -n "$1p" | sed 's/.*T.*/revoked/'
}
verdicts() { # NOTE VERDICT: how many events say both
    linli-hub export --events | grep "\"note\":\"$1" | grep -c "\"verdict\":\"$2\""
}
standing() { # all that a head sees of their households, without what is of the device
    linli --home "$1" find -n 0 --json | "$T/jsonl" get number > "$1.seen"
    for number in 0002 0003 0005; do linli --home "$1" show $number --json >> "$1.seen"; done
    linli --home "$1" matters --json >> "$1.seen"
}
town
serve

# The old netbook: work before it joined, work since, some of it never sent.
roster 1 2 > own.csv
linli --home old import own.csv --area $GRID > /dev/null || exit 1
linli --home old visit 0001 --outcome met --note before-joining > /dev/null || exit 1
join old tang "$url"
linli --home old sync > out 2> err || bad 'first sync'
visits old 1 4
linli --home old open 0005 --kind dispute --type neighbours --summary 'Water from above' --note first > matter 2> err || bad 'a matter'
matter=$(grep -o 'M-26-[A-Z0-9-]*' matter)
expect 'the office has it' 0 linli --home old sync
visits old 5 6
standing old

# The code ends nothing; the joining does.
expect 'a code for a new netbook' 0 linli-hub enroll tang --replace --json
is 'it ends one' "$(get replaces)" 1
given=$(get code)
is 'not yet' "$(revoked 1)" null
expect 'the old one syncs still' 0 linli --home old sync
visits old 7 8
expect 'a device of somebody else is not replaced' 4 linli-hub enroll li --replace "$(device_of 1)"
expect 'nor is one named without saying so' 2 linli-hub enroll tang "$(device_of 1)"
expect 'the new one joins' 0 linli --home new enroll "$url" "$given"
is 'that ends the old one' "$(revoked 1) $(revoked 2)" 'revoked null'
expect 'its first sync' 0 linli --home new sync --json
standing new
cmp -s old.seen new.seen && ok 'households, visits and matters are all there' || { diff old.seen new.seen > out; bad 'households, visits and matters are all there'; }
sound 'the new netbook' new

# The own work is the worker's, whichever netbook it was entered on.
visit() { # NUMBER NOTE: the visit's id on the new one
    linli --home new show "$1" --json > visit.json
    linli --home new show "$1" --json | "$T/jsonl" get visits.0.id
}
expect 'a visit of the old one is taken back' 0 linli --home new withdraw "$(visit 0002)" --reason 'the wrong door'
expect 'one from before it joined' 0 linli --home new withdraw "$(visit 0001)" --reason 'the wrong day'
expect 'a matter' 0 linli --home new withdraw "$matter" --reason 'they settled it themselves'
expect 'goes to the hub' 0 linli --home new sync --json
is 'which takes all three' "$(get refused) $(get left)" '0 0'
is 'closed there' "$(linli-hub stats --json | "$T/jsonl" get matters_open)" 0
join other li "$url"
linli --home other sync > out 2> err
expect 'another worker has nothing of it' 1 linli --home other withdraw "$matter" --reason 'not mine'

# The old one turns up.
expect 'the old one is told' 4 linli --home old sync
complains 'what happened' 'revoked this device on 20[0-9-]*; 2 of its events are there and wait'
complains 'and what to do' 'ask for a new code'
is 'it gets nothing' "$(linli --home old matters --json | "$T/jsonl" get state)" open
is 'kept aside' "$(verdicts note-7 quarantine) $(verdicts note-8 quarantine)" '1 1'
expect 'it works on' 0 linli --home old visit 0010 --outcome met --note note-9
expect 'and its outbox travels' 0 linli --home old export --outbox stick.out
expect 'to the office' 3 linli-hub intake stick.out
grep -q 'wait for a decision' out && ! grep -q refused out && ok 'where it waits' || bad 'where it waits'
grep -q 'linli-hub quarantine take' err && ok 'and how that is decided' || bad 'and how that is decided'
expect 'twice' 3 linli-hub intake stick.out
is 'kept aside, once' "$(verdicts note-9 quarantine)" 1
expect 'a code does not bring it back' 4 linli --home old enroll "$url" "$(code tang)"
complains 'before it told all' 'does not have all'
expect 'told again' 4 linli --home old sync
is 'nothing waits on it' "$(waiting old)" 0
expect 'nor before a decision' 4 linli --home old enroll "$url" "$(code tang)"
complains 'says so' 'has not decided about 3'

# A desk looks and decides.
expect 'the list' 0 linli-hub quarantine --json
is 'one device' "$(get login) $(get events) $(get device)" "tang 3 $(device_of 1)"
expect 'in words' 0 linli-hub quarantine
grep -q 'tang  revoked 20.* 3 events' out && ok 'says it' || bad 'says it'
expect 'its events' 0 linli-hub quarantine "$(device_of 1)"
is 'are shown' "$(grep -c 'note-[789]$' out)" 3
expect 'a reason that is none' 1 linli-hub quarantine refuse "$(device_of 1)" --reason ''
expect 'no reason' 2 linli-hub quarantine refuse "$(device_of 1)"
expect 'taken' 0 linli-hub quarantine take "$(device_of 1)" --json
is 'all three' "$(get taken) $(get refused)" '3 0'
expect 'only once' 1 linli-hub quarantine take "$(device_of 1)"
expect 'nothing waits' 0 linli-hub quarantine
is 'at all' "$(wc -c < out)" 0
is 'who decided is in the journal' "$(linli-hub export --events | grep -c '"kind":"device.decide"')" 1
expect 'the new one gets them' 0 linli --home new sync
is 'as visits' "$(linli --home new show 0010 --json | "$T/jsonl" get visits.0.note)" note-9
expect 'the old one is told' 4 linli --home old sync
complains 'that it is settled' 'has decided about all'
is 'nothing of it is in doubt' "$(linli --home old outbox --json | wc -l)" 0

# Its record goes on under a new key; nothing is lost, nothing double.
expect 'a code now' 0 linli --home old enroll "$url" "$(code tang)"
expect 'and it syncs' 0 linli --home old sync --json
is 'whole' "$(get left) $(get refused)" '0 0'
visits old 10 10
expect 'it works' 0 linli --home old sync
expect 'for both' 0 linli --home new sync
standing old
standing new
cmp -s old.seen new.seen && ok 'both have the same' || { diff old.seen new.seen > out; bad 'both have the same'; }
is 'each visit once' "$(noted note-)" 10
once_each 'two netbooks'
for home in old new; do
    linli --home $home find -n 0 --json > found.before
    linli --home $home rebuild > /dev/null || bad rebuild
    linli --home $home find -n 0 --json > found.after
    cmp -s found.before found.after && ok "$home rebuilt the same" || bad "$home rebuilt the same"
    sound $home $home
done
linli-hub export --events > before
linli-hub rebuild && linli-hub export --events > after
cmp -s before after && ok 'the hub too' || bad 'the hub too'

# Refused work stays visible, with the reason.
visits new 11 11
expect 'a third netbook' 0 linli-hub enroll tang --replace "$(linli --home new outbox --json | "$T/jsonl" get device)" --json
given=$(get code)
expect 'joins' 0 linli --home third enroll "$url" "$given"
expect 'the second ends' 4 linli --home new sync
is 'only that' "$(linli-hub device list --json | "$T/jsonl" get revoked | grep -c T)" 2
expect 'refused' 0 linli-hub quarantine refuse "$(linli-hub quarantine --json | "$T/jsonl" get device)" --reason 'not by this person' --json
is 'it' "$(get taken) $(get refused)" '0 1'
expect 'it is told' 4 linli --home new sync
linli --home new outbox --json > out
is 'and sees it' "$(get state)" refused
get reason | grep -q 'not by this person' && ok 'with the reason' || bad 'with the reason'
is 'it counts nowhere' "$(verdicts note-11 refused) $(verdicts note-11 accepted)" '1 0'
linli-hub verify > out 2> err && ok 'every byte is as it was written' || bad 'every byte is as it was written'
done_testing
