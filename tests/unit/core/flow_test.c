/* The flows, against FIELD.md section 2 written down once more here, in another form and by hand: nothing of the .def tables is
 * used to say what is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/flow.h"
#include "linli/i18n.h"
#include "linli/items.h"

#define HEAD FLOW_HEAD
#define DESK FLOW_DESK
#define MED FLOW_MEDIATOR
#define WAYS_MAX 6

/* ---- FIELD.md section 2 */

struct way {
    enum exit exit;
    enum step to;
};
struct field_row {
    enum step step;
    const char *zh;
    unsigned who;
    int days;
    char from; /* s the step, a the acceptance, g the agreement */
    size_t ways;
    struct way way[WAYS_MAX];
};
#define END STEP_NONE
#define DONE(to)                                                                                                                 \
    { EXIT_NONE, STEP_##to }
#define LEAVE                                                                                                                    \
    { EXIT_END, STEP_ARCHIVE }
#define NO_MORE                                                                                                                  \
    { EXIT_WITHDRAW, END }
static const struct field_row field[] = {
    {STEP_ACCEPT,
     "受理登记",
     HEAD | DESK | MED,
     1,
     's',
     5,
     {DONE(ASSESS), {EXIT_SETTLE, STEP_FOLLOW_UP}, {EXIT_DECLINE, END}, LEAVE, NO_MORE}},
    {STEP_ASSESS, "事项研判", DESK | MED, 3, 's', 4, {DONE(PLAN), {EXIT_DECLINE, END}, LEAVE, NO_MORE}},
    {STEP_PLAN, "制定方案", DESK | MED, 3, 's', 3, {DONE(DISPATCH), LEAVE, NO_MORE}},
    {STEP_DISPATCH, "评估分拨", DESK, 1, 's', 4, {DONE(INVESTIGATE), {EXIT_SKIP, STEP_MEDIATE}, LEAVE, NO_MORE}},
    {STEP_INVESTIGATE, "实地调查", MED | HEAD, 7, 's', 4, {DONE(MEDIATE), {EXIT_SKIP, STEP_MEDIATE}, LEAVE, NO_MORE}},
    {STEP_MEDIATE, "组织调解", MED, 30, 'a', 4, {DONE(AGREE), {EXIT_EXTEND, STEP_MEDIATE}, LEAVE, NO_MORE}},
    {STEP_AGREE, "签订协议", MED, 3, 's', 4, {DONE(CONFIRM), DONE(FOLLOW_UP), LEAVE, NO_MORE}},
    {STEP_CONFIRM, "司法确认", DESK | MED, 30, 'g', 2, {DONE(FOLLOW_UP), {EXIT_SKIP, STEP_FOLLOW_UP}}},
    {STEP_FOLLOW_UP, "回访反馈", HEAD | DESK, 15, 'g', 2, {DONE(ARCHIVE), {EXIT_REOPEN, STEP_MEDIATE}}},
    {STEP_ARCHIVE, "结案存档", DESK, 7, 's', 2, {{EXIT_NONE, END}, {EXIT_REOPEN, STEP_MEDIATE}}},
    {STEP_REPORT, "上报", HEAD | DESK, 1, 's', 4, {DONE(ASSIGN), {EXIT_SETTLE, END}, {EXIT_DECLINE, END}, NO_MORE}},
    {STEP_ASSIGN, "交办", DESK, 1, 's', 4, {DONE(HANDLE), {EXIT_SETTLE, END}, {EXIT_DECLINE, END}, NO_MORE}},
    {STEP_HANDLE, "处置", HEAD | DESK, 7, 's', 3, {DONE(FEEDBACK), {EXIT_EXTEND, STEP_HANDLE}, NO_MORE}},
    {STEP_FEEDBACK, "反馈", HEAD | DESK, 2, 's', 2, {DONE(REVISIT), NO_MORE}},
    {STEP_REVISIT, "回访", HEAD | DESK, 15, 's', 2, {{EXIT_NONE, END}, {EXIT_REOPEN, STEP_HANDLE}}},
};
#define ROWS (sizeof field / sizeof *field)

static const struct field_row *row_of(enum step s) {
    for (size_t i = 0; i < ROWS; i++)
        if (field[i].step == s)
            return &field[i];
    return NULL;
}

static bool in_dispute(enum step s) {
    return row_of(s) - field < 10;
}

/* Who may leave the ladder, whatever the step; a mediator or head never assigns, returns. */
static unsigned exit_who(enum exit e) {
    switch (e) {
    case EXIT_HAND:
    case EXIT_RETURN:
        return DESK;
    case EXIT_EXTEND:
        return DESK | MED;
    default:
        return HEAD | DESK | MED;
    }
}

static bool wants_reason(enum exit e) {
    return e != EXIT_NONE && e != EXIT_TAKE && e != EXIT_HAND && e != EXIT_WISH;
}

static bool only_moves(enum exit e) {
    return e == EXIT_TAKE || e == EXIT_HAND || e == EXIT_ESCALATE || e == EXIT_WISH || e == EXIT_RETURN;
}

struct asked {
    enum step step;
    enum item item;
    bool each; /* of the parties */
};
static const struct asked needs[] = {
    {STEP_ASSESS, ITEM_IS_ASSESSMENT, false},
    {STEP_PLAN, ITEM_IS_PROPOSAL, false},
    {STEP_PLAN, ITEM_IS_CONFLICT, false},
    {STEP_PLAN, ITEM_IS_CONSENT, true},
    {STEP_INVESTIGATE, ITEM_IS_INVESTIGATION, false},
    {STEP_MEDIATE, ITEM_IS_CONSENT, true},
    {STEP_MEDIATE, ITEM_IS_NOTICE, true},
    {STEP_MEDIATE, ITEM_IS_SESSION, false},
    {STEP_AGREE, ITEM_IS_AGREEMENT, false},
    {STEP_CONFIRM, ITEM_IS_CONFIRMED, false},
    {STEP_FOLLOW_UP, ITEM_IS_FOLLOWED, false},
    {STEP_FOLLOW_UP, ITEM_IS_EVALUATION, true},
    {STEP_FEEDBACK, ITEM_IS_FEEDBACK, false},
    {STEP_REVISIT, ITEM_IS_FOLLOWED, false},
};
#define NEEDS (sizeof needs / sizeof *needs)

/* ---- matters and people */

static int64_t day(const char *date) {
    int64_t ms;

    assert_true(clock_parse(&ms, date));
    return clock_day(ms);
}

static const char *date(int64_t d) {
    static char text[4][CLOCK_DATE_SIZE];
    static int at;

    at = (at + 1) % 4;
    clock_date(text[at], clock_day_start(d));
    return text[at];
}

static struct id person(unsigned char n) {
    return (struct id){{n}};
}

static const struct id owner = {{7}}, stranger = {{9}};

/* At that step with all that any step may ask for. */
static struct flow_matter rich(enum step s) {
    int64_t now = day("2026-11-22");
    struct flow_matter m = {.kind = in_dispute(s) ? MATTER_DISPUTE : MATTER_REQUEST,
                            .type = in_dispute(s) ? TYPE_NEIGHBOURS : TYPE_ROADS,
                            .open = true,
                            .step = s,
                            .level = LEVEL_VILLAGE,
                            .reached = LEVEL_VILLAGE,
                            .owner = owner,
                            .opened = now - 20,
                            .step_day = now - 2,
                            .due = now + 2,
                            .accepted = now - 19,
                            .agreed = now - 5,
                            .parties = 2,
                            .made = AGREEMENT_IN_WRITING};

    for (int i = 1; i < ITEM_COUNT; i++)
        m.items[i] = (struct flow_items){.count = 1, .parties = 3, .answer = i == ITEM_IS_CONSENT};
    return m;
}

/* ---- every step × exit × target × role × level */

struct question {
    struct flow_matter m;
    struct flow_actor a;
    struct flow_wish w;
};

static bool mine_to_do(const struct question *q) {
    unsigned roles = q->a.roles | (q->a.roles & DESK ? MED : 0); /* a mediator was proposed: a desk writes for them */
    unsigned step = roles & row_of(q->m.step)->who;

    switch (q->w.exit) {
    case EXIT_NONE:
        return step;
    case EXIT_SKIP:
    case EXIT_SETTLE:
    case EXIT_DECLINE:
        return step & exit_who(q->w.exit);
    default:
        return roles & exit_who(q->w.exit);
    }
}

static bool at_my_place(const struct question *q) {
    bool named = id_equal(&q->a.worker, &q->m.owner) || id_equal(&q->a.worker, &q->m.offered);

    if (named || q->a.level == q->m.level || q->w.exit == EXIT_WISH || q->w.exit == EXIT_WITHDRAW)
        return true;
    if (q->w.exit == EXIT_TAKE || q->w.exit == EXIT_RETURN || q->w.exit == EXIT_HAND)
        return q->m.overdue && q->a.level > q->m.level;
    return q->a.level == LEVEL_GRID && (q->a.roles & HEAD) && (row_of(q->m.step)->who & HEAD);
}

/* Where it leads; false: nowhere. */
static bool way_of(const struct question *q, enum step *to) {
    const struct field_row *r = row_of(q->m.step);

    *to = q->m.step;
    if (only_moves(q->w.exit))
        return true;
    for (size_t i = 0; i < r->ways; i++)
        if (r->way[i].exit == q->w.exit && (q->w.to == END || q->w.to == r->way[i].to)) {
            *to = r->way[i].to;
            return true;
        }
    return false;
}

static enum flow_refusal answer_of(const struct question *q, enum step *to) {
    if (!way_of(q, to))
        return q->w.exit == EXIT_REOPEN ? FLOW_REFUSED_NOT_CLOSED : FLOW_REFUSED_NO_WAY;
    if (!mine_to_do(q))
        return FLOW_REFUSED_ROLE;
    if (!at_my_place(q))
        return FLOW_REFUSED_LEVEL;
    if ((q->w.exit == EXIT_ESCALATE || q->w.exit == EXIT_WISH) && q->m.level == LEVEL_CITY)
        return FLOW_REFUSED_TOP;
    if (q->w.exit == EXIT_RETURN && q->m.level == LEVEL_GRID)
        return FLOW_REFUSED_BOTTOM;
    if (q->w.exit == EXIT_TAKE && id_equal(&q->a.worker, &owner) && id_is_zero(&q->m.offered))
        return FLOW_REFUSED_OWN;
    return FLOW_OK;
}

static enum level level_of(const struct question *q, enum step to) {
    switch (q->w.exit) {
    case EXIT_ESCALATE:
    case EXIT_WISH:
        return (enum level)(q->m.level + 1);
    case EXIT_RETURN:
        return (enum level)(q->m.level - 1);
    case EXIT_TAKE:
        return q->a.level > q->m.level ? q->a.level : q->m.level;
    default:
        return q->m.level == LEVEL_GRID && to != END && to != q->m.step && !(row_of(to)->who & HEAD) ? LEVEL_VILLAGE : q->m.level;
    }
}

static void ask(const struct question *q, size_t *asked) {
    struct flow_move mv = {.step = STEP_COUNT};
    enum step to = STEP_NONE;
    enum flow_refusal want = answer_of(q, &to), got = flow_check(&mv, &q->m, &q->a, &q->w, NULL);

    if (!flow_exit_reads_items(q->w.exit)) {
        struct flow_matter bare = q->m;

        memset(bare.items, 0, sizeof bare.items);
        bare.open_tasks = 0;
        assert_int_equal(flow_check(&(struct flow_move){0}, &bare, &q->a, &q->w, NULL), got);
    }
    ++*asked;
    if (got != want)
        fail_msg("step %s, exit %s, to %s, roles %u, level %d of %d, overdue %d: “%s”, not “%s”",
                 kinds_code(LIST_STEP, q->m.step), kinds_code(LIST_EXIT, q->w.exit), kinds_code(LIST_STEP, q->w.to), q->a.roles,
                 q->a.level, q->m.level, q->m.overdue, flow_refusal_words(got), flow_refusal_words(want));
    if (got != FLOW_OK) {
        assert_true(mv.step == STEP_COUNT); /* nothing was filled in */
        return;
    }
    if (mv.to != to || mv.step != q->m.step || mv.exit != q->w.exit || mv.level != level_of(q, to) || mv.day != q->w.day ||
        !id_equal(&mv.by, &q->a.worker))
        fail_msg("step %s, exit %s: it leads to %s at level %d", kinds_code(LIST_STEP, q->m.step),
                 kinds_code(LIST_EXIT, q->w.exit), kinds_code(LIST_STEP, mv.to), mv.level);
}

static void ask_levels(struct question *q, size_t *asked) {
    for (int of = LEVEL_GRID; of <= LEVEL_CITY; of++)
        for (int level = LEVEL_GRID; level <= LEVEL_CITY; level++)
            for (int is = 0; is < 6; is++) {
                q->m.level = q->m.reached = (enum level)of;
                q->a.level = (enum level)level;
                q->a.worker = is % 3 == 0 ? stranger : is % 3 == 1 ? owner : person(5);
                q->m.offered = is % 3 == 2 ? person(5) : (struct id){{0}};
                q->m.overdue = is >= 3;
                ask(q, asked);
            }
}

static void every_transition_is_the_fields(void **state) {
    size_t asked = 0;

    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (int e = EXIT_NONE; e < EXIT_COUNT; e++)
            for (int to = 0; to < STEP_COUNT; to++)
                for (unsigned roles = 0; roles <= (HEAD | DESK | MED); roles++) {
                    struct question q = {.m = rich(field[i].step), .a = {.roles = roles}};

                    q.w = (struct flow_wish){
                        .exit = (enum exit)e, .to = (enum step)to, .other = person(3), .reason = true, .day = day("2026-11-22")};
                    ask_levels(&q, &asked);
                }
    assert_int_equal(asked, ROWS * EXIT_COUNT * STEP_COUNT * 8 * 16 * 6);
}

static enum flow_refusal check(const struct flow_matter *m, const struct flow_actor *a, enum exit e, enum step to,
                               struct flow_move *mv) {
    struct flow_wish w = {.exit = e, .to = to, .other = person(3), .reason = true, .day = day("2026-11-22")};
    struct flow_move unused;

    return flow_check(mv ? mv : &unused, m, a, &w, NULL);
}

static struct flow_actor desk_at(enum level level) {
    return (struct flow_actor){.worker = stranger, .roles = HEAD | DESK | MED, .level = level};
}

static void the_tables_say_so_too(void **state) {
    (void)state;
    assert_int_equal(ROWS, STEP_COUNT - 1);
    for (size_t i = 0; i < ROWS; i++) {
        const struct field_row *r = &field[i];
        enum flow_clock clock = r->from == 's' ? FLOW_FROM_STEP : r->from == 'a' ? FLOW_FROM_ACCEPTANCE : FLOW_FROM_AGREEMENT;

        assert_int_equal(flow_step_who(r->step), r->who);
        assert_int_equal(county_days(r->step), r->days);
        assert_int_equal(flow_step_clock(r->step), clock);
    }
    for (int e = 1; e < EXIT_COUNT; e++) {
        assert_int_equal(flow_exit_who((enum exit)e), exit_who((enum exit)e));
        assert_int_equal(flow_exit_needs_reason((enum exit)e), wants_reason((enum exit)e));
    }
    assert_int_equal(flow_step_who(STEP_COUNT), 0);
    assert_int_equal(flow_exit_who(EXIT_COUNT), 0);
}

static void reasons_are_given(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (int e = 0; e < EXIT_COUNT; e++) {
            struct flow_matter m = rich(field[i].step);
            struct flow_actor a = desk_at(LEVEL_VILLAGE);
            struct flow_wish w = {.exit = (enum exit)e, .other = person(3), .day = day("2026-11-22")};
            struct flow_move mv;
            enum flow_refusal with, without = flow_check(&mv, &m, &a, &w, NULL);

            w.reason = true;
            with = flow_check(&mv, &m, &a, &w, NULL);
            assert_int_equal(without, with == FLOW_OK && wants_reason((enum exit)e) ? FLOW_REFUSED_REASON : with);
        }
}

/* ---- needs */

static size_t needs_of(enum step s) {
    size_t n = 0;

    for (size_t i = 0; i < NEEDS; i++)
        n += needs[i].step == s;
    return n + (s == STEP_HANDLE);
}

static void must_need(const struct flow_matter *m, const struct flow_wish *w, const char *what) {
    struct flow_actor a = desk_at(LEVEL_VILLAGE);
    struct flow_move mv;
    const char *need = NULL;

    if (flow_check(&mv, m, &a, w, &need) != FLOW_REFUSED_NEED)
        fail_msg("step %s without %s", kinds_code(LIST_STEP, m->step), what);
    assert_non_null(need);
    assert_true(*need != '\0');
}

static void each_missing_need_refuses(void **state) {
    struct flow_wish w = {.day = day("2026-11-22")};

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct flow_actor a = desk_at(LEVEL_VILLAGE);
        struct flow_matter m = rich(field[i].step);
        enum item item;
        enum flow_how how;
        const char *words;
        size_t n = 0;

        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
        while (flow_need(m.step, n, &item, &how, &words))
            n++;
        assert_int_equal(n, needs_of(m.step));
    }
    for (size_t i = 0; i < NEEDS; i++) {
        struct flow_matter m = rich(needs[i].step);

        m.items[needs[i].item] = (struct flow_items){0};
        must_need(&m, &w, kinds_code(LIST_ITEM, needs[i].item));
        for (uint64_t party = 1; needs[i].each && party <= 2; party++) {
            m = rich(needs[i].step);
            m.items[needs[i].item].parties &= ~party;
            must_need(&m, &w, "one party");
        }
    }
}

