/* What cells.c (frames) and cells_move.c (the cursor, scrolling) share. */
#ifndef LINLI_TUI_CELLS_INNER_H
#define LINLI_TUI_CELLS_INNER_H

#include "cells.h"

#define CELLS_CLUSTER 0x110000u
#define CELLS_SCROLLS_MAX 3 /* blocks that one frame moves */

struct frame {
    struct cells *c;
    const struct cells_terminal *t;
    struct buf *out;
};

bool cells_same(const struct cell *a, const struct cell *b);
size_t frame_cell_bytes(const struct frame *f, const struct cell *cell);
void frame_look(struct frame *f, uint8_t look);
void frame_write(struct frame *f, const struct cell *cell);

/* The cheapest way of the terminal's cursor to a cell; what lies before the cell in its row is drawn already. */
void frame_move(struct frame *f, int row, int col);

/* Rows [first, last] of the new frame are rows [first + by, last + by] of the old one, or nearly: a mark is elsewhere. */
struct block {
    int first, last, by, gain;
};

/* Blocks of rows that only changed their place, where moving them, one after the other, seems shorter than drawing them. Returns
 * how many. */
int frame_blocks(struct frame *f, struct block blocks[CELLS_SCROLLS_MAX]);
/* Moves them; `before` then is what is shown. */
void frame_scroll(struct frame *f, const struct block *blocks, int count);

#endif
