/* Pulls: whatever the cursor, the page size and the history, a device ends with what is in scope. */
#include "hub_help.h"

static struct hubworld town(const char *name) {
    struct hubworld w = hub_open(name);

    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(w.s, "li", "李强", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    return w;
}

static void the_first_pull_brings_the_scope(void **state) {
    struct hubworld w = town("pull-first");
    struct id in = hub_household(&w, GRID, "1-1-101"), out = hub_household(&w, GRID2, "1-1-101");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    struct id li = hub_worker_id(&w, "li");

    (void)state;
    assert_true(client_page(&w, &c, 1));
    assert_true(c.start);
    client_pull(&w, &c, 2000);
    assert_false(c.start);
    client_check(&w, &c);
    assert_non_null(client_copy(&c, &in));
    assert_null(client_copy(&c, &out));
    assert_non_null(client_copy(&c, &d.worker));
    assert_non_null(client_copy(&c, &li)); /* same village: the name shows */
    assert_int_equal(c.count, 1 + 2 + 4);  /* and the areas of the path, without the neighbour's grid */
    assert_int_equal(c.leaves, 0);
    /* Nothing new: nothing sent. */
    assert_false(client_page(&w, &c, 2000));
    hub_household(&w, GRID2, "1-1-102");
    c.lines = 0;
    assert_false(client_page(&w, &c, 2000));
    assert_int_equal(c.lines, 0);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void own_events_come_back_as_ranges(void **state) {
    struct hubworld w = town("pull-own");
    struct id in = hub_household(&w, GRID, "1-1-101"), out = hub_household(&w, GRID2, "1-1-101");
    struct dev d = dev_new(&w, "tang"), other = dev_new(&w, "tang");
    struct client c = client_new(&d), o = client_new(&other);
    struct told t;

    (void)state;
    client_pull(&w, &c, 2000);
    for (int i = 0; i < 100; i++)
        dev_visit(&d, i == 50 ? &out : &in);
    t = dev_push_part(&w, &d, 0, 100);
    told_free(&t);
    c.lines = 0;
    client_pull(&w, &c, 2000);
    client_check(&w, &c);
    assert_int_equal(c.lines, 3);
    assert_int_equal(c.ranges, 3);
    assert_string_equal(c.own_verdict[50], "refused");
    /* The other device of the worker gets what was accepted, whole. */
    client_pull(&w, &o, 7);
    client_check(&w, &o);
    assert_int_equal(client_copy(&o, &in)->count, 1 + 99);
    client_free(&c);
    client_free(&o);
    dev_free(&d);
    dev_free(&other);
    hub_close(&w);
}

static void what_was_made_here_comes_as_an_enter_without_its_events(void **state) {
    struct hubworld w = town("pull-made");
    struct dev d = dev_new(&w, "tang"), other = dev_new(&w, "tang");
    struct client c = client_new(&d), o = client_new(&other);
    struct id own = dev_household(&d, "", "3-1-101");

    (void)state;
    dev_visit(&d, &own);
    dev_push_all(&w, &d);
    client_pull(&w, &c, 2000);
    client_check(&w, &c);
    assert_int_equal(client_copy(&c, &own)->count, 0);
    client_pull(&w, &o, 2000);
    client_check(&w, &o);
    assert_int_equal(client_copy(&o, &own)->count, 2);
    /* Out and in again: the device sealed its words meanwhile and is sent them. */
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    client_pull(&w, &c, 2000);
    assert_null(client_copy(&c, &own));
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    client_pull(&w, &c, 2000);
    client_check(&w, &c);
    assert_int_equal(client_copy(&c, &own)->count, 2);
    client_free(&c);
    client_free(&o);
    dev_free(&d);
    dev_free(&other);
    hub_close(&w);
}

/* A history with everything in it; at each step every client pulls or not, by its number. */
static void any_page_size_gives_the_same(void **state) {
    struct hubworld w = town("pull-limits");
    struct id in[6], out;
    struct dev tang = dev_new(&w, "tang"), readers[20];
    struct client clients[20];

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        readers[i] = dev_new(&w, "tang");
        clients[i] = client_new(&readers[i]);
    }
    out = hub_household(&w, GRID2, "2-1-101");
    for (size_t i = 0; i < 6; i++)
        in[i] = hub_household(&w, GRID, "1-1-101");
    for (int step = 0; step < 24; step++) {
        char login[] = "tang", id[ID_TEXT_SIZE];

        id_text(id, &in[step % 6]);
        if (step % 6 == 1)
            assert_int_equal(hub_assign_household(w.s, login, id, false), ERR_OK);
        if (step % 6 == 3) {
            id_text(id, &in[(step - 2) % 6]);
            assert_int_equal(hub_assign_household(w.s, login, id, true), ERR_OK);
        }
        if (step == 10)
            assert_int_equal(hub_assign_area(w.s, login, GRID2, true), ERR_OK);
        if (step == 16)
            assert_int_equal(hub_assign_area(w.s, login, GRID, false), ERR_OK);
        if (step == 17)
            assert_int_equal(hub_assign_area(w.s, login, GRID, true), ERR_OK);
        if (step == 20)
            assert_int_equal(hub_assign_area(w.s, login, GRID2, false), ERR_OK);
        tang.seen = 0;
        for (int i = 0; i < 3; i++)
            dev_visit(&tang, i == 2 && step > 10 ? &out : &in[(step + i) % 6]);
        if (step % 5 == 2)
            dev_matter(&tang, GRID, in, 2, LEVEL_GRID);
        {
            struct told t = dev_push_part(&w, &tang, 0, (int64_t)tang.count);

            assert_int_equal(t.e, ERR_OK);
            told_free(&t);
        }
        for (size_t i = 0; i < 20; i++) {
            if ((size_t)step % (i + 1) == 0)
                client_pull(&w, &clients[i], (int64_t)i + 1);
            else if (step % 3 == 0) /* only one page: it stops somewhere in the middle */
                client_page(&w, &clients[i], (int64_t)i + 1);
        }
    }
    for (size_t i = 0; i < 20; i++) {
        client_pull(&w, &clients[i], (int64_t)i + 1);
        client_check(&w, &clients[i]);
        assert_int_equal(clients[i].count, clients[0].count);
        for (size_t k = 0; k < clients[0].count; k++) {
            struct copy *e = client_copy(&clients[i], &clients[0].copies[k].id);

            assert_non_null(e);
            assert_int_equal(e->count, clients[0].copies[k].count);
        }
    }
    for (size_t i = 0; i < 20; i++) {
        client_free(&clients[i]);
        dev_free(&readers[i]);
    }
    dev_free(&tang);
    hub_close(&w);
}

static void what_left_between_two_pages_is_taken_back(void **state) {
    struct hubworld w = town("pull-between");
    struct dev tang = dev_new(&w, "tang"), d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    struct id in;

    (void)state;
    client_pull(&w, &c, 2000);
    in = hub_household(&w, GRID, "1-1-101");
    for (int i = 0; i < 10; i++)
        dev_visit(&tang, &in);
    dev_push_all(&w, &tang);
    /* As a second time, so that the events come with the enter. */
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    for (int i = 0; i < 4; i++)
        assert_true(client_page(&w, &c, 2));
    assert_non_null(client_copy(&c, &in));
    assert_true(client_copy(&c, &in)->count > 0 && client_copy(&c, &in)->count < 10);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    client_pull(&w, &c, 2);
    assert_null(client_copy(&c, &in));
    client_check(&w, &c);
    assert_int_equal(c.leaves, 1);
    /* In and out again between two pulls: nothing of it is told. */
    c.lines = 0;
    c.leaves = 0;
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    client_pull(&w, &c, 2000);
    client_check(&w, &c);
    assert_int_equal(c.enters, 1 + 2 + 4 - 1 + 1);
    assert_int_equal(c.leaves, 0);
    client_free(&c);
    dev_free(&tang);
    dev_free(&d);
    hub_close(&w);
}

static void what_was_seen_is_taken_back_whatever_came_between(void **state) {
    struct hubworld w = town("pull-seen");
    struct id in = hub_household(&w, GRID, "1-1-101");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);

