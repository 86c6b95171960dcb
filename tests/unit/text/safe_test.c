#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/safe.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "chance.h"

#define FFFD "\xEF\xBF\xBD"

static void check(const char *text, size_t len, bool lines, const char *expect) {
    struct buf out = {0};

    safe_text(&out, text, len, lines);
    assert_string_equal(buf_text(&out), expect);
    buf_free(&out);
}

#define SAFE(text, expect) check(text, sizeof(text) - 1, false, expect)
#define SAFE_LINES(text, expect) check(text, sizeof(text) - 1, true, expect)

static void what_acts_is_replaced(void **state) {
    (void)state;
    SAFE("张三 3-2-501", "张三 3-2-501");
    SAFE("\x1B[31m红", FFFD "[31m红");
    SAFE("a\0b\x7F\b", "a" FFFD "b" FFFD FFFD);
    SAFE("\xC2\x9B"
         "31m",
         FFFD "31m");
    SAFE("\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8E\xD8\x9C", FFFD FFFD FFFD FFFD);
    SAFE("\xEF\xBB\xBF\xE2\x80\x8B\xE2\x80\xA8\xC2\xAD", FFFD FFFD FFFD FFFD);
    SAFE("\xF3\xA0\x81\xA1\xEE\x80\x80\xCD\xB8\xEF\xBF\xBE", FFFD FFFD FFFD FFFD);
    SAFE("\xC0\x80\xED\xA0\x80", FFFD FFFD FFFD FFFD FFFD);
    SAFE("%n%s", "%n%s");
}

static void breaks_become_spaces_or_stay(void **state) {
    (void)state;
    SAFE("a\tb\nc\r\nd\re", "a b c d e");
    SAFE_LINES("a\tb\nc\r\nd\re", "a b\nc\nd\ne");
    SAFE_LINES("\x1B\n", FFFD "\n");
}

static void marks_need_a_base(void **state) {
    (void)state;
    SAFE("e\xCC\x81", "e\xCC\x81");
    SAFE("\xCC\x81"
         "e",
         FFFD "e");
    SAFE("\x1B\xCC\x81", FFFD FFFD);
    SAFE("\n\xCC\x81", " " FFFD);
    SAFE("\xE2\x80\x8D", FFFD);
    SAFE("葛\xF3\xA0\x84\x80", "葛\xF3\xA0\x84\x80");
    SAFE("👩\xE2\x80\x8D👧", "👩\xE2\x80\x8D👧");
    SAFE("x\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x82",
         "x\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81" FFFD);
}

/* The rule of the header, said once more by hand: what no terminal may be sent. */
static bool is_harmless(uint32_t cp, bool lines) {
    return !((cp < 0x20 && !(lines && cp == '\n')) || (cp >= 0x7F && cp <= 0x9F) || (cp >= 0x202A && cp <= 0x202E) ||
             (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200B || cp == 0x200C || cp == 0x200E || cp == 0x200F || cp == 0x61C ||
             cp == 0xFEFF || cp == 0x2028 || cp == 0x2029 || (cp >= 0xE0000 && cp <= 0xE00FF) || (cp >= 0xE000 && cp <= 0xF8FF) ||
             (cp & 0xFFFE) == 0xFFFE || cp >= 0xF0000);
}

static void nothing_passes_that_acts(void **state) {
    (void)state;
    for (int i = 0; i < 60000; i++) {
        char text[200];
        size_t len = chance_text(text, sizeof text, 24), n;
        struct buf out = {0}, twice = {0};
        bool lines = i & 1;

        safe_text(&out, text, len, lines);
        for (size_t at = 0; at < out.len; at += n) {
            uint32_t cp;

            n = utf8_read(&cp, out.data + at, out.len - at);
            assert_false(cp == 0xFFFD && n == 1);
            assert_true(is_harmless(cp, lines));
        }
        if (strstr(text, "\r\n") == NULL && strlen(text) == len)
            assert_int_equal(width_text(text, len), width_text(buf_text(&out), out.len));
        safe_text(&twice, buf_text(&out), out.len, lines);
        assert_string_equal(buf_text(&out), buf_text(&twice));
        buf_free(&out);
        buf_free(&twice);
    }
}

static void every_single_character(void **state) {
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char text[8];
        uint32_t back;
        struct buf out = {0};

        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        safe_text(&out, text, utf8_write(text, cp), false);
        utf8_read(&back, out.data, out.len);
        assert_true(is_harmless(back, false));
        assert_true(width_char(back) > 0);
        if (cp >= 0x21 && (utf8_is_han(cp) || cp < 0x7F) && !(cp >= 0xF900 && cp <= 0xFAFF))
            assert_int_equal(back, cp);
        buf_free(&out);
    }
}

static void csv(const char *text, const char *expect) {
    struct buf out = {0};

    safe_csv(&out, text, strlen(text));
    assert_string_equal(buf_text(&out), expect);
    buf_free(&out);
}

static void fields_are_quoted_and_guarded(void **state) {
    (void)state;
    csv("张三", "张三");
    csv("", "");
    csv("a,b", "\"a,b\"");
    csv("说\"好\"", "\"说\"\"好\"\"\"");
    csv("一\n二", "\"一\n二\"");
    csv("=1+1", "'=1+1");
    csv("-5", "'-5");
    csv("+86", "'+86");
    csv("@x", "'@x");
    csv("＝A1", "'＝A1");
    csv("＠", "'＠");
    csv("\tx", "'\tx");
    csv("=a,\"b\"", "\"'=a,\"\"b\"\"\"");
    csv("'x", "'x");
    csv("'=x", "''=x");
    csv("a=b", "a=b");
    csv("\x1B[2J", FFFD "[2J");
}

/* A reader of one field, by RFC 4180. */
static void unquote(struct buf *out, const char *field) {
    if (*field != '"') {
        buf_puts(out, field);
        return;
    }
    for (field++; *field != '\0'; field++) {
        if (*field == '"' && *++field != '"')
            break;
        buf_putc(out, *field);
    }
    assert_string_equal(*field == '\0' ? "" : field, "");
}

static void fields_come_back(void **state) {
    static const char *const pieces[] = {"=",  "+",  "-", "@", "'", "\"", ",",  "\n",          "\r\n",
                                         "\t", "张", "a", "1", " ", "＝", "－", "\xEE\x80\x80"};

    (void)state;
    for (int i = 0; i < 40000; i++) {
        struct buf text = {0}, field = {0}, back = {0};

        for (uint32_t n = chance(7); n > 0; n--)
            buf_puts(&text, pieces[chance(sizeof pieces / sizeof *pieces)]);
        safe_csv(&field, buf_text(&text), text.len);
        unquote(&back, buf_text(&field));
        assert_null(strchr("=+-@\t\r", back.len > 0 ? back.data[0] : 'x'));
        assert_string_equal(safe_csv_unguard(buf_text(&back)), buf_text(&text));
        buf_free(&text);
        buf_free(&field);
        buf_free(&back);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_acts_is_replaced),  cmocka_unit_test(breaks_become_spaces_or_stay),
        cmocka_unit_test(marks_need_a_base),      cmocka_unit_test(nothing_passes_that_acts),
        cmocka_unit_test(every_single_character), cmocka_unit_test(fields_are_quoted_and_guarded),
        cmocka_unit_test(fields_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
