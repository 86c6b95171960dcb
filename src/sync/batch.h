/* Own events on their way: from the journal into the body of a push. */
#ifndef LINLI_SYNC_BATCH_H
#define LINLI_SYNC_BATCH_H

#include "engine.h"

struct batch {
    struct buf body;
    int64_t from, last;
    struct hash last_hash;
    size_t count;
};

/* The push that the engine asks for, signed, packed with zstd where `packed`. */
enum err batch_make(struct batch *out, struct store *s, const struct engine_request *r, bool packed);
void batch_free(struct batch *b);

#endif
