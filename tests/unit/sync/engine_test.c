/* The engine against scripted answers: what is asked next, what is kept, what ends the run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linli/clock.h"
#include "linli/mem.h"
#include "script.h"

static struct sign_key hub, stranger;
static struct id me, other;
static struct engine e;
static struct told told;

static int setup(void **state) {
    (void)state;
    sign_key_make(&hub);
    sign_key_make(&stranger);
    me = id_random();
    other = id_random();
    return 0;
}

static int64_t head_now;   /* of the device when an answer comes */
static int64_t differs_at; /* its events from here on are others than the hub's, 0 none */

static void begin(int64_t head, int64_t held) {
    struct engine_start start = {.device = me, .head = head, .held = held, .receipt = held, .epoch = EPOCH_A};

    memcpy(start.hub_key, hub.pub, SIGN_PUBLIC_BYTES);
    engine_begin(&e, &start);
    head_now = differs_at = 0;
}

/* What the driver does for a push: as many events as may go. */
static int64_t send_batch(void) {
    struct engine_request r;
    struct hash hash;
    int64_t last;

    engine_next(&e, &r);
    assert_int_equal(r.ask, ENGINE_PUSH);
    last = r.from + (int64_t)r.events; /* 0: only asked */
    if (last > e.at.head)
        last = e.at.head;
    if (r.until && last > r.until)
        last = r.until;
    hash = script_hash(last);
    engine_batch(&e, last, &hash, (size_t)(last - r.from));
    return last;
}

static bool own_hash(void *arg, int64_t seq, struct hash *out) {
    (void)arg;
    *out = script_hash(differs_at && seq >= differs_at ? -seq : seq);
    return true;
}

static void tell(struct answer a) {
    struct engine_view view = {.now = 1000, .head = head_now > e.at.head ? head_now : e.at.head, .hash = own_hash};

    told_free(&told);
    engine_answer(&e, &a, &view, &told);
    answer_free(&a);
}

static struct script_push held(int64_t seq) {
    return (struct script_push){.key = &hub, .device = me, .held = seq, .now = 1000};
}

static void tell_held(int64_t seq) {
    struct script_push p = held(seq);

    tell(script_pushed(&p));
}

static void tell_last_page(void) {
    assert_int_equal(e.ask, ENGINE_PULL);
    tell(script_page(EPOCH_A, false, "", "c9", false));
}

static void tell_last_page_again(int64_t n) {
    char cursor[32];

    snprintf(cursor, sizeof cursor, "c%lld", (long long)n + 100);
    tell(script_page(EPOCH_A, false, "", cursor, false));
}

static void assert_failed(enum err why) {
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, why);
    assert_true(*e.trouble.why);
    assert_false(told.holds);
    assert_false(told.page);
    assert_false(told.fork);
}

static void test_whole_run(void **state) {
    (void)state;
    begin(2500, 0);
    e.at.receipt = 0;
    assert_int_equal(send_batch(), 1000);
    tell_held(1000);
    assert_true(told.holds && told.has_receipt);
    assert_int_equal(told.held, 1000);
    assert_int_equal(send_batch(), 2000);
    tell_held(2000);
    assert_int_equal(send_batch(), 2500);
    tell_held(2500);
    assert_int_equal(e.ask, ENGINE_PULL);
    tell(script_page(EPOCH_A, true, "", "c1", true));
    assert_true(told.page);
    assert_string_equal(told.cursor, "c1");
    assert_int_equal(e.ask, ENGINE_PULL);
    tell_last_page();
    assert_string_equal(told.cursor, "c9");
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, ERR_OK);
}

/* Nothing to send: asked all the same. */
static void test_empty_push(void **state) {
    (void)state;
    begin(7, 7);
    assert_int_equal(send_batch(), 7);
    assert_int_equal(e.count, 0);
    tell_held(7);
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_false(told.forget);
    begin(0, 0);
    assert_int_equal(send_batch(), 0);
    tell_held(0);
    assert_false(told.has_receipt);
    assert_int_equal(e.ask, ENGINE_PULL);
}

/* The answer of the push before was lost: the hub holds what this device still counts as waiting. */
static void test_lost_answer(void **state) {
    (void)state;
    begin(10, 4);
    assert_int_equal(send_batch(), 10);
    tell_held(10);
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_int_equal(told.held, 10);
}

