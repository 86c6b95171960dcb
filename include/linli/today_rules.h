/* The rules of Today: which thing stands in the day's list, how urgent it is, and why, in words. Pure: values and a day in,
 * values out; the store looks for what the rules are about. The rules are today_rules.def. */
#ifndef LINLI_TODAY_RULES_H
#define LINLI_TODAY_RULES_H

#include "linli/buf.h"
#include "linli/clock.h"
#include "linli/kinds.h"
#include "linli/record.h"

#define TODAY_EVER 1000000 /* days */

/* What a line is about. */
enum today_source {
    TODAY_WAITING, /* a matter that was passed to the worker's level, and nobody there took it on */
    TODAY_OFFERED, /* one that was assigned to the worker, who has not taken it on */
    TODAY_MATTER,  /* an open matter, by the day of its step */
    TODAY_FOLLOW,  /* the same where the step is a follow-up */
    TODAY_URGED,   /* the same, of which the hub said that most of its time is gone */
    TODAY_BELOW,   /* an overdue one of the level below */
    TODAY_TASK,    /* assistance that was asked for, by the day promised, else the day asked for */
    TODAY_TERM,    /* a term of an agreement */
    TODAY_REPORT,  /* the next report on a hard case */
    TODAY_CONFIRM, /* judicial confirmation; in the place of days left: how many warnings are still to come */
    TODAY_REVIEW,  /* the going through of a level's open matters */
    TODAY_PROMISE, /* a revisit that was promised */
    TODAY_CARE,    /* something promised for a care need */
    TODAY_CONSENT, /* the day on which a care need lapses */
    TODAY_NEWS,
    TODAY_DRAFT,
    TODAY_NEVER, /* a household that was never visited */
    TODAY_VISIT, /* the newest visit of a household; its day is the one until which that is not long ago */
    TODAY_SOURCES
};
enum today_group {
#define X(name, heading) TODAY_GROUP_##name,
#include "linli/today_groups.def"
#undef X
    TODAY_GROUPS
};
enum today_rule {
#define X(name, ...) TODAY_RULE_##name,
#include "linli/today_rules.def"
#undef X
    TODAY_RULES
};

struct today_row {
    enum today_rule rule;
    struct id id;        /* of the matter or household; zero: a draft about neither */
    struct id household; /* whose door it is; zero: none of the record */
    int64_t pos;         /* of the visit, the item, the news… that it is about, 0 none */
    bool bare;           /* what follows was not read yet, but due (today_words) */
    char number[NUMBER_SIZE];
    char who[NAME_SIZE * 2]; /* parties, or the head */
    char title[SUMMARY_SIZE];
    struct door door;         /* of the household */
    char told[DOOR_PART * 5]; /* the door of a matter's first party, as told */
    int64_t due;              /* day number, 0 none */
    int64_t since;            /* UTC ms: promised, written, begun, visited; 0 never */
    enum step step;           /* of a matter */
    enum need need;           /* of a care need */
    enum outcome outcome;     /* of the visit that promised another */
    enum kind kind;           /* of the news, with what its event says */
    enum exit exit;           /* of the news, or how it was passed on */
    enum item item;
    enum step done;             /* the step that the news is about */
    enum level level;           /* of a matter; of news the writer's */
    char by[NAME_SIZE];         /* who wrote the news or passed the matter on, "" not known here */
    char said[SUMMARY_SIZE];    /* and what they said, "" nothing */
    char owner[NAME_SIZE];      /* whose the matter is, "" the reader's own, or not known */
    char unit[NAME_SIZE];       /* of one below: the area that handles it */
    int64_t count, days;        /* of a review: the level's open matters, and how often; days: since an agreement */
    char form[24], subject[64]; /* of a draft */
};

/* The rule of something of that source with that many days left; TODAY_RULES: it does not belong into Today. */
enum today_rule today_rule_of(enum today_source source, int64_t days_left);

/* The days left that a rule takes. */
void today_span(int64_t *from, int64_t *to, enum today_rule rule);

/* The most days left with which something of that source belongs into Today. */
int64_t today_horizon(enum today_source source);

enum today_source today_source_of(enum today_rule rule);
enum today_group today_group_of(enum today_rule rule);
const char *today_heading(enum today_group group); /* translated */
const char *today_code(enum today_rule rule);
const char *today_mark(enum today_rule rule, bool han);

/* Appends what the row is called (a matter's number, what kind of thing it is) and what is to be said of it in a few words. */
void today_name(struct buf *out, const struct today_row *row);
void today_text(struct buf *out, const struct today_row *row);

/* Order: by rule, then by day, then as they are. Below 0: a before b. */
int today_compare(const struct today_row *a, const struct today_row *b);

/* Judicial confirmation so many days after the agreement: how many warnings are still to come, -1 before the first. */
int64_t today_warnings_left(int64_t days);

/* Appends one line: why the row is there. `days`: after how many a household counts as long not visited. */
void today_why(struct buf *out, const struct today_row *row, int64_t days);

#endif
