/* Today from a made-up record: each source, its edges, promises against a plain model, what is bounded, news. */
#include "store_help.h"
#include "linli/draft.h"
#include "linli/story.h"
#include "linli/today.h"

#define DAY(n) (TEST_NOW + (n)*CLOCK_DAY_MS)

static struct today now_today(struct world *w) {
    struct today t = {.rows = NULL};

    assert_int_equal(today_read(w->s, 60, &t), ERR_OK);
    for (size_t i = 1; i < t.count; i++)
        assert_true(today_compare(&t.rows[i - 1], &t.rows[i]) <= 0);
    return t;
}

/* How many rows have this rule and household (NULL: any). */
static size_t rows_of(const struct today *t, enum today_rule rule, const struct id *household) {
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        count += t->rows[i].rule == rule && (!household || id_equal(&t->rows[i].household, household));
    return count;
}

static void expect(struct world *w, enum today_rule rule, const struct id *household, size_t count) {
    struct today t = now_today(w);

    assert_int_equal(rows_of(&t, rule, household), count);
    today_free(&t);
}

static int64_t visit(struct world *w, const struct id *household, int64_t at, const char *next) {
    struct event ev = {.kind = KIND_VISIT, .entity = *household, .outcome = OUTCOME_NOBODY, .purpose = PURPOSE_ROUTINE, .at = at};

    snprintf(ev.next, sizeof ev.next, "%s", next);
    assert_int_equal(store_append(w->s, &ev, NULL, 0, NULL), ERR_OK);
    return ev.seq;
}

static struct id matter(struct world *w, const struct id *household, int64_t at) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .step = STEP_ACCEPT,
                       .at = at,
                       .number = "M-26-T2-001"};
    struct party parties[2] = {{.name = "甲方", .door = "别处"}, {.name = "乙方", .household = *household}};
    struct words words = {.parties = parties, .party_count = 2, .summary = "漏水"};
    struct buf body = {0};

    body_write_words(&body, &words);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.entity;
}

static void need(struct world *w, const struct id *household, const char *until, const char *next) {
    struct event ev = {.kind = KIND_NEED, .entity = *household, .need = NEED_MEALS, .at = DAY(-20)};

    snprintf(ev.until, sizeof ev.until, "%s", until);
    snprintf(ev.next, sizeof ev.next, "%s", next);
    assert_int_equal(store_append(w->s, &ev, NULL, 0, NULL), ERR_OK);
}

static void matters_by_their_day(void **state) {
    int64_t days = kinds_step_days(STEP_ACCEPT);
    struct world w = world_open("today-matters");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲"), m;
    struct today t;

    (void)state;
    matter(&w, &h, DAY(-days));
    m = matter(&w, &h, DAY(-days - 1));
    matter(&w, &h, DAY(3 - days));
    matter(&w, &h, DAY(4 - days));
    t = now_today(&w);
    assert_int_equal(rows_of(&t, TODAY_RULE_OVERDUE, &h), 1);
    assert_int_equal(rows_of(&t, TODAY_RULE_DUE, &h), 1);
    assert_int_equal(rows_of(&t, TODAY_RULE_SOON, &h), 1);
    assert_true(id_equal(&t.rows[0].id, &m));
    assert_string_equal(t.rows[0].who, "甲方 / 乙方");
    assert_string_equal(t.rows[0].title, "漏水");
    assert_int_equal(t.rows[0].due, clock_day(TEST_NOW) - 1);
    today_free(&t);
    withdraw(&w, &m, store_device(w.s)->head_seq - 2);
    expect(&w, TODAY_RULE_OVERDUE, NULL, 0);
    world_close(&w);
}

static void promises_are_kept_or_moved(void **state) {
    struct world w = world_open("today-promises");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲");
    int64_t seq;

    (void)state;
    visit(&w, &h, DAY(-10), "2026-11-22");
    expect(&w, TODAY_RULE_REVISIT, &h, 1);
    visit(&w, &h, DAY(-5), ""); /* before the day: the promise stands */
    expect(&w, TODAY_RULE_REVISIT, &h, 1);
    visit(&w, &h, DAY(-20), "2026-11-30"); /* entered late, made before: it does not count */
    expect(&w, TODAY_RULE_REVISIT, &h, 1);
    seq = visit(&w, &h, TEST_NOW - 3600000, "");
    expect(&w, TODAY_RULE_REVISIT, &h, 0);
    withdraw(&w, &h, seq);
    expect(&w, TODAY_RULE_REVISIT, &h, 1);
    seq = visit(&w, &h, DAY(-1), "2026-11-25"); /* another day was named */
    expect(&w, TODAY_RULE_REVISIT, &h, 0);
    expect(&w, TODAY_RULE_REVISIT_SOON, &h, 1);
    withdraw(&w, &h, seq);
    expect(&w, TODAY_RULE_REVISIT, &h, 1);
    clock_set(DAY(1));
    expect(&w, TODAY_RULE_REVISIT_LATE, &h, 1);
    clock_set(DAY(61)); /* by now it is one that was not visited for long */
    expect(&w, TODAY_RULE_REVISIT_LATE, &h, 0);
    expect(&w, TODAY_RULE_UNVISITED, &h, 1);
    world_close(&w);
}

