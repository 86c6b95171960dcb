/* What was opened lately from a lookup. It concerns this device alone, and no key waits for the disk. */
#include "linli/find.h"

#include "db.h"

enum err find_recent(struct store *s, struct find_recent *out) {
    sqlite3_stmt *st = db_get(s, STMT_picked_list);
    enum err e;
    bool row;

    out->count = 0;
    db_bind(st, "i", (int64_t)FIND_RECENT_MAX);
    while ((e = db_next(s, st, &row)) == ERR_OK && row)
        out->at[out->count++] = db_id(st, 0);
    db_done(s, st);
    return e;
}

static enum err put(struct store *s, const struct id *household) {
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = db_run(s, STMT_picked_put, "d", household);
    if (e == ERR_OK)
        e = db_run(s, STMT_picked_trim, "i", (int64_t)FIND_RECENT_MAX);
    return store_end(s, e);
}

enum err find_picked(struct store *s, const struct id *household) {
    enum err e;

    if (s->read_only || s->depth)
        return ERR_OK;
    e = db_exec(s, "PRAGMA synchronous=NORMAL");
    if (e == ERR_OK)
        e = put(s, household);
    sqlite3_exec(s->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    return e;
}
