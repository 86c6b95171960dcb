/* The journal in the store: appended, folded, verified, rebuilt; every flipped byte named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/find.h"
#include "linli/mem.h"
#include "linli/upkeep.h"
#include "store_help.h"

#include "store/db.h"

static void a_first_start_makes_a_device(void **state) {
    struct world w = world_open("first");

    (void)state;
    assert_int_equal(store_device(w.s)->head_seq, 0);
    assert_false(id_is_zero(&store_device(w.s)->id));
    assert_int_equal(strlen(store_device(w.s)->letters), 2);
    world_close(&w);
}

static void an_event_is_folded_with_its_append(void **state) {
    struct world w = world_open("append");
    struct id h = add_household(&w, "430181.007.01.01", "3-2-501", "张伟斌");
    struct household_row row;
    struct household card;

    (void)state;
    assert_int_equal(read_household(w.s, &h, &row, &card), ERR_OK);
    assert_string_equal(row.head, "张伟斌");
    assert_string_equal(row.door.room, "501");
    household_free(&card);
    add_visit(&w, &h, OUTCOME_MET, "都好");
    assert_int_equal(read_household(w.s, &h, &row, &card), ERR_OK);
    assert_int_equal(row.visited, clock_now());
    household_free(&card);
    assert_int_equal(store_device(w.s)->head_seq, 2);
    world_close(&w);
}

static void the_chain_goes_on_after_a_reopen(void **state) {
    struct world w = world_open("reopen");
    struct upkeep_verify v;
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "单国强");

    (void)state;
    world_reopen(&w);
    add_visit(&w, &h, OUTCOME_NOBODY, "");
    assert_int_equal(upkeep_verify(w.s, &v, NULL, NULL), ERR_OK);
    assert_true(v.ok);
    assert_int_equal(v.events, 2);
    world_close(&w);
}

/* Flips one byte of one column of event 3 and expects verify to name it. */
static void flip_and_verify(struct world *w, const char *column, int length) {
    for (int at = 0; at < length; at++) {
        struct upkeep_verify v;
        char sql[512];
        sqlite3 *db;

        store_close(w->s);
        assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
        for (int back = 0; back < 2; back++) {
            sqlite3_stmt *st;
            unsigned char bytes[4096];
            int n;

            snprintf(sql, sizeof sql, "SELECT CAST(%s AS BLOB) FROM event WHERE pos & 1099511627775 = 3", column);
            assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
            assert_int_equal(sqlite3_step(st), SQLITE_ROW);
            n = sqlite3_column_bytes(st, 0);
            assert_true(n <= (int)sizeof bytes && at < n);
            memcpy(bytes, sqlite3_column_blob(st, 0), (size_t)n);
            sqlite3_finalize(st);
            bytes[at] ^= 1;
            snprintf(sql, sizeof sql, "UPDATE event SET %s = CAST(?1 AS %s) WHERE pos & 1099511627775 = 3", column,
                     strcmp(column, "header") == 0 || strcmp(column, "body") == 0 ? "TEXT" : "BLOB");
            assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
            sqlite3_bind_blob(st, 1, bytes, n, SQLITE_STATIC);
            assert_int_equal(sqlite3_step(st), SQLITE_DONE);
            sqlite3_finalize(st);
            if (back == 0) {
                struct store_options o = {.path = w->path, .side = STORE_CLIENT};

                assert_int_equal(store_open(&w->s, &o), ERR_OK);
                assert_int_equal(upkeep_verify(w->s, &v, NULL, NULL), ERR_OK);
                assert_false(v.ok);
                assert_int_equal(v.bad_seq, 3);
                assert_true(id_equal(&v.bad_device, &store_device(w->s)->id));
                store_close(w->s);
            }
        }
        sqlite3_close(db);
        world_reopen_only(w);
    }
}

static void one_flipped_byte_anywhere_is_named(void **state) {
    struct world w = world_open("flip");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "解放");
    sqlite3_stmt *st;
    sqlite3 *db;
    int header, body;

    (void)state;
    add_visit(&w, &h, OUTCOME_MET, "一");
    add_visit(&w, &h, OUTCOME_MET, "二");
    add_visit(&w, &h, OUTCOME_MET, "三");
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(
            db, "SELECT length(CAST(header AS BLOB)), length(CAST(body AS BLOB)) FROM event WHERE pos & 1099511627775 = 3", -1,
            &st, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    header = sqlite3_column_int(st, 0);
    body = sqlite3_column_int(st, 1);
    sqlite3_finalize(st);
    sqlite3_close(db);
    flip_and_verify(&w, "header", header);
    flip_and_verify(&w, "body", body);
    flip_and_verify(&w, "salt", SALT_BYTES);
    flip_and_verify(&w, "hash", HASH_BYTES);
    flip_and_verify(&w, "entity", ID_BYTES);
    world_close(&w);
}

