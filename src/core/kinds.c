/* The closed lists as data: codes, words, and what a row says besides. */
#include "linli/kinds.h"

#include <string.h>
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
#define X(name, matter, code, words, days, next) [STEP_##name] = {code, words},
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
#define X(name, code, words) [EXIT_##name] = {code, words},
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

static const struct {
    const struct row *rows;
    int count;
} lists[LIST_COUNT] = {
    [LIST_KIND] = {kind_rows, KIND_COUNT},          [LIST_OUTCOME] = {outcome_rows, OUTCOME_COUNT},
    [LIST_PURPOSE] = {purpose_rows, PURPOSE_COUNT}, [LIST_MATTER] = {matter_rows, MATTER_COUNT},
    [LIST_TYPE] = {type_rows, TYPE_COUNT},          [LIST_STEP] = {step_rows, STEP_COUNT},
    [LIST_LEVEL] = {level_rows, LEVEL_COUNT},       [LIST_ROLE] = {role_rows, ROLE_COUNT},
    [LIST_EXIT] = {exit_rows, EXIT_COUNT},          [LIST_OCCUPANCY] = {occupancy_rows, OCCUPANCY_COUNT},
    [LIST_CONSENT] = {consent_rows, CONSENT_COUNT}, [LIST_NEED] = {need_rows, NEED_COUNT},
    [LIST_ANSWER] = {answer_rows, ANSWER_COUNT},    [LIST_HEARER] = {hearer_rows, HEARER_COUNT},
};

#define X(name, matter, code, words) [TYPE_##name] = MATTER_##matter,
static const enum matter_kind type_matters[TYPE_COUNT] = {
#include "linli/types.def"
};
#undef X

static const struct {
    enum matter_kind matter;
    int days;
    enum step next;
} steps[STEP_COUNT] = {
#define X(name, matter, code, words, days, next) [STEP_##name] = {MATTER_##matter, days, STEP_##next},
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

const char *kinds_words(enum list list, int value) {
    const char *words = row_of(list, value)->words;

    return *words ? _(words) : "";
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
    return step > STEP_NONE && step < STEP_COUNT ? steps[step].next : STEP_NONE;
}
