/* A small program that saves rows with SQLite and says so: the known case for killshim and powerloss.
 *   victim save DB SYNCHRONOUS ROWS     saves rows 1.. behind those that are there, says `row N` after each commit
 *   victim check DB TOLD                exit code 0: every row that TOLD names is there; 1: one is missing; 2: broken */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAYLOAD 900

static sqlite3 *db;

static void payload_of(long row, char out[PAYLOAD]) {
    for (int i = 0; i < PAYLOAD; i++)
        out[i] = (char)('a' + (row * 31 + i * 7) % 26);
}

static int fail(const char *what, int code) {
    fprintf(stderr, "victim: %s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    return code;
}

static int save(const char *path, const char *synchronous, long rows) {
    static sqlite3_stmt *insert, *newest;
    char sql[256], word[32], payload[PAYLOAD];
    snprintf(sql, sizeof sql,
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=12;"
             "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, payload TEXT)",
             synchronous);
    if (sqlite3_open(path, &db) || sqlite3_exec(db, sql, NULL, NULL, NULL) ||
        sqlite3_prepare_v2(db, "SELECT ifnull(max(id), 0) FROM t", -1, &newest, NULL) || sqlite3_step(newest) != SQLITE_ROW)
        return fail("cannot open", 3);
    long row = (long)sqlite3_column_int64(newest, 0);
    sqlite3_finalize(newest);
    if (sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?, ?)", -1, &insert, NULL))
        return fail("cannot prepare", 3);
    for (long last = row + rows; row < last;) {
        payload_of(++row, payload);
        sqlite3_bind_int64(insert, 1, row);
        sqlite3_bind_text(insert, 2, payload, PAYLOAD, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert))
            return fail("cannot save", 4);
        int n = snprintf(word, sizeof word, "row %ld\n", row);
        if (write(STDOUT_FILENO, word, (size_t)n) != n)
            return 5;
    }
    sqlite3_finalize(insert);
    return sqlite3_close(db) ? fail("cannot close", 6) : 0;
}

static int text_is(const char *sql, const char *wanted) {
    sqlite3_stmt *s;
    int good = sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
               strcmp((const char *)sqlite3_column_text(s, 0), wanted) == 0;
    sqlite3_finalize(s);
    return good;
}

static int check(const char *path, const char *told) {
    static sqlite3_stmt *get;
    static FILE *in;
    in = fopen(told, "r");
    long row;
    char payload[PAYLOAD];
    int lost = 0;
    if (!in)
        err(3, "%s", told);
    if (sqlite3_open(path, &db) || !text_is("PRAGMA integrity_check", "ok"))
        return fail("broken", 2);
    if (sqlite3_prepare_v2(db, "SELECT payload FROM t WHERE id = ?", -1, &get, NULL))
        lost = fscanf(in, "row %ld\n", &row) == 1; /* no table: nothing may have been told */
    else
        while (!lost && fscanf(in, "row %ld\n", &row) == 1) {
            payload_of(row, payload);
            sqlite3_bind_int64(get, 1, row);
            if (sqlite3_step(get) != SQLITE_ROW)
                lost = 1;
            else if (sqlite3_column_bytes(get, 0) != PAYLOAD || memcmp(sqlite3_column_text(get, 0), payload, PAYLOAD) != 0)
                return fail("a row is wrong", 2);
            sqlite3_reset(get);
        }
    sqlite3_finalize(get);
    sqlite3_close(db);
    fclose(in);
    return lost;
}

int main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[1], "save") == 0)
        return save(argv[2], argv[3], atol(argv[4]));
    if (argc == 4 && strcmp(argv[1], "check") == 0)
        return check(argv[2], argv[3]);
    return 64;
}
