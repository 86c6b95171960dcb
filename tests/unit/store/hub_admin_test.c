/* What the office does: a hub begins, areas, workers, assignments, devices, enrolment. */
#include "hub_help.h"

static void a_hub_is_made_once(void **state) {
    struct hubworld w = hub_open("admin-init");
    struct hub_identity first, second;

    (void)state;
    assert_int_equal(hub_identity(w.s, &first), ERR_OK);
    assert_string_equal(first.name, "青山镇");
    assert_int_equal(strlen(first.epoch), 32);
    assert_false(id_is_zero(&first.project));
    hub_reopen(&w);
    assert_int_equal(hub_identity(w.s, &second), ERR_OK);
    assert_memory_equal(&first, &second, sizeof first);
    store_close(w.s);
    assert_int_equal(hub_init(w.path, "another"), ERR_EXISTS);
    assert_int_equal(hub_init("/nowhere/at/all/hub.db", "x") == ERR_OK, 0);
    assert_int_equal(hub_init(w.path, ""), ERR_RANGE);
    assert_int_equal(hub_init(w.path, "a\nb"), ERR_RANGE);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_HUB}), ERR_OK);
    assert_int_equal(hub_identity(w.s, &second), ERR_OK);
    assert_memory_equal(&first, &second, sizeof first);
    assert_int_equal(hub_new_epoch(w.s), ERR_OK);
    assert_int_equal(hub_identity(w.s, &second), ERR_OK);
    assert_string_not_equal(first.epoch, second.epoch);
    assert_memory_equal(&first.key, &second.key, sizeof first.key);
    hub_close(&w);
}

static void an_init_that_was_cut_off_goes_on(void **state) {
    struct hubworld w = hub_open("admin-cut");
    struct hub_identity hub;

    (void)state;
    assert_int_equal(store_set(w.s, "hub.epoch", NULL), ERR_OK);
    assert_int_equal(hub_identity(w.s, &hub), ERR_NOT_FOUND);
    store_close(w.s);
    assert_int_equal(hub_init(w.path, "镇"), ERR_OK);
    assert_int_equal(store_open(&w.s, &(struct store_options){.path = w.path, .side = STORE_HUB}), ERR_OK);
    assert_int_equal(hub_identity(w.s, &hub), ERR_OK);
    assert_string_equal(hub.name, "镇");
    hub_close(&w);
}

static void areas_come_with_their_parents(void **state) {
    struct hubworld w = hub_open("admin-areas");
    char name[NAME_SIZE];
    int64_t events;

    (void)state;
    assert_int_equal(hub_area_add(w.s, GRID, "第12网格"), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM area"), 4);
    read_area_name(w.s, VILLAGE, name);
    assert_string_equal(name, VILLAGE);
    assert_int_equal(hub_area_add(w.s, VILLAGE, "周宁村"), ERR_OK);
    read_area_name(w.s, VILLAGE, name);
    assert_string_equal(name, "周宁村");
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM area"), 4);
    events = hub_sql(&w, "SELECT count(*) FROM event");
    assert_int_equal(hub_area_add(w.s, VILLAGE, "周宁村"), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM event"), events);
    assert_int_equal(hub_area_add(w.s, "430181..3", "x"), ERR_RANGE);
    assert_int_equal(hub_area_add(w.s, "", "x"), ERR_RANGE);
    assert_int_equal(hub_area_add(w.s, "430181'", "x"), ERR_RANGE);
    assert_int_equal(hub_area_add(w.s, GRID, ""), ERR_RANGE);
    assert_int_equal(hub_area_add(w.s, GRID, "\xff"), ERR_RANGE);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM event WHERE rev IS NULL"), 0);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM (SELECT town, rev FROM event GROUP BY town, rev HAVING count(*) > 1)"), 0);
    hub_close(&w);
}

