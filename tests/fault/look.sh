#!/bin/bash
# What must hold of $DIR after a command was stopped at one of its calls: `look.sh KIND`. The first thing that does not hold is said
# and ends with code 1 (something is lost, doubled or half done) or 2 (something cannot be opened or read at all).
. "$ROOT/tests/fault/fault.inc"
lost() { echo "$1" && exit 1; }
broken() { echo "$1" && exit 2; }

# The first command after the stop: it must be good, at once.
next_start() {
    local begun
    begun=$(now_ms)
    "$@" > "$T/first" 2>&1 || broken "the next start: $(cat "$T/first")"
    [ $(($(now_ms) - begun)) -le $((1000 * SLOW)) ] || broken "the next start took $(($(now_ms) - begun)) ms"
}
# sound FOLDER/FILE COMMAND…: chain and file are whole; $events is set
sound() {
    local file=$1 said
    shift
    said=$("$@" verify --json 2>&1) || broken "verify: $said"
    [ "$(field ok <<< "$said")" = true ] || broken "the chain: $said"
    events=$(field events <<< "$said")
    said=$(sqlite3 -readonly "$file" 'PRAGMA integrity_check; PRAGMA foreign_key_check' 2>&1)
    [ "$said" = ok ] || broken "the file: $said"
}
folded() { # all that is folded from the journal
    local table
    for table in household visit matter party alias area worker assignment; do
        sqlite3 -readonly "$1" "SELECT * FROM $table" | sort
    done
}
# as_rebuilt FILE COMMAND…: folding the journal anew gives the same rows
as_rebuilt() {
    local file=$1 before
    shift
    before=$(folded "$file")
    "$@" rebuild > /dev/null || broken "rebuild"
    [ "$(folded "$file")" = "$before" ] || lost "the journal folds to other rows than were there"
}
visits_of() { device show "$1" --json | grep -o "\"note\":\"$2\"" | wc -l; }
waiting() { device outbox --json | grep -c '"state":"waiting"'; }

# One visit of 0101-0003 with the note `stopped`, in a record of 20 households and 20 events.
save() {
    local there told id
    told=$(cat "$TOLD")
    # A command that writes and one that reads only recover by different ways.
    if [ $((N % 2)) = 0 ]; then next_start device visit 0101-0009 --outcome nobody --note after; else next_start device verify; fi
    there=$(visits_of 0101-0003 stopped)
    [ "$there" -le 1 ] || lost "the visit is there $there times"
    sound "$DIR/home/linli.db" device
    [ "$events" = $((20 + there + (N + 1) % 2)) ] || lost "$events events, with $there visits"
    [ "$(device find '' -n 0 | wc -l)" = 20 ] || lost "households: $(device find '' -n 0 | wc -l)"
    [ "$(device find '' -n 0 --json | grep '"number":"0101-0003"' | grep -c '"visited":null')" = $((1 - there)) ] || lost "the visit is half there"
    [ "$(waiting)" = "$events" ] || lost "of $events events $(waiting) wait"
    if [ -n "$told" ]; then
        id=$(device show 0101-0003 --json | grep -o '"visits":\[{"id":"[^"]*' | cut -d'"' -f6)
        [ "$id" = "$told" ] || lost "the visit was told as $told, and is $id"
    fi
    [ "$STATUS" != 0 ] || [ "$there" = 1 ] || lost "it ended well, and the visit is not there"
    # exit code 1 is a word, too: it is not there. A kill says nothing.
    if [ "$STATUS" = 1 ] && [ "$there" = 1 ]; then
        [ -n "${AFTER_ALL:-}" ] || lost "it said that it could not, and the visit is there"
        echo "$N" >> "$T/after_all"
    fi
    as_rebuilt "$DIR/home/linli.db" device
    echo "$there" >> "$T/there"
    device visit 0101-0005 --outcome met > /dev/null || broken "nothing more can be saved"
}

