/* bench-pulled: a desk with many matters. `bench-pulled FOLDER MATTERS EVENTS PULLED` makes a record in FOLDER (once) with so
 * many matters and events (openings, steps, items, visits), and reads Today and matters as a desk's screens do; then puts the
 * first PULLED events into an empty record as a pull does, and their rows into another one with bare SQLite. Prints lines `WHO
 * KEY VALUE`. */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/flow.h"
#include "linli/items.h"
#include "linli/read_flow.h"
#include "linli/today.h"

#define TIMES 40
#define SPAN 700 /* days */
#define ASKED 40 /* days */
#define SCREEN 24
#define WORKERS 40

static struct store *store;
static struct id *matters, workers[WORKERS]; /* the first is the reader, of a town's desk */
static size_t matter_count;
static uint64_t seed = 5;

static uint64_t chance(uint64_t below) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (seed >> 33) % below;
}

static void must(enum err e, const char *what) {
    if (e != ERR_OK)
        errx(1, "%s: %s: %s", what, err_last()->what, err_last()->why);
}

static double now_us(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* ---- making it */

static void append(struct event *ev, const char *body) {
    must(store_append(store, ev, body, strlen(body), NULL), "append");
}

static void open_matter(int64_t at, size_t n) {
    bool request = n % 3 == 0;
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .at = at,
                       .matter = request ? MATTER_REQUEST : MATTER_DISPUTE,
                       .type = request ? TYPE_ROADS : (enum matter_type)(TYPE_NEIGHBOURS + chance(10)),
                       .step = request ? STEP_REPORT : STEP_ACCEPT,
                       .level = (enum level)(LEVEL_GRID + chance(4)),
                       .party = 2};
    char body[300];

    snprintf(ev.number, sizeof ev.number, "M-26-T2-%zu", n);
    snprintf(ev.area, sizeof ev.area, "430181.007.%02d.%02d", (int)(n % 20), (int)(n % 11));
    snprintf(body, sizeof body, "{\"summary\":\"楼上漏水，第%zu次说不拢\",\"parties\":[{\"name\":\"甲方\"},{\"name\":\"乙方\"}]}",
             n);
    append(&ev, body);
    matters[matter_count++] = ev.entity;
}

static void take_step(const struct id *matter, int64_t at) {
    struct event ev = {.kind = KIND_STEP, .entity = *matter, .at = at};
    struct flow_wish w = {.reason = true, .day = clock_day(at)};
    struct flow_actor a = {.alone = true, .level = LEVEL_TOWN, .worker = store_device(store)->worker};
    struct flow_matter m;
    struct flow_move mv;

    must(read_flow(store, matter, &m), "flow");
    w.other = workers[chance(WORKERS)];
    if (chance(12) == 0)
        w.exit = m.level < LEVEL_CITY ? EXIT_ESCALATE : EXIT_RETURN;
    else if (chance(15) == 0)
        w.exit = EXIT_HAND;
    else if (chance(4) == 0)
        w.exit = m.step == STEP_ACCEPT ? EXIT_SETTLE : m.step < STEP_CONFIRM ? EXIT_WITHDRAW : EXIT_NONE;
    for (int i = 1; i < ITEM_COUNT; i++) /* whatever a step needs is there */
        m.items[i] = (struct flow_items){.count = 1, .parties = 3, .answer = i == ITEM_IS_CONSENT};
    m.agreed = m.agreed ? m.agreed : w.day;
    if (flow_check(&mv, &m, &a, &w, NULL) != FLOW_OK)
        return;
    ev.step = mv.step;
    ev.exit = mv.exit;
    ev.to = mv.to;
    ev.level = mv.level;
    ev.other = mv.other;
    if (mv.due)
        clock_date(ev.due, clock_day_start(mv.due));
    append(&ev, "{\"reason\":\"双方同意\"}");
}

/* Tasks of before were answered, and a desk holds those of its own matters. */
static bool may_ask(const struct id *matter, int64_t at) {
    struct flow_matter m;

    if (at < clock_now() - ASKED * CLOCK_DAY_MS)
        return false;
    must(read_flow(store, matter, &m), "flow");
    return m.open && m.level == LEVEL_TOWN;
}

