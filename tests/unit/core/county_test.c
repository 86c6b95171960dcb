/* A county's file: the defaults, what it changes, what is refused and with which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "linli/buf.h"
#include "linli/county.h"
#include "linli/flow.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/triage.h"

#define SHIPPED "contrib/county.conf"

static void read_shipped(struct buf *out) {
    FILE *f = fopen(SHIPPED, "rb");
    char part[4096];
    size_t n;

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(out, part, n);
    fclose(f);
}

static void use(const char *text) {
    struct county *c;
    enum err e = county_read(&c, "t.conf", text, strlen(text));

    if (e != ERR_OK)
        fail_msg("%s: %s: %s", err_last()->what, err_last()->why, err_last()->todo);
    county_use(c);
}

/* Everything that can be asked of what is in use, as one text. */
static void describe(struct buf *out) {
    buf_printf(out, "name %s, %d years, oral %d, soon %d, many %d\n", county_name(), county_retention_years(),
               county_oral_percent(), county_soon_percent(), county_many_parties());
    for (int s = 0; s < STEP_COUNT; s++)
        buf_printf(out, "step %s %d %d %d %d\n", kinds_code(LIST_STEP, s), county_days((enum step)s),
                   county_lets_out((enum step)s), (int)county_next((enum step)s), (int)county_pass((enum step)s));
    for (int l = 0; l < LEVEL_COUNT; l++)
        buf_printf(out, "level %s %d\n", kinds_words(LIST_LEVEL, l), county_review_days((enum level)l));
    for (int t = 0; t < TYPE_COUNT; t++)
        buf_printf(out, "type %s %d %d %s\n", kinds_words(LIST_TYPE, t), county_has_type((enum matter_type)t),
                   (int)county_type_level((enum matter_type)t),
                   county_type_who((enum matter_type)t) ? county_type_who((enum matter_type)t) : "-");
    for (size_t i = 0; i < 8; i++)
        buf_printf(out, "warn %d, share %d\n", county_confirm_warning(i), county_index_share(i));
    for (int g = 0; g < GRADE_COUNT; g++) {
        const struct county_grade *grade = county_grade((enum grade)g);

        buf_printf(out, "grade %lld %d %d\n", (long long)grade->fen, grade->share_percent, grade->failed_percent);
    }
    for (int s = 0; s < SOURCE_COUNT; s++)
        buf_printf(out, "pays %d\n", county_pays((enum source)s));
}

static int back_to_defaults(void **state) {
    (void)state;
    county_use(NULL);
    return 0;
}

