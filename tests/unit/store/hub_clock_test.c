/* The hub's clock: urged when most of the time is gone, overdue when the day has passed, once for a step and level, shown a level
 * up as long as it is so. */
#include "hub_help.h"

#include "linli/upkeep.h"

#define DAY CLOCK_DAY_MS

struct scene {
    struct hubworld w;
    struct dev head, village, town;
    struct id home;
};

static struct scene scene(const char *name) {
    struct scene c = {.w = hub_open(name)};

    hub_towns(&c.w);
    assert_int_equal(hub_worker_add(c.w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, true), ERR_OK);
    assert_int_equal(hub_worker_add(c.w.s, "zhou", "周宁", ROLE_DESK, VILLAGE), ERR_OK);
    assert_int_equal(hub_worker_add(c.w.s, "qian", "钱进", ROLE_DESK, TOWN), ERR_OK);
    c.home = hub_household(&c.w, GRID, "1-1-101");
    c.head = dev_new(&c.w, "tang");
    c.village = dev_new(&c.w, "zhou");
    c.town = dev_new(&c.w, "qian");
    return c;
}

static void end(struct scene *c) {
    clock_set(TEST_NOW);
    clock_set_zone(CLOCK_ZONE_DEFAULT);
    dev_free(&c->head);
    dev_free(&c->village);
    dev_free(&c->town);
    hub_close(&c->w);
}

/* At the grid, due on 12-02 (ten days from the day of the test). */
static struct id open_matter(struct scene *c) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .level = LEVEL_GRID,
                       .area = GRID,
                       .due = "2026-12-02",
                       .household_count = 1};

    ev.households[0] = c->home;
    dev_say(&c->head, ev, "{\"summary\":\"漏水\"}");
    dev_push_all(&c->w, &c->head);
    return ev.entity;
}

static void at_day(int64_t days, int64_t hours) {
    clock_set(clock_day_start(clock_day(TEST_NOW) + days) + hours * 3600000);
}

static void check_clock(struct scene *c, int64_t urged, int64_t overdue) {
    struct hub_clocked done;

    assert_int_equal(hub_clock(c->w.s, 100, &done), ERR_OK);
    assert_int_equal(done.urged, urged);
    assert_int_equal(done.overdue, overdue);
    assert_false(done.more);
}

static void step(struct scene *c, struct dev *d, const struct id *matter, enum exit exit, enum step to, enum level level,
                 const char *due) {
    struct event ev = {.kind = KIND_STEP, .entity = *matter, .step = STEP_ACCEPT, .exit = exit, .to = to, .level = level};

    strcpy(ev.due, due);
    assert_string_equal(dev_push_verdict(&c->w, d, dev_say(d, ev, "{\"reason\":\"x\"}")), "");
}

/* 80 % of ten days are eight: to the instant at which the office's day begins. */
static void to_the_day(void **state) {
    struct scene c = scene("clock-day");
    struct id m = open_matter(&c);

    (void)state;
    at_day(8, 0);
    clock_set(clock_now() - 1);
    check_clock(&c, 0, 0);
    at_day(8, 0);
    check_clock(&c, 1, 0);
    check_clock(&c, 0, 0);
    at_day(11, 0);
    clock_set(clock_now() - 1); /* the last instant of its day */
    check_clock(&c, 0, 0);
    assert_false(hub_has(&c.w, &c.village.worker, &m));
    at_day(11, 0);
    check_clock(&c, 0, 1);
    check_clock(&c, 0, 0);
    assert_true(hub_has(&c.w, &c.village.worker, &m));
    assert_false(hub_has(&c.w, &c.town.worker, &m));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM reminder WHERE step = 1 AND level = 1"), 2);
    /* A clock that goes back and forth says nothing twice. */
    clock_set(1);
    check_clock(&c, 0, 0);
    at_day(500, 0);
    check_clock(&c, 0, 0);
    assert_int_equal(
        hub_sql(&c.w, "SELECT count(*) FROM event WHERE header LIKE '%matter.urged%' OR header LIKE '%matter.overdue%'"), 2);
    end(&c);
}

/* Days are those of the office. */
static void in_the_offices_zone(void **state) {
    struct scene c = scene("clock-zone");
    int64_t day = clock_day(TEST_NOW) + 11;

    (void)state;
    open_matter(&c);
    clock_set(day * DAY - 8 * 3600000); /* midnight in Shanghai */
    clock_set_zone(0);
    check_clock(&c, 1, 0);
    clock_set_zone(480);
    check_clock(&c, 0, 1);
    end(&c);
}

static void who_comes_late_is_not_urged_as_well(void **state) {
    struct scene c = scene("clock-late");

    (void)state;
    open_matter(&c);
    at_day(100, 0);
    check_clock(&c, 0, 1);
    at_day(101, 0);
    check_clock(&c, 0, 0);
    end(&c);
}

