/* Half-typed forms: kept key by key in the same database, so that they come back after a crash. One draft is the fields of one
 * form on one subject; any number lie side by side. Knows no form: what a field means is the screen's. */
#ifndef LINLI_DRAFT_H
#define LINLI_DRAFT_H

#include "linli/store.h"

struct draft {
    const char *form;    /* the form's name ("visit", "matter") */
    const char *subject; /* what it is about (a household's id, "" nothing; "#2" a second one beside it) */
    int version;         /* of the form's fields, 1 and up */
};

/* Keeps a field. On return it outlives the program (kill -9); with `lasting` it outlives the machine's power too, and with it
 * all that was kept before. In a read-only store ERR_READ_ONLY with words. */
enum err draft_save(struct store *s, const struct draft *d, const char *field, const char *value, bool lasting);

typedef void draft_field_fn(void *arg, const char *field, const char *value);
/* Calls for each field kept; *version is that of the form that wrote them, 0 where there is no draft. */
enum err draft_load(struct store *s, const char *form, const char *subject, draft_field_fn *fn, void *arg, int *version);

/* Runs `fn` in a transaction with which the draft goes: both happen or neither. What stores a form goes through here. */
typedef enum err draft_finish_fn(void *arg);
enum err draft_finish(struct store *s, const char *form, const char *subject, draft_finish_fn *fn, void *arg);

/* Removes it for good. */
enum err draft_drop(struct store *s, const char *form, const char *subject);

/* Drafts about a household that was joined with this one since are about this one from now on. */
enum err draft_follow(struct store *s, const struct id *household);

/* Throws a draft away. The newest that was thrown away lies aside until another follows it or draft_forget; taking it back
 * where there is one on the same subject by now is ERR_EXISTS with words. */
enum err draft_throw(struct store *s, const char *form, const char *subject);
enum err draft_thrown(struct store *s, struct buf *form, struct buf *subject); /* ERR_NOT_FOUND without words: none */
enum err draft_take_back(struct store *s);
enum err draft_forget(struct store *s, int64_t before); /* UTC ms */

struct draft_row {
    const char *form, *subject; /* until the next row */
    int64_t at;                 /* of the newest key, UTC ms */
};
typedef enum err draft_row_fn(void *arg, const struct draft_row *row);
enum err draft_list(struct store *s, draft_row_fn *fn, void *arg); /* newest first; without the one thrown away */

#endif
