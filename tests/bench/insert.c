/* bench-insert: how long bare SQLite takes to write all rows of a record into an empty one of the same schema: one transaction,
 * prepared statements, WAL and synchronous=FULL. `bench-insert SOURCE DEST` prints seconds. Reading the source is not counted:
 * rows are read in blocks between which the clock stands still. The words of the contentless search index come from its own
 * vocabulary. */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 4096
#define MAX_COLUMNS 64

static sqlite3 *source, *dest;
static double spent;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(sqlite3 *db, int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        errx(1, "%s", sqlite3_errmsg(db));
}

static void run(sqlite3 *db, const char *sql) {
    double begun = now();
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
    if (db == dest)
        spent += now() - begun;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s;
    must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL));
    return s;
}

/* Copies what `get` gives through `put`, block by block. */
static void copy(sqlite3_stmt *get, sqlite3_stmt *put) {
    static sqlite3_value *block[BLOCK * MAX_COLUMNS];
    int columns = sqlite3_column_count(get), rows;
    if (columns > MAX_COLUMNS)
        errx(1, "too many columns");
    do {
        for (rows = 0; rows < BLOCK && sqlite3_step(get) == SQLITE_ROW; rows++)
            for (int i = 0; i < columns; i++)
                block[rows * columns + i] = sqlite3_value_dup(sqlite3_column_value(get, i));
        double begun = now();
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++)
                sqlite3_bind_value(put, i + 1, block[row * columns + i]);
            must(dest, sqlite3_step(put));
            sqlite3_reset(put);
        }
        spent += now() - begun;
        for (int i = 0; i < rows * columns; i++)
            sqlite3_value_free(block[i]);
    } while (rows == BLOCK);
    sqlite3_finalize(get);
    sqlite3_finalize(put);
}

static void copy_table(const char *name) {
    char sql[4096];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    sqlite3_stmt *get = prepare(source, sql);
    int n = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES(?", name);
    for (int i = 1; i < sqlite3_column_count(get); i++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ", ?");
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    copy(get, prepare(dest, sql));
}

/* Every word of every row of an index, as one text each, in its order. */
static void copy_words(const char *index) {
    char sql[512];
    snprintf(sql, sizeof sql,
             "DROP TABLE IF EXISTS temp.words; CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, %s, instance);"
             "DROP TABLE IF EXISTS temp.pair; CREATE TEMP TABLE pair(doc INTEGER, term TEXT);"
             "INSERT INTO pair SELECT doc, term FROM words ORDER BY doc",
             index);
    run(source, sql);
    snprintf(sql, sizeof sql, "INSERT INTO %s(rowid, tokens) VALUES(?, ?)", index);
    copy(prepare(source, "SELECT doc, group_concat(term, ' ') FROM pair GROUP BY doc"), prepare(dest, sql));
}

static void make_schema(void) {
    sqlite3_stmt *s = prepare(
        source,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search\\_%' ESCAPE '\\' "
        "AND name NOT LIKE 'noted\\_words\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, rowid");
    while (sqlite3_step(s) == SQLITE_ROW)
        run(dest, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
}

int main(int argc, char **argv) {
    if (argc != 3)
        errx(2, "bench-insert SOURCE DEST");
    unlink(argv[2]);
    must(source, sqlite3_open_v2(argv[1], &source, SQLITE_OPEN_READWRITE, NULL));
    must(dest, sqlite3_open(argv[2], &dest));
    run(source, "PRAGMA temp_store=FILE");
    run(dest, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
    make_schema();
    run(dest, "BEGIN");
    sqlite3_stmt *tables = prepare(source, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' "
                                           "AND name NOT LIKE 'noted\\_words%' ESCAPE '\\' "
                                           "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    while (sqlite3_step(tables) == SQLITE_ROW)
        copy_table((const char *)sqlite3_column_text(tables, 0));
    sqlite3_finalize(tables);
    copy_words("search");
    copy_words("noted_words");
    run(dest, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    printf("%.3f\n", spent);
    return sqlite3_close(dest) || sqlite3_close_v2(source);
}
