/* Drafts: kept by the key, side by side, thrown away and back; and events are synced as before. */
#include "store/db.h"
#include "store_help.h"
#include "linli/draft.h"

static void has(struct world *w, const char *form, const char *subject, const char *fields, int version) {
    struct buf seen = {0};
    int got;

    assert_int_equal(draft_load(w->s, form, subject, note_field, &seen, &got), ERR_OK);
    assert_string_equal(buf_text(&seen), fields);
    assert_int_equal(got, version);
    buf_free(&seen);
}

static void keep(struct world *w, const char *form, const char *subject, const char *field, const char *value) {
    struct draft d = {form, subject, 1};

    assert_int_equal(draft_save(w->s, &d, field, value, false), ERR_OK);
}

static enum err list_row(void *arg, const struct draft_row *row) {
    buf_printf(arg, "%s/%s;", row->form, row->subject);
    return ERR_OK;
}

static void lists(struct world *w, const char *rows) {
    struct buf seen = {0};

    assert_int_equal(draft_list(w->s, list_row, &seen), ERR_OK);
    assert_string_equal(buf_text(&seen), rows);
    buf_free(&seen);
}

static void come_back_with_their_version(void **state) {
    struct world w = world_open("draft");
    struct draft newer = {"visit", "x", 2};

    (void)state;
    has(&w, "visit", "x", "", 0);
    keep(&w, "visit", "x", "note", "半句");
    keep(&w, "visit", "x", "note", "半句话");
    keep(&w, "visit", "x", "met", "");
    world_reopen(&w);
    has(&w, "visit", "x", "met=;note=半句话;", 1);
    assert_int_equal(draft_save(w.s, &newer, "met", "谁", true), ERR_OK);
    has(&w, "visit", "x", "met=谁;note=半句话;", 2);
    assert_int_equal(draft_drop(w.s, "visit", "x"), ERR_OK);
    has(&w, "visit", "x", "", 0);
    world_close(&w);
}

static void lie_side_by_side_newest_first(void **state) {
    struct world w = world_open("draft-list");

    (void)state;
    lists(&w, "");
    keep(&w, "matter", "", "summary", "漏水");
    clock_set(TEST_NOW + 1000);
    keep(&w, "matter", "#2", "summary", "灯");
    clock_set(TEST_NOW + 2000);
    keep(&w, "visit", "x", "note", "好");
    lists(&w, "visit/x;matter/#2;matter/;");
    clock_set(TEST_NOW + 3000);
    keep(&w, "matter", "", "summary", "漏水了");
    lists(&w, "matter/;visit/x;matter/#2;");
    assert_int_equal(draft_drop(w.s, "matter", ""), ERR_OK);
    has(&w, "matter", "#2", "summary=灯;", 1);
    world_close(&w);
}

static void thrown_away_is_not_gone_at_once(void **state) {
    struct world w = world_open("draft-thrown");
    struct buf form = {0}, subject = {0};

    (void)state;
    assert_int_equal(draft_thrown(w.s, &form, &subject), ERR_NOT_FOUND);
    keep(&w, "visit", "x", "note", "好");
    keep(&w, "matter", "", "summary", "漏水");
    assert_int_equal(draft_throw(w.s, "visit", "x"), ERR_OK);
    lists(&w, "matter/;");
    world_reopen(&w);
    assert_int_equal(draft_thrown(w.s, &form, &subject), ERR_OK);
    assert_string_equal(buf_text(&form), "visit");
    assert_string_equal(buf_text(&subject), "x");
    keep(&w, "visit", "x", "note", "新");
    assert_int_equal(draft_take_back(w.s), ERR_EXISTS);
    has(&w, "visit", "x", "note=新;", 1);
    assert_int_equal(draft_drop(w.s, "visit", "x"), ERR_OK);
    assert_int_equal(draft_take_back(w.s), ERR_OK);
    has(&w, "visit", "x", "note=好;", 1);
    assert_int_equal(draft_thrown(w.s, &form, &subject), ERR_NOT_FOUND);
    /* the newest alone lies aside, and not for ever */
    assert_int_equal(draft_throw(w.s, "visit", "x"), ERR_OK);
    assert_int_equal(draft_throw(w.s, "matter", ""), ERR_OK);
    assert_int_equal(draft_take_back(w.s), ERR_OK);
    lists(&w, "matter/;");
    assert_int_equal(draft_throw(w.s, "matter", ""), ERR_OK);
    assert_int_equal(draft_forget(w.s, TEST_NOW), ERR_OK);
    assert_int_equal(draft_thrown(w.s, &form, &subject), ERR_OK);
    assert_int_equal(draft_forget(w.s, TEST_NOW + 1), ERR_OK);
    assert_int_equal(draft_thrown(w.s, &form, &subject), ERR_NOT_FOUND);
    buf_free(&form);
    buf_free(&subject);
    world_close(&w);
}

