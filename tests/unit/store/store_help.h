/* A small made-up record for the store's tests. */
#ifndef STORE_HELP_H
#define STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/mem.h"
#include "linli/read.h"
#include "linli/store.h"

#define TEST_NOW INT64_C(1795312800000) /* 2026-11-22 10:00 in Shanghai */

struct world {
    struct store *s;
    char folder[200];
    char path[256];
    struct id households[64];
    size_t count;
};

static inline void world_reopen_only(struct world *w) {
    struct store_options o = {.path = w->path, .side = STORE_CLIENT, .create = true};

    assert_int_equal(store_open(&w->s, &o), ERR_OK);
}

static inline void world_reopen(struct world *w) {
    store_close(w->s);
    world_reopen_only(w);
}

static inline struct world world_open(const char *name) {
    struct world w = {0};
    char command[600];

    clock_set(TEST_NOW);
    snprintf(w.folder, sizeof w.folder, "%s/linli-test-%ld-%s", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid(),
             name);
    snprintf(command, sizeof command, "rm -rf '%s'", w.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(mkdir(w.folder, 0700), 0);
    snprintf(w.path, sizeof w.path, "%s/linli.db", w.folder);
    world_reopen_only(&w);
    return w;
}

static inline void world_close(struct world *w) {
    char command[600];

    store_close(w->s);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
}

static inline void say_household(struct world *w, const struct id *id, const struct household *h, unsigned fields) {
    struct event ev = {.kind = KIND_ROSTER, .entity = *id};
    struct buf body = {0};

    snprintf(ev.area, sizeof ev.area, "%s", h->area);
    body_write_household(&body, h, fields);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
}

static inline struct id add_household(struct world *w, const char *area, const char *door, const char *head) {
    struct household h = {0};
    struct member second = {.name = "陈小燕", .relation = "配偶", .phones = "10012345678"};
    struct id id = id_random();

    snprintf(h.area, sizeof h.area, "%s", area);
    door_parse(&h.door, door, strlen(door));
    snprintf(h.head, sizeof h.head, "%s", head);
    strcpy(h.phones, "10098765432");
    household_add_member(&h, &second);
    say_household(w, &id, &h, HOUSEHOLD_ALL);
    household_free(&h);
    if (w->count < 64)
        w->households[w->count++] = id;
    return id;
}

static inline void rename_household(struct world *w, const struct id *id, const char *head) {
    struct household h = {0};

    snprintf(h.head, sizeof h.head, "%s", head);
    say_household(w, id, &h, 1u << HOUSEHOLD_HEAD_BIT);
}

static inline int64_t add_visit(struct world *w, const struct id *household, enum outcome outcome, const char *note) {
    struct event ev = {.kind = KIND_VISIT, .entity = *household, .outcome = outcome, .purpose = PURPOSE_ROUTINE};
    struct words words = {0};
    struct buf body = {0};

    snprintf(words.note, sizeof words.note, "%s", note);
    body_write_words(&body, &words);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.seq;
}

static inline struct id add_matter(struct world *w, const struct id *a, const struct id *b, const char *summary, int n) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .step = STEP_ACCEPT,
                       .level = LEVEL_GRID,
                       .households = {*a, *b},
                       .household_count = 2};
    struct party parties[2] = {{.name = "甲方", .household = *a, .door = "1-101"}, {.name = "乙方", .household = *b}};
    struct words words = {.parties = parties, .party_count = 2};
    struct buf body = {0};

    snprintf(ev.number, sizeof ev.number, "M-26-T2-%03d", n);
    snprintf(words.summary, sizeof words.summary, "%s", summary);
    body_write_words(&body, &words);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.entity;
}

static inline void withdraw(struct world *w, const struct id *entity, int64_t seq) {
    struct event ev = {.kind = KIND_WITHDRAW, .entity = *entity, .device = store_device(w->s)->id, .replaces = seq};

    assert_int_equal(store_append(w->s, &ev, "{\"reason\":\"记错\"}", strlen("{\"reason\":\"记错\"}"), NULL), ERR_OK);
}

