/* What is drawn piece by piece is what a whole redraw shows: random keys on several kinds of terminal, in colours and without,
 * and every now and then Ctrl-L must change no cell and not the cursor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "screen/vt.h"

#define DEADLINE 15000
#define ROUNDS 25
#define QUIET 20 /* ms without a byte: the frame is whole */

static const struct kind {
    const char *term, *theme, *lang, *ready;
    int rows, cols;
} kinds[] = {
    {"xterm-256color", "mono", "zh_CN.UTF-8", "[1", 24, 80}, {"xterm-256color", "night", "zh_CN.UTF-8", "[1", 17, 63},
    {"xterm", "day", "en_US.UTF-8", "[1", 12, 40},           {"linux", "contrast", "en_US.UTF-8", "[1", 30, 101},
    {"vt100", "mono", "zh_CN.UTF-8", "[1", 24, 80},          {"tmux-256color", "mono", "C", "[1", 13, 200},
    {"screen", "night", "zh_CN.UTF-8", "[1", 24, 80},
};
static const char *const presses[] = {
    "<Down>",  "<Down>",  "<Up>",
    "<PgDn>",  "<PgUp>",  "<Home>",
    "<End>",   "<Enter>", "<F2>",
    "<F4>",    "<F6>",    "<F7>",
    "<F1>",    "<F3>",    "<F3>",
    "<Tab>",   "<S-Tab>", "1",
    "2",       "3",       "4",
    "/zha",    "张",      "王秀",
    "漏水",    "3-2-50",  "<Backspace>",
    "<C-u>",   "z",       "<Left>",
    "<Right>", "~60",     "abc def ghi jkl mno pqr stu vwx",
    "不",      "e\u0301", "·",
    "𠮷",
};

static int slow = 1; /* sanitizers: fewer rounds, each with more patience */
static unsigned seed;
static unsigned chance(unsigned below) {
    seed = seed * 1103515245u + 12345;
    return (seed >> 16) % below;
}

static void press(struct vt *vt, const char *keys) {
    if (!vt_keys(vt, keys))
        fail_msg("%s: %s", keys, vt_error(vt));
    assert_true(vt_wait_idle(vt, QUIET * slow, DEADLINE));
}

static void screen_of(struct vt *vt, char *out, size_t room) {
    int rows, cols, row, col;
    size_t len = 0;

    vt_size(vt, &rows, &cols);
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < cols && len + 80 < room; c++) {
            struct vt_cell cell;

            vt_cell(vt, r, c, &cell);
            /* bold does not show on a blank */
            if (cell.width && (!*cell.text || strcmp(cell.text, " ") == 0))
                len += (size_t)snprintf(out + len, room - len, " %s%d", cell.reverse ? "r" : "", cell.bg);
            else
                len += (size_t)snprintf(out + len, room - len, "%s%s%d,%d", cell.text, cell.bold ? "b" : "", cell.fg, cell.bg);
        }
        out[len++] = '\n';
    }
    vt_cursor(vt, &row, &col);
    snprintf(out + len, room - len, "%d %d", row, col);
}

/* Where the two pictures part; a line begins where a row does. */
static void tell_difference(const struct kind *k, int round, const char *pieces, const char *whole) {
    size_t at = 0, row = 0, start = 0;

    for (; pieces[at] && pieces[at] == whole[at]; at++)
        if (pieces[at] == '\n') {
            row++;
            start = at + 1;
        }
    fail_msg("%s, %s, round %d, row %zu:\n%.400s\n---\n%.400s", k->term, k->theme, round, row, pieces + start, whole + start);
}

static void try_kind(const struct kind *k) {
    static char pieces[400000], whole[400000], home[600];
    char *const argv[] = {(char[]){"linli"}, (char[]){"--theme"}, (char *)(size_t)k->theme, NULL};
    struct vt_options options = {.lang = k->lang, .term = k->term, .rows = k->rows, .cols = k->cols, .home = home};
    struct vt *vt;

    snprintf(home, sizeof home, "%s.%td", getenv("LINLI_HOME"), k - kinds);
    setenv("LINLI_HOME", home, 1);
    assert_int_equal(system("mkdir -p -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null"), 0);
    vt = vt_open(&options, argv);
    assert_true(vt_wait_text(vt, k->ready, DEADLINE));
    seed = 3;
    for (int i = 0; i < ROUNDS / slow; i++) {
        press(vt, "<Home>"); /* so that F3 never comes twice in a row, which would leave */
        for (unsigned n = 1 + chance(3); n > 0; n--)
            press(vt, presses[chance(sizeof presses / sizeof *presses)]);
        if (chance(12) == 0)
            vt_resize(vt, 12 + (int)chance(20), 40 + (int)chance(80));
        press(vt, "<Home>");
        assert_true(vt_wait_idle(vt, 190, DEADLINE)); /* counts fill in */
        press(vt, "<Home>");                          /* its message is there in both pictures, or in none */
        screen_of(vt, pieces, sizeof pieces);
        press(vt, "<C-l><Home>");
        assert_true(vt_wait_idle(vt, 2 * QUIET * slow, DEADLINE));
        screen_of(vt, whole, sizeof whole);
        if (strcmp(pieces, whole) != 0)
            tell_difference(k, i, pieces, whole);
    }
    vt_close(vt);
}

static void one_kind(void **state) {
    try_kind(*state);
}

/* Each kind in a process of its own, because most of the time is waiting. */
static void pieces_make_the_whole(void **state) {
    pid_t children[sizeof kinds / sizeof *kinds];
    int status, failed = 0;

    (void)state;
    fflush(NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            const struct CMUnitTest one[] = {cmocka_unit_test_prestate(one_kind, (void *)(uintptr_t)&kinds[i])};

            exit(cmocka_run_group_tests_name(kinds[i].term, one, NULL, NULL));
        }
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        failed += waitpid(children[i], &status, 0) != children[i] || status != 0;
    assert_int_equal(failed, 0);
}

int main(void) {
    const char *said = getenv("SCREEN_SLOW");
    const struct CMUnitTest tests[] = {cmocka_unit_test(pieces_make_the_whole)};

    if (said && atoi(said) > 1)
        slow = atoi(said);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
