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
#include "tui/theme_fit.h"
#include "tui/themes.h"

static const char *const files[] = {"day", "night", "mono", "contrast", "deutan", "tritan", "warm"};

static enum err read_file(const char *name, struct buf *text) {
    char path[80];

    snprintf(path, sizeof path, "themes/%s.theme", name);
    assert_int_equal(file_read(text, path, 65536), ERR_OK);
    return theme_read(path, buf_text(text), text->len);
}

static void all_files_are_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0}, lacks = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        theme_lacks(&lacks);
        assert_string_equal(buf_text(&lacks), "");
        buf_free(&text);
        buf_free(&lacks);
    }
}

static void all_files_are_listed(void **state) {
    struct themes_row rows[THEMES_MAX];
    size_t count = themes_list(rows);

    (void)state;
    assert_int_equal(count, sizeof files / sizeof *files);
    for (size_t i = 0, k; i < count; i++) {
        for (k = 0; k < count && strcmp(files[i], rows[k].name) != 0;)
            k++;
        assert_in_range(k, 0, count - 1);
        assert_false(rows[k].own);
    }
}

/* A theme that sets a foreground owns the ground under it: foregrounds on an unknown ground cannot be right. */
static void a_foreground_has_its_ground(void **state) {
    static const int counts[] = {8, 16, 88, 256, 1 << 24};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            for (int p = 0; p < PAINT_COUNT; p++) {
                struct look look = theme_look((enum paint)p, counts[c]);

                assert_int_equal(look.fg == LOOK_DEFAULT, look.bg == LOOK_DEFAULT);
                assert_int_equal(look.bg == LOOK_DEFAULT, theme_look(PAINT_TEXT, counts[c]).bg == LOOK_DEFAULT);
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

/* The first 16 colours as terminals have them; files use 16 to 255 only, because the first 16 are the person's own. */
static const struct {
    const char *name;
    unsigned colours[16];
} palettes[] = {
    {"VGA",
     {0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55,
      0x5555ff, 0xff55ff, 0x55ffff, 0xffffff}},
    {"xterm",
     {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
      0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff}},
    {"Windows 10",
     {0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc, 0x767676, 0xe74856, 0x16c60c, 0xf9f1a5,
      0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2}},
    {"Solarized",
     {0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682, 0x2aa198, 0xeee8d5, 0x002b36, 0xcb4b16, 0x586e75, 0x657b83,
      0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3}},
};
#define PALETTES (sizeof palettes / sizeof *palettes)

/* Red, green and blue as light, 0 to 1. */
static void light_of(double out[3], size_t palette, int colour) {
    static const int levels[] = {0, 95, 135, 175, 215, 255};

    for (int i = 0; i < 3; i++) {
        int step = (colour - 16) / (i == 0 ? 36 : i == 1 ? 6 : 1) % 6;
        int byte = colour < 16    ? (int)(palettes[palette].colours[colour] >> (16 - 8 * i) & 0xff)
                   : colour < 232 ? levels[step]
                                  : 8 + (colour - 232) * 10;
        double v = byte / 255.0;

        out[i] = v <= 0.03928 ? v / 12.92 : power_2_4((v + 0.055) / 1.055);
    }
}

static double contrast(size_t palette, int a, int b) {
    double x[3], y[3], p, q;

    light_of(x, palette, a);
    light_of(y, palette, b);
    p = 0.2126 * x[0] + 0.7152 * x[1] + 0.0722 * x[2] + 0.05;
    q = 0.2126 * y[0] + 0.7152 * y[1] + 0.0722 * y[2] + 0.05;
    return p > q ? p / q : q / p;
}

/* WCAG 2.2: text 4.5, the mark of a line 3, all 7 in high contrast. Also where bold letters are drawn in the brighter colour. */
static void stands_out(const char *file, int paint, int colours, size_t palette, double least) {
    struct look look = theme_look((enum paint)paint, colours);

    if (look.fg == LOOK_DEFAULT && look.bg == LOOK_DEFAULT)
        return;
    assert_in_range(look.fg, colours == 256 ? 16 : 0, colours - 1);
    assert_in_range(look.bg, colours == 256 ? 16 : 0, colours - 1);
    if (contrast(palette, look.fg, look.bg) < least)
        fail_msg("%s, role %d: %d on %d of %d in %s", file, paint, look.fg, look.bg, colours, palettes[palette].name);
    if (look.attributes & LOOK_BOLD && look.fg < 8 && contrast(palette, look.fg + 8, look.bg) < least)
        fail_msg("%s, role %d: bold %d on %d of %d in %s", file, paint, look.fg, look.bg, colours, palettes[palette].name);
}

static void text_stands_out(void **state) {
    static const int counts[] = {8, 16, 88, 256};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};
        double least = strcmp(files[i], "contrast") == 0 ? 7 : 4.5;

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            for (size_t palette = 0; palette < PALETTES; palette++)
                for (int p = 0; p < PAINT_COUNT; p++)
                    stands_out(files[i], p, counts[c], palette, p == PAINT_MARK && least < 7 ? 3 : least);
        buf_free(&text);
    }
}

