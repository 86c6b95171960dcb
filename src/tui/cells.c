/* Frames and the bytes between them. */
#include "cells.h"

#include <string.h>
#include "cells_inner.h"
#include "linli/mem.h"
#include "linli/utf8.h"
#include "linli/width.h"

#define SMALL_ROWS 3 /* a frame in which no more rows changed is a small one */
#define CLUSTERS_MAX 512

void cells_free(struct cells *c) {
    mem_free(c->now);
    mem_free(c->before);
    mem_free(c->clusters);
    memset(c, 0, sizeof *c);
}

void cells_resize(struct cells *c, int rows, int cols) {
    size_t count = (size_t)rows * (size_t)cols;

    c->rows = rows;
    c->cols = cols;
    c->now = mem_resize(c->now, count, sizeof *c->now);
    c->before = mem_resize(c->before, count, sizeof *c->before);
    cells_clear(c, 0);
    cells_forget(c);
}

void cells_forget(struct cells *c) {
    c->known = false;
}

static void blank(struct cell *cells, size_t count, uint8_t look) {
    for (size_t i = 0; i < count; i++)
        cells[i] = (struct cell){' ', 1, look, 0};
}

void cells_clear(struct cells *c, uint8_t look) {
    blank(c->now, (size_t)c->rows * (size_t)c->cols, look);
}

void cells_cursor(struct cells *c, int row, int col) {
    c->cursor_row = row < 0 ? 0 : row >= c->rows ? c->rows - 1 : row;
    c->cursor_col = col < 0 ? 0 : col >= c->cols ? c->cols - 1 : col;
}

/* The number of a cluster of several code points. Where too many different ones were seen, all start anew with the next frame. */
static uint32_t cluster(struct cells *c, const char *text, size_t len) {
    if (!c->clusters)
        c->clusters = mem_new(CLUSTERS_MAX, sizeof *c->clusters);
    if (len >= sizeof *c->clusters)
        len = sizeof *c->clusters - 1;
    while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    for (size_t i = 0; i < c->cluster_count; i++)
        if (strlen(c->clusters[i]) == len && memcmp(c->clusters[i], text, len) == 0)
            return CELLS_CLUSTER + (uint32_t)i;
    if (c->cluster_count == CLUSTERS_MAX)
        return '?';
    memcpy(c->clusters[c->cluster_count], text, len);
    c->clusters[c->cluster_count][len] = '\0';
    return CELLS_CLUSTER + (uint32_t)c->cluster_count++;
}

/* A wide character of which one half is drawn over leaves a blank. */
static void break_wide(struct cells *c, int row, int col) {
    struct cell *line = c->now + (size_t)row * (size_t)c->cols;

    if (line[col].ch == 0 && col > 0)
        line[col - 1] = (struct cell){' ', 1, line[col - 1].look, 0};
    if (line[col].width == 2 && col + 1 < c->cols)
        line[col + 1] = (struct cell){' ', 1, line[col].look, 0};
}

int cells_put(struct cells *c, int row, int col, int cells, uint8_t look, const char *text, size_t len) {
    int used = 0;

    if (row < 0 || row >= c->rows || col < 0 || col >= c->cols)
        return 0;
    if (cells > c->cols - col)
        cells = c->cols - col;
    while (len) {
        struct cell *to = c->now + (size_t)row * (size_t)c->cols + col + used;
        uint32_t cp;
        int w;
        size_t bytes = width_cluster(text, len, &w), first = utf8_read(&cp, text, len);

        if (used + w > cells)
            break;
        if (w > 0) {
            break_wide(c, row, col + used);
            if (w == 2)
                break_wide(c, row, col + used + 1);
            /* Marks behind the last column are put on the next row by some terminals. */
            *to = (struct cell){first == bytes || col + used + w == c->cols ? cp : cluster(c, text, bytes), (uint8_t)w, look, 0};
            if (w == 2)
                to[1] = (struct cell){0, 0, look, 0};
        }
        used += w;
        text += bytes;
        len -= bytes;
    }
    return used;
}

/* --- writing --- */

bool cells_same(const struct cell *a, const struct cell *b) {
    return a->ch == b->ch && a->look == b->look && a->width == b->width;
}

/* Characters on whose width all terminals agree; and of lines and blocks, which stand in long runs, where the person told it. */
static bool is_sure(uint32_t ch) {
    return (ch >= ' ' && ch < 0x7f) || utf8_is_han(ch) || (ch >= 0x3001 && ch <= 0x303e) || (ch >= 0x3041 && ch <= 0x30ff) ||
           (ch >= 0xff01 && ch <= 0xff60) || (ch >= 0xac00 && ch <= 0xd7a3) ||
           (width_ambiguous() && ch >= 0x2500 && ch <= 0x25ff);
}

