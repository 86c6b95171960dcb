/* Backoff, addresses, pins and words of distrust. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/backoff.h"
#include "sync/pin.h"
#include "sync/trust.h"
#include "sync/url.h"
#include "linli/clock.h"
#include "linli/mem.h"

static void test_backoff_grows(void **state) {
    int64_t before = 0;

    (void)state;
    for (int64_t tries = 1; tries < 20; tries++) {
        int64_t least = backoff_delay(tries, 0, 0), most = backoff_delay(tries, 0, 1023);

        assert_true(least >= before && most > least);
        assert_true(most <= BACKOFF_LAST_MS);
        before = least;
    }
    assert_int_equal(backoff_delay(1, 0, 0), 5000);
    assert_int_equal(backoff_delay(2, 0, 0), 10000);
    assert_int_equal(backoff_delay(INT64_MAX, 0, 1023), BACKOFF_LAST_MS);
    assert_true(backoff_delay(0, 0, 0) >= 5000);
    assert_true(backoff_delay(-5, -7, 0) >= 5000);
}

static void test_backoff_asked(void **state) {
    (void)state;
    assert_true(backoff_delay(1, 120, 0) >= 120000);
    assert_true(backoff_delay(1, 120, 1023) <= 132000);
    assert_true(backoff_delay(1, INT64_MAX, 1023) <= BACKOFF_ASKED_MAX_MS + BACKOFF_ASKED_MAX_MS / 10);
    assert_int_equal(backoff_delay(1, 1, 0), 5000);
}

static const struct {
    const char *in, *out;
} urls[] = {
    {"https://hub.example", "https://hub.example"},
    {"hub.example:8443", "https://hub.example:8443"},
    {"HTTPS://Hub.Example:8443/", "https://hub.example:8443"},
    {"https://hub.example/town/", "https://hub.example/town"},
    {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
    {"http://127.9.8.7", "http://127.9.8.7"},
    {"http://localhost:1", "http://localhost:1"},
    {"http://[::1]:8080", "http://[::1]:8080"},
    {"https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
    {"http://hub.example", NULL},
    {"http://10.0.0.1", NULL},
    {"http://127.0.0.1.evil.example", NULL},
    {"http://127.1@evil.example", NULL},
    {"http://localhost.evil.example", NULL},
    {"http://0177.0.0.1", NULL},
    {"http://2130706433", NULL},
    {"http://[::ffff:10.0.0.1]", NULL},
    {"ftp://hub.example", NULL},
    {"file:///etc/passwd", NULL},
    {"https://user:pw@hub.example", NULL},
    {"https://hub.example?x=1", NULL},
    {"https://hub.example#x", NULL},
    {"https://hub.example:0", NULL},
    {"https://hub.example:65536", NULL},
    {"https://hub.example:99999999999999999999", NULL},
    {"https://hub.example:80x", NULL},
    {"https://hub.example\\@evil.example", NULL},
    {"https://[::1", NULL},
    {"https://[zz]", NULL},
    {"https://", NULL},
    {"https:///path", NULL},
    {"", NULL},
    {"https://hub example", NULL},
    {"https://hub.example\r\nX: y", NULL},
    {"https://\xE9\x82\xBB\xE9\x87\x8C", NULL},
    {"-oProxy", "https://-oproxy"},
};

static void test_urls(void **state) {
    struct url u;

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        enum err e = url_read(&u, urls[i].in);

        if (urls[i].out) {
            assert_int_equal(e, ERR_OK);
            assert_string_equal(u.text, urls[i].out);
            assert_int_equal(u.tls, strncmp(u.text, "https", 5) == 0);
        } else {
            assert_int_equal(e, ERR_USAGE);
            assert_string_equal(u.text, "");
            assert_true(*err_last()->why && *err_last()->todo);
        }
    }
}

static void test_url_too_long(void **state) {
    char text[2000];
    struct url u;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(url_read(&u, text), ERR_USAGE);
    memcpy(text, "https://a/", 10);
    assert_int_equal(url_read(&u, text), ERR_USAGE);
}

/* Made by: openssl req -x509 -newkey ed25519 -subj /CN=pin; the pin by: openssl x509 -pubkey | openssl pkey -pubin -outform der |
 * openssl dgst -sha256 -binary | base64 */
static const char pem[] = "Cert text before\n"
                          "-----BEGIN CERTIFICATE-----\n"
                          "MIIBMjCB5aADAgECAhQFdJaq66llN7axFrGdr3wO4OtyWDAFBgMrZXAwDjEMMAoG\n"
                          "A1UEAwwDcGluMCAXDTI2MTEyMjE3MTU1MVoYDzIxMjYxMDI5MTcxNTUxWjAOMQww\n"
                          "CgYDVQQDDANwaW4wKjAFBgMrZXADIQAGyznEmbt2aiOvNaWwh4faxpp/P+d3Pgxl\n"
                          "thrObvkREaNTMFEwHQYDVR0OBBYEFGU7Z7oMDEn7Z7PYupFFVBq0qJYTMB8GA1Ud\n"
                          "IwQYMBaAFGU7Z7oMDEn7Z7PYupFFVBq0qJYTMA8GA1UdEwEB/wQFMAMBAf8wBQYD\n"
                          "K2VwA0EAHF4KiqkIspWTP+Cc4nZj/sU4oCfQgg9ZF8CrkA23BbEUPxYf+1Q8ay/1\n"
                          "hTyIqLsmkvXg3Ph0D+fHTZD4Z6PvAQ==\n"
                          "-----END CERTIFICATE-----\n";