static void workers_are_added_changed_and_leave(void **state) {
    struct hubworld w = hub_open("admin-workers");
    struct id household, tang;
    struct dev d;
    int64_t events;

    (void)state;
    hub_towns(&w);
    household = hub_household(&w, GRID, "1-1-101");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    events = hub_sql(&w, "SELECT count(*) FROM event");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM event"), events);
    tang = hub_worker_id(&w, "tang");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤小敏", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM worker WHERE name = '汤小敏' AND area = '" GRID2 "'"), 1);
    assert_int_equal(hub_worker_add(w.s, "", "x", ROLE_HEAD, GRID), ERR_RANGE);
    assert_int_equal(hub_worker_add(w.s, "a b", "x", ROLE_HEAD, GRID), ERR_RANGE);
    assert_int_equal(hub_worker_add(w.s, "x", "", ROLE_HEAD, GRID), ERR_RANGE);
    assert_int_equal(hub_worker_add(w.s, "x", "x", ROLE_NONE, GRID), ERR_RANGE);
    assert_int_equal(hub_worker_add(w.s, "x", "x", ROLE_HEAD, NULL), ERR_RANGE);
    assert_int_equal(hub_worker_add(w.s, "x", "x", ROLE_HEAD, CITY ".009.01.01"), ERR_OK); /* its area is made */
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM area WHERE code LIKE '" CITY ".009%'"), 3);

    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    d = dev_new(&w, "tang");
    assert_true(hub_has(&w, &tang, &household));
    assert_int_equal(hub_worker_leave(w.s, "tang"), ERR_OK);
    assert_int_equal(
        hub_sql(&w, "SELECT count(*) FROM member m JOIN worker w ON w.id = m.worker WHERE w.login = 'tang' AND m.gone IS NULL"),
        0);
    assert_int_equal(hub_caller(w.s, d.token, &d.caller), ERR_OK);
    assert_true(d.caller.revoked);
    events = hub_sql(&w, "SELECT count(*) FROM event");
    assert_int_equal(hub_worker_leave(w.s, "tang"), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM event"), events);
    assert_int_equal(hub_worker_leave(w.s, "nobody"), ERR_NOT_FOUND);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_REFUSED);
    /* Back again: the areas show, the households wait for an assignment. */
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_false(hub_has(&w, &tang, &household));
    assert_true(hub_has(&w, &tang, &tang));
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    assert_true(hub_has(&w, &tang, &household));
    dev_free(&d);
    hub_close(&w);
}

static enum err assign_one(struct hubworld *w, const char *login, const struct id *household, bool on) {
    char id[ID_TEXT_SIZE];

    id_text(id, household);
    return hub_assign_household(w->s, login, id, on);
}

static void the_newest_word_about_a_household_counts(void **state) {
    struct hubworld w = hub_open("admin-assign");
    struct id a, b, c, tang;

    (void)state;
    hub_towns(&w);
    a = hub_household(&w, GRID, "1-1-101");
    b = hub_household(&w, GRID, "1-1-102");
    c = hub_household(&w, GRID2, "1-1-103");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(w.s, "desk", "台", ROLE_DESK, VILLAGE), ERR_OK);
    tang = hub_worker_id(&w, "tang");
#define HAS(x, y, z) (hub_has(&w, &tang, &a) == (x) && hub_has(&w, &tang, &b) == (y) && hub_has(&w, &tang, &c) == (z))
    assert_true(HAS(0, 0, 0));
    assert_int_equal(hub_assign_area(w.s, "tang", VILLAGE, true), ERR_OK);
    assert_true(HAS(1, 1, 1));
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK);
    assert_true(HAS(0, 0, 1));
    assert_int_equal(assign_one(&w, "tang", &b, true), ERR_OK);
    assert_true(HAS(0, 1, 1));
    assert_int_equal(assign_one(&w, "tang", &b, true), ERR_OK);
    assert_int_equal(assign_one(&w, "tang", &c, false), ERR_OK);
    assert_true(HAS(0, 1, 0));
    assert_int_equal(assign_one(&w, "tang", &c, false), ERR_NOT_FOUND);
    assert_int_equal(hub_assign_area(w.s, "tang", VILLAGE, true), ERR_OK);
    assert_true(HAS(1, 1, 1));
    assert_int_equal(assign_one(&w, "tang", &a, false), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", VILLAGE, false), ERR_OK);
    assert_true(HAS(0, 0, 0));
    assert_int_equal(hub_assign_area(w.s, "tang", VILLAGE, false), ERR_NOT_FOUND);
    assert_int_equal(assign_one(&w, "tang", &a, true), ERR_OK);
    assert_true(HAS(1, 0, 0));
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, false), ERR_OK); /* takes single ones with it */
    assert_true(HAS(0, 0, 0));
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM rule"), 0);

    assert_int_equal(hub_assign_area(w.s, "tang", CITY ".099", true), ERR_NOT_FOUND);
    assert_int_equal(hub_assign_area(w.s, "tang", "x y", true), ERR_RANGE);
    assert_int_equal(hub_assign_area(w.s, "nobody", GRID, true), ERR_NOT_FOUND);
    assert_int_equal(hub_assign_area(w.s, "desk", GRID, true), ERR_REFUSED);
    assert_int_equal(hub_assign_household(w.s, "tang", "no such", true), ERR_NOT_FOUND);
    assert_int_equal(assign_one(&w, "desk", &a, true), ERR_REFUSED);
    /* A code that only begins like another is not inside it. */
    assert_int_equal(hub_area_add(w.s, GRID "0", "第120网格"), ERR_OK);
    b = hub_household(&w, GRID "0", "1-1-101");
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    assert_true(HAS(1, 0, 0));
    hub_close(&w);
}

