/* Today from the record: a source is one function in the table below. */
#include "linli/today.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "flowrows.h"
#include "linli/draft.h"
#include "linli/mem.h"
#include "linli/read_flow.h"
#include "today_inner.h"

struct today_row *today_add(struct reading *r, enum today_source source, int64_t due, int64_t days_left) {
    enum today_rule rule = today_rule_of(source, days_left);
    struct today *t = r->t;

    if (rule == TODAY_RULES)
        return NULL;
    if (t->of[rule]++ >= TODAY_ROWS_MAX)
        return NULL;
    if (t->count == t->room) {
        t->room = t->room ? t->room * 2 : 16;
        t->rows = mem_resize(t->rows, t->room, sizeof *t->rows);
    }
    t->rows[t->count] = (struct today_row){.rule = rule, .due = due};
    return &t->rows[t->count++];
}

struct today_row *today_add_bare(struct reading *r, enum today_source source, int64_t due, int64_t days_left,
                                 const struct id *id) {
    struct today_row *row = today_add(r, source, due, days_left);

    if (row) {
        row->id = *id;
        row->bare = true;
    }
    return row;
}

static int64_t days_left(const struct reading *r, int64_t day) {
    return day - r->t->day;
}

bool today_household_words(struct reading *r, struct today_row *row, const struct id *household) {
    sqlite3_stmt *st;

    if (db_first(r->s, &st, STMT_today_household, "d", household) != ERR_OK)
        return false;
    row->id = row->household = db_id(st, 0);
    db_text(st, 1, row->number, sizeof row->number);
    db_text(st, 2, row->door.compound, sizeof row->door.compound);
    db_text(st, 3, row->door.building, sizeof row->door.building);
    db_text(st, 4, row->door.unit, sizeof row->door.unit);
    db_text(st, 5, row->door.floor, sizeof row->door.floor);
    db_text(st, 6, row->door.room, sizeof row->door.room);
    db_text(st, 7, row->who, sizeof row->who);
    if (!row->since)
        row->since = sqlite3_column_int64(st, 8);
    db_done(r->s, st);
    return true;
}

bool today_matter_words(struct reading *r, struct today_row *row, const struct id *matter) {
    struct today_row household = {0};
    struct id owner;
    sqlite3_stmt *st;

    if (db_first(r->s, &st, STMT_today_matter, "d", matter) != ERR_OK)
        return false;
    row->id = *matter;
    db_text(st, 0, row->number, sizeof row->number);
    db_text(st, 1, row->title, sizeof row->title);
    row->step = (enum step)sqlite3_column_int(st, 2);
    row->level = (enum level)sqlite3_column_int(st, 6);
    owner = db_id(st, 7);
    if (!id_is_zero(&r->me.worker) && !id_equal(&owner, &r->me.worker))
        db_text(st, 8, row->owner, sizeof row->owner);
    db_text(st, 3, row->who, sizeof row->who);
    household.id = db_id(st, 4);
    db_text(st, 5, row->told, sizeof row->told);
    db_done(r->s, st);
    if (!id_is_zero(&household.id) && today_household_words(r, &household, &household.id)) {
        row->household = household.household;
        row->door = household.door;
    }
    return true;
}

void today_take_back(struct reading *r, const struct today_row *row) {
    r->t->of[row->rule]--;
    r->t->count--;
}

typedef void own_words(struct today_row *row, sqlite3_stmt *st);

/* A row of a statement: household, date, time, and two columns of its own. */
static void add_dated(struct reading *r, sqlite3_stmt *st, enum today_source source, int64_t at, own_words *own) {
    struct id id = db_id(st, 0);
    struct today_row *row = today_add(r, source, clock_day(at), days_left(r, clock_day(at)));

    if (!row)
        return;
    row->since = sqlite3_column_int64(st, 2);
    row->pos = sqlite3_column_int64(st, 5);
    own(row, st);
    if (!today_household_words(r, row, &id))
        today_take_back(r, row);
}

static enum err each_dated(struct reading *r, sqlite3_stmt *st, enum today_source source, own_words *own) {
    enum err e;
    bool any;

    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        int64_t at;

        if (clock_parse(&at, (const char *)sqlite3_column_text(st, 1)))
            add_dated(r, st, source, at, own);
    }
    db_done(r->s, st);
    return e;
}

static void promise(struct today_row *row, sqlite3_stmt *st) {
    row->outcome = (enum outcome)sqlite3_column_int(st, 3);
    db_text(st, 4, row->title, sizeof row->title);
}

static void care(struct today_row *row, sqlite3_stmt *st) {
    row->need = (enum need)sqlite3_column_int(st, 3);
    db_text(st, 4, row->title, sizeof row->title);
}

