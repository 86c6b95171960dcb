/* The acts that can be undone, and what an event's undoing needs to know. */
#include "linli/acts.h"

#include <string.h>
#include "linli/read.h"
#include "project.h"

#define ACTS_KEPT 1000

enum err acts_did(struct store *s, int64_t first, int64_t last) {
    enum err e = db_run(s, STMT_act_forget_undone, "");

    if (e == ERR_OK)
        e = db_run(s, STMT_act_add, "ii", first, last);
    return e == ERR_OK ? db_run(s, STMT_act_forget_old, "i", (int64_t)ACTS_KEPT) : e;
}

enum err acts_next(struct store *s, bool undone, struct acts_row *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, undone ? STMT_act_oldest_undone : STMT_act_newest_done, "");

    if (e != ERR_OK)
        return e;
    *out = (struct acts_row){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), sqlite3_column_int64(st, 2), undone};
    db_done(s, st);
    return ERR_OK;
}

enum err acts_turned(struct store *s, const struct acts_row *act, int64_t first, int64_t last) {
    return db_run(s, STMT_act_turn, "iiii", act->no, first, last, (int64_t)!act->undone);
}

enum err acts_event(struct store *s, int64_t pos, raw_event_fn *fn, void *arg) {
    sqlite3_stmt *st;
    struct raw_event raw;
    struct hash body_hash;
    enum err e = db_first(s, &st, STMT_event_at, "i", pos);

    if (e != ERR_OK)
        return e;
    append_read_row(s, st, &raw, &body_hash);
    e = fn(arg, &raw);
    db_done(s, st);
    return e;
}

enum err acts_of(struct store *s, const struct id *device, int64_t seq, raw_event_fn *fn, void *arg, bool *own, bool *withdrawn) {
    int64_t no, taken;
    enum err e = db_device_no(s, device, false, &no);

    if (e == ERR_OK)
        e = acts_event(s, DB_POS(no, seq), fn, arg);
    if (e == ERR_OK)
        e = db_int(s, &taken, 0, STMT_taken_back_get, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    *withdrawn = taken != 0;
    *own = db_is_own(s, DB_POS(no, seq));
    return ERR_OK;
}

/* Follows one field through the household's events as folding does. */
#define BESIDE_MAX 32
struct follow {
    struct store *s;
    unsigned field;
    int64_t pos; /* the event that is asked about */
    struct acts_field *out;
    struct buf said;            /* by that event, as a body */
    struct household value;     /* what stands, */
    int64_t present;            /* said by this event */
    int64_t beside[BESIDE_MAX]; /* those that stand beside it */
    size_t beside_count;
};

static bool is_beside(const struct follow *f, int64_t pos) {
    for (size_t i = 0; i < f->beside_count; i++)
        if (f->beside[i] == pos)
            return true;
    return false;
}

static enum err named_by(struct store *s, const struct event *ev, int64_t *pos) {
    int64_t no = 0;
    enum err e = ev->replaces ? db_device_no(s, &ev->device, false, &no) : ERR_OK;

    *pos = e == ERR_OK && ev->replaces ? DB_POS(no, ev->replaces) : 0;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Takes *said, or puts it beside. */
static void take_value(struct follow *f, const struct event *ev, int64_t pos, int64_t named, struct household *said) {
    if (ev->kind == KIND_CORRECT && f->present && named != f->present && !is_beside(f, named)) {
        if (f->beside_count < BESIDE_MAX)
            f->beside[f->beside_count++] = pos;
        household_free(said);
        return;
    }
    if (pos == f->pos) {
        f->out->before = f->value;
        f->value = (struct household){0};
        body_write_household(&f->said, said, 1u << f->field);
    }
    household_free(&f->value);
    f->value = *said;
    f->present = pos;
}

static enum err follow_event(void *arg, const struct raw_event *raw) {
    struct follow *f = arg;
    struct household said = {0};
    struct event ev;
    unsigned fields = 0;
    int64_t no, named;
    enum err e;

    if (raw->verdict > VERDICT_ACCEPTED || !raw->salt || event_read(&ev, raw->header, raw->header_len) != ERR_OK ||
        (ev.kind != KIND_ROSTER && ev.kind != KIND_CORRECT))
        return ERR_OK;
    e = db_device_no(f->s, &raw->device, false, &no);
    if (e == ERR_OK)
        e = named_by(f->s, &ev, &named);
    if (e == ERR_OK && body_read_household(&said, &fields, raw->body, raw->body_len) == ERR_OK && (fields & 1u << f->field))
        take_value(f, &ev, DB_POS(no, raw->seq), named, &said);
    else
        household_free(&said);
    return e;
}

/* What stands was folded, and is in the tables. */
static enum err stands_now(struct store *s, const struct id *household, unsigned field, struct acts_field *out,
                           struct buf *value) {
    struct household_row row;
    struct household h = {0};
    int64_t pos = 0;
    enum err e = read_household(s, household, &row, &h);

    if (e == ERR_OK)
        e = project_source(s, household, field, 0, &pos);
    if (e == ERR_OK && pos)
        e = db_device_id(s, DB_NO(pos), &out->device);
    out->seq = DB_SEQ(pos);
    body_write_household(value, &h, 1u << field);
    household_free(&h);
    return e;
}

enum err acts_field_before(struct store *s, const struct id *household, unsigned field, int64_t pos, struct acts_field *out) {
    struct follow f = {.s = s, .field = field, .pos = pos, .out = out};
    struct buf now = {0};
    enum err e;

    *out = (struct acts_field){.stands = false};
    e = store_entity_events(s, household, follow_event, &f);
    if (e == ERR_OK)
        e = f.said.len ? stands_now(s, household, field, out, &now) : ERR_NOT_FOUND;
    out->stands = e == ERR_OK && strcmp(buf_text(&now), buf_text(&f.said)) == 0;
    household_free(&f.value);
    buf_free(&f.said);
    buf_free(&now);
    return e;
}
