/* The building board: where doors stand, however they are written, what is marked, and how one moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/board.h"
#include "linli/clock.h"

#define TODAY 20000
#define DAYS 60
#define DOORS 700

static struct board_door doors[DOORS];
static size_t count;

static int in_order(const void *a, const void *b) {
    const struct board_door *x = a, *y = b;
    struct buf one = {0}, other = {0};
    int order;

    door_key(&one, &x->door);
    door_key(&other, &y->door);
    order = strcmp(buf_text(&one), buf_text(&other));
    buf_free(&one);
    buf_free(&other);
    return order;
}

/* Doors as a person writes them, blanks between; then in door order. */
static void write_doors(const char *text) {
    char copy[4000], *rest = copy, *word;

    snprintf(copy, sizeof copy, "%s", text);
    memset(doors, 0, sizeof doors);
    for (count = 0; (word = strtok_r(rest, " ", &rest)); count++)
        door_parse(&doors[count].door, word, strlen(word));
    qsort(doors, count, sizeof *doors, in_order);
}

/* Rows from above: label, then what stands at each column; `.` is nobody. */
static void picture(struct buf *out, const struct board_layout *l) {
    for (size_t r = 0; r < l->rows; r++) {
        const struct board_row *k = &l->row[r];

        buf_puts(out, *k->floor ? k->floor : k->first ? k->name : "");
        if (k->from > 1)
            buf_printf(out, "+%d", k->from);
        for (size_t c = 0; c < l->cols; c++) {
            size_t i = l->doors[r * l->cols + c];

            buf_printf(out, " %s", i == BOARD_NO ? "." : *doors[i].door.room ? doors[i].door.room : doors[i].door.building);
        }
        buf_puts(out, "|");
    }
}

static void heads(struct buf *out, const struct board_layout *l) {
    for (size_t c = 0; c < l->cols; c++)
        buf_printf(out, "%s%s:%s", c ? " " : "", l->column[c].unit, l->column[c].head);
}

static void expect(const char *text, size_t across, const char *wanted, const char *wanted_heads) {
    struct board_layout l;
    struct buf drawn = {0}, top = {0};
    size_t seen = 0;

    write_doors(text);
    board_lay_out(&l, doors, count, across);
    picture(&drawn, &l);
    heads(&top, &l);
    assert_string_equal(buf_text(&drawn), wanted);
    if (wanted_heads)
        assert_string_equal(buf_text(&top), wanted_heads);
    for (size_t i = 0; i < l.rows * l.cols; i++)
        seen += l.doors[i] != BOARD_NO;
    assert_int_equal(seen, count); /* every door has a place of its own */
    for (size_t i = 0; i < count; i++)
        assert_int_equal(l.doors[board_place(&l, i)], i);
    board_free(&l);
    buf_free(&drawn);
    buf_free(&top);
}

static void floors_go_down_and_units_across(void **state) {
    (void)state;
    expect("3栋1单元101 3栋1单元102 3栋1单元201 3栋1单元202 3栋2单元101 3栋2单元201", 10, "2 201 202 201|1 101 102 101|",
           "1:01 1:02 2:01");
    expect("3栋1001 3栋901 3栋1002", 10, "10 1001 1002|9 901 .|", ":01 :02");
}

static void a_missing_door_leaves_a_gap(void **state) {
    (void)state;
    expect("3栋1单元101 3栋1单元103 3栋1单元202 3栋1单元301 3栋1单元303", 10, "3 301 . 303|2 . 202 .|1 101 . 103|",
           "1:01 1:02 1:03");
}

static void floors_below_the_ground_and_without_a_number(void **state) {
    (void)state;
    expect("3栋1单元负1层1 3栋1单元101 3栋1单元201 3栋1单元夹层东", 10, "2 201|1 101|负1 1| 夹层东|", "1:");
}

static void odd_rooms(void **state) {
    (void)state;
    /* no room has anything in common with one of another floor: they stand beside each other */
    expect("3栋1单元1层1 3栋1单元1层2 3栋1单元2层3 3栋1单元2层4 3栋1单元3层5 3栋1单元3层6", 10, "3 5 6|2 3 4|1 1 2|", "1: 1:");
    /* two households behind one door, and one with a remark */
    expect("3栋1单元101 3栋1单元101 3栋1单元201", 10, "2 201 .|1 101 101|", "1:01 1:");
    /* a flat whose floor nobody knows stands at the bottom */
    expect("3栋1单元101 3栋1单元201 3栋1单元门面", 10, "2 201 .|1 101 .| . 门面|", "1:01 1:门面");
}

static void rooms_without_floors_are_counted_by_tens(void **state) {
    (void)state;
    expect("3栋1单元1 3栋1单元2 3栋1单元12 3栋2单元3", 10, "1 1 2 .|+11 . 12 .|2 . . 3|", ":1 :2 :3");
}

static void houses_stand_by_lane(void **state) {
    (void)state;
    expect("樟树湾1号 樟树湾2号 樟树湾12号 樟树湾附1号 石门坳5号", 5,
           "樟树湾 1 2 . . .|+11 . 12 . . .| 附1 . . . .|石门坳 . . . . 5|", NULL);
    expect("张家湾1号 张家湾3号 张家湾12号 李家坪5号", 5, "张家湾 1 . 3 . .|+11 . 12 . . .|李家坪 . . . . 5|", ":1 :2 :3 :4 :5");
    expect("柳岸里1栋 柳岸里2栋 柳岸里4栋", 10, "柳岸里 1 2 . 4|", ":1 :2 :3 :4");
    /* the second behind a number follows without one */
    expect("张家湾1号 张家湾1号 张家湾2号", 5, "张家湾 1 2| 1 .|", NULL);
}

