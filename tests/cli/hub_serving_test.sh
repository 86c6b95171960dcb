#!/bin/sh
# linli-hub: every command while another one serves; the server killed, started twice, told to end, given a new certificate.
. "$(dirname "$0")/hub.inc"
certificate
town_hub
serve --tls-cert hub.pem --tls-key hub.key
is 'the socket is for its user alone' "$(stat -c '%a %F' linli-hub.db.sock)" '600 socket'
is 'the record too' "$(stat -c %a linli-hub.db)" 600
refuses 'a second server' 1 linli-hub serve --listen 127.0.0.1:0
refuses 'a new hub' 1 linli-hub init
refuses 'restore' 1 linli-hub restore linli-hub.db
ln -s linli-hub.db alias.db
mkdir elsewhere
cd elsewhere || exit 1
refuses 'a second server by another name' 1 linli-hub --db ../alias.db serve --listen 127.0.0.1:0
cd ..

# what a command says and how it ends is the same with and without a server
expect 'an area' 0 linli-hub area add 430181.007.03.13 第13网格
expect 'a worker' 0 linli-hub worker add chen --name 陈站长 --role desk --area 430181.007.03
expect 'the list' 0 linli-hub worker list --json
keys 'keys of a worker' 2 login:s name:s role:s area:s left:b
refuses 'an error' 1 linli-hub assign nobody --area 430181.007.03.12
refuses 'a usage error' 2 linli-hub assign zhou
refuses 'a value that the command refuses' 2 linli-hub worker add li --name 李 --role king --area 1
expect 'by another name' 0 linli-hub --db sqlite:alias.db stats --json
expect 'from another folder' 0 sh -c 'cd elsewhere && linli-hub --db ../linli-hub.db backup here.db'
[ -s elsewhere/here.db ] && ok 'a backup goes where its caller is' || bad 'a backup goes where its caller is'
expect 'the journal' 0 linli-hub export --events
linli-hub export --events > to-file
cmp -s out to-file && ok 'to a file' || bad 'to a file'
linli-hub export --events | cat > piped
cmp -s piped to-file && ok 'through a pipe' || bad 'through a pipe'
linli-hub export --events | { sleep 3; cat > piped; } &
slow=$!
sleep 0.5
is 'a reader who sleeps holds nobody up' "$(curl -s -m 2 --cacert ca.pem -o none -w '%{http_code}' "$url/v1/health")" 200
wait $slow
cmp -s piped to-file && ok 'and gets everything' || bad 'and gets everything'
linli-hub export --events | head -n 1 > one
cmp -s one to-file && bad 'one line' || ok 'a reader who leaves is no harm'
expect 'verify' 0 linli-hub verify --json
is 'is well' "$(get ok)" true
expect 'rebuild' 0 linli-hub rebuild
printf '004,幸福小区,3,2,602,王小明,\n' | cat town.csv - > more.csv
expect 'a roster' 0 linli-hub roster import more.csv --area 430181.007.03.12 --json
is 'one more' "$(get added) $(get unchanged)" '1 3'
expect 'a roster from a pipe' 0 sh -c 'cat more.csv | linli-hub roster import - --area 430181.007.03.12 --json'
is 'the same' "$(get unchanged)" 4
mkfifo fifo
cat more.csv > fifo &
expect 'a roster from a named pipe' 0 linli-hub roster import fifo --area 430181.007.03.12 --json
is 'the same again' "$(get unchanged)" 4
cp more.csv elsewhere/mine.csv
printf '005,幸福小区,3,2,603,%01000d,\n' 0 >> elsewhere/mine.csv
printf 'head = 户主\n' > elsewhere/mine.map
expect 'files are found where the caller is' 3 sh -c 'cd elsewhere && linli-hub --db ../linli-hub.db roster import mine.csv --map mine.map --rejects mine.out --area 430181.007.03.12'
[ -s elsewhere/mine.out ] && ok 'and written there' || bad 'and written there'
refuses 'no such roster' 1 linli-hub roster import nothing.csv
complains 'by its name' 'nothing.csv'
if [ -e "$B/share/locale/zh_CN/LC_MESSAGES/linli.mo" ]; then
    expect 'Chinese' 2 env LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN linli-hub assign zhou
    complains 'is spoken by an English server' '需要'
    expect 'English' 2 linli-hub assign zhou
    complains 'is spoken after it' 'it needs'
