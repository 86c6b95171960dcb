#!/bin/sh
# Makes src/text/width_table.inc from Unicode's data (Debian: unicode-data):
#   sh contrib/width_table.sh [DIRECTORY] > src/text/width_table.inc
# One row per run of code points of one class; the class names are those of src/text/class.h.
set -eu
dir=${1:-/usr/share/unicode}
awk '
function hex(text,   i, n) {
    n = 0
    for (i = 1; i <= length(text); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return n
}
function span(field) {
    gsub(/[ \t]/, "", field)
    first = hex(field ~ /\.\./ ? substr(field, 1, index(field, ".") - 1) : field)
    last = field ~ /\.\./ ? hex(substr(field, index(field, ".") + 2)) : first
}
function class_of(cp,   c) {
    c = category[cp]
    # Unassigned ideographs: newer editions of Unicode put characters of names there.
    if (cp >= 131072 && cp <= 262141 && cp % 65536 <= 65533)
        return "WIDE"
    if (c == "Co" || (c == "Cn" && !(cp in noncharacter)))
        return "UNKNOWN"
    if (cp == 8205 || c == "Mn" || c == "Me" || (cp in jamo))
        return "ZERO"
    if (c ~ /^C/ || c == "Zl" || c == "Zp")
        return "CONTROL"
    if (width[cp] == "W" || width[cp] == "F")
        return "WIDE"
    return width[cp] == "A" ? "AMBIGUOUS" : "NARROW"
}
/^#/ || /^[ \t]*$/ { next }
{ sub(/#.*/, ""); split($0, field, ";"); span(field[1]); gsub(/[ \t]/, "", field[2]) }
FILENAME ~ /GeneralCategory/ { for (cp = first; cp <= last; cp++) category[cp] = field[2]; next }
FILENAME ~ /EastAsianWidth/ { for (cp = first; cp <= last; cp++) width[cp] = field[2]; next }
field[2] == "Extended_Pictographic" { for (cp = first; cp <= last; cp++) picture[cp] = 1 }
field[2] == "Noncharacter_Code_Point" { for (cp = first; cp <= last; cp++) noncharacter[cp] = 1 }
# Vowels and finals of old Hangul spelling stand on the consonant before them.
field[2] == "V" || field[2] == "T" { for (cp = first; cp <= last; cp++) jamo[cp] = 1 }
END {
    print "/* Made by contrib/width_table.sh from Unicode 15.0; each row holds up to the next. */"
    for (cp = 0; cp <= 1114111; cp++) {
        c = class_of(cp)
        if ((cp in picture) && c != "UNKNOWN")
            c = c " | PICTURE"
        if (c != before)
            printf "ROW(0x%05X, %s)\n", cp, c
        before = c
    }
}' "$dir/extracted/DerivedGeneralCategory.txt" "$dir/EastAsianWidth.txt" "$dir/emoji/emoji-data.txt" "$dir/PropList.txt" \
    "$dir/HangulSyllableType.txt"
