/* Flows: the tables as data, what may be done next, what that does. */
#include "linli/flow.h"

#include <string.h>
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/items.h"

static const struct {
    unsigned who;
    enum flow_clock clock;
} steps[STEP_COUNT] = {
#define X(name, matter, code, words, days, clock, next, who) [STEP_##name] = {who, FLOW_FROM_##clock},
#include "linli/steps.def"
#undef X
};

static const struct {
    const char *verb;
    unsigned who;
    bool reason;
} exits[EXIT_COUNT] = {
#define X(name, code, words, verb, who, reason) [EXIT_##name] = {verb, who, reason},
#include "linli/exits.def"
#undef X
};

static const struct way {
    enum step from;
    enum exit exit;
    enum step to;
} ways[] = {
#define X(from, exit, to) {STEP_##from, EXIT_##exit, STEP_##to},
#include "linli/transitions.def"
#undef X
};
#define WAYS (sizeof ways / sizeof *ways)

static const struct {
    enum step step;
    enum item item;
    enum flow_how how;
    const char *words;
} needs[] = {
#define X(step, item, how, words) {STEP_##step, ITEM_IS_##item, FLOW_##how, words},
#include "linli/step_needs.def"
#undef X
};

static const char *const refusals[FLOW_REFUSAL_COUNT] = {
#define X(name, words) [FLOW_REFUSED_##name] = words,
    FLOW_REFUSALS
#undef X
};

const char *flow_refusal_words(enum flow_refusal r) {
    return r > FLOW_OK && r < FLOW_REFUSAL_COUNT ? _(refusals[r]) : "";
}

unsigned flow_step_who(enum step s) {
    return s < STEP_COUNT ? steps[s].who : 0;
}

unsigned flow_exit_who(enum exit e) {
    return e < EXIT_COUNT ? exits[e].who : 0;
}

bool flow_exit_needs_reason(enum exit e) {
    return e < EXIT_COUNT && exits[e].reason;
}

/* Whoever holds the post can take a matter on, however far it is. */
bool flow_exit_reads_items(enum exit e) {
    return e != EXIT_TAKE;
}

const char *flow_exit_verb(enum exit e) {
    return e > EXIT_NONE && e < EXIT_COUNT ? _(exits[e].verb) : "";
}

enum flow_clock flow_step_clock(enum step s) {
    return s < STEP_COUNT ? steps[s].clock : FLOW_FROM_STEP;
}

enum step flow_then(enum step s, enum exit e, size_t n, bool *any) {
    enum step said;

    *any = false;
    if (e == EXIT_NONE && county_then(s, &said)) {
        *any = n == 0;
        return *any ? said : STEP_NONE;
    }
    for (size_t i = 0; i < WAYS; i++)
        if (ways[i].from == s && ways[i].exit == e && n-- == 0) {
            *any = true;
            return ways[i].to;
        }
    return STEP_NONE;
}

bool flow_need(enum step s, size_t n, enum item *item, enum flow_how *how, const char **words) {
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (needs[i].step == s && n-- == 0) {
            *item = needs[i].item;
            *how = needs[i].how;
            *words = _(needs[i].words);
            return true;
        }
    return false;
}

/* ---- folding */

/* What changes hands, level or clock, and leaves the matter at its step. */
static bool stays(enum exit e) {
    return e == EXIT_TAKE || e == EXIT_HAND || e == EXIT_ESCALATE || e == EXIT_WISH || e == EXIT_RETURN;
}

bool flow_applies(const struct flow_matter *m, const struct flow_move *mv) {
    if (m->withdrawn)
        return false;
    if (!m->open)
        return mv->exit == EXIT_REOPEN;
    /* A version that knew no steps yet settled where a matter begins; one that knows more of them stands nowhere here. */
    return m->step == (mv->step ? mv->step : kinds_first_step(m->kind));
}