static void exits_need_none(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (size_t n = 0; n < field[i].ways; n++) {
            struct flow_matter m = rich(field[i].step);
            struct flow_actor a = desk_at(LEVEL_VILLAGE);
            enum exit e = field[i].way[n].exit;

            memset(m.items, 0, sizeof m.items);
            m.items[ITEM_IS_PROPOSAL].count = 1;
            if (e == EXIT_EXTEND)
                m.items[ITEM_IS_CONSENT].parties = 3; /* FIELD.md: extendable with both parties' consent */
            if (e != EXIT_NONE)
                assert_int_equal(check(&m, &a, e, STEP_NONE, NULL), FLOW_OK);
        }
}

static void add(struct flow_matter *m, enum item item, int party, enum yes_or_no answer) {
    flow_add(m, &(struct flow_item){.item = item, .party = party, .answer = answer, .day = day("2026-11-22")});
}

static void the_newest_consent_counts(void **state) {
    struct flow_actor a = desk_at(LEVEL_VILLAGE);

    (void)state;
    for (int step = STEP_PLAN; step <= STEP_MEDIATE; step += STEP_MEDIATE - STEP_PLAN) {
        struct flow_matter m = rich((enum step)step);

        m.items[ITEM_IS_CONSENT] = (struct flow_items){0};
        add(&m, ITEM_IS_CONSENT, 1, ANSWER_YES);
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NEED);
        add(&m, ITEM_IS_CONSENT, 2, ANSWER_NO);
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_REFUSED);
        assert_int_equal(check(&m, &a, EXIT_END, STEP_NONE, NULL), FLOW_OK);
        add(&m, ITEM_IS_CONSENT, 2, ANSWER_YES);
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
        add(&m, ITEM_IS_CONSENT, 1, ANSWER_NO);
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_REFUSED);
        add(&m, ITEM_IS_CONSENT, 1, ANSWER_YES);
        add(&m, ITEM_IS_CONSENT, 2, ANSWER_NONE); /* of a newer version: not yes */
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NEED);
        add(&m, ITEM_IS_CONSENT, 0, ANSWER_YES); /* of nobody */
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NEED);
    }
}

