/* bench-save: saving a visit, against one bare transaction of the rows that it wrote. `bench-save DB COPY VISITS`: COPY is the
 * same record as it was before. Saves visits in DB through the door that screen and command line use, then writes the same rows
 * into COPY with SQLite alone (WAL, synchronous=FULL), in turns, so that both meet the same disk. Prints `linli_us bare_us`,
 * medians. */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "linli/act.h"
#include "linli/find.h"
#include "linli/store.h"

#define MAX_VISITS 2000

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(enum err e, const char *what) {
    if (e != ERR_OK)
        errx(1, "%s: %s: %s", what, err_last()->what, err_last()->why);
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, by_value);
    return v[n / 2];
}

/* The rows of one visit, read back from DB by a connection of its own, to be written into COPY. */
static sqlite3 *db, *copy;
static const char *const tables[][2] = {
    {"SELECT * FROM event WHERE pos = ?1", "INSERT INTO event VALUES"},
    {"SELECT * FROM visit WHERE pos = ?1", "INSERT INTO visit VALUES"},
};
#define TABLES (sizeof tables / sizeof *tables)
static sqlite3_stmt *get[TABLES], *put[TABLES], *get_device, *put_device, *get_visited, *put_visited, *begin, *commit;

static sqlite3_stmt *prepare(sqlite3 *in, const char *sql) {
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(in, sql, -1, &s, NULL))
        errx(1, "%s: %s", sql, sqlite3_errmsg(in));
    return s;
}

static void prepare_all(void) {
    for (size_t i = 0; i < TABLES; i++) {
        char sql[1024];
        get[i] = prepare(db, tables[i][0]);
        int n = snprintf(sql, sizeof sql, "%s(?", tables[i][1]);
        for (int c = 1; c < sqlite3_column_count(get[i]); c++)
            n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
        snprintf(sql + n, sizeof sql - (size_t)n, ")");
        put[i] = prepare(copy, sql);
    }
    get_device = prepare(db, "SELECT head_seq, head_hash, no FROM device WHERE no = ?1 >> 40");
    put_device = prepare(copy, "UPDATE device SET head_seq = ?, head_hash = ? WHERE no = ?");
    get_visited = prepare(db, "SELECT h.visited, h.id FROM visit v JOIN household h ON h.id = v.household WHERE v.pos = ?1");
    put_visited = prepare(copy, "UPDATE household SET visited = ? WHERE id = ?");
    begin = prepare(copy, "BEGIN IMMEDIATE");
    commit = prepare(copy, "COMMIT");
}

static void step(sqlite3_stmt *s) {
    if (sqlite3_step(s) != SQLITE_DONE)
        errx(1, "%s: %s", sqlite3_sql(s), sqlite3_errmsg(copy));
    sqlite3_reset(s);
}

static void bind_row(sqlite3_stmt *from, sqlite3_stmt *to, sqlite3_int64 pos) {
    sqlite3_reset(from);
    sqlite3_bind_int64(from, 1, pos);
    if (sqlite3_step(from) != SQLITE_ROW)
        errx(1, "%s: no row", sqlite3_sql(from));
    for (int c = 0; c < sqlite3_column_count(from); c++)
        sqlite3_bind_value(to, c + 1, sqlite3_column_value(from, c));
    sqlite3_reset(from);
}

static double write_bare(sqlite3_int64 pos) {
    for (size_t i = 0; i < TABLES; i++)
        bind_row(get[i], put[i], pos);
    bind_row(get_device, put_device, pos);
    bind_row(get_visited, put_visited, pos);
    double begun = now();
    step(begin);
    for (size_t i = 0; i < TABLES; i++)
        step(put[i]);
    step(put_device);
    step(put_visited);
    step(commit);
    return now() - begun;
}

static sqlite3_int64 newest_event(void) {
    sqlite3_stmt *s = prepare(db, "SELECT max(pos) FROM event JOIN device ON no = pos >> 40 WHERE secret IS NOT NULL");
    sqlite3_step(s);
    sqlite3_int64 pos = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return pos;
}

static double save_visit(struct store *s, const struct id *household, int number) {
    char note[64];
    struct id device;
    int64_t seq;
    snprintf(note, sizeof note, "第%d次走访，一切都好，下月再来看看", number);
    struct act_visit visit = {.household = *household, .outcome = OUTCOME_MET, .note = note};
    double begun = now();
    must(act_visit(s, &visit, &device, &seq), "visit");
    return now() - begun;
}

int main(int argc, char **argv) {
    static double linli[MAX_VISITS], bare[MAX_VISITS];
    static struct household_row rows[64];
    int visits = argc == 4 ? atoi(argv[3]) : 0;
    struct store *s;
    struct query q = {0};
    struct find_cursor cursor = {0};
    size_t count;
    if (visits < 1 || visits > MAX_VISITS)
        errx(2, "bench-save DB COPY VISITS");
    must(store_open(&s, &(struct store_options){.path = argv[1]}), "open");
    must(find_page(s, &q, &cursor, rows, 64, &count), "find");
    if (!count || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_open_v2(argv[2], &copy, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_exec(copy, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL, NULL))
        errx(1, "cannot open, or no households");
    prepare_all();
    for (int i = 0; i < visits; i++) {
        linli[i] = save_visit(s, &rows[i % (int)count].id, i);
        bare[i] = write_bare(newest_event());
    }
    printf("%.1f %.1f\n", median(linli, (size_t)visits), median(bare, (size_t)visits));
    store_close(s);
    return 0;
}
