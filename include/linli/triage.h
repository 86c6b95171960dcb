/* Triage: what is asked when a matter is opened, and what the answers come to (FIELD.md sections 2 and 5). Pure tables:
 * triage.def the questions, triage_rules.def and competences.def what they propose. A proposal only: the person decides, and may
 * leave any question unanswered. */
#ifndef LINLI_TRIAGE_H
#define LINLI_TRIAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/err.h"
#include "linli/kinds.h"

enum triage_question {
#define X(name, code, list, of, brief, question) TRIAGE_##name,
#include "linli/triage.def"
#undef X
    TRIAGE_COUNT
};

#define TRIAGE_SIZE 128 /* bytes of the answers as codes, with the NUL */

struct triage {
    int answers[TRIAGE_COUNT]; /* value of the question's list, 0 unanswered */
};

const char *triage_code(enum triage_question q);
enum list triage_list(enum triage_question q);
const char *triage_brief(enum triage_question q); /* short form, translated */
const char *triage_words(enum triage_question q); /* the question, translated */
bool triage_is_asked(enum triage_question q, enum matter_kind kind);
bool triage_any(const struct triage *t);

/* Answers as codes: "danger=no,who=village"; what is unanswered is left out. */
void triage_write(char out[TRIAGE_SIZE], const struct triage *t);

/* Reads them; what a newer version asks or answers is passed over. */
void triage_read(struct triage *out, const char *codes);

/* The same as a person typed it: an unknown question or answer, or one given twice, is ERR_USAGE with words. */
enum err triage_parse(struct triage *out, const char *text);

struct triage_advice {
    enum level level;      /* that should settle it; never none */
    enum matter_kind kind; /* what it rather is; none: what it was entered as */
    const char *who;       /* who hears it there, translated */
    const char *told[TRIAGE_COUNT];
    size_t count; /* what to tell, translated, the weightiest first */
};
void triage_advise(struct triage_advice *out, const struct triage *t, enum matter_type type);

#endif
