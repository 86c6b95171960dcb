/* What the hub says of steps and items: every refusal of the flow, whoever was first, and who had another post meanwhile
 * (FAULTS.md C3 to C6). */
#include "hub_help.h"

#include "linli/flow.h"
#include "linli/items.h"
#include "linli/upkeep.h"

#define VILLAGE2 TOWN ".04"
#define GRID4 VILLAGE2 ".01"
#define STEP_LATE "conflict: the matter was at another step when this one came"

struct scene {
    struct hubworld w;
    struct dev head, village, second, town, city, far; /* second: another desk of the village; far: a mediator elsewhere */
    struct id home, matter, entry;
    int seen[FLOW_REFUSAL_COUNT];
};

static int64_t newest(struct scene *c) {
    return hub_sql(&c->w, "SELECT max(rev) FROM town");
}

static void worker(struct scene *c, const char *login, enum role role, const char *area) {
    assert_int_equal(hub_worker_add(c->w.s, login, login, role, area), ERR_OK);
}

static const char *says(struct scene *c, struct dev *d, struct event ev, const char *body) {
    return dev_push_verdict(&c->w, d, dev_say(d, ev, body));
}

static struct event opening(const struct scene *c, enum matter_type type, enum level level) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = type,
                       .level = level,
                       .area = GRID,
                       .due = "2026-11-23",
                       .party = 2,
                       .household_count = 1};

    ev.households[0] = c->home;
    return ev;
}

static struct id open_matter(struct scene *c, enum matter_type type, enum level level) {
    struct event ev = opening(c, type, level);
    struct party parties[2] = {{.name = "王某", .household = c->home}, {.name = "李某"}};
    struct words w = {.summary = "漏水", .parties = parties, .party_count = 2};
    struct buf body = {0};

    body_write_words(&body, &w);
    assert_string_equal(says(c, &c->head, ev, buf_text(&body)), "");
    buf_free(&body);
    return ev.entity;
}

static struct scene scene(const char *name) {
    struct scene c = {.w = hub_open(name)};
    struct event post = {.kind = KIND_ENTRY, .entity = id_random(), .item = ITEM_IS_MEDIATOR, .area = VILLAGE2};
    struct dev desk2;

    hub_towns(&c.w);
    assert_int_equal(hub_area_add(c.w.s, GRID4, "第1网格"), ERR_OK);
    worker(&c, "tang", ROLE_HEAD, GRID);
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, true), ERR_OK);
    worker(&c, "zhou", ROLE_DESK, VILLAGE);
    worker(&c, "wu", ROLE_DESK, VILLAGE);
    worker(&c, "qian", ROLE_DESK, TOWN);
    worker(&c, "sun", ROLE_DESK, CITY);
    worker(&c, "zheng", ROLE_HEAD, GRID4);
    worker(&c, "other", ROLE_DESK, VILLAGE2);
    c.home = hub_household(&c.w, GRID, "1-1-101");
    c.head = dev_new(&c.w, "tang");
    c.village = dev_new(&c.w, "zhou");
    c.second = dev_new(&c.w, "wu");
    c.town = dev_new(&c.w, "qian");
    c.city = dev_new(&c.w, "sun");
    c.far = dev_new(&c.w, "zheng");
    desk2 = dev_new(&c.w, "other");
    c.entry = post.entity;
    post.other = c.far.worker;
    assert_string_equal(says(&c, &desk2, post, "{\"name\":\"郑某\",\"committee\":\"调委会\"}"), "");
    dev_free(&desk2);
    c.matter = open_matter(&c, TYPE_NEIGHBOURS, LEVEL_GRID);
    return c;
}

static void end(struct scene *c) {
    struct dev *all[] = {&c->head, &c->village, &c->second, &c->town, &c->city, &c->far};

    clock_set(TEST_NOW);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        dev_free(all[i]);
    hub_close(&c->w);
}

/* As a device writes it that knows all there is. */
static struct event step_of(struct scene *c, enum step step, enum exit exit, enum step to, enum level level) {
    return (struct event){.kind = KIND_STEP,
                          .entity = c->matter,
                          .step = step,
                          .exit = exit,
                          .to = to,
                          .level = level,
                          .due = "2026-12-01",
                          .seen = newest(c)};
}

