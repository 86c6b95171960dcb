/* The hash chain of a device's journal (DESIGN.md section 1): H(n) = BLAKE2b-256(H(n-1) || header || BLAKE2b-256(salt || body)),
 * H(0) = BLAKE2b-256(device public key). Pure. */
#ifndef LINLI_JOURNAL_H
#define LINLI_JOURNAL_H

#include <stdint.h>
#include "linli/hash.h"

void journal_first(struct hash *out, const unsigned char pub[SIGN_PUBLIC_BYTES]);
void journal_body(struct hash *out, const unsigned char salt[SALT_BYTES], const char *body, size_t len);

/* H(n) from H(n-1); `chain` is both. */
void journal_next(struct hash *chain, const char *header, size_t len, const struct hash *body);

/* What a device signs to close a push, and a hub to give a receipt: a domain word, the project, device, seq, hash (and hub time).
 * `out` is emptied first. */
void journal_head_text(struct buf *out, const struct id *device, int64_t seq, const struct hash *hash);
void journal_receipt_text(struct buf *out, const struct id *device, int64_t seq, const struct hash *hash, int64_t hub_ms);

#endif
