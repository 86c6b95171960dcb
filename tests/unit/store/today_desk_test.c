/* Today of a desk, on set days: what waits and for whom, what is due at its level and below, terms, tasks, confirmations over
 * month ends and a leap day, reviews. */
#include "store_help.h"
#include "linli/items.h"
#include "linli/today.h"

#define DAY(n) (TEST_NOW + (n)*CLOCK_DAY_MS)

static struct id me, other;

static size_t rows_of(struct world *w, enum today_rule rule) {
    struct today t = {.rows = NULL};
    size_t count = 0;

    assert_int_equal(today_read(w->s, 60, &t), ERR_OK);
    for (size_t i = 0; i < t.count; i++)
        count += t.rows[i].rule == rule;
    for (size_t i = 1; i < t.count; i++)
        assert_true(today_compare(&t.rows[i - 1], &t.rows[i]) <= 0);
    today_free(&t);
    return count;
}

static struct world desk(const char *name, const char *area) {
    struct world w = world_open(name);

    me = id_random();
    other = id_random();
    assert_int_equal(store_set(w.s, "worker.area", area), ERR_OK);
    assert_int_equal(store_set_worker(w.s, &me, NULL), ERR_OK);
    return w;
}

static void on(const char *day) {
    int64_t at;

    assert_true(clock_parse(&at, day));
    clock_set(at + 36000000);
}

static struct id matter(struct world *w, enum level level, const struct id *by) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .step = STEP_ACCEPT,
                       .level = level,
                       .by = *by,
                       .party = 2,
                       .number = "M-26-T2-001",
                       .area = "430181.007.01.01"};
    struct party parties[2] = {{.name = "甲方"}, {.name = "乙方"}};
    struct words words = {.parties = parties, .party_count = 2, .summary = "漏水"};
    struct buf body = {0};

    body_write_words(&body, &words);
    assert_int_equal(store_set_worker(w->s, by, NULL), ERR_OK); /* whose device wrote it */
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    assert_int_equal(store_set_worker(w->s, &me, NULL), ERR_OK);
    buf_free(&body);
    return ev.entity;
}

static void step(struct world *w, const struct id *m, enum step at, enum exit exit, enum step to, enum level level,
                 const struct id *who, const char *due) {
    struct event ev = {.kind = KIND_STEP, .entity = *m, .step = at, .exit = exit, .to = to, .level = level, .by = other};

    if (exit == EXIT_HAND)
        ev.other = *who;
    else
        ev.by = *who;
    snprintf(ev.due, sizeof ev.due, "%s", due);
    assert_int_equal(store_append(w->s, &ev, "{\"reason\":\"说不拢\"}", strlen("{\"reason\":\"说不拢\"}"), NULL), ERR_OK);
}

static int64_t item(struct world *w, const struct id *m, enum item kind, const char *const pairs[], int64_t about) {
    struct item_values v = {.item = kind};
    struct event ev = {.kind = KIND_ITEM, .entity = *m, .item = kind};
    struct buf body = {0};
    char id[EVENT_ID_SIZE];

    for (size_t i = 0; pairs[i]; i += 2)
        items_set(&v, items_field(kind, pairs[i]), pairs[i + 1]);
    if (about) {
        read_event_id(id, &store_device(w->s)->id, about);
        items_set(&v,
                  items_field(kind, kind == ITEM_IS_PROMISE || kind == ITEM_IS_ANSWER ? "task"
                                    : kind == ITEM_IS_KEPT                            ? "term"
                                                                                      : "agreement"),
                  id);
    }
    items_write(&ev, &body, &v);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    items_free(&v);
    return ev.seq;
}

