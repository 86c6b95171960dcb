/* Claims for a case (FIELD.md c-22): what the county's table gives for one, or why nothing. Pure; the program computes, a second
 * person approves. */
#ifndef LINLI_CLAIMS_H
#define LINLI_CLAIMS_H

#include "linli/county.h"
#include "linli/flow.h"

/* X(NAME, why nothing is paid, what to do). */
#define CLAIM_REFUSALS                                                                                                           \
    X(NO_DISPUTE, N_("only disputes that were mediated are claimed for"), N_("close it without a claim"))                        \
    X(OPEN, N_("it has neither an agreement in force nor ended without one"), N_("claim when it is settled or ended"))           \
    X(AGAIN, N_("it was claimed for already, and a case counts once"), N_("look at the claims"))                                 \
    X(REPEATED, N_("the same parties' matter of this type was claimed for within a year, and a case counts once"),               \
      N_("look at the claims"))                                                                                                  \
    X(DOSSIER, N_("the dossier is not complete, and it is the proof"), N_("the dossier says what is missing"))                   \
    X(KIND, N_("the directory does not say what kind of mediator this is"), N_("complete the entry of the mediator"))            \
    X(EXCLUDED, N_("such mediators may not claim: they are paid by their post"), N_("close it without a claim"))                 \
    X(GUIDED, N_("it came to an agreement, so it was not guided to another way"), N_("choose the grade of the case"))            \
    X(UNPAID, N_("the county pays nothing for this grade"), N_("choose another grade, or close it without a claim"))             \
    X(FAILED, N_("the county pays nothing for a case of this grade that ended without agreement"),                               \
      N_("where it was guided to another way, choose that grade"))                                                               \
    X(ORAL, N_("the county pays nothing for an oral agreement"), N_("close it without a claim"))                                 \
    X(SHARE, N_("the share of the town's total in this year that may go to this grade is used up"),                              \
      N_("choose a lower grade, or claim later in the year"))

enum claim_refusal {
    CLAIM_OK,
#define X(name, words, todo) CLAIM_REFUSED_##name,
    CLAIM_REFUSALS
#undef X
        CLAIM_REFUSAL_COUNT
};
const char *claims_words(enum claim_refusal r); /* translated; "" for CLAIM_OK */
const char *claims_todo(enum claim_refusal r);

/* What a claim is computed from. */
struct claim_case {
    const struct flow_matter *matter;
    enum grade grade;
    enum source source;          /* of the mediator; none: the directory does not say */
    bool before;                 /* a claim for it stands that was not refused */
    bool repeated;               /* one stands for the same dispute of the same parties */
    int64_t town_fen, grade_fen; /* claimed and not refused in the town this year: all of it, and of this grade */
};

/* The amount in hundredths of a yuan by the county's table in use. A share is of the total with this claim in it. */
enum claim_refusal claims_amount(int64_t *fen, const struct claim_case *c);

/* 20000 → "200.00", and back; -1 where the text is no amount. */
#define CLAIM_AMOUNT_SIZE 24
void claims_text(char out[CLAIM_AMOUNT_SIZE], int64_t fen);
int64_t claims_fen(const char *text);

#endif
