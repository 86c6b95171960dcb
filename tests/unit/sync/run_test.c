/* Whole runs of a real record against a scripted hub on loopback, and pages put into the record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include "linli/clock.h"
#include "linli/file.h"
#include "linli/find.h"
#include "linli/read.h"
#include "linli/sync.h"
#include "script.h"
#include "server.h"
#include "sync/page.h"

#define TOWN "430181.007"
#define TOKEN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct store *s;
static struct sign_key hub, stranger;
static char dir[40], path[64];
static struct server server;
static struct sync *y;
static struct sync_state state_of;

static int open_record(void **state) {
    struct store_options o = {.path = path, .side = STORE_CLIENT, .create = true};

    (void)state;
    strcpy(dir, "/tmp/linli-run-XXXXXX");
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/linli.db", dir);
    assert_int_equal(store_open(&s, &o), ERR_OK);
    sign_key_make(&hub);
    sign_key_make(&stranger);
    return 0;
}

static int close_record(void **state) {
    char line[100];

    (void)state;
    sync_free(y);
    y = NULL;
    store_close(s);
    snprintf(line, sizeof line, "rm -rf %s", dir);
    return system(line);
}

static void join_hub(int port) {
    struct buf key = {0}, project = {0};
    char url[64];

    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    base64_text(&key, hub.pub, SIGN_PUBLIC_BYTES);
    buf_puts(&project, EPOCH_A);
    store_set(s, "hub.url", url);
    store_set(s, "hub.token", TOKEN);
    store_set(s, "hub.key", buf_text(&key));
    store_set(s, "hub.project", buf_text(&project));
    buf_free(&key);
    buf_free(&project);
}

static struct id add_household(const char *number) {
    struct event ev = {.kind = KIND_ROSTER, .entity = id_random()};
    struct household h = {0};
    struct buf body = {0};

    strcpy(ev.area, TOWN ".03.12");
    strcpy(h.area, ev.area);
    strcpy(h.number, number);
    strcpy(h.head, "Zhang");
    body_write_household(&body, &h, HOUSEHOLD_ALL);
    assert_int_equal(store_append(s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.entity;
}

static void http_text(struct buf *out, const struct answer *a) {
    buf_printf(out, "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", a->status, a->type, a->body.len);
    buf_add(out, a->body.data, a->body.len);
}

/* The hub answers these, one after the other. */
static void run(struct answer *answers, int count) {
    struct server_step steps[8] = {{0}};
    struct buf texts[8] = {{0}};

    for (int i = 0; i < count; i++) {
        http_text(&texts[i], &answers[i]);
        steps[i] = (struct server_step){.bytes = texts[i].data, .len = texts[i].len};
        answer_free(&answers[i]);
    }
    server = server_start(steps, count);
    join_hub(server.port);
    if (!y)
        assert_int_equal(sync_new(&y, s), ERR_OK);
    sync_run(y, &state_of);
    for (int i = 0; i < count; i++)
        buf_free(&texts[i]);
}

static struct script_push held_all(struct hash *hash) {
    const struct store_device *d = store_device(s);

    *hash = d->head;
    return (struct script_push){.key = &hub, .device = d->id, .held = d->head_seq, .now = clock_now(), .hash = hash};
}

static int64_t waiting(void) {
    struct read_counts c;

    assert_int_equal(read_counts(s, &c), ERR_OK);
    return c.waiting;
}

static void test_not_joined(void **state) {
    (void)state;
    assert_int_equal(sync_new(&y, s), ERR_OK);
    assert_int_equal(sync_run(y, &state_of), ERR_NOT_ENROLLED);
    assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
}

static void test_good_run(void **state) {
    struct hash hash;
    struct script_push p;
    struct receipt r;

    (void)state;
    add_household("1");
    add_household("2");
    p = held_all(&hash);
    struct answer answers[] = {script_pushed(&p), script_page(EPOCH_A, true, "", "c1", false)};
    run(answers, 2);
    assert_int_equal(state_of.result, ERR_OK);
    assert_int_equal(state_of.phase, SYNC_DONE);
    assert_int_equal(state_of.pushed, 2);
    assert_int_equal(state_of.left, 0);
    assert_int_equal(store_device(s)->held_seq, 2);
    assert_int_equal(waiting(), 0);
    assert_int_equal(store_last_receipt(s, &r), ERR_OK);
    assert_int_equal(r.seq, 2);
    assert_int_equal(server.seen->connections, 1);
    assert_non_null(strstr(server.seen->bytes, "Authorization: Bearer " TOKEN "\r\n"));
    server_stop(&server);
}

