#!/bin/sh
# The screen tools on programs that are known, and the controls: scripts that must fail.
set -u
cd "$(dirname "$0")" || exit 2
B=${B:?the build folder}
good=0 bad=0
tell() {
    if [ "$1" = ok ]; then good=$((good + 1)); else bad=$((bad + 1)); echo "FAIL $2"; fi
}

for play in *.play; do
    if "$B/screen-play" "$play" > "$T/out" 2>&1; then tell ok; else tell fail "$play"; cat "$T/out"; fi
done

unset UPDATE # the controls write nothing
# what must fail, with the words that must be said
while IFS='|' read -r code words program script; do
    printf "$script" | "$B/screen-play" --rows 8 --cols 40 - -- $program > "$T/out" 2>&1
    got=$?
    if [ $got = "$code" ] && grep -q -- "$words" "$T/out"; then tell ok; else tell fail "control: $script gave $got"; cat "$T/out"; fi
done << 'LIST'
1|is not on screen|cat|within 50 expect nothing\n
1|never came|cat|within 50 wait nothing\n
1|is on screen|echo two|wait two\nreject two\n
1|is not in that row|echo two|within 50 expect-row 1 two\n
1|the cursor is not at|cat|within 50 cursor 3 3\n
1|not handed back: the alt|sample rude|wait 8x40\nkeys q\nexit 3\nhanded-back\n
1|not handed back: bracketed|printf \033[?2004h|exit 0\nhanded-back\n
1|not handed back: the cursor|printf \033[?25l|exit 0\nhanded-back\n
1|not handed back: the mouse|printf \033[?1000h|exit 0\nhanded-back\n
1|not handed back: the pen|printf \033[1m|exit 0\nhanded-back\n
1|not handed back: the line|stty -echo|exit 0\nhanded-back\n
1|ended with: 0|true|exit 1\n
1|ended with: signal 9|sample|wait 8x40\nkill\nexit 0\n
1|still runs|cat|within 50 exit 0\n
1|too much was sent|sample|wait 8x40\nresize 7 40\nbytes-below 10\n
1|not clean: a bidi|printf a\342\200\256b|exit 0\nlog-clean\n
1|not clean: an escape|printf a\033]11;?\a|exit 0\nlog-clean\n
1|not clean: an escape|printf a\033Pq|exit 0\nlog-clean\n
1|not clean: not UTF-8|printf \300\201|exit 0\nlog-clean\n
1|not clean: a C1|printf \302\233|exit 0\nlog-clean\n
1|not clean: control|printf \001|exit 0\nlog-clean\n
1|was never sent|cat|within 50 log-has \\e[31m\n
1|was sent|printf \033[31mx|exit 0\nlog-lacks \\e[31m\n
1|golden/absent.txt is missing|cat|within 50 golden absent\n
1|the command failed|cat|run false\n
1|was not silent|yes|within 50 silent 100\n
1|does not look so|sample|wait 8x40\nattr 1 0 reverse\n
1|no key is called|cat|keys <F99x>\n
2|no such action|cat|dance\n
LIST

# a golden that differs shows the rows
mkdir -p "$T/golden" && printf 'wrong\n' > "$T/golden/cat.txt" && printf 'size 2 20\nkeys hi\ngolden cat\n' > "$T/cat.play"
"$B/screen-play" "$T/cat.play" -- cat > "$T/out" 2>&1 && tell fail "golden differs" || tell ok
grep -q 'wanted: wrong' "$T/out" && grep -q 'found:  hi' "$T/out" && tell ok || tell fail "golden diff"
UPDATE=1 "$B/screen-play" "$T/cat.play" -- cat > "$T/out" 2>&1 && "$B/screen-play" "$T/cat.play" -- cat > "$T/out" 2>&1 && tell ok || tell fail "golden update"

echo "screen tools: $good passed, $bad failed"
[ "$bad" = 0 ]