    (void)state;
    client_pull(&w, &c, 2000);
    assert_non_null(client_copy(&c, &in));
    for (int i = 0; i < 5; i++)
        assert_int_equal(hub_assign_area(w.s, "tang", GRID, i % 2), ERR_OK); /* out, in, out, in, out */
    client_pull(&w, &c, 2000);
    assert_null(client_copy(&c, &in));
    assert_int_equal(c.leaves, 1);
    client_check(&w, &c);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void a_leave_comes_for_what_was_made_here(void **state) {
    struct hubworld w = town("pull-own-leave");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    struct id own;

    (void)state;
    client_pull(&w, &c, 2000);
    own = dev_household(&d, "", "3-1-101");
    dev_push_all(&w, &d);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    assert_false(hub_has(&w, &d.worker, &own));
    client_pull(&w, &c, 2000);
    assert_int_equal(c.leaves, 1);
    client_check(&w, &c);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void a_bad_cursor_is_refused(void **state) {
    static const char *const bad[] = {
        "x",
        "~",
        "0123456789abcdef0123456789abcdeg",
        "0123456789abcdef0123456789abcdef~",
        "0123456789abcdef0123456789abcdef~1",
        "0123456789abcdef0123456789abcdef~1-",
        "0123456789abcdef0123456789abcdef~1-2-",
        "0123456789abcdef0123456789abcdef~1-2-3-4",
        "0123456789abcdef0123456789abcdef~-2",
        "0123456789abcdef0123456789abcdef~1-2 ",
        "0123456789abcdef0123456789abcdef~1-g",
        "0123456789abcdef0123456789abcdef~fffffffffffffffff-1",
        "0123456789abcdef0123456789abcdef~1-2'; DROP TABLE event;--",
    };
    struct hubworld w = town("pull-cursor");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    struct buf page = {0};
    char cursor[WIRE_CURSOR_SIZE + 10];
    bool nothing;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (hub_pull(w.s, &d.caller, bad[i], 10, &page, &nothing) != ERR_SYNTAX)
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(page.len, 0);
    }
    memset(cursor, 'a', sizeof cursor);
    cursor[sizeof cursor - 1] = '\0';
    assert_int_equal(hub_pull(w.s, &d.caller, cursor, 10, &page, &nothing), ERR_SYNTAX);
    snprintf(cursor, sizeof cursor, "0123456789abcdef0123456789abcdef");
    for (int i = 0; i < 400; i++)
        strcat(cursor, "~1-1");
    assert_int_equal(hub_pull(w.s, &d.caller, cursor, 10, &page, &nothing), ERR_SYNTAX);
    /* Well-formed ones of another epoch, or ahead of what the hub has: from the beginning. */
    strcpy(c.cursor, "0123456789abcdef0123456789abcdef~1-2");
    client_page(&w, &c, 1);
    assert_true(c.start);
    strcpy(c.cursor + 32, "~1-fffff");
    client_page(&w, &c, 1);
    assert_true(c.start);
    strcpy(c.cursor + 32, "~99-1");
    client_page(&w, &c, 1);
    assert_true(c.start);
    client_pull(&w, &c, 2000);
    client_check(&w, &c);
    buf_free(&page);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void a_new_epoch_starts_from_the_beginning(void **state) {
    struct hubworld w = town("pull-epoch");
    struct id in = hub_household(&w, GRID, "1-1-101");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    char path[300];
    int64_t top, seq;
    struct id own = dev_household(&d, "", "3-1-101");

    (void)state;
    dev_visit(&d, &in);
    dev_push_all(&w, &d);
    client_pull(&w, &c, 3);
    snprintf(path, sizeof path, "%s/backup.db", w.folder);
    assert_int_equal(upkeep_backup(w.s, path, NULL), ERR_OK);
    dev_visit(&d, &in);
    dev_push_all(&w, &d);
    client_pull(&w, &c, 3);
    top = hub_sql(&w, "SELECT max(rev) FROM town");
    store_close(w.s);
    assert_int_equal(upkeep_restore(w.path, path, STORE_HUB), ERR_OK);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_HUB}), ERR_OK);
    assert_true(hub_sql(&w, "SELECT min(rev) FROM town WHERE rev > 0") > top); /* what "seen" says stays comparable */
    client_page(&w, &c, 3);
    assert_true(c.start);
    client_pull(&w, &c, 3);
    client_check(&w, &c);
    assert_int_equal(client_copy(&c, &in)->count, 2); /* with the own visit: what was sealed can be read again */
    assert_int_equal(client_copy(&c, &own)->count, 1);
    /* What the hub lost is sent again and has its effect once. */
    {
        struct told t = dev_push_part(&w, &d, 3, 3);

        assert_int_equal(t.status, 409);
        assert_int_equal(told_int(&t, "held"), 2);
        told_free(&t);
    }
    /* Written with the old epoch's revs in mind, after a leave that the restored hub makes only now. */
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    d.seen = top;
    seq = dev_visit(&d, &in);
    assert_string_equal(dev_push_verdict(&w, &d, seq), "");
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM visit"), 3);
    client_pull(&w, &c, 3);
    client_check(&w, &c);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void a_far_away_device_turns_in_pieces(void **state) {
    struct hubworld w = town("pull-far");
    struct dev d = dev_new(&w, "tang");
    struct client c = client_new(&d);
    struct id last;

    (void)state;
    client_pull(&w, &c, 2000);
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < 45000; i++)
        hub_household_numbered(&w, GRID2, "1-1-101", "");
    assert_int_equal(hub_place_all_new(w.s), ERR_OK);
    assert_int_equal(store_commit(w.s), ERR_OK);
    last = hub_household(&w, GRID, "1-1-101");
    c.pages = c.lines = 0;
    client_pull(&w, &c, 2000);
    assert_true(c.pages >= 3);
    assert_int_equal(c.lines, 2);
    assert_non_null(client_copy(&c, &last));
    client_check(&w, &c);
    client_free(&c);
    dev_free(&d);
    hub_close(&w);
}

