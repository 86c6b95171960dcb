/* The journal: own events appended, others' put in, all of them read back. An event and what it folds to are one transaction. */
#include "db.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

enum err append_row(struct store *s, int64_t pos, const struct event *ev, const struct raw_event *raw) {
    sqlite3_stmt *st = db_get(s, STMT_event_add);
    enum err e;
    bool row;

    db_bind(st, "id", pos, &ev->entity);
    if (raw->rev) {
        sqlite3_bind_text(st, 3, raw->town, -1, SQLITE_STATIC);
        sqlite3_bind_int64(st, 4, raw->rev);
    }
    sqlite3_bind_text64(st, 5, raw->header, raw->header_len, SQLITE_STATIC, SQLITE_UTF8);
    if (raw->salt) {
        sqlite3_bind_blob(st, 6, raw->salt, SALT_BYTES, SQLITE_STATIC);
        sqlite3_bind_text64(st, 7, raw->body, raw->body_len, SQLITE_STATIC, SQLITE_UTF8);
    } else {
        sqlite3_bind_blob(st, 8, raw->body_hash->b, HASH_BYTES, SQLITE_STATIC);
        if (raw->sealed)
            sqlite3_bind_blob64(st, 9, raw->sealed, raw->sealed_len, SQLITE_STATIC);
    }
    sqlite3_bind_blob(st, 10, raw->hash.b, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int(st, 11, (int)raw->verdict);
    if (raw->reason && *raw->reason)
        sqlite3_bind_text(st, 12, raw->reason, -1, SQLITE_STATIC);
    if (raw->received)
        sqlite3_bind_int64(st, 13, raw->received);
    e = db_next(s, st, &row);
    db_done(s, st);
    return e;
}

/* What a correction's author knew is told in the count of the town where its household is. */
static enum err seen_of(struct store *s, const struct event *ev, int64_t *out) {
    char town[AREA_SIZE];
    sqlite3_stmt *st;
    enum err e = ev->kind == KIND_CORRECT ? db_first(s, &st, STMT_event_town, "d", &ev->entity) : ERR_NOT_FOUND;

    *out = s->seen;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    db_text(st, 0, town, sizeof town);
    db_done(s, st);
    return strcmp(town, s->town) == 0 ? ERR_OK : db_int(s, out, 0, STMT_event_newest_rev, "t", town);
}

static enum err append(struct store *s, struct event *ev, const char *body, size_t len, int64_t *pos) {
    unsigned char salt[SALT_BYTES];
    struct raw_event raw = {.device = s->device.id, .salt = salt, .body = body, .body_len = len};
    struct buf header = {0};
    struct hash body_hash;
    enum err e;

    ev->version = EVENT_VERSION;
    ev->seq = s->device.head_seq + 1;
    ev->by = s->device.worker;
    if ((e = seen_of(s, ev, &ev->seen)) != ERR_OK)
        return e;
    if (!ev->at)
        ev->at = clock_now();
    event_write(&header, ev);
    random_fill(salt, sizeof salt);
    journal_body(&body_hash, salt, body, len);
    raw.seq = ev->seq;
    raw.hash = s->device.head;
    journal_next(&raw.hash, header.data, header.len, &body_hash);
    raw.header = header.data;
    raw.header_len = header.len;
    *pos = DB_POS(s->device.no, ev->seq);
    e = append_row(s, *pos, ev, &raw);
    if (e == ERR_OK) {
        s->device.head_seq = ev->seq;
        s->device.head = raw.hash;
        s->head_dirty = true;
        e = project_event(s, *pos, ev, body, len);
    }
    buf_free(&header);
    return e;
}

enum err store_append(struct store *s, struct event *ev, const char *body, size_t len, int64_t *pos) {
    int64_t place;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = append(s, ev, body ? body : "{}", body ? len : 2, &place);
    if (e != ERR_OK) {
        store_rollback(s);
        return e;
    }
    if (pos)
        *pos = place;
    return store_commit(s);
}

static enum err previous_hash(struct store *s, int64_t no, int64_t seq, struct hash *out) {
    sqlite3_stmt *st;
    enum err e;

    if (seq > 1) {
        e = db_first(s, &st, STMT_event_hash, "i", DB_POS(no, seq - 1));
        if (e == ERR_OK) {
            db_hash(st, 0, out);
            db_done(s, st);
        }
        if (e != ERR_NOT_FOUND)
            return e;
    }
    e = db_first(s, &st, STMT_device_pub, "i", no);
    if (e != ERR_OK)
        return e;
    if (seq == 1 && sqlite3_column_bytes(st, 0) == SIGN_PUBLIC_BYTES) {
        journal_first(out, sqlite3_column_blob(st, 0));
    } else if (sqlite3_column_type(st, 1) != SQLITE_NULL && sqlite3_column_int64(st, 2) == seq - 1) {
        /* A tail that left another chain behind its event fork_seq. */
        int64_t from = sqlite3_column_int64(st, 1);

        db_done(s, st);
        return previous_hash(s, from, seq, out);
    } else {
        e = ERR_CORRUPT;
    }
    db_done(s, st);
    return e;
}

/* A device that is only partly here cannot show its chain: its events are kept under a hash of their own, which notices a changed
 * byte. */
static enum err chain_hash(struct store *s, int64_t no, const struct raw_event *raw, bool chain, struct hash *out) {
    struct hash body;
    enum err e = ERR_OK;

