/* Enrolment: a one-time code, or the token of an old device that goes on under a new key, makes a device of a worker. */
#include "hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"

#define CODE_DAYS 7
#define CODE_LETTERS 12
#define CODE_KEEP_DAYS 30 /* so that one that comes late is told "expired", not "unknown" */
#define OFFICE_ZONE 480   /* minutes, where nothing else was set */

/* Read aloud without doubt: no I, O, 0, 1. */
static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/* Groups, spaces and small letters do not matter. */
static void code_hash(struct hash *out, const char *code) {
    char plain[64];
    size_t len = 0;

    for (; *code && len < sizeof plain; code++) {
        if (*code == '-' || *code == ' ')
            continue;
        plain[len++] = *code >= 'a' && *code <= 'z' ? (char)(*code - 'a' + 'A') : *code;
    }
    hash_of(out, plain, len);
}

static void random_code(char code[20]) {
    unsigned char random[CODE_LETTERS];
    char *p = code;

    random_fill(random, sizeof random);
    for (int i = 0; i < CODE_LETTERS; i++) {
        if (i && i % 4 == 0)
            *p++ = '-';
        *p++ = alphabet[random[i] % (sizeof alphabet - 1)];
    }
    *p = '\0';
}

static void add_replaced(struct buf *out, const struct id *id, struct hub_code *code) {
    char text[ID_TEXT_SIZE];

    id_text(text, id);
    buf_puts(out, out->len ? " " : "");
    buf_puts(out, text);
    code->replaces++;
}

/* One device, or all that the worker has now: one that joins later is not meant. */
static enum err list_replaced(struct hub_work *w, const struct hub_worker *v, const char *device, struct buf *out,
                              struct hub_code *code) {
    struct hub_ids ids = {0};
    struct hub_device d;
    struct id id;
    sqlite3_stmt *st;
    enum err e = *device ? hub_device_find(w->s, device, &id) : ERR_OK;

    if (e == ERR_OK && *device) {
        e = hub_device_by_id(w->s, &d, &id);
        if (e == ERR_OK && !id_equal(&d.worker, &v->id))
            e = err_say(ERR_REFUSED, _("cannot make a code"), err_fmt(_("the device %s is not one of %s's"), device, v->login),
                        _("linli-hub device list shows them"));
        if (e == ERR_OK && !d.revoked)
            add_replaced(out, &id, code);
        return e;
    }
    if (e != ERR_OK)
        return e;
    st = db_get(w->s, STMT_hub_devices_of_worker);
    db_bind(st, "d", &v->id);
    e = hub_ids_collect(w->s, &ids, st);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
        add_replaced(out, &ids.at[i], code);
    hub_ids_free(&ids);
    return e;
}

static enum err make_code(struct hub_work *w, const char *login, const char *replace, struct hub_code *out) {
    struct buf replaced = {0};
    struct hub_worker v;
    struct hash hash;
    enum err e = hub_worker_by_login(w, login, &v);

    if (e == ERR_OK && v.gone)
        e = err_say(ERR_REFUSED, _("cannot make a code"), err_fmt(_("%s has left"), login),
                    _("linli-hub worker add brings them back"));
    if (e == ERR_OK && replace)
        e = list_replaced(w, &v, replace, &replaced, out);
    random_code(out->text);
    out->expires = clock_now() + CODE_DAYS * CLOCK_DAY_MS;
    code_hash(&hash, out->text);
    if (e == ERR_OK)
        e = db_run(w->s, STMT_hub_code_forget, "i", clock_now() - CODE_KEEP_DAYS * CLOCK_DAY_MS);
    if (e == ERR_OK)
        e = db_run(w->s, STMT_hub_code_add, "hdit", &hash, &v.id, out->expires, replaced.len ? buf_text(&replaced) : NULL);
    buf_free(&replaced);
    return e;
}