static void a_page_is_bounded_in_bytes(void **state) {
    struct hubworld w = town("pull-bytes");
    struct id in = hub_household(&w, GRID, "1-1-101");
    struct dev d = dev_new(&w, "tang"), reader = dev_new(&w, "tang");
    struct client c = client_new(&reader);
    struct buf page = {0};
    char *big = mem_new(EVENT_BODY_MAX, 1);
    bool nothing;

    (void)state;
    memset(big, 'b', EVENT_BODY_MAX - 1);
    memcpy(big, "{\"new\":\"", 8);
    memcpy(big + EVENT_BODY_MAX - 3, "\"}", 2);
    for (int i = 0; i < 100; i++)
        dev_say(&d, (struct event){.kind = KIND_VISIT, .entity = in}, big);
    for (int64_t from = 0; from < 100; from += 50) {
        struct told t = dev_push_part(&w, &d, from, from + 50);

        assert_int_equal(t.e, ERR_OK);
        told_free(&t);
    }
    /* All of it again with one enter: more than a page may have. */
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    assert_int_equal(hub_pull(w.s, &reader.caller, "", 2000, &page, &nothing), ERR_OK);
    assert_true(page.len < WIRE_BODY_MAX);
    client_pull(&w, &c, 2000);
    assert_true(c.pages > 3);
    assert_int_equal(client_copy(&c, &in)->count, 101);
    client_check(&w, &c);
    mem_free(big);
    buf_free(&page);
    client_free(&c);
    dev_free(&d);
    dev_free(&reader);
    hub_close(&w);
}

