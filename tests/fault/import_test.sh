#!/bin/bash
# linli import of 600 households into an empty record, stopped at 200 of its calls; then an import again.
# timeout: 600
. tests/fault/fault.inc

POINTS=$((200 / STRIDE))
DIR=$T/state
mkdir -p "$DIR/home"
chmod 700 "$DIR/home"
device find > /dev/null # an empty record with its key
town 600 > "$T/town.csv"
printf '户号,室,户主\nX-1,999,桑木\n' > "$T/one.csv"

rm -rf "$T/count"
cp -a "$DIR" "$T/whole"
KILLSHIM_DIR=$T/whole KILLSHIM_COUNT=$T/calls LD_PRELOAD=$B/killshim.so linli --home "$T/whole/home" import "$T/town.csv" > "$T/out" || exit 1
calls=$(od -An -tu8 "$T/calls" | tr -d ' ')
[ "$calls" -ge $POINTS ] || bad "an import of only $calls calls"
step=$(((calls + POINTS - 1) / POINTS))
step=$((step + 1 - step % 2)) # odd, so that both first commands of the next start come
: > "$T/there"
run='linli --home "$DIR/home" import "$T/town.csv"'
good 'kill at a sample' each --step "$step" "$DIR" "$run" "$(look import)"
good 'kill at a sample, its write cut in half' each --half --step $((step * 4 + 1)) "$DIR" "$run" "$(look import)"
is 'both ends were seen' "$(sort -n "$T/there" | uniq | tr '\n' ' ')" '0 600 '
exit $failed
