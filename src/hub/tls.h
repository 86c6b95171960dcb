/* The hub's certificate and key: read, checked against each other, pinned, and read anew while serving. The HTTP side hands
 * tls_retrieve on without looking. */
#ifndef LINLI_HUB_TLS_H
#define LINLI_HUB_TLS_H

#include <stdint.h>
#include <gnutls/abstract.h>
#include "linli/err.h"

/* TLS 1.2 and 1.3 only, for the library below. */
#define TLS_PRIORITIES "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* Reads both PEM files (the certificate may carry its chain) and makes them the ones that new connections are shown; older ones
 * stay good for the connections that began with them. ERR_IO, ERR_SYNTAX or ERR_TRUST (key and certificate are no pair, or
 * readable by everybody) with words: what was in use stays in use. */
enum err tls_load(const char *cert, const char *key);

/* The pin of the key in use: "sha256//" and base64 of the SHA-256 of its SubjectPublicKeyInfo. "" before tls_load. */
const char *tls_pin(void);

/* UTC milliseconds at which the certificate in use ends; 0 before tls_load. */
int64_t tls_expires(void);

/* The callback that GnuTLS asks for the certificate. */
gnutls_certificate_retrieve_function2 *tls_retrieve(void);

void tls_free(void);

#endif
