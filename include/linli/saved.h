/* Searches that a person keeps under a name, by the list that they are of. They concern this device alone: no event, nothing is
 * sent, and rebuilding the record leaves them. */
#ifndef LINLI_SAVED_H
#define LINLI_SAVED_H

#include <stdbool.h>
#include "linli/query.h"
#include "linli/store.h"

#define SAVED_MAX 64 /* of one list */
#define SAVED_NAME_SIZE 61

struct saved {
    char name[SAVED_NAME_SIZE];
    char query[QUERY_TEXT_MAX + 1];
    int64_t at; /* UTC ms */
    bool gone;  /* was dropped after it was read: for who shows it */
};

/* Those of a list by name, at most SAVED_MAX; returns how many, in *out, which the caller frees. */
enum err saved_list(struct store *s, const char *list, struct saved **out, size_t *count);

/* A name that is there gets the new query. ERR_RANGE with words where the list is full, the name is empty or one is too long. */
enum err saved_put(struct store *s, const char *list, const char *name, const char *query);
enum err saved_drop(struct store *s, const char *list, const char *name);

#endif