/* Settled, it is no longer overdue, and leaves the desk above, which it had never reached; the next step is urged anew. */
static void it_leaves_again(void **state) {
    struct scene c = scene("clock-leaves");
    struct id m = open_matter(&c);
    struct client desk = client_new(&c.village);

    (void)state;
    at_day(11, 0);
    check_clock(&c, 0, 1);
    client_pull(&c.w, &desk, 100);
    client_check(&c.w, &desk);
    assert_non_null(client_copy(&desk, &m));
    step(&c, &c.head, &m, EXIT_SETTLE, STEP_FOLLOW_UP, LEVEL_GRID, "2026-12-08");
    assert_false(hub_has(&c.w, &c.village.worker, &m));
    client_pull(&c.w, &desk, 100);
    assert_null(client_copy(&desk, &m));
    client_check(&c.w, &desk);
    at_day(17, 0);
    check_clock(&c, 0, 1);
    client_pull(&c.w, &desk, 100);
    assert_non_null(client_copy(&desk, &m));
    client_check(&c.w, &desk);
    client_free(&desk);
    end(&c);
}

/* Counted on the level that had it; who lifts it has a clock of their own. */
static void each_level_has_its_own(void **state) {
    struct scene c = scene("clock-levels");
    struct id m = open_matter(&c);

    (void)state;
    at_day(11, 0);
    check_clock(&c, 0, 1);
    step(&c, &c.head, &m, EXIT_ESCALATE, STEP_ACCEPT, LEVEL_VILLAGE, "2026-12-04");
    assert_int_equal(hub_sql(&c.w, "SELECT overdue FROM matter"), 0);
    check_clock(&c, 0, 0);
    at_day(13, 0);
    check_clock(&c, 0, 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM reminder WHERE level = 2"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE header LIKE '%\"area\":\"" VILLAGE "\"%matter.overdue%' OR "
                                   "(header LIKE '%matter.overdue%' AND header LIKE '%\"" VILLAGE "\"%')"),
                     1);
    assert_true(hub_has(&c.w, &c.town.worker, &m));
    /* Withdrawn: nothing is due any more, and nobody above has it. */
    assert_string_equal(dev_push_verdict(&c.w, &c.head, dev_withdraw(&c.head, &m, &c.head.id, 1)), "");
    assert_false(hub_has(&c.w, &c.town.worker, &m));
    at_day(60, 0);
    check_clock(&c, 0, 0);
    end(&c);
}

/* What the clock said is folded from the journal like all else. */
static void rebuilt_it_is_the_same(void **state) {
    struct scene c = scene("clock-rebuilt");

    (void)state;
    open_matter(&c);
    open_matter(&c);
    at_day(9, 0);
    check_clock(&c, 2, 0);
    at_day(11, 0);
    check_clock(&c, 0, 2);
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    assert_int_equal(hub_sql(&c.w, "SELECT sum(urged) * 10 + sum(overdue) FROM matter"), 22);
    check_clock(&c, 0, 0);
    hub_reopen(&c.w);
    check_clock(&c, 0, 0);
    end(&c);
}

/* Many at once go in pieces, each of which is whole. */
static void in_pieces(void **state) {
    struct scene c = scene("clock-pieces");
    struct hub_clocked done;
    int64_t passes = 0, all = 0;

    (void)state;
    for (int i = 0; i < 25; i++)
        open_matter(&c);
    at_day(11, 0);
    do {
        assert_int_equal(hub_clock(c.w.s, 10, &done), ERR_OK);
        assert_true(done.urged + done.overdue <= 10);
        all += done.overdue;
        passes++;
    } while (done.more);
    assert_int_equal(all, 25);
    assert_int_equal(passes, 3);
    end(&c);
}

/* Among very many that are not due yet a look costs no more than among few. */
static void among_very_many(void **state) {
    static const char many[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
                               "INSERT INTO matter(id, pos, number, kind, type, summary, open, step, level, due, area, opened, "
                               "triage, parties, reached, "
                               "step_day, urged) SELECT randomblob(16), i, '', 1, 1, '', i % 5 > 0, 1, 1, 20800 + i % 30, '', 0, "
                               "'', 1, 1, 20779, i % 3 = 0 "
                               "FROM n";
    struct scene c = scene("clock-many");
    int64_t before;

    (void)state;
    assert_int_equal(sqlite3_exec(c.w.s->db, many, NULL, NULL, NULL), SQLITE_OK);
    check_clock(&c, 0, 0);
    before = clock_monotonic();
    for (int i = 0; i < 100; i++)
        check_clock(&c, 0, 0);
    assert_true(clock_monotonic() - before < 500);
    end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_the_day),
        cmocka_unit_test(in_the_offices_zone),
        cmocka_unit_test(who_comes_late_is_not_urged_as_well),
        cmocka_unit_test(it_leaves_again),
        cmocka_unit_test(each_level_has_its_own),
        cmocka_unit_test(rebuilt_it_is_the_same),
        cmocka_unit_test(in_pieces),
        cmocka_unit_test(among_very_many),
    };

    clock_set(TEST_NOW);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
