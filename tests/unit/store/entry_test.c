/* Directories at the hub: who keeps them, who has them, what an entry is once several wrote it. */
#include "hub_help.h"
#include "linli/read_flow.h"
#include "store/flowrows.h"

#define REFUSED(words) "refused: " words
#define OTHER_VILLAGE TOWN ".04"

struct scene {
    struct hubworld w;
    struct dev town, village, other, head, far; /* desks of the town and two villages, a head in each village */
};

static void add_worker(struct scene *c, const char *login, enum role role, const char *area) {
    assert_int_equal(hub_worker_add(c->w.s, login, login, role, area), ERR_OK);
}

static struct scene scene(const char *name) {
    struct scene c = {.w = hub_open(name)};

    hub_towns(&c.w);
    assert_int_equal(hub_area_add(c.w.s, OTHER_VILLAGE ".01", "远"), ERR_OK);
    add_worker(&c, "town", ROLE_DESK, TOWN);
    add_worker(&c, "village", ROLE_DESK, VILLAGE);
    add_worker(&c, "other", ROLE_DESK, OTHER_VILLAGE);
    add_worker(&c, "head", ROLE_HEAD, GRID);
    add_worker(&c, "far", ROLE_HEAD, OTHER_VILLAGE ".01");
    c.town = dev_new(&c.w, "town");
    c.village = dev_new(&c.w, "village");
    c.other = dev_new(&c.w, "other");
    c.head = dev_new(&c.w, "head");
    c.far = dev_new(&c.w, "far");
    return c;
}

static void end(struct scene *c) {
    dev_free(&c->town);
    dev_free(&c->village);
    dev_free(&c->other);
    dev_free(&c->head);
    dev_free(&c->far);
    hub_close(&c->w);
}

static const char *says(struct scene *c, struct dev *d, struct event ev, const char *body) {
    return dev_push_verdict(&c->w, d, dev_say(d, ev, body));
}

static struct event mediator(const char *area) {
    struct event ev = {
        .kind = KIND_ENTRY, .entity = id_random(), .item = ITEM_IS_MEDIATOR, .day = "2025-01-01", .due = "2027-12-31"};

    strcpy(ev.area, area);
    return ev;
}

#define WANG "{\"name\":\"王\",\"committee\":\"调委会\",\"phone\":\"0731\"}"
#define LI "{\"name\":\"李\",\"committee\":\"调委会\"}"

static enum err take_name(void *arg, const struct entry_row *r) {
    snprintf(arg, NAME_SIZE, "%s", r->name);
    return ERR_OK;
}

/* The name of the entry, "" where it does not stand. */
static const char *name_of(struct scene *c, const struct id *id) {
    static char name[NAME_SIZE];

    name[0] = '\0';
    if (read_entry(c->w.s, id, take_name, name) != ERR_OK)
        name[0] = '\0';
    return name;
}

static bool mediates(struct scene *c, const struct dev *d, enum role role, const char *area, const char *date) {
    struct flow_actor a;
    int64_t ms;

    assert_true(clock_parse(&ms, date));
    assert_int_equal(flowrows_actor(c->w.s, &d->worker, role, area, NULL, clock_day(ms), &a), ERR_OK);
    return a.roles & FLOW_MEDIATOR;
}

static void desks_keep_their_own(void **state) {
    struct scene c = scene("entry-keep");
    struct event ev = mediator(VILLAGE), there = mediator(OTHER_VILLAGE);

    (void)state;
    assert_string_equal(says(&c, &c.head, ev, WANG), REFUSED("this step is not yours to take"));
    assert_string_equal(says(&c, &c.other, ev, WANG), REFUSED("its area is not yours"));
    assert_string_equal(says(&c, &c.village, ev, WANG), "");
    assert_string_equal(says(&c, &c.other, ev, LI), REFUSED("its area is not yours"));
    there.entity = ev.entity; /* nor by saying that it is theirs */
    assert_string_equal(says(&c, &c.other, there, LI), REFUSED("its area is not yours"));
    assert_string_equal(says(&c, &c.village, there, LI), REFUSED("its area is not yours"));
    assert_string_equal(says(&c, &c.village, ev, "{\"name\":[]}"), REFUSED("its words cannot be read"));
    ev.item = ITEM_IS_DEPARTMENT; /* a mediator does not become a department */
    assert_string_equal(says(&c, &c.village, ev, LI), REFUSED("it is recorded for something of another kind"));
    ev.item = ITEM_IS_SESSION;
    ev.entity = id_random();
    assert_string_equal(says(&c, &c.village, ev, LI), REFUSED("it is recorded for something of another kind"));
    assert_string_equal(name_of(&c, &there.entity), "王");
    end(&c);
}

