/* What happened to a household, from its events and those of its matters; what is due at its door. */
#include "linli/story.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/mem.h"
#include "linli/today.h"
#include "project.h"

struct telling {
    struct store *s;
    story_fn *fn;
    void *arg;
    const char *number; /* of the matter whose events these are, "" the household's */
    bool any;           /* an event of the entity was met */
    struct story_row row;
};

/* Kinds that are told; the others are read from tables, or say nothing to people. */
static bool is_told(const struct telling *t, enum kind kind) {
    static const bool of_household[KIND_COUNT] = {
        [KIND_ROSTER] = true,   [KIND_CORRECT] = true, [KIND_NEED] = true, [KIND_ACCESS] = true,
        [KIND_WITHDRAW] = true, [KIND_RESTORE] = true, [KIND_ALIAS] = true};
    static const bool of_matter[KIND_COUNT] = {
        [KIND_NOTE] = true, [KIND_STEP] = true, [KIND_ITEM] = true, [KIND_WITHDRAW] = true, [KIND_RESTORE] = true};

    return *t->number ? of_matter[kind] : of_household[kind];
}

/* What a withdrawal names; of a restoration what the withdrawal named. */
static void look_at_target(struct telling *t, const struct event *ev, int depth) {
    struct event target;
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_device_no(t->s, &ev->device, false, &no);

    if (e != ERR_OK || db_first(t->s, &st, STMT_event_at, "i", DB_POS(no, ev->replaces)) != ERR_OK)
        return;
    e = event_read(&target, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3));
    db_done(t->s, st);
    if (e == ERR_OK && target.kind == KIND_WITHDRAW && depth == 0) {
        look_at_target(t, &target, 1);
    } else if (e == ERR_OK) {
        t->row.of = target.kind;
        t->row.of_at = target.at;
    }
}

static void copy_words(struct story_row *r, const struct words *w) {
    const char *text = *w->note ? w->note : *w->reason ? w->reason : *w->summary ? w->summary : w->name;

    snprintf(r->text, sizeof r->text, "%s", text);
}

static enum err tell(struct telling *t, const struct raw_event *raw, const struct event *ev, int64_t pos) {
    struct story_row *r = &t->row;
    struct household said = {0};
    struct words w;
    int64_t by;
    enum err e = db_int(t->s, &by, 0, STMT_taken_back_by, "i", pos);

    memset(r, 0, sizeof *r);
    r->device = raw->device;
    r->seq = raw->seq;
    r->at = ev->at;
    r->kind = ev->kind;
    r->own = DB_NO(pos) == t->s->device.no;
    r->withdrawn = by != 0;
    r->first = !t->any;
    r->step = ev->step;
    r->to = ev->to;
    r->exit = ev->exit;
    r->item = ev->item;
    r->answer = ev->answer;
    r->need = ev->need;
    r->said = &said;
    snprintf(r->number, sizeof r->number, "%s", t->number);
    read_worker_name(t->s, &ev->by, r->by);
    if (ev->kind == KIND_ROSTER || ev->kind == KIND_CORRECT) {
        if (raw->salt && body_read_household(&said, &r->fields, raw->body, raw->body_len) != ERR_OK)
            r->fields = 0;
    } else if (raw->salt && ev->kind != KIND_ITEM && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        copy_words(r, &w);
        r->copy = ev->kind == KIND_ACCESS && strcmp(w.summary, STORY_COPY) == 0;
        words_free(&w);
    }
    if (ev->kind == KIND_WITHDRAW || ev->kind == KIND_RESTORE)
        look_at_target(t, ev, 0);
    if (e == ERR_OK)
        e = t->fn(t->arg, r);
    household_free(&said);
    return e;
}

static enum err take(void *arg, const struct raw_event *raw) {
    struct telling *t = arg;
    struct event ev;
    int64_t no;
    enum err e = ERR_OK;

    if (raw->verdict > VERDICT_ACCEPTED || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    if (is_told(t, ev.kind)) {
        e = db_device_no(t->s, &raw->device, false, &no);
        if (e == ERR_OK)
            e = tell(t, raw, &ev, DB_POS(no, raw->seq));
    }
    t->any = true;
    return e;
}

static enum err tell_entity(struct telling *t, const struct id *entity, const char *number) {
    t->number = number;
    t->any = false;
    return store_entity_events(t->s, entity, take, t);
}

struct entity {
    struct id id;
    char number[NUMBER_SIZE];
};

/* Ids, and numbers where the statement has a second column. */
static enum err list(struct store *s, enum stmt name, const struct id *household, struct entity **out, size_t *count) {
    sqlite3_stmt *st = db_get(s, name);
    enum err e;
    bool row;

