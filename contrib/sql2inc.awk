# Turns SQL files into C include files.
# mode=statements: each `-- name: NAME` starts a statement up to its `;` -> X(NAME, "sql")
# mode=schema: each file NAME.sql -> S(NAME, "sql")
function quote(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return text
}
function flush_statement() {
    if (name != "")
        printf "X(%s, \"%s\")\n", name, sql
    name = sql = ""
}
mode == "statements" {
    if ($0 ~ /^-- name: /) {
        flush_statement()
        name = $3
        next
    }
    sub(/--.*$/, "")
    gsub(/^[ \t]+|[ \t]+$/, "")
    if ($0 != "")
        sql = sql (sql == "" ? "" : " ") quote($0)
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
