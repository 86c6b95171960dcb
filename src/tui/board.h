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
    size_t place; /* the marked one */
    struct id marked;
    bool stale;
    int64_t today, days;
    size_t counts[BOARD_MARKS];
    struct id said;    /* the door that the line below tells; on a slow line it follows when nobody types. Zero: any */
    struct buf detail; /* of the marked door, made for `told` */
    struct id told;    /* zero: nothing */
    bool told_roomy;
    struct area area;           /* drawn in last, or as it will be */
    size_t row_page, row_pages; /* of the marked door */
    size_t rows_a_page;
    size_t col_from, col_to; /* columns of its page */
    size_t told_from;        /* in lines: the first row told */
};

const struct board_door *board_marked(const struct board_view *b); /* NULL: there is no door */

void board_title(struct buf *out, const struct door *first, bool flats);
void board_measure(struct board_view *b); /* which page the marked door is on, in b->area */
void board_draw(struct board_view *b);
void board_tell(struct board_view *b); /* in lines: a sentence for each floor */

#endif
