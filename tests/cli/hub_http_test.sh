#!/bin/sh
# linli-hub serve: every route over TLS, and everything that is not one.
. "$(dirname "$0")/hub.inc"
certificate
town_hub
refuses 'plain http for others' 2 linli-hub serve --listen 0.0.0.0:0
refuses 'a certificate without its key' 2 linli-hub serve --listen 127.0.0.1:0 --tls-cert hub.pem
refuses 'a certificate that is none' 1 linli-hub serve --listen 127.0.0.1:0 --tls-cert town.csv --tls-key hub.key
certificate other
refuses 'the key of another' 4 linli-hub serve --listen 127.0.0.1:0 --tls-cert hub.pem --tls-key other.key
chmod 644 other.key
refuses 'a key that all can read' 4 linli-hub serve --listen 127.0.0.1:0 --tls-cert other.pem --tls-key other.key
refuses 'no address' 2 linli-hub serve --listen here
refuses 'no hub' 1 linli-hub serve --listen 127.0.0.1:0 --db missing.db

serve --tls-cert hub.pem --tls-key hub.key
wanted="sha256//$(openssl pkey -in hub.key -pubout -outform DER | openssl dgst -sha256 -binary | base64)"
is 'the pin that it prints' "$pin" "$wanted"
expect 'a code' 0 linli-hub enroll zhou --json
is 'comes with the pin' "$(get pin)" "$wanted"
is 'and that is what curl sees' "$(curl -s -o none -w '%{http_code}' --cacert ca.pem --pinnedpubkey "$wanted" "$url/v1/health")" 200

answers 'health' 200 - "$url/v1/health"
keys 'keys of health' 1 ok:b name:s epoch:s now:i
is 'the name' "$(get ok) $(get name)" 'true 测试镇'
has_head 'nothing is cached' '^cache-control: no-store'
for version in 1.0 1.1; do
    curl -s --cacert ca.pem --tls-max $version -o none "https://127.0.0.1:$port/v1/health" && bad "TLS $version is refused" || ok "TLS $version is refused"
done
for version in 1.2 1.3; do
    curl -s --cacert ca.pem --tlsv$version --tls-max $version -o none "https://127.0.0.1:$port/v1/health" && ok "TLS $version" || bad "TLS $version"
done
is 'plain http is no answer' "$(curl -s -o none -w '%{http_code}' "http://127.0.0.1:$port/v1/health")" 000

# what is no route, and the wrong method for each
for path in / /v1 /v1/ /v1/health/ /v1/pushed /V1/health /v1/../etc/passwd '/v1/%68ealth%00' "/v1/$(head -c 3000 /dev/zero | tr '\0' a)"; do
    answers "no such thing: $(printf %.30s "$path")" 404 not-found --path-as-is "$url$path"
done
for method in GET PUT DELETE HEAD OPTIONS PATCH TRACE FROB; do
    for path in enroll push; do
        [ $method = HEAD ] && continue
        answers "$method $path" 405 method -X $method "$url/v1/$path"
        has_head 'says which' '^allow: POST'
    done
done
for path in pull health metrics; do
    answers "POST $path" 405 method -X POST --data-binary x "$url/v1/$path"
    has_head 'says which' '^allow: GET'
done

# who may call
join tang zhou
bearer="Authorization: Bearer $token"
for wrong in '' 'Bearer' 'Bearer x' "Bearer $(printf %064d 0)" "Basic $token" "Bearer $token$token" "Bearer ${token%??}zz" "bearer  $token"; do
    for path in pull metrics; do
        answers "nobody: '$(printf %.20s "$wrong")' $path" 401 unauthorized -H "Authorization: $wrong" "$url/v1/$path"
        [ -e first ] || cp out first
        cmp -s first out || bad 'always the same answer'
    done
    answers "nobody pushes: '$(printf %.20s "$wrong")'" 401 unauthorized -H "Authorization: $wrong" -H "$NDJSON" --data-binary @town.csv "$url/v1/push"
    cmp -s first out || bad 'always the same answer'
done
has_head 'says how' '^www-authenticate: Bearer'
answers 'metrics' 200 - -H "$bearer" "$url/v1/metrics"
grep -q '^linli_hub_answers_total{route="push",status="4xx"} [1-9]' out && ok 'counts' || bad 'counts'
awk '/^#/ {next} !/^linli_hub_[a-z_]+({[a-z]+="[a-z0-9]+"(,[a-z]+="[a-z0-9]+")*})? [0-9]+$/ {bad = 1; print} END {exit bad}' out && ok 'Prometheus text' || bad 'Prometheus text'

# bodies
empty_push tang > push
answers 'a push that asks' 200 - -H "$bearer" -H "$NDJSON" --data-binary @push "$url/v1/push"
is 'nothing is held' "$(get held)" 0
answers 'type with a charset' 200 - -H "$bearer" -H "$NDJSON; charset=utf-8" --data-binary @push "$url/v1/push"
answers 'wrong type' 415 content-type -H "$bearer" --data-binary @push "$url/v1/push"
answers 'almost the type' 415 content-type -H "$bearer" -H "${NDJSON}x" --data-binary @push "$url/v1/push"
answers 'no type' 415 content-type -H "$bearer" -H 'Content-Type:' --data-binary @push "$url/v1/push"
answers 'gzip' 415 content-encoding -H "$bearer" -H "$NDJSON" -H 'Content-Encoding: gzip' --data-binary @push "$url/v1/push"
answers 'identity' 200 - -H "$bearer" -H "$NDJSON" -H 'Content-Encoding: identity' --data-binary @push "$url/v1/push"
answers 'zstd that is none' 400 syntax -H "$bearer" -H "$NDJSON" -H 'Content-Encoding: zstd' --data-binary @push "$url/v1/push"
answers 'an empty body' 422 "$(ask -H "$bearer" -H "$NDJSON" --data-binary '' "$url/v1/push"; get type | cut -d'#' -f2)" -H "$bearer" -H "$NDJSON" --data-binary '' "$url/v1/push"
head -c 65536 /dev/urandom > noise
ask -H "$bearer" -H "$NDJSON" --data-binary @noise "$url/v1/push"
case $(cat status) in 4??) ok 'noise' ;; *) bad "noise: $(cat status)" ;; esac
head -c 4194305 /dev/zero > large
for how in '' 'Expect:' 'Transfer-Encoding: chunked'; do
    answers "a byte too many ($how)" 413 bound -H "$bearer" -H "$NDJSON" -H "$how" --data-binary @large "$url/v1/push"
    is 'names the bound' "$(get bound)" 4194304
