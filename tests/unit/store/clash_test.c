/* Corrections of one field by several devices: whose value stands, what stands beside it, and how it is settled. */
#include "store_help.h"
#include "linli/clash.h"
#include "linli/story.h"
#include "linli/upkeep.h"

#define HEAD (1u << HOUSEHOLD_HEAD_BIT)

/* The hub's order: one event of a device gets the next rev at a reader. */
struct copy {
    struct world *to;
    int64_t rev;
};

static enum err put_one(void *arg, const struct raw_event *raw) {
    struct copy *c = arg;
    struct raw_event one = *raw;
    bool fresh;

    one.rev = c->rev;
    one.town = "1.2";
    assert_int_equal(store_put(c->to->s, &one, false, &fresh), ERR_OK);
    return ERR_OK;
}

/* One that is the reader's own only gets its rev. */
static void put(struct world *to, struct world *from, int64_t seq, int64_t rev) {
    struct copy c = {to, rev};

    assert_int_equal(store_begin(to->s), ERR_OK);
    assert_int_equal(store_events(from->s, &store_device(from->s)->id, seq, 1, put_one, &c), ERR_OK);
    assert_int_equal(store_commit(to->s), ERR_OK);
}

static struct clash_source source(struct world *w, const struct id *id) {
    struct clash_source from;

    assert_int_equal(clash_source(w->s, id, HOUSEHOLD_HEAD_BIT, &from), ERR_OK);
    return from;
}

/* Says the head anew in the place of what `replaced` said; returns the seq. */
static int64_t correct(struct world *w, const struct id *id, const char *head, struct clash_source replaced) {
    struct event ev = {.kind = KIND_CORRECT, .entity = *id, .device = replaced.device, .replaces = replaced.seq};
    struct household h = {0};
    struct buf body = {0};

    snprintf(h.head, sizeof h.head, "%s", head);
    body_write_household(&body, &h, HEAD);
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.seq;
}

struct found {
    int count;
    char stands[NAME_SIZE], beside[3][NAME_SIZE];
    struct clash_source by[3];
};

static enum err find_one(void *arg, const struct clash *c) {
    struct found *f = arg;

    assert_int_equal(c->field, HOUSEHOLD_HEAD_BIT);
    assert_true(f->count < 3);
    strcpy(f->stands, c->stands->head);
    f->by[f->count] = c->beside_by;
    strcpy(f->beside[f->count++], c->beside->head);
    return ERR_OK;
}

static struct found clashes(struct world *w, const struct id *id) {
    struct found f = {0};

    assert_int_equal(read_clashes(w->s, id, find_one, &f), ERR_OK);
    return f;
}

static void head_is(struct world *w, const struct id *id, const char *head) {
    struct household_row row;
    struct household h;

    assert_int_equal(read_household(w->s, id, &row, &h), ERR_OK);
    assert_string_equal(row.head, head);
    household_free(&h);
}

/* One household that an office said at A; B has it from there, as from a hub. */
struct town {
    struct world a, b;
    struct id id;
};

static struct town town_of(const char *name, const char *area) {
    char other[64];
    struct town t = {.a = world_open(name)};

    snprintf(other, sizeof other, "%s-b", name);
    t.b = world_open(other);
    assert_int_equal(store_set(t.a.s, "worker.area", area), ERR_OK);
    assert_int_equal(store_set(t.b.s, "worker.area", area), ERR_OK);
    assert_int_equal(store_set_worker(t.a.s, &store_device(t.a.s)->worker, NULL), ERR_OK);
    assert_int_equal(store_set_worker(t.b.s, &store_device(t.b.s)->worker, NULL), ERR_OK);
    t.id = add_household(&t.a, "1.2.3.4", "3-2-501", "张三");
    put(&t.a, &t.a, 1, 1);
    put(&t.b, &t.a, 1, 1);
    return t;
}

static struct town town_open(const char *name) {
    return town_of(name, "1.2.3.4");
}

static void town_close(struct town *t) {
    world_close(&t->a);
    world_close(&t->b);
}

static void one_after_the_other(void **state) {
    struct town t = town_open("clash-row");

    (void)state;
    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    assert_int_equal(source(&t.a, &t.id).seq, 2);
    correct(&t.a, &t.id, "张珊", source(&t.a, &t.id));
    head_is(&t.a, &t.id, "张珊");
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    town_close(&t);
}

