#!/bin/bash
# killshim and powerloss on a small SQLite program, with the controls that must fail.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
B=${B:?the build folder}
good=0 bad=0
tell() { # what, 0 or other
    if [ "$2" = 0 ]; then good=$((good + 1)); else bad=$((bad + 1)) && echo "FAIL $1" && cat "$T/out"; fi
}
each() { "$here/each.sh" "$@" > "$T/out" 2>&1; }

mkdir -p "$T/before"
"$B/victim" save "$T/before/a.db" FULL 3 > "$T/told3"
save='victim save "$DIR/a.db" FULL 6'
look='cat "$T/told3" "$TOLD" > "$T/all" && victim check "$DIR/a.db" "$T/all"'
export T

each "$T/before" "$save" "$look"
tell "kill at every call" $?
grep -Eq '^[1-9][0-9]+ of [0-9]+ calls stopped, 0 not good' "$T/out"
tell "it says how many" $?
each --half "$T/before" "$save" "$look"
tell "kill at every call, writes halved" $?
each --half --recover 'victim save "$DIR/a.db" FULL 0' "$T/before" "$save" "$look"
tell "kill, then kill the recovery" $?
each --errno ENOSPC "$T/before" "$save" "$look"
tell "no space, once" $?
each --errno EIO --from --calls fsync "$T/before" "$save" "$look"
tell "every sync fails" $?

# controls: something is told before it is saved; a check that is never good; a command that changes nothing
each "$T/before" 'sh -c "echo row 4; victim save \"\$DIR/a.db\" FULL 1"' "$look"
[ $? = 1 ]
tell "control: told before saved" $?
each "$T/before" "$save" false
[ $? = 1 ]
tell "control: a check that is never good" $?
each "$T/before" true "$look"
[ $? = 2 ]
tell "control: a command without calls proves nothing" $?

# power loss: 400 images each; under the sanitizers 100
images=400
[ "${FLAVOUR:-}" = asan ] && images=100
power() { # synchronous, options of powerloss
    rm -rf "$T/run" "$T/log"
    cp -a "$T/before" "$T/run"
    KILLSHIM_DIR=$T/run KILLSHIM_LOG=$T/log LD_PRELOAD=$B/killshim.so "$B/victim" save "$T/run/a.db" "$1" 50 | cat > /dev/null
    shift
    "$B/powerloss" --told "$T/told" "$@" "$T/log" "$T/before" "$T/image" --sweep $images --seed 7 -- \
        "$B/victim" check "$T/image/a.db" "$T/told" > "$T/out" 2>&1
}
power FULL
tell "power loss: synchronous=FULL loses nothing" $?
grep -q "^50 told, $images images, $images good, 0 lost, 0 broken" "$T/out"
tell "power loss: FULL is good each time" $?
power NORMAL
[ $? = 1 ] && grep -Eq ' [1-9][0-9]* lost, 0 broken' "$T/out"
tell "control: synchronous=NORMAL loses acknowledged rows" $?
power OFF
[ $? = 1 ] && grep -Eq ' [1-9][0-9]* broken' "$T/out"
tell "control: synchronous=OFF breaks the file" $?
power FULL --lie 50
[ $? = 1 ] && grep -Eq ' [1-9][0-9]* lost' "$T/out"
tell "control: a disk that ignores half of the syncs loses rows" $?

# names: a file that is renamed before its folder is synced may come back under the old name, and never half
mkdir -p "$T/one" && echo old > "$T/one/name"
rm -rf "$T/run" "$T/log" && cp -a "$T/one" "$T/run"
KILLSHIM_DIR=$T/run KILLSHIM_LOG=$T/log LD_PRELOAD=$B/killshim.so sh -c 'dd if=/dev/zero of="$T/run/new" bs=100 count=1 conv=fsync && mv "$T/run/new" "$T/run/name"' 2> /dev/null
for seed in 0 1; do # 0 keeps nothing that is unsettled, 1 everything
    "$B/powerloss" "$T/log" "$T/one" "$T/image" --point 99 --seed $seed
    wc -c < "$T/image/name"
done > "$T/out"
[ "$(tr '\n' ' ' < "$T/out" | tr -d ' ')" = 4100 ]
tell "a rename lasts only once its folder is synced" $?

# a name that is removed and given anew: from the sync on it is the new file's, before it is the old one's or none
rm -rf "$T/run" "$T/log" && cp -a "$T/one" "$T/run"
KILLSHIM_DIR=$T/run KILLSHIM_LOG=$T/log LD_PRELOAD=$B/killshim.so sh -c 'rm "$T/run/name" && dd if=/dev/zero of="$T/run/name" bs=9 count=1 conv=fsync && sync "$T/run" && rm "$T/run/name"' 2> /dev/null
for point in 0 2 4 5; do # nothing, removed and made, written and synced, removed again
    "$B/powerloss" "$T/log" "$T/one" "$T/image" --point $point --seed 0
    wc -c < "$T/image/name"
done > "$T/out"
for seed in 5 6 7 8 9; do # whatever else is kept, there is no folder of that name
    "$B/powerloss" "$T/log" "$T/one" "$T/image" --point 3 --seed $seed
    [ ! -d "$T/image/name" ] || echo folder >> "$T/out"
done
[ "$(tr '\n' ' ' < "$T/out")" = '4 4 9 9 ' ]
tell "a name that is given anew" $?

echo "fault tools: $good passed, $bad failed"
[ $bad = 0 ]
