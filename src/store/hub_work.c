/* A transaction of hub work: towns count their revs here, entities get their place, the hub's own journal its events. */
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

void hub_ids_add(struct hub_ids *ids, const struct id *id) {
    if (ids->count == ids->room) {
        ids->room = ids->room ? ids->room * 2 : 16;
        ids->at = mem_resize(ids->at, ids->room, sizeof *ids->at);
    }
    ids->at[ids->count++] = *id;
}

void hub_ids_free(struct hub_ids *ids) {
    mem_free(ids->at);
    memset(ids, 0, sizeof *ids);
}

enum err hub_ids_collect(struct store *s, struct hub_ids *ids, sqlite3_stmt *st) {
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct id id = db_id(st, 0);

        hub_ids_add(ids, &id);
    }
    db_done(s, st);
    return e;
}

void hub_area_range(const char *area, char from[AREA_SIZE], char to[AREA_SIZE]) {
    size_t len = strlen(area);

    /* '/' follows '.', and no other sign of a code stands before '.': the range holds the code and what begins with it and a dot.
     */
    memcpy(from, area, len + 1);
    snprintf(to, AREA_SIZE, len ? "%.*s/" : "%.*s~", AREA_SIZE - 2, area);
}

static struct hub_town *keep_town(struct hub_work *w, int64_t no, const char *code, int64_t rev) {
    struct hub_town *t;

    w->towns = mem_resize(w->towns, w->town_count + 1, sizeof *w->towns);
    t = &w->towns[w->town_count++];
    memset(t, 0, sizeof *t);
    t->no = no;
    t->rev = rev;
    snprintf(t->code, sizeof t->code, "%s", code);
    return t;
}

enum err hub_town(struct hub_work *w, const char *area, int64_t *no) {
    char code[AREA_SIZE];
    sqlite3_stmt *st;
    enum err e;

    policy_town(code, area);
    for (size_t i = 0; i < w->town_count; i++) {
        if (strcmp(w->towns[i].code, code) == 0) {
            *no = w->towns[i].no;
            return ERR_OK;
        }
    }
    e = db_first(w->s, &st, STMT_hub_town_by_code, "t", code);
    if (e == ERR_OK) {
        *no = sqlite3_column_int64(st, 0);
        keep_town(w, *no, code, sqlite3_column_int64(st, 1));
        db_done(w->s, st);
        return ERR_OK;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    e = db_run(w->s, STMT_hub_town_add, "t", code);
    *no = sqlite3_last_insert_rowid(w->s->db);
    if (e == ERR_OK)
        keep_town(w, *no, code, 0);
    return e;
}

static enum err town_at(struct hub_work *w, int64_t no, struct hub_town **out) {
    char code[AREA_SIZE];
    sqlite3_stmt *st;
    enum err e;

    for (size_t i = 0; i < w->town_count; i++) {
        if (w->towns[i].no == no) {
            *out = &w->towns[i];
            return ERR_OK;
        }
    }
    e = db_first(w->s, &st, STMT_hub_town_by_no, "i", no);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_CORRUPT : e;
    db_text(st, 0, code, sizeof code);
    *out = keep_town(w, no, code, sqlite3_column_int64(st, 1));
    db_done(w->s, st);
    return ERR_OK;
}

enum err hub_next_rev(struct hub_work *w, int64_t town, int64_t *rev, const char **code) {
    struct hub_town *t;
    enum err e = town_at(w, town, &t);

    if (e != ERR_OK)
        return e;
    t->dirty = true;
    *rev = ++t->rev;
    if (code)
        *code = t->code;
    return ERR_OK;
}

#define KNOWN_MAX 1024 /* a power of two */

struct hub_known {
    struct hub_entity entity;
    struct id worker; /* zero: not asked */
    int64_t gone;
    bool member;
};

/* Where the entity is known or would be; ids are random, so their first bytes are as good as any hash. */
static struct hub_known *known_at(struct hub_work *w, const struct id *id) {
    if (!w->known)
        w->known = mem_new(KNOWN_MAX, sizeof *w->known);
    return &w->known[(id->b[0] | (size_t)id->b[1] << 8) & (KNOWN_MAX - 1)];
}

enum err hub_entity(struct hub_work *w, const struct id *id, struct hub_entity *out) {
    struct hub_known *known = known_at(w, id);
    sqlite3_stmt *st;
    enum err e;

