/* Verdicts on what is told of households and matters, and what becomes of a revoked device's work. */
#include "hub_help.h"

#define REFUSED(words) "refused: " words
#define CONFLICT(words) "conflict: " words

struct scene {
    struct hubworld w;
    struct dev a, b;           /* of tang, who has GRID; of li, who has GRID2 */
    struct id in, out, matter; /* a household of tang's, one of li's, a matter of tang's */
};

static struct scene scene(const char *name) {
    struct scene c = {.w = hub_open(name)};

    hub_towns(&c.w);
    assert_int_equal(hub_worker_add(c.w.s, "tang", "汤敏", ROLE_HEAD, GRID), ERR_OK);
    assert_int_equal(hub_worker_add(c.w.s, "li", "李芳", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, true), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "li", GRID2, true), ERR_OK);
    c.in = hub_household(&c.w, GRID, "1-1-101");
    c.out = hub_household(&c.w, GRID2, "2-1-101");
    c.a = dev_new(&c.w, "tang");
    c.b = dev_new(&c.w, "li");
    c.matter = dev_matter(&c.a, GRID, &c.in, 1, LEVEL_GRID);
    dev_push_all(&c.w, &c.a);
    return c;
}

static void end(struct scene *c) {
    dev_free(&c->a);
    dev_free(&c->b);
    hub_close(&c->w);
}

static const char *says(struct scene *c, struct dev *d, struct event ev, const char *body) {
    return dev_push_verdict(&c->w, d, dev_say(d, ev, body));
}

static struct event need_of(const struct id *household) {
    return (struct event){.kind = KIND_NEED,
                          .entity = *household,
                          .need = NEED_MEALS,
                          .consent = CONSENT_SPOKEN,
                          .agreed = "2026-11-22",
                          .until = "2027-11-22"};
}

static const char agreed[] = "{\"name\":\"王某\",\"summary\":\"送餐\"}";

static void what_is_told_of_a_household(void **state) {
    struct scene c = scene("judge-household");
    struct id unknown = id_random(), made = id_random();
    struct event need;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct event ev = i ? (struct event){.kind = KIND_ACCESS} : (struct event){.kind = KIND_CORRECT, .replaces = 1};

        ev.entity = c.in;
        assert_string_equal(says(&c, &c.a, ev, "{\"head\":\"王\",\"reason\":\"x\"}"), "");
        assert_string_equal(says(&c, &c.b, ev, "{}"), REFUSED("it was never assigned to you"));
        ev.entity = unknown;
        assert_string_equal(says(&c, &c.a, ev, "{}"), REFUSED("the hub has no such record"));
        ev.entity = c.matter;
        assert_string_equal(says(&c, &c.a, ev, "{}"), REFUSED("it is recorded for something of another kind"));
    }
    assert_string_equal(says(&c, &c.a, (struct event){.kind = KIND_CORRECT, .entity = c.in, .replaces = 1}, "{\"head\":[]}"),
                        REFUSED("its words cannot be read"));
    /* Entered by hand: it is the head's from now on. */
    assert_string_equal(says(&c, &c.a, (struct event){.kind = KIND_CORRECT, .entity = made, .area = GRID}, "{\"head\":\"新\"}"),
                        "");
    assert_true(hub_has(&c.w, &c.a.worker, &made));
    assert_string_equal(
        says(&c, &c.a, (struct event){.kind = KIND_CORRECT, .entity = id_random(), .area = GRID2}, "{\"head\":\"新\"}"),
        REFUSED("its area is not yours"));
    /* A correction says where the device knew the household, and moves nothing. */
    assert_string_equal(
        says(&c, &c.a, (struct event){.kind = KIND_CORRECT, .entity = c.in, .area = VILLAGE, .replaces = 1}, "{\"note\":\"n\"}"),
        "");
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM household WHERE area = '" VILLAGE "'"), 0);

    need = need_of(&c.in);
    assert_string_equal(says(&c, &c.a, need, agreed), "");
    assert_string_equal(says(&c, &c.b, need, agreed), REFUSED("it was never assigned to you"));
    assert_string_equal(says(&c, &c.a, need, "{\"summary\":\"送餐\"}"),
                        REFUSED("a care need is kept only with consent: who, when, how, what for, until when"));
    need.until[0] = '\0';
    assert_string_equal(says(&c, &c.a, need, agreed),
                        REFUSED("a care need is kept only with consent: who, when, how, what for, until when"));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM need"), 1);
    end(&c);
}