static int synchronous(struct world *w) {
    sqlite3_stmt *st;
    int value;

    assert_int_equal(sqlite3_prepare_v2(w->s->db, "PRAGMA synchronous", -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    value = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return value;
}

/* Whatever became of it: a disk that is full, a transaction around it, a record that cannot be written. */
#define OWN "0102030405060708090a0b0c0d0e0f10"
#define HUBS "a102030405060708090a0b0c0d0e0f10"

static void follow_a_household_that_was_joined(void **state) {
    struct world w = world_open("draft");
    struct id own, into;

    (void)state;
    assert_true(id_parse(&own, OWN, strlen(OWN)) && id_parse(&into, HUBS, strlen(HUBS)));
    keep(&w, "visit", OWN, "note", "半句");
    keep(&w, "visit", OWN, "met", "老人");
    keep(&w, "member", OWN ":+", "name", "小明");
    keep(&w, "matter", OWN, "summary", "漏水");
    keep(&w, "matter", HUBS, "summary", "灯");
    assert_int_equal(draft_follow(w.s, &into), ERR_OK);
    has(&w, "visit", HUBS, "", 0);
    assert_int_equal(db_run(w.s, STMT_alias_add, "ddi", &own, &into, (int64_t)1), ERR_OK);
    assert_int_equal(draft_follow(w.s, &into), ERR_OK);
    has(&w, "visit", OWN, "", 0);
    has(&w, "visit", HUBS, "met=老人;note=半句;", 1);
    has(&w, "member", HUBS ":+", "name=小明;", 1);
    /* Neither of two is lost. */
    has(&w, "matter", OWN, "summary=漏水;", 1);
    has(&w, "matter", HUBS, "summary=灯;", 1);
    world_close(&w);
}

static void events_stay_synced(void **state) {
    struct world w = world_open("draft-full");
    struct draft d = {"visit", "x", 1};
    char *huge;

    (void)state;
    assert_int_equal(synchronous(&w), 2);
    keep(&w, "visit", "x", "note", "好");
    assert_int_equal(synchronous(&w), 2);
    assert_int_equal(store_begin(w.s), ERR_OK);
    keep(&w, "visit", "x", "note", "好的");
    assert_int_equal(synchronous(&w), 2);
    assert_int_equal(store_commit(w.s), ERR_OK);
    has(&w, "visit", "x", "note=好的;", 1);
    huge = mem_new(1, 1 << 20);
    memset(huge, 'x', (1 << 20) - 1);
    sqlite3_exec(w.s->db, "PRAGMA max_page_count=1", NULL, NULL, NULL); /* what a full disk does */
    assert_int_equal(draft_save(w.s, &d, "note", huge, false), ERR_FULL);
    assert_int_equal(synchronous(&w), 2);
    has(&w, "visit", "x", "note=好的;", 1);
    mem_free(huge);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(come_back_with_their_version),
        cmocka_unit_test(lie_side_by_side_newest_first),
        cmocka_unit_test(thrown_away_is_not_gone_at_once),
        cmocka_unit_test(follow_a_household_that_was_joined),
        cmocka_unit_test(events_stay_synced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
