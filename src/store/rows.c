/* Household rows to values and back: columns as the household_* statements list them. */
#include "db.h"

#include <string.h>
#include "linli/json.h"
#include "rows.h"

enum {
    SORT,
    ID,
    AREA,
    NUMBER,
    COMPOUND,
    BUILDING,
    UNIT,
    FLOOR,
    ROOM,
    HEAD,
    PHONES,
    PEOPLE,
    VISITED,
    OPEN,
    NOTE,
    MEMBERS,
    STATUS
};

static void read_door(sqlite3_stmt *st, struct door *d) {
    db_text(st, COMPOUND, d->compound, sizeof d->compound);
    db_text(st, BUILDING, d->building, sizeof d->building);
    db_text(st, UNIT, d->unit, sizeof d->unit);
    db_text(st, FLOOR, d->floor, sizeof d->floor);
    db_text(st, ROOM, d->room, sizeof d->room);
}

void rows_brief(sqlite3_stmt *st, struct household_row *row) {
    row->id = db_id(st, ID);
    row->sort = sqlite3_column_int64(st, SORT);
    db_text(st, AREA, row->area, sizeof row->area);
    db_text(st, NUMBER, row->number, sizeof row->number);
    read_door(st, &row->door);
    db_text(st, HEAD, row->head, sizeof row->head);
    db_text(st, PHONES, row->phones, sizeof row->phones);
    row->people = sqlite3_column_int(st, PEOPLE);
    row->visited = sqlite3_column_int64(st, VISITED);
    row->open = sqlite3_column_int(st, OPEN);
}

enum err rows_members(struct household *h, const char *text) {
    struct buf body = {0};
    unsigned fields;
    enum err e;

    /* The column is the body's array as it stands there, so the body's reader reads it. */
    buf_printf(&body, "{\"members\":%s}", *text ? text : "[]");
    e = body_read_household(h, &fields, body.data, body.len);
    buf_free(&body);
    return e;
}

enum err rows_household(sqlite3_stmt *st, struct household *h) {
    const char *members = (const char *)sqlite3_column_text(st, MEMBERS);

    household_free(h);
    db_text(st, AREA, h->area, sizeof h->area);
    db_text(st, NUMBER, h->number, sizeof h->number);
    read_door(st, &h->door);
    db_text(st, HEAD, h->head, sizeof h->head);
    db_text(st, PHONES, h->phones, sizeof h->phones);
    db_text(st, NOTE, h->note, sizeof h->note);
    db_text(st, STATUS, h->status, sizeof h->status);
    if (members && strcmp(members, "[]") != 0)
        return rows_members(h, members);
    return ERR_OK;
}

void rows_write_members(struct buf *out, const struct household *h) {
    struct buf body = {0};

    body_write_household(&body, h, 1u << HOUSEHOLD_MEMBERS_BIT);
    /* {"members":[…]} without its frame. */
    buf_add(out, body.data + 11, body.len - 12);
    buf_free(&body);
}
