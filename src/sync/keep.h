/* What an answer made true, kept in the store: all of it or none. */
#ifndef LINLI_SYNC_KEEP_H
#define LINLI_SYNC_KEEP_H

#include "engine.h"

struct kept {
    int64_t pulled, refused;
};

/* Reads what a run begins with. */
enum err keep_start(struct engine_start *out, struct store *s, const unsigned char hub_key[SIGN_PUBLIC_BYTES]);

/* One transaction. On failure nothing is changed and words are set. ERR_NETWORK: the page is none; ERR_TRUST: the receipt is for
 * bytes that are not this device's. */
enum err keep_told(struct store *s, const struct told *told, struct kept *kept);

#endif
