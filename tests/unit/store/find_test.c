/* Lookup: every way to ask for a household, in the order of DESIGN.md section 7, page by page. */
#include "store_help.h"

#include "linli/find.h"
#include "linli/fuzzy.h"
#include "linli/pinyin.h"

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
    expect(&w, "张", "张,张三,张伟斌,李张明"); /* the whole name first */
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

/* Traditional by simplified and the reverse, rare characters, dots of every kind. */
static void forms_of_a_name_are_one(void **state) {
    static const char *const names[] = {"張曉東", "张晓东", "阿依古丽·买买提", "阿依古丽‧买买提", "艾力•買買提", "㛃兰", "𠮷田"};
    struct world w = world_open("find-forms");
    char door[20];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(door, sizeof door, "1-1-%zu01", i + 1);
        add_household(&w, "430181.007.01.01", door, names[i]);
    }
    expect(&w, "张晓", "張曉東,张晓东");
    expect(&w, "張曉", "張曉東,张晓东");
    expect(&w, "zxd", "張曉東,张晓东");
    expect(&w, "張x东", "張曉東,张晓东");
    expect(&w, "阿依古丽买", "阿依古丽·买买提,阿依古丽‧买买提");
    expect(&w, "阿依古丽・买", "阿依古丽·买买提,阿依古丽‧买买提");
    expect(&w, "aygl", "阿依古丽·买买提,阿依古丽‧买买提");
    expect(&w, "买买提", "阿依古丽·买买提,阿依古丽‧买买提,艾力•買買提");
    expect(&w, "㛃", "㛃兰");
    expect(&w, "jiel", "㛃兰");
    expect(&w, "吉田", "𠮷田");
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
    expect(&w, "3栋 2单元 501", "李张明");
    expect(&w, "3栋 501", "李张明");
    expect(&w, "3栋 2 501", "李张明");
    expect(&w, "3-2 501", "李张明");
    expect(&w, "3 501", "李张明");
    expect(&w, "３　２　５０１", "李张明");
    expect(&w, "张 3 2 501", "李张明");
    expect(&w, "3 2 501 张", "李张明");
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
    expect(&w, "~60 张", "张,张伟斌,李张明");
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

/* ---- classes */

static const char *const chars[] = {"张", "王", "李", "伟", "芳", "国", "章", "詹"};
#define CHARS (sizeof chars / sizeof *chars)

