#!/bin/bash
# Real disks: one that fills up under a device, under an import, under a hub; one that is read-only, also with work in the log that no
# checkpoint wrote back.
# timeout: 300
if [ "${1:-}" != inside ]; then # mounts of its own, that end with it
    [ "$(id -u)" = 0 ] && own='-m' || own='-rm'
    unshare $own true 2> /dev/null || { echo "this system lets nobody mount a small disk (unshare $own)" && exit 77; }
    exec unshare $own bash "$0" inside
fi
. tests/fault/fault.inc
. tests/fault/push.inc

# disk FOLDER BYTES SOURCE: a copy of SOURCE on a small disk
disk() {
    mkdir -p "$1"
    mount -t tmpfs -o "size=$2,mode=700" tmpfs "$1" && cp -a "$3/." "$1/"
}
# room FOLDER MORE: bytes for it and that much more
room() { echo "$(($(du -sk "$1" | cut -f1) + $2))k"; }
# again OPTIONS FOLDER: named whole, so that no option of before comes along that this user may not give
again() { mount -o "remount,$1" tmpfs "$2"; }
# refuses NAME CODE PATTERN COMMAND…: one clear line
refuses() {
    local name=$1 code=$2 pattern=$3 got
    shift 3
    "$@" > "$T/out" 2> "$T/err" < /dev/null
    got=$?
    if [ $got != "$code" ]; then
        bad "$name: exit code $got: $(cat "$T/out" "$T/err")"
    elif [ "$(wc -l < "$T/err")" != 1 ] || ! grep -Eq '^linli(-hub)?: .+: .+: .+' "$T/err"; then
        bad "$name: not one line of what, why and what to do: $(cat "$T/err")"
    elif ! grep -Eq -e "$pattern" "$T/err"; then
        bad "$name: no $pattern: $(cat "$T/err")"
    else
        ok "$name: $(sed 's/.*: \(.*: .*\)/\1/' "$T/err")"
    fi
}
does() { # NAME COMMAND…
    local name=$1
    shift
    if "$@" > "$T/out" 2> "$T/err" < /dev/null; then ok "$name"; else bad "$name: exit code $?: $(cat "$T/out" "$T/err")"; fi
}
well() { # NAME COMMAND…: its record is whole
    is "$1" "$("${@:2}" verify --json | field ok)" true
}
note=$(printf '雨%.0s' $(seq 300))
# visits_until_full: how many were told as saved; the last answer is in $T/out and $T/err
visits_until_full() {
    local n
    for ((n = 0; n < 2000; n++)); do
        device visit 0101-0010 --outcome met --note "$n $note" > "$T/out" 2> "$T/err" || break
        cat "$T/out" >> "$T/told"
    done
    echo $n
}
told_is_there() { # NAME
    device show 0101-0010 --json | grep -o '"id":"[^"]*"' | cut -d'"' -f4 | sort > "$T/shown"
    is "$1" "$(sort "$T/told" | comm -23 - "$T/shown" | wc -l) missing" '0 missing'
}

DIR=$T/full
: > "$T/told"
disk "$DIR" "$(room "$T/state" 200)" "$T/state" || exit 1
saved=$(visits_until_full)
[ "$saved" -gt 20 ] && [ "$saved" -lt 2000 ] && ok "$saved visits until the disk is full" || bad "$saved visits"
refuses 'a full disk' 1 'disk is full' device visit 0101-0010 --outcome met --note "$note"
refuses 'a full disk again' 1 'disk is full' device visit 0101-0009 --outcome met --note "$note"
told_is_there 'what was told is there while it is full'
well 'the chain while it is full' device
does 'finding while it is full' device find 0101
refuses 'an import of more than fits' 1 'disk is full' device import <(town 4000) # 2,000 of them
is 'none of it is there' "$(device find '' -n 0 | wc -l)" 20
again size=20m "$DIR"
does 'with space again' device visit 0101-0010 --outcome met
told_is_there 'what was told'
well 'the chain' device
umount "$DIR"