static void who_is_tied_does_not_mediate(void **state) {
    struct flow_matter m = rich(STEP_PLAN);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);

    (void)state;
    add(&m, ITEM_IS_CONFLICT, 0, ANSWER_YES);
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_TIED);
    add(&m, ITEM_IS_PROPOSAL, 0, ANSWER_NONE);
    add(&m, ITEM_IS_CONFLICT, 0, ANSWER_NO);
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
}

/* 双派单: one request with two addressees goes on when both have answered. */
static void a_request_waits_for_all_it_asked(void **state) {
    struct flow_matter m = rich(STEP_HANDLE);
    struct flow_wish w = {.day = day("2026-11-22")};

    (void)state;
    for (m.open_tasks = 2; m.open_tasks > 0; m.open_tasks--)
        must_need(&m, &w, "an answer");
    assert_int_equal(
        check(&m, &(struct flow_actor){.worker = owner, .roles = HEAD, .level = LEVEL_GRID}, EXIT_NONE, STEP_NONE, NULL),
        FLOW_OK);
}

static void sixty_four_parties(void **state) {
    struct flow_matter m = rich(STEP_MEDIATE);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);

    (void)state;
    m.parties = 64;
    m.items[ITEM_IS_CONSENT] = m.items[ITEM_IS_NOTICE] = (struct flow_items){0};
    for (int p = 1; p <= 64; p++) {
        assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NEED);
        add(&m, ITEM_IS_CONSENT, p, ANSWER_YES);
        add(&m, ITEM_IS_NOTICE, p, ANSWER_NONE);
    }
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
    add(&m, ITEM_IS_CONSENT, 65, ANSWER_NO); /* nobody: the bounds hold */
    add(&m, (enum item)ITEM_COUNT, 1, ANSWER_NO);
    add(&m, ITEM_NONE, 1, ANSWER_NO);
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
}

