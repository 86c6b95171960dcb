/* bench-desk: a desk's Today and the matters' list by its filters, beside the bare statement on the same file that gives the same
 * rows. `bench-desk RECORD MATTERS EVENTS TIMES` makes a village desk's record with so many matters and events, and prints a line
 * each: name, median in microseconds, and that of the bare one (0: there is none). */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/read.h"
#include "linli/today.h"

#define TIMES_MAX 1000
#define ROWS 100

static struct store *store;
static unsigned seed = 5;
static struct id me, other;

static void must(enum err e, const char *what) {
    if (e != ERR_OK)
        errx(1, "%s: %s: %s", what, err_last()->what, err_last()->why);
}

static unsigned chance(unsigned n) {
    seed = seed * 1103515245u + 12345;
    return (seed >> 8) % n;
}

static void append(struct event *ev, const struct words *words) {
    struct buf body = {0};

    body_write_words(&body, words);
    must(store_append(store, ev, body.data, body.len, NULL), "append");
    buf_free(&body);
}

/* One of ten is closed, one of twenty waits, one of five is the level below's, most of what is left is another one's. */
static void add_matter(int64_t n, int64_t notes) {
    int64_t at = clock_now() - (int64_t)chance(60) * CLOCK_DAY_MS;
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .at = at,
                       .matter = MATTER_DISPUTE,
                       .type = (enum matter_type)(1 + chance(8)),
                       .step = STEP_ACCEPT,
                       .level = chance(5) ? LEVEL_VILLAGE : LEVEL_GRID,
                       .by = chance(4) ? other : me,
                       .party = 2};
    struct party parties[2] = {{.name = "甲方", .door = "3-2-501"}, {.name = "乙方", .door = "3-2-401"}};
    struct event step = {
        .kind = KIND_STEP, .entity = ev.entity, .at = at + 1000, .step = STEP_ACCEPT, .by = other, .level = ev.level};

    snprintf(ev.number, sizeof ev.number, "M-26-T2-%lld", (long long)n);
    snprintf(ev.area, sizeof ev.area, "430181.007.01.%02u", 1 + chance(20));
    append(&ev, &(struct words){.parties = parties, .party_count = 2, .summary = "楼上漏水，两家说不拢"});
    for (int64_t i = 0; i < notes; i++)
        append(&(struct event){.kind = KIND_NOTE, .entity = ev.entity, .at = at + i, .by = other},
               &(struct words){.note = "上门看过"});
    if (n % 10 == 0) {
        step.exit = EXIT_DECLINE;
        append(&step, &(struct words){.reason = "归法院"});
    } else if (n % 20 == 1) {
        step.exit = EXIT_ESCALATE;
        step.level = LEVEL_VILLAGE;
        append(&step, &(struct words){.reason = "要村里来"});
    } else {
        step.to = STEP_ASSESS;
        clock_date(step.due, at + (int64_t)chance(90) * CLOCK_DAY_MS);
        append(&step, &(struct words){.note = "已登记"});
    }
}

static double now_us(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double took[], size_t times) {
    qsort(took, times, sizeof *took, by_value);
    return took[times / 2];
}

static enum err count_row(void *arg, const struct matter_row *m) {
    *(size_t *)arg += *m->number != '\0';
    return ERR_OK;
}

/* The words of the first rows, nothing else. */
static double bare(sqlite3 *db, const char *where, size_t times) {
    static double took[TIMES_MAX];
    char sql[600];
    sqlite3_stmt *st;

    snprintf(sql, sizeof sql,
             "SELECT m.number, m.summary, m.step, m.due, (SELECT group_concat(name) FROM party WHERE matter = m.id) FROM matter "
             "m WHERE %s LIMIT %d",
             where, ROWS);
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        errx(1, "%s", sqlite3_errmsg(db));
    for (size_t i = 0; i < times; i++) {
        double begun = now_us();

        while (sqlite3_step(st) == SQLITE_ROW)
            (void)sqlite3_column_text(st, 1);
        sqlite3_reset(st);
        took[i] = now_us() - begun;
    }
    sqlite3_finalize(st);
    return median(took, times);
}

static void list(sqlite3 *db, const char *name, struct matters_filter f, const char *where, size_t times) {
    static double took[TIMES_MAX];

    for (size_t i = 0; i < times; i++) {
        double begun = now_us();
        size_t count = 0;

        must(read_matters(store, &f, 0, ROWS, count_row, &count), name);
        took[i] = now_us() - begun;
    }
    printf("%s %.0f %.0f\n", name, median(took, times), bare(db, where, times));
}

static void today(size_t times) {
    static double took[TIMES_MAX];
    struct today t = {.rows = NULL};

    for (size_t i = 0; i < times; i++) {
        double begun = now_us();

        must(today_read(store, 60, &t), "today");
        took[i] = now_us() - begun;
    }
    printf("today %.0f 0 (%zu rows)\n", median(took, times), t.count);
    today_free(&t);
}

int main(int argc, char **argv) {
    struct store_options o = {.side = STORE_CLIENT, .create = true};
    size_t times = argc == 5 ? (size_t)atoi(argv[4]) : 0;
    int64_t matters, events;
    sqlite3 *db;

    if (times < 1 || times > TIMES_MAX)
        errx(2, "bench-desk RECORD MATTERS EVENTS TIMES");
    o.path = argv[1];
    matters = atoll(argv[2]);
    events = atoll(argv[3]);
    must(store_open(&store, &o), "open");
    me = id_random();
    other = id_random();
    must(store_set(store, "worker.area", "430181.007.01"), "area");
    must(store_set_worker(store, &me, NULL), "worker");
    must(store_begin(store), "begin");
    for (int64_t i = 0; i < matters; i++)
        add_matter(i, events / matters > 2 ? events / matters - 2 : 0);
    must(store_commit(store), "commit");
    if (sqlite3_open(argv[1], &db) != SQLITE_OK)
        errx(1, "open");
    today(times);
    list(db, "waiting", (struct matters_filter){.which = MATTERS_WAITING},
         "open = 1 AND waiting = 1 AND level = 2 ORDER BY due, pos", times);
    list(db, "level", (struct matters_filter){.which = MATTERS_LEVEL}, "open = 1 AND level = 2 ORDER BY due, pos", times);
    list(db, "owner", (struct matters_filter){.which = MATTERS_OPEN, .owner = me},
         "open = 1 AND owner IS NOT NULL ORDER BY due, pos", times);
    list(db, "below", (struct matters_filter){.which = MATTERS_BELOW}, "open = 1 AND level = 1 AND due < 20000 ORDER BY due, pos",
         times);
    list(db, "open", (struct matters_filter){.which = MATTERS_OPEN}, "open = 1 ORDER BY due, pos", times);
    list(db, "all", (struct matters_filter){.which = MATTERS_ALL}, "open = 1 ORDER BY due, pos", times);
    list(db, "mine", (struct matters_filter){.which = MATTERS_MINE}, "open = 1 ORDER BY due, pos", times);
    list(db, "type", (struct matters_filter){.which = MATTERS_OPEN, .type = (enum matter_type)3},
         "open = 1 AND type = 3 ORDER BY due, pos", times);
    sqlite3_close(db);
    store_close(store);
    return 0;
}
