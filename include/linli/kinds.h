/* The closed lists of the field: event kinds, outcomes, purposes, matters, types, steps, levels, roles, exits, occupancies,
 * consents, needs, answers, hearers. Each is one .def table; a row is the code on the wire and the words on screen. */
#ifndef LINLI_KINDS_H
#define LINLI_KINDS_H

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
#define X(name, matter, code, words, days, next) STEP_##name,
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
#define X(name, code, words) EXIT_##name,
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
    LIST_COUNT
};

/* The code of a value ("met"), "" for 0 and out of range; the value of a code, 0 where there is none. */
const char *kinds_code(enum list list, int value);
int kinds_value(enum list list, const char *code);

/* The words for people, translated; "" for 0. */
const char *kinds_words(enum list list, int value);

/* One past the largest value: values are 1 to kinds_count - 1. */
int kinds_count(enum list list);

/* The kind of matter that a type belongs to; the first step of a kind of matter, the days a step is allowed (calendar days), the
 * step that follows, none behind the last. */
enum matter_kind kinds_type_matter(enum matter_type type);
enum step kinds_first_step(enum matter_kind matter);
int kinds_step_days(enum step step);
enum step kinds_next_step(enum step step);

#endif