/* Whoever has the household ends a care need that its resident takes back; nothing else of another worker. */
static void consent_is_the_residents(void **state) {
    struct scene c = scene("judge-consent");
    int64_t need = dev_say(&c.a, need_of(&c.in), agreed), visit = dev_visit(&c.a, &c.in);

    (void)state;
    dev_push_all(&c.w, &c.a);
    assert_string_equal(dev_push_verdict(&c.w, &c.b, dev_withdraw(&c.b, &c.in, &c.a.id, need)),
                        REFUSED("only who recorded it can take it back"));
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, false), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "li", GRID, true), ERR_OK);
    assert_string_equal(dev_push_verdict(&c.w, &c.b, dev_withdraw(&c.b, &c.in, &c.a.id, visit)),
                        REFUSED("only who recorded it can take it back"));
    assert_string_equal(dev_push_verdict(&c.w, &c.b, dev_withdraw(&c.b, &c.in, &c.a.id, need)), "");
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM need WHERE withdrawn IS NULL"), 0);
    end(&c);
}

static void what_is_told_of_a_matter(void **state) {
    struct scene c = scene("judge-matter");
    struct event note = {.kind = KIND_NOTE, .entity = c.matter},
                 step = {.kind = KIND_STEP, .entity = c.matter, .exit = EXIT_SETTLE};
    struct dev second = dev_new(&c.w, "tang");
    int64_t settled, taken;

    (void)state;
    step.step = kinds_first_step(MATTER_DISPUTE);
    assert_string_equal(says(&c, &c.a, note, "{\"note\":\"n\"}"), "");
    assert_string_equal(says(&c, &c.b, note, "{\"note\":\"n\"}"), REFUSED("it was never assigned to you"));
    assert_string_equal(says(&c, &c.b, step, "{\"note\":\"n\"}"), REFUSED("it was never assigned to you"));
    note.entity = step.entity = c.in;
    assert_string_equal(says(&c, &c.a, note, "{}"), REFUSED("it is recorded for something of another kind"));
    assert_string_equal(says(&c, &c.a, step, "{}"), REFUSED("it is recorded for something of another kind"));
    note.entity = step.entity = c.matter;
    step.step = STEP_MEDIATE;
    assert_string_equal(says(&c, &c.a, step, "{}"), CONFLICT("the matter was at another step when this one came"));
    step.step = kinds_first_step(MATTER_DISPUTE);
    settled = dev_say(&c.a, step, "{\"note\":\"well\"}");
    assert_string_equal(dev_push_verdict(&c.w, &c.a, settled), "");
    assert_int_equal(hub_sql(&c.w, "SELECT open FROM matter"), 0);
    /* The other one settled it too, and did not know. */
    assert_string_equal(says(&c, &second, step, "{\"note\":\"otherwise\"}"),
                        CONFLICT("the matter was closed or withdrawn before this step came"));
    assert_string_equal(says(&c, &second, note, "{\"note\":\"still\"}"), "");
    /* Taken back, taken up again. */
    taken = dev_withdraw(&second, &c.matter, &c.a.id, settled);
    assert_string_equal(dev_push_verdict(&c.w, &second, taken), "");
    assert_int_equal(hub_sql(&c.w, "SELECT open FROM matter"), 1);
    assert_string_equal(
        says(&c, &c.a, (struct event){.kind = KIND_RESTORE, .entity = c.matter, .device = second.id, .replaces = taken}, NULL),
        "");
    assert_int_equal(hub_sql(&c.w, "SELECT open FROM matter"), 0);
    assert_string_equal(
        says(&c, &c.a, (struct event){.kind = KIND_RESTORE, .entity = c.matter, .device = c.a.id, .replaces = settled}, NULL),
        REFUSED("what it takes back is not there"));
    assert_string_equal(
        says(&c, &c.b, (struct event){.kind = KIND_RESTORE, .entity = c.matter, .device = second.id, .replaces = taken}, NULL),
        REFUSED("only who recorded it can take it back"));
    dev_free(&second);
    end(&c);
}

