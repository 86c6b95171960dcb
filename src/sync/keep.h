/* What an answer made true, kept in the store: all of it or none. */
#ifndef LINLI_SYNC_KEEP_H
#define LINLI_SYNC_KEEP_H

#include "engine.h"

/* Reads what a run begins with. */
enum err keep_start(struct engine_start *out, struct store *s, const unsigned char hub_key[SIGN_PUBLIC_BYTES]);

/* All but the page, in one transaction; *refused counts the events that were marked so. On failure nothing is changed and words
 * are set. */
enum err keep_told(struct store *s, const struct told *told, int64_t *refused);

#endif
