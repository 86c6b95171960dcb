/* A step that came too late: what its author said, and what was done in its place. */
#include <stdio.h>
#include <string.h>
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/outbox.h"
#include "linli/read_flow.h"

#define OTHERS_MAX 6

struct others {
    struct store *s;
    const struct outbox_row *row;
    struct id by; /* who took the own one: what they did before it they knew */
    enum step at; /* the step at which the own one was taken */
    struct step_row rows[OTHERS_MAX];
    size_t count;
    struct step_row newest;
    bool any;
};

/* From the newest that was taken at the same step on. */
static enum err collect(void *arg, const struct step_row *r) {
    struct others *o = arg;

    if (!r->applied || r->withdrawn || (id_equal(&r->device, &o->row->device) && r->seq == o->row->seq))
        return ERR_OK;
    if (r->step == o->at && (!o->count || o->rows[0].step != o->at || r->to != r->step))
        o->count = 0;
    if (!o->count && id_equal(&r->by_id, &o->by))
        return ERR_OK;
    if (o->count < OTHERS_MAX && (o->count || r->step == o->at))
        o->rows[o->count++] = *r;
    o->newest = *r;
    o->any = true;
    return ERR_OK;
}

static void step_words(char *out, size_t room, enum step at, enum exit exit, enum step to) {
    const char *did = exit ? kinds_words(LIST_EXIT, (int)exit) : kinds_words(LIST_STEP, (int)at);

    snprintf(out, room, "%s%s%s", did, to && to != at ? " > " : "", to && to != at ? kinds_words(LIST_STEP, (int)to) : "");
}

static enum err read_said(void *arg, const struct raw_event *raw) {
    struct outbox_version *v = arg;
    struct words w;

    if (!raw->salt || body_read_words(&w, raw->body, raw->body_len) != ERR_OK)
        return ERR_OK;
    snprintf(v->said, sizeof v->said, "%s%s%s", w.reason, *w.reason && *w.note ? "; " : "", w.note);
    words_free(&w);
    return ERR_OK;
}

static enum err tell_other(struct others *o, const struct step_row *r, outbox_version_fn *fn, void *arg) {
    struct outbox_version v = {.at = r->at};
    enum err e = store_events(o->s, &r->device, r->seq, 1, read_said, &v);

    step_words(v.what, sizeof v.what, r->step, r->exit, r->to);
    snprintf(v.who, sizeof v.who, "%s", r->by);
    if (e == ERR_OK)
        fn(arg, &v);
    return e;
}

struct own {
    struct event ev;
    bool found;
};

static enum err read_own(void *arg, const struct raw_event *raw) {
    struct own *own = arg;

    own->found = event_read(&own->ev, raw->header, raw->header_len) == ERR_OK;
    return ERR_OK;
}

enum err outbox_versions(struct store *s, const struct outbox_row *row, outbox_version_fn *fn, void *arg) {
    struct others o = {.s = s, .row = row};
    struct outbox_version mine = {.mine = true, .at = row->at};
    struct own own = {.found = false};
    enum err e = store_events(s, &row->device, row->seq, 1, read_own, &own);

    if (e != ERR_OK || !own.found || own.ev.kind != KIND_STEP)
        return e;
    o.at = own.ev.step;
    o.by = own.ev.by;
    step_words(mine.what, sizeof mine.what, own.ev.step, own.ev.exit, own.ev.to);
    read_worker_name(s, &own.ev.by, mine.who);
    e = store_events(s, &row->device, row->seq, 1, read_said, &mine);
    if (e == ERR_OK)
        e = read_steps(s, &row->entity, collect, &o);
    if (e != ERR_OK)
        return e;
    fn(arg, &mine);
    for (size_t i = 0; e == ERR_OK && i < o.count; i++)
        e = tell_other(&o, &o.rows[i], fn, arg);
    if (e == ERR_OK && !o.count && o.any)
        e = tell_other(&o, &o.newest, fn, arg);
    return e;
}
