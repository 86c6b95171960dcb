/* Scopes (DESIGN.md section 1): `wanted` is the one place that says what a worker may see; everything else finds out for which
 * pairs of a worker and an entity it has to be asked again, and writes down what changed. */
#include "hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"

/* Cuts the last part of a code: false where it was the only one. */
static bool to_parent(char *area) {
    char *dot = strrchr(area, '.');

    *(dot ? dot : area) = '\0';
    return dot != NULL;
}

/* The first three parts, "" of a shorter code. */
static void village_of(char out[AREA_SIZE], const char *area) {
    int dots = 0;

    snprintf(out, AREA_SIZE, "%s", area);
    for (char *p = out; *p; p++) {
        if (*p == '.' && ++dots == 3) {
            *p = '\0';
            return;
        }
    }
    if (dots < 2)
        out[0] = '\0';
}

static bool on_one_path(const char *a, const char *b) {
    return policy_area_inside(a, b) || policy_area_inside(b, a);
}

static bool same_village(const char *a, const char *b) {
    char va[AREA_SIZE], vb[AREA_SIZE];

    village_of(va, a);
    village_of(vb, b);
    return *va && strcmp(va, vb) == 0;
}

static enum err is_member(struct hub_work *w, const struct id *worker, const struct id *entity, bool *out) {
    sqlite3_stmt *st;
    enum err e = db_first(w->s, &st, STMT_hub_member_get, "dd", worker, entity);

    *out = false;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    *out = sqlite3_column_type(st, 1) == SQLITE_NULL;
    db_done(w->s, st);
    return ERR_OK;
}

static enum err rule(struct hub_work *w, const struct id *worker, const char *area, const struct id *household, int64_t *given) {
    return db_int(w->s, given, -1, STMT_hub_rule_get, "dtb", worker, area,
                  household ? (const void *)household->b : (const void *)"", household ? (size_t)ID_BYTES : (size_t)0);
}

enum err hub_given_area(struct hub_work *w, const struct id *worker, const char *area, bool *given) {
    char part[AREA_SIZE];
    int64_t found = -1;
    enum err e = ERR_OK;

    if (!w->rules.known || !id_equal(&w->rules.worker, worker) || strcmp(w->rules.area, area) != 0) {
        snprintf(part, sizeof part, "%s", area);
        do {
            e = *part ? rule(w, worker, part, NULL, &found) : ERR_OK;
        } while (e == ERR_OK && found < 0 && to_parent(part));
        if (e != ERR_OK)
            return e;
        w->rules.known = true;
        w->rules.worker = *worker;
        w->rules.given = found == 1;
        snprintf(w->rules.area, sizeof w->rules.area, "%s", area);
    }
    *given = w->rules.given;
    return ERR_OK;
}

static enum err alias_of(struct hub_work *w, const struct id *id, struct id *into) {
    sqlite3_stmt *st;
    enum err e = db_first(w->s, &st, STMT_alias_get, "d", id);

    if (e != ERR_OK)
        return e;
    *into = db_id(st, 0);
    db_done(w->s, st);
    return ERR_OK;
}

/* One that turned out to be another is where that one is. */
static enum err wanted_household(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *h, bool *out) {
    struct id into;
    int64_t given;
    enum err e = alias_of(w, &h->id, &into);

    if (e != ERR_NOT_FOUND)
        return e == ERR_OK ? is_member(w, &v->id, &into, out) : e;
    e = rule(w, &v->id, "", &h->id, &given);
    if (e != ERR_OK || given >= 0) {
        *out = given == 1;
        return e;
    }
    return hub_given_area(w, &v->id, h->area, out);
}

static enum err wanted_matter(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *m, bool *out) {
    struct hub_ids households = {0};
    sqlite3_stmt *st;
    int64_t reached = 0, named = 0;
    enum err e = ERR_OK;

