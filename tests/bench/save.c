/* bench-save: saving each form, against one bare transaction of the rows that it wrote. `bench-save DB COPY TIMES`: COPY is the
 * same record as it was before. Saves in DB through the door that screen and command line use, then writes the same rows into
 * COPY with SQLite alone (WAL, synchronous=FULL), in turns, so that both meet the same disk. Prints `form linli_us bare_us` of
 * each, medians. */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "linli/act.h"
#include "linli/act_household.h"
#include "linli/find.h"
#include "linli/act_need.h"
#include "linli/store.h"

#define MAX_TIMES 2000

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

/* The rows of one act, read back from DB by a connection of its own, to be written into COPY: those of its events (?1 and the
 * ones behind it), of what they folded to, and of the journal's head. */
static sqlite3 *db, *copy;
static const char *const tables[][2] = {
    {"event", "pos >= ?1"},
    {"device", "no = ?1 >> 40"},
    {"act", "first = ?1"},
    {"visit", "pos >= ?1"},
    {"matter", "pos >= ?1 OR id IN (SELECT entity FROM event WHERE pos >= ?1)"},
    {"party", "matter IN (SELECT entity FROM event WHERE pos >= ?1 AND header LIKE '%matter.open%')"},
    {"need", "pos >= ?1"},
    {"said", "pos >= ?1"},
    {"household", "id IN (SELECT entity FROM event WHERE pos >= ?1) OR id IN (SELECT household FROM party WHERE matter IN "
                  "(SELECT entity FROM event WHERE pos >= ?1))"},
    {"meta", "key LIKE 'matter.count.%' AND EXISTS(SELECT 1 FROM event WHERE pos >= ?1 AND header LIKE '%matter.open%')"},
};
#define TABLES (sizeof tables / sizeof *tables)
static sqlite3_stmt *get[TABLES], *put[TABLES], *begin, *commit;

static sqlite3_stmt *prepare(sqlite3 *in, const char *sql) {
    sqlite3_stmt *s;
    if (sqlite3_prepare_v2(in, sql, -1, &s, NULL))
        errx(1, "%s: %s", sql, sqlite3_errmsg(in));
    return s;
}

static void prepare_all(void) {
    for (size_t i = 0; i < TABLES; i++) {
        char sql[1024];
        snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE %s", tables[i][0], tables[i][1]);
        get[i] = prepare(db, sql);
        int n = snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO %s VALUES(?", tables[i][0]);
        for (int c = 1; c < sqlite3_column_count(get[i]); c++)
            n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
        snprintf(sql + n, sizeof sql - (size_t)n, ")");
        put[i] = prepare(copy, sql);
    }
    begin = prepare(copy, "BEGIN IMMEDIATE");
    commit = prepare(copy, "COMMIT");
}

static void step(sqlite3_stmt *s) {
    if (sqlite3_step(s) != SQLITE_DONE)
        errx(1, "%s: %s", sqlite3_sql(s), sqlite3_errmsg(copy));
    sqlite3_reset(s);
}

/* Only the writing counts: what is read for it is read between the clock's hands. */
static double write_bare(sqlite3_int64 first) {
    double spent = 0, begun = now();
    step(begin);
    spent += now() - begun;
    for (size_t i = 0; i < TABLES; i++) {
        sqlite3_reset(get[i]);
        sqlite3_bind_int64(get[i], 1, first);
        while (sqlite3_step(get[i]) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(get[i]); c++)
                sqlite3_bind_value(put[i], c + 1, sqlite3_column_value(get[i], c));
            begun = now();
            step(put[i]);
            spent += now() - begun;
        }
        sqlite3_reset(get[i]); /* an open reader would keep the log from its checkpoint */
    }
    begun = now();
    step(commit);
    return spent + now() - begun;
}

/* ---- the forms */

static struct store *record;
static struct household_row rows[64];
static size_t count;
static struct id open_matter;

static const struct id *household(int n) {
    return &rows[(size_t)n % count].id;
}

static enum err save_visit(int n, const char *words) {
    struct id device;
    int64_t seq;
    return act_visit(record, &(struct act_visit){.household = *household(n), .outcome = OUTCOME_MET, .note = words}, &device,
                     &seq);
}

static enum err save_matter(int n, const char *words) {
    struct id households[2] = {*household(n), *household(n + 1)};
    char number[NUMBER_SIZE];
    struct act_matter m = {.kind = MATTER_DISPUTE,
                           .type = TYPE_NEIGHBOURS,
                           .summary = words,
                           .note = words,
                           .households = households,
                           .household_count = 2};
    return act_open_matter(record, &m, &open_matter, number);
}

static enum err save_note(int n, const char *words) {
    (void)n;
    return act_note_matter(record, &open_matter, words);
}

static enum err save_correction(int n, const char *words) {
    struct act_household a = {.said[HOUSEHOLD_NOTE_BIT] = words};
    unsigned changed;
    return act_household_correct(record, household(n), &a, &changed);
}

static enum err save_need(int n, const char *words) {
    struct id device;
    int64_t seq;
    struct act_need a = {
        .household = *household(n), .need = NEED_MEALS, .words = words, .who = "户主", .how = CONSENT_SPOKEN, .purpose = "送餐"};
    return act_need(record, &a, &device, &seq);
}

static const struct {
    const char *name;
    enum err (*save)(int n, const char *words);
} forms[] = {
    {"visit", save_visit}, {"matter", save_matter}, {"note", save_note}, {"correction", save_correction}, {"need", save_need},
};

static double save(size_t form, int n, sqlite3_int64 *first) {
    char words[64];
    const struct store_device *d = store_device(record);
    snprintf(words, sizeof words, "第%d次，一切都好，下月再来看看", n);
    *first = (sqlite3_int64)d->no << 40 | (d->head_seq + 1);
    double begun = now();
    must(forms[form].save(n, words), forms[form].name);
    return now() - begun;
}

int main(int argc, char **argv) {
    static double linli[MAX_TIMES], bare[MAX_TIMES];
    int times = argc == 4 ? atoi(argv[3]) : 0;
    struct query q = {0};
    struct find_cursor cursor = {0};
    if (times < 1 || times > MAX_TIMES)
        errx(2, "bench-save DB COPY TIMES");
    must(store_open(&record, &(struct store_options){.path = argv[1]}), "open");
    must(find_page(record, &q, &cursor, rows, 64, &count), "find");
    if (!count || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) ||
        sqlite3_open_v2(argv[2], &copy, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_exec(copy, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", NULL, NULL, NULL))
        errx(1, "cannot open, or no households");
    prepare_all();
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        for (int i = 0; i < times; i++) {
            sqlite3_int64 first;
            linli[i] = save(form, i, &first);
            bare[i] = write_bare(first);
        }
        printf("%s %.1f %.1f\n", forms[form].name, median(linli, (size_t)times), median(bare, (size_t)times));
    }
    store_close(record);
    return 0;
}
