/* Rosters taken in: matched, compared with what the last one said, counted. */
#include "act_help.h"

#include <fcntl.h>

static void the_same_file_twice_changes_nothing(void **state) {
    struct world w = world_open();
    int64_t before;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    assert_int_equal(events(&w), 3);
    before = events(&w);
    import(&w, TOWN, (struct expected){.unchanged = 3});
    assert_int_equal(events(&w), before);
    world_close(&w);
}

static void a_changed_cell_is_one_event_with_one_field(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    import(&w,
           "户号,楼栋,单元,室,户主,电话\n001,3,2,501,张伟斌,10098765432\n002,3,2,502,李四光,10011112222\n"
           "003,3,2,601,尉迟恭,10012345678\n",
           (struct expected){.updated = 1, .unchanged = 2});
    assert_int_equal(events(&w), 4);
    h = card(&w, "002", &row);
    assert_string_equal(row.phones, "10011112222");
    assert_string_equal(row.head, "李四光");
    household_free(&h);
    world_close(&w);
}

struct newest {
    char body[512];
};

static enum err keep_body(void *arg, const struct raw_event *raw) {
    struct newest *n = arg;

    snprintf(n->body, sizeof n->body, "%.*s", (int)raw->body_len, raw->body);
    return ERR_OK;
}

static void only_what_changed_is_written(void **state) {
    struct world w = world_open();
    struct newest n;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    import(&w, "户号,户主\n003,单国强\n", (struct expected){.updated = 1, .missing = 2});
    assert_int_equal(store_events(w.s, &store_device(w.s)->id, events(&w), 1, keep_body, &n), ERR_OK);
    assert_string_equal(n.body, "{\"head\":\"单国强\"}");
    world_close(&w);
}

static void an_empty_cell_or_a_column_that_is_not_there_clears_nothing(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    import(&w, "户号,户主\n001,张伟斌\n002,李四光\n003,尉迟恭\n", (struct expected){.unchanged = 3});
    import(&w, "户号,楼栋,单元,室,户主,电话\n001,3,2,501,张伟斌,\n002,3,2,502,李四光,\n003,3,2,601,尉迟恭,\n",
           (struct expected){.unchanged = 3});
    h = card(&w, "001", &row);
    assert_string_equal(row.phones, "10098765432");
    household_free(&h);
    world_close(&w);
}

static void a_household_is_matched_by_number_then_by_door(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;
    struct id first;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    first = by_number(&w, "001");
    import(&w, "户号,门牌,户主\n001,4-1-101,张伟斌\n", (struct expected){.updated = 1, .missing = 2});
    h = card(&w, "001", &row);
    assert_true(id_equal(&row.id, &first));
    assert_string_equal(row.door.building, "4");
    household_free(&h);
    import(&w, "门牌,户主\n3栋2单元502室,李四光\n", (struct expected){.unchanged = 1, .missing = 2});
    import(&w, "户号,门牌,户主\n002A,3-2-502,李四光\n", (struct expected){.updated = 1, .missing = 2});
    assert_int_equal(households(&w), 3);
    h = card(&w, "002A", &row);
    assert_string_equal(row.head, "李四光");
    household_free(&h);
    world_close(&w);
}

static void the_same_number_in_another_area_is_another_household(void **state) {
    struct world w = world_open();

    (void)state;
    import(&w, "网格,户号,门牌,户主\n430181.007.03.12,1,1-101,甲一\n430181.007.03.13,1,1-101,乙一\n",
           (struct expected){.added = 2});
    assert_int_equal(households(&w), 2);
    world_close(&w);
}

static void two_numbers_at_one_door_are_two_households(void **state) {
    static const char file[] = "户号,门牌,户主\n001,3-2-501,张伟斌\n002,1-1-101,李四光\n003,3-2-501,尉迟恭\n";
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, file, (struct expected){.added = 3});
    import(&w, file, (struct expected){.unchanged = 3});
    /* A new one at the door stands before the one that is known there. */
    import(&w, "户号,门牌,户主\n004,1-1-101,单国强\n002,1-1-101,李四光\n001,3-2-501,张伟斌\n003,3-2-501,尉迟恭\n",
           (struct expected){.added = 1, .unchanged = 3});
    h = card(&w, "004", &row);
    assert_string_equal(row.head, "单国强");
    household_free(&h);
    h = card(&w, "002", &row);
    assert_string_equal(row.head, "李四光");
    household_free(&h);
    world_close(&w);
}

