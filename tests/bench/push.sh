#!/bin/bash
# The push rows of `make bench`: a head's device with 10,000 visits pushes to linli-hub over TLS on loopback. Called by bench.sh as
# `push.sh DIR`, prints lines `WHO KEY VALUE`:
#   linli push_s        `linli sync` from start to end: push, receipts kept, revs pulled
#   floor push_s        curl posts the same bytes as one zstd batch to a server that drops them, and bare SQLite writes the same rows
#                       as the hub in one FULL transaction: curl_s + rows_s. Packing the batch is not counted.
#   single push_s       one POST a visit with one curl and keep-alive to linli-hub, which keeps each before it answers; from 2,000
#                       scaled to all. dropped push_s: the same to the server that drops them
#   linli push_bytes    bytes up a visit, TLS and HTTP included, in batches of 1,000; push_body: compressed bodies alone
#   synced peak_kib     peak memory of the screen after F5: the larger of a push of all and of a second device's first pull of all;
#                       sync_kib: of `linli sync`
#   linli join_s first_s pull_s pull_bytes pull_kib    enrolment, first sync of 500 households; a second device pulls all of it
# Ours and the floor take turns, and the best of each counts, because whatever else the machine does only adds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
D=${1:?usage: push.sh DIR}/push
VISITS=${VISITS:-10000}
HOUSEHOLDS=500 # of the head
SINGLES=2000
ROUNDS=${ROUNDS:-7}
hub="linli-hub --db sqlite:$D/hub.db"
export LINLI_HOME=$D/home
put() { echo "$1 $2 $3"; }
best() { sort -n | head -n 1 | cut -d' ' -f1; }
in_use() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
add() { awk "BEGIN {printf \"%.4f\n\", $1}"; }

