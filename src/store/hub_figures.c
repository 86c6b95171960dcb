/* Figures of villages, towns and cities, counted at the hub once a day: an event of each area whose figures are not what was said
 * last. They are of many households, so what is small is hidden before it is written. */
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include "linli/mem.h"
#include "linli/read_figures.h"

#define LINES_ROOM 32000
#define BATCH 64 /* areas in one pass over the record */
#define DAY_KEY "hub.figures.day"

struct hub_figures {
    struct store *s;
    char (*areas)[AREA_SIZE];
    size_t count, next; /* next: the first area of the next pass */
    struct figures_ask asks[BATCH];
    size_t asked;
    struct figures_work *work;
    int64_t day;
};

static enum err find_areas(struct hub_figures *f) {
    sqlite3_stmt *st = db_get(f->s, STMT_figures_areas);
    size_t room = 0;
    enum err e;
    bool row;

    while ((e = db_next(f->s, st, &row)) == ERR_OK && row) {
        if (f->count == room) {
            room = room ? room * 2 : 64;
            f->areas = mem_resize(f->areas, room, sizeof *f->areas);
        }
        db_text(st, 0, f->areas[f->count], AREA_SIZE);
        if (policy_area_level(f->areas[f->count]) > LEVEL_GRID)
            f->count++;
    }
    db_done(f->s, st);
    return e;
}

bool hub_figures_due(struct store *s) {
    return store_get_int(s, DAY_KEY, 0) != clock_day(clock_now());
}

enum err hub_figures_begin(struct hub_figures **out, struct store *s) {
    struct hub_figures *f = mem_new(1, sizeof *f);
    enum err e;

    f->s = s;
    f->day = clock_day(clock_now());
    e = find_areas(f);
    if (e != ERR_OK) {
        hub_figures_free(f);
        f = NULL;
    }
    *out = f;
    return e;
}

void hub_figures_free(struct hub_figures *f) {
    if (!f)
        return;
    figures_stop(f->work);
    mem_free(f->areas);
    mem_free(f);
}

static enum err next_pass(struct hub_figures *f) {
    struct figures_ask ask;
    enum err e = figures_ask_own(f->s, &ask);

    ask.today = f->day;
    ask.to = f->day;
    ask.own = false;
    f->asked = 0;
    while (f->asked < BATCH && f->next < f->count) {
        memcpy(ask.area, f->areas[f->next++], sizeof ask.area);
        f->asks[f->asked++] = ask;
    }
    return e == ERR_OK ? figures_begin(&f->work, f->s, f->asks, f->asked) : e;
}

static bool says_anything(const struct figures *f) {
    for (size_t i = 0; i < f->count; i++)
        if (f->cells[i].shown != FIGURE_EXACT || f->cells[i].value > 0)
            return true;
    return false;
}

/* Whether these lines are what was said last of the area and year. */
static enum err is_said(struct store *s, const struct figures *f, const char *lines, bool *same) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_figure_newest, "t", f->ask.area);

    *same = false;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    *same = sqlite3_column_int64(st, 1) == f->ask.from && strcmp((const char *)sqlite3_column_text(st, 4), lines) == 0;
    db_done(s, st);
    return ERR_OK;
}

static enum err entity_of(struct store *s, const char *area, struct id *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_hub_entities_at, "it", (int64_t)HUB_FIGURES, area);

    if (e == ERR_NOT_FOUND) {
        *out = id_random();
        return ERR_OK;
    }
    if (e == ERR_OK) {
        *out = db_id(st, 0);
        db_done(s, st);
    }
    return e;
}

static enum err say(struct hub_work *w, const struct figures *f, const char *lines) {
    struct event ev = {.kind = KIND_FIGURES};
    struct words words = {.text = mem_dup(lines)};
    enum err e = entity_of(w->s, f->ask.area, &ev.entity);

    snprintf(ev.area, sizeof ev.area, "%s", f->ask.area);
    clock_date(ev.day, clock_day_start(f->ask.from));
    clock_date(ev.due, clock_day_start(f->ask.to));
    if (e == ERR_OK)
        e = hub_append(w, &ev, &words, HUB_FIGURES, f->ask.area);
    words_free(&words);
    return e == ERR_OK ? hub_place(w, &ev.entity) : e;
}

static enum err say_pass(struct hub_figures *f, int64_t *said) {
    struct hub_work w;
    enum err e = hub_begin(&w, f->s);

    if (e != ERR_OK)
        return e;
    for (size_t i = 0; e == ERR_OK && i < f->asked; i++) {
        struct buf lines = {0};
        struct figures figures;
        bool same;

        figures_take(f->work, i, &figures);
        figures_write(&lines, &figures, LINES_ROOM);
        e = is_said(f->s, &figures, buf_text(&lines), &same);
        if (e == ERR_OK && !same && says_anything(&figures)) {
            e = say(&w, &figures, buf_text(&lines));
            ++*said;
        }
        figures_free(&figures);
        buf_free(&lines);
    }
    return hub_end(&w, e);
}

enum err hub_figures_turn(struct hub_figures *f, int64_t ms, int64_t *said, bool *done) {
    bool counted = false;
    enum err e = ERR_OK;

    *done = false;
    *said = 0;
    if (!f->work && f->next == f->count) {
        *done = true;
        return store_set_int(f->s, DAY_KEY, f->day);
    }
    if (!f->work)
        e = next_pass(f);
    if (e == ERR_OK)
        e = figures_turn(f->work, ms, &counted);
    if (e == ERR_OK && counted)
        e = say_pass(f, said);
    if (e == ERR_OK && counted) {
        figures_stop(f->work);
        f->work = NULL;
    }
    return e;
}
