/* Folding an event into rows. A kind is one function in the table below; each may count on its event being the entity's newest.
 */
#include "db.h"

#include <stdlib.h>
#include <string.h>
#include "linli/door.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "project.h"
#include "rows.h"

#define UNSETTLED_FIRST 16
#define UNSETTLED_MAX 4096

/* Most records have no alias at all; then nothing needs to be looked up. Whoever only reads does not know what the writer does.
 */
static bool has_aliases(struct store *s) {
    int64_t any;

    if (!s->read_only && s->aliases == ALIASES_UNKNOWN && db_int(s, &any, 1, STMT_alias_any, "") == ERR_OK)
        s->aliases = any ? ALIASES_SOME : ALIASES_NONE;
    return s->aliases != ALIASES_NONE;
}

struct id project_resolve(struct store *s, const struct id *household) {
    struct id id = *household;
    sqlite3_stmt *st;

    if (has_aliases(s) && db_first(s, &st, STMT_alias_get, "d", household) == ERR_OK) {
        id = db_id(st, 0);
        db_done(s, st);
    }
    return id;
}

static int by_id(const void *a, const void *b) {
    return memcmp(((const struct visited *)a)->household.b, ((const struct visited *)b)->household.b, ID_BYTES);
}

/* The changes of one household, which are the first `n` of *v. */
static enum err settle_one(struct store *s, const struct visited *v, size_t n) {
    int64_t newest = v->at;
    bool known = true;

    for (size_t i = 0; i < n; i++) {
        known = known && v[i].added;
        if (v[i].at > newest)
            newest = v[i].at;
    }
    return known ? db_run(s, STMT_household_raise_visited, "di", &v->household, newest)
                 : db_run(s, STMT_household_set_visited, "d", &v->household);
}

enum err project_settle(struct store *s) {
    struct unsettled *u = &s->unsettled;
    enum err e = ERR_OK;
    size_t n;

    if (u->count > 1)
        qsort(u->at, u->count, sizeof *u->at, by_id);
    for (size_t i = 0; e == ERR_OK && i < u->count; i += n) {
        for (n = 1; i + n < u->count && id_equal(&u->at[i].household, &u->at[i + n].household);)
            n++;
        e = settle_one(s, &u->at[i], n);
    }
    u->count = 0;
    return e;
}

/* A push brings many visits of one household: its row is written once, when the transaction ends. */
static enum err visits_changed(struct store *s, const struct visited *v) {
    struct unsettled *u = &s->unsettled;

    if (s->depth == 0)
        return settle_one(s, v, 1);
    if (u->count == u->room) {
        u->room = u->room ? u->room * 4 : UNSETTLED_FIRST;
        u->at = mem_resize(u->at, u->room, sizeof *u->at);
    }
    u->at[u->count++] = *v;
    return u->count == UNSETTLED_MAX ? project_settle(s) : ERR_OK;
}

static enum err visit_added(struct store *s, const struct id *household, int64_t at) {
    return visits_changed(s, &(struct visited){*household, at, true});
}

/* Taken away, or moved: which is the newest now must be looked up. */
enum err project_visits_moved(struct store *s, const struct id *household) {
    return visits_changed(s, &(struct visited){*household, 0, false});
}

static enum err household_insert(struct store *s, int64_t sort, const struct id *id, const struct household *h,
                                 const char *door) {
    struct buf members = {0};
    int64_t people = h->member_count ? (int64_t)h->member_count : *h->head != '\0';
    enum err e;

    rows_write_members(&members, h);
    e = db_run(s, STMT_household_add, "idttttttttttttit", sort, id, h->area, h->number, h->door.compound, h->door.building,
               h->door.unit, h->door.floor, h->door.room, door, h->head, h->phones, h->note, buf_text(&members), people,
               h->status);
    buf_free(&members);
    return e;
}

/* The row as it is, taken out of the table; *sort 0 where there is none. */
static enum err take_row(struct store *s, const struct id *id, struct household *h, int64_t *sort) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_household_by_id, "d", id);

    *sort = 0;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = rows_household(st, h);
    *sort = sqlite3_column_int64(st, 0);
    db_done(s, st);
    return e == ERR_OK ? db_run(s, STMT_household_drop, "d", id) : e;
}

enum err project_take_household(struct store *s, const struct id *id, struct household *h, int64_t *sort) {
    enum err e = take_row(s, id, h, sort);

    return e == ERR_OK && *sort ? search_take(s, *sort, h) : e;
}

static enum err place_of(struct fold *f, const char *area, const char *door, bool moved, int64_t *sort) {
    enum err e = ERR_OK;

