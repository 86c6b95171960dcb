/* The outbox: events that are not settled with the hub. */
#include "db.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/read.h"
#include "project.h"

/* What was refused is in no table: its own words then say whom it is about. */
static enum err name_in_events(void *arg, const struct raw_event *raw) {
    struct outbox_row *o = arg;
    struct event ev;
    struct household h = {0};
    struct words w;
    unsigned fields;

    if (!raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        return ERR_OK;
    if (ev.kind == KIND_ROSTER && body_read_household(&h, &fields, raw->body, raw->body_len) == ERR_OK && *h.head)
        snprintf(o->title, sizeof o->title, "%s", h.head);
    household_free(&h);
    if (ev.kind == KIND_MATTER && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        snprintf(o->title, sizeof o->title, "%s %s", ev.number, w.summary);
        words_free(&w);
    }
    return ERR_OK;
}

static void outbox_title(struct store *s, struct outbox_row *o) {
    sqlite3_stmt *st;
    struct id household = project_resolve(s, &o->entity);

    if (db_first(s, &st, STMT_household_by_id, "d", &household) == ERR_OK) {
        db_text(st, 9, o->title, sizeof o->title);
        db_done(s, st);
    } else if (db_first(s, &st, STMT_matter_row, "d", &o->entity) == ERR_OK) {
        snprintf(o->title, sizeof o->title, "%s %s", sqlite3_column_text(st, 1), sqlite3_column_text(st, 4));
        db_done(s, st);
    } else if (store_entity_events(s, &o->entity, name_in_events, o) != ERR_OK) {
        err_clear();
    }
}

static enum outbox_state state_of(struct store *s, sqlite3_stmt *st, int64_t pos) {
    int verdict = sqlite3_column_int(st, 2);

    if (verdict > VERDICT_ACCEPTED)
        return verdict == VERDICT_CONFLICT ? OUTBOX_CONFLICT : OUTBOX_REFUSED;
    if (DB_NO(pos) == s->device.no && DB_SEQ(pos) > s->device.held_seq)
        return OUTBOX_WAITING;
    return sqlite3_column_int(st, 4) ? OUTBOX_CONFLICT : OUTBOX_WAITING;
}

static void outbox_columns(struct store *s, sqlite3_stmt *st, struct outbox_row *o) {
    int64_t pos = sqlite3_column_int64(st, 0);
    struct event ev;

    memset(o, 0, sizeof *o);
    db_device_id(s, DB_NO(pos), &o->device);
    o->seq = DB_SEQ(pos);
    o->state = state_of(s, st, pos);
    /* A hub that speaks English gives its reasons in the words of the catalogue, so that they can be read in the device's
     * language. */
    if (sqlite3_column_bytes(st, 3))
        snprintf(o->reason, sizeof o->reason, "%s", _((const char *)sqlite3_column_text(st, 3)));
    if (event_read(&ev, (const char *)sqlite3_column_text(st, 1), (size_t)sqlite3_column_bytes(st, 1)) != ERR_OK)
        return;
    o->kind = ev.kind;
    o->entity = ev.entity;
    o->at = ev.at;
    outbox_title(s, o);
}

enum err read_outbox(struct store *s, size_t offset, size_t limit, outbox_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_outbox_rows);
    struct outbox_row o;
    enum err e;
    bool row;

    db_bind(st, "iiii", DB_POS(s->device.no, s->device.held_seq + 1), DB_POS(s->device.no + 1, 0) - 1, (int64_t)offset,
            (int64_t)limit);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        outbox_columns(s, st, &o);
        if ((e = fn(arg, &o)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err read_outbox_event(struct store *s, const struct id *device, int64_t seq, struct outbox_row *out) {
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_int(s, &no, 0, STMT_device_no, "d", device);

    if (e == ERR_OK)
        e = db_first(s, &st, STMT_outbox_row, "iii", DB_POS(s->device.no, s->device.held_seq + 1),
                     DB_POS(s->device.no + 1, 0) - 1, DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    outbox_columns(s, st, out);
    db_done(s, st);
    return ERR_OK;
}
