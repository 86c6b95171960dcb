#!/bin/sh
# What another head did is news in Today; what was there before one had the household, and what one did oneself, is none.
. "$(dirname "$0")/sync.inc"
town
serve
join a tang "$url"
linli --home a sync > /dev/null || bad 'first sync'
for number in 0002 0003 0004; do
    linli --home a visit $number --outcome met --at "$(date -d yesterday +%FT%T)" > /dev/null || bad "visit $number"
done
linli --home a sync > /dev/null || bad 'sync'
join b li "$url"
linli --home b sync > /dev/null || bad 'first sync of the other'
linli-hub assign li --area $GRID > /dev/null || bad 'the grid gets a second head'
pull() {
    linli --home "$1" sync > /dev/null || bad "sync $1"
}
news() { # FOLDER: what is new there, by title
    linli --home "$1" today --json | sed -n 's/.*"what":"news".*"title":"\([^"]*\)".*/\1/p' | tr '\n' ' '
}
pull b
is 'they entered' "$(linli --home b find '' -n 0 --json | wc -l)" 40
is 'with what was done before, which is no news' "$(news b)" ''
expect 'a visit' 0 linli --home a visit 0007 --outcome met --note 说好了
expect 'a matter' 0 linli --home a open 0009 --kind request --type lighting --summary 路灯不亮
pull a
pull b
is 'the other hears of both' "$(news b)" '户7 路灯不亮 '
is 'who did it does not' "$(news a)" ''
expect 'a visit of the other' 0 linli --home b visit 0011 --outcome met
number=$(linli --home b matters --json | "$T/jsonl" get number)
expect 'and a note' 0 linli --home b note "$number" --note 看过了
pull b
pull a
is 'the first hears of those' "$(news a)" '户11 路灯不亮 '
join c tang "$url"
pull c
is 'a second device of the first begins without news' "$(news c)" ''
linli-hub unassign li --area $GRID > /dev/null || bad 'the second head goes'
pull b
is 'what left is no news' "$(news b)" ''
done_testing
