#!/bin/sh
# All messages of the programs, as a .pot on stdout.
set -eu
cd "${1:-$(dirname "$0")/../..}"
find src include -type f \( -name '*.[ch]' -o -name '*.def' \) | sort |
    xgettext -L C -k -k_ -kN_ -kngettext:1,2 --from-code=UTF-8 --no-wrap --package-name=linli -f - -o - |
    sed 's/charset=CHARSET/charset=UTF-8/; /^"POT-Creation-Date/d'
