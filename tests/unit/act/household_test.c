/* Keeping the roster by hand: what is checked, that a correction is an event a field, members, and what undo is told. */
#include "act_help.h"
#include "linli/act_household.h"
#include "linli/acts.h"
#include "linli/undo.h"

static void act_is(struct world *w, int64_t first, int64_t last) {
    struct acts_row row;

    assert_int_equal(acts_next(w->s, false, &row), ERR_OK);
    assert_int_equal((row.last & 0xFFFFFF) - (row.first & 0xFFFFFF), last - first);
    assert_int_equal(row.last & 0xFFFFFF, last);
}

static void a_correction_is_an_event_a_field(void **state) {
    struct world w = world_open();
    struct act_household a = {.said = {[HOUSEHOLD_HEAD_BIT] = " 张 伟彬",
                                       [HOUSEHOLD_PHONES_BIT] = "138 0000 1111；0731-2222222",
                                       [HOUSEHOLD_NOTE_BIT] = ""}};
    struct household_row row;
    struct household h;
    struct clash_source from;
    struct id id;
    unsigned changed;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    id = by_number(&w, "001");
    assert_int_equal(act_household_correct(w.s, &id, &a, &changed), ERR_OK);
    assert_int_equal(changed, 1u << HOUSEHOLD_HEAD_BIT | 1u << HOUSEHOLD_PHONES_BIT);
    assert_int_equal(events(&w), 5);
    act_is(&w, 4, 5);
    h = card(&w, "001", &row);
    assert_string_equal(row.phones, "13800001111\n0731-2222222");
    household_free(&h);
    assert_int_equal(clash_source(w.s, &id, HOUSEHOLD_HEAD_BIT, &from), ERR_OK);
    assert_int_equal(from.kind, KIND_CORRECT);
    assert_int_equal(clash_source(w.s, &id, HOUSEHOLD_BUILDING_BIT, &from), ERR_OK);
    assert_int_equal(from.kind, KIND_ROSTER);
    assert_int_equal(act_household_correct(w.s, &id, &a, &changed), ERR_OK);
    assert_int_equal(changed, 0);
    assert_int_equal(events(&w), 5);
    /* Lived in is what was meant where nobody said it. */
    assert_int_equal(act_household_leave(w.s, &id, OCCUPANCY_LIVED), ERR_OK);
    assert_int_equal(events(&w), 5);
    assert_int_equal(act_household_leave(w.s, &id, OCCUPANCY_EMPTY), ERR_OK);
    assert_int_equal(act_household_leave(w.s, &id, OCCUPANCY_LIVED), ERR_OK);
    assert_int_equal(events(&w), 7);
    world_close(&w);
}

static void a_list_that_repeats_itself_leaves_corrections(void **state) {
    struct world w = world_open();
    struct act_household a = {.said = {[HOUSEHOLD_HEAD_BIT] = "张伟彬"}};
    struct household_row row;
    struct household h;
    struct id id;
    unsigned changed;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    id = by_number(&w, "001");
    assert_int_equal(act_household_correct(w.s, &id, &a, &changed), ERR_OK);
    import(&w, TOWN, (struct expected){.unchanged = 3});
    h = card(&w, "001", &row);
    assert_string_equal(row.head, "张伟彬");
    household_free(&h);
    import(&w, "户号,楼栋,单元,室,户主,电话\n001,3,2,501,张三丰,10098765432\n", (struct expected){.updated = 1, .missing = 2});
    h = card(&w, "001", &row);
    assert_string_equal(row.head, "张三丰");
    household_free(&h);
    world_close(&w);
}

static void doors_are_one_household_s(void **state) {
    struct world w = world_open();
    struct act_household a = {.area = "1.2.3.4", .door = "3栋2单元501室", .said = {[HOUSEHOLD_HEAD_BIT] = "李新来"}},
                         room = {.said = {[HOUSEHOLD_ROOM_BIT] = "502"}};
    struct household_row row;
    struct household h;
    struct id id;
    unsigned changed;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    assert_int_equal(act_household_add(w.s, &a, &id), ERR_EXISTS);
    assert_non_null(strstr(err_last()->why, "张伟斌"));
    a.area = "1.2.3.5";
    assert_int_equal(act_household_add(w.s, &a, &id), ERR_OK);
    act_is(&w, 4, 4);
    assert_int_equal(read_household(w.s, &id, &row, &h), ERR_OK);
    assert_string_equal(row.door.room, "501");
    household_free(&h);
    id = by_number(&w, "001");
    assert_int_equal(act_household_correct(w.s, &id, &room, &changed), ERR_EXISTS);
    room.said[HOUSEHOLD_ROOM_BIT] = "701室";
    assert_int_equal(act_household_correct(w.s, &id, &room, &changed), ERR_OK);
    assert_int_equal(changed, 1u << HOUSEHOLD_ROOM_BIT | 1u << HOUSEHOLD_FLOOR_BIT);
    h = card(&w, "001", &row);
    assert_string_equal(row.door.room, "701");
    assert_string_equal(row.door.floor, "7");
    household_free(&h);
    world_close(&w);
}

