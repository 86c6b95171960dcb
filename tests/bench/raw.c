/* What the store costs beside the bare engine: the rows that an import or a saved visit wrote are written once more by SQLite alone, prepared
 * statements in a database of the same schema and settings, and the two times are compared.
 *
 *   raw import CSV FOLDER      raw visit RECORD N */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "linli/act.h"
#include "linli/file.h"
#include "linli/find.h"
#include "linli/mem.h"
#include "store/db.h"
#include "store/rows.h"

static double seconds(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "raw: %s: %s: %s\n", what, err_last()->what, err_last()->why);
    exit(1);
}

/* A table's rows in memory: values as SQLite gave them, so that reading them is not timed. */
struct table {
    const char *insert;
    sqlite3_value **values;
    size_t count, room;
    int columns;
};

static void load(struct table *t, sqlite3 *db, const char *select, const char *insert) {
    sqlite3_stmt *st;

    if (sqlite3_prepare_v2(db, select, -1, &st, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    t->insert = insert;
    t->columns = sqlite3_column_count(st);
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int i = 0; i < t->columns; i++) {
            if (t->count == t->room) {
                t->room = t->room ? t->room * 2 : 4096;
                t->values = mem_resize(t->values, t->room, sizeof *t->values);
            }
            t->values[t->count++] = sqlite3_value_dup(sqlite3_column_value(st, i));
        }
    }
    sqlite3_finalize(st);
}

static size_t write_row(sqlite3 *db, sqlite3_stmt *st, const struct table *t, size_t from) {
    for (int i = 0; i < t->columns; i++)
        sqlite3_bind_value(st, i + 1, t->values[from + (size_t)i]);
    if (sqlite3_step(st) != SQLITE_DONE)
        fail(sqlite3_errmsg(db));
    sqlite3_reset(st);
    return from + (size_t)t->columns;
}

static sqlite3_stmt *ready(sqlite3 *db, const char *sql) {
    sqlite3_stmt *st;

    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    return st;
}

static void run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
}

/* An empty database with the product's schema and settings. */
static sqlite3 *bare(const char *folder, const char *name, bool bulk) {
    static const char *const schemas[][2] = {
#define S(name, text) {#name, text},
#include "schema.inc"
#undef S
    };
    char path[4096];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        fail(path);
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;");
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++)
        if (strcmp(schemas[i][0], "schema") == 0)
            run(db, schemas[i][1]);
    if (bulk)
        run(db, "PRAGMA cache_size=-65536; INSERT INTO search(search, rank) VALUES('hashsize', 33554432);");
    return db;
}

#define EVENT_COLUMNS "pos, entity, town, rev, header, salt, body, body_hash, hash, verdict"
#define EVENT_INSERT "INSERT INTO event(" EVENT_COLUMNS ") VALUES(?,?,?,?,?,?,?,?,?,?)"
#define HOUSEHOLD_COLUMNS \
    "sort, id, area, number, compound, building, unit, floor, room, door, head, phones, note, members, people, visited, open"

static void load_tokens(struct table *t, struct store *s) {
    sqlite3_stmt *st = db_get(s, STMT_household_in_order);
    sqlite3_stmt *value = ready(s->db, "SELECT ?1, ?2");
    struct household h = {0};
    bool row;

    t->insert = "INSERT INTO search(rowid, tokens) VALUES(?,?)";
    t->columns = 2;
    while (db_next(s, st, &row) == ERR_OK && row) {
        struct buf text = {0};

        rows_household(st, &h);
        search_tokens(&text, &h);
        if (t->count + 2 > t->room) {
            t->room = t->room ? t->room * 2 : 4096;
            t->values = mem_resize(t->values, t->room, sizeof *t->values);
        }
        sqlite3_bind_int64(value, 1, sqlite3_column_int64(st, 0));
        sqlite3_bind_text(value, 2, buf_text(&text), (int)text.len, SQLITE_TRANSIENT);
        sqlite3_step(value);
        t->values[t->count++] = sqlite3_value_dup(sqlite3_column_value(value, 0));
        t->values[t->count++] = sqlite3_value_dup(sqlite3_column_value(value, 1));
        sqlite3_reset(value);
        buf_free(&text);
    }
    household_free(&h);
    sqlite3_finalize(value);
    db_done(s, st);
}

static double write_tables(sqlite3 *db, struct table *tables, size_t n) {
    double begin = seconds();

    run(db, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < n; i++) {
        sqlite3_stmt *st = ready(db, tables[i].insert);

        for (size_t at = 0; at < tables[i].count;)
            at = write_row(db, st, &tables[i], at);
        sqlite3_finalize(st);
    }
    run(db, "COMMIT");
    return seconds() - begin;
}