    if (!*sort && f->s->rebuilding)
        e = db_int(f->s, sort, 0, STMT_kept_sort, "d", &f->ev->entity);
    if (!*sort && f->s->keep_sort && id_equal(&f->s->keep_id, &f->ev->entity))
        *sort = f->s->keep_sort;
    else if (e == ERR_OK && !*sort && f->s->rebuilding) /* the places of those that follow are not taken yet */
        e = db_int(f->s, sort, 0, STMT_household_aside, "");
    else if (e == ERR_OK && (!*sort || (!f->s->rebuilding && moved)))
        e = search_place(f->s, area, door, sort);
    return e;
}

enum err project_say(struct fold *f) {
    struct household h = {0};
    struct buf old_door = {0}, door = {0}, tokens = {0};
    char old_area[AREA_SIZE];
    int64_t sort, old_sort;
    unsigned fields;
    enum err e =
        f->s->search_bulk ? project_take_household(f->s, &f->ev->entity, &h, &sort) : take_row(f->s, &f->ev->entity, &h, &sort);

    old_sort = sort;
    if (sort && !f->s->search_bulk)
        search_tokens(&tokens, &h);
    door_key(&old_door, &h.door);
    strcpy(old_area, h.area);
    if (e == ERR_OK && body_read_household(&h, &fields, f->body, f->len) != ERR_OK)
        fields = 0;                                            /* a body that cannot be read says nothing; verify names it */
    if (*f->ev->area && (f->ev->kind == KIND_ROSTER || !sort)) /* a correction says where it was, and moves nothing */
        strcpy(h.area, f->ev->area);
    door_key(&door, &h.door);
    if (e == ERR_OK)
        e = place_of(f, h.area, buf_text(&door),
                     strcmp(old_area, h.area) != 0 || strcmp(buf_text(&old_door), buf_text(&door)) != 0, &sort);
    if (e == ERR_OK)
        e = household_insert(f->s, sort, &f->ev->entity, &h, buf_text(&door));
    if (e == ERR_OK)
        e = search_change(f->s, &tokens, old_sort, sort, &h);
    if (e == ERR_OK && f->ev->kind == KIND_ROSTER)
        e = db_run(f->s, STMT_said_by_roster, "dii", &f->ev->entity, f->pos, (int64_t)fields);
    household_free(&h);
    buf_free(&old_door);
    buf_free(&door);
    buf_free(&tokens);
    return e;
}

/* What this device said of a household that turned out to be the hub's is kept in the journal only. */
static enum err fold_roster(struct fold *f) {
    struct id target = project_resolve(f->s, &f->ev->entity);

    return id_equal(&target, &f->ev->entity) ? project_say(f) : ERR_OK;
}

static enum err fold_visit(struct fold *f) {
    struct id household = project_resolve(f->s, &f->ev->entity);
    struct words w;
    enum err e;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        memset(&w, 0, sizeof w);
    e = db_run(f->s, STMT_visit_add, "idiiitttz", f->pos, &household, f->ev->at, (int64_t)f->ev->outcome, (int64_t)f->ev->purpose,
               w.met, w.note, f->ev->next, &f->ev->by);
    words_free(&w);
    if (e == ERR_OK)
        e = noted_visit(f->s, f->pos);
    return e == ERR_OK ? visit_added(f->s, &household, f->ev->at) : e;
}

enum err project_count_open(struct store *s, const struct id *matter) {
    struct id households[PARTIES_MAX];
    size_t count = 0;
    sqlite3_stmt *st = db_get(s, STMT_party_households);
    enum err e;
    bool row;

    db_bind(st, "d", matter);
    while ((e = db_next(s, st, &row)) == ERR_OK && row && count < PARTIES_MAX)
        households[count++] = db_id(st, 0);
    db_done(s, st);
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = db_run(s, STMT_household_set_open, "d", &households[i]);
    return e;
}

/* What was entered at one household is shown at the other from now on, or again where it was entered. */
static enum err move_all(struct store *s, const enum stmt moves[4], const struct id *own, const struct id *into) {
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < 4; i++)
        e = db_run(s, moves[i], "dd", own, into);
    if (e == ERR_OK)
        e = project_visits_moved(s, into);
    return e == ERR_OK ? db_run(s, STMT_household_set_open, "d", into) : e;
}

/* Two records of one door become one: what was done at the device's own household is shown at the hub's. */
enum err project_join(struct store *s, const struct id *own, const struct id *into, int64_t pos) {
    static const enum stmt moves[4] = {STMT_visit_move, STMT_party_move, STMT_need_move, STMT_access_move};
    struct household h = {0};
    int64_t sort;
    enum err e = project_take_household(s, own, &h, &sort);

