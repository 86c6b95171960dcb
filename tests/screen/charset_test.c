/* Row 32: terminals of a Chinese charset that is not UTF-8, on a system that has no such locale. What is drawn, typed and pasted
 * is in that charset; names lose nothing that it has, and what it lacks takes its cells; no other character set is switched on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000
#define ROOM 262144

static char *const linli[] = {(char[]){"linli"}, NULL};
static char bytes[ROOM];

/* From one charset to another, all of it. */
static size_t convert(const char *to, const char *from, const char *text, size_t len) {
    iconv_t cd = iconv_open(to, from);
    char *in = (char *)(size_t)text, *out = bytes;
    size_t left = len, room = ROOM - 1;

    assert_true(cd != (iconv_t)-1);
    if (iconv(cd, &in, &left, &out, &room) == (size_t)-1)
        fail_msg("%zu bytes before the end this is no %s", left, from);
    iconv_close(cd);
    *out = '\0';
    return ROOM - 1 - room;
}

static void press(struct vt *vt, const char *charset, const char *keys) {
    size_t len = convert(charset, "UTF-8", keys, strlen(keys));

    vt_forget(vt);
    assert_true(vt_send(vt, bytes, len));
    assert_true(vt_wait_idle(vt, 60, DEADLINE));
}

static const char *drawn(struct vt *vt, const char *charset) {
    size_t len;
    const char *log = vt_log(vt, &len);

    convert("UTF-8", charset, log, len);
    assert_null(strstr(bytes, "\033(0"));
    assert_null(strchr(bytes, 016));
    return bytes;
}

static void has(struct vt *vt, const char *charset, const char *text) {
    if (!strstr(drawn(vt, charset), text))
        fail_msg("%s: no %s in %s", charset, text, bytes);
}

static struct vt *start(const char *lang) {
    struct vt_options options = {.lang = lang, .rows = 24, .cols = 80};
    struct vt *vt;

    assert_int_equal(system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && "
                            "linli import tests/screen/town.csv > /dev/null"),
                     0);
    vt = vt_open(&options, linli);
    assert_true(vt_wait_text(vt, "[1", DEADLINE));
    assert_true(vt_wait_idle(vt, 60, DEADLINE));
    return vt;
}

static void a_session(const char *lang, const char *charset, const char *rare) {
    struct vt *vt = start(lang);

    has(vt, charset, "今日");
    press(vt, charset, "2");
    has(vt, charset, "曾志强");
    has(vt, charset, "买买提江·");
    has(vt, charset, "艾力");
    has(vt, charset, rare);
    assert_null(strstr(drawn(vt, charset), "?田"));
    press(vt, charset, "张三"); /* Han text searches */
    has(vt, charset, "查找：张三");
    has(vt, charset, "桂花苑1-1-101");
    press(vt, charset, "\033");
    assert_true(vt_wait_idle(vt, 300, DEADLINE));
    press(vt, charset, "/\033[200~欧阳\033[201~");
    has(vt, charset, "查找：欧阳");
    press(vt, charset, "\r");
    has(vt, charset, "地址：桂花苑");
    vt_close(vt);
}

static void gb18030(void **state) {
    (void)state;
    a_session("zh_CN.GB18030", "GB18030", "𠮷田惠");
}

static void gbk(void **state) {
    (void)state;
    a_session("zh_CN.GBK", "GBK", "〓田惠");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gb18030), cmocka_unit_test(gbk)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
