/* A pin as words: what is read is what was written, as characters or pinyin, with the accents of the south; every word that is
 * another one, stands elsewhere or is missing is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/hash.h"
#include "linli/id.h"
#include "linli/pinwords.h"

#define W(word, pinyin) {word, pinyin},
static const struct pinword table[] = {
#include "linli/pinwords.def"
};
#undef W

static void make_pin(char out[64], unsigned seed) {
    unsigned char bytes[32];
    struct buf text = {0};

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)((seed = seed * 1103515245u + 12345u) >> 16);
    base64_text(&text, bytes, sizeof bytes);
    snprintf(out, 64, "sha256//%s", buf_text(&text));
    buf_free(&text);
}

static void words_of(char *out, size_t room, const char *pin, bool pinyin) {
    const struct pinword *words[PINWORDS_COUNT];
    struct buf text = {0};

    assert_true(pinwords_of(words, pin));
    pinwords_put(&text, words, pinyin);
    snprintf(out, room, "%s", buf_text(&text));
    buf_free(&text);
}

static void each_word_is_one(void **state) {
    (void)state;
    assert_int_equal(sizeof table / sizeof table[0], 256);
    for (size_t i = 0; i < 256; i++) {
        assert_int_equal(strlen(table[i].word), 6);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(table[i].word, table[k].word);
    }
}

static void what_is_written_is_read(void **state) {
    (void)state;
    for (unsigned seed = 1; seed < 200; seed++) {
        char pin[64], other[64], text[512];
        unsigned char bytes[PINWORDS_BYTES];

        make_pin(pin, seed);
        make_pin(other, seed + 1000);
        for (int pinyin = 0; pinyin < 2; pinyin++) {
            words_of(text, sizeof text, pin, pinyin);
            assert_int_equal(pinwords_read(bytes, text), ERR_OK);
            assert_true(pinwords_match(bytes, pin));
            assert_false(pinwords_match(bytes, other));
        }
    }
}

/* Also where z and zh, n and l are one: no word is taken for another. */
static void every_word_is_told_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < 256; i++) {
        unsigned char bytes[32], read[PINWORDS_BYTES];
        char pin[64], text[512];
        struct buf digits = {0};

        memset(bytes, (int)i, sizeof bytes);
        base64_text(&digits, bytes, sizeof bytes);
        snprintf(pin, sizeof pin, "sha256//%s", buf_text(&digits));
        buf_free(&digits);
        for (int pinyin = 0; pinyin < 2; pinyin++) {
            words_of(text, sizeof text, pin, pinyin);
            assert_non_null(strstr(text, pinyin ? table[i].pinyin : table[i].word));
            assert_int_equal(pinwords_read(read, text), ERR_OK);
            assert_memory_equal(read, bytes, sizeof read);
        }
    }
}

static void people_write_it_their_way(void **state) {
    static const unsigned char zero[32] = {0};
    unsigned char bytes[PINWORDS_BYTES];
    struct buf text = {0};
    char pin[64];

    (void)state;
    base64_text(&text, zero, sizeof zero);
    snprintf(pin, sizeof pin, "sha256//%s", buf_text(&text));
    buf_reset(&text);
    /* byte 0 is the first word; the check of zeros is zero */
    for (int i = 0; i < PINWORDS_COUNT; i++) {
        static const char *const behind[] = {"\n", "、", "，  ", ""};

        if (i % 4 == 0)
            buf_printf(&text, "%d. ", i + 1);
        buf_printf(&text, "%s%s", i % 2 ? table[0].word : table[0].pinyin, behind[i % 4]);
    }
    assert_int_equal(pinwords_read(bytes, buf_text(&text)), ERR_OK);
    assert_true(pinwords_match(bytes, pin));
    buf_free(&text);
    assert_true(pinwords_meant("苹果"));
    assert_false(pinwords_meant(pin));
    assert_false(pinwords_meant(""));
}