/* Nothing is marked as held by an answer that the joined hub did not sign, or signed for other bytes. */
static void test_wrong_receipts(void **state) {
    struct hash hash, another = script_hash(7);
    struct receipt r;

    (void)state;
    add_household("1");
    for (int i = 0; i < 3; i++) {
        struct script_push p = held_all(&hash);

        if (i == 0)
            p.key = &stranger;
        if (i == 1)
            p.hash = &another;
        if (i == 2)
            p.no_receipt = true;
        struct answer answers[] = {script_pushed(&p), script_page(EPOCH_A, true, "", "c1", false)};
        run(answers, 2);
        assert_int_equal(state_of.result, i < 2 ? ERR_TRUST : ERR_NETWORK);
        assert_int_equal(store_device(s)->held_seq, 0);
        assert_int_equal(waiting(), 1);
        assert_int_equal(store_last_receipt(s, &r), ERR_NOT_FOUND);
        assert_true(state_of.next_try > clock_now());
        assert_non_null(strstr(state_of.words, "1 event waits"));
        store_set_int(s, "sync.tries", 0); /* else it would be asked first, without a batch */
        server_stop(&server);
    }
}

/* A receipt for less than was sent, with a hash that is not the one of that event here. */
static void test_receipt_for_other_event(void **state) {
    struct hash hash = script_hash(7);
    struct script_push p;

    (void)state;
    add_household("1");
    add_household("2");
    p = held_all(&hash);
    hash = script_hash(7);
    p.held = 1;
    struct answer answers[] = {script_pushed(&p), script_page(EPOCH_A, true, "", "c1", false)};
    run(answers, 2);
    assert_int_equal(state_of.result, ERR_TRUST);
    assert_int_equal(store_device(s)->held_seq, 0);
    server_stop(&server);
}

static void test_damaged_page(void **state) {
    struct hash hash;
    struct buf cursor = {0};
    struct script_push p;

    (void)state;
    add_household("1");
    p = held_all(&hash);
    struct answer answers[] = {script_pushed(&p), script_page(EPOCH_A, true, "[\"event\",garbage]\n", "c1", false)};
    run(answers, 2);
    assert_int_equal(state_of.result, ERR_PARTLY);
    assert_int_equal(store_device(s)->held_seq, 1);
    assert_int_equal(store_get(s, "sync.cursor", &cursor), ERR_NOT_FOUND);
    buf_free(&cursor);
    server_stop(&server);
}

static void test_backoff_grows_and_ends(void **state) {
    struct hash hash;
    int64_t before = 0;

    (void)state;
    add_household("1");
    for (int i = 0; i < 4; i++) {
        struct answer answers[] = {script_answer(503, PROBLEM, "{}")};

        run(answers, 1);
        assert_int_equal(state_of.result, ERR_NETWORK);
        assert_true(state_of.next_try - clock_now() > before);
        before = state_of.next_try - clock_now();
        server_stop(&server);
    }
    struct script_push p = held_all(&hash);
    struct answer answers[] = {script_pushed(&p), script_page(EPOCH_A, true, "", "c1", false)};
    run(answers, 2);
    assert_int_equal(state_of.result, ERR_OK);
    assert_int_equal(state_of.next_try, 0);
    assert_int_equal(store_get_int(s, "sync.tries", -1), 0);
    server_stop(&server);
}

/* The person stops it: at once, and what was there stays. */
static void test_cancel(void **state) {
    const struct server_step steps[] = {{.bytes = "HTTP/1.1 200 OK\r\n\r\n", .silent_s = 10}};
    struct pollfd fds[8];
    int64_t began;

    (void)state;
    add_household("1");
    server = server_start(steps, 1);
    join_hub(server.port);
    assert_int_equal(sync_new(&y, s), ERR_OK);
    assert_int_equal(sync_start(y), ERR_OK);
    for (int i = 0; i < 30; i++) {
        int timeout = 10;
        size_t count = sync_fds(y, fds, 8, &timeout);

        assert_in_range(timeout, 0, 10);
        poll(fds, count, timeout);
        sync_turn(y);
    }
    began = clock_monotonic();
    sync_cancel(y);
    assert_true(clock_monotonic() - began < 200);
    assert_int_equal(sync_state(y)->phase, SYNC_FAILED);
    assert_int_equal(sync_state(y)->result, ERR_CANCELLED);
    assert_int_equal(waiting(), 1);
    assert_int_equal(sync_fds(y, fds, 8, &(int){5}), 0);
    assert_false(sync_turn(y));
    server_stop(&server);
}

/* ---- pages */

/* Events of another device as the hub sends them. */
static void put_line(struct buf *out, const struct id *device, struct event *ev, const char *body, int64_t rev) {
    static const unsigned char salt[SALT_BYTES] = {1};
    struct wire_line l = {.kind = WIRE_EVENT, .rev = rev};
    struct buf header = {0};

    ev->version = EVENT_VERSION;
    ev->at = 1700000000000;
    event_write(&header, ev);
    strcpy(l.town, TOWN);
    l.event = (struct raw_event){.device = *device, .header = header.data, .header_len = header.len, .salt = salt, .body = body};
    l.event.body_len = strlen(body);
    l.event.verdict = VERDICT_ACCEPTED;
    wire_write_line(out, &l);
    buf_free(&header);
}