enum err hub_enroll_replacing(struct store *s, const char *login, const char *replace, struct hub_code *out) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    *out = (struct hub_code){0};
    return e == ERR_OK ? hub_end(&w, make_code(&w, login, replace, out)) : e;
}

enum err hub_enroll_code(struct store *s, const char *login, char code[20], int64_t *expires) {
    struct hub_code made;
    enum err e = hub_enroll_replacing(s, login, NULL, &made);

    memcpy(code, made.text, sizeof made.text);
    *expires = made.expires;
    return e;
}

static enum err refuse(const char *why) {
    return err_say(ERR_REFUSED, _("cannot enrol the device"), why, _("ask the office for a new code"));
}

static enum err check_signature(const struct hub_enroll *r, const char *code_or_device) {
    struct buf text = {0};
    bool good;

    wire_enroll_text(&text, code_or_device, r->pub);
    good = sign_check(r->sig, text.data, text.len, r->pub);
    buf_free(&text);
    return good ? ERR_OK : refuse(_("its signature does not fit its key"));
}

/* The code's worker; the code is used up. `replaced` are the ids of the devices that end with it. */
static enum err by_code(struct hub_work *w, const struct hub_enroll *r, struct id *worker, struct buf *replaced) {
    struct hash hash, kept;
    sqlite3_stmt *st;
    int64_t expires;
    struct id device = sign_device_id(r->pub), user;
    bool fits, used;
    enum err e = check_signature(r, r->code);

    if (e != ERR_OK)
        return e;
    code_hash(&hash, r->code);
    e = db_first(w->s, &st, STMT_hub_code_get, "h", &hash);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? refuse(_("the code is not known")) : e;
    fits = db_hash(st, 0, &kept) && hash_equal(&hash, &kept);
    *worker = db_id(st, 1);
    expires = sqlite3_column_int64(st, 2);
    used = sqlite3_column_type(st, 3) != SQLITE_NULL;
    user = db_id(st, 4);
    buf_add(replaced, sqlite3_column_text(st, 5), (size_t)sqlite3_column_bytes(st, 5));
    db_done(w->s, st);
    if (!fits)
        return refuse(_("the code is not known"));
    if (used && !id_equal(&user, &device))
        return refuse(_("the code was used already"));
    if (expires <= clock_now())
        return refuse(_("the code has expired"));
    return db_run(w->s, STMT_hub_code_use, "hid", &hash, clock_now(), &device);
}

/* The old device ends now that the new one is there, and not before: until then it is all that the worker has. */
static enum err revoke_replaced(struct hub_work *w, const struct hub_worker *v, const struct id *joining, const char *ids) {
    enum err e = ERR_OK;

    for (; e == ERR_OK && *ids; ids += strspn(ids, " ")) {
        size_t len = strcspn(ids, " ");
        struct hub_device d;
        struct id id;

        if (!id_parse(&id, ids, len))
            return ERR_CORRUPT;
        ids += len;
        e = hub_device_by_id(w->s, &d, &id);
        if (e == ERR_OK && !d.revoked && !id_equal(&id, joining) && id_equal(&d.worker, &v->id))
            e = hub_revoke(w, &id, v);
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    return e;
}

static enum err by_bearer(struct hub_work *w, const struct hub_enroll *r, struct id *worker) {
    struct hub_device old;
    char text[ID_TEXT_SIZE];
    enum err e = hub_device_by_token(w->s, &old, r->bearer);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && old.revoked))
        return refuse(_("the device that it continues is not known or was revoked"));
    if (e != ERR_OK)
        return e;
    *worker = old.worker;
    id_text(text, &old.id);
    return check_signature(r, text);
}

/* Letters of its own: those of its id, or others where another device has them. Two are 192 pairs, so more come as they fill up.
 */
static enum err choose_letters(struct hub_work *w, const struct id *device, char out[8]) {
    int64_t taken = 1;
    enum err e = ERR_OK;

