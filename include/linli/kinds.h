/* The closed lists of the field: event kinds, outcomes, purposes, matters, types, steps, levels, roles, exits, occupancies,
 * consents, needs, answers, hearers, items and what they choose from. Each is one .def table; a row is the code on the wire and
 * the words on screen. */
#ifndef LINLI_KINDS_H
#define LINLI_KINDS_H

#include <stdbool.h>
#include <stddef.h>

enum kind {
    KIND_UNKNOWN,
#define X(name, code, words, fold, judge) KIND_##name,
#include "linli/kinds.def"
#undef X
    KIND_COUNT
};
enum outcome {
    OUTCOME_NONE,
#define X(name, code, words) OUTCOME_##name,
#include "linli/outcomes.def"
#undef X
    OUTCOME_COUNT
};
enum purpose {
    PURPOSE_NONE,
#define X(name, code, words) PURPOSE_##name,
#include "linli/purposes.def"
#undef X
    PURPOSE_COUNT
};
enum matter_kind {
    MATTER_NONE,
#define X(name, code, words) MATTER_##name,
#include "linli/matters.def"
#undef X
    MATTER_COUNT
};
enum matter_type {
    TYPE_NONE,
#define X(name, matter, code, words) TYPE_##name,
#include "linli/types.def"
#undef X
    TYPE_COUNT
};
enum step {
    STEP_NONE,
#define X(name, matter, code, words, days, clock, next, who) STEP_##name,
#include "linli/steps.def"
#undef X
    STEP_COUNT
};
enum level {
    LEVEL_NONE,
#define X(name, code, words) LEVEL_##name,
#include "linli/levels.def"
#undef X
    LEVEL_COUNT
};
enum exit {
    EXIT_NONE,
#define X(name, code, words, verb, who, reason) EXIT_##name,
#include "linli/exits.def"
#undef X
    EXIT_COUNT
};
enum occupancy {
    OCCUPANCY_NONE,
#define X(name, code, words) OCCUPANCY_##name,
#include "linli/occupancies.def"
#undef X
    OCCUPANCY_COUNT
};
enum consent {
    CONSENT_NONE,
#define X(name, code, words) CONSENT_##name,
#include "linli/consents.def"
#undef X
    CONSENT_COUNT
};
enum need {
    NEED_NONE,
#define X(name, code, words) NEED_##name,
#include "linli/services.def"
#undef X
    NEED_COUNT
};
enum yes_or_no {
    ANSWER_NONE,
#define X(name, code, words) ANSWER_##name,
#include "linli/answers.def"
#undef X
    ANSWER_COUNT
};
enum hearer {
    HEARER_NONE,
#define X(name, code, words) HEARER_##name,
#include "linli/hearers.def"
#undef X
    HEARER_COUNT
};
enum role {
    ROLE_NONE,
#define X(name, code, words) ROLE_##name,
#include "linli/roles.def"
#undef X
    ROLE_COUNT
};

enum item {
    ITEM_NONE,
#define X(name, code, words, of, place, many, who) ITEM_IS_##name,
#include "linli/items.def"
#undef X
    ITEM_COUNT
};
enum grade {
    GRADE_NONE,
#define X(name, code, words) GRADE_##name,
#include "linli/grades.def"
#undef X
    GRADE_COUNT
};
enum agreement {
    AGREEMENT_NONE,
#define X(name, code, words) AGREEMENT_##name,
#include "linli/agreements.def"
#undef X
    AGREEMENT_COUNT
};
enum openness {
    OPENNESS_NONE,
#define X(name, code, words) OPENNESS_##name,
#include "linli/openness.def"
#undef X
    OPENNESS_COUNT
};
enum presence {
    PRESENCE_NONE,
#define X(name, code, words) PRESENCE_##name,
#include "linli/presences.def"
#undef X
    PRESENCE_COUNT
};
enum source {
    SOURCE_NONE,
#define X(name, code, words) SOURCE_##name,
#include "linli/sources.def"
#undef X
    SOURCE_COUNT
};

/* The lists as data, for choices, codes and words. */
enum list {
    LIST_KIND,
    LIST_OUTCOME,
    LIST_PURPOSE,
    LIST_MATTER,
    LIST_TYPE,
    LIST_STEP,
    LIST_LEVEL,
    LIST_ROLE,
    LIST_EXIT,
    LIST_OCCUPANCY,
    LIST_CONSENT,
    LIST_NEED,
    LIST_ANSWER,
    LIST_HEARER,
    LIST_ITEM,
    LIST_GRADE,
    LIST_AGREEMENT,
    LIST_OPENNESS,
    LIST_PRESENCE,
    LIST_SOURCE,
    LIST_COUNT
};

/* The code of a value ("met"), "" for 0 and out of range; the value of a code, 0 where there is none. */
const char *kinds_code(enum list list, int value);
int kinds_value(enum list list, const char *code);

/* The words for people, translated; "" for 0. A level or a type that the county gave words has those (county.h). */
const char *kinds_words(enum list list, int value);

/* Whether lists to choose from show it: a type may be one that the county does not have. */
bool kinds_offered(enum list list, int value);

/* One past the largest value: values are 1 to kinds_count - 1. */
int kinds_count(enum list list);

/* The kind of matter that a type belongs to; the first step of a kind of matter, the built-in days of a step (calendar
 * days; the county's: county_days), the step that follows as a rule in the county, none behind the last. */
enum matter_kind kinds_type_matter(enum matter_type type);
enum matter_kind kinds_step_matter(enum step step); /* whose flow it is in; MATTER_REQUEST of both requests and hazards */
enum step kinds_first_step(enum matter_kind matter);
int kinds_step_days(enum step step);
enum step kinds_next_step(enum step step);

#endif
