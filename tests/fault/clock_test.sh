#!/bin/bash
# A device whose clock is wrong by years: work goes on and keeps its order; TLS says what is wrong, and nothing is sent; with the
# right clock all of it is at the hub once. A hub whose clock is wrong harms nothing, too.
. tests/fault/fault.inc
. tests/fault/push.inc
. tests/cli/faketime.inc

# The library itself: the program of that name stands between a signal and whom it is for. Only the wall clock is wrong.
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
off() { echo "LD_PRELOAD=$faketime_library FAKETIME=$1"; }
long_ago() { env $(off -400d) linli --home "$DIR/home" "$@"; }
far_ahead() { env $(off +3650d) linli --home "$DIR/home" "$@"; }
says() { # NAME CODE PATTERN COMMAND…
    local name=$1 code=$2 pattern=$3 got
    shift 3
    "$@" > "$T/out" 2> "$T/err" < /dev/null
    got=$?
    if [ $got = "$code" ] && grep -Eq -e "$pattern" "$T/out" "$T/err"; then ok "$name"; else bad "$name: exit code $got: $(cat "$T/out" "$T/err")"; fi
}

is 'faketime works' "$(env $(off -400d) date +%F)" "$(date -d '400 days ago' +%F)"
says 'a visit, 400 days too early' 0 . long_ago visit 0101-0010 --outcome met --note early
says 'a visit, ten years too late' 0 . far_ahead visit 0101-0010 --outcome met --note late
says 'a matter with that clock' 0 'M-[0-9]{2}-' far_ahead open 0101-0011 --kind dispute --type neighbours --summary 漏水
says 'a visit by the right clock' 0 . device visit 0101-0010 --outcome met --note right
for clock in long_ago far_ahead; do
    says "$clock: finding" 0 0101-0010 $clock find '' -n 0
    says "$clock: the chain" 0 '"ok":true' $clock verify --json
    says "$clock: the outbox" 0 '"state":"waiting"' $clock outbox --json
done
says 'long ago: the doctor' 0 . long_ago doctor
# by that clock the work has been waiting for ten years, and no backup was made
says 'far ahead: the doctor' 1 'BAD +no backup' far_ahead doctor
is 'and that is all' "$(grep -c '^BAD' "$T/out")" 1
seqs=$(device show 0101-0010 --json | grep -o '"id":"[^"]*","at":"[0-9]*[^"]*","purpose":"routine","outcome":"met","met":null,"note":"[a-z]*"' |
    sed 's/"id":"[0-9a-f]*-\([0-9]*\)".*"note":"\([a-z]*\)"/\2 \1/' | sort | tr '\n' ' ')
is 'the order is that of the journal' "$seqs" 'early 6 late 7 right 9 '

hub_start "$T/serve" || bad "$(cat "$T/serve.err")"
before=$(sqlite3 -readonly "$DIR/hub/hub.db" 'SELECT count(*) FROM event')
says 'too early for the certificate' 4 'check the clock' long_ago sync
grep -q "$(TZ=UTC-8 date -d '400 days ago' +%F)" "$T/err" && ok 'it names the date of this clock' || bad "it names the date of this clock: $(cat "$T/err")"
says 'too late for the certificate' 4 'check the clock' far_ahead sync
is 'nothing was sent' "$(sqlite3 -readonly "$DIR/hub/hub.db" 'SELECT count(*) FROM event')" "$before"
is 'all of it waits' "$(device outbox --json | grep -c '"state":"waiting"')" 9
says 'with the right clock' 0 . device sync
is 'nothing waits' "$(device outbox --json | grep -c '"state":"waiting"')" 0
for note in early late right visit1; do
    is "the hub has it once: $note" "$(office export --events | grep -c "\"note\":\"$note\"")" 1
done
hub_stop

# The hub's clock: pushes are taken, and receipts of the past and of the future are believed by what they are of.
rm -f "$T/hub.pem" # the device's clock is right, so that plain http is what lets them meet
DIR=$T/plain
joined "$DIR" || bad "$(cat "$T/setup")"
for offset in +3650d -400d; do
    device visit 0101-0012 --outcome met --note "hub$offset" > /dev/null
    SHIM=$(off $offset) hub_start "$T/serve" || bad "the hub does not start: $(cat "$T/serve.err")"
    says "a hub whose clock is off by $offset" 0 . device sync --json
    is 'it holds what it was sent' "$(field left < "$T/out")" 0
    says 'a sync more' 0 . device sync
    hub_stop
done
hub_start "$T/serve" || bad "the hub does not start: $(cat "$T/serve.err")"
says 'a hub whose clock is right again' 0 . device sync
is 'each once' "$(office export --events | grep -c '"note":"hub[+-]')" 2
says "the hub's chain" 0 '"ok":true' office verify --json
says "the device's chain" 0 '"ok":true' device verify --json
hub_stop
exit $failed