static void a_lost_event_is_missed(void **state) {
    struct world w = world_open("lost");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "仇英");
    struct upkeep_verify v;
    sqlite3 *db;

    (void)state;
    add_visit(&w, &h, OUTCOME_MET, "一");
    add_visit(&w, &h, OUTCOME_MET, "二");
    store_close(w.s);
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM event WHERE pos & 1099511627775 = 3", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    world_reopen_only(&w);
    assert_int_equal(upkeep_verify(w.s, &v, NULL, NULL), ERR_OK);
    assert_false(v.ok);
    assert_true(v.missing);
    assert_int_equal(v.bad_seq, 3);
    world_close(&w);
}

static void rebuild_gives_row_for_row_the_same(void **state) {
    struct world w = world_open("rebuild");
    char *before, *after;

    (void)state;
    fill_world(&w, 40);
    before = dump_projection(w.path);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    after = dump_projection(w.path);
    assert_string_equal(before, after);
    assert_true(strlen(before) > 4000);
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

static void a_refold_of_any_entity_changes_nothing(void **state) {
    struct world w = world_open("refold");
    char *before, *after;

    (void)state;
    fill_world(&w, 20);
    before = dump_projection(w.path);
    for (size_t i = 0; i < w.count; i++)
        assert_int_equal(store_refold(w.s, &w.households[i]), ERR_OK);
    after = dump_projection(w.path);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

static void nothing_is_changed_by_a_failed_transaction(void **state) {
    struct world w = world_open("rollback");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "盖茨");
    struct hash head = store_device(w.s)->head;
    char *before = dump_projection(w.path), *after;

    (void)state;
    assert_int_equal(store_begin(w.s), ERR_OK);
    add_visit(&w, &h, OUTCOME_MET, "未完");
    store_rollback(w.s);
    after = dump_projection(w.path);
    assert_string_equal(before, after);
    assert_int_equal(store_device(w.s)->head_seq, 1);
    assert_true(hash_equal(&head, &store_device(w.s)->head));
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

/* More households and visits than are put off until a transaction ends. */
static void visits_of_one_transaction_count_as_if_alone(void **state) {
    struct world w = world_open("together");
    char *before, *after;

    (void)state;
    for (int i = 0; i < 60; i++)
        add_household(&w, "1.2.3.4", "1-1-101", "盖茨");
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < 5000; i++) {
        int64_t seq = (clock_set(TEST_NOW + i % 977), add_visit(&w, &w.households[i * 7 % 59], OUTCOME_MET, "又来"));

        if (i % 5 == 0)
            withdraw(&w, &w.households[i * 7 % 59], seq);
    }
    assert_int_equal(store_commit(w.s), ERR_OK);
    before = dump_projection(w.path);
    for (size_t i = 0; i < w.count; i++)
        assert_int_equal(store_refold(w.s, &w.households[i]), ERR_OK);
    after = dump_projection(w.path);
    assert_string_equal(before, after);
    assert_int_equal(count_rows(w.path, "household WHERE visited IS NOT NULL"), 59);
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

static void a_second_program_reads_only(void **state) {
    struct world w = world_open("second");
    struct store_options o = {.path = w.path, .side = STORE_CLIENT};
    struct store *other;
    struct event ev = {.kind = KIND_VISIT, .entity = id_random()};

    (void)state;
    assert_int_equal(store_open(&other, &o), ERR_OK);
    assert_true(store_is_read_only(other));
    assert_non_null(strstr(store_read_only_why(other), "process"));
    assert_int_equal(store_append(other, &ev, NULL, 0, NULL), ERR_READ_ONLY);
    store_close(other);
    world_close(&w);
}

static void a_foreign_file_is_refused_untouched(void **state) {
    struct world w = world_open("foreign");
    struct store_options o = {.path = w.path, .side = STORE_CLIENT, .create = true};
    struct store *s;
    sqlite3 *db;

    (void)state;
    store_close(w.s);
    assert_int_equal(sqlite3_open(w.path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA user_version=99", NULL, NULL, NULL);
    assert_int_equal(store_open(&s, &o), ERR_NEWER);
    sqlite3_exec(db, "PRAGMA application_id=5", NULL, NULL, NULL);
    assert_int_equal(store_open(&s, &o), ERR_FOREIGN);
    assert_null(s);
    sqlite3_exec(db, err_fmt("PRAGMA application_id=1819176041; PRAGMA user_version=%d", STORE_SCHEMA_VERSION), NULL, NULL, NULL);
    sqlite3_close(db);
    world_reopen_only(&w);
    world_close(&w);
}

static void events_of_others_fold_in_the_hubs_order(void **state) {
    struct world a = world_open("order-a"), b = world_open("order-b");
    struct id h = add_household(&a, "1.2.3.4", "1-1-101", "甲");
    char *in_order, *reversed;

    (void)state;
    rename_household(&a, &h, "乙");
    rename_household(&a, &h, "丙");
    /* b gets the three events of a with revs 1 to 3, once in order, once last first. */
    copy_events(&b, &a, (int64_t[]){1, 2, 3}, 3);
    in_order = dump_projection(b.path);
    world_close(&b);
    b = world_open("order-b");
    copy_events(&b, &a, (int64_t[]){3, 1, 2}, 3);
    reversed = dump_projection(b.path);
    assert_non_null(strstr(in_order, "丙"));
    assert_string_equal(in_order, reversed);
    mem_free(in_order);
    mem_free(reversed);
    world_close(&a);
    world_close(&b);
}

static void expect_head(struct world *w, const char *head) {
    char where[128];

    snprintf(where, sizeof where, "household WHERE head = '%s'", head);
    assert_int_equal(count_rows(w->path, where), 1);
}

/* Another's event has rev `other`; the own two get 2 and 3. Which of them has the last word? */
static void expect_last_word(int64_t other, const char *before, const char *after) {
    struct world a = world_open("place-a"), b = world_open("place-b");
    struct id h = add_household(&b, "1.2.3.4", "1-1-101", "甲"), own = store_device(b.s)->id;

    rename_household(&b, &h, "乙");
    for (int i = 0; i < other; i++)
        rename_household(&a, &h, "丙");
    copy_events(&b, &a, &other, 1);
    expect_head(&b, before);
    assert_int_equal(store_set_revs(b.s, &own, 1, 2, "1.2", 2), ERR_OK);
    expect_head(&b, after);
    assert_int_equal(count_rows(b.path, "event WHERE (pos & 255) + 1 = rev AND town = '1.2'"), 2);
    assert_int_equal(store_set_revs(b.s, &own, 1, 2, "1.2", 2), ERR_OK);
    expect_head(&b, after);
    world_close(&a);
    world_close(&b);
}

static void own_events_take_their_place_among_others(void **state) {
    (void)state;
    expect_last_word(1, "乙", "乙");
    expect_last_word(5, "乙", "丙");
}

static void a_refused_event_is_not_folded(void **state) {
    struct world w = world_open("refused");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "冼星");
    struct household_row row;
    struct household card;

    (void)state;
    add_visit(&w, &h, OUTCOME_MET, "拒");
    assert_int_equal(store_set_held(w.s, 2), ERR_OK);
    assert_int_equal(store_set_verdict(w.s, &store_device(w.s)->id, 2, VERDICT_REFUSED, "not yours"), ERR_OK);
    assert_int_equal(read_household(w.s, &h, &row, &card), ERR_OK);
    household_free(&card);
    assert_int_equal(row.visited, 0);
    assert_int_equal(count_outbox(&w, OUTBOX_REFUSED), 1);
    assert_int_equal(count_outbox(&w, OUTBOX_WAITING), 0);
    world_close(&w);
}

static void a_fork_goes_on_as_a_new_device(void **state) {
    struct world w = world_open("fork");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲"), old = store_device(w.s)->id, tail = id_random();
    struct upkeep_verify v;
    char *before, *after;

    (void)state;
    add_visit(&w, &h, OUTCOME_MET, "一");
    add_visit(&w, &h, OUTCOME_MET, "二");
    before = dump_projection(w.path);
    assert_int_equal(store_fork(w.s, 1, &tail), ERR_OK);
    assert_false(id_equal(&old, &store_device(w.s)->id));
    assert_int_equal(store_device(w.s)->head_seq, 1); /* the event that names what it continues */
    add_visit(&w, &h, OUTCOME_PHONE, "三");
    assert_int_equal(upkeep_verify(w.s, &v, NULL, NULL), ERR_OK);
    assert_true(v.ok);
    assert_int_equal(v.events, 5);
    assert_int_equal(count_outbox(&w, OUTBOX_WAITING), 2);
    assert_int_equal(upkeep_rebuild(w.s, NULL, NULL), ERR_OK);
    after = dump_projection(w.path);
    assert_true(strlen(after) > strlen(before));
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

static void a_tail_takes_back_its_own_event(void **state) {
    struct world w = world_open("fork-withdraw");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲"), tail = id_random();
    struct household_row row;
    struct household card;
    int64_t seq;

    (void)state;
    seq = add_visit(&w, &h, OUTCOME_MET, "一");
    withdraw(&w, &h, seq);
    assert_int_equal(store_fork(w.s, 1, &tail), ERR_OK);
    assert_int_equal(store_refold(w.s, &h), ERR_OK);
    assert_int_equal(read_household(w.s, &h, &row, &card), ERR_OK);
    household_free(&card);
    assert_int_equal(row.visited, 0);
    world_close(&w);
}

static void what_did_not_enter_again_has_left(void **state) {
    struct world a = world_open("all-a"), b = world_open("all-b");
    struct id stays = add_household(&a, "1.2.3.4", "1-1-101", "甲"), leaves = add_household(&a, "1.2.3.4", "1-1-102", "乙");

    (void)state;
    copy_events(&b, &a, (int64_t[]){1, 2}, 2);
    add_household(&b, "1.2.3.4", "1-1-103", "自己的");
    assert_int_equal(store_pull_all(b.s, true), ERR_OK);
    assert_int_equal(store_entered(b.s, &stays, "1.2", 7), ERR_OK);
    world_reopen(&b); /* the pull may go on in another run */
    assert_int_equal(store_pull_all(b.s, false), ERR_OK);
    assert_int_equal(count_rows(b.path, "household"), 2);
    assert_int_equal(count_rows(b.path, "entered"), 0);
    assert_int_equal(store_pull_all(b.s, false), ERR_OK);
    assert_int_equal(count_rows(b.path, "household"), 2);
    (void)leaves;
    world_close(&a);
    world_close(&b);
}

static void what_leaves_is_sealed_and_the_chain_holds(void **state) {
    struct world w = world_open("leave");
    struct id h = add_household(&w, "1.2.3.4", "1-1-101", "甲");
    struct upkeep_verify v;
    struct sign_key hub;
    struct buf pub = {0};

    (void)state;
    sign_key_make(&hub);
    base64_text(&pub, hub.pub, sizeof hub.pub);
    assert_int_equal(store_set(w.s, "hub.key", buf_text(&pub)), ERR_OK);
    buf_free(&pub);
    add_visit(&w, &h, OUTCOME_MET, "秘密");
    assert_int_equal(store_set_held(w.s, 2), ERR_OK);
    assert_int_equal(store_leave(w.s, &h), ERR_OK);
    assert_int_equal(upkeep_verify(w.s, &v, NULL, NULL), ERR_OK);
    assert_true(v.ok);
    assert_int_equal(count_rows(w.path, "household"), 0);
    assert_int_equal(count_rows(w.path, "visit"), 0);
    assert_int_equal(count_rows(w.path, "event WHERE body IS NOT NULL"), 0);
    assert_int_equal(count_rows(w.path, "event WHERE sealed IS NOT NULL"), 2);
    world_close(&w);
}

static void a_backup_is_whole_and_restores(void **state) {
    struct world w = world_open("backup");
    char copy[300];
    char *before, *after;

    (void)state;
    fill_world(&w, 10);
    before = dump_projection(w.path);
    snprintf(copy, sizeof copy, "%s/copy.db", w.folder);
    unlink(copy);
    assert_int_equal(upkeep_backup(w.s, copy, NULL), ERR_OK);
    assert_int_equal(upkeep_backup(w.s, copy, NULL), ERR_EXISTS);
    add_visit(&w, &w.households[0], OUTCOME_MET, "后来");
    assert_int_equal(upkeep_restore(w.path, copy, STORE_CLIENT), ERR_BUSY);
    store_close(w.s);
    assert_int_equal(upkeep_restore(w.path, copy, STORE_CLIENT), ERR_OK);
    world_reopen_only(&w);
    after = dump_projection(w.path);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_start_makes_a_device),
        cmocka_unit_test(an_event_is_folded_with_its_append),
        cmocka_unit_test(the_chain_goes_on_after_a_reopen),
        cmocka_unit_test(one_flipped_byte_anywhere_is_named),
        cmocka_unit_test(a_lost_event_is_missed),
        cmocka_unit_test(rebuild_gives_row_for_row_the_same),
        cmocka_unit_test(a_refold_of_any_entity_changes_nothing),
        cmocka_unit_test(nothing_is_changed_by_a_failed_transaction),
        cmocka_unit_test(visits_of_one_transaction_count_as_if_alone),
        cmocka_unit_test(a_second_program_reads_only),
        cmocka_unit_test(a_foreign_file_is_refused_untouched),
        cmocka_unit_test(events_of_others_fold_in_the_hubs_order),
        cmocka_unit_test(own_events_take_their_place_among_others),
        cmocka_unit_test(a_refused_event_is_not_folded),
        cmocka_unit_test(a_fork_goes_on_as_a_new_device),
        cmocka_unit_test(a_tail_takes_back_its_own_event),
        cmocka_unit_test(what_did_not_enter_again_has_left),
        cmocka_unit_test(what_leaves_is_sealed_and_the_chain_holds),
        cmocka_unit_test(a_backup_is_whole_and_restores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
