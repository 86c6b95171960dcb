/* Pushes: what the hub takes, refuses, turns away and tells apart, and that it does each once. */
#include "hub_help.h"

struct scene {
    struct hubworld w;
    struct dev a;      /* of tang, who has GRID */
    struct id in, out; /* a household of tang's, one of nobody's */
};

static struct scene scene(const char *name) {
    struct scene c = {.w = hub_open(name)};

    hub_towns(&c.w);
    assert_int_equal(hub_worker_add(c.w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, true), ERR_OK);
    c.in = hub_household(&c.w, GRID, "1-1-101");
    c.out = hub_household(&c.w, GRID2, "2-1-101");
    c.a = dev_new(&c.w, "tang");
    return c;
}

static void end(struct scene *c) {
    dev_free(&c->a);
    hub_close(&c->w);
}

static int64_t events(struct scene *c) {
    return hub_sql(&c->w, "SELECT count(*) FROM event WHERE (pos >> 40) <> 1");
}

static void a_push_is_held_folded_and_receipted(void **state) {
    struct scene c = scene("push-held");
    struct hub_identity hub;
    struct told t;
    const struct json *r;
    struct hash hash;
    struct buf text = {0};
    unsigned char sig[SIGN_BYTES];
    int64_t at;

    (void)state;
    dev_visit(&c.a, &c.in);
    dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, 2);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), 2);
    assert_int_equal(json_count(json_get(t.v, "refused")), 0);
    assert_null(json_get(t.v, "fork"));
    assert_true(json_is_null(json_get(t.v, "next_pin")));
    r = json_get(t.v, "receipt");
    assert_true(json_int(r, "at", &at));
    dev_head(&c.a, 2, &hash);
    journal_receipt_text(&text, &c.a.id, 2, &hash, at);
    assert_int_equal(base64_parse(sig, sizeof sig, json_str(r, "sig", ""), strlen(json_str(r, "sig", ""))), SIGN_BYTES);
    assert_int_equal(hub_identity(c.w.s, &hub), ERR_OK);
    assert_true(sign_check(sig, text.data, text.len, hub.key.pub));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 2);
    assert_int_equal(
        hub_sql(&c.w, "SELECT count(*) FROM event WHERE (pos >> 40) <> 1 AND town = '" TOWN "' AND rev > 0 AND verdict = 1"), 2);
    buf_free(&text);
    told_free(&t);
    end(&c);
}

static void delivered_twice_is_held_once(void **state) {
    struct scene c = scene("push-twice");
    int64_t rev;

    (void)state;
    for (int i = 0; i < 5; i++)
        dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    rev = hub_sql(&c.w, "SELECT rev FROM town WHERE code = '" TOWN "'");
    for (int64_t from = 0; from <= 5; from++) {
        struct told t = dev_push_part(&c.w, &c.a, from, 5);

        assert_int_equal(t.e, ERR_OK);
        assert_int_equal(told_int(&t, "held"), 5);
        told_free(&t);
    }
    assert_int_equal(events(&c), 5);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 5);
    assert_int_equal(hub_sql(&c.w, "SELECT rev FROM town WHERE code = '" TOWN "'"), rev);
    /* Half old, half new. */
    dev_visit(&c.a, &c.in);
    dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    assert_int_equal(events(&c), 7);
    end(&c);
}

static void an_empty_push_asks_what_is_held(void **state) {
    struct scene c = scene("push-empty");
    struct told t = dev_push_part(&c.w, &c.a, 0, 0);

    (void)state;
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), 0);
    assert_true(json_is_null(json_get(t.v, "receipt")));
    told_free(&t);
    dev_visit(&c.a, &c.out);
    dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, 2);
    told_free(&t);
    /* The refusal is told again to a device that did not hear it. */
    t = dev_push_part(&c.w, &c.a, 0, 0);
    assert_int_equal(told_int(&t, "held"), 2);
    assert_int_equal(json_count(json_get(t.v, "refused")), 1);
    told_free(&t);
    t = dev_push_part(&c.w, &c.a, 1, 1);
    assert_int_equal(json_count(json_get(t.v, "refused")), 0);
    told_free(&t);
    end(&c);
}

