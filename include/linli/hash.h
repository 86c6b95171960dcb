/* Hashes, signatures, seals and tokens: names and sizes over libsodium, nothing else. */
#ifndef LINLI_HASH_H
#define LINLI_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/id.h"

#define HASH_BYTES 32
#define HASH_TEXT_SIZE 65
#define SALT_BYTES 16
#define SIGN_PUBLIC_BYTES 32
#define SIGN_SECRET_BYTES 64
#define SIGN_BYTES 64
#define TOKEN_BYTES 32
#define TOKEN_TEXT_SIZE 65

struct hash {
    unsigned char b[HASH_BYTES];
};

/* BLAKE2b-256 over parts added one after the other. A state is not copied between hash_init and hash_end. */
struct hash_state {
    unsigned char opaque[448];
};
void hash_init(struct hash_state *s);
void hash_add(struct hash_state *s, const void *bytes, size_t len);
void hash_end(struct hash_state *s, struct hash *out);
void hash_of(struct hash *out, const void *bytes, size_t len);
bool hash_equal(const struct hash *a, const struct hash *b); /* constant time */

/* Hex of any bytes; `out` has 2 * len + 1. hex_parse wants exactly 2 * len digits at text. */
void hex_text(char *out, const void *bytes, size_t len);
bool hex_parse(void *out, size_t len, const char *text, size_t text_len);

void random_fill(void *out, size_t len);

/* A passphrase as it may be kept: Argon2id with 3 passes over 32 MiB. False where that memory cannot be had. Above the least that
 * OWASP asks for (2 over 19), with half the memory of libsodium's own interactive limit, since a netbook of 1 GB has other
 * programs, and a station many people; 50 ms on an office machine, half a second on a netbook of 2009. What is kept says its own
 * limits, so that they can grow. */
#define SECRET_TEXT_SIZE 128
bool secret_make(char out[SECRET_TEXT_SIZE], const char *text, size_t len);
enum err secret_check(const char *kept, const char *text, size_t len); /* ERR_REFUSED: another one; ERR_FAILED: no memory */
void secret_wipe(void *bytes, size_t len); /* also where a compiler thinks that nobody reads it any more */

/* An Ed25519 key pair; `secret` is kept 0600 and leaves the device in no message. */
struct sign_key {
    unsigned char pub[SIGN_PUBLIC_BYTES];
    unsigned char secret[SIGN_SECRET_BYTES];
};
void sign_key_make(struct sign_key *out);
void sign_make(unsigned char out[SIGN_BYTES], const void *bytes, size_t len, const struct sign_key *key);
bool sign_check(const unsigned char sig[SIGN_BYTES], const void *bytes, size_t len, const unsigned char pub[SIGN_PUBLIC_BYTES]);

/* A device's id: the first 16 bytes of BLAKE2b-256 of its public key. */
struct id sign_device_id(const unsigned char pub[SIGN_PUBLIC_BYTES]);

/* Seals bytes to the holder of the Ed25519 public key (crypto_box_seal over its X25519 form). */
enum err seal_make(struct buf *out, const void *bytes, size_t len, const unsigned char pub[SIGN_PUBLIC_BYTES]);
enum err seal_open(struct buf *out, const void *sealed, size_t len, const struct sign_key *key);

/* base64 (standard alphabet, padded) for pins and keys in JSON. base64_parse gives the number of bytes, or -1. */
void base64_text(struct buf *out, const void *bytes, size_t len);
long base64_parse(void *out, size_t room, const char *text, size_t len);

#endif
