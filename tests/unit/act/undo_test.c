/* Undo and redo: what they say, what survives, and that everything undone leaves what was there before. */
#include "act_help.h"
#include "linli/act_flow.h"
#include "linli/act_household.h"
#include "linli/act_need.h"
#include "linli/acts.h"
#include "linli/undo.h"

static const char roster[] = "户号,楼栋,单元,室,户主,电话\n"
                             "1,3,2,501,张伟,13800001234\n"
                             "2,3,2,502,李娜,13800005678\n";

static void visit(struct world *w, struct id household, const char *note) {
    struct act_visit a = {.household = household, .outcome = OUTCOME_MET, .note = note};
    struct id device;
    int64_t seq;

    assert_int_equal(act_visit(w->s, &a, &device, &seq), ERR_OK);
}

/* A correction of one field, as the acts of the household write it. */
static void correct_head(struct world *w, struct id household, const char *head) {
    struct household_row row;
    struct household h;
    struct event ev = {.kind = KIND_CORRECT, .entity = household};
    struct buf body = {0};
    struct acts_field f = {.stands = false};
    int64_t pos = 0;

    assert_int_equal(read_household(w->s, &household, &row, &h), ERR_OK);
    for (int64_t seq = store_device(w->s)->head_seq; seq > 0 && !f.stands; seq--) {
        acts_field_before(w->s, &household, HOUSEHOLD_HEAD_BIT, store_device(w->s)->no << 40 | seq, &f);
        household_free(&f.before);
    }
    assert_true(f.stands);
    ev.replaces = f.seq;
    ev.device = f.device;
    snprintf(h.head, sizeof h.head, "%s", head);
    body_write_household(&body, &h, 1u << HOUSEHOLD_HEAD_BIT);
    assert_int_equal(store_begin(w->s), ERR_OK);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, &pos), ERR_OK);
    assert_int_equal(acts_did(w->s, pos, pos), ERR_OK);
    assert_int_equal(store_commit(w->s), ERR_OK);
    buf_free(&body);
    household_free(&h);
}

static enum err count_visit(void *arg, const struct visit_row *v) {
    *(int *)arg += !v->withdrawn;
    return ERR_OK;
}

static int visits(struct world *w, struct id household) {
    int n = 0;

    assert_int_equal(read_visits(w->s, &household, 5000, count_visit, &n), ERR_OK);
    return n;
}

static void head_is(struct world *w, struct id household, const char *head) {
    struct household_row row;
    struct household h;

    assert_int_equal(read_household(w->s, &household, &row, &h), ERR_OK);
    assert_string_equal(h.head, head);
    household_free(&h);
}

static void takes(struct world *w, bool redo, const char *said) {
    struct buf words = {0};
    struct id about;

    assert_int_equal(undo_take(w->s, redo, &words, &about), ERR_OK);
    if (said)
        assert_string_equal(buf_text(&words), said);
    buf_free(&words);
}

static void nothing_left(struct world *w, bool redo) {
    struct buf words = {0};
    struct id about;

    assert_int_equal(undo_take(w->s, redo, &words, &about), ERR_NOT_FOUND);
    buf_free(&words);
}

static void names_what_it_does(void **state) {
    struct world w = world_open();
    struct id one;
    struct buf words = {0};

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    one = by_number(&w, "1");
    nothing_left(&w, false);
    visit(&w, one, "漏水");
    assert_int_equal(undo_words(w.s, false, &words), ERR_OK);
    assert_string_equal(buf_text(&words), "visit, met, 3-2-501 张伟");
    buf_free(&words);
    takes(&w, false, "Undone: visit, met, 3-2-501 张伟");
    assert_int_equal(visits(&w, one), 0);
    takes(&w, true, "Done again: visit, met, 3-2-501 张伟");
    assert_int_equal(visits(&w, one), 1);
    takes(&w, false, "Undone: visit, met, 3-2-501 张伟");
    takes(&w, true, NULL);
    assert_int_equal(visits(&w, one), 1);
    nothing_left(&w, true);
    world_close(&w);
}

