/* Frames on a small terminal: whatever the frames, the terminal shows the newest one, with the cursor in its place, for few
 * bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/utf8.h"
#include "linli/width.h"
#include "tui/cells.h"

#define ROWS 14
#define COLS 50

/* --- a terminal that knows what cells.c may send --- */

struct shown {
    uint32_t ch; /* 0: right half */
    int look;
};
static struct {
    struct shown cell[ROWS][COLS];
    int row, col, look, top, bottom;
    int saved_row, saved_col, saved_look;
    bool wrap; /* the last column was written */
} term;

static void erase_cells(struct shown *from, int count) {
    for (int i = 0; i < count; i++)
        from[i] = (struct shown){' ', term.look >= 2 ? term.look : 0};
}

static void scroll_up(int n) {
    for (; n > 0; n--) {
        memmove(term.cell[term.top], term.cell[term.top + 1], (size_t)(term.bottom - term.top) * sizeof *term.cell);
        erase_cells(term.cell[term.bottom], COLS);
    }
    for (; n < 0; n++) {
        memmove(term.cell[term.top + 1], term.cell[term.top], (size_t)(term.bottom - term.top) * sizeof *term.cell);
        erase_cells(term.cell[term.top], COLS);
    }
}

static void break_wide(int row, int col) {
    if (col > 0 && term.cell[row][col].ch == 0)
        term.cell[row][col - 1].ch = ' ';
    if (col + 1 < COLS && term.cell[row][col + 1].ch == 0 && term.cell[row][col].ch != 0)
        term.cell[row][col + 1].ch = ' ';
}

static void put(uint32_t cp) {
    int w = width_char(cp);

    if (w == 0)
        return; /* marks join the cell before: the tests compare base characters */
    assert_false(term.wrap);
    assert_true(term.col + w <= COLS);
    for (int i = 0; i < w; i++) {
        break_wide(term.row, term.col + i);
        term.cell[term.row][term.col + i] = (struct shown){i ? 0 : cp, term.look};
    }
    term.col += w;
    if (term.col == COLS) {
        term.wrap = true;
        term.col = COLS - 1;
    }
}

static const char *control(const char *p) {
    int a = 0, b = 0, used = 0;

    if (sscanf(p, "\033[%d;%dH%n", &a, &b, &used), used) {
        term.row = a - 1;
        term.col = b - 1;
    } else if (used = 0, sscanf(p, "\033[%d;%dr%n", &a, &b, &used), used) {
        term.top = a - 1;
        term.bottom = b - 1;
        term.row = term.col = 0;
    } else if (used = 0, sscanf(p, "\033[%dG%n", &a, &used), used) {
        assert_false(term.wrap);
        term.col = a - 1;
    } else if (used = 0, sscanf(p, "\033[%dC%n", &a, &used), used) {
        assert_false(term.wrap);
        term.col += a;
    } else if (used = 0, sscanf(p, "\033[%dS%n", &a, &used), used) {
        scroll_up(a);
    } else if (used = 0, sscanf(p, "\033[%dT%n", &a, &used), used) {
        scroll_up(-a);
    } else if (used = 0, sscanf(p, "\033[%dm%n", &a, &used), used) {
        term.look = a;
    } else if (strncmp(p, "\033[K", 3) == 0) {
        erase_cells(&term.cell[term.row][term.col], COLS - term.col);
        used = 3;
    } else if (strncmp(p, "\033[J", 3) == 0) {
        erase_cells(term.cell[0], ROWS * COLS);
        term.row = term.col = 0;
        used = 3;
    } else if (p[1] == '7') {
        assert_false(term.wrap);
        term.saved_row = term.row;
        term.saved_col = term.col;
        term.saved_look = term.look;
        used = 2;
    } else if (p[1] == '8') {
        term.row = term.saved_row;
        term.col = term.saved_col;
        term.look = term.saved_look;
        used = 2;
    }
    assert_true(used > 0);
    assert_in_range(term.row, 0, ROWS - 1);
    assert_in_range(term.col, 0, COLS - 1);
    term.wrap = false;
    return p + used;
}

