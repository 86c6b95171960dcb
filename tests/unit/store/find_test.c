/* Lookup: every way to ask for a household, in the order of DESIGN.md section 7, page by page. */
#include "store_help.h"

#include "linli/find.h"

static const char *const people[][2] = {
    {"1-1-101", "张三"}, {"1-1-102", "张伟斌"}, {"1-1-201", "单国强"}, {"1-2-301", "解小龙"}, {"2-1-101", "曾志伟"},
    {"2-1-102", "仇英"}, {"2-2-501", "查良镛"}, {"3-1-101", "尉迟恭"}, {"3-2-501", "李张明"}, {"3-2-502", "阿依古丽·买买提"},
    {"4-1-101", "𠮷田"}, {"4-1-102", "欧阳娜"}, {"4-2-201", "盖叫天"}, {"5-1-101", "区志航"}, {"5-1-102", "张"},
};

static struct world filled(const char *name) {
    struct world w = world_open(name);

    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        add_household(&w, "430181.007.01.01", people[i][0], people[i][1]);
    return w;
}

/* The heads that a query finds, ',' between, read in pages of `page` rows. */
static char *heads(struct world *w, const char *text, size_t page) {
    struct household_row *rows = mem_new(page, sizeof *rows);
    struct find_cursor c = {0};
    struct buf out = {0};
    struct query q;

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    while (!c.end) {
        size_t count;

        assert_int_equal(find_page(w->s, &q, &c, rows, page, &count), ERR_OK);
        for (size_t i = 0; i < count; i++)
            buf_printf(&out, "%s%s", out.len ? "," : "", rows[i].head);
    }
    mem_free(rows);
    return buf_take(&out);
}

static void expect(struct world *w, const char *query, const char *wanted) {
    for (size_t page = 1; page <= 20; page += 6) {
        char *got = heads(w, query, page);
        struct query q;
        int64_t count, commas = *wanted != '\0';

        if (strcmp(got, wanted) != 0)
            print_error("query '%s', pages of %zu\n", query, page);
        assert_string_equal(got, wanted);
        for (const char *p = wanted; *p; p++)
            commas += *p == ',';
        assert_int_equal(query_read(&q, query, strlen(query)), ERR_OK);
        assert_int_equal(find_count(w->s, &q, 1000, &count), ERR_OK);
        assert_int_equal(count, commas);
        mem_free(got);
    }
}

static void names_are_found_in_every_form(void **state) {
    struct world w = filled("find-names");

    (void)state;
    expect(&w, "张", "张三,张伟斌,张,李张明");
    expect(&w, "张伟", "张伟斌");
    expect(&w, "伟斌", "张伟斌");
    expect(&w, "zs", "张三");
    expect(&w, "zhangs", "张三");
    expect(&w, "张s", "张三");
    expect(&w, "zwb", "张伟斌");
    expect(&w, "zhangweib", "张伟斌");
    expect(&w, "zhangwb", "张伟斌");
    expect(&w, "单", "单国强");
    expect(&w, "shan", "单国强");
    expect(&w, "dang", "单国强");
    expect(&w, "单g", "单国强");
    expect(&w, "xie", "解小龙");
    expect(&w, "jie", "解小龙");
    expect(&w, "zeng", "曾志伟");
    expect(&w, "qiu", "仇英");
    expect(&w, "zha", "张三,张伟斌,查良镛,张,李张明,区志航"); /* zh-a, and z-ha in 志航 */
    expect(&w, "yuchi", "尉迟恭");
    expect(&w, "weichi", "尉迟恭");
    expect(&w, "𠮷", "𠮷田");
    expect(&w, "jitian", "𠮷田");
    expect(&w, "gulim", "阿依古丽·买买提");
    expect(&w, "ouz", "区志航");
    expect(&w, "ge", "盖叫天");
    expect(&w, "王", "");
    expect(&w, "qqqq", "");
    world_close(&w);
}