static void a_household_that_moves_changes_hands(void **state) {
    struct hubworld w = hub_open("admin-move");
    struct id h, tang, li;
    struct event ev = {.kind = KIND_ROSTER, .area = GRID2};

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(w.s, "li", "李强", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "li", GRID2, true), ERR_OK);
    tang = hub_worker_id(&w, "tang");
    li = hub_worker_id(&w, "li");
    h = hub_household(&w, GRID, "1-1-101");
    assert_true(hub_has(&w, &tang, &h) && !hub_has(&w, &li, &h));
    ev.entity = h;
    assert_int_equal(store_begin(w.s), ERR_OK);
    assert_int_equal(store_append(w.s, &ev, NULL, 0, NULL), ERR_OK);
    assert_int_equal(hub_place_entity(w.s, &h), ERR_OK);
    assert_int_equal(store_commit(w.s), ERR_OK);
    assert_true(!hub_has(&w, &tang, &h) && hub_has(&w, &li, &h));
    hub_close(&w);
}

static void an_import_is_placed_in_one_pass(void **state) {
    struct hubworld w = hub_open("admin-import");
    struct id tang;

    (void)state;
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    tang = hub_worker_id(&w, "tang");
    assert_int_equal(store_begin(w.s), ERR_OK);
    for (int i = 0; i < 2500; i++) /* more than one piece, areas that are not known yet among them */
        hub_household_numbered(&w, i % 5 ? GRID : i % 2 ? TOWN ".04.01" : CITY ".008.01.02", "1-1-101", "");
    assert_int_equal(hub_place_all_new(w.s), ERR_OK);
    assert_int_equal(store_commit(w.s), ERR_OK);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM event WHERE rev IS NULL"), 0);
    assert_int_equal(
        hub_sql(&w, "SELECT count(*) FROM area WHERE code IN ('" TOWN ".04.01', '" CITY ".008.01.02', '" CITY ".008')"), 3);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM member m JOIN entity e ON e.id = m.entity WHERE e.kind = 1"), 2000);
    assert_int_equal(hub_sql(&w, "SELECT count(DISTINCT town) FROM event"), 3);
    assert_true(hub_has(&w, &tang, &tang));
    hub_close(&w);
}

static enum err count_devices(void *arg, const struct hub_device_row *row) {
    struct hub_device_row *last = arg;

    *last = *row;
    return ERR_OK;
}

