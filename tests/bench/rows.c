/* bench-rows: how long bare SQLite takes to write what a push left at the hub. `bench-rows PUSHED BEFORE`: PUSHED is the hub's
 * record after the push, BEFORE a copy of it from before, which gets the rows: events and visits with their indexes, and the
 * households, towns and devices that changed, in one transaction with prepared statements, WAL and synchronous=FULL. Reading is
 * not counted. Prints `seconds events visits households`. */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static sqlite3 *pushed, *before;

struct rows {
    sqlite3_stmt *put;
    sqlite3_value **values;
    size_t count;
    int columns;
};

static const struct {
    const char *get, *put;
} tables[] = {
    {"SELECT * FROM event WHERE pos NOT IN (SELECT pos FROM old.event) ORDER BY pos", "INSERT INTO event VALUES"},
    {"SELECT * FROM visit WHERE pos NOT IN (SELECT pos FROM old.visit) ORDER BY pos", "INSERT INTO visit VALUES"},
    {"SELECT visited, id FROM household EXCEPT SELECT visited, id FROM old.household",
     "UPDATE household SET visited = ?1 WHERE id = ?2"},
    {"SELECT rev, no FROM town EXCEPT SELECT rev, no FROM old.town", "UPDATE town SET rev = ?1 WHERE no = ?2"},
    {"SELECT head_seq, head_hash, no FROM device EXCEPT SELECT head_seq, head_hash, no FROM old.device",
     "UPDATE device SET head_seq = ?1, head_hash = ?2 WHERE no = ?3"},
};
#define TABLES (sizeof tables / sizeof *tables)

static double now(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(sqlite3 *db, int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        errx(1, "%s", sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s;

    must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL));
    return s;
}

static void read_rows(struct rows *r, const char *get, const char *put) {
    sqlite3_stmt *s = prepare(pushed, get);
    size_t room = 0;
    char sql[1024];
    int n = snprintf(sql, sizeof sql, "%s", put);

    *r = (struct rows){.columns = sqlite3_column_count(s)};
    for (int c = 0; put[0] == 'I' && c < r->columns; c++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, "%s", c ? ",?" : "(?");
    if (put[0] == 'I')
        snprintf(sql + n, sizeof sql - (size_t)n, ")");
    r->put = prepare(before, sql);
    for (; sqlite3_step(s) == SQLITE_ROW; r->count++) {
        if (r->count == room) {
            room = room ? room * 2 : 1024;
            r->values = realloc(r->values, room * (size_t)r->columns * sizeof *r->values);
            if (!r->values)
                err(1, "memory");
        }
        for (int c = 0; c < r->columns; c++)
            r->values[r->count * (size_t)r->columns + (size_t)c] = sqlite3_value_dup(sqlite3_column_value(s, c));
    }
    must(pushed, sqlite3_finalize(s));
}

static void write_rows(const struct rows *r) {
    for (size_t i = 0; i < r->count; i++) {
        for (int c = 0; c < r->columns; c++)
            sqlite3_bind_value(r->put, c + 1, r->values[i * (size_t)r->columns + (size_t)c]);
        must(before, sqlite3_step(r->put));
        sqlite3_reset(r->put);
    }
}

int main(int argc, char **argv) {
    struct rows rows[TABLES];
    sqlite3_stmt *attach;
    double begun;

    if (argc != 3)
        errx(2, "bench-rows PUSHED BEFORE");
    if (sqlite3_open_v2(argv[1], &pushed, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_open_v2(argv[2], &before, SQLITE_OPEN_READWRITE, NULL))
        errx(1, "cannot open");
    attach = prepare(pushed, "ATTACH ?1 AS old");
    sqlite3_bind_text(attach, 1, argv[2], -1, SQLITE_STATIC);
    must(pushed, sqlite3_step(attach));
    sqlite3_finalize(attach);
    must(before,
         sqlite3_exec(before, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL, NULL));
    for (size_t i = 0; i < TABLES; i++)
        read_rows(&rows[i], tables[i].get, tables[i].put);
    sqlite3_close_v2(pushed);
    begun = now();
    must(before, sqlite3_exec(before, "BEGIN IMMEDIATE", NULL, NULL, NULL));
    for (size_t i = 0; i < TABLES; i++)
        write_rows(&rows[i]);
    must(before, sqlite3_exec(before, "COMMIT", NULL, NULL, NULL));
    printf("%.4f %zu %zu %zu\n", now() - begun, rows[0].count, rows[1].count, rows[2].count);
    return 0;
}
