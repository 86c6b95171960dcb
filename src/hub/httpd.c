/* libmicrohttpd with its poll set driven from outside. Its own timeout is idle time only, so that one byte a second would hold a
 * connection for ever: every connection here has a deadline of its own, and one that is past it is shut down. */
#include "hub/httpd.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include "hub/tls.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/log.h"
#include "linli/mem.h"

#define POOL_BYTES ((size_t)8192)      /* of one connection: bounds the head of a request */
#define SLOWEST 2048                   /* bytes a second that a body or an answer must make after the first deadline */
#define SLOWEST_MS_MAX 300000          /* and it must be over after this time in any case */
#define HELD_MAX ((int64_t)64 << 20)   /* bodies that are coming in, all together */
#define DRAIN_MAX (16 * WIRE_BODY_MAX) /* of a body too large, that is read so that its sender sees the answer */
#define WAKE_AT_ONCE 16                /* of those who wait, so that a push is not kept behind thousands of pulls */
#define WAKE_PAUSE_MS 5
#define TICK_MS 1000
#define PACK_FROM 256

/* One request on its way. */
struct exchange {
    struct request request;
    struct answer answer;
    int64_t received, began, wait_until;
    uint64_t seen; /* news when it began to wait */
    bool packs;    /* the answer may be zstd */
    bool suspended;
};

/* One connection. */
struct conn {
    struct conn *prev, *next;
    struct MHD_Connection *mhd;
    struct exchange *current;
    int64_t deadline; /* 0: none, its exchange waits */
    bool cut;
};

struct httpd {
    struct MHD_Daemon *daemon;
    struct hub *hub;
    struct conn *first;
    int epoll_fd;
    int connections; /* limit */
    int64_t deadline_ms;
    int64_t next_tick;
    uint64_t round; /* who has seen less news than this is woken in this round; a new one begins when nobody is left */
    size_t left;
    bool ending;
};

/* ---- connections and their deadlines */

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode code) {
    struct httpd *d = cls;
    struct conn *c = *context;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        c = mem_new(1, sizeof *c);
        *c = (struct conn){.mhd = mhd, .next = d->first, .deadline = clock_monotonic() + d->deadline_ms};
        if (c->next)
            c->next->prev = c;
        d->first = c;
        *context = c;
        d->hub->metrics.connections++;
    } else if (c) {
        if (c->prev)
            c->prev->next = c->next;
        else
            d->first = c->next;
        if (c->next)
            c->next->prev = c->prev;
        d->hub->metrics.connections--;
        mem_free(c);
        *context = NULL;
    }
}

static struct conn *conn_of(struct MHD_Connection *mhd) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void allow_bytes(const struct httpd *d, struct conn *c, int64_t since, int64_t bytes) {
    int64_t extra = bytes * 1000 / SLOWEST;

    c->deadline = since + d->deadline_ms + (extra < SLOWEST_MS_MAX ? extra : SLOWEST_MS_MAX);
}

static void cut(struct httpd *d, struct conn *c) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

    c->cut = true;
    if (!info)
        return;
    shutdown(info->connect_fd, SHUT_RDWR);
    d->hub->metrics.cut_off++;
    log_line("connection cut off: too slow");
}

/* ---- waiting pulls */

static void resume(struct httpd *d, struct conn *c) {
    c->current->suspended = false;
    allow_bytes(d, c, clock_monotonic(), 0);
    d->hub->metrics.waiting--;
    MHD_resume_connection(c->mhd);
}

/* Wakes those whose time is over and, some at a time, those for whom there may be news; gives how many of these are left. */
static size_t wake(struct httpd *d, int64_t now) {
    size_t left = 0, woken = 0;

    for (struct conn *c = d->first; c; c = c->next) {
        struct exchange *x = c->current;

        if (!x || !x->suspended)
            continue;
        x->request.last = now >= x->wait_until || d->ending;
        if (x->request.last || (x->seen < d->round && woken++ < WAKE_AT_ONCE))
            resume(d, c);
        else
            left += x->seen < d->round;
    }
    return left;
}

/* When the next deadline is. */
static int64_t next_deadline(const struct httpd *d, int64_t latest) {
    for (const struct conn *c = d->first; c; c = c->next) {
        int64_t due = c->current && c->current->suspended ? c->current->wait_until : c->cut ? 0 : c->deadline;

        if (due && due < latest)
            latest = due;
    }
    return latest;
}

static bool has_news(const struct httpd *d) {
    return d->hub->metrics.waiting && !d->left && d->hub->news != d->round;
}

