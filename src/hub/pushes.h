/* Outbox files: pushes one after the other, as they would have been sent. Pure. */
#ifndef LINLI_HUB_PUSHES_H
#define LINLI_HUB_PUSHES_H

#include <stddef.h>
#include "linli/err.h"
#include "linli/wire.h"

/* The push that begins at text: *push_len bytes of it with its last line, *head its first line, *events how many it carries.
 * ERR_NOT_FOUND without words: nothing is left but white space; ERR_SYNTAX or ERR_NEWER: it is no push, or not whole; ERR_RANGE:
 * larger than one may be. */
enum err pushes_next(size_t *push_len, struct wire_head *head, size_t *events, const char *text, size_t len);

#endif
