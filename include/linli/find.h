/* Finding households: the query line run against the search index, page by page, in door order. The same for `linli find` and the
 * screen. */
#ifndef LINLI_FIND_H
#define LINLI_FIND_H

#include "linli/query.h"
#include "linli/read.h"
#include "linli/store.h"

/* Where the next page begins; {0} is the first page. Opaque to callers. */
struct find_cursor {
    int run;      /* 0: the head's own name begins with the query; 1: all others */
    int64_t sort; /* the last row seen */
    bool end;     /* nothing follows */
};

/* The next rows (at most `room`) of the query; *count rows are filled. Never counts, never scans the whole table for a first page
 * where an index can answer. An empty query lists all. */
enum err find_page(struct store *s, const struct query *q, struct find_cursor *cursor, struct household_row *rows, size_t room,
                   size_t *count);

/* How many rows the query has in all, at most `limit` (the answer is then `limit`). May take long: called when nothing else is to
 * do. */
enum err find_count(struct store *s, const struct query *q, int64_t limit, int64_t *count);

#endif