static inline int64_t add_step(struct world *w, const struct id *matter, enum step step, enum exit exit, enum step to) {
    struct event ev = {.kind = KIND_STEP, .entity = *matter, .step = step, .exit = exit, .to = to, .level = LEVEL_GRID};

    clock_date(ev.due, clock_now() + 3 * CLOCK_DAY_MS);
    assert_int_equal(store_append(w->s, &ev, "{\"reason\":\"谈好了\"}", strlen("{\"reason\":\"谈好了\"}"), NULL), ERR_OK);
    return ev.seq;
}

/* Accepted, somebody was told of their rights, reminded; or settled as version 2 did it, which closed it at once. */
static inline void go_on(struct world *w, const struct id *matter, int n) {
    struct event told = {.kind = KIND_ITEM, .entity = *matter, .item = ITEM_IS_NOTICE, .party = 1, .day = "2026-11-22"};
    struct event urged = {.kind = KIND_URGED, .entity = *matter, .step = STEP_ASSESS, .level = LEVEL_GRID};
    int64_t seq;

    if (n % 2) {
        add_step(w, matter, STEP_ACCEPT, EXIT_SETTLE, STEP_NONE);
        return;
    }
    add_step(w, matter, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS);
    assert_int_equal(store_append(w->s, &told, "{\"way\":\"spoken\"}", strlen("{\"way\":\"spoken\"}"), NULL), ERR_OK);
    assert_int_equal(store_append(w->s, &urged, NULL, 0, NULL), ERR_OK);
    seq = add_step(w, matter, STEP_ASSESS, EXIT_ESCALATE, STEP_ASSESS);
    withdraw(w, matter, seq);
}

/* Households, visits, matters, what was done in them, withdrawals, corrections, an alias. */
static inline void fill_world(struct world *w, int n) {
    for (int i = 0; i < n; i++) {
        char door[32];

        snprintf(door, sizeof door, "%d-%d-%d01", 1 + (i * 7) % 5, 1 + i % 3, 1 + (i * 11) % 6);
        add_household(w, i % 2 ? "430181.007.01.01" : "430181.007.02.03", door, i % 3 ? "张伟斌" : "尉迟恭");
    }
    for (int i = 0; i < n; i++) {
        int64_t seq = add_visit(w, &w->households[i % w->count], (enum outcome)(1 + i % 5), "走访记录");

        if (i % 4 == 0)
            withdraw(w, &w->households[i % w->count], seq);
        if (i % 5 == 0) {
            struct id m = add_matter(w, &w->households[i], &w->households[(i + 1) % n], "漏水", i);

            if (i % 10 == 0)
                withdraw(w, &m, store_device(w->s)->head_seq);
            else
                go_on(w, &m, i / 5);
        }
        if (i % 6 == 0)
            rename_household(w, &w->households[i], "欧阳娜");
    }
    struct event alias = {.kind = KIND_ALIAS, .entity = w->households[0], .other = w->households[1]};
    assert_int_equal(store_append(w->s, &alias, NULL, 0, NULL), ERR_OK);
    add_visit(w, &w->households[0], OUTCOME_MET, "并户以后");
}

static inline int dump_row(void *arg, int columns, char **values, char **names) {
    struct buf *out = arg;

    (void)names;
    for (int i = 0; i < columns; i++) {
        buf_puts(out, values[i] ? values[i] : "NULL");
        buf_putc(out, '|');
    }
    buf_putc(out, '\n');
    return 0;
}