/* --- promises against a model --- */

#define HOMES 6
#define VISITS 160

struct made {
    int home;
    int64_t at, day; /* of the promise, 0 none */
    bool withdrawn;
};

/* The definition, word for word. */
static bool stands(const struct made *all, size_t count, size_t one) {
    const struct made *p = &all[one];

    if (!p->day || p->withdrawn)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct made *l = &all[i];
        bool later = l->at > p->at || (l->at == p->at && i > one);

        if (l->home == p->home && !l->withdrawn && later && (l->day || clock_day(l->at) >= p->day))
            return false;
    }
    return p->day >= clock_day(TEST_NOW) - 60 && p->day <= clock_day(TEST_NOW) + 3;
}

static void promises_are_as_defined(void **state) {
    struct world w = world_open("today-model");
    struct made all[VISITS];
    unsigned seed = 11;

    (void)state;
    for (int i = 0; i < HOMES; i++)
        add_household(&w, "1.2.3.4", (char[]){'1', '-', '1', '-', '1', '0', (char)('1' + i), 0}, "甲");
    for (size_t i = 0; i < VISITS; i++) {
        struct made *m = &all[i];
        char next[CLOCK_DATE_SIZE] = "";
        int64_t seq;

        seed = seed * 1103515245u + 12345;
        *m = (struct made){.home = (int)((seed >> 16) % HOMES), .at = DAY(-(int64_t)(seed >> 20 & 63))};
        if (seed >> 28 & 1) {
            m->day = clock_day(m->at) + (int64_t)(seed >> 13 & 31) - 2;
            clock_date(next, clock_day_start(m->day));
        }
        seq = visit(&w, &w.households[m->home], m->at, next);
        if ((seed >> 24 & 3) == 0) {
            m->withdrawn = true;
            withdraw(&w, &w.households[m->home], seq);
        }
        for (int home = 0; home < HOMES && i % 8 == 7; home++) {
            struct today t = now_today(&w);
            size_t wanted = 0, found = 0;

            for (size_t k = 0; k <= i; k++)
                wanted += all[k].home == home && stands(all, i + 1, k);
            found += rows_of(&t, TODAY_RULE_REVISIT_LATE, &w.households[home]);
            found += rows_of(&t, TODAY_RULE_REVISIT, &w.households[home]);
            found += rows_of(&t, TODAY_RULE_REVISIT_SOON, &w.households[home]);
            assert_int_equal(found, wanted);
            assert_in_range(found, 0, 1);
            today_free(&t);
        }
    }
    world_close(&w);
}

static void not_visited_for_long(void **state) {
    static const char *const statuses[] = {"", "lived", "let", "empty", "moved"};
    struct world w = world_open("today-long");
    struct household h = {.area = "1.2.3.4", .head = "甲"};
    struct id ids[5];
    struct today t;
    bool more;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        ids[i] = id_random();
        snprintf(h.status, sizeof h.status, "%s", statuses[i]);
        h.door.room[0] = (char)('1' + i);
        say_household(&w, &ids[i], &h, HOUSEHOLD_ALL);
    }
    t = now_today(&w);
    assert_int_equal(t.of[TODAY_RULE_NEVER], 3);
    assert_int_equal(t.count, 3);
    today_free(&t);
    visit(&w, &ids[0], DAY(-60), "");
    visit(&w, &ids[1], DAY(-61), "");
    visit(&w, &ids[3], DAY(-200), "");
    t = now_today(&w);
    assert_int_equal(t.of[TODAY_RULE_NEVER], 1);
    assert_int_equal(t.of[TODAY_RULE_UNVISITED], 1);
    assert_int_equal(today_count(&t, TODAY_GROUP_LONG, &more), 2);
    assert_false(more);
    assert_int_equal(rows_of(&t, TODAY_RULE_UNVISITED, &ids[1]), 1);
    today_free(&t);
    world_close(&w);
}

static enum err count_needs(void *arg, const struct due_row *d) {
    *(size_t *)arg += d->kind == DUE_NEED;
    return ERR_OK;
}

/* Today and what is due at the door have the same promises. */
static void expect_care(struct world *w, const struct id *household, size_t count) {
    size_t at_the_door = 0;

    expect(w, TODAY_RULE_CARE, household, count);
    assert_int_equal(read_due(w->s, household, count_needs, &at_the_door), ERR_OK);
    assert_int_equal(at_the_door, count);
}

