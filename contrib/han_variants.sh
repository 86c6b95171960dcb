#!/bin/sh
# Makes src/text/han_variants.inc from Unicode's data (Debian: unicode-data):
#   sh contrib/han_variants.sh [DIRECTORY] > src/text/han_variants.inc
# The character that a traditional form, a compatibility form or a form of the same character (戸 of 户) is looked up as: its
# simplified one (kSimplifiedVariant; of several the first in the general standard list, kTGH). One that is its own simplified form
# too (乾) stands for itself. Sorted by code point.
set -eu
export LC_ALL=C
dir=${1:-/usr/share/unicode}

# Not in the standard list and seldom in a keyboard's, so people look for the common form.
supplement='20BB7 5409'

{
    printf 'extra %s\n' "$supplement"
    bzcat "$dir/Unihan_OtherMappings.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tkTGH\t.*/listed \1/p'
    sed -n 's/^\(F[9A]..\|2F[89A]..\);[^;]*;[^;]*;[^;]*;[^;]*;\([0-9A-F]*\);.*/same \1 \2/p' "$dir/UnicodeData.txt"
    bzcat "$dir/Unihan_Variants.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tk\(Simplified\|Z\)Variant\t/\2 \1 /p'
} | awk '
function hex(text,   i, n) {
    n = 0
    for (i = 1; i <= length(text); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return n
}
{ cp = hex($2) }
$1 == "listed" { listed[cp] = 1; next }
$1 == "extra" || $1 == "same" { to[cp] = hex($3); next }
$1 == "Simplified" || $1 == "Z" {
    list = ""
    for (i = 3; i <= NF; i++) {
        sub(/<.*/, "", $i)
        sub(/^U\+/, "", $i)
        list = list " " hex($i)
    }
    variants[$1, cp] = list
    seen[cp] = 1
}
function choose(list, cp,   part, n, i, first) {
    n = split(list, part, " ")
    first = 0
    for (i = 1; i <= n; i++) {
        if (part[i] + 0 == cp)
            return 0
        if (listed[part[i] + 0] && !first)
            first = part[i] + 0
    }
    return first ? first : n ? part[1] + 0 : 0
}
END {
    for (cp in seen) {
        cp += 0
        if (cp in to)
            continue
        target = choose(variants["Simplified", cp], cp)
        if (!target && !listed[cp] && variants["Simplified", cp] == "") {
            target = choose(variants["Z", cp], cp)
            target = listed[target] ? target : 0
        }
        if (target && target != cp)
            to[cp] = target
    }
    print "/* Made by contrib/han_variants.sh from Unihan 15.0. */"
    for (cp = 12288; cp < 205824; cp++) {
        if (!(cp in to))
            continue
        end = to[cp]
        for (i = 0; i < 4 && (end in to); i++)
            end = to[end]
        if (end != cp)
            printf "LIKE(0x%05X, 0x%05X)\n", cp, end
    }
}'