static void devices_are_listed_and_revoked(void **state) {
    struct hubworld w = hub_open("admin-devices");
    struct hub_device_row row;
    struct dev d;
    char id[ID_TEXT_SIZE];
    struct hub_caller caller;

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    d = dev_new(&w, "tang");
    assert_int_equal(hub_device_list(w.s, count_devices, &row), ERR_OK);
    assert_true(id_equal(&row.id, &d.id));
    assert_string_equal(row.worker, "tang");
    assert_int_equal(row.revoked, 0);
    id_text(id, &d.id);
    assert_int_equal(hub_device_revoke(w.s, "1234567"), ERR_NOT_FOUND);
    assert_int_equal(hub_device_revoke(w.s, "ffffffffffffffff"), ERR_NOT_FOUND);
    assert_int_equal(hub_device_revoke(w.s, "%%%%%%%%"), ERR_NOT_FOUND);
    for (char *p = id; *p; p++)
        if (*p >= 'a')
            *p = (char)(*p - 32);
    assert_int_equal(hub_device_revoke(w.s, id), ERR_OK);
    assert_int_equal(hub_device_list(w.s, count_devices, &row), ERR_OK);
    assert_int_equal(row.revoked, TEST_NOW);
    assert_int_equal(hub_caller(w.s, d.token, &caller), ERR_OK);
    assert_true(caller.revoked);
    assert_int_equal(hub_caller(w.s, "00", &caller), ERR_REFUSED);
    assert_int_equal(hub_caller(w.s, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", &caller), ERR_REFUSED);
    dev_free(&d);
    hub_close(&w);
}

static void a_code_is_good_once_and_for_a_week(void **state) {
    struct hubworld w = hub_open("enroll-code");
    struct buf answer = {0};
    struct dev d, other;
    struct hub_enroll r = {0};
    char code[20], typed[40];
    int64_t expires;
    size_t n = 0;

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_enroll_code(w.s, "nobody", code, &expires), ERR_NOT_FOUND);
    assert_int_equal(hub_enroll_code(w.s, "tang", code, &expires), ERR_OK);
    assert_int_equal(strlen(code), 14);
    assert_int_equal(expires, TEST_NOW + 7 * CLOCK_DAY_MS);
    dev_key(&d);
    dev_key(&other);
    assert_int_equal(dev_enroll_with(&w, &d, "AAAA-BBBB-CCCC", NULL, &answer), ERR_REFUSED);
    assert_int_equal(dev_enroll_with(&w, &d, "", NULL, &answer), ERR_REFUSED);
    /* Signed by another key, or for another code. */
    r.code = code;
    dev_sign_enroll(&d, &r, code);
    memcpy(r.pub, other.key.pub, sizeof r.pub);
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    dev_sign_enroll(&d, &r, "AAAA-BBBB-CCCC");
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    assert_int_equal(answer.len, 0);
    clock_set(expires);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_REFUSED);
    clock_set(expires - 1);
    /* As people type it. */
    for (const char *p = code; *p; p++) {
        typed[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p == '-' ? ' ' : *p;
        typed[n] = '\0';
    }
    assert_int_equal(dev_enroll_with(&w, &d, typed, NULL, &answer), ERR_OK);
    /* The answer may have been lost: the same key may ask again, no other. */
    buf_reset(&answer);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_OK);
    dev_take_answer(&w, &d, &answer);
    assert_int_equal(dev_enroll_with(&w, &other, code, NULL, &answer), ERR_REFUSED);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM device WHERE worker IS NOT NULL"), 1);
    clock_set(TEST_NOW);
    /* Nothing that could be used is kept: neither code nor token is in the file as it is. */
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM code WHERE length(hash) <> 32"), 0);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM device WHERE token IS NOT NULL AND length(token) = 32"), 1);
    buf_free(&answer);
    dev_free(&d);
    hub_close(&w);
}

static void the_answer_says_who_and_where(void **state) {
    struct hubworld w = hub_open("enroll-answer");
    struct hub_identity hub;
    struct buf answer = {0}, key = {0};
    struct dev d;
    struct json *v;
    char code[20];
    int64_t expires, n;

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_identity(w.s, &hub), ERR_OK);
    assert_int_equal(hub_enroll_code(w.s, "tang", code, &expires), ERR_OK);
    dev_key(&d);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_OK);
    assert_int_equal(json_parse(&v, buf_text(&answer), answer.len, NULL), ERR_OK);
    base64_text(&key, hub.key.pub, SIGN_PUBLIC_BYTES);
    assert_string_equal(json_str(v, "hub_key", ""), buf_text(&key));
    assert_string_equal(json_str(v, "epoch", ""), hub.epoch);
    assert_string_equal(json_str(v, "name", ""), "青山镇");
    assert_int_equal(strlen(json_str(v, "token", "")), 64);
    assert_int_equal(strlen(json_str(v, "project", "")), 32);
    assert_true(json_int(v, "now", &n) && n == TEST_NOW);
    assert_true(json_int(v, "zone", &n) && n == 480);
    assert_string_equal(json_str(json_get(v, "worker"), "login", ""), "tang");
    assert_string_equal(json_str(json_get(v, "worker"), "role", ""), "head");
    assert_string_equal(json_str(json_get(v, "worker"), "area", ""), GRID);
    assert_int_equal(json_count(json_get(v, "areas")), 4);
    assert_string_equal(json_str(json_at(json_get(v, "areas"), 3), "name", ""), "第12网格");
    assert_int_equal(json_count(json_get(v, "pairs")), 0);
    json_free(v);
    buf_free(&answer);
    buf_free(&key);
    dev_free(&d);
    hub_close(&w);
}

static void letters_are_given_once(void **state) {
    struct hubworld w = hub_open("enroll-letters");
    struct dev d;

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    for (int i = 0; i < 300; i++) {
        d = dev_new(&w, "tang");
        assert_true(strlen(d.letters) >= 2 && strlen(d.letters) <= 6);
        dev_free(&d);
    }
    assert_int_equal(hub_sql(&w, "SELECT count(*) - count(DISTINCT letters) FROM device WHERE worker IS NOT NULL"), 0);
    assert_true(hub_sql(&w, "SELECT count(*) FROM device WHERE length(letters) = 2") > 100);
    hub_close(&w);
}

