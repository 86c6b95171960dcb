#!/bin/sh
# Makes src/text/pinyin_chars.inc from Unicode's data (Debian: unicode-data):
#   sh contrib/pinyin_chars.sh [DIRECTORY] > src/text/pinyin_chars.inc
# The characters of a syllable, the commonest first, for typing: those of the mainland's general standard list (kTGH, 8,105
# characters) by how often the frequency dictionary met them in this reading (kHanyuPinlu), then by their place in the list. A bar
# begins a rarer class; there are nine in each row, so that characters of several syllables can be told in one order.
set -eu
export LC_ALL=C
dir=${1:-/usr/share/unicode}

{
    bzcat "$dir/Unihan_OtherMappings.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tkTGH\t2013:\([0-9]*\).*/place \1 \2/p'
    bzcat "$dir/Unihan_Readings.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tk\(HanyuPinlu\|Mandarin\|TGHZ2013\)\t/\2 \1 /p'
} | awk '
function hex(text,   i, n) {
    n = 0
    for (i = 1; i <= length(text); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return n
}
function utf8(cp) {
    if (cp < 65536)
        return sprintf("%c%c%c", 224 + int(cp / 4096), 128 + int(cp / 64) % 64, 128 + cp % 64)
    return sprintf("%c%c%c%c", 240 + int(cp / 262144), 128 + int(cp / 4096) % 64, 128 + int(cp / 64) % 64, 128 + cp % 64)
}
function plain(reading) {
    gsub(/ā|á|ǎ|à/, "a", reading)
    gsub(/ē|é|ě|è|ế|ề|ê/, "e", reading)
    gsub(/ī|í|ǐ|ì/, "i", reading)
    gsub(/ō|ó|ǒ|ò/, "o", reading)
    gsub(/ū|ú|ǔ|ù/, "u", reading)
    gsub(/ǖ|ǘ|ǚ|ǜ|ü/, "v", reading)
    gsub(/ń|ň|ǹ/, "n", reading)
    gsub(/ḿ/, "m", reading)
    gsub(/\314[\200-\277]/, "", reading)
    return reading
}
function note(cp, reading, count) {
    if (reading !~ /^[a-z]+$/ || reading !~ /[aeiouv]/)
        return
    if (!((cp, reading) in met))
        readings[cp] = readings[cp] " " reading
    met[cp, reading] += count
}
function class(count, place) {
    if (count >= 10)
        return count >= 3000 ? 0 : count >= 1000 ? 1 : count >= 300 ? 2 : count >= 100 ? 3 : count >= 30 ? 4 : 5
    return place <= 3500 ? 6 : place <= 6500 ? 7 : 8
}
$1 == "place" { place[hex($2)] = $3; next }
{
    cp = hex($2)
    for (i = 3; i <= NF; i++) {
        count = 0
        if ($1 == "HanyuPinlu") {
            count = $i
            sub(/^[^(]*\(/, "", count)
            sub(/\)$/, "", count)
            sub(/\(.*/, "", $i)
        }
        sub(/^[0-9.,]*:/, "", $i)
        n = split(plain($i), part, ",")
        for (k = 1; k <= n; k++)
            note(cp, part[k], count + 0)
    }
}
END {
    for (cp in place) {
        n = split(readings[cp], part, " ")
        for (i = 1; i <= n; i++)
            printf "%s %d %07d %05d %s\n", part[i], class(met[cp, part[i]], place[cp]), 9999999 - met[cp, part[i]], place[cp],
                   utf8(cp + 0)
    }
}' | sort | awk '
BEGIN { print "/* Made by contrib/pinyin_chars.sh from Unihan 15.0. */" }
function finish() {
    for (; at < 8; at++)
        row = row "|"
    if (row != "")
        printf "CHARS(%s, \"%s\")\n", syllable, row
}
$1 != syllable {
    if (syllable != "")
        finish()
    syllable = $1
    row = ""
    at = 0
}
{
    for (; at < $2; at++)
        row = row "|"
    row = row $5
}
END { finish() }'