static void show(const struct buf *bytes) {
    for (const char *p = buf_text(bytes), *end = p + bytes->len; p < end;) {
        uint32_t cp;

        if (*p == '\033') {
            p = control(p);
            continue;
        }
        p += utf8_read(&cp, p, (size_t)(end - p));
        if (cp == '\r') {
            term.col = 0;
            term.wrap = false;
        } else if (cp == '\n') {
            assert_true(term.row < ROWS - 1 && !term.wrap);
            term.row++;
        } else if (cp == '\b') {
            assert_true(term.col > 0 && !term.wrap);
            term.col--;
        } else if (cp == '\t') {
            assert_false(term.wrap);
            term.col = (term.col / 8 + 1) * 8;
            assert_true(term.col < COLS);
        } else {
            put(cp);
        }
    }
}

static const char *say(const char *format, int a, int b) {
    static char ring[4][32];
    static unsigned next;
    char *out = ring[next++ % 4];

    if (strcmp(format, "H") == 0)
        snprintf(out, 32, "\033[%d;%dH", a, b);
    else if (strcmp(format, "r") == 0)
        snprintf(out, 32, "\033[%d;%dr", a, b);
    else
        snprintf(out, 32, "\033[%d%s", a, format);
    return out;
}
static const char *cup(int row, int col) {
    return say("H", row + 1, col + 1);
}
static const char *hpa(int col) {
    return say("G", col + 1, 0);
}
static const char *cuf(int n) {
    return say("C", n, 0);
}
static const char *region(int top, int bottom) {
    return say("r", top + 1, bottom + 1);
}
static const char *scroll(int n) {
    return n < 0 ? say("T", -n, 0) : say("S", n, 0);
}

static const struct cells_terminal full = {
    .clear = "\033[J",
    .el = "\033[K",
    .normal = "\033[0m",
    .cup = cup,
    .hpa = hpa,
    .cuf = cuf,
    .region = region,
    .scroll = scroll,
    .save = "\0337",
    .restore = "\0338",
    .erases_in_look = true,
    .moves_plainly = true,
    .has_tabs = true,
    .has_corner = true,
    .look = {"", "\033[1m", "\033[2m"}, /* bold, and one with a ground of its own */
    .blank = {0, 0, 1},
};
static const struct cells_terminal poor = {
    .clear = "\033[J", .normal = "\033[0m", .cup = cup, .look = {"", "\033[1m", "\033[2m"}, .blank = {0, 0, 1}};

static void start_terminal(struct cells *c) {
    memset(&term, 0, sizeof term);
    term.bottom = ROWS - 1;
    for (int row = 0; row < ROWS; row++)
        for (int col = 0; col < COLS; col++)
            term.cell[row][col].ch = 'x';
    cells_resize(c, ROWS, COLS);
}

/* --- the frames --- */

static unsigned seed;
static unsigned chance(unsigned below) {
    seed = seed * 1103515245u + 12345;
    return (seed >> 16) % below;
}

static const char *const pieces[] = {"张", "三", "3-2-501", " ", "  ", "abc", "漏水", "é", "·", "𠮷", "1", "从未"};

static void random_text(char *out, size_t room) {
    *out = '\0';
    for (unsigned n = chance(8); n > 0; n--)
        snprintf(out + strlen(out), room - strlen(out), "%s", pieces[chance(sizeof pieces / sizeof *pieces)]);
}

struct line {
    char text[120];
    int col;
    uint8_t look;
};

static void draw(struct cells *c, const struct line *lines, int row, int col) {
    cells_clear(c, 0);
    for (int i = 0; i < ROWS; i++)
        cells_put(c, i, lines[i].col, COLS, lines[i].look, lines[i].text, strlen(lines[i].text));
    cells_cursor(c, row, col);
}

