/* Flows (FIELD.md section 2): where a matter stands, what may be done with it next and by whom, and what that does. Pure values:
 * the program asks before it offers a key, the hub asks before it takes an event, folding applies what was taken. The tables are
 * steps.def, exits.def, transitions.def, step_needs.def, items.def; a county's days and shortcuts are in county.h. */
#ifndef LINLI_FLOW_H
#define LINLI_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/id.h"
#include "linli/kinds.h"

/* Who may do a thing. */
enum { FLOW_HEAD = 1, FLOW_DESK = 2, FLOW_MEDIATOR = 4, FLOW_ANY = FLOW_HEAD | FLOW_DESK | FLOW_MEDIATOR };

/* Items of one kind, as far as the flow asks: those that were not withdrawn. */
struct flow_items {
    int count;
    uint64_t parties; /* a bit a party that has one, 0 the first; of items answered by yes or no: whose newest answer is yes */
    uint64_t refused; /* whose newest answer is no */
    bool answer;      /* the newest answer is yes */
};

struct flow_matter {
    enum matter_kind kind;
    enum matter_type type;
    bool open, withdrawn; /* withdrawn: by who opened it, as a mistake */
    enum step step;
    enum exit left_by;         /* how its course was cut short, none: it was not */
    enum level level, reached; /* reached: the highest that it was at */
    struct id owner;           /* the named person: who opened it, until somebody takes it on */
    struct id offered;         /* whom it was assigned to and who has not taken it on; zero nobody */
    bool waiting;              /* it was passed up or down and nobody there has taken it on */
    int64_t opened;            /* days are those of clock_day: it was opened, */
    int64_t step_day;          /* the step began, */
    int64_t due;               /* it is due, 0 none, */
    int64_t accepted;          /* step 1 was done, 0 not yet, */
    int64_t agreed;            /* the agreement is in force, 0 none */
    size_t parties;
    bool danger; /* the triage or a safety item says so */
    int reopened;
    bool urged, overdue; /* the hub's clock said so of this step */
    int64_t open_tasks;  /* asked of somebody and not answered */
    enum agreement made; /* of the newest agreement */
    struct flow_items items[ITEM_COUNT];
};

/* A step event, as far as folding goes. Everything is in the header, so no folding depends on a county's present rules. */
struct flow_move {
    enum step step; /* at which it was taken */
    enum exit exit;
    enum step to; /* that follows; none: closed. What leaves it at its step names that step */
    enum level level;
    struct id by, other; /* other: whom it is assigned to */
    int64_t day, due;    /* the day on which it was taken; when the step that follows is due, 0: never */
};

/* Whether it is at home in this state at all: open, at that step (a reopening: closed, or at a step that may be reopened). What
 * is not is not folded: somebody else was first. */
bool flow_applies(const struct flow_matter *m, const struct flow_move *mv);
void flow_apply(struct flow_matter *m, const struct flow_move *mv);
/* Whether items of this kind count only in the round in which they were written: a reopening begins with none of them. */
bool flow_begins_anew(enum item item);

/* An item becomes part of the matter, in the order of the record. */
struct flow_item {
    enum item item;
    int party; /* 1 the first, 0 none */
    enum yes_or_no answer;
    enum agreement made;
    int64_t day;
};
void flow_add(struct flow_matter *m, const struct flow_item *i);

/* The day on which an agreement is in force (FIELD.md c-9): an oral one its day; a written one the latest of each party's
 * signature, the mediator's and the seal, 0 while one of them is missing. The items are of one agreement, in any order. */
int64_t flow_in_force(const struct flow_item *items, size_t count, size_t parties);

/* Who wants to do something. `roles`: bits of FLOW_*. Whoever works without a hub has all of them at every level. */
struct flow_actor {
    struct id worker;
    unsigned roles;
    enum level level;
    bool alone;    /* works without a hub */
    bool mediated; /* wrote a session of this matter */
};

