/* Encodings found out, overridden, damaged and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "linli/charset.h"
#include "linli/mem.h"

#define ROW_UTF8 "姓名,电话\n张三,138\n"
#define ROW_GB "\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n\xD5\xC5\xC8\xFD,138\n"

static const struct {
    const char *bytes;
    size_t len;
    const char *wanted;
    enum err e;
    const char *name; /* or a part of the words of the failure */
    const char *text;
    size_t bad;
} cases[] = {
#define T(bytes) bytes, sizeof bytes - 1
    {T(""), NULL, ERR_OK, "UTF-8", "", 0},
    {T("a,b\n"), NULL, ERR_OK, "UTF-8", "a,b\n", 0},
    {T(ROW_UTF8), NULL, ERR_OK, "UTF-8", ROW_UTF8, 0},
    {T("\xEF\xBB\xBF" ROW_UTF8), NULL, ERR_OK, "UTF-8 BOM", ROW_UTF8, 0},
    {T("\xEF\xBB\xBF" ROW_UTF8), "utf-8", ERR_OK, "UTF-8 BOM", ROW_UTF8, 0},
    {T(ROW_GB), NULL, ERR_OK, "GB18030", ROW_UTF8, 0},
    {T(ROW_GB), "GBK", ERR_OK, "GB18030", ROW_UTF8, 0},
    {T(ROW_GB), "gb2312", ERR_OK, "GB18030", ROW_UTF8, 0},
    {T(ROW_GB), "GB-18030", ERR_OK, "GB18030", ROW_UTF8, 0},
    {T("\x95\x34\xB2\x35\xD0\xD5\xC3\xFB"), NULL, ERR_OK, "GB18030", "𠮷姓名", 0},
    {T(ROW_GB), "UTF-8", ERR_SYNTAX, "line 1 is not UTF-8", "", 0},
    {T("name,phone\nage,1\n" ROW_GB), "UTF-8", ERR_SYNTAX, "line 3 is not UTF-8", "", 0},
    {T("name\r\nage\r\n" ROW_UTF8), "GB18030", ERR_SYNTAX, "line 3 is not GB18030", "", 0},
    {T("\xEF\xBB\xBF" ROW_UTF8), "GB18030", ERR_SYNTAX, "line 1 is not GB18030", "", 0},
    {T(ROW_UTF8 "\xE5\xBC,1\n"), NULL, ERR_OK, "UTF-8", ROW_UTF8 "\xE5\xBC,1\n", 2},
    {T(ROW_UTF8 "\xE5\xBC,1\n"), "UTF-8", ERR_OK, "UTF-8", ROW_UTF8 "\xE5\xBC,1\n", 2},
    {T(ROW_GB "\xD5,1\n"), NULL, ERR_OK, "GB18030", ROW_UTF8 "\xFF,1\n", 1},
    {T(ROW_GB "\xD5"), NULL, ERR_OK, "GB18030", ROW_UTF8 "\xFF", 1},
    {T("a\n\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), NULL, ERR_SYNTAX, "line 2 is neither UTF-8 nor GB18030", "", 0},
    {T(ROW_UTF8), "latin1", ERR_USAGE, "that encoding is not known", "", 0},
    {T("\xFF\xFEY\0"), NULL, ERR_SYNTAX, "it is UTF-16", "", 0},
    {T("P\0h\0o\0n\0e\0,\0N\0a\0m\0e\0"), NULL, ERR_SYNTAX, "zero bytes", "", 0},
    {T("PK\x03\x04rest"), NULL, ERR_SYNTAX, "workbook (xlsx)", "", 0},
    {T("\xD0\xCF\x11\xE0rest"), NULL, ERR_SYNTAX, "workbook (xls)", "", 0},
    {T("\xEF\xBB\xBF" ROW_GB ROW_GB), NULL, ERR_SYNTAX, "line 1 is not UTF-8", "", 0},
#undef T
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct charset_text t;
        char *exact = mem_dup_n(cases[i].bytes, cases[i].len);
        enum err e = charset_decode(&t, exact, cases[i].len, cases[i].wanted);

        if (e != cases[i].e)
            fail_msg("case %zu: %s (%s)", i, err_name(e), err_last()->why);
        if (e == ERR_OK) {
            assert_string_equal(t.name, cases[i].name);
            assert_int_equal(t.len, strlen(cases[i].text));
            assert_memory_equal(t.text, cases[i].text, t.len);
            assert_int_equal(t.bad, cases[i].bad);
        } else {
            assert_non_null(strstr(err_last()->why, cases[i].name));
        }
        charset_free(&t);
        mem_free(exact);
    }
}

static void test_fits(void **state) {
    static const struct {
        const char *text;
        size_t fits;
    } bytes[] = {
        {"", 0},
        {"abcdefghijk", 11},
        {"张三", 6},
        {"𠮷", 4},
        {"é", 2},
        {"12345678\xC0\x80", 8},
        {"\xED\xA0\x80", 0},     /* a surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xE0\x80\x80", 0},     /* overlong */
        {"\xF0\x80\x80\x80", 0}, /* overlong */
        {"张\xE4\xB8", 3},
        {"张\x80", 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++) {
        char *exact = mem_dup_n(bytes[i].text, strlen(bytes[i].text));

        assert_int_equal(charset_fits(exact, strlen(exact)), bytes[i].fits);
        mem_free(exact);
    }
}

/* Characters cut by the pieces that are converted at a time. */
static void test_pieces(void **state) {
    struct buf gb = {0};
    struct charset_text t;

    (void)state;
    buf_puts(&gb, "x");
    while (gb.len < 3 << 20)
        buf_puts(&gb, "\xD5\xC5\x95\x34\xB2\x35\xC8\xFD");
    assert_int_equal(charset_decode(&t, gb.data, gb.len, NULL), ERR_OK);
    assert_string_equal(t.name, "GB18030");
    assert_int_equal(t.bad, 0);
    assert_int_equal((t.len - 1) % strlen("张𠮷三"), 0);
    assert_int_equal((t.len - 1) / strlen("张𠮷三"), (gb.len - 1) / 8);
    for (size_t i = 1; i < t.len; i += strlen("张𠮷三"))
        assert_memory_equal(t.text + i, "张𠮷三", strlen("张𠮷三"));
    charset_free(&t);
    buf_free(&gb);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_fits), cmocka_unit_test(test_pieces)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