static void southern_accents_are_understood(void **state) {
    static const struct {
        const char *said, *meant;
    } rows[] = {{"pinguo", "苹果"}, {"BAICAI", "白菜"}, {"zaixue", ""},     {"langua", "南瓜"},
                {"siliu", "石榴"},  {"funli", "婚礼"},  {"xinxin", "星星"}, {"zonqiu", "中秋"}};
    unsigned char bytes[PINWORDS_BYTES], meant[PINWORDS_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum err e = ERR_SYNTAX, other = ERR_SYNTAX;

        for (size_t k = 0; k < 256 && e != ERR_OK; k++) {
            char said[1024] = "", written[1024] = "";

            for (int n = 0; n < PINWORDS_BYTES; n++) {
                strcat(strcat(said, rows[i].said), "-");
                strcat(strcat(written, rows[i].meant), " ");
            }
            e = pinwords_read(bytes, strcat(said, table[k].pinyin));
            other = pinwords_read(meant, strcat(written, table[k].pinyin));
        }
        assert_int_equal(e == ERR_OK, *rows[i].meant != '\0');
        assert_int_equal(e, *rows[i].meant ? other : ERR_SYNTAX);
        if (e == ERR_OK)
            assert_memory_equal(bytes, meant, sizeof bytes);
    }
}

/* Joins the words with one of them replaced, two neighbours changed, or one left out. */
static enum err spoil(const struct pinword *const words[PINWORDS_COUNT], size_t at, const struct pinword *by, bool swap) {
    const struct pinword *all[PINWORDS_COUNT];
    unsigned char bytes[PINWORDS_BYTES];
    struct buf text = {0};
    enum err e;

    memcpy(all, words, sizeof all);
    if (swap) {
        all[at] = words[at + 1];
        all[at + 1] = words[at];
    } else if (by) {
        all[at] = by;
    }
    for (size_t i = 0; i < PINWORDS_COUNT; i++)
        if (by || swap || i != at)
            buf_printf(&text, "%s ", all[i]->word);
    e = pinwords_read(bytes, buf_text(&text));
    buf_free(&text);
    return e;
}

static void one_error_is_always_told(void **state) {
    const struct pinword *words[PINWORDS_COUNT];
    char pin[64];

    (void)state;
    make_pin(pin, 7);
    assert_true(pinwords_of(words, pin));
    for (size_t at = 0; at < PINWORDS_COUNT; at++) {
        for (size_t k = 0; k < 256; k++)
            if (strcmp(table[k].word, words[at]->word) != 0)
                assert_int_equal(spoil(words, at, &table[k], false), ERR_SYNTAX);
        assert_int_equal(spoil(words, at, NULL, false), ERR_SYNTAX);
        if (at + 1 < PINWORDS_COUNT && words[at] != words[at + 1])
            assert_int_equal(spoil(words, at, NULL, true), ERR_SYNTAX);
    }
}

static void the_word_is_named(void **state) {
    unsigned char bytes[PINWORDS_BYTES];
    const char *a = table[0].word;
    char text[512];

    (void)state;
    snprintf(text, sizeof text, "%s %s zebra %s", a, a, a);
    assert_int_equal(pinwords_read(bytes, text), ERR_SYNTAX);
    assert_string_equal(err_last()->why, "word 3, “zebra”, is not in the list");
    snprintf(text, sizeof text, "%s %s", a, a);
    assert_int_equal(pinwords_read(bytes, text), ERR_SYNTAX);
    assert_string_equal(err_last()->why, "there are 2 of 17 words");
    assert_int_equal(pinwords_read(bytes, ""), ERR_SYNTAX);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(pinwords_read(bytes, text), ERR_SYNTAX);
    assert_int_equal(pinwords_read(bytes, "\xE8\x8B\xB9\xE6"), ERR_SYNTAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_word_is_one),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(every_word_is_told_apart),
        cmocka_unit_test(people_write_it_their_way),
        cmocka_unit_test(southern_accents_are_understood),
        cmocka_unit_test(one_error_is_always_told),
        cmocka_unit_test(the_word_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