/* Also behind a restart and a push, and what was withdrawn by hand comes back. */
static void survives_restart_and_push(void **state) {
    struct world w = world_open();
    struct store_options o = {.path = w.path, .side = STORE_CLIENT};
    struct id one, matter;
    char number[NUMBER_SIZE], said[2][120];
    struct matter_row m;

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    one = by_number(&w, "1");
    assert_int_equal(
        act_open_matter(
            w.s,
            &(struct act_matter){
                .kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = "漏水", .households = &one, .household_count = 1},
            &matter, number),
        ERR_OK);
    assert_int_equal(act_withdraw_matter(w.s, &matter, "记错了"), ERR_OK);
    assert_int_equal(store_set_held(w.s, events(&w)), ERR_OK);
    assert_int_equal(store_set_revs(w.s, &store_device(w.s)->id, 1, events(&w), "1.2", 1), ERR_OK);
    store_close(w.s);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    snprintf(said[0], sizeof said[0], "Undone: withdrawal, new matter, %s 漏水", number);
    snprintf(said[1], sizeof said[1], "Done again: withdrawal, new matter, %s 漏水", number);
    takes(&w, false, said[0]);
    assert_int_equal(read_matter(w.s, &matter, &m), ERR_OK);
    assert_false(m.withdrawn);
    assert_true(m.open);
    assert_int_not_equal(m.due, 0);
    takes(&w, true, said[1]);
    takes(&w, false, said[0]);
    takes(&w, true, said[1]);
    assert_int_equal(read_matter(w.s, &matter, &m), ERR_OK);
    assert_true(m.withdrawn);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    assert_int_equal(read_matter(w.s, &matter, &m), ERR_OK);
    assert_true(m.withdrawn);
    world_close(&w);
}

static void a_new_act_ends_redo(void **state) {
    struct world w = world_open();
    struct id one;

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    one = by_number(&w, "1");
    visit(&w, one, "a");
    visit(&w, one, "b");
    takes(&w, false, NULL);
    visit(&w, one, "c");
    nothing_left(&w, true);
    assert_int_equal(visits(&w, one), 2);
    world_close(&w);
}

static void corrections_go_back_value_by_value(void **state) {
    struct world w = world_open();
    struct id one;

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    one = by_number(&w, "1");
    correct_head(&w, one, "张为");
    correct_head(&w, one, "张维");
    head_is(&w, one, "张维");
    takes(&w, false, NULL);
    head_is(&w, one, "张为");
    takes(&w, false, NULL);
    head_is(&w, one, "张伟");
    takes(&w, true, NULL);
    head_is(&w, one, "张为");
    takes(&w, true, NULL);
    head_is(&w, one, "张维");
    nothing_left(&w, true);
    world_close(&w);
}

/* --- what people do, at random --- */

static unsigned seed = 7;

