/* Triage: questions, answers, what they come to. */
#include "linli/triage.h"

#include <stdio.h>
#include <string.h>
#include "linli/county.h"
#include "linli/i18n.h"

static const struct {
    const char *code;
    enum list list;
    enum matter_kind of;
    const char *brief, *question;
} questions[TRIAGE_COUNT] = {
#define X(name, code, list, of, brief, question) [TRIAGE_##name] = {code, LIST_##list, MATTER_##of, brief, question},
#include "linli/triage.def"
#undef X
};

static const struct {
    enum triage_question question;
    int answer;
    enum level level;
    enum matter_kind kind;
    const char *who, *told;
} rules[] = {
#define X(question, answer, level, kind, who, told) {TRIAGE_##question, answer, LEVEL_##level, MATTER_##kind, who, told},
#include "linli/triage_rules.def"
#undef X
};

static const char *const hearers[TYPE_COUNT] = {
    [TYPE_NONE] = N_("the head"),
#define X(type, level, who) [TYPE_##type] = who,
#include "linli/competences.def"
#undef X
};

const char *triage_code(enum triage_question q) {
    return questions[q].code;
}

enum list triage_list(enum triage_question q) {
    return questions[q].list;
}

const char *triage_brief(enum triage_question q) {
    return _(questions[q].brief);
}

const char *triage_words(enum triage_question q) {
    return _(questions[q].question);
}

bool triage_is_asked(enum triage_question q, enum matter_kind kind) {
    return questions[q].of == MATTER_NONE || questions[q].of == kind;
}

bool triage_any(const struct triage *t) {
    for (size_t i = 0; i < TRIAGE_COUNT; i++)
        if (t->answers[i])
            return true;
    return false;
}

void triage_write(char out[TRIAGE_SIZE], const struct triage *t) {
    size_t len = 0;

    *out = '\0';
    for (size_t i = 0; i < TRIAGE_COUNT; i++) {
        const char *answer = kinds_code(questions[i].list, t->answers[i]);

        if (*answer && len < TRIAGE_SIZE)
            len += (size_t)snprintf(out + len, TRIAGE_SIZE - len, "%s%s=%s", len ? "," : "", questions[i].code, answer);
    }
}

/* The question and answer of one "danger=yes"; TRIAGE_COUNT where the question is unknown, 0 where the answer is. */
static void read_one(const char *text, size_t len, size_t *question, int *answer) {
    char one[TRIAGE_SIZE], *equals;

    *question = TRIAGE_COUNT;
    *answer = 0;
    snprintf(one, sizeof one, "%.*s", (int)(len < TRIAGE_SIZE ? len : TRIAGE_SIZE - 1), text);
    equals = strchr(one, '=');
    if (!equals)
        return;
    *equals = '\0';
    for (size_t i = 0; i < TRIAGE_COUNT; i++)
        if (strcmp(one, questions[i].code) == 0)
            *question = i;
    if (*question < TRIAGE_COUNT)
        *answer = kinds_value(questions[*question].list, equals + 1);
}

void triage_read(struct triage *out, const char *codes) {
    memset(out, 0, sizeof *out);
    while (*codes) {
        size_t len = strcspn(codes, ","), question;
        int answer;

        read_one(codes, len, &question, &answer);
        if (question < TRIAGE_COUNT)
            out->answers[question] = answer;
        codes += len + (codes[len] == ',');
    }
}

static enum err refuse(const char *why, size_t question) {
    char all[200] = "";
    size_t len = 0;

    if (question == TRIAGE_COUNT)
        for (size_t i = 0; i < TRIAGE_COUNT; i++)
            len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", i ? ", " : "", questions[i].code);
    else
        for (int v = 1; v < kinds_count(questions[question].list); v++)
            len += (size_t)snprintf(all + len, sizeof all - len, "%s%s=%s", v > 1 ? ", " : "", questions[question].code,
                                    kinds_code(questions[question].list, v));
    return err_say(ERR_USAGE, _("cannot read the answers"), why, err_fmt(_("there are: %s"), all));
}

enum err triage_parse(struct triage *out, const char *text) {
    memset(out, 0, sizeof *out);
    while (*text) {
        size_t len = strcspn(text, ","), question;
        int answer;
        int shown = (int)(len < 40 ? len : 40);

        read_one(text, len, &question, &answer);
        if (question == TRIAGE_COUNT)
            return refuse(err_fmt(_("“%.*s” answers no question"), shown, text), TRIAGE_COUNT);
        if (!answer)
            return refuse(err_fmt(_("“%.*s” is no answer"), shown, text), question);
        if (out->answers[question])
            return refuse(err_fmt(_("“%.*s” is a second answer"), shown, text), question);
        out->answers[question] = answer;
        text += len + (text[len] == ',');
    }
    return ERR_OK;
}

void triage_advise(struct triage_advice *out, const struct triage *t, enum matter_type type) {
    enum matter_type known = type > TYPE_NONE && type < TYPE_COUNT ? type : TYPE_NONE;
    const char *who = NULL, *county = county_type_who(known);

    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (t->answers[rules[i].question] != rules[i].answer)
            continue;
        if (*rules[i].told)
            out->told[out->count++] = _(rules[i].told);
        if (!out->level)
            out->level = rules[i].level;
        if (!out->kind)
            out->kind = rules[i].kind;
        if (!who)
            who = rules[i].who;
    }
    if (!out->level)
        out->level = known ? county_type_level(known) : LEVEL_GRID;
    out->who = !who && county ? county : _(who ? who : hearers[known]);
}
