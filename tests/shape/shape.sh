#!/bin/sh
# The floors of the house: who may include whom, no rings, words that have one room. `shape.sh [FOLDER]` checks the project in
# FOLDER by the tables beside this script. Exit code 1 where something is wrong.
set -eu
tables=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tables/../..}"
[ -e tests/shape/rooms.txt ] && tables_of=tests/shape || tables_of=$tables
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find src include/linli -type f \( -name '*.[ch]' -o -name '*.def' -o -name '*.inc' \) | sort > "$work/files"
: > "$work/edges"
xargs awk -f "$tables/lex.awk" < "$work/files" > "$work/code"
awk -f "$tables/shape.awk" -v edges="$work/edges" \
    pass=rooms "$tables_of/rooms.txt" pass=words "$tables/words.txt" pass=exceptions "$tables_of/exceptions.txt" \
    pass=files "$work/files" pass=code "$work/code" | sort -t: -k1,1 -k2,2n > "$work/complaints"
if ! tsort "$work/edges" > /dev/null 2> "$work/rings"; then
    awk '/input contains a loop/ {if (ring) print ring; ring = "ring:"; next} {ring = ring " " $2} END {print ring}' \
        "$work/rings" >> "$work/complaints"
fi
cat "$work/complaints"
count=$(wc -l < "$work/complaints")
echo "shape: $(wc -l < "$work/files") files, $(sort -u "$work/edges" | wc -l) edges, $count complaints"
[ "$count" = 0 ]
