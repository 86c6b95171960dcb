/* The closed lists as data: codes, words, and what a row says besides. */
#include "linli/kinds.h"

#include <string.h>
#include "linli/county.h"
#include "linli/i18n.h"

struct row {
    const char *code;
    const char *words;
};

#define X(name, code, words, fold, judge) [KIND_##name] = {code, words},
static const struct row kind_rows[KIND_COUNT] = {
#include "linli/kinds.def"
};
#undef X
#define X(name, code, words) [OUTCOME_##name] = {code, words},
static const struct row outcome_rows[OUTCOME_COUNT] = {
#include "linli/outcomes.def"
};
#undef X
#define X(name, code, words) [PURPOSE_##name] = {code, words},
static const struct row purpose_rows[PURPOSE_COUNT] = {
#include "linli/purposes.def"
};
#undef X
#define X(name, code, words) [MATTER_##name] = {code, words},
static const struct row matter_rows[MATTER_COUNT] = {
#include "linli/matters.def"
};
#undef X
#define X(name, matter, code, words) [TYPE_##name] = {code, words},
static const struct row type_rows[TYPE_COUNT] = {
#include "linli/types.def"
};
#undef X
#define X(name, matter, code, words, days, clock, next, who) [STEP_##name] = {code, words},
static const struct row step_rows[STEP_COUNT] = {
#include "linli/steps.def"
};
#undef X
#define X(name, code, words) [LEVEL_##name] = {code, words},
static const struct row level_rows[LEVEL_COUNT] = {
#include "linli/levels.def"
};
#undef X
#define X(name, code, words) [ROLE_##name] = {code, words},
static const struct row role_rows[ROLE_COUNT] = {
#include "linli/roles.def"
};
#undef X
#define X(name, code, words, verb, who, reason) [EXIT_##name] = {code, words},
static const struct row exit_rows[EXIT_COUNT] = {
#include "linli/exits.def"
};
#undef X
#define X(name, code, words) [OCCUPANCY_##name] = {code, words},
static const struct row occupancy_rows[OCCUPANCY_COUNT] = {
#include "linli/occupancies.def"
};
#undef X
#define X(name, code, words) [CONSENT_##name] = {code, words},
static const struct row consent_rows[CONSENT_COUNT] = {
#include "linli/consents.def"
};
#undef X
#define X(name, code, words) [NEED_##name] = {code, words},
static const struct row need_rows[NEED_COUNT] = {
#include "linli/services.def"
};
#undef X
#define X(name, code, words) [ANSWER_##name] = {code, words},
static const struct row answer_rows[ANSWER_COUNT] = {
#include "linli/answers.def"
};
#undef X
#define X(name, code, words) [HEARER_##name] = {code, words},
static const struct row hearer_rows[HEARER_COUNT] = {
#include "linli/hearers.def"
};
#undef X
#define X(name, code, words, of, place, many, who) [ITEM_IS_##name] = {code, words},
static const struct row item_rows[ITEM_COUNT] = {
#include "linli/items.def"
};
#undef X
#define X(name, code, words) [GRADE_##name] = {code, words},
static const struct row grade_rows[GRADE_COUNT] = {
#include "linli/grades.def"
};
#undef X
#define X(name, code, words) [AGREEMENT_##name] = {code, words},
static const struct row agreement_rows[AGREEMENT_COUNT] = {
#include "linli/agreements.def"
};
#undef X
#define X(name, code, words) [OPENNESS_##name] = {code, words},
static const struct row openness_rows[OPENNESS_COUNT] = {
#include "linli/openness.def"
};
#undef X
#define X(name, code, words) [PRESENCE_##name] = {code, words},
static const struct row presence_rows[PRESENCE_COUNT] = {
#include "linli/presences.def"
};
#undef X
#define X(name, code, words) [SOURCE_##name] = {code, words},
static const struct row source_rows[SOURCE_COUNT] = {
#include "linli/sources.def"
};
#undef X