/* The screen has one ground: what is not set apart on purpose stays on that of the text, also in few colours. */
static void the_ground_is_one(void **state) {
    static const int counts[] = {8, 16};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            for (int p = 0; p < PAINT_COUNT; p++)
                if (theme_look((enum paint)p, 256).bg == theme_look(PAINT_TEXT, 256).bg)
                    assert_int_equal(theme_look((enum paint)p, counts[c]).bg, theme_look(PAINT_TEXT, counts[c]).bg);
        buf_free(&text);
    }
}

static double square_root(double v) {
    double root = v > 1 ? v : 1;

    for (int i = 0; i < 60; i++)
        root = (root + v / root) / 2;
    return root;
}

static double cube_root(double v) {
    double root = 1;

    for (int i = 0; i < 60; i++)
        root -= (root * root * root - v) / (3 * root * root);
    return root;
}

/* CIE L*a*b* of a colour as an eye sees it. */
static void lab_of(double out[3], int colour, const double eye[3][3]) {
    static const double white[] = {0.9505, 1, 1.089};
    static const double to_xyz[3][3] = {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}};
    double light[3], seen[3], f[3];

    light_of(light, 0, colour);
    for (int i = 0; i < 3; i++) {
        double v = eye[i][0] * light[0] + eye[i][1] * light[1] + eye[i][2] * light[2];

        seen[i] = v < 0 ? 0 : v > 1 ? 1 : v;
    }
    for (int i = 0; i < 3; i++) {
        double v = (to_xyz[i][0] * seen[0] + to_xyz[i][1] * seen[1] + to_xyz[i][2] * seen[2]) / white[i];

        f[i] = v > 0.008856 ? cube_root(v) : 7.787 * v + 16.0 / 116;
    }
    out[0] = 116 * f[1] - 16;
    out[1] = 500 * (f[0] - f[1]);
    out[2] = 200 * (f[1] - f[2]);
}

/* Machado, Oliveira and Fernandes 2009: eyes with all cones, without the green, the red and the blue ones. */
enum { EYE_ALL, EYE_DEUTAN, EYE_PROTAN, EYE_TRITAN, EYES };
static const double eyes[EYES][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
};

/* The difference as CIE 1976 has it. */
static double apart(int a, int b, int eye) {
    double x[3], y[3], sum = 0;

    lab_of(x, a, eyes[eye]);
    lab_of(y, b, eyes[eye]);
    for (int k = 0; k < 3; k++)
        sum += (x[k] - y[k]) * (x[k] - y[k]);
    return square_root(sum);
}

/* Of two roles, in their letters or in the ground below them, whichever is plainer. */
static double roles_apart(enum paint a, enum paint b, int eye) {
    struct look x = theme_look(a, 256), y = theme_look(b, 256);
    double letters = apart(x.fg, y.fg, eye), ground = apart(x.bg, y.bg, eye);

    return letters > ground ? letters : ground;
}

/* Roles that stand side by side and mean different things. `told`: a character or the place tells them apart as well, so that one
 * look is right for both; but where the looks differ, every eye sees it. */
static const struct {
    enum paint a, b;
    bool told;
} neighbours[] = {
    {PAINT_RED, PAINT_YELLOW, false},     {PAINT_RED, PAINT_BLUE, false},       {PAINT_YELLOW, PAINT_BLUE, false},
    {PAINT_TEXT, PAINT_RED, false},       {PAINT_TEXT, PAINT_YELLOW, false},    {PAINT_TEXT, PAINT_BLUE, false},
    {PAINT_TEXT, PAINT_MARK, false},      {PAINT_TEXT, PAINT_SELECTED, true},   {PAINT_MESSAGE, PAINT_ERROR, false},
    {PAINT_KEY, PAINT_FOOTER, false},     {PAINT_TOP, PAINT_TAB, true},         {PAINT_TEXT, PAINT_SHADE_1, true},
    {PAINT_SHADE_1, PAINT_SHADE_2, true}, {PAINT_SHADE_2, PAINT_SHADE_3, true}, {PAINT_SHADE_3, PAINT_SHADE_4, true},
};

static bool one_look(enum paint a, enum paint b) {
    struct look x = theme_look(a, 256), y = theme_look(b, 256);

    return x.fg == y.fg && x.bg == y.bg;
}

