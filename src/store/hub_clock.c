/* The hub's clock (DESIGN.md section 1, "The hub acts"): a matter is urged when most of its step's time is gone and overdue when
 * its day has passed, each once for a step and level, because what was said stands in the record: a clock that goes back says
 * nothing twice. What is overdue enters the scope of the desk above. */
#include "hub.h"

#include <string.h>
#include "linli/county.h"
#include "linli/mem.h"

#define PASS_MAX 1000

struct late {
    struct id id;
    enum step step;
    enum level level;
    char area[AREA_SIZE];
};

struct pass {
    struct late *late;
    size_t count, room;
};

static enum err collect(struct pass *p, struct store *s, sqlite3_stmt *st) {
    enum err e;
    bool row;

    p->count = 0;
    while ((e = db_next(s, st, &row)) == ERR_OK && row && p->count < p->room) {
        struct late *l = &p->late[p->count++];

        l->id = db_id(st, 0);
        l->step = (enum step)sqlite3_column_int(st, 1);
        l->level = (enum level)sqlite3_column_int(st, 2);
        db_text(st, 3, l->area, sizeof l->area);
    }
    db_done(s, st);
    return e;
}

/* What is overdue comes first: it is not urged as well. */
static enum err find(struct pass *p, struct store *s, enum kind kind, int64_t today, size_t room) {
    sqlite3_stmt *st = db_get(s, kind == KIND_OVERDUE ? STMT_clock_overdue : STMT_clock_urged);

    p->room = room;
    if (kind == KIND_OVERDUE)
        db_bind(st, "ii", today, (int64_t)room);
    else
        db_bind(st, "iii", today, (int64_t)county_soon_percent(), (int64_t)room);
    return collect(p, s, st);
}

/* The area whose desk handles it: a matter's, cut at its level. */
static void unit_of(char out[AREA_SIZE], const struct late *l) {
    int parts = 1 + LEVEL_CITY - (int)l->level;

    strcpy(out, l->area);
    for (char *p = out; l->level > LEVEL_GRID && *p; p++) {
        if (*p == '.' && --parts == 0) {
            *p = '\0';
            return;
        }
    }
}

static enum err say(struct hub_work *w, enum kind kind, const struct late *l) {
    struct event ev = {.kind = kind, .entity = l->id, .step = l->step, .level = l->level};
    enum err e;

    unit_of(ev.area, l);
    e = hub_append(w, &ev, NULL, HUB_NOTHING, l->area);
    return e == ERR_OK && kind == KIND_OVERDUE ? hub_place(w, &l->id) : e;
}

static enum err say_all(struct store *s, enum kind kind, const struct pass *p) {
    struct hub_work w;
    enum err e = p->count ? hub_begin(&w, s) : ERR_OK;

    if (e != ERR_OK || p->count == 0)
        return e;
    for (size_t i = 0; e == ERR_OK && i < p->count; i++)
        e = say(&w, kind, &p->late[i]);
    return hub_end(&w, e);
}

enum err hub_clock(struct store *s, int64_t limit, struct hub_clocked *out) {
    size_t room = limit >= 1 && limit <= PASS_MAX ? (size_t)limit : PASS_MAX;
    struct pass p = {.late = mem_new(room, sizeof *p.late)};
    int64_t today = clock_day(clock_now());
    enum err e = find(&p, s, KIND_OVERDUE, today, room);

    *out = (struct hub_clocked){0};
    if (e == ERR_OK)
        e = say_all(s, KIND_OVERDUE, &p);
    if (e == ERR_OK) {
        out->overdue = (int64_t)p.count;
        room -= p.count;
    }
    if (e == ERR_OK && room)
        e = find(&p, s, KIND_URGED, today, room);
    if (e == ERR_OK && room)
        e = say_all(s, KIND_URGED, &p);
    if (e == ERR_OK && room) {
        out->urged = (int64_t)p.count;
        room -= p.count;
    }
    out->more = e == ERR_OK && room == 0;
    mem_free(p.late);
    return e;
}
