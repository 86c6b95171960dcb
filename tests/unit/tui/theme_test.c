/* Themes: the files that come with linli name every role, colours fit what the terminal has, mistakes are named and change
 * nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/file.h"
#include "tui/theme.h"

static const char *const files[] = {"day", "night", "mono", "contrast"};

static enum err read_file(const char *name, struct buf *text) {
    char path[80];

    snprintf(path, sizeof path, "themes/%s.theme", name);
    assert_int_equal(file_read(text, path, 65536), ERR_OK);
    return theme_read(path, buf_text(text), text->len);
}

static void all_files_are_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        buf_free(&text);
    }
}

/* A theme that sets a foreground owns the ground under it: foregrounds on an unknown ground cannot be right. */
static void a_foreground_has_its_ground(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        for (int p = 0; p < PAINT_COUNT; p++) {
            struct look look = theme_look((enum paint)p, 256);

            assert_int_equal(look.fg == LOOK_DEFAULT, look.bg == LOOK_DEFAULT);
        }
        buf_free(&text);
    }
}

/* v to the power 2.4, as v * v * the fifth root of v * v. */
static double power_2_4(double v) {
    double square = v * v, root = 1;

    for (int i = 0; i < 60; i++)
        root -= (root * root * root * root * root - square) / (5 * root * root * root * root);
    return square * root;
}

/* Of the xterm palette; files use 16 to 255 only, because the first 16 are the person's own. */
static double light_of(int colour) {
    static const int levels[] = {0, 95, 135, 175, 215, 255};
    static const double share[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        int step = (colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6;
        double v = (colour < 232 ? levels[step] : 8 + (colour - 232) * 10) / 255.0;

        sum += share[i] * (v <= 0.03928 ? v / 12.92 : power_2_4((v + 0.055) / 1.055));
    }
    return sum + 0.05;
}

static void text_stands_out(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};
        double least = strcmp(files[i], "contrast") == 0 ? 7 : 4.5;

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        for (int p = 0; p < PAINT_COUNT; p++) {
            struct look look = theme_look((enum paint)p, 256);
            double fg, bg;

            if (look.fg == LOOK_DEFAULT)
                continue;
            assert_in_range(look.fg, 16, 255);
            assert_in_range(look.bg, 16, 255);
            fg = light_of(look.fg);
            bg = light_of(look.bg);
            if ((fg > bg ? fg / bg : bg / fg) < least)
                fail_msg("%s: colours %d on %d", files[i], look.fg, look.bg);
        }
        buf_free(&text);
    }
}

static void mono_is_the_built_in(void **state) {
    struct buf text = {0}, table = {0};
    const char *body;

    (void)state;
    theme_write(&table);
    assert_int_equal(read_file("mono", &text), ERR_OK);
    body = strstr(buf_text(&text), "\n\n");
    assert_non_null(body);
    assert_string_equal(body + 2, buf_text(&table));
    for (int p = 0; p < PAINT_COUNT; p++)
        assert_int_equal(theme_look((enum paint)p, 256).fg, LOOK_DEFAULT);
    buf_free(&text);
    buf_free(&table);
}

static void colours_fit_the_terminal(void **state) {
    struct buf text = {0};

    (void)state;
    theme_built_in();
    theme_write(&text);
    buf_puts(&text, "red = 196 17 bold underline\n");
    assert_int_equal(theme_read("x", buf_text(&text), text.len), ERR_OK);
    assert_int_equal(theme_look(PAINT_RED, 256).fg, 196);
    assert_int_equal(theme_look(PAINT_RED, 16).fg, 9);
    assert_in_range(theme_look(PAINT_RED, 8).fg, 0, 7);
    assert_in_range(theme_look(PAINT_RED, 8).bg, 0, 7);
    assert_int_equal(theme_look(PAINT_RED, 0).fg, LOOK_DEFAULT);
    assert_int_equal(theme_look(PAINT_RED, 0).attributes, LOOK_BOLD | LOOK_UNDERLINE);
    buf_free(&text);
}

static void mistakes_are_named(void **state) {
    static const struct {
        const char *line, *where;
    } wrong[] = {{"nobody = - -\n", "t:1"},
                 {"text = purple - -\n", "t:1"},
                 {"text = - 256\n", "t:1"},
                 {"# x\ntext = - - shiny\n", "t:2"},
                 {"text = - -\n", "t:0"},
                 {"text\n", "t:1"},
                 {"text = 99999999999999999999 -\n", "t:1"}};

    (void)state;
    theme_built_in();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(theme_read("t", wrong[i].line, strlen(wrong[i].line)), ERR_SYNTAX);
        assert_string_equal(err_last()->what, wrong[i].where);
        assert_int_equal(theme_look(PAINT_TITLE, 8).attributes, LOOK_BOLD);
    }
    assert_int_equal(theme_load("../../etc/passwd"), ERR_USAGE);
    assert_int_equal(theme_load("no-such-theme"), ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_files_are_whole),      cmocka_unit_test(a_foreground_has_its_ground),
        cmocka_unit_test(text_stands_out),          cmocka_unit_test(mono_is_the_built_in),
        cmocka_unit_test(colours_fit_the_terminal), cmocka_unit_test(mistakes_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