static void disagreement_is_heard(void **state) {
    struct scene c = scene("judge-contest");
    int64_t refused = dev_visit(&c.a, &c.out);

    (void)state;
    assert_string_equal(dev_push_verdict(&c.w, &c.a, refused), REFUSED("it was never assigned to you"));
    assert_string_equal(says(&c, &c.a,
                             (struct event){.kind = KIND_CONTEST, .entity = c.out, .device = c.a.id, .replaces = refused},
                             "{\"reason\":\"I was there\"}"),
                        "");
    assert_string_equal(says(&c, &c.a, (struct event){.kind = KIND_DECIDE, .entity = c.in}, NULL),
                        REFUSED("only the hub may record this"));
    end(&c);
}

struct seen {
    size_t rows;
    int64_t count;
    struct id device;
    char worker[NAME_SIZE];
};

static enum err see(void *arg, const struct hub_quarantine_row *row) {
    struct seen *s = arg;

    s->rows++;
    s->count += row->count;
    s->device = row->device;
    strcpy(s->worker, row->worker);
    return ERR_OK;
}

static struct seen waiting(struct scene *c) {
    struct seen s = {0};

    assert_int_equal(hub_quarantine_list(c->w.s, see, &s), ERR_OK);
    return s;
}

static enum err count(void *arg, const struct raw_event *raw) {
    int64_t *n = arg;

    assert_int_equal(raw->verdict, VERDICT_QUARANTINE);
    ++*n;
    return ERR_OK;
}

static void a_desk_takes_what_a_revoked_device_wrote(void **state) {
    struct scene c = scene("quarantine-take");
    struct dev second = dev_new(&c.w, "tang");
    struct client watch = client_new(&second);
    struct id own, matter;
    struct hub_decided done;
    struct seen s;
    struct told t;
    char id[ID_TEXT_SIZE];
    int64_t n = 0, undecided;

    (void)state;
    client_pull(&c.w, &watch, 100);
    id_text(id, &c.a.id);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, NULL, &done), ERR_NOT_FOUND);
    assert_int_equal(hub_device_revoke(c.w.s, id), ERR_OK);
    own = dev_household(&c.a, GRID, "1-1-102");
    dev_visit(&c.a, &own);
    matter = dev_matter(&c.a, GRID, &own, 1, LEVEL_GRID);
    dev_visit(&c.a, &c.out); /* not in scope: refused even then */
    dev_withdraw(&c.a, &c.matter, &c.a.id, 1);
    t = dev_push_part(&c.w, &c.a, 0, (int64_t)c.a.count);
    assert_int_equal(t.e, ERR_OK);
    assert_true(json_int(json_get(t.v, "revoked"), "undecided", &undecided));
    assert_int_equal(undecided, 5);
    assert_int_equal(json_count(json_get(t.v, "refused")), 5);
    told_free(&t);
    s = waiting(&c);
    assert_int_equal(s.rows, 1);
    assert_int_equal(s.count, 5);
    assert_true(id_equal(&s.device, &c.a.id));
    assert_string_equal(s.worker, "tang");
    assert_int_equal(hub_quarantine_events(c.w.s, id, count, &n), ERR_OK);
    assert_int_equal(n, 5);

    assert_int_equal(hub_quarantine_decide(c.w.s, id, NULL, &done), ERR_OK);
    assert_int_equal(done.taken, 4);
    assert_int_equal(done.refused, 1);
    assert_true(hub_has(&c.w, &c.a.worker, &own));
    assert_true(hub_has(&c.w, &c.a.worker, &matter));
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM matter WHERE open = 1"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE rev IS NULL"), 0);
    assert_int_equal(waiting(&c).rows, 0);
    client_pull(&c.w, &watch, 3);
    client_check(&c.w, &watch);
    assert_non_null(client_copy(&watch, &own));
    /* It is told what was decided, though it continues behind all of it. */
    t = dev_push_part(&c.w, &c.a, (int64_t)c.a.count, (int64_t)c.a.count);
    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(json_count(json_get(t.v, "refused")), 1);
    assert_true(json_int(json_get(t.v, "revoked"), "undecided", &undecided));
    assert_int_equal(undecided, 0);
    told_free(&t);
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM matter WHERE open = 1"), 1);
    client_free(&watch);
    dev_free(&second);
    end(&c);
}