/* ---- special rules */

static void special_rules(void **state) {
    struct flow_actor desk = desk_at(LEVEL_VILLAGE);
    struct flow_matter m = rich(STEP_ACCEPT);
    struct flow_wish w = {.exit = EXIT_EXTEND, .reason = true, .day = day("2026-11-22")};
    struct flow_move mv;

    (void)state;
    m.type = TYPE_FAMILY;
    assert_int_equal(check(&m, &desk, EXIT_SETTLE, STEP_NONE, NULL), FLOW_OK);
    add(&m, ITEM_IS_SAFETY, 0, ANSWER_NONE);
    assert_int_equal(check(&m, &desk, EXIT_SETTLE, STEP_NONE, NULL), FLOW_REFUSED_DANGER);
    m.type = TYPE_NEIGHBOURS;
    assert_int_equal(check(&m, &desk, EXIT_SETTLE, STEP_NONE, NULL), FLOW_OK);
    m = rich(STEP_FOLLOW_UP);
    desk.mediated = true;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_MEDIATED);
    assert_int_equal(check(&m, &desk, EXIT_REOPEN, STEP_NONE, NULL), FLOW_OK);
    desk.alone = true;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
    desk = desk_at(LEVEL_VILLAGE);
    m = rich(STEP_AGREE);
    m.agreed = 0;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NOT_FORCE);
    m = rich(STEP_AGREE);
    m.items[ITEM_IS_AGREEMENT].answer = true; /* about status or title */
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_NOT_CONFIRMED);
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_FOLLOW_UP, NULL), FLOW_OK);
    m = rich(STEP_MEDIATE);
    w.until = m.due;
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_REFUSED_DUE);
    w.until = m.due + 1;
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_OK);
    assert_int_equal(mv.due, m.due + 1);
    w.until = 0;
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_OK);
    assert_int_equal(mv.due, m.due + 30);
    m.items[ITEM_IS_CONSENT].parties = 1;
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_REFUSED_REFUSED);
    w.day = m.opened - 1;
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_REFUSED_EARLY);
    w = (struct flow_wish){.exit = EXIT_HAND, .day = m.opened};
    assert_int_equal(flow_check(&mv, &m, &desk, &w, NULL), FLOW_REFUSED_PERSON);
}

