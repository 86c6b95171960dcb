/* The body of an enrolment: who this device is, and which households it has. */
#ifndef LINLI_SYNC_JOIN_H
#define LINLI_SYNC_JOIN_H

#include "linli/buf.h"
#include "linli/store.h"

/* With a one-time code. The doors of own households go along where `households`, so that the hub can tell which of its own they
 * are. */
enum err join_body(struct buf *out, struct store *s, const char *code, bool households);

/* Under a new key, in the place of device `old` from `seq` on. */
enum err join_continue_body(struct buf *out, struct store *s, const struct id *old, int64_t seq);

#endif
