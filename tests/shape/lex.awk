# Splits C into code and literals: prints FILE TAB LINE TAB C TAB code without comments and with empty literals, and
# FILE TAB LINE TAB S TAB "the literal. An #include "x" is code as it stands.
FNR == 1 { in_comment = 0 }
{
    line = $0
    code = ""
    if (!in_comment && line ~ /^[ \t]*#[ \t]*include/) {
        print FILENAME "\t" FNR "\tC\t" line
        next
    }
    while (line != "") {
        if (in_comment) {
            end = index(line, "*/")
            if (!end)
                break
            line = substr(line, end + 2)
            in_comment = 0
            code = code " "
        } else if (match(line, /["']|\/[*\/]/)) {
            code = code substr(line, 1, RSTART - 1)
            mark = substr(line, RSTART, RLENGTH)
            line = substr(line, RSTART + RLENGTH)
            if (mark == "//")
                break
            if (mark == "/*") {
                in_comment = 1
                continue
            }
            literal = ""
            while (line != "" && substr(line, 1, 1) != mark) {
                n = substr(line, 1, 1) == "\\" ? 2 : 1
                piece = substr(line, 1, n)
                literal = literal (piece == "\\n" ? "\n" : piece)
                line = substr(line, n + 1)
            }
            line = substr(line, 2)
            code = code mark mark
            if (mark == "\"" && literal != "") {
                gsub(/[\n\t]/, " ", literal)
                print FILENAME "\t" FNR "\tS\t\"" literal
            }
        } else {
            code = code line
            break
        }
    }
    if (code ~ /[^ \t]/)
        print FILENAME "\t" FNR "\tC\t" code
}
