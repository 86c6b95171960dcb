/* Folding what is told of a household beside its roster: corrections, care needs, looks at a phone. */
#include "project.h"
#include "rows.h"

#include <string.h>

static bool roster_says(const struct raw_event *raw, const struct event *ev, unsigned field) {
    struct household h = {0};
    unsigned fields = 0;
    bool says = ev->kind == KIND_ROSTER && raw->salt && body_read_household(&h, &fields, raw->body, raw->body_len) == ERR_OK;

    household_free(&h);
    return says && (fields & 1u << field);
}

/* Looks for the roster that said a field last, before the event being folded. */
struct said_by {
    struct store *s;
    unsigned field;
    int64_t before, pos;
    bool reached;
};

static enum err look_at(void *arg, const struct raw_event *raw) {
    struct said_by *from = arg;
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
    else if (roster_says(raw, &ev, from->field))
        from->pos = DB_POS(no, raw->seq);
    return ERR_OK;
}

/* A row tells it once a person corrected the field; before, a roster said it, and rosters are many: those are looked up. */
enum err project_source(struct store *s, const struct id *household, unsigned field, int64_t before, int64_t *pos) {
    struct said_by from = {s, field, before, 0, false};
    enum err e = db_int(s, pos, 0, STMT_said_get, "di", household, (int64_t)field);

    if (e != ERR_OK || *pos)
        return e;
    e = store_entity_events(s, household, look_at, &from);
    *pos = from.pos;
    return e;
}

enum err project_said(struct store *s, int64_t pos, struct household *out) {
    sqlite3_stmt *st;
    unsigned fields;
    enum err e = db_first(s, &st, STMT_event_at, "i", pos);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e;
    if (sqlite3_column_bytes(st, 4) == SALT_BYTES && body_read_household(out, &fields, (const char *)sqlite3_column_text(st, 5),
                                                                         (size_t)sqlite3_column_bytes(st, 5)) != ERR_OK)
        household_free(out);
    db_done(s, st);
    return ERR_OK;
}

/* Who goes on correcting without a link names the own value before, and cannot know that another stands by now. Whoever names a
 * value of somebody else has pulled it, and with it what stood then. */
static enum err knew(struct fold *f, int64_t present, int64_t named, bool *out) {
    int64_t rev = 0;
    enum err e = ERR_OK;

    if (DB_NO(named) == DB_NO(f->pos) && DB_NO(present) != DB_NO(f->pos))
        e = db_int(f->s, &rev, 0, STMT_event_rev, "i", present);
    *out = rev <= f->ev->seen;
    return e;
}

/* Whether the correction takes the field: it names the value that stands, or one that stands beside it and is settled so. Either
 * way it comes in the place of what it names. */
static enum err may_take(struct fold *f, unsigned field, int64_t named, bool *out) {
    int64_t present, beside;
    enum err e = project_source(f->s, &f->ev->entity, field, f->pos, &present);

    *out = present == named;
    if (e != ERR_OK || *out)
        return e;
    e = db_int(f->s, &beside, 0, STMT_clash_has, "dii", &f->ev->entity, (int64_t)field, named);
    if (e == ERR_OK && beside) {
        e = knew(f, present, named, out);
        if (e == ERR_OK)
            e = db_run(f->s, STMT_clash_settle, "dii", &f->ev->entity, (int64_t)field, named);
    }
    return e;
}

/* Two who say the same do not contradict each other. */
static enum err agrees(struct fold *f, unsigned field, bool *out) {
    struct household present = {0}, said = {0};
    struct buf one = {0}, other = {0};
    unsigned fields;
    sqlite3_stmt *st;
    enum err e = db_first(f->s, &st, STMT_household_by_id, "d", &f->ev->entity);

    if (e == ERR_OK) {
        e = rows_household(st, &present);
        db_done(f->s, st);
    }
    if (e == ERR_OK)
        e = body_read_household(&said, &fields, f->body, f->len);
    body_write_household(&one, &present, 1u << field);
    body_write_household(&other, &said, 1u << field);
    *out = strcmp(buf_text(&one), buf_text(&other)) == 0;
    household_free(&present);
    household_free(&said);
    buf_free(&one);
    buf_free(&other);
    return e;
}

static enum err stand_beside(struct fold *f, unsigned field) {
    bool same = false;
    enum err e = agrees(f, field, &same);

    return e == ERR_OK && !same ? db_run(f->s, STMT_clash_add, "dii", &f->ev->entity, (int64_t)field, f->pos) : e;
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
    if (e != ERR_OK || !fields || (f->ev->replaces && !exists))
        return e; /* what it corrects is not there */
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
            e = stand_beside(f, i);
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