static void tick(struct httpd *d) {
    int64_t now = clock_monotonic();

    if (!d->left)
        d->round = d->hub->news;
    d->left = wake(d, now);
    for (struct conn *c = d->first; c; c = c->next)
        if (!(c->current && c->current->suspended) && c->deadline && now >= c->deadline && !c->cut)
            cut(d, c);
    d->next_tick = next_deadline(d, now + (d->left ? WAKE_PAUSE_MS : TICK_MS));
}

/* ---- reading a request's head */

static const char *header(struct MHD_Connection *mhd, const char *name) {
    return MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, name);
}

/* Whether the comma-separated list names `word` with another weight than zero. */
static bool list_has(const char *list, const char *word) {
    size_t len = strlen(word);

    while (list && *list) {
        size_t item = strcspn(list, ",");
        size_t skip = strspn(list, " \t");

        if (item >= skip + len && strncasecmp(list + skip, word, len) == 0) {
            const char *rest = list + skip + len;
            const char *weight = memchr(rest, '=', (size_t)(list + item - rest));

            if (strspn(rest, " \t;,") || !*rest)
                return !weight || strtod(weight + 1, NULL) > 0;
        }
        list += item + (list[item] == ',');
    }
    return false;
}

static bool type_is(const char *given, const char *wanted) {
    size_t len = strlen(wanted);

    return given && strncasecmp(given, wanted, len) == 0 && (given[len] == '\0' || strchr(" ;", given[len]));
}

static bool argument_int(struct MHD_Connection *mhd, const char *name, int64_t *out, int64_t fallback, int64_t max) {
    const char *text = MHD_lookup_connection_value(mhd, MHD_GET_ARGUMENT_KIND, name);
    size_t digits = text ? strspn(text, "0123456789") : 0;

    *out = fallback;
    if (!text)
        return true;
    if (!digits || digits > 9 || text[digits])
        return false;
    *out = strtol(text, NULL, 10);
    if (*out > max)
        *out = max;
    return true;
}

static void read_query(struct MHD_Connection *mhd, struct request *q) {
    const char *cursor = MHD_lookup_connection_value(mhd, MHD_GET_ARGUMENT_KIND, "cursor");
    int64_t wait;

    q->query_valid = argument_int(mhd, "limit", &q->limit, WIRE_PAGE_LIMIT, WIRE_PAGE_LIMIT) && q->limit > 0 &&
                     argument_int(mhd, "wait", &wait, 0, WIRE_WAIT_MAX);
    q->wait_ms = q->query_valid ? wait * 1000 : 0;
    if (cursor && strlen(cursor) >= sizeof q->cursor)
        q->query_valid = false;
    else if (cursor)
        strcpy(q->cursor, cursor);
}

static void read_head(struct MHD_Connection *mhd, struct request *q) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const char *bearer = header(mhd, MHD_HTTP_HEADER_AUTHORIZATION);
    const char *encoding = header(mhd, MHD_HTTP_HEADER_CONTENT_ENCODING);
    const char *length = header(mhd, MHD_HTTP_HEADER_CONTENT_LENGTH);

    q->peer = peer_of(info ? info->client_addr : NULL);
    if (bearer && strncasecmp(bearer, "Bearer ", 7) == 0 && strlen(bearer + 7) < sizeof q->bearer)
        strcpy(q->bearer, bearer + 7);
    q->form_typed = route_type(q->route) && type_is(header(mhd, MHD_HTTP_HEADER_CONTENT_TYPE), route_type(q->route));
    q->packed = encoding && strcasecmp(encoding, "zstd") == 0;
    q->encoding_known = !encoding || q->packed || strcasecmp(encoding, "identity") == 0;
    q->length = length ? strtoll(length, NULL, 10) : header(mhd, MHD_HTTP_HEADER_TRANSFER_ENCODING) ? -1 : 0;
    read_query(mhd, q);
}

/* ---- answering */

static const char *const fixed_headers[][2] = {
    {MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"},
    {MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING},
    {"X-Content-Type-Options", "nosniff"},
};

static struct MHD_Response *make_response(struct exchange *x, int64_t *size) {
    struct answer *a = &x->answer;
    bool pack = x->packs && a->body.len >= PACK_FROM;
    struct MHD_Response *response;

    if (pack) {
        struct buf packed = {0};

        wire_pack(&packed, a->body.data, a->body.len);
        buf_free(&a->body);
        a->body = packed;
    }
    *size = (int64_t)a->body.len;
    response = MHD_create_response_from_buffer_with_free_callback((size_t)*size, buf_take(&a->body), mem_free);
    if (!response)
        return NULL;
    for (size_t i = 0; i < sizeof fixed_headers / sizeof fixed_headers[0]; i++)
        MHD_add_response_header(response, fixed_headers[i][0], fixed_headers[i][1]);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, a->type);
    if (pack)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "zstd");
    if (a->allow)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, a->allow);
    if (a->status == 401)
        MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    if (a->retry_after)
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, err_fmt("%lld", (long long)a->retry_after));
    return response;
}

