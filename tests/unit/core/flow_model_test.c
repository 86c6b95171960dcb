/* Two million random steps of matters, folded by flow.h and by a small model of its own: who does what in which order, from a
 * state that is known or was left behind, items written, days gone by. The model below shares with flow.h the names of steps and
 * items and nothing that decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "linli/clock.h"
#include "linli/flow.h"
#include "linli/items.h"
#include "tape.h"

#define ACTS 400
#define SIGNED_MAX 512
#define PARTIES 3
#define STALE 4

/* ---- the model */

struct tally {
    int count;
    char newest[PARTIES + 1]; /* of each party: y, n, or x for written without an answer; 0 nothing */
    bool yes;
};
struct model {
    bool request, open, waiting, danger;
    int step, left_by, level, reached, reopened;
    unsigned char owner, offered;
    int64_t began, due, accepted, agreed;
    int made;
    struct tally items[ITEM_COUNT];
    struct flow_item papers[SIGNED_MAX]; /* the newest agreement and what was signed of it */
    size_t paper_count;
    unsigned fault; /* a control: this model is wrong on purpose */
};

enum fault { FAULT_NONE, FAULT_ALWAYS, FAULT_DUE, FAULT_ROUND, FAULT_CONSENT, FAULT_LEVEL, FAULT_FORCE, FAULTS };

static bool model_applies(const struct model *m, const struct flow_move *mv) {
    if (m->fault == FAULT_ALWAYS)
        return true;
    if (m->open)
        return (int)mv->step == m->step;
    return mv->exit == EXIT_REOPEN;
}

static void model_goes_up(struct model *m, int level) {
    m->level = level;
    if (level > m->reached)
        m->reached = level;
}

static void model_round(struct model *m, int64_t day) {
    static const char *const again[] = {"session",    "agreement", "signed",  "mediator-signed", "sealed",  "followed",
                                        "evaluation", "opinion",   "applied", "confirmed",       "feedback"};

    m->reopened += 1;
    m->left_by = 0;
    m->accepted = day;
    m->agreed = 0;
    m->made = 0;
    m->paper_count = 0;
    for (size_t i = 0; i < 11 && m->fault != FAULT_ROUND; i++)
        memset(&m->items[kinds_value(LIST_ITEM, again[i])], 0, sizeof(struct tally));
}

static void model_step(struct model *m, const struct flow_move *mv) {
    bool passed = mv->exit == EXIT_ESCALATE || mv->exit == EXIT_WISH || mv->exit == EXIT_RETURN;
    bool cut = mv->exit == EXIT_SETTLE || mv->exit == EXIT_DECLINE || mv->exit == EXIT_END || mv->exit == EXIT_WITHDRAW;

    if (mv->exit == EXIT_HAND) {
        m->offered = mv->other.b[0];
    } else if (mv->exit == EXIT_TAKE) {
        m->owner = mv->by.b[0];
        m->offered = 0;
        m->waiting = false;
        model_goes_up(m, (int)mv->level);
    } else if (passed) {
        model_goes_up(m, (int)mv->level);
        m->offered = 0;
        m->waiting = true;
        m->began = mv->day;
        m->due = mv->due;
    } else if (mv->exit == EXIT_EXTEND) {
        if (m->fault != FAULT_DUE)
            m->due = mv->due;
    } else {
        if (mv->exit == EXIT_REOPEN)
            model_round(m, mv->day);
        else if (!cut && m->accepted == 0)
            m->accepted = mv->day;
        if (cut)
            m->left_by = (int)mv->exit;
        if (mv->exit == EXIT_SETTLE && !m->paper_count)
            m->agreed = mv->day;
        if ((int)mv->level > m->level && m->fault != FAULT_LEVEL) {
            model_goes_up(m, (int)mv->level);
            m->waiting = true;
        }
        m->began = mv->day;
        m->open = mv->to != 0;
        m->due = m->open ? mv->due : 0;
        m->step = m->open ? (int)mv->to : m->step;
    }
}

