/* Requests and their answers without a socket: who may call, what is refused before the record is touched, what waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "hub/route.h"
#include "linli/journal.h"
#include "linli/json.h"

#define AREA "430181.007.03.12"

static char folder[] = "/tmp/linli-route-XXXXXX";
static char db[64];
static struct hub hub;
static struct sign_key key;
static char token[TOKEN_TEXT_SIZE];

static void reply_free(struct request *q, struct answer *a) {
    buf_free(&q->body);
    buf_free(&a->body);
}

/* As httpd.c does it: head, then the whole. */
static void run(struct request *q, struct answer *a) {
    q->query_valid = true;
    route_open(&hub, q, a);
    if (!a->status)
        route_answer(&hub, q, a);
}

static struct request request_of(enum route route, const char *bearer, const char *body) {
    struct request q = {.route = route, .form_typed = true, .encoding_known = true, .limit = WIRE_PAGE_LIMIT};

    snprintf(q.bearer, sizeof q.bearer, "%s", bearer);
    buf_puts(&q.body, body);
    q.length = (int64_t)q.body.len;
    return q;
}

static int ask(enum route route, const char *bearer, const char *body, char *type, size_t room) {
    struct request q = request_of(route, bearer, body);
    struct answer a = {0};
    struct json *v = NULL;

    run(&q, &a);
    if (type) {
        assert_int_equal(json_parse(&v, buf_text(&a.body), a.body.len, NULL), ERR_OK);
        snprintf(type, room, "%s", json_str(v, "type", ""));
        json_free(v);
    }
    reply_free(&q, &a);
    return a.status;
}

static void enrolment(struct buf *out, const char *code) {
    unsigned char sig[SIGN_BYTES];
    struct buf text = {0};

    wire_enroll_text(&text, code, key.pub);
    sign_make(sig, text.data, text.len, &key);
    buf_printf(out, "{\"v\":1,\"code\":\"%s\",\"pub\":\"", code);
    base64_text(out, key.pub, sizeof key.pub);
    buf_puts(out, "\",\"sig\":\"");
    base64_text(out, sig, sizeof sig);
    buf_puts(out, "\",\"households\":[]}");
    buf_free(&text);
}

static void join(void) {
    struct buf body = {0};
    struct request q;
    struct answer a = {0};
    struct json *v;
    char code[20];
    int64_t expires;

    sign_key_make(&key);
    assert_int_equal(hub_enroll_code(hub.store, "zhou", code, &expires), ERR_OK);
    enrolment(&body, code);
    q = request_of(ROUTE_ENROLL, "", buf_text(&body));
    run(&q, &a);
    assert_int_equal(a.status, 200);
    assert_int_equal(json_parse(&v, buf_text(&a.body), a.body.len, NULL), ERR_OK);
    snprintf(token, sizeof token, "%s", json_str(v, "token", ""));
    assert_int_equal(strlen(token), TOKEN_TEXT_SIZE - 1);
    json_free(v);
    reply_free(&q, &a);
    buf_free(&body);
}

static int open_hub(void **state) {
    struct store_options o = {.path = db, .side = STORE_HUB};
    struct hub_identity identity;

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(db, sizeof db, "%s/hub.db", folder);
    assert_int_equal(hub_init(db, "测试镇"), ERR_OK);
    assert_int_equal(store_open(&hub.store, &o), ERR_OK);
    assert_int_equal(hub_identity(hub.store, &identity), ERR_OK);
    memcpy(hub.name, identity.name, sizeof hub.name);
    memcpy(hub.epoch, identity.epoch, sizeof hub.epoch);
    assert_int_equal(hub_area_add(hub.store, AREA, "第12网格"), ERR_OK);
    assert_int_equal(hub_worker_add(hub.store, "zhou", "周宁", ROLE_HEAD, AREA), ERR_OK);
    join();
    return 0;
}