done
ask -H "$bearer" -H "$NDJSON" -H 'Content-Length: 99999999999999999999' --data-binary x "$url/v1/push"
case $(cat status) in 4?? | 000) ok 'a length beyond numbers' ;; *) bad "a length beyond numbers: $(cat status)" ;; esac
printf 'POST /v1/push HTTP/1.1\r\nHost: x\r\n%s\r\n%s\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n' "$bearer" "$NDJSON" |
    timeout 10 openssl s_client -quiet -CAfile ca.pem -connect "127.0.0.1:$port" > out 2> /dev/null
is 'two lengths are one refusal' "$(grep -c '^HTTP/1.1 ' out) $(head -n 1 out | tr -d '\r')" '1 HTTP/1.1 400 Bad Request'
# The answer may be lost where the rest of the head meets a closed connection, so one of a few tries must show it, and none may pass.
for n in 1 2 3 4 5; do
    { printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\nX: '; head -c 100000 /dev/zero | tr '\0' a; printf '\r\n\r\n'; } |
        timeout 10 openssl s_client -quiet -CAfile ca.pem -connect "127.0.0.1:$port" > out 2> /dev/null
    grep -q '^HTTP/1.1 [1235]' out && break
    grep -q '^HTTP/1.1 4' out && break
done
grep -q '^HTTP/1.1 4' out && ok 'a head of 100 kB' || bad 'a head of 100 kB'

# enrolment
for body in '' '{}' '[]' '{"v":1,"code":1,"pub":2,"sig":3}' '{"v":1,"code":"A","pub":"AA==","sig":"AA=="}' '{"code":"a","code":"b"}' "$(head -c 5000 /dev/zero | tr '\0' '[')"; do
    answers "enrol with '$(printf %.30s "$body")'" 400 syntax -H "$JSON" --data-binary "$body" "$url/v1/enroll"
done
enrolment wang AAAA-BBBB-CCCC > wrong
for n in 1 2 3 4 5 6 7 8 9 10; do
    ask -H "$JSON" --data-binary @wrong "$url/v1/enroll"
    [ "$(cat status) $(get type)" = '403 about:blank#refused' ] || bad "wrong code $n: $(cat status)"
done
answers 'too many wrong codes' 429 too-many -H "$JSON" --data-binary @wrong "$url/v1/enroll"
has_head 'says how long' '^retry-after: [1-9]'
linli-hub enroll zhou --json > out
enrolment wang "$(get code)" > right
answers 'then a right one waits too' 429 too-many -H "$JSON" --data-binary @right "$url/v1/enroll"

# pull
answers 'pull' 200 - -H "$bearer" "$url/v1/pull"
is 'begins and ends' "$(head -c 8 out) $(tail -n 1 out | head -c 6)" '["pull", ["end"'
is 'three households' "$(grep -c '"kind":"household.roster"' out)" 3
for query in limit=0 limit=x limit=-1 limit= 'limit=1e3' wait=x wait=-1 limit=99999999999; do
    answers "pull?$query" 400 syntax -H "$bearer" "$url/v1/pull?$query"
done
answers 'a cursor that is none' 400 cursor -H "$bearer" "$url/v1/pull?cursor=never"
answers 'a cursor too long' 400 syntax -H "$bearer" "$url/v1/pull?cursor=$(head -c 2100 /dev/zero | tr '\0' a)"
answers 'packed where it is accepted' 200 - -H "$bearer" -H 'Accept-Encoding: gzip, zstd;q=0.5' "$url/v1/pull"
has_head 'says so' '^content-encoding: zstd'
is 'is a zstd frame' "$(head -c 4 out | od -An -tx1 | tr -d ' ')" 28b52ffd
for refusal in 'gzip' 'zstd;q=0' 'zstdx' ''; do
    answers "plain for '$refusal'" 200 - -H "$bearer" -H "Accept-Encoding: $refusal" "$url/v1/pull"
    grep -qi '^content-encoding' head && bad "plain for '$refusal'"
done

# a revoked device
linli-hub device revoke "$(printf %.8s "$(linli-hub device list --json | "$T/jsonl" get id | head -n 1)")" || bad 'revoke'
answers 'revoked: pull' 401 unauthorized -H "$bearer" "$url/v1/pull"
answers 'revoked: metrics' 401 unauthorized -H "$bearer" "$url/v1/metrics"
answers 'revoked: a push is heard still' 200 - -H "$bearer" -H "$NDJSON" --data-binary @push "$url/v1/push"

grep -E '周|张|zhou|尉迟' serve.log && bad 'no names in the log' || ok 'no names in the log'
grep -q "$token" serve.log && bad 'no tokens in the log' || ok 'no tokens in the log'
stop TERM
is 'SIGTERM' "$ended" 0
done_testing
