#!/bin/sh
# The demo: a made-up town, a hub on loopback with TLS from a throw-away CA, a head who joins it, linli opened on it. Everything lies in
# $B/demo and the hub ends with the demo. Without a terminal a short session is played through the real screen and printed.
set -eu

B=${1:?usage: demo.sh BUILD_FOLDER}
B=$(cd "$B" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
D=$B/demo
hub="$B/linli-hub --db sqlite:$D/hub.db"
say() { printf '%s\n' "$*" >&2; }
fail() {
    say "demo: $1"
    [ ! -f "$D/serve.log" ] || tail -n 5 "$D/serve.log" >&2
    exit 1
}

rm -rf "$D"
mkdir -p "$D"
chmod 700 "$D"
hub_pid=''
end() {
    [ -z "$hub_pid" ] || kill "$hub_pid" 2> /dev/null || true
    [ -z "$hub_pid" ] || wait "$hub_pid" 2> /dev/null || true
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# A CA that lives as long as the demo, and the hub's certificate from it.
certificates() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=linli demo CA" \
        -keyout "$D/ca.key" -out "$D/ca.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" -keyout "$D/hub.key" -out "$D/hub.csr"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' > "$D/san"
    openssl x509 -req -in "$D/hub.csr" -CA "$D/ca.pem" -CAkey "$D/ca.key" -CAcreateserial -days 2 -extfile "$D/san" -out "$D/hub.pem"
}
certificates > "$D/openssl.log" 2>&1 || fail "openssl made no certificate: see $D/openssl.log"

say "A town of made-up people: 2 villages, 3 grids each, some 600 households."
"$B/sampletown" --seed 7 --households 600 --villages 2 --grids 3 > "$D/town.csv"
$hub init --name "示范镇中心" > /dev/null
$hub area add 430181 "浏阳" && $hub area add 430181.007 "示范镇"
$hub area add 430181.007.01 "桂花村" && $hub area add 430181.007.02 "栗山村"
for grid in 1 2 3; do
    $hub area add 430181.007.01.0$grid "桂花村第${grid}网格" && $hub area add 430181.007.02.0$grid "栗山村第${grid}网格"
done
$hub roster import "$D/town.csv" --area 430181.007 > "$D/import.txt"
$hub worker add tangmin --name "汤敏" --role head --area 430181.007.01.01
$hub assign tangmin --area 430181.007.01.01
$hub worker add chenguiying --name "陈桂英" --role desk --area 430181.007.01
$hub worker add tanqiusheng --name "谭秋生" --role desk --area 430181.007.02
$hub worker add hezhiyuan --name "何志远" --role desk --area 430181.007
$hub worker add zhouhuaimin --name "周怀民" --role desk --area 430181
$hub directory import "$here/directory.csv" > "$D/directory.txt"

# A port that nobody uses: the first that the hub can take.
port=7443
while [ $port -lt 7500 ]; do
    $hub serve --listen 127.0.0.1:$port --tls-cert "$D/hub.pem" --tls-key "$D/hub.key" > "$D/serve.log" 2>&1 &
    hub_pid=$!
    tries=0
    while kill -0 $hub_pid 2> /dev/null && [ $tries -lt 50 ]; do
        curl -s --cacert "$D/ca.pem" "https://localhost:$port/v1/health" > /dev/null 2>&1 && break 2
        tries=$((tries + 1))
        sleep 0.1
    done
    kill $hub_pid 2> /dev/null && fail "the hub does not answer"
    wait $hub_pid 2> /dev/null || true
    hub_pid=''
    port=$((port + 1))
done
[ -n "$hub_pid" ] || fail "no port between 7443 and 7499 is free"

$hub enroll tangmin --json > "$D/code.json"
code=$(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$D/code.json")
pin=$(sed -n 's/.*"pin":"\([^"]*\)".*/\1/p' "$D/code.json")
export LINLI_HOME="$D/home"
linli=$B/linli
"$linli" enroll "https://localhost:$port" "$code" --pin "$pin" --ca "$D/ca.pem"
"$linli" sync

# What the head did on earlier days, so that this one has something to do: promises, a care need, doors that nobody went to for long.
day() { TZ=CST-8 date -d "@$(($(date +%s) + 86400 * $1))" +%F; }
earlier() {
    "$linli" visit 0101-0003 --outcome nobody --at "$(day -12)T16:00" --next "$(day 0)"
    "$linli" visit 0101-0006 --outcome met --note "女儿在外地，想有人常来看看" --at "$(day -9)T10:30" --next "$(day 2)"
    "$linli" need 0101-0006 --need meals --words "中午送餐" --who "张宏刚" --how spoken --for "社区食堂送餐上门" --next "$(day 0)"
    "$linli" open 0101-0006 --kind request --type lighting --summary "三楼楼道灯不亮"
    for n in 1 2 4; do "$linli" visit 0101-000$n --outcome met --at "$(day -7$n)T15:00"; done
}
earlier > /dev/null
"$linli" sync

if [ -t 0 ] && [ -t 1 ]; then
    say "The hub runs at https://localhost:$port until you leave linli (q)."
    "$linli" || true
else
    echo 'sync = no' > "$LINLI_HOME/linli.conf" # so that what waits can be seen waiting
    "$B/screen-play" --rows 24 --cols 80 --lang zh_CN.UTF-8 --home "$LINLI_HOME" "$here/demo.play" -- "$linli"
    say "The page that P wrote, as text:"
    LANG=zh_CN.UTF-8 "$linli" print week | head -n 16
    say "What the hub holds of it now:"
    $hub export --events | grep -E '"kind":"(visit|matter|household.need|record)[.a-z]*"' | tail -n 9 | cut -c 1-160
fi
say "The demo's files lie in $D; nothing is left running."
