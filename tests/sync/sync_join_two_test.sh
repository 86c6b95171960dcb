#!/bin/sh
# Two records of one household: joined on one device, one on all; taken back, two again on all; two devices that join differently while offline. Through
# real programs.
. "$(dirname "$0")/sync.inc"
town
linli-hub worker add yang --name 'Yang' --role head --area $GRID && linli-hub assign yang --area $GRID || exit 1
serve
join one tang "$url"
join two yang "$url"
join far li "$url"
all() {
    for home in one two; do linli --home $home sync > /dev/null 2> err || bad "$home syncs"; done
}
id_of() { # FOLDER NUMBER
    linli --home "$1" show "$2" --json > out 2> err || { echo none; return; }
    get id
}
count() {
    linli --home "$1" find --json -n 0 | wc -l
}
visits() { # FOLDER NUMBER
    linli --home "$1" show "$2" --json 2> err | grep -o '"outcome"' | wc -l
}
states() {
    linli --home "$1" outbox --json | sed 's/.*"kind":"\([^"]*\)".*"state":"\([^"]*\)".*/\1 \2/' | sort | uniq -c | sed 's/^ *//' | tr '\n' ' '
}
all
is 'both have the grid' "$(count one) $(count two)" '40 40'
A=$(id_of one 0001) B=$(id_of one 0002)
expect 'a visit at the one' 0 linli --home one visit 0001 --outcome met
expect 'a visit at the other, on the other device' 0 linli --home two visit 0002 --outcome nobody
N=$(linli --home two open 0001 --kind hazard --type wiring --summary '电线' 2> err) || bad 'a matter at the one'
all
all

# --- joined offline, then told
expect 'the one is the other' 0 linli --home one household join "$A" "$B"
is 'one fewer here' "$(count one)" 39
is 'with both visits' "$(visits one 0002)" 2
all
all
is 'one fewer there' "$(count two)" 39
is 'with both visits there' "$(visits two 0002)" 2
is 'nothing is left to send' "$(states one)$(states two)" ''
expect 'the old id leads to it' 0 linli --home two show "$A" --json
is 'by number' "$(get number)" 0002
is 'the matter is there too' "$(linli --home two show 0002 --json | grep -c "$N")" 1

# --- taken back
expect 'two after all' 0 linli --home one household part "$A"
all
all
for home in one two; do
    is "$home: two again" "$(count $home)" 40
    is "$home: each with its visit" "$(visits $home 0001) $(visits $home 0002)" '1 1'
    is "$home: and its matter" "$(linli --home $home show 0001 --json | grep -c "$N")" 1
done
expect 'only by who joined them' 1 linli --home two household part "$A"
expect 'the hub agrees' 0 linli-hub verify

# --- offline, each its own way: the first to tell is right, the other is told so
expect 'here the one goes' 0 linli --home one household join "$A" "$B"
expect 'there the other goes' 0 linli --home two household join "$B" "$A"
all
all
all
for home in one two; do
    is "$home: one household" "$(count $home)" 39
    is "$home: which kept the second number" "$(linli --home $home find '#0002' --json | wc -l) $(linli --home $home find '#0001' --json | wc -l)" '1 0'
    is "$home: with both visits" "$(visits $home 0002)" 2
done
is 'the second reads why' "$(states two)" '1 household.alias refused '
expect 'rebuilt' 0 linli --home two rebuild
is 'it is the same' "$(count two) $(visits two 0002)" '39 2'

# --- scope: who has neither can join neither
C=$(id_of one 0003)
expect 'not here' 1 linli --home far household join "$C" "$B"
# --- duplicates are listed, and what was told apart is remembered
linli --home one household add --door '幸福小区9栋1单元101' --head 周一 > /dev/null && linli --home one household add --door '幸福小区9栋1单元102' --head 周宜 > /dev/null ||
    bad 'two more'
linli --home one household duplicates --json > out 2> err || bad 'duplicates'
is 'found by the name' "$(grep -c '"name"\]' out)" 1
X=$(sed 's/.*"one":{"id":"\([^"]*\)".*/\1/' out) Y=$(sed 's/.*"other":{"id":"\([^"]*\)".*/\1/' out)
expect 'two households' 0 linli --home one household apart "$Y" "$X"
linli --home one household duplicates --json > out
is 'remembered' "$(grep -c '"apart":true' out)" 1
expect 'for people there is none' 0 linli --home one household duplicates
is 'and that is said' "$(grep -c 'look like one' err)" 1
expect 'needs two' 2 linli --home one household join "$X"
complains 'and says so' 'IDs of two'
done_testing