static void a_renumbered_household_stays_itself(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;
    struct id id;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    id = by_number(&w, "002");
    import(&w, "户号,楼栋,单元,室,户主\n001,3,2,501,张伟斌\nB-2,3,2,502,李四光\n003,3,2,601,尉迟恭\n",
           (struct expected){.updated = 1, .unchanged = 2});
    h = card(&w, "B-2", &row);
    assert_true(id_equal(&row.id, &id));
    household_free(&h);
    world_close(&w);
}

static void persons_far_below_belong_to_their_household(void **state) {
    static const char file[] = "户号,门牌,姓名,与户主关系,电话\n"
                               "001,3-2-501,张伟斌,户主,10098765432\n"
                               "001,3-2-501,陈小燕,配偶,\n"
                               "002,3-2-502,李四光,户主,\n"
                               "001,3-2-501,张晓,子,10012345678\n";
    struct world w = world_open();
    struct household_row row;
    struct household h;
    int64_t after;

    (void)state;
    import(&w, file, (struct expected){.added = 2});
    h = card(&w, "001", &row);
    assert_int_equal(h.member_count, 3);
    assert_int_equal(row.people, 3);
    assert_string_equal(row.head, "张伟斌");
    household_free(&h);
    after = events(&w);
    import(&w, file, (struct expected){.unchanged = 2});
    assert_int_equal(events(&w), after);
    world_close(&w);
}

static void a_further_person_far_below_is_one_change(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, "户号,门牌,姓名,与户主关系\n001,3-2-501,张伟斌,户主\n002,3-2-502,李四光,户主\n", (struct expected){.added = 2});
    import(&w,
           "户号,门牌,姓名,与户主关系\n001,3-2-501,张伟斌,户主\n002,3-2-502,李四光,户主\n001,3-2-501,张晓,子\n"
           "002,3-2-502,李四光,户主\n001,3-2-501,张晓,子\n",
           (struct expected){.updated = 1, .unchanged = 1});
    assert_int_equal(events(&w), 3);
    h = card(&w, "001", &row);
    assert_int_equal(h.member_count, 2);
    household_free(&h);
    world_close(&w);
}

static void one_door_named_twice_is_one_household(void **state) {
    static const char file[] = "门牌,户主,电话\n3-2-501,张伟斌,\n3-2-502,李四光,\n3栋2单元501室,张伟斌,10098765432\n";
    struct world w = world_open();
    int64_t after;

    (void)state;
    import(&w, file, (struct expected){.added = 2});
    assert_int_equal(households(&w), 2);
    after = events(&w);
    import(&w, file, (struct expected){.unchanged = 2});
    assert_int_equal(events(&w), after);
    world_close(&w);
}

static void a_new_door_takes_all_its_parts(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    import(&w, "户号,楼栋,单元,室,户主\n001,7,,12,张伟斌\n", (struct expected){.updated = 1, .missing = 2});
    h = card(&w, "001", &row);
    assert_string_equal(row.door.building, "7");
    assert_string_equal(row.door.unit, "");
    assert_string_equal(row.door.room, "12");
    household_free(&h);
    world_close(&w);
}

static void a_person_who_left_the_roster_leaves_the_household(void **state) {
    struct world w = world_open();
    struct household_row row;
    struct household h;

    (void)state;
    import(&w, "户号,姓名,与户主关系\n001,张伟斌,户主\n001,陈小燕,配偶\n", (struct expected){.added = 1});
    import(&w, "户号,姓名,与户主关系\n001,张伟斌,户主\n", (struct expected){.updated = 1});
    h = card(&w, "001", &row);
    assert_int_equal(h.member_count, 1);
    household_free(&h);
    world_close(&w);
}

static void households_without_number_and_door_are_told_by_place_and_head(void **state) {
    static const char file[] = "小区,户主,电话\n张家湾,张伟斌,10098765432\n张家湾,李四光,\n张家湾,张伟斌,10012345678\n";
    struct world w = world_open();

    (void)state;
    import(&w, file, (struct expected){.added = 3});
    import(&w, file, (struct expected){.unchanged = 3});
    assert_int_equal(households(&w), 3);
    world_close(&w);
}

