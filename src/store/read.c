/* Reading the record for people. */
#include "linli/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"
#include "rows.h"

static enum err no_such(const char *text) {
    return err_say(ERR_NOT_FOUND, err_fmt(_("there is no %.60s here"), text), _("nothing in the record has that id or number"),
                   _("look it up with find"));
}

enum err read_household(struct store *s, const struct id *id, struct household_row *row, struct household *h) {
    struct id target = project_resolve(s, id);
    sqlite3_stmt *st;
    char text[ID_TEXT_SIZE];
    enum err e = db_first(s, &st, STMT_household_by_id, "d", &target);

    memset(h, 0, sizeof *h);
    if (e == ERR_NOT_FOUND) {
        id_text(text, id);
        return no_such(text);
    }
    if (e != ERR_OK)
        return e;
    rows_brief(st, row);
    e = rows_household(st, h);
    db_done(s, st);
    return e;
}

static enum err match(struct store *s, enum stmt name, const char *area, const char *key, struct id *out) {
    sqlite3_stmt *st;
    enum err e;

    if (!*key)
        return ERR_NOT_FOUND;
    e = db_first(s, &st, name, "tt", area, key);
    if (e != ERR_OK)
        return e;
    *out = db_id(st, 0);
    db_done(s, st);
    return ERR_OK;
}

enum err read_match_household(struct store *s, const char *area, const char *number, const char *door, struct id *out) {
    enum err e = match(s, STMT_household_by_number, area, number, out);

    return e == ERR_NOT_FOUND ? match(s, STMT_household_by_door, area, door, out) : e;
}

struct said {
    struct household *h;
    bool any;
};

static enum err hear(void *arg, const struct raw_event *raw) {
    struct said *said = arg;
    struct event ev;
    unsigned fields;

    if (!raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK || ev.kind != KIND_ROSTER)
        return ERR_OK;
    if (body_read_household(said->h, &fields, raw->body, raw->body_len) != ERR_OK)
        return ERR_OK;
    if (*ev.area)
        strcpy(said->h->area, ev.area);
    said->any = true;
    return ERR_OK;
}

enum err read_roster_said(struct store *s, const struct id *id, struct household *out, bool *any) {
    struct said said = {out, false};
    enum err e;

    memset(out, 0, sizeof *out);
    e = store_entity_events(s, id, hear, &said);
    *any = said.any;
    return e;
}

/* One id of at most two rows: none and several are different answers. */
static enum err only_one(struct store *s, enum stmt name, const char *key, const char *shown, struct id *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, name, "t", key);
    bool row;

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? no_such(shown) : e;
    *out = db_id(st, 0);
    e = db_next(s, st, &row);
    db_done(s, st);
    if (e == ERR_OK && row)
        return err_say(ERR_AMBIGUOUS, err_fmt(_("%.60s is not one thing"), shown), _("several have that number"),
                       _("use the id that find --json shows"));
    return e;
}

enum err read_resolve_household(struct store *s, const char *text, struct id *out) {
    int64_t there;
    struct id id;
    enum err e;

    if (!id_parse(&id, text, (size_t)-1))
        return only_one(s, STMT_household_by_any_number, text + (*text == '#'), text, out);
    id = project_resolve(s, &id);
    e = db_int(s, &there, 0, STMT_household_sort, "d", &id);
    if (e == ERR_OK && !there)
        return no_such(text);
    *out = id;
    return e;
}

enum err read_resolve_matter(struct store *s, const char *text, struct id *out) {
    char upper[NUMBER_SIZE];
    struct matter_row row;
    struct id id;
    enum err e;

    if (id_parse(&id, text, (size_t)-1)) {
        e = read_matter(s, &id, &row);
        if (e == ERR_OK)
            *out = id;
        return e;
    }
    snprintf(upper, sizeof upper, "%s", text + (*text == '#'));
    for (char *p = upper; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    return only_one(s, STMT_matter_by_number, upper, text, out);
}

enum err read_resolve_visit(struct store *s, const char *text, struct id *device, int64_t *seq) {
    const char *dash = strchr(text, '-');
    char *end;
    struct visit_row row;
    enum err e;

