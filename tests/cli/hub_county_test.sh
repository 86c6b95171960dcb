#!/bin/sh
# A county's file at a hub: the defaults to start from, what is wrong with its line, in both languages, nothing half done.
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$(dirname "$0")/hub.inc"
linli-hub init --name 测试镇 > /dev/null || exit 1
expect 'the defaults' 0 linli-hub county --default
cmp -s out "$here/contrib/county.conf" && ok 'are the file that is shipped' || bad 'are the file that is shipped'
refuses 'nothing is set yet' 1 linli-hub county --show
complains 'says where to start' 'county --default'
refuses 'neither nor' 2 linli-hub county
refuses 'both' 2 linli-hub county --show --default
refuses 'a file and what is set' 2 linli-hub county "$here/contrib/county.conf" --show
refuses 'no such file' 1 linli-hub county none.conf
expect 'the file that is shipped' 0 linli-hub county "$here/contrib/county.conf" --json
is 'is taken' "$(get changed)" true
linli-hub county --show > out
cmp -s out "$here/contrib/county.conf" && ok 'is shown' || bad 'is shown'
before=$(linli-hub export --events | wc -l)
# wrong LINE PATTERN TEXT
wrong() {
    printf "$3" > wrong.conf
    refuses "$2" 1 linli-hub county wrong.conf
    complains "in line $1" "wrong.conf:$1: .*$2"
}
wrong 2 'no section .steps' '[steps]\na = b\n'
wrong 4 'no step .talk' '# x\n\n[step talk]\ndays = 1\n'
wrong 3 'no whole number' '[step plan]\nout = no\ndays = -1\n'
wrong 2 'turns in a circle' '[step archive]\nthen = mediate\n'
wrong 2 'no first one' '[step accept]\nout = yes\n'
wrong 6 'said in line 2 already' '[step plan]\ndays = 3\n[level]\ngrid = x\n[step plan]\ndays = 4\n'
wrong 2 '105 per cent' '[index]\nkept = 30\n'
wrong 2 'cannot be shown' '[level]\ngrid = a\033]0;y\007\n'
is 'nothing was written' "$(linli-hub export --events | wc -l)" "$before"
head -c 40000 /dev/zero | tr '\0' '#' > wrong.conf
refuses 'a file too large' 1 linli-hub county wrong.conf
printf '[county]\nname = 示例县\n[level]\ngrid = 邻里\n' | iconv -t GB18030 > gb.conf
expect 'in GB18030' 0 linli-hub county gb.conf --json
is 'is read' "$(get name)" 示例县
expect 'from a pipe' 0 sh -c 'printf "[county]\nname = 另一县\n" | linli-hub county - --json'
is 'is read too' "$(get name)" 另一县
if [ -e "$B/share/locale/zh_CN/LC_MESSAGES/linli.mo" ]; then
    export LC_ALL=zh_CN.UTF-8
    printf '[step mediate]\nthen = assess\n' > wrong.conf
    refuses 'in Chinese' 1 linli-hub county wrong.conf
    complains 'with the line' 'wrong.conf:2: .*绕圈'
    expect 'the defaults in Chinese' 0 linli-hub county --default
    says 'explained' '时限'
    cp out zh.conf
    expect 'are a good file' 0 linli-hub county zh.conf --json
    is 'that says the defaults' "$(grep -v '^#' zh.conf | grep -v '^$')" "$(grep -v '^#' "$here/contrib/county.conf" | grep -v '^$')"
fi
done_testing
