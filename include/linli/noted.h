/* Words of visits and matters: notes, who was met, summaries, numbers and names of parties, found by what stands in them. The
 * index is folded like everything else: what is withdrawn, erased or no longer in the scope is not in it. Only on a device. */
#ifndef LINLI_NOTED_H
#define LINLI_NOTED_H

#include "linli/query.h"
#include "linli/store.h"

struct noted {
    bool matter;      /* else a visit */
    struct id id;     /* of the matter */
    struct id device; /* of the visit */
    int64_t seq;
    char text[512]; /* where the words stand, folded and cut */
};

/* Whether the query asks for words at all: names and numbers alone, no door and no state. */
bool noted_asks(const struct query *q);

/* Calls `fn` for those that have every word of the query, the newest of each device first, at most `limit`. */
typedef enum err noted_fn(void *arg, const struct noted *n);
enum err noted_find(struct store *s, const struct query *q, int64_t limit, noted_fn *fn, void *arg);

/* How many matters and visits, at most `limit` together. */
enum err noted_count(struct store *s, const struct query *q, int64_t limit, int64_t *matters, int64_t *visits);

#endif