bool flow_begins_anew(enum item item) {
    static const bool anew[ITEM_COUNT] = {
        [ITEM_IS_SESSION] = true, [ITEM_IS_AGREEMENT] = true, [ITEM_IS_SIGNED] = true,     [ITEM_IS_MEDIATOR_SIGNED] = true,
        [ITEM_IS_SEALED] = true,  [ITEM_IS_FOLLOWED] = true,  [ITEM_IS_EVALUATION] = true, [ITEM_IS_OPINION] = true,
        [ITEM_IS_APPLIED] = true, [ITEM_IS_CONFIRMED] = true, [ITEM_IS_FEEDBACK] = true,
    };

    return item > ITEM_NONE && item < ITEM_COUNT && anew[item];
}

static void new_round(struct flow_matter *m, const struct flow_move *mv) {
    m->open = true;
    m->left_by = EXIT_NONE;
    m->reopened++;
    m->accepted = mv->day;
    m->agreed = 0;
    m->made = AGREEMENT_NONE;
    for (int i = 0; i < ITEM_COUNT; i++)
        if (flow_begins_anew((enum item)i))
            m->items[i] = (struct flow_items){0};
}

static void change_hands(struct flow_matter *m, const struct flow_move *mv) {
    if (mv->exit == EXIT_HAND) {
        m->offered = mv->other;
        return;
    }
    if (mv->level)
        m->level = mv->level;
    if (m->level > m->reached)
        m->reached = m->level;
    m->offered = (struct id){{0}};
    m->waiting = mv->exit != EXIT_TAKE;
    if (mv->exit == EXIT_TAKE) {
        m->owner = mv->by;
        return;
    }
    m->due = mv->due;
    m->step_day = mv->day;
    m->urged = m->overdue = false;
}

void flow_apply(struct flow_matter *m, const struct flow_move *mv) {
    bool cut = mv->exit == EXIT_SETTLE || mv->exit == EXIT_END || mv->exit == EXIT_DECLINE || mv->exit == EXIT_WITHDRAW;

    if (stays(mv->exit)) {
        change_hands(m, mv);
        return;
    }
    if (mv->exit == EXIT_EXTEND) {
        m->due = mv->due;
        m->urged = m->overdue = false;
        return;
    }
    if (!m->accepted && !cut)
        m->accepted = mv->day;
    if (mv->exit == EXIT_REOPEN)
        new_round(m, mv);
    if (cut)
        m->left_by = mv->exit;
    if (mv->exit == EXIT_SETTLE)
        m->agreed = mv->day;
    if (mv->level > m->level) { /* to a desk, which takes it on */
        m->level = mv->level;
        m->waiting = true;
        if (m->level > m->reached)
            m->reached = m->level;
    }
    m->urged = m->overdue = false;
    m->step_day = mv->day;
    m->due = mv->to ? mv->due : 0;
    m->open = mv->to != STEP_NONE;
    if (mv->to)
        m->step = mv->to;
}

void flow_add(struct flow_matter *m, const struct flow_item *i) {
    struct flow_items *is;
    uint64_t bit = i->party >= 1 && i->party <= 64 ? UINT64_C(1) << (i->party - 1) : 0;
    /* Consent that does not say yes (an answer of a newer version) is none. */
    bool without = i->answer == ANSWER_NO || (i->answer == ANSWER_NONE && i->item == ITEM_IS_CONSENT);

    if (i->item <= ITEM_NONE || i->item >= ITEM_COUNT)
        return;
    is = &m->items[i->item];
    is->count++;
    is->answer = i->answer == ANSWER_YES;
    is->parties = without ? is->parties & ~bit : is->parties | bit;
    is->refused = i->answer == ANSWER_NO ? is->refused | bit : is->refused & ~bit;
    if (i->item == ITEM_IS_SAFETY)
        m->danger = true;
    if (i->item == ITEM_IS_AGREEMENT)
        m->made = i->made;
}