/* Every row of every folded table as text. */
static inline char *dump_projection(const char *path) {
    static const char *const queries[] = {
        "SELECT sort, hex(id), area, number, compound, building, unit, floor, room, door, head, phones, note, members, people, "
        "visited, open, status FROM household ORDER BY sort",
        "SELECT hex(household), field, pos FROM said ORDER BY household, field",
        "SELECT hex(household), field, pos FROM clash ORDER BY household, field, pos",
        "SELECT pos, hex(household), need, words, who, how, agreed, purpose, until, next, hex(worker), at, withdrawn FROM need "
        "ORDER BY pos",
        "SELECT pos, hex(household), at, hex(worker), what, purpose FROM access ORDER BY pos",
        "SELECT pos, hex(entity), by_pos FROM taken_back ORDER BY pos",
        "SELECT pos, hex(household), at, outcome, purpose, met, note, next, hex(worker), withdrawn FROM visit ORDER BY pos",
        "SELECT hex(id), pos, number, kind, type, summary, open, step, level, due, hex(owner), area, opened, withdrawn, left_by, "
        "closed, triage, parties, reached, hex(offered), waiting, step_day, accepted, agreed, danger, reopened, urged, overdue, "
        "failed, missed FROM matter ORDER BY id",
        "SELECT hex(matter), no, pos, step, exit, next, level, at, day, due, hex(worker), hex(other), began, was_due, was_level, "
        "applied, withdrawn FROM step ORDER BY matter, no",
        "SELECT pos, hex(matter), no, item, party, answer, made, day, due, hex(other), about, round, hex(worker), at, level, "
        "body, "
        "result, promised, withdrawn FROM item ORDER BY pos",
        "SELECT pos, hex(matter), kind, step, level, at FROM reminder ORDER BY pos",
        "SELECT hex(matter), no, name, hex(household), door, phones FROM party ORDER BY matter, no",
        "SELECT hex(own), hex(into_id), pos FROM alias ORDER BY own",
        "SELECT code, hex(id), name FROM area ORDER BY code",
        "SELECT hex(id), login, name, role, area, gone FROM worker ORDER BY id",
        "SELECT hex(worker), area, hex(household) FROM assignment ORDER BY worker, area, household",
    };
    struct buf out = {0};
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        assert_int_equal(sqlite3_exec(db, queries[i], dump_row, &out, NULL), SQLITE_OK);
    sqlite3_close(db);
    return buf_take(&out);
}

static inline int64_t count_rows(const char *path, const char *table) {
    char sql[256];
    sqlite3_stmt *st;
    sqlite3 *db;
    int64_t n;

    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return n;
}

struct copier {
    struct world *to;
    const int64_t *order;
    size_t n, i;
};

static inline enum err copy_one(void *arg, const struct raw_event *raw) {
    struct copier *c = arg;
    struct raw_event one = *raw;
    bool fresh;

    one.rev = raw->seq;
    one.town = "1.2";
    assert_int_equal(store_put(c->to->s, &one, false, &fresh), ERR_OK);
    assert_true(fresh);
    return ERR_OK;
}

static inline void copy_events(struct world *to, struct world *from, const int64_t *order, size_t n) {
    struct copier c = {to, order, n, 0};

    for (size_t i = 0; i < n; i++) {
        assert_int_equal(store_begin(to->s), ERR_OK);
        assert_int_equal(store_events(from->s, &store_device(from->s)->id, order[i], 1, copy_one, &c), ERR_OK);
        assert_int_equal(store_commit(to->s), ERR_OK);
    }
}

struct outbox_count {
    enum outbox_state state;
    int n;
};

static inline enum err count_one(void *arg, const struct outbox_row *o) {
    struct outbox_count *c = arg;

    c->n += o->state == c->state;
    return ERR_OK;
}

static inline int count_outbox(struct world *w, enum outbox_state state) {
    struct outbox_count c = {state, 0};

    assert_int_equal(read_outbox(w->s, 0, 1000, count_one, &c), ERR_OK);
    return c.n;
}

static inline void note_field(void *arg, const char *field, const char *value) {
    buf_printf(arg, "%s=%s;", field, value);
}

#endif
