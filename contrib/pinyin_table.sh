#!/bin/sh
# Makes src/text/pinyin_table.inc from Unicode's data (Debian: unicode-data):
#   sh contrib/pinyin_table.sh [DIRECTORY] > src/text/pinyin_table.inc
# A character's readings, without tones, the commonest first: kMandarin, then kTGHZ2013, then those of its simplified form where
# that form stands for no other character (單 of 单), then the list below. One without any takes those of a variant (𠮷 of 吉).
set -eu
export LC_ALL=C
dir=${1:-/usr/share/unicode}

# Readings in names that Unihan has not got.
supplement='
〇 ling
嗯 en
晟 sheng
郗 chi
谌 shen
贠 yun
黑 he
冯 ping
艾 yi
么 yao
'

{
    printf '%s\n' "$supplement" | sed -n 's/^\([^ ]*\) \(.*\)/supplement \1 \2/p'
    sed -n 's/^\(F[9A]..\|2F[89A]..\);[^;]*;[^;]*;[^;]*;[^;]*;\([0-9A-F]*\);.*/same \1 \2/p' "$dir/UnicodeData.txt"
    bzcat "$dir/Unihan_Variants.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tk\([A-Za-z]*\)Variant\t/variant \1 \2 /p'
    bzcat "$dir/Unihan_Readings.txt.bz2" | sed -n 's/^U+\([0-9A-F]*\)\tk\(Mandarin\|TGHZ2013\)\t/\2 \1 /p'
} | awk '
function hex(text,   i, n) {
    n = 0
    for (i = 1; i <= length(text); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return n
}
# The code point of one character in UTF-8, whether or not this awk reads bytes.
function code(text,   i, b, n, lead) {
    for (i = 1; i <= length(text); i++) {
        b = ord[substr(text, i, 1)]
        if (i == 1) {
            lead = b >= 240 ? 240 : b >= 224 ? 224 : 192
            n = b - lead
        } else
            n = n * 64 + b - 128
    }
    return n
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
    gsub(/\314[\200-\277]/, "", reading) # combining tone marks
    return reading
}
function add(cp, reading) {
    if (reading !~ /^[a-z]+$/ || reading !~ /[aeiouv]/ || index(" " of[cp] " ", " " reading " "))
        return
    of[cp] = of[cp] == "" ? reading : of[cp] " " reading
}
function add_all(cp, readings,   part, n, i) {
    n = split(readings, part, " ")
    for (i = 1; i <= n; i++)
        add(cp, part[i])
}
function borrow(cp, list,   from, n, i, other) {
    n = split(list, from, " ")
    for (i = 1; i <= n; i++) {
        other = from[i]
        sub(/<.*/, "", other)
        sub(/^U\+/, "", other)
        add_all(cp, had[hex(other)])
    }
}
BEGIN { for (i = 1; i < 256; i++) ord[sprintf("%c", i)] = i }
$1 == "supplement" { extra[code($2)] = $3; next }
$1 == "same" { variants["same", hex($2)] = $3; without[hex($2)] = 1; next }
$1 == "variant" {
    cp = hex($2)
    kind = $3
    $1 = $2 = $3 = ""
    variants[kind, cp] = $0
    without[cp] = 1
    next
}
{
    cp = hex($2)
    kind = $1
    for (i = 3; i <= NF; i++) {
        sub(/^[0-9.,]*:/, "", $i)
        n = split(plain($i), part, ",")
        for (k = 1; k <= n; k++) {
            if (kind == "Mandarin")
                mandarin[cp] = mandarin[cp] " " part[k]
            else
                standard[cp] = standard[cp] " " part[k]
        }
    }
    known[cp] = 1
}
END {
    for (cp in known) {
        add_all(cp, mandarin[cp])
        add_all(cp, standard[cp])
    }
    for (cp in known) {
        # 單 has its simplified form 单 to itself; 後 shares 后 and takes nothing.
        n = split(variants["Simplified", cp], simple, " ")
        simplified = n == 1 ? hex(substr(simple[1], 3)) : 0
        if (n == 1 && simplified != cp + 0) {
            n = split(variants["Traditional", simplified], back, " ")
            others = 0
            for (i = 1; i <= n; i++)
                others += hex(substr(back[i], 3)) != simplified
            if (others == 1)
                add_all(cp, standard[simplified])
        }
    }
    for (cp in extra)
        add_all(cp, extra[cp])
    # Variants of variants too: two rounds, in an order of trust.
    kinds = split("same Z Simplified Traditional Semantic SpecializedSemantic Spoofing", kind_of, " ")
    for (round = 1; round <= 2; round++) {
        split("", had)
        for (cp in of)
            had[cp] = of[cp]
        for (cp in without)
            for (i = 1; i <= kinds && of[cp] == ""; i++)
                borrow(cp, variants[kind_of[i], cp])
    }
    for (cp in of) {
        n = split(of[cp], part, " ")
        for (i = 1; i <= n; i++)
            syllable[part[i]] = 1
    }
    print "/* Made by contrib/pinyin_table.sh from Unihan 15.0. */"
    for (a = 97; a <= 122; a++) # in the order of the alphabet, without the sort of one awk
        put_sorted(sprintf("%c", a))
    for (cp = 12288; cp < 205824; cp++) { # U+3000 to U+323FF
        if (cp % 64 == 0 && cp > 12288)
            flush_cells()
        page = int(cp / 64)
        if (of[cp] == "")
            continue
        if (index(of[cp], " ") == 0)
            cell[cp % 64] = of[cp] "_"
        else {
            if (!(of[cp] in set)) {
                set[of[cp]] = sets++
                list = of[cp]
                gsub(/ /, "_, ", list)
                set_row[sets] = "SET(" list "_)"
            }
            cell[cp % 64] = "ANY(" set[of[cp]] ")"
        }
    }
    flush_cells()
    for (i = 1; i <= sets; i++)
        print set_row[i]
    for (i = 1; i <= pages; i++)
        print page_row[i]
}
function flush_cells(   i, row, last) {
    for (last = 63; last >= 0 && cell[last] == ""; last--)
        ;
    if (last >= 0) {
        row = ""
        for (i = 0; i <= last; i++)
            row = row (i % 16 == 0 ? "\n    " : " ") (cell[i] == "" ? "0" : cell[i]) (i < last ? "," : "")
        pages++
        page_row[pages] = sprintf("PAGE(%d, 0x%05X,%s)", pages, page * 64, row)
        split("", cell)
    }
}
function put_sorted(first,   s, least, done) {
    for (;;) {
        least = ""
        for (s in syllable)
            if (substr(s, 1, 1) == first && !(s in done) && (least == "" || s < least))
                least = s
        if (least == "")
            return
        done[least] = 1
        print "SYLLABLE(" least ")"
    }
}
'
