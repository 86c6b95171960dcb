/* Saved searches: a row each. */
#include "linli/saved.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"
#include "linli/mem.h"

enum err saved_list(struct store *s, const char *list, struct saved **out, size_t *count) {
    sqlite3_stmt *st = db_get(s, STMT_saved_list);
    enum err e;
    bool row;

    *out = mem_new(SAVED_MAX, sizeof **out);
    *count = 0;
    db_bind(st, "ti", list, (int64_t)SAVED_MAX);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct saved *one = &(*out)[(*count)++];

        db_text(st, 0, one->name, sizeof one->name);
        db_text(st, 1, one->query, sizeof one->query);
        one->at = sqlite3_column_int64(st, 2);
    }
    db_done(s, st);
    return e;
}

static enum err refuse(const char *why, const char *todo) {
    return err_say(ERR_RANGE, _("cannot keep the search"), why, todo);
}

static enum err put(struct store *s, const char *list, const char *name, const char *query) {
    int64_t others = 0;
    enum err e = db_int(s, &others, 0, STMT_saved_others, "tt", list, name);

    if (e == ERR_OK && others >= SAVED_MAX)
        e = refuse(err_fmt(_("%d are kept already"), SAVED_MAX), _("drop one that is no longer of use"));
    return e == ERR_OK ? db_run(s, STMT_saved_put, "ttti", list, name, query, clock_now()) : e;
}

enum err saved_put(struct store *s, const char *list, const char *name, const char *query) {
    enum err e;

    if (!*name)
        return refuse(_("no name is given"), _("give it a short name"));
    if (strlen(name) >= SAVED_NAME_SIZE || strlen(query) > QUERY_TEXT_MAX)
        return refuse(_("it is too long"), _("give it a short name"));
    e = store_begin(s);
    return e == ERR_OK ? store_end(s, put(s, list, name, query)) : e;
}

enum err saved_drop(struct store *s, const char *list, const char *name) {
    enum err e = store_begin(s);

    return e == ERR_OK ? store_end(s, db_run(s, STMT_saved_drop, "tt", list, name)) : e;
}
