/* Lines of a list that could not be taken: for people and for programs, counted in full and shown in part. */
#ifndef LINLI_HUB_LEFTOUT_H
#define LINLI_HUB_LEFTOUT_H

#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/json.h"

struct leftout {
    size_t count;
    struct buf words, json; /* owned */
    struct json_out list;
};
void leftout_start(struct leftout *r);
void leftout_add(struct leftout *r, const char *sheet, size_t line, const char *column, const char *reason);
void leftout_end(struct leftout *r); /* the list is whole; call before the two reports */
void leftout_free(struct leftout *r);

/* Members "rejected" and "rejects" of an open object; the same as lines. */
void leftout_json(struct json_out *w, const struct leftout *r);
void leftout_words(struct buf *out, const struct leftout *r);

/* What the command comes to: ERR_OK, ERR_PARTLY or ERR_FAILED with words. */
enum err leftout_sum_up(const struct leftout *r, size_t rows);

#endif