int64_t flow_in_force(const struct flow_item *items, size_t count, size_t parties) {
    uint64_t signers = 0, all = parties >= 64 ? UINT64_MAX : (UINT64_C(1) << parties) - 1;
    int64_t day = 0, made = 0;
    bool mediator = false, seal = false, oral = false;

    for (size_t i = 0; i < count; i++) {
        const struct flow_item *it = &items[i];

        if (it->item == ITEM_IS_AGREEMENT) {
            oral = it->made == AGREEMENT_ORAL;
            made = it->day;
            continue;
        }
        mediator = mediator || it->item == ITEM_IS_MEDIATOR_SIGNED;
        seal = seal || it->item == ITEM_IS_SEALED;
        if (it->item == ITEM_IS_SIGNED && it->party >= 1 && it->party <= 64)
            signers |= UINT64_C(1) << (it->party - 1);
        if (it->day > day)
            day = it->day;
    }
    if (oral)
        return made;
    return made && parties && mediator && seal && (signers & all) == all ? day : 0;
}

/* ---- what may be done */

int64_t flow_due(const struct flow_matter *m, enum step s, int64_t day) {
    int64_t from = day;

    if (s == STEP_NONE)
        return 0;
    if (steps[s].clock == FLOW_FROM_ACCEPTANCE && m->accepted)
        from = m->accepted;
    if (steps[s].clock == FLOW_FROM_AGREEMENT && m->agreed)
        from = m->agreed;
    from += county_days(s); /* what leads to a step late does not make it overdue at once */
    return from > day ? from : day;
}

static bool all_parties(const struct flow_matter *m, enum item item) {
    uint64_t all = m->parties >= 64 ? UINT64_MAX : (UINT64_C(1) << m->parties) - 1;

    return (m->items[item].parties & all) == all;
}

static bool need_is_met(const struct flow_matter *m, enum item item, enum flow_how how) {
    if (how == FLOW_ALL)
        return m->open_tasks == 0;
    return how == FLOW_EACH ? all_parties(m, item) : m->items[item].count > 0;
}

static enum flow_refusal check_needs(const struct flow_matter *m, enum step to, const char **need) {
    enum item item;
    enum flow_how how;
    const char *words;

    for (size_t n = 0; flow_need(m->step, n, &item, &how, &words); n++) {
        if (item == ITEM_IS_CONSENT && m->items[item].refused)
            return FLOW_REFUSED_REFUSED;
        if (item == ITEM_IS_CONFLICT && m->items[item].answer)
            return FLOW_REFUSED_TIED;
        if (!need_is_met(m, item, how)) {
            if (need)
                *need = words;
            return FLOW_REFUSED_NEED;
        }
    }
    if (m->step == STEP_AGREE && !m->agreed)
        return FLOW_REFUSED_NOT_FORCE;
    if (to == STEP_CONFIRM && flow_not_confirmed(m))
        return FLOW_REFUSED_NOT_CONFIRMED;
    if (m->step == STEP_ARCHIVE) {
        int there, required;

        flow_dossier(m, &there, &required);
        if (there < required)
            return FLOW_REFUSED_DOSSIER;
    }
    return FLOW_OK;
}

/* A step that the county passes over leads on to what follows it; who extends a step stays at it. */
static enum step pass(enum step to, enum exit e) {
    return e == EXIT_EXTEND ? to : county_pass(to);
}

static bool leads(const struct flow_matter *m, const struct flow_wish *w, enum step *to) {
    bool any = m->open;

    if (stays(w->exit)) {
        *to = m->step;
        return true;
    }
    for (size_t n = 0; any; n++) {
        *to = pass(flow_then(m->step, w->exit, n, &any), w->exit);
        if (any && (!w->to || w->to == *to))
            return true;
    }
    for (size_t i = 0; !m->open && w->exit == EXIT_REOPEN && i < WAYS; i++) {
        *to = county_pass(ways[i].to);
        if (ways[i].exit == EXIT_REOPEN && kinds_step_matter(ways[i].from) == kinds_step_matter(m->step) &&
            (!w->to || w->to == *to))
            return true;
    }
    for (size_t i = 0; m->open && w->whole && w->to && i < WAYS; i++)
        if (ways[i].from == m->step && ways[i].exit == w->exit && ways[i].to == w->to) {
            *to = w->to;
            return true;
        }
    return false;
}