    *out = id_equal(&v->id, &m->creator);
    /* A desk has what ever reached its level, and what is overdue one level below. */
    if (!*out && v->role != ROLE_HEAD && policy_area_inside(m->area, v->area))
        e = db_int(w->s, &reached, 0, STMT_hub_matter_reached, "d", &m->id);
    *out = *out || (reached && (int64_t)policy_area_level(v->area) <= reached);
    if (e == ERR_OK && !*out)
        e = db_int(w->s, &named, 0, STMT_hub_matter_names, "dd", &m->id, &v->id);
    *out = *out || named;
    if (e != ERR_OK || *out)
        return e;
    st = db_get(w->s, STMT_party_households);
    db_bind(st, "d", &m->id);
    e = hub_ids_collect(w->s, &households, st);
    for (size_t i = 0; e == ERR_OK && !*out && i < households.count; i++)
        e = is_member(w, &v->id, &households.at[i], out);
    hub_ids_free(&households);
    return e;
}

/* An entry of a directory serves those below its area, and shows to those above; a mediator who works elsewhere has the own one.
 */
static enum err wanted_entry(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *e, bool *out) {
    int64_t named = 0;
    enum err result = ERR_OK;

    *out = on_one_path(e->area, v->area);
    if (!*out)
        result = db_int(w->s, &named, 0, STMT_hub_entry_names, "dd", &e->id, &v->id);
    *out = *out || named;
    return result;
}

static enum err wanted(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *e, bool *out) {
    *out = false;
    if (v->gone)
        return ERR_OK;
    switch (e->kind) {
    case HUB_HOUSEHOLD:
        return wanted_household(w, v, e, out);
    case HUB_MATTER:
        return wanted_matter(w, v, e, out);
    case HUB_AREA: /* those of given households too, so that their names show */
        *out = on_one_path(e->area, v->area);
        return *out ? ERR_OK : hub_given_area(w, &v->id, e->area, out);
    case HUB_WORKER:
        *out = on_one_path(e->area, v->area) || same_village(e->area, v->area);
        return ERR_OK;
    case HUB_ENTRY:
        return wanted_entry(w, v, e, out);
    case HUB_FIGURES: /* those above and below: of nobody, and nothing small in them */
        *out = on_one_path(e->area, v->area);
        return ERR_OK;
    case HUB_COUNTY:
        *out = true;
        return ERR_OK;
    case HUB_OTHER: /* of a newer version: whoever made it has it */
        *out = id_equal(&v->id, &e->creator);
        return ERR_OK;
    default:
        return ERR_OK;
    }
}

static enum err settle(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *e);

static enum err settle_ids(struct hub_work *w, const struct hub_worker *v, const struct hub_ids *ids) {
    struct hub_entity entity;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < ids->count; i++) {
        e = hub_entity(w, &ids->at[i], &entity);
        if (e == ERR_OK)
            e = settle(w, v, &entity);
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    return e;
}

/* What a household takes along: its matters, and what was found to be the same household. */
static enum err settle_with(struct hub_work *w, const struct hub_worker *v, const struct id *household) {
    struct hub_ids ids = {0};
    sqlite3_stmt *st = db_get(w->s, STMT_hub_matters_of_household);
    enum err e;

    db_bind(st, "d", household);
    e = hub_ids_collect(w->s, &ids, st);
    if (e == ERR_OK) {
        st = db_get(w->s, STMT_hub_aliases_of_household);
        db_bind(st, "d", household);
        e = hub_ids_collect(w->s, &ids, st);
    }
    if (e == ERR_OK)
        e = settle_ids(w, v, &ids);
    hub_ids_free(&ids);
    return e;
}

/* Asks, and writes down an enter or a leave where the answer is not what it was. */
static enum err settle(struct hub_work *w, const struct hub_worker *v, const struct hub_entity *e) {
    int64_t since = 0, rev;
    sqlite3_stmt *st;
    bool want, in = false;
    enum err result = wanted(w, v, e, &want);

