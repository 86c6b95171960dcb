/* The pin of a certificate: a walk over six DER fields to the public key, then SHA-256. SHA-256 (what curl's pins are made of) is
 * asked of libsodium here, because everything else in linli hashes with BLAKE2b. */
#include "pin.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "linli/buf.h"
#include "linli/hash.h"

#define PEM_MAX 65536

static const char prefix[] = "sha256//";
static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

bool pin_ok(const char *text) {
    unsigned char digest[crypto_hash_sha256_BYTES];

    return strncmp(text, prefix, sizeof prefix - 1) == 0 && strlen(text) == PIN_SIZE - 1 &&
           base64_parse(digest, sizeof digest, text + sizeof prefix - 1, PIN_SIZE - sizeof prefix) == (long)sizeof digest;
}

struct der {
    const unsigned char *p;
    size_t left;
};

/* Takes the next element: its tag, the whole of it and its content. */
static bool take(struct der *in, unsigned char *tag, struct der *whole, struct der *content) {
    size_t head = 2, len;

    if (in->left < 2)
        return false;
    len = in->p[1];
    if (len & 0x80) {
        size_t bytes = len & 0x7F;

        if (!bytes || bytes > 3 || in->left < 2 + bytes)
            return false;
        for (len = 0; head < 2 + bytes; head++)
            len = len << 8 | in->p[head];
    }
    if (len > in->left - head)
        return false;
    *tag = in->p[0];
    *whole = (struct der){in->p, head + len};
    *content = (struct der){in->p + head, len};
    in->p += head + len;
    in->left -= head + len;
    return true;
}

/* RFC 5280 section 4.1: version [0] (absent in version 1), serial, signature, issuer, validity, subject, subjectPublicKeyInfo. */
static bool public_key(struct der *key, struct der certificate) {
    struct der whole, content, fields;
    unsigned char tag;

    if (!take(&certificate, &tag, &whole, &content) || tag != 0x30)
        return false;
    certificate = content;
    if (!take(&certificate, &tag, &whole, &fields) || tag != 0x30)
        return false;
    if (!take(&fields, &tag, &whole, &content))
        return false;
    if (tag == 0xA0 && !take(&fields, &tag, &whole, &content))
        return false;
    for (int i = 0; i < 5; i++)
        if (!take(&fields, &tag, &whole, &content))
            return false;
    *key = whole;
    return tag == 0x30;
}

bool pin_of_pem(char out[PIN_SIZE], const char *pem, size_t len) {
    const char *from, *to;
    unsigned char digest[crypto_hash_sha256_BYTES];
    struct buf packed = {0}, der = {0}, text = {0};
    struct der key;
    long bytes;
    bool ok = false;

    out[0] = '\0';
    if (len > PEM_MAX || !(from = memmem(pem, len, begin, sizeof begin - 1)))
        return false;
    from += sizeof begin - 1;
    if (!(to = memmem(from, len - (size_t)(from - pem), end, sizeof end - 1)))
        return false;
    for (; from < to; from++)
        if (!strchr("\r\n\t ", *from))
            buf_putc(&packed, *from);
    bytes = base64_parse(buf_reserve(&der, packed.len + 1), packed.len + 1, buf_text(&packed), packed.len);
    if (bytes > 0 && public_key(&key, (struct der){(const unsigned char *)der.data, (size_t)bytes})) {
        crypto_hash_sha256(digest, key.p, key.left);
        buf_puts(&text, prefix);
        base64_text(&text, digest, sizeof digest);
        snprintf(out, PIN_SIZE, "%s", buf_text(&text));
        ok = true;
    }
    buf_free(&packed);
    buf_free(&der);
    buf_free(&text);
    return ok;
}
