/* What revoked devices pushed: kept aside until a desk looks at it, then judged as if it came now, or refused. */
#include <stdio.h>
#include <string.h>
#include "hub.h"
#include "linli/i18n.h"
#include "linli/utf8.h"

enum err hub_quarantine_list(struct store *s, hub_quarantine_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_hub_quarantine_devices);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct hub_quarantine_row r = {.device = db_id(st, 0),
                                       .revoked = sqlite3_column_int64(st, 3),
                                       .count = sqlite3_column_int64(st, 4),
                                       .first = sqlite3_column_int64(st, 5),
                                       .last = sqlite3_column_int64(st, 6)};

        db_text(st, 1, r.worker, sizeof r.worker);
        db_text(st, 2, r.letters, sizeof r.letters);
        e = fn(arg, &r);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

static enum err find(struct store *s, const char *text, struct hub_device *out) {
    struct id id;
    enum err e = hub_device_find(s, text, &id);

    return e == ERR_OK ? hub_device_by_id(s, out, &id) : e;
}

static enum err nothing_waits(const char *device) {
    return err_say(ERR_NOT_FOUND, _("nothing to decide"), err_fmt(_("no event of %s waits for a decision"), device),
                   _("linli-hub quarantine lists what waits"));
}

enum err hub_quarantine_events(struct store *s, const char *device, raw_event_fn *fn, void *arg) {
    struct raw_event raw;
    struct hub_device d;
    struct hash body_hash;
    sqlite3_stmt *st;
    bool row, any = false;
    enum err e = find(s, device, &d);

    if (e != ERR_OK)
        return e;
    st = db_get(s, STMT_hub_quarantine_rows);
    db_bind(st, "ii", DB_POS(d.no, 0), DB_POS(d.no + 1, 0) - 1);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        append_read_row(s, st, &raw, &body_hash);
        any = true;
        e = fn(arg, &raw);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e == ERR_OK && !any ? nothing_waits(device) : e;
}

/* An event out of its row, so that judging it may read others. */
struct kept {
    int64_t pos;
    struct raw_event raw;
    struct event ev;
    struct hash body_hash;
    unsigned char salt[SALT_BYTES];
    struct buf header, body;
};

static void keep(struct kept *k, struct store *s, sqlite3_stmt *st) {
    append_read_row(s, st, &k->raw, &k->body_hash);
    k->pos = sqlite3_column_int64(st, 0);
    buf_reset(&k->header);
    buf_reset(&k->body);
    buf_add(&k->header, k->raw.header, k->raw.header_len);
    buf_add(&k->body, k->raw.body, k->raw.body_len);
    k->raw.header = buf_text(&k->header);
    k->raw.body = buf_text(&k->body);
    if (k->raw.salt)
        memcpy(k->salt, k->raw.salt, SALT_BYTES);
    k->raw.salt = k->raw.salt ? k->salt : NULL;
    k->raw.sealed = NULL;
    k->raw.reason = k->raw.town = NULL;
}

/* ERR_NOT_FOUND without words behind the last. */
static enum err next(struct kept *k, struct store *s, int64_t after, int64_t until) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_hub_quarantine_next, "ii", after, until);

    if (e != ERR_OK)
        return e;
    keep(k, s, st);
    db_done(s, st);
    return event_read(&k->ev, k->raw.header, k->raw.header_len) == ERR_OK ? ERR_OK : ERR_CORRUPT;
}

struct deciding {
    struct hub_work w;
    struct hub_author a;
    const char *reason; /* NULL: taken */
    struct hub_decided *out;
};

static enum err decide_one(struct deciding *d, struct kept *k) {
    struct hub_ruling r = {.verdict = VERDICT_REFUSED, .reason = d->reason, .town = d->a.town};
    int64_t rev;
    const char *town;
    enum err e = d->reason ? ERR_OK : hub_judge(&d->w, &d->a, &k->ev, &k->raw, &r);

    if (e == ERR_OK)
        e = hub_next_rev(&d->w, r.town, &rev, &town);
    if (e == ERR_OK)
        e = db_run(d->w.s, STMT_hub_event_decide, "iitti", k->pos, (int64_t)r.verdict, r.reason, town, rev);
    if (e != ERR_OK)
        return e;
    d->out->taken += r.verdict == VERDICT_ACCEPTED;
    d->out->refused += r.verdict != VERDICT_ACCEPTED;
    if (r.verdict != VERDICT_ACCEPTED)
        return ERR_OK;
    e = project_event(d->w.s, k->pos, &k->ev, k->raw.salt ? k->raw.body : "{}", k->raw.salt ? k->raw.body_len : 2);
    return e == ERR_OK ? hub_follow(&d->w, &d->a, &k->ev, &r) : e;
}

/* Who decided what stays provable: an event of the hub's own. */
static enum err note_decision(struct deciding *d, int64_t last) {
    struct event ev = {.kind = KIND_DECIDE, .entity = d->a.device.id, .device = d->a.device.id, .replaces = last};
    struct words words = {0};

    if (d->reason)
        strcpy(words.reason, d->reason);
    return hub_append(&d->w, &ev, &words, HUB_NOTHING, d->a.worker.area);
}

static enum err decide_all(struct deciding *d, const char *device) {
    int64_t until = DB_POS(d->a.device.no + 1, 0) - 1;
    struct kept k = {.pos = DB_POS(d->a.device.no, 0)};
    enum err e = hub_worker_get(&d->w, &d->a.device.worker, &d->a.worker);

    if (e == ERR_OK)
        e = hub_town(&d->w, d->a.worker.area, &d->a.town);
    while (e == ERR_OK && (e = next(&k, d->w.s, k.pos, until)) == ERR_OK)
        e = decide_one(d, &k);
    if (e == ERR_NOT_FOUND)
        e = d->out->taken + d->out->refused ? note_decision(d, DB_SEQ(k.pos)) : nothing_waits(device);
    buf_free(&k.header);
    buf_free(&k.body);
    return e;
}

static enum err check_reason(const char *reason) {
    bool good = !reason || (*reason && strlen(reason) < SUMMARY_SIZE && utf8_valid(reason, strlen(reason)));

    for (const char *p = good && reason ? reason : ""; *p; p++)
        good = good && (unsigned char)*p >= 0x20 && *p != 0x7F;
    return good ? ERR_OK
                : err_say(ERR_RANGE, _("cannot refuse it"), err_fmt(_("a reason is one line of 1 to %d bytes"), SUMMARY_SIZE - 1),
                          _("write why: the worker reads it"));
}

enum err hub_quarantine_decide(struct store *s, const char *device, const char *reason, struct hub_decided *out) {
    struct deciding d = {.reason = reason, .out = out};
    enum err e = check_reason(reason);

    *out = (struct hub_decided){0};
    if (e == ERR_OK)
        e = hub_begin(&d.w, s);
    if (e != ERR_OK)
        return e;
    e = find(s, device, &d.a.device);
    out->device = d.a.device.id;
    return hub_end(&d.w, e == ERR_OK ? decide_all(&d, device) : e);
}
