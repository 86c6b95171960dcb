/* Folding what is told of a household beside its roster: corrections, care needs, looks at a phone. */
#include "project.h"

#include <string.h>

static bool field_is_said(const struct raw_event *raw, const struct event *ev, unsigned field) {
    struct household h = {0};
    unsigned fields = 0;
    bool said = (ev->kind == KIND_ROSTER || ev->kind == KIND_CORRECT) && raw->salt &&
                body_read_household(&h, &fields, raw->body, raw->body_len) == ERR_OK;

    household_free(&h);
    return said && (fields & 1u << field);
}

/* Looks for the event that said a field last, before the one being folded. */
struct source {
    struct store *s;
    unsigned field;
    int64_t before, pos;
    bool reached;
};

static enum err look_at(void *arg, const struct raw_event *raw) {
    struct source *from = arg;
    struct event ev;
    int64_t no;
    enum err e;

    if (from->reached || raw->verdict > VERDICT_ACCEPTED || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    e = db_device_no(from->s, &raw->device, false, &no);
    if (e != ERR_OK)
        return e;
    if (DB_POS(no, raw->seq) == from->before)
        from->reached = true;
    else if (field_is_said(raw, &ev, from->field))
        from->pos = DB_POS(no, raw->seq);
    return ERR_OK;
}

/* The event that said the present value. A row tells it once a person corrected the field; before, a roster said it, and rosters
 * are many: those are looked up. */
static enum err source_of(struct fold *f, unsigned field, int64_t *pos) {
    struct source from = {f->s, field, f->pos, 0, false};
    enum err e = db_int(f->s, pos, 0, STMT_said_get, "di", &f->ev->entity, (int64_t)field);

    if (e != ERR_OK || *pos)
        return e;
    e = store_entity_events(f->s, &f->ev->entity, look_at, &from);
    *pos = from.pos;
    return e;
}

/* Whether the correction may take the field: it names the value that stands, or one that stands beside it and is settled so. */
static enum err may_take(struct fold *f, unsigned field, int64_t named, bool *out) {
    int64_t present, beside;
    enum err e = source_of(f, field, &present);

    *out = present == named;
    if (e != ERR_OK || *out)
        return e;
    e = db_int(f->s, &beside, 0, STMT_clash_has, "dii", &f->ev->entity, (int64_t)field, named);
    if (e == ERR_OK && beside) {
        *out = true;
        e = db_run(f->s, STMT_clash_settle, "dii", &f->ev->entity, (int64_t)field, named);
    }
    return e;
}

static enum err take_fields(struct fold *f, unsigned fields) {
    enum err e = ERR_OK;

    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
        if (fields & 1u << i)
            e = db_run(f->s, STMT_said_put, "dii", &f->ev->entity, (int64_t)i, f->pos);
    return e;
}

/* A correction names the event whose value it replaces; where that is no longer the value, both stay (DESIGN.md section 1). */
enum err fold_correct(struct fold *f) {
    struct id target = project_resolve(f->s, &f->ev->entity);
    struct household said = {0};
    unsigned fields = 0;
    int64_t named = 0, exists;
    bool takes = true;
    enum err e = db_int(f->s, &exists, 0, STMT_household_sort, "d", &f->ev->entity);

    if (e != ERR_OK || !id_equal(&target, &f->ev->entity) || body_read_household(&said, &fields, f->body, f->len) != ERR_OK)
        fields = 0;
    household_free(&said);
    if (e != ERR_OK || !fields)
        return e;
    if (f->ev->replaces) {
        e = project_named(f, &named);
        if (e == ERR_NOT_FOUND)
            e = ERR_OK; /* of a device that is not known here: its value cannot be what stands */
    }
    for (unsigned i = 0; e == ERR_OK && exists && takes && i < HOUSEHOLD_FIELDS; i++)
        if (fields & 1u << i)
            e = may_take(f, i, named, &takes);
    if (e == ERR_OK && takes) {
        e = project_say(f);
        return e == ERR_OK ? take_fields(f, fields) : e;
    }
    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
        if (fields & 1u << i)
            e = db_run(f->s, STMT_clash_add, "dii", &f->ev->entity, (int64_t)i, f->pos);
    return e;
}

enum err fold_need(struct fold *f) {
    struct id household = project_resolve(f->s, &f->ev->entity);
    const struct event *ev = f->ev;
    struct words w;
    enum err e;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        memset(&w, 0, sizeof w);
    e = db_run(f->s, STMT_need_add,
               "idittitttt"
               "zi",
               f->pos, &household, (int64_t)ev->need, w.note, w.name, (int64_t)ev->consent, ev->agreed, w.summary, ev->until,
               ev->next, &ev->by, ev->at);
    words_free(&w);
    return e;
}

enum err fold_access(struct fold *f) {
    struct id household = project_resolve(f->s, &f->ev->entity);
    struct words w;
    enum err e;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        memset(&w, 0, sizeof w);
    e = db_run(f->s, STMT_access_add, "idiztt", f->pos, &household, f->ev->at, &f->ev->by, w.name, w.reason);
    words_free(&w);
    return e;
}
