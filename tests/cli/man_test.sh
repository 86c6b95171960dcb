#!/bin/sh
# Man pages: every command, option, key, setting, role and exit code stands on its page, in both languages, and groff has nothing to say.
. "$(dirname "$0")/client.inc"
here=$(cd "$(dirname "$0")/../.." && pwd)
man=$B/share/man
: > "$T/out"
: > "$T/err"
# column FILE N: the N-th argument of each row of a table
column() {
    sed -n "s/^X(//p" "$here/$1" | awk -F, -v n="$2" '{gsub(/[" )]/, "", $n); print $n}'
}
# all NAME PAGE PREFIX: each word of the input stands in the page, bold
all() {
    missing=
    while read -r word; do
        word=$(printf %s "$word" | sed 's/-/\\-/g')
        for page in "$man/$2" "$man/zh_CN/$2"; do
            grep -qF "$3$word\\fR" "$page" || missing="$missing $word"
        done
    done
    is "$1" "$missing" ''
}
for page in man1/linli.1 man8/linli-hub.8 man5/linli.conf.5 man5/linli-theme.5; do
    for file in "$man/$page" "$man/zh_CN/$page"; do
        [ -s "$file" ] && ok "$file" || bad "$file"
        head -n 2 "$file" | grep -q '^\.TH "linli' || bad "$file: its title"
        if command -v groff > /dev/null; then
            is 'groff is silent' "$(groff -K utf8 -Tutf8 -man -ww -z "$file" 2>&1)" ''
        fi
    done
done
column src/cli/commands.def 1 | all 'commands of linli' man1/linli.1 '\fB'
column src/cli/options.def 2 | all 'options of linli' man1/linli.1 '\fB\-\-'
sed -n 's/^X([A-Z_]*, "\([^"]*\)".*/\1 &/p' "$here/src/tui/requests.def" | grep -v '[ |(]LATER' | cut -d' ' -f1 | all 'keys of the screen' man1/linli.1 '\fB'
sed -n 's/.*\.words = "\([^"]*\)".*/\1/p' "$here/src/hub/commands.def" | all 'commands of linli-hub' man8/linli-hub.8 '\fB'
column src/hub/options.def 2 | all 'options of linli-hub' man8/linli-hub.8 '\fB\-\-'
column include/linli/steps.def 3 | all 'steps' man1/linli.1 '\fB'
column include/linli/exits.def 2 | all 'exits' man1/linli.1 '\fB'
sed -n '/county_sections\[\]/,/^};/s/^    {"\([a-z]*\)",.*/\1/p' "$here/src/core/county_rows.c" | all 'sections of the county' man8/linli-hub.8 '\fB'
column include/linli/conf.def 2 | all 'settings' man5/linli.conf.5 '\fB'
column src/tui/roles.def 2 | all 'roles' man5/linli-theme.5 '\fB'
column include/linli/err.def 2 | sort -u | all 'exit codes of linli' man1/linli.1 '\fB'
column include/linli/err.def 2 | sort -u | all 'exit codes of linli-hub' man8/linli-hub.8 '\fB'
sed -n 's/^X([A-Z_]*, [0-9], "\(.*\)")$/\1/p' "$here/include/linli/err.def" > "$T/meanings"
while read -r line; do
    grep -qxF "$line" "$man/man1/linli.1" || bad "an exit code's meaning: $line"
done < "$T/meanings"
is 'none is empty' "$(column src/cli/commands.def 1 | wc -l) $(wc -l < "$T/meanings")" "$(grep -c '^X(' "$here/src/cli/commands.def") $(grep -c '^X(' "$here/include/linli/err.def")"
done_testing
