/* Lines of a list that could not be taken: for people and for programs, counted in full and shown in part. */
#ifndef LINLI_HUB_REJECTS_H
#define LINLI_HUB_REJECTS_H

#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/json.h"

struct rejects {
    size_t count;
    struct buf words, json; /* owned */
    struct json_out list;
};
void rejects_start(struct rejects *r);
void rejects_add(struct rejects *r, size_t line, const char *column, const char *reason);
void rejects_end(struct rejects *r); /* the list is whole; call before the two reports */
void rejects_free(struct rejects *r);

/* Members "rejected" and "rejects" of an open object; the same as lines. */
void rejects_json(struct json_out *w, const struct rejects *r);
void rejects_words(struct buf *out, const struct rejects *r);

/* What the command comes to: ERR_OK, ERR_PARTLY or ERR_FAILED with words. */
enum err rejects_sum_up(const struct rejects *r, size_t rows);

#endif