static void a_gap_is_named(void **state) {
    struct scene c = scene("push-gap");
    struct told t;

    (void)state;
    for (int i = 0; i < 5; i++)
        dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, 2);
    told_free(&t);
    t = dev_push_part(&c.w, &c.a, 3, 5);
    assert_int_equal(t.status, 409);
    assert_string_equal(json_str(t.v, "type", ""), "about:blank#gap");
    assert_int_equal(told_int(&t, "held"), 2);
    assert_int_equal(strlen(json_str(t.v, "epoch", "")), 32);
    told_free(&t);
    t = dev_push_part(&c.w, &c.a, 4, 4);
    assert_int_equal(t.status, 409);
    told_free(&t);
    assert_int_equal(events(&c), 2);
    end(&c);
}

/* Lines of a good push with one byte or line changed. */
static void expect_turned_away(struct scene *c, const struct buf *lines, int status, int64_t seq) {
    int64_t before = events(c);
    struct told t = hub_told(&c->w, &c->a.caller, lines->data, lines->len);

    if (t.status != status || (seq >= 0 && told_int(&t, "seq") != seq))
        print_error("%s\n", buf_text(&t.text));
    assert_int_equal(t.e, ERR_REFUSED);
    assert_int_equal(t.status, status);
    if (seq >= 0)
        assert_int_equal(told_int(&t, "seq"), seq);
    assert_int_equal(events(c), before);
    told_free(&t);
}

static void what_is_broken_is_turned_away_whole(void **state) {
    struct scene c = scene("push-broken");
    struct buf good = {0}, bad = {0};
    struct wire_head h = {.device = c.a.id};
    char *second;

    (void)state;
    for (int i = 0; i < 3; i++)
        dev_visit(&c.a, &c.in);
    dev_lines(&c.a, 0, 3, &good);
    /* Any byte that is changed, any byte that is missing. */
    for (size_t i = 0; i < good.len - 1; i += 7) {
        buf_reset(&bad);
        buf_add(&bad, good.data, good.len);
        bad.data[i] = bad.data[i] == 'x' ? 'y' : 'x';
        if (i > 60) { /* before that the device's id may change: 401 */
            struct told t = hub_told(&c.w, &c.a.caller, bad.data, bad.len);

            assert_true(t.status == 422 || t.status == 409);
            told_free(&t);
        }
        bad.len = i;
        expect_turned_away(&c, &bad, 422, -1);
    }
    assert_int_equal(events(&c), 0);
    /* A seq left out: named. */
    buf_reset(&bad);
    second = strchr(strchr(good.data, '\n') + 1, '\n') + 1;
    buf_add(&bad, good.data, (size_t)(second - good.data));
    buf_puts(&bad, strchr(second, '\n') + 1);
    expect_turned_away(&c, &bad, 422, 2);
    /* Another key's signature. */
    buf_reset(&bad);
    buf_add(&bad, good.data, (size_t)(strstr(good.data, "\n{") + 1 - good.data));
    h.seq = 3;
    dev_head(&c.a, 3, &h.hash);
    wire_write_close(&bad, &h);
    expect_turned_away(&c, &bad, 422, 3);
    /* Lines behind the end. */
    buf_reset(&bad);
    buf_puts(&bad, good.data);
    buf_puts(&bad, "{}\n");
    expect_turned_away(&c, &bad, 422, -1);
    expect_turned_away(&c, &(struct buf){NULL, 0, 0}, 422, -1);
    buf_reset(&bad);
    buf_puts(&bad, "<html>\n");
    expect_turned_away(&c, &bad, 422, -1);
    dev_push_all(&c.w, &c.a);
    buf_free(&good);
    buf_free(&bad);
    end(&c);
}

