/* Reading figures: matters in the order of their ids with what was done in them, a piece at a time. A piece that is interrupted
 * by a change begins behind the last whole matter, so nothing counts twice. */
#include "linli/read_figures.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/read.h"

#define PIECE 64 /* matters, and visits: PIECE_VISITS, between two looks at the clock */
#define PIECE_VISITS 1024

struct figures_work {
    struct store *s;
    struct figures_tally **tallies;
    size_t count;
    bool by_area; /* visits are asked for their area, too */
    bool matters_done, done;
    struct id last;
    int64_t last_visit;
    int64_t all, seen; /* matters */
};

enum err figures_begin(struct figures_work **out, struct store *s, const struct figures_ask *asks, size_t count) {
    struct figures_work *w = mem_new(1, sizeof *w);
    enum err e;

    w->s = s;
    w->count = count;
    w->tallies = mem_new(count, sizeof *w->tallies);
    w->last_visit = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        w->tallies[i] = figures_start(&asks[i]);
        w->by_area = w->by_area || *asks[i].area;
    }
    e = db_int(s, &w->all, 0, STMT_figures_matter_count, "");
    if (e != ERR_OK) {
        figures_stop(w);
        w = NULL;
    }
    *out = w;
    return e;
}

void figures_stop(struct figures_work *w) {
    if (!w)
        return;
    for (size_t i = 0; i < w->count; i++)
        figures_drop(w->tallies[i]);
    mem_free(w->tallies);
    mem_free(w);
}

int figures_percent(const struct figures_work *w) {
    return w->done ? 100 : w->all ? (int)(w->seen * 99 / (w->all > w->seen ? w->all : w->seen)) : 0;
}

/* Rows of one statement in the order of matters, of which the next is looked at before it is taken. */
struct rows {
    sqlite3_stmt *st;
    bool there;
};

static enum err rows_next(struct figures_work *w, struct rows *r) {
    return db_next(w->s, r->st, &r->there);
}

/* Passes over rows of matters before this one; whether the row there is of this one. */
static enum err rows_are_of(struct figures_work *w, struct rows *r, const struct id *matter, bool *of) {
    enum err e = ERR_OK;

    *of = false;
    while (e == ERR_OK && r->there) {
        struct id id = db_id(r->st, 0);
        int c = memcmp(id.b, matter->b, ID_BYTES);

        if (c >= 0) {
            *of = c == 0;
            return ERR_OK;
        }
        e = rows_next(w, r);
    }
    return e;
}

struct piece {
    struct rows steps, items, reminders;
    bool *in; /* which tallies count the matter */
};

static enum err open_rows(struct figures_work *w, struct rows *r, enum stmt name) {
    r->st = db_get(w->s, name);
    if (name == STMT_figures_items)
        db_bind(r->st, "dii", &w->last, (int64_t)ITEM_IS_TERM, (int64_t)ITEM_IS_EVALUATION);
    else
        db_bind(r->st, "d", &w->last);
    return rows_next(w, r);
}

static void take_step(struct figures_work *w, const struct piece *p) {
    sqlite3_stmt *st = p->steps.st;
    struct figures_step step = {(enum step)sqlite3_column_int(st, 1), (enum step)sqlite3_column_int(st, 2),
                                (enum exit)sqlite3_column_int(st, 3), (enum level)sqlite3_column_int(st, 4),
                                sqlite3_column_int64(st, 5),          sqlite3_column_int64(st, 6)};

    for (size_t i = 0; i < w->count; i++)
        if (p->in[i])
            figures_add_step(w->tallies[i], &step);
}

static void take_item(struct figures_work *w, const struct piece *p) {
    sqlite3_stmt *st = p->items.st;
    struct figures_item item = {(enum item)sqlite3_column_int(st, 1), (enum yes_or_no)sqlite3_column_int(st, 2),
                                sqlite3_column_int(st, 3), sqlite3_column_int64(st, 4), sqlite3_column_int64(st, 5)};

    for (size_t i = 0; i < w->count; i++)
        if (p->in[i])
            figures_add_item(w->tallies[i], &item);
}

