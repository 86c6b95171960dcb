/* Reading for the building board: one building or the houses around at a time, in the order of doors, whatever stands where. */
#include "store_help.h"
#include "linli/read_board.h"
#include "linli/clock.h"

static struct board of(struct world *w, const struct id *household) {
    struct board b = {0};
    struct board_at at;

    assert_int_equal(read_board_at(w->s, household, &at), ERR_OK);
    assert_int_equal(read_board(w->s, &at, &b), ERR_OK);
    return b;
}

static const struct board_door *door_of(const struct board *b, const struct id *household) {
    for (size_t i = 0; i < b->count; i++)
        if (id_equal(&b->doors[i].id, household))
            return &b->doors[i];
    return NULL;
}

static void add_building(struct world *w, const char *area, const char *name, int floors, int units) {
    char door[80];

    for (int u = 1; u <= units; u++)
        for (int f = 1; f <= floors; f++) {
            snprintf(door, sizeof door, "%s%d单元%d01", name, u, f);
            add_household(w, area, door, "张三");
        }
}

static void one_building_at_a_time(void **state) {
    struct world w = world_open("board-one");
    struct board b;

    (void)state;
    add_building(&w, "1.2.3.4", "幸福小区2栋", 3, 2);
    add_building(&w, "1.2.3.4", "幸福小区10栋", 2, 1);
    add_building(&w, "1.2.3.4", "幸福小区1栋", 2, 2);
    b = of(&w, &w.households[2]);
    assert_int_equal(b.count, 6);
    assert_string_equal(b.building, "2");
    assert_string_equal(b.compound, "幸福小区");
    for (size_t i = 0; i < b.count; i++)
        assert_string_equal(b.doors[i].door.building, "2");
    assert_non_null(door_of(&b, &w.households[0]));
    assert_non_null(door_of(&b, &w.households[5]));
    read_board_free(&b);
    world_close(&w);
}

/* From the first to the last and back: every door once, buildings in door order, areas one behind the other. */
static void buildings_follow_each_other(void **state) {
    static const char *const order[] = {"1", "2", "10", "", "1"};
    struct world w = world_open("board-order");
    struct board_at at = {{0}, {0}}, back;
    struct board b = {0};
    size_t seen = 0, boards = 0;
    enum err e;

    (void)state;
    add_building(&w, "1.2.3.5", "青石苑1栋", 2, 1);
    add_building(&w, "1.2.3.4", "幸福小区2栋", 3, 2);
    add_building(&w, "1.2.3.4", "幸福小区10栋", 2, 1);
    add_building(&w, "1.2.3.4", "幸福小区1栋", 2, 2);
    add_household(&w, "1.2.3.4", "樟树湾12号", "李四");
    add_household(&w, "1.2.3.4", "樟树湾2号", "李四");
    add_household(&w, "1.2.3.4", "栗山坪3号", "李四");
    for (e = read_board_from(w.s, &at, &at); e == ERR_OK; e = read_board_behind(w.s, &b.last, &at)) {
        assert_int_equal(read_board(w.s, &at, &b), ERR_OK);
        assert_in_range(boards, 0, 4);
        assert_string_equal(b.building, order[boards++]);
        seen += b.count;
    }
    assert_int_equal(e, ERR_NOT_FOUND);
    assert_int_equal(boards, 5);
    assert_int_equal(seen, w.count);
    for (boards = 4; read_board_before(w.s, &b.first, &back) == ERR_OK; boards--) {
        assert_int_equal(read_board(w.s, &back, &b), ERR_OK);
        assert_string_equal(b.building, order[boards - 1]);
    }
    assert_int_equal(boards, 0);
    read_board_free(&b);
    world_close(&w);
}

static void houses_come_with_their_lanes(void **state) {
    struct world w = world_open("board-lanes");
    struct id house = add_household(&w, "1.2.3.4", "樟树湾12号", "李四"),
              other = add_household(&w, "1.2.3.4", "樟树湾2号", "李四");
    struct id lane = add_household(&w, "1.2.3.4", "栗山坪3号", "李四"),
              flat = add_household(&w, "1.2.3.4", "樟树湾3栋1单元101", "王五");
    struct id elsewhere = add_household(&w, "1.2.3.5", "樟树湾1号", "赵六");
    struct board b = of(&w, &house);

    (void)state;
    assert_int_equal(b.count, 3);
    assert_true(door_of(&b, &house) && door_of(&b, &other) && door_of(&b, &lane));
    assert_false(door_of(&b, &flat) || door_of(&b, &elsewhere));
    read_board_free(&b);
    b = of(&w, &flat);
    assert_int_equal(b.count, 1);
    read_board_free(&b);
    /* A house of the same number as a building of flats stands before them, and on a board of its own kind. */
    house = add_household(&w, "1.2.3.4", "樟树湾3栋", "孙七");
    b = of(&w, &flat);
    assert_int_equal(b.count, 1);
    assert_true(id_equal(&b.doors[0].id, &flat));
    read_board_free(&b);
    b = of(&w, &house);
    assert_non_null(door_of(&b, &house));
    assert_null(door_of(&b, &flat));
    read_board_free(&b);
    world_close(&w);
}

static void need(struct world *w, const struct id *household, const char *until, const char *next) {
    struct event ev = {.kind = KIND_NEED, .entity = *household, .need = NEED_MEALS, .at = TEST_NOW - 20 * CLOCK_DAY_MS};

    snprintf(ev.until, sizeof ev.until, "%s", until);
    snprintf(ev.next, sizeof ev.next, "%s", next);
    assert_int_equal(store_append(w->s, &ev, NULL, 0, NULL), ERR_OK);
}