static void write_item(const struct id *matter, int64_t at) {
    static const enum item some[] = {ITEM_IS_CONSENT, ITEM_IS_NOTICE, ITEM_IS_SESSION, ITEM_IS_INVESTIGATION, ITEM_IS_TASK};
    struct event ev = {.kind = KIND_ITEM, .entity = *matter, .at = at, .item = some[chance(5)], .answer = ANSWER_YES};

    if (ev.item == ITEM_IS_TASK && !may_ask(matter, at))
        ev.item = ITEM_IS_SESSION;
    ev.party = ev.item == ITEM_IS_CONSENT || ev.item == ITEM_IS_NOTICE ? (int64_t)(1 + chance(2)) : 0;
    if (ev.item == ITEM_IS_TASK)
        clock_date(ev.due, at + (int64_t)chance(60) * CLOCK_DAY_MS);
    clock_date(ev.day, at);
    append(&ev, "{\"words\":\"到现场看过，双方都在\",\"place\":\"村委会\"}");
}

static void add_visit(const struct id *household, int64_t at) {
    struct event ev = {.kind = KIND_VISIT, .entity = *household, .at = at, .purpose = PURPOSE_ROUTINE, .outcome = OUTCOME_MET};

    append(&ev, "{\"note\":\"老人身体还好\"}");
}

static void fill(size_t wanted, int64_t events) {
    int64_t begun = clock_now() - SPAN * CLOCK_DAY_MS;
    struct id households[500];

    for (size_t i = 0; i < WORKERS; i++)
        workers[i] = id_random();
    for (size_t i = 0; i < 500; i++)
        households[i] = id_random();
    must(store_begin(store), "begin");
    for (int64_t i = 0; store_device(store)->head_seq < events; i++) {
        if (i % 50 == 0)
            must(store_set_worker(store, &workers[i / 50 % WORKERS], NULL), "worker");
        if (i % 20000 == 19999) {
            must(store_commit(store), "commit");
            must(store_begin(store), "begin");
        }
        int64_t at = begun + SPAN * CLOCK_DAY_MS / events * (store_device(store)->head_seq + 1);
        const struct id *matter =
            matter_count ? &matters[matter_count - 1 - chance(matter_count < 4000 ? matter_count : 4000)] : NULL;

        if (!matter || (i % 10 == 0 && matter_count < wanted))
            open_matter(at, matter_count);
        else if (i % 10 < 5)
            take_step(matter, at);
        else if (i % 10 < 9)
            write_item(matter, at);
        else
            add_visit(&households[chance(500)], at);
    }
    while (matter_count < wanted)
        open_matter(clock_now(), matter_count);
    must(store_set_worker(store, &workers[0], NULL), "worker");
    must(store_commit(store), "commit");
}

/* ---- reading it */

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static enum err see_item(void *arg, const struct item_row *i) {
    (void)i;
    ++*(size_t *)arg;
    return ERR_OK;
}
static enum err see_line(void *arg, const struct timeline_row *r) {
    (void)r;
    ++*(size_t *)arg;
    return ERR_OK;
}
static enum err see_party(void *arg, const struct party *p) {
    (void)p;
    ++*(size_t *)arg;
    return ERR_OK;
}

static void read_today(const void *what) {
    struct today t = {.rows = NULL};

    (void)what;
    read_hold(store); /* as a frame does */
    must(today_look(store, 60, &t), "today");
    for (size_t i = 0; i < SCREEN && i < t.count; i++)
        today_words(store, &t, &t.rows[i]);
    read_release(store);
    today_free(&t);
}

/* All that its screen shows. */
static void read_one(const void *what) {
    const struct id *id = &matters[chance(matter_count)];
    struct flow_option options[40];
    struct matter_row row;
    struct flow_matter m;
    struct flow_actor a;
    unsigned rules;
    size_t n = 0;

    (void)what;
    must(read_matter(store, id, &row), "matter");
    read_colour(&rules, &row);
    must(read_parties(store, id, see_party, &n), "parties");
    must(read_flow(store, id, &m), "flow");
    must(read_actor(store, id, &a), "actor");
    must(read_items(store, id, ITEM_NONE, see_item, &n), "items");
    must(read_timeline(store, id, see_line, &n), "timeline");
    flow_options(options, 40, &m, &a, clock_day(clock_now()));
}

static double measure(const char *key, void (*read)(const void *), const void *what) {
    static double took[TIMES];

    read(what);
    for (size_t i = 0; i < TIMES; i++) {
        double begun = now_us();

        read(what);
        took[i] = now_us() - begun;
    }
    qsort(took, TIMES, sizeof *took, by_value);
    printf("linli desk_%s_us %.0f\nlinli desk_%s_p99_us %.0f\n", key, took[TIMES / 2], key, took[TIMES * 99 / 100]);
    return took[TIMES / 2];
}

static void read_all(void) {
    measure("today", read_today, NULL);
    measure("matter", read_one, NULL);
}

/* ---- a pull of it */

struct pulling {
    struct store *to;
    int64_t n, most;
};

static enum err put(void *arg, const struct raw_event *raw) {
    struct pulling *p = arg;
    struct raw_event one = *raw;
    bool fresh;