/* After a run that was cut off it is asked first: a batch that arrived is not sent again over a bad line. */
static void test_unsure(void **state) {
    (void)state;
    begin(2000, 0);
    e.at.unsure = true;
    assert_int_equal(send_batch(), 0);
    assert_int_equal(e.count, 0);
    tell_held(1000);
    assert_int_equal(send_batch(), 2000);
    assert_int_equal(e.count, 1000);
}

static void test_gap(void **state) {
    (void)state;
    begin(100, 80);
    e.at.receipt = 0;
    e.at.held = 0;
    send_batch();
    tell(script_gap(30, EPOCH_A));
    assert_true(told.holds);
    assert_int_equal(told.held, 30);
    assert_int_equal(send_batch(), 100);
    assert_int_equal(e.count, 70);
    tell_held(100);
    assert_int_equal(e.ask, ENGINE_PULL);
}

static void test_gap_for_ever(void **state) {
    (void)state;
    begin(100, 80);
    for (int i = 0; i < 10 && e.ask == ENGINE_PUSH; i++) {
        send_batch();
        tell(script_gap(70 - i, EPOCH_A));
    }
    assert_failed(ERR_NETWORK);
}

static void test_hub_that_never_holds(void **state) {
    int asked = 0;

    (void)state;
    begin(100, 50);
    for (; e.ask == ENGINE_PUSH && asked < 20; asked++) {
        struct hash h = script_hash(50);
        struct script_push p = held(50);

        send_batch();
        p.hash = &h;
        tell(script_pushed(&p));
    }
    assert_true(asked < 10);
    assert_int_equal(e.trouble.e, ERR_NETWORK);
}

/* A hub put back to an older state: said once, marks go back, everything is pulled again, the rest sent again. */
static void test_restored_hub(void **state) {
    (void)state;
    begin(100, 100);
    strcpy(e.at.cursor, "c5");
    send_batch();
    tell(script_gap(60, EPOCH_B));
    assert_true(told.forget && told.holds);
    assert_int_equal(told.held, 60);
    assert_int_equal(told.lost, 100);
    assert_string_equal(told.epoch, EPOCH_B);
    assert_int_equal(e.lacking, 40);
    assert_int_equal(send_batch(), 100);
    struct script_push p = held(100);
    p.epoch = EPOCH_B;
    tell(script_pushed(&p));
    assert_false(told.forget);
    assert_int_equal(told.lost, 0);
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_string_equal(e.at.cursor, "");
}

/* Put back by copying its file: the same epoch. */
static void test_restored_hub_same_epoch(void **state) {
    (void)state;
    begin(100, 100);
    strcpy(e.at.cursor, "c5");
    send_batch();
    tell(script_gap(99, EPOCH_A));
    assert_true(told.forget);
    assert_int_equal(told.lost, 100);
    assert_string_equal(e.at.cursor, "");
    /* Cut off, begun again: not told a second time, and what was pulled since is not pulled again. */
    begin(100, 99);
    e.at.receipt = 100;
    e.at.told_lost = true;
    strcpy(e.at.cursor, "c6");
    send_batch();
    tell_held(100);
    assert_false(told.forget);
    assert_int_equal(told.lost, 0);
    assert_string_equal(e.at.cursor, "c6");
}

static void test_new_epoch_in_push(void **state) {
    struct script_push p = held(10);

    (void)state;
    begin(10, 10);
    strcpy(e.at.cursor, "c5");
    send_batch();
    p.epoch = EPOCH_B;
    tell(script_pushed(&p));
    assert_true(told.forget && told.holds);
    assert_int_equal(told.lost, 0);
    assert_string_equal(e.at.cursor, "");
    tell(script_page(EPOCH_B, true, "", "d1", false));
    assert_true(told.page);
    assert_int_equal(e.ask, ENGINE_END);
}