static void bounds_are_named(void **state) {
    struct scene c = scene("push-bounds");
    struct buf bad = {0};
    struct told t;
    char *big;

    (void)state;
    for (int i = 0; i < WIRE_BATCH_EVENTS + 1; i++)
        dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, WIRE_BATCH_EVENTS + 1);
    assert_int_equal(t.status, 413);
    assert_string_equal(json_str(t.v, "bound", ""), "events");
    assert_int_equal(told_int(&t, "limit"), WIRE_BATCH_EVENTS);
    told_free(&t);
    t = dev_push_part(&c.w, &c.a, 0, WIRE_BATCH_EVENTS);
    assert_int_equal(t.e, ERR_OK);
    told_free(&t);
    buf_reserve(&bad, WIRE_BODY_MAX + 1);
    memset(bad.data, ' ', WIRE_BODY_MAX + 1);
    bad.len = WIRE_BODY_MAX + 1;
    expect_turned_away(&c, &bad, 413, -1);
    buf_reset(&bad);
    dev_lines(&c.a, 1000, 1000, &bad);
    *strchr(bad.data, '\n') = '\0';
    bad.len = strlen(bad.data);
    buf_putc(&bad, '\n');
    buf_reserve(&bad, WIRE_LINE_MAX + 10);
    memset(bad.data + bad.len, '[', WIRE_LINE_MAX + 1);
    bad.len += WIRE_LINE_MAX + 1;
    expect_turned_away(&c, &bad, 413, -1);
    big = mem_new(EVENT_BODY_MAX + 20, 1);
    memset(big, 'b', EVENT_BODY_MAX + 10);
    memcpy(big, "{\"a\":\"", 6);
    strcpy(big + EVENT_BODY_MAX + 8, "\"}");
    dev_say(&c.a, (struct event){.kind = KIND_VISIT, .entity = c.in}, big);
    t = dev_push_part(&c.w, &c.a, 1000, 1002);
    assert_int_equal(t.status, 413);
    assert_string_equal(json_str(t.v, "bound", ""), "event");
    told_free(&t);
    mem_free(big);
    buf_free(&bad);
    end(&c);
}

static void strangers_are_turned_away(void **state) {
    struct scene c = scene("push-strangers");
    struct dev b, nobody;
    struct told t;
    struct buf lines = {0};

    (void)state;
    assert_int_equal(hub_worker_add(c.w.s, "li", "李强", ROLE_HEAD, GRID2), ERR_OK);
    b = dev_new(&c.w, "li");
    dev_visit(&c.a, &c.in);
    dev_lines(&c.a, 0, 1, &lines);
    t = hub_told(&c.w, &b.caller, lines.data, lines.len);
    assert_int_equal(t.status, 401);
    told_free(&t);
    dev_key(&nobody);
    dev_visit(&nobody, &c.in);
    nobody.caller = c.a.caller;
    t = dev_push_part(&c.w, &nobody, 0, 1);
    assert_int_equal(t.status, 401);
    told_free(&t);
    /* A file brought by hand needs no caller: the signature is the proof. */
    t = hub_told(&c.w, NULL, lines.data, lines.len);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), 1);
    told_free(&t);
    buf_free(&lines);
    dev_free(&b);
    dev_free(&nobody);
    end(&c);
}

#define REFUSED(words) "refused: " words

