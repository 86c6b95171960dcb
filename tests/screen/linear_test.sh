#!/bin/sh
# The linear mode: prompts and lines. No cursor is placed, nothing is drawn, every line has its answer, every verb is reached, and a
# day's work is done by it.
set -u
failed=0
linli import tests/screen/town.csv > /dev/null || exit 1
is() { # name, got, wanted
    if [ "$2" = "$3" ]; then echo "ok   $1"; else
        echo "FAIL $1: “$2”, not “$3”"
        failed=1
    fi
}
has() { # name, text
    if grep -q -e "$2" "$T/out"; then echo "ok   $1"; else
        echo "FAIL $1: no $2 in"
        tail -n 30 "$T/out"
        failed=1
    fi
}
type_lines() { # lines on stdin; what was told is in $T/out, and only lines were told
    cat > "$T/in"
    LC_ALL= LANG=zh_CN.UTF-8 linli --linear < "$T/in" > "$T/out" 2> "$T/err"
    is 'it ended well' $? 0
    is 'nothing but lines' "$(LC_ALL=C grep -c "$(printf '[\001-\011\013-\037\177]')" "$T/out")" 0
    is 'no boxes, no braille' "$(LC_ALL=C.UTF-8 grep -Pc '[\x{2500}-\x{28FF}]' "$T/out")" 0
    is 'an answer to each line' "$(grep -o 'linli> ' "$T/out" | wc -l)" $((1 + $(wc -l < "$T/in")))
    # the last line of an answer is a message, a marked row or a field; the keys stand above it
    is 'each ends with what came of it' "$(awk 'BEGIN {RS = "linli> "} {n = split($0, line, "\n"); if (line[n - 1] ~ /^(F1|[?]) /) bad++} END {print bad + 0}' "$T/out")" 0
    is 'none is silent' "$(grep -c 'linli> linli> ' "$T/out")" 0
}

# A visit, undone and done again; a dispute settled at the door.
type_lines << 'EOF'
2
张

:走访
1
都好
F10
:cx
:redo
：新事项
1
1
漏水

孙立修好了
F10
EOF
has 'stored' '已保存：走访，见到'
has 'undone' '已撤销：走访，见到'
has 'done again' '已重做：走访，见到'
is 'the visit is there' "$(linli show 2-004 --json | grep -c '"outcome":"met"')" 1
is 'the matter is there, to be followed up' "$(linli matters --all --json | grep -c '"step":"follow-up"')" 1

# Chinese by letters: the candidates are a line, a digit takes one, the next line with nothing in it goes on.
type_lines << 'EOF'
2
孙立

:走访
1
F6
wangxiulan
1

F10
EOF
has 'pinyin is on' '拼音已开'
has 'candidates in a line' 'wangxiulan 1王秀兰'
is 'the note has it' "$(linli show 2-007 --json | grep -c '"note":"王秀兰"')" 1

# The building board, a sentence for each floor; arrows tell who lives at the next door; the calendar is a table.
type_lines << 'EOF'
2
:board
Up
F2
1

Right
:board
.
Left
Enter
:calendar
t
.
.
EOF
has 'a floor' '^  2 楼：1-201 盖世英 从未 好久没去，1-202 张国强'
has 'the door above' '^> 1-1-201  盖世英'
has 'the door beside' '^> 1-1-202  张国强'
has 'the list of buildings' '春晖新村 2栋  *4'
has 'a visit in the table' '周.  见到'
has 'it is a table always' '逐行模式里总是表格'

# Every verb of the table, by its name, from every screen that a few lines lead to: each line has its answer.
linli open 2-001 --kind dispute --type neighbours --summary 漏水 > /dev/null
for screen in :today :households :matters :outbox :figures :directory :claims ':households|春晖新村1-1-101|' ':matters|' ':outbox|' ':households|:visit' \
    ':households|:matter|1' ':households|:matter' ':matters||:step' ':matters||:write' ':households|:board'; do
    way=$(printf '%s' "$screen" | tr '|' '\n' && echo .)
    printf '%s\n?\n.\n' "${way%.}" > "$T/ask"
    LANG=C.UTF-8 linli --linear < "$T/ask" > "$T/verbs" 2> /dev/null
    names=$(tr -s ' ' '\n' < "$T/verbs" | grep -c '^:')
    [ "$names" -gt 12 ] && echo "ok   $names verbs on $screen" || { echo "FAIL $names verbs on $screen" && failed=1; }
    sed -n 's/^X([A-Z_]*, "\([a-z-]*\)", .*/\1/p' src/tui/requests.def | grep -vx 'quit\|suspend\|lock\|passphrase' | while read -r verb; do
        printf '%s\n:%s\n.\n.\n' "${way%.}" "$verb"
    done > "$T/in"
    LANG=C.UTF-8 linli --linear < "$T/in" > "$T/out" 2> "$T/err"
    is "every verb answers on $screen" "$? $(grep -o 'linli> ' "$T/out" | wc -l)" "0 $((1 + $(wc -l < "$T/in")))"
    is "and says what came of it on $screen" "$(awk 'BEGIN {RS = "linli> "} {n = split($0, line, "\n"); if (line[n - 1] ~ /^(F1|[?]) /) bad++} END {print bad + 0}' "$T/out")" 0
done
printf '2\n:nosuchverb\nq\n' > "$T/in"
LANG=C.UTF-8 linli --linear < "$T/in" > "$T/out"
has 'a verb that is none' 'There is no verb'

# What is half typed when the input ends is there again.
printf '2\n赵敏\n\n:visit\n1\n没说完\n' > "$T/in"
LANG=C.UTF-8 linli --linear < "$T/in" > "$T/out"
LC_ALL= LANG=zh_CN.UTF-8 linli today > "$T/out"
has 'a draft' '没说完\|赵敏'

# A terminal that cannot place its cursor.
printf 'size 24 80\nterm dumb\nlang zh_CN.UTF-8\nprogram linli\nwait linli>\nkeys 2<Enter>\nexpect 王秀兰\nkeys q<Enter>\nexit 0\n' > "$T/play"
if screen-play --home "$LINLI_HOME" "$T/play" > "$T/out" 2>&1; then echo 'ok   TERM=dumb'; else
    echo 'FAIL TERM=dumb'
    cat "$T/out"
    failed=1
fi
exit $failed