/* The hub becomes another one between push and pull: pulled from the beginning, then asked what it holds. */
static void test_new_epoch_in_pull(void **state) {
    (void)state;
    begin(10, 10);
    strcpy(e.at.cursor, "c5");
    send_batch();
    tell_held(10);
    tell(script_page(EPOCH_B, true, "", "d1", false));
    assert_true(told.forget && told.page);
    assert_string_equal(told.epoch, EPOCH_B);
    assert_int_equal(e.ask, ENGINE_PUSH);
    assert_int_equal(send_batch(), 10);
    assert_int_equal(e.count, 0);
    tell(script_gap(8, EPOCH_B));
    assert_int_equal(told.lost, 10);
    assert_int_equal(send_batch(), 10);
    struct script_push p = held(10);
    p.epoch = EPOCH_B;
    tell(script_pushed(&p));
    assert_int_equal(e.ask, ENGINE_PULL);
    tell(script_page(EPOCH_B, true, "", "d2", false));
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, ERR_OK);
}

/* A page that goes on with the old cursor under another epoch counts for nothing. */
static void test_new_epoch_not_from_start(void **state) {
    (void)state;
    begin(10, 10);
    strcpy(e.at.cursor, "c5");
    send_batch();
    tell_held(10);
    tell(script_page(EPOCH_B, false, "", "d1", false));
    assert_true(told.forget);
    assert_false(told.page);
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_string_equal(e.at.cursor, "");
}

static void test_fork(void **state) {
    struct engine_request r;
    struct script_push p = held(80);
    struct id fresh = id_random();

    (void)state;
    begin(90, 80);
    e.at.receipt = 80;
    assert_int_equal(send_batch(), 90);
    p.tail = &other;
    p.after = 80;
    p.tail_held = 90;
    tell(script_pushed(&p));
    assert_true(told.fork && told.has_receipt && told.holds);
    assert_int_equal(told.after, 80);
    assert_int_equal(told.held, 80);
    assert_true(id_equal(&told.tail, &other));
    engine_new_device(&e, &fresh, 1);
    engine_next(&e, &r);
    assert_int_equal(r.ask, ENGINE_REKEY);
    assert_true(id_equal(&r.old, &me));
    assert_int_equal(r.old_seq, 80);
    assert_string_equal(e.at.cursor, "");
}

/* The tail is longer than a batch: all of it is brought to the hub before the device goes on. */
static void test_fork_of_many(void **state) {
    struct script_push p = held(80);

    (void)state;
    begin(1500, 80);
    assert_int_equal(send_batch(), 1080);
    p.tail = &other;
    p.after = 80;
    p.tail_held = 1080;
    tell(script_pushed(&p));
    assert_false(told.fork || told.holds);
    assert_int_equal(send_batch(), 1500);
    p.tail_held = 1500;
    tell(script_pushed(&p));
    assert_true(told.fork);
    assert_int_equal(told.after, 80);
}

/* The tail that the hub knows is longer than this device: it was put back from a backup after its answer was lost. */
static void test_fork_longer_than_here(void **state) {
    struct script_push p = held(80);

    (void)state;
    begin(90, 80);
    send_batch();
    p.tail = &other;
    p.after = 80;
    p.tail_held = 95;
    tell(script_pushed(&p));
    assert_true(told.fork);
    assert_false(told.has_receipt);
    assert_int_equal(told.after, 80);
}

static void test_fork_that_stands_still(void **state) {
    struct script_push p = held(80);
    int asked = 0;

    (void)state;
    begin(1500, 80);
    p.tail = &other;
    p.after = 80;
    p.tail_held = 100;
    for (; e.ask == ENGINE_PUSH && asked < 20; asked++) {
        send_batch();
        tell(script_pushed(&p));
        assert_false(told.fork);
    }
    assert_true(asked < 10);
    assert_int_equal(e.trouble.e, ERR_NETWORK);
}

/* The hub holds more of this device than there is here: it was put back from a backup, or is a copy. */
static void test_restored_device(void **state) {
    (void)state;
    begin(80, 80);
    send_batch();
    tell_held(100);
    assert_true(told.fork && told.holds);
    assert_true(id_is_zero(&told.tail));
    assert_int_equal(told.held, 80);
    assert_int_equal(told.after, 80);
}