static void log_answer(const struct exchange *x, int64_t sent) {
    char device[ID_TEXT_SIZE];

    if (x->answer.status == 200 && x->request.route != ROUTE_PUSH && x->request.route != ROUTE_ENROLL)
        return;
    id_text(device, &x->request.caller.device);
    log_line("%s %d in=%lld out=%lld ms=%lld device=%.8s", route_name(x->request.route), x->answer.status, (long long)x->received,
             (long long)sent, (long long)(clock_monotonic() - x->began), device);
}

static enum MHD_Result send_answer(struct httpd *d, struct conn *c, struct exchange *x) {
    struct metrics *m = &d->hub->metrics;
    int64_t size;
    struct MHD_Response *response = make_response(x, &size);
    enum MHD_Result done;

    if (!response)
        return MHD_NO;
    if (d->ending)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    allow_bytes(d, c, clock_monotonic(), size);
    m->answers[x->request.route][x->answer.status / 100 % 6]++;
    m->bytes_out += (uint64_t)size;
    log_answer(x, size);
    done = MHD_queue_response(c->mhd, (unsigned)x->answer.status, response);
    MHD_destroy_response(response);
    return done;
}

/* ---- the three calls that a request makes: its head, its body in pieces, its end */

static bool overloaded(const struct httpd *d) {
    return d->hub->metrics.connections * 10 > (int64_t)d->connections * 9 || d->hub->metrics.held_bytes > HELD_MAX;
}

static enum MHD_Result begin(struct httpd *d, struct conn *c, const char *method, const char *path, void **req_cls) {
    struct exchange *x = mem_new(1, sizeof *x);
    struct answer *a = &x->answer;
    struct request *q = &x->request;
    bool at_once;

    *req_cls = c->current = x;
    x->began = clock_monotonic();
    q->route = route_find(a, method, path);
    x->packs = list_has(header(c->mhd, MHD_HTTP_HEADER_ACCEPT_ENCODING), "zstd");
    allow_bytes(d, c, x->began, 0);
    at_once = header(c->mhd, MHD_HTTP_HEADER_TRANSFER_ENCODING) && header(c->mhd, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (at_once)
        route_problem(a, PROBLEM_SYNTAX, "both Content-Length and Transfer-Encoding");
    if (!a->status) {
        read_head(c->mhd, q);
        if (overloaded(d) && q->route != ROUTE_HEALTH)
            route_overload(d->hub, a);
        else
            route_open(d->hub, q, a);
    }
    /* A sender who asked first, or sends more than is read, is answered at once; any other is heard out, because a connection
     * that is closed with bytes unread loses the answer. */
    if (a->status && (at_once || q->length > (int64_t)DRAIN_MAX || header(c->mhd, MHD_HTTP_HEADER_EXPECT)))
        return send_answer(d, c, x);
    return MHD_YES;
}

static enum MHD_Result take(struct httpd *d, struct conn *c, struct exchange *x, const char *data, size_t size) {
    x->received += (int64_t)size;
    d->hub->metrics.bytes_in += size;
    allow_bytes(d, c, x->began, x->received);
    if (x->received > (int64_t)DRAIN_MAX)
        return MHD_NO;
    if (x->answer.status || !route_type(x->request.route))
        return MHD_YES;
    if (x->request.body.len + size > WIRE_BODY_MAX) {
        d->hub->metrics.held_bytes -= (int64_t)x->request.body.len;
        buf_free(&x->request.body);
        route_problem_bound(&x->answer);
        return MHD_YES;
    }
    buf_add(&x->request.body, data, size);
    d->hub->metrics.held_bytes += (int64_t)size;
    return MHD_YES;
}

static enum MHD_Result end(struct httpd *d, struct conn *c, struct exchange *x) {
    if (!x->answer.status) {
        if (x->request.last)
            x->request.wait_ms = 0;
        d->hub->metrics.held_bytes -= (int64_t)x->request.body.len;
        route_answer(d->hub, &x->request, &x->answer);
        d->hub->metrics.held_bytes += (int64_t)x->request.body.len;
    }
    if (!x->answer.wait)
        return send_answer(d, c, x);
    if (!x->wait_until)
        x->wait_until = clock_monotonic() + x->request.wait_ms;
    x->suspended = true;
    x->seen = d->hub->news;
    d->hub->metrics.waiting++;
    d->next_tick = 0;
    MHD_suspend_connection(c->mhd);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
                                  const char *data, size_t *size, void **req_cls) {
    struct httpd *d = cls;
    struct conn *c = conn_of(mhd);
    struct exchange *x = *req_cls;
    size_t given = *size;

    (void)version;
    if (!c)
        return MHD_NO;
    if (!x)
        return begin(d, c, method, url, req_cls);
    if (!given)
        return end(d, c, x);
    *size = 0;
    return take(d, c, x, data, given);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **req_cls, enum MHD_RequestTerminationCode code) {
    struct httpd *d = cls;
    struct conn *c = conn_of(mhd);
    struct exchange *x = *req_cls;

    (void)code;
    if (c) {
        c->current = NULL;
        c->deadline = clock_monotonic() + 2 * d->deadline_ms;
    }
    if (!x)
        return;
    d->hub->metrics.held_bytes -= (int64_t)x->request.body.len;
    if (x->suspended)
        d->hub->metrics.waiting--;
    buf_free(&x->request.body);
    buf_free(&x->answer.body);
    mem_free(x);
    *req_cls = NULL;
}

/* ---- the daemon */

/* Nothing that is asked for here needs an escape, and one that stands for NUL or a slash would make another path of it. */
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text) {
    (void)cls, (void)mhd;
    return strlen(text);
}

