/* Triage and colours: what the tables say, and that each row of them is complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include "linli/event.h"
#include "linli/policy.h"
#include "linli/triage.h"

static struct triage parsed(const char *text) {
    struct triage t;

    assert_int_equal(triage_parse(&t, text), ERR_OK);
    return t;
}

static void answers_are_read_as_they_are_written(void **state) {
    static const char all[] = "danger=no,consent=yes,court=no,admin=yes,sector=no,who=department";
    char codes[TRIAGE_SIZE];
    struct triage t = parsed(all), again;

    (void)state;
    triage_write(codes, &t);
    assert_string_equal(codes, all);
    t = parsed("who=village,danger=yes");
    triage_write(codes, &t);
    assert_string_equal(codes, "danger=yes,who=village");
    triage_read(&again, "danger=yes,mood=bad,who=moon,=,,consent");
    assert_int_equal(again.answers[TRIAGE_DANGER], ANSWER_YES);
    assert_int_equal(again.answers[TRIAGE_WHO], 0);
    assert_int_equal(again.answers[TRIAGE_CONSENT], 0);
    t = (struct triage){{0}};
    assert_false(triage_any(&t));
    triage_write(codes, &t);
    assert_string_equal(codes, "");
}

/* The longest answers fit, so that none is lost in a header. */
static void the_longest_answers_fit(void **state) {
    struct triage t;
    char codes[TRIAGE_SIZE];
    size_t len = 0;

    (void)state;
    for (int q = 0; q < TRIAGE_COUNT; q++) {
        enum list list = triage_list((enum triage_question)q);
        size_t longest = 0;

        for (int v = 1; v < kinds_count(list); v++)
            if (strlen(kinds_code(list, v)) > longest) {
                longest = strlen(kinds_code(list, v));
                t.answers[q] = v;
            }
        len += strlen(triage_code((enum triage_question)q)) + 1 + longest + (q > 0);
    }
    triage_write(codes, &t);
    assert_int_equal(strlen(codes), len);
}

static void what_is_no_answer_is_told_in_words(void **state) {
    static const char *const wrong[] = {"danger", "danger=maybe", "mood=bad", "danger=yes,danger=no", "danger=yes,,who=head",
                                        "=yes"};
    struct triage t;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(triage_parse(&t, wrong[i]), ERR_USAGE);
        assert_true(*err_last()->todo != '\0');
    }
}