static void the_post_is_given_by_its_own_desk(void **state) {
    struct scene c = scene("entry-post");
    struct event ev = mediator(VILLAGE), own = mediator(OTHER_VILLAGE);

    (void)state;
    ev.other = id_random();
    assert_string_equal(says(&c, &c.village, ev, WANG), REFUSED("it does not name whom"));
    ev.other = c.far.worker;
    assert_string_equal(says(&c, &c.village, ev, WANG), REFUSED("its area is not yours"));
    assert_false(mediates(&c, &c.far, ROLE_HEAD, OTHER_VILLAGE ".01", "2026-11-22"));
    ev.other = c.head.worker;
    assert_string_equal(says(&c, &c.village, ev, WANG), "");
    assert_true(mediates(&c, &c.head, ROLE_HEAD, GRID, "2026-11-22"));
    assert_true(mediates(&c, &c.head, ROLE_HEAD, GRID, "2027-12-31"));
    assert_false(mediates(&c, &c.head, ROLE_HEAD, GRID, "2028-01-01")); /* the term is over */
    assert_false(mediates(&c, &c.head, ROLE_HEAD, GRID, "2024-12-31"));
    /* Of another committee in town: the town desk may, and the worker's device knows of it. */
    own.other = c.head.worker;
    assert_string_equal(says(&c, &c.town, own, LI), "");
    assert_true(hub_has(&c.w, &c.head.worker, &own.entity));
    own.other = (struct id){{0}};
    assert_string_equal(says(&c, &c.town, own, LI), "");
    assert_false(hub_has(&c.w, &c.head.worker, &own.entity));
    assert_int_equal(hub_worker_leave(c.w.s, "far"), ERR_OK);
    own.other = c.far.worker;
    assert_string_equal(says(&c, &c.town, own, LI), REFUSED("it does not name whom"));
    end(&c);
}

/* A head gets the entries of the own line of areas, not the neighbour village's. */
static void who_has_them(void **state) {
    struct scene c = scene("entry-scope");
    const struct {
        const char *area;
        bool head, village, far, other;
    } rows[] = {{CITY, true, true, true, true},   {TOWN, true, true, true, true},     {VILLAGE, true, true, false, false},
                {GRID, true, true, false, false}, {GRID2, false, true, false, false}, {OTHER_VILLAGE, false, false, true, true}};
    struct dev city;

    (void)state;
    add_worker(&c, "city", ROLE_DESK, CITY);
    city = dev_new(&c.w, "city");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct event ev = mediator(rows[i].area);

        assert_string_equal(says(&c, &city, ev, WANG), "");
        assert_int_equal(hub_has(&c.w, &c.head.worker, &ev.entity), rows[i].head);
        assert_int_equal(hub_has(&c.w, &c.village.worker, &ev.entity), rows[i].village);
        assert_int_equal(hub_has(&c.w, &c.far.worker, &ev.entity), rows[i].far);
        assert_int_equal(hub_has(&c.w, &c.other.worker, &ev.entity), rows[i].other);
        assert_true(hub_has(&c.w, &c.town.worker, &ev.entity));
        /* Moved to the other village. */
        strcpy(ev.area, OTHER_VILLAGE);
        assert_string_equal(says(&c, &city, ev, WANG), "");
        assert_false(hub_has(&c.w, &c.head.worker, &ev.entity));
        assert_true(hub_has(&c.w, &c.far.worker, &ev.entity));
    }
    dev_free(&city);
    end(&c);
}

