/* Commands on the journal: written out, taken in from a file. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/pushes.h"
#include "hub/workers.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/wire.h"

#define OUT_BYTES ((size_t)65536)
#define INTAKE_MAX ((size_t)512 << 20)

/* ---- export */

struct export {
    const struct call *call;
    struct workers workers;
    struct buf out;
};

static void put_by(struct json_out *w, const struct export *x, const struct id *by) {
    const char *login = workers_login(&x->workers, by);

    if (login)
        json_put_str(w, "by", login);
    else
        json_put_id(w, "by", by);
}

/* The event that this one takes back, corrects, continues or disagrees with. */
static void put_of(struct json_out *w, const struct raw_event *raw, const struct event *ev) {
    char id[ID_TEXT_SIZE];

    id_text(id, id_is_zero(&ev->device) ? &raw->device : &ev->device);
    json_put_str(w, "of", ev->replaces ? err_fmt("%s-%lld", id, (long long)ev->replaces) : NULL);
}

static void put_event(struct export *x, const struct raw_event *raw) {
    /* The hub rules on the events of others; its own have their place. */
    const char *verdict = wire_verdict_code(raw->rev && !raw->verdict ? VERDICT_ACCEPTED : raw->verdict);
    struct event ev;
    struct json_out w;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        memset(&ev, 0, sizeof ev);
    json_start(&w, &x->out);
    json_open(&w, NULL, '{');
    json_put_id(&w, "device", &raw->device);
    json_put_int(&w, "seq", raw->seq);
    if (raw->rev)
        json_put_int(&w, "rev", raw->rev);
    else
        json_put_null(&w, "rev");
    json_put_str(&w, "kind", ev.kind ? kinds_code(LIST_KIND, ev.kind) : NULL);
    json_put_id(&w, "entity", &ev.entity);
    json_put_stamp(&w, "at", ev.at);
    put_by(&w, x, &ev.by);
    json_put_text(&w, "verdict", verdict);
    json_put_str(&w, "reason", raw->reason);
    put_of(&w, raw, &ev);
    if (raw->salt)
        json_put_raw(&w, "body", raw->body, raw->body_len);
    else
        json_put_null(&w, "body");
    json_close(&w, '}');
    buf_putc(&x->out, '\n');
}

static enum err export_event(void *arg, const struct raw_event *raw) {
    struct export *x = arg;

    put_event(x, raw);
    if (x->out.len < OUT_BYTES)
        return ERR_OK;
    call_breathe(x->call);
    return call_put(x->call, &x->out);
}

enum err command_export(struct call *c) {
    struct export x = {.call = c};
    enum err e = workers_read(&x.workers, c->store);

    if (e == ERR_OK)
        e = store_all_events(c->store, export_event, &x);
    if (e == ERR_OK)
        e = call_put(c, &x.out);
    workers_free(&x.workers);
    buf_free(&x.out);
    return e;
}

/* ---- intake */

struct intake {
    struct call *call;
    int64_t pushes, refused, waiting;
    char device[ID_TEXT_SIZE]; /* the newest one whose events wait */
};

static void taken_line(struct buf *out, const char *device, int64_t held, int64_t refused, int64_t waiting) {
    buf_printf(out, _("device %.8s: held up to %lld"), device, (long long)held);
    if (refused)
        buf_printf(out, ngettext(", %lld event refused", ", %lld events refused", (unsigned long)refused), (long long)refused);
    if (waiting)
        buf_printf(out,
                   ngettext(", %lld event waits for a decision", ", %lld events wait for a decision", (unsigned long)waiting),
                   (long long)waiting);
    buf_putc(out, '\n');
}

/* Those of a revoked device are neither taken nor refused until a desk decides. */
static int64_t count_waiting(const struct json *refused) {
    int64_t count = 0;

    for (size_t i = 0; i < json_count(refused); i++)
        count += wire_verdict(json_str(json_at(refused, i), "verdict", "")) == VERDICT_QUARANTINE;
    return count;
}

