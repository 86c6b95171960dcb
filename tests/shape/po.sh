#!/bin/sh
# Every message has its Chinese words: none missing, none fuzzy, formats alike, and no two files that translate one differently.
set -u
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}" || exit 2
bad=0
sh "$here/pot.sh" . > "$T/linli.pot" 2> "$T/err" || { cat "$T/err"; exit 1; }
[ -s "$T/linli.pot" ] || { echo "no messages at all"; exit 1; }
for po in src/po/zh_CN*.po; do
    msgfmt --check-format --check-header -o /dev/null "$po" || bad=1
done
msgcat --use-first src/po/zh_CN*.po -o "$T/zh_CN.po" || exit 1
msgcmp "$T/zh_CN.po" "$T/linli.pot" 2> "$T/out" || bad=1
sed "s,$T/,,g; /fatal error/d" "$T/out"
# msgcat marks what two files say differently; their headers may
msgcat src/po/zh_CN*.po | awk 'BEGIN {RS = ""} /#-#-#-#-#/ && !/(^|\n)msgid ""\nmsgstr/ {print "translated differently:\n" $0; bad = 1}
    END {exit bad}' || bad=1
# A count before a plural noun is ngettext's: "1 events" is no English. What follows a bound that never is 1, or no count, may stay.
may='seconds left|minutes: check|Chinese|letters fit|doors; print|matters\.|bytes|characters|numbers|texts of law|words|days too|cells'
may="$may|parties|comes too late|does not|is neither|is not|is larger|has |names|stands|lines|totals|longer than|ago; empty|households .over|brought up"
awk 'BEGIN {RS = ""; FS = "\n"} !/msgid_plural/ {for (i = 1; i <= NF; i++) if ($i ~ /^(msgid )?".*%(ll|z|l)?[du] [a-z]+s([^a-z]|$)/) print $i}' \
    "$T/linli.pot" | grep -Ev "$may" && { echo "counts without ngettext (above)"; bad=1; }
echo "translations: $(grep -c '^msgid ' "$T/linli.pot") messages, $(grep -c '\.po[t]*:[0-9]' "$T/out") complaints"
[ $bad = 0 ]
