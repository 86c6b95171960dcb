/* bench-today: reading the day's list. `bench-today RECORD EVENTS TIMES` makes the record's events up to EVENTS with visits
 * spread over ten months (a third with a promised day, most of them kept), a matter for every twenty visits, of which one in ten
 * is open still, and care needs; then reads Today TIMES times. Prints `first_us p50_us p99_us rows`. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "linli/clock.h"
#include "linli/find.h"
#include "linli/today.h"

#define HOUSEHOLDS_MAX 100000
#define TIMES_MAX 10000
#define SPAN 300 /* days */

static struct id households[HOUSEHOLDS_MAX];
static size_t household_count;
static struct store *store;
static uint64_t seed = 5;

static uint64_t chance(uint64_t below) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (seed >> 33) % below;
}

static void must(enum err e, const char *what) {
    if (e != ERR_OK)
        errx(1, "%s: %s: %s", what, err_last()->what, err_last()->why);
}

static void read_households(void) {
    struct query all = {.count = 0};
    struct find_cursor cursor = {0};
    struct household_row rows[100];
    size_t count;

    while (household_count + 100 < HOUSEHOLDS_MAX && !cursor.end) {
        must(find_page(store, &all, &cursor, rows, 100, &count), "find");
        for (size_t i = 0; i < count; i++)
            households[household_count++] = rows[i].id;
    }
    if (!household_count)
        errx(1, "no households");
}

static void append(struct event *ev, const struct words *words) {
    struct buf body = {0};

    body_write_words(&body, words);
    must(store_append(store, ev, body.data, body.len, NULL), "append");
    buf_free(&body);
}

static void add_visit(const struct id *household, int64_t at) {
    struct event ev = {.kind = KIND_VISIT, .entity = *household, .at = at, .purpose = PURPOSE_ROUTINE};
    struct words words = {.note = "老人身体还好，提醒了用电安全"};

    ev.outcome = (enum outcome)(1 + chance(OUTCOME_COUNT - 1));
    if (chance(3) == 0)
        clock_date(ev.next, at + (int64_t)(1 + chance(60)) * CLOCK_DAY_MS);
    append(&ev, &words);
}

static void add_matter(const struct id *household, int64_t at, int64_t n) {
    struct event ev = {.kind = KIND_MATTER, .entity = id_random(), .at = at, .matter = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS};
    struct party parties[2] = {{.name = "甲方", .household = *household}, {.name = "乙方", .door = "3-2-501"}};
    struct words words = {.parties = parties, .party_count = 2, .summary = "楼上漏水，两家说不拢"};
    struct event end = {.kind = KIND_WITHDRAW, .entity = ev.entity, .at = at};

    snprintf(ev.number, sizeof ev.number, "M-26-T2-%lld", (long long)n);
    append(&ev, &words);
    end.device = store_device(store)->id;
    end.replaces = ev.seq;
    if (chance(10))
        append(&end, &(struct words){.reason = "记错"});
}

static void add_need(const struct id *household, int64_t at) {
    struct event ev = {.kind = KIND_NEED, .entity = *household, .at = at, .need = NEED_MEALS, .consent = (enum consent)1};

    clock_date(ev.agreed, at);
    clock_date(ev.until, at + 365 * CLOCK_DAY_MS);
    clock_date(ev.next, at + (int64_t)(1 + chance(90)) * CLOCK_DAY_MS);
    append(&ev, &(struct words){.name = "张三丰", .summary = "送餐"});
}

static void fill(int64_t events) {
    int64_t left = events - store_device(store)->head_seq, begun = clock_now() - SPAN * CLOCK_DAY_MS;

    must(store_begin(store), "begin");
    for (int64_t i = 0; store_device(store)->head_seq < events; i++) {
        const struct id *household = &households[chance(household_count)];
        int64_t at = begun + SPAN * CLOCK_DAY_MS / left * i;

        if (i % 20 == 7)
            add_matter(household, at, i);
        else if (i % 40 == 3)
            add_need(household, at);
        else
            add_visit(household, at);
    }
    must(store_commit(store), "commit");
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

int main(int argc, char **argv) {
    static double took[TIMES_MAX];
    struct store_options o = {.side = STORE_CLIENT};
    struct today t = {.rows = NULL};
    size_t times = argc == 4 ? (size_t)atoi(argv[3]) : 0;
    double first;

    if (times < 1 || times > TIMES_MAX)
        errx(2, "bench-today RECORD EVENTS TIMES");
    o.path = argv[1];
    must(store_open(&store, &o), "open");
    read_households();
    fill(atoll(argv[2]));
    store_close(store);
    must(store_open(&store, &o), "open");
    for (size_t i = 0; i <= times; i++) {
        double begun = now_us();

        must(today_read(store, 60, &t), "today");
        took[i ? i - 1 : 0] = now_us() - begun;
        if (!i)
            first = took[0];
    }
    qsort(took, times, sizeof *took, by_value);
    printf("%.0f %.0f %.0f %zu\n", first, took[times / 2], took[times * 99 / 100], t.count);
    today_free(&t);
    store_close(store);
    return 0;
}