serving='' sinking='' counting=''
end() {
    for pid in $serving $sinking $counting; do
        kill "$pid" 2> /dev/null && wait "$pid" || true
    done
}
trap end EXIT
stop() { # the pid in the variable named $1
    kill "${!1}"
    wait "${!1}" || true
    printf -v "$1" ''
}
serve() { # port
    $hub serve --listen "127.0.0.1:$1" --tls-cert "$D/hub.pem" --tls-key "$D/hub.key" > "$D/serve.log" 2>&1 &
    serving=$!
    answers "$1" /v1/health
}
answers() { # port, path
    for _ in $(seq 100); do
        curl -s --cacert "$D/ca.pem" -o /dev/null "https://localhost:$1$2" && return
        sleep 0.05
    done
    cat "$D/serve.log" >&2
    exit 1
}
certificates() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=linli bench CA" \
        -keyout "$D/ca.key" -out "$D/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" -keyout "$D/hub.key" -out "$D/hub.csr"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > "$D/san"
    openssl x509 -req -in "$D/hub.csr" -CA "$D/ca.pem" -CAkey "$D/ca.key" -CAcreateserial -days 2 -extfile "$D/san" -out "$D/hub.pem"
}
timed() { # command: prints `seconds peak_kib`
    bench-run "$D/out" "$@" || { cat "$D/out" >&2 && return 1; }
}
member() { sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p" "$D/code.json"; }
join() { # home: prints the same of `linli enroll`
    $hub enroll head > "$D/code.txt" --json && mv "$D/code.txt" "$D/code.json"
    LINLI_HOME=$1 timed linli enroll "https://localhost:$PORT" "$(member code)" --pin "$(member pin)" --ca "$D/ca.pem"
}
keep() { # record, name: a copy of a record that nobody has open
    sqlite3 "$1" 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
    cp "$1" "$D/$2.db"
}
back() { # both as they were before the push
    rm -f "$D"/hub.db* "$D"/home/linli.db*
    cp "$D/hub0.db" "$D/hub.db"
    cp "$D/home0.db" "$D/home/linli.db"
}
all_held() { [ -z "$(linli outbox --json)" ] || { echo "push.sh: not everything is held" >&2 && exit 1; }; }

PORT=7660 # the first of two that nobody uses
while in_use "$PORT" || in_use $((PORT + 1)); do
    PORT=$((PORT + 2))
done
rm -rf "$D"
mkdir -p -m 700 "$D/home" "$D/home2" "$D/home3" "$D/bodies"
certificates > "$D/openssl.log" 2>&1
sampletown --seed 7 --households $((4 * HOUSEHOLDS)) --villages 2 --grids 2 > "$D/town.csv"
$hub init --name bench > /dev/null
$hub area add 430181.007 bench > /dev/null
$hub roster import "$D/town.csv" --area 430181.007 > "$D/import.txt"
$hub worker add head --name head --role head --area 430181.007.01.01 > /dev/null
$hub assign head --area 430181.007.01.01 > /dev/null

serve "$PORT"
read -r seconds _ < <(join "$LINLI_HOME")
put linli join_s "$seconds"
read -r seconds _ < <(timed linli sync --json)
put linli first_s "$seconds"
stop serving
bench-visits "$D/home/linli.db" "$VISITS" 7 > /dev/null
keep "$D/hub.db" hub0
keep "$D/home/linli.db" home0
cp "$D/home0.db" "$D/bodies.db"
bench-visits --bodies "$D/bodies.db" "$D/bodies" "$SINGLES"

# In turns: linli, curl, bare SQLite.
bench-sink $((PORT + 1)) "$D/hub.pem" "$D/hub.key" > "$D/sink.out" &
sinking=$!
answers $((PORT + 1)) /
post="curl -sS --fail --cacert $D/ca.pem -H Content-Type:application/x-ndjson -H Content-Encoding:zstd"
for _ in $(seq "$ROUNDS"); do
    back
    serve "$PORT"
    timed linli sync --json >> "$D/ours"
    stop serving
    all_held
    timed $post --data-binary "@$D/bodies/batch" "https://localhost:$((PORT + 1))/v1/push" >> "$D/curl"
    cp "$D/hub0.db" "$D/bare.db"
    bench-rows "$D/hub.db" "$D/bare.db" >> "$D/rows"
    rm -f "$D"/bare.db*
done
put linli push_s "$(best < "$D/ours")"
put floor curl_s "$(best < "$D/curl")"
put floor rows_s "$(best < "$D/rows")"
put floor push_s "$(add "$(best < "$D/curl") + $(best < "$D/rows")")"
put synced sync_kib "$(cut -d' ' -f2 "$D/ours" | sort -n | tail -n 1)"

# One POST a visit.
singles() { # port, token: a configuration for one curl
    for i in $(seq "$SINGLES"); do
        [ "$i" = 1 ] || echo next
        printf 'url = "https://localhost:%s/v1/push"\ncacert = "%s"\ndata-binary = "@%s"\noutput = "%s"\nfail\n' \
            "$1" "$D/ca.pem" "$D/bodies/$i" /dev/null
        printf 'header = "%s"\n' "Content-Type: application/x-ndjson" "Content-Encoding: zstd" "Authorization: Bearer $2"
    done
}
token=$(sqlite3 "$D/home0.db" "SELECT value FROM meta WHERE key = 'hub.token'")
singles $((PORT + 1)) "$token" > "$D/sink.conf"
singles "$PORT" "$token" > "$D/hub.conf"
for _ in 1 2 3; do
    timed curl -sS -K "$D/sink.conf" >> "$D/singles"
done
put dropped push_s "$(add "$(best < "$D/singles") * $VISITS / $SINGLES")"
stop sinking
back
serve "$PORT"
read -r seconds _ < <(timed curl -sS -K "$D/hub.conf")
put single push_s "$(add "$seconds * $VISITS / $SINGLES")"
stop serving

# On the wire, and a second device.
back
serve $((PORT + 1))
bench-count "$PORT" $((PORT + 1)) > "$D/count" &
counting=$!
answers "$PORT" /v1/health
linli sync --json > /dev/null
all_held
sleep 0.2
put linli push_bytes "$(tail -n 1 "$D/count" | awk "{printf \"%.1f\\n\", \$1 / $VISITS}")"
put linli push_body "$(sed -n 's/.*push 200 in=\([0-9]*\).*/\1/p' "$D/serve.log" | awk "{n += \$1} END {printf \"%.1f\\n\", n / $VISITS}")"
join "$D/home2" > /dev/null
read -r seconds kib < <(LINLI_HOME=$D/home2 timed linli sync --json)
sleep 0.2
put linli pull_s "$seconds"
put linli pull_kib "$kib"
put linli pull_bytes "$(tail -n 1 "$D/count" | awk "{printf \"%.1f\\n\", \$2 / ($VISITS + $HOUSEHOLDS)}")"
stop counting
stop serving
serve "$PORT"
join "$D/home3" > /dev/null
bench-synced "$D/home3" linli > "$D/screen"
[ "$(sqlite3 "$D/home3/linli.db" 'SELECT count(*) FROM visit')" = "$VISITS" ] || { echo "push.sh: the screen did not pull" >&2 && exit 1; }
stop serving

back
serve "$PORT"
bench-synced "$D/home" linli >> "$D/screen"
all_held
stop serving
put synced peak_kib "$(sort -n "$D/screen" | tail -n 1)"
