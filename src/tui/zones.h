/* What can be clicked in the frame drawn last: labels that stand for a verb, and rows that can be marked. Drawing fills it in;
 * knows no view. */
#ifndef LINLI_TUI_ZONES_H
#define LINLI_TUI_ZONES_H

#include <stdbool.h>
#include <stddef.h>
#include "request.h"

/* Puts the mark on the n-th row; true where it was there already. */
typedef bool zones_pick_fn(void *arg, size_t n);

struct zone {
    int row, col, cells;
    enum request request; /* REQ_NONE: `pick` */
    zones_pick_fn *pick;
    void *arg;
    size_t n;
};

void zones_clear(void);
bool zones_any(void);
void zones_add_request(int row, int col, int cells, enum request r);
void zones_add_row(int row, int cells, zones_pick_fn *pick, void *arg, size_t n); /* `arg` lives until the next zones_clear */
const struct zone *zones_at(int row, int col);                                    /* NULL: nothing is there */

#endif