static size_t encode(const struct frame *f, char out[16], uint32_t cp) {
    return f->t->encode ? f->t->encode(out, cp) : utf8_write(out, cp);
}

size_t frame_cell_bytes(const struct frame *f, const struct cell *cell) {
    char bytes[16];

    if (cell->ch < 0x80)
        return cell->ch != 0;
    if (cell->ch >= CELLS_CLUSTER)
        return strlen(f->c->clusters[cell->ch - CELLS_CLUSTER]);
    return encode(f, bytes, cell->ch);
}

void frame_look(struct frame *f, uint8_t look) {
    const char *turn;

    if (f->c->look == look)
        return;
    turn = f->t->turn ? f->t->turn(f->c->look, look) : NULL;
    if (!turn && f->c->look != 0)
        buf_puts(f->out, f->t->normal);
    buf_puts(f->out, turn ? turn : f->t->look[look]);
    f->c->look = look;
}

static void write_cluster(struct frame *f, const char *text) {
    char bytes[16];

    for (size_t len = strlen(text); len;) {
        uint32_t cp;
        size_t n = utf8_read(&cp, text, len);

        buf_add(f->out, bytes, encode(f, bytes, cp));
        text += n;
        len -= n;
    }
}

/* Writes the cell at the terminal's cursor, which stands there. */
void frame_write(struct frame *f, const struct cell *cell) {
    struct cells *c = f->c;
    char bytes[16];

    frame_look(f, cell->ch == ' ' && f->t->blank[cell->look] == f->t->blank[c->look] ? c->look : cell->look);
    if (cell->ch >= CELLS_CLUSTER)
        write_cluster(f, c->clusters[cell->ch - CELLS_CLUSTER]);
    else
        buf_add(f->out, bytes, encode(f, bytes, cell->ch));
    c->at_col += cell->width;
    if (!is_sure(cell->ch) || c->at_col >= c->cols)
        c->at_row = -1;
}

static bool blank_to_end(const struct frame *f, int row, int col, uint8_t look) {
    const struct cell *line = f->c->now + (size_t)row * (size_t)f->c->cols;

    for (; col < f->c->cols; col++)
        if (line[col].ch != ' ' || line[col].look != look)
            return false;
    return true;
}

static int last_changed(const struct cells *c, int row) {
    size_t start = (size_t)row * (size_t)c->cols;
    int col = c->cols - 1;

    while (col > 0 && cells_same(&c->now[start + (size_t)col], &c->before[start + (size_t)col]))
        col--;
    return col;
}

/* Erases to the end of the line where that says it shorter, from where the terminal's cursor stands already if only blanks lie
 * between. True where it did. */
static bool erase_rest(struct frame *f, int row, int col) {
    struct cells *c = f->c;
    const struct cell *line = c->now + (size_t)row * (size_t)c->cols;
    uint8_t look = line[col].look;

    if (!f->t->el || line[col].ch != ' ' || !blank_to_end(f, row, col, look))
        return false;
    if (f->t->blank[look] && !f->t->erases_in_look)
        return false;
    if (c->at_row == row && c->at_col < col && blank_to_end(f, row, c->at_col, look))
        col = c->at_col;
    if (last_changed(c, row) - col + 1 < (int)strlen(f->t->el))
        return false;
    frame_move(f, row, col);
    if (f->t->blank[look] == 0 || f->t->blank[look] != f->t->blank[c->look])
        frame_look(f, f->t->blank[look] ? look : 0);
    buf_puts(f->out, f->t->el);
    return true;
}

static void draw_row(struct frame *f, int row) {
    struct cells *c = f->c;
    const struct cell *now = c->now + (size_t)row * (size_t)c->cols, *before = c->before + (size_t)row * (size_t)c->cols;

    for (int col = 0; col < c->cols; col++) {
        /* A right half differs only together with its left half, and is drawn with it. */
        if (cells_same(&now[col], &before[col]) || now[col].ch == 0)
            continue;
        if (row == c->rows - 1 && col + now[col].width >= c->cols && !f->t->has_corner)
            continue;
        if (erase_rest(f, row, col))
            return;
        frame_move(f, row, col);
        frame_write(f, &now[col]);
        if (now[col].width == 2)
            col++;
    }
}

static void start_anew(struct frame *f) {
    struct cells *c = f->c;

    buf_puts(f->out, f->t->normal);
    buf_puts(f->out, f->t->clear);
    c->look = 0;
    c->at_row = c->at_col = 0;
    blank(c->before, (size_t)c->rows * (size_t)c->cols, 0);
    c->known = true;
}