    household_free(&h);
    if (e == ERR_OK)
        e = db_run(s, STMT_alias_add, "ddi", own, into, pos);
    s->aliases = ALIASES_SOME;
    if (e == ERR_OK)
        e = db_run(s, STMT_said_drop, "d", own);
    if (e == ERR_OK)
        e = db_run(s, STMT_clash_drop, "d", own);
    return e == ERR_OK ? move_all(s, moves, own, into) : e;
}

static enum err fold_alias(struct fold *f) {
    return project_join(f->s, &f->ev->entity, &f->ev->other, f->pos);
}

enum err project_part(struct store *s, const struct id *own) {
    static const enum stmt moves[4] = {STMT_visit_part, STMT_party_part, STMT_need_part, STMT_access_part};
    struct id into;
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_alias_get, "d", own);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    into = db_id(st, 0);
    db_done(s, st);
    e = db_run(s, STMT_alias_drop, "d", own);
    s->aliases = ALIASES_UNKNOWN;
    return e == ERR_OK ? move_all(s, moves, own, &into) : e;
}

static enum err fold_named(struct fold *f) {
    const struct event *ev = f->ev;
    struct words w;
    enum err e;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        return ERR_OK;
    if (ev->kind == KIND_AREA)
        e = db_run(f->s, STMT_area_add, "tdt", ev->area, &ev->entity, w.name);
    else
        e = db_run(f->s, STMT_worker_add, "dttit", &ev->entity, w.login, w.name, (int64_t)ev->role, ev->area);
    words_free(&w);
    return e;
}

static enum err fold_worker_gone(struct fold *f) {
    return db_run(f->s, STMT_worker_gone, "d", &f->ev->entity);
}

static enum err fold_assignment(struct fold *f) {
    const struct id *h = &f->ev->other;
    size_t len = id_is_zero(h) ? 0 : ID_BYTES;
    const void *blob = len ? (const void *)h->b : (const void *)"";

    return db_run(f->s, f->ev->kind == KIND_ASSIGN ? STMT_assignment_add : STMT_assignment_drop, "dtb", &f->ev->entity,
                  len ? "" : f->ev->area, blob, len);
}

static enum err fold_nothing(struct fold *f) {
    (void)f; /* the event is its own record: what it says is read from the journal */
    return ERR_OK;
}

static enum err (*const folds[KIND_COUNT])(struct fold *) = {
    [KIND_UNKNOWN] = fold_nothing,
#define X(name, code, words, fold, judge) [KIND_##name] = fold_##fold,
#include "linli/kinds.def"
#undef X
};

enum err project_event(struct store *s, int64_t pos, const struct event *ev, const char *body, size_t len) {
    struct fold f = {s, pos, ev, body, len};

    return folds[ev->kind](&f);
}

/* Takes out all that the entity's events folded to, wherever an alias put it. */
enum err project_clear_entity(struct store *s, const struct id *entity) {
    struct id target = project_resolve(s, entity);
    struct id households[PARTIES_MAX];
    struct household h = {0};
    size_t count = 0;
    sqlite3_stmt *st = db_get(s, STMT_party_households);
    int64_t sort = 0;
    enum err e;
    bool row;

    db_bind(st, "d", entity);
    while ((e = db_next(s, st, &row)) == ERR_OK && row && count < PARTIES_MAX)
        households[count++] = db_id(st, 0);
    db_done(s, st);
    if (e == ERR_OK)
        e = noted_take_entity(s, entity);
    if (e == ERR_OK)
        e = project_part(s, entity);
    if (e == ERR_OK)
        e = project_take_household(s, entity, &h, &sort);
    household_free(&h);
    s->keep_id = *entity;
    s->keep_sort = sort;
    static const enum stmt drops[] = {STMT_visit_drop_entity,  STMT_matter_drop,       STMT_step_drop,
                                      STMT_item_drop,          STMT_reminder_drop,     STMT_entry_drop,
                                      STMT_figure_drop,        STMT_party_drop,        STMT_alias_drop,
                                      STMT_area_drop,          STMT_worker_drop,       STMT_assignment_drop_worker,
                                      STMT_said_drop,          STMT_clash_drop,        STMT_need_drop_entity,
                                      STMT_access_drop_entity, STMT_dealt_drop_entity, STMT_taken_back_drop_entity};
    for (size_t i = 0; e == ERR_OK && i < sizeof drops / sizeof drops[0]; i++)
        e = db_run(s, drops[i], "d", entity);
    if (e == ERR_OK)
        e = project_clear_county(s, entity);
    if (e == ERR_OK && !id_equal(&target, entity))
        e = project_visits_moved(s, &target);
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = db_run(s, STMT_household_set_open, "d", &households[i]);
    return e;
}
