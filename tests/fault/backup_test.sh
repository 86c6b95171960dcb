#!/bin/bash
# linli backup and the outbox onto a stick that is full, is pulled out, or where the battery ends, at every call. What has its name is whole.
# timeout: 300
. tests/fault/fault.inc

export RECORD=$T/record
mkdir -p "$RECORD" "$T/stick"
chmod 700 "$RECORD"
echo 'holiday' > "$T/stick/photos.txt"
town | head -n 1 > "$T/town.csv"
town | grep ",$GRID," | head -n 5 >> "$T/town.csv"
linli --home "$RECORD" import "$T/town.csv" > /dev/null || exit 1
EVENTS=$(linli --home "$RECORD" verify --json | field events)
export EVENTS

cat > "$T/look" << 'SH'
lost() { echo "$1" && exit 1; }
[ "$(cat "$DIR/photos.txt")" = holiday ] || lost 'another file was touched'
[ "$STATUS" = 0 ] || [ "$STATUS" = 1 ] || [ "$STATUS" = 137 ] || lost "exit code $STATUS"
[ "$STATUS" != 1 ] || grep -Eqx 'linli: [^:]+: .+: .+' "$T/words" || lost "its words: $(cat "$T/words")"
found=0
for file in "$DIR"/linli-*.db; do
    [ -e "$file" ] || continue
    found=1
    rm -rf "$T/again"
    linli --home "$T/again" restore "$file" > /dev/null 2> "$T/why" || lost "what has the name is no backup: $(cat "$T/why")"
    [ "$(linli --home "$T/again" verify --json | sed -n 's/.*"events":\([0-9]*\),"ok":true.*/\1/p')" = "$EVENTS" ] || lost 'the backup is not whole'
done
for file in "$DIR"/linli-outbox-*.jsonl; do
    [ -e "$file" ] || continue
    found=1
    [ "$(grep -c '^\[' "$file")" = "$EVENTS" ] && tail -n 1 "$file" | grep -q '"sig"' || lost 'the outbox is not whole'
done
[ "$STATUS" != 0 ] || [ $found = 1 ] || lost 'it was told as made, and is not there'
linli --home "$RECORD" verify > /dev/null || lost 'the record'
SH
check="bash '$T/look'"
for verb in 'backup "$DIR"' 'export --outbox "$DIR"'; do
    run="linli --home \"\$RECORD\" $verb 2> \"\$T/words\""
    name=${verb%% *}
    good "$name: the battery ends" each --step $STRIDE "$T/stick" "$run" "$check"
    good "$name: the stick is full" each --errno ENOSPC --from --step $STRIDE "$T/stick" "$run" "$check"
    good "$name: the stick is pulled out" each --errno EIO --from --step $STRIDE "$T/stick" "$run" "$check"
    good "$name: a call fails once" each --errno EIO --step $STRIDE "$T/stick" "$run" "$check"
done
exit $failed