/* Whether little changed and the cursor goes up: then its row comes last, and the way back to it is saved. */
static bool ends_above(const struct cells *c) {
    size_t size = (size_t)c->cols * sizeof *c->now;
    int changed = 0;

    for (int row = 0; row < c->rows && changed <= SMALL_ROWS; row++)
        changed += memcmp(c->now + (size_t)row * (size_t)c->cols, c->before + (size_t)row * (size_t)c->cols, size) != 0;
    return c->at_row > c->cursor_row && c->cursor_row >= 0 && changed <= SMALL_ROWS;
}

/* How a frame is said. What a way saves is known beforehand only about: where one seems worth it, it is tried. */
struct way {
    struct block blocks[CELLS_SCROLLS_MAX];
    int scrolls; /* of the blocks, so many are moved */
    bool saves;  /* the terminal keeps the place of the cursor, and goes back to it at the end */
};

/* Draws the row of the cursor before all others, and has the terminal keep the place where it then stands. False where that is
 * not where it belongs. */
static bool save(struct frame *f) {
    struct cells *c = f->c;
    size_t start = (size_t)c->cursor_row * (size_t)c->cols;

    draw_row(f, c->cursor_row);
    memcpy(c->before + start, c->now + start, (size_t)c->cols * sizeof *c->now);
    if (c->at_row != c->cursor_row || c->at_col != c->cursor_col)
        return false;
    frame_look(f, f->t->rest);
    buf_puts(f->out, f->t->save);
    return true;
}

static void go_back(struct frame *f) {
    struct cells *c = f->c;

    buf_puts(f->out, f->t->restore);
    c->look = f->t->rest;
    c->at_row = c->cursor_row;
    c->at_col = c->cursor_col;
}

/* All that is to be said. */
static void draw(struct frame *f, const struct way *way) {
    struct cells *c = f->c;
    bool saved = way->saves && save(f);
    int last;

    frame_scroll(f, way->blocks, way->scrolls);
    last = !way->saves && ends_above(c) ? c->cursor_row : -1;
    for (int row = 0; row < c->rows; row++)
        if (row != last)
            draw_row(f, row);
    if (last >= 0)
        draw_row(f, last);
    if (saved)
        go_back(f);
    frame_look(f, f->t->rest);
    frame_move(f, c->cursor_row, c->cursor_col);
}

/* A frame that nobody sees, of the same cells. */
static struct frame begin_trial(const struct frame *f, struct cells *copy, struct buf *out) {
    size_t count = (size_t)f->c->rows * (size_t)f->c->cols;

    *copy = *f->c;
    copy->before = mem_new(count, sizeof *copy->before);
    memcpy(copy->before, f->c->before, count * sizeof *copy->before);
    *out = (struct buf){0};
    return (struct frame){copy, f->t, out};
}

static size_t end_trial(struct frame *trial) {
    size_t len = trial->out->len;

    mem_free(trial->c->before);
    buf_free(trial->out);
    return len;
}

static size_t bytes_of(const struct frame *f, const struct way *way) {
    struct cells copy;
    struct buf out;
    struct frame trial = begin_trial(f, &copy, &out);

    draw(&trial, way);
    return end_trial(&trial);
}

static void choose(const struct frame *f, struct way *best) {
    struct cells copy;
    struct buf out;
    struct frame trial = begin_trial(f, &copy, &out);
    struct way way = {.scrolls = 0};
    size_t least = SIZE_MAX;

    way.scrolls = frame_blocks(&trial, way.blocks);
    end_trial(&trial);
    *best = way;
    for (; way.scrolls >= 0; way.scrolls--) {
        size_t bytes = bytes_of(f, &way);

        if (bytes <= least) {
            least = bytes;
            best->scrolls = way.scrolls;
        }
    }
    way = *best;
    way.saves = f->t->save != NULL;
    best->saves = way.saves && least && bytes_of(f, &way) < least;
}

void cells_frame(struct cells *c, const struct cells_terminal *t, struct buf *out) {
    struct frame f = {c, t, out};
    struct cell *old = c->before;
    struct way way;

    if (!c->known)
        start_anew(&f);
    choose(&f, &way);
    draw(&f, &way);
    c->before = c->now;
    c->now = old;
    memcpy(c->now, c->before, (size_t)c->rows * (size_t)c->cols * sizeof *c->now);
    if (c->cluster_count == CLUSTERS_MAX) {
        c->cluster_count = 0;
        cells_forget(c);
    }
}
