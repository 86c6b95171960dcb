/* When a device syncs by itself, and how long it says that takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "sync/backoff.h"
#include "sync/plan.h"
#include "sync/rate.h"

static struct plan_view view_at(int64_t mono) {
    return (struct plan_view){.mono = mono, .now = 1000000000 + mono, .typed_at = mono - 5000, .loaded = true};
}

static enum plan_step next(struct plan *p, struct plan_view v, int64_t *wait) {
    return plan_next(p, &v, wait);
}

static void test_off_does_nothing(void **state) {
    struct plan p = {0};
    struct plan_view v = view_at(100000);
    int64_t wait;

    (void)state;
    v.head = 5;
    v.in_step = true;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, -1);
    p.asked = true;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
    /* a run that was asked for and failed is tried again all the same: its words say so */
    p.asked = false;
    v.next_try = v.now + 7000;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, 7000);
    v.now += 7000;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
}

static void test_first_run_waits_for_a_pause(void **state) {
    struct plan p = {.on = true};
    struct plan_view v = view_at(100000);
    int64_t wait;

    (void)state;
    v.loaded = false;
    v.typed_at = v.mono - 100;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, PLAN_LOAD_MS - 100);
    v.mono += wait;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
    plan_began(&p, 0);
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    v.in_step = true;
    assert_int_equal(next(&p, v, &wait), PLAN_WATCH);
    v.watching = true;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, -1);
}

/* What comes in a row goes in one batch: behind three seconds of quiet, and at the latest twenty behind the first. */
static void test_batches(void **state) {
    struct plan p = {.on = true, .begun = true};
    struct plan_view v = view_at(100000);
    int64_t wait, first = v.mono;

    (void)state;
    v.in_step = v.watching = true;
    for (v.head = 1; v.head <= 9; v.head++) {
        assert_int_equal(next(&p, v, &wait), PLAN_REST);
        assert_true(wait <= PLAN_QUIET_MS && wait > 0);
        v.mono += 2000;
        v.typed_at = v.mono - PLAN_PAUSE_MS;
    }
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    v.mono = first + PLAN_LONGEST_MS;
    v.typed_at = v.mono; /* even where somebody types on */
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
    plan_began(&p, v.head);
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, -1);

    v.head++;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, PLAN_QUIET_MS);
    v.mono += wait;
    v.typed_at = v.mono;
    assert_int_equal(next(&p, v, &wait), PLAN_REST); /* not into a key */
    v.mono += wait;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
}

/* What a hub does not take is not sent again and again. */
static void test_refused_rests(void **state) {
    struct plan p = {.on = true, .begun = true};
    struct plan_view v = view_at(100000);
    int64_t wait;

    (void)state;
    v.head = 3;
    plan_began(&p, 3);
    v.mono += 60000;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, -1);
}

static void test_backoff_is_kept(void **state) {
    struct plan p = {.on = true, .begun = true};
    struct plan_view v = view_at(100000);
    int64_t wait;

    (void)state;
    v.head = 3; /* more was entered */
    v.next_try = v.now + 20000;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, 20000);
    /* looked at again now and then: a machine that slept finds its time gone by */
    v.next_try = v.now + 600000;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    assert_int_equal(wait, PLAN_LOOK_MS);
    /* planned by a clock that was a year ahead */
    v.next_try = v.now + INT64_C(365) * 86400000;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
}

static void test_poll_that_breaks(void **state) {
    struct plan p = {.on = true, .begun = true};
    struct plan_view v = view_at(100000);
    int64_t wait, last = 0;

    (void)state;
    v.in_step = true;
    plan_broke(&p, v.mono, 0, 777);
    assert_int_equal(next(&p, v, &wait), PLAN_REST); /* no new poll before a run has gone well */
    assert_true(wait > 0 && wait <= PLAN_BREAK_MS);
    v.mono += wait;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
    for (int i = 0; i < 20; i++) {
        plan_began(&p, 0);
        assert_int_equal(next(&p, v, &wait), PLAN_WATCH);
        plan_broke(&p, v.mono, 0, 0);
        assert_int_equal(next(&p, v, &wait), PLAN_REST);
        assert_true(wait >= last && wait <= BACKOFF_LAST_MS + 1); /* a line that cuts every poll is asked ever more rarely */
        last = wait;
        v.mono += wait;
        v.typed_at = v.mono - 1000;
    }
    plan_answered(&p);
    plan_broke(&p, v.mono, 0, 0);
    next(&p, v, &wait);
    assert_true(wait <= PLAN_BREAK_MS);
    plan_broke(&p, v.mono, 90, 0); /* what the hub asks for */
    next(&p, v, &wait);
    assert_true(wait >= 90000);
}

