#!/bin/sh
# Random keys, pastes, resizes, signals and hang-ups on linli, with fixed seeds; then each record is whole. `make soak` goes on longer.
set -eu
cd "$T" # random keys print, back up and export, too
sampletown --seed 3 --households 300 > "$T/town.csv"
linli import "$T/town.csv" > /dev/null
one() { # seed, language, seconds: beside the others, on a record of its own
    mkdir -m 700 "$T/$1"
    mkdir -m 700 "$T/$1/home"
    cp "$LINLI_HOME"/linli.db "$T/$1/home/"
    (cd "$T/$1" && screen-soak --seconds "$3" --seed "$1" --home "$T/$1/home" --lang "$2" linli && linli --home "$T/$1/home" verify) > "$T/$1.out" 2>&1 &
}
one 1 zh_CN.UTF-8 9
first=$!
one 2 zh_CN.UTF-8 9
second=$!
one 4 C 9
third=$!
bad=0
for job in $first $second $third; do wait $job || bad=1; done
cat "$T"/*.out
exit $bad
