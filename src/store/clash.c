/* Values of a household's fields that stand beside each other. */
#include "linli/clash.h"

#include <string.h>
#include "project.h"
#include "linli/mem.h"
#include "rows.h"

static enum err source_at(struct store *s, int64_t pos, struct clash_source *out) {
    struct event ev;
    sqlite3_stmt *st;
    enum err e;

    memset(out, 0, sizeof *out);
    if (!pos)
        return ERR_OK;
    e = db_first(s, &st, STMT_event_at, "i", pos);
    if (e != ERR_OK)
        return e;
    e = event_read(&ev, (const char *)sqlite3_column_text(st, 3), (size_t)sqlite3_column_bytes(st, 3));
    db_done(s, st);
    if (e == ERR_OK)
        e = db_device_id(s, DB_NO(pos), &out->device);
    if (e != ERR_OK)
        return e;
    out->seq = DB_SEQ(pos);
    out->at = ev.at;
    out->kind = ev.kind;
    out->own = DB_NO(pos) == s->device.no;
    read_worker_name(s, &ev.by, out->by);
    return ERR_OK;
}

enum err clash_source(struct store *s, const struct id *household, unsigned field, struct clash_source *out) {
    int64_t pos;
    enum err e = project_source(s, household, field, 0, &pos);

    return e == ERR_OK ? source_at(s, pos, out) : e;
}

struct pair {
    unsigned field;
    int64_t pos;
};

static enum err list_pairs(struct store *s, const struct id *household, struct pair **out, size_t *count) {
    sqlite3_stmt *st = db_get(s, STMT_clash_rows);
    enum err e;
    bool row;

    *out = NULL;
    *count = 0;
    db_bind(st, "d", household);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        *out = mem_resize(*out, *count + 1, sizeof **out);
        (*out)[(*count)++] = (struct pair){(unsigned)sqlite3_column_int(st, 0), sqlite3_column_int64(st, 1)};
    }
    db_done(s, st);
    return e;
}

static bool same_field(const struct household *a, const struct household *b, unsigned field) {
    struct buf one = {0}, other = {0};
    bool same;

    body_write_household(&one, a, 1u << field);
    body_write_household(&other, b, 1u << field);
    same = strcmp(buf_text(&one), buf_text(&other)) == 0;
    buf_free(&one);
    buf_free(&other);
    return same;
}

static enum err tell(struct store *s, const struct id *household, const struct household *present, const struct pair *p,
                     clash_fn *fn, void *arg) {
    struct household beside;
    struct clash c = {.field = p->field, .stands = present, .beside = &beside};
    enum err e = project_said(s, p->pos, &beside);

    if (e == ERR_OK && !same_field(present, &beside, p->field)) {
        e = clash_source(s, household, p->field, &c.stands_by);
        if (e == ERR_OK)
            e = source_at(s, p->pos, &c.beside_by);
        if (e == ERR_OK)
            e = fn(arg, &c);
    }
    household_free(&beside);
    return e;
}

enum err read_clashes(struct store *s, const struct id *household, clash_fn *fn, void *arg) {
    struct household_row row;
    struct household h = {0};
    struct pair *pairs = NULL;
    size_t count = 0;
    enum err e = read_household(s, household, &row, &h);

    if (e == ERR_OK)
        e = list_pairs(s, &row.id, &pairs, &count);
    for (size_t i = 0; e == ERR_OK && i < count; i++)
        if (pairs[i].field < HOUSEHOLD_FIELDS)
            e = tell(s, &row.id, &h, &pairs[i], fn, arg);
    mem_free(pairs);
    household_free(&h);
    return e;
}
