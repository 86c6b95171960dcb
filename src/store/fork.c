/* A device that goes on under another key, and what leaves a device (DESIGN.md section 1). */
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"

#define PULLING_ALL "sync.all" /* set while a pull from the beginning is under way */

/* Own events of an entity that the hub holds, their bodies sealed to the hub's key: the worker cannot read them any more, the
 * chain still verifies, and a hub that lost them can be sent them again. */
static enum err seal_row(struct store *s, int64_t pos, const unsigned char *salt, const char *body, size_t len,
                         const unsigned char *pub) {
    struct buf plain = {0}, sealed = {0};
    struct hash h;
    enum err e;

    journal_body(&h, salt, body, len);
    buf_add(&plain, salt, SALT_BYTES);
    buf_add(&plain, body, len);
    e = seal_make(&sealed, plain.data, plain.len, pub);
    if (e == ERR_OK)
        e = db_run(s, STMT_event_seal, "ihbi", pos, &h, sealed.data, sealed.len, clock_now());
    buf_free(&plain);
    buf_free(&sealed);
    return e;
}

static enum err seal_own(struct store *s, const struct id *entity) {
    unsigned char pub[SIGN_PUBLIC_BYTES];
    struct buf key = {0};
    sqlite3_stmt *st;
    enum err e = store_get(s, "hub.key", &key);
    bool row;

