/* Refusals that the people concerned disagree with: a desk reads why. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/workers.h"
#include "linli/clock.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"
#include "linli/wire.h"

struct contested {
    const struct call *call;
    struct workers workers;
    int64_t count;
};

/* One refusal with what was said against it. */
struct pair {
    const struct raw_event *refused;
    struct event ev, contest;
    char words[SUMMARY_SIZE]; /* "" where they were erased */
};

static void put_by(struct json_out *w, const struct contested *x, const struct id *by) {
    const char *login = workers_login(&x->workers, by);

    if (login)
        json_put_str(w, "by", login);
    else
        json_put_id(w, "by", by);
}

static void pair_json(struct buf *out, const struct contested *x, const struct pair *p) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_id(&w, "device", &p->refused->device);
    json_put_int(&w, "seq", p->refused->seq);
    json_put_str(&w, "kind", p->ev.kind ? kinds_code(LIST_KIND, (int)p->ev.kind) : NULL);
    json_put_id(&w, "entity", &p->ev.entity);
    put_by(&w, x, &p->ev.by);
    json_put_stamp(&w, "at", p->ev.at);
    json_put_text(&w, "verdict", wire_verdict_code(p->refused->verdict));
    json_put_text(&w, "reason", p->refused->reason ? p->refused->reason : "");
    json_put_text(&w, "contested", p->words);
    json_put_stamp(&w, "contested_at", p->contest.at);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void put_safe(struct buf *out, const char *text) {
    safe_text(out, text, strlen(text), false);
}

static void pair_lines(struct buf *out, const struct contested *x, const struct pair *p) {
    const char *login = workers_login(&x->workers, &p->ev.by);
    char stamp[CLOCK_STAMP_SIZE], id[ID_TEXT_SIZE];

    clock_stamp(stamp, p->ev.at);
    id_text(id, &p->refused->device);
    buf_printf(out, "%.8s %lld  %.10s %.5s  %s  ", id, (long long)p->refused->seq, stamp, stamp + 11,
               kinds_words(LIST_KIND, (int)p->ev.kind));
    put_safe(out, login ? login : "");
    buf_puts(out, _("\n    refused: "));
    put_safe(out, p->refused->reason ? p->refused->reason : "");
    clock_stamp(stamp, p->contest.at);
    buf_printf(out, _("\n    disagrees (%.10s): "), stamp);
    put_safe(out, p->words);
    buf_putc(out, '\n');
}

static enum err list_pair(void *arg, const struct raw_event *refused, const struct raw_event *contest) {
    struct contested *x = arg;
    struct pair p = {.refused = refused};
    struct buf out = {0};
    struct words w;
    enum err e;

    if (event_read(&p.ev, refused->header, refused->header_len) != ERR_OK ||
        event_read(&p.contest, contest->header, contest->header_len) != ERR_OK)
        return ERR_OK;
    if (contest->salt && body_read_words(&w, contest->body, contest->body_len) == ERR_OK) {
        memcpy(p.words, w.reason, sizeof p.words);
        words_free(&w);
    }
    x->count++;
    if (x->call->args->option[OPTION_JSON])
        pair_json(&out, x, &p);
    else
        pair_lines(&out, x, &p);
    e = call_put(x->call, &out);
    buf_free(&out);
    return e;
}

enum err command_contested(struct call *c) {
    struct contested x = {.call = c};
    struct buf none = {0};
    enum err e = workers_read(&x.workers, c->store);

    if (e == ERR_OK)
        e = hub_contested(c->store, list_pair, &x);
    if (e == ERR_OK && !x.count && !c->args->option[OPTION_JSON]) {
        buf_puts(&none, _("nobody disagrees with a refusal\n"));
        e = call_put(c, &none);
    }
    workers_free(&x.workers);
    buf_free(&none);
    return e;
}