static const char *step(struct scene *c, struct dev *d, enum step step, enum exit exit, enum step to, enum level level) {
    return says(c, d, step_of(c, step, exit, to, level), "{\"reason\":\"说明\"}");
}

static struct event item_of(struct scene *c, enum item item, int party, enum yes_or_no answer) {
    return (struct event){.kind = KIND_ITEM,
                          .entity = c->matter,
                          .item = item,
                          .party = party,
                          .answer = answer,
                          .day = "2026-11-22",
                          .made = item == ITEM_IS_AGREEMENT ? AGREEMENT_IN_WRITING : AGREEMENT_NONE,
                          .grade = item == ITEM_IS_CLAIM ? GRADE_SIMPLE : GRADE_NONE,
                          .seen = newest(c)};
}

static const char *item(struct scene *c, struct dev *d, enum item item, int party, enum yes_or_no answer) {
    return says(c, d, item_of(c, item, party, answer), "{}");
}

static const char *about(struct scene *c, struct dev *d, struct event ev, const struct dev *of, int64_t seq) {
    ev.device = of->id;
    ev.replaces = seq;
    return says(c, d, ev, "{}");
}

static void refused(struct scene *c, const char *verdict, enum flow_refusal r) {
    char words[SUMMARY_SIZE];

    snprintf(words, sizeof words, "refused: %s", flow_refusal_words(r));
    assert_string_equal(verdict, words);
    c->seen[r]++;
}

#define good(verdict) assert_string_equal(verdict, "")

/* ---- every refusal, along the whole course of one matter */