static void what_waits_and_for_whom(void **state) {
    struct world w = desk("desk-waits", "430181.007.01");
    struct id m = matter(&w, LEVEL_GRID, &other), handed = matter(&w, LEVEL_VILLAGE, &other);
    struct today t = {.rows = NULL};

    (void)state;
    assert_int_equal(rows_of(&w, TODAY_RULE_WAITING), 0);
    step(&w, &m, STEP_ACCEPT, EXIT_ESCALATE, STEP_ACCEPT, LEVEL_VILLAGE, &other, "2026-11-22");
    assert_int_equal(rows_of(&w, TODAY_RULE_WAITING), 1);
    assert_int_equal(rows_of(&w, TODAY_RULE_DUE), 0); /* it stands once */
    assert_int_equal(today_read(w.s, 60, &t), ERR_OK);
    assert_true(id_equal(&t.rows[0].id, &m));
    assert_string_equal(t.rows[0].said, "说不拢");
    assert_int_equal(t.rows[0].exit, EXIT_ESCALATE);
    assert_true(t.desk);
    today_free(&t);
    step(&w, &handed, STEP_ACCEPT, EXIT_HAND, STEP_ACCEPT, LEVEL_VILLAGE, &other, "");
    assert_int_equal(rows_of(&w, TODAY_RULE_OFFERED), 0); /* to somebody else */
    step(&w, &handed, STEP_ACCEPT, EXIT_HAND, STEP_ACCEPT, LEVEL_VILLAGE, &me, "");
    assert_int_equal(rows_of(&w, TODAY_RULE_OFFERED), 1);
    step(&w, &handed, STEP_ACCEPT, EXIT_TAKE, STEP_ACCEPT, LEVEL_VILLAGE, &me, "");
    assert_int_equal(rows_of(&w, TODAY_RULE_OFFERED), 0);
    step(&w, &m, STEP_ACCEPT, EXIT_ESCALATE, STEP_ACCEPT, LEVEL_TOWN, &me, "2026-11-22");
    assert_int_equal(rows_of(&w, TODAY_RULE_WAITING), 0); /* at another level */
    world_close(&w);
}

static void overdue_here_and_below(void **state) {
    struct world w = desk("desk-below", "430181.007.01");
    struct id below = matter(&w, LEVEL_GRID, &other), here = matter(&w, LEVEL_VILLAGE, &other),
              above = matter(&w, LEVEL_TOWN, &other);
    struct id mine = matter(&w, LEVEL_TOWN, &me);
    struct matters_filter f = {.which = MATTERS_BELOW};
    struct read_heads heads;
    int64_t count;

    (void)state;
    (void)above;
    (void)mine;
    clock_set(DAY(1));
    assert_int_equal(rows_of(&w, TODAY_RULE_DUE), 2); /* of the level, and an own one above */
    assert_int_equal(rows_of(&w, TODAY_RULE_BELOW), 0);
    clock_set(DAY(2));
    assert_int_equal(rows_of(&w, TODAY_RULE_OVERDUE), 2);
    assert_int_equal(rows_of(&w, TODAY_RULE_BELOW), 1);
    assert_int_equal(read_matters_count(w.s, &f, &count), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(read_matters_heads(w.s, &heads), ERR_OK);
    assert_int_equal(heads.below, 1);
    assert_int_equal(heads.overdue, 4);
    assert_int_equal(heads.waiting, 0);
    step(&w, &below, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_GRID, &other, "2026-12-30");
    step(&w, &here, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE, &other, "2026-12-30");
    assert_int_equal(rows_of(&w, TODAY_RULE_BELOW), 0);
    assert_int_equal(rows_of(&w, TODAY_RULE_OVERDUE), 1);
    world_close(&w);
}

static void urged_ones_stand_in_today(void **state) {
    struct world w = desk("desk-urged", "430181.007.01");
    struct id m = matter(&w, LEVEL_VILLAGE, &other);
    struct event urged = {.kind = KIND_URGED, .entity = m, .step = STEP_ASSESS, .level = LEVEL_VILLAGE};

    (void)state;
    step(&w, &m, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE, &other, "2026-12-02");
    assert_int_equal(rows_of(&w, TODAY_RULE_URGED), 0);
    assert_int_equal(store_append(w.s, &urged, NULL, 0, NULL), ERR_OK);
    assert_int_equal(rows_of(&w, TODAY_RULE_URGED), 1); /* ten days ahead */
    on("2026-12-01");
    assert_int_equal(rows_of(&w, TODAY_RULE_URGED), 1);
    assert_int_equal(rows_of(&w, TODAY_RULE_SOON), 0);
    on("2026-12-02");
    assert_int_equal(rows_of(&w, TODAY_RULE_URGED), 0);
    assert_int_equal(rows_of(&w, TODAY_RULE_DUE), 1);
    world_close(&w);
}

/* Terms remind from three days before, tasks by the day that was promised; over a month's end and a leap day. */
static void what_was_promised(void **state) {
    struct world w = desk("desk-promised", "430181.007.01");
    struct id m = matter(&w, LEVEL_VILLAGE, &me);
    int64_t agreement, term, task;

    (void)state;
    agreement = item(&w, &m, ITEM_IS_AGREEMENT, (const char *const[]){"made", "oral", "day", "2028-02-01", NULL}, 0);
    term =
        item(&w, &m, ITEM_IS_TERM, (const char *const[]){"party", "1", "does", "付两千元", "due", "2028-02-29", NULL}, agreement);
    task = item(&w, &m, ITEM_IS_TASK, (const char *const[]){"does", "查水管", "due", "2028-02-27", NULL}, 0);
    on("2028-02-25");
    assert_int_equal(rows_of(&w, TODAY_RULE_TERM_SOON), 0);
    on("2028-02-26");
    assert_int_equal(rows_of(&w, TODAY_RULE_TERM_SOON), 1);
    on("2028-02-27");
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK), 1);
    item(&w, &m, ITEM_IS_PROMISE, (const char *const[]){"due", "2028-03-01", NULL}, task);
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK), 0);
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK_SOON), 1);
    on("2028-02-29");
    assert_int_equal(rows_of(&w, TODAY_RULE_TERM), 1);
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK_SOON), 1);
    on("2028-03-01");
    assert_int_equal(rows_of(&w, TODAY_RULE_TERM_LATE), 1);
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK), 1);
    item(&w, &m, ITEM_IS_ANSWER, (const char *const[]){"day", "2028-03-01", "words", "已修好", NULL}, task);
    item(&w, &m, ITEM_IS_KEPT, (const char *const[]){"day", "2028-03-01", "answer", "yes", NULL}, term);
    assert_int_equal(rows_of(&w, TODAY_RULE_TASK) + rows_of(&w, TODAY_RULE_TASK_LATE), 0);
    assert_int_equal(rows_of(&w, TODAY_RULE_TERM_LATE), 0);
    world_close(&w);
}

