/* Administration: a hub begins, areas, workers, assignments. Each is an event of the hub's own journal, and the scopes that
 * follow from it, in one transaction. */
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/read.h"
#include "linli/utf8.h"

/* Revs of a new epoch are above every rev that a device saw in the old one: what "seen" says stays comparable */
#define EPOCH_LEAP 1000000

static enum err put_epoch(struct store *s) {
    struct id epoch = id_random();
    char text[ID_TEXT_SIZE];

    id_text(text, &epoch);
    return store_set(s, "hub.epoch", text);
}

static enum err put_identity(struct store *s, const char *name) {
    struct buf pub = {0};
    char secret[2 * SIGN_SECRET_BYTES + 1], project[ID_TEXT_SIZE];
    struct id id = id_random();
    struct sign_key key;
    enum err e;

    sign_key_make(&key);
    base64_text(&pub, key.pub, SIGN_PUBLIC_BYTES);
    hex_text(secret, key.secret, SIGN_SECRET_BYTES);
    id_text(project, &id);
    e = store_set(s, "hub.key", buf_text(&pub));
    if (e == ERR_OK)
        e = store_set(s, "hub.secret", secret);
    if (e == ERR_OK)
        e = store_set(s, "hub.project", project);
    if (e == ERR_OK)
        e = store_set(s, "hub.name", name);
    buf_free(&pub);
    return e == ERR_OK ? put_epoch(s) : e;
}

/* One line of text for people, bounded. */
static bool name_ok(const char *name) {
    if (!name || !*name || strlen(name) >= NAME_SIZE || !utf8_valid(name, strlen(name)))
        return false;
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return false;
    return true;
}

static enum err check_name(const char *what, const char *name) {
    if (name_ok(name))
        return ERR_OK;
    return err_say(ERR_RANGE, what, err_fmt(_("a name is one line of 1 to %d bytes"), NAME_SIZE - 1), _("choose another name"));
}

enum err hub_init(const char *path, const char *name) {
    struct store_options o = {.path = path, .side = STORE_HUB, .create = true};
    struct hub_identity there;
    struct store *s;
    enum err e = check_name(_("cannot make the hub"), name);

    if (e != ERR_OK)
        return e;
    e = store_open(&s, &o);
    if (e != ERR_OK)
        return e;
    /* A file that was made but not named yet is what a power cut leaves of an init. */
    if (hub_identity(s, &there) == ERR_OK) {
        store_close(s);
        return err_say(ERR_EXISTS, _("cannot make the hub"), err_fmt(_("%s is a hub already"), path), _("choose another file"));
    }
    e = store_begin(s);
    if (e == ERR_OK)
        e = put_identity(s, name);
    e = store_end(s, e);
    store_close(s);
    return e;
}

static bool get(struct store *s, const char *key, struct buf *out) {
    return store_get(s, key, out) == ERR_OK && out->len > 0;
}

enum err hub_identity(struct store *s, struct hub_identity *out) {
    struct buf b = {0};
    bool good;

    memset(out, 0, sizeof *out);
    good = get(s, "hub.key", &b) && base64_parse(out->key.pub, SIGN_PUBLIC_BYTES, b.data, b.len) == SIGN_PUBLIC_BYTES &&
           get(s, "hub.secret", &b) && hex_parse(out->key.secret, SIGN_SECRET_BYTES, b.data, b.len) &&
           get(s, "hub.project", &b) && id_parse(&out->project, b.data, b.len);
    if (good && get(s, "hub.name", &b))
        snprintf(out->name, sizeof out->name, "%s", b.data);
    if (good && get(s, "hub.epoch", &b))
        snprintf(out->epoch, sizeof out->epoch, "%s", b.data);
    buf_free(&b);
    if (*out->name && *out->epoch)
        return ERR_OK;
    return err_say(ERR_NOT_FOUND, _("this is no hub yet"), _("it has no key of its own"), _("linli-hub init makes one"));
}

static enum err number_new(struct store *s) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    return e == ERR_OK ? hub_end(&w, ERR_OK) : e;
}