/* The terminal shows what a fresh one would that got the whole frame. */
static void assert_shown(struct cells *c, const struct cells_terminal *t, int row, int col) {
    for (int r = 0; r < ROWS; r++)
        for (int i = 0; i < COLS; i++) {
            const struct cell *want = &c->now[r * COLS + i];
            const struct shown *have = &term.cell[r][i];

            if (r == ROWS - 1 && i >= COLS - 2 && !t->has_corner)
                continue;
            assert_int_equal(have->ch, want->ch);
            if (want->ch != ' ' || t->blank[want->look])
                assert_int_equal(have->look, want->look);
        }
    assert_int_equal(term.row, row);
    assert_int_equal(term.col, col);
}

static void change(struct line *lines) {
    switch (chance(6)) {
    case 0: /* lines go: what is below moves up */
    case 1: {
        unsigned at = chance(ROWS), n = 1 + chance(3);

        for (unsigned i = at; i < ROWS; i++)
            if (i + n < ROWS)
                lines[i] = lines[i + n];
            else
                random_text(lines[i].text, sizeof lines[i].text);
        break;
    }
    case 2: /* lines come */
        for (unsigned i = ROWS - 1, n = 1 + chance(3), at = chance(ROWS); i >= at + n; i--)
            lines[i] = lines[i - n];
        break;
    case 3:
        for (int i = 0; i < ROWS; i++)
            random_text(lines[i].text, sizeof lines[i].text);
        break;
    default: {
        struct line *l = &lines[chance(ROWS)];

        random_text(l->text, sizeof l->text);
        l->col = (int)chance(COLS);
        l->look = (uint8_t)chance(3);
    }
    }
}

static void random_frames(const struct cells_terminal *t) {
    struct cells c = {0};
    struct line lines[ROWS] = {0};
    struct buf bytes = {0};

    seed = 7;
    start_terminal(&c);
    for (int i = 0; i < 6000; i++) {
        int row = (int)chance(ROWS), col = (int)chance(COLS);

        change(lines);
        if (chance(200) == 0)
            cells_forget(&c);
        draw(&c, lines, row, col);
        buf_reset(&bytes);
        cells_frame(&c, t, &bytes);
        show(&bytes);
        assert_shown(&c, t, row, col);
    }
    buf_free(&bytes);
    cells_free(&c);
}

static void a_full_terminal_shows_every_frame(void **state) {
    struct cells_terminal themed = full;

    (void)state;
    random_frames(&full);
    themed.rest = 2; /* between two frames, too, the pen is on the theme's own ground */
    random_frames(&themed);
}

static void a_poor_terminal_shows_every_frame(void **state) {
    (void)state;
    random_frames(&poor);
}

static size_t frame_on(struct cells *c, const struct cells_terminal *t, const struct line *lines, int row, int col) {
    struct buf bytes = {0};
    size_t len;

    draw(c, lines, row, col);
    cells_frame(c, t, &bytes);
    show(&bytes);
    assert_shown(c, t, row, col);
    len = bytes.len;
    buf_free(&bytes);
    return len;
}

static size_t frame_bytes(struct cells *c, const struct line *lines, int row, int col) {
    return frame_on(c, &full, lines, row, col);
}

static void few_bytes(void **state) {
    struct cells c = {0};
    struct line lines[ROWS] = {0};

    (void)state;
    start_terminal(&c);
    for (int i = 0; i < ROWS; i++)
        snprintf(lines[i].text, sizeof lines[i].text, "  桂花苑1-%d-101  张三%d", i, i);
    frame_bytes(&c, lines, 3, 2);
    assert_int_equal(frame_bytes(&c, lines, 3, 2), 0);
    /* the mark of a list one row down */
    lines[3].text[0] = '>';
    frame_bytes(&c, lines, 3, 2);
    lines[3].text[0] = ' ';
    lines[4].text[0] = '>';
    assert_in_range(frame_bytes(&c, lines, 4, 2), 1, 12);
    /* a list that scrolls by one: the new row and little more */
    memmove(&lines[2], &lines[3], 10 * sizeof *lines);
    snprintf(lines[12].text, sizeof lines[12].text, "  荷塘花园7-7-707  李四");
    assert_in_range(frame_bytes(&c, lines, 4, 2), 1, strlen(lines[12].text) + 40);
    /* one letter */
    lines[0].text[strlen("  桂花苑")] = 'X';
    assert_in_range(frame_bytes(&c, lines, 4, 2), 1, 16);
    /* the mark moves while the cursor stays in a line above: there and, by a place that was kept, back */
    frame_bytes(&c, lines, 1, 13);
    memcpy(lines[3].text, "> ", 2);
    frame_bytes(&c, lines, 1, 13);
    memcpy(lines[3].text, "  ", 2);
    memcpy(lines[4].text, "> ", 2);
    assert_in_range(frame_bytes(&c, lines, 1, 13), 1, 14);
    assert_int_equal(frame_bytes(&c, lines, 1, 13), 0);
    cells_free(&c);
}

