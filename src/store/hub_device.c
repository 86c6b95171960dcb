/* Devices as the hub knows them: who a token is, revoking, one-time codes. */
#include "hub.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

#define PREFIX_MIN 8 /* digits of a device's id that stand for it */

void hub_device_read(sqlite3_stmt *st, struct hub_device *out) {
    memset(out, 0, sizeof *out);
    out->no = sqlite3_column_int64(st, 0);
    out->id = db_id(st, 1);
    if (sqlite3_column_bytes(st, 2) == SIGN_PUBLIC_BYTES)
        memcpy(out->pub, sqlite3_column_blob(st, 2), SIGN_PUBLIC_BYTES);
    out->worker = db_id(st, 3);
    db_text(st, 4, out->letters, sizeof out->letters);
    out->revoked = sqlite3_column_int64(st, 5);
    out->fork_of = sqlite3_column_int64(st, 6);
    out->fork_seq = sqlite3_column_int64(st, 7);
}

static enum err take(struct store *s, struct hub_device *out, sqlite3_stmt *st) {
    bool row;
    enum err e = db_next(s, st, &row);

    memset(out, 0, sizeof *out);
    if (e == ERR_OK && row)
        hub_device_read(st, out);
    db_done(s, st);
    return e == ERR_OK && !row ? ERR_NOT_FOUND : e;
}

enum err hub_device_by_id(struct store *s, struct hub_device *out, const struct id *id) {
    sqlite3_stmt *st = db_get(s, STMT_hub_device_by_id);

    db_bind(st, "d", id);
    return take(s, out, st);
}

enum err hub_device_by_no(struct store *s, struct hub_device *out, int64_t no) {
    sqlite3_stmt *st = db_get(s, STMT_hub_device_by_no);

    db_bind(st, "i", no);
    return take(s, out, st);
}

/* Looked up by its hash: how long that takes tells nothing of the token. */
enum err hub_device_by_token(struct store *s, struct hub_device *out, const char *token) {
    unsigned char bytes[TOKEN_BYTES];
    struct hash hash;
    sqlite3_stmt *st;

    memset(out, 0, sizeof *out);
    if (!hex_parse(bytes, sizeof bytes, token, strlen(token)))
        return ERR_NOT_FOUND;
    hash_of(&hash, bytes, sizeof bytes);
    st = db_get(s, STMT_hub_device_by_token);
    db_bind(st, "h", &hash);
    return take(s, out, st);
}

enum err hub_caller(struct store *s, const char *token, struct hub_caller *out) {
    struct hub_work w = {.s = s};
    struct hub_device d;
    struct hub_worker v;
    enum err e = hub_device_by_token(s, &d, token);

    memset(out, 0, sizeof *out);
    if (e == ERR_OK)
        e = hub_worker_get(&w, &d.worker, &v);
    if (e == ERR_NOT_FOUND)
        return err_say(ERR_REFUSED, _("who is this?"), _("the token is not known here"), _("enrol the device again"));
    if (e != ERR_OK)
        return e;
    out->device = d.id;
    out->device_no = d.no;
    out->worker = d.worker;
    out->role = v.role;
    out->revoked = d.revoked || v.gone;
    snprintf(out->area, sizeof out->area, "%s", v.area);
    policy_town(out->town, v.area);
    return ERR_OK;
}

enum err hub_device_list(struct store *s, hub_device_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_hub_device_rows);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct hub_device_row r = {.id = db_id(st, 0)};

        db_text(st, 1, r.worker, sizeof r.worker);
        db_text(st, 2, r.letters, sizeof r.letters);
        r.seq = sqlite3_column_int64(st, 3);
        r.revoked = sqlite3_column_int64(st, 4);
        r.fork = sqlite3_column_type(st, 5) != SQLITE_NULL;
        e = fn(arg, &r);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err hub_revoke(struct hub_work *w, const struct id *device, const struct hub_worker *worker) {
    struct event ev = {.kind = KIND_REVOKE, .entity = *device, .device = *device, .other = worker->id};
    struct hub_device d;
    enum err e = hub_device_by_id(w->s, &d, device);

    if (e == ERR_OK)
        e = hub_append(w, &ev, NULL, HUB_NOTHING, worker->area);
    return e == ERR_OK ? db_run(w->s, STMT_hub_device_revoke, "ii", d.no, clock_now()) : e;
}

static enum err no_device(enum err e, const char *text) {
    return err_say(e, _("no such device"),
                   e == ERR_AMBIGUOUS ? err_fmt(_("more than one begins with %s"), text)
                                      : err_fmt(_("%s is no id of a device here"), text),
                   _("linli-hub device list shows them"));
}

enum err hub_device_find(struct store *s, const char *text, struct id *out) {
    char lower[ID_TEXT_SIZE];
    struct hub_ids ids = {0};
    size_t len = strlen(text);
    sqlite3_stmt *st;
    enum err e;

    if (len < PREFIX_MIN || len >= sizeof lower)
        return no_device(ERR_NOT_FOUND, text);
    for (size_t i = 0; i <= len; i++)
        lower[i] = (char)tolower((unsigned char)text[i]);
    st = db_get(s, STMT_hub_device_like);
    db_bind(st, "t", lower);
    e = hub_ids_collect(s, &ids, st);
    if (e == ERR_OK && ids.count != 1)
        e = no_device(ids.count ? ERR_AMBIGUOUS : ERR_NOT_FOUND, text);
    if (e == ERR_OK)
        *out = ids.at[0];
    hub_ids_free(&ids);
    return e;
}

static enum err revoke(struct hub_work *w, const char *text) {
    struct hub_worker v;
    struct hub_device d;
    struct id id;
    enum err e = hub_device_find(w->s, text, &id);

    if (e == ERR_OK)
        e = hub_device_by_id(w->s, &d, &id);
    if (e == ERR_OK)
        e = hub_worker_get(w, &d.worker, &v);
    return e == ERR_OK && !d.revoked ? hub_revoke(w, &id, &v) : e;
}

enum err hub_device_revoke(struct store *s, const char *device) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    return e == ERR_OK ? hub_end(&w, revoke(&w, device)) : e;
}