enum err hub_new_epoch(struct store *s) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = number_new(s);
    if (e == ERR_OK)
        e = db_run(s, STMT_hub_town_leap, "i", (int64_t)EPOCH_LEAP);
    if (e == ERR_OK)
        e = put_epoch(s);
    if (e == ERR_OK)
        e = store_new_device(s);
    if (e == ERR_OK)
        e = number_new(s);
    return store_end(s, e);
}

enum err hub_place_all_new(struct store *s) {
    return number_new(s);
}

enum err hub_place_entity(struct store *s, const struct id *entity) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    return e == ERR_OK ? hub_end(&w, hub_place(&w, entity)) : e;
}

static enum err check_area(const char *what, const char *code) {
    if (code && policy_area_valid(code))
        return ERR_OK;
    return err_say(ERR_RANGE, what, err_fmt(_("%s is no area code"), code ? code : ""), _("write it like 430181.007.03.12"));
}

static enum err add_area(struct hub_work *w, const char *code, const char *name) {
    struct event ev = {.kind = KIND_AREA};
    struct words words = {0};
    char parent[AREA_SIZE];
    sqlite3_stmt *st;
    enum err e;

    snprintf(parent, sizeof parent, "%.*s", strrchr(code, '.') ? (int)(strrchr(code, '.') - code) : 0, code);
    e = *parent ? hub_area_ensure(w, parent) : ERR_OK;
    if (e == ERR_OK)
        e = db_first(w->s, &st, STMT_hub_area_name, "t", code);
    if (e == ERR_OK) {
        bool same = strcmp((const char *)sqlite3_column_text(st, 0), name) == 0;

        ev.entity = db_id(st, 1);
        db_done(w->s, st);
        if (same)
            return ERR_OK;
    } else if (e == ERR_NOT_FOUND) {
        ev.entity = id_random();
    } else {
        return e;
    }
    strcpy(ev.area, code);
    strcpy(words.name, name);
    e = hub_append(w, &ev, &words, HUB_AREA, code);
    return e == ERR_OK ? hub_place(w, &ev.entity) : e;
}

enum err hub_area_add(struct store *s, const char *code, const char *name) {
    struct hub_work w;
    enum err e = check_area(_("cannot add the area"), code);

    if (e == ERR_OK)
        e = check_name(_("cannot add the area"), name);
    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, add_area(&w, code, name)) : e;
}

/* Writes the worker down; *changed is false where all of it was so already. */
static enum err put_worker(struct hub_work *w, struct hub_worker *v, bool *changed) {
    struct event ev = {.kind = KIND_WORKER, .role = v->role};
    struct words words = {0};
    struct hub_worker old = {0};
    sqlite3_stmt *st;
    enum err e = hub_area_ensure(w, v->area);

    *changed = false;
    if (e == ERR_OK)
        e = db_first(w->s, &st, STMT_hub_worker_by_login, "t", v->login);
    if (e == ERR_OK) {
        old.id = db_id(st, 0);
        db_done(w->s, st);
        e = hub_worker_get(w, &old.id, &old);
    }
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_OK && !old.gone && strcmp(old.name, v->name) == 0 && strcmp(old.area, v->area) == 0 && old.role == v->role)
        return ERR_OK;
    *changed = true;
    v->id = e == ERR_OK ? old.id : id_random();
    ev.entity = v->id;
    strcpy(ev.area, v->area);
    strcpy(words.name, v->name);
    strcpy(words.login, v->login);
    e = hub_append(w, &ev, &words, HUB_WORKER, v->area);
    memset(&w->worker, 0, sizeof w->worker);
    return e == ERR_OK && v->role != ROLE_HEAD ? hub_give_nothing(w, &v->id) : e; /* a desk has no households */
}

static enum err check_worker(struct hub_worker *v, const char *login, const char *name, enum role role, const char *area) {
    static const char *const what = N_("cannot add the worker");
    enum err e = check_name(_(what), login);