/* Work is written while the push that asks is under way: it is sent, not taken for something that the hub holds. */
static void test_restored_device_that_writes(void **state) {
    (void)state;
    begin(80, 80);
    send_batch();
    head_now = 81;
    differs_at = 81;
    tell_held(100);
    assert_false(told.fork || told.has_receipt);
    assert_int_equal(told.held, 80);
    assert_int_equal(e.ask, ENGINE_PUSH);
    assert_int_equal(send_batch(), 81);
    assert_int_equal(e.count, 1);
}

/* Written during a run, sent with its batch: no sign of another device. */
static void test_batch_with_newer_work(void **state) {
    struct hash hash = script_hash(6);

    (void)state;
    begin(5, 0);
    engine_batch(&e, 6, &hash, 6);
    head_now = 6;
    tell_held(6);
    assert_false(told.fork);
    assert_int_equal(told.held, 6);
    assert_int_equal(e.ask, ENGINE_PULL);
}

/* Asked first; the hub holds events at seqs where this device, put back from a backup, has written others: what is here is sent,
 * and only that. */
static void test_unsure_and_other(void **state) {
    (void)state;
    begin(90, 80);
    e.at.unsure = true;
    differs_at = 81;
    send_batch();
    tell_held(85);
    assert_int_equal(told.held, 80);
    assert_false(told.has_receipt);
    assert_int_equal(send_batch(), 90);
    assert_int_equal(e.count, 10);
}

/* The hub holds more of the journal than was sent just now, and it is the same: not sent again. */
static void test_holds_more_of_the_same(void **state) {
    (void)state;
    begin(3000, 0);
    send_batch();
    tell_held(2500);
    assert_int_equal(told.held, 2500);
    assert_true(told.has_receipt);
    assert_int_equal(send_batch(), 3000);
    assert_int_equal(e.count, 500);
}

static void rekey_body(struct buf *out, const unsigned char *hub_key) {
    struct buf key = {0};
    char worker[ID_TEXT_SIZE], token[TOKEN_TEXT_SIZE];

    base64_text(&key, hub_key, SIGN_PUBLIC_BYTES);
    id_text(worker, &other);
    memset(token, 'a', 64);
    token[64] = '\0';
    buf_printf(out,
               "{\"token\":\"%s\",\"project\":\"%s\",\"name\":\"Town\",\"hub_key\":\"%s\",\"epoch\":\"" EPOCH_A
               "\",\"now\":1000,\"zone\":480,\"letters\":\"K8\",\"worker\":{\"id\":\"%s\",\"login\":\"w\",\"name\":\"W\","
               "\"role\":\"head\","
               "\"area\":\"1.2.3\"},\"areas\":[{\"code\":\"1.2.3\",\"name\":\"Grid\"}],\"pairs\":[[\"%s\",\"%s\"]]}",
               token, worker, buf_text(&key), worker, worker, worker);
    buf_free(&key);
}

static void begin_rekey(void) {
    struct engine_start start = {.device = me, .head = 1, .epoch = EPOCH_A, .old = other, .old_seq = 80};

    memcpy(start.hub_key, hub.pub, SIGN_PUBLIC_BYTES);
    engine_begin(&e, &start);
    assert_int_equal(e.ask, ENGINE_REKEY);
}

static void test_rekey(void **state) {
    struct buf body = {0};

    (void)state;
    begin_rekey();
    rekey_body(&body, hub.pub);
    tell(script_answer(200, JSON, buf_text(&body)));
    assert_true(told.rekeyed);
    assert_string_equal(told.joined.letters, "K8");
    assert_int_equal(told.joined.pair_count, 1);
    assert_int_equal(send_batch(), 1);
    buf_free(&body);
}

static void test_rekey_of_another_hub(void **state) {
    struct buf body = {0};

    (void)state;
    begin_rekey();
    rekey_body(&body, stranger.pub);
    tell(script_answer(200, JSON, buf_text(&body)));
    assert_failed(ERR_TRUST);
    assert_false(told.rekeyed);
    buf_free(&body);
}

/* The answer to a rekey cut at every byte: never believed, never a crash. */
static void test_rekey_cut(void **state) {
    struct buf body = {0};

    (void)state;
    rekey_body(&body, hub.pub);
    for (size_t len = 0; len < body.len; len++) {
        char *part = mem_dup_n(body.data, len);

        begin_rekey();
        tell(script_answer(200, JSON, part));
        assert_failed(ERR_NETWORK);
        assert_false(told.rekeyed);
        mem_free(part);
    }
    buf_free(&body);
}