static void a_desk_mediates_where_one_was_named(void **state) {
    struct flow_matter m = rich(STEP_MEDIATE);
    struct flow_actor desk = {.worker = stranger, .roles = DESK, .level = LEVEL_VILLAGE};

    (void)state;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
    m.items[ITEM_IS_PROPOSAL].count = 0;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_ROLE);
    assert_int_equal(flow_check_item(&m, &desk, &(struct flow_item){.item = ITEM_IS_SESSION}), FLOW_REFUSED_ROLE);
    desk.roles |= MED;
    assert_int_equal(check(&m, &desk, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
}

static void closed_and_withdrawn(void **state) {
    struct flow_actor a = desk_at(LEVEL_VILLAGE);

    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (int e = 0; e < EXIT_COUNT; e++) {
            struct flow_matter m = rich(field[i].step);
            struct flow_move mv = {.step = m.step, .exit = (enum exit)e};

            m.open = false;
            assert_int_equal(check(&m, &a, (enum exit)e, STEP_NONE, &mv), e == EXIT_REOPEN ? FLOW_OK : FLOW_REFUSED_CLOSED);
            assert_int_equal(flow_applies(&m, &mv), e == EXIT_REOPEN);
            if (e == EXIT_REOPEN)
                assert_int_equal(mv.to, in_dispute(m.step) ? STEP_MEDIATE : STEP_HANDLE);
            m.withdrawn = true;
            assert_int_equal(check(&m, &a, (enum exit)e, STEP_NONE, &mv), FLOW_REFUSED_TAKEN_BACK);
            assert_false(flow_applies(&m, &mv));
        }
}

static void who_was_first_is_folded(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (size_t n = 0; n < ROWS; n++)
            for (int e = 0; e < EXIT_COUNT; e++) {
                struct flow_matter m = rich(field[i].step);

                assert_int_equal(flow_applies(&m, &(struct flow_move){.step = field[n].step, .exit = (enum exit)e}), i == n);
            }
    for (size_t i = 0; i < ROWS; i++) { /* of a version without steps, or with more of them: where a matter begins */
        struct flow_matter m = rich(field[i].step);

        assert_int_equal(flow_applies(&m, &(struct flow_move){.exit = EXIT_SETTLE}), i == 0 || i == 10);
    }
}

/* ---- courses */

/* Takes it, which must be right, and lets the fold do it. */
static struct flow_move take(struct flow_matter *m, const struct flow_actor *a, enum exit e, enum step to, int64_t on) {
    struct flow_wish w = {.exit = e, .to = to, .other = person(3), .reason = true, .day = on};
    struct flow_move mv;
    enum flow_refusal r = flow_check(&mv, m, a, &w, NULL);

    if (r != FLOW_OK)
        fail_msg("%s %s: %s", kinds_code(LIST_STEP, m->step), kinds_code(LIST_EXIT, e), flow_refusal_words(r));
    assert_true(flow_applies(m, &mv));
    flow_apply(m, &mv);
    return mv;
}

static void expect_due(const struct flow_matter *m, const char *wanted) {
    if (strcmp(date(m->due), wanted) != 0)
        fail_msg("at %s: due %s, not %s", kinds_code(LIST_STEP, m->step), date(m->due), wanted);
}

static void settle_decline_end_withdraw_reopen(void **state) {
    struct flow_actor a = desk_at(LEVEL_VILLAGE);
    int64_t now = day("2026-11-22");
    struct flow_matter m = rich(STEP_ACCEPT);

    (void)state;
    m.accepted = m.agreed = 0;
    take(&m, &a, EXIT_SETTLE, STEP_NONE, now);
    assert_true(m.open && m.step == STEP_FOLLOW_UP && m.left_by == EXIT_SETTLE && m.agreed == now && !m.accepted);
    expect_due(&m, "2026-12-07");
    take(&m, &a, EXIT_REOPEN, STEP_NONE, now + 3);
    assert_true(m.open && m.step == STEP_MEDIATE && !m.left_by && !m.agreed && m.reopened == 1 && m.accepted == now + 3);
    expect_due(&m, "2026-12-25");
    assert_int_equal(m.items[ITEM_IS_SESSION].count, 0); /* a new round has its own sessions, and the old consents */
    assert_int_equal(m.items[ITEM_IS_CONSENT].parties, 3);
    take(&m, &a, EXIT_END, STEP_NONE, now + 4);
    assert_true(m.open && m.step == STEP_ARCHIVE && m.left_by == EXIT_END);
    take(&m, &a, EXIT_NONE, STEP_NONE, now + 5);
    assert_true(!m.open && m.step == STEP_ARCHIVE && m.due == 0);
    take(&m, &a, EXIT_REOPEN, STEP_NONE, now + 6);
    assert_true(m.open && m.step == STEP_MEDIATE && m.reopened == 2);
    take(&m, &a, EXIT_WITHDRAW, STEP_NONE, now + 7);
    assert_true(!m.open && m.left_by == EXIT_WITHDRAW && m.step == STEP_MEDIATE);
    m = rich(STEP_ASSESS);
    take(&m, &a, EXIT_DECLINE, STEP_NONE, now);
    assert_true(!m.open && m.left_by == EXIT_DECLINE);
    m = rich(STEP_REPORT);
    take(&m, &a, EXIT_SETTLE, STEP_NONE, now);
    assert_true(!m.open && m.left_by == EXIT_SETTLE);
    take(&m, &a, EXIT_REOPEN, STEP_NONE, now);
    assert_true(m.open && m.step == STEP_HANDLE);
}

static void up_down_and_from_hand_to_hand(void **state) {
    struct flow_matter m = rich(STEP_ASSESS);
    struct flow_actor village = desk_at(LEVEL_VILLAGE), town = desk_at(LEVEL_TOWN);
    int64_t now = day("2026-11-22");

    (void)state;
    town.worker = person(4);
    m.urged = m.overdue = true;
    take(&m, &village, EXIT_ESCALATE, STEP_NONE, now);
    assert_true(m.level == LEVEL_TOWN && m.reached == LEVEL_TOWN && m.waiting && !m.urged && !m.overdue);
    assert_true(id_equal(&m.owner, &owner)); /* the first receiver stays the named one until somebody takes it on */
    expect_due(&m, "2026-11-25");
    take(&m, &town, EXIT_TAKE, STEP_NONE, now);
    assert_true(id_equal(&m.owner, &town.worker) && !m.waiting);
    take(&m, &town, EXIT_HAND, STEP_NONE, now);
    assert_true(id_equal(&m.offered, &(struct id){{3}}) && id_equal(&m.owner, &town.worker));
    take(&m, &town, EXIT_RETURN, STEP_NONE, now + 1);
    assert_true(m.level == LEVEL_VILLAGE && m.reached == LEVEL_TOWN && m.waiting && id_is_zero(&m.offered));
    expect_due(&m, "2026-11-26");
    m = rich(STEP_CONFIRM); /* the law's days are not new ones for who gets it */
    m.due = day("2026-12-20");
    take(&m, &village, EXIT_WISH, STEP_NONE, now);
    expect_due(&m, "2026-12-20");
}

/* In a grid there is no desk: a step that no head takes waits for the village's. */
static void from_the_door_to_the_desk(void **state) {
    struct flow_matter m = rich(STEP_ACCEPT);
    struct flow_actor head = {.worker = owner, .roles = HEAD, .level = LEVEL_GRID};

    (void)state;
    m.level = m.reached = LEVEL_GRID;
    take(&m, &head, EXIT_NONE, STEP_NONE, day("2026-11-22"));
    assert_true(m.step == STEP_ASSESS && m.level == LEVEL_VILLAGE && m.reached == LEVEL_VILLAGE && m.waiting);
    m = rich(STEP_ACCEPT);
    m.level = m.reached = LEVEL_GRID;
    head.alone = true; /* without a hub there is no desk at all */
    take(&m, &head, EXIT_NONE, STEP_NONE, day("2026-11-22"));
    assert_true(m.step == STEP_ASSESS && m.level == LEVEL_GRID && !m.waiting);
}

/* ---- deadlines */

static void expect_days(enum step s, const char *from, const char *wanted) {
    struct flow_matter m = {.kind = in_dispute(s) ? MATTER_DISPUTE : MATTER_REQUEST};

    if (strcmp(date(flow_due(&m, s, day(from))), wanted) != 0)
        fail_msg("%s from %s is due %s, not %s", kinds_code(LIST_STEP, s), from, date(flow_due(&m, s, day(from))), wanted);
}

static void days_across_months_and_years(void **state) {
    (void)state;
    expect_days(STEP_ACCEPT, "2026-11-30", "2026-12-01");
    expect_days(STEP_ACCEPT, "2026-12-31", "2027-01-01");
    expect_days(STEP_ASSESS, "2028-02-26", "2028-02-29"); /* a leap year… */
    expect_days(STEP_ASSESS, "2027-02-26", "2027-03-01"); /* …and none */
    expect_days(STEP_ACCEPT, "2028-02-28", "2028-02-29");
    expect_days(STEP_ACCEPT, "2028-02-29", "2028-03-01");
    expect_days(STEP_ASSESS, "2100-02-26", "2100-03-01"); /* of the hundreds only every fourth */
    expect_days(STEP_ASSESS, "2000-02-26", "2000-02-29");
    expect_days(STEP_INVESTIGATE, "2026-04-24", "2026-05-01");
    expect_days(STEP_MEDIATE, "2028-01-30", "2028-02-29");
    expect_days(STEP_MEDIATE, "2026-01-31", "2026-03-02");
    expect_days(STEP_CONFIRM, "2027-12-15", "2028-01-14");
    expect_days(STEP_FOLLOW_UP, "2028-02-14", "2028-02-29");
    expect_days(STEP_ARCHIVE, "2026-12-28", "2027-01-04");
    expect_days(STEP_HANDLE, "2028-02-25", "2028-03-03");
    expect_days(STEP_FEEDBACK, "2026-12-30", "2027-01-01");
    expect_days(STEP_REVISIT, "2028-02-29", "2028-03-15");
}

/* A day ends at midnight where the office is, not in London. */
static void the_day_ends_in_shanghai(void **state) {
    static const struct {
        const char *utc_day;
        int64_t minutes; /* UTC, of that day */
        const char *here;
    } rows[] = {{"2026-11-22", 15 * 60 + 59, "2026-11-22"}, /* 23:59 */
                {"2026-11-22", 16 * 60, "2026-11-23"},
                {"2028-02-28", 15 * 60 + 59, "2028-02-28"},
                {"2028-02-28", 16 * 60, "2028-02-29"},
                {"2026-12-31", 16 * 60, "2027-01-01"}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct flow_matter m = rich(STEP_ASSESS);
        struct flow_actor a = desk_at(LEVEL_VILLAGE);
        int64_t utc;

        clock_set_zone(0);
        utc = clock_day_start(day(rows[i].utc_day)) + rows[i].minutes * 60000;
        clock_set_zone(CLOCK_ZONE_DEFAULT);
        clock_set(utc);
        assert_string_equal(date(clock_day(clock_now())), rows[i].here);
        m.opened = clock_day(clock_now()) - 1;
        take(&m, &a, EXIT_ESCALATE, STEP_NONE, clock_day(clock_now()));
        assert_int_equal(m.due, day(rows[i].here) + 3);
    }
    clock_set(0);
}

static void clocks_of_acceptance_and_agreement(void **state) {
    struct flow_matter m = rich(STEP_ACCEPT);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);

    (void)state;
    m.opened = day("2028-01-15");
    m.accepted = m.agreed = 0;
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-01-16"));
    assert_int_equal(m.accepted, day("2028-01-16"));
    expect_due(&m, "2028-01-19");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-01-17"));
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-01-18"));
    expect_due(&m, "2028-01-19");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-01-19"));
    expect_due(&m, "2028-01-26");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-01-25"));
    expect_due(&m, "2028-02-15"); /* 30 days from 16 January, not from the 25th */
    take(&m, &a, EXIT_EXTEND, STEP_NONE, day("2028-02-10"));
    expect_due(&m, "2028-03-16");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-02-20"));
    expect_due(&m, "2028-02-23");
    m.agreed = day("2028-02-21");
    take(&m, &a, EXIT_NONE, STEP_CONFIRM, day("2028-02-23"));
    expect_due(&m, "2028-03-22"); /* 30 from the day it is in force, over the 29th */
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-03-01"));
    expect_due(&m, "2028-03-07"); /* 15 after the agreement */
    m.step = STEP_CONFIRM;
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-03-20"));
    expect_due(&m, "2028-03-20"); /* the court took longer: not overdue as it begins */
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2028-03-20"));
    expect_due(&m, "2028-03-27");
}

