#!/bin/sh
# No terminal, or one that cannot place its cursor: one line that says what, why and what to do; exit code 2; nothing waits.
set -eu
linli import tests/screen/town.csv > /dev/null
failed=0
try() { # name, command
    code=0
    sh -c "$2" > "$T/out" 2> "$T/err" || code=$?
    if [ $code = 2 ] && grep -Eq '^linli: .+: .+: .+' "$T/err" && ! grep -q "$(printf '\033')" "$T/out"; then
        echo "ok $1"
    else
        echo "FAILED $1: exit code $code"
        cat "$T/err"
        failed=1
    fi
}
try 'no terminal' 'linli < /dev/null'
try 'output to a file' 'linli < /dev/null > /dev/null'
for term in no-such-terminal ''; do
    printf 'size 24 80\nterm %s\nprogram sh -c "TERM=%s linli; echo code \$?"\nexpect code 2\nexpect linli: \n' "${term:-dumb}" "$term" > "$T/play"
    if screen-play "$T/play" > "$T/out" 2>&1; then
        echo "ok TERM=$term"
    else
        echo "FAILED TERM=$term"
        cat "$T/out"
        failed=1
    fi
done
exit $failed
