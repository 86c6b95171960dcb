/* Certificates that can not be believed. */
#include "trust.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include "linli/clock.h"
#include "linli/i18n.h"

/* "2026-11-22 08:30:00 GMT" or "Nov 22 08:30:00 2026 GMT", as the two libraries write it. */
static void read_time(char out[32], const char *text) {
    static const char *const forms[] = {"%Y-%m-%d %H:%M:%S", "%b %d %H:%M:%S %Y"};
    char stamp[CLOCK_STAMP_SIZE];

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct tm tm = {0};

        if (strptime(text, forms[i], &tm)) {
            clock_stamp(stamp, (int64_t)timegm(&tm) * 1000);
            snprintf(out, 32, "%.10s %.5s", stamp, stamp + 11);
            return;
        }
    }
}

/* The common name in "C=CN,CN=hub.example" or "O = X, CN = hub.example", else all of it. */
static void common_name(char out[NAME_SIZE], const char *text) {
    char name[NAME_SIZE];

    for (const char *cn = text; (cn = strstr(cn, "CN")); cn += 2) {
        const char *value = cn + 2 + strspn(cn + 2, " ");

        if (*value == '=' && (cn == text || strchr(", /;", cn[-1]))) {
            text = value + 1 + strspn(value + 1, " ");
            break;
        }
    }
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, ",/;"), text);
    answer_words(out, NAME_SIZE, name);
}

void trust_line(struct certificate *c, const char *line) {
    const char *value = strchr(line, ':');

    if (!value)
        return;
    value++;
    if (strncasecmp(line, "Subject:", 8) == 0)
        common_name(c->subject, value);
    else if (strncasecmp(line, "Issuer:", 7) == 0)
        common_name(c->issuer, value);
    else if (strncasecmp(line, "Start date:", 11) == 0)
        read_time(c->from, value);
    else if (strncasecmp(line, "Expire date:", 12) == 0)
        read_time(c->until, value);
    else if (strncasecmp(line, "Cert:", 5) == 0)
        pin_of_pem(c->pin, value, strlen(value));
}

/* GnuTLS gives bits of gnutls_certificate_status_t, OpenSSL an X509_V_ERR number. */
enum distrust trust_why(bool gnutls, long result, const char *error) {
    enum { GNUTLS_SIGNER = 1 << 6, GNUTLS_NOT_YET = 1 << 9, GNUTLS_EXPIRED = 1 << 10 };
    static const enum distrust openssl[] = {[9] = DISTRUST_DATE,    [10] = DISTRUST_DATE,   [18] = DISTRUST_SELF,
                                            [19] = DISTRUST_SIGNER, [20] = DISTRUST_SIGNER, [21] = DISTRUST_SIGNER};

    if (strstr(error, "target host"))
        return DISTRUST_HOST;
    if (!gnutls)
        return result == 9 || result == 10 || (result >= 18 && result <= 21) ? openssl[result] : DISTRUST_OTHER;
    if (result & GNUTLS_SIGNER)
        return DISTRUST_SIGNER;
    return result & (GNUTLS_NOT_YET | GNUTLS_EXPIRED) ? DISTRUST_DATE : DISTRUST_OTHER;
}

static void date_trouble(struct trouble *t, const struct certificate *c) {
    char stamp[CLOCK_STAMP_SIZE];

    clock_stamp(stamp, clock_now());
    trouble_set(t, ERR_TRUST,
                *c->until ? err_fmt(_("the hub's certificate is good from %s to %s, and this device's clock says %.10s %.5s"),
                                    c->from, c->until, stamp, stamp + 11)
                          : err_fmt(_("the hub's certificate is not good at the time that this device's clock says, %.10s %.5s"),
                                    stamp, stamp + 11),
                _("check the clock; where it is right, the office must renew the certificate"));
}

void trust_trouble(struct trouble *t, enum distrust why, const struct certificate *c, const char *host) {
    const char *ask_ca = _("ask the office for its CA file and enrol with --ca FILE");

    /* GnuTLS does not tell a certificate that signed itself from one that an unknown CA signed. */
    if (why == DISTRUST_SIGNER && c->count == 1 && *c->subject && strcmp(c->subject, c->issuer) == 0)
        why = DISTRUST_SELF;
    if (why == DISTRUST_DATE)
        date_trouble(t, c);
    else if (why == DISTRUST_HOST)
        trouble_set(t, ERR_TRUST, err_fmt(_("the certificate is for %s, not for %s"), *c->subject ? c->subject : "?", host),
                    _("check the address; if it is right, do not go on and tell the office"));
    else if (why == DISTRUST_SELF)
        trouble_set(t, ERR_TRUST, _("the hub's certificate is signed by itself, by nobody who is known here"), ask_ca);
    else if (why == DISTRUST_SIGNER)
        trouble_set(t, ERR_TRUST,
                    err_fmt(_("the hub's certificate is signed by %s, who is not known here"), *c->issuer ? c->issuer : "?"),
                    ask_ca);
    else
        trouble_set(t, ERR_TRUST, _("the hub's certificate can not be checked"), _("do not go on; tell the office"));
}

void trust_handshake(struct trouble *t, const char *error) {
    static const char *const outdated[] = {"version", "protocol", "handshake failure", "cipher", "insufficient"};

    for (size_t i = 0; i < sizeof outdated / sizeof outdated[0]; i++) {
        if (strcasestr(error, outdated[i])) {
            trouble_set(t, ERR_TRUST, _("the hub offers only outdated encryption (TLS 1.2 or newer is needed)"),
                        _("nothing was sent; tell the office"));
            return;
        }
    }
    trouble_set(t, ERR_NETWORK, _("the connection broke before it was safe"), _("nothing is lost; it is tried again"));
}
