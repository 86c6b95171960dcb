#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/utf8.h"
#include "chance.h"

static void every_code_point_survives(void **state) {
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        uint32_t back;
        size_t n;

        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        n = utf8_write(bytes, cp);
        assert_int_equal(utf8_read(&back, bytes, 4), n);
        assert_int_equal(back, cp);
        assert_true(utf8_valid(bytes, n));
        for (size_t cut = 1; cut < n; cut++)
            assert_false(utf8_valid(bytes, cut));
    }
}

static void what_cannot_be_written_is_replaced(void **state) {
    char bytes[4];

    (void)state;
    assert_int_equal(utf8_write(bytes, 0xD800), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_write(bytes, 0x110000), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void bad_bytes_count_one_by_one(void **state) {
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x80\x80",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xED\xBF\xBF",
                                      "\xF0\x80\x80\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xF8\x88",
                                      "\xFF",
                                      "\xC3(",
                                      "\xE5\xBC",
                                      "\xE5(\xA0",
                                      "\xF0\xA0\xAE"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t cp = 0;

        assert_int_equal(utf8_read(&cp, bad[i], strlen(bad[i])), 1);
        assert_int_equal(cp, 0xFFFD);
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    }
    assert_true(utf8_valid("\xEF\xBF\xBD", 3));
    assert_true(utf8_valid("", 0));
}

/* Every string of three bytes is either valid by RFC 3629's grammar or refused. */
static void agrees_with_the_grammar(void **state) {
    (void)state;
    for (uint32_t v = 0; v < 1u << 24; v += 7) {
        unsigned char b[3] = {v >> 16, v >> 8 & 0xFF, v & 0xFF};
        size_t expect = 1;
        uint32_t cp;

        if (b[0] >= 0xC2 && b[0] <= 0xDF && b[1] >> 6 == 2)
            expect = 2;
        else if (b[0] >= 0xE0 && b[0] <= 0xEF && b[1] >> 6 == 2 && b[2] >> 6 == 2 && !(b[0] == 0xE0 && b[1] < 0xA0) &&
                 !(b[0] == 0xED && b[1] > 0x9F))
            expect = 3;
        assert_int_equal(utf8_read(&cp, (const char *)b, 3), expect);
    }
}

static void knows_han(void **state) {
    static const uint32_t han[] = {U'一', U'龥', U'㐀', U'𠮷', U'〇', U'々', 0xF900, 0x2F800, 0x30000, 0x2EBF0, 0x323AF};
    static const uint32_t other[] = {'a', U'，', U'ア', U'가', 0x2FFFE, 0x3FFFF, 0x40000, 0x3006, 0};

    (void)state;
    for (size_t i = 0; i < sizeof han / sizeof *han; i++)
        assert_true(utf8_is_han(han[i]));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(utf8_is_han(other[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(what_cannot_be_written_is_replaced),
        cmocka_unit_test(bad_bytes_count_one_by_one),
        cmocka_unit_test(agrees_with_the_grammar),
        cmocka_unit_test(knows_han),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
