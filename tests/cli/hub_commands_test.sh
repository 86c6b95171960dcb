#!/bin/sh
# linli-hub: every command on a record that nobody serves, its JSON keys, its exit codes.
. "$(dirname "$0")/hub.inc"
expect 'init' 0 linli-hub init --name 测试镇

expect 'an area' 0 linli-hub area add 430181.007.03.12 第12网格
refuses 'an area that is no code' 1 linli-hub area add 'x y' name
expect 'a worker' 0 linli-hub worker add zhou --name 周宁 --role head --area 430181.007.03.12
expect 'a desk' 0 linli-hub worker add chen --name 陈站长 --role desk --area 430181.007.03
refuses 'a role that is none' 2 linli-hub worker add li --name 李 --role king --area 430181.007.03
expect 'the same again names anew' 0 linli-hub worker add zhou --name 周宁宁 --role head --area 430181.007.03.12
refuses 'an empty name' 1 linli-hub worker add li --name '' --role head --area 430181.007.03
refuses 'an empty login' 1 linli-hub worker add '' --name 李 --role head --area 430181.007.03
expect 'the list' 0 linli-hub worker list --json
keys 'keys of a worker' 2 login:s name:s role:s area:s left:b
is 'by login' "$(get login | tr '\n' ' ')" 'chen zhou '
expect 'the list in words' 0 linli-hub worker list
says 'with the name' '^zhou  周宁宁 '

town > town.csv
expect 'a roster, only tried' 0 linli-hub roster import town.csv --area 430181.007.03.12 --dry-run --json
is 'would add' "$(get added) $(get dry_run)" '3 true'
expect 'a roster' 0 linli-hub roster import town.csv --area 430181.007.03.12 --json
keys 'keys of an import' 1 rows:i rejected:i added:i updated:i unchanged:i missing:i
is 'added' "$(get rows) $(get rejected) $(get added) $(get updated) $(get unchanged) $(get missing)" '3 0 3 0 0 0'
expect 'the same from a pipe' 0 sh -c 'linli-hub roster import - --area 430181.007.03.12 --json < town.csv'
is 'changes nothing' "$(get added) $(get updated) $(get unchanged)" '0 0 3'
{
    head -n 3 town.csv
    printf '%s\n' '004,幸福小区,3,2,602,,'
    printf '005,幸福小区,3,2,603,%01000d,\n' 0
} > bad.csv
expect 'a roster with bad lines' 3 linli-hub roster import bad.csv --area 430181.007.03.12 --rejects rejects.csv --json
is 'counts them' "$(get missing) $([ "$(get rejected)" -gt 0 ] && echo some)" '1 some'
complains 'says where they are' 'linli-hub: .*: rejects.csv .*: '
[ -s rejects.csv ] && ok 'and they are there' || bad 'and they are there'
is 'for nobody else' "$(stat -c %a rejects.csv)" 600
refuses 'no such roster' 1 linli-hub roster import nothing.csv
refuses 'a folder' 1 linli-hub roster import .
: > empty.csv
refuses 'an empty roster' 1 linli-hub roster import empty.csv
refuses 'no such map' 1 linli-hub roster import town.csv --map nothing.map
refuses 'an encoding that is none' 2 linli-hub roster import town.csv --encoding EBCDIC

expect 'an area is assigned' 0 linli-hub assign zhou --area 430181.007.03.12
expect 'households are assigned' 0 linli-hub assign zhou 001 002
expect 'one is taken back' 0 linli-hub unassign zhou 002
expect 'the area is taken back' 0 linli-hub unassign zhou --area 430181.007.03.12
refuses 'assign what' 2 linli-hub assign zhou
refuses 'assign both' 2 linli-hub assign zhou 001 --area 430181.007.03.12
refuses 'assign to nobody' 1 linli-hub assign nobody --area 430181.007.03.12
linli-hub export --events > before
refuses 'all or none' 1 linli-hub assign zhou 003 999
linli-hub export --events > after
cmp -s before after && ok 'none' || bad 'none'

expect 'a code' 0 linli-hub enroll zhou --json
keys 'keys of a code' 1 code:s pin:S expires:s
is 'no pin yet' "$(get pin)" null
get code | grep -Eqx '[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}' && ok 'its form' || bad 'its form'
refuses 'a code for nobody' 1 linli-hub enroll nobody
expect 'no devices yet' 0 linli-hub device list --json
is 'none' "$(cat out)" ''
refuses 'no such device' 1 linli-hub device revoke 0123456789abcdef0123456789abcdef
refuses 'no device' 1 linli-hub device revoke xyz

expect 'the journal' 0 linli-hub export --events
keys 'keys of an event' "$(wc -l < out)" device:s seq:i rev:I kind:s entity:s at:s by:S verdict:S body:O
is 'gapless' "$(get seq | tr '\n' ' ')" "$(seq -s ' ' "$(wc -l < out)") "
is 'all accepted' "$(get verdict | sort -u)" accepted
grep -q '"kind":"household.roster".*"body":{.*张伟斌' out && ok 'with words' || bad 'with words'
expect 'verify' 0 linli-hub verify --json
keys 'keys of verify' 1 events:i ok:b first_bad:S
is 'all is well' "$(get ok) $(get first_bad)" 'true null'
expect 'stats' 0 linli-hub stats --json
keys 'keys of stats' 1 workers:i devices:i events:i households:i matters_open:i
is 'what is here' "$(get workers) $(get households)" '2 4'
refuses 'a closed output' 1 sh -c 'linli-hub stats >&-'
complains 'is told' 'cannot write the output'
expect 'rebuild' 0 linli-hub rebuild
linli-hub export --events > after
cmp -s before after && ok 'changes no event' || bad 'changes no event'

expect 'backup' 0 linli-hub backup b1.db
is 'for nobody else' "$(stat -c %a b1.db)" 600
refuses 'never over a file' 1 linli-hub backup b1.db
refuses 'nor into nothing' 1 linli-hub backup nowhere/b1.db
expect 'a worker leaves' 0 linli-hub worker leave zhou
expect 'restore' 0 linli-hub restore b1.db
expect 'the list' 0 linli-hub worker list --json
is 'is as it was' "$(get left | tr '\n' ' ')" 'false false '
[ -e linli-hub.db.before-restore ] && ok 'the old one is kept' || bad 'the old one is kept'
refuses 'restore nothing' 1 linli-hub restore nothing.db
head -c 5000 /dev/urandom > noise.db
refuses 'restore noise' 1 linli-hub restore noise.db
expect 'nothing is lost' 0 linli-hub verify

# one flipped byte of a body is found and named
at=$(grep -abo 尉迟恭 linli-hub.db | head -n 1 | cut -d: -f1)
cp linli-hub.db flipped.db
for one in $(grep -abo 尉迟恭 flipped.db | cut -d: -f1); do printf '\346' | dd of=flipped.db bs=1 seek="$one" conv=notrunc 2> /dev/null; done
[ -n "$at" ] || bad 'the name is in the file'
expect 'a flipped byte' 1 linli-hub --db flipped.db verify --json
is 'is found' "$(get ok)" false
get first_bad | grep -Eqx '[0-9a-f]{32}:[0-9]+' && ok 'and its event named' || bad 'and its event named'

refuses 'intake of something else' 1 linli-hub intake town.csv
refuses 'intake of nothing' 1 linli-hub intake empty.csv
done_testing
