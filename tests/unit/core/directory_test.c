/* Directories: weekdays, who is at the centre, terms, what fits, lists as offices have them; and what no field may ask. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "core/columns.h"
#include "linli/buf.h"
#include "linli/clock.h"
#include "linli/directory.h"

static int64_t day(const char *date) {
    int64_t ms;

    assert_true(clock_parse(&ms, date));
    return clock_day(ms);
}

static void weekdays_as_people_write_them(void **state) {
    static const struct {
        const char *typed, *kept;
    } rows[] = {{"2,4", "2,4"},
                {"周二、周四", "2,4"},
                {"周二周四", "2,4"},
                {"星期一至星期五", "1,2,3,4,5"},
                {"Mon-Fri", "1,2,3,4,5"},
                {"tue, Thursday", "2,4"},
                {"4，2,2", "2,4"},
                {"每周三", "3"},
                {"周六、日", "6,7"},
                {"礼拜天", "7"},
                {"周1至周3", "1,2,3"},
                {"１、３", "1,3"},
                {"Tue and Thu", NULL},
                {"8", NULL},
                {"0", NULL},
                {"周", NULL},
                {"", NULL},
                {"5-2", NULL},
                {"1-", NULL},
                {"Sunday", "7"}};
    char out[DIRECTORY_WEEKDAYS_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool good = directory_weekdays_clean(out, rows[i].typed);

        if (good != (rows[i].kept != NULL) || (good && strcmp(out, rows[i].kept) != 0))
            fail_msg("%s -> %s", rows[i].typed, good ? out : "(none)");
    }
}

static void a_day_that_is_asked_for(void **state) {
    int64_t today = day("2026-11-22"), found; /* a Sunday */
    int weekday;

    (void)state;
    assert_int_equal(directory_weekday(today), 7);
    assert_int_equal(directory_weekday(day("2028-02-29")), 2); /* a leap day */
    assert_true(directory_weekday_parse(&weekday, &found, "tue", today));
    assert_int_equal(weekday, 2);
    assert_int_equal(found, day("2026-11-24"));
    assert_true(directory_weekday_parse(&weekday, &found, "周日", today));
    assert_int_equal(found, today);
    assert_true(directory_weekday_parse(&weekday, &found, "2026-12-02", today));
    assert_int_equal(weekday, 3);
    assert_true(directory_weekday_parse(&weekday, &found, "明天", today));
    assert_int_equal(weekday, 1);
    assert_false(directory_weekday_parse(&weekday, &found, "1,2", today));
    assert_false(directory_weekday_parse(&weekday, &found, "2026-02-30", today));
}

static struct item_values entry(enum item item, const char *const *pairs) {
    struct item_values v = {.item = item};

    for (; *pairs; pairs += 2) {
        size_t f = items_field(item, pairs[0]);

        assert_true(f < ITEM_FIELDS_MAX);
        items_set(&v, f, pairs[1]);
    }
    return v;
}

static void who_is_here(void **state) {
    static const struct {
        const char *presence, *weekdays, *here; /* A away, H here, C on call: Monday to Sunday */
    } rows[] = {{"always", NULL, "HHHHHAA"},
                {"weekdays", "2,4", "AHAHAAA"},
                {"weekdays", NULL, "AAAAAAA"},
                {"weekdays", "6,7", "AAAAAHH"},
                {"on-call", "2", "CCCCCCC"}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct item_values v = entry(ITEM_IS_DEPARTMENT, (const char *const[]){"presence", rows[i].presence, NULL});

        items_set(&v, items_field(v.item, "weekdays"), rows[i].weekdays);
        for (int d = 1; d <= DIRECTORY_DAYS; d++)
            assert_int_equal("AHC"[directory_here(&v, d)], rows[i].here[d - 1]);
        items_free(&v);
    }
}

