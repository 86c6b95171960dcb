#!/bin/sh
# Everything but a hub at the hub's address: one clear error each, its exit code, the work kept, and when it is tried again.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
expect 'first sync' 0 linli --home a sync
visits a 1 3
before=$(linli --home a verify --json | "$T/jsonl" get events)
stop

# answer NAME CODE PATTERN: what stands in the file `reply`
answer() {
    through --reply "$T/reply"
    sqlite3 a/linli.db "UPDATE meta SET value = '$via' WHERE key = 'hub.url'"
    expect "$1" "$2" linli --home a sync --json
    complains "$1 in words" "$3"
    is "$1: nothing is lost" "$(waiting a) $(linli --home a verify --json | "$T/jsonl" get events)" "3 $before"
}
top() {
    printf 'HTTP/1.1 %s\r\nContent-Type: %s\r\nConnection: close\r\n' "$1" "$2"
}
problem() { # status, JSON, more head
    top "$1" application/problem+json
    printf '%s\r\n%s' "${3:-}" "$2"
}
{ top '200 OK' text/html; printf '\r\n<html>Welcome! Please log in.</html>'; } > reply
answer 'a login page' 3 'login'
{ top '302 Found' text/html; printf 'Location: https://portal.example/\r\n\r\n'; } > reply
answer 'a redirect' 3 'another place'
{ top '200 OK' application/json; printf '\r\n'; cat /bin/true; } > reply
answer 'garbage' 3 'not complete'
{ top '200 OK' application/json; printf '\r\n{"held":999,"epoch":"x"}'; } > reply
answer 'half an answer' 3 'not complete'
: > reply
answer 'nothing' 3 'no answer'
problem '401 Unauthorized' '{"type":"about:blank#unauthorized","status":401}' > reply
answer '401' 4 'no longer accepted'
{ top '401 Unauthorized' text/html; printf '\r\n<html>proxy</html>'; } > reply
answer 'the 401 of a proxy' 3 "not a hub's"
problem '409 Conflict' '{"type":"about:blank#gap","status":409,"held":999,"epoch":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}' > reply
answer 'a senseless 409' 3 'contradict'
problem '413 Too Large' '{"type":"about:blank#bound","status":413}' > reply
answer '413' 4 'takes no push|larger than the hub takes'
problem '422 Unprocessable' '{"type":"about:blank#chain","status":422,"seq":1,"detail":"broken"}' > reply
answer '422' 4 'can not read event'
problem '429 Too Many' '{"status":429}' 'Retry-After: 1800
' > reply
answer '429' 3 'pause'
next=$(linli --home a outbox --json | head -n 1 | "$T/jsonl" get next_try)
wait=$(($(date -d "$next" +%s) - $(date +%s)))
[ $wait -gt 1790 ] && [ $wait -lt 1990 ] && ok 'the pause is kept' || bad "the pause is $wait s"
problem '503 Busy' '{"status":503}' > reply
answer '503' 3 'busy'
{ top '500 Oops' text/html; printf '\r\n<html>oops</html>'; } > reply
answer '500' 3 'fault'
{ top '404 Not Found' text/html; printf '\r\n<html>nginx</html>'; } > reply
answer '404' 3 'no hub at this address'
awk 'BEGIN { printf "HTTP/1.1 200 OK\r\n"; for (i = 0; i < 20000; i++) printf "X-%d: aaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", i }' | cut -b 1-65000 > reply
answer 'a flood of head lines' 3 'no answer'

kill -KILL "$line" && wait "$line" 2> /dev/null
line=
expect 'nobody there' 3 linli --home a sync
complains 'says so' 'nobody answers'
expect 'nor for one that would join' 3 linli --home fresh enroll "$url" ABCD-EFGH-JKLM
complains 'says that nobody tries again' 'nobody answers.*give the command again'

serve
sqlite3 a/linli.db "UPDATE meta SET value = '$url' WHERE key = 'hub.url'"
expect 'the hub again' 0 linli --home a sync --json
is 'all there' "$(get left) $(noted note-)" '0 3'
sound 'after all answers' a
done_testing
