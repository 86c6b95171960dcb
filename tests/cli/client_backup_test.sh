#!/bin/sh
# linli backup onto a stick and back: names, words, a stick that is full or write-protected, what the doctor says of it.
. "$(dirname "$0")/client.inc"
. "$(dirname "$0")/faketime.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null || exit 1
mkdir stick
made() {
    sed -n 's/^a whole copy is in \(.*\); it was read back and is good$/\1/p' out
}

expect 'the doctor before any backup' 0 linli doctor
says 'says so' '^good  no backup was made yet: linli backup FOLDER'
expect 'a backup into a folder' 0 linli backup stick
first=$(made)
case $first in stick/linli-20[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9].db) ok 'has the day for its name' ;; *) bad "its name: $first" ;; esac
says 'and says that this is the same disk' 'same disk as the record'
is 'for this person only' "$(stat -c %a "$first")" 600
expect 'another one' 0 linli backup stick/
[ "$(made)" != "$first" ] && made | grep -Evq '//'  && ok 'has another name' || bad 'has another name'
is 'nothing else is there' "$(ls -A stick | grep -Evc '^linli-[0-9]{8}-[0-9]{4}(-[0-9])?\.db$')" 0
expect 'the doctor' 0 linli doctor --json
is 'knows the day' "$(get finding | grep -c "^the last backup was made on $(TZ=UTC-8 date +%F)$")" 1
expect 'from a record that another one holds' 0 sh -c '{ mkfifo hold && linli import hold & } > /dev/null 2>&1; sleep 0.3; linli backup stick; code=$?; cat town.csv > hold; wait; exit $code'

# Work that no hub has and no copy, for long.
touch_note() {
    echo "$1" > record/linli.db.backed-up
}
expect 'a visit' 0 linli visit 001 --outcome met
touch_note $((($(date +%s) - 40 * 86400) * 1000))
expect 'an old backup, and the work is new' 0 linli doctor
touch_note 5
expect 'a backup that is too old' 1 on_day +40d linli doctor
says 'is told' '^BAD   the last backup was made on 1970-01-01: make a new one'

expect 'back on a new netbook' 0 linli --home new restore "$first"
is 'with all of it' "$(linli --home new find -n 0 --json | wc -l)" 3
refuses 'a folder is no backup' 2 linli --home new2 restore stick
complains 'but the newest in it is named' 'the newest there is linli-20'
refuses 'an empty folder' 2 linli --home new2 restore "$T/new"
refuses 'nowhere' 1 linli backup nowhere/at/all.db
complains 'says why' 'No such file'

cat > sticks.sh << 'SH'
mount -t tmpfs -o size=64k none "$1" || exit 9
linli backup "$1" > full.out 2> full.err
echo $? > codes
linli export --outbox "$1" > /dev/null 2>> codes
echo $? >> codes
dd if=/dev/zero of="$1/rest" bs=1k 2> /dev/null
linli export --outbox "$1/small" > /dev/null 2> small.err
echo $? >> codes
ls -A "$1" >> codes
umount "$1" && mount -t tmpfs -o size=8m none "$1" && mount -o remount,ro "$1" || exit 9
linli backup "$1" > /dev/null 2> ro.err
echo $? >> codes
linli export --outbox "$1" > /dev/null 2> ro2.err
echo $? >> codes
ls -A "$1" >> codes
SH
mkdir mounted
if [ "$(id -u)" = 0 ] && unshare -m true 2> /dev/null && unshare -m sh -c 'mount -t tmpfs none "$0"' "$PWD/mounted" 2> /dev/null; then
    unshare -m sh sticks.sh "$PWD/mounted"
    is 'a full and a write-protected stick' "$(sed 's/linli-outbox.*/outbox/' codes | tr '\n' ' ')" '1 0 1 outbox rest 1 1 '
    for words in full small ro ro2; do
        cp $words.err err
        complains "$words: its words" '^linli: cannot write .*: .*: .*'
    done
    cp full.err err
    complains 'the stick is what is full' 'cannot write the backup: .*full'
    cp ro.err err
    complains 'or read-only' 'cannot write the backup: Read-only'
else
    echo 'SKIPPED sticks: they need root and mounts'
fi
is 'the record is whole' "$(linli verify --json | "$T/jsonl" get ok)" true
done_testing