    policy_device_letters(out, device);
    for (unsigned attempt = 0; e == ERR_OK && taken; attempt++) {
        e = db_int(w->s, &taken, 0, STMT_hub_letters_taken, "td", out, device);
        if (e == ERR_OK && taken) {
            unsigned char random[7];
            size_t len = 2 + attempt / 32;

            if (len > 6)
                return err_say(ERR_RANGE, _("cannot enrol the device"), _("no letters are left for it"), NULL);
            random_fill(random, sizeof random);
            for (size_t i = 0; i < len; i++)
                out[i] = i % 2 ? alphabet[24 + random[i] % 8] : alphabet[random[i] % 24];
            out[len] = '\0';
        }
    }
    return e;
}

static enum err put_device(struct hub_work *w, const struct hub_enroll *r, const struct hub_worker *v, struct hub_device *d,
                           char token[TOKEN_TEXT_SIZE]) {
    struct event ev = {.kind = KIND_JOIN, .other = v->id};
    unsigned char bytes[TOKEN_BYTES];
    struct id id = sign_device_id(r->pub);
    struct hash hash;
    enum err e = hub_device_by_id(w->s, d, &id);

    if (e == ERR_OK && (d->revoked || !id_equal(&d->worker, &v->id)))
        return refuse(d->revoked ? _("this device was revoked") : _("this device belongs to another worker"));
    if (e == ERR_NOT_FOUND) {
        memset(d, 0, sizeof *d);
        d->id = id;
        e = choose_letters(w, &id, d->letters);
        if (e == ERR_OK)
            e = db_run(w->s, STMT_hub_device_add, "dbdtnnnin", &id, r->pub, (size_t)SIGN_PUBLIC_BYTES, &v->id, d->letters,
                       (int64_t)0);
        d->no = sqlite3_last_insert_rowid(w->s->db);
    }
    random_fill(bytes, sizeof bytes);
    hash_of(&hash, bytes, sizeof bytes);
    hex_text(token, bytes, sizeof bytes);
    if (e == ERR_OK)
        e = db_run(w->s, STMT_hub_device_set_token, "ih", d->no, &hash);
    ev.entity = ev.device = id;
    return e == ERR_OK ? hub_append(w, &ev, NULL, HUB_NOTHING, v->area) : e;
}

/* ---- pairs: own households of the device that are in the worker's roster (DESIGN.md section 4, Import) */

struct row {
    struct id id;
    char area[AREA_SIZE];
    char *number, *door;
    bool taken;
};

struct roster {
    struct row *rows;
    size_t count;
    struct row **by_number, **by_door;
};

static int order_number(const void *a, const void *b) {
    return strcmp((*(struct row *const *)a)->number, (*(struct row *const *)b)->number);
}

static int order_door(const void *a, const void *b) {
    return strcmp((*(struct row *const *)a)->door, (*(struct row *const *)b)->door);
}

static enum err load_roster(struct hub_work *w, const struct hub_worker *v, struct roster *r) {
    sqlite3_stmt *st = db_get(w->s, STMT_hub_pairs);
    size_t room = 0;
    enum err e;
    bool row;

    db_bind(st, "d", &v->id);
    while ((e = db_next(w->s, st, &row)) == ERR_OK && row) {
        struct row *to;

        if (r->count == room) {
            room = room ? room * 2 : 256;
            r->rows = mem_resize(r->rows, room, sizeof *r->rows);
        }
        to = &r->rows[r->count++];
        memset(to, 0, sizeof *to);
        to->id = db_id(st, 0);
        db_text(st, 1, to->area, sizeof to->area);
        to->number = mem_dup((const char *)sqlite3_column_text(st, 2));
        to->door = mem_dup((const char *)sqlite3_column_text(st, 3));
    }
    db_done(w->s, st);
    r->by_number = mem_new(r->count, sizeof *r->by_number);
    r->by_door = mem_new(r->count, sizeof *r->by_door);
    for (size_t i = 0; i < r->count; i++)
        r->by_number[i] = r->by_door[i] = &r->rows[i];
    if (r->count) {
        qsort(r->by_number, r->count, sizeof *r->by_number, order_number);
        qsort(r->by_door, r->count, sizeof *r->by_door, order_door);
    }
    return e;
}

