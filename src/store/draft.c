/* Drafts: a row a field, lasting when the call returns. */
#include "linli/draft.h"

#include "db.h"

enum err draft_save(struct store *s, const char *form, const char *subject, const char *field, const char *value) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_run(s, STMT_draft_put, "tttti", form, subject, field, value, clock_now());
    return store_end(s, e);
}

enum err draft_load(struct store *s, const char *form, const char *subject, draft_field_fn *fn, void *arg, bool *found) {
    sqlite3_stmt *st = db_get(s, STMT_draft_fields);
    enum err e;
    bool row;

    *found = false;
    db_bind(st, "tt", form, subject);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        *found = true;
        fn(arg, (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1));
    }
    db_done(s, st);
    return e;
}

enum err draft_drop(struct store *s, const char *form, const char *subject) {
    return db_run(s, STMT_draft_drop, "tt", form, subject);
}

enum err draft_list(struct store *s, draft_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_draft_list);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        e = fn(arg, (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1),
               sqlite3_column_int64(st, 2));
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