/* ---- agreements */

static int in_every_order(struct flow_item *items, size_t at, size_t count, int64_t wanted) {
    int orders = 0;

    if (at == count) {
        assert_int_equal(flow_in_force(items, count, 2), wanted);
        return 1;
    }
    for (size_t i = at; i < count; i++) {
        struct flow_item swap = items[at];

        items[at] = items[i];
        items[i] = swap;
        orders += in_every_order(items, at + 1, count, wanted);
        items[i] = items[at];
        items[at] = swap;
    }
    return orders;
}

static void in_force_by_the_last_of_all(void **state) {
    const struct flow_item all[] = {{.item = ITEM_IS_AGREEMENT, .made = AGREEMENT_IN_WRITING, .day = 100},
                                    {.item = ITEM_IS_SIGNED, .party = 1, .day = 101},
                                    {.item = ITEM_IS_SIGNED, .party = 2, .day = 104},
                                    {.item = ITEM_IS_MEDIATOR_SIGNED, .day = 103},
                                    {.item = ITEM_IS_SEALED, .day = 102}};
    struct flow_item items[5];

    (void)state;
    memcpy(items, all, sizeof all);
    assert_int_equal(in_every_order(items, 0, 5, 104), 120);
    for (size_t latest = 1; latest < 5; latest++) {
        memcpy(items, all, sizeof all);
        items[latest].day = 110;
        in_every_order(items, 0, 5, 110);
    }
    for (size_t missing = 0; missing < 5; missing++) { /* any one of them away: not in force, in every order */
        memcpy(items, all, sizeof all);
        items[missing] = items[4];
        assert_int_equal(in_every_order(items, 0, 4, 0), 24);
    }
    memcpy(items, all, sizeof all);
    items[2].party = 1; /* one party signed twice */
    in_every_order(items, 0, 5, 0);
    memcpy(items, all, sizeof all);
    items[0].made = AGREEMENT_ORAL;
    in_every_order(items, 0, 5, 100); /* of the day itself, whatever else is there */
    assert_int_equal(flow_in_force(items, 1, 2), 100);
    assert_int_equal(flow_in_force(items, 0, 2), 0);
    assert_int_equal(flow_in_force(all, 5, 0), 0);
    assert_int_equal(flow_in_force(all, 5, 3), 0); /* a third party has not signed */
}

/* ---- dossier */

static void dossiers_ask_for_what_the_law_asks(void **state) {
    struct flow_matter m = rich(STEP_ARCHIVE);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);
    int there, required;

    (void)state;
    flow_dossier(&m, &there, &required);
    assert_int_equal(required, 4); /* notice, identity, session, agreement */
    assert_int_equal(there, 4);
    for (int i = 1; i < ITEM_COUNT; i++)
        assert_int_equal(flow_requires(&m, (enum item)i),
                         i == ITEM_IS_NOTICE || i == ITEM_IS_IDENTITY || i == ITEM_IS_SESSION || i == ITEM_IS_AGREEMENT);
    m.items[ITEM_IS_NOTICE].parties = 2; /* one party was not told */
    assert_false(flow_has(&m, ITEM_IS_NOTICE));
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_DOSSIER);
    m = rich(STEP_ARCHIVE);
    m.made = AGREEMENT_ORAL;
    m.items[ITEM_IS_IDENTITY] = (struct flow_items){0};
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_OK);
    flow_add(&m, &(struct flow_item){.item = ITEM_IS_AGREEMENT, .made = AGREEMENT_IN_WRITING});
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_DOSSIER); /* the newest is written: who signed? */
    take(&m, &a, EXIT_REOPEN, STEP_NONE, day("2026-11-22"));
    assert_int_equal(m.made, AGREEMENT_NONE);
    m = rich(STEP_ARCHIVE);
    m.left_by = EXIT_END;
    for (int i = 1; i < ITEM_COUNT; i++)
        assert_int_equal(flow_requires(&m, (enum item)i), i == ITEM_IS_NOTICE || i == ITEM_IS_ROUTES);
    m.items[ITEM_IS_ROUTES].count = 0;
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_NONE, NULL), FLOW_REFUSED_DOSSIER);
    m.left_by = EXIT_SETTLE;
    flow_dossier(&m, &there, &required);
    assert_int_equal(required, 0);
    m = rich(STEP_REVISIT);
    flow_dossier(&m, &there, &required);
    assert_int_equal(required, 0);
}