/* Steps are for who holds the post at the matter's level, who owns it or was asked to; a head's own steps at any level, because
 * the door stays the head's; that it goes up, for everybody who has it. */
static bool at_home(const struct flow_matter *m, const struct flow_actor *a, const struct flow_wish *w) {
    if (a->alone || a->level == m->level || id_equal(&a->worker, &m->owner) || id_equal(&a->worker, &m->offered))
        return true;
    if (w->exit == EXIT_WISH || w->exit == EXIT_WITHDRAW)
        return true;
    if (w->exit == EXIT_TAKE || w->exit == EXIT_RETURN || w->exit == EXIT_HAND)
        return m->overdue && a->level > m->level;
    return a->level == LEVEL_GRID && (a->roles & flow_step_who(m->step) & FLOW_HEAD);
}

static bool has_role(const struct flow_matter *m, const struct flow_actor *a, const struct flow_wish *w) {
    unsigned roles = a->alone ? FLOW_ANY : a->roles;

    /* Where a mediator was named a desk writes for them. */
    if ((roles & FLOW_DESK) && m->items[ITEM_IS_PROPOSAL].count)
        roles |= FLOW_MEDIATOR;
    if (w->exit == EXIT_NONE || w->exit == EXIT_SKIP || w->exit == EXIT_SETTLE || w->exit == EXIT_DECLINE)
        roles &= flow_step_who(m->step);
    return w->exit == EXIT_NONE ? roles != 0 : (roles & flow_exit_who(w->exit)) != 0;
}

static enum flow_refusal check_exit(const struct flow_matter *m, const struct flow_actor *a, const struct flow_wish *w) {
    switch (w->exit) {
    case EXIT_SETTLE:
        return m->type == TYPE_FAMILY && m->danger ? FLOW_REFUSED_DANGER : FLOW_OK;
    case EXIT_ESCALATE:
    case EXIT_WISH:
        return m->level >= LEVEL_CITY ? FLOW_REFUSED_TOP : FLOW_OK;
    case EXIT_RETURN:
        return m->level <= LEVEL_GRID ? FLOW_REFUSED_BOTTOM : FLOW_OK;
    case EXIT_HAND:
        return id_is_zero(&w->other) ? FLOW_REFUSED_PERSON : FLOW_OK;
    case EXIT_TAKE:
        return id_equal(&a->worker, &m->owner) && !m->waiting && id_is_zero(&m->offered) ? FLOW_REFUSED_OWN : FLOW_OK;
    case EXIT_EXTEND:
        if (m->kind == MATTER_DISPUTE && !all_parties(m, ITEM_IS_CONSENT))
            return FLOW_REFUSED_REFUSED;
        return w->until && w->until <= m->due ? FLOW_REFUSED_DUE : FLOW_OK;
    default:
        return FLOW_OK;
    }
}

/* There is no desk in a grid: a step that no head takes is the village's. */
static enum level level_after(const struct flow_matter *m, const struct flow_actor *a, const struct flow_wish *w, enum step to) {
    if (!a->alone && m->level == LEVEL_GRID && to && to != m->step && !(flow_step_who(to) & FLOW_HEAD))
        return LEVEL_VILLAGE;
    if (w->exit == EXIT_ESCALATE || w->exit == EXIT_WISH)
        return (enum level)(m->level + 1);
    if (w->exit == EXIT_RETURN)
        return (enum level)(m->level - 1);
    return w->exit == EXIT_TAKE && !a->alone && a->level > m->level ? a->level : m->level;
}

