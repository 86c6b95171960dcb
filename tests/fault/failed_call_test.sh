#!/bin/bash
# linli visit where the disk refuses: no space, a quota, an error of the disk, at every call, once and from then on. One clear line and
# exit code 1, or the visit is there.
# timeout: 600
. tests/fault/fault.inc

mkdir -p "$T/state/home"
chmod 700 "$T/state/home"
DIR=$T/state
town | head -n 1 > "$T/town.csv"
town | grep ",$GRID," >> "$T/town.csv"
device import "$T/town.csv" > /dev/null || exit 1
run='linli --home "$DIR/home" visit 0101-0003 --outcome met --note stopped 2> "$DIR/../words"'
all() { # NAME OPTION…
    local name=$1
    shift
    export AFTER_ALL=${AFTER_ALL:-}
    : > "$T/codes"
    good "$name" each "$@" "$T/state" "$run" "$(look failed_call)"
    [ "$(sort -u "$T/codes" | tr '\n' ' ')" = '0 1 ' ] || bad "$name: exit codes $(sort "$T/codes" | uniq -c | tr '\n' ' ')"
}
# Where the disk refuses all that follows, too, the sync of the commit leaves whole frames in the log that nobody can take back: the
# next start may find what was told as not saved. That is one call, and nothing is half done.
from_then_on() {
    : > "$T/after_all"
    AFTER_ALL=1 all "$1, from every call on" --from "${@:2}"
    [ "$(wc -l < "$T/after_all")" -le 1 ] || bad "$1: told as not saved, and there after all at calls $(tr '\n' ' ' < "$T/after_all")"
}
all 'no space at every call' --errno ENOSPC --step $STRIDE
from_then_on 'no space' --errno ENOSPC --step $STRIDE
all 'no space: writes cut short' --errno ENOSPC --half --from --calls write --step $STRIDE
all 'the disk refuses every call' --errno EIO --step $STRIDE
from_then_on 'the disk refuses' --errno EIO --step $STRIDE
all 'syncs fail' --errno EIO --calls fsync
all 'syncs fail from one on' --errno EIO --from --calls fsync
from_then_on 'the disk turns read-only' --errno EROFS --step $((2 * STRIDE))
exit $failed
