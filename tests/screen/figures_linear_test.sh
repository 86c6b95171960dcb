#!/bin/sh
# Figures in the linear mode: pictures are sentences, no sign of a picture is told, and every number of the table is one of the record.
set -u
failed=0
is() { # name, got, wanted
    if [ "$2" = "$3" ]; then echo "ok   $1"; else
        echo "FAIL $1: “$2”, not “$3”"
        failed=1
    fi
}
has() { # name, text
    if grep -q -F -e "$2" "$T/out"; then echo "ok   $1"; else
        echo "FAIL $1: no $2 in"
        cat "$T/out"
        failed=1
    fi
}
for i in 1 2 3 4 5; do # libfaketime may find the name of its shared memory taken
    preload=$(faketime -f +0d printenv LD_PRELOAD)
    [ -n "$preload" ] && break
done
on_the_day() {
    env LD_PRELOAD="$preload" FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 FAKETIME='2026-11-22 02:00:00' linli "$@"
}
on_the_day import tests/screen/town.csv > /dev/null &&
    on_the_day open 1-001 --kind dispute --type neighbours --summary x > /dev/null || exit 1
sed -n 's/^run sqlite3 //p' tests/screen/figures.inc > "$T/sql"
while read -r line; do eval "sqlite3 $line" || exit 1; done < "$T/sql"
count() { # of a month and a type
    sqlite3 "$LINLI_HOME/linli.db" "SELECT count(*) FROM matter WHERE strftime('%Y-%m', opened / 1000, 'unixepoch', '+8 hours') = '$1' AND type = $2"
}
cat > "$T/in" << 'EOF'
5
:next-page
:next-page
:table
:previous-page
EOF
LC_ALL= LANG=zh_CN.UTF-8 on_the_day --linear < "$T/in" > "$T/out" 2> "$T/err"
is 'it ended well' $? 0
is 'no pictures' "$(LC_ALL=C.UTF-8 grep -Pc '[\x{2500}-\x{28FF}]' "$T/out")" 0
is 'no bars of signs' "$(grep -c '###\|\.\.\.\|___' "$T/out")" 0
is 'only lines' "$(LC_ALL=C grep -c "$(printf '[\001-\011\013-\037\177]')" "$T/out")" 0
has 'the overview says when the most was' "最多 44 (2026-03)"
has 'types in words' '为最多的 '
has 'a bar that is the longest' '最多'
has 'months by types as a sentence' "邻里：2026-01 $(count 2026-01 1)；2026-02 $(count 2026-02 1)；2026-03 $(count 2026-03 1)，最多"
exit $failed
