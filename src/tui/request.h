/* What a person can ask of the screen: one row of requests.def each. Knows which keys mean which request; what a request does is
 * the business of views and of the loop. */
#ifndef LINLI_TUI_REQUEST_H
#define LINLI_TUI_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include "keys.h"
#include "linli/err.h"

enum request {
    REQ_NONE,
#define X(name, text, keys, label, help, flags) REQ_##name,
#include "requests.def"
#undef X
    REQ_COUNT
};

enum request_flags { WRITES = 1, MOVES = 2, LATER = 4, TYPED = 8 };

#define REQUEST_KEYS_MAX 6

struct request_row {
    const char *name;
    const char *defaults; /* keys as the table has them */
    const char *label;    /* translated by request_label */
    const char *help;
    unsigned flags;
};
const struct request_row *request_row(enum request r);
const char *request_label(enum request r);
const char *request_help(enum request r);

/* The keys of the table in force: the defaults, or what a key file put in their place. */
void request_default_keys(void);
enum err request_read_keys(const char *name, const char *text, size_t len); /* on failure the defaults stand */

/* The k-th key of a request; false past the last. */
bool request_key(enum request r, size_t k, struct key *out);

/* Whether the key reaches the request. In text only keys that type nothing and edit nothing do. */
bool request_has_key(enum request r, const struct key *key, bool in_text);

/* The first request of the list (ended by REQ_NONE) that the key means; REQ_NONE where none does. */
enum request request_of_key(const enum request *list, const struct key *key, bool in_text);

/* The first request of all that the key means, for telling why it does nothing here. */
enum request request_anywhere(const struct key *key);

/* The key that the footer and the help show: the first that works in the present focus. False: none does. */
bool request_shown_key(enum request r, bool in_text, char out[KEY_NAME_SIZE]);

/* Whether the person wants to see it before other keys: it gets through an input method, and linli.conf says function-keys. */
bool request_shows_before(const struct key *key);

/* The key table as a key file has it: themes/default.keys. */
void request_write_keys(struct buf *out);

#endif