    if (!dash || !id_parse(device, text, (size_t)(dash - text)) || dash[1] < '1' || dash[1] > '9')
        return no_such(text);
    *seq = strtoll(dash + 1, &end, 10);
    if (*end || *seq >= INT64_C(1) << DB_SEQ_BITS)
        return no_such(text);
    e = read_visit(s, device, *seq, &row);
    return e == ERR_NOT_FOUND ? no_such(text) : e;
}

void read_visit_id(char out[VISIT_ID_SIZE], const struct visit_row *v) {
    id_text(out, &v->device);
    snprintf(out + ID_TEXT_SIZE - 1, VISIT_ID_SIZE - ID_TEXT_SIZE + 1, "-%lld", (long long)v->seq);
}

/* By whom an event says it was written; false where it is not here. */
static bool says_worker(struct store *s, int64_t pos, const struct id *worker) {
    struct event ev = {0};
    sqlite3_stmt *st;

    if (db_first(s, &st, STMT_event_at, "i", pos) != ERR_OK)
        return false;
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3)) != ERR_OK)
        ev.by = (struct id){0};
    db_done(s, st);
    return id_equal(&ev.by, worker);
}

/* Of this device, or of another one of the same worker: whoever lost a netbook still owns what was done on it. */
bool db_is_own(struct store *s, int64_t pos) {
    const struct id *worker = &s->device.worker;
    sqlite3_stmt *st;
    struct id owner;
    bool own;

    if (DB_NO(pos) == s->device.no)
        return true;
    if (s->side != STORE_CLIENT)
        return false;
    if (db_first(s, &st, STMT_device_pub, "i", DB_NO(pos)) != ERR_OK)
        return false;
    own = sqlite3_column_type(st, 0) != SQLITE_NULL;
    db_done(s, st);
    if (own || id_is_zero(worker) || db_first(s, &st, STMT_device_owner, "i", DB_NO(pos)) != ERR_OK)
        return own;
    owner = db_id(st, 0);
    db_done(s, st);
    return id_is_zero(&owner) ? says_worker(s, pos, worker) : id_equal(&owner, worker);
}

static void visit_columns(struct store *s, sqlite3_stmt *st, struct visit_row *v) {
    int64_t pos = sqlite3_column_int64(st, 0);

    memset(v, 0, sizeof *v);
    db_device_id(s, DB_NO(pos), &v->device);
    v->seq = DB_SEQ(pos);
    v->household = db_id(st, 1);
    v->at = sqlite3_column_int64(st, 2);
    v->outcome = (enum outcome)sqlite3_column_int(st, 3);
    v->purpose = (enum purpose)sqlite3_column_int(st, 4);
    db_text(st, 5, v->met, sizeof v->met);
    db_text(st, 6, v->note, sizeof v->note);
    db_text(st, 7, v->next, sizeof v->next);
    db_text(st, 8, v->worker, sizeof v->worker);
    v->own = db_is_own(s, pos);
    v->withdrawn = sqlite3_column_int(st, 9);
}

