/* Notes, settling on the spot, what is taken back and what stands then, the list's filters, and that a rebuild makes the same. */
#include "act_help.h"
#include "linli/undo.h"

static struct id opened(struct world *w, enum matter_type type, const char *triage, const char *settled) {
    struct id households[2] = {by_number(w, "001"), by_number(w, "002")}, id;
    struct act_matter a = {.kind = kinds_type_matter(type),
                           .type = type,
                           .summary = "楼上漏水",
                           .households = households,
                           .household_count = 2,
                           .settled = settled};
    char number[NUMBER_SIZE];

    triage_read(&a.triage, triage);
    assert_int_equal(act_open_matter(w->s, &a, &id, number), ERR_OK);
    return id;
}

static struct matter_row row_of(struct world *w, const struct id *matter) {
    struct matter_row m;

    assert_int_equal(read_matter(w->s, matter, &m), ERR_OK);
    return m;
}

static int open_of(struct world *w, const char *number) {
    struct household_row row;
    struct household h = card(w, number, &row);

    household_free(&h);
    return row.open;
}

struct lines {
    struct timeline_row at[12];
    size_t count;
};

static enum err keep_line(void *arg, const struct timeline_row *t) {
    struct lines *l = arg;

    assert_true(l->count < 12);
    l->at[l->count++] = *t;
    return ERR_OK;
}

static struct lines *timeline(struct world *w, const struct id *matter) {
    static struct lines l;

    l.count = 0;
    assert_int_equal(read_timeline(w->s, matter, keep_line, &l), ERR_OK);
    return &l;
}

static void take(struct world *w, bool redo) {
    struct buf said = {0};
    struct id about;

    assert_int_equal(undo_take(w->s, redo, &said, &about), ERR_OK);
    buf_free(&said);
}

/* All that can be seen of a matter, to compare. */
static void see(struct world *w, const struct id *matter, struct buf *out) {
    struct matter_row m = row_of(w, matter);
    struct lines *l = timeline(w, matter);

    buf_printf(out, "open %d withdrawn %d step %d left %d closed %lld triage %s parties %zu homes %d %d\n", m.open, m.withdrawn,
               (int)m.step, (int)m.left_by, (long long)m.closed, m.triage, m.party_count, open_of(w, "001"), open_of(w, "002"));
    for (size_t i = 0; i < l->count; i++)
        buf_printf(out, "%s %s %s %d\n", kinds_code(LIST_KIND, (int)l->at[i].kind), kinds_code(LIST_EXIT, (int)l->at[i].exit),
                   l->at[i].note, l->at[i].withdrawn);
}

