/* The rows of a query, page by page as they are asked for: any row can be reached, few are kept. */
#ifndef LINLI_TUI_PAGES_H
#define LINLI_TUI_PAGES_H

#include "linli/find.h"

#define PAGES_ROWS 20 /* of a page: one query fills a screen of 24 rows */
#define PAGES_KEPT 16

struct pages {
    struct store *store;
    struct query query;
    struct find_recent recent;  /* before others of their class; set before pages_start, and as it was then */
    struct find_cursor *starts; /* of each page that was reached */
    size_t start_count, start_room;
    struct page {
        size_t no, count;
        unsigned long used;
        struct household_row *rows; /* NULL: free */
        struct page_member {
            bool looked;
            char name[NAME_SIZE]; /* "" none */
        } * members;
    } kept[PAGES_KEPT];
    unsigned long clock;
    enum err failure; /* of the newest reading, with words */
};

void pages_start(struct pages *p, struct store *store, const struct query *q); /* forgets the rows before */
void pages_free(struct pages *p);

/* Row `row`, NULL where there is none; good until the next call. */
const struct household_row *pages_row(struct pages *p, size_t row);

/* The member for whose sake the row was found, "" none: read from the record once. */
const char *pages_member(struct pages *p, size_t row);

/* The place of a household among the first `limit` rows; false where it is not there. */
bool pages_place(struct pages *p, const struct id *household, size_t limit, size_t *row);

#endif
