/* Fields of items typed as field=value, for matters and directories. */
#ifndef LINLI_CLI_VALUES_H
#define LINLI_CLI_VALUES_H

#include "cli_inner.h"
#include "linli/items.h"
#include "linli/read_flow.h"

/* Reads `count` words field=value into *out (zeroed first, freed with items_free): workers by login or name, entries of
 * directories by name, an item that it is about by its id, or `matter`'s only one of that kind where it is not named. `matter`
 * may be NULL. ERR_USAGE or ERR_NOT_FOUND with words that begin with `what`. */
enum err values_typed(struct item_values *out, struct store *s, const struct id *matter, enum item item, const char *const *words,
                      size_t count, const char *what);

/* The fields of an item as a list: name, label, what it takes. */
void values_list(enum item item);
/* What was written down, a line a field; and as members of an open JSON object. Secrets are masked. */
void values_print(const struct item_values *v, const char *indent);
void values_json(struct json_out *w, const struct item_values *v);

/* A worker by login or name; ERR_NOT_FOUND or ERR_AMBIGUOUS with words. */
enum err values_worker(struct store *s, const char *text, struct id *out, const char *what);

#endif
