#!/bin/sh
# Joining a hub over TLS, and everything that is no hub: each with words and its exit code, nothing sent, nothing lost.
. "$(dirname "$0")/sync.inc"
certificates
town
serve --tls-cert hub.pem --tls-key hub.key
roster 1 3 > own.csv
linli --home a import own.csv --area $GRID > /dev/null || exit 1
linli --home a visit 0001 --outcome met --note note-1 > /dev/null || exit 1

expect 'sync before joining' 1 linli --home a sync
complains 'says so' 'joined no hub'
c=$(code tang)
expect 'no pin, nobody to ask' 2 linli --home a enroll "$url" "$c" --ca ca.pem
grep -qF "$pin" err && ok 'shows the pin' || bad 'shows the pin'
expect 'no CA' 4 linli --home a enroll "$url" "$c" --pin "$pin"
complains 'names the signer' 'Office CA'
expect 'wrong pin' 4 linli --home a enroll "$url" "$c" --ca ca.pem --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
complains 'says so' 'pin'
expect 'a pin that is none' 2 linli --home a enroll "$url" "$c" --ca ca.pem --pin abc
expect 'a CA file that is none' 2 linli --home a enroll "$url" "$c" --ca own.csv --pin "$pin"
expect 'a CA file that is not there' 1 linli --home a enroll "$url" "$c" --ca nowhere.pem --pin "$pin"
expect 'plain http elsewhere' 2 linli --home a enroll http://192.0.2.1:80 "$c"
expect 'another scheme' 2 linli --home a enroll ftp://localhost "$c"
expect 'http where https is spoken' 3 linli --home a enroll "http://127.0.0.1:$port" "$c"
expect 'a wrong code' 4 linli --home a enroll "$url" WRONG-CODE-HERE --ca ca.pem --pin "$pin"
complains 'says so' 'code'
is 'nothing of it was kept' "$(linli --home a sync 2>&1 | grep -c 'joined no hub')" 1

expect 'joined' 0 linli --home a enroll "$url" "$c" --ca ca.pem --pin "$pin" --json
is 'as' "$(get worker) $(get hub) $(get area) $(get paired)" "Tang Sample Town $GRID 3"
is 'the households stay in sight' "$(linli --home a find -n 0 --json | wc -l)" 3
rm ca.pem.moved 2> /dev/null
mv ca.pem ca.pem.moved
expect 'sync, the CA file is gone' 0 linli --home a sync --json
is 'all is there' "$(get left) $(get refused)" '0 0'
is 'one household for each pair' "$(linli --home a find -n 0 --json | wc -l)" 40
is 'with its visit' "$(linli --home a show 0001 --json | "$T/jsonl" get visits.0.note)" note-1
is 'at the hub too' "$(noted note-1)" 1
sound 'after joining' a
expect 'again' 0 linli --home a sync --json
is 'nothing to do' "$(get pushed) $(get pulled) $(get left)" '0 0 0'
mv ca.pem.moved ca.pem

expect 'a used code' 4 linli --home b enroll "$url" "$c" --ca ca.pem --pin "$pin"
expect 'joined once more' 0 linli --home a enroll "$url" "$(code tang)" --ca ca.pem --pin "$pin"
expect 'and sync' 0 linli --home a sync --json
is 'nothing doubled' "$(linli --home a find -n 0 --json | wc -l) $(noted note-1)" '40 1'
expect "another worker's code" 4 linli --home a enroll "$url" "$(code li)" --ca ca.pem --pin "$pin"

# Another hub at the same address: neither joined nor synced with.
stop
mv hub.db first.db
town
serve --tls-cert hub.pem --tls-key hub.key
expect "another hub's code" 4 linli --home a enroll "$url" "$(code tang)" --ca ca.pem --pin "$pin"
complains 'says so' 'another hub'
expect 'sync with another hub' 4 linli --home a sync
is 'it got nothing' "$(noted note-)" 0
stop
rm -f hub.db*
mv first.db hub.db
serve --tls-cert hub.pem --tls-key hub.key
expect 'and back' 0 linli --home a sync

# A new key behind the same name is not believed.
stop
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout hub2.key -out hub2.csr -subj /CN=hub 2> /dev/null
openssl x509 -req -in hub2.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out hub2.pem 2> /dev/null
chmod 600 hub2.key
linli --home a visit 0002 --outcome met --note note-2 > /dev/null
serve --tls-cert hub2.pem --tls-key hub2.key
expect 'a new key' 4 linli --home a sync
complains 'says so' 'pin'
is 'the work waits' "$(waiting a)" 1
stop
serve --tls-cert hub.pem --tls-key hub.key
expect 'the old key' 0 linli --home a sync
is 'the work is there' "$(noted note-2)" 1

# A new key that was announced before is.
next=sha256//$(openssl x509 -in hub2.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
stop
sqlite3 hub.db "INSERT INTO meta VALUES('hub.next_pin', '$next')"
serve --tls-cert hub.pem --tls-key hub.key
expect 'told of the next key' 0 linli --home a sync
stop
sqlite3 hub.db "DELETE FROM meta WHERE key = 'hub.next_pin'"
serve --tls-cert hub2.pem --tls-key hub2.key
expect 'the announced key' 0 linli --home a sync
expect 'is the only one from then on' 0 linli --home a sync
is 'kept as the key' "$(sqlite3 a/linli.db "SELECT value FROM meta WHERE key = 'hub.pin'")" "$next"
stop
serve --tls-cert hub.pem --tls-key hub.key
expect 'the old one is none any more' 4 linli --home a sync
done_testing