static struct MHD_Daemon *start(struct httpd *d, const struct httpd_options *o) {
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (o->tls ? MHD_USE_TLS : 0u);
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)tls_retrieve()},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, d, MHD_OPTION_LISTEN_SOCKET, o->listen_fd, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
        d, MHD_OPTION_NOTIFY_COMPLETED, on_completed, d, MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)o->per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)o->deadline * 2, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_ARRAY, o->tls ? tls : &tls[2], MHD_OPTION_END);
}

enum err httpd_open(struct httpd **out, struct hub *hub, const struct httpd_options *options) {
    struct httpd *d = mem_new(1, sizeof *d);
    const union MHD_DaemonInfo *info;

    *d = (struct httpd){.hub = hub, .connections = options->connections, .deadline_ms = (int64_t)options->deadline * 1000};
    d->daemon = start(d, options);
    info = d->daemon ? MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    if (!info) {
        close(options->listen_fd);
        mem_free(d);
        *out = NULL;
        return err_say(ERR_FAILED, _("cannot serve"), strerror(errno), _("check the certificate and the limits of open files"));
    }
    d->epoll_fd = info->epoll_fd;
    *out = d;
    return ERR_OK;
}

int httpd_fd(const struct httpd *d) {
    return d->epoll_fd;
}

static void lower(int *timeout_ms, int64_t ms) {
    ms = ms < 0 ? 0 : ms > 3600000 ? 3600000 : ms;
    if (*timeout_ms < 0 || ms < *timeout_ms)
        *timeout_ms = (int)ms;
}

void httpd_due(struct httpd *d, int *timeout_ms) {
    MHD_UNSIGNED_LONG_LONG ms;
    int64_t now = clock_monotonic();

    if (MHD_get_timeout(d->daemon, &ms) == MHD_YES)
        lower(timeout_ms, ms > 3600000 ? 3600000 : (int64_t)ms);
    if (d->first)
        lower(timeout_ms, d->next_tick - now);
    if (has_news(d))
        lower(timeout_ms, 0);
}

void httpd_turn(struct httpd *d) {
    if (clock_monotonic() >= d->next_tick || has_news(d))
        tick(d);
    MHD_run(d->daemon);
}

bool httpd_drain(struct httpd *d) {
    if (!d->ending) {
        MHD_socket fd = MHD_quiesce_daemon(d->daemon);

        d->ending = true;
        if (fd != MHD_INVALID_SOCKET)
            close(fd);
    }
    tick(d);
    MHD_run(d->daemon);
    for (const struct conn *c = d->first; c; c = c->next)
        if (c->current)
            return true;
    return false;
}

void httpd_close(struct httpd *d) {
    if (!d)
        return;
    for (struct conn *c = d->first; c; c = c->next)
        if (c->current && c->current->suspended)
            resume(d, c);
    MHD_stop_daemon(d->daemon);
    mem_free(d);
}