/* Both correct without a link; A's reaches the hub first. Both devices see the same, in whichever order the events came. */
static void two_at_once_stand_side_by_side(void **state) {
    struct town t = town_open("clash-two");
    struct found a, b;
    char *one, *other;

    (void)state;
    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    correct(&t.b, &t.id, "章三", source(&t.b, &t.id));
    head_is(&t.b, &t.id, "章三");
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2); /* before its own, which has no rev yet: folded again */
    head_is(&t.b, &t.id, "张山");
    put(&t.b, &t.b, 1, 3);
    put(&t.a, &t.b, 1, 3);
    a = clashes(&t.a, &t.id);
    b = clashes(&t.b, &t.id);
    assert_int_equal(a.count, 1);
    assert_int_equal(b.count, 1);
    assert_string_equal(a.stands, "张山");
    assert_string_equal(b.stands, "张山");
    assert_string_equal(a.beside[0], "章三");
    assert_true(b.by[0].own);
    assert_false(a.by[0].own);
    one = dump_projection(t.a.path);
    assert_int_equal(upkeep_rebuild(t.a.s, NULL, NULL), ERR_OK);
    other = dump_projection(t.a.path);
    assert_string_equal(one, other);
    assert_int_equal(clashes(&t.a, &t.id).count, 1);
    mem_free(one);
    mem_free(other);
    town_close(&t);
}

static void settled_by_one_is_settled_for_both(void **state) {
    struct town t = town_open("clash-settle");

    (void)state;
    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    correct(&t.b, &t.id, "章三", source(&t.b, &t.id));
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2);
    put(&t.b, &t.b, 1, 3);
    put(&t.a, &t.b, 1, 3);
    /* A chooses B's value; and what stands is chosen by the same act. */
    correct(&t.a, &t.id, "章三", clashes(&t.a, &t.id).by[0]);
    head_is(&t.a, &t.id, "章三");
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    put(&t.a, &t.a, 3, 4);
    put(&t.b, &t.a, 3, 4);
    head_is(&t.b, &t.id, "章三");
    assert_int_equal(clashes(&t.b, &t.id).count, 0);
    /* Later corrections go on from there. */
    correct(&t.b, &t.id, "章叁", source(&t.b, &t.id));
    put(&t.a, &t.b, 2, 5);
    head_is(&t.a, &t.id, "章叁");
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    town_close(&t);
}

static void settled_by_two_at_once(void **state) {
    struct town t = town_open("clash-both");
    struct found f;

    (void)state;
    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    correct(&t.b, &t.id, "章三", source(&t.b, &t.id));
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2);
    put(&t.b, &t.b, 1, 3);
    put(&t.a, &t.b, 1, 3);
    /* The same choice twice is one; */
    correct(&t.a, &t.id, "张山", clashes(&t.a, &t.id).by[0]);
    correct(&t.b, &t.id, "张山", clashes(&t.b, &t.id).by[0]);
    put(&t.a, &t.a, 3, 4);
    put(&t.b, &t.a, 3, 4);
    put(&t.b, &t.b, 2, 5);
    put(&t.a, &t.b, 2, 5);
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    assert_int_equal(clashes(&t.b, &t.id).count, 0);
    /* two choices contradict each other as two corrections do. */
    correct(&t.a, &t.id, "张一", source(&t.a, &t.id));
    correct(&t.b, &t.id, "张二", source(&t.b, &t.id));
    put(&t.a, &t.a, 4, 6);
    put(&t.b, &t.a, 4, 6);
    put(&t.b, &t.b, 3, 7);
    put(&t.a, &t.b, 3, 7);
    correct(&t.a, &t.id, "张一", clashes(&t.a, &t.id).by[0]);
    correct(&t.b, &t.id, "张二", clashes(&t.b, &t.id).by[0]);
    put(&t.b, &t.b, 4, 8);
    put(&t.a, &t.b, 4, 8);
    put(&t.a, &t.a, 5, 9);
    put(&t.b, &t.a, 5, 9);
    f = clashes(&t.a, &t.id);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.stands, "张二");
    assert_string_equal(f.beside[0], "张一");
    assert_int_equal(clashes(&t.b, &t.id).count, 1);
    town_close(&t);
}

/* Who goes on correcting without a link does not settle what he cannot have seen. */
static void correct_twice_offline(struct town t) {
    struct found f;

    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    correct(&t.b, &t.id, "章三", source(&t.b, &t.id));
    correct(&t.b, &t.id, "章叁", source(&t.b, &t.id));
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2);
    for (int i = 1; i <= 2; i++) {
        put(&t.b, &t.b, i, 2 + i);
        put(&t.a, &t.b, i, 2 + i);
    }
    f = clashes(&t.a, &t.id);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.stands, "张山");
    assert_string_equal(f.beside[0], "章叁");
    assert_int_equal(clashes(&t.b, &t.id).count, 1);
    /* Now it is seen, and naming the own value settles. */
    correct(&t.b, &t.id, "章叁", clashes(&t.b, &t.id).by[0]);
    put(&t.b, &t.b, 3, 5);
    put(&t.a, &t.b, 3, 5);
    head_is(&t.a, &t.id, "章叁");
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    town_close(&t);
}

