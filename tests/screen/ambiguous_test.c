/* Row 31: terminals that give one cell to characters of ambiguous width, and two; linli told so, told wrongly, and not told. It
 * measures names by what it was told, and places everything behind such a name anew: no column shifts, no line wraps, whichever
 * of the two was wrong. */
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

static char *const narrow[] = {(char[]){"linli"}, (char[]){"--ambiguous"}, (char[]){"narrow"}, NULL};
static char *const told[] = {(char[]){"linli"}, (char[]){"--ambiguous"}, (char[]){"wide"}, NULL};
static char *const not_told[] = {(char[]){"linli"}, NULL};
static char *const *const options[] = {not_told, narrow, told};

static void press(struct vt *vt, const char *keys) {
    if (!vt_keys(vt, keys))
        fail_msg("%s: %s", keys, vt_error(vt));
    assert_true(vt_wait_idle(vt, 30, DEADLINE));
}

static void fresh_record(void) {
    assert_int_equal(
        system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null"), 0);
}

static struct vt *start_on(int terminal, char *const argv[], int rows, int cols) {
    struct vt_options how = {.lang = "zh_CN.UTF-8", .ambiguous = terminal, .rows = rows, .cols = cols};
    struct vt *vt;

    vt = vt_open(&how, argv);
    assert_true(vt_wait_text(vt, "[1", DEADLINE));
    press(vt, "2");
    assert_true(vt_wait_text(vt, "共 22 户", DEADLINE));
    return vt;
}

static struct vt *start(char *const argv[], int rows, int cols) {
    fresh_record();
    return start_on(2, argv, rows, cols);
}

/* The column where a text begins in a row, -1 where it is not. */
static int column_of(struct vt *vt, int row, const char *text) {
    const char *line = vt_text(vt, row), *at = strstr(line, text);
    struct vt_cell cell;
    int rows, cols;
    size_t bytes = 0;

    vt_size(vt, &rows, &cols);
    for (int col = 0; at && col < cols; col++) {
        vt_cell(vt, row, col, &cell);
        if (cell.width && bytes >= (size_t)(at - line))
            return col;
        bytes += !cell.width ? 0 : *cell.text ? strlen(cell.text) : 1;
    }
    return -1;
}

static void columns_stand(struct vt *vt) {
    int with = vt_find(vt, "买买提江・艾力"), without = vt_find(vt, "曾志强");

    if (with < 0)
        with = vt_find(vt, "买买提江");
    assert_in_range(with, 2, 22);
    assert_in_range(without, 2, 22);
    assert_int_equal(column_of(vt, with, "买买"), column_of(vt, without, "曾志"));
    assert_int_equal(column_of(vt, with, "从未"), column_of(vt, without, "从未"));
}

static void lists_do_not_shift(void **state) {
    static const int sizes[][2] = {{24, 80}, {30, 100}, {24, 63}};

    (void)state;
    for (int i = 0; i < 6; i++) {
        struct vt *vt = start(options[i % 3], sizes[i / 2][0], sizes[i / 2][1]);

        columns_stand(vt);
        press(vt, "<Down><Down><C-l>");
        columns_stand(vt);
        /* the top and the bottom line are where they were: nothing wrapped or scrolled */
        assert_non_null(strstr(vt_text(vt, 0), "[2住户]"));
        assert_non_null(strstr(vt_text(vt, sizes[i / 2][0] - 1), "? 帮助"));
        vt_close(vt);
    }
}

static void the_caret_is_behind_what_was_typed(void **state) {
    struct vt *vt = start(told, 24, 80);
    struct vt_cell cell;
    int row, col;

    (void)state;
    press(vt, "/买买提江·");
    vt_cursor(vt, &row, &col);
    assert_int_equal(row, 1);
    vt_cell(vt, row, col - 2, &cell);
    assert_string_equal(cell.text, "・");
    press(vt, "<Enter><F2>2");
    press(vt, "·—…“好”x");
    vt_cursor(vt, &row, &col);
    vt_cell(vt, row, col - 1, &cell);
    assert_string_equal(cell.text, "x");
    press(vt, "<Left><Left><Left>");
    vt_cursor(vt, &row, &col);
    vt_cell(vt, row, col, &cell);
    assert_string_equal(cell.text, "好");
    vt_close(vt);
}

static bool is_ambiguous(const char *text) {
    return strcmp(text, "·") == 0 || strcmp(text, "・") == 0 || strcmp(text, "〓") == 0;
}

struct picture {
    struct vt_cell cells[24][80];
};

/* Whether two terminals show the same, but for the characters of ambiguous width and the cell behind them. */
static void same_pictures(const struct picture *a, const struct picture *b, int rows, int cols, const char *where) {
    for (int row = 0; row < rows; row++)
        for (int col = 0; col < cols; col++) {
            const struct vt_cell *one = &a->cells[row][col], *two = &b->cells[row][col];

            if (is_ambiguous(one->text) || is_ambiguous(two->text) ||
                (col > 0 && (is_ambiguous(one[-1].text) || is_ambiguous(two[-1].text))))
                continue;
            if (strcmp(one->text, two->text) != 0 || one->width != two->width)
                fail_msg("%s, row %d column %d: narrow “%s”, wide “%s”", where, row, col, one->text, two->text);
        }
}

static const char *const walk[] = {"/买买",
                                   "<Enter>",
                                   "<Enter>",
                                   "<F2>1走访·“好”—…x",
                                   "<Esc><Wait:220>",
                                   "<Esc><Wait:220>",
                                   "/阿依古丽",
                                   "<Enter>:",
                                   "<Esc><Wait:220>?",
                                   "<Esc><Wait:220>5",
                                   "1"};
#define STEPS (sizeof walk / sizeof *walk)

static void take_pictures(struct picture out[STEPS], int terminal, char *const option[], int rows, int cols) {
    struct vt *vt;

    fresh_record();
    vt = start_on(terminal, option, rows, cols);
    for (size_t k = 0; k < STEPS; k++) {
        press(vt, walk[k]);
        for (int row = 0; row < rows; row++)
            for (int col = 0; col < cols; col++)
                vt_cell(vt, row, col, &out[k].cells[row][col]);
    }
    vt_close(vt);
}

/* The same keys on a narrow and a wide terminal: every view has everything at the same place, whatever linli was told. */
static void views_do_not_shift(void **state) {
    static struct picture one[STEPS], two[STEPS];

    (void)state;
    for (int i = 0; i < 4; i++) {
        int rows = i < 3 ? 24 : 12, cols = i < 3 ? 80 : 40;

        take_pictures(one, 1, options[i % 3], rows, cols);
        take_pictures(two, 2, options[i % 3], rows, cols);
        for (size_t k = 0; k < STEPS; k++)
            same_pictures(&one[k], &two[k], rows, cols, walk[k]);
    }
}

/* Nothing of linli's own is of ambiguous width: on each screen the terminal's choice makes no difference. */
static void own_marks_are_safe(void **state) {
    static const char *const views[] = {
        "1", "2", "3", "4", "?", "<Esc><Wait:220>:", "<Esc><Wait:220>2<Home><Enter>", "<F2>", "<Esc><Wait:220><F4>"};
    struct vt *vt = start(not_told, 24, 80);
    size_t len;
    const char *log;

    (void)state;
    press(vt, "1");
    vt_forget(vt);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        press(vt, views[i]);
        for (int row = 0; row < 24; row++)
            if (strstr(vt_text(vt, row), "〓"))
                fail_msg("behind %s: %s", views[i], vt_text(vt, row));
    }
    log = vt_log(vt, &len);
    assert_null(memmem(log, len, "\033(0", 3)); /* nor is the other character set used for lines */
    assert_null(memmem(log, len, "\016", 1));
    vt_close(vt);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_do_not_shift),
        cmocka_unit_test(the_caret_is_behind_what_was_typed),
        cmocka_unit_test(views_do_not_shift),
        cmocka_unit_test(own_marks_are_safe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