static void care_needs_remind(void **state) {
    struct world w = world_open("today-care");
    struct id a = add_household(&w, "1.2.3.4", "1-1-101", "甲"), b = add_household(&w, "1.2.3.4", "1-1-102", "乙");

    (void)state;
    need(&w, &a, "2027-03-01", "2026-11-22");
    need(&w, &a, "2026-11-20", "2026-11-20"); /* lapsed: reminds of nothing */
    expect_care(&w, &a, 1);
    expect_care(&w, &b, 0);
    expect(&w, TODAY_RULE_CARE_LATE, &a, 0);
    visit(&w, &a, DAY(-1), ""); /* before the day */
    expect_care(&w, &a, 1);
    visit(&w, &a, TEST_NOW, "");
    expect_care(&w, &a, 0);
    need(&w, &b, "2026-11-29", "");
    expect(&w, TODAY_RULE_CONSENT_ENDS, &b, 1);
    need(&w, &b, "2027-11-29", ""); /* it goes on */
    expect(&w, TODAY_RULE_CONSENT_ENDS, &b, 0);
    withdraw(&w, &b, store_device(w.s)->head_seq);
    expect(&w, TODAY_RULE_CONSENT_ENDS, &b, 1);
    world_close(&w);
}

static void drafts_stand_there(void **state) {
    struct world w = world_open("today-drafts");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲");
    char subject[ID_TEXT_SIZE];
    struct today t;

    (void)state;
    id_text(subject, &h);
    assert_int_equal(draft_save(w.s, &(struct draft){"visit", subject, 1}, "note", "半句", true), ERR_OK);
    assert_int_equal(draft_save(w.s, &(struct draft){"matter", "", 1}, "summary", "漏", true), ERR_OK);
    t = now_today(&w);
    assert_int_equal(rows_of(&t, TODAY_RULE_DRAFT, NULL), 2);
    assert_int_equal(rows_of(&t, TODAY_RULE_DRAFT, &h), 1);
    today_free(&t);
    assert_int_equal(draft_drop(w.s, "visit", subject), ERR_OK);
    expect(&w, TODAY_RULE_DRAFT, NULL, 1);
    world_close(&w);
}

/* Doors that were never visited do not hide those whose visit was long ago, nor the other way round. */
static void both_kinds_of_long_are_shown(void **state) {
    static const size_t shown[][4] = {{12, 0, 10, 0}, {12, 3, 7, 3}, {12, 8, 5, 5}, {2, 12, 2, 8}, {0, 12, 0, 10}};

    (void)state;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        struct world w = world_open("today-both");
        struct today t;

        assert_int_equal(store_begin(w.s), ERR_OK);
        for (size_t k = 0; k < shown[i][0] + shown[i][1]; k++) {
            struct id h = add_household(&w, "1.2.3.4", "2-2-202", "乙");

            if (k < shown[i][1])
                visit(&w, &h, DAY(-100), "");
        }
        assert_int_equal(store_commit(w.s), ERR_OK);
        t = now_today(&w);
        assert_int_equal(t.of[TODAY_RULE_NEVER], shown[i][0]);
        assert_int_equal(t.of[TODAY_RULE_UNVISITED], shown[i][1]);
        assert_int_equal(rows_of(&t, TODAY_RULE_NEVER, NULL), shown[i][2]);
        assert_int_equal(rows_of(&t, TODAY_RULE_UNVISITED, NULL), shown[i][3]);
        today_free(&t);
        world_close(&w);
    }
}

/* However much there is, what is read is bounded and what is counted is exact up to its bound. */
static void much_is_counted(void **state) {
    struct world w = world_open("today-much");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲");
    struct today t;
    bool more;

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < 150; i++)
        matter(&w, &h, DAY(-30 - i % 7));
    for (int i = 0; i < 30; i++)
        add_household(&w, "1.2.3.4", "2-2-202", "乙");
    assert_int_equal(store_commit(w.s), ERR_OK);
    t = now_today(&w);
    assert_int_equal(t.of[TODAY_RULE_OVERDUE], 150);
    assert_int_equal(rows_of(&t, TODAY_RULE_OVERDUE, NULL), TODAY_ROWS_MAX);
    assert_int_equal(t.of[TODAY_RULE_NEVER], 31);
    assert_int_equal(rows_of(&t, TODAY_RULE_NEVER, NULL), TODAY_LONG_MAX);
    today_free(&t);
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < TODAY_COUNT_MAX; i++)
        add_household(&w, "1.2.3.4", "2-2-202", "乙");
    assert_int_equal(store_commit(w.s), ERR_OK);
    t = now_today(&w);
    assert_int_equal(today_count(&t, TODAY_GROUP_LONG, &more), TODAY_COUNT_MAX);
    assert_true(more);
    today_free(&t);
    world_close(&w);
}

/* --- news --- */

