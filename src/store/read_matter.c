/* Reading matters for people: lists, single ones, what happened in them. */
#include "linli/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"

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
    db_text(st, 16, m->triage, sizeof m->triage);
    m->left_by = (enum exit)sqlite3_column_int(st, 17);
    m->closed = sqlite3_column_int64(st, 18);
    /* A paper or a lamp that is asked for again says nothing of how a matter may go. */
    m->repeated = sqlite3_column_int(st, 19) && m->kind != MATTER_REQUEST;
    m->owner_id = db_id(st, 20);
    m->offered = db_id(st, 21);
    m->waiting = sqlite3_column_int(st, 22);
    m->urged = sqlite3_column_int(st, 23);
    m->overdue = sqlite3_column_int(st, 24);
    m->danger = sqlite3_column_int(st, 25);
    m->failed = sqlite3_column_int(st, 26);
    m->missed = sqlite3_column_int(st, 27);
    m->agreed = sqlite3_column_int64(st, 28);
    db_text(st, 29, m->area, sizeof m->area);
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

/* The level at which the worker is; whoever joined no hub is a head. Before the first pull only the own area is known. */
static enum level own_level(struct store *s) {
    struct buf text = {0};
    char area[AREA_SIZE] = "";
    sqlite3_stmt *st;

    if (db_first(s, &st, STMT_worker_row, "d", &s->device.worker) == ERR_OK) {
        db_text(st, 1, area, sizeof area);
        db_done(s, st);
    } else if (store_get(s, "worker.area", &text) == ERR_OK) {
        snprintf(area, sizeof area, "%s", buf_text(&text));
    }
    buf_free(&text);
    return *area && policy_area_valid(area) ? policy_area_level(area) : LEVEL_GRID;
}

/* The level that a filter asks for; BELOW has none where there is none. */
static enum level level_of(const struct matters_filter *f, enum level mine) {
    if (f->which == MATTERS_LEVEL)
        return mine;
    return f->which == MATTERS_BELOW ? (enum level)(mine > LEVEL_GRID ? mine - 1 : LEVEL_COUNT) : f->level;
}

/* Parameters 3 to 13 of the statements. */
static void bind_filter(struct store *s, sqlite3_stmt *st, const struct matters_filter *f) {
    int64_t today = clock_day(clock_now());
    enum level mine = own_level(s), level = level_of(f, mine);

    sqlite3_bind_int64(st, 3, (int64_t)f->kind);
    sqlite3_bind_int64(st, 4, (int64_t)f->type);
    if (f->which == MATTERS_WEEK)
        sqlite3_bind_int64(st, 5, today);
    if (f->which == MATTERS_WEEK || f->which == MATTERS_OVERDUE || f->which == MATTERS_BELOW)
        sqlite3_bind_int64(st, 6, f->which == MATTERS_WEEK ? today + 7 : today - 1);
    sqlite3_bind_int64(st, 7, f->which == MATTERS_MINE);
    if (!id_is_zero(&s->device.worker))
        sqlite3_bind_blob(st, 8, s->device.worker.b, ID_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 9, f->which == MATTERS_ELSEWHERE ? (int64_t)mine : 0);
    if (f->text && *f->text)
        sqlite3_bind_text64(st, 10, f->text, strlen(f->text), SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(st, 11, (int64_t)level);
    if (!id_is_zero(&f->owner))
        sqlite3_bind_blob(st, 12, f->owner.b, ID_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 13, f->which == MATTERS_WAITING ? (int64_t)mine : 0);
}

/* Each has an index of its own. */
static enum stmt rows_of(struct store *s, const struct matters_filter *f, bool open, bool count) {
    if (open && f->which == MATTERS_WAITING)
        return count ? STMT_matter_count_waiting : STMT_matter_rows_waiting;
    if (open && !id_is_zero(&f->owner))
        return count ? STMT_matter_count_owner : STMT_matter_rows_owner;
    if (open && f->which == MATTERS_BELOW)
        return count ? STMT_matter_count_below : STMT_matter_rows_below;
    if (open && (f->which == MATTERS_OVERDUE || f->which == MATTERS_WEEK))
        return count ? STMT_matter_count_due : STMT_matter_rows_due;
    if (open && level_of(f, own_level(s)))
        return count ? STMT_matter_count_level : STMT_matter_rows_level;
    if (count)
        return STMT_matter_count;
    return open ? STMT_matter_rows_open : STMT_matter_rows_closed;
}

static enum err count_some(struct store *s, const struct matters_filter *f, bool open, int64_t *count) {
    sqlite3_stmt *st = db_get(s, rows_of(s, f, open, true));
    enum err e;
    bool row;

    db_bind(st, "i", (int64_t)open);
    bind_filter(s, st, f);
    e = db_next(s, st, &row);
    *count = e == ERR_OK && row ? sqlite3_column_int64(st, 0) : 0;
    db_done(s, st);
    return e;
}

static bool wants(const struct matters_filter *f, bool open) {
    return f->which == MATTERS_ALL || (f->which != MATTERS_CLOSED) == open;
}

enum err read_matters_count(struct store *s, const struct matters_filter *f, int64_t *count) {
    int64_t open = 0, closed = 0;
    enum err e = wants(f, true) ? count_some(s, f, true, &open) : ERR_OK;

    if (e == ERR_OK && wants(f, false))
        e = count_some(s, f, false, &closed);
    *count = open + closed;
    return e;
}

enum err read_matters_heads(struct store *s, struct read_heads *out) {
    enum level mine = own_level(s);
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_matter_heads, "iziii", (int64_t)mine, &s->device.worker, clock_day(clock_now()),
                          (int64_t)(mine > LEVEL_GRID ? mine - 1 : LEVEL_COUNT), (int64_t)READ_HEADS_MAX);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e;
    *out = (struct read_heads){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 2)};
    db_done(s, st);
    return ERR_OK;
}

