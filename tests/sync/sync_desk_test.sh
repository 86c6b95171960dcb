#!/bin/sh
# A head passes a matter up, the village's desk takes it on; what each does is news at the other within one sync. Two steps at once: the
# later author sees both and takes it anew, files it as a note, or lets it be; nothing typed is lost.
. "$(dirname "$0")/sync.inc"
town
linli-hub worker add zhou --name 'Zhou Ning' --role desk --area 430181.007.03 > /dev/null || bad 'a desk'
serve
join a tang "$url"
join v zhou "$url"
both() {
    linli --home a sync > out 2> err && linli --home v sync > out 2> err && linli --home a sync > out 2> err || bad "sync: $1"
}
today() { # HOME CODE KEY: of the first line with that code
    linli --home "$1" today --json > out 2> err
    grep "\"what\":\"$2\"" out > line || return 0
    head -n 1 line | "$T/jsonl" get "$3"
}
mine() { # HOME: its event that needs attention
    linli --home "$1" outbox --json > out 2> err
    get event | head -n 1
}
both first
expect 'a dispute at the door' 0 linli --home a open 0001 0002 --kind dispute --type neighbours --summary 漏水
number=$(cat out)
expect 'passed up' 0 linli --home a step "$number" escalate --reason 双方都要求村里来
both 'passed up'
is 'it waits at the desk' "$(today v waiting number)" "$number"
is 'from whom' "$(today v waiting by)" Tang
is 'and why' "$(today v waiting said)" 双方都要求村里来
is 'not at the head' "$(today a waiting number)" ''
is 'the list has it' "$(linli --home v matters --waiting --json | grep -c "$number")" 1
is 'not as its own' "$(linli --home v matters --mine --json | grep -c "$number")" 0
expect 'taken on' 0 linli --home v step "$number" take
is 'it waits no longer' "$(today v waiting number)" ''
is 'but is its own' "$(linli --home v matters --owner zhou --json | grep -c "$number")" 1
both 'taken on'
linli --home a today > out 2> err
grep -q 'village Zhou Ning taken on' out && ok 'the head hears who took it' || bad 'the head hears who took it'
expect 'the desk notes' 0 linli --home v note "$number" --note 明天上门
both 'a note'
linli --home a today > out 2> err
grep -q 'Zhou Ning note: 明天上门' out && ok 'the head reads it' || bad 'the head reads it'
expect 'the head notes' 0 linli --home a note "$number" --note 楼上已停水
both 'a note back'
linli --home v today > out 2> err
grep -q 'Tang note: 楼上已停水' out && ok 'the desk reads it' || bad 'the desk reads it'

# two at once: the first at the hub is taken
expect 'the one' 0 linli --home v step "$number" settle --reason 村里说好了
expect 'the other' 0 linli --home a step "$number" wish --note 甲方要去镇里
linli --home v sync > out 2> err
linli --home a sync > out 2> err
event=$(mine a)
is 'in conflict' "$(get state)" conflict
expect 'its words are there' 0 linli --home a show "$number"
grep -q 甲方要去镇里 out && ok 'all of them' || bad 'all of them'
expect 'taken anew, as the matter stands now' 0 linli --home a outbox settle "$event" --anew
is 'nothing needs attention' "$(linli --home a outbox --json | grep -c conflict)" 0
expect 'not twice' 1 linli --home a outbox settle "$event" --leave --reason x
complains 'says why' 'done already'
both 'anew'
is 'it went up with the same words' "$(linli --home v show "$number" --json | grep -o '"note":"甲方要去镇里' | grep -c .)" 1
linli --home a show "$number" > out 2> err
grep -q '甲方要去镇里 \[taken anew\]' out && ok 'the timeline says what came of the first' || bad 'the timeline says what came of the first'

# filed as a note, let be
expect 'another dispute' 0 linli --home a open 0003 0004 --kind dispute --type neighbours --summary 噪音
number=$(cat out)
expect 'passed up' 0 linli --home a step "$number" escalate --reason 请村里看看
both 'another'
expect 'the desk takes it' 0 linli --home v step "$number" take
expect 'the desk sends it back' 0 linli --home v step "$number" return --reason 先由邻长劝
linli --home v sync > out 2> err
expect 'meanwhile a wish' 0 linli --home a step "$number" wish --note 乙方不愿在村里谈
linli --home a sync > out 2> err
event=$(mine a)
is 'in conflict' "$(get state)" conflict
expect 'as a note' 0 linli --home a outbox settle "$event" --note ''
is 'nothing needs attention' "$(linli --home a outbox --json | grep -c conflict)" 0
both 'the note'
is 'the desk has the words' "$(linli --home v show "$number" --json | grep -c 乙方不愿在村里谈)" 1
linli --home a show "$number" > out 2> err
grep -q 'filed as a note' out && ok 'the timeline says so' || bad 'the timeline says so'
expect 'undone' 0 linli --home a withdraw "$(linli --home a show "$number" --json | tr '{' '\n' | grep 乙方不愿在村里谈 | tail -n 1 | sed 's/.*"id":"\([^"]*\)".*/\1/')" --reason 再想想
is 'it needs attention again' "$(linli --home a outbox --json | grep -c conflict)" 1
expect 'as a note after all' 0 linli --home a outbox settle "$event" --note 乙方不愿在村里谈，再劝
expect 'it goes up' 0 linli --home a step "$number" wish --note 还是要去
both 'up again'
expect 'accepted at the desk' 0 linli --home v step "$number" take
both 'at the desk'
expect 'declined there' 0 linli --home v step "$number" decline --reason 归法院 --routes 法院
linli --home v sync > out 2> err
expect 'a wish from the door' 0 linli --home a step "$number" wish --note 想去镇里
linli --home a sync > out 2> err
event=$(mine a)
is 'too late' "$(get state)" conflict
expect 'not anew: it is closed' 1 linli --home a outbox settle "$event" --anew
complains 'says why' 'the matter is closed'
expect 'no reason' 1 linli --home a outbox settle "$event" --leave
expect 'let be' 0 linli --home a outbox settle "$event" --leave --reason 已告知法院
is 'nothing needs attention' "$(linli --home a outbox --json | grep -c conflict)" 0
both 'let be'
is 'no disagreement at the office' "$(linli-hub contested --json 2> /dev/null | grep -c .)" 0
linli --home a show "$number" > out 2> err
grep -q 'let be' out && ok 'the timeline says so' || bad 'the timeline says so'
for home in a v; do
    linli --home $home outbox --json > $home.before
    linli --home $home show "$number" --json >> $home.before
    linli --home $home rebuild > /dev/null || bad "rebuild $home"
    linli --home $home outbox --json > $home.after
    linli --home $home show "$number" --json >> $home.after
    cmp $home.before $home.after && ok "$home: rebuilt to the same" || bad "$home: rebuilt to the same"
    expect "$home: the journal holds" 0 linli --home $home verify
done
done_testing
