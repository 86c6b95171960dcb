/* Folding a matter does not depend on how its events arrive: a device that has steps of its own unheld, gets others' in any
 * order, and learns late which of its own came second, ends with the state of the hub (FAULTS.md I4, C3, C5). */
#include "store_help.h"

#include "linli/items.h"
#include "linli/upkeep.h"
#include "store/db.h"

#define EVENTS 40
#define TRIALS 20
#define OWN 100 /* revs of nobody: what came second has none */

static uint64_t seed;

static int64_t any(int64_t n) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)n);
}

static void any_day(char out[CLOCK_DATE_SIZE]) {
    clock_date(out, TEST_NOW + any(40) * CLOCK_DAY_MS);
}

/* An event in a matter, sensible or not: what does not apply must be passed over by everybody alike. */
static struct event any_event(const struct id *matter) {
    struct event ev = {.entity = *matter, .at = TEST_NOW + any(1000) * 60000};

    switch (any(6)) {
    case 0:
        ev.kind = any(2) ? KIND_URGED : KIND_OVERDUE;
        ev.step = (enum step)(1 + any(STEP_ARCHIVE));
        ev.level = (enum level)(1 + any(2));
        break;
    case 1:
    case 2:
        ev.kind = KIND_ITEM;
        do
            ev.item = (enum item)(1 + any(ITEM_COUNT - 1));
        while (items_of(ev.item) != ITEM_OF_MATTER);
        ev.party = any(3);
        ev.answer = (enum yes_or_no)any(3);
        ev.made = (enum agreement)any(3);
        any_day(ev.day);
        any_day(ev.due);
        break;
    default:
        ev.kind = KIND_STEP;
        ev.step = (enum step)(1 + any(4)); /* few, so that many apply */
        ev.exit = (enum exit)(any(2) ? 0 : any(EXIT_COUNT));
        ev.to = (enum step)(any(8) ? 1 + any(4) : STEP_NONE);
        ev.level = (enum level)any(5);
        ev.other.b[0] = (unsigned char)any(3);
        any_day(ev.due);
        break;
    }
    return ev;
}

static char *state_of(const char *path) {
    static const char *const queries[] = {
        "SELECT open, step, level, due, hex(owner), withdrawn IS NULL, left_by, closed, reached, hex(offered), waiting, "
        "step_day, "
        "accepted, agreed, danger, reopened, urged, overdue, failed, missed FROM matter",
        "SELECT no, step, exit, next, level, at, day, due, began, was_due, was_level, applied, withdrawn IS NULL FROM step ORDER "
        "BY no",
        "SELECT no, item, party, answer, made, day, due, round, at, level, result, promised, withdrawn IS NULL FROM item ORDER "
        "BY no",
        "SELECT kind, step, level, at, after FROM reminder ORDER BY at, kind, step, level, after",
        "SELECT open FROM household",
    };
    struct buf out = {0};
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        assert_int_equal(sqlite3_exec(db, queries[i], dump_row, &out, NULL), SQLITE_OK);
    sqlite3_close(db);
    return buf_take(&out);
}

static void say(struct world *w, struct event *ev) {
    assert_int_equal(store_append(w->s, ev, "{\"reason\":\"x\"}", strlen("{\"reason\":\"x\"}"), NULL), ERR_OK);
}

/* The hub: all in one order. The first two events make the household and the matter. */
static void make_hub(struct world *hub, struct event said[EVENTS + 3]) {
    struct id home = add_household(hub, "1.2.3.4", "1-1-101", "甲"), matter = add_matter(hub, &home, &home, "漏水", 1);

    for (int64_t seq = 3; seq <= EVENTS; seq++) {
        said[seq] = any_event(&matter);
        if (any(6) == 0)
            said[seq] = (struct event){.kind = any(3) ? KIND_WITHDRAW : KIND_RESTORE,
                                       .entity = matter,
                                       .at = TEST_NOW,
                                       .device = store_device(hub->s)->id,
                                       .replaces = 2 + any(seq - 2)};
        say(hub, &said[seq]);
    }
}

static void shuffle(int64_t *order, size_t n) {
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)any((int64_t)i);
        int64_t was = order[i - 1];

        order[i - 1] = order[j];
        order[j] = was;
    }
}

static bool is_named(const struct event *said, int64_t seq) {
    for (int64_t i = 3; i <= EVENTS; i++)
        if (said[i].replaces == seq)
            return true;
    return said[seq].replaces != 0;
}

struct own {
    int64_t seq[EVENTS * 2], rev[EVENTS * 2]; /* rev OWN: came second */
    size_t count;
};