static const char pem_pin[] = "sha256//R6Ed2sNjBpFKAbYeXaKr82gII+qpyh/Nf7Bd3fMiTqo=";

static void test_pin_of_certificate(void **state) {
    char pin[PIN_SIZE];

    (void)state;
    assert_true(pin_of_pem(pin, pem, sizeof pem - 1));
    assert_string_equal(pin, pem_pin);
    assert_true(pin_ok(pin));
}

/* Cut and flipped: a pin or none, never a crash. */
static void test_pin_of_damaged(void **state) {
    char pin[PIN_SIZE];

    (void)state;
    for (size_t len = 0; len < sizeof pem - 1; len++) {
        char *part = mem_dup_n(pem, len);

        assert_int_equal(pin_of_pem(pin, part, len), strstr(part, "-----END CERTIFICATE-----") != NULL);
        mem_free(part);
    }
    for (size_t i = 0; i < sizeof pem - 1; i++) {
        char *copy = mem_dup_n(pem, sizeof pem - 1);

        copy[i] = copy[i] == 'A' ? '/' : 'A';
        if (!pin_of_pem(pin, copy, sizeof pem - 1))
            assert_string_equal(pin, "");
        mem_free(copy);
    }
}

static void test_pin_form(void **state) {
    (void)state;
    assert_false(pin_ok(""));
    assert_false(pin_ok("sha256//"));
    assert_false(pin_ok("sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_false(pin_ok("sha1//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assert_false(
        pin_ok("sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assert_true(pin_ok("sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
}

static void test_distrust(void **state) {
    struct certificate c = {.count = 1};
    struct trouble t, before;

    (void)state;
    /* The numbers of GnuTLS and of OpenSSL. */
    assert_int_equal(trust_why(true, 2 | 64, ""), DISTRUST_SIGNER);
    assert_int_equal(trust_why(true, 2 | 1024, ""), DISTRUST_DATE);
    assert_int_equal(trust_why(true, 2 | 512, ""), DISTRUST_DATE);
    assert_int_equal(trust_why(true, 2 | 256, ""), DISTRUST_OTHER);
    assert_int_equal(trust_why(false, 9, ""), DISTRUST_DATE);
    assert_int_equal(trust_why(false, 10, ""), DISTRUST_DATE);
    assert_int_equal(trust_why(false, 18, ""), DISTRUST_SELF);
    assert_int_equal(trust_why(false, 20, ""), DISTRUST_SIGNER);
    assert_int_equal(trust_why(false, 7, ""), DISTRUST_OTHER);
    assert_int_equal(trust_why(true, 0, "does not match target host name 'x'"), DISTRUST_HOST);
    trust_line(&c, "Subject:C=CN,O=Town,CN=hub.example");
    trust_line(&c, "Issuer:O = Office, CN = Office CA");
    trust_line(&c, "Start Date:2026-11-22 16:51:58 GMT");
    trust_line(&c, "Expire date:Dec 22 16:51:58 2026 GMT");
    trust_line(&c, "no colon");
    assert_string_equal(c.subject, "hub.example");
    assert_string_equal(c.issuer, "Office CA");
    clock_set(INT64_C(1700000000000));
    trust_trouble(&t, DISTRUST_DATE, &c, "h");
    assert_non_null(strstr(t.why, "2026-11-23 00:51")); /* in the office's zone */
    assert_non_null(strstr(t.why, "2026-12-23 00:51"));
    assert_non_null(strstr(t.why, "2023-11-15 06:13"));
    assert_non_null(strstr(t.todo, "clock"));
    clock_set(0);
    for (int why = DISTRUST_DATE; why <= DISTRUST_OTHER; why++) {
        before = t;
        trust_trouble(&t, (enum distrust)why, &c, "h");
        assert_int_equal(t.e, ERR_TRUST);
        if (why > DISTRUST_DATE)
            assert_string_not_equal(before.why, t.why);
    }
    trust_handshake(&t, "gnutls_handshake() failed: A packet with illegal or unsupported version was received.");
    assert_int_equal(t.e, ERR_TRUST);
    trust_handshake(&t, "gnutls_handshake() failed: Error in the pull function.");
    assert_int_equal(t.e, ERR_NETWORK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backoff_grows), cmocka_unit_test(test_backoff_asked),      cmocka_unit_test(test_urls),
        cmocka_unit_test(test_url_too_long),  cmocka_unit_test(test_pin_of_certificate), cmocka_unit_test(test_pin_of_damaged),
        cmocka_unit_test(test_pin_form),      cmocka_unit_test(test_distrust),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
