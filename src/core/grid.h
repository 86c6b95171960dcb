/* One sheet of a workbook as rows of cells in memory: only cells with something in them, each as text. Knows no format of files.
 */
#ifndef LINLI_CORE_GRID_H
#define LINLI_CORE_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/csv.h"
#include "linli/buf.h"
#include "linli/err.h"

#define GRID_LINES 1048576 /* of a sheet */
#define GRID_COLUMNS 16384
#define GRID_CELLS_MAX ((size_t)16 << 20)
#define GRID_TEXT_MAX ((size_t)256 << 20)

struct grid_cell {
    uint32_t at, len; /* of the text */
    uint16_t column;  /* from 0, below CSV_FIELDS_MAX */
    uint8_t kind;     /* enum csv_kind */
};

struct grid_row {
    uint32_t line;  /* as the spreadsheet shows it */
    uint32_t first; /* of its cells */
    uint16_t count;
    bool wide; /* there is something behind the columns that are kept */
};

struct grid {
    const struct buf *text;
    struct grid_row *rows;
    struct grid_cell *cells;
    size_t row_count, row_room, cell_count, cell_room;
    size_t hidden; /* rows that the spreadsheet does not show */
};

/* A range whose cells were made one. */
struct grid_merge {
    uint32_t top, bottom, left, right; /* lines from 1, columns from 0; both ends are in it */
};

void grid_free(struct grid *g);

/* Adds a row below the others, and a cell behind those of it; ERR_RANGE with words where it becomes too large. */
enum err grid_add_row(struct grid *g, uint32_t line);
enum err grid_add_cell(struct grid *g, uint32_t column, size_t at, size_t len, enum csv_kind kind);

/* Says the value of each merged range again in all its lines: for an office, it holds for each of them. Not in its columns: a
 * title over five of them is one. */
enum err grid_merge(struct grid *g, const struct grid_merge *merges, size_t count);

/* The row as the CSV reader would have it. */
void grid_row(const struct grid *g, size_t row, struct csv_row *out);

#endif
