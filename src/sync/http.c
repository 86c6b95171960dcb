/* libcurl, and the only file that names it. It is loaded when the first request is made instead of being linked: linked, it and
 * the libraries behind it cost 5 ms at every start of a program that has 12 ms to its first screen, and 8 MiB in a program that
 * mostly works offline. So its functions are a table, filled by dlsym; types and numbers come from <curl/curl.h>. The wrong
 * certificate, name, pin or version ends a request before a byte of it was sent. */
#include "http.h"

/* The macros around these functions would take the place of the table's members. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>
#include "linli/file.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "trust.h"

#define HEADERS_MAX ((size_t)64 << 10)
#define ANSWER_MAX (WIRE_BODY_MAX + 1)
#define FALLBACK_MS 10000 /* looked at without any event; the library's own timers are sooner */

#define FUNCTIONS                                                                                                                \
    X(global_init)                                                                                                               \
    X(version_info)                                                                                                              \
    X(easy_init)                                                                                                                 \
    X(easy_setopt)                                                                                                               \
    X(easy_getinfo)                                                                                                              \
    X(easy_reset)                                                                                                                \
    X(easy_cleanup)                                                                                                              \
    X(slist_append)                                                                                                              \
    X(slist_free_all)                                                                                                            \
    X(multi_init)                                                                                                                \
    X(multi_add_handle)                                                                                                          \
    X(multi_remove_handle)                                                                                                       \
    X(multi_perform)                                                                                                             \
    X(multi_fdset)                                                                                                               \
    X(multi_timeout)                                                                                                             \
    X(multi_info_read)                                                                                                           \
    X(multi_cleanup)

static struct {
#define X(name) __typeof__(curl_##name) *name;
    FUNCTIONS
#undef X
    bool gnutls; /* whose numbers say why a certificate was refused */
} curl;

struct http {
    struct url url;
    char *pins;
    int ca_fd; /* the office's CA as a file without a name, -1 none */
    CURLM *multi;
    CURL *easy;
    struct curl_slist *headers;
    struct answer answer;
    size_t header_bytes;
    bool busy, too_large;
    char error[CURL_ERROR_SIZE];
};

/* ---- loading ---- */

static const struct {
    const char *symbol;
    size_t at;
} functions[] = {
#define X(name) {"curl_" #name, offsetof(__typeof__(curl), name)},
    FUNCTIONS
#undef X
};

static bool fill(void *library) {
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        void *found = dlsym(library, functions[i].symbol);

        if (!found)
            return false;
        memcpy((char *)&curl + functions[i].at, &found, sizeof found);
    }
    return true;
}

static bool loaded;

bool http_loaded(void) {
    return loaded;
}

static enum err load(void) {
    static const char *const names[] = {"libcurl-gnutls.so.4", "libcurl.so.4"};
    const char *version;

    for (size_t i = 0; !loaded && i < sizeof names / sizeof names[0]; i++) {
        void *library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL); /* 30 libraries: NOW takes 3 ms more */

        /* Older ones do not know how to keep a request to https alone. */
        loaded = library && fill(library) && curl.version_info(CURLVERSION_NOW)->version_num >= 0x075500 &&
                 curl.global_init(CURL_GLOBAL_ALL) == CURLE_OK;
    }
    if (!loaded)
        return err_say(ERR_FAILED, _("cannot reach a hub"), _("the library libcurl (7.85 or newer) is missing on this machine"),
                       _("install it: apt install libcurl3-gnutls; the work stays here"));
    version = curl.version_info(CURLVERSION_NOW)->ssl_version;
    curl.gnutls = version && strncasecmp(version, "GnuTLS", 6) == 0;
    return ERR_OK;
}

/* ---- callbacks ---- */

static size_t on_body(char *bytes, size_t size, size_t n, void *arg) {
    struct http *h = arg;
    size_t len = size * n;

    if (len > ANSWER_MAX - h->answer.body.len) {
        h->too_large = true;
        return 0;
    }
    buf_add(&h->answer.body, bytes, len);
    return len;
}

/* Copies the value of a header line in lower case, up to `stop`. */
static void header_value(char *out, size_t room, const char *text, size_t len, char stop) {
    size_t to = 0;

    while (len && isspace((unsigned char)*text))
        text++, len--;
    for (; len && *text != stop && !isspace((unsigned char)*text) && to + 1 < room; text++, len--)
        out[to++] = isprint((unsigned char)*text) ? (char)tolower((unsigned char)*text) : '?';
    out[to] = '\0';
}