static void the_shipped_file_says_the_defaults(void **state) {
    struct buf shipped = {0}, written = {0}, before = {0}, after = {0};

    (void)state;
    read_shipped(&shipped);
    county_write_default(&written);
    assert_string_equal(buf_text(&shipped), buf_text(&written));
    describe(&before);
    use(buf_text(&shipped));
    describe(&after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    buf_free(&shipped);
    buf_free(&written);
    buf_free(&before);
    buf_free(&after);
}

/* FIELD.md section 2 and c-22. */
static void the_defaults_are_those_of_the_field(void **state) {
    static const int days[] = {1, 3, 3, 1, 7, 30, 3, 30, 15, 7, 1, 1, 7, 2, 15};
    static const int yuan[] = {80, 200, 500, 1000, 100}, share[] = {100, 100, 5, 2, 100};

    (void)state;
    for (int s = 1; s < STEP_COUNT; s++) {
        assert_int_equal(county_days((enum step)s), days[s - 1]);
        assert_int_equal(kinds_step_days((enum step)s), days[s - 1]);
        assert_false(county_lets_out((enum step)s));
    }
    for (int g = 1; g < GRADE_COUNT; g++) {
        assert_int_equal(county_grade((enum grade)g)->fen, yuan[g - 1] * 100);
        assert_int_equal(county_grade((enum grade)g)->share_percent, share[g - 1]);
        assert_int_equal(county_grade((enum grade)g)->failed_percent, 0);
    }
    assert_false(county_pays(SOURCE_IN_POST));
    assert_true(county_pays(SOURCE_FULL_TIME));
    assert_int_equal(county_review_days(LEVEL_VILLAGE), 7);
    assert_int_equal(county_confirm_warning(2), 29);
    assert_int_equal(county_confirm_warning(3), 0);
    assert_string_equal(county_law("confirmation"), "");
    assert_true(county_has_type(TYPE_WAGES));
    assert_false(county_has_type(TYPE_OWN_1));
}

static void a_county_says_its_own(void **state) {
    struct triage none = {{0}};
    struct triage_advice advice;
    struct colour_facts facts = {.due = 10, .today = 5, .step = STEP_MEDIATE, .parties = 3};
    unsigned rules;

    (void)state;
    use("\xEF\xBB\xBF[county]\r\nname = 示例县\r\nretention = 5\n[level]\ngrid = 邻里\ncity = 县\n"
        "[step mediate]\ndays = 20\n[type own-2]\nwords = 宅基地边界\nlevel = town\nwho = 自然资源所\n[type wages]\noffered = "
        "no\n"
        "[type land]\nwords = 田地\n[colour]\nsoon = 50\nmany = 3\n[review]\ngrid = 3\n[confirm]\nwarnings = 10, 28\n"
        "[law]\nconfirmation = 依法 = 申请\n[claim hard]\namount = 1200.5\nshare = 3\nfailed = 40\n[claim]\noral = 50\nexcluded "
        "=\n"
        "[index]\nin-time = 100\nkept = 0\nfollowed = 0\nevaluated = 0\n");
    assert_string_equal(county_name(), "示例县");
    assert_int_equal(county_retention_years(), 5);
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), "邻里");
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_TOWN), "town");
    assert_string_equal(kinds_words(LIST_TYPE, TYPE_OWN_2), "宅基地边界");
    assert_string_equal(kinds_words(LIST_TYPE, TYPE_LAND), "田地");
    assert_true(county_has_type(TYPE_OWN_2) && kinds_offered(LIST_TYPE, TYPE_OWN_2));
    assert_false(kinds_offered(LIST_TYPE, TYPE_WAGES));
    assert_true(kinds_offered(LIST_STEP, STEP_ACCEPT));
    assert_int_equal(county_days(STEP_MEDIATE), 20);
    assert_int_equal(county_review_days(LEVEL_GRID), 3);
    assert_int_equal(county_confirm_warning(1), 28);
    assert_int_equal(county_confirm_warning(2), 0);
    assert_string_equal(county_law("confirmation"), "依法 = 申请");
    assert_int_equal(county_grade(GRADE_HARD)->fen, 120050);
    assert_int_equal(county_grade(GRADE_HARD)->failed_percent, 40);
    assert_true(county_pays(SOURCE_IN_POST));
    triage_advise(&advice, &none, TYPE_OWN_2);
    assert_int_equal(advice.level, LEVEL_TOWN);
    assert_string_equal(advice.who, "自然资源所");
    triage_advise(&advice, &none, TYPE_WAGES);
    assert_string_equal(advice.who, "labour arbitration");
    assert_int_equal(policy_colour(&rules, &facts), COLOUR_RED);
    assert_string_equal(policy_colour_words(COLOUR_IS_MANY), "3 or more parties");
    facts.parties = 2;
    assert_int_equal(policy_colour(&rules, &facts), COLOUR_YELLOW); /* 15 of 20 days are gone */
    county_use(NULL);
    assert_int_equal(policy_colour(&rules, &facts), COLOUR_YELLOW); /* 25 of 30 */
    facts.due = 15;
    assert_int_equal(policy_colour(&rules, &facts), COLOUR_BLUE); /* 20 of 30 */
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), "grid");
}

