/* Items in words: the names that their values stand for, and a line for lists. */
#ifndef LINLI_TUI_ITEMS_H
#define LINLI_TUI_ITEMS_H

#include "linli/buf.h"
#include "linli/read_flow.h"

/* What the values of a matter's items are shown with. */
struct items_names {
    struct store *store;
    char (*parties)[NAME_SIZE]; /* owned */
    size_t count;
};
void items_names_read(struct items_names *n, struct store *s, const struct id *matter);
void items_names_free(struct items_names *n);
const char *items_party(const struct items_names *n, int party); /* 1 the first; "" where there is none */

/* A value in words: a party's, an entry's or a worker's name, what an item says that it is about. "" where there is none. */
void items_value(struct buf *out, const struct items_names *n, const struct item_values *v, size_t field);

/* Its values in one line of about `cells` cells, without the day on which it was and the agreement that it belongs to. */
void items_line(struct buf *out, const struct items_names *n, const struct item_values *v, int cells);

#endif