static void advice_follows_the_weightiest_answer(void **state) {
    static const struct {
        const char *answers;
        enum matter_type type;
        enum level level;
        enum matter_kind kind;
        const char *who;
        size_t told;
    } rows[] = {
        {"", TYPE_NEIGHBOURS, LEVEL_GRID, MATTER_NONE, "the head", 0},
        {"", TYPE_WAGES, LEVEL_TOWN, MATTER_NONE, "labour arbitration", 0},
        {"", TYPE_NONE, LEVEL_GRID, MATTER_NONE, "the head", 0},
        {"danger=no,consent=yes,court=no", TYPE_FAMILY, LEVEL_VILLAGE, MATTER_NONE,
         "village mediators with the women's federation", 0},
        {"danger=yes,who=head", TYPE_NEIGHBOURS, LEVEL_TOWN, MATTER_NONE, "police (110)", 1},
        {"court=yes,who=village", TYPE_NEIGHBOURS, LEVEL_VILLAGE, MATTER_NONE, "the court or the police that has it", 1},
        {"consent=no", TYPE_HOUSING, LEVEL_VILLAGE, MATTER_NONE, "the way that the parties choose", 1},
        {"admin=yes", TYPE_HOUSING, LEVEL_TOWN, MATTER_REQUEST, "the office in charge", 1},
        {"sector=yes,who=sector", TYPE_MEDICAL, LEVEL_TOWN, MATTER_NONE, "a sector's mediators", 1},
        {"who=village", TYPE_NEIGHBOURS, LEVEL_VILLAGE, MATTER_NONE, "village mediators", 0},
        {"danger=yes,court=yes,consent=no,admin=yes,sector=yes", TYPE_FAMILY, LEVEL_TOWN, MATTER_REQUEST, "police (110)", 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct triage t = parsed(rows[i].answers);
        struct triage_advice advice;

        triage_advise(&advice, &t, rows[i].type);
        assert_int_equal(advice.level, rows[i].level);
        assert_int_equal(advice.kind, rows[i].kind);
        assert_string_equal(advice.who, rows[i].who);
        assert_int_equal(advice.count, rows[i].told);
    }
}

/* Safety is told first, whatever else was answered. */
static void danger_is_told_first(void **state) {
    struct triage t = parsed("court=yes,danger=yes");
    struct triage_advice advice;

    (void)state;
    triage_advise(&advice, &t, TYPE_FAMILY);
    assert_non_null(strstr(advice.told[0], "110"));
}

static void every_type_and_question_has_its_row(void **state) {
    struct triage none = {{0}};

    (void)state;
    for (int type = 1; type < TYPE_COUNT; type++) {
        struct triage_advice advice;

        triage_advise(&advice, &none, (enum matter_type)type);
        assert_true(advice.level > LEVEL_NONE && advice.level < LEVEL_COUNT);
        assert_true(*advice.who != '\0');
    }
    for (int q = 0; q < TRIAGE_COUNT; q++) {
        assert_true(*triage_brief((enum triage_question)q) != '\0' && *triage_words((enum triage_question)q) != '\0');
        assert_true(triage_is_asked((enum triage_question)q, MATTER_DISPUTE));
    }
    assert_true(triage_is_asked(TRIAGE_DANGER, MATTER_HAZARD));
    assert_false(triage_is_asked(TRIAGE_COURT, MATTER_REQUEST));
}

static void a_colour_has_all_its_reasons(void **state) {
    static const struct {
        struct colour_facts facts;
        enum colour colour;
        unsigned rules;
    } rows[] = {
#define IS(name) (1u << COLOUR_IS_##name)
        {{.due = 0, .today = 100}, COLOUR_BLUE, IS(IN_TIME)},
        {{.due = 102, .today = 100, .step = STEP_ASSESS, .parties = 4}, COLOUR_BLUE, IS(IN_TIME)},
        {{.due = 101, .today = 100, .step = STEP_ACCEPT}, COLOUR_BLUE, IS(IN_TIME)},
        {{.due = 100, .today = 100, .step = STEP_ACCEPT}, COLOUR_YELLOW, IS(SOON)},
        {{.due = 101, .today = 100, .step = STEP_ASSESS}, COLOUR_BLUE, IS(IN_TIME)},
        {{.due = 107, .today = 100, .step = STEP_MEDIATE}, COLOUR_BLUE, IS(IN_TIME)},
        {{.due = 106, .today = 100, .step = STEP_MEDIATE}, COLOUR_YELLOW, IS(SOON)},
        {{.due = 100, .today = 100, .step = STEP_REPORT}, COLOUR_YELLOW, IS(SOON)},
        {{.due = 99, .today = 100, .step = STEP_ASSESS}, COLOUR_YELLOW, IS(OVERDUE)},
        {{.due = 97, .today = 100, .step = STEP_ASSESS}, COLOUR_YELLOW, IS(OVERDUE)},
        {{.due = 96, .today = 100, .step = STEP_ASSESS}, COLOUR_RED, IS(LONG)},
        {{.due = 110, .today = 100, .parties = 5}, COLOUR_RED, IS(MANY)},
        {{.due = 110, .today = 100, .repeated = true}, COLOUR_YELLOW, IS(REPEATED)},
        {{.due = 99, .today = 100, .step = STEP_ASSESS, .parties = 6, .danger = true, .repeated = true},
         COLOUR_RED,
         IS(DANGER) | IS(MANY) | IS(OVERDUE) | IS(REPEATED)},
#undef IS
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned rules;

        assert_int_equal(policy_colour(&rules, &rows[i].facts), rows[i].colour);
        assert_int_equal(rules, rows[i].rules);
    }
    for (int i = 0; i < COLOUR_RULES; i++)
        assert_true(*policy_colour_words((enum colour_rule)i) != '\0');
}

static void the_header_carries_the_answers(void **state) {
    struct event ev = {.seq = 1, .at = 1, .kind = KIND_MATTER, .entity = id_random(), .triage = "danger=yes,who=town"}, again;
    struct buf out = {0};

    (void)state;
    event_write(&out, &ev);
    assert_int_equal(event_read(&again, out.data, out.len), ERR_OK);
    assert_string_equal(again.triage, ev.triage);
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_read_as_they_are_written),
        cmocka_unit_test(the_longest_answers_fit),
        cmocka_unit_test(what_is_no_answer_is_told_in_words),
        cmocka_unit_test(advice_follows_the_weightiest_answer),
        cmocka_unit_test(danger_is_told_first),
        cmocka_unit_test(every_type_and_question_has_its_row),
        cmocka_unit_test(a_colour_has_all_its_reasons),
        cmocka_unit_test(the_header_carries_the_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
