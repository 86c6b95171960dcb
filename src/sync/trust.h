/* Why a server is not believed, in words for people. Pure: what the TLS library said goes in, words come out. */
#ifndef LINLI_SYNC_TRUST_H
#define LINLI_SYNC_TRUST_H

#include "answer.h"

struct certificate {
    char subject[NAME_SIZE], issuer[NAME_SIZE]; /* common names */
    char from[32], until[32];                   /* for people */
    char pin[PIN_SIZE];
    int count; /* certificates shown, 0: not known */
};

/* One "Name:value" line about the certificate, as libcurl gives them. */
void trust_line(struct certificate *c, const char *line);

enum distrust { DISTRUST_DATE, DISTRUST_SIGNER, DISTRUST_SELF, DISTRUST_HOST, DISTRUST_OTHER };

/* `result` is the library's own number (GnuTLS or OpenSSL), `error` its words. */
enum distrust trust_why(bool gnutls, long result, const char *error);

/* All are ERR_TRUST. */
void trust_trouble(struct trouble *t, enum distrust why, const struct certificate *c, const char *host);

/* A handshake that failed: ERR_NETWORK where the line broke, ERR_TRUST where the server knows only what is outdated. */
void trust_handshake(struct trouble *t, const char *error);

#endif