    one.rev = raw->seq;
    one.town = "430181.007";
    must(store_put(p->to, &one, false, &fresh), "put");
    return ++p->n == p->most ? ERR_PARTLY : ERR_OK;
}

static void remove_record(const char *path) {
    char name[400];

    unlink(path);
    snprintf(name, sizeof name, "%s-wal", path);
    unlink(name);
    snprintf(name, sizeof name, "%s-shm", path);
    unlink(name);
}

static void pull(const char *path, int64_t events) {
    struct store_options o = {.side = STORE_CLIENT, .create = true, .path = path};
    struct pulling p = {.most = events};
    double begun;

    remove_record(path);
    must(store_open(&p.to, &o), "open");
    begun = now_us();
    must(store_begin(p.to), "begin");
    if (store_events(store, &store_device(store)->id, 1, events, put, &p) > ERR_PARTLY)
        errx(1, "events");
    must(store_commit(p.to), "commit");
    printf("linli desk_pull_s %.3f\n", (now_us() - begun) / 1e6);
    store_close(p.to);
}

static void sql(sqlite3 *db, const char *text) {
    char *why = NULL;

    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
        errx(1, "%s: %s", text, why);
}

/* The same rows, one by one, with the same indexes. */
static void insert_rows(sqlite3 *from, sqlite3 *to, const char *table) {
    char text[300], marks[200] = "?";
    sqlite3_stmt *rows, *add;

    snprintf(text, sizeof text, "SELECT * FROM %s", table);
    if (sqlite3_prepare_v2(from, text, -1, &rows, NULL) != SQLITE_OK)
        errx(1, "%s", sqlite3_errmsg(from));
    for (int i = 1; i < sqlite3_column_count(rows); i++)
        strcat(marks, ",?");
    snprintf(text, sizeof text, "INSERT INTO %s VALUES(%s)", table, marks);
    if (sqlite3_prepare_v2(to, text, -1, &add, NULL) != SQLITE_OK)
        errx(1, "%s", sqlite3_errmsg(to));
    while (sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            sqlite3_bind_value(add, i + 1, sqlite3_column_value(rows, i));
        if (sqlite3_step(add) != SQLITE_DONE)
            errx(1, "%s", sqlite3_errmsg(to));
        sqlite3_reset(add);
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(add);
}

static void bare(const char *from_path, const char *path) {
    static const char *const tables[] = {"event", "visit", "matter", "party", "step", "item"};
    struct store_options o = {.side = STORE_CLIENT, .create = true, .path = path};
    struct store *made;
    sqlite3 *from, *to;
    double begun;

    remove_record(path);
    must(store_open(&made, &o), "open"); /* the same tables and indexes, empty */
    store_close(made);
    if (sqlite3_open(from_path, &from) != SQLITE_OK || sqlite3_open(path, &to) != SQLITE_OK)
        errx(1, "bare");
    sql(to, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF");
    begun = now_us();
    sql(to, "BEGIN");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        insert_rows(from, to, tables[i]);
    sql(to, "COMMIT");
    printf("floor desk_pull_s %.3f\n", (now_us() - begun) / 1e6);
    sqlite3_close(from);
    sqlite3_close(to);
}

static enum err know(void *arg, const struct matter_row *m) {
    (void)arg;
    matters[matter_count++] = m->id;
    return ERR_OK;
}

int main(int argc, char **argv) {
    char path[300], pulled[300], floor[300];
    struct store_options o = {.side = STORE_CLIENT, .create = true, .path = path};
    size_t wanted = argc == 5 ? (size_t)atoi(argv[2]) : 0;

    if (!wanted)
        errx(2, "bench-pulled FOLDER MATTERS EVENTS PULLED");
    snprintf(path, sizeof path, "%s/linli.db", argv[1]);
    snprintf(pulled, sizeof pulled, "%s/pulled.db", argv[1]);
    snprintf(floor, sizeof floor, "%s/pulled-bare.db", argv[1]);
    matters = calloc(wanted, sizeof *matters);
    if (!matters)
        errx(1, "out of memory");
    must(store_open(&store, &o), "open");
    must(store_set(store, "worker.area", "430181.007"), "set");
    if (store_device(store)->head_seq < atoll(argv[3]))
        fill(wanted, atoll(argv[3]));
    else
        must(read_matters(store, &(struct matters_filter){.which = MATTERS_ALL}, 0, wanted, know, NULL), "matters");
    store_close(store);
    must(store_open(&store, &o), "open");
    read_all();
    pull(pulled, atoll(argv[4]));
    bare(pulled, floor);
    store_close(store);
    remove_record(pulled);
    remove_record(floor);
    return 0;
}
