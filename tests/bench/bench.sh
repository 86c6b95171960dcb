#!/bin/bash
# `make bench`: what linli costs, each as a ratio to the barest program that does the same, measured in the same run. HOUSEHOLDS sets the
# size (47,000). Everything lies in $B/bench; the made-up town of a size is made once. Exit code 1 where a number is missed.
set -eu
cd "$(dirname "$0")/../.."
B=${B:-$PWD/.build/${FLAVOUR:-dev}}
case $B in /*) ;; *) B=$PWD/$B ;; esac
export PATH=$B:$PATH
N=${HOUSEHOLDS:-47000}
D=$B/bench/$N
mkdir -p "$D"
results=$D/results
: > "$results"
say() { printf '%s\n' "$*" >&2; }
seconds() { # runs a command, prints how long it took
    local begun=${EPOCHREALTIME/./}
    "$@" > "$D/out" 2> "$D/err" || { cat "$D/err" >&2 && return 1; }
    awk "BEGIN {printf \"%.3f\n\", (${EPOCHREALTIME/./} - $begun) / 1e6}"
}
put() { echo "$1 $2 $3" >> "$results"; }
copy_record() { # from, to: a record that nobody has open
    rm -f "$2" "$2-wal" "$2-shm"
    sqlite3 "$1" 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
    cp "$1" "$2"
}

say "A town of $N households …"
[ -s "$D/town.csv" ] || sampletown --seed 7 --households "$N" --villages $((N / 15000 + 1)) --grids 8 > "$D/town.csv"
say "Import …"
rm -rf "$D/home"
mkdir -m 700 "$D/home"
put linli import_s "$(LINLI_HOME=$D/home seconds linli import "$D/town.csv" --area 430181.007)"
copy_record "$D/home/linli.db" "$D/fresh.db"
put floor import_s "$(bench-insert "$D/fresh.db" "$D/bare.db")"
rm -f "$D"/bare.db*

say "Saving each form …"
copy_record "$D/fresh.db" "$D/home/linli.db"
copy_record "$D/fresh.db" "$D/bare.db"
bench-save "$D/home/linli.db" "$D/bare.db" 300 > "$D/saved"
while read -r form ours bare; do
    put linli "save_${form}_us" "$ours"
    put floor "save_${form}_us" "$bare"
done < "$D/saved"
rm -f "$D"/bare.db*

say "Today …"
T=$B/bench/today
rm -rf "$T" && mkdir -p "$T" && mkdir -m 700 "$T/home"
sampletown --seed 7 --households 10000 --villages 1 --grids 8 > "$T/town.csv"
LINLI_HOME=$T/home linli import "$T/town.csv" --area 430181.007 > /dev/null
read -r _ median worst _ < <(bench-today "$T/home/linli.db" 50000 500)
put linli today_p50_us "$median"
put linli today_p99_us "$worst"

say "A desk …"
mkdir -p "$B/bench/pulled"
bench-pulled "$B/bench/pulled" "${MATTERS:-50000}" "${EVENTS:-500000}" 100000 >> "$results"
cat "$B/bench/pulled/linli.db" > /dev/null # as much in memory as what the floor program read again and again
bench-desk "$B/bench/pulled" linli >> "$results"

say "The screen …"
queries=$PWD/tests/bench/queries.txt
runs=10
bench-screen --name floor --queries "$queries" --runs $runs floor "$D/fresh.db" >> "$results"
bench-screen --name linli --queries "$queries" --runs $runs --home "$D/home" --lang zh_CN.UTF-8 --open '/' --clear '<C-u>' \
    --list '<Esc><Esc>2' --quit '<C-q>' linli >> "$results"
[ -x "$PWD/tests/bench/push.sh" ] && { say "Push …" && "$PWD/tests/bench/push.sh" "$D" >> "$results"; }

say ""
echo "linli at $N households, $(nproc) cores, $(date +%F)"
awk '
{ value[$1, $2] = $3 }
function in_unit(name, key, factor) { # "" where it was not measured
    return (name, key) in value ? value[name, key] / factor : ""
}
function row(what, ours, base, limit, unit, ratio, verdict) {
    if (ours == "")
        return
    if (base == "") { # an absolute limit
        verdict = ours <= limit ? "" : "MISSED"
        printf "%-44s %12s %12.1f %8s %9s  %s\n", what " (" unit ")", "-", ours, "-", "<= " limit, verdict
    } else {
        ratio = base > 0 ? ours / base : 0
        verdict = ratio <= limit ? "" : "MISSED"
        printf "%-44s %12.1f %12.1f %8.2f %9s  %s\n", what " (" unit ")", base, ours, ratio, "<= " limit, verdict
    }
    missed += verdict != ""
}
function note(what, ours, base, unit) { # no limit
    if (ours == "")
        return
    if (base == "")
        printf "%-44s %12s %12.1f\n", what " (" unit ")", "-", ours
    else
        printf "%-44s %12.1f %12.1f %8.2f\n", what " (" unit ")", base, ours, (base > 0 ? ours / base : 0)
}
END {
    printf "%-44s %12s %12s %8s %9s\n", "", "floor", "linli", "ratio", "limit"
    row("start to first screen", in_unit("linli", "start_us", 1000), in_unit("floor", "start_us", 1000), 2.5, "ms")
    row("key to rows, p50", in_unit("linli", "key_p50_us", 1000), in_unit("floor", "key_p50_us", 1000), 2, "ms")
    row("key to rows, p99", in_unit("linli", "key_p99_us", 1000), "", 16, "ms")
    row("bytes a search key", in_unit("linli", "key_bytes", 1), in_unit("floor", "key_bytes", 1), 1, "B")
    row("bytes a search key, to those of changed cells", in_unit("linli", "key_bytes", 1), in_unit("linli", "changed_bytes", 1), 1.5, "B")
    row("bytes of a cursor move", in_unit("linli", "move_bytes", 1), "", 24, "B")
    row("bytes of an idle second", in_unit("linli", "idle_bytes", 1), "", 0, "B")
    row("peak memory before the first sync", in_unit("linli", "peak_kib", 1024), in_unit("floor", "peak_kib", 1024), 3, "MiB")
    row("import", in_unit("linli", "import_s", 1), in_unit("floor", "import_s", 1), 2, "s")
    forms = split("visit matter note correction need", form)
    for (i = 1; i <= forms; i++)
        row("saving a " form[i], in_unit("linli", "save_" form[i] "_us", 1000), in_unit("floor", "save_" form[i] "_us", 1000), 1.5, "ms")
    note("today of 10,000 households, 50,000 events, p50", in_unit("linli", "today_p50_us", 1000), "", "ms")
    row("  p99", in_unit("linli", "today_p99_us", 1000), "", 16, "ms")
    row("a desk of 50,000 matters: one, p50", in_unit("linli", "desk_matter_us", 1000), in_unit("floor", "key_p50_us", 1000), 2, "ms")
    row("  Today, p50", in_unit("linli", "desk_today_us", 1000), in_unit("floor", "key_p50_us", 1000), 2, "ms")
    row("  a key to a matter on screen, p50", in_unit("linli", "desk_screen_matter_us", 1000), in_unit("floor", "key_p50_us", 1000), 2, "ms")
    row("  a key in the list, the slowest filter, p50", in_unit("linli", "desk_list_us", 1000), in_unit("floor", "key_p50_us", 1000), 2, "ms")
    note("    to the last row that was looked for", in_unit("linli", "desk_list_all_us", 1000), in_unit("floor", "key_p50_us", 1000), "ms")
    row("pull of 100,000 events", in_unit("linli", "desk_pull_s", 0.001), in_unit("floor", "desk_pull_s", 0.001), 3, "ms")
    row("push of 10,000 visits", in_unit("linli", "push_s", 0.001), in_unit("floor", "push_s", 0.001), 3, "ms")
    row("  to one POST a visit, each kept", in_unit("linli", "push_s", 0.001), in_unit("single", "push_s", 0.001), 0.125, "ms")
    note("  to one POST a visit, each dropped", in_unit("linli", "push_s", 0.001), in_unit("dropped", "push_s", 0.001), "ms")
    row("  bytes a visit on the wire, batches of 1,000", in_unit("linli", "push_bytes", 1), "", 70, "B")
    note("a second device pulls them", in_unit("linli", "pull_s", 0.001), "", "ms")
    note("  bytes a visit", in_unit("linli", "pull_bytes", 1), "", "B")
    note("enrolment", in_unit("linli", "join_s", 0.001), "", "ms")
    note("first sync of 500 households", in_unit("linli", "first_s", 0.001), "", "ms")
    row("peak memory after the first sync", in_unit("synced", "peak_kib", 1024), in_unit("floor", "peak_kib", 1024), 5, "MiB")
    if (missed)
        printf "%d missed\n", missed
    exit missed > 0
}' "$results"
