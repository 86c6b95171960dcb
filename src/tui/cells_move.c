/* Moving the cursor for the fewest bytes, and rows that scroll. */
#include <string.h>
#include "cells_inner.h"
#include "linli/mem.h"

#define NEVER 9999
#define TAB 8
#define SCROLL_GAIN                                                                                                              \
    16 /* bytes that a scroll must save beyond its own: the whole screen must be its region again, and the cursor is lost */

static size_t length(const char *bytes) {
    return bytes ? strlen(bytes) : NEVER;
}

/* Bytes for going on to the right by writing what stands there; NEVER where a look would have to change or a width is not sure.
 * The cells from `from` to `to` of the row are as they shall be: either they did not change or they were drawn. */
static size_t rewrite_cost(const struct frame *f, int row, int from, int to) {
    const struct cell *line = f->c->now + (size_t)row * (size_t)f->c->cols;
    size_t cost = 0;

    if (from > 0 && line[from].ch == 0)
        return NEVER;
    for (int col = from; col < to; col++) {
        if (line[col].ch >= 0x7f && line[col].width == 1)
            return NEVER;
        if (line[col].ch == 0)
            continue;
        if (line[col].look != f->c->look && !(line[col].ch == ' ' && f->t->blank[line[col].look] == f->t->blank[f->c->look]))
            return NEVER;
        cost += frame_cell_bytes(f, &line[col]);
    }
    return cost;
}

static void rewrite(struct frame *f, int row, int from, int to) {
    const struct cell *line = f->c->now + (size_t)row * (size_t)f->c->cols;

    for (int col = from; col < to; col++)
        if (line[col].ch != 0)
            frame_write(f, &line[col]);
}

enum way { WAY_STAY, WAY_REWRITE, WAY_TABS, WAY_CUF, WAY_HPA };

/* A way along a row and its bytes. */
struct along {
    enum way way;
    size_t cost;
    int tabs, back; /* WAY_TABS: so many, then back with \b (or, negative, on by writing what stands there) */
};

static void cheaper(struct along *best, struct along other) {
    if (other.cost < best->cost)
        *best = other;
}

/* Tabs to the stop before the cell, or to the one behind it. */
static void try_tabs(const struct frame *f, int row, int from, int to, struct along *best) {
    int stop = to / TAB * TAB, tabs = stop / TAB - from / TAB;

    if (!f->t->has_tabs || !f->t->moves_plainly || to <= from)
        return;
    if (tabs > 0)
        cheaper(best, (struct along){WAY_TABS, (size_t)tabs + rewrite_cost(f, row, stop, to), tabs, stop - to});
    if (stop + TAB < f->c->cols)
        cheaper(best, (struct along){WAY_TABS, (size_t)(tabs + 1 + stop + TAB - to), tabs + 1, stop + TAB - to});
}

/* Along a row from `from` to `to`. */
static struct along cheapest_along(const struct frame *f, int row, int from, int to) {
    struct along best = {WAY_STAY, from == to ? 0 : NEVER, 0, 0};

    if (to > from)
        cheaper(&best, (struct along){WAY_REWRITE, rewrite_cost(f, row, from, to), 0, 0});
    try_tabs(f, row, from, to, &best);
    if (to > from && f->t->cuf)
        cheaper(&best, (struct along){WAY_CUF, length(f->t->cuf(to - from)), 0, 0});
    if (to != from && f->t->hpa)
        cheaper(&best, (struct along){WAY_HPA, length(f->t->hpa(to)), 0, 0});
    return best;
}

static void repeat(struct frame *f, char c, int times) {
    while (times-- > 0)
        buf_putc(f->out, c);
}

static void go_along(struct frame *f, int row, int from, int to, const struct along *how) {
    switch (how->way) {
    case WAY_STAY:
        break;
    case WAY_REWRITE:
        rewrite(f, row, from, to);
        break;
    case WAY_TABS:
        repeat(f, '\t', how->tabs);
        repeat(f, '\b', how->back);
        rewrite(f, row, to + how->back, to);
        break;
    case WAY_CUF:
        buf_puts(f->out, f->t->cuf(to - from));
        break;
    case WAY_HPA:
        buf_puts(f->out, f->t->hpa(to));
        break;
    }
}