static void before_it_is_taken_on(struct scene *c) {
    struct event ev = step_of(c, STEP_ACCEPT, EXIT_HAND, STEP_ACCEPT, LEVEL_GRID);

    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_NONE, STEP_MEDIATE, LEVEL_GRID), FLOW_REFUSED_NO_WAY);
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_REOPEN, STEP_MEDIATE, LEVEL_GRID), FLOW_REFUSED_NOT_CLOSED);
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_TAKE, STEP_ACCEPT, LEVEL_GRID), FLOW_REFUSED_OWN);
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_RETURN, STEP_ACCEPT, LEVEL_NONE), FLOW_REFUSED_ROLE);
    refused(c, says(c, &c->head, step_of(c, STEP_ACCEPT, EXIT_ESCALATE, STEP_ACCEPT, LEVEL_VILLAGE), "{}"), FLOW_REFUSED_REASON);
    refused(c, item(c, &c->head, ITEM_IS_NOTICE, 3, ANSWER_NONE), FLOW_REFUSED_PARTY);
    refused(c, item(c, &c->head, ITEM_IS_SESSION, 0, ANSWER_YES), FLOW_REFUSED_ROLE);
    ev = item_of(c, ITEM_IS_NOTICE, 1, ANSWER_NONE);
    strcpy(ev.day, "2026-11-21");
    refused(c, says(c, &c->head, ev, "{}"), FLOW_REFUSED_EARLY);
    ev = step_of(c, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE);
    strcpy(ev.due, "2066-11-22");
    refused(c, says(c, &c->head, ev, "{}"), FLOW_REFUSED_DUE);
    /* A head who keeps from the desk what is the desk's. */
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_GRID), FLOW_REFUSED_LEVEL);
    good(step(c, &c->head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    assert_true(hub_has(&c->w, &c->village.worker, &c->matter));
    assert_true(hub_has(&c->w, &c->second.worker, &c->matter));
    assert_false(hub_has(&c->w, &c->town.worker, &c->matter));
}

static void until_it_is_dispatched(struct scene *c) {
    struct event ev = step_of(c, STEP_ASSESS, EXIT_HAND, STEP_ASSESS, LEVEL_VILLAGE);

    refused(c, step(c, &c->head, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE), FLOW_REFUSED_ROLE);
    good(step(c, &c->village, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
    assert_string_equal(step(c, &c->village, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE),
                        "refused: it was not assessed yet: who is competent, which level");
    c->seen[FLOW_REFUSED_NEED]++;
    good(item(c, &c->village, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE));
    refused(c, says(c, &c->village, ev, "{}"), FLOW_REFUSED_PERSON);
    ev.other = id_random();
    refused(c, says(c, &c->village, ev, "{}"), FLOW_REFUSED_PERSON);
    good(step(c, &c->village, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE));
    ev = item_of(c, ITEM_IS_PROPOSAL, 0, ANSWER_NONE);
    ev.other = id_random(); /* whoever is named gets the matter, so it is somebody */
    refused(c, says(c, &c->village, ev, "{}"), FLOW_REFUSED_PERSON);
    ev.other = c->far.worker; /* an entry is asked for */
    refused(c, says(c, &c->village, ev, "{}"), FLOW_REFUSED_PERSON);
    ev.other = c->entry;
    good(says(c, &c->village, ev, "{}"));
    assert_true(hub_has(&c->w, &c->far.worker, &c->matter));
    good(item(c, &c->village, ITEM_IS_CONFLICT, 0, ANSWER_YES));
    good(item(c, &c->head, ITEM_IS_CONSENT, 1, ANSWER_YES));
    good(item(c, &c->head, ITEM_IS_CONSENT, 2, ANSWER_NO));
    refused(c, step(c, &c->village, STEP_PLAN, EXIT_NONE, STEP_DISPATCH, LEVEL_VILLAGE), FLOW_REFUSED_TIED);
    good(item(c, &c->village, ITEM_IS_CONFLICT, 0, ANSWER_NO));
    refused(c, step(c, &c->village, STEP_PLAN, EXIT_NONE, STEP_DISPATCH, LEVEL_VILLAGE), FLOW_REFUSED_REFUSED);
    good(item(c, &c->head, ITEM_IS_CONSENT, 2, ANSWER_YES));
    good(step(c, &c->village, STEP_PLAN, EXIT_NONE, STEP_DISPATCH, LEVEL_VILLAGE));
    /* To the mediator, whom the directory names; another level's desk has no say. */
    ev = step_of(c, STEP_DISPATCH, EXIT_HAND, STEP_DISPATCH, LEVEL_VILLAGE);
    ev.other = c->far.worker;
    good(says(c, &c->village, ev, "{}"));
    good(step(c, &c->far, STEP_DISPATCH, EXIT_TAKE, STEP_DISPATCH, LEVEL_VILLAGE));
    good(step(c, &c->village, STEP_DISPATCH, EXIT_NONE, STEP_INVESTIGATE, LEVEL_VILLAGE));
}

static int64_t until_they_agree(struct scene *c) {
    struct event ev;
    int64_t made;

    good(step(c, &c->far, STEP_INVESTIGATE, EXIT_SKIP, STEP_MEDIATE, LEVEL_VILLAGE));
    good(item(c, &c->far, ITEM_IS_NOTICE, 1, ANSWER_NONE));
    good(item(c, &c->far, ITEM_IS_NOTICE, 2, ANSWER_NONE));
    good(item(c, &c->far, ITEM_IS_SESSION, 0, ANSWER_YES));
    good(step(c, &c->far, STEP_MEDIATE, EXIT_NONE, STEP_AGREE, LEVEL_VILLAGE));
    ev = item_of(c, ITEM_IS_AGREEMENT, 0, ANSWER_NO);
    made = dev_say(&c->far, ev, "{}");
    good(dev_push_verdict(&c->w, &c->far, made));
    refused(c, step(c, &c->far, STEP_AGREE, EXIT_NONE, STEP_CONFIRM, LEVEL_VILLAGE), FLOW_REFUSED_NOT_FORCE);
    refused(c, about(c, &c->far, item_of(c, ITEM_IS_APPLIED, 0, ANSWER_NONE), &c->far, made), FLOW_REFUSED_NOT_FORCE);
    ev = item_of(c, ITEM_IS_SIGNED, 1, ANSWER_NONE);
    refused(c, about(c, &c->far, ev, &c->far, made - 1), FLOW_REFUSED_ITEM); /* that is a step */
    refused(c, about(c, &c->far, ev, &c->head, made), FLOW_REFUSED_ITEM);
    refused(c, about(c, &c->far, ev, &c->far, 9999), FLOW_REFUSED_ITEM);
    refused(c, says(c, &c->far, ev, "{}"), FLOW_REFUSED_ITEM); /* of none */
    good(about(c, &c->far, ev, &c->far, made));
    ev.party = 2;
    good(about(c, &c->far, ev, &c->far, made));
    good(about(c, &c->far, item_of(c, ITEM_IS_MEDIATOR_SIGNED, 0, ANSWER_NONE), &c->far, made));
    good(about(c, &c->village, item_of(c, ITEM_IS_SEALED, 0, ANSWER_NONE), &c->far, made));
    ev = item_of(c, ITEM_IS_APPLIED, 0, ANSWER_NONE);
    strcpy(ev.day, "2027-01-22");
    refused(c, about(c, &c->village, ev, &c->far, made), FLOW_REFUSED_LATE);
    good(step(c, &c->far, STEP_AGREE, EXIT_NONE, STEP_FOLLOW_UP, LEVEL_VILLAGE));
    return made;
}

static void until_it_is_closed(struct scene *c) {
    struct event ev = item_of(c, ITEM_IS_CLAIM, 0, ANSWER_NONE);
    int64_t claim;

    good(item(c, &c->village, ITEM_IS_SESSION, 0, ANSWER_YES)); /* writes for the mediator who was proposed */
    refused(c, item(c, &c->village, ITEM_IS_FOLLOWED, 0, ANSWER_YES), FLOW_REFUSED_MEDIATED);
    good(item(c, &c->head, ITEM_IS_FOLLOWED, 0, ANSWER_YES));
    for (int party = 1; party <= 2; party++)
        good(item(c, &c->head, ITEM_IS_EVALUATION, party, ANSWER_NONE));
    good(step(c, &c->head, STEP_FOLLOW_UP, EXIT_NONE, STEP_ARCHIVE, LEVEL_VILLAGE));
    refused(c, step(c, &c->second, STEP_ARCHIVE, EXIT_NONE, STEP_NONE, LEVEL_VILLAGE), FLOW_REFUSED_DOSSIER);
    for (int party = 1; party <= 2; party++)
        good(item(c, &c->second, ITEM_IS_IDENTITY, party, ANSWER_NONE));
    ev.other = c->entry;
    claim = dev_say(&c->village, ev, "{}");
    good(dev_push_verdict(&c->w, &c->village, claim));
    refused(c, says(c, &c->second, ev, "{}"), FLOW_REFUSED_AGAIN);
    ev = item_of(c, ITEM_IS_APPROVAL, 0, ANSWER_YES);
    refused(c, about(c, &c->village, ev, &c->village, claim), FLOW_REFUSED_SELF);
    /* Nor who is paid, though another wrote it down. */
    worker(c, "zheng", ROLE_DESK, VILLAGE2);
    ev.seen = newest(c);
    refused(c, about(c, &c->far, ev, &c->village, claim), FLOW_REFUSED_SELF);
    good(about(c, &c->second, ev, &c->village, claim));
    refused(c, about(c, &c->second, ev, &c->village, claim), FLOW_REFUSED_AGAIN);
    good(step(c, &c->second, STEP_ARCHIVE, EXIT_NONE, STEP_NONE, LEVEL_VILLAGE));
    assert_int_equal(hub_sql(&c->w, "SELECT open FROM matter"), 0);
}

static void when_it_is_closed(struct scene *c) {
    assert_string_equal(step(c, &c->second, STEP_ARCHIVE, EXIT_NONE, STEP_NONE, LEVEL_VILLAGE),
                        "conflict: the matter was closed or withdrawn before this step came");
    refused(c, item(c, &c->second, ITEM_IS_SESSION, 0, ANSWER_YES), FLOW_REFUSED_CLOSED);
    good(item(c, &c->second, ITEM_IS_FILE_NOTE, 0, ANSWER_NONE));
}

static void elsewhere(struct scene *c) {
    struct event ev;

    c->matter = open_matter(c, TYPE_NEIGHBOURS, LEVEL_CITY);
    refused(c, step(c, &c->city, STEP_ACCEPT, EXIT_ESCALATE, STEP_ACCEPT, LEVEL_NONE), FLOW_REFUSED_TOP);
    refused(c, step(c, &c->town, STEP_ACCEPT, EXIT_DECLINE, STEP_NONE, LEVEL_CITY), FLOW_REFUSED_LEVEL);
    c->matter = open_matter(c, TYPE_FAMILY, LEVEL_GRID);
    good(item(c, &c->head, ITEM_IS_SAFETY, 0, ANSWER_NONE));
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_SETTLE, STEP_FOLLOW_UP, LEVEL_GRID), FLOW_REFUSED_DANGER);
    refused(c, step(c, &c->head, STEP_ACCEPT, EXIT_SETTLE, STEP_NONE, LEVEL_GRID), FLOW_REFUSED_DANGER); /* as version 2 */
    good(dev_push_verdict(&c->w, &c->head, dev_withdraw(&c->head, &c->matter, &c->head.id, (int64_t)c->head.count - 3)));
    refused(c, item(c, &c->head, ITEM_IS_NOTICE, 1, ANSWER_NONE), FLOW_REFUSED_TAKEN_BACK);
    ev = opening(c, TYPE_NEIGHBOURS, LEVEL_GRID);
    ev.party = 1;
    c->matter = ev.entity;
    good(says(c, &c->head, ev, "{\"summary\":\"漏水\"}"));
    refused(c, item(c, &c->head, ITEM_IS_AGREEMENT, 0, ANSWER_NO), FLOW_REFUSED_TWO);
    /* In the grid there is nothing below: only where a desk was put there. */
    worker(c, "wu", ROLE_DESK, GRID);
    refused(c, step(c, &c->second, STEP_ACCEPT, EXIT_RETURN, STEP_ACCEPT, LEVEL_NONE), FLOW_REFUSED_BOTTOM);
}

/* What is about status or title no court confirms. */
static void not_by_a_court(struct scene *c) {
    c->matter = open_matter(c, TYPE_NEIGHBOURS, LEVEL_VILLAGE);
    good(item(c, &c->head, ITEM_IS_AGREEMENT, 0, ANSWER_YES));
    assert_string_equal(about(c, &c->village, item_of(c, ITEM_IS_APPLIED, 0, ANSWER_NONE), &c->head, (int64_t)c->head.count),
                        "refused: what the agreement is about is not confirmed by a court");
    c->seen[FLOW_REFUSED_NOT_CONFIRMED]++;
}

static void every_refusal(void **state) {
    /* Those of the screen alone: at the hub who is at another step was not first. */
    static const enum flow_refusal not_here[] = {FLOW_REFUSED_OTHER_STEP};
    struct scene c = scene("flow-refusals");

    (void)state;
    before_it_is_taken_on(&c);
    until_it_is_dispatched(&c);
    until_they_agree(&c);
    until_it_is_closed(&c);
    when_it_is_closed(&c);
    elsewhere(&c);
    not_by_a_court(&c);
    c.seen[not_here[0]]++;
    for (int r = FLOW_OK + 1; r < FLOW_REFUSAL_COUNT; r++)
        if (!c.seen[r])
            fail_msg("not tried: %s", flow_refusal_words((enum flow_refusal)r));
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    end(&c);
}

/* ---- who was first */

static int64_t level_now(struct scene *c) {
    return hub_sql(&c->w, "SELECT level FROM matter");
}

/* Two desks of one village, neither of which had heard of the other. */
static void two_at_once(void **state) {
    static const enum exit exits[] = {EXIT_TAKE, EXIT_HAND, EXIT_ESCALATE, EXIT_WISH};
    struct scene c = scene("flow-two");

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++) {
        enum level to = i < 2 ? LEVEL_VILLAGE : LEVEL_TOWN;
        struct event first = step_of(&c, STEP_ASSESS, exits[i], STEP_ASSESS, to), second = first;
        int64_t level = level_now(&c), applied = hub_sql(&c.w, "SELECT count(*) FROM step WHERE applied");

        first.other = second.other = c.head.worker;
        good(says(&c, &c.village, first, "{\"reason\":\"甲\"}"));
        assert_string_equal(says(&c, &c.second, second, "{\"reason\":\"乙\"}"), STEP_LATE);
        assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM step WHERE applied"), applied + 1);
        assert_int_equal(level_now(&c), i < 2 ? level : LEVEL_TOWN);
        /* Whoever pulled it in between may go on from there. */
        if (i < 2)
            good(step(&c, &c.second, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
        else
            good(step(&c, &c.town, STEP_ASSESS, EXIT_RETURN, STEP_ASSESS, LEVEL_VILLAGE));
    }
    /* A note or an item is never too late: it stands beside. */
    good(says(&c, &c.second, (struct event){.kind = KIND_NOTE, .entity = c.matter, .seen = 1}, "{\"note\":\"n\"}"));
    assert_int_equal(upkeep_rebuild(c.w.s, NULL, NULL), ERR_OK);
    assert_int_equal(level_now(&c), LEVEL_VILLAGE);
    end(&c);
}

/* The same step taken by both; and one that waits on a device whose other steps were taken. */
static void a_chain_of_steps(void **state) {
    struct scene c = scene("flow-chain");
    struct event take = step_of(&c, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE), assess, plan;
    int64_t seq;

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    take.seen = newest(&c);
    assess = item_of(&c, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE);
    plan = step_of(&c, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE);
    /* Offline, one after the other: none of them had heard of the others, all of them are of one hand. */
    dev_say(&c.village, take, "{}");
    dev_say(&c.village, assess, "{}");
    seq = dev_say(&c.village, plan, "{}");
    good(dev_push_verdict(&c.w, &c.village, seq));
    assert_string_equal(says(&c, &c.second, plan, "{}"), STEP_LATE);
    /* Nobody turns back what somebody else went on from. */
    good(step(&c, &c.second, STEP_PLAN, EXIT_TAKE, STEP_PLAN, LEVEL_VILLAGE));
    assert_string_equal(dev_push_verdict(&c.w, &c.village, dev_withdraw(&c.village, &c.matter, &c.village.id, seq)), STEP_LATE);
    assert_int_equal(hub_sql(&c.w, "SELECT step FROM matter"), STEP_PLAN);
    end(&c);
}

/* Steps wait on the device of who had the matter; what was written down meanwhile is taken, the step is looked at. */
static void handed_over_while_steps_wait(void **state) {
    struct scene c = scene("flow-handed");
    struct event ev = step_of(&c, STEP_ASSESS, EXIT_HAND, STEP_ASSESS, LEVEL_VILLAGE), note, waits;

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    ev.seen = newest(&c);
    ev.other = c.far.worker;
    good(says(&c, &c.village, ev, "{}"));
    good(step(&c, &c.far, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
    assert_true(hub_has(&c.w, &c.far.worker, &c.matter));
    note = item_of(&c, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE);
    waits = step_of(&c, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE);
    ev = step_of(&c, STEP_ASSESS, EXIT_HAND, STEP_ASSESS, LEVEL_VILLAGE);
    ev.other = c.second.worker;
    good(says(&c, &c.village, ev, "{}"));
    good(step(&c, &c.second, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
    assert_false(hub_has(&c.w, &c.far.worker, &c.matter));
    good(says(&c, &c.far, note, "{}"));
    assert_string_equal(says(&c, &c.far, waits, "{}"), STEP_LATE);
    /* When the device has heard of it, it is told so. */
    waits.seen = newest(&c);
    assert_string_equal(says(&c, &c.far, waits, "{}"),
                        "refused: it was no longer assigned to you when this was written, and the device knew");
    end(&c);
}

/* The household goes to another head: work of before is taken, and who opened the matter keeps it. */
static void household_reassigned(void **state) {
    struct scene c = scene("flow-reassigned");
    struct event accept = step_of(&c, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE);
    struct dev next;

    (void)state;
    worker(&c, "li", ROLE_HEAD, GRID);
    next = dev_new(&c.w, "li");
    assert_int_equal(hub_assign_area(c.w.s, "tang", GRID, false), ERR_OK);
    assert_int_equal(hub_assign_area(c.w.s, "li", GRID, true), ERR_OK);
    assert_false(hub_has(&c.w, &c.head.worker, &c.home));
    assert_true(hub_has(&c.w, &next.worker, &c.matter));
    good(dev_push_verdict(&c.w, &c.head, dev_say(&c.head, accept, "{}")));
    assert_string_equal(says(&c, &next, accept, "{}"), STEP_LATE);
    dev_free(&next);
    end(&c);
}

/* Revoked with a full outbox: kept aside, then taken by a desk, and judged as it comes: what somebody did meanwhile stands. */
static void revoked_with_a_full_outbox(void **state) {
    struct scene c = scene("flow-revoked");
    struct event take = step_of(&c, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE);
    struct hub_decided done;
    char id[ID_TEXT_SIZE];
    struct told t;
    struct id other;

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    other = open_matter(&c, TYPE_NEIGHBOURS, LEVEL_VILLAGE);
    take.seen = newest(&c);
    dev_say(&c.village, take, "{}");
    dev_say(&c.village, item_of(&c, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE), "{}");
    take.entity = other;
    take.step = take.to = STEP_ACCEPT;
    dev_say(&c.village, take, "{}");
    assert_int_equal(hub_worker_leave(c.w.s, "zhou"), ERR_OK);
    t = dev_push_part(&c.w, &c.village, 0, 3);
    assert_int_equal(told_int(&t, "held"), 3);
    assert_int_equal(json_count(json_get(t.v, "refused")), 3);
    told_free(&t);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE verdict = 4"), 3);
    good(step(&c, &c.second, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
    id_text(id, &c.village.id);
    assert_int_equal(hub_quarantine_decide(c.w.s, id, NULL, &done), ERR_OK);
    assert_int_equal(done.taken, 2);
    assert_int_equal(done.refused, 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM event WHERE verdict = 3"), 1);
    assert_int_equal(
        hub_sql(&c.w, "SELECT count(*) FROM matter m JOIN worker w ON w.id = m.owner WHERE w.login = 'wu' AND m.step = 2"), 1);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM item"), 1);
    end(&c);
}

/* A copied disk: both go on from the same event. Both tails are held, the first step stands. */
static void a_clone(void **state) {
    struct scene c = scene("flow-clone");
    struct event assess, other;
    struct dev twin;
    struct told t;

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    good(step(&c, &c.village, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE));
    good(item(&c, &c.village, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE));
    twin = c.village;
    twin.said = mem_new(8, sizeof *twin.said);
    for (size_t i = 0; i < twin.count; i++) {
        twin.said[i] = c.village.said[i];
        twin.said[i].header = mem_dup(c.village.said[i].header);
        twin.said[i].body = mem_dup(c.village.said[i].body);
    }
    assess = step_of(&c, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE);
    other = step_of(&c, STEP_ASSESS, EXIT_DECLINE, STEP_NONE, LEVEL_VILLAGE);
    dev_say(&c.village, assess, "{}");
    dev_push_all(&c.w, &c.village);
    dev_say(&twin, other, "{\"reason\":\"不归我们管\"}");
    dev_say(&twin, item_of(&c, ITEM_IS_CONFLICT, 0, ANSWER_NO), "{}");
    t = dev_push_part(&c.w, &twin, 0, (int64_t)twin.count);
    assert_int_equal(t.e, ERR_OK);
    assert_non_null(json_get(t.v, "fork"));
    assert_int_equal(json_count(json_get(t.v, "refused")), 1);
    assert_string_equal(json_str(json_at(json_get(t.v, "refused"), 0), "verdict", ""), "conflict");
    told_free(&t);
    assert_int_equal(hub_sql(&c.w, "SELECT open * 100 + step FROM matter"), 100 + STEP_PLAN);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM item"), 2);
    dev_free(&twin);
    end(&c);
}

/* ---- posts */

/* What a desk's device wrote before it could know that its worker's post was taken is judged by that post; what it wrote after is
 * refused, and says why. */
static void demoted_while_steps_wait(void **state) {
    struct scene c = scene("flow-demoted");
    struct event assess, dispatch;

    (void)state;
    good(step(&c, &c.head, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_VILLAGE));
    good(step(&c, &c.village, STEP_ASSESS, EXIT_TAKE, STEP_ASSESS, LEVEL_VILLAGE)); /* theirs, so it stays in their scope */
    good(item(&c, &c.village, ITEM_IS_ASSESSMENT, 0, ANSWER_NONE));
    assess = step_of(&c, STEP_ASSESS, EXIT_NONE, STEP_PLAN, LEVEL_VILLAGE);
    dispatch = step_of(&c, STEP_ASSESS, EXIT_ESCALATE, STEP_ASSESS, LEVEL_TOWN);
    assert_int_equal(hub_worker_role(c.w.s, "zhou", ROLE_HEAD, GRID2), ERR_OK);
    assert_int_equal(hub_sql(&c.w, "SELECT count(*) FROM worker WHERE login = 'zhou' AND role = 1 AND name = 'zhou'"), 1);
    assert_true(hub_has(&c.w, &c.village.worker, &c.matter));
    dispatch.seen = newest(&c);
    dispatch.exit = EXIT_HAND;
    dispatch.level = LEVEL_VILLAGE;
    dispatch.other = c.second.worker;
    assert_string_equal(says(&c, &c.village, dispatch, "{}"),
                        "refused: your post was another one when this was written, and the device knew");
    good(says(&c, &c.village, assess, "{}"));
    /* A netbook that joins now knows the new post, whatever it says to have seen. */
    {
        struct dev late = dev_new(&c.w, "zhou");

        dispatch.step = dispatch.to = STEP_PLAN;
        dispatch.seen = 0;
        assert_string_equal(says(&c, &late, dispatch, "{}"),
                            "refused: your post was another one when this was written, and the device knew");
        dev_free(&late);
    }
    /* Back again. */
    assert_int_equal(hub_worker_role(c.w.s, "zhou", ROLE_DESK, VILLAGE), ERR_OK);
    dispatch.seen = newest(&c);
    good(says(&c, &c.village, dispatch, "{}"));
    assert_int_equal(hub_worker_role(c.w.s, "nobody", ROLE_DESK, NULL), ERR_NOT_FOUND);
    assert_int_equal(hub_worker_role(c.w.s, "zhou", ROLE_DESK, "x y"), ERR_RANGE);
    assert_int_equal(hub_worker_leave(c.w.s, "wu"), ERR_OK);
    assert_int_equal(hub_worker_role(c.w.s, "wu", ROLE_DESK, NULL), ERR_REFUSED);
    end(&c);
}

/* Promoted, and the device has not heard: what only the new post may do it did not do knowingly; it is refused as before. */
static void promoted_before_it_knew(void **state) {
    struct scene c = scene("flow-promoted");
    struct event ev = step_of(&c, STEP_ACCEPT, EXIT_RETURN, STEP_ACCEPT, LEVEL_GRID);

    (void)state;
    c.matter = open_matter(&c, TYPE_NEIGHBOURS, LEVEL_VILLAGE);
    ev.entity = c.matter;
    ev.seen = newest(&c);
    assert_int_equal(hub_worker_role(c.w.s, "tang", ROLE_DESK, VILLAGE), ERR_OK);
    assert_string_equal(says(&c, &c.head, ev, "{\"reason\":\"x\"}"), "refused: this step is not yours to take");
    ev.seen = newest(&c);
    good(says(&c, &c.head, ev, "{\"reason\":\"x\"}"));
    end(&c);
}

static const char *says_nameless(struct scene *c, struct dev *d, struct event ev) {
    struct buf header = {0};

    ev.version = EVENT_VERSION;
    ev.seq = (int64_t)d->count + 1;
    ev.at = clock_now();
    ev.seen = 0;
    event_write(&header, &ev);
    dev_say_raw(d, buf_text(&header), "{\"summary\":\"漏水\",\"reason\":\"x\"}");
    buf_free(&header);
    return dev_push_verdict(&c->w, d, ev.seq);
}

/* Before joining a person did everything alone, and it stands. A device that leaves its worker's name out later gains nothing. */
static void who_works_alone(void **state) {
    struct scene c = scene("flow-alone");
    struct dev fresh = dev_new(&c.w, "tang");
    struct event open = opening(&c, TYPE_NEIGHBOURS, LEVEL_GRID), assess;

    (void)state;
    assess = step_of(&c, STEP_ACCEPT, EXIT_NONE, STEP_ASSESS, LEVEL_GRID);
    for (int round = 0; round < 2; round++) {
        open.entity = c.matter = id_random();
        assess.entity = c.matter;
        good(says_nameless(&c, &fresh, open));
        if (round)
            refused(&c, says_nameless(&c, &fresh, assess), FLOW_REFUSED_LEVEL);
        else
            good(says_nameless(&c, &fresh, assess));
        good(dev_push_verdict(&c.w, &fresh, dev_visit(&fresh, &c.home)));
    }
    dev_free(&fresh);
    end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal),
        cmocka_unit_test(two_at_once),
        cmocka_unit_test(a_chain_of_steps),
        cmocka_unit_test(handed_over_while_steps_wait),
        cmocka_unit_test(household_reassigned),
        cmocka_unit_test(revoked_with_a_full_outbox),
        cmocka_unit_test(a_clone),
        cmocka_unit_test(demoted_while_steps_wait),
        cmocka_unit_test(promoted_before_it_knew),
        cmocka_unit_test(who_works_alone),
    };

    clock_set(TEST_NOW);
    clock_set_zone(480);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