static void taken_json(struct buf *out, const char *device, int64_t held, int64_t refused, int64_t waiting) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "device", device);
    json_put_int(&w, "held", held);
    json_put_int(&w, "refused", refused);
    json_put_int(&w, "waiting", waiting);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static enum err tell_taken(struct intake *in, const struct id *device, const struct buf *answer) {
    struct json *v = NULL;
    struct buf out = {0};
    char id[ID_TEXT_SIZE];
    int64_t held = 0, refused, waiting;
    enum err e;

    if (json_parse(&v, buf_text(answer), answer->len, NULL) != ERR_OK)
        return err_say(ERR_FAILED, _("cannot take in the file"), _("the record gave no answer"), _("try again"));
    id_text(id, device);
    json_int(v, "held", &held);
    waiting = count_waiting(json_get(v, "refused"));
    refused = (int64_t)json_count(json_get(v, "refused")) - waiting;
    in->refused += refused;
    in->waiting += waiting;
    if (waiting)
        memcpy(in->device, id, sizeof in->device);
    if (in->call->args->option[OPTION_JSON])
        taken_json(&out, id, held, refused, waiting);
    else
        taken_line(&out, id, held, refused, waiting);
    e = call_put(in->call, &out);
    json_free(v);
    buf_free(&out);
    return e;
}

/* What stood before a push that was turned away stays. */
static enum err turned_away(const struct intake *in, int status, const struct buf *problem) {
    struct json *v = NULL;
    const char *why;
    enum err e;

    if (json_parse(&v, buf_text(problem), problem->len, NULL) != ERR_OK)
        return ERR_FAILED;
    why = json_str(v, "detail", json_str(v, "title", ""));
    e = err_say(in->pushes ? ERR_PARTLY : ERR_REFUSED,
                err_fmt(_("cannot take in part %lld of the file"), (long long)in->pushes + 1), why,
                status == 401 ? _("a device must have joined once: linli-hub enroll LOGIN, then linli enroll on it")
                              : _("take in first what was exported before it; taking in a file twice does no harm"));
    json_free(v);
    return e;
}

static enum err take_push(struct intake *in, const struct wire_head *head, const char *text, size_t len) {
    struct buf answer = {0};
    int status = 0;
    enum err e = hub_push(in->call->store, NULL, text, len, &answer, &status);

    if (e == ERR_OK)
        e = tell_taken(in, &head->device, &answer);
    else if (status && answer.len)
        e = turned_away(in, status, &answer);
    buf_free(&answer);
    return e;
}

static enum err no_outbox(enum err e) {
    if (e == ERR_NEWER)
        return err_say(e, _("cannot take in the file"), _("it was written by a newer version"), _("install the newer linli-hub"));
    return err_say(ERR_SYNTAX, _("cannot take in the file"), _("it is no outbox file, or not whole"),
                   _("write it anew: linli export --outbox FILE"));
}

static enum err take_all(struct intake *in, const char *text, size_t len) {
    struct wire_head head;
    size_t push_len, events;
    enum err e;

    while ((e = pushes_next(&push_len, &head, &events, text, len)) == ERR_OK) {
        e = take_push(in, &head, text, push_len);
        if (e != ERR_OK)
            return e;
        in->pushes++;
        text += push_len;
        len -= push_len;
        call_breathe(in->call);
    }
    return e == ERR_NOT_FOUND && in->pushes ? ERR_OK : no_outbox(e);
}

enum err command_intake(struct call *c) {
    struct intake in = {.call = c};
    struct buf text = {0};
    enum err e = call_read(&text, c, c->input, c->args->values[0], INTAKE_MAX);

    if (e == ERR_OK)
        e = take_all(&in, buf_text(&text), text.len);
    if (e == ERR_OK && in.waiting)
        e = err_say(
            ERR_PARTLY, _("not all events were accepted"),
            err_fmt(ngettext("the device is revoked: %lld event waits for a decision",
                             "the device is revoked: %lld events wait for a decision", (unsigned long)in.waiting),
                    (long long)in.waiting),
            err_fmt(_("decide with linli-hub quarantine take %.8s, or quarantine refuse %.8s --reason …"), in.device, in.device));
    else if (e == ERR_OK && in.refused)
        e = err_say(ERR_PARTLY, _("not all events were accepted"),
                    err_fmt(ngettext("%lld is refused", "%lld are refused", (unsigned long)in.refused), (long long)in.refused),
                    _("they are held with their reason; the worker sees it after the next sync"));
    buf_free(&text);
    return e;
}
