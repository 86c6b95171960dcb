/* The county's rules in a record: in use when it is opened and when newer ones come, taken back with their transaction, and the
 * ones before where this version cannot read the newest. */
#include "store_help.h"

#include "linli/county.h"
#include "linli/upkeep.h"

/* What a pull brings, here as an own event: folding asks for nothing else. */
static void set(struct world *w, const struct id *entity, const char *text) {
    struct event ev = {.kind = KIND_COUNTY, .entity = *entity};
    struct words words = {.text = mem_dup(text)};
    struct buf body = {0};

    body_write_words(&body, &words);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    words_free(&words);
}

static void the_newest_is_in_use(void **state) {
    struct world w = world_open("county-newest");
    struct id id = id_random();
    struct buf text = {0};

    (void)state;
    assert_int_equal(store_county(w.s, &text), ERR_NOT_FOUND);
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    set(&w, &id, "[step mediate]\ndays = 20\n");
    assert_int_equal(county_days(STEP_MEDIATE), 20);
    set(&w, &id, "[level]\ngrid = \"邻里\"\n");
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), "\"邻里\"");
    county_use(NULL);
    world_reopen(&w);
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), "\"邻里\"");
    assert_int_equal(store_county(w.s, &text), ERR_OK);
    assert_string_equal(buf_text(&text), "[level]\ngrid = \"邻里\"\n");
    county_use(NULL);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    assert_string_equal(kinds_words(LIST_LEVEL, LEVEL_GRID), "\"邻里\"");
    buf_free(&text);
    world_close(&w);
}

static void another_record_has_its_own(void **state) {
    struct world with = world_open("county-with"), without;
    struct id id = id_random();

    (void)state;
    set(&with, &id, "[step mediate]\ndays = 20\n");
    without = world_open("county-without");
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    world_close(&without);
    world_close(&with);
}

static void what_is_undone_is_not_in_use(void **state) {
    struct world w = world_open("county-undone");
    struct id id = id_random();

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    set(&w, &id, "[step mediate]\ndays = 20\n");
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    store_rollback(w.s);
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    world_reopen(&w);
    assert_int_equal(county_days(STEP_MEDIATE), 30);
    world_close(&w);
}

static void hear(void *arg, bool good, const char *line) {
    struct buf *bad = arg;

    if (!good)
        buf_printf(bad, "%s\n", line);
}

static void one_of_a_newer_version_is_left_aside(void **state) {
    struct world w = world_open("county-newer");
    struct id id = id_random();
    struct buf bad = {0};
    char why[200];

    (void)state;
    set(&w, &id, "[step mediate]\ndays = 20\n");
    set(&w, &id, "[step mediate]\ndays = 25\n[robots]\nmany = 3\n");
    assert_int_equal(county_days(STEP_MEDIATE), 20);
    assert_int_equal(store_county_trouble(w.s, why, sizeof why), ERR_OK);
    assert_non_null(strstr(why, ":4: there is no section [robots]"));
    assert_int_equal(upkeep_doctor(w.s, hear, &bad), ERR_OK);
    assert_non_null(strstr(buf_text(&bad), "the newest rules of the county cannot be read by this version"));
    world_reopen(&w);
    assert_int_equal(county_days(STEP_MEDIATE), 20);
    set(&w, &id, "[step mediate]\ndays = 26\n");
    assert_int_equal(county_days(STEP_MEDIATE), 26);
    assert_int_equal(store_county_trouble(w.s, why, sizeof why), ERR_OK);
    assert_string_equal(why, "");
    buf_free(&bad);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_is_in_use),
        cmocka_unit_test(another_record_has_its_own),
        cmocka_unit_test(what_is_undone_is_not_in_use),
        cmocka_unit_test(one_of_a_newer_version_is_left_aside),
    };

    return cmocka_run_group_tests_name("county in a record", tests, NULL, NULL);
}