static void shortcuts_lead_on(void **state) {
    enum step then;

    (void)state;
    use("[step plan]\nout = yes\n[step dispatch]\nout = yes\n[step archive]\nout = yes\n[step feedback]\nout = yes\n");
    assert_int_equal(county_pass(STEP_PLAN), STEP_INVESTIGATE);
    assert_int_equal(kinds_next_step(STEP_ASSESS), STEP_INVESTIGATE);
    assert_int_equal(kinds_next_step(STEP_FOLLOW_UP), STEP_NONE);
    assert_int_equal(county_next(STEP_FOLLOW_UP), STEP_ARCHIVE);
    assert_int_equal(kinds_next_step(STEP_HANDLE), STEP_REVISIT);
    assert_int_equal(county_pass(STEP_ASSESS), STEP_ASSESS);
    assert_false(county_then(STEP_ASSESS, &then));
    /* the other way round, and an end before the table's */
    use("[step accept]\nthen = plan\n[step plan]\nthen = assess\n[step assess]\nthen = dispatch\n"
        "[step feedback]\nthen = end\n[step revisit]\nout = yes\n");
    assert_true(county_then(STEP_PLAN, &then));
    assert_int_equal(then, STEP_ASSESS);
    assert_int_equal(kinds_next_step(STEP_ACCEPT), STEP_PLAN);
    assert_int_equal(kinds_next_step(STEP_ASSESS), STEP_DISPATCH);
    assert_true(county_then(STEP_FEEDBACK, &then));
    assert_int_equal(then, STEP_NONE);
    county_use(NULL);
    assert_int_equal(kinds_next_step(STEP_ACCEPT), STEP_ASSESS);
}

static enum step done_leads_to(enum step at) {
    struct flow_matter m = {.kind = MATTER_REQUEST, .type = TYPE_DRAINS, .open = true, .step = at, .level = LEVEL_VILLAGE};
    struct flow_actor alone = {.alone = true};
    struct flow_wish done = {.day = 100};
    struct flow_move mv;

    m.items[ITEM_IS_FEEDBACK].count = 1;
    assert_int_equal(flow_check(&mv, &m, &alone, &done, NULL), FLOW_OK);
    assert_int_equal(mv.due, mv.to ? 100 + county_days(mv.to) : 0);
    return mv.to;
}

static void the_flow_follows(void **state) {
    struct flow_matter m = {.kind = MATTER_DISPUTE, .open = true, .step = STEP_AGREE, .level = LEVEL_VILLAGE, .agreed = 90};
    struct flow_actor alone = {.alone = true};
    struct flow_option options[40];
    size_t count, done = 0;

    (void)state;
    assert_int_equal(done_leads_to(STEP_REPORT), STEP_ASSIGN);
    use("[step assign]\nout = yes\n[step handle]\ndays = 40\n[step feedback]\nthen = end\n[step revisit]\nout = yes\n"
        "[step confirm]\nout = yes\n");
    assert_int_equal(done_leads_to(STEP_REPORT), STEP_HANDLE);
    assert_int_equal(done_leads_to(STEP_HANDLE), STEP_FEEDBACK);
    assert_int_equal(done_leads_to(STEP_FEEDBACK), STEP_NONE);
    count = flow_options(options, sizeof options / sizeof *options, &m, &alone, 100);
    for (size_t i = 0; i < count; i++)
        done += options[i].exit == EXIT_NONE;
    assert_int_equal(done, 1); /* to the follow-up by either way */
}

/* What was asked for once stays good: a screen may still show it. */
static void texts_stay_good(void **state) {
    const char *grid;

    (void)state;
    use("[level]\ngrid = 邻里\n");
    grid = kinds_words(LIST_LEVEL, LEVEL_GRID);
    use("[level]\ngrid = 网\n");
    assert_string_equal(grid, "邻里");
    use("[level]\ngrid = 邻里\n");
    assert_ptr_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), grid);
}

