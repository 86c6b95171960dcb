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

void read_hold(struct store *s) {
    bool row;

    if (!s->holds++ && db_next(s, db_get(s, STMT_hold), &row) != ERR_OK)
        err_clear(); /* whoever reads then hears it */
}

void read_release(struct store *s) {
    if (!--s->holds && s->stmts[STMT_hold])
        db_done(s, s->stmts[STMT_hold]);
}

enum err read_counts(struct store *s, struct read_counts *out) {
    enum err e;

    memset(out, 0, sizeof *out);
    out->waiting = s->device.head_seq - s->device.held_seq;
    e = db_int(s, &out->matters_open, 0, STMT_matter_open_count, "i", (int64_t)(s->side == STORE_CLIENT ? READ_HEADS_MAX : -1));
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
