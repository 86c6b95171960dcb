/* The outbox in words: what an event of it says, what the hub said of it, what one said against that. For screen and command line
 * alike; nothing here changes anything. */
#ifndef LINLI_OUTBOX_H
#define LINLI_OUTBOX_H

#include "linli/read.h"

struct outbox_words {
    char what[NAME_SIZE];         /* "visit, met" */
    char reason[SUMMARY_SIZE];    /* of a refusal, in this device's language; "" none */
    char by[NAME_SIZE];           /* who refused it, "" not known */
    char when[20];                /* and when, 2026-11-22 14:02 */
    char contested[SUMMARY_SIZE]; /* what its author said against it, "" nothing yet */
    char dealt[SUMMARY_SIZE];     /* what came of it: "filed as a note, 2026-11-22: …"; "" nothing yet */
};
enum err outbox_words(struct outbox_words *out, struct store *s, const struct outbox_row *row);

/* What the event says, line by line. `now`: what stands in the record in the place of it, where that is something else; else "".
 * Phones are masked. */
typedef void outbox_fact_fn(void *arg, const char *label, const char *value, const char *now);
enum err outbox_facts(struct store *s, const struct outbox_row *row, outbox_fact_fn *fn, void *arg);

/* A step that was not taken beside what was done in its place: first the own version, then the others in their order. Nothing of
 * an event that is no step. */
struct outbox_version {
    bool mine;
    char what[NAME_SIZE * 2]; /* "accept > assess" */
    char who[NAME_SIZE];      /* "" not known here */
    int64_t at;
    char said[SUMMARY_SIZE + NOTE_SIZE + 4];
};
typedef void outbox_version_fn(void *arg, const struct outbox_version *v);
enum err outbox_versions(struct store *s, const struct outbox_row *row, outbox_version_fn *fn, void *arg);

/* "waiting", "refused", "in conflict" */
const char *outbox_state_words(enum outbox_state state);

/* One line for a list: the reason with what was said against it; "" where there is none. */
void outbox_reason_line(struct buf *out, const struct outbox_words *w);

/* One event as a page of text for the office: what it says, what the hub said, what was said against that, and the hash by which
 * the hub finds the same bytes in its own journal. */
enum err outbox_page(struct buf *out, struct store *s, const struct outbox_row *row);

#endif
