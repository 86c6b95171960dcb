/* Events: the header that folds state and names nobody, the body that holds the words (DESIGN.md section 1). Pure: bytes in,
 * values out. The bytes that event_write makes are hashed, stored and sent as they are; nothing re-serialises an event. */
#ifndef LINLI_EVENT_H
#define LINLI_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/clock.h"
#include "linli/err.h"
#include "linli/kinds.h"
#include "linli/record.h"
#include "linli/triage.h"

#define EVENT_VERSION 1
#define EVENT_HEADER_MAX 8192
#define EVENT_BODY_MAX 65536

/* A decoded header. What a kind does not use is zero or "". */
struct event {
    int64_t version;
    int64_t seq; /* 1, 2, 3… in its device's journal */
    enum kind kind;
    struct id entity;
    int64_t at;   /* UTC milliseconds, the device's clock: for people, never for order */
    struct id by; /* worker, zero before enrolment */
    int64_t seen; /* newest rev of the town that the device had when it wrote this, 0 before enrolment: of the worker's town; of a
                     correction, the town of its household */
    char area[AREA_SIZE];
    char number[NUMBER_SIZE]; /* of a matter: M-26-K7-017 */
    enum outcome outcome;
    enum purpose purpose;
    char next[CLOCK_DATE_SIZE]; /* promised revisit; of a care need: what was promised for it */
    enum matter_kind matter;
    enum matter_type type;
    enum step step;
    enum level level;
    char triage[TRIAGE_SIZE]; /* of a matter: the answers as codes (triage.h) */
    enum role role;
    enum exit exit; /* of a step event: what it is where it is not simply done; `step` is where it was taken… */
    enum step to;   /* …and the one that follows */
    enum item item; /* of an item or a directory's entry: its kind, and what state is folded from (items.h) */
    enum yes_or_no answer;
    enum grade grade;
    enum agreement made;
    int64_t party; /* its place among the matter's parties, 1 the first */
    int64_t score; /* 1 to 5 */
    char day[CLOCK_DATE_SIZE];
    char due[CLOCK_DATE_SIZE];    /* of a step event: when the step that follows is due */
    enum need need;               /* a care need: what was asked for… */
    enum consent consent;         /* …how it was agreed that it is noted… */
    char agreed[CLOCK_DATE_SIZE]; /* …when… */
    char until[CLOCK_DATE_SIZE];  /* …and the day on which it lapses */
    struct id device;             /* what a device event is about; of the event that `replaces` names */
    int64_t replaces;             /* seq of the event that is withdrawn, restored, corrected, contested or continued, in the
                                     journal of `device`; of an item: the one that it is about */
    struct id other;              /* alias: the household folded into; assignment: the household; a step or item: the worker or
                                     the directory's entry that it names */
    struct id households[PARTIES_MAX]; /* matter: of its parties */
    size_t household_count;
};

/* Appends the header as compact JSON: what repeats from event to event first, what differs (seq, at, entity) last and together,
 * because a compressed batch pays for every change between the two. */
void event_write(struct buf *out, const struct event *ev);

/* Decodes and checks bounds. An unknown kind, outcome or type of a newer version is KIND_UNKNOWN or *_NONE, not an error.
 * ERR_SYNTAX leaves *out zeroed. */
enum err event_read(struct event *out, const char *header, size_t len);

/* Which fields of a household an event of KIND_ROSTER carries. */
enum {
#define X(name, key) HOUSEHOLD_##name##_BIT,
#include "linli/household_fields.def"
#undef X
    HOUSEHOLD_FIELDS
};
#define HOUSEHOLD_ALL ((1u << HOUSEHOLD_FIELDS) - 1)

/* Bodies. The reading side bounds everything and drops nothing silently: what is too long is ERR_RANGE. */
void body_write_household(struct buf *out, const struct household *h, unsigned fields);
/* Whether both say the same of a field (HOUSEHOLD_*_BIT). */
bool body_same_field(const struct household *a, const struct household *b, unsigned field);
enum err body_read_household(struct household *h, unsigned *fields, const char *body, size_t len); /* merges into *h */

struct party {
    char name[NAME_SIZE];
    struct id household;      /* zero: from outside */
    char door[DOOR_PART * 5]; /* as told */
    char phones[PHONES_SIZE];
};

/* The words of any other kind; a kind uses some of them. */
struct words {
    char note[NOTE_SIZE];
    char summary[SUMMARY_SIZE];
    char met[NAME_SIZE]; /* who was met */
    char reason[SUMMARY_SIZE];
    char name[NAME_SIZE]; /* of an area, a worker, a device */
    char login[NAME_SIZE];
    char *text;            /* of a county's rules: at most COUNTY_SIZE bytes (county.h); owned, NULL none */
    struct party *parties; /* owned */
    size_t party_count;
};
void words_free(struct words *w);
void body_write_words(struct buf *out, const struct words *w);
enum err body_read_words(struct words *w, const char *body, size_t len);

#endif