# The same after a call failed: what was said is one clear line.
failed_call() {
    local words
    words=$(cat "$DIR/../words")
    case $STATUS in
    0) [ -z "$words" ] || lost "it ended well, and complained: $words" ;;
    1)
        [ "$(grep -c . <<< "$words")" = 1 ] || lost "not one line: $words"
        grep -Eq '^linli: .+: .+: .+' <<< "$words" || lost "not what, why and what to do: $words"
        [ ! -s "$TOLD" ] || lost "it failed, and printed $(cat "$TOLD")"
        ;;
    *) lost "exit code $STATUS: $words" ;;
    esac
    echo "$STATUS" >> "$T/codes"
    save
}

# A visit typed on screen: $MARKS says how far the screen had come.
form() {
    local there draft mark note
    next_start device verify
    there=$(device find '' -n 1 --json | grep -vc '"visited":null')
    draft=$(sqlite3 -readonly "$DIR/home/linli.db" 'SELECT field, value FROM draft')
    grep -q stored "$MARKS" && [ "$there" = 0 ] && lost "the screen called it stored, and it is not there"
    if [ "$there" = 1 ]; then
        [ -z "$draft" ] || lost "the visit is there, and its draft: $draft"
    else
        for mark in outcome note met; do
            grep -q $mark "$MARKS" && ! grep -q "^$mark|" <<< "$draft" && lost "the field $mark was left, and is not in the draft"
        done
        note=$(sed -n 's/^note|//p' <<< "$draft") # a part of it where it stopped in between
        [ "${NOTE#"$note"}" != "$NOTE" ] || [ -z "$note" ] || lost "the draft: $draft"
        ! grep -q note "$MARKS" || [ "$note" = "$NOTE" ] || lost "of the note that the screen has shown there is: $note"
    fi
    sound "$DIR/home/linli.db" device
    [ "$events" = $((20 + there)) ] || lost "$events events, with $there visits"
    echo "$there" >> "$T/there"
}

# No receipt without the hub holding what it says; what the device calls held is held.
receipts_hold() {
    local held here
    here=$(sqlite3 -readonly "$DIR/home/linli.db" "SELECT lower(hex(d.id)), r.seq, lower(hex(r.hash)) FROM receipt r JOIN device d ON d.no = r.device")
    held=$(sqlite3 -readonly "$DIR/hub/hub.db" \
        "SELECT lower(hex(d.id)), e.pos & 1099511627775, lower(hex(e.hash)) FROM event e JOIN device d ON d.no = e.pos >> 40")
    while read -r line; do
        [ -z "$line" ] || grep -qxF "$line" <<< "$held" || lost "a receipt for what the hub does not hold: $line"
    done <<< "$here"
    here=$(sqlite3 -readonly "$DIR/home/linli.db" "SELECT lower(hex(id)) || '|' || held_seq || '|' FROM device WHERE held_seq > 0 AND secret IS NOT NULL")
    [ -z "$here" ] || grep -qF "$here" <<< "$held" || lost "marked as held, and the hub holds less: $here"
}
# Each of the five visits is at the hub once.
each_once() {
    local export n times
    export=$(office export --events) || broken "the hub exports nothing"
    for n in 1 2 3 4 5; do
        times=$(grep -c "\"note\":\"visit$n\"" <<< "$export")
        [ "$times" -le 1 ] || lost "doubled: visit $n is at the hub $times times"
        [ "$times" = 1 ] || lost "lost: visit $n is not at the hub"
        [ "$(visits_of "0101-000$n" "visit$n")" = 1 ] || lost "visit $n is at the device $(visits_of "0101-000$n" "visit$n") times"
    done
    sed 's/\(.*\),"rev".*/\1/' <<< "$export" | sort | uniq -d | grep -q . && lost "doubled: a seq is at the hub twice"
    [ "$(sqlite3 -readonly "$DIR/hub/hub.db" 'SELECT count(*) FROM visit')" = 5 ] || lost "doubled or lost: the hub's visits"
}
# Five waiting visits and two changed households were on their way when something was stopped. $DIR/../client: sync's exit code, where another was.
push() {
    local code=3 holds
    [ ! -e "$DIR/../client" ] || code=$(cat "$DIR/../client")
    case $STATUS:$code in 0:[03] | 1:3 | 3:3 | 137:[03]) ;; *) lost "what was stopped ended with $STATUS, the other one with $code" ;; esac
    next_start device verify
    next_start hub_start "$T/serve"
    receipts_hold
    holds=$(office export --events | grep -c '"note":"visit')
    [ "$holds" = 0 ] || [ "$holds" = 5 ] || lost "the batch is half there: $holds"
    # The hub holds it, and the device does not know: an answer was lost.
    [ "$holds" = 0 ] || [ "$(waiting)" = 0 ] || echo "$N" >> "$T/unanswered"
    device sync > "$T/again" 2>&1
    code=$?
    each_once
    [ $code = 0 ] || lost "the next sync ended with $code: $(cat "$T/again")"
    receipts_hold
    [ "$(waiting)" = 0 ] || lost "$(waiting) still wait"
    [ "$(device find 改 | wc -l)" = 2 ] || lost "of 2 changed households $(device find 改 | wc -l) came"
    [ "$(device find '' -n 0 | wc -l)" = 20 ] || lost "households: $(device find '' -n 0 | wc -l)"
    sound "$DIR/home/linli.db" device
    as_rebuilt "$DIR/home/linli.db" device
    sound "$DIR/hub/hub.db" office
    as_rebuilt "$DIR/hub/hub.db" office
    hub_stop
    [ "$ended" = 0 ] || broken "the hub ended with $ended"
    sound "$DIR/hub/hub.db" office
}

