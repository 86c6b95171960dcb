/* What a person on a thin line pays, counted by the emulator: one table of the views, one of the limits. A move in every list, a
 * scroll by one line, a whole screen, and nothing at all while nothing happens (IDLE_SECONDS, 2 where it is not said). */
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
#define QUIET 9
#define PATIENCE 120
#define ROWS 12 /* the least: every list here is longer */
#define COLS 80
#define MOVES 14

/* Bytes at most. */
static const struct limits {
    size_t move, scroll, screen;               /* scroll beyond the new row, screen beyond its text */
} local = {24, 40, 600}, thin = {12, 40, 200}, /* a ground of its own is 20 bytes where a row has another colour */
    coloured = {24, 140, 0}, coloured_thin = {12, 100, 0},
  at_edge = {12, 50, 200}; /* no sequence that scrolls wherever the cursor is */

/* Every list, and the keys that lead there from Today; `rows` are those that it has at least. Where `typed`, the cursor stays in
 * the entry line above, for input methods: it is kept and gone back to for four bytes. */
#define TO_CARET 4
#define TO_TOLD 8
static const struct list {
    const char *name, *keys;
    int rows;
    const char *shows;
    bool typed;
} lists[] = {
    {"today", "", 11, "[1今日]", false},
    {"households", "2", 12, "[2住户]", false},
    {"lookup", "/zh", 2, "查找：zh", true},
    {"card", "2<Home><Down><Enter>", 12, "春晖新村1-1-102", false},
    {"matters", "3", 12, "[3事项]", false},
    {"matter", "3<Enter>", 3, "受理登记", false},
    {"steps", "3<Enter>g", 3, "下一步", false},
    {"written down", "3<Enter>i", 8, "记一笔", false},
    {"filter", "3f", 4, "筛选", true},
    {"outbox", "4", 12, "[4待报]", false},
    {"figures as a table", "5t", 3, "[5图表]", false},
    {"claims", "6", 0, "申领", false},
    {"directory", "m", 2, "调解员", false},
    {"new matter", "2<F4>", 3, "新事项", false},
    {"palette", "2:", 12, "命令", true},
    {"help", "2?", 12, "帮助", true},
};

static const struct terminal {
    const char *name, *theme;
    bool ssh;
    const struct limits *limits;
    size_t lists; /* the first so many */
} terminals[] = {
    {"xterm-256color", NULL, true, &thin, 99},
    {"xterm-256color", NULL, false, &local, 99},
    {"xterm-256color", "night", true, &coloured_thin, 6},
    {"xterm-256color", "contrast", false, &coloured, 6},
    {"tmux-256color", NULL, true, &thin, 6},
    {"screen", NULL, true, &thin, 6},
    {"vt100", NULL, true, &at_edge, 6},
    {"linux", NULL, true, &at_edge, 6},
};

static const char *const ssh[] = {"SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22", NULL};
static int slow = 1;

static int setup(void **state) {
    (void)state;
    return system("rm -rf \"$LINLI_HOME\" && mkdir -m 700 \"$LINLI_HOME\" && linli import tests/screen/town.csv > /dev/null &&"
                  "for n in 张伟斌 周宁 李芳 何伟; do linli directory add mediator name=$n committee=桂花村调委会 fields=land"
                  " since=2024-01-01 until=2199-12-31 source=part-time > /dev/null || exit 1; done &&"
                  "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do"
                  " linli open 1-00$((i % 7 + 1)) --kind dispute --type neighbours --summary 楼上漏水$i > /dev/null &&"
                  " linli visit 2-002 --outcome met --note 第$i次 > /dev/null || exit 1; done");
}

/* Something comes of each key, but of a move at the end of a list; a busy machine lets it come late. */
static void press(struct vt *vt, const char *keys) {
    assert_true(vt_keys(vt, keys));
    vt_pump(vt, PATIENCE * slow);
    assert_true(vt_wait_idle(vt, QUIET * slow, DEADLINE));
}

static struct vt *open_on(const struct terminal *t) {
    char *argv[] = {(char[]){"linli"}, t->theme ? (char[]){"--theme"} : NULL, (char *)(uintptr_t)t->theme, NULL};
    struct vt_options options = {.lang = "zh_CN.UTF-8", .term = t->name, .rows = ROWS, .cols = COLS, .env = t->ssh ? ssh : NULL};
    struct vt *vt = vt_open(&options, argv);