static enum err read_some(struct store *s, const struct matters_filter *f, bool open, size_t offset, size_t limit,
                          matter_row_fn *fn, void *arg, size_t *count) {
    sqlite3_stmt *st = db_get(s, rows_of(s, f, open, false));

    db_bind(st, "ii", (int64_t)offset, (int64_t)limit);
    bind_filter(s, st, f);
    return each_matter(s, st, fn, arg, count);
}

enum err read_matters(struct store *s, const struct matters_filter *f, size_t offset, size_t limit, matter_row_fn *fn,
                      void *arg) {
    size_t count = 0;
    int64_t open = 0;
    enum err e = wants(f, true) ? read_some(s, f, true, offset, limit, fn, arg, &count) : ERR_OK;

    if (e != ERR_OK || !wants(f, false) || count == limit)
        return e;
    if (wants(f, true) && offset && (e = count_some(s, f, true, &open)) != ERR_OK)
        return e;
    return read_some(s, f, false, offset > (size_t)open ? offset - (size_t)open : 0, limit - count, fn, arg, &count);
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
        return err_say(e, err_fmt(_("there is no %.60s here"), text), _("nothing in the record has that id or number"),
                       _("look it up with find"));
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

enum colour read_colour(unsigned *rules, const struct matter_row *m) {
    struct colour_facts facts = {.due = m->due,
                                 .today = clock_day(clock_now()),
                                 .step = m->step,
                                 .parties = m->party_count,
                                 .danger = m->danger,
                                 .failed = m->failed,
                                 .missed = m->missed > 0,
                                 .repeated = m->repeated};

    *rules = 0;
    return m->open ? policy_colour(rules, &facts) : COLOUR_NONE;
}

void read_event_id(char out[EVENT_ID_SIZE], const struct id *device, int64_t seq) {
    id_text(out, device);
    snprintf(out + ID_TEXT_SIZE - 1, EVENT_ID_SIZE - ID_TEXT_SIZE + 1, "-%lld", (long long)seq);
}

enum err read_resolve_event(struct store *s, const char *text, struct id *device, int64_t *seq, struct id *entity) {
    const char *dash = strchr(text, '-');
    sqlite3_stmt *st;
    struct event ev;
    int64_t no;
    char *end;
    enum err e = ERR_NOT_FOUND;

    if (dash && id_parse(device, text, (size_t)(dash - text)) && dash[1] >= '1' && dash[1] <= '9') {
        *seq = strtoll(dash + 1, &end, 10);
        e = *end || *seq >= INT64_C(1) << DB_SEQ_BITS ? ERR_NOT_FOUND : db_device_no(s, device, false, &no);
    }
    if (e == ERR_OK)
        e = db_first(s, &st, STMT_event_at, "i", DB_POS(no, *seq));
    if (e == ERR_OK) {
        e = event_read(&ev, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3));
        *entity = ev.entity;
        db_done(s, st);
    }
    if (e == ERR_NOT_FOUND)
        return err_say(e, err_fmt(_("there is no %.60s here"), text), _("nothing in the record has that id or number"),
                       _("look it up with find"));
    return e;
}

/* What came of one that was not taken stands behind its own words. */
static void add_dealt(struct store *s, struct timeline_row *row) {
    struct dealt_row by;
    size_t len = strlen(row->note);

    if (row->verdict <= VERDICT_ACCEPTED || !row->own || read_dealt(s, &row->device, row->seq, &by) != ERR_OK)
        return;
    row->dealt = by.kind;
    snprintf(row->note + len, sizeof row->note - len, "%s[%s]", len ? " " : "", read_dealt_words(by.kind));
}

struct timeline {
    struct store *s;
    timeline_fn *fn;
    void *arg;
};

static enum err timeline_event(void *arg, const struct raw_event *raw) {
    struct timeline *t = arg;
    struct timeline_row row = {.device = raw->device, .seq = raw->seq, .verdict = raw->verdict};
    struct event ev;
    struct words w;
    int64_t no, back = 0;
    enum err e;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    e = db_device_no(t->s, &raw->device, false, &no);
    if (e == ERR_OK)
        e = db_int(t->s, &back, 0, STMT_taken_back_has, "i", DB_POS(no, raw->seq));
    if (e != ERR_OK)
        return e;
    row.own = db_is_own(t->s, DB_POS(no, raw->seq));
    row.withdrawn = back;
    row.at = ev.at;
    row.kind = ev.kind;
    row.level = ev.level;
    row.step = ev.step;
    row.to = ev.to;
    row.item = ev.item;
    row.answer = ev.answer;
    row.party = (int)ev.party;
    row.exit = ev.exit;
    row.outcome = ev.outcome;
    read_worker_name(t->s, &ev.by, row.by);
    if (raw->salt && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        snprintf(row.result, sizeof row.result, "%s", *w.summary ? w.summary : w.reason);
        memcpy(row.note, w.note, sizeof row.note);
        words_free(&w);
    }
    if (ev.kind == KIND_CONTEST && ev.answer == ANSWER_NO)
        snprintf(row.note, sizeof row.note, "[%s]", read_dealt_words(KIND_CONTEST));
    add_dealt(t->s, &row);
    return t->fn(t->arg, &row);
}

enum err read_timeline(struct store *s, const struct id *entity, timeline_fn *fn, void *arg) {
    struct timeline t = {s, fn, arg};

    return store_entity_events(s, entity, timeline_event, &t);
}
