/* Reading care needs and looks at numbers. */
#include "linli/needs.h"

#include <string.h>
#include "db.h"
#include "linli/clock.h"

static void need_columns(struct store *s, sqlite3_stmt *st, const char *today, struct need_row *n) {
    int64_t pos = sqlite3_column_int64(st, 0);

    memset(n, 0, sizeof *n);
    db_device_id(s, DB_NO(pos), &n->device);
    n->seq = DB_SEQ(pos);
    n->household = db_id(st, 1);
    n->need = (enum need)sqlite3_column_int(st, 2);
    db_text(st, 3, n->words, sizeof n->words);
    db_text(st, 4, n->who, sizeof n->who);
    n->how = (enum consent)sqlite3_column_int(st, 5);
    db_text(st, 6, n->agreed, sizeof n->agreed);
    db_text(st, 7, n->until, sizeof n->until);
    db_text(st, 8, n->purpose, sizeof n->purpose);
    db_text(st, 9, n->next, sizeof n->next);
    db_text(st, 10, n->worker, sizeof n->worker);
    n->at = sqlite3_column_int64(st, 11);
    n->withdrawn = sqlite3_column_int(st, 12);
    n->lapsed = strcmp(n->until, today) < 0;
    n->own = db_is_own(s, pos);
}

enum err read_needs(struct store *s, const struct id *household, need_row_fn *fn, void *arg) {
    struct id target = project_resolve(s, household);
    sqlite3_stmt *st = db_get(s, STMT_need_rows);
    char today[CLOCK_DATE_SIZE];
    struct need_row n;
    enum err e;
    bool row;

    clock_date(today, clock_now());
    db_bind(st, "dt", &target, today);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        need_columns(s, st, today, &n);
        if ((e = fn(arg, &n)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

enum err read_need(struct store *s, const struct id *device, int64_t seq, struct need_row *out) {
    char today[CLOCK_DATE_SIZE];
    sqlite3_stmt *st;
    int64_t no;
    enum err e = db_device_no(s, device, false, &no);

    clock_date(today, clock_now());
    if (e == ERR_OK)
        e = db_first(s, &st, STMT_need_row, "i", DB_POS(no, seq));
    if (e != ERR_OK)
        return e;
    need_columns(s, st, today, out);
    db_done(s, st);
    return ERR_OK;
}

static void access_columns(sqlite3_stmt *st, struct access_row *a) {
    memset(a, 0, sizeof *a);
    a->pos = sqlite3_column_int64(st, 0);
    a->household = db_id(st, 1);
    a->at = sqlite3_column_int64(st, 2);
    db_text(st, 3, a->worker, sizeof a->worker);
    db_text(st, 4, a->what, sizeof a->what);
    db_text(st, 5, a->purpose, sizeof a->purpose);
    db_text(st, 6, a->head, sizeof a->head);
    db_text(st, 7, a->door.compound, sizeof a->door.compound);
    db_text(st, 8, a->door.building, sizeof a->door.building);
    db_text(st, 9, a->door.unit, sizeof a->door.unit);
    db_text(st, 10, a->door.floor, sizeof a->door.floor);
    db_text(st, 11, a->door.room, sizeof a->door.room);
}

enum err read_accesses(struct store *s, const struct id *household, const struct access_row *behind, size_t limit,
                       access_row_fn *fn, void *arg) {
    struct id target = household ? project_resolve(s, household) : (struct id){{0}};
    sqlite3_stmt *st = db_get(s, household ? STMT_access_rows : STMT_access_rows_of_all);
    struct access_row a;
    enum err e;
    bool row;

    db_bind(st, household ? "iiid" : "iii", (int64_t)limit, behind ? behind->at : INT64_MAX, behind ? behind->pos : INT64_MAX,
            &target);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        access_columns(st, &a);
        if ((e = fn(arg, &a)) != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
