/* Masking, numbers, areas, days, lists, the query line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/policy.h"
#include "linli/query.h"

static void phones_are_masked(void **state) {
    static const char *const rows[][2] = {
        {"13812341234", "138****1234"},
        {"0731-8888123", "073*****8123"},
        {"8888123", "888**23"},
        {"110", "*10"},
        {"", ""},
        {"13812341234\n10012345678", "138****1234 100****5678"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};

        policy_mask_phones(&out, rows[i][0]);
        assert_string_equal(buf_text(&out), rows[i][1]);
        buf_free(&out);
    }
}

static void areas_nest(void **state) {
    char town[AREA_SIZE];

    (void)state;
    policy_town(town, "430181.007.03.12");
    assert_string_equal(town, "430181.007");
    policy_town(town, "430181");
    assert_string_equal(town, "");
    assert_true(policy_area_inside("430181.007.03", "430181.007"));
    assert_true(policy_area_inside("430181.007", "430181.007"));
    assert_false(policy_area_inside("430181.0071", "430181.007"));
    assert_true(policy_area_inside("x", ""));
    assert_int_equal(policy_area_level("430181"), LEVEL_CITY);
    assert_int_equal(policy_area_level("430181.007"), LEVEL_TOWN);
    assert_int_equal(policy_area_level("430181.007.03"), LEVEL_VILLAGE);
    assert_int_equal(policy_area_level("430181.007.03.12"), LEVEL_GRID);
    assert_true(policy_area_valid("430181.007.03.12"));
    assert_false(policy_area_valid(""));
    assert_false(policy_area_valid("430181..03"));
    assert_false(policy_area_valid("430181.07.张"));
}

static void numbers_can_be_read_aloud(void **state) {
    char number[NUMBER_SIZE];

    (void)state;
    policy_matter_number(number, 1795312800000, "K7", 17);
    assert_string_equal(number, "M-26-K7-017");
}

static void every_list_has_words_and_unlike_codes(void **state) {
    (void)state;
    for (int list = 0; list < LIST_COUNT; list++) {
        for (int i = 1; i < kinds_count((enum list)list); i++) {
            assert_true(*kinds_words((enum list)list, i) != '\0');
            assert_int_equal(kinds_value((enum list)list, kinds_code((enum list)list, i)), i);
        }
        assert_int_equal(kinds_value((enum list)list, "no such"), 0);
        assert_string_equal(kinds_code((enum list)list, 0), "");
        assert_string_equal(kinds_code((enum list)list, 999), "");
    }
    assert_int_equal(kinds_first_step(MATTER_DISPUTE), STEP_ACCEPT);
    assert_int_equal(kinds_first_step(MATTER_HAZARD), STEP_REPORT);
    assert_int_equal(kinds_step_days(STEP_MEDIATE), 30);
}

static void days_are_counted_in_the_offices_zone(void **state) {
    int64_t ms;
    char date[CLOCK_DATE_SIZE];

    (void)state;
    assert_true(clock_parse(&ms, "2026-11-22T23:30:00+08:00"));
    clock_date(date, ms);
    assert_string_equal(date, "2026-11-22");
    clock_date(date, ms + 1800000);
    assert_string_equal(date, "2026-11-23");
    assert_int_equal(policy_due_day(STEP_ACCEPT, ms), clock_day(ms) + 1);
    assert_false(clock_parse(&ms, "2026-02-29"));
    assert_true(clock_parse(&ms, "2028年2月29日"));
    assert_true(clock_parse(&ms, "20261122"));
    assert_false(clock_parse(&ms, "tomorrow"));
}

static void check(const char *text, size_t count, enum query_word_kind kind, const char *word) {
    struct query q;

    assert_int_equal(query_read(&q, text, strlen(text)), ERR_OK);
    assert_int_equal(q.count, count);
    assert_int_equal(q.words[0].kind, kind);
    assert_string_equal(q.words[0].text, word);
}

static void query_words_are_told_apart(void **state) {
    struct query q;
    char long_one[11000];

    (void)state;
    check("张", 1, QUERY_NAME, "张");
    check("ＺＳ", 1, QUERY_NAME, "zs");
    check("501", 1, QUERY_DIGITS, "501");
    check("3-2-501", 1, QUERY_DOOR, "3-2-501");
    check("3栋2单元501", 1, QUERY_DOOR, "3栋2单元501");
    check("3 2 501", 1, QUERY_DOOR, "3-2-501");
    check("张 501", 2, QUERY_NAME, "张");
    check("#M-26-K7-017", 1, QUERY_NUMBER, "m-26-k7-017");
    assert_int_equal(query_read(&q, "~60 @open", 9), ERR_OK);
    assert_int_equal(q.words[0].days, 60);
    assert_int_equal(q.words[1].kind, QUERY_OPEN);
    assert_int_equal(query_read(&q, "", 0), ERR_OK);
    assert_int_equal(q.count, 0);
    assert_int_equal(query_read(&q, "@nobody", 7), ERR_SYNTAX);
    assert_int_equal(query_read(&q, "~x", 2), ERR_SYNTAX);
    assert_int_equal(q.count, 0);
    memset(long_one, 'z', sizeof long_one);
    assert_int_equal(query_read(&q, long_one, sizeof long_one), ERR_RANGE);
    assert_int_equal(query_read(&q, "a b c d e f g h i", 17), ERR_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones_are_masked),
        cmocka_unit_test(areas_nest),
        cmocka_unit_test(numbers_can_be_read_aloud),
        cmocka_unit_test(every_list_has_words_and_unlike_codes),
        cmocka_unit_test(days_are_counted_in_the_offices_zone),
        cmocka_unit_test(query_words_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