/* 20, 25 and 29 days after an agreement of the last day of a month; not before, not once the 30 days are over. */
static void confirmations_warn(void **state) {
    static const struct {
        const char *day;
        enum today_rule rule;
    } rows[] = {{"2028-02-19", TODAY_RULES},
                {"2028-02-20", TODAY_RULE_CONFIRM_SOON},
                {"2028-02-24", TODAY_RULE_CONFIRM_SOON},
                {"2028-02-25", TODAY_RULE_CONFIRM_NEAR},
                {"2028-02-28", TODAY_RULE_CONFIRM_NEAR},
                {"2028-02-29", TODAY_RULE_CONFIRM_LAST},
                {"2028-03-01", TODAY_RULE_CONFIRM_LAST},
                {"2028-03-02", TODAY_RULES}};
    struct world w = desk("desk-confirm", "430181.007.01");
    struct id m;

    (void)state;
    on("2028-01-20");
    m = matter(&w, LEVEL_VILLAGE, &me);
    on("2028-01-31");
    step(&w, &m, STEP_ACCEPT, EXIT_NONE, STEP_AGREE, LEVEL_VILLAGE, &me, "2028-02-02");
    item(&w, &m, ITEM_IS_AGREEMENT, (const char *const[]){"made", "oral", "day", "2028-01-31", "excluded", "no", NULL}, 0);
    step(&w, &m, STEP_AGREE, EXIT_NONE, STEP_CONFIRM, LEVEL_VILLAGE, &me, "2028-03-01");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        on(rows[i].day);
        for (enum today_rule r = TODAY_RULE_WAITING; r < TODAY_RULES; r++)
            if (today_source_of(r) == TODAY_CONFIRM)
                assert_int_equal(rows_of(&w, r), r == rows[i].rule);
    }
    assert_int_equal(rows_of(&w, TODAY_RULE_OVERDUE), 1);
    on("2028-02-29");
    item(&w, &m, ITEM_IS_APPLIED, (const char *const[]){"day", "2028-02-29", NULL}, 0);
    assert_int_equal(rows_of(&w, TODAY_RULE_CONFIRM_LAST), 0);
    world_close(&w);
}

static void reviews_come_round(void **state) {
    struct world w = desk("desk-review", "430181.007.01"), head = desk("desk-review-head", "430181.007.01.01");

    (void)state;
    assert_int_equal(rows_of(&w, TODAY_RULE_REVIEW), 0); /* nothing is open */
    matter(&w, LEVEL_VILLAGE, &other);
    assert_int_equal(rows_of(&w, TODAY_RULE_REVIEW), 1);
    on("2028-02-25");
    assert_int_equal(today_reviewed(w.s), ERR_OK);
    on("2028-03-02");
    assert_int_equal(rows_of(&w, TODAY_RULE_REVIEW), 0);
    on("2028-03-03"); /* seven days, one of them the 29th */
    assert_int_equal(rows_of(&w, TODAY_RULE_REVIEW), 1);
    matter(&head, LEVEL_GRID, &me);
    assert_int_equal(rows_of(&head, TODAY_RULE_REVIEW), 0);
    world_close(&w);
    world_close(&head);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_waits_and_for_whom),   cmocka_unit_test(overdue_here_and_below),
                                       cmocka_unit_test(urged_ones_stand_in_today), cmocka_unit_test(what_was_promised),
                                       cmocka_unit_test(confirmations_warn),        cmocka_unit_test(reviews_come_round)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