static void free_roster(struct roster *r) {
    for (size_t i = 0; i < r->count; i++) {
        mem_free(r->rows[i].number);
        mem_free(r->rows[i].door);
    }
    mem_free(r->rows);
    mem_free(r->by_number);
    mem_free(r->by_door);
}

/* The one row of that number or door in the area; *many where there are more, and nobody can tell which. */
static struct row *find(struct row **sorted, size_t count, int (*order)(const void *, const void *), const struct row *key,
                        bool *many) {
    struct row *found = NULL;
    size_t from = 0, to = count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (order(&sorted[middle], &key) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < count && order(&sorted[from], &key) == 0; from++) {
        if (*key->area && strcmp(key->area, sorted[from]->area) != 0)
            continue;
        if (found)
            *many = true;
        found = sorted[from];
    }
    return *many ? NULL : found;
}

static struct row *pair_of(const struct roster *r, const struct json *own) {
    struct row key = {.number = (char *)(uintptr_t)json_str(own, "number", ""),
                      .door = (char *)(uintptr_t)json_str(own, "door", "")};
    struct row *found = NULL;
    bool many = false;

    snprintf(key.area, sizeof key.area, "%s", json_str(own, "area", ""));
    if (*key.number)
        found = find(r->by_number, r->count, order_number, &key, &many);
    if (!found && !many && *key.door)
        found = find(r->by_door, r->count, order_door, &key, &many);
    return found && !found->taken ? found : NULL;
}

static enum err put_pairs(struct hub_work *w, const struct hub_worker *v, const struct json *households, struct json_out *out) {
    struct roster r = {0};
    enum err e = json_count(households) ? load_roster(w, v, &r) : ERR_OK;

    json_open(out, "pairs", '[');
    for (size_t i = 0; e == ERR_OK && r.count && i < json_count(households); i++) {
        const struct json *own = json_at(households, i);
        const char *id = json_str(own, "id", "");
        char text[ID_TEXT_SIZE];
        struct hub_entity known;
        struct row *row;
        struct id own_id;

        if (!id_parse(&own_id, id, (size_t)-1))
            continue;
        e = hub_entity(w, &own_id, &known); /* one that the hub has already needs no other */
        if (e != ERR_NOT_FOUND)
            continue;
        e = ERR_OK;
        row = pair_of(&r, own);
        if (!row)
            continue;
        row->taken = true;
        json_open(out, NULL, '[');
        json_put_str(out, NULL, id);
        id_text(text, &row->id);
        json_put_str(out, NULL, text);
        json_close(out, ']');
    }
    json_close(out, ']');
    free_roster(&r);
    return e;
}

/* ---- the answer */

static enum err put_areas(struct hub_work *w, const struct hub_worker *v, struct json_out *out) {
    sqlite3_stmt *st = db_get(w->s, STMT_hub_areas_of);
    enum err e;
    bool row;

    json_open(out, "areas", '[');
    db_bind(st, "d", &v->id);
    while ((e = db_next(w->s, st, &row)) == ERR_OK && row) {
        json_open(out, NULL, '{');
        json_put_str(out, "code", (const char *)sqlite3_column_text(st, 0));
        json_put_str(out, "name", (const char *)sqlite3_column_text(st, 1));
        json_close(out, '}');
    }
    db_done(w->s, st);
    json_close(out, ']');
    return e;
}

