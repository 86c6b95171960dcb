#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/edit.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "chance.h"

static void is(const struct edit *e, const char *text, size_t caret) {
    assert_string_equal(edit_text(e), text);
    assert_int_equal(e->caret, caret);
}

static bool type(struct edit *e, const char *text) {
    return edit_insert(e, text, strlen(text));
}

static void han_moves_by_character(void **state) {
    struct edit e = {0};

    (void)state;
    is(&e, "", 0);
    assert_false(edit_left(&e));
    assert_false(edit_right(&e));
    assert_false(edit_backspace(&e));
    assert_false(edit_delete(&e));
    assert_false(edit_word_back(&e));
    assert_true(type(&e, "你好世界"));
    is(&e, "你好世界", 12);
    assert_true(edit_left(&e));
    assert_true(edit_left(&e));
    assert_true(edit_backspace(&e));
    is(&e, "你世界", 3);
    assert_true(edit_delete(&e));
    is(&e, "你界", 3);
    assert_true(type(&e, "们𠮷"));
    is(&e, "你们𠮷界", 10);
    assert_true(edit_backspace(&e));
    is(&e, "你们界", 6);
    edit_home(&e);
    assert_true(edit_right(&e));
    is(&e, "你们界", 3);
    edit_clear_behind(&e);
    is(&e, "你", 3);
    edit_set(&e, "三栋漏水");
    assert_true(edit_left(&e));
    edit_clear_before(&e);
    is(&e, "水", 0);
    edit_end(&e);
    is(&e, "水", 3);
    edit_free(&e);
}

static void marks_and_pictures_are_one(void **state) {
    struct edit e = {0};

    (void)state;
    assert_true(type(&e, "ae"));
    assert_true(type(&e, "\xCC\x81"));
    is(&e, "ae\xCC\x81", 4);
    assert_true(edit_left(&e));
    is(&e, "ae\xCC\x81", 1);
    assert_true(edit_right(&e));
    assert_true(edit_backspace(&e));
    is(&e, "a", 1);
    edit_set(&e, "👩\xE2\x80\x8D👩\xE2\x80\x8D👧x");
    assert_true(edit_left(&e));
    assert_int_equal(e.caret, 18);
    assert_true(edit_backspace(&e));
    is(&e, "x", 0);
    /* What joins its neighbours moves the caret behind the whole. */
    edit_set(&e, "👩👧");
    assert_true(edit_left(&e));
    assert_true(type(&e, "\xE2\x80\x8D"));
    is(&e, "👩\xE2\x80\x8D👧", 11);
    edit_set(&e, "ab\xCC\x81");
    assert_true(edit_left(&e));
    assert_true(edit_left(&e));
    assert_true(edit_delete(&e));
    is(&e, "b\xCC\x81", 0);
    edit_free(&e);
}

static void what_is_dropped(void **state) {
    struct edit e = {0};

    (void)state;
    assert_true(edit_insert(&e, "a\x1B[A\xFF\r\nb\0c\td\xE2\x80\xAE\xC2\x9B", 17));
    is(&e, "a[A bc d", 8);
    edit_set(&e, "一\n二\x07");
    is(&e, "一 二", 7);
    edit_free(&e);
}

static void limit_holds(void **state) {
    struct edit e = {.limit = 6};
    char big[5000];

    (void)state;
    assert_true(type(&e, "你好"));
    assert_false(type(&e, "a"));
    is(&e, "你好", 6);
    assert_true(type(&e, "\x01"));
    assert_true(edit_backspace(&e));
    assert_false(type(&e, "abcd"));
    assert_true(type(&e, "abc"));
    is(&e, "你abc", 6);
    edit_free(&e);
    e.limit = 0;
    memset(big, 'x', sizeof big);
    assert_false(edit_insert(&e, big, 4001));
    is(&e, "", 0);
    assert_true(edit_insert(&e, big, 4000));
    assert_int_equal(e.caret, 4000);
    assert_false(edit_insert(&e, big, 1));
    assert_false(edit_insert(&e, NULL, SIZE_MAX));
    edit_free(&e);
}