static void a_second_correction_offline_settles_nothing(void **state) {
    (void)state;
    correct_twice_offline(town_open("clash-unseen"));
}

/* The household's town counts by itself: much was seen of the worker's own, or nothing yet. */
static void nor_in_another_town(void **state) {
    struct town t = town_of("clash-elsewhere", "7.8.9");

    (void)state;
    store_saw(t.b.s, "7.8", 1000);
    correct_twice_offline(t);
    correct_twice_offline(town_of("clash-elsewhere-new", "7.8.9"));
}

static void who_says_the_same_contradicts_nobody(void **state) {
    struct town t = town_open("clash-same");

    (void)state;
    correct(&t.a, &t.id, "张山", source(&t.a, &t.id));
    correct(&t.b, &t.id, "张山", source(&t.b, &t.id));
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2);
    put(&t.b, &t.b, 1, 3);
    put(&t.a, &t.b, 1, 3);
    assert_int_equal(clashes(&t.a, &t.id).count, 0);
    assert_int_equal(clashes(&t.b, &t.id).count, 0);
    town_close(&t);
}

/* The office's next list came first: the correction stands beside it, and the one after that, made with both in view, takes. */
static void a_roster_between(void **state) {
    struct town t = town_open("clash-roster");
    struct found f;

    (void)state;
    rename_household(&t.a, &t.id, "张三丰");
    correct(&t.b, &t.id, "章三", source(&t.b, &t.id));
    put(&t.a, &t.a, 2, 2);
    put(&t.b, &t.a, 2, 2);
    put(&t.b, &t.b, 1, 3);
    put(&t.a, &t.b, 1, 3);
    f = clashes(&t.a, &t.id);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.stands, "张三丰");
    assert_int_equal(source(&t.a, &t.id).seq, 2);
    correct(&t.a, &t.id, "张三风", source(&t.a, &t.id));
    head_is(&t.a, &t.id, "张三风");
    assert_int_equal(clashes(&t.a, &t.id).count, 1);
    /* A roster that says otherwise later takes the field from the correction. */
    rename_household(&t.a, &t.id, "张四");
    head_is(&t.a, &t.id, "张四");
    assert_int_equal(source(&t.a, &t.id).seq, 4);
    town_close(&t);
}