static int close_hub(void **state) {
    char command[64];

    (void)state;
    store_close(hub.store);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void routes(void **state) {
    static const struct {
        const char *method, *path;
        int status;
        const char *allow;
    } cases[] = {
        {"POST", "/v1/enroll", 0, NULL},    {"POST", "/v1/push", 0, NULL},
        {"GET", "/v1/pull", 0, NULL},       {"GET", "/v1/health", 0, NULL},
        {"GET", "/v1/metrics", 0, NULL},    {"GET", "/v1/push", 405, "POST"},
        {"DELETE", "/v1/pull", 405, "GET"}, {"get", "/v1/health", 405, "GET"},
        {"GET", "/v1/nothing", 404, NULL},  {"GET", "", 404, NULL},
        {"GET", "/v1/health/", 404, NULL},  {"POST", "/V1/push", 404, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct answer a = {0};
        enum route r = route_find(&a, cases[i].method, cases[i].path);

        assert_int_equal(a.status, cases[i].status);
        assert_true((r == ROUTE_COUNT) == (cases[i].status != 0));
        if (cases[i].allow)
            assert_string_equal(a.allow, cases[i].allow);
        else
            assert_null(a.allow);
        buf_free(&a.body);
    }
}

static void who_may_call(void **state) {
    char zeros[TOKEN_TEXT_SIZE];

    (void)state;
    memset(zeros, '0', sizeof zeros - 1);
    zeros[sizeof zeros - 1] = '\0';
    for (enum route r = 0; r < ROUTE_COUNT; r++) {
        bool open = r == ROUTE_HEALTH || r == ROUTE_ENROLL;
        const char *wrong[] = {"", "x", zeros};

        for (size_t i = 0; i < 3; i++)
            assert_true((ask(r, wrong[i], "{}", NULL, 0) == 401) != open);
    }
    assert_int_equal(ask(ROUTE_PULL, token, "", NULL, 0), 200);
    assert_int_equal(ask(ROUTE_METRICS, token, "", NULL, 0), 200);
    assert_int_equal(ask(ROUTE_HEALTH, "", "", NULL, 0), 200);
}

static void a_busy_record_is_left_alone(void **state) {
    char type[64];

    (void)state;
    hub.busy = true;
    assert_int_equal(ask(ROUTE_PULL, token, "", type, sizeof type), 503);
    assert_string_equal(type, "about:blank#overload");
    assert_int_equal(ask(ROUTE_PUSH, token, "", NULL, 0), 503);
    assert_int_equal(ask(ROUTE_ENROLL, "", "{}", NULL, 0), 503);
    assert_int_equal(ask(ROUTE_HEALTH, "", "", NULL, 0), 200);
    hub.busy = false;
}

/* One that came in while the record was free and ended while it was not. */
static void busy_in_between(void **state) {
    struct request q = request_of(ROUTE_PULL, token, "");
    struct answer a = {0};

    (void)state;
    q.query_valid = true;
    route_open(&hub, &q, &a);
    assert_int_equal(a.status, 0);
    hub.busy = true;
    route_answer(&hub, &q, &a);
    hub.busy = false;
    assert_int_equal(a.status, 503);
    assert_true(a.retry_after > 0);
    reply_free(&q, &a);
}

static void what_a_body_must_be(void **state) {
    struct request q = request_of(ROUTE_PUSH, token, "x");
    struct answer a = {0};

    (void)state;
    q.form_typed = false;
    run(&q, &a);
    assert_int_equal(a.status, 415);
    a.status = 0;
    q.form_typed = true;
    q.encoding_known = false;
    run(&q, &a);
    assert_int_equal(a.status, 415);
    a.status = 0;
    q.encoding_known = true;
    q.length = (int64_t)WIRE_BODY_MAX + 1;
    run(&q, &a);
    assert_int_equal(a.status, 413);
    assert_non_null(strstr(buf_text(&a.body), "\"bound\":4194304"));
    reply_free(&q, &a);
}

static int push_packed(const struct buf *packed) {
    struct request q = request_of(ROUTE_PUSH, token, "");
    struct answer a = {0};

    buf_add(&q.body, packed->data, packed->len);
    q.packed = true;
    run(&q, &a);
    reply_free(&q, &a);
    return a.status;
}

static void packed_bodies(void **state) {
    struct buf plain = {0}, packed = {0};

    (void)state;
    memset(buf_reserve(&plain, WIRE_BODY_MAX + 1), 'a', WIRE_BODY_MAX + 1);
    plain.len = WIRE_BODY_MAX + 1;
    wire_pack(&packed, plain.data, plain.len);
    assert_true(packed.len < 4096);
    assert_int_equal(push_packed(&packed), 413);
    packed.len -= 3;
    assert_int_equal(push_packed(&packed), 400);
    buf_reset(&packed);
    wire_pack(&packed, "no push", 7);
    assert_int_equal(push_packed(&packed), 422);
    buf_add(&packed, "more", 4);
    assert_int_equal(push_packed(&packed), 400);
    buf_free(&plain);
    buf_free(&packed);
}

static void enrolments_that_are_none(void **state) {
    static const char *const bodies[] = {
        "", "{", "{}", "[]", "null", "{\"v\":1,\"code\":\"A\"}", "{\"pub\":1,\"sig\":2}", "{\"pub\":\"AA==\",\"sig\":\"AA==\"}"};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        assert_int_equal(ask(ROUTE_ENROLL, "", bodies[i], NULL, 0), 400);
}

static void wrong_codes_run_out(void **state) {
    struct buf body = {0};
    char type[64];

    (void)state;
    enrolment(&body, "AAAA-BBBB-CCCC");
    for (int i = 0; i < THROTTLE_WRONG_MAX; i++)
        assert_int_equal(ask(ROUTE_ENROLL, "", buf_text(&body), NULL, 0), 403);
    assert_int_equal(ask(ROUTE_ENROLL, "", buf_text(&body), type, sizeof type), 429);
    assert_string_equal(type, "about:blank#too-many");
    memset(&hub.throttle, 0, sizeof hub.throttle);
    buf_free(&body);
}

/* The cursor at the end of an answer. */
static void cursor_of(const struct buf *lines, char *out, size_t room) {
    const char *at = strstr(buf_text(lines), "\"cursor\":\"");

    assert_non_null(at);
    at += 10;
    snprintf(out, room, "%.*s", (int)strcspn(at, "\""), at);
}

static void a_pull_waits_for_news(void **state) {
    struct request q = request_of(ROUTE_PULL, token, "");
    struct answer a = {0};
    uint64_t news = hub.news;

    (void)state;
    run(&q, &a);
    assert_int_equal(a.status, 200);
    cursor_of(&a.body, q.cursor, sizeof q.cursor);
    buf_reset(&a.body);

    q.wait_ms = 5000;
    a.status = 0;
    route_answer(&hub, &q, &a);
    assert_true(a.wait);
    assert_int_equal(a.status, 0);

    assert_int_equal(hub_area_add(hub.store, AREA, "改名"), ERR_OK);
    route_answer(&hub, &q, &a);
    assert_false(a.wait);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(buf_text(&a.body), "改名"));
    cursor_of(&a.body, q.cursor, sizeof q.cursor);
    buf_reset(&a.body);

    q.last = true;
    a.status = 0;
    route_answer(&hub, &q, &a);
    assert_false(a.wait);
    assert_int_equal(a.status, 200);
    assert_int_equal(hub.news, news);
    reply_free(&q, &a);
}

static void empty_push(struct buf *out) {
    struct wire_head h = {.device = sign_device_id(key.pub)};
    struct buf text = {0};

    hash_of(&h.hash, key.pub, sizeof key.pub);
    wire_write_open(out, &h);
    journal_head_text(&text, &h.device, 0, &h.hash);
    sign_make(h.sig, text.data, text.len, &key);
    wire_write_close(out, &h);
    buf_free(&text);
}

static void a_push_that_only_asks_wakes_nobody(void **state) {
    struct buf body = {0};
    uint64_t news = hub.news;

    (void)state;
    empty_push(&body);
    assert_int_equal(ask(ROUTE_PUSH, token, buf_text(&body), NULL, 0), 200);
    assert_int_equal(hub.news, news);
    assert_int_equal(ask(ROUTE_PUSH, token, "{}\n", NULL, 0), 422);
    buf_free(&body);
}

static void a_revoked_device_may_push_only(void **state) {
    struct request q = request_of(ROUTE_PULL, token, "");
    struct answer a = {0};
    struct buf body = {0};
    char id[ID_TEXT_SIZE];
    struct id device = sign_device_id(key.pub);

    (void)state;
    q.query_valid = true;
    route_open(&hub, &q, &a);
    assert_int_equal(a.status, 0);
    id_text(id, &device);
    assert_int_equal(hub_device_revoke(hub.store, id), ERR_OK);
    route_answer(&hub, &q, &a);
    assert_int_equal(a.status, 401);
    reply_free(&q, &a);
    assert_int_equal(ask(ROUTE_METRICS, token, "", NULL, 0), 401);
    empty_push(&body);
    assert_int_equal(ask(ROUTE_PUSH, token, buf_text(&body), NULL, 0), 200);
    buf_free(&body);
}

static void every_route_is_counted(void **state) {
    struct metrics m = {.answers[ROUTE_PUSH][2] = 7, .answers[ROUTE_COUNT][4] = 3, .waiting = 5};
    struct buf text = {0};

    (void)state;
    metrics_write(&text, &m, 60);
    assert_non_null(strstr(buf_text(&text), "linli_hub_answers_total{route=\"push\",status=\"2xx\"} 7\n"));
    assert_non_null(strstr(buf_text(&text), "linli_hub_answers_total{route=\"other\",status=\"4xx\"} 3\n"));
    assert_non_null(strstr(buf_text(&text), "\nlinli_hub_waiting 5\n"));
    for (enum route r = 0; r < ROUTE_COUNT; r++) {
        char want[64];

        snprintf(want, sizeof want, "{route=\"%s\",", route_name(r));
        assert_non_null(strstr(buf_text(&text), want));
    }
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes),
        cmocka_unit_test(who_may_call),
        cmocka_unit_test(a_busy_record_is_left_alone),
        cmocka_unit_test(busy_in_between),
        cmocka_unit_test(what_a_body_must_be),
        cmocka_unit_test(packed_bodies),
        cmocka_unit_test(enrolments_that_are_none),
        cmocka_unit_test(wrong_codes_run_out),
        cmocka_unit_test(a_pull_waits_for_news),
        cmocka_unit_test(a_push_that_only_asks_wakes_nobody),
        cmocka_unit_test(a_revoked_device_may_push_only),
        cmocka_unit_test(every_route_is_counted),
    };

    return cmocka_run_group_tests(tests, open_hub, close_hub);
}