static void each_verdict(void **state) {
    struct scene c = scene("push-verdicts");
    struct id unknown = id_random(), matter, own, own_elsewhere;
    struct dev b, *a = &c.a;
    int64_t visit, other;
    char header[400], id[ID_TEXT_SIZE];

    (void)state;
    assert_int_equal(hub_worker_add(c.w.s, "li", "李强", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "li", GRID2, true), ERR_OK);
    b = dev_new(&c.w, "li");
    other = dev_visit(&b, &c.out);
    dev_push_all(&c.w, &b);

    visit = dev_visit(a, &c.in);
    assert_string_equal(dev_push_verdict(&c.w, a, visit), "");
    assert_string_equal(dev_push_verdict(&c.w, a, dev_visit(a, &unknown)), REFUSED("the hub has no such record"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_visit(a, &c.out)), REFUSED("it was never assigned to you"));
    assert_string_equal(
        dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_VISIT, .entity = c.in, .by = b.worker}, NULL)),
        REFUSED("it names another worker as its author"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_VISIT, .entity = a->worker}, NULL)),
                        REFUSED("it is recorded for something of another kind"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_VISIT, .entity = c.in}, "{\"note\":5}")),
                        REFUSED("its words cannot be read"));

    own = dev_household(a, GRID, "9-1-101");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    assert_true(hub_has(&c.w, &a->worker, &own));
    own_elsewhere = dev_household(a, GRID2, "9-1-102");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), REFUSED("its area is not yours"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_visit(a, &own_elsewhere)), REFUSED("the hub has no such record"));
    own = dev_household(a, "", "9-1-103");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    assert_true(hub_has(&c.w, &a->worker, &own));
    assert_string_equal(
        dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_ROSTER, .entity = c.out}, "{\"head\":\"x\"}")),
        REFUSED("it was never assigned to you"));
    assert_string_equal(
        dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_ROSTER, .entity = c.in}, "{\"head\":[]}")),
        REFUSED("its words cannot be read"));
    assert_string_equal(
        dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_ROSTER, .entity = c.in, .area = GRID2}, "{}")),
        REFUSED("its area is not yours"));

    matter = dev_matter(a, GRID, &c.in, 1, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    dev_matter(a, GRID, &c.out, 1, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count),
                        REFUSED("a household among its parties was never assigned to you"));
    dev_matter(a, GRID, &unknown, 1, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count),
                        REFUSED("a household among its parties was never assigned to you"));
    dev_matter(a, GRID2, NULL, 0, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), REFUSED("its area is not yours"));
    id_text(id, &c.out); /* a party that the header does not name would bring the matter to somebody else */
    snprintf(header, sizeof header, "{\"summary\":\"x\",\"parties\":[{\"name\":\"y\",\"household\":\"%s\"}]}", id);
    assert_string_equal(dev_push_verdict(&c.w, a,
                                         dev_say(a,
                                                 (struct event){.kind = KIND_MATTER,
                                                                .entity = id_random(),
                                                                .matter = MATTER_DISPUTE,
                                                                .type = TYPE_LIFT,
                                                                .level = LEVEL_GRID,
                                                                .household_count = 1,
                                                                .households = {c.in}},
                                                 header)),
                        REFUSED("its words cannot be read"));
    dev_matter(a, "", NULL, 0, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    assert_string_equal(dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = KIND_MATTER, .entity = matter}, NULL)),
                        REFUSED("there is one of this name already"));

    assert_string_equal(dev_push_verdict(&c.w, a, dev_withdraw(a, &c.in, &a->id, visit)), "");
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit WHERE withdrawn IS NOT NULL"), 1);
    assert_string_equal(dev_push_verdict(&c.w, a, dev_withdraw(a, &c.in, &a->id, 5000)),
                        REFUSED("what it takes back is not there"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_withdraw(a, &c.in, &unknown, 1)),
                        REFUSED("what it takes back is not there"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_withdraw(a, &matter, &a->id, visit)),
                        REFUSED("what it takes back is not there"));
    assert_string_equal(dev_push_verdict(&c.w, a, dev_withdraw(a, &c.out, &b.id, other)),
                        REFUSED("only who recorded it can take it back"));

    for (enum kind k = KIND_AREA; k <= KIND_REVOKE; k++)
        assert_string_equal(dev_push_verdict(&c.w, a, dev_say(a, (struct event){.kind = k, .entity = id_random()}, NULL)),
                            REFUSED("only the hub may record this"));
    assert_string_equal(
        dev_push_verdict(
            &c.w, a,
            dev_say(a, (struct event){.kind = KIND_CONTINUE, .entity = unknown, .device = unknown, .replaces = 1}, NULL)),
        "");

    /* Of a newer version: kept, not folded, not refused. */
    id_text(id, &c.in);
    snprintf(header, sizeof header, "{\"v\":9,\"kind\":\"care.note\",\"seq\":%zu,\"at\":1,\"entity\":\"%s\",\"what\":[1]}",
             a->count + 1, id);
    dev_say_raw(a, header, "{\"new\":{}}");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    id_text(id, &c.out);
    snprintf(header, sizeof header, "{\"v\":1,\"kind\":\"care.note\",\"seq\":%zu,\"at\":1,\"entity\":\"%s\"}", a->count + 1, id);
    dev_say_raw(a, header, "{}");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), REFUSED("it was never assigned to you"));
    id_text(id, &unknown);
    snprintf(header, sizeof header, "{\"v\":1,\"kind\":\"care.note\",\"seq\":%zu,\"at\":1,\"entity\":\"%s\"}", a->count + 1, id);
    dev_say_raw(a, header, "{}");
    assert_string_equal(dev_push_verdict(&c.w, a, (int64_t)a->count), "");
    assert_true(hub_has(&c.w, &a->worker, &unknown));

    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 2);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM matter"), 2);
    assert_int_equal(
        hub_sql(&c.w, "SELECT count(*) FROM event WHERE verdict = 2 AND (reason IS NULL OR received IS NULL OR rev IS NULL)"), 0);
    dev_free(&b);
    end(&c);
}