static void one_number_for_two_households_goes_to_the_rejects(void **state) {
    struct world w = world_open();
    struct act_import_report r;
    struct act_import how = {.options.area = "1.2.3.4"};
    char text[1024] = "";

    (void)state;
    how.rejects_fd = open(w.folder, O_TMPFILE | O_RDWR, 0600);
    assert_true(how.rejects_fd >= 0);
    assert_int_equal(import_with(&w, "户号,门牌,户主\n1,3-2-501,张伟斌\n2,3-2-502,李四光\n1,5-1-101,=单国强\n", &how, &r),
                     ERR_OK);
    assert_int_equal(r.added, 2);
    assert_int_equal(r.roster.rejected, 1);
    act_import_report_free(&r);
    assert_true(pread(how.rejects_fd, text, sizeof text - 1, 0) > 0);
    assert_int_equal(strncmp(text, "line,column,reason,text\r\n4,", 27), 0);
    assert_non_null(strstr(text, "单国强"));
    close(how.rejects_fd);
    world_close(&w);
}

static void a_dry_run_counts_the_same_and_keeps_nothing(void **state) {
    struct world w = world_open();
    struct act_import dry = {.options.area = "1.2.3.4", .dry_run = true, .rejects_fd = -1};
    struct act_import_report r;
    struct upkeep_verify v;

    (void)state;
    assert_int_equal(import_with(&w, TOWN, &dry, &r), ERR_OK);
    assert_int_equal(r.added, 3);
    act_import_report_free(&r);
    assert_int_equal(households(&w), 0);
    assert_int_equal(events(&w), 0);
    import(&w, TOWN, (struct expected){.added = 3});
    assert_int_equal(import_with(&w, "户号,户主\n001,张伟斌\n002,李\n009,王秀英\n", &dry, &r), ERR_OK);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.updated, 1);
    assert_int_equal(r.unchanged, 1);
    assert_int_equal(r.missing, 1);
    act_import_report_free(&r);
    assert_int_equal(events(&w), 3);
    assert_int_equal(upkeep_verify(w.s, &v, NULL, NULL), ERR_OK);
    assert_true(v.ok);
    world_close(&w);
}

struct listed {
    int count;
    char numbers[64];
};

static void list(void *arg, const struct household_row *row) {
    struct listed *l = arg;

    l->count++;
    strcat(l->numbers, row->number);
    strcat(l->numbers, " ");
}

static void missing_households_are_listed_and_kept(void **state) {
    struct world w = world_open();
    struct listed l = {0};
    struct act_import a = {.bytes = "户号,户主\n002,李四光\n", .rejects_fd = -1, .options.area = "1.2.3.4", .arg = &l};
    struct act_import_report r;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    a.len = strlen(a.bytes);
    assert_int_equal(act_import(w.s, &a, list, &r), ERR_OK);
    assert_int_equal(r.missing, 2);
    assert_int_equal(l.count, 2);
    assert_string_equal(l.numbers, "001 003 ");
    act_import_report_free(&r);
    assert_int_equal(households(&w), 3);
    /* A file of another area misses none of this one. */
    assert_int_equal(import_with(&w, "户号,户主\n1,甲\n", &(struct act_import){.options.area = "1.2.3.5", .rejects_fd = -1}, &r),
                     ERR_OK);
    assert_int_equal(r.missing, 0);
    act_import_report_free(&r);
    world_close(&w);
}

static void the_area_is_the_workers_where_none_is_named(void **state) {
    struct world w = world_open();
    struct act_import plain = {.rejects_fd = -1};
    struct act_import_report r;
    struct household_row row;
    struct household h;

    (void)state;
    assert_int_equal(import_with(&w, TOWN, &plain, &r), ERR_OK);
    act_import_report_free(&r);
    h = card(&w, "001", &row);
    assert_string_equal(row.area, "");
    household_free(&h);
    /* Once the device joined a hub, the same roster still means the same households. */
    assert_int_equal(store_set(w.s, "worker.area", "430181.007.03.12"), ERR_OK);
    assert_int_equal(import_with(&w, TOWN "004,1,1,101,王秀英,\n", &plain, &r), ERR_OK);
    assert_int_equal(r.unchanged, 3);
    assert_int_equal(r.added, 1);
    act_import_report_free(&r);
    h = card(&w, "004", &row);
    assert_string_equal(row.area, "430181.007.03.12");
    household_free(&h);
    world_close(&w);
}

