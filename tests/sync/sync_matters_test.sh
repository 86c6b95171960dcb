#!/bin/sh
# A matter between households of two heads: what one adds the other sees; of two settlements the first at the hub stands.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
join b li "$url"
both() {
    linli --home a sync > /dev/null && linli --home b sync > /dev/null && linli --home a sync > /dev/null || bad "sync: $1"
}
of() { # FOLDER KEY…: of the matter there
    linli --home "$1" show "$number" --json > out 2> err
    shift
    for key; do printf '%s ' "$(get "$key")"; done
}
linli --home a sync > /dev/null || bad 'first sync'
expect 'a matter' 0 linli --home a open 0001 0005 --kind dispute --type neighbours --summary 漏水 --triage danger=no,consent=yes,who=village
number=$(cat out)
linli --home a sync > /dev/null || bad 'sync'
id=$(linli --home a show 0005 --json | "$T/jsonl" get id)
linli-hub unassign tang "$id" > /dev/null && linli-hub assign li "$id" > /dev/null || bad 'the other household goes to the other head'
both 'hand-over'
is 'the other head has it, with the answers' "$(of b state triage.danger triage.who parties)" 'open no village 2 '

expect 'the other head notes' 0 linli --home b note "$number" --note 上门看过
both 'a note'
is 'the first sees who said it' "$(of a timeline timeline.1.note timeline.1.by)" '2 上门看过 Li '
expect 'the first settles' 0 linli --home a step "$number" settle --note 换了水管
both 'a settlement'
is 'the other sees it settled, to be followed up' "$(of b state exit step timeline.2.note timeline.2.by)" 'open settle follow-up 换了水管 Tang '
is 'and still among the open of the household' "$(linli --home b show 0005 --json | "$T/jsonl" get open)" 1
settled=$(linli --home a show "$number" --json | "$T/jsonl" get timeline.2.id)
expect 'only who wrote it takes it back' 1 linli --home b withdraw "$settled" --reason 不对
expect 'taken back' 0 linli --home a withdraw "$settled" --reason 又漏了
both 'a withdrawal'
is 'as before at the other' "$(of b state exit step timeline.2.withdrawn)" 'open null accept true '

# both settle before they know
expect 'the one' 0 linli --home a step "$number" settle --note 甲说好了
expect 'the other' 0 linli --home b step "$number" settle --note 乙说好了
linli --home a sync > /dev/null || bad 'the first push'
linli --home b sync > out 2> err
linli --home b outbox --json > out
is 'the later one comes back' "$(get kind) $(get state)" 'matter.step conflict'
both 'after'
is 'both stand at the first' "$(of a state closed)" "$(of b state closed)"
expect 'a note on a closed one' 0 linli --home b note "$number" --note 回访过
both 'a late note'
is 'arrives' "$(linli --home a show "$number" --json | grep -c 回访过)" 1

for home in a b; do
    linli --home $home matters --json > $home.before
    linli --home $home show "$number" --json >> $home.before
    linli --home $home rebuild > /dev/null || bad "rebuild $home"
    linli --home $home matters --json > $home.after
    linli --home $home show "$number" --json >> $home.after
    cmp $home.before $home.after && ok "$home: rebuilt to the same" || bad "$home: rebuilt to the same"
    expect "$home: the journal holds" 0 linli --home $home verify
done
linli-hub verify > out 2> err && ok 'the hub holds' || bad 'the hub holds'
done_testing
