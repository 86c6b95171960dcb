/* Rows that are read by offset and limit, a block around what is visible at a time. */
#ifndef LINLI_TUI_WINDOW_H
#define LINLI_TUI_WINDOW_H

#include <stddef.h>
#include "linli/err.h"

#define WINDOW_ROWS 128

struct window {
    size_t row_size;
    /* Reads rows from `offset` on, at most `limit`, with window_add for each. */
    enum err (*read)(struct window *w, void *arg, size_t offset, size_t limit);
    void *arg;
    size_t offset, count;
    void *rows; /* NULL: nothing was read yet */
    enum err failure;
};

void window_add(struct window *w, const void *row);
const void *window_row(struct window *w, size_t row); /* NULL: there is none; good until the next call */
void window_forget(struct window *w);                 /* the record changed */
void window_free(struct window *w);

#endif
