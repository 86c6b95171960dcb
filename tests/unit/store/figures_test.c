/* Figures of a record: all at once and in pieces, without what was taken back; and those that a hub sent. */
#include "linli/figures.h"
#include "linli/read_figures.h"
#include "store_help.h"

#define MATTERS 700 /* more than two pieces */

static void append(struct world *w, struct event *ev, const struct words *words) {
    struct buf body = {0};

    body_write_words(&body, words);
    assert_int_equal(store_append(w->s, ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
}

/* Matter `i`: every tenth is taken back, every fourth settled, every fifth of those late. */
static void add_one(struct world *w, int i) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = i % 3 ? TYPE_WAGES : TYPE_LIFT,
                       .step = STEP_ACCEPT,
                       .level = LEVEL_VILLAGE};
    struct event step = {.kind = KIND_STEP,
                         .entity = ev.entity,
                         .step = STEP_ACCEPT,
                         .exit = EXIT_SETTLE,
                         .to = STEP_FOLLOW_UP,
                         .level = LEVEL_VILLAGE};
    struct event score = {.kind = KIND_ITEM, .entity = ev.entity, .item = ITEM_IS_EVALUATION, .party = 1, .score = 1 + i % 5};
    struct words words = {0};
    int64_t now = TEST_NOW - (i % 40) * CLOCK_DAY_MS;

    clock_set(now);
    snprintf(ev.area, sizeof ev.area, "430181.007.0%d", 1 + i % 4);
    snprintf(words.summary, sizeof words.summary, "%d", i);
    append(w, &ev, &words);
    if (i % 4 == 0) {
        clock_set(now + (i % 5 == 0 ? 3 : 0) * CLOCK_DAY_MS);
        clock_date(step.day, clock_now());
        clock_date(score.day, clock_now());
        append(w, &step, &words);
        append(w, &score, &words);
    }
    if (i % 10 == 9) {
        struct event back = {.kind = KIND_WITHDRAW, .entity = ev.entity, .device = store_device(w->s)->id, .replaces = ev.seq};

        append(w, &back, &words);
    }
    clock_set(TEST_NOW);
}

static const struct figure_cell *cell(const struct figures *f, enum figure figure, enum figure_by by, const char *key) {
    for (size_t i = 0; i < f->count; i++)
        if (f->cells[i].figure == figure && f->cells[i].by == by && strcmp(f->cells[i].key, key) == 0)
            return &f->cells[i];
    fail_msg("no cell of %s by %s", figure_code(figure), figure_by_code(by));
    return NULL;
}

static void the_same_at_once_and_in_pieces(void **state) {
    struct world w = world_open("figures");
    struct figures_ask asks[2] = {{.own = true}, {.own = true, .area = "430181.007.02"}};
    struct figures once, pieces[2];
    struct figures_work *work;
    int64_t expected = 0, lifts = 0, second = 0, settled = 0, late = 0;
    int turns = 0;
    bool done = false;

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < MATTERS; i++) {
        bool back = i % 10 == 9;

        add_one(&w, i);
        expected += !back;
        lifts += !back && i % 3 == 0;
        second += !back && i % 4 == 1;
        settled += !back && i % 4 == 0 && (i % 5 || i % 40 >= 3); /* what is said of days to come is not counted yet */
        late += !back && i % 4 == 0 && i % 5 == 0 && i % 40 >= 3;
    }
    assert_int_equal(store_commit(w.s), ERR_OK);
    assert_int_equal(figures_ask_own(w.s, &asks[0]), ERR_OK);
    asks[1].from = asks[0].from;
    asks[1].to = asks[0].to;
    asks[1].today = asks[0].today;
    assert_int_equal(figures_count(w.s, &asks[0], &once), ERR_OK);
    assert_int_equal(cell(&once, FIGURE_REPORTED, FIGURE_BY_ALL, "")->value, expected);
    assert_int_equal(cell(&once, FIGURE_REPORTED, FIGURE_BY_TYPE, "lift")->value, lifts);
    assert_int_equal(cell(&once, FIGURE_EVALUATED, FIGURE_BY_ALL, "")->of, settled);
    assert_int_equal(cell(&once, FIGURE_IN_TIME, FIGURE_BY_LEVEL, "village")->value, settled - late);
    assert_true(late > 5);

    assert_int_equal(figures_begin(&work, w.s, asks, 2), ERR_OK);
    while (!done && ++turns < 1000)
        assert_int_equal(figures_turn(work, 0, &done), ERR_OK);
    assert_true(turns > 2);
    figures_take(work, 0, &pieces[0]);
    figures_take(work, 1, &pieces[1]);
    figures_stop(work);
    assert_int_equal(pieces[0].count, once.count);
    for (size_t i = 0; i < once.count; i++) {
        assert_string_equal(pieces[0].cells[i].key, once.cells[i].key);
        assert_int_equal(pieces[0].cells[i].value, once.cells[i].value);
        assert_int_equal(pieces[0].cells[i].of, once.cells[i].of);
    }
    assert_int_equal(cell(&pieces[1], FIGURE_REPORTED, FIGURE_BY_ALL, "")->value, second);
    figures_begin(&work, w.s, asks, 2);
    figures_turn(work, 0, &done);
    figures_stop(work); /* at any time */
    figures_free(&once);
    figures_free(&pieces[0]);
    figures_free(&pieces[1]);
    world_close(&w);
}

static void send(struct world *w, const struct id *entity, const char *from, const char *text) {
    struct event ev = {.kind = KIND_FIGURES, .entity = *entity, .area = "430181.007"};
    struct words words = {.text = mem_dup(text)};

    strcpy(ev.day, from);
    strcpy(ev.due, "2026-11-22");
    append(w, &ev, &words);
    words_free(&words);
}

static enum err note_area(void *arg, const struct figures *f) {
    size_t *n = arg;

    assert_string_equal(f->ask.area, "430181.007");
    ++*n;
    return ERR_OK;
}

static void those_of_the_hub_are_the_newest_that_can_be_read(void **state) {
    struct world w = world_open("pulled");
    struct id entity = id_random();
    struct figures f;
    size_t n = 0;

    (void)state;
    assert_int_equal(figures_pulled(w.s, "430181.007", &f), ERR_NOT_FOUND);
    send(&w, &entity, "2025-01-01", "{\"figure\":\"reported\",\"value\":50}\n");
    send(&w, &entity, "2026-01-01", "{\"figure\":\"reported\",\"value\":60}\n");
    send(&w, &entity, "2026-01-01", "{\"figure\":\"reported\",\"value\":70}\n");
    assert_int_equal(figures_pulled(w.s, "430181.007", &f), ERR_OK);
    assert_int_equal(cell(&f, FIGURE_REPORTED, FIGURE_BY_ALL, "")->value, 70);
    figures_free(&f);
    assert_int_equal(figures_all_pulled(w.s, note_area, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_refold(w.s, &entity), ERR_OK);
    assert_int_equal(figures_pulled(w.s, "430181.007", &f), ERR_OK);
    assert_int_equal(cell(&f, FIGURE_REPORTED, FIGURE_BY_ALL, "")->value, 70);
    figures_free(&f);
    send(&w, &entity, "2026-01-01", "no lines");
    send(&w, &entity, "a day", "{\"figure\":\"reported\",\"value\":80}\n");
    assert_int_equal(figures_pulled(w.s, "430181.007", &f), ERR_NOT_FOUND);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_at_once_and_in_pieces),
        cmocka_unit_test(those_of_the_hub_are_the_newest_that_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