static void what_is_no_roster_changes_nothing(void **state) {
    static const char *const files[] = {"", "\n\n\n",
                                        "\x7F"
                                        "ELF\x02\x01\x01\0\0",
                                        "编号,颜色\n1,红\n"};
    struct world w = world_open();
    struct act_import_report r;

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_not_equal(import_with(&w, files[i], &(struct act_import){.rejects_fd = -1}, &r), ERR_OK);
        assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
        act_import_report_free(&r);
    }
    assert_int_equal(import_with(&w, TOWN, &(struct act_import){.rejects_fd = -1, .options.area = "第3网格"}, &r), ERR_USAGE);
    act_import_report_free(&r);
    assert_int_equal(events(&w), 0);
    world_close(&w);
}

static void rejects_that_cannot_be_written_stop_the_import(void **state) {
    struct world w = world_open();
    struct act_import how = {.rejects_fd = open("/dev/full", O_WRONLY)};
    struct act_import_report r;

    (void)state;
    assert_int_equal(import_with(&w, "户号,门牌,户主\n1,3-2-501,张伟斌\n2,1-1,李四光\n1,5-1-101,单国强\n", &how, &r), ERR_FULL);
    act_import_report_free(&r);
    assert_int_equal(households(&w), 0);
    close(how.rejects_fd);
    world_close(&w);
}

/* Many rows: past the bounds where buffers, the filter and the tables of one import grow. */
static void many_households_twice(void **state) {
    struct world w = world_open();
    struct buf file = {0};
    struct act_import how = {.options.area = "1.2.3.4", .rejects_fd = -1};
    struct act_import_report r;

    (void)state;
    buf_puts(&file, "户号,门牌,户主,电话\n");
    for (int i = 0; i < 3000; i++)
        buf_printf(&file, "%04d,%d-%d-%d01,张%d,1%010d\n", i, i / 60 + 1, i / 20 % 3 + 1, i % 20 + 1, i, i);
    assert_int_equal(import_with(&w, file.data, &how, &r), ERR_OK);
    assert_int_equal(r.added, 3000);
    act_import_report_free(&r);
    assert_int_equal(import_with(&w, file.data, &how, &r), ERR_OK);
    assert_int_equal(r.unchanged, 3000);
    assert_int_equal(r.added + r.updated + r.missing, 0);
    act_import_report_free(&r);
    for (char *p = file.data; (p = strstr(p, ",1000")) != NULL; p++)
        p[1] = '2';
    assert_int_equal(import_with(&w, file.data, &how, &r), ERR_OK);
    assert_int_equal(r.updated, 3000);
    act_import_report_free(&r);
    assert_int_equal(events(&w), 6000);
    buf_free(&file);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_file_twice_changes_nothing),
        cmocka_unit_test(a_changed_cell_is_one_event_with_one_field),
        cmocka_unit_test(only_what_changed_is_written),
        cmocka_unit_test(an_empty_cell_or_a_column_that_is_not_there_clears_nothing),
        cmocka_unit_test(a_household_is_matched_by_number_then_by_door),
        cmocka_unit_test(the_same_number_in_another_area_is_another_household),
        cmocka_unit_test(two_numbers_at_one_door_are_two_households),
        cmocka_unit_test(a_renumbered_household_stays_itself),
        cmocka_unit_test(persons_far_below_belong_to_their_household),
        cmocka_unit_test(a_further_person_far_below_is_one_change),
        cmocka_unit_test(one_door_named_twice_is_one_household),
        cmocka_unit_test(a_new_door_takes_all_its_parts),
        cmocka_unit_test(a_person_who_left_the_roster_leaves_the_household),
        cmocka_unit_test(households_without_number_and_door_are_told_by_place_and_head),
        cmocka_unit_test(one_number_for_two_households_goes_to_the_rejects),
        cmocka_unit_test(a_dry_run_counts_the_same_and_keeps_nothing),
        cmocka_unit_test(missing_households_are_listed_and_kept),
        cmocka_unit_test(the_area_is_the_workers_where_none_is_named),
        cmocka_unit_test(what_is_no_roster_changes_nothing),
        cmocka_unit_test(rejects_that_cannot_be_written_stop_the_import),
        cmocka_unit_test(many_households_twice),
    };

    return cmocka_run_group_tests_name("act/import", tests, NULL, NULL);
}
