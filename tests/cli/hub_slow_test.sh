#!/bin/sh
# linli-hub serve: those who dribble, those who wait, those who are too many.
. "$(dirname "$0")/hub.inc"
certificate
town_hub
serve --tls-cert hub.pem --tls-key hub.key --deadline 2 --per-address 6 --connections 40
join tang zhou
bearer="Authorization: Bearer $token"
now() { date +%s%N | cut -c1-13; }
# took NAME LEAST MOST: milliseconds since $begun; twice as many on a busy machine
took() {
    ms=$(($(now) - begun))
    if [ $ms -ge "$2" ] && [ $ms -le $(($3 * 2 * ${SCREEN_SLOW:-1})) ]; then ok "$1 ($ms ms)"; else bad "$1: $ms ms, not $2 to $3"; fi
}
speak() { timeout 20 openssl s_client -quiet -CAfile ca.pem -connect "127.0.0.1:$port" 2> /dev/null; }
dribble() { for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do printf "$1" || return; sleep 0.4; done; }

# a byte now and then keeps no connection, whatever part of a request it belongs to
begun=$(now)
dribble x 2> /dev/null | timeout 20 bash -c "exec 3<> /dev/tcp/127.0.0.1/$port; cat <&3 & cat >&3; wait" > /dev/null 2>&1
took 'bytes that are no TLS' 0 7000
begun=$(now)
bash -c "exec 3<> /dev/tcp/127.0.0.1/$port; timeout 20 cat <&3" > /dev/null 2>&1
took 'a connection that says nothing' 1900 5500
begun=$(now)
{ printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\nX: '; dribble x; } 2> /dev/null | speak > dribbled
is 'a dribbled head gets no answer' "$(cat dribbled)" ''
begun=$(now)
{ printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n'; sleep 1; printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\nX: '; dribble x; } 2> /dev/null | speak > dribbled
is 'one that comes second gets no second answer' "$(grep -c '^HTTP/1.1 200' dribbled)" 1
head -c 60000 /dev/zero > body
begun=$(now)
ask --limit-rate 200 -H "$bearer" -H "$NDJSON" -H 'Expect:' --data-binary @body "$url/v1/push"
is 'a dribbled body gets no answer' "$(cat status)" 000
took 'and is over' 1900 9000
begun=$(now)
ask --limit-rate 15000 -H "$bearer" -H "$NDJSON" -H 'Expect:' --data-binary @body "$url/v1/push"
is 'a slow body is heard out' "$(cat status)" 422
took 'past the deadline' 2100 12000
grep -q 'cut off' serve.log && ok 'it is in the log' || bad 'it is in the log'

# waiting
ask -H "$bearer" "$url/v1/pull"
cursor=$(tail -n 1 out | sed 's/.*"cursor":"\([^"]*\)".*/\1/')
begun=$(now)
answers 'a wait in vain' 200 - -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=6"
took 'as long as was asked, past every idle limit' 5900 7500
is 'has nothing' "$(wc -l < out)" 2
begun=$(now)
answers 'no wait' 200 - -H "$bearer" "$url/v1/pull?cursor=$cursor"
took 'is at once' 0 1500
waits() { curl -s --cacert ca.pem -m 60 -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=30" > "$1" & }
begun=$(now)
waits w1
one=$!
waits w2
sleep 1
linli-hub area add 430181.007.03.12 改名网格 || bad 'a command'
wait $one $!
took 'woken by a command' 900 6000
is 'with its news' "$(grep -c 改名网格 w1 w2 | tr '\n' ' ')" 'w1:1 w2:1 '
cursor=$(tail -n 1 w1 | sed 's/.*"cursor":"\([^"]*\)".*/\1/')
begun=$(now)
waits w1
one=$!
sleep 1
linli-hub device revoke "$(linli-hub device list --json | "$T/jsonl" get id)" || bad 'revoke'
wait $one
took 'a wait ends when the device is revoked' 900 6000
grep -q '"status":401' w1 && ok 'with nothing' || bad "with nothing: $(cat w1)"

# a page that nobody reads to its end holds nobody else up
join wang zhou
bearer="Authorization: Bearer $token"
{ printf 'GET /v1/pull HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n' "$bearer"; sleep 4; } | timeout 10 openssl s_client -quiet -CAfile ca.pem -connect "127.0.0.1:$port" 2> /dev/null | sleep 4 &
idle=$!
begun=$(now)
answers 'others are answered' 200 - "$url/v1/health"
took 'at once' 0 1500
wait $idle

# too many from one address
ask -H "$bearer" "$url/v1/pull"
cursor=$(tail -n 1 out | sed 's/.*"cursor":"\([^"]*\)".*/\1/')
pids=
for n in 1 2 3 4 5 6 7 8 9; do
    curl -s -m 20 --cacert ca.pem -o none -w '%{http_code}\n' -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=3" > "many.$n" &
    pids="$pids $!"
done
# shellcheck disable=SC2086
wait $pids
is 'six of nine' "$(cat many.* | grep -c 200)" 6
answers 'and then again' 200 - "$url/v1/health"
stop TERM

# near the limit of all connections requests are told to come again
serve --tls-cert hub.pem --tls-key hub.key --connections 10
pids=
for n in 1 2 3 4 5 6 7 8 9; do
    curl -s -m 20 --cacert ca.pem -o none -w '%{http_code}\n' -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=5" > "many.$n" &
    pids="$pids $!"
done
sleep 1.5
answers 'overload' 503 overload -H "$bearer" "$url/v1/pull"
has_head 'says when' '^retry-after: [1-9]'
answers 'health is told' 200 - "$url/v1/health"
# shellcheck disable=SC2086
wait $pids
answers 'and then again' 200 - -H "$bearer" "$url/v1/pull"

# an end while somebody waits: they are answered first
curl -s --cacert ca.pem -m 60 -H "$bearer" "$url/v1/pull?cursor=$cursor&wait=30" > w1 &
one=$!
sleep 1
begun=$(now)
stop TERM
took 'the end comes soon' 0 3000
is 'and is clean' "$ended" 0
wait $one
is 'with an answer for who waited' "$(tail -n 1 w1 | head -c 6)" '["end"'
done_testing
