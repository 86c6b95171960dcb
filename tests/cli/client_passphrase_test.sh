#!/bin/sh
# linli passphrase: set, changed, taken away; kept beside the record and nowhere else; no command asks for it.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv
linli import town.csv > /dev/null
give() { # lines
    printf '%s\n' "$@" > in
}
run() {
    linli passphrase "$@" < in > out 2> err
}
give 'open sesame' 'open sesam'
refuses 'two that differ' 2 run
give abc abc
refuses 'one that is short' 2 run
complains 'how short' '6 characters'
give '' ''
refuses 'an empty one' 2 run
: > in
refuses 'no line at all' 1 run
is 'none is set' "$(ls "$LINLI_HOME" | grep -c passphrase)" 0
give 'open sesame' 'open sesame'
expect 'a good one' 0 run
is 'for its owner alone' "$(stat -c %a "$LINLI_HOME/passphrase")" 600
is 'as Argon2id' "$(cut -c 1-31 "$LINLI_HOME/passphrase")" '$argon2id$v=19$m=32768,t=3,p=1$'
is 'in no other file' "$(grep -rl 'open sesame' "$LINLI_HOME" | wc -l) $(grep -rlF '$argon2id' "$LINLI_HOME" | wc -l)" '0 1'
expect 'a command does not ask' 0 linli find
expect 'nor in a backup' 0 linli backup copy.db
is 'is it there' "$(grep -cF argon2id copy.db)" 0
give 'wrong one' 'new sesame' 'new sesame'
refuses 'a change without the present one' 4 run
complains 'and when again' 'in 1 s'
give 'open sesame' 'new sesame' 'new sesame'
refuses 'too early' 1 run
is 'wrong tries outlive the program' "$(cut -c 1-2 "$LINLI_HOME/passphrase.tries")" '1 '
sleep 1.1
give 'ｏｐｅｎ　ｓｅｓａｍｅ' 'new sesame' 'new sesame'
expect 'in full width it is the same' 0 run
is 'tries are forgotten' "$(ls "$LINLI_HOME" | grep -c tries)" 0
give 'new sesame'
expect 'it can go' 0 run --remove
is 'and is gone' "$(ls "$LINLI_HOME" | grep -c passphrase)" 0
refuses 'but once' 1 run --remove
echo nonsense > "$LINLI_HOME/passphrase"
give 'new sesame'
refuses 'a file that is none' 1 run --remove
complains 'is named' 'remove that file'
done_testing
