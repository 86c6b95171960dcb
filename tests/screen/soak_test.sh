#!/bin/sh
# Random keys, pastes, resizes, signals and hang-ups on linli, with fixed seeds; then the record is whole. `make soak` goes on longer.
set -eu
cd "$T" # random keys print, back up and export, too
sampletown --seed 3 --households 300 > "$T/town.csv"
linli import "$T/town.csv" > /dev/null
for seed in 1 2 3; do
    screen-soak --seconds 8 --seed $seed --home "$LINLI_HOME" --lang zh_CN.UTF-8 linli
done
screen-soak --seconds 4 --seed 4 --home "$LINLI_HOME" --lang C linli
linli verify
