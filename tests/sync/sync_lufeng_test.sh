#!/bin/sh
# The Lufeng path (FIELD.md section 5, seed 004) through four programs and one hub: a resident tells the head, it goes to village, town and
# city, is mediated, agreed, confirmed by the court, followed up at the door and archived; and each sees only what is theirs.
. "$(dirname "$0")/sync.inc"
town
linli-hub area add 430181.007 'Town' && linli-hub area add 430181 'City' || exit 1
linli-hub worker add cun --name 'Cun' --role desk --area 430181.007.03 || exit 1
linli-hub worker add zhen --name 'Zhen' --role desk --area 430181.007 || exit 1
linli-hub worker add shi --name 'Shi' --role desk --area 430181 || exit 1
linli-hub worker add cun2 --name 'Cun2' --role desk --area 430181.007.04 || exit 1
linli-hub directory add mediator --area 430181 name='Shi' committee='City committee' worker=shi since=2026-01-01 until=2028-12-31 > /dev/null || exit 1
serve
join head tang "$url"
join cun cun "$url"
join zhen zhen "$url"
join shi shi "$url"
join cun2 cun2 "$url"

at() { # FOLDER sync, then COMMAND…
    linli --home "$1" sync > out 2> err || bad "$1 syncs"
    home=$1
    shift
    [ $# = 0 ] || linli --home "$home" "$@"
}
does() { # NAME FOLDER COMMAND…: and it reaches the hub
    name=$1 home=$2
    shift 2
    linli --home "$home" sync > /dev/null 2>&1
    expect "$name" 0 linli --home "$home" "$@"
    linli --home "$home" sync > /dev/null 2> err || bad "$name: pushed"
    linli --home "$home" outbox --json > out
    is "$name: taken" "$(grep -c . out)" 0
}
stands() { # FOLDER: step, level, state, owner there
    linli --home "$1" sync > /dev/null 2>&1
    linli --home "$1" show "$M" --json > out 2> err || { echo none; return; }
    printf '%s %s %s %s' "$(get step)" "$(get level)" "$(get state)" "$(get owner)"
}

linli --home head sync > /dev/null || bad 'first sync'
expect 'the resident tells the head' 0 linli --home head open 0001 0005 --kind dispute --type land --summary 征地补偿分界不清 --triage danger=no,consent=yes
M=$(cat out)
does 'the head takes it in' head step "$M" accept
is 'the village has it' "$(stands cun)" 'assess village open Tang'
is 'the neighbour village does not' "$(stands cun2)" none
is 'nor the town' "$(stands zhen)" none
is 'no household came along' "$(linli --home cun find -n 0 --json | wc -l)" 0
does 'the village takes it on' cun step "$M" take
is 'the head sees who has it' "$(stands head)" 'assess village open Cun'
does 'the village assesses' cun item "$M" assessment level=city who=town facts='两个村的界'
does 'and passes it up' cun step "$M" escalate --reason 界线要镇里定
is 'the town has it' "$(stands zhen)" 'assess town open Cun'
does 'the town takes it on' zhen step "$M" take
does 'a party wants it to go up' head step "$M" wish
is 'the city has it' "$(stands shi)" 'assess city open Zhen'
does 'the city takes it on' shi step "$M" take
is 'the village still sees it' "$(stands cun)" 'assess city open Shi'
linli --home shi sync > /dev/null 2>&1
does 'assessed' shi step "$M" assess
does 'a committee' shi item "$M" proposal committee='City committee' mediator=Shi
does 'no ties' shi item "$M" conflict answer=no
expect 'not before consent' 1 linli --home shi step "$M" plan
for party in 1 2; do
    does "consent $party" head item "$M" consent party=$party answer=yes way=spoken
done
does 'planned' shi step "$M" plan
does 'a department is asked' shi item "$M" task name=自然资源局 does=测界 due="$(date -d +5days +%F)"
does 'dispatched' shi step "$M" dispatch
does 'the head looks' head item "$M" investigation place=村口 findings='界桩移动过'
does 'investigated' head step "$M" investigate
does 'the department answers' shi item "$M" answer words='以旧图为准'
for party in 1 2; do
    does "rights $party" shi item "$M" notice party=$party way=written
    does "papers $party" shi item "$M" identity party=$party paper=身份证
done
does 'a session' shi item "$M" session time=9:30 place=市中心 present=双方 openness=closed answer=yes record=按旧图分
expect 'the head is no mediator' 1 linli --home head item "$M" session time=9:30 place=家 present=双方 openness=closed answer=yes record=x
does 'mediated' shi step "$M" mediate
does 'agreed' shi item "$M" agreement made=written facts=分界 content=按旧图 excluded=no
does 'a term' shi item "$M" term party=2 does=移回界桩 due="$(date -d +10days +%F)"
expect 'not in force' 1 linli --home shi step "$M" agree
for party in 1 2; do
    does "signed $party" shi item "$M" signed party=$party
done
does 'the mediator signs' shi item "$M" mediator-signed name=Shi
does 'sealed' shi item "$M" sealed committee='City committee'
does 'to the court' shi step "$M" agree
does 'applied' shi item "$M" applied court=法院
does 'confirmed' shi item "$M" confirmed answer=yes number=司确1号
does 'the court has answered' shi step "$M" confirm
is 'back at the door' "$(stands head)" 'follow-up city open Shi'
expect 'who mediated does not ask' 1 linli --home shi item "$M" followed answer=yes words=x
does 'kept' head item "$M" kept answer=yes proof=看过
does 'followed up' head item "$M" followed answer=yes words=都满意
for party in 1 2; do
    does "evaluation $party" head item "$M" evaluation party=$party score=5
done
does 'the follow-up is done' head step "$M" follow-up
does 'archived' shi step "$M" archive
for home in head cun zhen shi; do
    is "$home: closed" "$(stands $home)" "archive city closed Shi"
    linli --home $home show "$M" --json > $home.before
    linli --home $home rebuild > /dev/null
    linli --home $home show "$M" --json > $home.after
    cmp $home.before $home.after && ok "$home: rebuilt to the same" || bad "$home: rebuilt to the same"
    linli --home $home show "$M" --json > out
    is "$home: the whole story" "$(get timeline)" "$(linli --home head show "$M" --json | "$T/jsonl" get timeline)"
done
linli-hub verify > out 2> err && ok 'the hub holds' || bad 'the hub holds'
done_testing