static void what_is_at_each_door(void **state) {
    struct world w = world_open("board-doors");
    struct board b;
    struct id matter;
    int64_t seq;

    (void)state;
    add_building(&w, "1.2.3.4", "幸福小区2栋", 3, 2);
    add_visit(&w, &w.households[0], OUTCOME_MET, "");
    seq = add_visit(&w, &w.households[1], OUTCOME_NOBODY, "");
    matter = add_matter(&w, &w.households[2], &w.households[3], "漏水", 1);
    need(&w, &w.households[4], "2027-01-01", "2026-11-20");
    need(&w, &w.households[5], "2026-11-21", "2026-11-20"); /* its consent lapsed */
    b = of(&w, &w.households[0]);
    assert_int_equal(b.count, 6);
    assert_int_equal(door_of(&b, &w.households[0])->last, OUTCOME_MET);
    assert_true(door_of(&b, &w.households[0])->visited > 0);
    assert_int_equal(door_of(&b, &w.households[1])->last, OUTCOME_NOBODY);
    assert_int_equal(door_of(&b, &w.households[2])->open, 1);
    assert_true(door_of(&b, &w.households[4])->care);
    assert_false(door_of(&b, &w.households[5])->care);
    assert_int_equal(door_of(&b, &w.households[4])->visited, 0);
    assert_string_equal(door_of(&b, &w.households[4])->head, "张三");
    read_board_free(&b);
    /* what was taken back is not there, and a visit does what was promised */
    withdraw(&w, &w.households[1], seq);
    withdraw(&w, &matter, store_device(w.s)->head_seq - 3);
    add_visit(&w, &w.households[4], OUTCOME_MET, "");
    b = of(&w, &w.households[0]);
    assert_int_equal(door_of(&b, &w.households[1])->last, OUTCOME_NONE);
    assert_int_equal(door_of(&b, &w.households[1])->visited, 0);
    assert_int_equal(door_of(&b, &w.households[2])->open, 0);
    assert_false(door_of(&b, &w.households[4])->care);
    read_board_free(&b);
    world_close(&w);
}

static void a_board_is_bounded(void **state) {
    struct world w = world_open("board-many");
    struct board b = {0};
    struct board_at at = {"1.2.3.4", ""};
    struct id last = {{0}};
    char door[80];
    size_t seen = 0;

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < BOARD_DOORS_MAX + 40; i++) {
        snprintf(door, sizeof door, "高楼1栋1单元%d%02d", i / 20 + 1, i % 20 + 1);
        last = add_household(&w, "1.2.3.4", door, "张三");
    }
    assert_int_equal(store_commit(w.s), ERR_OK);
    assert_int_equal(read_board(w.s, &at, &b), ERR_OK);
    assert_int_equal(b.count, BOARD_DOORS_MAX);
    seen = b.count;
    assert_int_equal(read_board_behind(w.s, &b.last, &at), ERR_OK);
    assert_int_equal(read_board(w.s, &at, &b), ERR_OK);
    assert_int_equal(seen + b.count, BOARD_DOORS_MAX + 40);
    read_board_free(&b);
    b = of(&w, &last); /* a door that has no place on the first board has one on its own */
    assert_non_null(door_of(&b, &last));
    read_board_free(&b);
    world_close(&w);
}

static void the_list_of_an_area(void **state) {
    static const char *const names[] = {"幸福小区1", "幸福小区2", "幸福小区10", "樟树湾", "栗山坪"};
    static const int64_t doors[] = {4, 6, 2, 2, 1};
    struct world w = world_open("board-list");
    struct board_at at = {"1.2.3.4", ""};
    struct board_line line;
    char name[200];
    size_t seen = 0;

    (void)state;
    add_building(&w, "1.2.3.5", "青石苑1栋", 2, 1);
    add_building(&w, "1.2.3.4", "幸福小区2栋", 3, 2);
    add_building(&w, "1.2.3.4", "幸福小区10栋", 2, 1);
    add_building(&w, "1.2.3.4", "幸福小区1栋", 2, 2);
    add_household(&w, "1.2.3.4", "樟树湾12号", "李四");
    add_household(&w, "1.2.3.4", "樟树湾2号", "李四");
    add_household(&w, "1.2.3.4", "栗山坪3号", "李四");
    while (read_board_line(w.s, &at, &line, &at) == ERR_OK) {
        size_t i = 0;

        snprintf(name, sizeof name, "%s%s", line.door.compound, line.door.building);
        while (i < 5 && strcmp(names[i], name) != 0)
            i++;
        assert_in_range(i, 0, 4);
        assert_int_equal(line.doors, doors[i]);
        assert_int_equal(line.flats, i < 3);
        seen++;
    }
    assert_int_equal(seen, 5);
    world_close(&w);
}

static void an_empty_record(void **state) {
    struct world w = world_open("board-empty");
    struct board_at at = {{0}, {0}};
    struct board b = {0};
    struct id nobody = id_random();

    (void)state;
    assert_int_equal(read_board(w.s, &at, &b), ERR_OK);
    assert_int_equal(b.count, 0);
    assert_int_equal(read_board_from(w.s, &at, &at), ERR_NOT_FOUND);
    assert_int_equal(read_board_at(w.s, &nobody, &at), ERR_NOT_FOUND);
    read_board_free(&b);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_building_at_a_time),
        cmocka_unit_test(buildings_follow_each_other),
        cmocka_unit_test(houses_come_with_their_lanes),
        cmocka_unit_test(what_is_at_each_door),
        cmocka_unit_test(a_board_is_bounded),
        cmocka_unit_test(the_list_of_an_area),
        cmocka_unit_test(an_empty_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
