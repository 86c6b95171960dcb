/* A county's rules: the defaults, what is in use, and asking for it. */
#include "linli/county.h"

#include <string.h>
#include "core/county_inner.h"
#include "linli/i18n.h"
#include "linli/mem.h"

const struct county county_default = {
    .retention = 10,
    .soon = 80,
    .many = 5,
    .review = {[LEVEL_VILLAGE] = 7, [LEVEL_TOWN] = 15, [LEVEL_CITY] = 30},
    .warnings = {20, 25, 29},
    .grades = {[GRADE_SIMPLE] = {8000, 100, 0},
               [GRADE_COMPLEX] = {20000, 100, 0},
               [GRADE_MAJOR] = {50000, 5, 0},
               [GRADE_HARD] = {100000, 2, 0},
               [GRADE_GUIDED] = {10000, 100, 0}},
    .excluded = {[SOURCE_IN_POST] = true},
    .oral = 100,
    .shares = {25, 25, 25, 25},
    .steps =
        {
#define X(name, matter, code, words, days_allowed, clock, next, who) [STEP_##name] = {.days = days_allowed},
#include "linli/steps.def"
#undef X
        },
    .types =
        {
#define X(name, usual, hearer) [TYPE_##name] = {.level = LEVEL_##usual, .offered = true},
#include "linli/competences.def"
#undef X
        },
};

/* What follows where no county says another. */
static const enum step nexts[STEP_COUNT] = {
#define X(name, matter, code, words, days, clock, next, who) [STEP_##name] = STEP_##next,
#include "linli/steps.def"
#undef X
};

static const struct county *present = &county_default;
static struct county *kept; /* all that were ever in use, the newest first */

void county_free(struct county *c) {
    if (!c)
        return;
    for (size_t i = 0; i < LEVEL_COUNT; i++)
        mem_free(c->level_words[i]);
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        mem_free(c->types[i].words);
        mem_free(c->types[i].who);
    }
    for (size_t i = 0; i < COUNTY_LAWS; i++) {
        mem_free(c->laws[i].key);
        mem_free(c->laws[i].text);
    }
    mem_free(c->name);
    mem_free(c->text);
    mem_free(c);
}

/* Nothing that was in use is freed, and nothing is kept twice, so what is kept grows with the files that a county ever set. */
void county_use(struct county *c) {
    present = c ? c : &county_default;
    if (!c)
        return;
    for (struct county *k = kept; k; k = k->older)
        if (k->len == c->len && memcmp(k->text, c->text, k->len) == 0) {
            present = k;
            if (k != c)
                county_free(c);
            return;
        }
    c->older = kept;
    kept = c;
}

/* ---- what is in use */

static bool is_step(enum step s) {
    return s > STEP_NONE && s < STEP_COUNT;
}

static bool is_level(enum level l) {
    return l > LEVEL_NONE && l < LEVEL_COUNT;
}

static bool is_type(enum matter_type t) {
    return t > TYPE_NONE && t < TYPE_COUNT;
}

bool county_is_own(enum matter_type type) {
    return strncmp(kinds_code(LIST_TYPE, (int)type), "own-", 4) == 0;
}

enum step county_next_of(const struct county *c, enum step step) {
    if (!is_step(step))
        return STEP_NONE;
    return c->steps[step].says ? c->steps[step].then : nexts[step];
}

enum step county_pass_of(const struct county *c, enum step step) {
    for (int hops = 0; hops < STEP_COUNT; hops++) {
        if (!is_step(step) || !c->steps[step].out)
            return step;
        step = county_next_of(c, step);
    }
    return STEP_COUNT;
}

const char *county_name(void) {
    return present->name ? present->name : "";
}

int county_days(enum step step) {
    return is_step(step) ? present->steps[step].days : 0;
}

bool county_lets_out(enum step step) {
    return is_step(step) && present->steps[step].out;
}

bool county_then(enum step step, enum step *then) {
    *then = STEP_NONE;
    if (!is_step(step) || !present->steps[step].says)
        return false;
    *then = present->steps[step].then;
    return true;
}

enum step county_next(enum step step) {
    return county_next_of(present, step);
}

enum step county_pass(enum step step) {
    return county_pass_of(present, step);
}

const char *county_level_words(enum level level) {
    return is_level(level) ? present->level_words[level] : NULL;
}

const char *county_type_words(enum matter_type type) {
    return is_type(type) ? present->types[type].words : NULL;
}

bool county_has_type(enum matter_type type) {
    return is_type(type) && present->types[type].offered && (present->types[type].words || !county_is_own(type));
}

enum level county_type_level(enum matter_type type) {
    return is_type(type) ? present->types[type].level : LEVEL_NONE;
}

const char *county_type_who(enum matter_type type) {
    return is_type(type) ? present->types[type].who : NULL;
}

int county_review_days(enum level level) {
    return is_level(level) ? present->review[level] : 0;
}

int county_soon_percent(void) {
    return present->soon;
}

int county_many_parties(void) {
    return present->many;
}

int county_confirm_warning(size_t n) {
    return n < COUNTY_WARNINGS ? present->warnings[n] : 0;
}

int county_retention_years(void) {
    return present->retention;
}

const char *county_law(const char *key) {
    for (size_t i = 0; i < COUNTY_LAWS && present->laws[i].key; i++)
        if (strcmp(present->laws[i].key, key) == 0)
            return present->laws[i].text;
    return "";
}

const struct county_grade *county_grade(enum grade grade) {
    return &present->grades[grade > GRADE_NONE && grade < GRADE_COUNT ? grade : GRADE_NONE];
}

bool county_pays(enum source source) {
    return source > SOURCE_NONE && source < SOURCE_COUNT && !present->excluded[source];
}

int county_oral_percent(void) {
    return present->oral;
}

int county_index_share(size_t part) {
    return part < COUNTY_SHARES ? present->shares[part] : 0;
}
