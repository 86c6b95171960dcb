#!/bin/sh
# The checks of the code's shape find what is planted, and pass what is right.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
good=0 bad=0
tell() { # what, 0 or other, the output
    if [ "$2" = 0 ]; then good=$((good + 1)); else bad=$((bad + 1)); echo "FAIL $1"; cat "$T/out"; fi
}
fresh() { # a small tree that is right
    rm -rf "$T/tree"
    mkdir -p "$T/tree/include/linli" "$T/tree/tests/shape" "$T/tree/src/po"
    for room in base text core store sync act tui cli hub; do mkdir -p "$T/tree/src/$room"; done
    cd "$T/tree" || exit 2
    printf 'base err mem\ntext safe\nstore store statements\ntui tui\n' > tests/shape/rooms.txt
    echo 'src/base/err.c getenv tests of the tests' > tests/shape/exceptions.txt
    for h in err mem safe store tui; do printf 'int %s_x(int a);\n' $h > include/linli/$h.h; done
    printf '#include "linli/err.h"\n/* time( in a comment */\nint err_x(int a) { return a + (getenv("SELECTED") != 0); }\n' > src/base/err.c
    printf '#include "linli/mem.h"\n#include "linli/err.h"\nint mem_x(int a) { return a; }\n' > src/base/mem.c
    printf '#include "linli/store.h"\n#include "linli/safe.h"\n#include "statements.inc"\nconst char *q = "SELECT 1";\n' > src/store/store.c
    printf '#include "linli/tui.h"\nint main(void) { exit(0); }\n' > src/linli.c
}
shape_finds() { # the words that must be said
    sh "$here/shape.sh" "$T/tree" > "$T/out" 2>&1
    [ $? = 1 ] && grep -q -- "$1" "$T/out"
    tell "shape does not find: $1" $?
}

fresh
sh "$here/shape.sh" "$T/tree" > "$T/out" 2>&1
tell "shape complains of what is right" $?
fresh; echo '#include "linli/store.h"' >> src/base/mem.c; shape_finds 'src/base/mem.c:4: base (floor 0) includes linli/store.h of store (floor 3)'
fresh; echo 'int a;' > src/cli/x.h; echo '#include "cli/x.h"' > src/tui/y.c; shape_finds 'tui (floor 6) includes cli/x.h of cli'
fresh; echo 'int a;' > src/text/x.h; echo '#include "text/x.h"' > src/store/y.c; shape_finds 'a private header of text'
fresh; echo '#include "linli/mem.h"' >> src/base/err.c; shape_finds 'ring: base/err base/mem'
fresh; echo '#include "linli/err.h"' >> include/linli/mem.h; echo '#include "linli/mem.h"' >> include/linli/err.h; shape_finds 'ring: include/linli/err.h include/linli/mem.h'
fresh; echo 'int a;' > include/linli/new.h; shape_finds 'include/linli/new.h:1: no room answers'
fresh; echo 'int a;' > src/act/store.c; rm src/store/store.c; shape_finds 'implements a header of room store'
fresh; echo 'void f(void) { sqlite3_open(0, 0); }' > src/act/x.c; shape_finds 'src/act/x.c:1: `sqlite` has its room'
fresh; printf 'const char *q =\n "  UPDATE event SET x";\n' > src/act/x.c; shape_finds 'src/act/x.c:2: `sql` has its room'
fresh; echo '#include <ncursesw/curses.h>' > src/tui/list.c; shape_finds '`curses` has its room'
fresh; echo 'WINDOW *w;' > src/tui/list.c; shape_finds '`curses` has its room'
fresh; echo 'long f(void) { return time(0); } /* now */' > src/core/x.c; shape_finds '`time` has its room'
fresh; echo 'void f(void) { abort(); }' > src/core/x.c; shape_finds '`exit` has its room'
fresh; echo 'void f(void) { PQfinish(0); }' > src/store/db.c; shape_finds '`postgres` has its room'
fresh; echo 'json_t *j;' > src/sync/x.c; shape_finds '`json` has its room'
fresh; echo 'const char *f(void) { return getenv("X"); }' > src/base/mem.c; shape_finds '`getenv` has its room'
fresh; echo 'src/base/mem.c sqlite not so' >> tests/shape/exceptions.txt; shape_finds 'no longer needed: src/base/mem.c sqlite'

# words in comments, in literals and in longer names are none
fresh
printf '/* sqlite3_open time(\n abort( */ // PQfinish\nconst char *f = "time( exit( \\" sqlite3_ We SELECT"; int runtime(int), my_exit(int), c = %s;\n' "'\"'" > src/core/x.c
sh "$here/shape.sh" "$T/tree" > "$T/out" 2>&1
tell "shape takes comments and literals for code" $?

fresh
sh "$here/headers.sh" "$T/tree" > "$T/out" 2>&1
tell "headers complains of what is right" $?
echo 'size_t err_y(void);' >> include/linli/err.h
sh "$here/headers.sh" "$T/tree" > "$T/out" 2>&1
[ $? = 1 ] && grep -q 'include/linli/err.h does not compile alone' "$T/out"
tell "headers finds no header that needs another" $?

po() { # what zh_CN.po holds
    fresh
    printf 'const char *a = _("one"), *b = N_("two %%s");\n' > src/base/x.c
    printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh_CN\\nProject-Id-Version: linli\\nPO-Revision-Date: 2026\\nLast-Translator: l\\nLanguage-Team: l\\nMIME-Version: 1.0\\nContent-Transfer-Encoding: 8bit\\n"\n\n%b' "$1" > src/po/zh_CN.po
    sh "$here/po.sh" "$T/tree" > "$T/out" 2>&1
}
po 'msgid "one"\nmsgstr "一"\n\n#, c-format\nmsgid "two %s"\nmsgstr "二 %s"\n'
tell "translations complains of what is right" $?
echo 'msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "one"
msgstr "壹"' > src/po/zh_CN.x.po
sh "$here/po.sh" "$T/tree" > "$T/out" 2>&1
[ $? = 1 ] && grep -q 'translated differently' "$T/out"
tell "translations finds no contradiction" $?
po 'msgid "one"\nmsgstr "一"\n'
[ $? = 1 ]; tell "translations finds no missing message" $?
po 'msgid "one"\nmsgstr ""\n\nmsgid "two %s"\nmsgstr "二 %s"\n'
[ $? = 1 ]; tell "translations finds no empty one" $?
po '#, fuzzy\nmsgid "one"\nmsgstr "一"\n\nmsgid "two %s"\nmsgstr "二 %s"\n'
[ $? = 1 ]; tell "translations finds no fuzzy one" $?
po 'msgid "one"\nmsgstr "一"\n\n#, c-format\nmsgid "two %s"\nmsgstr "二 %d"\n'
[ $? = 1 ]; tell "translations finds no wrong format" $?

echo "shape tools: $good passed, $bad failed"
[ $bad = 0 ]
