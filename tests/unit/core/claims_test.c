/* Claims: every rule of the county's table, caps and rounding, amounts as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "linli/claims.h"
#include "linli/items.h"

#define DAY INT64_C(20000)

/* A dispute with a written agreement in force and all that its dossier needs. */
static struct flow_matter whole(enum agreement made) {
    struct flow_matter m = {.kind = MATTER_DISPUTE, .type = TYPE_NEIGHBOURS, .parties = 2, .agreed = DAY, .made = made};

    for (int i = 1; i < ITEM_COUNT; i++)
        if (items_place((enum item)i) == ITEM_MUST) {
            flow_add(&m, &(struct flow_item){.item = (enum item)i, .party = 1, .answer = ANSWER_YES, .made = made, .day = DAY});
            flow_add(&m, &(struct flow_item){.item = (enum item)i, .party = 2, .answer = ANSWER_YES, .made = made, .day = DAY});
        }
    return m;
}

static struct claim_case of(const struct flow_matter *m, enum grade grade) {
    return (struct claim_case){.matter = m, .grade = grade, .source = SOURCE_PART_TIME};
}

static void gives(const struct claim_case *c, int64_t fen) {
    int64_t got = -1;

    assert_int_equal(claims_amount(&got, c), CLAIM_OK);
    assert_int_equal(got, fen);
}

static void refuses(const struct claim_case *c, enum claim_refusal why) {
    int64_t got = -1;

    assert_int_equal(claims_amount(&got, c), why);
    assert_int_equal(got, 0);
    assert_true(strlen(claims_words(why)) > 0 && strlen(claims_todo(why)) > 0);
}

static void county(const char *text) {
    struct county *c;

    assert_int_equal(county_read(&c, "county.conf", text, strlen(text)), ERR_OK);
    county_use(c);
}

static int defaults(void **state) {
    (void)state;
    county_use(NULL);
    return 0;
}

static void the_grade_decides(void **state) {
    struct flow_matter m = whole(AGREEMENT_IN_WRITING);
    struct claim_case c = of(&m, GRADE_SIMPLE);

    (void)state;
    gives(&c, 8000);
    c.grade = GRADE_COMPLEX;
    gives(&c, 20000);
    c.grade = GRADE_NONE;
    refuses(&c, CLAIM_REFUSED_UNPAID);
    county("[claim complex]\namount = 0\n");
    c.grade = GRADE_COMPLEX;
    refuses(&c, CLAIM_REFUSED_UNPAID);
}

static void only_what_was_mediated(void **state) {
    struct flow_matter m = whole(AGREEMENT_IN_WRITING);
    struct claim_case c = of(&m, GRADE_SIMPLE);

    (void)state;
    m.kind = MATTER_REQUEST;
    refuses(&c, CLAIM_REFUSED_NO_DISPUTE);
    m.kind = MATTER_DISPUTE;
    m.left_by = EXIT_WITHDRAW;
    refuses(&c, CLAIM_REFUSED_NO_DISPUTE);
    m.left_by = EXIT_NONE;
    m.withdrawn = true;
    refuses(&c, CLAIM_REFUSED_NO_DISPUTE);
    m.withdrawn = false;
    m.agreed = 0;
    refuses(&c, CLAIM_REFUSED_OPEN);
}

static void a_case_counts_once(void **state) {
    struct flow_matter m = whole(AGREEMENT_IN_WRITING);
    struct claim_case c = of(&m, GRADE_SIMPLE);

    (void)state;
    c.before = true;
    refuses(&c, CLAIM_REFUSED_AGAIN);
    c.before = false;
    c.repeated = true;
    refuses(&c, CLAIM_REFUSED_REPEATED);
}

/* Each required item, left out alone, stops the claim. */
static void the_dossier_is_the_proof(void **state) {
    (void)state;
    for (int i = 1; i < ITEM_COUNT; i++) {
        struct flow_matter m = whole(AGREEMENT_IN_WRITING);
        struct claim_case c = of(&m, GRADE_SIMPLE);

        if (!flow_requires(&m, (enum item)i))
            continue;
        m.items[i] = (struct flow_items){0};
        refuses(&c, CLAIM_REFUSED_DOSSIER);
    }
}