/* FIELD.md c-9: the day of the last of all signatures and the seal; an oral one is in force at once. */
static int64_t model_in_force(const struct model *m) {
    bool signed_by[PARTIES + 1] = {false}, mediator = false, seal = false;
    int64_t last = 0;

    for (size_t i = 0; i < m->paper_count; i++) {
        const struct flow_item *p = &m->papers[i];

        if (p->item == ITEM_IS_AGREEMENT && p->made == AGREEMENT_ORAL)
            return p->day;
        if (p->item == ITEM_IS_SIGNED)
            signed_by[p->party] = true;
        mediator = mediator || p->item == ITEM_IS_MEDIATOR_SIGNED;
        seal = seal || (p->item == ITEM_IS_SEALED);
        if (p->item != ITEM_IS_AGREEMENT && p->day > last)
            last = p->day;
    }
    for (int p = 1; p <= PARTIES; p++)
        if (!signed_by[p] && !(m->fault == FAULT_FORCE && p == PARTIES))
            return 0;
    return m->paper_count && mediator && seal ? last : 0;
}

static void model_paper(struct model *m, const struct flow_item *i) {
    bool of_it = i->item == ITEM_IS_SIGNED || i->item == ITEM_IS_MEDIATOR_SIGNED || i->item == ITEM_IS_SEALED;

    if (i->item == ITEM_IS_AGREEMENT)
        m->paper_count = 0;
    else if (!of_it || !m->paper_count || m->paper_count == SIGNED_MAX)
        return;
    m->papers[m->paper_count++] = *i;
    m->agreed = model_in_force(m);
}

static void model_item(struct model *m, const struct flow_item *i) {
    struct tally *t = &m->items[i->item];

    t->count++;
    t->yes = i->answer == ANSWER_YES;
    if (i->party)
        t->newest[i->party] = i->answer == ANSWER_YES ? 'y' : i->answer == ANSWER_NO ? 'n' : 'x';
    if (i->party && i->item == ITEM_IS_CONSENT && i->answer == ANSWER_NONE)
        t->newest[i->party] = m->fault == FAULT_CONSENT ? 'y' : 0;
    m->danger = m->danger || i->item == ITEM_IS_SAFETY;
    if (i->item == ITEM_IS_AGREEMENT)
        m->made = (int)i->made;
    model_paper(m, i);
}

/* ---- both side by side */

struct both {
    struct flow_matter m;
    struct model r;
    struct flow_matter stale[STALE]; /* as devices without a line still see it */
    int64_t day;
    size_t steps, taken, late;
    char *why;
};

static bool differ(struct both *b, const char *what, int64_t is, int64_t should) {
    if (is == should)
        return false;
    snprintf(b->why, TAPE_WHY, "%s is %lld, the model says %lld (at step %s)", what, (long long)is, (long long)should,
             kinds_code(LIST_STEP, b->r.step));
    return true;
}

static bool items_differ(struct both *b, int i) {
    const struct flow_items *is = &b->m.items[i];
    const struct tally *t = &b->r.items[i];

    if (differ(b, kinds_code(LIST_ITEM, i), is->count, t->count) || differ(b, "its answer", is->answer, t->yes))
        return true;
    for (int p = 1; p <= PARTIES; p++) {
        bool stands = is->parties >> (p - 1) & 1, refuses = is->refused >> (p - 1) & 1;

        if (differ(b, "a party's", stands, t->newest[p] == 'y' || t->newest[p] == 'x') ||
            differ(b, "a party's no", refuses, t->newest[p] == 'n'))
            return true;
    }
    return false;
}

static bool compare(struct both *b) {
    const struct flow_matter *m = &b->m;
    const struct model *r = &b->r;

    if (differ(b, "open", m->open, r->open) || differ(b, "the step", m->step, r->step) ||
        differ(b, "how it was left", m->left_by, r->left_by) || differ(b, "the level", m->level, r->level) ||
        differ(b, "the highest level", m->reached, r->reached) || differ(b, "the owner", m->owner.b[0], r->owner) ||
        differ(b, "whom it was assigned to", m->offered.b[0], r->offered) || differ(b, "waiting", m->waiting, r->waiting) ||
        differ(b, "begun", m->step_day, r->began) || differ(b, "due", m->due, r->due) ||
        differ(b, "accepted", m->accepted, r->accepted) || differ(b, "agreed", m->agreed, r->agreed) ||
        differ(b, "danger", m->danger, r->danger) || differ(b, "rounds", m->reopened, r->reopened) ||
        differ(b, "how the agreement was made", m->made, r->made))
        return false;
    for (int i = 1; i < ITEM_COUNT; i++)
        if (items_differ(b, i))
            return false;
    return true;
}

