/* A page of a pull, put into the record. */
#ifndef LINLI_SYNC_PAGE_H
#define LINLI_SYNC_PAGE_H

#include "linli/store.h"

/* Applies all lines, inside a transaction of the caller. *fresh counts events that were not here. ERR_SYNTAX without words: a
 * line that is none of the wire's; the caller rolls back. */
enum err page_apply(struct store *s, const char *text, size_t len, int64_t *fresh);

#endif
