/* Reading what the flow of a matter stands on, what was written down in it, and the directories. */
#include "linli/read_flow.h"

#include <stdio.h>
#include <string.h>
#include "flowrows.h"
#include "linli/i18n.h"

enum err read_flow_state(struct store *s, const struct id *matter, struct flow_matter *out) {
    struct matter_row row;
    enum err e = flowrows_state(s, matter, out, NULL);

    return e == ERR_NOT_FOUND ? read_matter(s, matter, &row) : e; /* says what is not there */
}

enum err read_flow(struct store *s, const struct id *matter, struct flow_matter *out) {
    int64_t agreed;
    enum err e = read_flow_state(s, matter, out);

    return e == ERR_OK ? flowrows_items(s, matter, out, &agreed) : e;
}

/* Before the first pull nothing is known of the own post but its area. */
static enum err own_post(struct store *s, enum role *role, char area[AREA_SIZE]) {
    struct buf text = {0};
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_worker_row, "d", &s->device.worker);

    if (e == ERR_OK) {
        *role = (enum role)sqlite3_column_int(st, 0);
        db_text(st, 1, area, AREA_SIZE);
        db_done(s, st);
        return ERR_OK;
    }
    *area = '\0';
    if (e == ERR_NOT_FOUND && store_get(s, "worker.area", &text) == ERR_OK)
        snprintf(area, AREA_SIZE, "%s", buf_text(&text));
    buf_free(&text);
    *role = policy_area_level(area) == LEVEL_GRID ? ROLE_HEAD : ROLE_DESK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err read_actor(struct store *s, const struct id *matter, struct flow_actor *out) {
    char area[AREA_SIZE];
    enum role role;
    enum err e;

    if (id_is_zero(&s->device.worker)) {
        *out = (struct flow_actor){.roles = FLOW_ANY, .level = LEVEL_GRID, .alone = true};
        return ERR_OK;
    }
    e = own_post(s, &role, area);
    return e == ERR_OK ? flowrows_actor(s, &s->device.worker, role, area, matter, clock_day(clock_now()), out) : e;
}

/* A body that cannot be read has no values; verify names it. */
static void values_of(struct item_values *v, enum item item, const struct event *ev, sqlite3_stmt *st, int column) {
    struct event with = *ev;

    with.item = item;
    if (items_read(v, &with, (const char *)sqlite3_column_text(st, column), (size_t)sqlite3_column_bytes(st, column)) != ERR_OK) {
        memset(v, 0, sizeof *v);
        v->item = item;
    }
}

static void date_of(char out[CLOCK_DATE_SIZE], int64_t day) {
    *out = '\0';
    if (day)
        clock_date(out, clock_day_start(day));
}

static enum err hand_item(struct store *s, sqlite3_stmt *st, item_row_fn *fn, void *arg) {
    int64_t pos = sqlite3_column_int64(st, 0), about = sqlite3_column_int64(st, 11);
    struct item_values v;
    struct item_row r = {.seq = DB_SEQ(pos),
                         .matter = db_id(st, 1),
                         .item = (enum item)sqlite3_column_int(st, 2),
                         .party = sqlite3_column_int(st, 3),
                         .answer = (enum yes_or_no)sqlite3_column_int(st, 4),
                         .score = sqlite3_column_int(st, 5),
                         .grade = (enum grade)sqlite3_column_int(st, 6),
                         .made = (enum agreement)sqlite3_column_int(st, 7),
                         .day = sqlite3_column_int64(st, 8),
                         .due = sqlite3_column_int64(st, 9),
                         .other = db_id(st, 10),
                         .about_seq = DB_SEQ(about),
                         .round = sqlite3_column_int(st, 12),
                         .by_id = db_id(st, 13),
                         .at = sqlite3_column_int64(st, 15),
                         .level = (enum level)sqlite3_column_int(st, 16),
                         .result = (enum yes_or_no)sqlite3_column_int(st, 18),
                         .promised = sqlite3_column_int64(st, 19),
                         .withdrawn = sqlite3_column_int(st, 20),
                         .own = db_is_own(s, pos),
                         .values = &v};
    struct event ev = {
        .party = r.party, .answer = r.answer, .score = r.score, .grade = r.grade, .made = r.made, .other = r.other};
    enum err e = db_device_id(s, DB_NO(pos), &r.device);

    if (e == ERR_OK && about)
        e = db_device_id(s, DB_NO(about), &r.about_device);
    if (e != ERR_OK)
        return e;
    db_text(st, 14, r.by, sizeof r.by);
    date_of(ev.day, r.day);
    date_of(ev.due, r.due);
    ev.device = r.about_device;
    ev.replaces = r.about_seq;
    values_of(&v, r.item, &ev, st, 17);
    e = fn(arg, &r);
    items_free(&v);
    return e;
}