enum err read_visits(struct store *s, const struct id *household, size_t limit, visit_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_visit_rows);
    struct visit_row v;
    enum err e;
    bool row;

    db_bind(st, "di", household, (int64_t)limit);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        visit_columns(s, st, &v);
        if ((e = fn(arg, &v)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err read_visit(struct store *s, const struct id *device, int64_t seq, struct visit_row *out) {
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    if (e == ERR_OK)
        e = db_first(s, &st, STMT_visit_row, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    visit_columns(s, st, out);
    db_done(s, st);
    return ERR_OK;
}

static void matter_columns(struct store *s, sqlite3_stmt *st, struct matter_row *m) {
    memset(m, 0, sizeof *m);
    m->id = db_id(st, 0);
    db_text(st, 1, m->number, sizeof m->number);
    m->kind = (enum matter_kind)sqlite3_column_int(st, 2);
    m->type = (enum matter_type)sqlite3_column_int(st, 3);
    db_text(st, 4, m->summary, sizeof m->summary);
    m->open = sqlite3_column_int(st, 5);
    m->withdrawn = sqlite3_column_int(st, 6);
    m->step = (enum step)sqlite3_column_int(st, 7);
    m->level = (enum level)sqlite3_column_int(st, 8);
    m->due = m->open ? sqlite3_column_int64(st, 9) : 0;
    db_text(st, 10, m->owner, sizeof m->owner);
    m->opened = sqlite3_column_int64(st, 11);
    m->own = db_is_own(s, sqlite3_column_int64(st, 12));
    db_text(st, 13, m->first_party, sizeof m->first_party);
    db_text(st, 14, m->first_door, sizeof m->first_door);
    m->party_count = (size_t)sqlite3_column_int64(st, 15);
}

/* Hands on the rows of a bound statement and counts them. */
static enum err each_matter(struct store *s, sqlite3_stmt *st, matter_row_fn *fn, void *arg, size_t *count) {
    struct matter_row m;
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        matter_columns(s, st, &m);
        ++*count;
        if ((e = fn(arg, &m)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err read_matters(struct store *s, enum read_matters_which which, size_t offset, size_t limit, matter_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, which == MATTERS_OVERDUE ? STMT_matter_rows_overdue : STMT_matter_rows_open);
    size_t count = 0;
    int64_t open;
    enum err e;

    db_bind(st, "ii", (int64_t)offset, (int64_t)limit);
    if (which == MATTERS_OVERDUE)
        sqlite3_bind_int64(st, 3, clock_day(clock_now()));
    e = each_matter(s, st, fn, arg, &count);
    if (e != ERR_OK || which != MATTERS_ALL || count == limit)
        return e;
    e = db_int(s, &open, 0, STMT_matter_open_count, "");
    if (e != ERR_OK)
        return e;
    st = db_get(s, STMT_matter_rows_closed);
    db_bind(st, "ii", offset > (size_t)open ? (int64_t)offset - open : 0, (int64_t)(limit - count));
    return each_matter(s, st, fn, arg, &count);
}

enum err read_matters_of(struct store *s, const struct id *household, matter_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_matter_rows_household);
    size_t count = 0;

    db_bind(st, "d", household);
    return each_matter(s, st, fn, arg, &count);
}

enum err read_matter(struct store *s, const struct id *id, struct matter_row *out) {
    sqlite3_stmt *st;
    char text[ID_TEXT_SIZE];
    enum err e = db_first(s, &st, STMT_matter_row, "d", id);

    if (e == ERR_NOT_FOUND) {
        id_text(text, id);
        return no_such(text);
    }
    if (e != ERR_OK)
        return e;
    matter_columns(s, st, out);
    db_done(s, st);
    return ERR_OK;
}

enum err read_parties(struct store *s, const struct id *matter, party_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_party_rows);
    struct party p;
    enum err e;
    bool row;

    db_bind(st, "d", matter);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        memset(&p, 0, sizeof p);
        db_text(st, 0, p.name, sizeof p.name);
        p.household = db_id(st, 1);
        db_text(st, 2, p.door, sizeof p.door);
        db_text(st, 3, p.phones, sizeof p.phones);
        if ((e = fn(arg, &p)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

struct timeline {
    struct store *s;
    timeline_fn *fn;
    void *arg;
};

static enum err timeline_event(void *arg, const struct raw_event *raw) {
    struct timeline *t = arg;
    struct timeline_row row = {.verdict = raw->verdict};
    struct event ev;
    struct words w;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    row.at = ev.at;
    row.kind = ev.kind;
    row.level = ev.level;
    row.step = ev.step;
    row.outcome = ev.outcome;
    read_worker_name(t->s, &ev.by, row.by);
    if (raw->salt && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        snprintf(row.result, sizeof row.result, "%s", *w.summary ? w.summary : w.reason);
        memcpy(row.note, w.note, sizeof row.note);
        words_free(&w);
    }
    return t->fn(t->arg, &row);
}

enum err read_timeline(struct store *s, const struct id *entity, timeline_fn *fn, void *arg) {
    struct timeline t = {s, fn, arg};

    return store_entity_events(s, entity, timeline_event, &t);
}

static void outbox_title(struct store *s, struct outbox_row *o) {
    sqlite3_stmt *st;
    struct id household = project_resolve(s, &o->entity);

    if (db_first(s, &st, STMT_household_by_id, "d", &household) == ERR_OK) {
        db_text(st, 9, o->title, sizeof o->title);
        db_done(s, st);
    } else if (db_first(s, &st, STMT_matter_row, "d", &o->entity) == ERR_OK) {
        snprintf(o->title, sizeof o->title, "%s %s", sqlite3_column_text(st, 1), sqlite3_column_text(st, 4));
        db_done(s, st);
    }
}

static void outbox_columns(struct store *s, sqlite3_stmt *st, struct outbox_row *o) {
    int64_t pos = sqlite3_column_int64(st, 0);
    int verdict = sqlite3_column_int(st, 2);
    struct event ev;

    memset(o, 0, sizeof *o);
    db_device_id(s, DB_NO(pos), &o->device);
    o->seq = DB_SEQ(pos);
    o->state = verdict == VERDICT_CONFLICT ? OUTBOX_CONFLICT : verdict > VERDICT_ACCEPTED ? OUTBOX_REFUSED : OUTBOX_WAITING;
    /* A hub that speaks English gives its reasons in the words of the catalogue, so that they can be read in the device's
     * language. */
    if (sqlite3_column_bytes(st, 3))
        snprintf(o->reason, sizeof o->reason, "%s", _((const char *)sqlite3_column_text(st, 3)));
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 1), (size_t)sqlite3_column_bytes(st, 1)) != ERR_OK)
        return;
    o->kind = ev.kind;
    o->entity = ev.entity;
    o->at = ev.at;
    outbox_title(s, o);
}

enum err read_outbox(struct store *s, size_t offset, size_t limit, outbox_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_outbox_rows);
    struct outbox_row o;
    enum err e;
    bool row;

    db_bind(st, "iiii", DB_POS(s->device.no, s->device.held_seq + 1), DB_POS(s->device.no + 1, 0) - 1, (int64_t)offset,
            (int64_t)limit);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        outbox_columns(s, st, &o);
        if ((e = fn(arg, &o)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err read_counts(struct store *s, struct read_counts *out) {
    enum err e;

    memset(out, 0, sizeof *out);
    out->waiting = s->device.head_seq - s->device.held_seq;
    e = db_int(s, &out->matters_open, 0, STMT_matter_open_count, "");
    if (e == ERR_OK)
        e = db_int(s, &out->attention, 0, STMT_attention_count, "");
    return e;
}

static void name_of(struct store *s, sqlite3_stmt *st, enum err e, char out[NAME_SIZE]) {
    out[0] = '\0';
    if (e != ERR_OK)
        return;
    db_text(st, 0, out, NAME_SIZE);
    db_done(s, st);
}

void read_area_name(struct store *s, const char *code, char out[NAME_SIZE]) {
    sqlite3_stmt *st = NULL;
    enum err e = db_first(s, &st, STMT_area_name, "t", code);

    name_of(s, st, e, out);
}

void read_worker_name(struct store *s, const struct id *worker, char out[NAME_SIZE]) {
    sqlite3_stmt *st = NULL;
    enum err e = id_is_zero(worker) ? ERR_NOT_FOUND : db_first(s, &st, STMT_worker_name, "d", worker);

    name_of(s, st, e, out);
}