    if (e == ERR_OK)
        e = check_name(_(what), name);
    if (e == ERR_OK)
        e = check_area(_(what), area);
    if (e == ERR_OK && (role <= ROLE_NONE || role >= ROLE_COUNT))
        e = err_say(ERR_RANGE, _(what), _("that role is not known"), _("a role is head, desk or admin"));
    if (e == ERR_OK && strpbrk(login, " \t"))
        e = err_say(ERR_RANGE, _(what), _("a login has no spaces"), _("choose another login"));
    if (e != ERR_OK)
        return e;
    *v = (struct hub_worker){.role = role};
    strcpy(v->login, login);
    strcpy(v->name, name);
    strcpy(v->area, area);
    return ERR_OK;
}

/* Who sees whom is asked once all are written down: among many new ones of a village that is each pair once, not once more for
 * every one that came later. */
static enum err add_workers(struct hub_work *w, struct hub_worker *v, size_t count, hub_step_fn *step, void *arg) {
    enum err e = ERR_OK;
    bool changed;
    size_t kept = 0;

    for (size_t i = 0; e == ERR_OK && i < count; i++) {
        e = put_worker(w, &v[i], &changed);
        if (changed)
            v[kept++] = v[i];
    }
    for (size_t i = 0; e == ERR_OK && i < kept; i++) {
        e = hub_place_worker(w, &v[i]);
        if (step)
            step(arg, (int64_t)i + 1, (int64_t)kept);
    }
    return e;
}

enum err hub_worker_add_all(struct store *s, const struct hub_worker_row *rows, size_t count, hub_step_fn *step, void *arg) {
    struct hub_worker *v = mem_new(count ? count : 1, sizeof *v);
    struct hub_work w;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = check_worker(&v[i], rows[i].login, rows[i].name, rows[i].role, rows[i].area);
    /* 500 workers of one village are 250,000 pairs, 40 MB: written once where they fit into the cache. */
    if (e == ERR_OK)
        e = db_exec(s, "PRAGMA cache_size=-65536");
    if (e == ERR_OK)
        e = hub_begin(&w, s);
    if (e == ERR_OK)
        e = hub_end(&w, add_workers(&w, v, count, step, arg));
    db_exec(s, "PRAGMA cache_size=-4000");
    mem_free(v);
    return e;
}

enum err hub_worker_add(struct store *s, const char *login, const char *name, enum role role, const char *area) {
    struct hub_worker v;
    struct hub_work w;
    enum err e = check_worker(&v, login, name, role, area);

    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, add_workers(&w, &v, 1, NULL, NULL)) : e;
}

static enum err change_post(struct hub_work *w, const char *login, enum role role, const char *area) {
    struct hub_worker v;
    enum err e = hub_worker_by_login(w, login, &v);

    if (e == ERR_OK && v.gone)
        e = err_say(ERR_REFUSED, _("cannot change the post"), err_fmt(_("%s has left"), login),
                    _("linli-hub worker add brings them back"));
    if (e != ERR_OK)
        return e;
    v.role = role;
    if (area)
        snprintf(v.area, sizeof v.area, "%s", area);
    return add_workers(w, &v, 1, NULL, NULL);
}

enum err hub_worker_role(struct store *s, const char *login, enum role role, const char *area) {
    struct hub_work w;
    enum err e = area ? check_area(_("cannot change the post"), area) : ERR_OK;

    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, change_post(&w, login, role, area)) : e;
}

static enum err revoke_all(struct hub_work *w, const struct hub_worker *v) {
    struct hub_ids ids = {0};
    sqlite3_stmt *st = db_get(w->s, STMT_hub_devices_of_worker);
    enum err e;

    db_bind(st, "d", &v->id);
    e = hub_ids_collect(w->s, &ids, st);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
        e = hub_revoke(w, &ids.at[i], v);
    hub_ids_free(&ids);
    return e;
}

static enum err worker_leave(struct hub_work *w, const char *login) {
    struct event ev = {.kind = KIND_LEAVE};
    struct hub_worker v;
    enum err e = hub_worker_by_login(w, login, &v);

    if (e != ERR_OK || v.gone)
        return e;
    ev.entity = v.id;
    e = hub_append(w, &ev, NULL, HUB_NOTHING, v.area);
    memset(&w->worker, 0, sizeof w->worker);
    v.gone = true;
    if (e == ERR_OK)
        e = revoke_all(w, &v);
    if (e == ERR_OK)
        e = hub_give_nothing(w, &v.id);
    return e == ERR_OK ? hub_place_worker(w, &v) : e;
}

