/* Household rows, inside the store. */
#ifndef LINLI_STORE_ROWS_H
#define LINLI_STORE_ROWS_H

#include <sqlite3.h>
#include "linli/read.h"

void rows_brief(sqlite3_stmt *st, struct household_row *row);
enum err rows_household(sqlite3_stmt *st, struct household *h); /* frees what was in h */
enum err rows_members(struct household *h, const char *json);
void rows_write_members(struct buf *out, const struct household *h);

#endif