static const struct {
    int status;
    const char *type, *body;
    enum err push, pull;
} refusals[] = {
    {401, PROBLEM, "{\"type\":\"about:blank#unauthorized\",\"status\":401}", ERR_REFUSED, ERR_REFUSED},
    {401, "text/html", "<html>proxy</html>", ERR_NETWORK, ERR_NETWORK},
    {403, PROBLEM, "{\"type\":\"about:blank#refused\",\"status\":403,\"detail\":\"no\"}", ERR_REFUSED, ERR_REFUSED},
    {404, "text/html", "<html>nginx</html>", ERR_NETWORK, ERR_NETWORK},
    {302, "text/html", "", ERR_NETWORK, ERR_NETWORK},
    {429, PROBLEM, "{}", ERR_NETWORK, ERR_NETWORK},
    {500, "text/html", "<html>oops</html>", ERR_NETWORK, ERR_NETWORK},
    {500, PROBLEM, "garbage", ERR_NETWORK, ERR_NETWORK},
    {502, "", "", ERR_NETWORK, ERR_NETWORK},
    {503, PROBLEM, "{\"type\":\"about:blank#overload\"}", ERR_NETWORK, ERR_NETWORK},
    {511, "text/html", "<html>login</html>", ERR_NETWORK, ERR_NETWORK},
    {200, "text/html", "<html>login</html>", ERR_NETWORK, ERR_NETWORK},
    {200, "", "", ERR_NETWORK, ERR_NETWORK},
    {200, JSON, "", ERR_NETWORK, ERR_NETWORK},
    {200, NDJSON, "", ERR_NETWORK, ERR_NETWORK},
    {200, JSON, "[]", ERR_NETWORK, ERR_NETWORK},
    {200, JSON, "{\"held\":1e99}", ERR_NETWORK, ERR_NETWORK},
    {200, NDJSON, "[\"end\",{\"cursor\":\"c\",\"more\":false}]\n", ERR_NETWORK, ERR_NETWORK},
    {204, "", "", ERR_NETWORK, ERR_NETWORK},
    {101, "", "", ERR_NETWORK, ERR_NETWORK},
};

static void test_refusals(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        begin(10, 5);
        send_batch();
        tell(script_answer(refusals[i].status, refusals[i].type, refusals[i].body));
        assert_failed(refusals[i].push);
        begin(5, 5);
        send_batch();
        tell_held(5);
        tell(script_answer(refusals[i].status, refusals[i].type, refusals[i].body));
        assert_failed(refusals[i].pull);
    }
}

static void test_words_differ(void **state) {
    char words[sizeof refusals / sizeof refusals[0]][384];
    static const size_t distinct[] = {0, 3, 4, 5, 6, 9, 10, 11};

    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        begin(10, 5);
        send_batch();
        tell(script_answer(refusals[i].status, refusals[i].type, refusals[i].body));
        memcpy(words[i], e.trouble.why, sizeof words[i]);
    }
    for (size_t i = 0; i < sizeof distinct / sizeof distinct[0]; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(words[distinct[i]], words[distinct[j]]);
}

static void test_retry_after(void **state) {
    struct answer a = script_answer(429, PROBLEM, "{}");

    (void)state;
    begin(10, 5);
    send_batch();
    a.retry_after = 77;
    tell(a);
    assert_int_equal(e.trouble.retry_after, 77);
}

static void test_faults(void **state) {
    struct answer a = {.slow = true};

    (void)state;
    begin(10, 5);
    send_batch();
    trouble_set(&a.fault, ERR_TRUST, "wrong pin", "stop");
    tell(a);
    assert_failed(ERR_TRUST);
    assert_true(e.slow);
}

static void test_slow_line_smaller_batches(void **state) {
    struct engine_start start = {.device = me, .head = 5000, .epoch = EPOCH_A, .slow = 3};

    (void)state;
    engine_begin(&e, &start);
    assert_int_equal(send_batch(), 125);
    start.slow = 100;
    engine_begin(&e, &start);
    assert_in_range(send_batch(), 16, 64);
}