    if (result != ERR_OK)
        return result;
    result = db_first(w->s, &st, STMT_hub_member_get, "dd", &v->id, &e->id);
    if (result == ERR_OK) {
        since = sqlite3_column_int64(st, 0);
        in = sqlite3_column_type(st, 1) == SQLITE_NULL;
        db_done(w->s, st);
    }
    if ((result != ERR_OK && result != ERR_NOT_FOUND) || in == want)
        return result == ERR_NOT_FOUND ? ERR_OK : result;
    hub_forget(w, &e->id);
    result = hub_next_rev(w, e->town, &rev, NULL);
    if (result == ERR_OK)
        result = db_run(w->s, want ? STMT_hub_member_enter : STMT_hub_member_leave, "ddi", &v->id, &e->id, rev);
    if (result == ERR_OK)
        result = db_run(w->s, STMT_hub_scope_add, "diidi", &v->id, e->town, rev, &e->id, want ? (int64_t)0 : since);
    if (result == ERR_OK && e->kind == HUB_HOUSEHOLD)
        result = settle_with(w, v, &e->id);
    return result;
}

static enum err add(struct hub_work *w, struct hub_ids *ids, enum stmt name, const struct id *id) {
    sqlite3_stmt *st = db_get(w->s, name);

    db_bind(st, "d", id);
    return hub_ids_collect(w->s, ids, st);
}

static enum err add_workers_at(struct hub_work *w, struct hub_ids *ids, const char *area) {
    char part[AREA_SIZE];
    enum err e = ERR_OK;

    snprintf(part, sizeof part, "%s", area);
    do {
        sqlite3_stmt *st = db_get(w->s, STMT_hub_workers_at);

        db_bind(st, "t", part);
        e = hub_ids_collect(w->s, ids, st);
    } while (e == ERR_OK && to_parent(part));
    return e;
}

static enum err add_workers_inside(struct hub_work *w, struct hub_ids *ids, const char *area) {
    char from[AREA_SIZE], to[AREA_SIZE];
    sqlite3_stmt *st = db_get(w->s, STMT_hub_workers_inside);

    hub_area_range(area, from, to);
    db_bind(st, "tt", from, to);
    return hub_ids_collect(w->s, ids, st);
}

static enum err add_workers_given(struct hub_work *w, struct hub_ids *ids, const char *area) {
    char part[AREA_SIZE];
    enum err e = ERR_OK;

    snprintf(part, sizeof part, "%s", area);
    do {
        sqlite3_stmt *st;

        if (!*part)
            break;
        st = db_get(w->s, STMT_hub_rule_workers);
        db_bind(st, "tb", part, "", (size_t)0);
        e = hub_ids_collect(w->s, ids, st);
    } while (e == ERR_OK && to_parent(part));
    return e;
}

static enum err candidates_household(struct hub_work *w, struct hub_ids *ids, const struct hub_entity *h) {
    struct id into;
    sqlite3_stmt *st;
    enum err e = alias_of(w, &h->id, &into);

    if (e != ERR_NOT_FOUND)
        return e == ERR_OK ? add(w, ids, STMT_hub_members_of, &into) : e;
    st = db_get(w->s, STMT_hub_rule_workers);
    db_bind(st, "td", "", &h->id);
    e = hub_ids_collect(w->s, ids, st);
    return e == ERR_OK ? add_workers_given(w, ids, h->area) : e;
}

static enum err candidates_matter(struct hub_work *w, struct hub_ids *ids, const struct hub_entity *m) {
    struct hub_ids households = {0};
    enum err e = add(w, &households, STMT_party_households, &m->id);

    if (e == ERR_OK)
        e = add(w, ids, STMT_hub_matter_named, &m->id);