static void courts_do_not_confirm_all(void **state) {
    struct flow_matter m = rich(STEP_CONFIRM);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);
    struct flow_item applied = {.item = ITEM_IS_APPLIED, .day = m.agreed + 30};

    (void)state;
    assert_null(flow_not_confirmed(&m));
    assert_int_equal(flow_check_item(&m, &a, &applied), FLOW_OK);
    applied.day++;
    assert_int_equal(flow_check_item(&m, &a, &applied), FLOW_REFUSED_LATE);
    m.items[ITEM_IS_AGREEMENT].answer = true;
    assert_non_null(flow_not_confirmed(&m));
    assert_int_equal(flow_check_item(&m, &a, &applied), FLOW_REFUSED_NOT_CONFIRMED);
    m = rich(STEP_CONFIRM);
    m.agreed = 0;
    assert_int_equal(flow_check_item(&m, &a, &applied), FLOW_REFUSED_NOT_FORCE);
    m = rich(STEP_REVISIT);
    assert_non_null(flow_not_confirmed(&m));
}

/* ---- items */

static bool late_item(int i) {
    static const enum item late[] = {ITEM_IS_KEPT,     ITEM_IS_FOLLOWED, ITEM_IS_EVALUATION, ITEM_IS_OPINION, ITEM_IS_CLAIM,
                                     ITEM_IS_APPROVAL, ITEM_IS_LESSON,   ITEM_IS_FILE_NOTE,  ITEM_IS_APPLIED, ITEM_IS_CONFIRMED,
                                     ITEM_IS_SAFETY,   ITEM_IS_REFERRAL, ITEM_IS_FEEDBACK,   ITEM_IS_ROUTES};

    for (size_t n = 0; n < sizeof late / sizeof *late; n++)
        if (late[n] == (enum item)i)
            return true;
    return false;
}

static void items_and_who_may_write_them(void **state) {
    int64_t now = day("2026-11-22");

    (void)state;
    for (int i = 1; i < ITEM_COUNT; i++)
        for (unsigned roles = 0; roles <= (HEAD | DESK | MED); roles++) {
            struct flow_matter m = rich(STEP_MEDIATE);
            struct flow_actor a = {.worker = stranger, .roles = roles, .level = LEVEL_VILLAGE};
            struct flow_item item = {.item = (enum item)i, .party = 1, .day = now};
            unsigned counts = roles | (roles & DESK ? MED : 0);

            if (items_of((enum item)i) != ITEM_OF_MATTER)
                continue;
            assert_int_equal(flow_check_item(&m, &a, &item), counts & items_who((enum item)i) ? FLOW_OK : FLOW_REFUSED_ROLE);
            if (!(counts & items_who((enum item)i)))
                continue;
            item.party = 3;
            assert_int_equal(flow_check_item(&m, &a, &item), FLOW_REFUSED_PARTY);
            item.party = -1;
            assert_int_equal(flow_check_item(&m, &a, &item), FLOW_REFUSED_PARTY);
            item.party = 1;
            m.open = false;
            assert_int_equal(flow_check_item(&m, &a, &item), late_item(i) ? FLOW_OK : FLOW_REFUSED_CLOSED);
            m.withdrawn = true;
            assert_int_equal(flow_check_item(&m, &a, &item), FLOW_REFUSED_TAKEN_BACK);
            m = rich(STEP_MEDIATE);
            item.day = m.opened - 1;
            if (i != ITEM_IS_LAND && i != ITEM_IS_EVIDENCE && i != ITEM_IS_PROXY && i != ITEM_IS_APPLICATION &&
                i != ITEM_IS_IDENTITY)
                assert_int_equal(flow_check_item(&m, &a, &item), FLOW_REFUSED_EARLY);
            else
                assert_int_equal(flow_check_item(&m, &a, &item), FLOW_OK);
            item.day = now;
            a.mediated = true;
            assert_int_equal(flow_check_item(&m, &a, &item),
                             i == ITEM_IS_FOLLOWED || i == ITEM_IS_EVALUATION ? FLOW_REFUSED_MEDIATED : FLOW_OK);
            a.mediated = false;
            m.parties = 1;
            assert_int_equal(flow_check_item(&m, &a, &item), i == ITEM_IS_AGREEMENT ? FLOW_REFUSED_TWO : FLOW_OK);
        }
}

/* ---- menus, reachability, words */

static void menus_say_what_the_check_says(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (unsigned roles = 0; roles <= (HEAD | DESK | MED); roles++)
            for (int open = 0; open < 2; open++) {
                struct flow_matter m = rich(field[i].step);
                struct flow_actor a = {.worker = stranger, .roles = roles, .level = LEVEL_VILLAGE};
                struct flow_option options[40];
                size_t count, ways = 0;

                m.open = open;
                count = flow_options(options, 40, &m, &a, day("2026-11-22"));
                for (size_t n = 0; n < count; n++)
                    assert_int_equal(options[n].why, check(&m, &a, options[n].exit, options[n].to, NULL));
                for (size_t n = 0; open && n < field[i].ways; n++)
                    for (size_t o = 0; o < count; o++)
                        ways += options[o].exit == field[i].way[n].exit && options[o].to == field[i].way[n].to;
                if (open)
                    assert_int_equal(ways, field[i].ways);
                assert_true(count >= (open ? field[i].ways + 5 : 1));
                assert_int_equal(flow_options(options, 1, &m, &a, day("2026-11-22")), 1);
            }
}

static void mark(enum step s, bool *seen) {
    bool any = true;

    if (seen[s])
        return;
    seen[s] = true;
    for (int e = 0; s && e < EXIT_COUNT; e++)
        for (size_t n = 0;; n++) {
            enum step to = flow_then(s, (enum exit)e, n, &any);

            if (!any)
                break;
            mark(to, seen);
        }
}