static void begin(struct both *b, const struct act *first, unsigned fault) {
    bool request = first->c % 4 == 0;
    enum step step = request ? STEP_REPORT : STEP_ACCEPT;

    b->day = 20000;
    b->m = (struct flow_matter){.kind = request ? MATTER_REQUEST : MATTER_DISPUTE,
                                .type = request ? TYPE_ROADS : TYPE_NEIGHBOURS,
                                .open = true,
                                .step = step,
                                .level = (enum level)(1 + first->b % 4),
                                .owner = {{1}},
                                .opened = b->day,
                                .step_day = b->day,
                                .due = b->day + 1,
                                .parties = PARTIES};
    b->m.reached = b->m.level;
    b->r = (struct model){.request = request,
                          .open = true,
                          .step = (int)step,
                          .level = (int)b->m.level,
                          .reached = (int)b->m.level,
                          .owner = 1,
                          .began = b->day,
                          .due = b->day + 1,
                          .fault = fault};
    for (int i = 0; i < STALE; i++)
        b->stale[i] = b->m;
}

/* The store's part: which signatures are of which agreement. What is folded of them is flow.h's. */
static void agreed_now(struct both *b) {
    if (b->r.paper_count)
        b->m.agreed = flow_in_force(b->r.papers, b->r.paper_count, PARTIES);
}

static void write_item(struct both *b, enum item item, int party, enum yes_or_no answer, int ago) {
    struct flow_item i = {.item = item, .party = party, .answer = answer, .day = b->day - ago};

    if (item == ITEM_IS_AGREEMENT)
        i.made = ago % 2 ? AGREEMENT_ORAL : AGREEMENT_IN_WRITING;
    flow_add(&b->m, &i);
    model_item(&b->r, &i);
    if (item == ITEM_IS_AGREEMENT || item == ITEM_IS_SIGNED || item == ITEM_IS_MEDIATOR_SIGNED || item == ITEM_IS_SEALED)
        agreed_now(b);
}

/* All that the present step asks for, so that random walks come to the archive; now and then a signature is missing. */
static void write_needs(struct both *b, int missing) {
    enum item item;
    enum flow_how how;
    const char *words;

    for (size_t n = 0; flow_need(b->m.step, n, &item, &how, &words); n++)
        for (int p = 1; p <= (how == FLOW_EACH ? PARTIES : 1); p++)
            write_item(b, item, p, item == ITEM_IS_CONFLICT || item == ITEM_IS_AGREEMENT ? ANSWER_NO : ANSWER_YES, 0);
    if (b->m.step == STEP_AGREE || b->m.step == STEP_ARCHIVE) {
        write_item(b, ITEM_IS_MEDIATOR_SIGNED, 0, ANSWER_NONE, 0);
        write_item(b, ITEM_IS_SEALED, 0, ANSWER_NONE, 1);
        for (int p = 1; p <= PARTIES; p++) {
            if (p != missing)
                write_item(b, ITEM_IS_SIGNED, p, ANSWER_NONE, p);
            write_item(b, ITEM_IS_IDENTITY, p, ANSWER_NONE, 0);
            write_item(b, ITEM_IS_NOTICE, p, ANSWER_NONE, 0);
        }
        write_item(b, ITEM_IS_ROUTES, 0, ANSWER_NONE, 0);
    }
}

/* Somebody asks what may be done in what they see, does it, and it comes in where the matter is by then. */
static bool try_step(struct both *b, const struct act *act, const struct flow_matter *seen) {
    struct flow_actor a = {.worker = {{(unsigned char)(1 + act->b % 5)}},
                           .roles = 1u + (unsigned)(act->b >> 3) % 7u,
                           .level = (enum level)(1 + act->c % 4),
                           .alone = act->b % 4 == 3};
    struct flow_wish w = {.exit = (enum exit)(act->a % 3 ? act->a % EXIT_COUNT : 0),
                          .to = (enum step)(act->c % 8 == 7 ? act->b % STEP_COUNT : 0),
                          .other = {{(unsigned char)(1 + act->c % 5)}},
                          .reason = act->c % 16 != 0,
                          .day = b->day};
    struct flow_move mv;
    bool applies;

    b->steps++;
    if (flow_check(&mv, seen, &a, &w, NULL) != FLOW_OK)
        return true;
    if (mv.to && mv.exit != EXIT_TAKE && mv.exit != EXIT_HAND && mv.due < mv.day && mv.exit != EXIT_EXTEND &&
        !(mv.to == mv.step && seen->due < mv.day)) {
        snprintf(b->why, TAPE_WHY, "%s is due before it begins", kinds_code(LIST_STEP, mv.to));
        return false;
    }
    applies = flow_applies(&b->m, &mv);
    if (differ(b, "whether it applies", applies, model_applies(&b->r, &mv)))
        return false;
    b->late += !applies;
    if (!applies)
        return true;
    b->taken++;
    flow_apply(&b->m, &mv);
    model_step(&b->r, &mv);
    if (mv.exit == EXIT_SETTLE)
        agreed_now(b);
    return true;
}