static const struct {
    const char *text;
    enum err code;
    int line;
    const char *why;
} broken[] = {
    {"[steps]\na = 1\n", ERR_SYNTAX, 2, "there is no section [steps]"},
    {"days = 1\n", ERR_SYNTAX, 1, "the line stands in no section"},
    {"[step]\ndays = 1\n", ERR_SYNTAX, 2, "[step] does not say which one"},
    {"[colour red]\nmany = 1\n", ERR_SYNTAX, 2, "there is no section [colour red]"},
    {"[step mediat]\ndays = 1\n", ERR_SYNTAX, 2, "there is no step “mediat”"},
    {"[type gossip]\nlevel = grid\n", ERR_SYNTAX, 2, "there is no type “gossip”"},
    {"[type own-7]\nwords = x\n", ERR_SYNTAX, 2, "there is no type “own-7”"},
    {"[level]\n\nhouse = x\n", ERR_SYNTAX, 3, "there is no level “house”"},
    {"[type land]\nlevel = house\n", ERR_SYNTAX, 2, "there is no level “house”"},
    {"[claim huge]\namount = 1\n", ERR_SYNTAX, 2, "there is no grade “huge”"},
    {"[step mediate]\nday = 1\n", ERR_SYNTAX, 2, "there is no key “day” in [step mediate]"},
    {"[claim]\namount = 1\n", ERR_SYNTAX, 2, "there is no key “amount” in [claim]"},
    {"[claim hard]\noral = 1\n", ERR_SYNTAX, 2, "there is no key “oral” in [claim hard]"},
    {"# x\n[step mediate]\ndays = -3\n", ERR_RANGE, 3, "“-3” is no whole number from 1 to 730"},
    {"[step mediate]\ndays = 0\n", ERR_RANGE, 2, "“0” is no whole number"},
    {"[step mediate]\ndays = 731\n", ERR_RANGE, 2, "“731” is no whole number"},
    {"[step mediate]\ndays = 99999999999\n", ERR_RANGE, 2, "is no whole number"},
    {"[step mediate]\ndays = 3d\n", ERR_RANGE, 2, "“3d” is no whole number"},
    {"[step mediate]\ndays =\n", ERR_RANGE, 2, "“” is no whole number"},
    {"[step mediate]\nout = maybe\n", ERR_SYNTAX, 2, "“maybe” is neither yes nor no"},
    {"[step accept]\nout = yes\n", ERR_SYNTAX, 2, "without it there is no first one"},
    {"[step report]\nout = yes\n", ERR_SYNTAX, 2, "without it there is no first one"},
    {"[step mediate]\nthen = talk\n", ERR_SYNTAX, 2, "there is no step “talk”"},
    {"[step mediate]\nthen = handle\n", ERR_SYNTAX, 2, "mediate and handle are steps of two flows"},
    {"[step mediate]\ndays = 1\nthen = assess\n", ERR_SYNTAX, 3, "the flow turns in a circle"},
    {"[step mediate]\nthen = mediate\n", ERR_SYNTAX, 2, "the flow turns in a circle at the step “mediate”"},
    {"[step archive]\nthen = follow-up\n", ERR_SYNTAX, 2, "the flow turns in a circle"},
    {"[step plan]\nout = yes\nthen = assess\n", ERR_SYNTAX, 3, "the flow turns in a circle"},
    {"[step agree]\nthen = dispatch\n[step investigate]\nthen = end\n", ERR_SYNTAX, 4, "the flow turns in a circle"},
    {"[step accept]\nthen = accept\n", ERR_SYNTAX, 2, "the flow turns in a circle"},
    {"[step revisit]\nthen = report\n", ERR_SYNTAX, 2, "the flow turns in a circle"},
    {"[step report]\nthen = handle\n", ERR_SYNTAX, 2, "nothing leads to the step “assign” any more"},
    {"[step assess]\nthen = dispatch\n", ERR_SYNTAX, 2, "nothing leads to the step “plan” any more"},
    {"[level]\ngrid =\n", ERR_SYNTAX, 2, "the text is empty"},
    {"[level]\ngrid = 一二三四五六七八九\n", ERR_RANGE, 2, "the text is longer than 24 bytes"},
    {"[level]\ngrid = a\x1b[31mb\n", ERR_SYNTAX, 2, "cannot be shown"},
    {"[level]\ngrid = \xc1\xda\xc0\xef\n", ERR_SYNTAX, 2, "cannot be shown"},
    {"[type own-1]\nlevel = town\n", ERR_SYNTAX, 2, "[type own-1] has no name"},
    {"[colour]\nsoon = 101\n", ERR_RANGE, 2, "“101” is no whole number from 1 to 100"},
    {"[colour]\nmany = 1\n", ERR_RANGE, 2, "“1” is no whole number from 2 to 64"},
    {"[confirm]\nwarnings = 20 15\n", ERR_RANGE, 2, "15 does not come after 20"},
    {"[confirm]\nwarnings = 20 30\n", ERR_SYNTAX, 2, "a warning after 30 days comes too late"},
    {"[step confirm]\ndays = 25\n", ERR_SYNTAX, 2, "a warning after 29 days comes too late"},
    {"[confirm]\nwarnings = 1 2 3 4 5 6 7\n", ERR_RANGE, 2, "more than 6 numbers"},
    {"[law]\nArt. 33 = x\n", ERR_SYNTAX, 2, "“Art. 33” is no key of a text"},
    {"[claim hard]\namount = 1.234\n", ERR_RANGE, 2, "“1.234” is no amount in yuan"},
    {"[claim hard]\namount = -5\n", ERR_RANGE, 2, "“-5” is no amount in yuan"},
    {"[claim hard]\namount = 1.\n", ERR_RANGE, 2, "“1.” is no amount in yuan"},
    {"[claim hard]\namount = 1000001\n", ERR_RANGE, 2, "is no amount in yuan"},
    {"[claim hard]\nshare = 0\n", ERR_RANGE, 2, "“0” is no whole number"},
    {"[claim]\nexcluded = in-post, police\n", ERR_SYNTAX, 2, "there are no mediators of the kind “police”"},
    {"[index]\nin-time = 25\nkept = 30\n# end\n", ERR_SYNTAX, 3, "the parts of the index are 105 per cent together"},
    {"[step mediate]\ndays = 3\n\n[step  mediate]\ndays = 4\n", ERR_SYNTAX, 5, "was said in line 2 already"},
    {"[county]\nname\n", ERR_SYNTAX, 2, "key = value"},
    {"[county\n", ERR_SYNTAX, 1, "[name]"},
};