static void take_reminder(struct figures_work *w, const struct piece *p) {
    sqlite3_stmt *st = p->reminders.st;
    bool overdue = sqlite3_column_int(st, 1) == KIND_OVERDUE;

    for (size_t i = 0; i < w->count; i++)
        if (p->in[i])
            figures_add_reminder(w->tallies[i], overdue, (enum level)sqlite3_column_int(st, 2),
                                 clock_day(sqlite3_column_int64(st, 3)));
}

static enum err take_rows(struct figures_work *w, struct piece *p, struct rows *r, const struct id *matter, bool counts,
                          void (*take)(struct figures_work *, const struct piece *)) {
    bool of;
    enum err e;

    while ((e = rows_are_of(w, r, matter, &of)) == ERR_OK && of) {
        if (counts)
            take(w, p);
        e = rows_next(w, r);
        if (e != ERR_OK)
            break;
    }
    return e;
}

static bool take_matter(struct figures_work *w, struct piece *p, sqlite3_stmt *st) {
    char area[AREA_SIZE];
    int64_t closed = sqlite3_column_int64(st, 7);
    struct figures_matter m = {.area = area,
                               .kind = (enum matter_kind)sqlite3_column_int(st, 2),
                               .type = (enum matter_type)sqlite3_column_int(st, 3),
                               .level = (enum level)sqlite3_column_int(st, 4),
                               .step = (enum step)sqlite3_column_int(st, 5),
                               .opened = clock_day(sqlite3_column_int64(st, 6)),
                               .closed = closed ? clock_day(closed) : 0,
                               .due = sqlite3_column_int64(st, 8),
                               .open = sqlite3_column_int(st, 9),
                               .left_by = (enum exit)sqlite3_column_int(st, 10)};
    bool any = false;

    db_text(st, 1, area, sizeof area);
    for (size_t i = 0; i < w->count; i++) {
        p->in[i] = !sqlite3_column_int(st, 11) && figures_add_matter(w->tallies[i], &m);
        any = any || p->in[i];
    }
    return any;
}

static enum err matters_piece(struct figures_work *w) {
    struct piece p = {.in = mem_new(w->count, sizeof *p.in)};
    sqlite3_stmt *st = db_get(w->s, STMT_figures_matters);
    bool row = true;
    enum err e = open_rows(w, &p.steps, STMT_figures_steps);

    if (e == ERR_OK)
        e = open_rows(w, &p.items, STMT_figures_items);
    if (e == ERR_OK)
        e = open_rows(w, &p.reminders, STMT_figures_reminders);
    db_bind(st, "di", &w->last, (int64_t)PIECE);
    w->matters_done = true;
    while (e == ERR_OK && (e = db_next(w->s, st, &row)) == ERR_OK && row) {
        bool counts = take_matter(w, &p, st);
        struct id id = db_id(st, 0);

        e = take_rows(w, &p, &p.steps, &id, counts, take_step);
        if (e == ERR_OK)
            e = take_rows(w, &p, &p.items, &id, counts, take_item);
        if (e == ERR_OK)
            e = take_rows(w, &p, &p.reminders, &id, counts, take_reminder);
        w->last = id;
        w->seen++;
        w->matters_done = false;
    }
    db_done(w->s, st);
    if (p.steps.st)
        db_done(w->s, p.steps.st);
    if (p.items.st)
        db_done(w->s, p.items.st);
    if (p.reminders.st)
        db_done(w->s, p.reminders.st);
    mem_free(p.in);
    return e;
}

static enum err visits_piece(struct figures_work *w) {
    sqlite3_stmt *st = db_get(w->s, w->by_area ? STMT_figures_visits : STMT_figures_visits_plain);
    bool row;
    enum err e;

