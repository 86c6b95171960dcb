/* Today: the day's list, from the record. What stands there and why is said by today_rules.h; this looks for it, through indexes
 * alone, so that it may be asked for at every frame's beginning. News is a mailbox: what others did, until it is opened. */
#ifndef LINLI_TODAY_H
#define LINLI_TODAY_H

#include "linli/store.h"
#include "linli/today_rules.h"

#define TODAY_ROWS_MAX 100   /* of a source; what comes behind is counted */
#define TODAY_COUNT_MAX 1000 /* a count of that much means that many or more */
#define TODAY_LONG_MAX 10    /* of those never visited and those not for long; where there are many of both, half of each */

struct today {
    struct today_row *rows; /* in order; owned */
    size_t count, room;
    int64_t of[TODAY_RULES]; /* how many each rule has in all, at most TODAY_COUNT_MAX */
    bool more[TODAY_RULES];  /* it may have more than that */
    bool desk;               /* the reader works at a level above the doors */
    int64_t day;             /* of the reading */
    int64_t days;            /* after how many a household counts as long not visited */
};

/* What stands there now; a household counts as long not visited after `days`. *out is zeroed or from before; it is freed with
 * today_free. On failure it has no rows. */
enum err today_read(struct store *s, int64_t days, struct today *out);
/* The same, but rows that are about matters stay bare until somebody looks at them: a screen shows few of many. */
enum err today_look(struct store *s, int64_t days, struct today *out);
void today_words(struct store *s, struct today *t, struct today_row *row);
void today_free(struct today *t);

/* The reader's level went through its open matters today. Kept on this device only: it changes no matter and says nothing of
 * anybody's work. */
enum err today_reviewed(struct store *s);

/* Differs from before once anything was written through this store: what was read may be old. */
int64_t today_stamp(const struct store *s);

/* How many a group has; *more: that many, and perhaps more. */
int64_t today_count(const struct today *t, enum today_group group, bool *more);

/* The person opened it: it is no news any more. Lasts like a draft; nothing happens where it was none, or in a store that can
 * only be read. */
void news_seen(struct store *s, const struct id *entity);
bool news_is(struct store *s, const struct id *entity); /* somebody else did something there, and nobody here opened it */
bool news_any(struct store *s);

#endif