static void test_too_large(void **state) {
    struct engine_request r;
    int tries = 0;

    (void)state;
    begin(1000, 0);
    assert_int_equal(send_batch(), 1000);
    tell(script_answer(413, PROBLEM, "{\"type\":\"about:blank#bound\",\"bound\":\"bytes\",\"limit\":65536}"));
    engine_next(&e, &r);
    assert_int_equal(r.events, 500);
    assert_int_equal(r.bytes, 65536);
    assert_int_equal(send_batch(), 500);
    tell_held(500);
    assert_int_equal(e.ask, ENGINE_PUSH);
    /* One event that is too large by itself waits; the pull goes on. */
    begin(3, 0);
    for (; e.ask == ENGINE_PUSH && tries < 20; tries++) {
        send_batch();
        tell(script_answer(413, "text/html", "<html>nginx</html>"));
    }
    assert_true(tries < 5);
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_int_equal(e.blocked.e, ERR_REFUSED);
    assert_non_null(strstr(e.blocked.why, "1"));
    tell_last_page();
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, ERR_OK);
}

/* What comes before the event that the hub can not read is sent, then the pull goes on. */
static void test_unreadable_event(void **state) {
    (void)state;
    begin(100, 0);
    send_batch();
    tell(script_answer(422, PROBLEM, "{\"type\":\"about:blank#chain\",\"seq\":42,\"detail\":\"broken\"}"));
    assert_int_equal(e.ask, ENGINE_PUSH);
    assert_int_equal(send_batch(), 41);
    tell_held(41);
    assert_int_equal(told.held, 41);
    tell_last_page();
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.blocked.e, ERR_REFUSED);
    assert_non_null(strstr(e.blocked.why, "42"));
    assert_non_null(strstr(e.blocked.why, "broken"));
}

static void test_unreadable_first_event(void **state) {
    static const char *const bodies[] = {"{\"seq\":1}", "{\"seq\":0}", "{\"seq\":999}", "{}"};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        begin(100, 0);
        send_batch();
        tell(script_answer(422, PROBLEM, bodies[i]));
        tell_last_page();
        assert_int_equal(e.ask, ENGINE_END);
        assert_int_equal(e.blocked.e, ERR_REFUSED);
    }
}

static void test_refused_in_the_middle(void **state) {
    struct script_push p = held(10);

    (void)state;
    begin(10, 0);
    send_batch();
    p.refused = "[{\"seq\":4,\"verdict\":\"refused\",\"reason\":\"not in scope\",\"by\":\"desk\",\"at\":1700000000000},"
                "{\"seq\":7,\"verdict\":\"quarantine\",\"reason\":\"\",\"by\":null,\"at\":0}]";
    tell(script_pushed(&p));
    assert_int_equal(told.held, 10);
    assert_int_equal(told.refused_count, 2);
    assert_int_equal(told.refused[0].seq, 4);
    assert_int_equal(told.refused[0].verdict, VERDICT_REFUSED);
    assert_non_null(strstr(told.refused[0].reason, "not in scope"));
    assert_non_null(strstr(told.refused[0].reason, "desk"));
    assert_non_null(strstr(told.refused[0].reason, "2023-11-15"));
    assert_int_equal(told.refused[1].verdict, VERDICT_QUARANTINE);
}

/* A receipt must be the joined hub's, for this device, this seq and these bytes. */
static void test_wrong_receipts(void **state) {
    struct hash another = script_hash(99);
    struct script_push p;

    (void)state;
    for (int i = 0; i < 5; i++) {
        begin(10, 0);
        send_batch();
        p = held(10);
        if (i == 0)
            p.key = &stranger;
        if (i == 1)
            p.hash = &another;
        if (i == 2)
            p.device = other;
        if (i == 3)
            p.no_receipt = true;
        if (i == 4) { /* signed, then moved to another seq */
            struct buf body = {0};
            char *at;

            script_push_body(&body, &p);
            at = strstr(body.data, "\"held\":10");
            memcpy(at, "\"held\":09", 9);
            tell(script_answer(200, JSON, body.data));
            buf_free(&body);
        } else {
            tell(script_pushed(&p));
        }
        assert_failed(i < 2 ? ERR_TRUST : ERR_NETWORK);
        assert_false(told.has_receipt);
    }
}

