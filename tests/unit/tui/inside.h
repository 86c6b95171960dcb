/* The screen without a terminal: term.h made of a grid of cells, so that a test presses keys and reads what was drawn in
 * microseconds. Include it in one test program; the library's term.c then stays out of it. */
#ifndef TUI_INSIDE_H
#define TUI_INSIDE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/act.h"
#include "linli/clock.h"
#include "linli/draft.h"
#include "linli/find.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "tui/app.h"
#include "tui/term.h"

#define INSIDE_NOW INT64_C(1795312800000) /* 2026-11-22 10:00 in Shanghai */
#define INSIDE_ROWS 24
#define INSIDE_COLS 300 /* at most; 80 unless a test says otherwise */

static struct inside {
    char cell[INSIDE_ROWS][INSIDE_COLS][32]; /* "" the right half of a wide one */
    int row, col, redraws, cols;
} inside = {.cols = 80};

enum err term_open(void) {
    return ERR_OK;
}
void term_close(void) {
}
void term_apply_theme(bool colours) {
    (void)colours;
}
void term_echo(bool on) {
    (void)on;
}
void term_pause(void) {
}
void term_resume(void) {
}
void term_rescue(void) {
}
void term_resize(void) {
}
void term_flush(void) {
}
void term_cursor_at(int *row, int *col) {
    *row = inside.row;
    *col = inside.col;
}
void term_row(int row, struct buf *out) {
    (void)row;
    buf_puts(out, "> shown");
}
bool term_can_copy(void) {
    return true;
}
void term_copy(const char *text, size_t len) {
    (void)text;
    (void)len;
}
void term_tell_last(int row) {
    (void)row;
}
void term_redraw(void) {
    inside.redraws++;
}
void term_set_ascii(bool on) {
    (void)on;
}
bool term_is_ascii(void) {
    return false;
}
bool term_can_show(uint32_t cp) {
    (void)cp;
    return true;
}
void term_set_slow(bool on) {
    (void)on;
}
bool term_is_slow(void) {
    return false;
}
bool term_is_linear(void) {
    return false;
}
void term_size(int *rows, int *cols) {
    *rows = INSIDE_ROWS;
    *cols = inside.cols;
}
bool term_mouse(bool on) {
    return on;
}
void term_put_raw(int row, int col, const char *text) {
    term_put(row, col, INSIDE_COLS, PAINT_TEXT, text, strlen(text));
}
void term_cursor(int row, int col) {
    inside.row = row;
    inside.col = col;
}
size_t term_sequences(struct key_sequence *out, size_t room) {
    (void)out;
    (void)room;
    return 0;
}
void term_clear(void) {
    for (int row = 0; row < INSIDE_ROWS; row++)
        for (int col = 0; col < inside.cols; col++)
            snprintf(inside.cell[row][col], sizeof inside.cell[row][col], " ");
}
int term_put(int row, int col, int cells, enum paint paint, const char *text, size_t len) {
    int used = 0, width;

    (void)paint;
    if (row < 0 || row >= INSIDE_ROWS || col < 0)
        return 0;
    cells = col + cells > inside.cols ? inside.cols - col : cells;
    for (size_t at = 0, n; at < len; at += n) {
        n = width_cluster(text + at, len - at, &width);
        if (used + width > cells)
            break;
        snprintf(inside.cell[row][col + used], sizeof inside.cell[row][col], "%.*s", (int)n, text + at);
        if (width == 2)
            *inside.cell[row][col + used + 1] = '\0';
        used += width;
    }
    return used;
}

/* --- a record and an app on it --- */

struct inside_world {
    struct store *store;
    char folder[64], path[96], copy[96];
    struct app app;
};

static inline void inside_open_store(struct inside_world *w) {
    assert_int_equal(store_open(&w->store, &(struct store_options){.path = w->path, .side = STORE_CLIENT, .create = true}),
                     ERR_OK);
}

static inline void inside_shell(const char *command) {
    assert_int_equal(system(command), 0);
}

/* The town of the screen tests, with a visit and a matter at its first door. */
static inline void inside_world_open(struct inside_world *w) {
    struct act_import import = {0};
    struct act_import_report report = {0};
    struct household_row *row = mem_new(1, sizeof *row);
    struct find_cursor cursor = {0};
    struct query all = {0};
    struct buf csv = {0};
    struct id device, id;
    char number[NUMBER_SIZE];
    int64_t seq;
    size_t count;
    FILE *in = fopen("tests/screen/town.csv", "r");

    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "/tmp/linli-inside-XXXXXX");
    clock_set(INSIDE_NOW);
    assert_non_null(in);
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof w->path, "%s/linli.db", w->folder);
    snprintf(w->copy, sizeof w->copy, "%s/copy.db", w->folder);
    inside_open_store(w);
    for (int c; (c = fgetc(in)) != EOF;)
        buf_putc(&csv, (char)c);
    fclose(in);
    import.bytes = csv.data;
    import.len = csv.len;
    assert_int_equal(act_import(w->store, &import, NULL, &report), ERR_OK);
    act_import_report_free(&report);
    assert_int_equal(find_page(w->store, &all, &cursor, row, 1, &count), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(act_visit(w->store,
                               &(struct act_visit){.household = row->id,
                                                   .outcome = OUTCOME_MET,
                                                   .purpose = PURPOSE_ROUTINE,
                                                   .met = "",
                                                   .note = "都好",
                                                   .next = "2026-11-22"},
                               &device, &seq),
                     ERR_OK);
    assert_int_equal(act_open_matter(w->store,
                                     &(struct act_matter){.kind = MATTER_DISPUTE,
                                                          .type = TYPE_NEIGHBOURS,
                                                          .summary = "漏水",
                                                          .note = "",
                                                          .households = &row->id,
                                                          .household_count = 1},
                                     &id, number),
                     ERR_OK);
    mem_free(row);
    buf_free(&csv);
}

static inline void inside_world_close(struct inside_world *w) {
    char command[128];

    store_close(w->store);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    inside_shell(command);
}

/* --- pressing --- */

static inline void inside_key(struct inside_world *w, const struct key *key) {
    app_key(&w->app, key, NULL);
    app_draw(&w->app);
}

static inline void inside_type(struct inside_world *w, const char *text) {
    for (size_t at = 0, len = strlen(text); at < len;) {
        struct key key = {.code = K_TEXT};

        at += utf8_read(&key.cp, text + at, len - at);
        app_key(&w->app, &key, NULL);
    }
    app_draw(&w->app);
}

static inline void inside_press(struct inside_world *w, const char *name) {
    struct key key;

    assert_true(keys_parse(&key, name));
    inside_key(w, &key);
}

static inline void inside_row(int row, char *out, size_t room) {
    size_t len = 0;

    for (int col = 0; col < inside.cols; col++)
        len += (size_t)snprintf(out + len, room - len, "%s", inside.cell[row][col]);
    while (len && out[len - 1] == ' ')
        out[--len] = '\0';
}

#endif