static enum err each_item(struct store *s, sqlite3_stmt *st, item_row_fn *fn, void *arg) {
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row)
        if ((e = hand_item(s, st, fn, arg)) != ERR_OK)
            break;
    db_done(s, st);
    return e;
}

enum err read_items(struct store *s, const struct id *matter, enum item item, item_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_item_rows);

    db_bind(st, "di", matter, (int64_t)item);
    return each_item(s, st, fn, arg);
}

enum err read_item(struct store *s, const struct id *device, int64_t seq, item_row_fn *fn, void *arg) {
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    if (e == ERR_OK)
        e = db_first(s, &st, STMT_item_row, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    e = hand_item(s, st, fn, arg);
    db_done(s, st);
    return e;
}

enum err read_items_due(struct store *s, int64_t day, size_t limit, item_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_item_rows_due);

    db_bind(st, "iiiii", day, (int64_t)limit, (int64_t)ITEM_IS_TASK, (int64_t)ITEM_IS_TERM, (int64_t)ITEM_IS_FIVE);
    return each_item(s, st, fn, arg);
}

enum err read_entry_load(struct store *s, const struct id *entry, int64_t *open, int64_t *all) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_entry_load, "d", entry);

    if (e != ERR_OK)
        return e;
    *open = sqlite3_column_int64(st, 0);
    *all = sqlite3_column_int64(st, 1);
    db_done(s, st);
    return ERR_OK;
}

enum err read_steps(struct store *s, const struct id *matter, step_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_step_rows_all);
    enum err e;
    bool row;

    db_bind(st, "d", matter);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        int64_t pos = sqlite3_column_int64(st, 0);
        struct step_row r = {.seq = DB_SEQ(pos),
                             .at = sqlite3_column_int64(st, 1),
                             .step = (enum step)sqlite3_column_int(st, 2),
                             .to = (enum step)sqlite3_column_int(st, 3),
                             .exit = (enum exit)sqlite3_column_int(st, 4),
                             .level = (enum level)sqlite3_column_int(st, 5),
                             .was_level = (enum level)sqlite3_column_int(st, 6),
                             .day = sqlite3_column_int64(st, 7),
                             .due = sqlite3_column_int64(st, 8),
                             .began = sqlite3_column_int64(st, 9),
                             .was_due = sqlite3_column_int64(st, 10),
                             .by_id = db_id(st, 11),
                             .other = db_id(st, 12),
                             .applied = sqlite3_column_int(st, 14),
                             .withdrawn = sqlite3_column_int(st, 15)};

        db_text(st, 13, r.by, sizeof r.by);
        e = db_device_id(s, DB_NO(pos), &r.device);
        if (e == ERR_OK)
            e = fn(arg, &r);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

static enum err hand_entry(sqlite3_stmt *st, entry_row_fn *fn, void *arg) {
    struct item_values v;
    struct entry_row r = {.id = db_id(st, 0),
                          .item = (enum item)sqlite3_column_int(st, 2),
                          .other = db_id(st, 4),
                          .since = sqlite3_column_int64(st, 5),
                          .until = sqlite3_column_int64(st, 6),
                          .values = &v};
    struct event ev = {.other = r.other};
    enum err e;

    db_text(st, 3, r.area, sizeof r.area);
    db_text(st, 7, r.name, sizeof r.name);
    date_of(ev.day, r.since);
    date_of(ev.due, r.until);
    values_of(&v, r.item, &ev, st, 8);
    e = fn(arg, &r);
    items_free(&v);
    return e;
}

enum err read_entries(struct store *s, enum item item, entry_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_entry_rows);
    enum err e;
    bool row;

    db_bind(st, "i", (int64_t)item);
    while ((e = db_next(s, st, &row)) == ERR_OK && row)
        if ((e = hand_entry(st, fn, arg)) != ERR_OK)
            break;
    db_done(s, st);
    return e;
}

enum err read_entry(struct store *s, const struct id *id, entry_row_fn *fn, void *arg) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_entry_row, "d", id);

    if (e != ERR_OK)
        return e;
    e = hand_entry(st, fn, arg);
    db_done(s, st);
    return e;
}

void read_entry_name(struct store *s, const struct id *id, char out[NAME_SIZE]) {
    sqlite3_stmt *st;

    *out = '\0';
    if (db_first(s, &st, STMT_entry_name, "d", id) == ERR_OK) {
        db_text(st, 0, out, NAME_SIZE);
        db_done(s, st);
    } else {
        read_worker_name(s, id, out);
    }
}

enum err read_workers(struct store *s, worker_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_worker_list_known);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct worker_row r = {.id = db_id(st, 0), .role = (enum role)sqlite3_column_int(st, 4)};

        db_text(st, 1, r.login, sizeof r.login);
        db_text(st, 2, r.name, sizeof r.name);
        db_text(st, 3, r.area, sizeof r.area);
        if ((e = fn(arg, &r)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
