#!/bin/bash
# Runs tests, one more at a time than there are processors: `tests/check.sh [-j JOBS] [-k WORD] KIND…`, with kinds unit tools screen cli sync fault fuzz bench
# shape headers format po. One line a test; the log of one that failed; a count at the end, also in $B/tests.count.
# -k keeps the tests whose name holds WORD.
#
# A test is a program, a play (tests/screen/*.play) or a shell script (*_test.sh, `#!/bin/sh`, or bash where it says so). It
# runs in the project's folder with an empty home and a scratch folder of its own: HOME, LINLI_HOME, T, and B (the build
# folder, first in PATH). Exit code 0 is good, 77 skipped (say why), anything else bad. 300 seconds, or `# timeout: N` in it;
# `# flavour: dev` keeps a test out of the others: the same code runs there in another test.
set -u
cd "$(dirname "$0")/.." || exit 2

FLAVOUR=${FLAVOUR:-dev}
export FLAVOUR ROOT=$PWD B=${B:-.build/$FLAVOUR}
case $B in /*) ;; *) B=$ROOT/$B ;; esac
jobs=$(($(nproc) + 1)) only= # half of the time a test waits for a disk or for quiet
while getopts j:k: option; do
    case $option in
    j) jobs=$OPTARG ;;
    k) only=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

names=() commands=()
add() { # name, command
    local flavour
    [[ $1 == *"$only"* ]] || return 0
    flavour=$(sed -n 's/^# flavour: //p' "${2##* }" 2> /dev/null)
    [ "${flavour:-$FLAVOUR}" = "$FLAVOUR" ] || return 0
    names+=("$1")
    commands+=("$2")
}
add_scripts() { # kind: programs and scripts of tests/KIND
    local file
    for file in tests/"$1"/*_test.sh; do
        [ -e "$file" ] && add "${file%_test.sh}" "$(sed -n '1s/^#!//p' "$file") $file"
    done
    for file in tests/"$1"/*_test.c; do
        [ -e "$file" ] && add "${file%_test.c}" "$B/$(dirname "$file")/$(basename "$file" .c)"
    done
}
for kind in "$@"; do
    case $kind in
    unit)
        for file in tests/unit/*/*_test.c; do
            [ -e "$file" ] || continue
            name=${file#tests/}
            add "${name%_test.c}" "$B/${name%.c}"
        done
        ;;
    screen)
        for file in tests/screen/*.play; do
            [ -e "$file" ] && add "${file%.play}" "screen-play $file"
        done
        add_scripts screen
        ;;
    tools)
        for file in tests/*/self/selftest.sh; do
            add "${file%/self/selftest.sh} tools" "bash $file"
        done
        ;;
    cli | sync | fault) add_scripts "$kind" ;;
    fuzz)
        for file in tests/fuzz/*_fuzz.c; do
            [ -e "$file" ] || continue
            name=$(basename "$file" _fuzz.c)
            add "tests/fuzz/$name" "$B/tests/fuzz/${name}_fuzz tests/fuzz/seeds/$name"
        done
        ;;
    shape) add shape "sh tests/shape/shape.sh" ;;
    headers) add headers "sh tests/shape/headers.sh" ;;
    format) add format "sh tests/shape/format.sh" ;;
    po) add translations "sh tests/shape/po.sh" ;;
    *)
        echo "check.sh: no such kind: $kind" >&2
        exit 2
        ;;
    esac
done

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'kill $(jobs -p) 2> /dev/null; wait; exit 130' INT TERM
mkdir -p "$B/logs"
export PATH=$B:$PATH LC_ALL=C.UTF-8 LANG=C.UTF-8
unset LANGUAGE LINLI_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR TZ MAKEFLAGS MAKELEVEL
unset http_proxy https_proxy all_proxy SSH_CONNECTION SSH_TTY SSH_CLIENT
if [ "$FLAVOUR" = asan ]; then
    export SCREEN_SLOW=${SCREEN_SLOW:-4}
    # a shim is preloaded before the sanitizer in the fault tests
    export ASAN_OPTIONS=quarantine_size_mb=64:verify_asan_link_order=0:abort_on_error=0:detect_stack_use_after_return=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}
    export UBSAN_OPTIONS=print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
fi

limit_of() { # seconds that a command may take
    local word said
    for word in $1; do
        case $word in
        *.sh | *.play) said=$(sed -n 's/^# timeout: \([0-9]*\).*/\1/p' "$word" 2> /dev/null | head -n 1) ;;
        esac
    done
    [ "$FLAVOUR" = asan ] && said=$((${said:-300} * 2))
    echo "${said:-300}"
}

run_one() { # number
    local name=${names[$1]} command=${commands[$1]} log begun=${EPOCHREALTIME/./} code ms pid
    log=$B/logs/$(echo "$name" | tr '/ ' '--').log
    mkdir -p "$scratch/$1/home"
    HOME=$scratch/$1/home LINLI_HOME=$scratch/$1/home T=$scratch/$1 \
        timeout -k 10 "$(limit_of "$command")" $command > "$log" 2>&1 < /dev/null &
    pid=$!
    trap 'kill -KILL -- -$pid; exit 130' INT TERM
    wait $pid
    code=$?
    kill -KILL -- -$pid 2> /dev/null # what it left running; timeout leads a process group of its own
    ms=$(((${EPOCHREALTIME/./} - begun) / 1000))
    rm -rf "${scratch:?}/$1"
    case $code in
    0) printf 'ok   %-44s %4d.%02d s\n' "$name" $((ms / 1000)) $((ms % 1000 / 10)) ;;
    77) printf 'skip %-44s %s\n' "$name" "$(tail -n 1 "$log")" ;;
    *)
        [ $code = 124 ] && echo "stopped after $(limit_of "$command") seconds" >> "$log"
        printf 'FAIL %s (exit code %d, %s)\n%s\n' "$name" $code "$log" "$(tail -n 60 "$log" | sed 's/^/     /')"
        ;;
    esac
    echo "$code" > "$scratch/$1.code"
}

for i in "${!names[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do
        wait -n
    done
    run_one "$i" &
done
wait

passed=0 failed=0 skipped=0
for i in "${!names[@]}"; do
    case $(cat "$scratch/$i.code" 2> /dev/null) in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
done
[ $skipped = 0 ] || echo "$skipped skipped"
echo "$passed $failed" > "$B/tests.count"
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
