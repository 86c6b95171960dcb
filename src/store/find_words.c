/* Names and words of the record, for the pinyin line. */
#include "linli/find.h"

#include <string.h>
#include "db.h"
#include "linli/pinyin.h"
#include "rows.h"

#define TEXTS_OF_A_KIND 200

static void tell_row(sqlite3_stmt *st, find_name_fn *fn, void *arg) {
    const char *members = (const char *)sqlite3_column_text(st, 2);
    struct household h = {0};

    fn(arg, (const char *)sqlite3_column_text(st, 0));
    fn(arg, (const char *)sqlite3_column_text(st, 1));
    if (members && strcmp(members, "[]") != 0 && rows_members(&h, members) == ERR_OK)
        for (size_t i = 0; i < h.member_count; i++)
            fn(arg, h.members[i].name);
    household_free(&h);
}

static enum err tell_rows(struct store *s, const char *word, bool head, size_t *rows, find_name_fn *fn, void *arg) {
    struct buf match = {0};
    sqlite3_stmt *st;
    enum err e = ERR_OK;
    bool exact, row = true;

    if (pinyin_fts(&match, word, head, &exact)) {
        st = db_get(s, STMT_typed_names);
        db_bind(st, "ti", buf_text(&match), (int64_t)*rows);
        while (e == ERR_OK && (e = db_next(s, st, &row)) == ERR_OK && row) {
            tell_row(st, fn, arg);
            --*rows;
        }
        db_done(s, st);
    }
    buf_free(&match);
    return e;
}

enum err find_names(struct store *s, const char *word, size_t rows, find_name_fn *fn, void *arg) {
    enum err e = tell_rows(s, word, true, &rows, fn, arg);

    return e == ERR_OK && rows ? tell_rows(s, word, false, &rows, fn, arg) : e;
}

enum err find_texts(struct store *s, struct buf *out, size_t room) {
    static const enum stmt kinds[] = {STMT_typed_areas,   STMT_typed_workers, STMT_typed_entries,
                                      STMT_typed_matters, STMT_typed_visits,  STMT_typed_items};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < sizeof kinds / sizeof *kinds; i++) {
        sqlite3_stmt *st = db_get(s, kinds[i]);
        bool row = true;

        db_bind(st, "i", (int64_t)TEXTS_OF_A_KIND);
        while (e == ERR_OK && out->len < room && (e = db_next(s, st, &row)) == ERR_OK && row) {
            buf_add(out, (const char *)sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
            buf_putc(out, '\n');
        }
        db_done(s, st);
    }
    return e;
}