/* X(NAME, words): why something may not be done. */
#define FLOW_REFUSALS                                                                                                            \
    X(CLOSED, N_("the matter is closed"))                                                                                        \
    X(TAKEN_BACK, N_("the matter was withdrawn"))                                                                                \
    X(OTHER_STEP, N_("the matter is at another step"))                                                                           \
    X(NO_WAY, N_("this does not follow on its present step"))                                                                    \
    X(ROLE, N_("this step is not yours to take"))                                                                                \
    X(LEVEL, N_("the matter is at another level than yours"))                                                                    \
    X(NEED, N_("something is not in the record yet"))                                                                            \
    X(REASON, N_("it needs a reason"))                                                                                           \
    X(REFUSED, N_("a party does not agree to mediation"))                                                                        \
    X(TOP, N_("there is no level above"))                                                                                        \
    X(BOTTOM, N_("there is no level below"))                                                                                     \
    X(OWN, N_("it is with you already"))                                                                                         \
    X(MEDIATED, N_("who mediated does not follow it up"))                                                                        \
    X(PERSON, N_("it does not name whom"))                                                                                       \
    X(DANGER, N_("a family matter with danger or violence is not settled at the door"))                                          \
    X(DOSSIER, N_("the dossier is not complete"))                                                                                \
    X(NOT_FORCE, N_("the agreement is not in force yet: a signature or the seal is missing"))                                    \
    X(NOT_CONFIRMED, N_("what the agreement is about is not confirmed by a court"))                                              \
    X(NOT_CLOSED, N_("the matter is open"))                                                                                      \
    X(EARLY, N_("its day is before the matter began"))                                                                           \
    X(PARTY, N_("there is no such party"))                                                                                       \
    X(ITEM, N_("what it is about is not there"))                                                                                 \
    X(SELF, N_("nobody approves an own claim"))                                                                                  \
    X(AGAIN, N_("it was said already"))                                                                                          \
    X(TWO, N_("an agreement needs two parties"))                                                                                 \
    X(LATE, N_("the days in which the parties may apply are over"))                                                              \
    X(TIED, N_("the mediator is tied to a party"))                                                                               \
    X(DUE, N_("the day is before what is due already, or too far away"))

enum flow_refusal {
    FLOW_OK,
#define X(name, words) FLOW_REFUSED_##name,
    FLOW_REFUSALS
#undef X
        FLOW_REFUSAL_COUNT
};
const char *flow_refusal_words(enum flow_refusal r); /* translated; "" for FLOW_OK */

/* What a person wants to do; `to` none: the first that follows. Fills in `to` and `due` by the county's rules where it may be
 * done. *need: the words of what is missing, translated, where the answer is NEED; may be NULL. */
struct flow_wish {
    enum exit exit;
    enum step to;
    struct id other;
    bool reason; /* one was given */
    int64_t day;
    int64_t until; /* of an extension: the new day, 0 */
    bool whole;    /* the built-in ways are ways too: who had not heard of the county's shortcut went the whole one */
};
enum flow_refusal flow_check(struct flow_move *out, const struct flow_matter *m, const struct flow_actor *a,
                             const struct flow_wish *w, const char **need);

/* Whether the actor may add an item: its role, and that the matter takes items of it (closed ones only those of the follow-up).
 */
enum flow_refusal flow_check_item(const struct flow_matter *m, const struct flow_actor *a, const struct flow_item *i);

/* The exits and ways on that a person may choose from now, refused ones too, with why: for menus. *out gets at most `room`. */
struct flow_option {
    enum exit exit;
    enum step to;
    enum flow_refusal why; /* FLOW_OK: it may be done */
    const char *need;
};
size_t flow_options(struct flow_option *out, size_t room, const struct flow_matter *m, const struct flow_actor *a, int64_t day);

/* The tables, for lists and tests. */
unsigned flow_step_who(enum step s);
unsigned flow_exit_who(enum exit e);
bool flow_exit_needs_reason(enum exit e);
bool flow_exit_reads_items(enum exit e); /* whether what was written down has a say in it */
const char *flow_exit_verb(enum exit e); /* what to do, translated */
enum flow_clock { FLOW_FROM_STEP, FLOW_FROM_ACCEPTANCE, FLOW_FROM_AGREEMENT };
enum flow_clock flow_step_clock(enum step s);
/* The n-th step that follows by an exit, none behind the last; *any whether there is such a way at all. */
enum step flow_then(enum step s, enum exit e, size_t n, bool *any);
/* The n-th thing that a step needs; false behind the last. */
enum flow_how { FLOW_ONE, FLOW_EACH, FLOW_ALL };
bool flow_need(enum step s, size_t n, enum item *item, enum flow_how *how, const char **words);

/* When a step of the matter is due that begins on `day`: the county's days from the step, the acceptance or the agreement, but
 * never before `day`. */
int64_t flow_due(const struct flow_matter *m, enum step s, int64_t day);

/* Why no court confirms the agreement (FIELD.md c-12: not identity, adoption, marriage, title to property), translated; NULL: one
 * does. */
const char *flow_not_confirmed(const struct flow_matter *m);

/* Dossier (FIELD.md c-15): whether an item is required in this one, whether it is there as often as it must be. */
bool flow_requires(const struct flow_matter *m, enum item item);
bool flow_has(const struct flow_matter *m, enum item item);
void flow_dossier(const struct flow_matter *m, int *there, int *required);

#endif