static void the_colour_blind_tell_them_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(files[i], &text), ERR_OK);
        buf_free(&text);
        for (size_t n = 0; n < sizeof neighbours / sizeof *neighbours && theme_look(PAINT_TEXT, 256).fg != LOOK_DEFAULT; n++)
            for (int eye = 0; eye < EYES; eye++) {
                enum paint a = neighbours[n].a, b = neighbours[n].b;

                if (!(neighbours[n].told && one_look(a, b)) && roles_apart(a, b, eye) <= 10)
                    fail_msg("%s: roles %d and %d are %.1f apart to eye %d", files[i], (int)a, (int)b, roles_apart(a, b, eye),
                             eye);
            }
    }
}

/* The two themes that are made for an eye are twice as plain to it. */
static void a_theme_made_for_an_eye_is_plain_to_it(void **state) {
    static const struct {
        const char *file;
        int eye;
    } made[] = {{"deutan", EYE_DEUTAN}, {"deutan", EYE_PROTAN}, {"tritan", EYE_TRITAN}};

    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        struct buf text = {0};

        assert_int_equal(read_file(made[i].file, &text), ERR_OK);
        buf_free(&text);
        for (size_t n = 0; n < 7; n++)
            assert_true(roles_apart(neighbours[n].a, neighbours[n].b, made[i].eye) > 20);
    }
}

/* No pair of 8 colours is as plain as 13:1 in all four palettes: then the terminal's own two stand, which every terminal can
 * show; for what is asked of text there is always one. */
static void without_a_pair_there_is_the_terminals_own(void **state) {
    int fg = 196, bg = 226;

    (void)state;
    assert_false(fit_pair(&fg, &bg, 8, 13));
    assert_int_equal(fg, 196);
    assert_int_equal(bg, 226);
    assert_true(fit_pair(&fg, &bg, 8, CONTRAST_HIGH));
    for (size_t palette = 0; palette < PALETTES; palette++)
        assert_true(contrast(palette, fg, bg) >= 7);
}

/* A theme from before there were shades: they look like text, and that is told. */
static void what_an_old_theme_lacks_looks_like_text(void **state) {
    static const char old[] = "text = 15 17\nred = 196 16 bold\n";
    struct buf lacks = {0};

    (void)state;
    assert_int_equal(theme_read("old", old, strlen(old)), ERR_OK);
    assert_int_equal(theme_look(PAINT_SHADE_4, 256).bg, 17);
    assert_int_equal(theme_look(PAINT_RED, 256).fg, 196);
    theme_lacks(&lacks);
    assert_non_null(strstr(buf_text(&lacks), "shade-4"));
    assert_null(strstr(buf_text(&lacks), "red"));
    theme_built_in();
    buf_reset(&lacks);
    theme_lacks(&lacks);
    assert_int_equal(lacks.len, 0);
    buf_free(&lacks);
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
    assert_int_equal(theme_look(PAINT_RED, 1 << 24).fg, 0xff0000);
    assert_int_equal(theme_look(PAINT_RED, 1 << 24).bg, 0x08005f);
    assert_int_equal(theme_look(PAINT_TEXT, 1 << 24).fg, LOOK_DEFAULT);
    assert_true(contrast(0, theme_look(PAINT_RED, 16).fg, theme_look(PAINT_RED, 16).bg) >= 4.5);
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
                 {"red = - -\n", "t:0"},
                 {"text\n", "t:1"},
                 {"text = 99999999999999999999 -\n", "t:1"}};

    (void)state;
    theme_built_in();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(theme_read("t", wrong[i].line, strlen(wrong[i].line)), ERR_SYNTAX);
        assert_string_equal(err_last()->what, wrong[i].where);
        assert_int_equal(theme_look(PAINT_TITLE, 8).attributes, LOOK_BOLD);
    }
    assert_int_equal(themes_load("../../etc/passwd"), ERR_USAGE);
    assert_int_equal(themes_load("no-such-theme"), ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_files_are_whole),
        cmocka_unit_test(all_files_are_listed),
        cmocka_unit_test(a_foreground_has_its_ground),
        cmocka_unit_test(text_stands_out),
        cmocka_unit_test(the_ground_is_one),
        cmocka_unit_test(the_colour_blind_tell_them_apart),
        cmocka_unit_test(a_theme_made_for_an_eye_is_plain_to_it),
        cmocka_unit_test(without_a_pair_there_is_the_terminals_own),
        cmocka_unit_test(what_an_old_theme_lacks_looks_like_text),
        cmocka_unit_test(mono_is_the_built_in),
        cmocka_unit_test(colours_fit_the_terminal),
        cmocka_unit_test(mistakes_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