static size_t on_header(char *line, size_t size, size_t n, void *arg) {
    static const char encoding[] = "content-encoding:", type[] = "content-type:";
    struct http *h = arg;
    size_t len = size * n;

    h->header_bytes += len;
    if (h->header_bytes > HEADERS_MAX) {
        h->too_large = true;
        return 0;
    }
    if (len > 5 && strncasecmp(line, "HTTP/", 5) == 0) /* of an answer after 100 Continue too */
        h->answer.type[0] = h->answer.encoding[0] = '\0';
    else if (len >= sizeof encoding && strncasecmp(line, encoding, sizeof encoding - 1) == 0)
        header_value(h->answer.encoding, sizeof h->answer.encoding, line + sizeof encoding - 1, len - sizeof encoding + 1, ',');
    else if (len >= sizeof type && strncasecmp(line, type, sizeof type - 1) == 0)
        header_value(h->answer.type, sizeof h->answer.type, line + sizeof type - 1, len - sizeof type + 1, ';');
    return len;
}

/* ---- why it failed ---- */

/* The certificate that the other side showed; count 0 on a connection that was there before, or where the library keeps it to
 * itself. */
static void read_certificate(struct http *h, struct certificate *c) {
    struct curl_certinfo *info = NULL;

    *c = (struct certificate){0};
    if (curl.easy_getinfo(h->easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info || info->num_of_certs < 1)
        return;
    c->count = info->num_of_certs;
    for (struct curl_slist *line = info->certinfo[0]; line; line = line->next)
        trust_line(c, line->data);
    snprintf(h->answer.subject, sizeof h->answer.subject, "%s", c->subject);
    snprintf(h->answer.pin, sizeof h->answer.pin, "%s", c->pin);
}

static void verify_trouble(struct http *h, struct trouble *t) {
    struct certificate c;
    long result = 0;

    curl.easy_getinfo(h->easy, CURLINFO_SSL_VERIFYRESULT, &result);
    read_certificate(h, &c);
    trust_trouble(t, trust_why(curl.gnutls, result, h->error), &c, h->url.host);
}

static void timeout_trouble(struct http *h, struct trouble *t) {
    double ready = 0;

    curl.easy_getinfo(h->easy, CURLINFO_PRETRANSFER_TIME, &ready);
    h->answer.slow = ready > 0;
    trouble_set(t, ERR_NETWORK, ready > 0 ? _("the line is too slow or went dead") : _("nobody answers at the hub's address"),
                _("nothing is lost; it is tried again"));
}

static const struct {
    CURLcode code;
    enum err e;
    const char *why;
    const char *todo;
} faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ERR_NETWORK, N_("the hub's name is not known: there is no network, or the name is wrong"),
     N_("nothing is lost; it is tried again")},
    {CURLE_COULDNT_CONNECT, ERR_NETWORK, N_("nobody answers at the hub's address"), N_("nothing is lost; it is tried again")},
    {CURLE_GOT_NOTHING, ERR_NETWORK, N_("the hub hung up without an answer"), N_("nothing is lost; it is tried again")},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, ERR_TRUST, N_("the hub's key is not the one that was agreed on (the pin differs)"),
     N_("do not go on; ask the office whether the hub has a new key")},
    {CURLE_SSL_CACERT_BADFILE, ERR_TRUST, N_("the office's CA file holds no certificate"), N_("ask the office for its CA file")},
    {CURLE_OUT_OF_MEMORY, ERR_FAILED, N_("out of memory"), N_("close other programs and try again")},
    {CURLE_UNSUPPORTED_PROTOCOL, ERR_NETWORK, N_("what answers at the hub's address is no hub"),
     N_("ask the office for the hub's address")},
};

static void set_fault(struct http *h, CURLcode code) {
    struct trouble *t = &h->answer.fault;

    if (h->too_large) {
        trouble_set(t, ERR_NETWORK, _("the answer is larger than any answer may be"), _("nothing is lost; it is tried again"));
        return;
    }
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (faults[i].code == code) {
            trouble_set(t, faults[i].e, _(faults[i].why), _(faults[i].todo));
            return;
        }
    }
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_INVALIDCERTSTATUS)
        verify_trouble(h, t);
    else if (code == CURLE_SSL_CONNECT_ERROR)
        trust_handshake(t, h->error);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        timeout_trouble(h, t);
    else
        trouble_set(t, ERR_NETWORK, err_fmt(_("the connection broke (%d)"), (int)code), _("nothing is lost; it is tried again"));
}

/* ---- a request ---- */

static enum err set_ca(struct http *h, const char *ca) {
    h->ca_fd = -1;
    if (!ca || !*ca)
        return ERR_OK;
    h->ca_fd = memfd_create("ca", MFD_CLOEXEC);
    if (h->ca_fd < 0 || file_write_fd(h->ca_fd, ca, strlen(ca)) != ERR_OK)
        return err_say(ERR_IO, _("cannot reach a hub"), strerror(errno), NULL);
    return ERR_OK;
}