static void write_digits(struct line *line, int digit) {
    snprintf(line->text, sizeof line->text, "  a%db%dc%dd%de%d 从未从未从未从未", digit, digit, digit, digit, digit);
}

/* Rows that differ in single letters are not scrolled, though some stood two rows below and the letters look dear one by one: a
 * terminal that could is sent no more than one that cannot. */
static void no_dear_scroll(void **state) {
    struct cells_terminal fixed = full;
    const struct cells_terminal *terminals[] = {&full, &fixed};
    size_t bytes[2];

    (void)state;
    fixed.region = NULL;
    for (int known = 3; known < ROWS - 2; known++) {
        for (int i = 0; i < 2; i++) {
            struct cells c = {0};
            struct line lines[ROWS] = {0};

            start_terminal(&c);
            for (int row = 2; row < ROWS - 1; row++)
                write_digits(&lines[row], row % 10);
            frame_on(&c, terminals[i], lines, 1, 3);
            for (int row = 2; row < known; row++)
                write_digits(&lines[row], (row + 2) % 10);
            bytes[i] = frame_on(&c, terminals[i], lines, 1, 3);
            cells_free(&c);
        }
        assert_true(bytes[0] <= bytes[1]);
    }
}

static void text_stays_within_the_edge(void **state) {
    struct cells c = {0};

    (void)state;
    cells_resize(&c, 2, 5);
    assert_int_equal(cells_put(&c, 0, 0, 99, 0, "张张张", 9), 4);
    assert_int_equal(cells_put(&c, 0, 4, 99, 0, "张", 3), 0);
    assert_int_equal(cells_put(&c, 2, 0, 99, 0, "x", 1), 0);
    assert_int_equal(cells_put(&c, 0, 5, 99, 0, "x", 1), 0);
    assert_int_equal(cells_put(&c, 0, -1, 99, 0, "x", 1), 0);
    assert_int_equal(cells_put(&c, 1, 0, 3, 0, "张张", 6), 2);
    /* half of a wide one drawn over leaves a blank */
    cells_put(&c, 0, 1, 1, 0, "x", 1);
    assert_int_equal(c.now[0].ch, ' ');
    assert_int_equal(c.now[1].ch, 'x');
    cells_cursor(&c, 99, -4);
    assert_int_equal(c.cursor_row, 1);
    assert_int_equal(c.cursor_col, 0);
    cells_free(&c);
}

/* Any number of different clusters: none is lost on the screen that has them. */
static void many_clusters(void **state) {
    struct cells c = {0};
    struct buf bytes = {0};

    (void)state;
    start_terminal(&c);
    for (int i = 0; i < 3000; i++) {
        char text[16];
        size_t len = utf8_write(text, 'a' + (uint32_t)i % 26);

        len += utf8_write(text + len, 0x300 + (uint32_t)i / 26);
        cells_clear(&c, 0);
        cells_put(&c, i % ROWS, i % COLS, 9, 0, text, len);
        buf_reset(&bytes);
        cells_frame(&c, &full, &bytes);
        show(&bytes);
    }
    assert_true(c.cluster_count <= 512);
    buf_free(&bytes);
    cells_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_terminal_shows_every_frame),
        cmocka_unit_test(a_poor_terminal_shows_every_frame),
        cmocka_unit_test(few_bytes),
        cmocka_unit_test(no_dear_scroll),
        cmocka_unit_test(text_stays_within_the_edge),
        cmocka_unit_test(many_clusters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