    for (size_t i = 0; e == ERR_OK && i < households.count; i++)
        e = add(w, ids, STMT_hub_members_of, &households.at[i]);
    hub_ids_free(&households);
    return e == ERR_OK ? add_workers_at(w, ids, m->area) : e;
}

/* Who might have to do with it: whoever has it, and whoever `wanted` could say yes for. */
static enum err candidates(struct hub_work *w, struct hub_ids *ids, const struct hub_entity *e) {
    char village[AREA_SIZE];
    enum err result = add(w, ids, STMT_hub_members_of, &e->id);

    if (!id_is_zero(&e->creator))
        hub_ids_add(ids, &e->creator);
    if (result == ERR_OK && e->kind == HUB_HOUSEHOLD)
        return candidates_household(w, ids, e);
    if (result == ERR_OK && e->kind == HUB_MATTER)
        return candidates_matter(w, ids, e);
    if (result == ERR_OK && e->kind == HUB_COUNTY)
        return add_workers_inside(w, ids, "");
    if (result != ERR_OK || (e->kind != HUB_AREA && e->kind != HUB_WORKER && e->kind != HUB_ENTRY && e->kind != HUB_FIGURES))
        return result;
    result = add_workers_inside(w, ids, e->area);
    if (result == ERR_OK)
        result = add_workers_at(w, ids, e->area);
    if (result == ERR_OK && e->kind == HUB_ENTRY)
        result = add(w, ids, STMT_hub_entry_named, &e->id);
    if (result == ERR_OK && e->kind == HUB_AREA)
        result = add_workers_given(w, ids, e->area);
    village_of(village, e->area);
    if (result == ERR_OK && e->kind == HUB_WORKER && *village)
        result = add_workers_inside(w, ids, village);
    return result;
}

static int by_id(const void *a, const void *b) {
    return memcmp(a, b, sizeof(struct id));
}

static void once_each(struct hub_ids *ids) {
    size_t kept = 0;

    if (ids->count > 1)
        qsort(ids->at, ids->count, sizeof *ids->at, by_id);
    for (size_t i = 0; i < ids->count; i++)
        if (kept == 0 || !id_equal(&ids->at[kept - 1], &ids->at[i]))
            ids->at[kept++] = ids->at[i];
    ids->count = kept;
}

enum err hub_place(struct hub_work *w, const struct id *id) {
    struct hub_entity entity;
    struct hub_worker worker;
    struct hub_ids ids = {0};
    enum err e = hub_entity(w, id, &entity);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = candidates(w, &ids, &entity);
    once_each(&ids);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++) {
        e = hub_worker_get(w, &ids.at[i], &worker);
        if (e == ERR_OK)
            e = settle(w, &worker, &entity);
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    hub_ids_free(&ids);
    return e;
}

static enum err add_inside(struct hub_work *w, struct hub_ids *ids, enum hub_kind kind, const char *area) {
    char from[AREA_SIZE], to[AREA_SIZE];
    sqlite3_stmt *st = db_get(w->s, STMT_hub_entities_inside);

    hub_area_range(area, from, to);
    db_bind(st, "itt", (int64_t)kind, from, to);
    return hub_ids_collect(w->s, ids, st);
}

static enum err add_matters(struct hub_work *w, struct hub_ids *ids, const char *area) {
    char from[AREA_SIZE], to[AREA_SIZE];
    sqlite3_stmt *st = db_get(w->s, STMT_hub_matters_of_level);

    hub_area_range(area, from, to);
    db_bind(st, "itti", (int64_t)HUB_MATTER, from, to, (int64_t)policy_area_level(area));
    return hub_ids_collect(w->s, ids, st);
}

static enum err add_at(struct hub_work *w, struct hub_ids *ids, enum hub_kind kind, const char *area) {
    sqlite3_stmt *st = db_get(w->s, STMT_hub_entities_at);

    db_bind(st, "it", (int64_t)kind, area);
    return hub_ids_collect(w->s, ids, st);
}