static void put_enter(struct buf *out, const struct id *entity, enum wire_line_kind kind, int64_t rev) {
    struct wire_line l = {.kind = kind, .entity = *entity, .rev = rev};

    strcpy(l.town, TOWN);
    wire_write_line(out, &l);
}

/* `count` households, each with a visit. */
static void write_page(struct buf *out, const struct id *device, struct id *ids, int count) {
    int64_t rev = 1, seq = 1;

    for (int i = 0; i < count; i++) {
        struct event roster = {.kind = KIND_ROSTER, .seq = seq++},
                     visit = {.kind = KIND_VISIT, .outcome = OUTCOME_MET, .seq = seq++};
        struct household h = {0};
        struct buf body = {0};

        ids[i] = id_random();
        roster.entity = visit.entity = ids[i];
        strcpy(roster.area, TOWN ".03.12");
        strcpy(h.area, roster.area);
        snprintf(h.number, sizeof h.number, "%d", i);
        strcpy(h.head, "Li");
        body_write_household(&body, &h, HOUSEHOLD_ALL);
        put_enter(out, &ids[i], WIRE_ENTER, rev++);
        put_line(out, device, &roster, body.data, rev++);
        put_line(out, device, &visit, "{\"note\":\"n\"}", rev++);
        buf_free(&body);
    }
}

static int64_t households(void) {
    const struct query all = {.count = 0};
    int64_t count = -1;

    assert_int_equal(find_count(s, &all, 100000, &count), ERR_OK);
    return count;
}

static int pieces_of(const struct buf *text, int64_t budget) {
    struct page p = {0};
    struct buf copy = {0};
    int pieces = 0;

    buf_add(&copy, text->data, text->len);
    page_begin(&p, &copy, "c1");
    for (; page_waits(&p); pieces++)
        assert_int_equal(page_step(&p, s, budget), ERR_OK);
    page_free(&p);
    return pieces;
}

static void test_page_in_pieces(void **state) {
    struct id device = id_random(), ids[400];
    struct buf text = {0}, cursor = {0};
    struct household_row row;
    struct household h;
    int pieces;

    (void)state;
    write_page(&text, &device, ids, 400);
    pieces = pieces_of(&text, 1);
    assert_true(pieces > 1);
    assert_int_equal(households(), 400);
    assert_int_equal(store_get(s, "sync.cursor", &cursor), ERR_OK);
    assert_string_equal(buf_text(&cursor), "c1");
    assert_int_equal(read_household(s, &ids[399], &row, &h), ERR_OK);
    assert_true(row.visited > 0);
    household_free(&h);
    /* The same once more, in one go: nothing doubled. */
    assert_int_equal(pieces_of(&text, 0), 1);
    assert_int_equal(households(), 400);
    buf_free(&text);
    buf_free(&cursor);
}

/* The cursor goes with the last piece: a page that was stopped half way is pulled again. */
static void test_page_stopped(void **state) {
    struct id device = id_random(), ids[400];
    struct buf text = {0}, cursor = {0};
    struct page p = {0};

    (void)state;
    write_page(&text, &device, ids, 400);
    page_begin(&p, &text, "c1");
    assert_int_equal(page_step(&p, s, 1), ERR_OK);
    assert_true(page_waits(&p));
    page_free(&p);
    assert_int_equal(store_get(s, "sync.cursor", &cursor), ERR_NOT_FOUND);
    buf_free(&cursor);
}

static void test_page_with_garbage(void **state) {
    static const char *const bad[] = {"[\"event\",{\"device\":1}]\n", "\n", "garbage\n", "[\"unknown\",{}]\n"};
    struct id device = id_random(), ids[3];
    struct buf cursor = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buf text = {0};
        struct page p = {0};

        write_page(&text, &device, ids, 3);
        buf_puts(&text, bad[i]);
        page_begin(&p, &text, "c1");
        assert_int_equal(page_step(&p, s, 0), ERR_NETWORK);
        assert_false(page_waits(&p));
        assert_int_equal(households(), 0);
        assert_int_equal(store_get(s, "sync.cursor", &cursor), ERR_NOT_FOUND);
        page_free(&p);
    }
    buf_free(&cursor);
}

/* The own chain grows here alone: a hub can not add to it. */
static void test_page_forges_own_event(void **state) {
    struct id own = store_device(s)->id, ids[1];
    struct buf text = {0};
    struct page p = {0};

    (void)state;
    write_page(&text, &own, ids, 1);
    page_begin(&p, &text, "c1");
    assert_int_equal(page_step(&p, s, 0), ERR_NETWORK);
    assert_int_equal(store_device(s)->head_seq, 0);
    page_free(&p);
}

