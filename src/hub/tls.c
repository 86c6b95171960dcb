/* Certificate, key and pin. */
#include "hub/tls.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/hash.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define PEM_MAX ((size_t)256 << 10)
#define CHAIN_MAX 8

/* One certificate with its key. A handshake keeps pointers to the one it began with and has no end that is told to us,
 * so older ones are kept until the program ends; a reload comes once in months. */
struct credentials {
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned int chain_len;
    gnutls_privkey_t key;
    char pin[64];
    int64_t expires;
    struct credentials *older;
};

static struct credentials *current;

static enum err failed(const char *file, const char *why) {
    return err_say(ERR_SYNTAX, _("cannot use the certificate"), err_fmt("%s: %s", file, why),
                   _("give PEM files with --tls-cert and --tls-key"));
}

static void credentials_free(struct credentials *c) {
    for (unsigned int i = 0; i < c->chain_len; i++)
        gnutls_pcert_deinit(&c->chain[i]);
    if (c->key)
        gnutls_privkey_deinit(c->key);
    mem_free(c);
}

static enum err read_chain(struct credentials *c, const char *file) {
    struct buf pem = {0};
    enum err e = file_read(&pem, file, PEM_MAX);
    gnutls_datum_t text = {.data = (unsigned char *)pem.data, .size = (unsigned int)pem.len};
    gnutls_x509_crt_t *list = NULL;
    unsigned int count = 0;
    int rc;

    if (e != ERR_OK)
        goto out;
    rc = gnutls_x509_crt_list_import2(&list, &count, &text, GNUTLS_X509_FMT_PEM, GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
    if (rc >= 0 && count > CHAIN_MAX)
        rc = GNUTLS_E_CERTIFICATE_LIST_UNSORTED;
    for (unsigned int i = 0; rc >= 0 && i < count; i++) {
        rc = gnutls_pcert_import_x509(&c->chain[i], list[i], 0);
        c->chain_len += rc >= 0;
    }
    if (rc >= 0)
        c->expires = (int64_t)gnutls_x509_crt_get_expiration_time(list[0]) * 1000;
    for (unsigned int i = 0; i < count; i++)
        gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    e = rc < 0 ? failed(file, gnutls_strerror(rc)) : ERR_OK;
out:
    buf_free(&pem);
    return e;
}

static enum err read_key(struct credentials *c, const char *file) {
    struct buf pem = {0};
    struct stat st;
    enum err e = file_read(&pem, file, PEM_MAX);
    gnutls_datum_t text = {.data = (unsigned char *)pem.data, .size = (unsigned int)pem.len};
    int rc;

    if (e == ERR_OK && stat(file, &st) == 0 && st.st_mode & S_IROTH)
        e = err_say(ERR_TRUST, _("cannot use the key"), err_fmt(_("everybody on this machine can read %s"), file),
                    err_fmt(_("chmod 600 %s; and make a new key if it stood open for long"), file));
    if (e == ERR_OK) {
        rc = gnutls_privkey_init(&c->key);
        if (rc >= 0)
            rc = gnutls_privkey_import_x509_raw(c->key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
        e = rc < 0 ? failed(file, gnutls_strerror(rc)) : ERR_OK;
    }
    if (pem.data)
        gnutls_memset(pem.data, 0, pem.len);
    buf_free(&pem);
    return e;
}

/* SubjectPublicKeyInfo of `pub`, as a pin. */
static int make_pin(char out[64], gnutls_pubkey_t pub) {
    gnutls_datum_t der = {0};
    unsigned char sum[32];
    struct buf text = {0};
    int rc = gnutls_pubkey_export2(pub, GNUTLS_X509_FMT_DER, &der);

    if (rc >= 0)
        rc = gnutls_hash_fast(GNUTLS_DIG_SHA256, der.data, der.size, sum);
    gnutls_free(der.data);
    if (rc < 0)
        return rc;
    base64_text(&text, sum, sizeof sum);
    snprintf(out, 64, "sha256//%s", buf_text(&text));
    buf_free(&text);
    return 0;
}

/* The pin of the certificate, which must be that of the key. */
static enum err pair(struct credentials *c, const char *cert, const char *key) {
    gnutls_pubkey_t pub = NULL;
    char of_key[64];
    int rc = gnutls_pubkey_init(&pub);

    if (rc >= 0)
        rc = gnutls_pubkey_import_privkey(pub, c->key, 0, 0);
    if (rc >= 0)
        rc = make_pin(of_key, pub);
    if (pub)
        gnutls_pubkey_deinit(pub);
    if (rc >= 0)
        rc = make_pin(c->pin, c->chain[0].pubkey);
    if (rc < 0)
        return failed(cert, gnutls_strerror(rc));
    if (strcmp(of_key, c->pin) != 0)
        return err_say(ERR_TRUST, _("cannot use the certificate"), err_fmt(_("%s is not the key of %s"), key, cert),
                       _("give the two files that belong together"));
    return ERR_OK;
}

enum err tls_load(const char *cert, const char *key) {
    struct credentials *c = mem_new(1, sizeof *c);
    enum err e = read_chain(c, cert);

    if (e == ERR_OK)
        e = read_key(c, key);
    if (e == ERR_OK)
        e = pair(c, cert, key);
    if (e != ERR_OK) {
        credentials_free(c);
        return e;
    }
    c->older = current;
    current = c;
    return ERR_OK;
}

const char *tls_pin(void) {
    return current ? current->pin : "";
}

int64_t tls_expires(void) {
    return current ? current->expires : 0;
}

static int retrieve(gnutls_session_t session, const gnutls_datum_t *names, int name_count, const gnutls_pk_algorithm_t *algos,
                    int algo_count, gnutls_pcert_st **chain, unsigned int *chain_len, gnutls_privkey_t *key) {
    (void)session, (void)names, (void)name_count, (void)algos, (void)algo_count;
    *chain = current->chain;
    *chain_len = current->chain_len;
    *key = current->key;
    return 0;
}

gnutls_certificate_retrieve_function2 *tls_retrieve(void) {
    return retrieve;
}

void tls_free(void) {
    while (current) {
        struct credentials *older = current->older;

        credentials_free(current);
        current = older;
    }
}