static enum err added(struct world *w, const char *door, const char *number, const char *head, const char *status) {
    struct act_household a = {
        .area = "1.2.3.4",
        .door = door,
        .said = {[HOUSEHOLD_NUMBER_BIT] = number, [HOUSEHOLD_HEAD_BIT] = head, [HOUSEHOLD_STATUS_BIT] = status}};
    struct id id;

    return act_household_add(w->s, &a, &id);
}

static void a_new_one_has_a_door_and_a_head(void **state) {
    struct world w = world_open();

    (void)state;
    assert_int_equal(added(&w, "李新来", NULL, "李新来", NULL), ERR_RANGE);
    assert_non_null(strstr(err_last()->why, "Door"));
    assert_non_null(strstr(err_last()->todo, "3-2-501"));
    assert_int_equal(added(&w, "李新来", "77", "李新来", NULL), ERR_RANGE);
    assert_int_equal(added(&w, "", NULL, "李新来", NULL), ERR_RANGE);
    assert_int_equal(added(&w, "3-2-501", NULL, "", NULL), ERR_RANGE);
    assert_non_null(strstr(err_last()->why, "Head"));
    assert_int_equal(added(&w, "3-2-501", NULL, NULL, "let"), ERR_RANGE);
    assert_int_equal(events(&w), 0);
    assert_int_equal(added(&w, "3-2-501", NULL, NULL, "empty"), ERR_OK);
    assert_int_equal(added(&w, "老槐巷12号", NULL, "李新来", NULL), ERR_OK);
    assert_int_equal(added(&w, NULL, "77", "李新来", NULL), ERR_OK);
    world_close(&w);
}

static void names_are(struct world *w, const struct id *id, const char *head, const char *first, const char *second) {
    struct household_row row;
    struct household h = {0};

    assert_int_equal(read_household(w->s, id, &row, &h), ERR_OK);
    assert_string_equal(h.head, head);
    assert_int_equal(h.member_count, 2);
    assert_string_equal(h.members[0].name, first);
    assert_string_equal(h.members[1].name, second);
    household_free(&h);
}

static void the_head_is_one_person(void **state) {
    struct world w = world_open();
    const struct member members[] = {{.name = "李新来", .relation = "户主", .phones = "13800000000"},
                                     {.name = "李新来", .relation = "子"}};
    struct act_household a = {.area = "1.2.3.4",
                              .door = "3-2-501",
                              .members = members,
                              .member_count = 2,
                              .with_members = true,
                              .said = {[HOUSEHOLD_HEAD_BIT] = "李新来"}};
    struct act_household head = {.said = {[HOUSEHOLD_HEAD_BIT] = "李心来"}};
    struct member m = {.name = "李欣来", .relation = "户主"};
    struct buf said = {0};
    struct id id, about;
    unsigned changed;

    (void)state;
    assert_int_equal(act_household_add(w.s, &a, &id), ERR_OK);
    /* The relation tells the father from the son of his name. */
    assert_int_equal(act_household_correct(w.s, &id, &head, &changed), ERR_OK);
    assert_int_equal(changed, 1u << HOUSEHOLD_HEAD_BIT | 1u << HOUSEHOLD_MEMBERS_BIT);
    act_is(&w, 2, 3);
    names_are(&w, &id, "李心来", "李心来", "李新来");
    assert_int_equal(undo_take(w.s, false, &said, &about), ERR_OK);
    names_are(&w, &id, "李新来", "李新来", "李新来");
    assert_int_equal(undo_take(w.s, true, &said, &about), ERR_OK);
    assert_int_equal(act_member_correct(w.s, &id, "李心来", &m), ERR_OK);
    names_are(&w, &id, "李欣来", "李欣来", "李新来");
    assert_int_equal(undo_take(w.s, false, &said, &about), ERR_OK);
    names_are(&w, &id, "李心来", "李心来", "李新来");
    /* Another of the home becomes the head: nobody's name was wrong. */
    head.said[HOUSEHOLD_HEAD_BIT] = "李新来";
    assert_int_equal(act_household_correct(w.s, &id, &head, &changed), ERR_OK);
    assert_int_equal(changed, 1u << HOUSEHOLD_HEAD_BIT);
    names_are(&w, &id, "李新来", "李心来", "李新来");
    buf_free(&said);
    world_close(&w);
}

