#!/bin/sh
# A device whose link is broken: its outbox travels as a file, again and again, and nothing is double when the link is back. A backup
# on a new netbook while the old one goes on: both are kept.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
expect 'first sync' 0 linli --home a sync
# the line goes down
sqlite3 a/linli.db "UPDATE meta SET value = 'http://127.0.0.1:9' WHERE key = 'hub.url'"
mkdir stick
n=0
for round in 1 2 3; do
    visits a $((n + 1)) $((n + 2))
    n=$((n + 2))
    expect "outbox $round" 0 linli --home a export --outbox stick
    is 'one file a day' "$(ls stick | wc -l)" 1
    is 'all that no hub has' "$(cat stick/* | grep -c '^\[')" $n
    expect 'taken in' 0 linli-hub intake stick/* --json
    is 'up to there' "$(get held) $(get refused)" "$n 0"
    expect 'twice' 0 linli-hub intake stick/* --json
    is 'changes nothing' "$(get held) $(noted note-)" "$n $n"
done
is 'the device knows nothing of it' "$(waiting a)" $n
cp stick/* old.out
visits a 7 8
expect 'no link still' 3 linli --home a sync
sqlite3 a/linli.db "UPDATE meta SET value = '$url' WHERE key = 'hub.url'"
expect 'the link is back' 0 linli --home a sync --json
is 'nothing waits' "$(get left) $(waiting a) $(noted note-)" '0 0 8'
once_each 'by stick and by line'
expect 'an old file' 0 linli-hub intake old.out --json
is 'changes nothing' "$(get held) $(noted note-)" '8 8'
expect 'an empty outbox' 0 linli --home a export --outbox stick
grep -q 'it holds no event' out && ok 'says so' || bad 'says so'
expect 'is a file that is known' 0 linli-hub intake stick/* --json
is 'and changes nothing' "$(get held) $(noted note-)" '8 8'
roster 1 1 > one.csv
linli --home stranger import one.csv --area $GRID > /dev/null
linli --home stranger export --outbox stranger.out > /dev/null
expect 'a device that never joined' 4 linli-hub intake stranger.out
grep -q 'not known here.*must have joined once' err && ok 'is told what to do' || bad 'is told what to do'
sound 'by stick' a

# A backup on a new netbook; the old one, which was only lent, goes on.
expect 'a backup' 0 linli --home a backup stick
backup=$(ls stick/linli-*.db)
visits a 9 10
expect 'more on the old one' 0 linli --home a sync
visits a 11 12
expect 'restored on a new one' 0 linli --home b restore "$backup"
visits b 13 14
linli --home b withdraw "$(linli --home b show 0003 --json | "$T/jsonl" get visits.0.id)" --reason 'the wrong door' > out 2> err || bad 'withdraw'
expect 'the new one syncs' 0 linli --home b sync
grep -q 'left 0$' out && grep -q 'went on in two places.*all of both is kept' out && ok 'and says what happened' || bad 'and says what happened'
is 'all of its own is there' "$(waiting b) $(noted 'note-1[34]')" '0 2'
expect 'once' 0 linli --home b sync
grep -q 'two places' out && bad 'it says it again' || ok 'it says it once'
expect 'the old one syncs' 0 linli --home a sync --json
is 'all of its own too' "$(get left) $(noted note-)" '0 14'
once_each 'two places'
for home in a b; do
    linli --home $home sync > out 2> err || bad "sync of $home"
    linli --home $home find -n 0 --json > $home.seen
    for number in 0003 0010 0011 0012 0013 0014 0015; do linli --home $home show $number --json >> $home.seen; done
done
cmp -s a.seen b.seen && ok 'both have all of both' || { diff a.seen b.seen > out; bad 'both have all of both'; }
is 'the withdrawal counts' "$(linli --home a show 0003 --json | "$T/jsonl" get visits.0.withdrawn)" true
visits b 15 15
expect 'the new one goes on' 0 linli --home b sync
expect 'and the old one' 0 linli --home a sync
is 'as two devices' "$(linli-hub device list | wc -l)" 3
is 'nothing lost' "$(noted note-)" 15
for home in a b; do
    sound "$home" $home
    linli --home $home find -n 0 --json > found.before
    linli --home $home rebuild > /dev/null || bad rebuild
    linli --home $home find -n 0 --json > found.after
    cmp -s found.before found.after && ok "$home rebuilt the same" || bad "$home rebuilt the same"
done
done_testing