    if (e != ERR_OK || base64_parse(pub, sizeof pub, buf_text(&key), key.len) != (long)sizeof pub) {
        buf_free(&key);
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    buf_free(&key);
    st = db_get(s, STMT_event_own_of_entity);
    db_bind(st, "d", entity);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        e = seal_row(s, sqlite3_column_int64(st, 0), sqlite3_column_blob(st, 1), (const char *)sqlite3_column_text(st, 2),
                     (size_t)sqlite3_column_bytes(st, 2), pub);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err store_leave(struct store *s, const struct id *entity) {
    int64_t unheld;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_int(s, &unheld, 0, STMT_event_unheld_of_entity, "d", entity);
    /* Work that no hub holds yet is still shown until it is. */
    if (e == ERR_OK && !unheld)
        e = project_clear_entity(s, entity);
    s->keep_sort = 0;
    if (e == ERR_OK)
        e = seal_own(s, entity);
    if (e == ERR_OK)
        e = db_run(s, STMT_event_drop_foreign, "d", entity);
    if (e == ERR_OK)
        e = db_run(s, STMT_news_drop, "d", entity);
    return store_end(s, e);
}

static int by_seq(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

enum err store_accept_others(struct store *s, const int64_t *open, size_t count) {
    int64_t pos = DB_POS(s->device.no, 0), end = DB_POS(s->device.no + 1, 0) - 1;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    for (;;) {
        int64_t seq;

        e = db_int(s, &pos, 0, STMT_event_quarantined, "ii", pos, end);
        if (e != ERR_OK || !pos)
            break;
        seq = DB_SEQ(pos);
        if (count && bsearch(&seq, open, count, sizeof *open, by_seq))
            continue;
        e = store_set_verdict(s, &s->device.id, seq, VERDICT_ACCEPTED, NULL);
        if (e != ERR_OK)
            break;
    }
    return store_end(s, e);
}

enum err store_undecided(struct store *s, int64_t *count) {
    return db_int(s, count, 0, STMT_event_undecided, "");
}

enum err store_set_colleague(struct store *s, const struct id *device) {
    int64_t no;
    enum err e = db_device_no(s, device, true, &no);

    return e == ERR_OK ? db_run(s, STMT_device_set_owner, "id", no, &s->device.worker) : e;
}

enum err store_forget_revs(struct store *s) {
    enum err e = store_begin(s);

    if (e == ERR_OK)
        e = db_run(s, STMT_event_forget_revs, "");
    if (e == ERR_OK)
        e = db_run(s, STMT_device_reset_held, "");
    if (e == ERR_OK)
        e = store_set_int(s, "sync.seen", 0);
    if (e != ERR_OK) {
        store_rollback(s);
        return e;
    }
    s->device.held_seq = 0;
    s->seen = 0;
    return store_commit(s);
}

enum err store_entered(struct store *s, const struct id *entity, const char *town, int64_t rev) {
    store_saw(s, town, rev);
    s->entered = *entity;
    s->entered_rev = rev;
    return store_get_int(s, PULLING_ALL, 0) ? db_run(s, STMT_entered_add, "d", entity) : ERR_OK;
}

bool store_is_pulling_all(struct store *s) {
    return store_get_int(s, PULLING_ALL, 0) != 0;
}

static enum err leave_missing(struct store *s) {
    sqlite3_stmt *st;
    struct id entity;
    enum err e;

    /* One at a time: leaving changes the table that is read. */
    while ((e = db_first(s, &st, STMT_entered_missing, "")) == ERR_OK) {
        entity = db_id(st, 0);
        db_done(s, st);
        e = store_leave(s, &entity);
        if (e != ERR_OK)
            return e;
    }
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err store_pull_all(struct store *s, bool begins) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    if (!begins && store_get_int(s, PULLING_ALL, 0))
        e = leave_missing(s);
    if (e == ERR_OK)
        e = db_run(s, STMT_entered_clear, "");
    if (e == ERR_OK)
        e = store_set(s, PULLING_ALL, begins ? "1" : NULL);
    return store_end(s, e);
}

enum err store_new_device(struct store *s) {
    struct event ev = {.kind = KIND_CONTINUE, .device = s->device.id, .replaces = s->device.head_seq};
    struct id worker = s->device.worker;
    char letters[sizeof s->device.letters];
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    memcpy(letters, s->device.letters, sizeof letters);
    s->head_dirty = false; /* nothing of the old chain is open here: every append came with its row */
    e = store_make_device(s, &worker, letters);
    ev.entity = s->device.id;
    if (e == ERR_OK)
        e = store_append(s, &ev, NULL, 0, NULL);
    return store_end(s, e);
}

static enum err rename_tail(struct store *s, int64_t after, const struct id *tail) {
    static const enum stmt moves[] = {STMT_event_rename,
                                      STMT_visit_rename,
                                      STMT_visit_rename_withdrawn,
                                      STMT_matter_rename,
                                      STMT_matter_rename_withdrawn,
                                      STMT_alias_rename,
                                      STMT_said_rename,
                                      STMT_clash_rename,
                                      STMT_need_rename,
                                      STMT_need_rename_withdrawn,
                                      STMT_access_rename,
                                      STMT_taken_back_rename,
                                      STMT_act_rename_first,
                                      STMT_act_rename_last,
                                      STMT_news_rename_pos,
                                      STMT_taken_back_rename_by_pos,
                                      STMT_step_rename,
                                      STMT_step_rename_withdrawn,
                                      STMT_item_rename,
                                      STMT_item_rename_withdrawn,
                                      STMT_item_rename_about,
                                      STMT_reminder_rename,
                                      STMT_entry_rename,
                                      STMT_entry_rename_withdrawn};
    const struct store_device *d = &s->device;
    int64_t no;
    enum err e = db_device_no(s, tail, true, &no);

    if (e == ERR_OK)
        e = db_run(s, STMT_device_set_fork, "ibziii", no, d->key.pub, (size_t)SIGN_PUBLIC_BYTES, &d->worker, d->no, after,
                   d->head_seq);
    for (size_t i = 0; e == ERR_OK && i < sizeof moves / sizeof moves[0]; i++)
        e = db_run(s, moves[i], "iii", d->no, no, after);
    if (e == ERR_OK)
        e = db_run(s, STMT_device_set_head, "iin", d->no, after);
    if (e == ERR_OK) /* the old device ends at the fork here; its own tail is another's now */
        e = db_run(s, STMT_device_set_held, "ii", d->no, after);
    return e;
}

enum err store_fork(struct store *s, int64_t after, const struct id *tail) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    if (tail && after < s->device.head_seq) {
        e = rename_tail(s, after, tail);
    } else {
        e = store_set_held(s, s->device.head_seq);
    }
    if (e == ERR_OK)
        e = store_new_device(s);
    return store_end(s, e);
}

static enum err receipt_fill(sqlite3_stmt *st, struct receipt *out) {
    out->seq = sqlite3_column_int64(st, 0);
    out->hub_ms = sqlite3_column_int64(st, 2);
    if (!db_hash(st, 1, &out->hash) || sqlite3_column_bytes(st, 3) != SIGN_BYTES)
        return ERR_CORRUPT;
    memcpy(out->signature, sqlite3_column_blob(st, 3), SIGN_BYTES);
    return ERR_OK;
}

enum err store_keep_receipt(struct store *s, const struct receipt *r, const char *epoch) {
    int64_t no;
    enum err e = db_device_no(s, &r->device, false, &no);

    return e == ERR_OK
               ? db_run(s, STMT_receipt_add, "iihibt", no, r->seq, &r->hash, r->hub_ms, r->signature, (size_t)SIGN_BYTES, epoch)
               : e;
}

enum err store_last_receipt(struct store *s, struct receipt *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_receipt_last, "i", s->device.no);

    if (e != ERR_OK)
        return e;
    out->device = s->device.id;
    e = receipt_fill(st, out);
    db_done(s, st);
    return e;
}
