/* The building board on screen: its view (board.c), how it is drawn (board_draw.c), and the list of an area's buildings
 * (buildings.c). Where a door stands is core's business (linli/board.h). */
#ifndef LINLI_TUI_BOARD_H
#define LINLI_TUI_BOARD_H

#include "linli/read.h"
#include "linli/read_board.h"
#include "view.h"

struct board_view {
    struct view view;
    struct board_at at; /* of the doors shown */
    struct board board;
    struct board_layout layout;
    size_t across; /* houses to a row that it was laid out for */
    size_t place;  /* the marked one */
    struct id marked;
    bool stale;
    int64_t today, days;
    size_t counts[BOARD_MARKS];
    struct buf detail;                          /* of the marked door, made for `told` */
    struct id told;                             /* zero: nothing */
    size_t row_page, row_pages;                 /* as drawn last */
    size_t col_from, col_to, rows_a_page, tops; /* columns drawn; rows to a page; first row told in lines */
};

const struct board_door *board_marked(const struct board_view *b); /* NULL: there is no door */

/* Where the page of columns of a place begins, and the first column behind it. */
void board_columns(const struct board_view *b, int cols, size_t column, size_t *from, size_t *to);

void board_title(struct buf *out, const struct door *first, bool flats);
void board_draw(struct board_view *b, const struct area *area);
void board_tell(struct board_view *b, const struct area *area); /* in lines: a sentence for each floor */

#endif
