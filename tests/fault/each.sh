#!/bin/bash
# Stops a command at every call by which it changes files, and looks at what is left.
#
#   each.sh [OPTIONS] BEFORE 'RUN' 'CHECK'
#
# BEFORE is a folder; each run gets a fresh copy of it in $DIR. RUN and CHECK are shell lines; CHECK sees DIR, TOLD (a file with
# RUN's stdout), STATUS (RUN's exit code, 137 where it was killed) and N, and is good with exit code 0. The whole RUN comes
# first, with N=0, and must be good too. Prints a count; exit code 1 where a CHECK was not good, 2 where nothing was stopped.
#
#   --half            the stopped write is cut in half
#   --errno NAME      the call fails (ENOSPC EIO …) instead of the kill; with --half it is a short write
#   --from            … and all later ones too
#   --calls NAMES     only these calls: write fsync truncate unlink rename
#   --step K          every Kth call
#   --last N          not beyond call N
#   --recover 'LINE'  after the kill LINE runs on $DIR and is itself killed at one of its calls, another one each time
#   --env 'A=B C=D'   more of killshim's settings
set -u
B=${B:?the build folder}
half='' errno='' from='' calls='' step=1 last='' recover=''
while [ $# -gt 3 ]; do
    case $1 in
    --half) half=1 ;;
    --from) from=1 ;;
    --errno) errno=$2 && shift ;;
    --calls) calls=$2 && shift ;;
    --step) step=$2 && shift ;;
    --last) last=$2 && shift ;;
    --recover) recover=$2 && shift ;;
    *) echo "each.sh: $1?" >&2 && exit 2 ;;
    esac
    shift
done
before=$1 run=$2 check=$3
work=$(mktemp -d "${T:-/tmp}/each-XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
export DIR=$work/dir TOLD=$work/told STATUS N
count=$work/count

shimmed() { # calls at which to stop (0: none), line; sets STATUS
    rm -f "$count"
    (
        [ "$1" = 0 ] || export KILLSHIM_AT=$1
        export KILLSHIM_DIR=$DIR KILLSHIM_COUNT=$count KILLSHIM_CALLS=$calls LD_PRELOAD=$B/killshim.so
        [ "$1" = 0 ] || export KILLSHIM_HALF=$half KILLSHIM_ERRNO=$errno KILLSHIM_FROM=$from
        exec sh -c "$2"
    ) 2> "$work/err"
    STATUS=$?
}
counted() { od -An -tu8 "$count" | tr -d ' '; }
points=0 bad=0 twice=0
look() {
    sh -c "$check" > "$work/said" 2>&1 && return
    bad=$((bad + 1))
    if [ $bad -le 5 ]; then
        echo "call $N (exit code $STATUS): the check failed:"
        sed 's/^/    /' "$work/said"
        sed 's/^/    stderr: /' "$work/err" | tail -n 5
    fi
}
fresh() {
    rm -rf "$DIR"
    cp -a "$before" "$DIR"
}

N=0
fresh
shimmed 0 "$run" > "$TOLD"
total=$(counted)
look
[ $bad = 0 ] || echo "the whole command, not stopped, is not good"
for ((N = 1; N <= ${last:-$total}; N += step)); do
    fresh
    shimmed "$N" "$run" > "$TOLD"
    points=$((points + 1))
    if [ -z "$errno" ] && [ $STATUS != 137 ] && [ "$(counted)" -ge "$N" ]; then
        echo "call $N: not killed, exit code $STATUS"
        bad=$((bad + 1))
    fi
    if [ -n "$recover" ]; then
        status=$STATUS told=$TOLD TOLD=/dev/null
        shimmed $((N * 7 % 31 + 1)) "$recover" > /dev/null
        [ $STATUS != 137 ] || twice=$((twice + 1))
        STATUS=$status TOLD=$told
    fi
    look
done
echo "$points of $total calls stopped${half:+, halved}${errno:+, $errno}${recover:+, $twice recoveries, too}, $bad not good"
[ $points -gt 0 ] || exit 2
[ $bad = 0 ]