/* The worker's other devices, whoever holds them: what they wrote is the worker's own work too. */
static enum err put_devices(struct hub_work *w, const struct hub_worker *v, const struct id *joined, struct json_out *out) {
    sqlite3_stmt *st = db_get(w->s, STMT_hub_devices_known);
    char text[ID_TEXT_SIZE];
    enum err e;
    bool row;

    json_open(out, "devices", '[');
    db_bind(st, "dd", &v->id, joined);
    while ((e = db_next(w->s, st, &row)) == ERR_OK && row) {
        struct id id = db_id(st, 0);

        id_text(text, &id);
        json_put_str(out, NULL, text);
    }
    db_done(w->s, st);
    json_close(out, ']');
    return e;
}

static void put_hub(struct store *s, const struct hub_identity *hub, struct json_out *out) {
    struct buf key = {0};
    char project[ID_TEXT_SIZE];

    base64_text(&key, hub->key.pub, SIGN_PUBLIC_BYTES);
    id_text(project, &hub->project);
    json_put_str(out, "project", project);
    json_put_str(out, "name", hub->name);
    json_put_str(out, "hub_key", buf_text(&key));
    json_put_str(out, "epoch", hub->epoch);
    json_put_int(out, "now", clock_now());
    json_put_int(out, "zone", store_get_int(s, "hub.zone", OFFICE_ZONE));
    buf_free(&key);
}

static void put_worker(const struct hub_worker *v, struct json_out *out) {
    char id[ID_TEXT_SIZE];

    id_text(id, &v->id);
    json_open(out, "worker", '{');
    json_put_str(out, "id", id);
    json_put_str(out, "login", v->login);
    json_put_str(out, "name", v->name);
    json_put_str(out, "role", kinds_code(LIST_ROLE, (int)v->role));
    json_put_str(out, "area", v->area);
    json_close(out, '}');
}

/* The worker's new device, by a code or by the token of an old one. */
static enum err join(struct hub_work *w, const struct hub_enroll *r, struct hub_worker *v, struct hub_device *d,
                     char token[TOKEN_TEXT_SIZE]) {
    struct buf replaced = {0};
    struct id worker;
    enum err e = r->code     ? by_code(w, r, &worker, &replaced)
                 : r->bearer ? by_bearer(w, r, &worker)
                             : refuse(_("there is no code"));

    if (e == ERR_OK)
        e = hub_worker_get(w, &worker, v);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && v->gone))
        e = refuse(_("the worker has left"));
    if (e == ERR_OK)
        e = put_device(w, r, v, d, token);
    if (e == ERR_OK)
        e = revoke_replaced(w, v, &d->id, buf_text(&replaced));
    buf_free(&replaced);
    return e;
}

static enum err enroll(struct hub_work *w, const struct hub_enroll *r, struct buf *answer) {
    char token[TOKEN_TEXT_SIZE];
    struct hub_identity hub;
    struct hub_device d;
    struct hub_worker v;
    struct json_out out;
    enum err e = hub_identity(w->s, &hub);

    if (e == ERR_OK)
        e = join(w, r, &v, &d, token);
    if (e != ERR_OK)
        return e;
    json_start(&out, answer);
    json_open(&out, NULL, '{');
    json_put_str(&out, "token", token);
    put_hub(w->s, &hub, &out);
    json_put_str(&out, "letters", d.letters);
    put_worker(&v, &out);
    e = put_areas(w, &v, &out);
    if (e == ERR_OK)
        e = put_pairs(w, &v, r->households, &out);
    if (e == ERR_OK)
        e = put_devices(w, &v, &d.id, &out);
    json_close(&out, '}');
    return e;
}

enum err hub_enroll(struct store *s, const struct hub_enroll *request, struct buf *answer) {
    size_t start = answer->len;
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    if (e == ERR_OK)
        e = hub_end(&w, enroll(&w, request, answer));
    if (e != ERR_OK) {
        answer->len = start;
        if (answer->data)
            answer->data[start] = '\0';
    }
    return e;
}
