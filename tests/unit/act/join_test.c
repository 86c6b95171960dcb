/* Households that may be one: found by walking the doors, joined by a person, two again by undo. */
#include "act_help.h"

#include "linli/act_household.h"
#include "linli/twins.h"
#include "linli/undo.h"

#define TWINS                                                                                                                    \
    "户号,小区,楼栋,单元,室,户主,电话,备注\n"                                                                     \
    "001,幸福小区,3,2,501,张伟斌,10098765432,\n"                                                                          \
    "002,幸福小区,3,2,502,章维宾,,\n"                                                                                     \
    "003,幸福小区,3,2,601,尉迟恭,10012345678,有狗\n"                                                                    \
    "004,幸福小区,7,1,101,王五,10098765432,\n"                                                                             \
    "005,和平小区,1,1,101,李四,10055550000,\n"                                                                             \
    "006,幸福小区,3栋,2单元,601室,尉迟公,,\n"

struct pairs {
    size_t count;
    struct buf text;
};

static enum err keep(void *arg, const struct twins *t) {
    struct pairs *p = arg;

    buf_printf(&p->text, "%s%s %s %u%s", p->count++ ? "," : "", t->a.number, t->b.number, t->why, t->apart ? " apart" : "");
    return ERR_OK;
}

/* What is found is the same in slices of any size. */
static void finds(struct world *w, const char *wanted) {
    for (size_t rows = 1; rows < 9; rows += 3) {
        struct twins_walk walk = {0};
        struct pairs p = {0};

        while (!walk.end)
            assert_int_equal(twins_walk(w->s, &walk, rows, keep, &p), ERR_OK);
        assert_string_equal(buf_text(&p.text), wanted);
        twins_walk_free(&walk);
        buf_free(&p.text);
    }
}

static void pairs_are_found_by_door_name_and_phone(void **state) {
    struct world w = world_open();
    struct id a, b;

    (void)state;
    import(&w, TWINS, (struct expected){6, 0, 0, 0, 0});
    finds(&w, "001 002 2,003 006 3,001 004 4");
    a = by_number(&w, "001");
    b = by_number(&w, "004");
    assert_int_equal(twins_set_apart(w.s, &b, &a, true), ERR_OK);
    finds(&w, "001 002 2,003 006 3,001 004 4 apart");
    assert_int_equal(twins_set_apart(w.s, &a, &b, false), ERR_OK);
    finds(&w, "001 002 2,003 006 3,001 004 4");
    world_close(&w);
}

static struct id open_matter(struct world *w, const struct id *household) {
    struct act_matter m = {
        .kind = MATTER_HAZARD, .type = TYPE_WIRING, .summary = "灯不亮", .households = household, .household_count = 1};
    char number[NUMBER_SIZE];
    struct id id;

    assert_int_equal(act_open_matter(w->s, &m, &id, number), ERR_OK);
    return id;
}

static void visited(struct world *w, const struct id *household, const char *note) {
    struct act_visit v = {.household = *household, .outcome = OUTCOME_MET, .note = note};
    struct id device;
    int64_t seq;

    assert_int_equal(act_visit(w->s, &v, &device, &seq), ERR_OK);
}

static size_t dump(struct world *w, char *out, size_t room) {
    char command[640];
    FILE *in;
    size_t n;

    snprintf(command, sizeof command,
             "sqlite3 -readonly '%s' 'SELECT number, head, phones, note, open, visited, members FROM household ORDER BY number;"
             " SELECT hex(household), count(*) FROM visit WHERE withdrawn IS NULL GROUP BY 1 ORDER BY 1;"
             " SELECT hex(household) FROM party ORDER BY 1; SELECT count(*) FROM alias;'",
             w->path);
    in = popen(command, "r");
    assert_non_null(in);
    n = fread(out, 1, room - 1, in);
    out[n] = '\0';
    pclose(in);
    return n;
}

static void joined_is_one_and_undone_is_two(void **state) {
    struct world w = world_open();
    static char before[8192], joined[8192], now[8192];
    struct household_row row;
    struct household h;
    struct buf said = {0};
    struct id a, b, about;

    (void)state;
    import(&w, TWINS, (struct expected){6, 0, 0, 0, 0});
    a = by_number(&w, "006");
    b = by_number(&w, "003");
    visited(&w, &a, "在家");
    visited(&w, &b, "也在家");
    open_matter(&w, &a);
    assert_true(dump(&w, before, sizeof before) > 0);
    assert_int_equal(act_household_join(w.s, &a, &b), ERR_OK);
    assert_int_equal(households(&w), 5);
    h = card(&w, "003", &row);
    assert_string_equal(row.head, "尉迟恭");
    assert_int_equal(row.open, 1);
    assert_string_equal(h.note, "有狗");
    household_free(&h);
    finds(&w, "001 002 2,001 004 4");
    dump(&w, joined, sizeof joined);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    dump(&w, now, sizeof now);
    assert_string_equal(now, joined);

    assert_int_equal(undo_take(w.s, false, &said, &about), ERR_OK);
    dump(&w, now, sizeof now);
    assert_string_equal(now, before);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    dump(&w, now, sizeof now);
    assert_string_equal(now, before);
    finds(&w, "001 002 2,003 006 3,001 004 4");

    assert_int_equal(undo_take(w.s, true, &said, &about), ERR_OK);
    dump(&w, now, sizeof now);
    assert_string_equal(now, joined);
    assert_int_equal(act_household_part(w.s, &a), ERR_OK);
    assert_int_equal(households(&w), 6);
    buf_free(&said);
    world_close(&w);
}

static void chains_are_refused(void **state) {
    struct world w = world_open();
    struct id a, b, c;

    (void)state;
    import(&w, TWINS, (struct expected){6, 0, 0, 0, 0});
    a = by_number(&w, "001");
    b = by_number(&w, "002");
    c = by_number(&w, "004");
    assert_int_equal(act_household_join(w.s, &a, &a), ERR_USAGE);
    assert_int_equal(act_household_join(w.s, &a, &b), ERR_OK);
    assert_int_equal(act_household_join(w.s, &b, &c), ERR_EXISTS);
    assert_int_equal(act_household_join(w.s, &a, &c), ERR_EXISTS);
    assert_int_equal(act_household_join(w.s, &c, &a), ERR_EXISTS);
    assert_int_equal(act_household_join(w.s, &c, &b), ERR_OK);
    assert_int_equal(households(&w), 4);
    assert_int_equal(act_household_part(w.s, &b), ERR_NOT_FOUND);
    assert_int_equal(act_household_part(w.s, &a), ERR_OK);
    assert_int_equal(households(&w), 5);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_found_by_door_name_and_phone),
        cmocka_unit_test(joined_is_one_and_undone_is_two),
        cmocka_unit_test(chains_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
