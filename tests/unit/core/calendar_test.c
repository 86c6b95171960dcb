/* Months and weeks against the machine's own calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "linli/calendar.h"

#define DAY_SECONDS 86400

static struct tm civil(int64_t day) {
    time_t at = (time_t)(day * DAY_SECONDS);
    struct tm tm;

    assert_non_null(gmtime_r(&at, &tm));
    return tm;
}

static void every_day_of_four_hundred_years(void **state) {
    (void)state;
    for (int64_t day = -25567; day < 120000; day++) { /* 1900-01-01 on */
        struct tm tm = civil(day);
        struct calendar_month m;
        int row, col;

        calendar_month(&m, day);
        assert_int_equal(m.year, tm.tm_year + 1900);
        assert_int_equal(m.month, tm.tm_mon + 1);
        assert_int_equal(day - m.first + 1, tm.tm_mday);
        assert_true(tm.tm_mday <= m.days && m.weeks >= 4 && m.weeks <= CALENDAR_WEEKS);
        calendar_place(&m, day, &row, &col);
        assert_int_equal(col, (tm.tm_wday + 6) % 7);
        assert_in_range(row, 0, m.weeks - 1);
        if (tm.tm_mday == m.days)
            assert_int_equal(civil(day + 1).tm_mday, 1);
    }
}

static void months_follow_each_other(void **state) {
    struct calendar_month m, n;

    (void)state;
    calendar_month(&m, 0);
    for (int i = -900; i <= 2400; i++) {
        calendar_on(&n, &m, i);
        assert_int_equal(calendar_months(0, n.first), i);
        assert_int_equal(calendar_months(n.first, n.first + n.days - 1), 0);
        assert_int_equal(calendar_months(n.first, n.first + n.days), 1);
    }
}

/* 31 January and a month is the last of February; back again it is not the 31st. */
static void the_same_day_of_another_month(void **state) {
    struct calendar_month m;
    int64_t day;

    (void)state;
    calendar_month(&m, 20484);
    assert_int_equal(m.year * 100 + m.month, 202601);
    day = calendar_same_day(m.first + 30, 1);
    assert_int_equal(civil(day).tm_mday, 28);
    assert_int_equal(civil(day).tm_mon, 1);
    assert_int_equal(civil(calendar_same_day(day, -1)).tm_mday, 28);
    assert_int_equal(civil(calendar_same_day(m.first + 14, -13)).tm_mday, 15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_four_hundred_years),
        cmocka_unit_test(months_follow_each_other),
        cmocka_unit_test(the_same_day_of_another_month),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