    assert_true(vt_wait_text(vt, strcmp(t->name, "linux") == 0 ? "[1" : "[1今日]", DEADLINE));
    assert_true(vt_wait_idle(vt, 60, DEADLINE));
    return vt;
}

static struct vt *start(const struct terminal *t) {
    struct vt *vt = open_on(t);

    press(vt, "<Down><Up>");                                     /* what is said at the start is gone */
    assert_true(vt_wait_idle(vt, t->ssh ? 950 : 450, DEADLINE)); /* counts are there */
    return vt;
}

static void leave(struct vt *vt) {
    int status;

    assert_true(vt_keys(vt, "<C-q>"));
    assert_true(vt_wait_exit(vt, &status, DEADLINE));
    assert_int_equal(status, 0);
    vt_close(vt);
}

static void go(struct vt *vt, const struct terminal *t, const struct list *l) {
    press(vt, "<Down><F3><Down><F3><Down><F3><Down><F3>2<Down>1<Home>");
    press(vt, l->keys);
    assert_true(vt_wait_idle(vt, 40, DEADLINE));
    if (strcmp(t->name, "linux") != 0 && vt_find(vt, l->shows) < 0) {
        for (int row = 0; row < ROWS; row++)
            fprintf(stderr, "%s\n", vt_text(vt, row));
        fail_msg("%s: no %s", l->name, l->shows);
    }
}

/* --- moves and scrolls --- */

static void keep(struct vt *vt, char kept[ROWS][512]) {
    for (int row = 0; row < ROWS; row++)
        snprintf(kept[row], sizeof kept[row], "%s", vt_text(vt, row));
}

/* The row with the mark; where there is none, that of the cursor. */
static int marked(struct vt *vt) {
    int row, col;

    for (row = 1; row < ROWS; row++)
        if (strncmp(vt_text(vt, row), "> ", 2) == 0)
            return row;
    vt_cursor(vt, &row, &col);
    return row;
}

/* How many rows are other than they were, but for marks and the footer. */
static int rows_changed(struct vt *vt, char kept[ROWS][512]) {
    int count = 0;

    for (int row = 0; row < ROWS - 1; row++) {
        const char *now = vt_text(vt, row);
        size_t skip = strlen(now) > 1 && strlen(kept[row]) > 1 ? 2 : 0;

        count += strcmp(now + skip, kept[row] + skip) != 0;
    }
    return count;
}

/* Bytes of the rows that were nowhere before; where a heading comes along they are two. */
static size_t new_rows(struct vt *vt, char kept[ROWS][512]) {
    size_t bytes = 0;

    for (int row = 1; row < ROWS - 1; row++) {
        const char *now = vt_text(vt, row);
        bool known = strlen(now) < 2;

        for (int old = 0; old < ROWS && !known; old++)
            known = strlen(kept[old]) > 1 && strcmp(now + 2, kept[old] + 2) == 0;
        bytes += known ? 0 : strlen(now);
    }
    return bytes;
}

/* The bytes themselves, readable. */
static const char *sent(struct vt *vt) {
    static char out[2000];
    size_t len, n = 0;
    const char *log = vt_log(vt, &len);

    for (size_t i = len - vt_bytes(vt); i < len && n + 8 < sizeof out; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, (unsigned char)log[i] < ' ' ? "<%02x>" : "%c", (unsigned char)log[i]);
    return out;
}

static void move_through(struct vt *vt, const struct terminal *t, const struct list *l, size_t worst[3]) {
    char kept[ROWS][512];
    int moved = 0;

    for (int i = 0; i < MOVES; i++) {
        int row, before = marked(vt);
        size_t limit = t->limits->move + (l->typed ? TO_CARET : 0);

        bool scrolled;

        keep(vt, kept);
        vt_mark(vt);
        press(vt, "<Down>");
        row = marked(vt);
        scrolled = rows_changed(vt, kept) > 1;
        if (l->typed && !scrolled) /* what was cut of the marked row is told below the list */
            limit += new_rows(vt, kept) + TO_TOLD;
        if (row == before && !scrolled)
            break; /* the last one */
        moved++;
        if (scrolled)
            limit = (new_rows(vt, kept) ? new_rows(vt, kept) : strlen(vt_text(vt, row))) + t->limits->scroll +
                    (l->typed ? TO_CARET : 0);
        if (strcmp(kept[ROWS - 1], vt_text(vt, ROWS - 1)) != 0 && !t->ssh)
            limit += strlen(vt_text(vt, ROWS - 1)) *
                     (t->theme ? 8 : 1); /* the keys of this line; on a slow line they come when nobody types */
        if (vt_bytes(vt) > worst[scrolled] && !l->typed)
            worst[scrolled] = vt_bytes(vt);
        if (vt_bytes(vt) > limit)
            fail_msg("%s%s, %s: the %d. Down: %zu bytes, at most %zu:\n%s\n%s", t->name, t->ssh ? " over SSH" : "", l->name,
                     i + 1, vt_bytes(vt), limit, vt_text(vt, row), sent(vt));
        if (scrolled && moved >= l->rows)
            break;
    }
    if (moved + 1 < l->rows)
        fail_msg("%s, %s: only %d rows", t->name, l->name, moved + 1);
}

