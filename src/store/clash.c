/* Values of a household's fields that stand beside each other, and those that are carried from one household to another. */
#include "linli/clash.h"

#include <string.h>
#include "project.h"
#include "linli/door.h"
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

static enum err tell(struct store *s, const struct id *household, const struct household *present, const struct pair *p,
                     clash_fn *fn, void *arg) {
    struct household beside;
    struct clash c = {.field = p->field, .stands = present, .beside = &beside};
    enum err e = project_said(s, p->pos, &beside);

    if (e == ERR_OK && !body_same_field(present, &beside, p->field)) {
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

/* ---- carrying */

/* Looks through the events of the household that gives its values: what stood there before a person corrected the field. */
struct look_back {
    unsigned field;
    const struct clash_source *last; /* the correction whose value is carried */
    const struct household *there;   /* with what stands at the household that gets it */
    bool any, reached;
    bool replaced; /* that is what was corrected */
};

static enum err look_back(void *arg, const struct raw_event *raw) {
    struct look_back *b = arg;
    struct household said = {0};
    struct event ev;
    unsigned fields;

    if (b->reached || raw->verdict > VERDICT_ACCEPTED || !raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK ||
        (ev.kind != KIND_ROSTER && ev.kind != KIND_CORRECT))
        return ERR_OK;
    b->reached = raw->seq == b->last->seq && id_equal(&raw->device, &b->last->device);
    if (b->reached && !b->any)
        b->replaced = body_same_field(&said, b->there, b->field); /* nothing */
    else if (!b->reached && body_read_household(&said, &fields, raw->body, raw->body_len) == ERR_OK &&
             (fields & 1u << b->field)) {
        b->any = true;
        b->replaced = b->replaced || body_same_field(&said, b->there, b->field);
    }
    household_free(&said);
    return ERR_OK;
}

/* In the place of what stands there where the correction saw that; else beside it, by naming what cannot stand there. */
static enum err carry_field(struct store *s, const struct id *own, const struct household *said, const struct id *into,
                            const struct household *there, unsigned field) {
    struct event ev = {.kind = KIND_CORRECT, .entity = *into};
    struct clash_source last, stands, *named = &last;
    struct look_back b = {.field = field, .last = &last, .there = there};
    struct buf body = {0};
    enum err e = clash_source(s, own, field, &last);

    if (e != ERR_OK || last.kind != KIND_CORRECT || body_same_field(said, there, field))
        return e;
    e = clash_source(s, into, field, &stands);
    if (e == ERR_OK)
        e = store_entity_events(s, own, look_back, &b);
    if (b.replaced || !stands.seq)
        named = &stands;
    ev.device = named->device;
    ev.replaces = named->seq;
    body_write_household(&body, said, 1u << field);
    if (e == ERR_OK)
        e = store_append(s, &ev, body.data, body.len, NULL);
    buf_free(&body);
    return e;
}

enum err clash_carry(struct store *s, const struct id *own, const struct id *into) {
    static const unsigned door = 1u << HOUSEHOLD_COMPOUND_BIT | 1u << HOUSEHOLD_BUILDING_BIT | 1u << HOUSEHOLD_UNIT_BIT |
                                 1u << HOUSEHOLD_FLOOR_BIT | 1u << HOUSEHOLD_ROOM_BIT;
    struct household_row row;
    struct household said = {0}, there = {0};
    unsigned fields = HOUSEHOLD_ALL;
    enum err e = read_household(s, own, &row, &said);

    if (e == ERR_OK)
        e = read_household(s, into, &row, &there);
    if (e == ERR_OK && door_same(&said.door, &there.door)) /* however it is written */
        fields &= ~door;
    for (unsigned i = 0; e == ERR_OK && i < HOUSEHOLD_FIELDS; i++)
        if (fields & 1u << i)
            e = carry_field(s, own, &said, into, &there, i);
    household_free(&said);
    household_free(&there);
    return e;
}
