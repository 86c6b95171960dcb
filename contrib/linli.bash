# Completion of linli and linli-hub in bash. Commands and options are asked of the programs, so they are those of the tables.

# _linli_words PROGRAM [COMMAND…]: what may follow the command
_linli_words() {
    local program=$1
    shift
    case ${program##*/} in
    linli-hub)
        LC_ALL=C "$program" "$@" --help 2> /dev/null | grep -o -e '--[a-z][a-z-]*'
        LC_ALL=C "$program" --help 2> /dev/null | sed -n 's/^  linli-hub \([a-z ]*\).*/\1/p' |
            while read -ra words; do
                [ "${words[*]:0:$#}" = "$*" ] && echo "${words[$#]}"
            done
        ;;
    *)
        LC_ALL=C "$program" help "$@" 2> /dev/null | grep -o -e '--[a-z][a-z-]*'
        [ $# -gt 0 ] || LC_ALL=C "$program" help 2> /dev/null | sed -n 's/^  \([a-z]\{1,\}\) .*/\1/p'
        ;;
    esac
}

_linli() {
    local current=${COMP_WORDS[COMP_CWORD]} word
    local -a command=()

    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [[ $word == [a-z]* && ${#command[@]} -lt 2 ]] || break
        command+=("$word")
    done
    [ "${1##*/}" = linli-hub ] || command=("${command[@]:0:1}")
    mapfile -t COMPREPLY < <(compgen -W "$(_linli_words "$1" "${command[@]}" | sort -u)" -- "$current")
}
complete -o default -F _linli linli linli-hub