static unsigned chance(unsigned n) {
    static unsigned seed = 5;

    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

#define OWN "1.2.3.4"

/* 400 households in three grids, the worker's own in the middle. */
static struct world crowded(const char *name) {
    static const char *const areas[] = {"1.2.3.2", OWN, "1.2.3.6"};
    struct world w = world_open(name);

    assert_int_equal(store_begin(w.s), ERR_OK);
    assert_int_equal(store_set(w.s, "worker.area", OWN), ERR_OK);
    for (int i = 0; i < 400; i++) {
        char door[32], head[32] = "";

        snprintf(door, sizeof door, "%u-%u-%u", 1 + chance(7), 1 + chance(3), 100 + chance(256));
        for (unsigned k = 0, n = 1 + chance(4) / 2 + chance(2); k < n; k++)
            strcat(head, chars[chance(CHARS)]);
        add_household(&w, areas[chance(3)], door, head);
    }
    assert_int_equal(store_commit(w.s), ERR_OK);
    return w;
}

static enum pinyin_class class_of(const struct household_row *row, const char *word, unsigned fuzzy) {
    enum pinyin_class class = pinyin_class(row->head, word);
    char varied[FUZZY_MOST][FUZZY_WORD];

    if (class == PINYIN_NONE)
        for (size_t k = fuzzy_variants(varied, FUZZY_MOST, word, fuzzy); k-- > 0;)
            if (pinyin_match(row->head, varied[k]) != PINYIN_NO)
                return PINYIN_NONE;
    return class == PINYIN_NONE ? (enum pinyin_class)99 : class;
}

/* All rows in pages of a random size; *n of them. */
static struct household_row *all_rows(struct world *w, const struct query *q, const struct find_recent *recent, size_t *n) {
    struct household_row *rows = mem_new(500, sizeof *rows);
    struct find_cursor c = {0};
    int64_t count;

    for (*n = 0; !c.end;) {
        size_t got, room = 1 + chance(30);

        assert_true(*n + room <= 500);
        assert_int_equal(find_page_recent(w->s, q, recent, &c, rows + *n, room, &got), ERR_OK);
        assert_int_equal(find_count(w->s, q, 1000, &count), ERR_OK); /* and counting changes nothing of the order */
        *n += got;
    }
    assert_int_equal(*n, count);
    return rows;
}

/* No weaker class above a stronger; in a class the own grid, then door order; none twice, none missing. */
static size_t ranked(struct world *w, const char *text, unsigned fuzzy) {
    struct household_row *all, *rows;
    struct query q, everything = {0};
    size_t n, total, meant = 0;

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    q.fuzzy = fuzzy;
    rows = all_rows(w, &q, NULL, &n);
    all = all_rows(w, &everything, NULL, &total);
    for (size_t i = 0; i < total; i++)
        meant += class_of(&all[i], text, fuzzy) != (enum pinyin_class)99;
    if (n != meant)
        print_error("query '%s'\n", text);
    assert_int_equal(n, meant);
    for (size_t i = 1; i < n; i++) {
        enum pinyin_class before = class_of(&rows[i - 1], text, fuzzy), now = class_of(&rows[i], text, fuzzy);
        bool own_before = strcmp(rows[i - 1].area, OWN) == 0, own = strcmp(rows[i].area, OWN) == 0;

        if (before > now)
            print_error("query '%s': %s above %s\n", text, rows[i - 1].head, rows[i].head);
        assert_true(before <= now);
        if (before == now && own_before == own)
            assert_true(rows[i - 1].sort < rows[i].sort);
        if (before == now)
            assert_true(own_before || !own);
    }
    mem_free(rows);
    mem_free(all);
    return n;
}

static const char *const lookups[] = {"张",  "张伟",  "zhang", "zhangwei", "zw",   "z",   "zhangw", "张w",  "zhan",
                                      "wei", "wangf", "lgw",   "伟",       "guow", "zhw", "张芳国", "w国f", "zhanwei"};

static void no_weaker_class_above_a_stronger(void **state) {
    struct world w = crowded("find-ranks");
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++)
        found += ranked(&w, lookups[i], 0);
    assert_true(found > 600);
    world_close(&w);
}

static void fuzzy_readings_come_last(void **state) {
    struct world w = crowded("find-fuzzy");
    struct household_row *rows;
    size_t plain = 0, fuzzy = 0, n;
    unsigned rules;
    struct query q;

    (void)state;
    assert_int_equal(fuzzy_read(&rules, "zh-z, n-l, ang-an, f-h"), ERR_OK);
    for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++) {
        plain += ranked(&w, lookups[i], 0);
        fuzzy += ranked(&w, lookups[i], rules);
    }
    assert_true(fuzzy > plain);
    /* Every word of a query may be meant so. */
    assert_int_equal(query_read(&q, "zanwei 3", 8), ERR_OK);
    rows = all_rows(&w, &q, NULL, &n);
    assert_int_equal(n, 0);
    mem_free(rows);
    q.fuzzy = rules;
    rows = all_rows(&w, &q, NULL, &n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        assert_non_null(strstr(rows[i].head, "伟"));
    mem_free(rows);
    world_close(&w);
}

