#!/bin/sh
# All code is as .clang-format says; `make fmt` makes it so.
set -u
cd "${1:-$(dirname "$0")/../..}" || exit 2
find src include tests contrib -type f -name '*.[ch]' | sort > "$T/files"
xargs clang-format --dry-run -Werror < "$T/files" > "$T/out" 2>&1
code=$?
sed -n 's/: error:.*//p' "$T/out" | awk -F: '{lines[$1]++} END {for (f in lines) print f ": " lines[f] " places (make fmt)"}' | sort
echo "format: $(wc -l < "$T/files") files"
[ $code = 0 ]