static void a_query_of_two_words_wants_both(void **state) {
    struct world w = filled("find-and");

    (void)state;
    expect(&w, "张 501", "李张明");
    expect(&w, "z 3-2", "李张明");
    expect(&w, "张 王", "");
    world_close(&w);
}

static void doors_are_found(void **state) {
    struct world w = filled("find-doors");

    (void)state;
    expect(&w, "501", "查良镛,李张明");
    expect(&w, "3-2-501", "李张明");
    expect(&w, "3 2 501", "李张明");
    expect(&w, "3栋2单元501", "李张明");
    expect(&w, "3栋", "尉迟恭,李张明,阿依古丽·买买提");
    expect(&w, "9-9-999", "");
    world_close(&w);
}

static void phones_are_found_by_their_digits(void **state) {
    struct world w = world_open("find-phones");
    struct household h = {.phones = "10155550001", .head = "周一"}, other = {.phones = "10100017777", .head = "周二"};
    struct id a = id_random(), b = id_random();

    (void)state;
    strcpy(h.area, "1.2.3.4");
    strcpy(other.area, "1.2.3.4");
    strcpy(h.door.room, "9");
    strcpy(other.door.room, "8");
    say_household(&w, &a, &h, HOUSEHOLD_ALL);
    say_household(&w, &b, &other, HOUSEHOLD_ALL);
    expect(&w, "0001", "周一,周二"); /* the tail first */
    expect(&w, "5555", "周一");
    expect(&w, "10155550001", "周一");
    expect(&w, "77", "");
    world_close(&w);
}

static void members_are_found_behind_heads(void **state) {
    struct world w = filled("find-members");
    char *all = heads(&w, "陈小燕", 100);

    (void)state;
    assert_int_equal(strncmp(all, "张三,张伟斌,单国强", strlen("张三,张伟斌,单国强")), 0);
    mem_free(all);
    add_household(&w, "430181.007.01.01", "9-1-101", "陈小燕");
    all = heads(&w, "cxy", 100);
    assert_int_equal(strncmp(all, "陈小燕,张三,", strlen("陈小燕,张三,")), 0);
    mem_free(all);
    world_close(&w);
}

static void signs_ask_for_state(void **state) {
    struct world w = filled("find-signs");

    (void)state;
    add_visit(&w, &w.households[0], OUTCOME_MET, "");
    add_matter(&w, &w.households[3], &w.households[4], "吵", 1);
    expect(&w, "@open", "解小龙,曾志伟");
    expect(&w, "@open ceng", "曾志伟");
    expect(&w, "~60 张", "张伟斌,张,李张明");
    expect(&w, "#M-26-T2-001", "解小龙,曾志伟");
    expect(&w, "@overdue", "");
    clock_set(TEST_NOW + 10 * CLOCK_DAY_MS);
    expect(&w, "@overdue", "解小龙,曾志伟");
    clock_set(TEST_NOW + 61 * CLOCK_DAY_MS);
    expect(&w, "~60 zs", "张三");
    world_close(&w);
}

static void an_empty_query_lists_all_in_door_order(void **state) {
    struct world w = world_open("find-all");

    (void)state;
    add_household(&w, "1.2.3.4", "10-1-101", "丙");
    add_household(&w, "1.2.3.4", "2-1-1001", "乙");
    add_household(&w, "1.2.3.4", "2-1-901", "甲");
    add_household(&w, "1.2.3.3", "99-1-101", "零");
    expect(&w, "", "零,甲,乙,丙");
    world_close(&w);
}

static void a_corrected_name_is_found_by_the_new_one_alone(void **state) {
    struct world w = filled("find-rename");

    (void)state;
    rename_household(&w, &w.households[0], "王五");
    expect(&w, "zs", "");
    expect(&w, "wangw", "王五");
    rename_household(&w, &w.households[0], "张三");
    expect(&w, "zs", "张三");
    world_close(&w);
}