static void an_erased_and_a_sealed_body_are_taken(void **state) {
    struct scene c = scene("push-sealed");
    struct hub_identity hub;
    struct buf lines = {0}, plain = {0}, sealed = {0};
    struct wire_head h;
    struct said *s;
    struct raw_event raw;
    struct told t;

    (void)state;
    dev_say(&c.a, (struct event){.kind = KIND_VISIT, .entity = c.in}, "{\"note\":\"一\"}");
    c.a.said[0].erased = true;
    dev_push_all(&c.w, &c.a);
    dev_say(&c.a, (struct event){.kind = KIND_VISIT, .entity = c.in}, "{\"note\":\"二\"}");
    s = &c.a.said[1];
    assert_int_equal(hub_identity(c.w.s, &hub), ERR_OK);
    buf_add(&plain, s->salt, SALT_BYTES);
    buf_puts(&plain, s->body);
    assert_int_equal(seal_make(&sealed, plain.data, plain.len, hub.key.pub), ERR_OK);
    raw = (struct raw_event){.header = s->header,
                             .header_len = strlen(s->header),
                             .body_hash = &s->body_hash,
                             .sealed = (unsigned char *)sealed.data,
                             .sealed_len = sealed.len};
    h = (struct wire_head){.device = c.a.id, .seq = 1};
    dev_head(&c.a, 1, &h.hash);
    wire_write_open(&lines, &h);
    wire_write_event(&lines, &raw);
    h.seq = 2;
    h.hash = s->hash;
    buf_reset(&plain);
    journal_head_text(&plain, &c.a.id, 2, &h.hash);
    sign_make(h.sig, plain.data, plain.len, &c.a.key);
    wire_write_close(&lines, &h);
    t = hub_told(&c.w, &c.a.caller, lines.data, lines.len);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(json_count(json_get(t.v, "refused")), 0);
    told_free(&t);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 2);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit WHERE note = '二'"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE sealed IS NOT NULL"), 0);
    buf_free(&lines);
    buf_free(&plain);
    buf_free(&sealed);
    end(&c);
}

static struct dev clone(const struct dev *d) {
    struct dev copy = *d;

    copy.said = mem_new(d->count, sizeof *copy.said);
    for (size_t i = 0; i < d->count; i++) {
        copy.said[i] = d->said[i];
        copy.said[i].header = mem_dup(d->said[i].header);
        copy.said[i].body = mem_dup(d->said[i].body);
    }
    return copy;
}

static void expect_fork(const struct told *t, int64_t after, int64_t held, char id[ID_TEXT_SIZE]) {
    const struct json *fork = json_get(t->v, "fork");
    int64_t n;

    assert_int_equal(t->e, ERR_OK);
    assert_non_null(fork);
    assert_int_equal(told_int(t, "held"), after);
    assert_true(json_int(fork, "after", &n));
    assert_int_equal(n, after);
    assert_true(json_int(fork, "held", &n));
    assert_int_equal(n, held);
    assert_string_equal(json_str(json_get(t->v, "receipt"), "device", ""), json_str(fork, "device", "-"));
    snprintf(id, ID_TEXT_SIZE, "%s", json_str(fork, "device", ""));
}