static void a_building_told_by_its_rooms_alone(void **state) {
    (void)state;
    expect("幸福楼101 幸福楼102 幸福楼201", 10, "2 201 .|1 101 102|", ":01 :02");
}

static void many_doors(void **state) {
    struct board_layout l;

    (void)state;
    memset(doors, 0, sizeof doors);
    for (count = 0; count < BOARD_DOORS_MAX; count++) {
        struct door *d = &doors[count].door;

        strcpy(d->building, "1");
        snprintf(d->unit, sizeof d->unit, "%zu", count / 150 + 1);
        snprintf(d->floor, sizeof d->floor, "%zu", count / 5 % 30 + 1);
        snprintf(d->room, sizeof d->room, "%zu%02zu", count / 5 % 30 + 1, count % 5 + 1);
    }
    board_lay_out(&l, doors, count, 20);
    assert_true(l.floors);
    assert_int_equal(l.rows, 30);
    assert_int_equal(l.cols, 20);
    assert_string_equal(l.row[0].floor, "30");
    assert_int_equal(board_place(&l, 0), 29 * 20);
    board_free(&l);
    board_lay_out(&l, doors, 0, 20);
    assert_int_equal(l.rows * l.cols, 0);
    board_free(&l);
}

static void arrows_pass_over_gaps(void **state) {
    struct board_layout l;
    size_t place;

    (void)state;
    write_doors("3栋1单元101 3栋1单元103 3栋1单元202 3栋1单元301 3栋1单元303");
    board_lay_out(&l, doors, count, 10);
    place = 0; /* 301 */
    assert_true(board_step(&l, &place, 0, 1));
    assert_int_equal(place, 2); /* 303: there is no 302 */
    assert_false(board_step(&l, &place, 0, 1));
    assert_false(board_step(&l, &place, -1, 0));
    assert_int_equal(place, 2);
    assert_true(board_step(&l, &place, 1, 0));
    assert_int_equal(place, 4); /* 202 is the nearest */
    assert_true(board_step(&l, &place, 1, 0));
    assert_int_equal(place, 6); /* 101 */
    assert_false(board_step(&l, &place, 1, 0));
    board_free(&l);
}

static int64_t days_ago(int days) {
    return clock_day_start(TODAY - days) + 1000;
}

static void marks_have_an_order(void **state) {
    struct board_door d = {.visited = days_ago(10)};

    (void)state;
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_MARKS);
    assert_int_equal(board_reasons(&d, TODAY, DAYS), 0);
    d.visited = days_ago(60);
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_MARKS);
    d.visited = days_ago(61);
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_LONG);
    d.last = OUTCOME_NOBODY;
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_NOBODY);
    d.open = 1;
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_MATTER);
    d.care = true;
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_CARE);
    assert_int_equal(board_reasons(&d, TODAY, DAYS), 1 << BOARD_CARE | 1 << BOARD_MATTER | 1 << BOARD_NOBODY | 1 << BOARD_LONG);
    d = (struct board_door){.status = OCCUPANCY_EMPTY, .last = OUTCOME_NOBODY};
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_EMPTY);
    d = (struct board_door){0};
    assert_int_equal(board_mark(&d, TODAY, DAYS), BOARD_LONG); /* never visited */
}

static void shades_are_quarters(void **state) {
    static const int at[][2] = {{0, 0}, {15, 0}, {16, 1}, {30, 1}, {31, 2}, {45, 2}, {46, 3}, {60, 3}, {61, 4}};
    struct board_door d = {0};

    (void)state;
    assert_int_equal(board_shade(&d, TODAY, DAYS), 4);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        d.visited = days_ago(at[i][0]);
        assert_int_equal(board_shade(&d, TODAY, DAYS), at[i][1]);
    }
}

static void every_mark_has_signs_and_words(void **state) {
    (void)state;
    for (int m = 0; m < BOARD_MARKS; m++) {
        assert_int_equal(strlen(board_mark_sign((enum board_mark)m, true)), 3); /* one Han character */
        assert_int_equal(strlen(board_mark_sign((enum board_mark)m, false)), 1);
        assert_true(*board_mark_words((enum board_mark)m) && *board_mark_says((enum board_mark)m));
        for (int k = 0; k < m; k++)
            assert_string_not_equal(board_mark_sign((enum board_mark)m, false), board_mark_sign((enum board_mark)k, false));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floors_go_down_and_units_across),
        cmocka_unit_test(a_missing_door_leaves_a_gap),
        cmocka_unit_test(floors_below_the_ground_and_without_a_number),
        cmocka_unit_test(odd_rooms),
        cmocka_unit_test(rooms_without_floors_are_counted_by_tens),
        cmocka_unit_test(houses_stand_by_lane),
        cmocka_unit_test(a_building_told_by_its_rooms_alone),
        cmocka_unit_test(many_doors),
        cmocka_unit_test(arrows_pass_over_gaps),
        cmocka_unit_test(marks_have_an_order),
        cmocka_unit_test(shades_are_quarters),
        cmocka_unit_test(every_mark_has_signs_and_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