/* Households put in in any order, one by one and in bulk, stand in door order; crowded places are spread again. */
static void door_order_survives_any_order_of_arrival(void **state) {
    struct world w = world_open("find-order");
    char *got, wanted[4096] = "";

    (void)state;
    for (int i = 1; i <= 120; i++) { /* always in front of the last: the place is halved until it must be spread */
        char door[32], head[16];

        snprintf(door, sizeof door, "%d", 1000 - i);
        snprintf(head, sizeof head, "h%d", i);
        if (i == 60)
            assert_int_equal(store_begin(w.s), ERR_OK), assert_int_equal(store_search_bulk(w.s, SEARCH_BULK), ERR_OK);
        add_household(&w, "1.2.3.4", door, head);
        if (i == 90)
            assert_int_equal(store_search_bulk(w.s, SEARCH_BULK_NONE), ERR_OK), assert_int_equal(store_commit(w.s), ERR_OK);
    }
    for (int i = 120; i >= 1; i--)
        snprintf(wanted + strlen(wanted), sizeof wanted - strlen(wanted), "%sh%d", i == 120 ? "" : ",", i);
    got = heads(&w, "", 50);
    assert_string_equal(got, wanted);
    mem_free(got);
    got = heads(&w, "cxy", 50);
    assert_string_equal(got, wanted);
    mem_free(got);
    world_close(&w);
}

/* The weaker class never stands above the stronger: first where the head's own name begins with what was typed, then all others,
 * each in door order, none twice; counting in between changes nothing of it. */
static void ranked(struct world *w, const char *text, size_t page) {
    struct household_row rows[16];
    struct find_cursor c = {0};
    struct query q;
    int64_t sort[2] = {0, 0}, total = 0, count;

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    while (!c.end) {
        size_t n;

        assert_int_equal(find_page(w->s, &q, &c, rows, page, &n), ERR_OK);
        assert_int_equal(find_count(w->s, &q, 10000, &count), ERR_OK);
        for (size_t i = 0; i < n; i++) {
            int weaker = strncmp(rows[i].head, text, strlen(text)) != 0;

            assert_true(weaker || !sort[1]);
            assert_true(rows[i].sort > sort[weaker]);
            sort[weaker] = rows[i].sort;
        }
        total += (int64_t)n;
    }
    assert_int_equal(total, count);
    assert_true(total > 0);
}

static void no_weaker_class_above_a_stronger(void **state) {
    static const char *const chars[] = {"张", "王", "李", "伟", "芳", "国"};
    struct world w = world_open("find-ranks");
    unsigned seed = 5;

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < 400; i++) {
        char door[32], head[16] = "";

        seed = seed * 1103515245u + 12345u;
        snprintf(door, sizeof door, "%u-%u-%u", seed >> 16 & 7, seed >> 20 & 3, 100 + (seed >> 22 & 255));
        for (unsigned k = 0; k < 2 + (seed >> 30 & 1); k++)
            strcat(head, chars[(seed >> (16 + 3 * k)) % 6]);
        add_household(&w, "1.2.3.4", door, head);
    }
    assert_int_equal(store_commit(w.s), ERR_OK);
    for (size_t a = 0; a < 6; a++) {
        ranked(&w, chars[a], 1 + a * 3);
        for (size_t b = 0; b < 6; b++) {
            char two[16];
            struct query q;
            int64_t any;

            snprintf(two, sizeof two, "%s%s", chars[a], chars[b]);
            assert_int_equal(query_read(&q, two, strlen(two)), ERR_OK);
            assert_int_equal(find_count(w.s, &q, 1, &any), ERR_OK);
            if (any)
                ranked(&w, two, 7);
        }
    }
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_every_form),
        cmocka_unit_test(a_query_of_two_words_wants_both),
        cmocka_unit_test(doors_are_found),
        cmocka_unit_test(phones_are_found_by_their_digits),
        cmocka_unit_test(members_are_found_behind_heads),
        cmocka_unit_test(signs_ask_for_state),
        cmocka_unit_test(an_empty_query_lists_all_in_door_order),
        cmocka_unit_test(a_corrected_name_is_found_by_the_new_one_alone),
        cmocka_unit_test(door_order_survives_any_order_of_arrival),
        cmocka_unit_test(no_weaker_class_above_a_stronger),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