static void who_may_claim(void **state) {
    struct flow_matter m = whole(AGREEMENT_IN_WRITING);
    struct claim_case c = of(&m, GRADE_SIMPLE);

    (void)state;
    c.source = SOURCE_NONE;
    refuses(&c, CLAIM_REFUSED_KIND);
    c.source = SOURCE_IN_POST;
    refuses(&c, CLAIM_REFUSED_EXCLUDED);
    c.source = SOURCE_NEIGHBOUR;
    gives(&c, 8000);
    county("[claim]\nexcluded = neighbour full-time\n");
    refuses(&c, CLAIM_REFUSED_EXCLUDED);
    c.source = SOURCE_IN_POST;
    gives(&c, 8000);
}

static void oral_agreements(void **state) {
    struct flow_matter m = whole(AGREEMENT_ORAL),
                       spot = {.kind = MATTER_DISPUTE, .left_by = EXIT_SETTLE, .agreed = DAY, .parties = 2};
    struct claim_case c = of(&m, GRADE_SIMPLE), s = of(&spot, GRADE_SIMPLE);

    (void)state;
    gives(&c, 8000);
    county("[claim]\noral = 33\n[claim simple]\namount = 80.01\n");
    gives(&c, 2640); /* 26.4033 */
    gives(&s, 2640);
    county("[claim]\noral = 50\n[claim simple]\namount = 80.01\n");
    gives(&c, 4001); /* 40.005: half a fen counts as one */
    county("[claim]\noral = 0\n");
    refuses(&c, CLAIM_REFUSED_ORAL);
}

static void failure_and_guidance(void **state) {
    struct flow_matter m = {.kind = MATTER_DISPUTE, .left_by = EXIT_END, .parties = 2};
    struct claim_case c = of(&m, GRADE_COMPLEX);

    (void)state;
    refuses(&c, CLAIM_REFUSED_DOSSIER);
    flow_add(&m, &(struct flow_item){.item = ITEM_IS_NOTICE, .party = 1});
    flow_add(&m, &(struct flow_item){.item = ITEM_IS_NOTICE, .party = 2});
    flow_add(&m, &(struct flow_item){.item = ITEM_IS_ROUTES});
    refuses(&c, CLAIM_REFUSED_FAILED);
    county("[claim complex]\nfailed = 40\n[claim]\noral = 10\n");
    gives(&c, 8000);
    c.grade = GRADE_GUIDED; /* its amount is for just that */
    gives(&c, 10000);
    m = whole(AGREEMENT_IN_WRITING);
    refuses(&c, CLAIM_REFUSED_GUIDED);
}

/* 5 per cent of the town's total with this claim in it: 500 of 10,000. */
static void shares(void **state) {
    struct flow_matter m = whole(AGREEMENT_IN_WRITING);
    struct claim_case c = of(&m, GRADE_MAJOR);

    (void)state;
    refuses(&c, CLAIM_REFUSED_SHARE);
    c.town_fen = 949999;
    refuses(&c, CLAIM_REFUSED_SHARE);
    c.town_fen = 950000;
    gives(&c, 50000);
    c.town_fen = 1000000;
    c.grade_fen = 50000;
    refuses(&c, CLAIM_REFUSED_SHARE);
    c.town_fen = 1950000;
    gives(&c, 50000);
    c.grade = GRADE_SIMPLE; /* no cap */
    c.town_fen = c.grade_fen = 0;
    gives(&c, 8000);
}

static void amounts_as_text(void **state) {
    static const struct {
        const char *text;
        int64_t fen;
    } cases[] = {{"80", 8000},
                 {"80.5", 8050},
                 {"80.05", 8005},
                 {"0", 0},
                 {"", -1},
                 {"80.005", -1},
                 {"8,0", -1},
                 {"-1", -1},
                 {"1..2", -1},
                 {"=1", -1},
                 {"999999999999999999999", -1}};
    char text[CLAIM_AMOUNT_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(claims_fen(cases[i].text), cases[i].fen);
    claims_text(text, 8005);
    assert_string_equal(text, "80.05");
    claims_text(text, 100000);
    assert_string_equal(text, "1000.00");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_grade_decides, defaults),    cmocka_unit_test_teardown(only_what_was_mediated, defaults),
        cmocka_unit_test_teardown(a_case_counts_once, defaults),   cmocka_unit_test_teardown(the_dossier_is_the_proof, defaults),
        cmocka_unit_test_teardown(who_may_claim, defaults),        cmocka_unit_test_teardown(oral_agreements, defaults),
        cmocka_unit_test_teardown(failure_and_guidance, defaults), cmocka_unit_test_teardown(shares, defaults),
        cmocka_unit_test_teardown(amounts_as_text, defaults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