static const struct {
    const struct row *rows;
    int count;
} lists[LIST_COUNT] = {
    [LIST_KIND] = {kind_rows, KIND_COUNT},
    [LIST_OUTCOME] = {outcome_rows, OUTCOME_COUNT},
    [LIST_PURPOSE] = {purpose_rows, PURPOSE_COUNT},
    [LIST_MATTER] = {matter_rows, MATTER_COUNT},
    [LIST_TYPE] = {type_rows, TYPE_COUNT},
    [LIST_STEP] = {step_rows, STEP_COUNT},
    [LIST_LEVEL] = {level_rows, LEVEL_COUNT},
    [LIST_ROLE] = {role_rows, ROLE_COUNT},
    [LIST_EXIT] = {exit_rows, EXIT_COUNT},
    [LIST_OCCUPANCY] = {occupancy_rows, OCCUPANCY_COUNT},
    [LIST_CONSENT] = {consent_rows, CONSENT_COUNT},
    [LIST_NEED] = {need_rows, NEED_COUNT},
    [LIST_ANSWER] = {answer_rows, ANSWER_COUNT},
    [LIST_HEARER] = {hearer_rows, HEARER_COUNT},
    [LIST_ITEM] = {item_rows, ITEM_COUNT},
    [LIST_GRADE] = {grade_rows, GRADE_COUNT},
    [LIST_AGREEMENT] = {agreement_rows, AGREEMENT_COUNT},
    [LIST_OPENNESS] = {openness_rows, OPENNESS_COUNT},
    [LIST_PRESENCE] = {presence_rows, PRESENCE_COUNT},
    [LIST_SOURCE] = {source_rows, SOURCE_COUNT},
};

#define X(name, matter, code, words) [TYPE_##name] = MATTER_##matter,
static const enum matter_kind type_matters[TYPE_COUNT] = {
#include "linli/types.def"
};
#undef X

static const struct {
    enum matter_kind matter;
    int days;
} steps[STEP_COUNT] = {
#define X(name, matter, code, words, days, clock, next, who) [STEP_##name] = {MATTER_##matter, days},
#include "linli/steps.def"
#undef X
};

static const struct row *row_of(enum list list, int value) {
    static const struct row none = {"", ""};

    return value > 0 && value < lists[list].count ? &lists[list].rows[value] : &none;
}

const char *kinds_code(enum list list, int value) {
    return row_of(list, value)->code;
}

int kinds_value(enum list list, const char *code) {
    for (int i = 1; code && i < lists[list].count; i++)
        if (strcmp(lists[list].rows[i].code, code) == 0)
            return i;
    return 0;
}

/* What the county calls it; NULL: as everywhere. */
static const char *own_words(enum list list, int value) {
    if (list == LIST_LEVEL)
        return county_level_words((enum level)value);
    return list == LIST_TYPE ? county_type_words((enum matter_type)value) : NULL;
}

const char *kinds_words(enum list list, int value) {
    const char *own = own_words(list, value), *words = row_of(list, value)->words;

    if (own)
        return own;
    return *words ? _(words) : "";
}

bool kinds_offered(enum list list, int value) {
    return list != LIST_TYPE || county_has_type((enum matter_type)value);
}

int kinds_count(enum list list) {
    return lists[list].count;
}

enum matter_kind kinds_type_matter(enum matter_type type) {
    return type > TYPE_NONE && type < TYPE_COUNT ? type_matters[type] : MATTER_NONE;
}

enum step kinds_first_step(enum matter_kind matter) {
    /* A hazard takes the same five steps as a request. */
    enum matter_kind flow = matter == MATTER_HAZARD ? MATTER_REQUEST : matter;

    for (int i = 1; i < STEP_COUNT; i++)
        if (steps[i].matter == flow)
            return (enum step)i;
    return STEP_NONE;
}

int kinds_step_days(enum step step) {
    return step > STEP_NONE && step < STEP_COUNT ? steps[step].days : 0;
}

enum step kinds_next_step(enum step step) {
    return county_pass(county_next(step));
}

enum matter_kind kinds_step_matter(enum step step) {
    return step > STEP_NONE && step < STEP_COUNT ? steps[step].matter : MATTER_NONE;
}
