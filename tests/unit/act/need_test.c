/* Care needs and looks at numbers: consent, days, no illness; a look is written down before the number is shown. */
#include "act_help.h"
#include "linli/illness.h"
#include "linli/act_need.h"
#include "linli/print.h"
#include "linli/undo.h"

static const char roster[] = "户号,楼栋,单元,室,户主,姓名,与户主关系,电话\n"
                             "1,3,2,501,张伟,张伟,户主,13800001234\n"
                             "1,3,2,501,张伟,王芳,配偶,\n";

static const char two[] = "户号,楼栋,单元,室,户主,姓名,与户主关系,电话\n"
                          "1,3,2,501,张伟,张伟,户主,13800001234\n"
                          "2,3,2,502,李强,李强,户主,13800005678\n";

static struct need_row seen[8];
static size_t seen_count;

static enum err keep(void *arg, const struct need_row *n) {
    (void)arg;
    seen[seen_count++] = *n;
    return ERR_OK;
}

static void look(struct world *w, struct id household) {
    seen_count = 0;
    assert_int_equal(read_needs(w->s, &household, keep, NULL), ERR_OK);
}

static enum err note(struct world *w, struct act_need a) {
    struct id device;
    int64_t seq;

    return act_need(w->s, &a, &device, &seq);
}

static void only_with_consent(void **state) {
    struct world w = world_open();
    struct act_need good = {
        .need = NEED_MEALS, .who = "张伟", .how = CONSENT_SPOKEN, .purpose = "网格员送餐", .until = "2027-03-01"};
    struct act_need a;
    int64_t before;

    (void)state;
    import(&w, roster, (struct expected){.added = 1});
    good.household = by_number(&w, "1");
    before = events(&w);
#define REFUSED(change)                                                                                                          \
    a = good;                                                                                                                    \
    change;                                                                                                                      \
    assert_int_not_equal(note(&w, a), ERR_OK);                                                                                   \
    err_clear()
    REFUSED(a.need = NEED_NONE);
    REFUSED(a.how = CONSENT_NONE);
    REFUSED(a.who = " ");
    REFUSED(a.purpose = "");
    REFUSED(a.agreed = "2026-11-23");
    REFUSED(a.until = "2026-11-21");
    REFUSED(a.until = "2029-01-01");
    REFUSED(a.until = "soon");
    REFUSED(a.next = "2027-03-02");
    REFUSED(a.words = "有糖尿病，要低糖餐");
    REFUSED(a.purpose = "He had a STROKE");
    assert_int_equal(events(&w), before);
    assert_int_equal(note(&w, good), ERR_OK);
    look(&w, good.household);
    assert_int_equal(seen_count, 1);
    assert_string_equal(seen[0].who, "张伟");
    assert_string_equal(seen[0].agreed, "2026-11-22");
    assert_string_equal(seen[0].until, "2027-03-01");
    assert_true(seen[0].own && !seen[0].withdrawn && !seen[0].lapsed);
    world_close(&w);
}

static void lapses_is_withdrawn_comes_back(void **state) {
    struct world w = world_open();
    struct id household;
    struct buf said = {0};
    struct id about;

    (void)state;
    import(&w, roster, (struct expected){.added = 1});
    household = by_number(&w, "1");
    assert_int_equal(note(&w, (struct act_need){.household = household,
                                                .need = NEED_ESCORT,
                                                .who = "王芳",
                                                .how = CONSENT_WRITTEN,
                                                .purpose = "陪同去社区医院",
                                                .until = "2026-12-01",
                                                .next = "2026-11-25"}),
                     ERR_OK);
    clock_set(TEST_NOW + 20 * CLOCK_DAY_MS);
    look(&w, household);
    assert_true(seen[0].lapsed);
    clock_set(TEST_NOW);
    assert_int_equal(act_withdraw_event(w.s, &seen[0].device, seen[0].seq, "不需要了"), ERR_OK);
    look(&w, household);
    assert_true(seen[0].withdrawn);
    assert_int_equal(act_withdraw_event(w.s, &seen[0].device, seen[0].seq, "again"), ERR_EXISTS);
    assert_int_equal(undo_take(w.s, false, &said, &about), ERR_OK);
    buf_free(&said);
    look(&w, household);
    assert_false(seen[0].withdrawn);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    look(&w, household);
    assert_int_equal(seen_count, 1);
    assert_false(seen[0].withdrawn);
    world_close(&w);
}

static int64_t rev;

static enum err hand_over(void *arg, const struct raw_event *raw) {
    struct world *to = arg;
    struct raw_event one = *raw;
    bool fresh;

    one.town = "1.2";
    one.rev = ++rev;
    return store_put(to->s, &one, false, &fresh);
}