/* A netbook that was closed for an hour: its long poll is of a line that nobody holds any more. */
static void test_sleep(void **state) {
    struct plan p = {.on = true, .begun = true};
    struct plan_view v = view_at(100000);
    int64_t wait;

    (void)state;
    v.in_step = v.watching = true;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    v.mono += 30000;
    v.now += 31000;
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    v.now += 3600000;
    assert_int_equal(next(&p, v, &wait), PLAN_RUN);
    plan_began(&p, 0);
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
    v.now -= 7200000; /* put back by hand */
    assert_int_equal(next(&p, v, &wait), PLAN_REST);
}

/* ---- time left */

static void test_rate_is_of_the_last_seconds(void **state) {
    struct rate r = {0};
    int64_t left = -1, done = 0;

    (void)state;
    for (int64_t ms = 0; ms <= 20000; ms += 250) {
        done = ms / 100; /* ten a second */
        rate_note(&r, 50000 + ms, done);
        left = rate_left(&r, 50000 + ms, 1000 - done);
        if (ms < RATE_LEAST_MS)
            assert_int_equal(left, -1); /* nothing is promised before it is known */
    }
    assert_int_equal(rate_each_second(&r), 10);
    assert_in_range(left, 78, 82);
}

/* While the speed wavers by a tenth, what is said only counts down. */
static void test_left_does_not_jump(void **state) {
    struct rate r = {0};
    int64_t done = 0, said = INT64_MAX;

    (void)state;
    for (int64_t second = 0; second < 90; second++) {
        int64_t left;

        done += second % 2 ? 11 : 9;
        rate_note(&r, second * 1000, done);
        left = rate_left(&r, second * 1000, 1000 - done);
        if (left < 0)
            continue;
        assert_true(left <= said);
        said = left;
    }
    assert_true(said < 15);
}

static void test_left_follows_the_truth(void **state) {
    struct rate r = {0};
    int64_t left = 0;

    (void)state;
    for (int64_t second = 0; second < 20; second++) {
        rate_note(&r, second * 1000, second * 100);
        left = rate_left(&r, second * 1000, 10000 - second * 100);
    }
    assert_in_range(left, 78, 90);
    for (int64_t second = 20; second < 40; second++) { /* ten times slower */
        rate_note(&r, second * 1000, 2000 + (second - 20) * 10);
        left = rate_left(&r, second * 1000, 8000);
    }
    assert_true(left > 600);
    for (int64_t second = 40; second < 60; second++) /* nothing moves: nothing is said */
        rate_note(&r, second * 1000, 2190);
    assert_int_equal(rate_left(&r, 60000, 8000), -1);
    assert_int_equal(rate_each_second(&r), 0);
}

static void test_words_of_time(void **state) {
    static const struct {
        int64_t seconds;
        const char *words;
    } cases[] = {{-1, ""},
                 {3, "a few seconds left"},
                 {11, "about 20 seconds left"},
                 {50, "about 50 seconds left"},
                 {51, "about 1 minute left"},
                 {61, "about 2 minutes left"},
                 {5400, "about 90 minutes left"},
                 {5401, "about 2 hours left"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf words = {0};

        rate_words(&words, cases[i].seconds);
        assert_string_equal(buf_text(&words), cases[i].words);
        buf_free(&words);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_off_does_nothing),
        cmocka_unit_test(test_first_run_waits_for_a_pause),
        cmocka_unit_test(test_batches),
        cmocka_unit_test(test_refused_rests),
        cmocka_unit_test(test_backoff_is_kept),
        cmocka_unit_test(test_poll_that_breaks),
        cmocka_unit_test(test_sleep),
        cmocka_unit_test(test_rate_is_of_the_last_seconds),
        cmocka_unit_test(test_left_does_not_jump),
        cmocka_unit_test(test_left_follows_the_truth),
        cmocka_unit_test(test_words_of_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