    db_bind(st, "ii", w->last_visit, (int64_t)PIECE_VISITS);
    w->done = true;
    while ((e = db_next(w->s, st, &row)) == ERR_OK && row) {
        char area[AREA_SIZE] = "";

        w->done = false;
        w->last_visit = sqlite3_column_int64(st, 0);
        if (w->by_area)
            db_text(st, 2, area, sizeof area);
        for (size_t i = 0; i < w->count; i++)
            figures_add_visit(w->tallies[i], area, clock_day(sqlite3_column_int64(st, 1)));
    }
    db_done(w->s, st);
    return e;
}

enum err figures_turn(struct figures_work *w, int64_t ms, bool *done) {
    int64_t until = clock_monotonic() + ms;
    enum err e = ERR_OK;

    while (e == ERR_OK && !w->done) {
        e = w->matters_done ? visits_piece(w) : matters_piece(w);
        if (clock_monotonic() >= until)
            break;
    }
    *done = w->done;
    return e;
}

void figures_take(struct figures_work *w, size_t ask, struct figures *out) {
    figures_end(out, w->tallies[ask]);
    w->tallies[ask] = NULL;
}

enum err figures_count(struct store *s, const struct figures_ask *ask, struct figures *out) {
    struct figures_work *w;
    bool done = false;
    enum err e = figures_begin(&w, s, ask, 1);

    memset(out, 0, sizeof *out);
    while (e == ERR_OK && !done)
        e = figures_turn(w, INT32_MAX, &done);
    if (e == ERR_OK)
        figures_take(w, 0, out);
    figures_stop(w);
    return e;
}

/* ---- whose figures */

enum err figures_ask_own(struct store *s, struct figures_ask *out) {
    struct buf area = {0};
    char date[CLOCK_DATE_SIZE];
    sqlite3_stmt *st;
    enum err e;

    *out = (struct figures_ask){.today = clock_day(clock_now()), .own = s->side == STORE_CLIENT, .crossed = true};
    clock_date(date, clock_now());
    date[4] = '\0';
    figures_span(out, date);
    if (id_is_zero(&s->device.worker) || s->side != STORE_CLIENT)
        return ERR_OK;
    e = db_first(s, &st, STMT_worker_row, "d", &s->device.worker);
    if (e == ERR_OK) {
        out->own = sqlite3_column_int(st, 0) == ROLE_HEAD;
        db_text(st, 1, out->area, sizeof out->area);
        db_done(s, st);
    } else if (e == ERR_NOT_FOUND) { /* before the first pull */
        e = store_get(s, "worker.area", &area);
        snprintf(out->area, sizeof out->area, "%s", e == ERR_OK ? buf_text(&area) : "");
        out->own = policy_area_level(out->area) == LEVEL_GRID;
        e = e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    if (out->own)
        out->area[0] = '\0';
    buf_free(&area);
    return e;
}

/* ---- what the hub counted */

static enum err read_pulled(sqlite3_stmt *st, struct figures *out) {
    *out = (struct figures){.at = sqlite3_column_int64(st, 3)};
    db_text(st, 0, out->ask.area, sizeof out->ask.area);
    out->ask.from = sqlite3_column_int64(st, 1);
    out->ask.to = sqlite3_column_int64(st, 2);
    out->ask.today = clock_day(out->at);
    return figures_read(out, (const char *)sqlite3_column_text(st, 4), (size_t)sqlite3_column_bytes(st, 4));
}

enum err figures_pulled(struct store *s, const char *area, struct figures *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_figure_newest, "t", area);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e;
    e = read_pulled(st, out);
    db_done(s, st);
    return e == ERR_SYNTAX ? ERR_NOT_FOUND : e;
}

enum err figures_all_pulled(struct store *s, figures_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_figure_all);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct figures f;

        if (read_pulled(st, &f) == ERR_OK)
            e = fn(arg, &f);
        figures_free(&f);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