    if (known->entity.kind && id_equal(&known->entity.id, id)) {
        *out = known->entity;
        return ERR_OK;
    }
    e = db_first(w->s, &st, STMT_hub_entity_get, "d", id);
    memset(out, 0, sizeof *out);
    out->id = *id;
    if (e != ERR_OK)
        return e;
    out->kind = (enum hub_kind)sqlite3_column_int(st, 0);
    out->town = sqlite3_column_int64(st, 1);
    db_text(st, 2, out->area, sizeof out->area);
    out->creator = db_id(st, 3);
    db_done(w->s, st);
    *known = (struct hub_known){.entity = *out};
    return ERR_OK;
}

void hub_forget(struct hub_work *w, const struct id *entity) {
    struct hub_known *known = known_at(w, entity);

    if (id_equal(&known->entity.id, entity))
        *known = (struct hub_known){0};
}

enum err hub_member(struct hub_work *w, const struct id *worker, const struct id *entity, bool *ever, int64_t *gone) {
    struct hub_known *known = known_at(w, entity);
    bool keep = known->entity.kind && id_equal(&known->entity.id, entity);
    sqlite3_stmt *st;
    enum err e = ERR_OK;

    if (keep && id_equal(&known->worker, worker)) {
        *ever = known->member;
        *gone = known->gone;
        return ERR_OK;
    }
    *gone = 0;
    e = db_first(w->s, &st, STMT_hub_member_get, "dd", worker, entity);
    *ever = e == ERR_OK;
    if (e == ERR_OK) {
        *gone = sqlite3_column_int64(st, 1);
        db_done(w->s, st);
    } else if (e != ERR_NOT_FOUND) {
        return e;
    }
    if (keep) {
        known->worker = *worker;
        known->member = *ever;
        known->gone = *gone;
    }
    return ERR_OK;
}

enum err hub_entity_put(struct hub_work *w, struct hub_entity *e) {
    enum err result = e->town ? ERR_OK : hub_town(w, e->area, &e->town);

    if (result != ERR_OK)
        return result;
    hub_forget(w, &e->id);
    return db_run(w->s, STMT_hub_entity_put, "diitz", &e->id, (int64_t)e->kind, e->town, e->area, &e->creator);
}

static enum err number(struct hub_work *w, int64_t pos, int64_t town) {
    const char *code;
    int64_t rev;
    enum err e = hub_next_rev(w, town, &rev, &code);

    return e == ERR_OK ? db_run(w->s, STMT_event_set_rev, "iti", pos, code, rev) : e;
}

enum err hub_append_body(struct hub_work *w, struct event *ev, const char *body, size_t len, enum hub_kind kind,
                         const char *area) {
    struct hub_entity entity;
    int64_t pos, town;
    enum err e = store_append(w->s, ev, body, len, &pos);

    if (e != ERR_OK)
        return e;
    e = hub_entity(w, &ev->entity, &entity);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && kind != HUB_NOTHING && strcmp(entity.area, area) != 0)) {
        entity.kind = entity.kind ? entity.kind : kind;
        snprintf(entity.area, sizeof entity.area, "%s", area);
        e = kind != HUB_NOTHING ? hub_entity_put(w, &entity) : hub_town(w, area, &town);
    }
    return e == ERR_OK ? number(w, pos, entity.town ? entity.town : town) : e;
}

enum err hub_append(struct hub_work *w, struct event *ev, const struct words *words, enum hub_kind kind, const char *area) {
    struct buf body = {0};
    enum err e;

    if (words)
        body_write_words(&body, words);
    e = hub_append_body(w, ev, words ? buf_text(&body) : NULL, body.len, kind, area);
    buf_free(&body);
    return e;
}

/* An event of an import: its household is put where its row says. */
static enum err number_import(struct hub_work *w, const struct id *id, int64_t pos) {
    struct hub_entity entity;
    char area[AREA_SIZE] = "";
    sqlite3_stmt *st;
    int64_t town;
    bool household;
    enum err e = db_first(w->s, &st, STMT_hub_household_area, "d", id);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    household = e == ERR_OK;
    if (household) {
        db_text(st, 0, area, sizeof area);
        db_done(w->s, st);
    }
    e = hub_entity(w, id, &entity);
    if (e == ERR_NOT_FOUND && !household) {
        e = hub_town(w, area, &town);
        return e == ERR_OK ? number(w, pos, town) : e;
    }
    if (e == ERR_NOT_FOUND || (e == ERR_OK && household && *area && strcmp(entity.area, area) != 0)) {
        entity.kind = HUB_HOUSEHOLD;
        memcpy(entity.area, area, sizeof area);
        e = *area ? hub_area_ensure(w, area) : ERR_OK;
        if (e == ERR_OK)
            e = hub_entity_put(w, &entity);
    }
    if (e == ERR_OK)
        e = number(w, pos, entity.town);
    return e == ERR_OK ? hub_place(w, id) : e;
}

