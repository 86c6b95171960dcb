#!/bin/sh
# Devices at the hub: joined, pushed, pulled, taken in from a file, revoked, handed over; as the hub's own commands show it.
. "$(dirname "$0")/hub.inc"
certificate
town_hub
serve --tls-cert hub.pem --tls-key hub.key
joined() { # HOME LOGIN
    linli-hub enroll "$2" --json > "$T/out"
    linli --home "$1" enroll "$url" "$(get code)" --pin "$pin" --ca ca.pem > joined.out 2> joined.err || { bad "$1 joins: $(cat joined.err)"; exit 1; }
}
events_of() { linli-hub export --events | grep -c "\"kind\":\"$1\""; }

joined d1 zhou
expect 'a device' 0 linli-hub device list --json
keys 'keys of a device' 1 id:s login:s letters:s held:i revoked:S fork:b
is 'nothing held yet' "$(get login) $(get held) $(get revoked) $(get fork)" 'zhou 0 null false'
device_id=$(get id)
expect 'it pulls its households' 0 linli --home d1 sync --json
expect 'and has them' 0 linli --home d1 find --json ''
is 'three' "$(get number | tr '\n' ' ')" '001 002 003 '
expect 'a visit' 0 linli --home d1 visit 001 --outcome met --note '一切都好'
expect 'a dispute' 0 linli --home d1 open 002 --kind dispute --type neighbours --summary '楼上漏水'
expect 'goes to the hub' 0 linli --home d1 sync --json
is 'all held' "$(get left) $(get refused)" '0 0'
expect 'device list' 0 linli-hub device list --json
is 'the hub holds what the device wrote' "$(get held)" 2
linli-hub export --events > "$T/out"
visit=$(grep '"kind":"visit.log"' out)
printf '%s\n' "$visit" > out
keys 'keys of the event' 1 device:s seq:i rev:i kind:s entity:s at:s by:s verdict:s body:o
is 'of whom' "$(get device) $(get by) $(get verdict) $(get body.note)" "$device_id zhou accepted 一切都好"
get at | grep -Eqx '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+08:00' && ok 'when' || bad 'when'
is 'the dispute too' "$(events_of matter.open)" 1
expect 'stats' 0 linli-hub stats --json
is 'count them' "$(get devices) $(get events) $(get matters_open)" '1 2 1'

# what another worker adds comes by pull; a waiting pull is woken by a push
joined d2 zhou
expect 'the second device of the worker' 0 linli --home d2 sync --json
expect 'has the dispute' 0 linli --home d2 matters --json
is 'with its words' "$(get summary)" 楼上漏水
join watch zhou
bearer="Authorization: Bearer $token"
ask -H "$bearer" "$url/v1/pull"
cursor=$(tail -n 1 out | sed 's/.*"cursor":"\([^"]*\)".*/\1/')
curl -s --cacert ca.pem -m 60 -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=40" > waited &
waiting=$!
sleep 0.5
begun=$(date +%s)
expect 'a visit there' 0 linli --home d2 visit 003 --outcome nobody
expect 'is pushed' 0 linli --home d2 sync
wait $waiting
[ $(($(date +%s) - begun)) -lt 20 ] && ok 'and wakes who waits' || bad 'and wakes who waits'
grep -q '"visit.log"' waited && ok 'with the visit' || bad 'with the visit'

# the outbox as a file
expect 'more visits' 0 linli --home d1 visit 001 --outcome nobody --note '第一份'
expect 'as a file' 0 linli --home d1 export --outbox one.out
expect 'more visits' 0 linli --home d1 visit 002 --outcome met --note '第二份'
expect 'as another' 0 linli --home d1 export --outbox two.out
expect 'taken in' 0 linli-hub intake one.out --json
keys 'keys of intake' 1 device:s held:i refused:i
is 'held' "$(get device) $(get held) $(get refused)" "$device_id 3 0"
expect 'the second, from a pipe' 0 sh -c 'cat two.out | linli-hub intake -'
says 'in words' "^device $(printf %.8s "$device_id"): held up to 4"
expect 'the second again' 0 linli-hub intake two.out --json
is 'doubles nothing' "$(get held) $(events_of visit.log)" '4 4'
head -c $(($(wc -c < two.out) - 9)) two.out > cut.out
refuses 'one that was cut off' 1 linli-hub intake cut.out
sed 's/第二份/第三份/' two.out > forged.out
cmp -s two.out forged.out && bad 'the file has the words'
refuses 'one that was changed' 4 linli-hub intake forged.out
is 'nothing of it is here' "$(linli-hub export --events | grep -c 第三份)" 0
expect 'the device agrees' 0 linli --home d1 sync --json
is 'it sends nothing twice' "$(get left) $(get refused) $(events_of visit.log)" '0 0 4'

# a device is lost
expect 'revoked by its first digits' 0 linli-hub device revoke "$(printf %.8s "$device_id")"
expect 'it is in the list' 0 sh -c "linli-hub device list --json | grep $device_id"
get revoked | grep -q T && ok 'with its day' || bad 'with its day'
expect 'work goes on' 0 linli --home d1 visit 001 --outcome met --note '之后'
linli --home d1 sync > none 2>&1
is 'the hub turns the device away' "$?" 4
is 'what it pushes is kept aside' "$(linli-hub export --events | grep 之后 | grep -c '"verdict":"quarantine"')" 1
expect 'stats' 0 linli-hub stats --json
is 'tell of it' "$(get attention) $(get devices_revoked)" '1 1'
expect 'a worker leaves' 0 linli-hub worker leave zhou
is 'and all devices with them' "$(linli-hub device list --json | "$T/jsonl" get revoked | grep -c T)" 3
linli --home d2 sync > none 2>&1
is 'so they are turned away' "$?" 4
refuses 'no codes for who left' 4 linli-hub enroll zhou
expect 'everything verifies' 0 linli-hub verify --json
is 'every byte' "$(get ok)" true
linli-hub export --events > before
expect 'rebuild' 0 linli-hub rebuild
linli-hub export --events > after
cmp -s before after && ok 'changes nothing' || bad 'changes nothing'
grep -E '周|zhou|漏水|好' serve.log && bad 'no names in the log' || ok 'no names in the log'
stop TERM
is 'the end' "$ended" 0
done_testing
