/* Preloaded into a program to stop it behind a commit (DIE_AFTER=K: SIGKILL when the Kth COMMIT came back, before a word of it
 * can be told), and to take away one of its guards, so that a test can show that it would notice. CONTROL says which:
 *   normal   synchronous=NORMAL in the place of FULL: a commit no longer waits for the disk
 *   dedupe   a hub that knows of its devices' events only those before the one a push begins with, and finds room for one that
 *            is there already
 * A statement that is no longer written so leaves the guard in its place, and the test of the control fails. */
#include <dlfcn.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD "SELECT pos, hash FROM event WHERE "
#define HASH "SELECT hash FROM event WHERE pos = ?1"

static const struct {
    const char *control, *text, *other;
} changes[] = {
    {"normal", "synchronous=FULL", "synchronous=NORMAL"},
    {"dedupe", HEAD "pos BETWEEN", HEAD "(received IS NULL OR pos & 1099511627775 <= ?2) AND pos BETWEEN"},
    {"dedupe", "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
     "SELECT CASE WHEN EXISTS(SELECT 1 FROM event WHERE pos = ?1) THEN 1 + (SELECT max(pos) FROM event WHERE pos < ((?1 >> 40) + "
     "1) << 40)"
     " ELSE ?1 END, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13"},
    {"dedupe", "INSERT INTO visit(", "INSERT OR REPLACE INTO visit("},
};

/* The text with what the control changes in it; the caller frees it. NULL: nothing. */
static char *changed(const char *sql) {
    const char *control = getenv("CONTROL"), *at;
    char *out;

    for (size_t i = 0; control && sql && i < sizeof changes / sizeof *changes; i++) {
        if (strcmp(control, changes[i].control) != 0 || !(at = strstr(sql, changes[i].text)))
            continue;
        if (asprintf(&out, "%.*s%s%s", (int)(at - sql), sql, changes[i].other, at + strlen(changes[i].text)) < 0)
            _exit(125);
        return out;
    }
    return NULL;
}

static void count_commit(const char *sql, int code) {
    static long commits;
    const char *last = getenv("DIE_AFTER");

    if (last && code == SQLITE_OK && strcmp(sql, "COMMIT") == 0 && ++commits == atol(last))
        kill(getpid(), SIGKILL);
}

static void *real(const char *name) {
    void *f = dlsym(RTLD_NEXT, name);

    if (!f)
        _exit(125);
    return f;
}

int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *arg, char **words) {
    int (*f)(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **) =
        (__typeof__(f))real("sqlite3_exec");
    char *other = changed(sql);
    int code = f(db, other ? other : sql, row, arg, words);

    free(other);
    count_commit(sql, code);
    return code;
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len, unsigned flags, sqlite3_stmt **out, const char **tail) {
    int (*f)(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **) = (__typeof__(f))real("sqlite3_prepare_v3");
    char *other = changed(sql);
    int code = f(db, other ? other : sql, other ? -1 : len, flags, out, tail);

    free(other);
    return code;
}

/* A push begins behind an event that the hub looks up, or behind none. */
int sqlite3_bind_int64(sqlite3_stmt *st, int place, sqlite3_int64 value) {
    static sqlite3_int64 behind;
    int (*f)(sqlite3_stmt *, int, sqlite3_int64) = (__typeof__(f))real("sqlite3_bind_int64");
    const char *sql = sqlite3_sql(st);

    if (sql && strncmp(sql, HASH, strlen(HASH)) == 0)
        behind = value & 1099511627775;
    if (sql && strncmp(sql, HEAD "(received", strlen(HEAD "(received")) == 0 && f(st, 2, behind) == SQLITE_OK)
        behind = 0;
    return f(st, place, value);
}
