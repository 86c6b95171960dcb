/* The county's rules: each text that was set is kept, so that one which this version cannot read leaves the one before in use. */
#include <stdio.h>
#include "linli/county.h"
#include "linli/i18n.h"
#include "project.h"

enum err fold_county(struct fold *f) {
    struct words w;
    enum err e = ERR_OK;

    if (body_read_words(&w, f->body, f->len) != ERR_OK)
        return ERR_OK;
    if (w.text)
        e = db_run(f->s, STMT_county_add, "dit", &f->ev->entity, f->pos, w.text);
    f->s->county_moved = f->s->county_moved || w.text;
    words_free(&w);
    return e;
}

enum err project_clear_county(struct store *s, const struct id *entity) {
    enum err e = db_run(s, STMT_county_drop, "d", entity);

    if (e == ERR_OK && sqlite3_changes(s->db))
        s->county_moved = true;
    return e;
}

/* The newest text that can be read, NULL the defaults; *why (may be NULL) gets why not the newest of all, "" where it can. */
static enum err newest(struct store *s, struct county **out, char *why, size_t room) {
    sqlite3_stmt *st = db_get(s, STMT_county_texts);
    bool row;
    enum err e;

    *out = NULL;
    if (why)
        *why = '\0';
    db_bind(st, "");
    while ((e = db_next(s, st, &row)) == ERR_OK && row && !*out) {
        const char *text = (const char *)sqlite3_column_text(st, 0);

        if (county_read(out, _("the county's rules"), text, (size_t)sqlite3_column_bytes(st, 0)) == ERR_OK)
            continue;
        if (why && !*why)
            snprintf(why, room, "%s: %s", err_last()->what, err_last()->why);
        err_clear();
    }
    db_done(s, st);
    return e;
}

enum err store_use_county(struct store *s) {
    struct county *c;
    enum err e = newest(s, &c, NULL, 0);

    s->county_moved = false;
    if (e == ERR_OK)
        county_use(c);
    return e;
}

enum err store_county(struct store *s, struct buf *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_county_texts, "");

    buf_reset(out);
    if (e != ERR_OK)
        return e;
    buf_add(out, sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    db_done(s, st);
    return ERR_OK;
}

enum err store_county_trouble(struct store *s, char *why, size_t room) {
    struct county *c;
    enum err e = newest(s, &c, why, room);

    county_free(c);
    return e;
}
