/* Pins: "sha256//BASE64" of a certificate's public key (SubjectPublicKeyInfo), as curl writes them. Pure. */
#ifndef LINLI_SYNC_PIN_H
#define LINLI_SYNC_PIN_H

#include <stdbool.h>
#include <stddef.h>

#define PIN_SIZE 53 /* "sha256//", 44 digits and NUL */

/* True for one well-formed pin. */
bool pin_ok(const char *text);

/* The pin of the first certificate in PEM text; false, out "", where there is none that can be read. */
bool pin_of_pem(char out[PIN_SIZE], const char *pem, size_t len);

#endif