# An import of 600 households: all of them or none, and once more makes it whole.
import() {
    local there
    if [ $((N % 2)) = 0 ]; then next_start device import "$T/one.csv"; else next_start device verify; fi
    there=$(device find '' -n 0 | wc -l)
    [ $((N % 2)) = 1 ] || there=$((there - 1))
    [ "$there" = 0 ] || [ "$there" = 600 ] || lost "$there households of 600"
    sound "$DIR/home/linli.db" device
    [ "$STATUS" != 0 ] || [ "$there" = 600 ] || lost "it ended well, and nothing is there"
    device import "$T/town.csv" > "$T/again" || lost "the next import ended with $?"
    [ "$(device find '' -n 0 | wc -l)" = $((600 + (N + 1) % 2)) ] || lost "households: $(device find '' -n 0 | wc -l)"
    [ "$(device verify --json | field events)" = $((600 + (N + 1) % 2)) ] || lost "events: $(device verify --json | field events)"
    sound "$DIR/home/linli.db" device
    [ $((N / 2 % 8)) != 0 ] || as_rebuilt "$DIR/home/linli.db" device
    echo "$there" >> "$T/there"
}

# A picture of a disk after the power went: every visit that was told of is there.
picture() {
    local id shown
    [ -e "$DIR/home/linli.db" ] || broken "no record"
    next_start device verify
    shown=$(for id in 1 2 3 4 5 6; do device show "0101-000$id" --json; done)
    while read -r id; do
        grep -qF "\"id\":\"$id\"" <<< "$shown" || lost "lost: told of $id"
    done < "$T/told"
    sound "$DIR/home/linli.db" device
}

# The same of a hub: every push that it answered is held. Each sync has two answers: of the push, then of the pull.
hub_picture() {
    local answers pushes
    answers=$(grep -ac '^HTTP/1.1 200' "$T/told")
    pushes=$(((answers + 1) / 2))
    next_start office verify
    [ "$(sqlite3 -readonly "$DIR/hub/hub.db" 'SELECT count(*) FROM visit')" -ge $pushes ] || lost "lost: of $pushes pushes that were answered"
    [ "$(office export --events | grep -c '"note":"visit')" -ge $pushes ] || lost "lost: of $pushes pushes that were answered"
    sound "$DIR/hub/hub.db" office
}

"$1"
exit 0
