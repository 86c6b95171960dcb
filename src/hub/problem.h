/* Problems: how the hub says no over HTTP (RFC 9457). For programs: the client shows its own words in its own language, so these
 * are not translated. */
#ifndef LINLI_HUB_PROBLEM_H
#define LINLI_HUB_PROBLEM_H

#include <stdint.h>
#include "linli/buf.h"

enum problem {
#define X(name, type, status, title) PROBLEM_##name,
#include "hub/problems.def"
#undef X
    PROBLEM_COUNT
};

int problem_status(enum problem p);

/* Appends the problem's JSON; `detail` may be NULL. */
void problem_write(struct buf *out, enum problem p, const char *detail);

/* The same with one number beside it, such as the bound. */
void problem_write_int(struct buf *out, enum problem p, const char *key, int64_t value);

#endif