    memset(out, 0, sizeof *out);
    if (chain)
        e = previous_hash(s, no, raw->seq, out);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_CORRUPT : e;
    if (raw->salt)
        journal_body(&body, raw->salt, raw->body, raw->body_len);
    else
        body = *raw->body_hash;
    journal_next(out, raw->header, raw->header_len, &body);
    return ERR_OK;
}

void store_saw(struct store *s, const char *town, int64_t rev) {
    if (rev > s->seen && town && strcmp(town, s->town) == 0) {
        s->seen = rev;
        s->seen_dirty = true;
    }
}

static bool is_folded(enum verdict v) {
    return v == VERDICT_NONE || v == VERDICT_ACCEPTED;
}

static enum err fold_new(struct store *s, int64_t pos, const struct event *ev, const struct raw_event *raw) {
    int64_t later = 0;
    enum err e = ERR_OK;

    if (!is_folded(raw->verdict))
        return ERR_OK;
    if (raw->rev)
        e = db_int(s, &later, 0, STMT_event_later, "dii", &ev->entity, raw->rev, pos);
    if (e != ERR_OK)
        return e;
    return later ? store_refold(s, &ev->entity)
                 : project_event(s, pos, ev, raw->salt ? raw->body : "{}", raw->salt ? raw->body_len : 2);
}

/* What is here already gets its rev, and its words where they were sealed when the entity left: it entered again. */
static enum err put_again(struct store *s, int64_t pos, const struct raw_event *raw) {
    sqlite3_stmt *st;
    struct hash body;
    enum err e;
    bool row;

    if (raw->salt) {
        journal_body(&body, raw->salt, raw->body, raw->body_len);
        st = db_get(s, STMT_event_reopen);
        sqlite3_bind_int64(st, 1, pos);
        sqlite3_bind_blob(st, 2, raw->salt, SALT_BYTES, SQLITE_STATIC);
        sqlite3_bind_text64(st, 3, raw->body, raw->body_len, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_bind_blob(st, 4, body.b, HASH_BYTES, SQLITE_STATIC);
        e = db_next(s, st, &row);
        db_done(s, st);
        if (e != ERR_OK)
            return e;
    }
    return raw->rev ? store_set_revs(s, &raw->device, raw->seq, raw->seq, raw->town, raw->rev) : ERR_OK;
}

enum err store_put(struct store *s, const struct raw_event *raw, bool chain, bool *fresh) {
    struct raw_event row = *raw;
    struct event ev;
    int64_t no, pos, exists;
    enum err e;

    *fresh = false;
    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK || ev.seq != raw->seq)
        return err_say(ERR_SYNTAX, _("an event cannot be read"), err_fmt("%lld", (long long)raw->seq), NULL);
    e = db_device_no(s, &raw->device, true, &no);
    if (e != ERR_OK)
        return e;
    pos = DB_POS(no, raw->seq);
    e = db_int(s, &exists, 0, STMT_event_exists, "i", pos);
    if (e != ERR_OK)
        return e;
    store_saw(s, raw->town, raw->rev);
    if (exists)
        return put_again(s, pos, raw);
    e = chain_hash(s, no, raw, chain, &row.hash);
    if (e == ERR_OK)
        e = append_row(s, pos, &ev, &row);
    if (e == ERR_OK)
        e = fold_new(s, pos, &ev, &row);
    if (e == ERR_OK)
        e = news_put(s, pos, &ev, &row);
    *fresh = e == ERR_OK;
    return e;
}

void append_read_row(struct store *s, sqlite3_stmt *st, struct raw_event *raw, struct hash *body_hash) {
    int64_t pos = sqlite3_column_int64(st, 0);

    memset(raw, 0, sizeof *raw);
    db_device_id(s, DB_NO(pos), &raw->device);
    raw->seq = DB_SEQ(pos);
    raw->town = (const char *)sqlite3_column_text(st, 1);
    raw->rev = sqlite3_column_int64(st, 2);
    raw->header = (const char *)sqlite3_column_text(st, 3);
    raw->header_len = (size_t)sqlite3_column_bytes(st, 3);
    if (sqlite3_column_bytes(st, 4) == SALT_BYTES) {
        raw->salt = sqlite3_column_blob(st, 4);
        raw->body = (const char *)sqlite3_column_text(st, 5);
        raw->body_len = (size_t)sqlite3_column_bytes(st, 5);
    } else if (db_hash(st, 6, body_hash)) {
        raw->body_hash = body_hash;
        raw->sealed = sqlite3_column_blob(st, 7);
        raw->sealed_len = (size_t)sqlite3_column_bytes(st, 7);
    }
    db_hash(st, 8, &raw->hash);
    raw->verdict = (enum verdict)sqlite3_column_int(st, 9);
    raw->reason = (const char *)sqlite3_column_text(st, 10);
    raw->received = sqlite3_column_int64(st, 11);
}

static enum err each(struct store *s, sqlite3_stmt *st, raw_event_fn *fn, void *arg) {
    struct raw_event raw;
    struct hash body_hash;
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        append_read_row(s, st, &raw, &body_hash);
        e = fn(arg, &raw);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err store_events(struct store *s, const struct id *device, int64_t from, int64_t limit, raw_event_fn *fn, void *arg) {
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    st = db_get(s, STMT_event_range);
    db_bind(st, "iii", DB_POS(no, from), DB_POS(no + 1, 0) - 1, limit);
    return each(s, st, fn, arg);
}

enum err store_entity_events(struct store *s, const struct id *entity, raw_event_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_event_of_entity);

