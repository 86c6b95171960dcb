/* Reading the record for people: rows, cards, timelines. Phones come as kept; who shows them masks them (policy.h). */
#ifndef LINLI_READ_H
#define LINLI_READ_H

#include "linli/policy.h"
#include "linli/store.h"

/* Many small readings between the two are one: of the same moment, and faster. Nothing is written meanwhile. One
 * may stand within another. */
void read_hold(struct store *s);
void read_release(struct store *s);

struct household_row {
    struct id id;
    int64_t sort;
    char area[AREA_SIZE];
    char number[NUMBER_SIZE];
    struct door door;
    char head[NAME_SIZE];
    char phones[PHONES_SIZE];
    int people;
    int64_t visited; /* UTC ms of the newest visit, 0 never */
    int open;        /* open matters */
};

/* One household with its members; h is freed with household_free. ERR_NOT_FOUND with words. */
enum err read_household(struct store *s, const struct id *id, struct household_row *row, struct household *h);

/* The household that a roster row means: the same number in the area, else the same door key in the area. ERR_NOT_FOUND without
 * words. */
enum err read_match_household(struct store *s, const char *area, const char *number, const char *door_key, struct id *out);

/* What imports have said of a household so far, the newest word a field, hand corrections left aside. *any is false where none
 * spoke of it. `out` is freed with household_free. */
enum err read_roster_said(struct store *s, const struct id *id, struct household *out, bool *any);

/* The id that a person typed: 32 hex digits (an alias leads to its target), a household number, a matter number (`#` allowed
 * before it). ERR_AMBIGUOUS where several households have the number. */
enum err read_resolve_household(struct store *s, const char *text, struct id *out);
enum err read_resolve_matter(struct store *s, const char *text, struct id *out);
/* A visit: 32 hex digits of its device, `-`, seq. */
enum err read_resolve_visit(struct store *s, const char *text, struct id *device, int64_t *seq);

struct visit_row {
    struct id device;
    int64_t seq;
    struct id household;
    int64_t at;
    enum outcome outcome;
    enum purpose purpose;
    char met[NAME_SIZE];
    char note[NOTE_SIZE];
    char next[CLOCK_DATE_SIZE];
    char worker[NAME_SIZE]; /* name, "" = not known here */
    bool own;               /* of this device, or of another one of the same worker */
    bool withdrawn;
};
#define VISIT_ID_SIZE (ID_TEXT_SIZE + 21)
void read_visit_id(char out[VISIT_ID_SIZE], const struct visit_row *v); /* as read_resolve_visit reads it */

typedef enum err visit_row_fn(void *arg, const struct visit_row *v);
/* Visits of a household, newest first, at most `limit`. */
enum err read_visits(struct store *s, const struct id *household, size_t limit, visit_row_fn *fn, void *arg);
enum err read_visit(struct store *s, const struct id *device, int64_t seq, struct visit_row *out);

struct matter_row {
    struct id id;
    char number[NUMBER_SIZE];
    enum matter_kind kind;
    enum matter_type type;
    char summary[SUMMARY_SIZE];
    bool open;
    bool withdrawn;
    enum step step;
    enum level level;
    int64_t due; /* day number, 0 none */
    char owner[NAME_SIZE];
    int64_t opened; /* UTC ms */
    bool own;       /* opened on this device, or on another one of the same worker */
    char first_party[NAME_SIZE];
    char first_door[DOOR_PART * 5];
    size_t party_count;
    char triage[TRIAGE_SIZE]; /* answers as codes */
    enum exit left_by;        /* how it left its flow, none: open, withdrawn or at its end */
    int64_t closed;           /* UTC ms, 0 */
    bool repeated;            /* the same type between the same households within a year before */
    struct id owner_id;
    struct id offered;   /* assigned to, and not taken on yet; zero: to nobody */
    bool waiting;        /* passed up or down, and not taken on there */
    bool urged, overdue; /* as the hub's clock said of this step */
    bool danger;         /* told when it was opened, or noted since */
    bool failed;         /* the newest session reached nothing */
    int missed;          /* terms that were not kept */
    int64_t agreed;      /* day number on which its agreement is in force, 0 */
    char area[AREA_SIZE];
};
typedef enum err matter_row_fn(void *arg, const struct matter_row *m);

/* WEEK: due today or within seven days. MINE: open ones of this worker. ELSEWHERE: open ones at other levels than the worker's,
 * LEVEL: at this one. WAITING: to be taken on at the worker's level or by the worker. BELOW: overdue one level below. */
enum read_matters_which {
    MATTERS_OPEN,
    MATTERS_ALL,
    MATTERS_OVERDUE,
    MATTERS_WEEK,
    MATTERS_MINE,
    MATTERS_ELSEWHERE,
    MATTERS_CLOSED,
    MATTERS_WAITING,
    MATTERS_LEVEL,
    MATTERS_BELOW,
    MATTERS_WHICH_COUNT
};
struct matters_filter {
    enum read_matters_which which;
    enum matter_kind kind; /* none: any */
    enum matter_type type;
    enum level level; /* none: any */
    struct id owner;  /* zero: any */
    const char *text; /* in the number, the summary, a party's name or door; NULL or "": any */
};
/* Open ones first by due day, then the closed by the day of opening, newest first; skips `offset` rows, at most `limit`. Those
 * whose number begins with the text come before all others where they are few. */