static int bench_import(const char *csv, const char *folder) {
    struct act_import a = {.rejects_fd = -1};
    struct act_import_report report = {0};
    struct table tables[3] = {0};
    struct buf file = {0};
    struct store *s;
    char path[4096];
    double begin, ours, theirs;
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/linli.db", folder);
    unlink(path);
    if (store_open(&s, &(struct store_options){.path = path, .side = STORE_CLIENT, .create = true}) != ERR_OK)
        fail("open");
    begin = seconds();
    if (file_read(&file, csv, ROSTER_SIZE_MAX) != ERR_OK)
        fail("read");
    a.bytes = file.data;
    a.len = file.len;
    if (act_import(s, &a, NULL, &report) != ERR_OK)
        fail("import");
    ours = seconds() - begin;
    load(&tables[0], s->db, "SELECT " EVENT_COLUMNS " FROM event ORDER BY pos", EVENT_INSERT);
    load(&tables[1], s->db, "SELECT " HOUSEHOLD_COLUMNS " FROM household ORDER BY sort",
         "INSERT INTO household(" HOUSEHOLD_COLUMNS ") VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    load_tokens(&tables[2], s);
    store_close(s);
    db = bare(folder, "bare.db", true);
    theirs = write_tables(db, tables, 3);
    sqlite3_close(db);
    printf("import %lld households: %.2f s; the same rows with bare SQLite: %.2f s; ratio %.2f (bound 2)\n", (long long)report.added, ours,
           theirs, ours / theirs);
    act_import_report_free(&report);
    return 0;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* One bare transaction of the rows that a visit writes: event, visit, the household's date, the device's head. */
static double bare_visit(sqlite3 *db, sqlite3_stmt **st, const struct table *t, size_t i) {
    double begin = seconds();

    run(db, "BEGIN IMMEDIATE");
    write_row(db, st[0], &t[0], i * (size_t)t[0].columns);
    write_row(db, st[1], &t[1], i * (size_t)t[1].columns);
    sqlite3_bind_value(st[2], 1, t[1].values[i * (size_t)t[1].columns + 1]);
    sqlite3_bind_value(st[2], 2, t[1].values[i * (size_t)t[1].columns + 2]);
    sqlite3_step(st[2]);
    sqlite3_reset(st[2]);
    sqlite3_bind_int64(st[3], 1, (int64_t)i);
    sqlite3_bind_value(st[3], 2, t[0].values[i * (size_t)t[0].columns + 8]);
    sqlite3_step(st[3]);
    sqlite3_reset(st[3]);
    run(db, "COMMIT");
    return seconds() - begin;
}

static int bench_visit(const char *path, size_t n) {
    struct table tables[2] = {0};
    struct household_row rows[20];
    struct find_cursor cursor = {0};
    struct query all = {0};
    size_t count;
    double *ours = mem_new(n, sizeof *ours), *theirs = mem_new(n, sizeof *theirs);
    char sql[512], copy[4096];
    sqlite3_stmt *st[4];
    struct store *s;
    int64_t first;
    sqlite3 *db;

    snprintf(copy, sizeof copy, "%s.bare", path);
    unlink(copy);
    if (store_open(&s, &(struct store_options){.path = path, .side = STORE_CLIENT}) != ERR_OK)
        fail("open");
    snprintf(sql, sizeof sql, "VACUUM INTO '%s'", copy);
    run(s->db, sql);
    if (find_page(s, &all, &cursor, rows, 20, &count) != ERR_OK || !count)
        fail("find");
    first = DB_POS(store_device(s)->no, store_device(s)->head_seq);
    for (size_t i = 0; i < n; i++) {
        struct act_visit a = {.household = rows[i % count].id, .outcome = OUTCOME_MET, .note = "家里都好，提醒了用电安全"};
        struct id device;
        int64_t seq;
        double begin = seconds();

        if (act_visit(s, &a, &device, &seq) != ERR_OK)
            fail("visit");
        ours[i] = seconds() - begin;
    }
    snprintf(sql, sizeof sql, "SELECT " EVENT_COLUMNS " FROM event WHERE pos > %lld ORDER BY pos", (long long)first);
    load(&tables[0], s->db, sql, EVENT_INSERT);
    snprintf(sql, sizeof sql, "SELECT pos, household, at, outcome, purpose, met, note, next, worker FROM visit WHERE pos > %lld ORDER BY pos", (long long)first);
    load(&tables[1], s->db, sql, "INSERT INTO visit(pos, household, at, outcome, purpose, met, note, next, worker) VALUES(?,?,?,?,?,?,?,?,?)");
    store_close(s);
    if (sqlite3_open(copy, &db) != SQLITE_OK)
        fail(copy);
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    st[0] = ready(db, tables[0].insert);
    st[1] = ready(db, tables[1].insert);
    st[2] = ready(db, "UPDATE household SET visited = ?2 WHERE id = ?1");
    st[3] = ready(db, "UPDATE device SET head_seq = ?1, head_hash = ?2 WHERE secret IS NOT NULL");
    for (size_t i = 0; i < n; i++)
        theirs[i] = bare_visit(db, st, tables, i);
    qsort(ours, n, sizeof *ours, compare);
    qsort(theirs, n, sizeof *theirs, compare);
    printf("save a visit: p50 %.2f ms p99 %.2f ms; one bare FULL transaction of its rows: p50 %.2f ms p99 %.2f ms; ratio %.2f (bound 1.5)\n",
           ours[n / 2] * 1e3, ours[n * 99 / 100] * 1e3, theirs[n / 2] * 1e3, theirs[n * 99 / 100] * 1e3, ours[n / 2] / theirs[n / 2]);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "import") == 0)
        return bench_import(argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "visit") == 0)
        return bench_visit(argv[2], (size_t)strtoul(argv[3], NULL, 10));
    fprintf(stderr, "usage: raw import CSV FOLDER | raw visit RECORD N\n");
    return 2;
}