void frame_move(struct frame *f, int row, int col) {
    struct cells *c = f->c;
    int down = row - c->at_row, back = c->at_col - col;
    size_t direct = length(f->t->cup(row, col));
    struct along on = {WAY_STAY, NEVER, 0, 0}, anew = on, *best = &on;

    if (c->at_row == row && c->at_col == col)
        return;
    if (c->at_row >= 0 && down >= 0 && down < 8 && f->t->moves_plainly) {
        on = cheapest_along(f, row, c->at_col, col);
        on.cost += (size_t)down;
        anew = cheapest_along(f, row, 0, col);
        anew.cost += (size_t)down + 1;
        best = anew.cost < on.cost ? &anew : &on;
    }
    if (c->at_row == row && back > 0 && f->t->moves_plainly && (size_t)back <= best->cost && (size_t)back < direct) {
        repeat(f, '\b', back);
    } else if (best->cost >= direct) {
        buf_puts(f->out, f->t->cup(row, col));
    } else {
        repeat(f, '\r', best == &anew);
        repeat(f, '\n', down);
        c->at_row = row;
        go_along(f, row, best == &anew ? 0 : c->at_col, col, best);
    }
    c->at_row = row;
    c->at_col = col;
}

/* --- scrolling --- */

/* In which look a scroll leaves the row empty that is to become this one. */
static uint8_t hole_look(const struct frame *f, const struct cell *now) {
    uint8_t look = now[f->c->cols - 1].look;

    return f->t->erases_in_look && f->t->blank[look] ? look : 0;
}

/* About how many bytes turn one row into another; NULL is an empty row. */
static int row_cost(const struct frame *f, const struct cell *before, const struct cell *now) {
    const struct cell empty = {' ', 1, hole_look(f, now), 0};
    int cost = 0, cols = f->c->cols, blank = cols, erased = f->t->el ? (int)strlen(f->t->el) : NEVER;
    bool in_run = false;

    while (blank > 0 && cells_same(&now[blank - 1], &now[cols - 1]) && now[blank - 1].ch == ' ')
        blank--;
    for (int col = 0, rest = 0; col < cols && rest < erased; col++) {
        bool changed = !cells_same(before ? &before[col] : &empty, &now[col]);

        if (changed) {
            cost += (int)frame_cell_bytes(f, &now[col]) + (in_run ? 0 : 2);
            rest += col >= blank;
        }
        in_run = changed;
    }
    return cost;
}

static uint64_t row_hash(const struct cell *row, int cols) {
    uint64_t h = 0xcbf29ce484222325u;

    for (int col = 0; col < cols; col++) {
        h = (h ^ row[col].ch) * 0x100000001b3u;
        h = (h ^ (uint64_t)(row[col].width << 8 | row[col].look)) * 0x100000001b3u;
    }
    return h;
}

static struct cell *row_of(const struct cells *c, struct cell *grid, int row) {
    return grid + (size_t)row * (size_t)c->cols;
}

/* What the scroll saves: the moved rows, less the rows that it leaves empty and its own bytes. */
static int block_gain(const struct frame *f, const struct block *b) {
    struct cells *c = f->c;
    int gain = 0, n = b->by < 0 ? -b->by : b->by;
    int top = b->by > 0 ? b->first : b->first + b->by, bottom = b->by > 0 ? b->last + b->by : b->last;
    int hole = b->by > 0 ? b->last + 1 : top;

    for (int row = b->first; row <= b->last; row++)
        gain += row_cost(f, row_of(c, c->before, row), row_of(c, c->now, row)) -
                row_cost(f, row_of(c, c->before, row + b->by), row_of(c, c->now, row));
    for (int row = hole; row < hole + n; row++)
        gain -= row_cost(f, NULL, row_of(c, c->now, row)) - row_cost(f, row_of(c, c->before, row), row_of(c, c->now, row));
    gain -= f->t->scrolls_at_edge ? (int)length(f->t->cup(bottom, 0)) + 2 * n : (int)length(f->t->scroll(b->by));
    return gain - (int)length(f->t->region(top, bottom)) - SCROLL_GAIN;
}

