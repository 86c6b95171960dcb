/* Visits, matters and withdrawals: what is checked, what is saved, and that a draft goes only with its event. */
#include "act_help.h"
#include "linli/draft.h"

static void load(void *arg, const char *field, const char *value) {
    (void)field;
    (void)value;
    ++*(int *)arg;
}

static int drafts(struct world *w, const char *form, const char *subject) {
    int fields = 0, version;

    assert_int_equal(draft_load(w->s, form, subject, load, &fields, &version), ERR_OK);
    return fields;
}

static enum err keep_visit(void *arg, const struct visit_row *v) {
    *(struct visit_row *)arg = *v;
    return ERR_OK;
}

static struct visit_row newest_visit(struct world *w, const struct id *household) {
    struct visit_row v = {.outcome = OUTCOME_NONE};

    assert_int_equal(read_visits(w->s, household, 1, keep_visit, &v), ERR_OK);
    return v;
}

static void a_visit_is_saved(void **state) {
    struct world w = world_open();
    struct act_visit a = {
        .outcome = OUTCOME_MET, .note = "都好\n\x1b[31m红\xE2\x80\xAE", .met = " 陈小燕 ", .next = "2026年12月1日"};
    struct visit_row v;
    struct id device;
    int64_t seq;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    a.household = by_number(&w, "001");
    assert_int_equal(act_visit(w.s, &a, &device, &seq), ERR_OK);
    assert_int_equal(seq, 4);
    assert_true(id_equal(&device, &store_device(w.s)->id));
    v = newest_visit(&w, &a.household);
    assert_int_equal(v.outcome, OUTCOME_MET);
    assert_int_equal(v.purpose, PURPOSE_ROUTINE);
    assert_string_equal(v.met, "陈小燕");
    assert_string_equal(v.note, "都好\n[31m红");
    assert_string_equal(v.next, "2026-12-01");
    assert_int_equal(v.at, TEST_NOW);
    world_close(&w);
}

static void a_wrong_visit_is_refused_in_words(void **state) {
    char long_note[NOTE_SIZE + 1], huge[70000];
    struct world w = world_open();
    struct id device;
    int64_t seq;

    (void)state;
    memset(long_note, 'a', sizeof long_note - 1);
    long_note[sizeof long_note - 1] = '\0';
    memset(huge, ' ', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    import(&w, TOWN, (struct expected){.added = 3});
    struct id h = by_number(&w, "001"), nobody = id_random();
    const struct {
        struct act_visit a;
        enum err e;
    } cases[] = {
        {{.household = h}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_COUNT}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .purpose = PURPOSE_COUNT}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .next = "2026-11-21"}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .next = "2026-13-01"}, ERR_SYNTAX},
        {{.household = h, .outcome = OUTCOME_MET, .next = "明天"}, ERR_SYNTAX},
        {{.household = h, .outcome = OUTCOME_MET, .at = TEST_NOW + CLOCK_DAY_MS + 1}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .at = -1}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .note = long_note}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .note = huge}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .met = long_note}, ERR_RANGE},
        {{.household = h, .outcome = OUTCOME_MET, .note = "\xC4\xE3\xBA\xC3"}, ERR_SYNTAX},
        {{.household = nobody, .outcome = OUTCOME_MET}, ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct act_visit a = cases[i].a;

        err_clear();
        assert_int_equal(act_visit(w.s, &a, &device, &seq), cases[i].e);
        assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
    }
    assert_int_equal(events(&w), 3);
    world_close(&w);
}

static void today_is_a_next_date_and_the_past_a_time(void **state) {
    struct world w = world_open();
    struct act_visit a = {
        .outcome = OUTCOME_NOBODY, .purpose = PURPOSE_CARE, .next = "2026-11-22", .at = TEST_NOW - 90 * CLOCK_DAY_MS};
    struct visit_row v;
    struct id device;
    int64_t seq;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    a.household = by_number(&w, "002");
    assert_int_equal(act_visit(w.s, &a, &device, &seq), ERR_OK);
    v = newest_visit(&w, &a.household);
    assert_int_equal(v.at, a.at);
    assert_int_equal(v.purpose, PURPOSE_CARE);
    world_close(&w);
}

struct parties {
    struct party all[8];
    size_t count;
};

static enum err keep_party(void *arg, const struct party *p) {
    struct parties *to = arg;

    to->all[to->count++] = *p;
    return ERR_OK;
}

