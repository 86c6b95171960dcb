/* What the sources of Today share: a reading under way. today.c has the sources of a head, today_desk.c those of the flow. */
#ifndef LINLI_STORE_TODAY_INNER_H
#define LINLI_STORE_TODAY_INNER_H

#include "db.h"
#include "linli/flow.h"
#include "linli/today.h"

struct reading {
    struct store *s;
    struct today *t;
    struct flow_actor me;
    int64_t to;               /* the last day that the source's rules take */
    int64_t never, unvisited; /* households; the latter before `cutoff` */
    int64_t cutoff;
    char dates[2][CLOCK_DATE_SIZE]; /* the first and the last day of promises that are looked at */
};

/* A row of a source; NULL where it is only counted. */
struct today_row *today_add(struct reading *r, enum today_source source, int64_t due, int64_t days_left);
/* One about a matter: its words are read when it is looked at. */
struct today_row *today_add_bare(struct reading *r, enum today_source source, int64_t due, int64_t days_left,
                                 const struct id *id);
void today_take_back(struct reading *r, const struct today_row *row); /* what it would be about is gone: it was never counted */

/* Puts the words of a household or a matter into a row; false where it is not here. */
bool today_household_words(struct reading *r, struct today_row *row, const struct id *household);
bool today_matter_words(struct reading *r, struct today_row *row, const struct id *matter);

/* The words of a bare row of the flow's sources, or of news. */
void today_flow_words(struct reading *r, struct today_row *row);
void today_news_words(struct reading *r, struct today_row *row); /* who did it, and what they said */

/* Works at a level above the doors. A head's and a lone person's matters are all that the device has. */
bool today_is_desk(const struct reading *r);

enum err today_read_waiting(struct reading *r);
enum err today_read_offered(struct reading *r);
enum err today_read_matters(struct reading *r); /* MATTER, FOLLOW and URGED together */
enum err today_read_below(struct reading *r);
enum err today_read_tasks(struct reading *r);
enum err today_read_terms(struct reading *r);
enum err today_read_reports(struct reading *r);
enum err today_read_confirms(struct reading *r);
enum err today_read_review(struct reading *r);

#endif