static void put_own(struct buf *out, int64_t from, int64_t to, int64_t rev, enum verdict v, const char *reason) {
    struct wire_line l = {.kind = WIRE_OWN, .from = from, .to = to, .rev = rev};

    strcpy(l.town, TOWN);
    l.event.device = store_device(s)->id;
    l.event.verdict = v;
    l.event.reason = reason;
    wire_write_line(out, &l);
}

/* Own events get their revs; one that the hub refused, and later does not, loses its mark. */
static void test_page_of_own(void **state) {
    struct buf text = {0};
    struct read_counts c;

    (void)state;
    for (int i = 0; i < 600; i++)
        add_household("1");
    put_own(&text, 1, 299, 10, VERDICT_ACCEPTED, NULL);
    put_own(&text, 300, 300, 309, VERDICT_REFUSED, "no");
    put_own(&text, 301, 600, 310, VERDICT_ACCEPTED, NULL);
    pieces_of(&text, 1);
    read_counts(s, &c);
    assert_int_equal(c.attention, 1);
    assert_int_equal(households(), 599);
    buf_reset(&text);
    put_own(&text, 1, 600, 1000, VERDICT_ACCEPTED, NULL);
    pieces_of(&text, 1);
    read_counts(s, &c);
    assert_int_equal(c.attention, 0);
    assert_int_equal(households(), 600);
    buf_reset(&text);
    put_own(&text, 1, 601, 1000, VERDICT_ACCEPTED, NULL);
    struct page p = {0};
    page_begin(&p, &text, "c1");
    assert_int_equal(page_step(&p, s, 0), ERR_NETWORK);
    page_free(&p);
}

/* Left and entered again: folded from all its events, the words of the own ones too. */
static void test_page_leave_and_enter(void **state) {
    struct id device = id_random(), ids[1];
    struct buf text = {0};
    struct household_row row;
    struct household h;

    (void)state;
    write_page(&text, &device, ids, 1);
    pieces_of(&text, 0);
    assert_int_equal(households(), 1);
    put_enter(&text, &ids[0], WIRE_LEAVE, 50);
    pieces_of(&text, 0);
    assert_int_equal(households(), 0);
    buf_reset(&text);
    write_page(&text, &device, ids, 1);
    pieces_of(&text, 0);
    assert_int_equal(households(), 1);
    assert_int_equal(read_household(s, &ids[0], &row, &h), ERR_OK);
    assert_string_equal(h.head, "Li");
    household_free(&h);
    buf_free(&text);
}

/* ---- the outbox as a file */

static void test_outbox(void **state) {
    char name[80];
    struct buf text = {0};
    struct wire_head first, last;
    struct wire_store keep = {0};
    struct raw_event raw;
    const char *line, *end;
    int fd, events = 0, pushes = 0;

    (void)state;
    for (int i = 0; i < 1500; i++)
        add_household("1");
    snprintf(name, sizeof name, "%s/outbox", dir);
    fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_int_equal(sync_export_outbox(s, fd), ERR_OK);
    close(fd);
    assert_int_equal(file_read(&text, name, 10 << 20), ERR_OK);
    for (line = text.data; line < text.data + text.len; line = end + 1) {
        end = memchr(line, '\n', (size_t)(text.data + text.len - line));
        assert_non_null(end);
        if (*line == '[') {
            assert_int_equal(wire_read_event(&raw, &keep, line, (size_t)(end - line)), ERR_OK);
            assert_int_equal(raw.seq, ++events);
        } else if (wire_read_open(&first, line, (size_t)(end - line)) == ERR_OK) {
            assert_int_equal(first.seq, events);
            pushes++;
        } else {
            struct buf signed_text = {0};

            assert_int_equal(wire_read_close(&last, line, (size_t)(end - line)), ERR_OK);
            assert_int_equal(last.seq, events);
            journal_head_text(&signed_text, &store_device(s)->id, last.seq, &last.hash);
            assert_true(sign_check(last.sig, signed_text.data, signed_text.len, store_device(s)->key.pub));
            buf_free(&signed_text);
        }
    }
    assert_int_equal(events, 1500);
    assert_int_equal(pushes, 2);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_record, close_record)
        T(test_not_joined),
        T(test_good_run),
        T(test_wrong_receipts),
        T(test_receipt_for_other_event),
        T(test_damaged_page),
        T(test_backoff_grows_and_ends),
        T(test_cancel),
        T(test_page_in_pieces),
        T(test_page_stopped),
        T(test_page_with_garbage),
        T(test_page_forges_own_event),
        T(test_page_of_own),
        T(test_page_leave_and_enter),
        T(test_outbox),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
