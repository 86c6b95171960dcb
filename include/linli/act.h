/* What a person can do: every change of the record from the screen and the command line goes through one of these. Each checks
 * its input, appends events in one transaction, and says what went wrong in words. Reading is free of this: read.h, find.h. */
#ifndef LINLI_ACT_H
#define LINLI_ACT_H

#include "linli/json.h"
#include "linli/read.h"
#include "linli/roster.h"

struct act_visit {
    struct id household;
    enum outcome outcome; /* must be set */
    enum purpose purpose; /* none: routine */
    const char *met;      /* NULL or "" */
    const char *note;
    const char *next; /* a date as clock_parse reads it, not before today; NULL or "" */
    int64_t at;       /* 0: now; a time more than a day ahead is refused */
};
enum err act_visit(struct store *s, const struct act_visit *a, struct id *device, int64_t *seq);

struct act_matter {
    enum matter_kind kind;
    enum matter_type type; /* must belong to the kind */
    const char *summary;   /* must say something */
    const char *note;
    const struct id *households; /* of parties; their heads are the parties by name */
    size_t household_count;
    const struct party *outside; /* further parties by words */
    size_t outside_count;
    struct triage triage; /* what was answered; none of it is needed */
    const char *settled;  /* how it was settled on the spot: it is closed with the same act; NULL or "": it stays open */
};
/* At least one party. Gives the number that can be read aloud. */
enum err act_open_matter(struct store *s, const struct act_matter *a, struct id *id, char number[NUMBER_SIZE]);

/* What anyone who has the matter adds to it, at any time, when it is closed too. Not to one that was withdrawn. */
enum err act_note_matter(struct store *s, const struct id *matter, const char *note);

/* Settled on the spot: `how` must say something; the matter is closed at the level of who settles it. Refused where it is closed
 * or withdrawn, and in a family matter in which danger or violence was told: that goes up. */
enum err act_settle_matter(struct store *s, const struct id *matter, const char *how);
/* Why that is refused, in words; NULL: it is not. */
const char *act_settle_refused(const struct matter_row *m);

/* Takes back an own visit or matter; both stay in the timeline. A reason must be given. */
enum err act_withdraw_visit(struct store *s, const struct id *device, int64_t seq, const char *reason);
enum err act_withdraw_matter(struct store *s, const struct id *matter, const char *reason);
/* The same for any other own event that can be taken back: a note, a settlement; and for a care need, whoever noted it. */
enum err act_withdraw_event(struct store *s, const struct id *device, int64_t seq, const char *reason);

/* Tells the hub why a refusal of an own event is wrong; both stay. Once for each. */
enum err act_contest(struct store *s, const struct id *device, int64_t seq, const char *reason);

struct act_import {
    const char *bytes; /* of the file */
    size_t len;
    struct roster_options options;
    bool dry_run;
    int rejects_fd;                                         /* CSV of bad lines, -1 none */
    void (*progress)(void *arg, size_t done, size_t total); /* bytes read; may be NULL */
    store_progress_fn *indexing; /* then, where much is new, households put into the search index; may be NULL */
    void *arg;
};
struct act_import_report {
    struct roster_report roster;
    int64_t added, updated, unchanged, missing; /* households */
};
/* One transaction. The same on client and hub. `missing` households: those of the file's areas that an earlier import named and
 * this one does not; calls `list` for the first 1,000 of them where it is not NULL. Report is freed with act_import_report_free.
 */
typedef void act_missing_fn(void *arg, const struct household_row *row);
enum err act_import(struct store *s, const struct act_import *a, act_missing_fn *list, struct act_import_report *report);
void act_import_report_free(struct act_import_report *r);

/* The report: as members of an open JSON object; as lines, the last of which says how many are missing where some are; and what
 * the command comes to, where its bad lines are in the file `rejects` (NULL: in none): ERR_OK, ERR_PARTLY or ERR_FAILED with
 * words. */
void act_import_json(struct json_out *w, const struct act_import_report *r, bool dry_run);
void act_import_words(struct buf *out, const struct act_import_report *r, bool dry_run);
enum err act_import_sum_up(const struct act_import_report *r, const char *rejects);

#endif