static void the_same_device_joins_again(void **state) {
    struct hubworld w = hub_open("enroll-again");
    struct id household;
    struct dev d;
    char old[TOKEN_TEXT_SIZE], code[20], id[ID_TEXT_SIZE];
    struct hub_caller caller;
    struct buf answer = {0};
    int64_t expires;

    (void)state;
    hub_towns(&w);
    household = hub_household(&w, GRID, "1-1-101");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(w.s, "li", "李强", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    d = dev_new(&w, "tang");
    dev_visit(&d, &household);
    dev_push_all(&w, &d);
    strcpy(old, d.token);
    dev_join(&w, &d, "tang");
    assert_string_not_equal(old, d.token);
    assert_int_equal(hub_caller(w.s, old, &caller), ERR_REFUSED); /* one token a device */
    dev_visit(&d, &household);
    dev_push_all(&w, &d);
    assert_int_equal(hub_sql(&w, "SELECT count(*) FROM device WHERE worker IS NOT NULL"), 1);
    /* Not for another worker, and then the code stays good for the right device. */
    assert_int_equal(hub_enroll_code(w.s, "li", code, &expires), ERR_OK);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_REFUSED);
    {
        struct dev li;

        dev_key(&li);
        assert_int_equal(dev_enroll_with(&w, &li, code, NULL, &answer), ERR_OK);
    }
    /* A revoked one does not come back. */
    id_text(id, &d.id);
    assert_int_equal(hub_device_revoke(w.s, id), ERR_OK);
    assert_int_equal(hub_enroll_code(w.s, "tang", code, &expires), ERR_OK);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_REFUSED);
    /* Nor does a worker who left. */
    assert_int_equal(hub_worker_leave(w.s, "tang"), ERR_OK);
    dev_free(&d);
    dev_key(&d);
    assert_int_equal(dev_enroll_with(&w, &d, code, NULL, &answer), ERR_REFUSED);
    assert_int_equal(hub_enroll_code(w.s, "tang", code, &expires), ERR_REFUSED);
    buf_free(&answer);
    dev_free(&d);
    hub_close(&w);
}

static void a_forked_device_goes_on_under_a_new_key(void **state) {
    struct hubworld w = hub_open("enroll-rekey");
    struct id household;
    struct hub_enroll r = {0};
    struct buf answer = {0};
    struct dev d, next;
    char old[ID_TEXT_SIZE];

    (void)state;
    hub_towns(&w);
    household = hub_household(&w, GRID, "1-1-101");
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    d = dev_new(&w, "tang");
    id_text(old, &d.id);
    dev_key(&next);
    r.bearer = d.token;
    dev_sign_enroll(&next, &r, "another text");
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    dev_sign_enroll(&next, &r, old);
    r.bearer = "00";
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    r.bearer = NULL;
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    r.bearer = d.token;
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_OK);
    dev_take_answer(&w, &next, &answer);
    assert_true(id_equal(&next.worker, &d.worker));
    dev_say(&next, (struct event){.kind = KIND_CONTINUE, .entity = d.id, .device = d.id, .replaces = 1}, NULL);
    dev_visit(&next, &household);
    dev_push_all(&w, &next);
    dev_visit(&d, &household);
    dev_push_all(&w, &d); /* the old one stays: the other copy of it goes on */
    assert_int_equal(hub_device_revoke(w.s, old), ERR_OK);
    buf_reset(&answer);
    assert_int_equal(hub_enroll(w.s, &r, &answer), ERR_REFUSED);
    buf_free(&answer);
    dev_free(&d);
    dev_free(&next);
    hub_close(&w);
}

static void put_own(struct json_out *o, struct buf *id, const char *area, const char *number, const char *door) {
    struct door d;
    struct buf key = {0};
    struct id own = id_random();
    char text[ID_TEXT_SIZE];

    id_text(text, &own);
    buf_puts(id, text);
    json_open(o, NULL, '{');
    json_put_str(o, "id", text);
    json_put_str(o, "area", area);
    json_put_str(o, "number", number);
    if (*door) {
        door_parse(&d, door, strlen(door));
        door_key(&key, &d);
    }
    json_put_str(o, "door", buf_text(&key));
    json_close(o, '}');
    buf_free(&key);
}

