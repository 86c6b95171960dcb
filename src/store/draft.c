/* Drafts: a row a field. A commit in WAL mode outlives the program whether it was synced or not, and the next synced one takes
 * with it what lies before it in the log: so a key costs no sync, and a pause does. */
#include "linli/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "db.h"
#include "linli/clock.h"
#include "linli/i18n.h"

#define VERSION_FIELD "" /* as in stmt_draft.sql; comes first among the fields */

static enum err put(struct store *s, const struct draft *d, const char *field, const char *value) {
    char version[16];
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    snprintf(version, sizeof version, "%d", d->version);
    e = db_run(s, STMT_draft_put_version, "ttti", d->form, d->subject, version, clock_now());
    if (e == ERR_OK)
        e = db_run(s, STMT_draft_put, "tttti", d->form, d->subject, field, value, clock_now());
    return store_end(s, e);
}

/* Events are synced: the setting is back before anybody else can write. Within a transaction it could not be changed, and need
 * not be. */
static enum err put_quickly(struct store *s, const struct draft *d, const char *field, const char *value) {
    struct err_words words;
    enum err e = db_exec(s, "PRAGMA synchronous=NORMAL");

    if (e == ERR_OK)
        e = put(s, d, field, value);
    if (e == ERR_OK)
        return db_exec(s, "PRAGMA synchronous=FULL");
    words = *err_last();
    db_exec(s, "PRAGMA synchronous=FULL");
    return err_say(words.code, words.what, words.why, words.todo);
}

enum err draft_save(struct store *s, const struct draft *d, const char *field, const char *value, bool lasting) {
    return lasting || s->depth || s->read_only ? put(s, d, field, value) : put_quickly(s, d, field, value);
}

enum err draft_load(struct store *s, const char *form, const char *subject, draft_field_fn *fn, void *arg, int *version) {
    sqlite3_stmt *st = db_get(s, STMT_draft_fields);
    enum err e;
    bool row;

    *version = 0;
    db_bind(st, "tt", form, subject);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        const char *field = (const char *)sqlite3_column_text(st, 0), *value = (const char *)sqlite3_column_text(st, 1);

        if (strcmp(field, VERSION_FIELD) == 0) {
            *version = atoi(value);
            continue;
        }
        *version = *version ? *version : 1; /* from before versions were written down */
        fn(arg, field, value);
    }
    db_done(s, st);
    return e;
}

enum err draft_finish(struct store *s, const char *form, const char *subject, draft_finish_fn *fn, void *arg) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = fn(arg);
    if (e == ERR_OK)
        e = draft_drop(s, form, subject);
    return store_end(s, e);
}

enum err draft_drop(struct store *s, const char *form, const char *subject) {
    return db_run(s, STMT_draft_drop, "tt", form, subject);
}

enum err draft_follow(struct store *s, const struct id *household) {
    char id[ID_TEXT_SIZE];

    id_text(id, household);
    return s->read_only ? ERR_OK : db_run(s, STMT_draft_follow, "td", id, household);
}

enum err draft_throw(struct store *s, const char *form, const char *subject) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_run(s, STMT_draft_forget, "i", INT64_MAX);
    if (e == ERR_OK)
        e = db_run(s, STMT_draft_throw, "tti", form, subject, clock_now());
    return store_end(s, e);
}

enum err draft_thrown(struct store *s, struct buf *form, struct buf *subject) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_draft_thrown, "");

    buf_reset(form);
    buf_reset(subject);
    if (e != ERR_OK)
        return e;
    buf_puts(form, (const char *)sqlite3_column_text(st, 0));
    buf_puts(subject, (const char *)sqlite3_column_text(st, 1));
    db_done(s, st);
    return ERR_OK;
}

enum err draft_take_back(struct store *s) {
    int64_t taken;
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_int(s, &taken, 0, STMT_draft_begun_anew, "");
    if (e == ERR_OK && taken)
        e = err_say(ERR_EXISTS, _("cannot bring back what was thrown away"), _("the form was begun anew meanwhile"),
                    _("store that one, or throw it away"));
    if (e == ERR_OK)
        e = db_run(s, STMT_draft_take_back, "");
    return store_end(s, e);
}

enum err draft_forget(struct store *s, int64_t before) {
    return s->read_only ? ERR_OK : db_run(s, STMT_draft_forget, "i", before);
}

enum err draft_list(struct store *s, draft_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_draft_list);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        e = fn(arg, &(struct draft_row){(const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1),
                                        sqlite3_column_int64(st, 2)});
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