/* Own events between held_seq and the head have no rev yet. In pieces, because placing may append (areas) while the rows are
 * read. */
static enum err number_own(struct hub_work *w) {
    struct store *s = w->s;
    int64_t last = s->device.head_seq, from = s->device.held_seq;
    enum err e = ERR_OK;

    while (e == ERR_OK && from < last) {
        struct hub_ids ids = {0};
        int64_t pos[1000];
        sqlite3_stmt *st = db_get(s, STMT_hub_event_unnumbered);
        bool row;

        db_bind(st, "ii", DB_POS(s->device.no, from), DB_POS(s->device.no, last));
        while ((e = db_next(s, st, &row)) == ERR_OK && row) {
            struct id id = db_id(st, 0);

            pos[ids.count] = sqlite3_column_int64(st, 1);
            hub_ids_add(&ids, &id);
        }
        db_done(s, st);
        from = ids.count ? DB_SEQ(pos[ids.count - 1]) : last;
        for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
            e = number_import(w, &ids.at[i], pos[i]);
        hub_ids_free(&ids);
    }
    return e;
}

enum err hub_begin(struct hub_work *w, struct store *s) {
    enum err e;

    memset(w, 0, sizeof *w);
    w->s = s;
    e = store_begin(s);
    if (e != ERR_OK)
        return e;
    e = number_own(w);
    return e == ERR_OK ? ERR_OK : hub_end(w, e);
}

enum err hub_end(struct hub_work *w, enum err e) {
    for (size_t i = 0; e == ERR_OK && i < w->town_count; i++)
        if (w->towns[i].dirty)
            e = db_run(w->s, STMT_hub_town_set, "ii", w->towns[i].no, w->towns[i].rev);
    if (e == ERR_OK && w->s->device.held_seq < w->s->device.head_seq)
        e = store_set_held(w->s, w->s->device.head_seq);
    mem_free(w->towns);
    mem_free(w->known);
    w->towns = NULL;
    w->known = NULL;
    w->town_count = 0;
    return store_end(w->s, e);
}

static void read_worker(sqlite3_stmt *st, struct hub_worker *out) {
    memset(out, 0, sizeof *out);
    out->id = db_id(st, 0);
    db_text(st, 1, out->login, sizeof out->login);
    db_text(st, 2, out->name, sizeof out->name);
    out->role = (enum role)sqlite3_column_int(st, 3);
    db_text(st, 4, out->area, sizeof out->area);
    out->gone = sqlite3_column_int(st, 5) != 0;
}

enum err hub_worker_get(struct hub_work *w, const struct id *id, struct hub_worker *out) {
    sqlite3_stmt *st;
    enum err e = ERR_OK;

    if (id_is_zero(&w->worker.id) || !id_equal(&w->worker.id, id)) {
        e = db_first(w->s, &st, STMT_hub_worker_get, "d", id);
        if (e != ERR_OK)
            return e;
        read_worker(st, &w->worker);
        db_done(w->s, st);
    }
    *out = w->worker;
    return e;
}

enum err hub_worker_by_login(struct hub_work *w, const char *login, struct hub_worker *out) {
    sqlite3_stmt *st;
    enum err e = db_first(w->s, &st, STMT_hub_worker_by_login, "t", login);

    if (e == ERR_NOT_FOUND)
        return err_say(e, _("no such worker"), err_fmt("%s", login), _("linli-hub worker add makes one"));
    if (e != ERR_OK)
        return e;
    read_worker(st, out);
    db_done(w->s, st);
    return ERR_OK;
}

enum err hub_area_ensure(struct hub_work *w, const char *code) {
    char part[AREA_SIZE];
    int64_t there;
    enum err e = ERR_OK;

    if (strcmp(code, w->ensured) == 0)
        return ERR_OK;
    for (size_t len = 1; e == ERR_OK && len <= strlen(code); len++) {
        struct event ev = {.kind = KIND_AREA};
        struct words words = {0};

        if (code[len] != '.' && code[len] != '\0')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)len, code);
        e = db_int(w->s, &there, 0, STMT_hub_area_known, "t", part);
        if (e != ERR_OK || there)
            continue;
        ev.entity = id_random();
        strcpy(ev.area, part);
        strcpy(words.name, part);
        e = hub_append(w, &ev, &words, HUB_AREA, part);
        if (e == ERR_OK)
            e = hub_place(w, &ev.entity);
    }
    if (e == ERR_OK)
        strcpy(w->ensured, code);
    return e;
}
