/* Households that may be one: the same door, the same phone, or a head whose name sounds the same in the same house. Found in
 * slices by walking the doors, never compared with all others. Whether they are one a person says (act_household_join). */
#ifndef LINLI_TWINS_H
#define LINLI_TWINS_H

#include "linli/read.h"
#include "linli/store.h"

enum { TWINS_DOOR = 1, TWINS_NAME = 2, TWINS_PHONE = 4 };

struct twins {
    struct household_row a, b; /* a is the earlier door */
    unsigned why;              /* TWINS_* */
    bool apart;                /* a person said that they are two */
};

/* Opaque; {0} is the beginning. */
struct twins_walk {
    int64_t after;
    struct twins_window *window; /* households of the house that was looked at last */
    bool end;
};

/* Looks at the next `rows` households and calls `fn` for each pair found; what it returns other than ERR_OK ends the walk. */
typedef enum err twins_fn(void *arg, const struct twins *t);
enum err twins_walk(struct store *s, struct twins_walk *w, size_t rows, twins_fn *fn, void *arg);
void twins_walk_free(struct twins_walk *w);

/* Remembers on this device that they are two households, or forgets it. */
enum err twins_set_apart(struct store *s, const struct id *a, const struct id *b, bool apart);

/* Whether other households were joined with this one. */
enum err twins_joined(struct store *s, const struct id *household, bool *out);

/* The event that joined this one with another; ERR_NOT_FOUND without words where there is none. */
enum err twins_join_event(struct store *s, const struct id *own, struct id *device, int64_t *seq);

#endif
