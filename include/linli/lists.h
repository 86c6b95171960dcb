/* The lists as they go out of the record: what stands in front of a person, written to a file (listout.h). Phones stay masked.
 * The titles of households are those that an import understands, so that a roster can go out, be worked on, and come back. */
#ifndef LINLI_LISTS_H
#define LINLI_LISTS_H

#include "linli/directory.h"
#include "linli/figures.h"
#include "linli/listout.h"
#include "linli/query.h"
#include "linli/read_flow.h"
#include "linli/store.h"

enum lists_what {
    LIST_OF_HOUSEHOLDS,
    LIST_OF_PEOPLE,
    LIST_OF_MATTERS,
    LIST_OF_TODAY,
    LIST_OF_CLAIMS,
    LIST_OF_FIGURES,
    LIST_OF_ENTRIES
};

struct lists_ask {
    enum lists_what what;
    struct query query; /* households, people */
    int64_t limit;      /* of them; 0: all */
    struct matters_filter matters;
    int64_t days;     /* today: after which a household counts as long not visited */
    int64_t from, to; /* claims: instants */
    const struct figures *figures;
    struct directory_wish wish; /* entries: which of them; NULLs: all */
    enum item kind;             /* entries */
};

/* Writes the list to `file` ("-" is standard output); *rows: how many lines it has. */
enum err lists_write(struct store *s, const struct lists_ask *ask, enum listout_form form, const char *file, int64_t *rows);

#endif
