/* Transactions and settings. */
#include "db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"

static enum err must_write(const struct store *s) {
    if (!s->read_only)
        return ERR_OK;
    return err_say(ERR_READ_ONLY, _("the record can only be read here"),
                   *s->read_only_why ? s->read_only_why : _("it was opened for reading"),
                   _("close the other program, or make the disk writable, and start again"));
}

enum err store_begin(struct store *s) {
    enum err e = must_write(s);

    if (e == ERR_OK && s->depth == 0)
        e = db_exec(s, "BEGIN IMMEDIATE");
    if (e == ERR_OK)
        s->depth++;
    return e;
}

/* What every event of a transaction would change is written once, before it ends. */
static enum err write_heads(struct store *s) {
    enum err e = project_settle(s);

    if (e == ERR_OK && s->head_dirty)
        e = db_run(s, STMT_device_set_head, "iih", s->device.no, s->device.head_seq, &s->device.head);
    if (e == ERR_OK && s->seen_dirty)
        e = store_set_int(s, "sync.seen", s->seen);
    s->head_dirty = s->seen_dirty = false;
    return e;
}

enum err store_commit(struct store *s) {
    enum err e;

    if (s->depth > 1) {
        s->depth--;
        return ERR_OK;
    }
    if (s->depth == 0)
        return ERR_OK;
    e = write_heads(s);
    if (e == ERR_OK)
        e = db_exec(s, "COMMIT");
    if (e != ERR_OK) {
        struct err_words words = *err_last();

        store_rollback(s);
        return err_say(words.code, words.what, words.why, words.todo);
    }
    s->depth = 0;
    return s->county_moved ? store_use_county(s) : ERR_OK;
}

void store_rollback(struct store *s) {
    struct err_words words = *err_last();

    if (s->depth == 0)
        return;
    sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->depth = 0;
    s->head_dirty = s->seen_dirty = s->search_unordered = s->rebuilding = s->county_moved = false;
    s->search_bulk = SEARCH_BULK_NONE;
    s->last_device_no = 0;
    s->keep_sort = 0;
    s->unsettled.count = 0;
    s->aliases = ALIASES_UNKNOWN;
    memset(&s->guess, 0, sizeof s->guess);
    store_load_device(s);
    err_say(words.code, words.what, words.why, words.todo);
}

enum err store_end(struct store *s, enum err e) {
    if (e == ERR_OK)
        return store_commit(s);
    store_rollback(s);
    return e;
}

enum err store_get(struct store *s, const char *key, struct buf *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_meta_get, "t", key);

    buf_reset(out);
    if (e != ERR_OK)
        return e;
    buf_add(out, sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    db_done(s, st);
    return ERR_OK;
}

enum err store_set(struct store *s, const char *key, const char *value) {
    enum err e = must_write(s);

    if (e != ERR_OK)
        return e;
    return value ? db_run(s, STMT_meta_set, "tt", key, value) : db_run(s, STMT_meta_drop, "t", key);
}

int64_t store_get_int(struct store *s, const char *key, int64_t fallback) {
    int64_t value;

    return db_int(s, &value, fallback, STMT_meta_get, "t", key) == ERR_OK ? value : fallback;
}

enum err store_set_int(struct store *s, const char *key, int64_t value) {
    enum err e = must_write(s);

    return e == ERR_OK ? db_run(s, STMT_meta_set, "ti", key, value) : e;
}