/* A promise that is older than `days` needs no look: nobody was there since, so the household is among those not visited. */
static void span(struct reading *r, int64_t from, int64_t to) {
    int64_t day = r->t->day;

    clock_date(r->dates[0], clock_day_start(day + (from < -r->t->days ? -r->t->days : from)));
    clock_date(r->dates[1], clock_day_start(day + to));
}

static bool stands(struct reading *r, const struct id *household, int64_t at, int64_t pos, int64_t day_begins) {
    int64_t yes;

    return db_int(r->s, &yes, 0, STMT_today_promise_stands, "diii", household, at, pos, day_begins) == ERR_OK && yes;
}

/* Until as many stand as are shown: to know how many more do, all of them would have to be looked at. */
static enum err read_promises_of(struct reading *r, enum today_rule rule) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_promises);
    enum err e = ERR_OK;
    bool any;

    db_bind(st, "tt", r->dates[0], r->dates[1]);
    while (r->t->of[rule] < TODAY_ROWS_MAX && (e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        int64_t begins, at = sqlite3_column_int64(st, 2);

        if (clock_parse(&begins, (const char *)sqlite3_column_text(st, 1)) &&
            stands(r, &id, at, sqlite3_column_int64(st, 5), begins))
            add_dated(r, st, TODAY_PROMISE, begins, promise);
    }
    db_done(r->s, st);
    r->t->more[rule] = r->t->of[rule] == TODAY_ROWS_MAX;
    return e;
}

static enum err read_promises(struct reading *r) {
    enum err e = ERR_OK;

    for (int i = 0; e == ERR_OK && i < TODAY_RULES; i++) {
        int64_t from, to;

        if (today_source_of((enum today_rule)i) != TODAY_PROMISE)
            continue;
        today_span(&from, &to, (enum today_rule)i);
        span(r, from, to);
        e = read_promises_of(r, (enum today_rule)i);
    }
    return e;
}

static enum err read_cares(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_cares);
    char today[CLOCK_DATE_SIZE];

    span(r, -TODAY_EVER, r->to);
    clock_date(today, clock_day_start(r->t->day));
    db_bind(st, "ttiitz", r->dates[0], r->dates[1], clock_day_start(0), (int64_t)TODAY_COUNT_MAX, today, NULL);
    return each_dated(r, st, TODAY_CARE, care);
}

static enum err read_consents(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_consents);
    char today[CLOCK_DATE_SIZE], last[CLOCK_DATE_SIZE];

    clock_date(today, clock_day_start(r->t->day));
    clock_date(last, clock_day_start(r->t->day + r->to));
    db_bind(st, "tti", today, last, (int64_t)TODAY_COUNT_MAX);
    return each_dated(r, st, TODAY_CONSENT, care);
}

static enum err read_news(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_news);
    enum err e;
    bool any;

    db_bind(st, "i", (int64_t)TODAY_COUNT_MAX);
    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        struct today_row *row = today_add_bare(r, TODAY_NEWS, 0, 0, &id);
        int64_t here = 0;

        if (!row)
            continue;
        row->since = sqlite3_column_int64(st, 2);
        row->pos = sqlite3_column_int64(st, 1);
        if (db_int(r->s, &here, 0, STMT_today_here, "d", &id) != ERR_OK || !here)
            today_take_back(r, row);
    }
    db_done(r->s, st);
    return e;
}

/* A draft is of a form on a subject; where that begins with an id, the household or the matter is told, too. */
static enum err draft_row(void *arg, const struct draft_row *d) {
    struct reading *r = arg;
    struct today_row *row = today_add(r, TODAY_DRAFT, 0, 0);
    struct id id;

    if (!row)
        return ERR_OK;
    row->since = d->at;
    snprintf(row->form, sizeof row->form, "%s", d->form);
    snprintf(row->subject, sizeof row->subject, "%s", d->subject);
    if (id_parse(&id, d->subject, ID_TEXT_SIZE - 1) && !today_matter_words(r, row, &id))
        today_household_words(r, row, &id);
    return ERR_OK;
}

static enum err read_drafts(struct reading *r) {
    return draft_list(r->s, draft_row, r);
}

static enum err each_household(struct reading *r, sqlite3_stmt *st, enum today_source source) {
    enum err e;
    bool any;

    while ((e = db_next(r->s, st, &any)) == ERR_OK && any) {
        struct id id = db_id(st, 0);
        struct today_row *row = today_add(r, source, 0, -1);

        if (row && today_household_words(r, row, &id) && row->since)
            row->due = clock_day(row->since) + r->t->days;
    }
    db_done(r->s, st);
    return e;
}

static enum err count_long(struct reading *r) {
    enum err e = db_int(r->s, &r->never, 0, STMT_today_never_count, "i", (int64_t)TODAY_COUNT_MAX);

