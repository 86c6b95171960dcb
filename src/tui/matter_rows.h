/* The matters that a filter lets through, looked for as they are asked for: which they are is kept, what stands in a row is read
 * where it is drawn. No key waits for a long look: what was not found within the steps granted to it is looked for afterwards. */
#ifndef LINLI_TUI_MATTER_ROWS_H
#define LINLI_TUI_MATTER_ROWS_H

#include "linli/read.h"

#define MATTER_ROWS_STEPS 1000 /* a slice: half a millisecond */
#define MATTER_ROWS_FAR 4200   /* of a key that goes to the end: as far as a list goes at once (listing.c) */
#define MATTER_ROWS_KEPT 64

struct matter_rows {
    struct store *store;
    const struct matters_filter *filter;
    struct matters_walk walk;
    struct id *ids;
    size_t count, room;
    size_t steps;                 /* that this key has left */
    size_t wanted;                /* so many rows were asked for */
    struct matters_walk counting; /* the same walk further on, by which those behind are counted */
    int64_t beyond;               /* with those that it counted; -1 before it began */
    struct matter_rows_kept {
        size_t no; /* the row's place + 1, 0 free */
        struct matter_row m;
    } * kept;         /* NULL: nothing was read yet */
    enum err failure; /* of the newest reading, with words */
};

void matter_rows_forget(struct matter_rows *r); /* the record or the filter changed */
void matter_rows_free(struct matter_rows *r);
void matter_rows_grant(struct matter_rows *r); /* a key, or a slice of work behind the screen, begins */

const struct id *matter_rows_id(struct matter_rows *r, size_t row);         /* NULL: there is none, or it was not found yet */
const struct matter_row *matter_rows_at(struct matter_rows *r, size_t row); /* the same; good until the next calls */

/* Whether a row was asked for that is looked for still. */
bool matter_rows_looking(const struct matter_rows *r);

/* How many there are; false: that is not known yet. matter_rows_count counts on for a slice. */
bool matter_rows_total(const struct matter_rows *r, int64_t *total);
void matter_rows_count(struct matter_rows *r);

#endif
