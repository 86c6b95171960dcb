/* A frame as lines: for the linear mode. */
#include "cells_inner.h"

#include <string.h>
#include "linli/utf8.h"

#define MARK_CELLS 2

static void put_char(struct buf *out, size_t (*encode)(char out[16], uint32_t cp), uint32_t cp) {
    char bytes[16];

    buf_add(out, bytes, encode ? encode(bytes, cp) : utf8_write(bytes, cp));
}

static void put_cell(const struct cells *c, const struct cell *cell, size_t (*encode)(char out[16], uint32_t cp),
                     struct buf *out) {
    const char *text;
    uint32_t cp;

    if (cell->ch < CELLS_CLUSTER) {
        if (cell->ch)
            put_char(out, encode, cell->ch);
        return;
    }
    for (text = c->clusters[cell->ch - CELLS_CLUSTER]; *text;) {
        text += utf8_read(&cp, text, strlen(text));
        put_char(out, encode, cp);
    }
}

static bool put_text(const struct cells *c, int row, size_t (*encode)(char out[16], uint32_t cp), struct buf *out) {
    const struct cell *cells = c->now + (size_t)row * (size_t)c->cols;
    int end = c->cols;

    while (end > 0 && (cells[end - 1].ch == ' ' || (cells[end - 1].ch == 0 && end == c->cols)))
        end--;
    for (int col = 0; col < end; col++)
        put_cell(c, &cells[col], encode, out);
    return end > 0;
}

static void put_row(const struct cells *c, int row, size_t (*encode)(char out[16], uint32_t cp), struct buf *out) {
    if (put_text(c, row, encode, out))
        buf_putc(out, '\n');
}

void cells_row(const struct cells *c, int row, struct buf *out) {
    if (row >= 0 && row < c->rows)
        put_text(c, row, NULL, out);
}

/* Looks are not told, and the row above all only where another tab is open: its counts would be said at each answer. */
static bool changed(const struct cells *c, int row) {
    const struct cell *now = c->now + (size_t)row * (size_t)c->cols, *before = c->before + (size_t)row * (size_t)c->cols;
    int from = row == c->cursor_row ? 0 : MARK_CELLS, to = row == 0 ? c->cols / 2 : c->cols;

    for (int col = from; col < to; col++)
        if (now[col].ch != before[col].ch)
            return true;
    return false;
}

void cells_lines(struct cells *c, size_t (*encode)(char out[16], uint32_t cp), int last, struct buf *out) {
    int told = -1;

    last = last < 0 ? c->cursor_row : last;
    for (int row = 0; row < c->rows; row++)
        if (!c->known || changed(c, row)) {
            put_row(c, row, encode, out);
            told = row;
        }
    if (told != last)
        put_row(c, last, encode, out);
    buf_puts(out, "linli> ");
    memcpy(c->before, c->now, (size_t)c->rows * (size_t)c->cols * sizeof *c->now);
    c->known = true;
}