enum err read_matters(struct store *s, const struct matters_filter *filter, size_t offset, size_t limit, matter_row_fn *fn,
                      void *arg);
enum err read_matters_count(struct store *s, const struct matters_filter *filter, int64_t *count);
/* The same list piece by piece, for a screen: nothing waits for a long look. A walk begins with zeroes and goes on where it was.
 */
struct matters_walk {
    int part;
    bool numbered, end; /* end: there are no more */
    int64_t key, pos;
};
/* Looks at matters until `room` of them fit, or *steps were used up (of which those left are told): a step is a look at an index.
 * The ids of those that fit; NULL: they are only counted. */
enum err read_matters_walk(struct store *s, const struct matters_filter *filter, struct matters_walk *walk, size_t *steps,
                           struct id *ids, size_t room, size_t *count);
/* How many wait to be taken on at the worker's level or by the worker, are overdue, and are overdue one level below; each at most
 * READ_HEADS_MAX, which then means that many or more. */
#define READ_HEADS_MAX 1000
struct read_heads {
    int64_t waiting, overdue, below;
};
enum err read_matters_heads(struct store *s, struct read_heads *out);
enum err read_matters_of(struct store *s, const struct id *household, matter_row_fn *fn, void *arg);
enum err read_matter(struct store *s, const struct id *id, struct matter_row *out);
typedef enum err party_fn(void *arg, const struct party *p);
enum err read_parties(struct store *s, const struct id *matter, party_fn *fn, void *arg);

/* The colour of a matter today, and why (policy.h); none for one that is not open. */
enum colour read_colour(unsigned *rules, const struct matter_row *m);

#define EVENT_ID_SIZE VISIT_ID_SIZE
/* What an event is called: 32 hex digits of its device, `-`, seq. */
void read_event_id(char out[EVENT_ID_SIZE], const struct id *device, int64_t seq);
enum err read_resolve_event(struct store *s, const char *text, struct id *device, int64_t *seq, struct id *entity);

/* One line of a matter's or household's timeline, oldest first. */
struct timeline_row {
    struct id device; /* with seq: which event it is */
    int64_t seq;
    int64_t at;
    char by[NAME_SIZE];
    enum kind kind;
    enum level level;
    enum step step, to; /* to: that followed */
    enum exit exit;
    enum item item; /* of an item, with its answer and party (1 the first, 0 none) */
    enum yes_or_no answer;
    int party;
    enum outcome outcome;
    char result[SUMMARY_SIZE];
    char note[NOTE_SIZE];
    enum verdict verdict;
    enum kind dealt; /* of an own one that was not taken: by what its author dealt with it (read_dealt) */
    bool own, withdrawn;
};
typedef enum err timeline_fn(void *arg, const struct timeline_row *t);
enum err read_timeline(struct store *s, const struct id *entity, timeline_fn *fn, void *arg);

/* Own events that no hub holds, and held ones that were refused or are in conflict (by the hub, or because a correction stands
 * beside another value); oldest first. */
enum outbox_state { OUTBOX_WAITING, OUTBOX_REFUSED, OUTBOX_CONFLICT };
struct outbox_row {
    struct id device;
    int64_t seq;
    enum kind kind;
    struct id entity;
    enum outbox_state state;
    int64_t at;
    char title[NAME_SIZE + SUMMARY_SIZE]; /* the household's head or the matter's number and summary, for the screen only */
    char reason[SUMMARY_SIZE];
};
typedef enum err outbox_fn(void *arg, const struct outbox_row *o);
enum err read_outbox(struct store *s, size_t offset, size_t limit, outbox_fn *fn, void *arg);
/* One of them; ERR_NOT_FOUND without words where the hub holds it and has nothing against it. */
enum err read_outbox_event(struct store *s, const struct id *device, int64_t seq, struct outbox_row *out);

/* What came of an own event that was refused or in conflict: the event by which its author dealt with it, a step taken anew, a
 * note, or a word (KIND_CONTEST) that it is let be. It is then in the outbox no longer. ERR_NOT_FOUND without words: nothing yet.
 */
struct dealt_row {
    struct id device;
    int64_t seq, at;
    enum kind kind;
    char said[SUMMARY_SIZE];
};
const char *read_dealt_words(enum kind by); /* "taken anew", "filed as a note", "let be" */
enum err read_dealt(struct store *s, const struct id *device, int64_t seq, struct dealt_row *out);

/* Small figures for the top line; each is one index look-up. */
struct read_counts {
    int64_t matters_open, waiting,
        attention; /* open ones at most READ_HEADS_MAX on a client; attention: refused or in conflict */
};
enum err read_counts(struct store *s, struct read_counts *out);

/* The name of an area and of a worker, "" where not known here. */
void read_area_name(struct store *s, const char *code, char out[NAME_SIZE]);
void read_worker_name(struct store *s, const struct id *worker, char out[NAME_SIZE]);

#endif