enum err http_new(struct http **out, const struct http_target *target) {
    struct http *h;
    enum err e = load();

    *out = NULL;
    if (e != ERR_OK)
        return e;
    h = mem_new(1, sizeof *h);
    h->url = target->url;
    h->pins = mem_dup(target->pins && *target->pins ? target->pins : NULL);
    e = set_ca(h, target->ca);
    h->multi = curl.multi_init();
    h->easy = curl.easy_init();
    if (e == ERR_OK && (!h->multi || !h->easy))
        e = err_say(ERR_FAILED, _("cannot reach a hub"), _("out of memory"), NULL);
    if (e != ERR_OK) {
        http_free(h);
        return e;
    }
    *out = h;
    return ERR_OK;
}

void http_free(struct http *h) {
    if (!h)
        return;
    http_cancel(h);
    if (h->easy)
        curl.easy_cleanup(h->easy);
    if (h->multi)
        curl.multi_cleanup(h->multi);
    if (h->ca_fd >= 0)
        close(h->ca_fd);
    mem_free(h->pins);
    mem_free(h);
}

/* What is the same for every request. A certificate is always verified, by chain, name and date; a pin comes on top. */
static const struct {
    CURLoption option;
    long value;
} always[] = {
    {CURLOPT_SSL_VERIFYPEER, 1}, {CURLOPT_SSL_VERIFYHOST, 2}, {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
    {CURLOPT_CERTINFO, 1},       {CURLOPT_FOLLOWLOCATION, 0}, {CURLOPT_NETRC, CURL_NETRC_IGNORED},
    {CURLOPT_NOSIGNAL, 1},       {CURLOPT_MAXCONNECTS, 1},    {CURLOPT_HTTP_TRANSFER_DECODING, 1},
};

struct setting {
    CURLoption option;
    const void *value; /* NULL: left as it is */
};

static bool set_all(struct http *h, const struct http_request *r, const char *url) {
    char ca[64];
    const struct setting texts[] = {
        {CURLOPT_URL, url},
        {CURLOPT_PROXY, ""}, /* none, whatever the environment says */
        {CURLOPT_PROTOCOLS_STR, h->url.tls ? "https" : "http"},
        {CURLOPT_PINNEDPUBLICKEY, h->url.tls ? h->pins : NULL},
        {CURLOPT_CAINFO, h->ca_fd >= 0 ? ca : NULL},
        {CURLOPT_HTTPHEADER, h->headers},
        {CURLOPT_ERRORBUFFER, h->error},
        {CURLOPT_WRITEDATA, h},
        {CURLOPT_HEADERDATA, h},
    };
    bool ok = true;

    snprintf(ca, sizeof ca, "/proc/self/fd/%d", h->ca_fd);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        ok = curl.easy_setopt(h->easy, always[i].option, always[i].value) == CURLE_OK && ok;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ok = (!texts[i].value || curl.easy_setopt(h->easy, texts[i].option, texts[i].value) == CURLE_OK) && ok;
    ok = curl.easy_setopt(h->easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK && ok;
    ok = curl.easy_setopt(h->easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK && ok;
    ok = curl.easy_setopt(h->easy, CURLOPT_CONNECTTIMEOUT, (long)(r->connect_s ? r->connect_s : 15)) == CURLE_OK && ok;
    if (!r->wait_s) { /* silence is looked for once a second; where it is wanted, the limit of the whole is enough */
        ok = curl.easy_setopt(h->easy, CURLOPT_LOW_SPEED_LIMIT, 1L) == CURLE_OK && ok;
        ok = curl.easy_setopt(h->easy, CURLOPT_LOW_SPEED_TIME, (long)(r->stall_s ? r->stall_s : 30)) == CURLE_OK && ok;
    }
    ok = curl.easy_setopt(h->easy, CURLOPT_TIMEOUT, (long)(r->total_s ? r->total_s : 60) + r->wait_s) == CURLE_OK && ok;
    if (h->ca_fd >= 0) /* the office's CA alone */
        ok = curl.easy_setopt(h->easy, CURLOPT_CAPATH, NULL) == CURLE_OK && ok;
    if (r->body) {
        ok = curl.easy_setopt(h->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->len) == CURLE_OK && ok;
        ok = curl.easy_setopt(h->easy, CURLOPT_POSTFIELDS, r->body) == CURLE_OK && ok;
    }
    return ok;
}

static void add_header(struct http *h, const char *name, const char *value) {
    struct buf line = {0};

    buf_printf(&line, "%s: %s", name, value);
    if (!*value)
        line.data[line.len - 1] = '\0'; /* "Name:" leaves the header out */
    h->headers = curl.slist_append(h->headers, buf_text(&line));
    buf_free(&line);
}

static void set_headers(struct http *h, const struct http_request *r) {
    struct buf bearer = {0};

    add_header(h, "User-Agent", "linli/" LINLI_VERSION);
    add_header(h, "Accept", "application/json, application/x-ndjson, application/problem+json");
    add_header(h, "Expect", "");
    if (r->bearer) {
        buf_printf(&bearer, "Bearer %s", r->bearer);
        add_header(h, "Authorization", buf_text(&bearer));
    }
    if (r->body)
        add_header(h, "Content-Type", r->type);
    if (r->packed)
        add_header(h, "Content-Encoding", "zstd");
    if (r->accept_packed)
        add_header(h, "Accept-Encoding", "zstd");
    buf_free(&bearer);
}

enum err http_start(struct http *h, const struct http_request *request) {
    struct buf url = {0};
    bool ok;

    http_cancel(h);
    answer_free(&h->answer);
    h->header_bytes = 0;
    h->too_large = false;
    h->error[0] = '\0';
    curl.easy_reset(h->easy);
    set_headers(h, request);
    buf_printf(&url, "%s%s", h->url.text, request->path);
    ok = set_all(h, request, buf_text(&url)) && curl.multi_add_handle(h->multi, h->easy) == CURLM_OK;
    buf_free(&url);
    if (!ok)
        return err_say(ERR_FAILED, _("cannot reach a hub"), _("the library libcurl here lacks what a safe connection needs"),
                       _("apt install libcurl3-gnutls"));
    h->busy = true;
    return ERR_OK;
}

bool http_busy(const struct http *h) {
    return h->busy;
}

static void finish(struct http *h) {
    if (h->busy)
        curl.multi_remove_handle(h->multi, h->easy);
    h->busy = false;
    curl.slist_free_all(h->headers);
    h->headers = NULL;
}

void http_cancel(struct http *h) {
    if (h->busy || h->headers)
        finish(h);
    answer_free(&h->answer);
}

size_t http_fds(struct http *h, struct pollfd *fds, size_t room, int *timeout_ms) {
    fd_set in, out, bad;
    int last = -1;
    long wait = -1;
    size_t count = 0;

    if (!h->busy)
        return 0;
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&bad);
    curl.multi_fdset(h->multi, &in, &out, &bad, &last);
    curl.multi_timeout(h->multi, &wait);
    /* It has nothing to wait for while it looks up a name in a way of its own: asked again soon. */
    if (wait < 0 || (last < 0 && wait > 50))
        wait = last < 0 ? 50 : FALLBACK_MS;
    if (*timeout_ms < 0 || wait < *timeout_ms)
        *timeout_ms = (int)wait;
    for (int fd = 0; fd <= last && count < room; fd++) {
        short events = (short)((FD_ISSET(fd, &in) ? POLLIN : 0) | (FD_ISSET(fd, &out) ? POLLOUT : 0));

        if (events)
            fds[count++] = (struct pollfd){.fd = fd, .events = events};
    }
    return count;
}

static void take_answer(struct http *h, CURLcode code) {
    struct certificate c;
    curl_off_t retry = 0;
    long status = 0;

    if (code != CURLE_OK) {
        set_fault(h, code);
        return;
    }
    curl.easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status);
    curl.easy_getinfo(h->easy, CURLINFO_RETRY_AFTER, &retry);
    read_certificate(h, &c);
    h->answer.status = (int)status;
    h->answer.retry_after = retry > 0 ? retry : 0;
}

bool http_turn(struct http *h, struct answer *out) {
    int running = 0, left = 0;
    CURLMsg *message;

    if (!h->busy)
        return false;
    curl.multi_perform(h->multi, &running);
    message = curl.multi_info_read(h->multi, &left);
    if (!message || message->msg != CURLMSG_DONE)
        return false;
    take_answer(h, message->data.result);
    finish(h);
    *out = h->answer;
    h->answer = (struct answer){0};
    return true;
}

static int64_t amount(const struct http *h, CURLINFO info) {
    curl_off_t n = 0;

    if (h->busy)
        curl.easy_getinfo(h->easy, info, &n);
    return n;
}

int64_t http_sent(const struct http *h) {
    return amount(h, CURLINFO_SIZE_UPLOAD_T);
}

int64_t http_received(const struct http *h) {
    return amount(h, CURLINFO_SIZE_DOWNLOAD_T);
}

enum err http_ask(struct http *h, const struct http_request *request, struct answer *out) {
    enum err e = http_start(h, request);

    *out = (struct answer){0};
    if (e != ERR_OK)
        return e;
    while (!http_turn(h, out)) {
        struct pollfd fds[16];
        int timeout = 1000;
        size_t count = http_fds(h, fds, sizeof fds / sizeof fds[0], &timeout);

        poll(fds, count, timeout);
    }
    return ERR_OK;
}
