/* The pages of figures as rows of a list: bars, trends, months by types; in lines (for screen readers) the same as sentences, in
 * the table the bare numbers. Knows no key. */
#ifndef LINLI_TUI_FIGURES_ROWS_H
#define LINLI_TUI_FIGURES_ROWS_H

#include "glyphs.h"
#include "linli/read_figures.h"
#include "listing.h"
#include "picture.h"

enum figures_page {
#define X(NAME, title) FIGURES_##NAME,
#include "figures_pages.def"
#undef X
    FIGURES_PAGES
};
const char *figures_page_title(enum figures_page page); /* translated */

struct figures_row {
    enum listing_line line;
    const struct figure_cell *cell; /* what the row is about; NULL: nothing of the figures */
    int64_t value, most;            /* what its bar is drawn of, and what a full one is; 0: it has no bar */
    int64_t *heat;                  /* of months; owned */
    size_t heat_count;
    char label[NAME_SIZE];
    char area[AREA_SIZE]; /* of a row of other areas */
    char *text;           /* of a heading or line, of a row of cells its value; owned */
};

struct figures_rows {
    /* What they are made of. */
    struct store *store;
    const struct figures *figures; /* NULL: not counted yet */
    enum figures_page page;
    enum glyphs glyphs;
    bool table; /* numbers without pictures */
    int cols;
    /* What came of it. */
    struct figures_row *rows; /* owned */
    size_t count;
    int value_cells;          /* of the widest value */
    struct picture_heat heat; /* of rows that have one */
    int64_t heat_most;
};

/* Makes the rows anew; ERR_OK also where there is nothing to show. */
enum err figures_rows_make(struct figures_rows *r);
void figures_rows_free(struct figures_rows *r);

#endif
