#!/bin/sh
# linli enroll, sync, outbox, export: their keys and exit codes, without a hub and with one on loopback.
. "$(dirname "$0")/hub.inc"
refuses() { # as in client.inc: the complaints here are linli's
    expect "$@"
    if [ "$(wc -l < "$T/err")" != 1 ] || ! grep -Eq '^linli: .+: .+: .+' "$T/err"; then bad "$1: its words"; fi
    if [ -s "$T/out" ]; then bad "$1: it printed something"; fi
}
town_hub
linli import town.csv --area 430181.007.03.12 > /dev/null && linli visit 001 --outcome met --note 早先 > /dev/null || exit 1

refuses 'sync before joining' 1 linli sync
refuses 'an address that is none' 2 linli enroll ftp://hub.example CODE
refuses 'plain http to elsewhere' 2 linli enroll http://192.0.2.1:80 CODE
expect 'nobody there' 3 linli enroll http://127.0.0.1:9 CODE
expect 'the outbox' 0 linli outbox --json
keys 'keys of the outbox' 4 device:s seq:i kind:s entity:s state:s reason:S next_try:S
is 'all wait' "$(get state | sort -u)" waiting
is 'in order' "$(get seq | tr '\n' ' ')" '1 2 3 4 '
is 'what they are' "$(get kind | tail -n 1)" visit.log
expect 'the outbox in words' 0 linli outbox
says 'names the household' 'visit, met +waiting +张伟斌'

expect 'export' 0 linli export --outbox box.ndjson
is 'for this person only' "$(stat -c %a box.ndjson)" 600
head -n 1 box.ndjson | grep -q '^{"v":1,"device"' && ok 'is a push' || bad 'is a push'
is 'no half file beside it' "$(ls box.ndjson.* 2> /dev/null)" ''
expect 'export to standard output' 0 linli export --outbox -
refuses 'export to nowhere' 1 linli export --outbox /nowhere/at/all
refuses 'export of nothing named' 2 linli export
linli export --outbox - > /dev/full 2> err
is 'export to a full disk' "$?" 1

serve
once=$(linli-hub enroll zhou --json | "$T/jsonl" get code)
refuses 'a wrong code' 4 linli enroll "$url" WRONG-CODE-HERE
expect 'joining' 0 linli enroll "$url" "$once" --json
keys 'keys of joining' 1 hub:s worker:s area:s paired:i
is 'as whom' "$(get hub) $(get worker) $(get area)" '测试镇 周宁 430181.007.03.12'
expect 'sync' 0 linli sync --json
keys 'keys of sync' 1 pushed:i held:i refused:i pulled:i left:i
is 'all of it' "$(get refused) $(get left)" '0 0'
expect 'nothing waits' 0 linli outbox --json
is 'nothing waits' "$(cat out)" ''
expect 'sync in words' 0 linli sync
says 'counts' 'pushed 0, refused 0, pulled [0-9]+, left 0'
linli-hub export --events > journal
grep -q 早先 journal && ok 'the hub has the visit' || bad 'the hub has the visit'
expect 'the visit in sight' 0 linli show 001 --json
is 'once' "$(get visits) $(get visits.0.note)" '1 早先'

stop
linli visit 002 --outcome met > /dev/null || exit 1
expect 'a visit after joining' 0 linli show 002 --json
is 'tells its worker' "$(get visits.0.by)" 周宁
expect 'sync without the hub' 3 linli sync --json
is 'what is left' "$(get pushed) $(get left)" '0 1'
complains 'in words' '^linli: .+: .+: .+'
expect 'it waits' 0 linli outbox --json
is 'and is told when it is tried again' "$(get state) $(get next_try | grep -c '^20.*T')" 'waiting 1'
expect 'the outbox as a file' 0 linli export --outbox box.ndjson
expect 'the hub takes it in' 0 linli-hub intake box.ndjson
linli-hub export --events > journal
is 'the visit is there' "$(grep -c '"kind":"visit.log"' journal)" 2
# The device asks what the hub holds and sends nothing twice.
serve
linli --home "$LINLI_HOME" enroll "$url" "$(linli-hub enroll zhou --json | "$T/jsonl" get code)" > /dev/null 2> err || bad 'the new address'
expect 'sync after that' 0 linli sync --json
is 'nothing is left' "$(get left)" 0
linli-hub export --events > journal
is 'nothing is double' "$(grep -c '"kind":"visit.log"' journal)" 2
device=$(linli-hub device list --json | "$T/jsonl" get id | tail -n 1)
linli-hub device revoke "$device" > /dev/null || bad 'revoke'
linli visit 003 --outcome met > /dev/null || bad 'work goes on'
expect 'a revoked device' 4 linli sync --json
complains 'is told' '^linli: .+: .+: .+'
expect 'and keeps its record' 0 linli find --json 尉迟
is 'all of it' "$(get number)" 003
done_testing
