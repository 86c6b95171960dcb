#!/bin/sh
# linli-hub: help, usage, where the record is, exit codes; in both languages.
. "$(dirname "$0")/hub.inc"

expect 'version' 0 linli-hub --version
says 'names the program' '^linli-hub [0-9]+\.[0-9]+'
expect 'help' 0 linli-hub --help
for command in init serve 'area add' 'worker add' 'worker leave' 'worker list' assign unassign 'device list' 'device revoke' enroll \
    'roster import' export intake verify rebuild stats backup restore; do
    grep -q "^  linli-hub $command" out || bad "help names $command"
    # shellcheck disable=SC2086
    linli-hub $command --help > one || bad "$command --help"
    grep -q "^linli-hub $command" one && grep -q -e '--db URL' one || bad "$command --help says how it is called"
done
ok 'help of every command'
linli-hub --help > all
expect 'as a word' 0 linli-hub help
cmp -s out all && ok 'as a word' || bad 'as a word'
linli-hub quarantine take --help > one
expect 'of a command' 0 linli-hub help quarantine take
cmp -s out one && ok 'of a command' || bad 'of a command'
refuses 'of none' 2 linli-hub help marry

refuses 'no command' 2 linli-hub
refuses 'no such command' 2 linli-hub dance
refuses 'half a command' 2 linli-hub worker
refuses 'no such option' 2 linli-hub stats --colour
refuses 'an option of another command' 2 linli-hub stats --area 1
refuses 'an option twice' 2 linli-hub stats --json --json
refuses 'a value is missing' 2 linli-hub stats --db
refuses 'an argument is missing' 2 linli-hub area add 1
refuses 'one too many' 2 linli-hub area add 1 2 3
refuses 'a needed option is missing' 2 linli-hub export
refuses 'PostgreSQL' 2 linli-hub stats --db postgresql://localhost/linli
complains 'says what it stores in' SQLite
refuses 'another engine' 2 linli-hub stats --db mysql://localhost/linli
refuses 'no file' 2 linli-hub stats --db sqlite:
refuses 'no hub here' 1 linli-hub stats
refuses 'no hub there' 1 linli-hub stats --db sqlite:missing.db
[ ! -e missing.db ] && ok 'and none is made' || bad 'and none is made'
printf 'no database' > text.db
refuses 'another file' 1 linli-hub --db text.db stats
is 'is left alone' "$(cat text.db)" 'no database'

expect 'init' 0 linli-hub init --db sqlite:a.db --name 甲镇
is 'its mode' "$(stat -c %a a.db)" 600
refuses 'init again' 1 linli-hub init --db a.db
LINLI_HUB_DB=b.db expect 'init where LINLI_HUB_DB says' 0 env LINLI_HUB_DB=b.db linli-hub init
[ -e b.db ] && ok 'is there' || bad 'is there'
refuses "a client's record" 1 linli-hub init --db "$LINLI_HOME/linli.db"
linli find '' > /dev/null 2>&1
refuses "a client's record is no hub" 1 linli-hub stats --db "$LINLI_HOME/linli.db"
expect 'closed output' 1 sh -c 'linli-hub stats --db a.db > /dev/full'

if [ -e "$B/share/locale/zh_CN/LC_MESSAGES/linli.mo" ]; then
    expect 'Chinese' 2 env LC_ALL=C.UTF-8 LANGUAGE=zh_CN LANG=zh_CN.UTF-8 linli-hub stats --db postgresql://x
    complains 'speaks Chinese' '打不开记录.*SQLite'
fi
done_testing
