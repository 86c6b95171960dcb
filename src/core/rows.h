/* Rows of cells, wherever they stand: in a text file or in a sheet. A reader is a plain value: a copy of it is a place to come
 * back to. */
#ifndef LINLI_CORE_ROWS_H
#define LINLI_CORE_ROWS_H

#include "core/csv.h"
#include "core/grid.h"

struct rows {
    struct csv csv;          /* where there is no grid */
    const struct grid *grid; /* NULL: a text file */
    size_t at;               /* the next row of the grid */
};

void rows_of_text(struct rows *r, const char *text, size_t len, char delimiter);
void rows_of_grid(struct rows *r, const struct grid *grid);
bool rows_next(struct rows *r, struct csv_row *row);

/* How far it is, of how much. */
size_t rows_done(const struct rows *r);
size_t rows_size(const struct rows *r);

#endif