static unsigned chance(unsigned below) {
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* All that stands, in words: what was withdrawn does not. */
static enum err tell_visit(void *arg, const struct visit_row *v) {
    if (!v->withdrawn)
        buf_printf(arg, "visit %lld %s\n", (long long)v->seq, v->note);
    return ERR_OK;
}

static enum err tell_matter(void *arg, const struct matter_row *m) {
    if (!m->withdrawn)
        buf_printf(arg, "matter %s open %d step %d due %d\n", m->number, m->open, m->step, m->due != 0);
    return ERR_OK;
}

static enum err tell_need(void *arg, const struct need_row *n) {
    if (!n->withdrawn)
        buf_printf(arg, "need %d until %s\n", n->need, n->until);
    return ERR_OK;
}

static void tell_all(struct world *w, const struct id ids[2], struct buf *out) {
    buf_reset(out);
    for (int i = 0; i < 2; i++) {
        struct household_row row;
        struct household h;

        assert_int_equal(read_household(w->s, &ids[i], &row, &h), ERR_OK);
        buf_printf(out, "head %s note %s status %s members %zu\n", h.head, h.note, h.status, h.member_count);
        for (size_t k = 0; k < h.member_count; k++)
            buf_printf(out, "member %s\n", h.members[k].name);
        household_free(&h);
        assert_int_equal(read_visits(w->s, &ids[i], 5000, tell_visit, out), ERR_OK);
        assert_int_equal(read_matters_of(w->s, &ids[i], tell_matter, out), ERR_OK);
        assert_int_equal(read_needs(w->s, &ids[i], tell_need, out), ERR_OK);
    }
}

static struct id matters[1000];
static size_t matter_count;

static void do_visit(struct world *w, struct id at) {
    visit(w, at, "x");
}

static void do_correct(struct world *w, struct id at) {
    struct act_household a = {.said = {[HOUSEHOLD_NOTE_BIT] = chance(2) ? "甲" : "乙"}};
    unsigned changed;

    act_household_correct(w->s, &at, &a, &changed);
}

static void do_member(struct world *w, struct id at) {
    struct member m = {.relation = "其他"};

    snprintf(m.name, sizeof m.name, "人%u", chance(5));
    if (chance(2))
        act_member_add(w->s, &at, &m);
    else
        act_member_drop(w->s, &at, m.name);
}

static void do_leave(struct world *w, struct id at) {
    act_household_leave(w->s, &at, chance(2) ? OCCUPANCY_EMPTY : OCCUPANCY_LIVED);
}

static void do_need(struct world *w, struct id at) {
    struct act_need a = {
        .household = at, .need = NEED_MEALS, .who = "张伟", .how = CONSENT_SPOKEN, .purpose = "送餐", .until = "2027-03-01"};
    struct id device;
    int64_t seq;

    assert_int_equal(act_need(w->s, &a, &device, &seq), ERR_OK);
}

static void do_open(struct world *w, struct id at) {
    struct act_matter a = {
        .kind = MATTER_REQUEST, .type = TYPE_LIGHTING, .summary = "路灯", .households = &at, .household_count = 1};
    char number[NUMBER_SIZE];

    assert_int_equal(act_open_matter(w->s, &a, &matters[matter_count++], number), ERR_OK);
}

/* One of those opened before; what it does not allow just now is refused, and nothing is done then. */
static void do_in_matter(struct world *w, struct id at) {
    const struct id *m = matter_count ? &matters[chance((unsigned)matter_count)] : NULL;

    (void)at;
    switch (m ? chance(4) : 9) {
    case 0:
        act_note_matter(w->s, m, "z");
        break;
    case 1:
        act_settle_matter(w->s, m, "当场说好了");
        break;
    case 2:
        act_withdraw_matter(w->s, m, "记错了");
        break;
    case 3:
        act_step(w->s, &(struct act_step){.matter = *m, .reason = "x"});
        break;
    default:
        break;
    }
}

static void (*const deeds[])(struct world *w, struct id at) = {do_visit, do_visit, do_correct,   do_member,   do_leave,
                                                               do_need,  do_open,  do_in_matter, do_in_matter};

static enum err turn(struct world *w, bool redo) {
    struct buf said = {0};
    struct id about;
    enum err e = undo_take(w->s, redo, &said, &about);

    if (e == ERR_OK)
        assert_true(said.len > 10); /* it names what it took */
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        fail_msg("%s: %s", err_last()->what, err_last()->why);
    buf_free(&said);
    return e;
}

/* 1,000 acts of every kind, undone and done again at random, over restarts; u and U together change nothing; then all is undone:
 * what was there before, row for row after a rebuild too. */
static void many_come_to_nothing(void **state) {
    struct world w = world_open();
    struct store_options o = {.path = w.path, .side = STORE_CLIENT};
    struct buf before = {0}, now = {0}, again = {0};
    struct id ids[2];

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    ids[0] = by_number(&w, "1");
    ids[1] = by_number(&w, "2");
    tell_all(&w, ids, &before);
    for (int i = 0; i < 1000; i++) {
        if (chance(4) == 0)
            turn(&w, chance(3) == 0);
        else
            deeds[chance(sizeof deeds / sizeof *deeds)](&w, ids[chance(2)]);
        if (i % 50 == 0) {
            tell_all(&w, ids, &now);
            if (turn(&w, false) == ERR_OK)
                assert_int_equal(turn(&w, true), ERR_OK);
            tell_all(&w, ids, &again);
            assert_string_equal(buf_text(&again), buf_text(&now));
        }
        if (i % 333 == 332) {
            assert_int_equal(store_set_held(w.s, events(&w)), ERR_OK);
            store_close(w.s);
            assert_int_equal(store_open(&w.s, &o), ERR_OK);
        }
    }
    tell_all(&w, ids, &now);
    assert_true(now.len > 2 * before.len);
    while (turn(&w, false) == ERR_OK)
        ;
    tell_all(&w, ids, &now);
    assert_string_equal(buf_text(&now), buf_text(&before));
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    tell_all(&w, ids, &now);
    assert_string_equal(buf_text(&now), buf_text(&before));
    buf_free(&before);
    buf_free(&now);
    buf_free(&again);
    world_close(&w);
}

static void item(struct world *w, const struct id *matter, enum item item, const char *const *fields) {
    struct item_values v = {.item = item};

    for (; *fields; fields += 2)
        items_set(&v, items_field(item, fields[0]), fields[1]);
    assert_int_equal(act_item(w->s, matter, &v, NULL, NULL, NULL), ERR_OK);
    items_free(&v);
}

static void step(struct world *w, const struct id *matter, enum exit exit) {
    assert_int_equal(act_step(w->s, &(struct act_step){.matter = *matter, .exit = exit, .reason = exit ? "x" : NULL}), ERR_OK);
}

static enum err count_standing(void *arg, const struct item_row *i) {
    *(int *)arg += !i->withdrawn;
    return ERR_OK;
}

static void at(struct world *w, const struct id *matter, enum step wanted, int items) {
    struct flow_matter m;
    int n = 0;

    assert_int_equal(read_flow(w->s, matter, &m), ERR_OK);
    assert_int_equal(m.step, wanted);
    assert_int_equal(read_items(w->s, matter, ITEM_NONE, count_standing, &n), ERR_OK);
    assert_int_equal(n, items);
}

static void undone(struct world *w, const char *what, const char *number) {
    struct buf said = {0};

    buf_printf(&said, "Undone: %s, %s 漏水", what, number);
    takes(w, false, buf_text(&said));
    buf_free(&said);
}

/* Each act of a course is undone by itself, said by its name, and done again. */
static void a_course_goes_back_act_by_act(void **state) {
    static const char *const assessed[] = {"level", "village", "who", "village", NULL};
    static const char *const proposed[] = {"committee", "c", "name", "n", NULL};
    struct world w = world_open();
    char number[NUMBER_SIZE];
    struct id ids[2], matter;

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    ids[0] = by_number(&w, "1");
    ids[1] = by_number(&w, "2");
    assert_int_equal(
        act_open_matter(
            w.s,
            &(struct act_matter){
                .kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .summary = "漏水", .households = ids, .household_count = 2},
            &matter, number),
        ERR_OK);
    step(&w, &matter, EXIT_NONE);
    item(&w, &matter, ITEM_IS_ASSESSMENT, assessed);
    step(&w, &matter, EXIT_NONE);
    item(&w, &matter, ITEM_IS_PROPOSAL, proposed);
    assert_int_equal(act_step(w.s, &(struct act_step){.matter = matter, .exit = EXIT_END, .reason = "不谈了", .routes = "法院"}),
                     ERR_OK);
    at(&w, &matter, STEP_ARCHIVE, 3);
    undone(&w, "ended without agreement", number);
    at(&w, &matter, STEP_PLAN, 2);
    undone(&w, "proposed mediator", number);
    at(&w, &matter, STEP_PLAN, 1);
    undone(&w, "assess", number);
    at(&w, &matter, STEP_ASSESS, 1);
    undone(&w, "assessment", number);
    at(&w, &matter, STEP_ASSESS, 0);
    undone(&w, "accept", number);
    at(&w, &matter, STEP_ACCEPT, 0);
    for (int i = 0; i < 5; i++) {
        struct buf said = {0};
        struct id about;

        assert_int_equal(undo_take(w.s, true, &said, &about), ERR_OK);
        buf_free(&said);
    }
    at(&w, &matter, STEP_ARCHIVE, 3);
    world_close(&w);
}

/* What was said of it is said of the hub's household by now: taking it back here would change nothing that anybody sees. */
static void a_household_that_was_joined_is_corrected_there(void **state) {
    struct world w = world_open();
    struct event ev = {.kind = KIND_ALIAS};
    struct buf words = {0};
    struct id about;

    (void)state;
    import(&w, roster, (struct expected){.added = 2});
    ev.entity = by_number(&w, "1");
    ev.other = by_number(&w, "2");
    correct_head(&w, ev.entity, "张维");
    assert_int_equal(store_append(w.s, &ev, NULL, 0, NULL), ERR_OK);
    assert_int_equal(undo_take(w.s, false, &words, &about), ERR_FAILED);
    assert_non_null(strstr(err_last()->why, "joined"));
    head_is(&w, ev.entity, "李娜");
    buf_free(&words);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_it_does),
        cmocka_unit_test(survives_restart_and_push),
        cmocka_unit_test(a_course_goes_back_act_by_act),
        cmocka_unit_test(a_new_act_ends_redo),
        cmocka_unit_test(corrections_go_back_value_by_value),
        cmocka_unit_test(many_come_to_nothing),
        cmocka_unit_test(a_household_that_was_joined_is_corrected_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
