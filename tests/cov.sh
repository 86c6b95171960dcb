#!/bin/sh
# What the tests ran of each file of src, from gcov's data in a build folder: `tests/cov.sh .build/cov`.
set -u
cd "$(dirname "$0")/.." || exit 2
find "$1" -path "$1/tests" -prune -o -name '*.gcno' -print | sort | while read -r notes; do
    [ -e "${notes%.gcno}.gcda" ] && gcov -n -o "$(dirname "$notes")" "$notes" 2> /dev/null
done | awk -F"'" '
/^File / {file = $2}
/^Lines executed:/ && file ~ /^src\// {
    split($0, part, /[:% ]+/)
    lines[file] = part[5]
    ran[file] = part[3] * part[5] / 100
    file = ""
}
END {
    for (f in lines) {
        printf "%6.1f %%  %5d lines  %s\n", 100 * ran[f] / lines[f], lines[f], f | "sort -k4"
        all += lines[f]
        all_ran += ran[f]
    }
    close("sort -k4")
    if (!all) {
        print "cov: no data: no test ran"
        exit 1
    }
    printf "%6.1f %%  %5d lines  in all\n", 100 * all_ran / all, all
}'