fi
# shellcheck disable=SC2046
refuses 'too much for one message' 1 linli-hub assign zhou $(seq -f 'household-%06g' 1 20000)
pids=
for n in 1 2 3 4 5 6 7 8; do
    linli-hub area add "430181.007.03.2$n" "区 $n" &
    pids="$pids $!"
done
# shellcheck disable=SC2086
wait $pids
is 'eight at a time' "$(linli-hub export --events | grep -c '"body":{"name":"区 ')" 8
settled() { # how many files the server has open, once that no longer changes: the last connection ends behind its command
    local now before=
    while now=$(ls "/proc/$server/fd" | wc -l) && [ "$now" != "$before" ]; do
        before=$now
        sleep 0.3
    done
    echo "$now"
}
files=$(settled)
for n in 1 2 3 4 5; do linli-hub stats --json > none; linli-hub roster import more.csv --dry-run > none; linli-hub assign nobody 1 2> none; done
is 'nothing stays open' "$(settled)" "$files"
# somebody connects and says nothing, or nonsense
bash -c 'command -v socat > /dev/null' && { socat -u /dev/null UNIX-CONNECT:linli-hub.db.sock,type=5; ok 'somebody who says nothing'; }
expect 'is no harm' 0 linli-hub stats

# a new certificate, without a pause
openssl s_client -connect "127.0.0.1:$port" < /dev/null 2> none | openssl x509 -noout -fingerprint > before
certificate next
mv next.pem hub.pem
kill -HUP $server
sleep 0.5
openssl s_client -connect "127.0.0.1:$port" < /dev/null 2> none | openssl x509 -noout -fingerprint > mixed
cmp -s before mixed && ok 'a certificate without its key is not taken' || bad 'a certificate without its key is not taken'
grep -q 'not read anew' serve.log && ok 'and it is said' || bad 'and it is said'
mv next.key hub.key
kill -HUP $server
sleep 0.5
openssl s_client -connect "127.0.0.1:$port" < /dev/null 2> none | openssl x509 -noout -fingerprint > after
cmp -s before after && bad 'a new certificate' || ok 'a new certificate'
is 'and a new pin' "$(linli-hub enroll zhou --json | "$T/jsonl" get pin)" "sha256//$(openssl pkey -in hub.key -pubout -outform DER | openssl dgst -sha256 -binary | base64)"

# killed at once: the socket stays behind, the record does not suffer
linli-hub area add 430181.007.03.14 最后 && stop KILL
is 'killed' "$ended" 137
[ -S linli-hub.db.sock ] && ok 'the socket stays' || bad 'the socket stays'
expect 'a command does without' 0 linli-hub verify
says 'and everything is there' 'all as they were'
linli-hub export --events | grep -q 最后 && ok 'also the last word' || bad 'also the last word'
serve --tls-cert hub.pem --tls-key hub.key
expect 'served again' 0 linli-hub stats
stop INT
is 'SIGINT' "$ended" 0
[ ! -e linli-hub.db.sock ] && ok 'the socket is gone' || bad 'the socket is gone'
[ ! -e linli-hub.db-wal ] && ok 'the record is whole in its file' || bad 'the record is whole in its file'

# plain http on loopback; the pin is forgotten
serve
is 'plain http' "$(curl -s -m 5 -o none -w '%{http_code}' "$url/v1/health")" 200
is 'has no pin' "$(linli-hub enroll zhou --json | "$T/jsonl" get pin)" null
kill -STOP $server
linli-hub stats --json > late &
late=$!
sleep 0.5
kill -CONT $server
wait $late
keys2=$("$T/jsonl" get households < late)
is 'a server that was stopped goes on' "$keys2" 4
stop TERM
is 'SIGTERM' "$ended" 0
done_testing