static enum flow_refusal check_state(const struct flow_matter *m, const struct flow_wish *w, enum step *to) {
    if (m->withdrawn)
        return FLOW_REFUSED_TAKEN_BACK;
    if (!m->open && w->exit != EXIT_REOPEN)
        return FLOW_REFUSED_CLOSED;
    if (!leads(m, w, to))
        return w->exit == EXIT_REOPEN ? FLOW_REFUSED_NOT_CLOSED : FLOW_REFUSED_NO_WAY;
    return w->day < m->opened ? FLOW_REFUSED_EARLY : FLOW_OK;
}

static int64_t due_after(const struct flow_matter *m, const struct flow_move *mv, const struct flow_wish *w) {
    struct flow_matter then = *m;

    if (w->exit == EXIT_EXTEND)
        return w->until ? w->until : m->due + county_days(m->step);
    if (w->exit == EXIT_TAKE || w->exit == EXIT_HAND)
        return m->due;
    if (stays(w->exit)) /* who gets it has the days of the step anew, but not the law's (FIELD.md c-11, c-13) */
        return steps[m->step].clock == FLOW_FROM_STEP || !m->due ? flow_due(m, m->step, w->day) : m->due;
    flow_apply(&then, mv);
    return flow_due(&then, mv->to, w->day);
}

enum flow_refusal flow_check(struct flow_move *out, const struct flow_matter *m, const struct flow_actor *a,
                             const struct flow_wish *w, const char **need) {
    struct flow_move mv = {.step = m->step, .exit = w->exit, .by = a->worker, .other = w->other, .day = w->day};
    enum flow_refusal r = check_state(m, w, &mv.to);

    if (r == FLOW_OK && !has_role(m, a, w))
        r = FLOW_REFUSED_ROLE;
    if (r == FLOW_OK && !at_home(m, a, w))
        r = FLOW_REFUSED_LEVEL;
    if (r == FLOW_OK)
        r = check_exit(m, a, w);
    if (r == FLOW_OK && m->step == STEP_FOLLOW_UP && w->exit == EXIT_NONE && a->mediated && !a->alone)
        r = FLOW_REFUSED_MEDIATED;
    if (r == FLOW_OK && w->exit == EXIT_NONE)
        r = check_needs(m, mv.to, need);
    if (r == FLOW_OK && flow_exit_needs_reason(w->exit) && !w->reason)
        r = FLOW_REFUSED_REASON;
    if (r != FLOW_OK)
        return r;
    mv.level = level_after(m, a, w, mv.to);
    mv.due = due_after(m, &mv, w);
    *out = mv;
    return FLOW_OK;
}

/* What still comes in when a matter is closed. */
static bool comes_late(enum item item) {
    static const bool late[ITEM_COUNT] = {
        [ITEM_IS_KEPT] = true,     [ITEM_IS_FOLLOWED] = true,  [ITEM_IS_EVALUATION] = true, [ITEM_IS_OPINION] = true,
        [ITEM_IS_CLAIM] = true,    [ITEM_IS_APPROVAL] = true,  [ITEM_IS_LESSON] = true,     [ITEM_IS_FILE_NOTE] = true,
        [ITEM_IS_APPLIED] = true,  [ITEM_IS_CONFIRMED] = true, [ITEM_IS_SAFETY] = true,     [ITEM_IS_REFERRAL] = true,
        [ITEM_IS_FEEDBACK] = true, [ITEM_IS_ROUTES] = true,
    };

    return late[item];
}

/* What can have happened before anybody opened a matter. */
static bool comes_early(enum item item) {
    return item == ITEM_IS_LAND || item == ITEM_IS_EVIDENCE || item == ITEM_IS_PROXY || item == ITEM_IS_APPLICATION ||
           item == ITEM_IS_IDENTITY;
}

static enum flow_refusal check_agreement(const struct flow_matter *m, const struct flow_item *i) {
    if (i->item == ITEM_IS_AGREEMENT && m->parties < 2)
        return FLOW_REFUSED_TWO;
    if (i->item != ITEM_IS_APPLIED)
        return FLOW_OK;
    if (flow_not_confirmed(m))
        return FLOW_REFUSED_NOT_CONFIRMED;
    if (!m->agreed)
        return FLOW_REFUSED_NOT_FORCE;
    return i->day > m->agreed + county_days(STEP_CONFIRM) ? FLOW_REFUSED_LATE : FLOW_OK;
}

