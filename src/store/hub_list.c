/* The hub's workers as a list. */
#include "db.h"
#include "linli/hubstore.h"

enum err hub_worker_list(struct store *s, hub_worker_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_worker_rows);
    enum err e;
    bool row;

    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        struct hub_worker_row w = {
            .id = db_id(st, 0), .role = (enum role)sqlite3_column_int(st, 3), .gone = sqlite3_column_int(st, 5) != 0};

        db_text(st, 1, w.login, sizeof w.login);
        db_text(st, 2, w.name, sizeof w.name);
        db_text(st, 4, w.area, sizeof w.area);
        e = fn(arg, &w);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}
