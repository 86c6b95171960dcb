#!/bin/sh
# The lock in the linear mode: it asks before anything is told, a wrong passphrase tells nothing, the line is not shown on a
# terminal, and the program goes on where it was.
set -u
failed=0
linli import tests/screen/town.csv > /dev/null || exit 1
printf 'open sesame\nopen sesame\n' | linli passphrase > /dev/null || exit 1
is() { # name, got, wanted
    if [ "$2" = "$3" ]; then echo "ok   $1"; else
        echo "FAIL $1: “$2”, not “$3”"
        failed=1
    fi
}
names() { # how many names of the record the file tells
    tail -n +2 tests/screen/town.csv | cut -d, -f3,8,10 | tr ',' '\n' | grep . | sort -u | grep -cFf - "$1"
}
tell() { # lines on stdin
    LC_ALL= LANG=zh_CN.UTF-8 linli --linear > "$T/out" 2> "$T/err"
}

printf 'wrong one\n2\n:today\n?\n张\n\n' | tell
is 'without the passphrase it ends well' $? 0
is 'nothing of the record is told' "$(names "$T/out")" 0
is 'it asks' "$(grep -c '口令：' "$T/out" | sed 's/[1-9][0-9]*/yes/')" yes
is 'a line too early is said to be' "$(grep -c '请等' "$T/out" | sed 's/[1-9][0-9]*/yes/')" yes
sleep 1.2
rm -f "$LINLI_HOME/passphrase.tries"
printf 'open sesame\n2\n赵敏\n\n:visit\n1\n没说完\n:lock\n2\nF2\nopen sesame\n\n' | tell
is 'with it the record is told' "$(grep -c '赵敏' "$T/out" | sed 's/[1-9][0-9]*/yes/')" yes
sed '0,/已锁定/d' "$T/out" | sed '0,/已锁定/d' > "$T/behind"
is 'locked in a half-typed form' "$(head -n 3 "$T/behind" | grep -c '口令：')" 1
rm -f "$LINLI_HOME/passphrase.tries"

# On a terminal: the line is typed blind, and the terminal shows what is typed again afterwards.
cat > "$T/play" << 'EOF'
size 24 80
term dumb
lang zh_CN.UTF-8
program linli
wait linli>
expect 口令
keys open sesame<Enter>
wait 从未
reject sesame
keys 2<Enter>
expect 王秀兰
keys :lock<Enter>
expect :lock
expect 已锁定
keys open sesame<Enter>
reject sesame
keys q<Enter>
exit 0
handed-back
EOF
if screen-play --home "$LINLI_HOME" "$T/play" > "$T/out" 2>&1; then echo 'ok   on a terminal'; else
    echo 'FAIL on a terminal'
    cat "$T/out"
    failed=1
fi
exit $failed