/* A household made by hand, and a correction of one that is not here. */
static void made_by_hand(void **state) {
    struct town t = town_open("clash-hand");
    struct event ev = {.kind = KIND_CORRECT, .entity = id_random(), .area = "1.2.3.4"};
    struct household h = {.door = {.building = "9", .room = "901"}, .head = "新户"};
    struct clash_source nobody = {.seq = 7, .device = id_random()};
    struct id gone = id_random();
    struct buf body = {0};

    (void)state;
    body_write_household(&body, &h, HEAD | 1u << HOUSEHOLD_BUILDING_BIT | 1u << HOUSEHOLD_ROOM_BIT);
    assert_int_equal(store_append(t.a.s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    head_is(&t.a, &ev.entity, "新户");
    assert_int_equal(source(&t.a, &ev.entity).seq, 2);
    correct(&t.a, &gone, "无此户", nobody);
    assert_int_equal(count_rows(t.a.path, "household"), 2);
    town_close(&t);
}

/* Two corrected it at once before it was taken back: taken up again it contradicts itself as before, and what came behind that
 * comes once. */
static void made_by_hand_taken_up_again(void **state) {
    struct town t = town_open("clash-redo");
    struct event made = {.kind = KIND_CORRECT, .entity = id_random(), .area = "1.2.3.4"}, ev;
    struct household h = {.head = "新户"};
    struct buf body = {0};
    struct found f, again;
    char *before, *after;
    int64_t rev = 10;

    (void)state;
    body_write_household(&body, &h, HEAD);
    assert_int_equal(store_append(t.a.s, &made, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    put(&t.a, &t.a, made.seq, ++rev);
    put(&t.b, &t.a, made.seq, rev);
    correct(&t.a, &made.entity, "张山", source(&t.a, &made.entity));
    correct(&t.b, &made.entity, "章三", source(&t.b, &made.entity));
    put(&t.a, &t.a, 3, ++rev);
    put(&t.a, &t.b, 1, ++rev);
    f = clashes(&t.a, &made.entity);
    assert_int_equal(f.count, 1);
    withdraw(&t.a, &made.entity, made.seq);
    assert_int_equal(count_rows(t.a.path, "clash"), 0);
    assert_int_equal(count_rows(t.a.path, "household"), 1);
    ev = (struct event){.kind = KIND_RESTORE, .entity = made.entity, .device = store_device(t.a.s)->id, .replaces = 4};
    assert_int_equal(store_append(t.a.s, &ev, NULL, 0, NULL), ERR_OK);
    again = clashes(&t.a, &made.entity);
    assert_int_equal(again.count, 1);
    assert_string_equal(again.stands, f.stands);
    assert_string_equal(again.beside[0], f.beside[0]);
    assert_int_equal(again.by[0].seq, f.by[0].seq);
    assert_int_equal(source(&t.a, &made.entity).seq, 3);
    correct(&t.a, &made.entity, "张姗", again.by[0]);
    before = dump_projection(t.a.path);
    head_is(&t.a, &made.entity, "张姗");
    assert_int_equal(clashes(&t.a, &made.entity).count, 0);
    assert_int_equal(store_refold(t.a.s, &made.entity), ERR_OK);
    after = dump_projection(t.a.path);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    town_close(&t);
}

struct told {
    int count;
    char text[512];
};

static enum err tell(void *arg, const struct story_row *r) {
    struct told *t = arg;
    size_t len = strlen(t->text);

    snprintf(t->text + len, sizeof t->text - len, "%s%s%s%s%s;", kinds_code(LIST_KIND, (int)r->kind), r->first ? " first" : "",
             r->withdrawn ? " withdrawn" : "", *r->number ? " " : "", r->number);
    if (r->kind == KIND_WITHDRAW)
        assert_int_equal(r->of, *r->number ? KIND_MATTER : KIND_VISIT);
    t->count++;
    return ERR_OK;
}

static enum err count_due(void *arg, const struct due_row *d) {
    struct told *t = arg;
    size_t len = strlen(t->text);

    snprintf(t->text + len, sizeof t->text - len, "%d;", (int)d->kind);
    return ERR_OK;
}

static void a_household_s_story(void **state) {
    struct world w = world_open("story");
    struct id a = add_household(&w, "1.2.3.4", "3-2-501", "张三"), b = add_household(&w, "1.2.3.4", "3-2-502", "李四"), m;
    struct told t = {0}, due = {0};
    struct event ev = {.kind = KIND_VISIT, .entity = a, .outcome = OUTCOME_MET, .next = "2026-11-20"};

    (void)state;
    correct(&w, &a, "张山", source(&w, &a));
    withdraw(&w, &a, add_visit(&w, &a, OUTCOME_NOBODY, ""));
    m = add_matter(&w, &a, &b, "漏水", 1);
    assert_int_equal(read_story(w.s, &a, tell, &t), ERR_OK);
    assert_string_equal(t.text, "household.roster first;household.correct;record.withdraw;");
    assert_int_equal(store_append(w.s, &ev, NULL, 0, NULL), ERR_OK);
    assert_int_equal(read_due(w.s, &a, count_due, &due), ERR_OK);
    assert_string_equal(due.text, "0;1;");
    /* Nobody home keeps the promise open; whoever was met has it fulfilled. */
    clock_set(TEST_NOW + 1000);
    add_visit(&w, &a, OUTCOME_NOBODY, "");
    due = (struct told){0};
    assert_int_equal(read_due(w.s, &a, count_due, &due), ERR_OK);
    assert_string_equal(due.text, "0;1;");
    add_visit(&w, &a, OUTCOME_MET, "");
    withdraw(&w, &m, 6);
    due = (struct told){0};
    assert_int_equal(read_due(w.s, &a, count_due, &due), ERR_OK);
    assert_string_equal(due.text, "");
    t = (struct told){0};
    assert_int_equal(read_story(w.s, &b, tell, &t), ERR_OK);
    assert_string_equal(t.text, "household.roster first;record.withdraw M-26-T2-001;");
    world_close(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_the_other),
        cmocka_unit_test(two_at_once_stand_side_by_side),
        cmocka_unit_test(settled_by_one_is_settled_for_both),
        cmocka_unit_test(settled_by_two_at_once),
        cmocka_unit_test(a_second_correction_offline_settles_nothing),
        cmocka_unit_test(who_says_the_same_contradicts_nobody),
        cmocka_unit_test(a_roster_between),
        cmocka_unit_test(made_by_hand),
        cmocka_unit_test(made_by_hand_taken_up_again),
        cmocka_unit_test(nor_in_another_town),
        cmocka_unit_test(a_household_s_story),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
