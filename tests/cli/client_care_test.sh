#!/bin/sh
# linli verify, rebuild, backup, restore, doctor; records that are damaged, foreign, newer, held, read-only; a full disk.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1
linli visit 001 --outcome met --note 'the-note-that-is-looked-for' > /dev/null || exit 1
db=$LINLI_HOME/linli.db

# Byte $2 of file $1 becomes the octal $3.
poke() {
    printf "\\$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}
# The same record in a folder of its own, to be spoilt.
copy() {
    rm -rf copy
    cp -r "$LINLI_HOME" copy
}

expect 'verify' 0 linli verify --json
keys 'keys of verify' 1 events:i ok:b first_bad:S
is 'all is well' "$(get events) $(get ok) $(get first_bad)" '4 true null'
expect 'verify in words' 0 linli verify
copy
offset=$(grep -abo 'the-note-that-is-looked-for' copy/linli.db | head -n 1 | cut -d: -f1)
[ -n "$offset" ] || bad 'the note is in the file'
for at in $(grep -abo 'the-note-that-is-looked-for' copy/linli.db | cut -d: -f1); do poke copy/linli.db "$at" 130; done
expect 'a flipped byte' 1 linli --home copy verify --json
is 'is found' "$(get ok)" false
get first_bad | grep -Eqx '[0-9a-f]{32}:4' && ok 'and its event is named' || bad 'and its event is named'
complains 'in words too' '^linli: the journal is not as it was written: [0-9a-f]{32}:4: '
expect 'the doctor sees it' 1 linli --home copy doctor

expect 'rebuild' 0 linli rebuild
expect 'rebuild keeps what is there' 0 linli show 001 --json
is 'the visit' "$(get visits.0.note)" 'the-note-that-is-looked-for'
expect 'the doctor' 0 linli doctor --json
keys 'keys of doctor' "$(wc -l < out)" ok:b finding:s

expect 'backup' 0 linli backup b1.db
is 'is for this person only' "$(stat -c %a b1.db)" 600
refuses 'never over a file' 1 linli backup b1.db
refuses 'nor into nowhere' 1 linli backup /nowhere/at/all.db
linli visit 002 --outcome met > /dev/null || exit 1
expect 'restore' 0 linli restore b1.db
is 'what came later is gone' "$(events)" 4
is 'but kept beside' "$(test -s "$db.before-restore" && echo yes)" yes
expect 'work goes on' 0 linli visit 002 --outcome met
is 'and holds' "$(linli verify --json | "$T/jsonl" get ok)" true
refuses 'restore of what is no record' 1 linli restore town.csv
refuses 'restore of what is not there' 1 linli restore nothere.db
cp b1.db spoilt.db
for at in $(grep -abo 'the-note-that-is-looked-for' spoilt.db | cut -d: -f1); do poke spoilt.db "$at" 130; done
refuses 'restore of a damaged one' 1 linli restore spoilt.db
is 'none of it touched the record' "$(events)" 5

echo 'this is no database, and long enough to be looked at as one; it is only text, line by line' > copy/text
mkdir -p other && cp copy/text other/linli.db
refuses 'a record that is no database' 1 linli --home other find
refuses 'nor written to' 1 linli --home other visit 001 --outcome met
is 'it stays as it was' "$(cat other/linli.db)" "$(cat copy/text)"
copy
poke copy/linli.db 68 101
refuses 'the database of another program' 1 linli --home copy find
complains 'is called that' 'another program'
refuses 'nor written to' 1 linli --home copy import town.csv
copy
poke copy/linli.db 63 177
refuses 'a database of a newer version' 1 linli --home copy find
complains 'is called that' 'newer'
refuses 'nor written to' 1 linli --home copy visit 001 --outcome met

# A second linli: the first holds the record while it waits for its file.
mkfifo roster
linli import roster > first.out 2>&1 &
first=$!
for i in 1 2 3 4 5 6 7 8 9 10; do
    linli rebuild > out 2> err && sleep 0.2 || break
done
expect 'a second one reads' 0 linli find --json 尉迟
is 'all of it' "$(get number)" 003
expect 'and checks' 0 linli verify
expect 'and backs up' 0 linli backup b2.db
begun=$(date +%s)
refuses 'but does not write' 1 linli visit 001 --outcome met
is 'and says so within two seconds' "$(test $(($(date +%s) - begun)) -le 3 && echo yes)" yes
complains 'and who holds it' "process $first"
refuses 'nor import' 1 linli import town.csv
refuses 'nor restore' 1 linli restore b1.db
refuses 'nor rebuild' 1 linli rebuild
town > roster
wait $first
is 'the first one ends its work' "$?" 0
expect 'then writing works' 0 linli visit 001 --outcome met
# One that was killed leaves nothing behind that stops the next.
linli import roster > /dev/null 2>&1 &
first=$!
sleep 0.3
kill -KILL $first
wait $first 2> /dev/null
expect 'a killed one holds nothing' 0 linli visit 001 --outcome met
# Several commands at once wait for each other for a moment.
for i in 1 2 3 4; do linli visit 002 --outcome phone > "v$i" 2>&1 & done
wait
is 'four at once are all kept' "$(cat v1 v2 v3 v4 | grep -Ecx '[0-9a-f]{32}-[0-9]+')" 4

mkdir empty_home
expect 'an empty home' 0 linli --home empty_home matters
refuses 'a home that cannot be made' 1 linli --home /proc/nothing find
refuses 'a home without a name' 2 linli --home '' find
copy
awk 'BEGIN {print "户号,门牌,户主"; for (i = 0; i < 6000; i++) printf "B%05d,%d-1-%d01,孙%d\n", i, i / 20, i % 20, i}' > big.csv
cat > read_only.sh << 'SH'
set -e
mount -t tmpfs -o size=8m none "$1"
cp -r copy/. "$1"
mount -o remount,ro "$1"
linli --home "$1" find --json 张 > ro.find
linli --home "$1" verify > ro.verify
set +e
linli --home "$1" visit 001 --outcome met > ro.out 2> ro.err
echo $? > ro.code
SH
# A tmpfs of 3 MiB, filled up but for some pages: work goes on until there is no room, and what was saved is there.
cat > full.sh << 'SH'
set -e
mount -t tmpfs -o size=6m none "$1"
cp copy/linli.db "$1/"
export LINLI_HOME="$1"
linli visit 001 --outcome met > /dev/null
fill=$(($(df --output=avail -k "$1" | tail -n 1) - 400))
[ $fill -le 0 ] || dd if=/dev/zero of="$1/ballast" bs=1k count=$fill 2> /dev/null
set +e
saved=0
for i in $(seq 200); do
    linli visit 001 --outcome met --note "$(head -c 3900 /dev/zero | tr '\0' x)" > full.out 2> full.err
    code=$?
    [ $code = 0 ] || break
    saved=$((saved + 1))
done
echo $code > full.code
linli backup "$1/b.db" > /dev/null 2> full.backup
echo $? >> full.code
linli import big.csv > full.import 2>&1
echo $? >> full.code
linli find -n 0 --json > full.find
rm -f "$1/ballast"
linli verify --json > full.verify
linli show 001 --json > full.show
echo $saved > full.saved
linli visit 001 --outcome met > /dev/null 2> full.again
echo $? >> full.code
SH
mkdir mounted
if [ "$(id -u)" = 0 ] && unshare -m true 2> /dev/null && unshare -m sh -c 'mount -t tmpfs none "$0"' "$PWD/mounted" 2> /dev/null; then
    cp "$db" copy/linli.db
    unshare -m sh read_only.sh "$PWD/mounted" > out 2> err && ok 'a read-only disk is read' || bad 'a read-only disk is read'
    is 'its rows' "$("$T/jsonl" get number < ro.find)" 001
    is 'writing there is refused' "$(cat ro.code)" 1
    grep -Eq '^linli: .+read-only.*: .+' ro.err && ok 'in words' || { cp ro.err err && bad 'in words'; }
    unshare -m sh full.sh "$PWD/mounted" > out 2> err || bad 'a full disk'
    is 'a full disk: exit codes' "$(tr '\n' ' ' < full.code)" '1 1 1 0 '
    is 'a full disk: no half of a roster' "$(wc -l < full.find)" 3
    cp full.import err
    complains 'a full disk: the import says it' '^linli: .*: .*(full|space).*: .+'
    cp full.err err
    complains 'a full disk: the words' '^linli: .*: .*(full|space).*: .+'
    is 'a full disk: the chain holds' "$("$T/jsonl" get ok < full.verify)" true
    is 'a full disk: something was saved before' "$(test "$(cat full.saved)" -gt 0 && echo yes)" yes
    is 'a full disk: what was saved is there' "$("$T/jsonl" get visits < full.show)" \
        "$(($(linli show 001 --json | "$T/jsonl" get visits) + $(cat full.saved) + 1))"
else
    echo 'SKIPPED a read-only disk, a full disk: they need root and mounts'
fi
if [ "$(id -u)" != 0 ]; then
    copy
    chmod 500 copy
    expect 'a folder that may not be written is read' 0 linli --home copy find
    refuses 'but not written' 1 linli --home copy visit 001 --outcome met
    chmod 700 copy
fi
done_testing