static void words_go_back(void **state) {
    static const struct {
        const char *before, *after;
    } cases[] = {{"张三 漏水", "张三 "},
                 {"张三 漏水  ", "张三 "},
                 {"张三abc", "张三"},
                 {"abc张三", "abc"},
                 {"3-2-501", "3-2-"},
                 {"漏水，已修", "漏水，"},
                 {"漏水，", "漏水"},
                 {"   ", ""},
                 {"nai\xCC\x88ve x", "nai\xCC\x88ve "},
                 {"（户主）", "（户主"}};
    struct edit e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        edit_set(&e, cases[i].before);
        assert_true(edit_word_back(&e));
        is(&e, cases[i].after, strlen(cases[i].after));
    }
    edit_set(&e, "一二 三四");
    edit_left(&e);
    assert_true(edit_word_back(&e));
    is(&e, "一二 四", 7);
    edit_free(&e);
}

static void view_follows_the_caret(void **state) {
    struct edit e = {0};
    struct edit_view v;

    (void)state;
    edit_set(&e, "abc");
    v = edit_view(&e, 10);
    assert_int_equal(v.from, 0);
    assert_int_equal(v.to, 3);
    assert_int_equal(v.caret, 3);
    edit_set(&e, "0123456789");
    v = edit_view(&e, 10);
    assert_int_equal(v.from, 5);
    assert_int_equal(v.to, 10);
    assert_int_equal(v.caret, 5);
    edit_left(&e);
    v = edit_view(&e, 10);
    assert_int_equal(v.from, 0);
    assert_int_equal(v.to, 10);
    assert_int_equal(v.caret, 9);
    edit_set(&e, "一二三四五");
    v = edit_view(&e, 5);
    assert_true(v.from % 3 == 0 && v.to == 15 && v.caret <= 4);
    v = edit_view(&e, 0);
    assert_int_equal(v.from, v.to);
    edit_free(&e);
}

static bool on_boundary(const struct edit *e) {
    size_t at = 0;
    int cells;

    while (at < e->caret)
        at += width_cluster(e->text.data + at, e->text.len - at, &cells);
    return at == e->caret;
}

static void act(struct edit *e) {
    char text[60];
    size_t len;

    switch (chance(14)) {
    case 0:
        edit_home(e);
        break;
    case 1:
        edit_end(e);
        break;
    case 2:
    case 3:
        edit_backspace(e);
        break;
    case 4:
        edit_delete(e);
        break;
    case 5:
    case 6:
        edit_left(e);
        break;
    case 7:
        edit_right(e);
        break;
    case 8:
        if (chance(8) == 0)
            edit_clear_before(e);
        break;
    case 9:
        if (chance(8) == 0)
            edit_clear_behind(e);
        break;
    case 10:
        if (chance(4) == 0)
            edit_word_back(e);
        break;
    default:
        len = chance_text(text, sizeof text, 6);
        edit_insert(e, text, len);
    }
}

static void caret_never_enters_a_cluster(void **state) {
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct edit e = {.limit = 40 + chance(200)};

        for (int step = 0; step < 300; step++) {
            int cells = (int)chance(30);
            struct edit_view v;

            act(&e);
            assert_true(e.caret <= e.text.len && e.text.len <= e.limit);
            assert_true(utf8_valid(edit_text(&e), e.text.len));
            assert_int_equal(strlen(edit_text(&e)), e.text.len);
            assert_true(on_boundary(&e));
            v = edit_view(&e, cells);
            assert_true(v.from <= e.caret && v.from <= v.to && v.to <= e.text.len);
            assert_int_equal(v.caret, width_text(edit_text(&e) + v.from, e.caret - v.from));
            assert_true(cells == 0 || v.caret < cells);
            assert_true(width_text(edit_text(&e) + v.from, v.to - v.from) <= cells);
        }
        edit_free(&e);
    }
}

static void every_place_can_be_reached(void **state) {
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct edit e = {0};
        char text[100];
        size_t right = 0, left = 0;

        chance_text(text, sizeof text, 12);
        edit_set(&e, text);
        edit_home(&e);
        while (edit_right(&e))
            right++;
        assert_int_equal(e.caret, e.text.len);
        while (edit_left(&e))
            left++;
        assert_int_equal(e.caret, 0);
        assert_int_equal(left, right);
        edit_free(&e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(han_moves_by_character),
        cmocka_unit_test(marks_and_pictures_are_one),
        cmocka_unit_test(what_is_dropped),
        cmocka_unit_test(limit_holds),
        cmocka_unit_test(words_go_back),
        cmocka_unit_test(view_follows_the_caret),
        cmocka_unit_test(caret_never_enters_a_cluster),
        cmocka_unit_test(every_place_can_be_reached),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
