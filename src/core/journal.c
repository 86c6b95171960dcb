/* The hash chain. */
#include "linli/journal.h"

#include "linli/buf.h"

void journal_first(struct hash *out, const unsigned char pub[SIGN_PUBLIC_BYTES]) {
    hash_of(out, pub, SIGN_PUBLIC_BYTES);
}

void journal_body(struct hash *out, const unsigned char salt[SALT_BYTES], const char *body, size_t len) {
    struct hash_state h;

    hash_init(&h);
    hash_add(&h, salt, SALT_BYTES);
    hash_add(&h, body, len);
    hash_end(&h, out);
}

void journal_next(struct hash *chain, const char *header, size_t len, const struct hash *body) {
    struct hash_state h;

    hash_init(&h);
    hash_add(&h, chain->b, HASH_BYTES);
    hash_add(&h, header, len);
    hash_add(&h, body->b, HASH_BYTES);
    hash_end(&h, chain);
}

static void text(struct buf *out, const char *domain, const struct id *device, int64_t seq, const struct hash *hash) {
    char id[ID_TEXT_SIZE], hex[HASH_TEXT_SIZE];

    id_text(id, device);
    hex_text(hex, hash->b, HASH_BYTES);
    buf_reset(out);
    buf_printf(out, "%s %s %lld %s", domain, id, (long long)seq, hex);
}

void journal_head_text(struct buf *out, const struct id *device, int64_t seq, const struct hash *hash) {
    text(out, "linli head 1", device, seq, hash);
}

void journal_receipt_text(struct buf *out, const struct id *device, int64_t seq, const struct hash *hash, int64_t hub_ms) {
    text(out, "linli receipt 1", device, seq, hash);
    buf_printf(out, " %lld", (long long)hub_ms);
}