static void a_clone_s_tail_is_kept_under_another_id(void **state) {
    struct scene c = scene("push-fork");
    struct dev b, d;
    struct told t;
    char first[ID_TEXT_SIZE], second[ID_TEXT_SIZE], again[ID_TEXT_SIZE];

    (void)state;
    for (int i = 0; i < 3; i++)
        dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    b = clone(&c.a);
    d = clone(&c.a);
    for (int i = 0; i < 4; i++)
        dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    for (int i = 0; i < 6; i++) {
        dev_visit(&b, &c.in);
        dev_visit(&d, &c.in);
    }
    /* In batches: the second continues what only the fork has. */
    t = dev_push_part(&c.w, &b, 3, 5);
    expect_fork(&t, 3, 5, first);
    told_free(&t);
    t = dev_push_part(&c.w, &b, 5, 9);
    expect_fork(&t, 3, 9, again);
    assert_string_equal(again, first);
    told_free(&t);
    /* The same tail once more, from anywhere, changes nothing. */
    for (int64_t from = 0; from < 9; from += 2) {
        t = dev_push_part(&c.w, &b, from, 9);
        expect_fork(&t, 3, 9, again);
        assert_string_equal(again, first);
        told_free(&t);
    }
    t = dev_push_part(&c.w, &b, 9, 9);
    expect_fork(&t, 3, 9, again);
    told_free(&t);
    /* Another clone, another tail. */
    t = dev_push_part(&c.w, &d, 0, 9);
    expect_fork(&t, 3, 9, second);
    assert_string_not_equal(first, second);
    told_free(&t);
    /* A clone of the clone. */
    dev_visit(&d, &c.in);
    t = dev_push_part(&c.w, &d, 9, 10);
    expect_fork(&t, 3, 10, again);
    assert_string_equal(again, second);
    told_free(&t);
    dev_forget_last(&d);
    dev_visit(&d, &c.in);
    t = dev_push_part(&c.w, &d, 8, 10);
    expect_fork(&t, 9, 10, again);
    told_free(&t);
    assert_string_not_equal(again, second);
    /* Nothing overwritten, nothing dropped. */
    dev_push_all(&c.w, &c.a);
    assert_int_equal(events(&c), 7 + 6 + 7 + 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 21);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM device WHERE fork_of IS NOT NULL"), 3);
    /* A history that the hub knows at no point is sent again from the first. */
    b.said[4].hash.b[0] ^= 1;
    t = dev_push_part(&c.w, &b, 5, 5);
    assert_int_equal(t.status, 409);
    assert_int_equal(told_int(&t, "held"), 0);
    told_free(&t);
    dev_free(&b);
    dev_free(&d);
    end(&c);
}

static void a_tail_takes_back_its_own(void **state) {
    struct scene c = scene("push-fork-withdraw");
    struct dev b;
    struct told t;
    char id[ID_TEXT_SIZE];

    (void)state;
    dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    b = clone(&c.a);
    dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    dev_visit(&b, &c.in);
    dev_withdraw(&b, &c.in, &b.id, 2); /* its own second, not the other's */
    dev_withdraw(&b, &c.in, &b.id, 1);
    t = dev_push_part(&c.w, &b, 1, 4);
    expect_fork(&t, 1, 4, id);
    assert_int_equal(json_count(json_get(t.v, "refused")), 0);
    told_free(&t);
    dev_free(&b);
    end(&c);
}

static void a_revoked_device_is_quarantined(void **state) {
    struct scene c = scene("push-revoked");
    char id[ID_TEXT_SIZE];
    struct told t;

    (void)state;
    dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    id_text(id, &c.a.id);
    id[9] = '\0';
    assert_int_equal(hub_device_revoke(c.w.s, id), ERR_OK);
    assert_int_equal(hub_caller(c.w.s, c.a.token, &c.a.caller), ERR_OK);
    assert_true(c.a.caller.revoked);
    dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 1, 2);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), 2);
    assert_string_equal(json_str(json_at(json_get(t.v, "refused"), 0), "verdict", ""), "quarantine");
    told_free(&t);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE verdict = 4 AND rev IS NULL AND town IS NULL"), 1);
    /* Again, and from a file: the same. */
    t = dev_push_part(&c.w, &c.a, 0, 2);
    assert_int_equal(json_count(json_get(t.v, "refused")), 1);
    told_free(&t);
    assert_int_equal(events(&c), 2);
    end(&c);
}

