#!/bin/sh
# contrib/linli.bash: what it offers is what the programs take.
. "$(dirname "$0")/client.inc"
here=$(cd "$(dirname "$0")/../.." && pwd)
# offered WORD…: the completions of the last word, one line
offered() {
    bash -c '. "$0/contrib/linli.bash"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _linli "$1"; echo "${COMPREPLY[*]}"' "$here" "$@"
}
is 'a command' "$(offered linli vis)" 'visit'
is 'every command' "$(offered linli '' | tr ' ' '\n' | grep -c '^[a-z]')" "$(grep -c '^X(' "$here/src/cli/commands.def")"
is 'an option of a command' "$(offered linli visit 001 --out)" '--outcome'
is 'none that it does not take' "$(offered linli today --out)" ''
is 'a command of the hub' "$(offered linli-hub work)" 'worker'
is 'its second word' "$(offered linli-hub worker imp)" 'import'
is 'its option' "$(offered linli-hub worker import list.csv --sl)" '--slips'
exit $failed
