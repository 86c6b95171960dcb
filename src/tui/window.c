/* Blocks of rows. */
#include "window.h"

#include <stdbool.h>
#include <string.h>
#include "linli/mem.h"

#define LEAD 16 /* rows kept before the one asked for, for moving up */

void window_add(struct window *w, const void *row) {
    if (w->count < WINDOW_ROWS)
        memcpy((char *)w->rows + w->count++ * w->row_size, row, w->row_size);
}

static bool within(const struct window *w, size_t row) {
    return w->rows && row >= w->offset && row - w->offset < w->count;
}

const void *window_row(struct window *w, size_t row) {
    /* Behind the last row of a block that was not full there is nothing. */
    if (!within(w, row) && w->rows && row >= w->offset && w->count < WINDOW_ROWS)
        return NULL;
    if (!within(w, row)) {
        if (!w->rows)
            w->rows = mem_new(WINDOW_ROWS, w->row_size);
        w->offset = row > LEAD ? row - LEAD : 0;
        w->count = 0;
        w->failure = w->read(w, w->arg, w->offset, WINDOW_ROWS);
    }
    return within(w, row) ? (char *)w->rows + (row - w->offset) * w->row_size : NULL;
}

void window_forget(struct window *w) {
    mem_free(w->rows);
    w->rows = NULL;
    w->count = 0;
}

void window_free(struct window *w) {
    window_forget(w);
}