/* One flipped byte anywhere in a receipt's answer never marks anything as held by what was not signed. */
static void test_flipped_bytes(void **state) {
    struct script_push p = held(10);
    struct buf body = {0};

    (void)state;
    script_push_body(&body, &p);
    for (size_t i = 0; i < body.len; i++) {
        char *copy = mem_dup_n(body.data, body.len);

        copy[i] ^= 1;
        begin(10, 0);
        send_batch();
        tell(script_answer(200, JSON, copy));
        if (told.holds)
            assert_true(told.held == 10 && told.receipt.seq == 10);
        mem_free(copy);
    }
    buf_free(&body);
}

static void test_push_cut(void **state) {
    struct script_push p = held(10);
    struct buf body = {0};

    (void)state;
    p.refused = "[{\"seq\":4,\"verdict\":\"refused\",\"reason\":\"x\",\"by\":\"desk\",\"at\":1}]";
    script_push_body(&body, &p);
    for (size_t len = 0; len < body.len; len++) {
        char *part = mem_dup_n(body.data, len);

        begin(10, 0);
        send_batch();
        tell(script_answer(200, JSON, part));
        assert_failed(ERR_NETWORK);
        mem_free(part);
    }
    buf_free(&body);
}

static void test_page_cut(void **state) {
    struct answer whole = script_page(EPOCH_A, false, "", "c9", false);
    struct answer packed = whole;

    (void)state;
    packed.body = (struct buf){0};
    strcpy(packed.encoding, "zstd");
    wire_pack(&packed.body, whole.body.data, whole.body.len);
    for (int i = 0; i < 2; i++) {
        const struct answer *from = i ? &packed : &whole;

        for (size_t len = 0; len <= from->body.len; len++) {
            struct answer a = *from;

            a.body = (struct buf){0};
            buf_add(&a.body, from->body.data, len);
            begin(5, 5);
            send_batch();
            tell_held(5);
            tell(a);
            if (len < from->body.len) {
                assert_failed(ERR_NETWORK);
            } else {
                assert_true(told.page);
                assert_int_equal(e.trouble.e, ERR_OK);
            }
        }
    }
    answer_free(&whole);
    answer_free(&packed);
}

/* A page of nothing but zeros, packed small, is not unpacked past the bound. */
static void test_bomb(void **state) {
    size_t len = WIRE_BODY_MAX * 8;
    char *zeros = mem_new(len, 1);
    struct answer a = {.status = 200, .type = NDJSON, .encoding = "zstd"};

    (void)state;
    wire_pack(&a.body, zeros, len);
    mem_free(zeros);
    begin(5, 5);
    send_batch();
    tell_held(5);
    tell(a);
    assert_failed(ERR_NETWORK);
}

static void test_unknown_encoding(void **state) {
    struct answer a = script_page(EPOCH_A, false, "", "c9", false);

    (void)state;
    strcpy(a.encoding, "gzip");
    begin(5, 5);
    send_batch();
    tell_held(5);
    tell(a);
    assert_failed(ERR_NETWORK);
}

/* A cursor that the hub does not know: once from the beginning. */
static void test_bad_cursor(void **state) {
    (void)state;
    begin(5, 5);
    strcpy(e.at.cursor, "old");
    send_batch();
    tell_held(5);
    tell(script_answer(400, PROBLEM, "{\"type\":\"about:blank#cursor\"}"));
    assert_int_equal(e.ask, ENGINE_PULL);
    assert_string_equal(e.at.cursor, "");
    tell(script_answer(400, PROBLEM, "{\"type\":\"about:blank#cursor\"}"));
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, ERR_REFUSED);
}

static void test_pages_for_ever(void **state) {
    (void)state;
    begin(5, 5);
    strcpy(e.at.cursor, "c1");
    send_batch();
    tell_held(5);
    tell(script_page(EPOCH_A, false, "", "c1", true));
    assert_failed(ERR_NETWORK);
}

static void test_next_pin(void **state) {
    struct script_push p = held(5);

    (void)state;
    begin(5, 5);
    send_batch();
    p.next_pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    tell(script_pushed(&p));
    assert_string_equal(told.next_pin, p.next_pin);
    begin(5, 5);
    send_batch();
    p.next_pin = "sha256//not a pin";
    tell(script_pushed(&p));
    assert_failed(ERR_NETWORK);
}