static void work_before_the_hand_over_is_taken(void **state) {
    struct scene c = scene("push-handover");
    int64_t before, left;
    struct id other_town;

    (void)state;
    before = hub_sql(&c.w, "SELECT rev FROM town WHERE code = '" TOWN "'");
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, false), ERR_OK);
    left = hub_sql(&c.w, "SELECT gone FROM member WHERE gone IS NOT NULL ORDER BY gone DESC LIMIT 1");
    assert_true(left > before);
    c.a.seen = before;
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_visit(&c.a, &c.in)), "");
    c.a.seen = left - 1;
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_visit(&c.a, &c.in)), "");
    dev_matter(&c.a, GRID, &c.in, 1, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, &c.a, (int64_t)c.a.count), "");
    c.a.seen = left;
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_visit(&c.a, &c.in)),
                        REFUSED("it was no longer assigned to you when this was written, and the device knew"));
    dev_matter(&c.a, GRID, &c.in, 1, LEVEL_GRID);
    assert_string_equal(dev_push_verdict(&c.w, &c.a, (int64_t)c.a.count),
                        REFUSED("it was no longer assigned to you when this was written, and the device knew"));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 2);
    /* Taken back even then: it is one's own word. */
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_withdraw(&c.a, &c.in, &c.a.id, 1)), "");
    /* Of another town, whose revs the device cannot compare. */
    other_town = hub_household(&c.w, CITY ".008.01.01", "1-1-1");
    assert_int_equal(hub_assign_area(c.w.s, "tang", CITY ".008.01", true), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "tang", CITY ".008.01", false), ERR_OK);
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_visit(&c.a, &other_town)), "");
    end(&c);
}

static void an_alias_joins_two_households(void **state) {
    struct scene c = scene("push-alias");
    struct dev b;
    struct id own, second, matter;
    int64_t visit;

    (void)state;
    assert_int_equal(hub_worker_add(c.w.s, "li", "李强", ROLE_HEAD, GRID2), ERR_OK);
    b = dev_new(&c.w, "li");
    own = dev_household(&c.a, "", "1-1-101");
    second = dev_household(&c.a, "", "1-1-102");
    visit = dev_visit(&c.a, &own);
    matter = dev_matter(&c.a, "", &own, 1, LEVEL_GRID);
    assert_string_equal(
        dev_push_verdict(&c.w, &c.a, dev_say(&c.a, (struct event){.kind = KIND_ALIAS, .entity = own, .other = c.out}, NULL)),
        REFUSED("it was never assigned to you"));
    assert_string_equal(
        dev_push_verdict(&c.w, &c.a, dev_say(&c.a, (struct event){.kind = KIND_ALIAS, .entity = c.out, .other = own}, NULL)),
        REFUSED("it was never assigned to you"));
    assert_string_equal(
        dev_push_verdict(&c.w, &c.a, dev_say(&c.a, (struct event){.kind = KIND_ALIAS, .entity = own, .other = own}, NULL)),
        REFUSED("these two households cannot be joined"));
    assert_string_equal(
        dev_push_verdict(&c.w, &c.a, dev_say(&c.a, (struct event){.kind = KIND_ALIAS, .entity = own, .other = c.in}, NULL)), "");
    assert_string_equal(
        dev_push_verdict(&c.w, &c.a, dev_say(&c.a, (struct event){.kind = KIND_ALIAS, .entity = second, .other = own}, NULL)),
        REFUSED("these two households cannot be joined"));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM household"), 3); /* in, out, second */
    assert_true(hub_has(&c.w, &c.a.worker, &own));
    /* What was joined goes where the other goes, with its matter. */
    assert_false(hub_has(&c.w, &b.worker, &own));
    assert_int_equal(hub_assign_area(c.w.s, "li", GRID, true), ERR_OK);
    assert_true(hub_has(&c.w, &b.worker, &c.in));
    assert_true(hub_has(&c.w, &b.worker, &own));
    assert_true(hub_has(&c.w, &b.worker, &matter));
    /* The visit at the own one is taken back at the hub's. */
    assert_string_equal(dev_push_verdict(&c.w, &c.a, dev_withdraw(&c.a, &c.in, &c.a.id, visit)), "");
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit WHERE withdrawn IS NOT NULL"), 1);
    dev_free(&b);
    end(&c);
}