    db_bind(st, "d", entity);
    return each(s, st, fn, arg);
}

enum err store_all_events(struct store *s, raw_event_fn *fn, void *arg) {
    return each(s, db_get(s, STMT_event_all), fn, arg);
}

enum err store_set_held(struct store *s, int64_t seq) {
    enum err e = db_run(s, STMT_device_set_held, "ii", s->device.no, seq);

    if (e == ERR_OK && seq > s->device.held_seq)
        s->device.held_seq = seq;
    return e;
}

/* The order of an entity changes only where another of its events has a later rev than the one that now gets its own. */
static enum err set_rev(struct store *s, int64_t pos, const char *town, int64_t rev) {
    sqlite3_stmt *st;
    struct id entity;
    int64_t above, before;
    enum err e = db_first(s, &st, STMT_event_entity_at, "i", pos);

    if (e != ERR_OK)
        return e;
    entity = db_id(st, 0);
    db_done(s, st);
    e = db_int(s, &before, 0, STMT_event_rev, "i", pos);
    if (e != ERR_OK || before == rev)
        return e;
    e = db_run(s, STMT_event_set_rev, "iti", pos, town, rev);
    if (e == ERR_OK)
        e = db_int(s, &above, 0, STMT_event_rev_above, "di", &entity, rev);
    return e == ERR_OK && above ? store_refold(s, &entity) : e;
}

/* After a push nothing has later revs than what was pushed: then no order changes, and all of it is one statement. */
static enum err set_revs(struct store *s, int64_t first, int64_t last, const char *town, int64_t rev) {
    int64_t later;
    enum err e = db_int(s, &later, 0, STMT_event_rev_later, "tiii", town, rev, first, last);

    if (e == ERR_OK && !later)
        return db_run(s, STMT_event_set_revs, "iiti", first, last, town, rev);
    for (int64_t pos = first; e == ERR_OK && pos <= last; pos++)
        e = set_rev(s, pos, town, rev + (pos - first));
    return e;
}

enum err store_set_revs(struct store *s, const struct id *device, int64_t from, int64_t to, const char *town, int64_t rev) {
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    if (e == ERR_OK)
        e = set_revs(s, DB_POS(no, from), DB_POS(no, to), town, rev);
    store_saw(s, town, rev + (to - from));
    return e;
}

enum err store_set_verdict(struct store *s, const struct id *device, int64_t seq, enum verdict v, const char *reason) {
    sqlite3_stmt *st;
    struct id entity;
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    if (e == ERR_OK)
        e = db_first(s, &st, STMT_event_entity_at, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    entity = db_id(st, 0);
    db_done(s, st);
    e = db_run(s, STMT_event_set_verdict, "iit", DB_POS(no, seq), (int64_t)v, reason);
    return e == ERR_OK ? store_refold(s, &entity) : e;
}

static enum err fold_row(void *arg, const struct raw_event *raw) {
    struct store *s = arg;
    struct event ev;
    int64_t no;
    enum err e;

    if (!is_folded(raw->verdict) || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    e = db_device_no(s, &raw->device, false, &no);
    if (e != ERR_OK)
        return e;
    return project_event(s, DB_POS(no, raw->seq), &ev, raw->salt ? raw->body : "{}", raw->salt ? raw->body_len : 2);
}

enum err store_refold(struct store *s, const struct id *entity) {
    struct id copy = *entity;
    enum err e = store_begin(s);

    if (e == ERR_OK)
        e = project_clear_entity(s, &copy);
    if (e == ERR_OK)
        e = store_entity_events(s, &copy, fold_row, s);
    s->keep_sort = 0;
    return store_end(s, e);
}