static void each_fault_names_its_line(void **state) {
    struct buf before = {0}, after = {0};

    (void)state;
    use("[step mediate]\ndays = 21\n");
    describe(&before);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct county *c = (struct county *)1;
        char where[32];
        enum err e = county_read(&c, "c.conf", broken[i].text, strlen(broken[i].text));

        if (e != broken[i].code || !strstr(err_last()->why, broken[i].why))
            fail_msg("%s: %d, %s: %s", broken[i].text, (int)e, err_last()->what, err_last()->why);
        assert_null(c);
        snprintf(where, sizeof where, "c.conf:%d", broken[i].line);
        assert_string_equal(err_last()->what, where);
        assert_true(*err_last()->todo != '\0');
    }
    describe(&after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
}

static void sizes_are_bounded(void **state) {
    struct buf text = {0};
    struct county *c;

    (void)state;
    while (text.len <= COUNTY_SIZE)
        buf_puts(&text, "# a comment that is long enough to fill what there is, a line after another\n");
    assert_int_equal(county_read(&c, "c.conf", buf_text(&text), text.len), ERR_RANGE);
    assert_null(c);
    buf_reset(&text);
    buf_puts(&text, "[law]\n");
    for (int i = 0; i < 33; i++)
        buf_printf(&text, "k%d = t\n", i);
    assert_int_equal(county_read(&c, "c.conf", buf_text(&text), text.len), ERR_RANGE);
    assert_string_equal(err_last()->what, "c.conf:34");
    buf_reset(&text);
    for (int kind = 1; kind < TYPE_COUNT; kind++)
        if (kinds_type_matter((enum matter_type)kind) == MATTER_HAZARD && kinds_offered(LIST_TYPE, kind))
            buf_printf(&text, "[type %s]\noffered = no\n", kinds_code(LIST_TYPE, kind));
    assert_int_equal(county_read(&c, "c.conf", buf_text(&text), text.len), ERR_SYNTAX);
    assert_string_equal(err_last()->why, "no type of the kind “hazard” is left");
    buf_puts(&text, "[type own-hazard-1]\nwords = 山火\n");
    assert_int_equal(county_read(&c, "c.conf", buf_text(&text), text.len), ERR_OK);
    county_free(c);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_shipped_file_says_the_defaults, back_to_defaults),
        cmocka_unit_test(the_defaults_are_those_of_the_field),
        cmocka_unit_test_teardown(a_county_says_its_own, back_to_defaults),
        cmocka_unit_test_teardown(shortcuts_lead_on, back_to_defaults),
        cmocka_unit_test_teardown(the_flow_follows, back_to_defaults),
        cmocka_unit_test_teardown(texts_stay_good, back_to_defaults),
        cmocka_unit_test_teardown(each_fault_names_its_line, back_to_defaults),
        cmocka_unit_test(sizes_are_bounded),
    };

    return cmocka_run_group_tests_name("county", tests, NULL, NULL);
}
