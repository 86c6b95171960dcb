/* An event as it is stored and sent: bytes that nobody re-serialises, and what a hub said of them. Plain values. */
#ifndef LINLI_RAW_H
#define LINLI_RAW_H

#include <stdint.h>
#include "linli/hash.h"
#include "linli/id.h"

enum verdict { VERDICT_NONE, VERDICT_ACCEPTED, VERDICT_REFUSED, VERDICT_CONFLICT, VERDICT_QUARANTINE };

/* Pointers are borrowed: from the reader during its call, from the caller of store_put. */
struct raw_event {
    struct id device;
    int64_t seq;
    const char *town; /* with rev; NULL where the hub gave none */
    int64_t rev;
    const char *header;
    size_t header_len;
    const unsigned char *salt; /* SALT_BYTES; NULL where the body was erased: body_hash then stands */
    const char *body;
    size_t body_len;
    const struct hash *body_hash;
    const unsigned char *sealed; /* the body sealed to the hub (salt || body), with body_hash; NULL: none */
    size_t sealed_len;
    struct hash hash; /* H(seq); filled by readers; store_put computes it where the chain is known here */
    enum verdict verdict;
    const char *reason;
    int64_t received;
};

#endif
