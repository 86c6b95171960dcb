/* The rules of Today: what belongs there, in which order, and that each row can say why, on a fixed day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "linli/today_rules.h"

#define NOW INT64_C(1795312800000) /* 2026-11-22 10:00 in Shanghai */

static void days_decide(void **state) {
    const struct {
        enum today_source source;
        int64_t left;
        enum today_rule rule;
    } rows[] = {
        {TODAY_MATTER, -400, TODAY_RULE_OVERDUE},
        {TODAY_MATTER, -1, TODAY_RULE_OVERDUE},
        {TODAY_MATTER, 0, TODAY_RULE_DUE},
        {TODAY_MATTER, 1, TODAY_RULE_SOON},
        {TODAY_MATTER, 3, TODAY_RULE_SOON},
        {TODAY_MATTER, 4, TODAY_RULES},
        {TODAY_PROMISE, -1, TODAY_RULE_REVISIT_LATE},
        {TODAY_PROMISE, 0, TODAY_RULE_REVISIT},
        {TODAY_PROMISE, 3, TODAY_RULE_REVISIT_SOON},
        {TODAY_PROMISE, 4, TODAY_RULES},
        {TODAY_CARE, -1, TODAY_RULE_CARE_LATE},
        {TODAY_CARE, 0, TODAY_RULE_CARE},
        {TODAY_CARE, 2, TODAY_RULE_CARE_SOON},
        {TODAY_CONSENT, -1, TODAY_RULES},
        {TODAY_CONSENT, 0, TODAY_RULE_CONSENT_ENDS},
        {TODAY_CONSENT, 7, TODAY_RULE_CONSENT_ENDS},
        {TODAY_CONSENT, 8, TODAY_RULES},
        {TODAY_VISIT, 0, TODAY_RULES},
        {TODAY_VISIT, -1, TODAY_RULE_UNVISITED},
        {TODAY_NEWS, 0, TODAY_RULE_NEWS},
        {TODAY_DRAFT, 0, TODAY_RULE_DRAFT},
        {TODAY_NEVER, 0, TODAY_RULE_NEVER},
        {TODAY_WAITING, -400, TODAY_RULE_WAITING},
        {TODAY_WAITING, 400, TODAY_RULE_WAITING},
        {TODAY_OFFERED, 7, TODAY_RULE_OFFERED},
        {TODAY_FOLLOW, -1, TODAY_RULE_FOLLOW_LATE},
        {TODAY_FOLLOW, 0, TODAY_RULE_FOLLOW},
        {TODAY_FOLLOW, 3, TODAY_RULE_FOLLOW_SOON},
        {TODAY_FOLLOW, 4, TODAY_RULES},
        {TODAY_URGED, 0, TODAY_RULES},
        {TODAY_URGED, 1, TODAY_RULE_URGED},
        {TODAY_URGED, 90, TODAY_RULE_URGED},
        {TODAY_BELOW, 0, TODAY_RULES},
        {TODAY_BELOW, -1, TODAY_RULE_BELOW},
        {TODAY_TASK, -1, TODAY_RULE_TASK_LATE},
        {TODAY_TASK, 0, TODAY_RULE_TASK},
        {TODAY_TASK, 3, TODAY_RULE_TASK_SOON},
        {TODAY_TERM, -1, TODAY_RULE_TERM_LATE},
        {TODAY_TERM, 0, TODAY_RULE_TERM},
        {TODAY_TERM, 3, TODAY_RULE_TERM_SOON},
        {TODAY_TERM, 4, TODAY_RULES},
        {TODAY_REPORT, 0, TODAY_RULE_REPORT},
        {TODAY_CONFIRM, today_warnings_left(20), TODAY_RULE_CONFIRM_SOON},
        {TODAY_CONFIRM, today_warnings_left(24), TODAY_RULE_CONFIRM_SOON},
        {TODAY_CONFIRM, today_warnings_left(25), TODAY_RULE_CONFIRM_NEAR},
        {TODAY_CONFIRM, today_warnings_left(28), TODAY_RULE_CONFIRM_NEAR},
        {TODAY_CONFIRM, today_warnings_left(29), TODAY_RULE_CONFIRM_LAST},
        {TODAY_REVIEW, 1, TODAY_RULES},
        {TODAY_REVIEW, 0, TODAY_RULE_REVIEW},
        {TODAY_REVIEW, -9, TODAY_RULE_REVIEW},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(today_rule_of(rows[i].source, rows[i].left), rows[i].rule);
    assert_int_equal(today_horizon(TODAY_MATTER), 3);
    assert_int_equal(today_horizon(TODAY_CONSENT), 7);
    assert_int_equal(today_warnings_left(19), -1);
}

/* Every rule can be reached, stands in its group without a gap, has a mark of two cells and one of one, and a code of the
 * command. */
static void every_rule_is_whole(void **state) {
    static const char codes[] =
        " overdue due revisit need news draft unvisited waiting task term report confirm urged review below ";
    bool seen[TODAY_GROUPS] = {false};

    (void)state;
    for (int i = 0; i < TODAY_RULES; i++) {
        enum today_rule rule = (enum today_rule)i;
        enum today_group group = today_group_of(rule);
        char code[32] = " ";
        bool reached = false;

        for (int64_t left = -40; left < 40 && !reached; left++)
            reached = today_rule_of(today_source_of(rule), left) == rule;
        assert_true(reached);
        assert_true(!seen[group] || today_group_of((enum today_rule)(i - 1)) == group);
        seen[group] = true;
        assert_int_equal(strlen(today_mark(rule, true)), 3);
        assert_int_equal(strlen(today_mark(rule, false)), 1);
        strcat(strcat(code, today_code(rule)), " ");
        assert_non_null(strstr(codes, code));
        assert_true(*today_heading(group));
    }
}

static int compare(const void *a, const void *b) {
    return today_compare(a, b);
}

/* Row 24 of the screens: urgency, then the day. */
static void the_table_is_the_order(void **state) {
    struct today_row rows[200];
    unsigned seed = 7;

    (void)state;
    clock_set(NOW);
    memset(rows, 0, sizeof rows);
    for (size_t i = 0; i < 200; i++) {
        seed = seed * 1103515245u + 12345;
        rows[i].rule = (enum today_rule)((seed >> 16) % TODAY_RULES);
        if (seed >> 30 & 1)
            rows[i].due = clock_day(NOW) + (int64_t)(seed >> 20 & 31) - 16;
        else
            rows[i].since = NOW - (int64_t)(seed >> 20 & 31) * CLOCK_DAY_MS;
    }
    qsort(rows, 200, sizeof *rows, compare);
    for (size_t i = 1; i < 200; i++) {
        int64_t before = rows[i - 1].due ? rows[i - 1].due : clock_day(rows[i - 1].since);
        int64_t day = rows[i].due ? rows[i].due : clock_day(rows[i].since);

        assert_true(today_group_of(rows[i - 1].rule) <= today_group_of(rows[i].rule));
        assert_true(rows[i - 1].rule <= rows[i].rule);
        assert_true(rows[i - 1].rule < rows[i].rule || before <= day);
    }
}

static void every_row_says_why(void **state) {
    struct today_row row = {.number = "M-26-K7-017",
                            .step = STEP_MEDIATE,
                            .need = NEED_MEALS,
                            .kind = KIND_NOTE,
                            .since = NOW - 70 * CLOCK_DAY_MS,
                            .due = clock_day(NOW) - 2};
    struct buf out = {0};

    (void)state;
    for (int i = 0; i < TODAY_RULES; i++) {
        row.rule = (enum today_rule)i;
        buf_reset(&out);
        today_why(&out, &row, 60);
        assert_true(out.len > 20);
        assert_null(strpbrk(buf_text(&out), "{}\n"));
    }
    row.rule = TODAY_RULE_OVERDUE;
    buf_reset(&out);
    today_why(&out, &row, 60);
    assert_non_null(strstr(buf_text(&out), "M-26-K7-017"));
    assert_non_null(strstr(buf_text(&out), "2026-11-20"));
    row.rule = TODAY_RULE_UNVISITED;
    buf_reset(&out);
    today_why(&out, &row, 60);
    assert_non_null(strstr(buf_text(&out), "2026-09-13"));
    assert_non_null(strstr(buf_text(&out), "60 days"));
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(days_decide), cmocka_unit_test(every_rule_is_whole),
                                       cmocka_unit_test(the_table_is_the_order), cmocka_unit_test(every_row_says_why)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
