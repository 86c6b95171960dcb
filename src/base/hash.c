/* libsodium under linli's names. */
#include "linli/hash.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

_Static_assert(sizeof(crypto_generichash_state) + 64 <= sizeof(struct hash_state), "hash state fits");
_Static_assert(SIGN_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "public key size");
_Static_assert(SIGN_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "secret key size");
_Static_assert(SIGN_BYTES == crypto_sign_BYTES, "signature size");

/* sodium_init is cheap after the first time and safe to repeat. */
static void ready(void) {
    static bool done;

    if (!done)
        done = sodium_init() >= 0;
}

/* libsodium wants its state on 64 bytes, which not every stack gives. */
static crypto_generichash_state *aligned(struct hash_state *s) {
    return (crypto_generichash_state *)(void *)(((uintptr_t)s->opaque + 63) & ~(uintptr_t)63);
}

void hash_init(struct hash_state *s) {
    crypto_generichash_init(aligned(s), NULL, 0, HASH_BYTES);
}

void hash_add(struct hash_state *s, const void *bytes, size_t len) {
    crypto_generichash_update(aligned(s), bytes, len);
}

void hash_end(struct hash_state *s, struct hash *out) {
    crypto_generichash_final(aligned(s), out->b, HASH_BYTES);
}

void hash_of(struct hash *out, const void *bytes, size_t len) {
    crypto_generichash(out->b, HASH_BYTES, bytes, len, NULL, 0);
}

bool hash_equal(const struct hash *a, const struct hash *b) {
    return sodium_memcmp(a->b, b->b, HASH_BYTES) == 0;
}

void hex_text(char *out, const void *bytes, size_t len) {
    sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

bool hex_parse(void *out, size_t len, const char *text, size_t text_len) {
    const char *end;
    size_t got;

    if (text_len != 2 * len || sodium_hex2bin(out, len, text, text_len, NULL, &got, &end) != 0)
        return false;
    return got == len && end == text + text_len;
}

void random_fill(void *out, size_t len) {
    ready();
    randombytes_buf(out, len);
}

void sign_key_make(struct sign_key *out) {
    ready();
    crypto_sign_keypair(out->pub, out->secret);
}

void sign_make(unsigned char out[SIGN_BYTES], const void *bytes, size_t len, const struct sign_key *key) {
    crypto_sign_detached(out, NULL, bytes, len, key->secret);
}

bool sign_check(const unsigned char sig[SIGN_BYTES], const void *bytes, size_t len, const unsigned char pub[SIGN_PUBLIC_BYTES]) {
    return crypto_sign_verify_detached(sig, bytes, len, pub) == 0;
}

_Static_assert(SECRET_TEXT_SIZE >= crypto_pwhash_STRBYTES, "what is kept of a passphrase");
#define SECRET_PASSES 3
#define SECRET_MEMORY ((size_t)32 << 20)

bool secret_make(char out[SECRET_TEXT_SIZE], const char *text, size_t len) {
    ready();
    return crypto_pwhash_str_alg(out, text, len, SECRET_PASSES, SECRET_MEMORY, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

enum err secret_check(const char *kept, const char *text, size_t len) {
    ready();
    errno = 0;
    if (crypto_pwhash_str_verify(kept, text, len) == 0)
        return ERR_OK;
    return errno == ENOMEM ? ERR_FAILED : ERR_REFUSED;
}

void secret_wipe(void *bytes, size_t len) {
    sodium_memzero(bytes, len);
}

struct id sign_device_id(const unsigned char pub[SIGN_PUBLIC_BYTES]) {
    struct hash h;
    struct id id;

    hash_of(&h, pub, SIGN_PUBLIC_BYTES);
    memcpy(id.b, h.b, ID_BYTES);
    return id;
}

enum err seal_make(struct buf *out, const void *bytes, size_t len, const unsigned char pub[SIGN_PUBLIC_BYTES]) {
    unsigned char box_pub[crypto_box_PUBLICKEYBYTES];
    unsigned char *to = (unsigned char *)buf_reserve(out, len + crypto_box_SEALBYTES);

    if (crypto_sign_ed25519_pk_to_curve25519(box_pub, pub) != 0 || crypto_box_seal(to, bytes, len, box_pub) != 0)
        return ERR_FAILED;
    out->len += len + crypto_box_SEALBYTES;
    out->data[out->len] = '\0';
    return ERR_OK;
}

enum err seal_open(struct buf *out, const void *sealed, size_t len, const struct sign_key *key) {
    unsigned char box_pub[crypto_box_PUBLICKEYBYTES], box_secret[crypto_box_SECRETKEYBYTES];
    unsigned char *to;
    enum err e = ERR_CORRUPT;

    if (len < crypto_box_SEALBYTES)
        return ERR_CORRUPT;
    to = (unsigned char *)buf_reserve(out, len - crypto_box_SEALBYTES);
    if (crypto_sign_ed25519_pk_to_curve25519(box_pub, key->pub) == 0 &&
        crypto_sign_ed25519_sk_to_curve25519(box_secret, key->secret) == 0 &&
        crypto_box_seal_open(to, sealed, len, box_pub, box_secret) == 0) {
        out->len += len - crypto_box_SEALBYTES;
        out->data[out->len] = '\0';
        e = ERR_OK;
    }
    sodium_memzero(box_secret, sizeof box_secret);
    return e;
}

void base64_text(struct buf *out, const void *bytes, size_t len) {
    size_t room = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
    char *to = buf_reserve(out, room);

    sodium_bin2base64(to, room, bytes, len, sodium_base64_VARIANT_ORIGINAL);
    out->len += strlen(to);
}

long base64_parse(void *out, size_t room, const char *text, size_t len) {
    const char *end;
    size_t got;

    if (sodium_base642bin(out, room, text, len, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) != 0 || end != text + len)
        return -1;
    return (long)got;
}
