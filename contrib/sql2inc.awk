# Turns SQL files into C include files.
# mode=statements: each `-- name: NAME` starts a statement up to its `;` -> X(NAME, "sql"). `-- part: NAME` starts a text that stands
#   for @NAME in what follows in its file
# mode=schema: each file NAME.sql -> S(NAME, "sql")
function quote(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return text
}
function put_parts(text,    known) {
    while (match(text, /@[a-z_]+/)) {
        known = substr(text, RSTART + 1, RLENGTH - 1)
        if (!(known in parts)) {
            print FILENAME ": no part " known > "/dev/stderr"
            exit 1
        }
        text = substr(text, 1, RSTART - 1) parts[known] substr(text, RSTART + RLENGTH)
    }
    return text
}
function flush_statement() {
    if (part)
        parts[name] = sql
    else if (name != "")
        printf "X(%s, \"%s\")\n", name, sql
    name = sql = ""
}
mode == "statements" {
    if (FNR == 1) {
        flush_statement()
        part = 0
        split("", parts)
    }
    if ($0 ~ /^-- (name|part): /) {
        flush_statement()
        part = $2 == "part:"
        name = $3
        next
    }
    sub(/--.*$/, "")
    gsub(/^[ \t]+|[ \t]+$/, "")
    if ($0 != "")
        sql = sql (sql == "" ? "" : " ") put_parts(quote($0))
}
mode == "schema" {
    if (FNR == 1) {
        if (NR != 1)
            print "\")"
        file = FILENAME
        sub(/.*\//, "", file)
        sub(/\.sql$/, "", file)
        printf "S(%s, \"", file
    }
    sub(/--.*$/, "")
    gsub(/^[ \t]+|[ \t]+$/, "")
    if ($0 != "")
        printf "%s ", quote($0)
}
END {
    if (mode == "statements")
        flush_statement()
    else if (NR)
        print "\")"
}