enum err hub_worker_leave(struct store *s, const char *login) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    return e == ERR_OK ? hub_end(&w, worker_leave(&w, login)) : e;
}

/* A desk gets the matters that reach it and no roster (DESIGN.md section 1, Scope). */
static enum err assignable(struct hub_work *w, const char *login, bool on, struct hub_worker *v) {
    enum err e = hub_worker_by_login(w, login, v);

    if (e != ERR_OK)
        return e;
    if (on && v->gone)
        return err_say(ERR_REFUSED, _("cannot assign"), err_fmt(_("%s has left"), login),
                       _("linli-hub worker add brings them back"));
    if (on && v->role != ROLE_HEAD)
        return err_say(ERR_REFUSED, _("cannot assign"), err_fmt(_("%s is no head: only heads have households"), login),
                       _("assign them to a head"));
    return ERR_OK;
}

static enum err not_assigned(const char *what, const char *login) {
    return err_say(ERR_NOT_FOUND, _("cannot unassign"), err_fmt(_("%s is not assigned to %s"), what, login),
                   _("check the area or number"));
}

static enum err assign_area(struct hub_work *w, const char *login, const char *area, bool on) {
    struct event ev = {.kind = on ? KIND_ASSIGN : KIND_UNASSIGN};
    char from[AREA_SIZE], to[AREA_SIZE];
    struct hub_worker v;
    int64_t there;
    bool given;
    enum err e = assignable(w, login, on, &v);

    if (e == ERR_OK)
        e = db_int(w->s, &there, 0, STMT_hub_area_known, "t", area);
    if (e == ERR_OK && !there)
        e = err_say(ERR_NOT_FOUND, _("no such area"), area, _("linli-hub area add makes one"));
    if (e == ERR_OK)
        e = hub_given_area(w, &v.id, area, &given);
    hub_area_range(area, from, to);
    if (e == ERR_OK)
        e = db_int(w->s, &there, 0, STMT_hub_rules_inside, "dtt", &v.id, from, to);
    if (e == ERR_OK && !on && !given && !there)
        e = not_assigned(area, login);
    if (e != ERR_OK)
        return e;
    ev.entity = v.id;
    strcpy(ev.area, area);
    e = hub_append(w, &ev, NULL, HUB_NOTHING, v.area);
    return e == ERR_OK ? hub_give_area(w, &v, area, on) : e;
}

enum err hub_assign_area(struct store *s, const char *login, const char *area, bool on) {
    struct hub_work w;
    enum err e = check_area(on ? _("cannot assign") : _("cannot unassign"), area);

    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, assign_area(&w, login, area, on)) : e;
}

static enum err assign_household(struct hub_work *w, const char *login, const char *household, bool on) {
    struct event ev = {.kind = on ? KIND_ASSIGN : KIND_UNASSIGN};
    struct hub_worker v;
    sqlite3_stmt *st;
    bool in = false;
    enum err e = assignable(w, login, on, &v);

    if (e == ERR_OK)
        e = read_resolve_household(w->s, household, &ev.other);
    if (e != ERR_OK)
        return e;
    e = db_first(w->s, &st, STMT_hub_member_get, "dd", &v.id, &ev.other);
    if (e == ERR_OK) {
        in = sqlite3_column_type(st, 1) == SQLITE_NULL;
        db_done(w->s, st);
    } else if (e != ERR_NOT_FOUND) {
        return e;
    }
    if (in == on)
        return on ? ERR_OK : not_assigned(household, login);
    ev.entity = v.id;
    e = hub_append(w, &ev, NULL, HUB_NOTHING, v.area);
    return e == ERR_OK ? hub_give_household(w, &v, &ev.other, on) : e;
}

enum err hub_assign_household(struct store *s, const char *login, const char *household, bool on) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    return e == ERR_OK ? hub_end(&w, assign_household(&w, login, household, on)) : e;
}