/* A device that wrote some of them itself, and some that came second, while others' arrive one by one. */
static void make_device(struct world *d, struct world *hub, const struct event *said, struct own *own) {
    int64_t others[EVENTS], next = 3;
    bool mine[EVENTS + 1] = {false};
    size_t count = 0, i = 0;

    copy_events(d, hub, (int64_t[]){1, 2}, 2);
    own->count = 0;
    for (int64_t seq = 3; seq <= EVENTS; seq++) {
        mine[seq] = any(4) == 0 && !is_named(said, seq);
        if (!mine[seq])
            others[count++] = seq;
    }
    shuffle(others, count);
    while (i < count || next <= EVENTS) {
        if (i < count && any(2)) {
            copy_events(d, hub, &others[i++], 1);
        } else if (next <= EVENTS) {
            struct event ev = said[next];

            if (any(5) == 0) {
                struct event late = any_event(&ev.entity);

                say(d, &late);
                own->seq[own->count] = late.seq;
                own->rev[own->count++] = OWN;
            }
            if (mine[next]) {
                say(d, &ev);
                own->seq[own->count] = ev.seq;
                own->rev[own->count++] = next;
            }
            next++;
        }
    }
}

/* The answers to its push, in any order too. */
static void be_told(struct world *d, const struct own *own) {
    struct id id = store_device(d->s)->id;
    int64_t order[EVENTS * 2];

    for (size_t i = 0; i < own->count; i++)
        order[i] = (int64_t)i;
    shuffle(order, own->count);
    for (size_t k = 0; k < own->count; k++) {
        int64_t seq = own->seq[order[k]], rev = own->rev[order[k]];

        if (rev == OWN)
            assert_int_equal(store_set_verdict(d->s, &id, seq, VERDICT_CONFLICT, "later"), ERR_OK);
        else
            assert_int_equal(store_set_revs(d->s, &id, seq, seq, "1.2", rev), ERR_OK);
    }
}

static void check(const char *path, const char *expected, int trial) {
    char *got = state_of(path);

    if (strcmp(got, expected) != 0)
        fail_msg("trial %d:\n%s\nnot\n%s", trial, got, expected);
    mem_free(got);
}

static void whatever_the_order(void **state) {
    int64_t applied = 0;

    (void)state;
    for (int trial = 0; trial < TRIALS; trial++) {
        struct world hub = world_open("order-hub"), a = world_open("order-one"), b = world_open("order-two");
        struct event said[EVENTS + 3];
        struct own own;
        char *expected;

        seed = (uint64_t)trial * 0x9E3779B97F4A7C15u + 88172645463325252u;
        make_hub(&hub, said);
        expected = state_of(hub.path);
        for (int i = 0; i < 2; i++) {
            struct world *d = i ? &b : &a;

            make_device(d, &hub, said, &own);
            be_told(d, &own);
            check(d->path, expected, trial);
            assert_int_equal(upkeep_rebuild(d->s, NULL, NULL), ERR_OK);
            check(d->path, expected, trial);
        }
        assert_int_equal(upkeep_rebuild(hub.s, NULL, NULL), ERR_OK);
        check(hub.path, expected, trial);
        applied += count_rows(hub.path, "step WHERE applied AND withdrawn IS NULL");
        mem_free(expected);
        world_close(&hub);
        world_close(&a);
        world_close(&b);
    }
    assert_true(applied > TRIALS * 2);
}

/* Two take it on at once: on both devices it is with who was first, and the second finds its own event to look at. */
static void two_take_it_on(void **state) {
    struct world hub = world_open("take-hub"), a = world_open("take-one"), b = world_open("take-two");
    struct id home = add_household(&hub, "1.2.3.4", "1-1-101", "甲"), matter = add_matter(&hub, &home, &home, "漏水", 1), own;
    struct event first = {.kind = KIND_STEP,
                          .entity = matter,
                          .step = STEP_ACCEPT,
                          .exit = EXIT_ESCALATE,
                          .to = STEP_ACCEPT,
                          .level = LEVEL_VILLAGE,
                          .due = "2026-11-25"};
    struct event second = {
        .kind = KIND_STEP, .entity = matter, .step = STEP_ACCEPT, .to = STEP_ASSESS, .level = LEVEL_VILLAGE, .due = "2026-11-26"};

    (void)state;
    copy_events(&a, &hub, (int64_t[]){1, 2}, 2);
    copy_events(&b, &hub, (int64_t[]){1, 2}, 2);
    say(&b, &second);
    assert_int_equal(count_rows(b.path, "matter WHERE step = 2"), 1); /* as its person thinks that it stands */
    say(&hub, &first);
    copy_events(&a, &hub, (int64_t[]){3}, 1);
    copy_events(&b, &hub, (int64_t[]){3}, 1);
    own = store_device(b.s)->id;
    assert_int_equal(store_set_verdict(b.s, &own, second.seq, VERDICT_CONFLICT, "the matter was at another step"), ERR_OK);
    assert_int_equal(store_set_revs(b.s, &own, second.seq, second.seq, "1.2", 4), ERR_OK);
    for (int i = 0; i < 2; i++) {
        const char *path = i ? b.path : a.path;

        assert_int_equal(count_rows(path, "matter WHERE step = 1 AND level = 2 AND waiting = 1"), 1);
        assert_int_equal(count_rows(path, "step"), 1);
    }
    assert_int_equal(count_outbox(&b, OUTBOX_CONFLICT), 1);
    assert_int_equal(count_outbox(&a, OUTBOX_CONFLICT), 0);
    world_close(&hub);
    world_close(&a);
    world_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(whatever_the_order), cmocka_unit_test(two_take_it_on)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