# On screen: what was typed stays there, and is stored when there is space.
DIR=$T/screen
disk "$DIR" 2m "$T/state" || exit 1
head=$(device find '' -n 1 --json | field head)
{
    printf 'wait [1\nkeys 2\nwait %s\nkeys <F2>\nwait Outcome\nkeys 1\nexpect > Note\nkeys 门口\n' "$head"
    echo "run head -c 2m /dev/zero > '$DIR/filler' 2> /dev/null; test -s '$DIR/filler'"
    # said once, and shown for as long as it lasts; going back is no way to lose it unasked
    printf 'type 说了\nexpect not kept!\ntype 两\nreject disk is full\nexpect not kept!\n'
    printf 'keys <Esc>\nexpect kept nowhere\nexpect 门口说了两\nkeys 句\n'
    printf 'keys <F10>\nexpect disk is full\nexpect 门口说了两句\n'
    echo "run rm '$DIR/filler'"
    printf 'keys <Left>\nreject not kept!\nkeys <F10>\nexpect Stored\nkeys q\nexit 0\n'
} > "$T/play"
does 'the form on a full disk' screen-play --home "$DIR/home" "$T/play" -- "$FAULT_BIN/linli"
is 'it is stored once' "$(device show 0101-0001 --json | grep -o '"note":"门口说了两句"' | wc -l)" 1
well 'its chain' device
umount "$DIR"

# The same under a hub: the device keeps what the hub cannot take.
DIR=$T/hubfull
mkdir -p "$DIR/home" "$DIR/hub"
cp -a "$T/state/home/." "$DIR/home/"
disk "$DIR/hub" 900k "$T/state/hub" || exit 1
for n in $(seq 300); do
    device visit 0101-0010 --outcome met --note "full$n $(head -c 900 /dev/urandom | base64 -w0)" > /dev/null || exit 1
done
hub_start "$T/serve" || bad "the hub does not start: $(cat "$T/serve.err")"
refuses 'a sync with a hub that is full' 3 'hub' device sync
is 'the hub lives' "$(kill -0 "$server" && echo yes)" yes
waits=$(device outbox --json | grep -c '"state":"waiting"')
[ "$waits" -gt 0 ] && ok "$waits wait" || bad 'nothing waits'
again size=50m "$DIR/hub"
does 'with space again' device sync
is 'nothing waits' "$(device outbox --json | grep -c '"state":"waiting"')" 0
is 'each is at the hub once' "$(office export --events | grep -o '"note":"full[0-9]*' | sort | uniq -c | sort -u | awk '{print $1}' | sort -u | tr '\n' ' ')$(
    office export --events | grep -c '"note":"full')" '1 300'
well "the hub's chain" office
hub_stop
umount "$DIR/hub"

# Read-only, after a kill that left a committed visit in the log alone.
DIR=$T/readonly
disk "$DIR" 20m "$T/state" || exit 1
coproc READER { exec sqlite3 -readonly "$DIR/home/linli.db"; } # so that no checkpoint writes it back; exec: its pid is the reader's
reader=$READER_PID # bash forgets it once the reader is gone
echo 'SELECT count(*) FROM household;' >&"${READER[1]}"
read -r _ <&"${READER[0]}"
does 'a visit' device visit 0101-0010 --outcome met --note inthelog
kill -KILL "$reader"
wait "$reader" 2> /dev/null
[ -s "$DIR/home/linli.db-wal" ] && ok 'it is in the log alone' || bad 'it is in the log alone'
does 'read-only from here' again ro "$DIR"
is 'it is read from there' "$(device show 0101-0010 --json 2> /dev/null | grep -c '"note":"inthelog"')" 1
refuses 'a visit on a read-only disk' 1 'read-only' device visit 0101-0010 --outcome met
refuses 'a sync on a read-only disk' 1 'read-only' device sync
refuses 'an import on a read-only disk' 1 'read-only' device import "$T/town.csv"
does 'finding' device find 0101
well 'the chain' device
refuses 'a hub on a read-only disk' 1 '[Rr]ead-only' timeout 20 linli-hub --db "$DIR/hub/hub.db" serve --listen "127.0.0.1:$PORT"
again rw "$DIR"
does 'writable again' device visit 0101-0010 --outcome met
is 'it is there' "$(device show 0101-0010 --json | grep -c '"note":"inthelog"')" 1
umount "$DIR"

DIR=$T/state
refuses 'what is printed goes nowhere' 1 'what was saved is saved' sh -c 'linli --home "$1" visit 0101-0010 --outcome met --note nowhere > /dev/full' sh "$DIR/home"
is 'and was saved' "$(device show 0101-0010 --json | grep -c '"note":"nowhere"')" 1
exit $failed