static void or_refuses_it(void **state) {
    struct scene c = scene("quarantine-refuse");
    struct hub_decided done;
    struct told t;
    char id[ID_TEXT_SIZE];

    (void)state;
    id_text(id, &c.a.id);
    assert_int_equal(hub_worker_leave(c.w.s, "tang"), ERR_OK); /* revokes, too */
    dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, (int64_t)c.a.count);
    told_free(&t);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, "", &done), ERR_RANGE);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, "two\nlines", &done), ERR_RANGE);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, "不是本人所写", &done), ERR_OK);
    assert_int_equal(done.refused, 1);
    assert_int_equal(done.taken, 0);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 0);
    t = dev_push_part(&c.w, &c.a, (int64_t)c.a.count, (int64_t)c.a.count);
    assert_string_equal(json_str(json_at(json_get(t.v, "refused"), 0), "reason", ""), "不是本人所写");
    assert_string_equal(json_str(json_at(json_get(t.v, "refused"), 0), "verdict", ""), "refused");
    told_free(&t);
    end(&c);
}

/* A tail of a revoked device, as of a copied disk, waits beside it and is decided by itself. */
static void a_copy_of_a_revoked_device(void **state) {
    struct scene c = scene("quarantine-tail");
    struct hub_decided done;
    struct seen s;
    struct told t;
    char id[ID_TEXT_SIZE];

    (void)state;
    id_text(id, &c.a.id);
    dev_visit(&c.a, &c.in);
    dev_push_all(&c.w, &c.a);
    assert_int_equal(hub_device_revoke(c.w.s, id), ERR_OK);
    dev_forget_last(&c.a);
    dev_visit(&c.a, &c.in);
    dev_visit(&c.a, &c.in);
    t = dev_push_part(&c.w, &c.a, 0, (int64_t)c.a.count);
    assert_int_equal(t.e, ERR_OK);
    assert_non_null(json_get(t.v, "fork"));
    assert_int_equal(json_count(json_get(t.v, "refused")), 2);
    told_free(&t);
    s = waiting(&c);
    assert_int_equal(s.rows, 1);
    assert_false(id_equal(&s.device, &c.a.id));
    assert_int_equal(hub_quarantine_decide(c.w.s, id, NULL, &done), ERR_NOT_FOUND);
    id_text(id, &s.device);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, NULL, &done), ERR_OK);
    assert_int_equal(done.taken, 2);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM visit"), 3);
    end(&c);
}

/* The old device ends when the new one joins, and not before; one that the code did not mean stays. */
static void a_new_netbook_takes_the_place_of_the_old(void **state) {
    struct scene c = scene("replace");
    struct dev later, joining;
    struct hub_code code;
    struct hub_caller caller;
    struct buf answer = {0};
    struct json *v;
    char id[ID_TEXT_SIZE];

    (void)state;
    id_text(id, &c.a.id);
    assert_int_equal(hub_enroll_replacing(c.w.s, "li", id, &code), ERR_REFUSED);
    assert_int_equal(hub_enroll_replacing(c.w.s, "tang", "", &code), ERR_OK);
    assert_int_equal(code.replaces, 1);
    later = dev_new(&c.w, "tang");
    assert_int_equal(hub_caller(c.w.s, c.a.token, &caller), ERR_OK);
    assert_false(caller.revoked);
    for (int again = 0; again < 2; again++) { /* the answer may have been lost */
        if (!again)
            dev_key(&joining);
        buf_reset(&answer);
        assert_int_equal(dev_enroll_with(&c.w, &joining, code.text, NULL, &answer), ERR_OK);
        dev_take_answer(&c.w, &joining, &answer);
        assert_int_equal(hub_caller(c.w.s, c.a.token, &caller), ERR_OK);
        assert_true(caller.revoked);
        assert_int_equal(hub_caller(c.w.s, later.token, &caller), ERR_OK);
        assert_false(caller.revoked);
    }
    assert_int_equal(json_parse(&v, buf_text(&answer), answer.len, NULL), ERR_OK);
    assert_int_equal(json_count(json_get(v, "devices")), 2);
    json_free(v);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM device WHERE revoked IS NOT NULL"), 1);
    buf_free(&answer);
    dev_free(&later);
    dev_free(&joining);
    end(&c);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_of_a_household),
        cmocka_unit_test(consent_is_the_residents),
        cmocka_unit_test(what_is_told_of_a_matter),
        cmocka_unit_test(disagreement_is_heard),
        cmocka_unit_test(a_desk_takes_what_a_revoked_device_wrote),
        cmocka_unit_test(or_refuses_it),
        cmocka_unit_test(a_copy_of_a_revoked_device),
        cmocka_unit_test(a_new_netbook_takes_the_place_of_the_old),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
