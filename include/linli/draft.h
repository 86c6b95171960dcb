/* Half-typed forms: each field is saved as it is left, in the same database, and comes back after a crash. */
#ifndef LINLI_DRAFT_H
#define LINLI_DRAFT_H

#include "linli/store.h"

/* `form` is the form's name ("visit", "matter"), `subject` what it is about (a household's id, "" for none). Saved and lasting on
 * return. In a read-only store ERR_READ_ONLY with words. */
enum err draft_save(struct store *s, const char *form, const char *subject, const char *field, const char *value);

typedef void draft_field_fn(void *arg, const char *field, const char *value);
/* Calls for each saved field; *found tells whether there was any. */
enum err draft_load(struct store *s, const char *form, const char *subject, draft_field_fn *fn, void *arg, bool *found);

/* Removes it; inside the transaction that stores the finished form, so that a draft goes only with its event. */
enum err draft_drop(struct store *s, const char *form, const char *subject);

typedef enum err draft_row_fn(void *arg, const char *form, const char *subject, int64_t at);
enum err draft_list(struct store *s, draft_row_fn *fn, void *arg); /* newest first */

#endif
