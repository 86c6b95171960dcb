/* One reader over two kinds of tables. */
#include "core/rows.h"

void rows_of_text(struct rows *r, const char *text, size_t len, char delimiter) {
    *r = (struct rows){.grid = NULL};
    csv_open(&r->csv, text, len, delimiter);
}

void rows_of_grid(struct rows *r, const struct grid *grid) {
    *r = (struct rows){.grid = grid};
}

bool rows_next(struct rows *r, struct csv_row *row) {
    if (!r->grid)
        return csv_next(&r->csv, row);
    if (r->at == r->grid->row_count)
        return false;
    grid_row(r->grid, r->at++, row);
    return true;
}

size_t rows_done(const struct rows *r) {
    return r->grid ? r->at : (size_t)(r->csv.at - r->csv.start);
}

size_t rows_size(const struct rows *r) {
    return r->grid ? r->grid->row_count : (size_t)(r->csv.end - r->csv.start);
}
