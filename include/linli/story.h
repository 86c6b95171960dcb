/* What happened to a household beside visits and the opening of matters (read.h has those): corrections, rosters, care needs,
 * looks at a phone, notes and steps of its matters, and what was taken back. And what is due at its door. */
#ifndef LINLI_STORY_H
#define LINLI_STORY_H

#include "linli/read.h"

#define STORY_COPY "copy" /* summary of such a look */

struct story_row {
    struct id device;
    int64_t seq;
    int64_t at; /* UTC ms */
    enum kind kind;
    char by[NAME_SIZE]; /* "" = not known here */
    bool own;           /* on this device */
    bool withdrawn;     /* what it said was taken back */
    bool first;         /* the event that made the household */
    unsigned fields;    /* of a roster or a correction: those it says, in `said` */
    const struct household *said;
    bool copy;    /* the look was the household's own copy on paper */
    enum kind of; /* of a withdrawal or its taking back: what it is about, and when that was */
    int64_t of_at;
    enum step step, to; /* to: that followed, none: closed */
    enum exit exit;
    enum item item; /* with its answer */
    enum yes_or_no answer;
    enum need need;
    char number[NUMBER_SIZE]; /* of the matter it belongs to, "" the household's own */
    char text[NOTE_SIZE];     /* note, reason or words */
};
typedef enum err story_fn(void *arg, const struct story_row *r);
/* Good during the call, in no order between the household and its matters. */
enum err read_story(struct store *s, const struct id *household, story_fn *fn, void *arg);

/* What waits at a door today: open matters, visits that were promised for today or before, what was promised for a care need. */
enum due_kind { DUE_MATTER, DUE_REVISIT, DUE_NEED };
struct due_row {
    enum due_kind kind;
    int64_t due; /* day number, 0 none */
    const struct matter_row *matter;
    struct id device; /* the visit that promised, the event that noted the need */
    int64_t seq;
    int64_t at; /* of the visit */
    enum need need;
    char words[NOTE_SIZE]; /* of the need */
};
typedef enum err due_fn(void *arg, const struct due_row *d);
enum err read_due(struct store *s, const struct id *household, due_fn *fn, void *arg);

#endif
