#!/bin/sh
# linli today: the day's list in its order, as lines and as JSON; linli.conf says after how many days a household waits for long.
. "$(dirname "$0")/client.inc"
. "$(dirname "$0")/faketime.inc"
cd "$T" || exit 1
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
on() { # DATE ARGUMENTS…: at ten o'clock in Shanghai
    day=$1
    shift
    env TZ=UTC LD_PRELOAD="$faketime_library" FAKETIME="$day 02:00:00" linli "$@"
}
today() { on 2026-11-22 today "$@"; }
whats() { today --json | sed 's/.*"what":"\([a-z]*\)".*"number":"\([^"]*\)".*/\1 \2/' | sed "s/M-26-..-/M-/" | tr '\n' ' '; }

expect 'an empty record' 0 today
says 'has nothing to be done' 'nothing to be done'
expect 'as JSON' 0 today --json
is 'no line' "$(wc -c < out)" 0
town > town.csv
on 2026-08-01 import town.csv > /dev/null || exit 1
is 'never visited' "$(whats)" 'unvisited 001 unvisited 002 unvisited 003 '
on 2026-11-10 visit 001 --outcome nobody --next 2026-11-20 > /dev/null
on 2026-11-11 visit 002 --outcome met --next 2026-11-22 > /dev/null
on 2026-11-21 open 002 --kind request --type lighting --summary 路灯不亮 > /dev/null
on 2026-11-18 open 003 001 --kind dispute --type neighbours --summary 漏水 > /dev/null
is 'urgency, then the day' "$(whats)" 'overdue M-002 revisit 001 due M-001 revisit 002 unvisited 003 '
expect 'as JSON' 0 today --json
keys 'its keys' 5 what:s id:s number:s title:s due:S who:S household:S door:S why:s of:i
head -n 1 out > first && mv first out
is 'the most urgent' "$(get title) $(get due) $(get who)" '漏水 2026-11-19 尉迟恭 / 张伟斌'
today > out
grep -n 'Overdue 2' out | grep -q '^1:' && ok 'in words' || bad 'in words'
says 'with its mark' '^! +M-26-.*2026-11-19 +尉迟恭'
on 2026-11-22 visit 001 --outcome met > /dev/null
is 'a visit keeps a promise' "$(whats)" 'overdue M-002 due M-001 revisit 002 unvisited 003 '
on 2026-11-22 visit 003 --outcome met > /dev/null
echo 'days = 10' > "$LINLI_HOME/linli.conf"
on 2026-11-22 visit 002 --outcome met > /dev/null
is 'nobody waits' "$(whats)" 'overdue M-002 due M-001 '
is 'after eleven days all do' "$(on 2026-12-03 today --json | grep -c unvisited)" 3
is 'after ten nobody' "$(on 2026-12-02 today --json | grep -c unvisited)" 0
done_testing
