/* A claim gets its amount from the county's table and the town's year; a second person answers it, once. */
#include "act_help.h"
#include "linli/act_flow.h"
#include "linli/read_claims.h"

static void put_values(struct item_values *v, const char *const pairs[]) {
    for (size_t i = 0; pairs[i]; i += 2)
        items_set(v, items_field(v->item, pairs[i]), pairs[i + 1]);
}

static enum err write_item(struct world *w, const struct id *matter, enum item item, const char *const pairs[],
                           char id[EVENT_ID_SIZE]) {
    struct item_values v = {.item = item};
    struct id device;
    int64_t seq;
    enum err e;

    put_values(&v, pairs);
    e = act_item(w->s, matter, &v, NULL, &device, &seq);
    items_free(&v);
    if (e == ERR_OK && id)
        read_event_id(id, &device, seq);
    return e;
}

static struct id settled(struct world *w, const char *one, const char *other) {
    struct id households[2] = {by_number(w, one), by_number(w, other)}, id;
    char number[NUMBER_SIZE];

    assert_int_equal(act_open_matter(w->s,
                                     &(struct act_matter){.kind = MATTER_DISPUTE,
                                                          .type = TYPE_NEIGHBOURS,
                                                          .summary = "漏水",
                                                          .households = households,
                                                          .household_count = 2,
                                                          .settled = "修好了"},
                                     &id, number),
                     ERR_OK);
    return id;
}

static void mediator(struct world *w, const char *source, char id[ID_TEXT_SIZE]) {
    struct item_values v = {.item = ITEM_IS_MEDIATOR};
    struct id entry = {0};

    put_values(&v, (const char *const[]){"name", "周宁", "committee", "调委会", "since", "2026-01-01", "until", "2029-01-01",
                                         *source ? "source" : NULL, source, NULL});
    assert_int_equal(act_entry(w->s, &entry, "", &v, NULL), ERR_OK);
    items_free(&v);
    id_text(id, &entry);
}

static enum err claim(struct world *w, const struct id *matter, const char *grade, const char *who, char id[EVENT_ID_SIZE]) {
    return write_item(w, matter, ITEM_IS_CLAIM,
                      (const char *const[]){"grade", grade, "mediator", who, "why", "简单", "amount", "99999", NULL}, id);
}

struct seen {
    size_t count;
    struct claim_row last;
};

static enum err keep(void *arg, const struct claim_row *r) {
    struct seen *s = arg;

    s->count++;
    s->last = *r;
    return ERR_OK;
}

static struct seen claims_of(struct store *s, int year) {
    struct seen seen = {0};
    int64_t from, to;

    read_claims_year(year, &from, &to);
    assert_int_equal(read_claims(s, from, to, keep, &seen), ERR_OK);
    return seen;
}

static void the_amount_is_computed(void **state) {
    struct world w = world_open();
    char part[ID_TEXT_SIZE], none[ID_TEXT_SIZE], post[ID_TEXT_SIZE];
    struct id matter, again;
    struct seen seen;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    matter = settled(&w, "001", "002");
    mediator(&w, "part-time", part);
    mediator(&w, "", none);
    mediator(&w, "in-post", post);
    assert_int_equal(claim(&w, &matter, "simple", none, NULL), ERR_FAILED);
    assert_int_equal(claim(&w, &matter, "simple", post, NULL), ERR_FAILED);
    assert_int_equal(claim(&w, &matter, "major", part, NULL), ERR_FAILED);
    assert_int_equal(claim(&w, &matter, "simple", "00112233445566778899aabbccddeeff", NULL), ERR_FAILED);
    assert_int_equal(claims_of(w.s, 2026).count, 0);
    assert_int_equal(claim(&w, &matter, "simple", part, NULL), ERR_OK);
    assert_int_equal(claim(&w, &matter, "simple", part, NULL), ERR_FAILED);
    again = settled(&w, "002", "001"); /* the same two households */
    assert_int_equal(claim(&w, &again, "simple", part, NULL), ERR_FAILED);
    again = settled(&w, "002", "003");
    assert_int_equal(claim(&w, &again, "complex", part, NULL), ERR_OK);
    seen = claims_of(w.s, 2026);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.last.fen, 20000);
    assert_int_equal(seen.last.grade, GRADE_COMPLEX);
    assert_string_equal(seen.last.mediator, "周宁");
    assert_int_equal(claims_of(w.s, 2025).count, 0);
    assert_int_equal(claims_of(w.s, 2027).count, 0);
    world_close(&w);
}

static enum err copy_event(void *arg, const struct raw_event *raw) {
    struct raw_event copy = *raw;
    bool fresh;

    return store_put(arg, &copy, false, &fresh);
}

/* What one device wrote comes to another one, where a desk's worker sits. */
static void second_person(struct world *to, struct world *from) {
    struct id worker = id_random();

    assert_int_equal(store_set(to->s, "worker.area", "430181.007"), ERR_OK);
    assert_int_equal(store_set_worker(to->s, &worker, NULL), ERR_OK);
    assert_int_equal(store_begin(to->s), ERR_OK);
    assert_int_equal(store_all_events(from->s, copy_event, to->s), ERR_OK);
    assert_int_equal(store_commit(to->s), ERR_OK);
}

static void another_one_approves_once(void **state) {
    struct world w = world_open(), desk = world_open();
    char who[ID_TEXT_SIZE], id[EVENT_ID_SIZE];
    struct id matter;

    (void)state;
    import(&w, TOWN, (struct expected){.added = 3});
    matter = settled(&w, "001", "002");
    mediator(&w, "part-time", who);
    assert_int_equal(claim(&w, &matter, "simple", who, id), ERR_OK);
    assert_int_equal(write_item(&w, &matter, ITEM_IS_APPROVAL,
                                (const char *const[]){"claim", id, "answer", "yes", "day", "2026-11-22", NULL}, NULL),
                     ERR_FAILED);
    second_person(&desk, &w);
    assert_int_equal(claims_of(desk.s, 2026).last.result, ANSWER_NONE);
    assert_int_equal(write_item(&desk, &matter, ITEM_IS_APPROVAL,
                                (const char *const[]){"claim", id, "answer", "no", "day", "2026-11-22", NULL}, NULL),
                     ERR_OK);
    assert_int_equal(claims_of(desk.s, 2026).last.result, ANSWER_NO);
    assert_int_equal(write_item(&desk, &matter, ITEM_IS_APPROVAL,
                                (const char *const[]){"claim", id, "answer", "yes", "day", "2026-11-22", NULL}, NULL),
                     ERR_FAILED);
    /* a refused one makes room for another */
    assert_int_equal(claim(&desk, &matter, "complex", who, NULL), ERR_OK);
    assert_int_equal(claims_of(desk.s, 2026).count, 2);
    world_close(&w);
    world_close(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_amount_is_computed),
        cmocka_unit_test(another_one_approves_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
