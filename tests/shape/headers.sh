#!/bin/sh
# Every public header compiles alone, twice in one file, and without warnings.
set -u
cd "${1:-$(dirname "$0")/../..}" || exit 2
bad=0 count=0
for header in include/linli/*.h; do
    count=$((count + 1))
    printf '#include "linli/%s"\n#include "linli/%s"\n' "${header##*/}" "${header##*/}" |
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Iinclude -Wall -Wextra -Wstrict-prototypes -Wundef -Werror \
            -fsyntax-only -x c - || { echo "$header does not compile alone"; bad=$((bad + 1)); }
done
echo "headers: $count compiled alone, $bad failed"
[ $bad = 0 ] && [ $count -gt 0 ]