/* Another desk corrects and drops what one wrote; what was taken back of it goes, and it comes back when it is taken up again. */
static void written_by_several(void **state) {
    struct scene c = scene("entry-fold");
    struct event ev = mediator(VILLAGE);
    int64_t made, changed, dropped;

    (void)state;
    ev.other = c.head.worker;
    made = dev_say(&c.village, ev, WANG);
    assert_string_equal(dev_push_verdict(&c.w, &c.village, made), "");
    ev.area[0] = '\0'; /* says nothing of where */
    changed = dev_say(&c.town, ev, LI);
    assert_string_equal(dev_push_verdict(&c.w, &c.town, changed), "");
    assert_string_equal(name_of(&c, &ev.entity), "李");
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM entry WHERE area = '" VILLAGE "'"), 1);
    /* The correction taken back by its author: as it was. */
    assert_string_equal(dev_push_verdict(&c.w, &c.town, dev_withdraw(&c.town, &ev.entity, &c.town.id, changed)), "");
    assert_string_equal(name_of(&c, &ev.entity), "王");
    /* Dropped by the desk above: the post ends; a correction by one who had not heard of it gives it to nobody. */
    assert_string_equal(dev_push_verdict(&c.w, &c.other, dev_withdraw(&c.other, &ev.entity, &c.village.id, made)),
                        REFUSED("its area is not yours"));
    dropped = dev_withdraw(&c.town, &ev.entity, &c.village.id, made);
    assert_string_equal(dev_push_verdict(&c.w, &c.town, dropped), "");
    assert_string_equal(name_of(&c, &ev.entity), "");
    assert_false(mediates(&c, &c.head, ROLE_HEAD, GRID, "2026-11-22"));
    assert_string_equal(says(&c, &c.village, ev, "{\"name\":\"王某\",\"committee\":\"调委会\"}"), "");
    assert_string_equal(name_of(&c, &ev.entity), "");
    assert_false(mediates(&c, &c.head, ROLE_HEAD, GRID, "2026-11-22"));
    /* Taken up again: with all that was said of it meanwhile. */
    assert_string_equal(says(&c, &c.town,
                             (struct event){.kind = KIND_RESTORE, .entity = ev.entity, .device = c.town.id, .replaces = dropped},
                             NULL),
                        "");
    assert_string_equal(name_of(&c, &ev.entity), "王某");
    assert_true(mediates(&c, &c.head, ROLE_HEAD, GRID, "2026-11-22"));
    /* The same from the journal. */
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    assert_string_equal(name_of(&c, &ev.entity), "王某");
    end(&c);
}

/* Who was a desk once, and knows that they are no longer, does not take a post up again. */
static void after_a_desk_became_a_head(void **state) {
    struct scene c = scene("entry-demoted");
    struct event ev = mediator(VILLAGE);
    int64_t made, dropped;

    (void)state;
    made = dev_say(&c.village, ev, WANG);
    assert_string_equal(dev_push_verdict(&c.w, &c.village, made), "");
    dropped = dev_withdraw(&c.village, &ev.entity, &c.village.id, made);
    assert_string_equal(dev_push_verdict(&c.w, &c.village, dropped), "");
    add_worker(&c, "village", ROLE_HEAD, GRID);
    c.village.seen = hub_sql(&c.w, "SELECT max(rev) FROM town");
    assert_string_equal(
        says(&c, &c.village,
             (struct event){.kind = KIND_RESTORE, .entity = ev.entity, .device = c.village.id, .replaces = dropped}, NULL),
        REFUSED("your post was another one when this was written, and the device knew"));
    assert_string_equal(name_of(&c, &ev.entity), "");
    end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(desks_keep_their_own),
        cmocka_unit_test(the_post_is_given_by_its_own_desk),
        cmocka_unit_test(who_has_them),
        cmocka_unit_test(written_by_several),
        cmocka_unit_test(after_a_desk_became_a_head),
    };

    clock_set(TEST_NOW);
    clock_set_zone(480);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