static size_t text_of(struct vt *vt) {
    size_t bytes = 0;
    int rows, cols;

    vt_size(vt, &rows, &cols);
    for (int row = 0; row < rows; row++)
        bytes += strlen(vt_text(vt, row));
    return bytes;
}

static void draw_whole(struct vt *vt, const struct terminal *t, const struct list *l, size_t *worst) {
    size_t text;

    vt_mark(vt);
    press(vt, "<C-l>");
    text = text_of(vt);
    if (vt_bytes(vt) > text && vt_bytes(vt) - text > *worst)
        *worst = vt_bytes(vt) - text;
    if (t->limits->screen && vt_bytes(vt) > text + t->limits->screen)
        fail_msg("%s%s, %s: %zu bytes, its text has %zu", t->name, t->ssh ? " over SSH" : "", l->name, vt_bytes(vt), text);
}

static void moves_scrolls_and_whole_screens(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        const struct terminal *t = &terminals[i];
        struct vt *vt = start(t);
        size_t worst[3] = {0}, count = slow > 1 && i > 0 ? 2 : t->lists; /* under the sanitizers one terminal has them all */

        for (size_t k = 0; k < sizeof lists / sizeof *lists && k < count; k++) {
            go(vt, t, &lists[k]);
            draw_whole(vt, t, &lists[k], &worst[2]);
            move_through(vt, t, &lists[k], worst);
        }
        leave(vt);
        print_message("%s %s%s: a move %zu, a scroll %zu, a screen %zu beyond its text\n", t->name, t->theme ? t->theme : "",
                      t->ssh ? " over SSH" : "", worst[0], worst[1], worst[2]);
    }
}

/* --- the start --- */

/* From the start of the program, with what opens the terminal. */
static void from_the_start(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        const struct terminal *t = &terminals[i];
        char *argv[] = {(char[]){"linli"}, NULL};
        struct vt *vt = vt_open(&(struct vt_options){.lang = "zh_CN.UTF-8", .term = t->name, .env = t->ssh ? ssh : NULL}, argv);

        assert_true(vt_wait_text(vt, "[1", DEADLINE));
        assert_true(vt_wait_idle(vt, 30, DEADLINE));
        if (t->limits->screen && vt_bytes(vt) > text_of(vt) + t->limits->screen)
            fail_msg("%s: %zu bytes", t->name, vt_bytes(vt));
        leave(vt);
    }
}

/* --- idle --- */

static void nothing_while_nothing_happens(void **state) {
    const char *said = getenv("IDLE_SECONDS");
    int seconds = said ? atoi(said) : 2;
    struct vt *vt[sizeof terminals / sizeof *terminals];

    (void)state;
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        vt[i] = open_on(&terminals[i]);
        press(vt[i], i % 2 ? "2<F2>1ab" : "3");
        assert_true(vt_wait_idle(vt[i], 100, DEADLINE));
    }
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        while (vt_pump(vt[i], 1100) > 0) /* counts fill in */
            ;
        vt_mark(vt[i]);
    }
    for (int64_t end = vt_now() + seconds * INT64_C(1000000000); vt_now() < end;)
        for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++)
            if (vt_pump(vt[i], 10) > 0)
                fail_msg("%s: %zu bytes", terminals[i].name, vt_bytes(vt[i]));
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++)
        leave(vt[i]);
}

int main(void) {
    const char *said = getenv("SCREEN_SLOW");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(moves_scrolls_and_whole_screens, setup),

        cmocka_unit_test(from_the_start),
        cmocka_unit_test(nothing_while_nothing_happens),
    };

    if (said && atoi(said) > 1)
        slow = atoi(said);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