static void own_households_are_paired(void **state) {
    static const struct {
        const char *area, *number, *door;
        int pair; /* of the roster below, -1 none */
    } own[] = {
        {"", "", "1-1-101", 0},                                 /* by door, below the worker's area */
        {GRID, "H2", "9-9-909", 1},                             /* the number is stronger than the door */
        {GRID, "", "1-1-103", 2},   {GRID2, "", "1-1-104", -1}, /* another area */
        {"", "", "1-1-105", -1},                                /* two doors of that name: nobody can tell */
        {"", "H7", "1-1-101", -1},                              /* number unknown, door taken already */
        {"", "", "2-2-201", -1},                                /* not in the worker's scope: not told */
        {"", "H8", "", 6},          {"", "", "", -1},
    };
    struct hubworld w = hub_open("enroll-pairs");
    struct id roster[8];
    struct buf ids[9] = {{0}}, text = {0}, answer = {0};
    struct json *households, *v;
    struct json_out o;
    struct dev d;
    char code[20];
    int64_t expires;
    size_t found = 0;

    (void)state;
    hub_towns(&w);
    assert_int_equal(hub_worker_add(w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(w.s, "tang", GRID, true), ERR_OK);
    roster[0] = hub_household_numbered(&w, GRID, "1-1-101", "");
    roster[1] = hub_household_numbered(&w, GRID, "1-1-102", "H2");
    roster[2] = hub_household_numbered(&w, GRID, "1-1-103", "H3");
    roster[3] = hub_household_numbered(&w, GRID, "1-1-104", "");
    roster[4] = hub_household_numbered(&w, GRID, "1-1-105", "");
    roster[5] = hub_household_numbered(&w, GRID, "1-1-105", "");
    roster[6] = hub_household_numbered(&w, GRID, "1-1-106", "H8");
    roster[7] = hub_household_numbered(&w, GRID2, "2-2-201", "");
    assert_int_equal(hub_place_all_new(w.s), ERR_OK);
    json_start(&o, &text);
    json_open(&o, NULL, '[');
    for (size_t i = 0; i < 9; i++)
        put_own(&o, &ids[i], own[i].area, own[i].number, own[i].door);
    json_put_str(&o, NULL, "not an object");
    json_open(&o, NULL, '{');
    json_put_str(&o, "id", "zz");
    json_close(&o, '}');
    json_close(&o, ']');
    assert_int_equal(json_parse(&households, buf_text(&text), text.len, NULL), ERR_OK);
    assert_int_equal(hub_enroll_code(w.s, "tang", code, &expires), ERR_OK);
    dev_key(&d);
    assert_int_equal(dev_enroll_with(&w, &d, code, households, &answer), ERR_OK);
    assert_int_equal(json_parse(&v, buf_text(&answer), answer.len, NULL), ERR_OK);
    for (size_t i = 0; i < 9; i++) {
        const struct json *pairs = json_get(v, "pairs");
        const char *other = NULL;
        char id[ID_TEXT_SIZE];

        for (size_t k = 0; k < json_count(pairs); k++)
            if (strcmp(json_text(json_at(json_at(pairs, k), 0)), buf_text(&ids[i])) == 0)
                other = json_text(json_at(json_at(pairs, k), 1));
        if (own[i].pair < 0) {
            assert_null(other);
            continue;
        }
        found++;
        id_text(id, &roster[own[i].pair]);
        assert_string_equal(other, id);
    }
    assert_int_equal(json_count(json_get(v, "pairs")), found);
    for (size_t i = 0; i < 9; i++)
        buf_free(&ids[i]);
    json_free(households);
    json_free(v);
    buf_free(&text);
    buf_free(&answer);
    hub_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hub_is_made_once),
        cmocka_unit_test(an_init_that_was_cut_off_goes_on),
        cmocka_unit_test(areas_come_with_their_parents),
        cmocka_unit_test(workers_are_added_changed_and_leave),
        cmocka_unit_test(the_newest_word_about_a_household_counts),
        cmocka_unit_test(a_household_that_moves_changes_hands),
        cmocka_unit_test(an_import_is_placed_in_one_pass),
        cmocka_unit_test(devices_are_listed_and_revoked),
        cmocka_unit_test(a_code_is_good_once_and_for_a_week),
        cmocka_unit_test(the_answer_says_who_and_where),
        cmocka_unit_test(letters_are_given_once),
        cmocka_unit_test(the_same_device_joins_again),
        cmocka_unit_test(a_forked_device_goes_on_under_a_new_key),
        cmocka_unit_test(own_households_are_paired),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