/* Along the steps done alone each flow comes to its end, in the field's order. */
static void each_step_is_reached_and_each_flow_ends(void **state) {
    static const enum matter_kind kinds[] = {MATTER_DISPUTE, MATTER_REQUEST, MATTER_HAZARD};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        bool seen[STEP_COUNT] = {0}, any;
        size_t i = k ? 10 : 0;
        enum step s = kinds_first_step(kinds[k]);

        mark(s, seen);
        for (size_t n = 0; n < ROWS; n++)
            assert_int_equal(seen[field[n].step], in_dispute(field[n].step) == (k == 0));
        assert_true(seen[STEP_NONE]);
        for (; s != STEP_NONE; s = flow_then(s, EXIT_NONE, 0, &any))
            assert_int_equal(s, field[i++].step);
        assert_int_equal(i, k ? 15 : 10);
        for (int from = 1; from < STEP_COUNT; from++) { /* wherever it stands it can still end */
            bool after[STEP_COUNT] = {0};

            mark((enum step)from, after);
            assert_true(after[STEP_NONE]);
        }
    }
}

static void letting_steps_out(void **state) {
    static const char text[] =
        "[step assess]\nout = yes\n[step dispatch]\nout = yes\n[step confirm]\nout = yes\n[step mediate]\ndays = 20\n";
    struct flow_matter m = rich(STEP_ACCEPT);
    struct flow_actor a = desk_at(LEVEL_VILLAGE);
    struct county *c;

    (void)state;
    assert_int_equal(county_read(&c, "county.conf", text, strlen(text)), ERR_OK);
    county_use(c);
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-22"));
    assert_int_equal(m.step, STEP_PLAN);
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-22"));
    assert_int_equal(m.step, STEP_INVESTIGATE);
    m.accepted = day("2026-11-22");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-23"));
    assert_int_equal(m.step, STEP_MEDIATE);
    expect_due(&m, "2026-12-12");
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-24"));
    assert_int_equal(check(&m, &a, EXIT_NONE, STEP_ARCHIVE, NULL), FLOW_REFUSED_NO_WAY);
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-24"));
    assert_int_equal(m.step, STEP_FOLLOW_UP);
    county_use(NULL);
    m = rich(STEP_ACCEPT);
    take(&m, &a, EXIT_NONE, STEP_NONE, day("2026-11-22"));
    assert_int_equal(m.step, STEP_ASSESS);
}

static void has_words(const char *en, const char *(*say)(int), int value) {
    static char before[400];

    snprintf(before, sizeof before, "%s", en);
    i18n_set_language("zh_CN");
    if (!*before || strcmp(before, say(value)) == 0)
        fail_msg("no Chinese words for “%s”", before);
    i18n_set_language("en");
}

static const char *step_words(int s) {
    return kinds_words(LIST_STEP, s);
}
static const char *exit_words(int e) {
    return kinds_words(LIST_EXIT, e);
}
static const char *exit_verb(int e) {
    return flow_exit_verb((enum exit)e);
}
static const char *item_words(int i) {
    return kinds_words(LIST_ITEM, i);
}
static const char *refusal_words(int r) {
    return flow_refusal_words((enum flow_refusal)r);
}
static const char *need_words(int n) {
    enum item item;
    enum flow_how how;
    const char *words;

    return flow_need((enum step)(n / 8), (size_t)n % 8, &item, &how, &words) ? words : "";
}

static void every_row_has_words_in_both(void **state) {
    char folder[200];

    (void)state;
    setenv("LANG", "C.UTF-8", 1);
    i18n_init();
    snprintf(folder, sizeof folder, "%s/share/locale", getenv("B") ? getenv("B") : ".build/dev");
    bindtextdomain("linli", folder);
    bind_textdomain_codeset("linli", "UTF-8");
    textdomain("linli");
    i18n_set_language("en");
    for (int s = 1; s < STEP_COUNT; s++)
        has_words(step_words(s), step_words, s);
    for (int e = 1; e < EXIT_COUNT; e++) {
        has_words(exit_words(e), exit_words, e);
        has_words(exit_verb(e), exit_verb, e);
    }
    for (int i = 1; i < ITEM_COUNT; i++)
        has_words(item_words(i), item_words, i);
    for (int r = 1; r < FLOW_REFUSAL_COUNT; r++)
        has_words(refusal_words(r), refusal_words, r);
    for (int s = 1; s < STEP_COUNT; s++)
        for (size_t n = 0; n < needs_of((enum step)s); n++)
            has_words(need_words(s * 8 + (int)n), need_words, s * 8 + (int)n);
    i18n_set_language("zh_CN");
    for (size_t i = 0; i < ROWS; i++)
        if (!strstr(field[i].zh, kinds_words(LIST_STEP, field[i].step)) &&
            !strstr(kinds_words(LIST_STEP, field[i].step), field[i].zh))
            fail_msg("%s is “%s” in Chinese, not “%s”", kinds_code(LIST_STEP, field[i].step),
                     kinds_words(LIST_STEP, field[i].step), field[i].zh);
    i18n_set_language("en");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_say_so_too),
        cmocka_unit_test(every_transition_is_the_fields),
        cmocka_unit_test(reasons_are_given),
        cmocka_unit_test(each_missing_need_refuses),
        cmocka_unit_test(exits_need_none),
        cmocka_unit_test(the_newest_consent_counts),
        cmocka_unit_test(who_is_tied_does_not_mediate),
        cmocka_unit_test(a_request_waits_for_all_it_asked),
        cmocka_unit_test(sixty_four_parties),
        cmocka_unit_test(special_rules),
        cmocka_unit_test(a_desk_mediates_where_one_was_named),
        cmocka_unit_test(closed_and_withdrawn),
        cmocka_unit_test(who_was_first_is_folded),
        cmocka_unit_test(settle_decline_end_withdraw_reopen),
        cmocka_unit_test(up_down_and_from_hand_to_hand),
        cmocka_unit_test(from_the_door_to_the_desk),
        cmocka_unit_test(days_across_months_and_years),
        cmocka_unit_test(the_day_ends_in_shanghai),
        cmocka_unit_test(clocks_of_acceptance_and_agreement),
        cmocka_unit_test(in_force_by_the_last_of_all),
        cmocka_unit_test(dossiers_ask_for_what_the_law_asks),
        cmocka_unit_test(courts_do_not_confirm_all),
        cmocka_unit_test(items_and_who_may_write_them),
        cmocka_unit_test(menus_say_what_the_check_says),
        cmocka_unit_test(each_step_is_reached_and_each_flow_ends),
        cmocka_unit_test(letting_steps_out),
        cmocka_unit_test(every_row_has_words_in_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