enum flow_refusal flow_check_item(const struct flow_matter *m, const struct flow_actor *a, const struct flow_item *i) {
    unsigned roles = a->alone ? FLOW_ANY : a->roles;

    if ((roles & FLOW_DESK) && m->items[ITEM_IS_PROPOSAL].count)
        roles |= FLOW_MEDIATOR;
    if (m->withdrawn)
        return FLOW_REFUSED_TAKEN_BACK;
    if (!m->open && !comes_late(i->item))
        return FLOW_REFUSED_CLOSED;
    if (!(roles & items_who(i->item)))
        return FLOW_REFUSED_ROLE;
    if (i->party < 0 || (size_t)i->party > m->parties)
        return FLOW_REFUSED_PARTY;
    if (i->day && i->day < m->opened && !comes_early(i->item))
        return FLOW_REFUSED_EARLY;
    if ((i->item == ITEM_IS_FOLLOWED || i->item == ITEM_IS_EVALUATION) && a->mediated && !a->alone)
        return FLOW_REFUSED_MEDIATED;
    return check_agreement(m, i);
}

size_t flow_options(struct flow_option *out, size_t room, const struct flow_matter *m, const struct flow_actor *a, int64_t day) {
    struct flow_move mv;
    size_t count = 0;

    for (int e = EXIT_NONE; e < EXIT_COUNT; e++) {
        bool any = stays((enum exit)e);
        enum step to = any ? m->step : flow_then(m->step, (enum exit)e, 0, &any);

        if (!m->open && e == EXIT_REOPEN)
            any = true;
        for (size_t n = 0; any && count < room; n++) {
            struct flow_wish w = {
                .exit = (enum exit)e, .reason = true, .day = day, .to = m->open ? pass(to, (enum exit)e) : STEP_NONE};
            struct flow_option *o = &out[count];

            w.other.b[0] = 1; /* somebody: who, is asked later */
            *o = (struct flow_option){.exit = w.exit, .to = w.to};
            o->why = flow_check(&mv, m, a, &w, &o->need);
            if (o->why == FLOW_OK)
                o->to = mv.to;
            /* Where a step is passed over two ways may lead to one. */
            count += !(n && o[-1].exit == o->exit && o[-1].to == o->to);
            if (stays(w.exit) || !m->open)
                break;
            to = flow_then(m->step, w.exit, n + 1, &any);
        }
    }
    return count;
}

/* ---- confirmation and dossier */

const char *flow_not_confirmed(const struct flow_matter *m) {
    if (m->kind != MATTER_DISPUTE)
        return _("only agreements in disputes are confirmed");
    return m->items[ITEM_IS_AGREEMENT].answer ? _("no court confirms identity, adoption, marriage or whose a house or land is")
                                              : NULL;
}

bool flow_requires(const struct flow_matter *m, enum item item) {
    if (m->kind != MATTER_DISPUTE || (m->left_by && m->left_by != EXIT_END))
        return false;
    if (m->left_by == EXIT_END)
        return item == ITEM_IS_NOTICE || item == ITEM_IS_ROUTES;
    /* Who agreed by word of mouth shows no papers. */
    if (item == ITEM_IS_IDENTITY)
        return m->made == AGREEMENT_IN_WRITING;
    return items_place(item) == ITEM_MUST;
}

bool flow_has(const struct flow_matter *m, enum item item) {
    return items_many(item) == ITEM_EACH ? all_parties(m, item) : m->items[item].count > 0;
}

void flow_dossier(const struct flow_matter *m, int *there, int *required) {
    *there = *required = 0;
    for (int i = 1; i < ITEM_COUNT; i++)
        if (flow_requires(m, (enum item)i)) {
            ++*required;
            *there += flow_has(m, (enum item)i);
        }
}
