/* A list of rows: which one is marked, which are visible, how columns share the width. Knows no row: it asks whether one is there
 * and what stands in a column. */
#ifndef LINLI_TUI_LISTING_H
#define LINLI_TUI_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"
#include "request.h"
#include "screen.h"

#define LISTING_COLUMNS_MAX 10
#define LISTING_MARK_CELLS 2 /* "> " */

struct column {
    const char *title; /* N_( ), "" none */
    int least, most;   /* cells */
    int keep;          /* where it is too narrow, the column with the highest goes first; 0 stays */
    bool right;        /* flush right */
};

enum listing_line {
    LISTING_CELLS,
    LISTING_TEXT,    /* one text from left to right */
    LISTING_HEADING, /* of the rows below it: the mark does not stop there */
    LISTING_DRAWN,   /* the list's owner draws it */
};

struct listing {
    size_t at, top;
    const struct column *columns;
    size_t column_count;
    /* False where there is no such row. */
    bool (*has)(void *arg, size_t row);
    /* The text of a column, and the paint of it where it is not PAINT_TEXT. */
    enum paint (*cell)(void *arg, size_t row, size_t column, struct buf *out);
    uint64_t (*marks)(void *arg, size_t row, size_t column); /* matched characters of a column flush left; NULL: none */
    /* What kind of line the row is; the text of one that has no columns goes into `out`. A heading is never the last row, and
     * never stands below another. NULL: all have columns. */
    enum listing_line (*line)(void *arg, size_t row, struct buf *out);
    /* Draws a row that is LISTING_DRAWN from a column on. NULL: there are none. */
    void (*draw)(void *arg, size_t row, int screen_row, int col, int cells);
    void *arg;
    unsigned texts;                 /* bit of each column of free text: where it is cut, that shows */
    bool flows;                     /* a text flush left has the room of the empty columns behind it, too */
    int cells[LISTING_COLUMNS_MAX]; /* of the columns, as drawn last */
    int gap;                        /* cells between columns, 0: two; one where it is narrow */
    int page;                       /* rows drawn last */
};

/* Moves the mark. False where it stays: the message line then says why. */
bool listing_move(struct listing *l, enum request r);

/* Puts the mark on a row where it may stand, the nearest before; done by drawing, too. */
void listing_rest(struct listing *l);

/* Titles in the first row of the area, then rows. The hardware cursor goes to the marked row's first text cell where `cursor`.
 * Returns the rows drawn. */
int listing_draw(struct listing *l, const struct area *area, bool cursor);

/* Draws like screen_put_marked; a text that is cut ends in two dots. */
int listing_put_text(int row, int col, int cells, enum paint paint, const char *text, uint64_t marks);

/* Requests that listing_move takes, for a view's table. */
#define LISTING_REQUESTS REQ_DOWN, REQ_UP, REQ_PAGE_DOWN, REQ_PAGE_UP, REQ_FIRST, REQ_LAST

/* Cells for each column in `cells`; 0: it is left out. Pure. */
void listing_layout(int *out, const struct column *columns, size_t count, int cells, int gap);

#endif
