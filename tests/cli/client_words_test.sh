#!/bin/sh
# Help from the table, both languages, the flow, usage errors, words that cannot act.
. "$(dirname "$0")/client.inc"
cd "$T" || exit 1
town > town.csv

expect 'help' 0 linli help
for command in import find show visit open withdraw matters outbox enroll sync verify rebuild backup restore export doctor flow help; do
    says "help names $command" "^  $command( |\$)"
done
for command in $(sed -n 's/^  \([a-z]*\) .*/\1/p' out); do
    expect "linli $command --help" 0 linli "$command" --help
    says "shows how it is called" "^usage: linli $command"
    expect "linli help $command" 0 linli help "$command"
done
expect 'help by option' 0 linli --help
says 'is the same' '^  import FILE'
expect 'help by letter' 0 linli find -h
expect 'version' 0 linli --version
grep -Eqx 'linli [0-9]+\.[0-9]+\.[0-9]+' out && ok 'is one line' || bad 'is one line'
is 'none of that made a record' "$(ls "$LINLI_HOME" 2> /dev/null)" ''

refuses 'a command that is not there' 2 linli vist
complains 'is named' 'vist'
refuses 'an option before it' 2 linli --nothing find
refuses 'help of what is not there' 2 linli help vist
refuses 'a word too many' 2 linli sync now
refuses 'two words too few' 2 linli enroll
refuses 'a command that acts' 2 linli "$(printf 'x\033]0;y\007')"
if grep -q "$(printf '\033')" err; then bad 'its name does not act'; else ok 'its name does not act'; fi
refuses 'a long command' 2 linli "$(head -c 100000 /dev/zero | tr '\0' a)"
is 'its name is cut' "$(test "$(wc -c < err)" -lt 600 && echo yes)" yes

expect 'the flow' 0 linli flow
says 'the first step of a dispute' '^  accept .*1 day  neighbourhood head, desk, mediator$'
says 'what follows it' '^    accept  *done  *then assess$'
says 'its exits' '^    settle  *settle on the spot  *then follow-up$'
says 'what a step needs' '^    needs: .*consent to mediation .of each party.'
says 'what is of every step' '^  escalate .*with a reason$'
says 'the types of a hazard' '^  wiring '
expect 'the flow as JSON' 0 linli flow --json
keys 'its lines' "$(wc -l < out)" kind:s words:s
is 'ten steps and five' "$(grep -c '"step":' out)" 15
head -n 1 out > one
is 'a step whole' "$("$T/jsonl" get from < one) $("$T/jsonl" get who.0 < one) $("$T/jsonl" get then.0 < one) $("$T/jsonl" get exits.0.exit < one)" 'step head assess settle'

if [ -e "$B/share/locale/zh_CN/LC_MESSAGES/linli.mo" ]; then
    export LC_ALL=zh_CN.UTF-8
    expect 'help in Chinese' 0 linli help
    says 'is Chinese' '导入'
    silent 'no English left in it' 'take in a roster|households that fit'
    refuses 'an error in Chinese' 2 linli vist
    complains 'is Chinese' '没有'
    expect 'the report in Chinese' 0 linli import town.csv
    says 'is Chinese' '新增 3'
    expect 'JSON stays the same' 0 linli find --json 尉迟
    # shellcheck disable=SC2086
    keys 'its keys' 1 $HOUSEHOLD
    expect 'columns of Chinese stand in line' 0 linli matters
    export LC_ALL=C.UTF-8
else
    echo 'SKIPPED the Chinese words: make all was not run'
fi
expect 'no locale at all' 0 env LC_ALL=C linli --home plain import town.csv
expect 'and no environment' 0 env -i "$B/linli" --home plain find --json 3-2-501
is 'JSON is UTF-8 still' "$(get head)" 张伟斌

expect 'a home in the option, behind the command' 0 linli find --home plain --json 501
is 'is used' "$(get number)" 001
expect 'a home in the environment' 0 env LINLI_HOME=plain linli find --json 501
is 'is used too' "$(get number)" 001
is 'the record is for this person only' "$(stat -c %a plain/linli.db)" 600
is 'so is its folder' "$(stat -c %a plain)" 700

# No phone in the clear and no character that acts, whatever is asked.
linli --home plain visit 001 --outcome met --note '13800001234 是他的号码' > /dev/null
linli --home plain open 001 --kind dispute --type family --summary x > number
for command in 'find' 'find --json' 'show 001' 'show 001 --json' "show $(cat number)" "show $(cat number) --json" 'matters' \
    'matters --json' 'outbox' 'outbox --json' 'doctor'; do
    # shellcheck disable=SC2086
    expect "linli $command" 0 linli --home plain $command
    silent 'shows no whole phone' '10098765432|10012345678'
done
done_testing
