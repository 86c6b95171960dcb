/* Noting a care need that a resident asked to have noted, and showing a number that is masked by default (DESIGN.md section 3).
 * As act.h: each checks its input, appends in one transaction, and says what went wrong in words. */
#ifndef LINLI_ACT_NEED_H
#define LINLI_ACT_NEED_H

#include "linli/needs.h"

struct act_need {
    struct id household;
    enum need need;
    const char *words;   /* NULL or "" nothing more */
    const char *who;     /* must be told: who agreed */
    enum consent how;    /* must be told */
    const char *agreed;  /* a day, not in the future; "" today */
    const char *purpose; /* must be told: what for */
    const char *until;   /* a day within NEED_DAYS_MAX; "" NEED_DAYS from the consent */
    const char *next;    /* a day before it lapses, or "" */
};
#define NEED_DAYS 365
#define NEED_DAYS_MAX 730
/* Refused with words: what lacks, a day that cannot be, words that name an illness. */
enum err act_need(struct store *s, const struct act_need *a, struct id *device, int64_t *seq);

/* Whose number is asked for. */
#define REVEAL_HOUSEHOLD (-1) /* of the household or its head; else the place among the members */
/* The number as it is kept, '\n' between several, into `out`; an event tells that it was looked at. ERR_NOT_FOUND where there is
 * none. */
enum err act_reveal(struct store *s, const struct id *household, int member, const char *purpose, struct buf *out);

#endif