    r->cutoff = clock_day_start(r->t->day - r->t->days);
    return e == ERR_OK ? db_int(r->s, &r->unvisited, 0, STMT_today_unvisited_count, "ii", r->cutoff, (int64_t)TODAY_COUNT_MAX)
                       : e;
}

/* So that neither hides the other. */
static int64_t room_beside(int64_t others) {
    return TODAY_LONG_MAX - (others < TODAY_LONG_MAX / 2 ? others : TODAY_LONG_MAX / 2);
}

static enum err read_never(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_never);
    enum err e;

    db_bind(st, "i", room_beside(r->unvisited));
    e = each_household(r, st, TODAY_NEVER);
    r->t->of[TODAY_RULE_NEVER] = r->never;
    return e;
}

static enum err read_unvisited(struct reading *r) {
    sqlite3_stmt *st = db_get(r->s, STMT_today_unvisited);
    enum err e;

    db_bind(st, "ii", r->cutoff, room_beside(r->never));
    e = each_household(r, st, TODAY_VISIT);
    r->t->of[TODAY_RULE_UNVISITED] = r->unvisited;
    return e;
}

static enum err (*const sources[TODAY_SOURCES])(struct reading *) = {
    [TODAY_WAITING] = today_read_waiting,
    [TODAY_OFFERED] = today_read_offered,
    [TODAY_MATTER] = today_read_matters,
    [TODAY_BELOW] = today_read_below,
    [TODAY_TASK] = today_read_tasks,
    [TODAY_TERM] = today_read_terms,
    [TODAY_REPORT] = today_read_reports,
    [TODAY_CONFIRM] = today_read_confirms,
    [TODAY_REVIEW] = today_read_review,
    [TODAY_PROMISE] = read_promises,
    [TODAY_CARE] = read_cares,
    [TODAY_CONSENT] = read_consents,
    [TODAY_NEWS] = read_news,
    [TODAY_DRAFT] = read_drafts,
    [TODAY_NEVER] = read_never,
    [TODAY_VISIT] = read_unvisited,
};

static int in_order(const void *a, const void *b) {
    const struct today_row *x = *(struct today_row *const *)a, *y = *(struct today_row *const *)b;
    int order = today_compare(x, y);

    return order ? order : (x > y) - (x < y);
}

/* Stays as it is among equals: each source gives its rows in order. */
static void sort(struct today *t) {
    struct today_row **order = mem_new(t->count + 1, sizeof *order), *sorted;

    for (size_t i = 0; i < t->count; i++)
        order[i] = &t->rows[i];
    qsort(order, t->count, sizeof *order, in_order);
    sorted = mem_new(t->count + 1, sizeof *sorted);
    for (size_t i = 0; i < t->count; i++)
        sorted[i] = *order[i];
    mem_free(order);
    mem_free(t->rows);
    t->rows = sorted;
    t->room = t->count + 1;
}

static void put_words(struct reading *r, struct today_row *row) {
    struct id id = row->id;

    row->bare = false;
    if (!today_matter_words(r, row, &id))
        today_household_words(r, row, &id);
    today_flow_words(r, row);
}

void today_words(struct store *s, struct today *t, struct today_row *row) {
    struct reading r = {.s = s, .t = t};

    if (!row->bare)
        return;
    r.me.worker = s->device.worker;
    put_words(&r, row);
}

enum err today_read(struct store *s, int64_t days, struct today *out) {
    enum err e = today_look(s, days, out);

    for (size_t i = 0; e == ERR_OK && i < out->count; i++)
        today_words(s, out, &out->rows[i]);
    return e;
}

enum err today_look(struct store *s, int64_t days, struct today *out) {
    struct reading r = {.s = s, .t = out};
    enum err e;

    out->count = 0;
    memset(out->of, 0, sizeof out->of);
    memset(out->more, 0, sizeof out->more);
    out->day = clock_day(clock_now());
    out->days = days;
    e = read_actor(s, NULL, &r.me);
    out->desk = today_is_desk(&r);
    if (e == ERR_OK)
        e = count_long(&r);
    for (int i = 0; e == ERR_OK && i < TODAY_SOURCES; i++) {
        r.to = today_horizon((enum today_source)i);
        if (sources[i])
            e = sources[i](&r);
    }
    if (e == ERR_OK)
        sort(out);
    else
        out->count = 0;
    return e;
}

void today_free(struct today *t) {
    mem_free(t->rows);
    memset(t, 0, sizeof *t);
}

int64_t today_stamp(const struct store *s) {
    return sqlite3_total_changes64(s->db);
}

int64_t today_count(const struct today *t, enum today_group group, bool *more) {
    int64_t count = 0;

    *more = false;
    for (int i = 0; i < TODAY_RULES; i++)
        if (today_group_of((enum today_rule)i) == group) {
            count += t->of[i];
            *more = *more || t->more[i] || t->of[i] >= TODAY_COUNT_MAX;
        }
    return count;
}