static void a_refused_one_in_the_middle_stops_nothing(void **state) {
    struct scene c = scene("push-middle");
    struct told t;
    int64_t n;

    (void)state;
    for (int i = 0; i < 21; i++)
        dev_visit(&c.a, i == 10 ? &c.out : &c.in);
    t = dev_push_part(&c.w, &c.a, 0, 21);
    assert_int_equal(told_int(&t, "held"), 21);
    assert_int_equal(json_count(json_get(t.v, "refused")), 1);
    assert_true(json_int(json_at(json_get(t.v, "refused"), 0), "seq", &n));
    assert_int_equal(n, 11);
    assert_string_equal(json_str(json_at(json_get(t.v, "refused"), 0), "by", ""), "青山镇");
    told_free(&t);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 20);
    end(&c);
}

static void two_devices_of_a_worker_are_two_journals(void **state) {
    struct scene c = scene("push-two");
    struct dev b = dev_new(&c.w, "tang");
    struct buf lines = {0};
    struct told t;

    (void)state;
    dev_visit(&c.a, &c.in);
    dev_visit(&b, &c.in);
    dev_push_all(&c.w, &b);
    dev_push_all(&c.w, &c.a);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 2);
    /* One may bring what the other wrote and can send no more. */
    dev_visit(&c.a, &c.in);
    dev_lines(&c.a, 1, 2, &lines);
    t = hub_told(&c.w, &b.caller, lines.data, lines.len);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), 2);
    told_free(&t);
    buf_free(&lines);
    dev_free(&b);
    end(&c);
}

static void nothing_is_lost_by_a_rebuild(void **state) {
    struct scene c = scene("push-rebuild");
    int64_t visits, households;

    (void)state;
    for (int i = 0; i < 10; i++)
        dev_visit(&c.a, &c.in);
    dev_household(&c.a, "", "5-1-101");
    dev_push_all(&c.w, &c.a);
    visits = hub_sql(&c.w, "SELECT sum(pos) FROM visit");
    households = hub_sql(&c.w, "SELECT count(*) FROM household");
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    assert_int_equal(hub_sql(&c.w, "SELECT sum(pos) FROM visit"), visits);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM household"), households);
    end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_push_is_held_folded_and_receipted),
        cmocka_unit_test(delivered_twice_is_held_once),
        cmocka_unit_test(an_empty_push_asks_what_is_held),
        cmocka_unit_test(a_gap_is_named),
        cmocka_unit_test(what_is_broken_is_turned_away_whole),
        cmocka_unit_test(bounds_are_named),
        cmocka_unit_test(strangers_are_turned_away),
        cmocka_unit_test(each_verdict),
        cmocka_unit_test(an_erased_and_a_sealed_body_are_taken),
        cmocka_unit_test(a_clone_s_tail_is_kept_under_another_id),
        cmocka_unit_test(a_tail_takes_back_its_own),
        cmocka_unit_test(a_revoked_device_is_quarantined),
        cmocka_unit_test(work_before_the_hand_over_is_taken),
        cmocka_unit_test(an_alias_joins_two_households),
        cmocka_unit_test(a_refused_one_in_the_middle_stops_nothing),
        cmocka_unit_test(two_devices_of_a_worker_are_two_journals),
        cmocka_unit_test(nothing_is_lost_by_a_rebuild),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