static void terms(void **state) {
    int64_t today = day("2026-11-22"), left;

    (void)state;
    assert_int_equal(directory_term(day("2024-01-01"), day("2026-11-21"), today, &left), DIRECTORY_ENDED);
    assert_int_equal(directory_term(day("2024-01-01"), today, today, &left), DIRECTORY_ENDS_SOON);
    assert_int_equal(directory_term(day("2024-01-01"), day("2027-01-21"), today, &left), DIRECTORY_ENDS_SOON);
    assert_int_equal(left, 60);
    assert_int_equal(directory_term(day("2024-01-01"), day("2027-01-22"), today, &left), DIRECTORY_RUNS);
    assert_int_equal(directory_term(day("2026-12-01"), day("2029-11-30"), today, &left), DIRECTORY_NOT_YET);
    assert_int_equal(directory_term(0, 0, today, &left), DIRECTORY_RUNS);
}

static void what_fits(void **state) {
    struct item_values v =
        entry(ITEM_IS_MEDIATOR, (const char *const[]){"name", "张伟斌", "committee", "桂花村调委会", "fields", "family，lift",
                                                      "languages", "普通话、客家话", "phone", "0731-8888", NULL});
    static const struct {
        struct directory_wish wish;
        bool fits;
    } rows[] = {{{NULL, NULL, NULL}, true},
                {{"张", NULL, NULL}, true},
                {{"zwb", NULL, NULL}, true},
                {{"zhangw", NULL, NULL}, true},
                {{"桂花", NULL, NULL}, true},
                {{"zwb 桂花", NULL, NULL}, true},
                {{"zwb 栗山", NULL, NULL}, false},
                {{"8888", NULL, NULL}, false},
                {{NULL, "family", NULL}, true},
                {{NULL, "lift", NULL}, true},
                {{NULL, "marriage and family", NULL}, true},
                {{NULL, "land", NULL}, false},
                {{NULL, NULL, "客家"}, true},
                {{NULL, NULL, "英语"}, false},
                {{"zwb", "lift", "普通话"}, true}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (directory_fits(&v, &rows[i].wish) != rows[i].fits)
            fail_msg("row %zu", i);
    items_free(&v);
}

/* ---- lists */

struct got {
    struct buf text;
};

static enum err take(void *arg, struct directory_line *l) {
    struct got *g = arg;
    size_t count;
    const struct item_field *fields = items_fields(l->values.item, &count);

    buf_printf(&g->text, "%zu %s %s", l->line, kinds_code(LIST_ITEM, (int)l->values.item), l->area);
    for (size_t i = 0; i < count; i++)
        if (l->values.at[i])
            buf_printf(&g->text, " %s=%s", fields[i].name, l->values.at[i]);
    buf_printf(&g->text, "%s%s\n", *l->worker ? " @" : "", l->worker);
    return ERR_OK;
}

static enum err pass(void *arg, const struct directory_reject *r) {
    struct got *g = arg;

    buf_printf(&g->text, "! %zu %s: %s\n", r->line, r->column, r->reason);
    return ERR_OK;
}

static void reads(const char *csv, enum item kind, const char *wanted) {
    struct got g = {{0}};
    struct directory_options options = {.area = "430181.007", .kind = kind};
    enum err e = directory_read(csv, strlen(csv), &options, &(struct directory_sink){take, pass, &g});

    if (e != ERR_OK)
        buf_printf(&g.text, "%s", err_name(e));
    assert_string_equal(buf_text(&g.text), wanted);
    buf_free(&g.text);
}

static void lists_as_offices_have_them(void **state) {
    (void)state;
    reads("\xEF\xBB\xBF某镇调解员名册,,,,,,\n姓名,所属调委会,专兼职,聘任日期,任期届满,登录名,政治面貌\n"
          "张 三,桂花村调委会,专职,2025/1/1,2027年12月31日,zs,某党\n"
          "李四,桂花村调委会,兼职,不详,2027-12-31,,\n"
          "王五,,群众,2025-01-01,2027-12-31,,\n"
          ",,,,,,\n"
          "张三,桂花村调委会,专职,2025-01-01,2027-12-31,,\n"
          "孙六,桂花村调委会,终身,2025-01-01,2027-12-31,,\n"
          "110101199003078888,桂花村调委会,,2025-01-01,2027-12-31,,\n",
          ITEM_IS_MEDIATOR,
          "3 mediator 430181.007 name=张三 committee=桂花村调委会 source=full-time since=2025-01-01 until=2027-12-31 @zs\n"
          "! 4 聘任日期: it is no date\n! 5 所属调委会: it is missing\n! 7 : line 3 has the same entry\n"
          "! 8 专兼职: it is none of the list\n! 9 姓名: it looks like an ID number, which the roster does not hold\n");
    reads("kind;area;name;contact;presence;weekdays;for_what\n"
          "department;430181;Housing;counter 3;weekdays;Tue-Thu;\n"
          "途径;;法律援助;12348;;;免费咨询\n"
          "部门;x..y;城管;1号;常驻;;\n"
          "people;;A;B;;;\n",
          ITEM_NONE,
          "2 department 430181 name=Housing contact=counter 3 presence=weekdays weekdays=2,3,4\n"
          "3 route 430181.007 name=法律援助 for_what=免费咨询 contact=12348\n"
          "! 4 area: x..y is no area code\n! 5 kind: there is no directory “people”\n");
    reads("door,phone\n1,2\n", ITEM_NONE, "SYNTAX");
    reads("name,contact,presence\na,b,always\n", ITEM_NONE, "SYNTAX"); /* of which kind? */
    reads("name,contact,presence\na,\"b,always\n", ITEM_IS_DEPARTMENT,
          "! 2 : a quotation mark is not where it belongs, or there are too many cells\n");
}

/* ---- what no field may ask (DESIGN.md section 3) */

static void no_field_asks_for_what_linli_does_not_hold(void **state) {
    static const char *const never[] = {"party member", "political", "politics", "religio",    "ethnic",
                                        "petition",     "credit",    "faith",    "nationality"};

    (void)state;
    for (int i = 1; i < ITEM_COUNT; i++) {
        size_t count;
        const struct item_field *fields = items_fields((enum item)i, &count);

        for (size_t f = 0; f < count; f++) {
            struct buf text = {0};

            buf_printf(&text, "%s|%s|%s", fields[f].name, fields[f].label, fields[f].hint);
            for (char *c = text.data; *c; c++)
                *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
            for (size_t n = 0; n < sizeof never / sizeof *never; n++)
                if (strstr(text.data, never[n]))
                    fail_msg("%s asks for %s", text.data, never[n]);
            buf_free(&text);
            if (strcmp(fields[f].name, "party") != 0 && /* of a matter */
                columns_find(fields[f].name, strlen(fields[f].name)) == COLUMN_LEFT_OUT)
                fail_msg("field %s is what a roster leaves out", fields[f].name);
        }
    }
    assert_int_equal(columns_find("政治面貌", strlen("政治面貌")), COLUMN_LEFT_OUT);
}

/* Chinese titles of a list take in none of it either. */
static void no_title_of_a_list_does(void **state) {
    static const char *const titles[] = {
#define KIND(item, words)
#define TITLE(field, words) words,
#define CHOICE(list, value, words)
#include "core/directory.def"
#undef KIND
#undef TITLE
#undef CHOICE
    };

    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        for (const char *at = titles[i]; *at;) {
            size_t len = strcspn(at, " ");

            if (columns_find(at, len) == COLUMN_LEFT_OUT)
                fail_msg("%.*s is what a roster leaves out", (int)len, at);
            at += len + (at[len] != '\0');
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_as_people_write_them),
        cmocka_unit_test(a_day_that_is_asked_for),
        cmocka_unit_test(who_is_here),
        cmocka_unit_test(terms),
        cmocka_unit_test(what_fits),
        cmocka_unit_test(lists_as_offices_have_them),
        cmocka_unit_test(no_field_asks_for_what_linli_does_not_hold),
        cmocka_unit_test(no_title_of_a_list_does),
    };

    clock_set_zone(480);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
