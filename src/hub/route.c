/* The routes: one row, one function. */
#include "hub/route.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/json.h"
#include "linli/log.h"

#define RETRY_BUSY 5   /* seconds until a request that met a command should come again */
#define RETRY_LOAD 30  /* or too many others */
#define RETRY_STORE 60 /* or one that met a full or broken disk */

enum caller_need { CALLER_ANY, CALLER_DEVICE, CALLER_REVOKED_TOO };

typedef void route_fn(struct hub *h, struct request *q, struct answer *a);
static route_fn route_enroll, route_push, route_pull, route_health, route_metrics;

static const struct {
    const char *name, *method, *path;
    enum caller_need caller;
    const char *type;
    bool record;
    route_fn *answer;
} table[] = {
#define X(name, method, path, caller, type, record, answer)                                                                      \
    [ROUTE_##name] = {path + 4, method, path, caller, type, record, answer},
#include "hub/routes.def"
#undef X
};

const char *route_name(enum route route) {
    return route < ROUTE_COUNT ? table[route].name : "other";
}

const char *route_type(enum route route) {
    return table[route].type;
}

void route_problem(struct answer *a, enum problem p, const char *detail) {
    buf_reset(&a->body);
    problem_write(&a->body, p, detail);
    a->type = "application/problem+json";
    a->status = problem_status(p);
    a->wait = false;
}

void route_problem_bound(struct answer *a) {
    route_problem(a, PROBLEM_BOUND, NULL);
    buf_reset(&a->body);
    problem_write_int(&a->body, PROBLEM_BOUND, "bound", (int64_t)WIRE_BODY_MAX);
}

static void come_again(struct hub *h, struct answer *a, enum problem p, int64_t seconds) {
    route_problem(a, p, NULL);
    a->retry_after = seconds;
    h->metrics.shed++;
}

void route_overload(struct hub *h, struct answer *a) {
    come_again(h, a, PROBLEM_OVERLOAD, RETRY_LOAD);
}

/* A failure of the record, whose words are for the log of the office and not for whoever asks. */
static void record_failed(struct hub *h, struct answer *a, enum err e) {
    log_line("record: %s: %s", err_name(e), err_last()->why);
    h->sick = e == ERR_FULL || e == ERR_IO || e == ERR_CORRUPT;
    if (h->sick || e == ERR_BUSY || e == ERR_READ_ONLY)
        come_again(h, a, PROBLEM_STORE, RETRY_STORE);
    else
        route_problem(a, PROBLEM_FAILED, NULL);
}

enum route route_find(struct answer *a, const char *method, const char *path) {
    enum route at_path = ROUTE_COUNT;

    for (enum route r = 0; r < ROUTE_COUNT; r++) {
        if (strcmp(table[r].path, path) != 0)
            continue;
        if (strcmp(table[r].method, method) == 0)
            return r;
        at_path = r;
    }
    route_problem(a, at_path < ROUTE_COUNT ? PROBLEM_METHOD : PROBLEM_NOT_FOUND, NULL);
    a->allow = at_path < ROUTE_COUNT ? table[at_path].method : NULL;
    return ROUTE_COUNT;
}

/* Who calls. Every way of not being somebody has the same answer. */
static void identify(struct hub *h, struct request *q, struct answer *a) {
    enum caller_need need = table[q->route].caller;
    enum err e = ERR_REFUSED;

    if (need == CALLER_ANY)
        return;
    if (strlen(q->bearer) == TOKEN_TEXT_SIZE - 1)
        e = hub_caller(h->store, q->bearer, &q->caller);
    if (e == ERR_OK && (!q->caller.revoked || need == CALLER_REVOKED_TOO))
        return;
    if (e == ERR_OK || e == ERR_REFUSED || e == ERR_NOT_FOUND)
        route_problem(a, PROBLEM_UNAUTHORIZED, NULL);
    else
        record_failed(h, a, e);
}

static void check_body(const struct request *q, struct answer *a) {
    if (!q->form_typed)
        route_problem(a, PROBLEM_TYPE, NULL);
    else if (!q->encoding_known)
        route_problem(a, PROBLEM_ENCODING, NULL);
    else if (q->length > (int64_t)WIRE_BODY_MAX)
        route_problem_bound(a);
}

void route_open(struct hub *h, struct request *q, struct answer *a) {
    if (table[q->route].record && h->busy)
        come_again(h, a, PROBLEM_OVERLOAD, RETRY_BUSY);
    if (!a->status)
        identify(h, q, a);
    if (!a->status && table[q->route].type)
        check_body(q, a);
    if (!a->status && !q->query_valid)
        route_problem(a, PROBLEM_SYNTAX, NULL);
}

/* The body without its compression, in place. */
static void unpack(struct request *q, struct answer *a) {
    struct buf plain = {0};
    enum err e;

    if (q->body.len > WIRE_BODY_MAX) {
        route_problem_bound(a);
        return;
    }
    if (!q->packed)
        return;
    e = wire_unpack(&plain, buf_text(&q->body), q->body.len, WIRE_BODY_MAX);
    if (e == ERR_RANGE)
        route_problem_bound(a);
    else if (e != ERR_OK)
        route_problem(a, PROBLEM_SYNTAX, "the body is not one whole zstd frame");
    buf_free(&q->body);
    q->body = plain;
}

void route_answer(struct hub *h, struct request *q, struct answer *a) {
    a->wait = false;
    if (table[q->route].record && h->busy)
        come_again(h, a, PROBLEM_OVERLOAD, RETRY_BUSY);
    if (!a->status && table[q->route].type)
        unpack(q, a);
    if (!a->status)
        table[q->route].answer(h, q, a);
}

static void done(struct answer *a, const char *type) {
    a->status = 200;
    a->type = type;
}

/* ---- enrol */

static bool key_of(void *out, size_t size, const struct json *request, const char *name) {
    const char *text = json_str(request, name, "");

    return base64_parse(out, size, text, strlen(text)) == (long)size;
}

static void refuse_code(struct hub *h, const struct request *q, struct answer *a) {
    throttle_wrong(&h->throttle, q->peer, clock_monotonic());
    route_problem(a, PROBLEM_REFUSED, err_last()->why);
}

static void route_enroll(struct hub *h, struct request *q, struct answer *a) {
    struct hub_enroll ask = {.bearer = *q->bearer ? q->bearer : NULL};
    int64_t wait = throttle_wait(&h->throttle, q->peer, clock_monotonic());
    struct json *request = NULL;
    enum err e;

    if (wait > 0) {
        route_problem(a, PROBLEM_MANY, NULL);
        a->retry_after = (wait + 999) / 1000;
        return;
    }
    if (json_parse(&request, buf_text(&q->body), q->body.len, NULL) != ERR_OK ||
        !key_of(ask.pub, sizeof ask.pub, request, "pub") || !key_of(ask.sig, sizeof ask.sig, request, "sig")) {
        route_problem(a, PROBLEM_SYNTAX, NULL);
        json_free(request);
        return;
    }
    ask.code = json_str(request, "code", NULL);
    if (ask.code)
        ask.bearer = NULL;
    ask.households = json_get(request, "households");
    e = hub_enroll(h->store, &ask, &a->body);
    if (e == ERR_OK) {
        h->news++;
        done(a, "application/json");
    } else if (e == ERR_REFUSED || e == ERR_NOT_FOUND) {
        refuse_code(h, q, a);
    } else if (e == ERR_SYNTAX || e == ERR_RANGE) {
        route_problem(a, PROBLEM_SYNTAX, err_last()->why);
    } else {
        record_failed(h, a, e);
    }
    json_free(request);
}

/* ---- push */

static void route_push(struct hub *h, struct request *q, struct answer *a) {
    int status = 0;
    enum err e = hub_push(h->store, &q->caller, buf_text(&q->body), q->body.len, &a->body, &status);

    if (e == ERR_OK) {
        h->sick = false;
        h->news += memmem(buf_text(&q->body), q->body.len, "\n[", 2) != NULL; /* an empty push only asks */
        done(a, "application/json");
    } else if (status >= 400 && status < 500 && a->body.len) {
        a->status = status;
        a->type = "application/problem+json";
    } else {
        record_failed(h, a, e);
    }
}

/* ---- pull */

static void route_pull(struct hub *h, struct request *q, struct answer *a) {
    bool nothing = false;
    enum err e;

    /* A device may have been revoked while it waited. */
    identify(h, q, a);
    if (a->status)
        return;
    e = hub_pull(h->store, &q->caller, q->cursor, q->limit, &a->body, &nothing);
    if (e == ERR_SYNTAX) {
        route_problem(a, PROBLEM_CURSOR, NULL);
    } else if (e != ERR_OK) {
        record_failed(h, a, e);
    } else if (nothing && q->wait_ms > 0 && !q->last) {
        buf_reset(&a->body);
        a->wait = true;
    } else {
        done(a, "application/x-ndjson");
    }
}

/* ---- watching */

static void route_health(struct hub *h, struct request *q, struct answer *a) {
    struct json_out w;

    (void)q;
    json_start(&w, &a->body);
    json_open(&w, NULL, '{');
    json_put_bool(&w, "ok", !h->sick);
    json_put_str(&w, "name", h->name);
    json_put_str(&w, "project", h->project);
    json_put_str(&w, "epoch", h->epoch);
    json_put_int(&w, "now", clock_now());
    json_close(&w, '}');
    done(a, "application/json");
    if (h->sick)
        a->status = 503;
}

static void route_metrics(struct hub *h, struct request *q, struct answer *a) {
    (void)q;
    metrics_write(&a->body, &h->metrics, (clock_monotonic() - h->started) / 1000);
    done(a, "text/plain; version=0.0.4");
}
