/* Care needs that residents asked to have noted, and who looked at their numbers (DESIGN.md section 3). A
 * need is a service, never a diagnosis; it is there by consent, says what for and until when, and lapses on that day by itself.
 */
#ifndef LINLI_NEEDS_H
#define LINLI_NEEDS_H

#include "linli/store.h"

struct need_row {
    struct id device; /* the event: for withdrawing it */
    int64_t seq;
    struct id household;
    enum need need;
    char words[SUMMARY_SIZE]; /* what exactly, "" where the kind says it all */
    char who[NAME_SIZE];      /* who agreed */
    enum consent how;
    char agreed[CLOCK_DATE_SIZE], until[CLOCK_DATE_SIZE];
    char purpose[SUMMARY_SIZE];
    char next[CLOCK_DATE_SIZE]; /* what was promised for it is due, "" nothing */
    char worker[NAME_SIZE];     /* who noted it, "" not known here */
    int64_t at;
    bool own, withdrawn, lapsed; /* lapsed: its day is over */
};
typedef enum err need_row_fn(void *arg, const struct need_row *n);
/* Of a household, those in force first, then the withdrawn and lapsed; newest first. */
enum err read_needs(struct store *s, const struct id *household, need_row_fn *fn, void *arg);
enum err read_need(struct store *s, const struct id *device, int64_t seq, struct need_row *out); /* ERR_NOT_FOUND without words */

/* A look at a number. */
struct access_row {
    int64_t at, pos;
    struct id household;
    struct door door; /* of the household, empty where it is no longer here */
    char head[NAME_SIZE];
    char worker[NAME_SIZE];
    char what[NAME_SIZE]; /* whose number */
    char purpose[SUMMARY_SIZE];
};
typedef enum err access_row_fn(void *arg, const struct access_row *a);
/* The newest first, from behind a row that was read (NULL: from the newest on), through an index; `household` NULL: of all. */
enum err read_accesses(struct store *s, const struct id *household, const struct access_row *behind, size_t limit,
                       access_row_fn *fn, void *arg);

#endif