struct sent {
    struct world *to;
    int64_t rev;
    struct id by;
};

static enum err put(void *arg, const struct raw_event *raw) {
    struct sent *s = arg;
    struct raw_event copy = *raw;
    bool fresh;

    copy.town = "1.2";
    copy.rev = s->rev;
    copy.verdict = VERDICT_ACCEPTED;
    return store_put(s->to->s, &copy, false, &fresh);
}

/* The newest event of one device arrives at another, with a rev. */
static void send(struct world *from, struct world *to, int64_t rev) {
    struct sent s = {.to = to, .rev = rev};

    assert_int_equal(store_begin(to->s), ERR_OK);
    assert_int_equal(store_events(from->s, &store_device(from->s)->id, store_device(from->s)->head_seq, 1, put, &s), ERR_OK);
    assert_int_equal(store_commit(to->s), ERR_OK);
}

static void join(struct world *w, const struct id *worker) {
    assert_int_equal(store_set(w->s, "worker.area", "1.2.3.4"), ERR_OK);
    assert_int_equal(store_set_worker(w->s, worker, NULL), ERR_OK);
}

static void others_are_news_until_opened(void **state) {
    struct world a = world_open("news-a"), b = world_open("news-b"), mine = world_open("news-c");
    struct id one = id_random(), two = id_random(), h;

    (void)state;
    join(&a, &one);
    join(&b, &two);
    join(&mine, &two); /* another device of the same worker */
    assert_int_equal(store_pull_all(b.s, true), ERR_OK);
    h = add_household(&a, "1.2.3.4", "1-1-101", "甲");
    send(&a, &b, 1);
    add_visit(&a, &h, OUTCOME_MET, "第一次");
    send(&a, &b, 2); /* with everything from the beginning: no news */
    assert_int_equal(store_pull_all(b.s, false), ERR_OK);
    expect(&b, TODAY_RULE_NEWS, NULL, 0);
    rename_household(&a, &h, "甲甲"); /* a roster: no news */
    send(&a, &b, 3);
    expect(&b, TODAY_RULE_NEWS, NULL, 0);
    add_visit(&mine, &h, OUTCOME_MET, "自己");
    send(&mine, &b, 4);
    expect(&b, TODAY_RULE_NEWS, NULL, 0);
    add_visit(&a, &h, OUTCOME_MET, "第二次");
    send(&a, &b, 5);
    expect(&b, TODAY_RULE_NEWS, &h, 1);
    /* what enters comes with its history: only what was done since the last sync is news */
    assert_int_equal(store_set_int(b.s, "sync.last_done", TEST_NOW), ERR_OK);
    for (int i = 0; i < 2; i++) {
        struct id m = matter(&a, &h, i ? TEST_NOW + 1000 : DAY(-1));

        assert_int_equal(store_begin(b.s), ERR_OK);
        assert_int_equal(store_entered(b.s, &m, "1.2", 8 + 2 * i), ERR_OK);
        assert_int_equal(store_commit(b.s), ERR_OK);
        send(&a, &b, 7 + 2 * i);
        expect(&b, TODAY_RULE_NEWS, NULL, (size_t)(1 + i));
    }
    news_seen(b.s, &h);
    expect(&b, TODAY_RULE_NEWS, NULL, 1);
    world_reopen(&b); /* what was opened stays so, what was not, too */
    expect(&b, TODAY_RULE_NEWS, NULL, 1);
    assert_int_equal(count_rows(b.path, "news"), 1);
    add_visit(&a, &h, OUTCOME_MET, "第三次");
    send(&a, &b, 12);
    assert_int_equal(store_leave(b.s, &h), ERR_OK);
    assert_int_equal(count_rows(b.path, "news"), 1);
    world_close(&a);
    world_close(&b);
    world_close(&mine);
}

static void an_empty_record_has_nothing(void **state) {
    struct world w = world_open("today-empty");
    struct today t = now_today(&w);
    int64_t stamp = today_stamp(w.s);

    (void)state;
    assert_int_equal(t.count, 0);
    today_free(&t);
    t = now_today(&w);
    assert_int_equal(today_stamp(w.s), stamp);
    add_household(&w, "1.2.3.4", "1-1-101", "甲");
    assert_int_not_equal(today_stamp(w.s), stamp);
    today_free(&t);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matters_by_their_day),
        cmocka_unit_test(promises_are_kept_or_moved),
        cmocka_unit_test(promises_are_as_defined),
        cmocka_unit_test(not_visited_for_long),
        cmocka_unit_test(care_needs_remind),
        cmocka_unit_test(drafts_stand_there),
        cmocka_unit_test(both_kinds_of_long_are_shown),
        cmocka_unit_test(much_is_counted),
        cmocka_unit_test(others_are_news_until_opened),
        cmocka_unit_test(an_empty_record_has_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
