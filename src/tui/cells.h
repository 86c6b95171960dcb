/* A screen as cells: a frame is drawn into it, and cells_frame says the fewest bytes that turn the frame before into it. Pure:
 * knows no terminal but what cells_terminal tells, and takes every width from width.h. After a character whose width terminals do
 * not agree on, the cursor is placed anew, so that nothing behind it can shift. */
#ifndef LINLI_TUI_CELLS_H
#define LINLI_TUI_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

#define CELLS_LOOKS_MAX 32

/* What the terminal can do. A string or function that is NULL is something it cannot; `cup` and `clear` are always there. What a
 * function returns is good until its next call. */
struct cells_terminal {
    const char *clear; /* erases all, cursor to the first cell */
    const char *el;    /* erases to the end of the line */
    const char *normal;
    const char *(*cup)(int row, int col);
    const char *(*hpa)(int col);
    const char *(*cuf)(int n);
    const char *(*region)(int top, int bottom); /* rows that scroll, both counted in */
    const char *(*scroll)(int n);               /* the region up by n, down where negative, wherever the cursor is */
    const char *save, *restore;                 /* of the cursor's place and look; both or neither */
    bool scrolls_at_edge;              /* by \n in the last row of the region and ESC M in its first; there is no `scroll` then */
    bool erases_in_look;               /* el fills with the background in force */
    bool moves_plainly;                /* \r \n \b move the cursor and do nothing else */
    bool has_tabs;                     /* \t goes on to the next column of eight */
    bool has_corner;                   /* the last cell of all can be written without scrolling */
    const char *look[CELLS_LOOKS_MAX]; /* from the normal look into look i; [0] is "" */
    const char *(*turn)(uint8_t from,
                        uint8_t to); /* from one look into another; NULL, or where it gives NULL: by way of `normal` */
    uint8_t blank[CELLS_LOOKS_MAX];  /* spaces of looks with the same number look the same; 0: as in look 0 */
    uint8_t rest;                    /* the look between two frames */
    size_t (*encode)(char out[16], uint32_t cp); /* the bytes of a character; NULL: UTF-8 */
};

struct cell {
    uint32_t ch; /* a code point, or CELLS_CLUSTER and more: a cluster of several; 0: right half of a wide one */
    uint8_t width, look;
    uint16_t zero;
};

struct cells {
    int rows, cols;
    struct cell *now, *before; /* rows * cols */
    bool known;                /* `before` is what the terminal shows */
    char (*clusters)[64];
    size_t cluster_count;
    int cursor_row, cursor_col;
    int at_row, at_col; /* the terminal's cursor after the newest frame; -1: not known */
    uint8_t look;       /* in force on the terminal */
};

void cells_resize(struct cells *c, int rows, int cols); /* what is shown is not known any more */
void cells_free(struct cells *c);

void cells_forget(struct cells *c); /* the next frame erases all and draws all */

/* A new frame: every cell a blank of the look. */
void cells_clear(struct cells *c, uint8_t look);

/* Draws text (already safe) at most `cells` wide, never beyond the edge; returns the cells used. */
int cells_put(struct cells *c, int row, int col, int cells, uint8_t look, const char *text, size_t len);

void cells_cursor(struct cells *c, int row, int col);

/* Appends what makes the terminal show the frame, with the cursor where it belongs; nothing where nothing changed. */
void cells_frame(struct cells *c, const struct cells_terminal *t, struct buf *out);

/* In the place of cells_frame, for the linear mode: the rows that changed since the frame before, from above, then a prompt. A
 * row of which only the mark went is left out; the last one told is row `last`, or where that is -1 the row of the cursor, so
 * that no answer is silent and each ends with what came of it. `encode` as in cells_terminal. */
void cells_lines(struct cells *c, size_t (*encode)(char out[16], uint32_t cp), int last, struct buf *out);

/* Appends a row of the frame as text, in UTF-8, without the blanks behind it. */
void cells_row(const struct cells *c, int row, struct buf *out);

#endif