static void a_matter_keeps_its_parties_as_told(void **state) {
    struct world w = world_open();
    struct id households[3], id;
    struct party outside[1] = {{.name = "物业公司", .phones = "10055556666"}};
    struct act_matter a = {.kind = MATTER_DISPUTE,
                           .type = TYPE_NEIGHBOURS,
                           .summary = "楼上漏水",
                           .note = "夜里更响",
                           .households = households,
                           .household_count = 3,
                           .outside = outside,
                           .outside_count = 1};
    struct matter_row m;
    struct parties p = {.count = 0};
    char number[NUMBER_SIZE], expected[NUMBER_SIZE];

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    households[0] = by_number(&w, "001");
    households[1] = by_number(&w, "002");
    households[2] = households[0]; /* named twice, a party once */
    assert_int_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    snprintf(expected, sizeof expected, "M-26-%s-001", store_device(w.s)->letters);
    assert_string_equal(number, expected);
    assert_int_equal(read_matter(w.s, &id, &m), ERR_OK);
    assert_string_equal(m.summary, "楼上漏水");
    assert_int_equal(m.step, STEP_ACCEPT);
    assert_int_equal(m.level, LEVEL_GRID);
    assert_int_equal(m.due, clock_day(TEST_NOW) + 1);
    assert_true(m.open && m.own);
    assert_int_equal(read_parties(w.s, &id, keep_party, &p), ERR_OK);
    assert_int_equal(p.count, 3);
    assert_string_equal(p.all[0].name, "张伟斌");
    assert_string_equal(p.all[0].door, "3-2-501");
    assert_string_equal(p.all[0].phones, "10098765432");
    assert_string_equal(p.all[2].name, "物业公司");
    world_close(&w);
}

static void numbers_count_on_within_the_year(void **state) {
    struct world w = world_open();
    struct id h, id;
    struct act_matter a = {
        .kind = MATTER_HAZARD, .type = TYPE_WIRING, .summary = "电线裸露", .households = &h, .household_count = 1};
    char number[NUMBER_SIZE];

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    h = by_number(&w, "001");
    for (int i = 0; i < 3; i++)
        assert_int_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    assert_string_equal(number + strlen(number) - 4, "-003");
    /* A count that was lost, or kept by a record that is older, is found again. */
    assert_int_equal(store_set(w.s, "matter.count.2026", NULL), ERR_OK);
    assert_int_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    assert_string_equal(number + strlen(number) - 4, "-004");
    assert_int_equal(store_set_int(w.s, "matter.count.2026", 1), ERR_OK);
    assert_int_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    assert_string_equal(number + strlen(number) - 4, "-005");
    clock_set(TEST_NOW + 60 * CLOCK_DAY_MS);
    assert_int_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    assert_int_equal(strncmp(number, "M-27-", 5), 0);
    assert_string_equal(number + strlen(number) - 4, "-001");
    world_close(&w);
}

static void a_wrong_matter_is_refused_in_words(void **state) {
    struct world w = world_open();
    struct id h[PARTIES_MAX + 1], id, nobody = id_random();
    struct party unnamed = {.name = ""};
    char number[NUMBER_SIZE];

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    for (size_t i = 0; i < PARTIES_MAX + 1; i++)
        h[i] = by_number(&w, "001");
    const struct {
        struct act_matter a;
        enum err e;
    } cases[] = {
        {{.kind = MATTER_NONE, .type = TYPE_NEIGHBOURS, .summary = "a", .households = h, .household_count = 1}, ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NONE, .summary = "a", .households = h, .household_count = 1}, ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_WIRING, .summary = "a", .households = h, .household_count = 1}, ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = " \x01 ", .households = h, .household_count = 1},
         ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .households = h, .household_count = 1}, ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = "a"}, ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = "a", .households = h, .household_count = PARTIES_MAX + 1},
         ERR_RANGE},
        {{.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = "a", .households = &nobody, .household_count = 1},
         ERR_NOT_FOUND},
        {{.kind = MATTER_DISPUTE,
          .type = TYPE_NEIGHBOURS,
          .summary = "a",
          .households = h,
          .household_count = 1,
          .outside = &unnamed,
          .outside_count = 1},
         ERR_RANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err_clear();
        assert_int_equal(act_open_matter(w.s, &cases[i].a, &id, number), cases[i].e);
        assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
    }
    assert_int_equal(events(&w), 3);
    world_close(&w);
}