static bool do_act(struct both *b, const struct act *act) {
    static const enum yes_or_no answers[] = {ANSWER_NONE, ANSWER_YES, ANSWER_NO, ANSWER_YES};
    int item = 1 + act->a % (ITEM_COUNT - 1);

    switch (act->op % 16) {
    case 0:
        b->day += act->a % 9;
        b->stale[act->b % STALE] = b->m;
        return true;
    case 1:
    case 2:
        b->steps++;
        if (items_of((enum item)item) == ITEM_OF_MATTER)
            write_item(b, (enum item)item, act->b % (PARTIES + 1), answers[act->c % 4], act->c % 5);
        return true;
    case 3:
    case 4:
        b->steps++;
        write_needs(b, act->c % 16);
        return true;
    case 5:
    case 6:
        return try_step(b, act, &b->stale[act->c % STALE]);
    default:
        return try_step(b, act, &b->m);
    }
}

struct total {
    unsigned fault;
    size_t steps, taken, late, closed, reopened;
};

static bool run(void *arg, const struct act *acts, size_t count, char why[TAPE_WHY]) {
    static const struct act none = {0, 0, 1, 1};
    struct total *t = arg;
    struct both b = {.why = why};
    bool good = true;

    begin(&b, count ? acts : &none, t->fault);
    for (size_t i = 0; good && i < count; i++)
        good = do_act(&b, &acts[i]) && compare(&b);
    t->steps += b.steps;
    t->taken += b.taken;
    t->late += b.late;
    t->closed += !b.m.open;
    t->reopened += b.m.reopened > 0;
    return good;
}

/* True: the model and flow.h agreed on `wanted` steps. Else the shortest tape on which they do not is left in `acts`. */
static bool search(struct total *t, size_t wanted, uint64_t seed, struct act acts[ACTS], size_t *left, char why[TAPE_WHY]) {
    uint64_t luck = seed;

    while (t->steps < wanted) {
        tape_fill(acts, ACTS, &luck);
        *left = ACTS;
        if (!run(t, acts, ACTS, why)) {
            *left = tape_shrink(run, t, acts, ACTS, why);
            return false;
        }
    }
    return true;
}

static void millions_of_steps_fold_as_the_model_says(void **state) {
    struct total t = {.fault = FAULT_NONE};
    uint64_t seed = tape_seed();
    size_t wanted = tape_times(2000000, 200000), left;
    struct act acts[ACTS];
    char why[TAPE_WHY];

    (void)state;
    left = tape_again(acts, ACTS);
    if (left ? !run(&t, acts, left, why) : !search(&t, wanted, seed, acts, &left, why)) {
        tape_print(acts, left, seed, why);
        fail_msg("SEED=%llu", (unsigned long long)seed);
    }
    printf("seed %llu: %zu steps and items offered, %zu steps taken, %zu came late; %zu matters closed, %zu reopened\n",
           (unsigned long long)seed, t.steps, t.taken, t.late, t.closed, t.reopened);
    if (!left || t.steps < wanted)
        return;
    assert_true(t.taken > wanted / 20); /* it walks, and does not stand before closed doors */
    assert_true(t.late > wanted / 2000);
    assert_true(t.closed > 20 && t.reopened > 20);
}

/* A model that is wrong must be noticed, or the agreement above says nothing; and what shows it is short. */
static void wrong_models_are_noticed(void **state) {
    (void)state;
    for (unsigned fault = 1; fault < FAULTS; fault++) {
        struct total t = {.fault = fault};
        struct act acts[ACTS];
        char why[TAPE_WHY];
        size_t left;

        if (search(&t, 400000, 20261122 + fault, acts, &left, why))
            fail_msg("fault %u of the model was not noticed in %zu steps", fault, t.steps);
        printf("fault %u: noticed in %zu steps, %zu acts show it: %s\n", fault, t.steps, left, why);
        assert_true(left <= 25);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_models_are_noticed),
        cmocka_unit_test(millions_of_steps_fold_as_the_model_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