static void members_by_their_names(void **state) {
    struct world w = world_open();
    struct member m = {.name = "小明", .relation = "子", .phones = "13800000000"};
    struct household_row row;
    struct household h;
    struct id id;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    id = by_number(&w, "002");
    assert_int_equal(act_member_add(w.s, &id, &m), ERR_OK);
    strcpy(m.name, "小红");
    assert_int_equal(act_member_add(w.s, &id, &m), ERR_OK);
    strcpy(m.name, "小明明");
    assert_int_equal(act_member_correct(w.s, &id, "小明", &m), ERR_OK);
    assert_int_equal(act_member_correct(w.s, &id, "小明", &m), ERR_NOT_FOUND);
    strcpy(m.name, "110101199003071233");
    assert_int_equal(act_member_add(w.s, &id, &m), ERR_RANGE);
    strcpy(m.name, "小红");
    assert_int_equal(act_member_add(w.s, &id, &m), ERR_OK);
    assert_int_equal(act_member_drop(w.s, &id, "小红"), ERR_AMBIGUOUS);
    assert_int_equal(act_member_drop(w.s, &id, "小明明"), ERR_OK);
    h = card(&w, "002", &row);
    assert_int_equal(h.member_count, 2);
    assert_string_equal(h.members[0].name, "小红");
    household_free(&h);
    m = (struct member){.name = "一"};
    for (int i = 2; i < MEMBERS_MAX; i++)
        assert_int_equal(act_member_add(w.s, &id, &m), ERR_OK);
    assert_int_equal(act_member_add(w.s, &id, &m), ERR_RANGE);
    world_close(&w);
}

/* Two values, put side by side by a correction that names a value that no longer stands. */
static void clash_at(struct world *w, const struct id *id, const char *beside) {
    struct event ev = {.kind = KIND_CORRECT, .entity = *id, .device = store_device(w->s)->id, .replaces = 2};
    struct buf body = {0};

    buf_printf(&body, "{\"head\":\"%s\"}", beside);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
}

static enum err keep_source(void *arg, const struct clash *c) {
    ((struct clash_source *)arg)[0] = c->stands_by;
    ((struct clash_source *)arg)[1] = c->beside_by;
    return ERR_OK;
}

static void head_becomes(struct world *w, const struct id *id, const char *head) {
    struct clash_source by[2] = {{.seq = 0}};
    struct household_row row;
    struct household h;

    assert_int_equal(read_household(w->s, id, &row, &h), ERR_OK);
    assert_string_equal(row.head, head);
    household_free(&h);
    assert_int_equal(read_clashes(w->s, id, keep_source, by), ERR_OK);
    assert_int_equal(by[0].seq, 0);
}

static void settling(void **state) {
    struct world w = world_open();
    struct act_household third = {.said = {[HOUSEHOLD_HEAD_BIT] = "张叁"}};
    struct clash_source by[2];
    struct id id;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    id = by_number(&w, "001");
    assert_int_equal(act_household_settle(w.s, &id, HOUSEHOLD_HEAD_BIT, NULL, &third), ERR_NOT_FOUND);
    clash_at(&w, &id, "张二");
    assert_int_equal(read_clashes(w.s, &id, keep_source, by), ERR_OK);
    assert_int_equal(act_household_settle(w.s, &id, HOUSEHOLD_HEAD_BIT, &by[0], NULL), ERR_OK);
    head_becomes(&w, &id, "张伟斌");
    /* Several at once are settled together. */
    clash_at(&w, &id, "张二");
    clash_at(&w, &id, "张三");
    assert_int_equal(read_clashes(w.s, &id, keep_source, by), ERR_OK);
    assert_int_equal(act_household_settle(w.s, &id, HOUSEHOLD_HEAD_BIT, &by[1], NULL), ERR_OK);
    act_is(&w, events(&w) - 1, events(&w));
    head_becomes(&w, &id, "张三");
    assert_int_equal(act_household_settle(w.s, &id, HOUSEHOLD_HEAD_BIT, &by[1], NULL), ERR_NOT_FOUND);
    clash_at(&w, &id, "张二");
    assert_int_equal(act_household_settle(w.s, &id, HOUSEHOLD_HEAD_BIT, NULL, &third), ERR_OK);
    head_becomes(&w, &id, "张叁");
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_correction_is_an_event_a_field),
        cmocka_unit_test(a_list_that_repeats_itself_leaves_corrections),
        cmocka_unit_test(doors_are_one_household_s),
        cmocka_unit_test(a_new_one_has_a_door_and_a_head),
        cmocka_unit_test(the_head_is_one_person),
        cmocka_unit_test(members_by_their_names),
        cmocka_unit_test(settling),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