static void test_clock_skew(void **state) {
    struct script_push p = held(5);

    (void)state;
    begin(5, 5);
    send_batch();
    p.now = 5000000;
    tell(script_pushed(&p));
    assert_int_equal(e.skew_ms, 1000 - 5000000);
    assert_true(told.holds); /* no clock decides anything */
}

/* Words of the other side can not act on a terminal. */
static void test_hostile_words(void **state) {
    (void)state;
    begin(10, 5);
    send_batch();
    tell(script_answer(403, PROBLEM, "{\"detail\":\"\\u001b]0;x\\u0007\\u202e\\r%n%s\"}"));
    assert_failed(ERR_REFUSED);
    for (const char *c = e.trouble.why; *c; c++)
        assert_true((unsigned char)*c >= 0x20);
    assert_null(strstr(e.trouble.why, "\xE2\x80\xAE"));
}

/* Work written during the run is sent in the same run, and not for ever. */
static void test_grown(void **state) {
    int rounds = 0;

    (void)state;
    begin(5, 5);
    send_batch();
    tell_held(5);
    tell_last_page();
    engine_grown(&e, 5);
    assert_int_equal(e.ask, ENGINE_END);
    for (int64_t head = 6; e.ask == ENGINE_END && rounds < 20; head++, rounds++) {
        engine_grown(&e, head);
        if (e.ask != ENGINE_PUSH)
            break;
        assert_int_equal(send_batch(), head);
        tell_held(head);
        tell_last_page_again(head);
    }
    assert_in_range(rounds, 1, 10);
    assert_int_equal(e.trouble.e, ERR_OK);
}

static void test_stop(void **state) {
    (void)state;
    begin(5, 0);
    engine_stop(&e, ERR_CANCELLED, "w", "t");
    assert_int_equal(e.ask, ENGINE_END);
    assert_int_equal(e.trouble.e, ERR_CANCELLED);
}

static int teardown(void **state) {
    (void)state;
    told_free(&told);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_run),
        cmocka_unit_test(test_empty_push),
        cmocka_unit_test(test_lost_answer),
        cmocka_unit_test(test_unsure),
        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_gap_for_ever),
        cmocka_unit_test(test_hub_that_never_holds),
        cmocka_unit_test(test_restored_hub),
        cmocka_unit_test(test_restored_hub_same_epoch),
        cmocka_unit_test(test_new_epoch_in_push),
        cmocka_unit_test(test_new_epoch_in_pull),
        cmocka_unit_test(test_new_epoch_not_from_start),
        cmocka_unit_test(test_fork),
        cmocka_unit_test(test_fork_of_many),
        cmocka_unit_test(test_fork_longer_than_here),
        cmocka_unit_test(test_fork_that_stands_still),
        cmocka_unit_test(test_restored_device),
        cmocka_unit_test(test_restored_device_that_writes),
        cmocka_unit_test(test_batch_with_newer_work),
        cmocka_unit_test(test_unsure_and_other),
        cmocka_unit_test(test_holds_more_of_the_same),
        cmocka_unit_test(test_rekey),
        cmocka_unit_test(test_rekey_of_another_hub),
        cmocka_unit_test(test_rekey_cut),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_words_differ),
        cmocka_unit_test(test_retry_after),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_slow_line_smaller_batches),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_unreadable_event),
        cmocka_unit_test(test_unreadable_first_event),
        cmocka_unit_test(test_refused_in_the_middle),
        cmocka_unit_test(test_wrong_receipts),
        cmocka_unit_test(test_flipped_bytes),
        cmocka_unit_test(test_push_cut),
        cmocka_unit_test(test_page_cut),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_unknown_encoding),
        cmocka_unit_test(test_bad_cursor),
        cmocka_unit_test(test_pages_for_ever),
        cmocka_unit_test(test_next_pin),
        cmocka_unit_test(test_clock_skew),
        cmocka_unit_test(test_hostile_words),
        cmocka_unit_test(test_grown),
        cmocka_unit_test(test_stop),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
