#!/bin/sh
# Completion made from the tables: what the three shells offer is what the programs take. Each shell itself is asked, where it is here.
. "$(dirname "$0")/client.inc"
here=$(cd "$(dirname "$0")/../.." && pwd)
made=$B/share/completions
# offered WORD…: the completions of the last word in bash, one line
offered() {
    bash -c '. "$0/bash/$1"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_${1//-/_}"; echo "${COMPREPLY[*]}"' "$made" "$@"
}
is 'a command' "$(offered linli vis)" 'visit'
is 'every command' "$(offered linli '' | tr ' ' '\n' | grep -c '^[a-z]')" "$(grep -c '^X(' "$here/src/cli/commands.def")"
is 'an option of a command' "$(offered linli visit 001 --out)" '--outcome'
is 'none that it does not take' "$(offered linli today --out)" ''
is 'the values of an option' "$(offered linli visit 001 --outcome '')" 'met nobody phone declined moved'
is 'the steps' "$(offered linli step M-1 med)" 'mediate'
is 'an item by name' "$(offered linli item M-1 agr)" 'agreement'
is 'a page' "$(offered linli print ag)" 'agreement'
is 'no ids, no guesses' "$(offered linli show '' | tr ' ' '\n' | grep -vc '^--')" 0
is 'a file is left to the shell' "$(offered linli import roster.xlsx --map '')" ''
is 'a command of the hub' "$(offered linli-hub work)" 'worker'
is 'its second word' "$(offered linli-hub worker imp)" 'import'
is 'its option' "$(offered linli-hub worker import list.csv --sl)" '--slips'
is 'the values of an option of the hub' "$(offered linli-hub worker add tang --role '')" 'head desk admin'
for shell in bash zsh fish; do
    command -v $shell > /dev/null || { echo "SKIPPED $shell is not here"; continue; }
    for program in linli linli-hub; do
        if $shell -n "$made/$shell/$program"; then ok "$shell reads that of $program"; else bad "$shell reads that of $program"; fi
    done
done
if command -v fish > /dev/null; then
    fished() { # the line
        fish --no-config -c "source $made/fish/linli; source $made/fish/linli-hub; complete -C '$1'" 2> /dev/null | cut -f1 | sort | tr '\n' ' '
    }
    is 'fish: a command' "$(fished 'linli vis')" 'visit '
    is 'fish: an option' "$(fished 'linli visit 001 --outc')" '--outcome '
    is 'fish: its values' "$(fished 'linli visit 001 --outcome ')" 'declined met moved nobody phone '
    is 'fish: the hub' "$(fished 'linli-hub worker imp')" 'import '
fi
if command -v zsh > /dev/null; then
    zshed() { # command, words: what the table offers, run by zsh itself
        zsh -f -c 'compadd() { shift; print -r -- ${(P)1} }; _files() { print FILES }; words=("${@:2}"); CURRENT=$#words; . '"$made"'/zsh/$1' zsh "$@" 2> /dev/null | tr '\n' ' '
    }
    is 'zsh: the values of an option' "$(zshed linli linli visit 001 --outcome '')" 'met nobody phone declined moved '
    is 'zsh: a file' "$(zshed linli linli import x --map '')" 'FILES '
    case " $(zshed linli linli visit 001 --o)" in *' --outcome '*) ok 'zsh: an option' ;; *) bad 'zsh: an option' ;; esac
    case " $(zshed linli-hub linli-hub worker i)" in *' import '*) ok 'zsh: the hub' ;; *) bad 'zsh: the hub' ;; esac
fi
exit $failed
