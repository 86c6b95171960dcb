#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "chance.h"
#include "linli/buf.h"
#include "linli/compose.h"
#include "linli/pinyin.h"
#include "linli/utf8.h"

static struct compose letters(const char *text) {
    struct compose c;

    compose_read(&c, text, strlen(text));
    return c;
}

static void fits(const char *typed, const char *text, size_t used, bool begun) {
    struct compose c = letters(typed);
    bool got_begun;
    size_t got = compose_fits(&c, text, &got_begun);

    if (got != used || (used && got_begun != begun))
        fail_msg("%s for %s: %zu of the letters%s", typed, text, got, got_begun ? ", begun" : "");
}

static void letters_stand_for_words(void **state) {
    (void)state;
    fits("zhangsan", "张三", 8, false);
    fits("zhangs", "张三", 6, false);
    fits("zs", "张三", 2, false);
    fits("zhs", "张三", 3, false);
    fits("zhang", "张三", 5, true);
    fits("z", "张三", 1, true);
    fits("ZhangSan", "张三", 8, false);
    fits("xian", "西安", 4, false);
    fits("xi'an", "西安", 5, false);
    fits("xi'an", "先", 0, false);
    fits("xian", "先", 4, false);
    fits("xian", "西", 2, false);  /* an is left */
    fits("shang", "沙", 0, false); /* ng is no syllable */
    fits("zhangsanlou", "张三", 8, false);
    fits("zhangsan", "张海", 0, false); /* by z and h: what is left is no pinyin */
    fits("lvbu", "吕布", 4, false);
    fits("lubu", "吕布", 4, false);
    fits("aygl", "阿依·古丽", 4, false);
    fits("zhangsan", "李四", 0, false);
    fits("", "张", 0, false);
    fits("zhang3", "张", 5, false);
}

struct found {
    struct buf text;
    size_t count;
};

static void collect(void *arg, const char *word, size_t len, size_t used) {
    struct found *f = arg;

    buf_printf(&f->text, "%s%.*s/%zu", f->count++ ? " " : "", (int)len, word, used);
}

static void parts(const char *typed, const char *text, const char *expect) {
    struct compose c = letters(typed);
    struct found f = {0};

    compose_parts_of(&c, text, strlen(text), collect, &f);
    assert_string_equal(buf_text(&f.text), expect);
    buf_free(&f.text);
}

static void words_are_taken_from_texts(void **state) {
    (void)state;
    parts("loushui", "楼上漏水到厨房，又漏水", "漏水/7 漏水/7");
    parts("chufang", "楼上漏水到厨房", "厨房/7");
    parts("loush", "楼上漏水", "楼上/5 漏水/5");
    parts("ls", "楼上漏水", "");
    parts("loushuichufang", "漏水到厨房", "漏水/7");
    parts("lou", "漏水", "");
}

static void begins_with(const char *typed, const char *expect, size_t used) {
    struct compose c = letters(typed);
    struct found f = {0};
    char first[16];

    compose_characters(&c, 1, false, collect, &f);
    snprintf(first, sizeof first, "%s/%zu", expect, used);
    assert_string_equal(buf_text(&f.text), *expect ? first : "");
    buf_free(&f.text);
}

static void characters_come_by_commonness(void **state) {
    struct compose c = letters("ji");
    struct found common = {0}, rare = {0};

    (void)state;
    begins_with("de", "的", 2);
    begins_with("shi", "是", 3);
    begins_with("zhangsan", "长", 5);
    begins_with("xi'an", "西", 3);
    begins_with("v", "", 0);
    begins_with("b", "把", 1);
    compose_characters(&c, 2000, false, collect, &common);
    compose_characters(&c, 2000, true, collect, &rare);
    assert_non_null(strstr(buf_text(&common.text), "几/2"));
    assert_null(strstr(buf_text(&common.text), "𠮷/2"));
    assert_non_null(strstr(buf_text(&rare.text), "𠮷/2"));
    assert_null(strstr(buf_text(&rare.text), " 几/2"));
    buf_free(&common.text);
    buf_free(&rare.text);
}

static void seen(void *arg, const char *word, size_t len, size_t used) {
    size_t *most = arg;
    uint32_t cp;

    assert_in_range(used, 1, COMPOSE_LETTERS);
    assert_in_range(len, 1, COMPOSE_WORD - 1);
    for (size_t i = 0; i < len;)
        i += utf8_read(&cp, word + i, len - i);
    *most = used > *most ? used : *most;
}

/* Any letters: what comes out uses some of them, each part is one of whole syllables, and nothing runs on. */
static void any_letters_are_taken(void **state) {
    (void)state;
    for (int i = 0; i < 3000; i++) {
        char typed[80], text[200], part[COMPOSE_LETTERS + 1];
        size_t len = 0, most = 0, want = 1 + chance(60), text_len = chance_text(text, sizeof text, 30);
        struct compose c;

        while (len < want)
            typed[len++] = "aeiouhgnzscxyjqlwbdmr'"[chance(22)];
        compose_read(&c, typed, len);
        assert_true(c.len <= COMPOSE_LETTERS && c.len <= len);
        compose_parts_of(&c, text, text_len, seen, &most);
        compose_characters(&c, 100, i % 50 == 0, seen, &most);
        assert_true(most <= c.len);
        for (size_t k = 0; compose_part(&c, k, part); k++)
            assert_true(k < COMPOSE_LETTERS && *part && !strchr(part, '\''));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_stand_for_words),
        cmocka_unit_test(words_are_taken_from_texts),
        cmocka_unit_test(characters_come_by_commonness),
        cmocka_unit_test(any_letters_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