/* The k-th row is opened twice: it is then the first of its class, and nothing else moves. */
static void picked(struct world *w, const char *text, size_t k) {
    struct household_row *before, *after;
    struct find_recent recent;
    struct query q;
    size_t n, m, top;

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    assert_int_equal(find_recent(w->s, &recent), ERR_OK);
    before = all_rows(w, &q, &recent, &n);
    if (k >= n)
        k = n - 1;
    assert_int_equal(find_picked(w->s, &before[k].id), ERR_OK);
    assert_int_equal(find_picked(w->s, &before[k].id), ERR_OK);
    after = all_rows(w, &q, &recent, &m); /* as it was read: what is looked at does not jump */
    assert_int_equal(m, n);
    for (size_t i = 0; i < n; i++)
        assert_true(id_equal(&before[i].id, &after[i].id));
    mem_free(after);
    assert_int_equal(find_recent(w->s, &recent), ERR_OK);
    assert_true(id_equal(&recent.at[0], &before[k].id));
    after = all_rows(w, &q, &recent, &m);
    assert_int_equal(m, n);
    for (top = k; top > 0 && pinyin_class(before[top - 1].head, text) == pinyin_class(before[k].head, text);)
        top--;
    for (size_t i = 0; i < n; i++)
        assert_true(id_equal(&after[i].id, &before[i == top ? k : i > top && i <= k ? i - 1 : i].id));
    mem_free(before);
    mem_free(after);
}

static void what_was_opened_lately_is_first_of_its_class(void **state) {
    struct world w = crowded("find-recent");
    struct find_recent recent;

    (void)state;
    for (size_t i = 0; i < 60; i++)
        picked(&w, lookups[chance(10)], chance(40));
    for (int i = 0; i < 200; i++)
        assert_int_equal(find_picked(w.s, &w.households[(size_t)i % (sizeof w.households / sizeof *w.households)]), ERR_OK);
    assert_int_equal(find_recent(w.s, &recent), ERR_OK);
    assert_int_equal(recent.count, FIND_RECENT_MAX);
    world_close(&w);
}

/* Rows that no index was asked for are told by the same rules: with everything opened lately the result is the same set. */
static void lately_opened_are_found_by_the_same_rules(void **state) {
    static const char *const more[] = {"501", "3-2", "3 2", "2栋", "~60 张", "@open", "0001", "55", "zw 3", "12"};
    struct world w = filled("find-same");
    struct find_recent recent = {.count = 0};
    size_t households = sizeof people / sizeof people[0];

    (void)state;
    for (size_t i = 0; i < households; i++)
        recent.at[recent.count++] = w.households[i];
    for (size_t i = 0; i < sizeof lookups / sizeof *lookups + sizeof more / sizeof *more; i++) {
        const char *text = i < sizeof lookups / sizeof *lookups ? lookups[i] : more[i - sizeof lookups / sizeof *lookups];
        struct household_row *a, *b;
        struct query q;
        size_t n, m, same = 0;

        assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
        a = all_rows(&w, &q, NULL, &n);
        b = all_rows(&w, &q, &recent, &m);
        if (n != m)
            print_error("query '%s'\n", text);
        assert_int_equal(n, m);
        for (size_t x = 0; x < n; x++)
            for (size_t y = 0; y < m; y++)
                same += id_equal(&a[x].id, &b[y].id);
        assert_int_equal(same, n);
        mem_free(a);
        mem_free(b);
    }
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_every_form),
        cmocka_unit_test(forms_of_a_name_are_one),
        cmocka_unit_test(a_query_of_two_words_wants_both),
        cmocka_unit_test(doors_are_found),
        cmocka_unit_test(phones_are_found_by_their_digits),
        cmocka_unit_test(members_are_found_behind_heads),
        cmocka_unit_test(signs_ask_for_state),
        cmocka_unit_test(an_empty_query_lists_all_in_door_order),
        cmocka_unit_test(a_corrected_name_is_found_by_the_new_one_alone),
        cmocka_unit_test(door_order_survives_any_order_of_arrival),
        cmocka_unit_test(no_weaker_class_above_a_stronger),
        cmocka_unit_test(fuzzy_readings_come_last),
        cmocka_unit_test(what_was_opened_lately_is_first_of_its_class),
        cmocka_unit_test(lately_opened_are_found_by_the_same_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