/* Whether a row is had for less by moving it there than by changing what stands there. */
static bool is_nearly(const struct frame *f, int row, int by) {
    struct cells *c = f->c;

    if (row < 0 || row >= c->rows || row + by < 0 || row + by >= c->rows)
        return false;
    return 2 * row_cost(f, row_of(c, c->before, row + by), row_of(c, c->now, row)) <
           row_cost(f, row_of(c, c->before, row), row_of(c, c->now, row));
}

static struct block best_block(const struct frame *f, const uint64_t *before, const uint64_t *now) {
    struct block best = {.gain = 0};
    int rows = f->c->rows;

    for (int by = 1 - rows; by < rows; by++)
        for (int row = by < 0 ? -by : 0; by != 0 && row < rows && row + by < rows; row++) {
            struct block b = {row, row, by, 0};

            if (now[row] != before[row + by] || now[row] == before[row])
                continue;
            while (b.last + 1 < rows && b.last + 1 + by < rows && now[b.last + 1] == before[b.last + 1 + by])
                b.last++;
            row = b.last;
            b.first -= is_nearly(f, b.first - 1, by);
            b.last += is_nearly(f, b.last + 1, by);
            b.gain = block_gain(f, &b);
            if (b.gain > best.gain)
                best = b;
        }
    return best;
}

static void scroll_at_edge(struct frame *f, int top, int bottom, int by) {
    buf_puts(f->out, f->t->cup(by > 0 ? bottom : top, 0));
    for (int i = by < 0 ? -by : by; i > 0; i--)
        buf_puts(f->out, by > 0 ? "\n" : "\033M");
}

static void do_scroll(struct frame *f, const struct block *b) {
    struct cells *c = f->c;
    int n = b->by < 0 ? -b->by : b->by, count = b->last - b->first + 1;
    int top = b->by > 0 ? b->first : b->first + b->by, bottom = b->by > 0 ? b->last + b->by : b->last;
    int first = b->by > 0 ? b->last + 1 : top;
    struct cell *hole = row_of(c, c->before, first);
    uint8_t look = hole_look(f, row_of(c, c->now, first));

    frame_look(f, look);
    buf_puts(f->out, f->t->region(top, bottom));
    if (f->t->scrolls_at_edge)
        scroll_at_edge(f, top, bottom, b->by);
    else
        buf_puts(f->out, f->t->scroll(b->by));
    c->at_row = -1;
    memmove(row_of(c, c->before, b->first), row_of(c, c->before, b->first + b->by),
            (size_t)count * (size_t)c->cols * sizeof *c->before);
    for (size_t i = 0; i < (size_t)n * (size_t)c->cols; i++)
        hole[i] = (struct cell){' ', 1, look, 0};
}

int frame_blocks(struct frame *f, struct block blocks[CELLS_SCROLLS_MAX]) {
    struct cells *c = f->c;
    uint64_t *before, *now;
    int count = 0;

    if (!f->t->region || !(f->t->scroll || f->t->scrolls_at_edge))
        return 0;
    before = mem_new((size_t)c->rows, sizeof *before);
    now = mem_new((size_t)c->rows, sizeof *now);
    for (int row = 0; row < c->rows; row++)
        now[row] = row_hash(row_of(c, c->now, row), c->cols);
    for (; count < CELLS_SCROLLS_MAX; count++) {
        for (int row = 0; row < c->rows; row++)
            before[row] = row_hash(row_of(c, c->before, row), c->cols);
        blocks[count] = best_block(f, before, now);
        if (blocks[count].gain <= 0)
            break;
        do_scroll(f, &blocks[count]);
    }
    mem_free(before);
    mem_free(now);
    return count;
}

void frame_scroll(struct frame *f, const struct block *blocks, int count) {
    for (int i = 0; i < count; i++)
        do_scroll(f, &blocks[i]);
    if (count)
        buf_puts(f->out, f->t->region(0, f->c->rows - 1));
}