    *out = NULL;
    *count = 0;
    db_bind(st, "d", household);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct entity *one;

        *out = mem_resize(*out, *count + 1, sizeof **out);
        one = &(*out)[(*count)++];
        *one = (struct entity){.id = db_id(st, 0)};
        if (sqlite3_column_count(st) > 1)
            db_text(st, 1, one->number, sizeof one->number);
    }
    db_done(s, st);
    return e;
}

static enum err tell_all(struct telling *t, enum stmt name, const struct id *household) {
    struct entity *of;
    size_t count;
    enum err e = list(t->s, name, household, &of, &count);

    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = tell_entity(t, &of[i].id, of[i].number);
    mem_free(of);
    return e;
}

enum err read_story(struct store *s, const struct id *household, story_fn *fn, void *arg) {
    struct id id = project_resolve(s, household);
    struct telling *t = mem_new(1, sizeof *t);
    enum err e;

    t->s = s;
    t->fn = fn;
    t->arg = arg;
    e = tell_entity(t, &id, "");
    if (e == ERR_OK)
        e = tell_all(t, STMT_alias_owns, &id);
    if (e == ERR_OK)
        e = tell_all(t, STMT_matters_of_household, &id);
    mem_free(t);
    return e;
}

/* ---- due */

struct due {
    struct store *s;
    due_fn *fn;
    void *arg;
    struct due_row row;
};

static enum err due_matter(void *arg, const struct matter_row *m) {
    struct due *d = arg;

    if (!m->open)
        return ERR_OK;
    memset(&d->row, 0, sizeof d->row);
    d->row.kind = DUE_MATTER;
    d->row.due = m->due;
    d->row.matter = m;
    return d->fn(d->arg, &d->row);
}

static int64_t day_of(sqlite3_stmt *st, int column) {
    char date[CLOCK_DATE_SIZE];
    int64_t at;

    db_text(st, column, date, sizeof date);
    return clock_parse(&at, date) ? clock_day(at) : 0;
}

static enum err due_row(struct due *d, sqlite3_stmt *st, enum due_kind kind) {
    int64_t pos = sqlite3_column_int64(st, kind == DUE_NEED ? 5 : 0);
    enum err e;

    memset(&d->row, 0, sizeof d->row);
    d->row.kind = kind;
    d->row.seq = DB_SEQ(pos);
    if (kind == DUE_NEED) {
        d->row.due = day_of(st, 1);
        d->row.need = (enum need)sqlite3_column_int(st, 3);
        db_text(st, 4, d->row.words, sizeof d->row.words);
    } else {
        d->row.at = sqlite3_column_int64(st, 1);
        d->row.due = day_of(st, 2);
    }
    e = db_device_id(d->s, DB_NO(pos), &d->row.device);
    return e == ERR_OK ? d->fn(d->arg, &d->row) : e;
}

static enum err due_rows(struct due *d, sqlite3_stmt *st, enum due_kind kind) {
    enum err e;
    bool row;

    while ((e = db_next(d->s, st, &row)) == ERR_OK && row)
        if ((e = due_row(d, st, kind)) != ERR_OK)
            break;
    db_done(d->s, st);
    return e;
}

static enum err due_visits(struct due *d, const struct id *household) {
    sqlite3_stmt *st = db_get(d->s, STMT_promised_visits);
    char today[CLOCK_DATE_SIZE];

    clock_date(today, clock_now());
    db_bind(st, "dt", household, today);
    return due_rows(d, st, DUE_REVISIT);
}

/* As Today has them. */
static enum err due_needs(struct due *d, const struct id *household) {
    sqlite3_stmt *st = db_get(d->s, STMT_today_cares);
    char today[CLOCK_DATE_SIZE];

    clock_date(today, clock_now());
    db_bind(st, "ttiitz", "", today, clock_day_start(0), (int64_t)TODAY_COUNT_MAX, today, household);
    return due_rows(d, st, DUE_NEED);
}

enum err read_due(struct store *s, const struct id *household, due_fn *fn, void *arg) {
    struct id id = project_resolve(s, household);
    struct due *d = mem_new(1, sizeof *d);
    enum err e;

    d->s = s;
    d->fn = fn;
    d->arg = arg;
    e = read_matters_of(s, &id, due_matter, d);
    if (e == ERR_OK)
        e = due_visits(d, &id);
    if (e == ERR_OK)
        e = due_needs(d, &id);
    mem_free(d);
    return e;
}
