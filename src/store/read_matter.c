/* Reading matters for people: lists, single ones, what happened in them. */
#include "linli/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"
#include "linli/mem.h"

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

/* Parameters 3 to 14 of the statements. */
static void bind_filter(struct store *s, sqlite3_stmt *st, const struct matters_filter *f, enum level mine) {
    int64_t today = clock_day(clock_now()), last = f->which == MATTERS_WEEK ? today + 7 : today - 1;
    bool until = f->which == MATTERS_WEEK || f->which == MATTERS_OVERDUE || f->which == MATTERS_BELOW;

    sqlite3_bind_int64(st, 3, (int64_t)f->kind);
    sqlite3_bind_int64(st, 4, (int64_t)f->type);
    if (f->which == MATTERS_WEEK)
        sqlite3_bind_int64(st, 5, today);
    if (until)
        sqlite3_bind_int64(st, 6, last);
    sqlite3_bind_int64(st, 7, f->which == MATTERS_MINE);
    if (!id_is_zero(&s->device.worker))
        sqlite3_bind_blob(st, 8, s->device.worker.b, ID_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 9, f->which == MATTERS_ELSEWHERE ? (int64_t)mine : 0);
    if (f->text && *f->text)
        sqlite3_bind_text64(st, 10, f->text, strlen(f->text), SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(st, 11, (int64_t)level_of(f, mine));
    if (!id_is_zero(&f->owner))
        sqlite3_bind_blob(st, 12, f->owner.b, ID_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 13, f->which == MATTERS_WAITING ? (int64_t)mine : 0);
    sqlite3_bind_int64(st, 14, until ? last : INT64_MAX);
}

/* ---- walking a list */

#define NUMBERED_MAX 300 /* more that begin with a text are found in the order of the list soon enough */
#define TEXT_STEPS 32    /* looking for a text in a matter costs as much as so many looks at an index */

enum part { PART_BEGIN, PART_NUMBER, PART_UNDATED, PART_OPEN, PART_CLOSED, PART_END };

static bool wants(const struct matters_filter *f, bool open) {
    return f->which == MATTERS_ALL || (f->which != MATTERS_CLOSED) == open;
}

static bool has_text(const struct matters_filter *f) {
    return f->text && *f->text;
}

/* Open ones: each has an index of its own. */
static enum stmt open_walk(const struct matters_filter *f, enum level mine) {
    if (f->which == MATTERS_WAITING)
        return STMT_matter_walk_waiting;
    if (!id_is_zero(&f->owner))
        return STMT_matter_walk_owner;
    if (f->which == MATTERS_MINE)
        return STMT_matter_walk_mine;
    return level_of(f, mine) ? STMT_matter_walk_level : STMT_matter_walk_open;
}

/* Nothing before its day is due within the week. */
static int64_t first_key(const struct matters_filter *f, int part) {
    if (part == PART_CLOSED)
        return INT64_MAX;
    return part != PART_OPEN ? 0 : f->which == MATTERS_WEEK ? clock_day(clock_now()) : INT64_MIN;
}

static enum err begin_walk(struct store *s, const struct matters_filter *f, struct matters_walk *w) {
    int64_t numbered = 0;
    enum err e = has_text(f) ? db_int(s, &numbered, 0, STMT_matter_numbered, "ti", f->text, (int64_t)NUMBERED_MAX) : ERR_OK;

    w->numbered = numbered > 0 && numbered < NUMBERED_MAX;
    w->part = w->numbered ? PART_NUMBER : PART_UNDATED;
    return e;
}

/* Where a part begins. */
static void enter_part(struct matters_walk *w, const struct matters_filter *f, int part) {
    w->part = part;
    w->key = first_key(f, part);
    w->pos = part == PART_CLOSED ? INT64_MAX : -1;
    w->end = part == PART_END;
}

static bool has_part(const struct matters_filter *f, int part) {
    return part == PART_NUMBER || (part == PART_CLOSED ? wants(f, false) : wants(f, true));
}

static sqlite3_stmt *start_part(struct store *s, const struct matters_filter *f, const struct matters_walk *w) {
    enum level mine = own_level(s);
    enum stmt name = w->part == PART_NUMBER    ? STMT_matter_walk_number
                     : w->part == PART_UNDATED ? STMT_matter_walk_undated
                     : w->part == PART_OPEN    ? open_walk(f, mine)
                                               : STMT_matter_walk_closed;
    sqlite3_stmt *st = db_get(s, name);

    db_bind(st, "ii", w->key, w->pos);
    bind_filter(s, st, f, mine);
    if (w->part == PART_NUMBER) {
        sqlite3_bind_int64(st, 15, wants(f, false));
        sqlite3_bind_int64(st, 16, wants(f, true));
    }
    return st;
}

static enum err text_fits(struct store *s, const struct matters_filter *f, const struct matters_walk *w, const struct id *id,
                          bool *fits) {
    int64_t yes = 1;
    enum err e = ERR_OK;

    if (has_text(f) && w->part != PART_NUMBER)
        e = db_int(s, &yes, 0, STMT_matter_has_text, "dti", id, f->text, (int64_t)w->numbered);
    *fits = yes;
    return e;
}

/* One look: at the matter in the row. */
static enum err look(struct store *s, const struct matters_filter *f, struct matters_walk *w, sqlite3_stmt *st, struct id *id,
                     bool *fits) {
    enum err e = ERR_OK;

    *id = db_id(st, 0);
    *fits = sqlite3_column_int(st, 3);
    w->key = w->part == PART_NUMBER ? w->key + 1 : sqlite3_column_int64(st, 1);
    w->pos = sqlite3_column_int64(st, 2);
    if (*fits)
        e = text_fits(s, f, w, id, fits);
    return e;
}

enum err read_matters_walk(struct store *s, const struct matters_filter *f, struct matters_walk *w, size_t *steps, struct id *ids,
                           size_t room, size_t *count) {
    size_t cost = has_text(f) ? TEXT_STEPS : 1;
    enum err e = w->part == PART_BEGIN ? begin_walk(s, f, w) : ERR_OK;

    *count = 0;
    while (e == ERR_OK && !w->end && *steps && *count < room) {
        bool row = false, fits;
        sqlite3_stmt *st;
        struct id id;

        if (!has_part(f, w->part)) {
            enter_part(w, f, w->part + 1);
            continue;
        }
        st = start_part(s, f, w);
        while (*steps && *count < room && (e = db_next(s, st, &row)) == ERR_OK && row) {
            *steps -= *steps < cost ? *steps : cost;
            if ((e = look(s, f, w, st, &id, &fits)) != ERR_OK)
                break;
            if (fits && ids)
                ids[*count] = id;
            *count += fits;
        }
        db_done(s, st);
        if (e == ERR_OK && !row && *steps && *count < room)
            enter_part(w, f, w->part + 1);
    }
    return e;
}

enum err read_matters_count(struct store *s, const struct matters_filter *f, int64_t *count) {
    struct matters_walk w = {0};
    size_t steps = SIZE_MAX, n = 0;
    enum err e = read_matters_walk(s, f, &w, &steps, NULL, SIZE_MAX, &n);

    *count = (int64_t)n;
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

#define BATCH 64

enum err read_matters(struct store *s, const struct matters_filter *f, size_t offset, size_t limit, matter_row_fn *fn,
                      void *arg) {
    struct matter_row *m = mem_new(1, sizeof *m);
    struct matters_walk w = {0};
    struct id ids[BATCH];
    size_t steps = SIZE_MAX, count;
    enum err e = read_matters_walk(s, f, &w, &steps, NULL, offset, &count);

    while (e == ERR_OK && limit && !w.end) {
        e = read_matters_walk(s, f, &w, &steps, ids, limit < BATCH ? limit : BATCH, &count);
        limit -= count;
        for (size_t i = 0; e == ERR_OK && i < count; i++)
            if ((e = read_matter(s, &ids[i], m)) == ERR_OK)
                e = fn(arg, m);
    }
    mem_free(m);
    return e;
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
