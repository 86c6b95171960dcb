#!/bin/sh
# Who was first (FAULTS.md C3 to C6): two desks take one step offline, a desk loses its post while steps wait, a worker leaves with a full outbox, a disk is
# copied; and what the hub's clock does when a day has passed. All through real programs.
. "$(dirname "$0")/sync.inc"
town
V=430181.007.03
linli-hub area add 430181.007 'Town' && linli-hub area add 430181 'City' || exit 1
for login in zhou wu; do linli-hub worker add $login --name $login --role desk --area $V || exit 1; done
linli-hub worker add zhen --name 'Zhen' --role desk --area 430181.007 || exit 1
serve
join head tang "$url"
for login in zhou wu zhen; do join $login $login "$url"; done
every() {
    for home; do linli --home "$home" sync > /dev/null 2> err || bad "$home syncs"; done
}
opened() { # a matter that has come to the village
    every head
    number=$(linli --home head open 0001 0005 --kind dispute --type neighbours --summary "$1" --triage danger=no,consent=yes)
    linli --home head step "$number" accept > /dev/null || bad "$1 accepted"
    every head wu zhou
    echo "$number"
}
of() { # FOLDER MATTER KEY…
    linli --home "$1" show "$2" --json > out 2> err || { echo none; return; }
    shift 2
    for key; do printf '%s ' "$(get "$key")"; done
}
states() {
    linli --home "$1" outbox --json | sed 's/.*"kind":"\([^"]*\)".*"state":"\([^"]*\)".*/\1 \2/' | sort | uniq -c | sed 's/^ *//' | tr '\n' ' '
}

# --- two desks, one step, neither knows of the other
M=$(opened 漏水)
expect 'one takes it on' 0 linli --home zhou step "$M" take
expect 'so does the other' 0 linli --home wu step "$M" take
is 'who sees themself as its owner' "$(of wu "$M" owner)" 'wu '
every zhou wu
is 'the second looks at it again' "$(states wu)" '1 matter.step conflict '
every zhou wu head
for home in zhou wu head; do is "$home: the first has it" "$(of $home "$M" owner step)" 'zhou assess '; done
linli --home wu outbox > out 2> err
grep -q 'another step' out && ok 'and reads why' || bad 'and reads why'
expect 'the second assesses' 0 linli --home wu item "$M" assessment level=village who=village facts=天花板
expect 'files what was theirs as a note' 0 linli --home wu note "$M" --note '我也去看过'
expect 'or takes it anew, now knowing' 0 linli --home wu step "$M" take
every wu zhou head
is 'and has it' "$(of head "$M" owner)" 'wu '

# --- a desk loses its post while a step waits
expect 'a step waits' 0 linli --home zhou step "$M" assess
expect 'the post is taken' 0 linli-hub worker role zhou --role head --area $V.13
every zhou
is 'what it could not know stands' "$(states zhou)" ''
every wu
is 'for all' "$(of wu "$M" step)" 'plan '
M2=$(opened 噪声)
is 'its desk sees no more' "$(linli --home zhou show "$M2" --json 2> /dev/null | wc -l)" 0
expect 'who is not there gets no post' 1 linli-hub worker role nobody --role desk
expect 'no such post' 2 linli-hub worker role zhou --role king
linli-hub worker role zhou --role desk --area $V || bad 'back again'
every zhou
is 'back again it sees it' "$(of zhou "$M2" step level)" 'assess village '

# --- a copied disk
cp -r wu twin
expect 'the one goes on' 0 linli --home wu item "$M2" assessment level=village who=village facts=夜里
expect 'one step' 0 linli --home wu step "$M2" assess
expect 'the copy passes it up' 0 linli --home twin step "$M2" escalate --reason 不归我们
expect 'and notes' 0 linli --home twin note "$M2" --note 副本里写的
every wu
linli --home twin sync > /dev/null 2>&1
linli --home twin sync > /dev/null 2>&1
is 'the copy looks at it again, as it had at the other' "$(states twin)" '2 matter.step conflict '
every wu
is 'the first stands' "$(of wu "$M2" step state)" 'plan open '
is 'the same at the copy' "$(of twin "$M2" step state)" 'plan open '
is 'and has its note' "$(linli --home wu show "$M2" --json | grep -c 副本里写的)" 1

# --- leaves with a full outbox
M3=$(opened 停车)
M4=$(opened 围墙)
for m in "$M3" "$M4"; do linli --home zhou step "$m" take > /dev/null || bad 'takes'; done
expect 'leaves' 0 linli-hub worker leave zhou
linli --home wu step "$M3" take > /dev/null && every wu || bad 'another takes it'
linli --home zhou sync > out 2> err
is 'kept aside' "$(linli-hub quarantine --json | wc -l)" 1
device=$(linli-hub quarantine --json | "$T/jsonl" get device)
linli-hub quarantine take "$device" --json > out 2> err
is 'taken as far as nobody else was first' "$(get taken) $(get refused)" '1 1'
every wu head
is 'one is with who took it meanwhile' "$(of head "$M3" owner)" 'wu '
is 'the other with who left' "$(of head "$M4" owner)" 'zhou '

# --- the hub's clock
. "$here/../cli/faketime.inc"
every head
M5=$(on_day -20d linli --home head open 0002 --kind dispute --type neighbours --summary 逾期了 --triage danger=no,consent=yes)
every head wu
is 'the village does not see it' "$(of wu "$M5" step)" none
expect 'the clock' 0 linli-hub clock --json
is 'one is overdue' "$(get urged) $(get overdue)" '0 1'
expect 'again' 0 linli-hub clock --json
is 'is said once' "$(get urged) $(get overdue)" '0 0'
expect 'a clock that goes back' 0 on_day -30d linli-hub clock
every wu head zhen
is 'shown a level up' "$(of wu "$M5" step level overdue)" 'accept grid true '
is 'and at the head' "$(of head "$M5" overdue)" 'true '
is 'not two levels up' "$(of zhen "$M5" step)" none
M6=$(on_day -20d linli --home head open 0003 --kind dispute --type neighbours --summary 停机时逾期 --triage danger=no,consent=yes)
every head
stop
serve
for i in 1 2 3 4 5 6 7 8 9 10; do grep -q 'clock: 0 urged, 1 overdue' serve.log && break || sleep 0.1; done
every wu
is 'a hub that begins to serve looks first' "$(of wu "$M6" overdue)" 'true '
expect 'taken in' 0 linli --home head step "$M5" settle --reason 说好了
every head wu
is 'the village sees it no more' "$(of wu "$M5" step)" none
for home in head wu zhen; do
    expect "$home: the journal holds" 0 linli --home $home verify
    linli --home $home matters --json > before
    expect "$home: rebuilt" 0 linli --home $home rebuild
    linli --home $home matters --json > after
    cmp before after && ok "$home: to the same" || bad "$home: to the same"
done
linli-hub verify > out 2> err && ok 'the hub holds' || bad 'the hub holds'
done_testing
