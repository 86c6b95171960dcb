/* The line at the bottom: whatever the view, width and language, help comes first, every label is whole, every key shown works,
 * and the cursor is never parked there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000
#define TOKENS_MAX 24
#define WIDEST 300

static char *const program[] = {(char[]){"linli"}, NULL};

static const struct language {
    const char *name, *ready, *help, *refused[3];
} languages[] = {
    {"zh_CN.UTF-8", "共 22 户", "帮助", {"没有作用", "以后的版本", "已经在"}},
    {"en_US.UTF-8", "22 households", "Help", {"has no use", "later version", "open already"}},
};
/* A few screens on a real terminal; tests/unit/tui/walk_test.c goes through all of them. */
static const char *const views[] = {"", "/501", "<F2>1", "1<Home><Down>", "<F9>"};

static void press(struct vt *vt, const char *keys) {
    if (!vt_keys(vt, keys))
        fail_msg("%s: %s", keys, vt_error(vt));
    assert_true(vt_wait_idle(vt, 20, DEADLINE));
}

static struct vt *start(const struct language *l) {
    struct vt_options options = {.lang = l->name, .cols = WIDEST};
    struct vt *vt;

    assert_int_equal(
        system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null"), 0);
    vt = vt_open(&options, program);
    assert_true(vt_wait_text(vt, "[1", DEADLINE) && vt_keys(vt, "2")); /* from Today to the households */
    assert_true(vt_wait_text(vt, l->ready, DEADLINE));
    return vt;
}

static const char *footer(struct vt *vt) {
    int rows, cols;

    vt_size(vt, &rows, &cols);
    return vt_text(vt, rows - 1);
}

/* The labels of a wide footer: two blanks between. */
static size_t split(char *text, char *tokens[TOKENS_MAX]) {
    size_t count = 0;

    for (char *at = text; at && *at && count < TOKENS_MAX;) {
        char *gap = strstr(at, "  ");

        tokens[count++] = at;
        if (gap)
            *gap = '\0';
        at = gap ? gap + 2 : NULL;
    }
    return count;
}

/* Whether the row is some of the labels in their order, each whole, `gap` blanks between. */
static bool is_made_of(const char *row, char *const tokens[], size_t count, size_t gap) {
    for (size_t i = 0; i < count && *row; i++) {
        size_t len = strlen(tokens[i]);

        if (strncmp(row, tokens[i], len) != 0 || (row[len] && row[len] != ' '))
            continue;
        row += len;
        row += *row ? gap : 0;
    }
    return !*row;
}

static void back(struct vt *vt, const struct language *l) {
    const char *list = strcmp(l->help, "Help") == 0 ? "/ finds" : "按 / 查找";

    for (int i = 0; i < 9 && (vt_find(vt, list) != 1 || vt_find(vt, "[2") != 0); i++)
        press(vt, "<Down><F3><Down><F3><Down><F1><F3>2<Down><Up>");
    assert_int_equal(vt_find(vt, list), 1);
}

static void whole_labels(void **state) {
    (void)state;
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
        struct vt *vt = start(&languages[l]);

        for (size_t v = 0; v < sizeof views / sizeof *views; v++) {
            char wide[4096], *tokens[TOKENS_MAX];
            size_t count;

            press(vt, views[v]);
            snprintf(wide, sizeof wide, "%s", footer(vt));
            count = split(wide, tokens);
            assert_in_range(count, 2, TOKENS_MAX);
            assert_non_null(strstr(tokens[0], languages[l].help));
            for (int cols = 40; cols <= WIDEST; cols += cols < 90 ? 7 : 70) {
                vt_resize(vt, 24, cols);
                assert_true(vt_wait_idle(vt, 20, DEADLINE));
                if (strncmp(footer(vt), tokens[0], strlen(tokens[0])) != 0 ||
                    !is_made_of(footer(vt), tokens, count, cols < 60 ? 1 : 2))
                    fail_msg("behind “%s” at %d columns: %s", views[v], cols, footer(vt));
            }
            vt_resize(vt, 24, WIDEST);
            assert_true(vt_wait_idle(vt, 20, DEADLINE));
            back(vt, &languages[l]);
        }
        vt_close(vt);
    }
}

static void every_key_shown_works(void **state) {
    (void)state;
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
        struct vt *vt = start(&languages[l]);

        for (size_t v = 0; v < sizeof views / sizeof *views; v++)
            for (size_t t = 0;; t++) {
                char text[4096], keys[64], *tokens[TOKENS_MAX];
                int row, col;

                back(vt, &languages[l]);
                press(vt, "<Home>");
                press(vt, views[v]);
                vt_pump(vt, 30);
                snprintf(text, sizeof text, "%s", footer(vt));
                if (strncmp(text, "? ", 2) != 0 &&
                    strncmp(text, "F1 ", 3) != 0) { /* a message stands there: the next key takes it away */
                    press(vt, "<Down>");
                    snprintf(text, sizeof text, "%s", footer(vt));
                }
                if (t >= split(text, tokens))
                    break;
                vt_cursor(vt, &row, &col);
                assert_in_range(row, 1, 21);
                tokens[t][strcspn(tokens[t], " ")] = '\0';
                snprintf(keys, sizeof keys, strlen(tokens[t]) > 1 ? "<%s>" : "%s", tokens[t]);
                press(vt, keys);
                vt_pump(vt, 30);
                for (size_t r = 0; r < 3; r++)
                    if (strstr(footer(vt), languages[l].refused[r]))
                        fail_msg("%s behind “%s”: %s", keys, views[v], footer(vt));
            }
        vt_close(vt);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_labels), cmocka_unit_test(every_key_shown_works)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