/* Who noted it may have left the service; whoever has the household now is told. */
static void another_worker_takes_it_back(void **state) {
    struct world before = world_open(), w = world_open();
    struct id household, device;
    struct buf said = {0};
    int64_t seq;

    (void)state;
    import(&before, roster, (struct expected){.added = 1});
    household = by_number(&before, "1");
    assert_int_equal(note(&before, (struct act_need){.household = household,
                                                     .need = NEED_MEALS,
                                                     .who = "张伟",
                                                     .how = CONSENT_SPOKEN,
                                                     .purpose = "网格员送餐",
                                                     .until = "2027-03-01"}),
                     ERR_OK);
    assert_int_equal(act_visit(before.s, &(struct act_visit){.household = household, .outcome = OUTCOME_MET}, &device, &seq),
                     ERR_OK);
    assert_int_equal(store_begin(w.s), ERR_OK);
    assert_int_equal(store_all_events(before.s, hand_over, &w), ERR_OK);
    assert_int_equal(store_commit(w.s), ERR_OK);
    look(&w, household);
    assert_int_equal(seen_count, 1);
    assert_false(seen[0].own);
    assert_int_equal(act_withdraw_event(w.s, &device, seq, "本人要求"), ERR_FAILED);
    assert_string_equal(err_last()->why, "another worker entered it");
    assert_int_equal(act_withdraw_event(w.s, &seen[0].device, seen[0].seq, "本人要求"), ERR_OK);
    look(&w, household);
    assert_true(seen[0].withdrawn);
    assert_int_equal(undo_take(w.s, false, &said, &device), ERR_OK);
    look(&w, household);
    assert_false(seen[0].withdrawn);
    assert_int_equal(undo_take(w.s, true, &said, &device), ERR_OK);
    look(&w, household);
    assert_true(seen[0].withdrawn);
    buf_free(&said);
    world_close(&before);
    world_close(&w);
}

static enum err count_look(void *arg, const struct access_row *a) {
    ++*(int *)arg;
    assert_string_equal(a->what, "张伟");
    assert_string_equal(a->purpose, "回电");
    return ERR_OK;
}

static void a_look_is_written_down(void **state) {
    struct world w = world_open();
    struct id household;
    struct buf number = {0};
    int looks = 0;

    (void)state;
    import(&w, roster, (struct expected){.added = 1});
    household = by_number(&w, "1");
    assert_int_equal(act_reveal(w.s, &household, 0, "回电", &number), ERR_OK);
    assert_string_equal(buf_text(&number), "13800001234");
    buf_free(&number);
    assert_int_equal(act_reveal(w.s, &household, 1, "回电", &number), ERR_NOT_FOUND);
    assert_int_equal(act_reveal(w.s, &household, 9, "回电", &number), ERR_NOT_FOUND);
    assert_int_equal(number.len, 0);
    assert_int_equal(read_accesses(w.s, &household, NULL, 10, count_look, &looks), ERR_OK);
    assert_int_equal(looks, 1);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    assert_int_equal(read_accesses(w.s, &household, NULL, 10, count_look, &looks), ERR_OK);
    assert_int_equal(looks, 2);
    buf_free(&number);
    world_close(&w);
}

struct walked {
    struct access_row last;
    char purposes[64][8];
    size_t count;
};

static enum err walk_look(void *arg, const struct access_row *a) {
    struct walked *w = arg;

    if (w->count)
        assert_true(a->at < w->last.at || (a->at == w->last.at && a->pos < w->last.pos));
    w->last = *a;
    snprintf(w->purposes[w->count++], sizeof *w->purposes, "%.7s", a->purpose);
    return ERR_OK;
}

/* The log of all and that of one household, a piece at a time: each look once, the newest first, no number in it; and what is in
 * a household's log is what its own copy on paper lists. */
static void the_log_is_walked_by_pieces(void **state) {
    struct world w = world_open();
    struct walked all = {.count = 0}, own = {.count = 0};
    struct buf number = {0}, copy = {0};
    struct id first, second;

    (void)state;
    import(&w, two, (struct expected){.added = 2});
    first = by_number(&w, "1");
    second = by_number(&w, "2");
    for (int i = 0; i < 40; i++) {
        const char *what_for = err_fmt("事%d", i);

        assert_int_equal(act_reveal(w.s, i % 3 ? &first : &second, REVEAL_HOUSEHOLD, what_for, &number), ERR_OK);
    }
    for (size_t before = 1; before != all.count;) {
        before = all.count;
        assert_int_equal(read_accesses(w.s, NULL, all.count ? &all.last : NULL, 7, walk_look, &all), ERR_OK);
    }
    for (size_t before = 1; before != own.count;) {
        before = own.count;
        assert_int_equal(read_accesses(w.s, &first, own.count ? &own.last : NULL, 7, walk_look, &own), ERR_OK);
    }
    assert_int_equal(all.count, 40);
    assert_int_equal(own.count, 26);
    assert_string_equal(all.purposes[0], "事39");
    assert_string_equal(all.last.head, "李强");
    assert_string_equal(own.last.head, "张伟");
    assert_int_equal(print_household(w.s, &first, false, &copy), ERR_OK);
    for (size_t i = 0; i < own.count; i++)
        assert_non_null(strstr(buf_text(&copy), own.purposes[i]));
    assert_null(strstr(buf_text(&copy), "事39"));
    buf_free(&number);
    buf_free(&copy);
    world_close(&w);
}

static void words_of_illness(void **state) {
    (void)state;
    assert_string_equal(illness_named("他有高血压"), "高血压");
    assert_string_equal(illness_named("Ｄｉａｂｅｔｅｓ care"), "diabetes");
    assert_null(illness_named("陪同去医院看病"));
    assert_null(illness_named("hearing aid; masterstroke"));
    assert_string_equal(illness_named("AIDS"), "aids");
    assert_null(illness_named(""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_with_consent),
        cmocka_unit_test(lapses_is_withdrawn_comes_back),
        cmocka_unit_test(another_worker_takes_it_back),
        cmocka_unit_test(a_look_is_written_down),
        cmocka_unit_test(the_log_is_walked_by_pieces),
        cmocka_unit_test(words_of_illness),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