static void what_is_withdrawn_stays_in_sight(void **state) {
    struct world w = world_open();
    struct id h, id, device;
    struct act_visit visit = {.outcome = OUTCOME_MET};
    struct act_matter matter = {
        .kind = MATTER_REQUEST, .type = TYPE_LIGHTING, .summary = "楼道灯不亮", .households = &h, .household_count = 1};
    struct household_row row;
    struct household card;
    struct visit_row v;
    struct matter_row m;
    char number[NUMBER_SIZE];
    int64_t seq;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    h = visit.household = by_number(&w, "003");
    assert_int_equal(act_visit(w.s, &visit, &device, &seq), ERR_OK);
    assert_int_equal(act_open_matter(w.s, &matter, &id, number), ERR_OK);

    assert_int_equal(act_withdraw_visit(w.s, &device, seq, ""), ERR_RANGE);
    assert_int_equal(act_withdraw_visit(w.s, &device, seq + 100, "记错"), ERR_NOT_FOUND);
    assert_int_equal(act_withdraw_visit(w.s, &device, seq, "记错了户"), ERR_OK);
    assert_int_equal(read_visit(w.s, &device, seq, &v), ERR_OK);
    assert_true(v.withdrawn);
    assert_int_equal(act_withdraw_visit(w.s, &device, seq, "再来"), ERR_EXISTS);

    assert_int_equal(act_withdraw_matter(w.s, &id, NULL), ERR_RANGE);
    assert_int_equal(act_withdraw_matter(w.s, &id, "重复"), ERR_OK);
    assert_int_equal(read_matter(w.s, &id, &m), ERR_OK);
    assert_true(m.withdrawn && !m.open);
    assert_int_equal(act_withdraw_matter(w.s, &id, "再来"), ERR_EXISTS);
    assert_int_equal(read_household(w.s, &h, &row, &card), ERR_OK);
    assert_int_equal(row.visited, 0);
    assert_int_equal(row.open, 0);
    household_free(&card);
    assert_int_equal(events(&w), 7);
    world_close(&w);
}

static void a_record_that_another_holds_refuses_in_words(void **state) {
    struct world w = world_open();
    struct store *second;
    struct act_visit visit = {.outcome = OUTCOME_MET};
    struct act_import_report r;
    struct act_import import_how = {.bytes = TOWN, .len = sizeof TOWN - 1, .rejects_fd = -1};
    struct id device;
    int64_t seq;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    assert_int_equal(store_open(&second, &(struct store_options){.path = w.path, .side = STORE_CLIENT, .create = true}), ERR_OK);
    assert_true(store_is_read_only(second));
    visit.household = by_number(&w, "001");
    assert_int_equal(act_visit(second, &visit, &device, &seq), ERR_READ_ONLY);
    assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
    assert_int_equal(act_import(second, &import_how, NULL, &r), ERR_READ_ONLY);
    act_import_report_free(&r);
    store_close(second);
    assert_int_equal(events(&w), 3);
    world_close(&w);
}

struct doing {
    struct world *w;
    struct act_visit visit;
};

static enum err do_visit(void *arg) {
    struct doing *d = arg;
    struct id device;
    int64_t seq;

    return act_visit(d->w->s, &d->visit, &device, &seq);
}

static enum err visit_and_fail(void *arg) {
    enum err e = do_visit(arg);

    return e == ERR_OK ? err_say(ERR_FAILED, "behind the act", NULL, NULL) : e;
}

static void a_draft_goes_with_its_event_and_only_then(void **state) {
    struct world w = world_open();
    struct doing d = {&w, {.outcome = OUTCOME_MET}};
    struct draft draft = {"visit", "x", 1};
    struct id nobody = {{0}};

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    assert_int_equal(draft_save(w.s, &draft, "note", "都", true), ERR_OK);
    d.visit.household = nobody;
    assert_int_equal(draft_finish(w.s, "visit", "x", do_visit, &d), ERR_NOT_FOUND);
    d.visit.household = by_number(&w, "001");
    assert_int_equal(draft_finish(w.s, "visit", "x", visit_and_fail, &d), ERR_FAILED);
    assert_string_equal(err_last()->what, "behind the act");
    assert_int_equal(drafts(&w, "visit", "x"), 1);
    assert_int_equal(events(&w), 3);
    assert_int_equal(draft_finish(w.s, "visit", "x", do_visit, &d), ERR_OK);
    assert_int_equal(drafts(&w, "visit", "x"), 0);
    assert_int_equal(events(&w), 4);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_is_saved),
        cmocka_unit_test(a_draft_goes_with_its_event_and_only_then),
        cmocka_unit_test(a_wrong_visit_is_refused_in_words),
        cmocka_unit_test(today_is_a_next_date_and_the_past_a_time),
        cmocka_unit_test(a_matter_keeps_its_parties_as_told),
        cmocka_unit_test(numbers_count_on_within_the_year),
        cmocka_unit_test(a_wrong_matter_is_refused_in_words),
        cmocka_unit_test(what_is_withdrawn_stays_in_sight),
        cmocka_unit_test(a_record_that_another_holds_refuses_in_words),
    };

    return cmocka_run_group_tests_name("act/enter", tests, NULL, NULL);
}