static void desks_see_what_reached_them(void **state) {
    struct hubworld w = town("pull-desks");
    struct id in = hub_household(&w, GRID, "1-1-101"), grid, village, town_level, far;
    struct dev head = dev_new(&w, "tang"), desks[4];
    static const char *const where[] = {VILLAGE, TOWN, CITY, CITY ".008"};
    static const char *const logins[] = {"village", "town", "city", "elsewhere"};
    struct client c;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(hub_worker_add(w.s, logins[i], logins[i], i == 2 ? ROLE_ADMIN : ROLE_DESK, where[i]), ERR_OK);
        desks[i] = dev_new(&w, logins[i]);
    }
    grid = dev_matter(&head, GRID, &in, 1, LEVEL_GRID);
    village = dev_matter(&head, GRID, &in, 1, LEVEL_VILLAGE);
    town_level = dev_matter(&head, GRID, NULL, 0, LEVEL_TOWN);
    far = dev_matter(&head, GRID, NULL, 0, LEVEL_CITY);
    dev_push_all(&w, &head);
    for (size_t i = 0; i < 4; i++) {
        const struct id *worker = &desks[i].worker;

        assert_false(hub_has(&w, worker, &in)); /* no roster for a desk */
        assert_false(hub_has(&w, worker, &grid));
        assert_int_equal(hub_has(&w, worker, &village), i == 0);
        assert_int_equal(hub_has(&w, worker, &town_level), i <= 1);
        assert_int_equal(hub_has(&w, worker, &far), i <= 2);
        assert_int_equal(hub_has(&w, worker, &head.worker), i <= 2);
        assert_int_equal(hub_has(&w, &head.worker, worker), i <= 2);
        c = client_new(&desks[i]);
        client_pull(&w, &c, 2);
        client_check(&w, &c);
        client_free(&c);
    }
    assert_true(hub_has(&w, &head.worker, &grid));
    /* A desk added later sees the same; one that moved sees what is there. */
    assert_int_equal(hub_worker_add(w.s, "late", "late", ROLE_DESK, VILLAGE), ERR_OK);
    {
        struct id late = hub_worker_id(&w, "late");

        assert_true(hub_has(&w, &late, &village));
        assert_int_equal(hub_worker_add(w.s, "late", "late", ROLE_DESK, CITY ".008.01"), ERR_OK);
        assert_false(hub_has(&w, &late, &village));
        assert_int_equal(hub_worker_add(w.s, "late", "late", ROLE_DESK, TOWN), ERR_OK);
        assert_true(hub_has(&w, &late, &far));
        assert_false(hub_has(&w, &late, &village));
    }
    /* A head who becomes a desk keeps no households. */
    assert_true(hub_has(&w, &head.worker, &in));
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_DESK, VILLAGE), ERR_OK);
    assert_false(hub_has(&w, &head.worker, &in));
    assert_true(hub_has(&w, &head.worker, &village));
    assert_true(hub_has(&w, &head.worker, &grid)); /* opened by them */
    c = client_new(&head);
    client_pull(&w, &c, 5);
    client_check(&w, &c);
    client_free(&c);
    for (size_t i = 0; i < 4; i++)
        dev_free(&desks[i]);
    dev_free(&head);
    hub_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_pull_brings_the_scope),
        cmocka_unit_test(own_events_come_back_as_ranges),
        cmocka_unit_test(what_was_made_here_comes_as_an_enter_without_its_events),
        cmocka_unit_test(any_page_size_gives_the_same),
        cmocka_unit_test(what_left_between_two_pages_is_taken_back),
        cmocka_unit_test(what_was_seen_is_taken_back_whatever_came_between),
        cmocka_unit_test(a_leave_comes_for_what_was_made_here),
        cmocka_unit_test(a_bad_cursor_is_refused),
        cmocka_unit_test(a_new_epoch_starts_from_the_beginning),
        cmocka_unit_test(a_far_away_device_turns_in_pieces),
        cmocka_unit_test(a_page_is_bounded_in_bytes),
        cmocka_unit_test(desks_see_what_reached_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