static enum err add_above(struct hub_work *w, struct hub_ids *ids, enum hub_kind kind, const char *area) {
    char part[AREA_SIZE];
    enum err e = ERR_OK;

    snprintf(part, sizeof part, "%s", area);
    while (e == ERR_OK && to_parent(part))
        e = add_at(w, ids, kind, part);
    return e;
}

enum err hub_place_worker(struct hub_work *w, const struct hub_worker *v) {
    static const enum hub_kind kinds[] = {HUB_AREA, HUB_WORKER, HUB_ENTRY, HUB_FIGURES};
    char village[AREA_SIZE];
    struct hub_ids ids = {0};
    enum err e = add(w, &ids, STMT_hub_member_entities, &v->id);

    village_of(village, v->area);
    for (size_t i = 0; e == ERR_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        e = add_inside(w, &ids, kinds[i], v->area);
        if (e == ERR_OK)
            e = add_above(w, &ids, kinds[i], v->area);
        if (e == ERR_OK && kinds[i] == HUB_WORKER && *village)
            e = add_inside(w, &ids, HUB_WORKER, village);
    }
    if (e == ERR_OK && v->role != ROLE_HEAD)
        e = add_matters(w, &ids, v->area);
    if (e == ERR_OK)
        e = add_at(w, &ids, HUB_COUNTY, "");
    once_each(&ids);
    if (e == ERR_OK)
        e = settle_ids(w, v, &ids);
    hub_ids_free(&ids);
    return e == ERR_OK ? hub_place(w, &v->id) : e;
}

static enum err put_rule(struct hub_work *w, const struct hub_worker *v, const char *area, const struct id *household, bool given,
                         bool drop) {
    const void *blob = household ? (const void *)household->b : (const void *)"";
    size_t len = household ? ID_BYTES : 0;

    w->rules.known = false;
    return drop ? db_run(w->s, STMT_hub_rule_drop, "dtb", &v->id, area, blob, len)
                : db_run(w->s, STMT_hub_rule_put, "dtbi", &v->id, area, blob, len, (int64_t)given);
}

/* The newest word about an area stands for all of it: what was said of its parts and of single households before is forgotten. */
enum err hub_give_area(struct hub_work *w, const struct hub_worker *v, const char *area, bool given) {
    char from[AREA_SIZE], to[AREA_SIZE];
    struct hub_ids ids = {0};
    bool wider;
    enum err e;

    hub_area_range(area, from, to);
    e = db_run(w->s, STMT_hub_rule_drop_areas, "dtt", &v->id, from, to);
    if (e == ERR_OK)
        e = db_run(w->s, STMT_hub_rule_drop_households, "dtt", &v->id, from, to);
    w->rules.known = false;
    if (e == ERR_OK)
        e = hub_given_area(w, &v->id, area, &wider);
    if (e == ERR_OK && (given || wider))
        e = put_rule(w, v, area, NULL, given, false);
    if (e == ERR_OK)
        e = add_inside(w, &ids, HUB_AREA, area);
    if (e == ERR_OK)
        e = add_inside(w, &ids, HUB_HOUSEHOLD, area);
    if (e == ERR_OK)
        e = settle_ids(w, v, &ids);
    hub_ids_free(&ids);
    return e;
}

enum err hub_give_household(struct hub_work *w, const struct hub_worker *v, const struct id *household, bool given) {
    struct hub_entity entity;
    bool by_area;
    enum err e = hub_entity(w, household, &entity);

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e == ERR_OK)
        e = hub_given_area(w, &v->id, entity.area, &by_area);
    if (e == ERR_OK)
        e = put_rule(w, v, "", household, given, given == by_area);
    return e == ERR_OK ? settle(w, v, &entity) : e;
}

enum err hub_give_nothing(struct hub_work *w, const struct id *worker) {
    w->rules.known = false;
    return db_run(w->s, STMT_hub_rule_drop_all, "d", worker);
}