static void rebuilds_to_the_same(struct world *w, const struct id *matter) {
    struct buf before = {0}, after = {0};

    see(w, matter, &before);
    assert_int_equal(upkeep_rebuild(w->s, NULL, NULL), ERR_OK);
    see(w, matter, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
}

static struct world town(void) {
    struct world w = world_open();

    import(&w, TOWN, (struct expected){.added = 3});
    return w;
}

static void settled_at_the_door_is_one_act(void **state) {
    struct world w = town();
    int64_t before = events(&w);
    struct id id = opened(&w, TYPE_NEIGHBOURS, "danger=no,consent=yes", "赔两百元,当面付清");
    struct matter_row m = row_of(&w, &id);
    struct lines *l = timeline(&w, &id);

    (void)state;
    assert_int_equal(events(&w), before + 2);
    assert_true(m.open); /* somebody asks whether it holds */
    assert_int_equal(m.step, STEP_FOLLOW_UP);
    assert_int_equal(m.due, clock_day(TEST_NOW) + 15);
    assert_int_equal(m.left_by, EXIT_SETTLE);
    assert_int_equal(m.level, LEVEL_GRID);
    assert_int_equal(m.closed, 0);
    assert_string_equal(m.triage, "danger=no,consent=yes");
    assert_int_equal(open_of(&w, "001"), 1);
    assert_int_equal(l->count, 2);
    assert_int_equal(l->at[1].exit, EXIT_SETTLE);
    assert_string_equal(l->at[1].note, "赔两百元,当面付清");
    rebuilds_to_the_same(&w, &id);
    take(&w, false); /* both go with one key, and come back with one */
    m = row_of(&w, &id);
    assert_true(m.withdrawn);
    take(&w, true);
    m = row_of(&w, &id);
    assert_true(!m.withdrawn && m.open && m.step == STEP_FOLLOW_UP);
    assert_int_equal(m.left_by, EXIT_SETTLE);
    rebuilds_to_the_same(&w, &id);
    world_close(&w);
}

static void settling_is_refused_where_it_must_be(void **state) {
    struct world w = town();
    struct id households[1] = {by_number(&w, "001")}, id, family, withdrawn;
    struct act_matter a = {.kind = MATTER_DISPUTE,
                           .type = TYPE_FAMILY,
                           .summary = "打架",
                           .households = households,
                           .household_count = 1,
                           .settled = "和好了"};
    char number[NUMBER_SIZE];
    int64_t before;

    (void)state;
    a.triage.answers[TRIAGE_DANGER] = ANSWER_YES;
    before = events(&w);
    assert_int_not_equal(act_open_matter(w.s, &a, &id, number), ERR_OK);
    assert_true(*err_last()->why != '\0' && *err_last()->todo != '\0');
    assert_int_equal(events(&w), before);
    family = opened(&w, TYPE_FAMILY, "danger=yes", NULL);
    assert_int_not_equal(act_settle_matter(w.s, &family, "和好了"), ERR_OK);
    assert_true(row_of(&w, &family).open);
    assert_int_equal(act_note_matter(w.s, &family, "已报警"), ERR_OK);
    id = opened(&w, TYPE_FAMILY, "danger=no", NULL);
    assert_int_equal(act_settle_matter(w.s, &id, " "), ERR_RANGE);
    assert_int_equal(act_settle_matter(w.s, &id, "和好了"), ERR_OK);
    before = events(&w);
    assert_int_not_equal(act_settle_matter(w.s, &id, "又和好了"), ERR_OK); /* at the follow-up */
    withdrawn = opened(&w, TYPE_NEIGHBOURS, "", NULL);
    assert_int_equal(act_withdraw_matter(w.s, &withdrawn, "报错了"), ERR_OK);
    assert_int_not_equal(act_settle_matter(w.s, &withdrawn, "好了"), ERR_OK);
    assert_int_not_equal(act_note_matter(w.s, &withdrawn, "再记一句"), ERR_OK);
    assert_int_equal(events(&w), before + 2);
    world_close(&w);
}

static void notes_are_added_at_any_time_and_taken_back(void **state) {
    struct world w = town();
    struct id id = opened(&w, TYPE_NEIGHBOURS, "", "谈妥了"), lamp = opened(&w, TYPE_LIGHTING, "", "换了灯泡");
    struct lines *l;

    (void)state;
    assert_int_equal(act_note_matter(w.s, &id, "\x1b[31m第二天\n又看过"), ERR_OK);
    assert_false(row_of(&w, &lamp).open);
    assert_int_equal(act_note_matter(w.s, &lamp, "又坏了"), ERR_OK); /* closed: still */
    assert_int_equal(act_note_matter(w.s, &id, ""), ERR_RANGE);
    l = timeline(&w, &id);
    assert_int_equal(l->count, 3);
    assert_string_equal(l->at[2].note, "[31m第二天\n又看过");
    assert_true(l->at[2].own);
    assert_int_equal(act_withdraw_event(w.s, &l->at[2].device, l->at[2].seq, "记错了"), ERR_OK);
    l = timeline(&w, &id);
    assert_int_equal(l->count, 4);
    assert_true(l->at[2].withdrawn);
    assert_false(l->at[1].withdrawn);
    rebuilds_to_the_same(&w, &id);
    world_close(&w);
}

static void of_several_settlements_the_first_that_stands_counts(void **state) {
    struct world w = town();
    struct id id = opened(&w, TYPE_NEIGHBOURS, "", NULL);
    struct event ev = {.kind = KIND_STEP, .entity = id, .exit = EXIT_SETTLE};
    struct lines *l;
    int64_t pos;

    (void)state;
    assert_int_equal(act_settle_matter(w.s, &id, "头一回"), ERR_OK);
    clock_set(TEST_NOW + 60000); /* another device, of the version that closed at once, did the same before it knew */
    assert_int_equal(store_append(w.s, &ev, NULL, 0, &pos), ERR_OK);
    assert_int_equal(row_of(&w, &id).step, STEP_FOLLOW_UP);
    assert_true(row_of(&w, &id).open);
    l = timeline(&w, &id);
    assert_int_equal(act_withdraw_event(w.s, &l->at[1].device, l->at[1].seq, "记错了"), ERR_OK);
    assert_false(row_of(&w, &id).open);
    assert_int_equal(row_of(&w, &id).closed, TEST_NOW + 60000);
    rebuilds_to_the_same(&w, &id);
    l = timeline(&w, &id);
    assert_int_equal(act_withdraw_event(w.s, &l->at[2].device, l->at[2].seq, "也记错了"), ERR_OK);
    assert_true(row_of(&w, &id).open);
    assert_int_equal(open_of(&w, "002"), 1);
    rebuilds_to_the_same(&w, &id);
    world_close(&w);
}

static int64_t counted(struct world *w, struct matters_filter f) {
    int64_t n;

    assert_int_equal(read_matters_count(w->s, &f, &n), ERR_OK);
    return n;
}

struct seen {
    struct id at[16];
    size_t count;
};

static enum err keep_matter(void *arg, const struct matter_row *m) {
    struct seen *s = arg;

    s->at[s->count++] = m->id;
    return ERR_OK;
}

/* Look by look, as a screen that is not given more time: the same matters in the same order. */
static void walks_to_the_same(struct world *w, const struct matters_filter *f, const struct seen *all) {
    struct matters_walk walk = {0};
    size_t at = 0;

    for (int looks = 0; !walk.end; looks++) {
        size_t steps = 1, count;
        struct id id;

        assert_true(looks < 64);
        assert_int_equal(read_matters_walk(w->s, f, &walk, &steps, &id, 1, &count), ERR_OK);
        assert_true(!count || (at < all->count && id_equal(&id, &all->at[at])));
        at += count;
    }
    assert_int_equal(at, all->count);
}

static void filters_let_through_what_they_say(void **state) {
    struct world w = town();
    struct id leak = opened(&w, TYPE_NEIGHBOURS, "", NULL), lamp = opened(&w, TYPE_LIGHTING, "", NULL),
              done = opened(&w, TYPE_LIGHTING, "", "好了");
    struct seen seen = {.count = 0};
    const struct {
        struct matters_filter f;
        int64_t count;
    } rows[] = {
        {{.which = MATTERS_OPEN}, 2},
        {{.which = MATTERS_ALL}, 3},
        {{.which = MATTERS_CLOSED}, 1},
        {{.which = MATTERS_OVERDUE}, 0},
        {{.which = MATTERS_WEEK}, 2},
        {{.which = MATTERS_MINE}, 2},
        {{.which = MATTERS_ELSEWHERE}, 0},
        {{.which = MATTERS_ALL, .kind = MATTER_DISPUTE}, 1},
        {{.which = MATTERS_OPEN, .type = TYPE_LIGHTING}, 1},
        {{.which = MATTERS_ALL, .text = "漏水"}, 3},
        {{.which = MATTERS_ALL, .text = "李四光"}, 3},
        {{.which = MATTERS_ALL, .text = "3-2-501"}, 3},
        {{.which = MATTERS_ALL, .text = "-003"}, 1},
        {{.which = MATTERS_ALL, .text = "m-"}, 3},
        {{.which = MATTERS_CLOSED, .text = "M-"}, 1},
        {{.which = MATTERS_OPEN, .text = "M-", .type = TYPE_LIGHTING}, 1},
        {{.which = MATTERS_ALL, .text = "%"}, 0},
        {{.which = MATTERS_OPEN, .kind = MATTER_HAZARD}, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct seen all = {.count = 0};

        assert_int_equal(counted(&w, rows[i].f), rows[i].count);
        assert_int_equal(read_matters(w.s, &rows[i].f, 0, 16, keep_matter, &all), ERR_OK);
        assert_int_equal(all.count, rows[i].count);
        walks_to_the_same(&w, &rows[i].f, &all);
    }
    /* pages: open ones by due day, then the closed */
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(read_matters(w.s, &(struct matters_filter){.which = MATTERS_ALL}, i, 1, keep_matter, &seen), ERR_OK);
    assert_int_equal(seen.count, 3);
    assert_true(id_equal(&seen.at[0], &leak) && id_equal(&seen.at[1], &lamp) && id_equal(&seen.at[2], &done));
    clock_set(TEST_NOW + 3 * CLOCK_DAY_MS);
    assert_int_equal(counted(&w, (struct matters_filter){.which = MATTERS_OVERDUE}), 2);
    assert_int_equal(counted(&w, (struct matters_filter){.which = MATTERS_WEEK}), 0);
    world_close(&w);
}

static unsigned rules_of(struct world *w, const struct id *matter) {
    struct matter_row m = row_of(w, matter);
    unsigned rules;

    read_colour(&rules, &m);
    return rules;
}

static void the_same_again_is_told_as_repeated(void **state) {
    struct world w = town();
    struct id first = opened(&w, TYPE_NEIGHBOURS, "", "好了"), other = opened(&w, TYPE_PROPERTY, "", NULL), again, lamp, late;

    (void)state;
    clock_set(TEST_NOW + 1000);
    again = opened(&w, TYPE_NEIGHBOURS, "danger=yes", NULL);
    opened(&w, TYPE_LIGHTING, "", NULL);
    lamp = opened(&w, TYPE_LIGHTING, "", NULL);
    assert_true(rules_of(&w, &again) & 1u << COLOUR_IS_REPEATED);
    assert_true(rules_of(&w, &again) & 1u << COLOUR_IS_DANGER);
    assert_false(rules_of(&w, &other) & 1u << COLOUR_IS_REPEATED);
    assert_false(rules_of(&w, &lamp) & 1u << COLOUR_IS_REPEATED);
    assert_int_equal(rules_of(&w, &first), 1u << COLOUR_IS_IN_TIME);
    assert_int_equal(act_withdraw_matter(w.s, &first, "报错了"), ERR_OK);
    assert_false(rules_of(&w, &again) & 1u << COLOUR_IS_REPEATED);
    clock_set(TEST_NOW + 400 * CLOCK_DAY_MS);
    late = opened(&w, TYPE_NEIGHBOURS, "", NULL);
    assert_false(rules_of(&w, &late) & 1u << COLOUR_IS_REPEATED);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settled_at_the_door_is_one_act),
        cmocka_unit_test(settling_is_refused_where_it_must_be),
        cmocka_unit_test(notes_are_added_at_any_time_and_taken_back),
        cmocka_unit_test(of_several_settlements_the_first_that_stands_counts),
        cmocka_unit_test(filters_let_through_what_they_say),
        cmocka_unit_test(the_same_again_is_told_as_repeated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
