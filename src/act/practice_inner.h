/* The invented office of the practice record: who works there, and how its events come in. */
#ifndef LINLI_ACT_PRACTICE_INNER_H
#define LINLI_ACT_PRACTICE_INNER_H

#include "act_inner.h"
#include "linli/items.h"
#include "linli/practice.h"

#define PRACTICE_AREA "999999.001.01.01"

enum practice_worker { PRACTICE_VILLAGE, PRACTICE_TOWN, PRACTICE_CITY, PRACTICE_DESKS };

/* The id of an invented desk's worker, and of the one that belongs to this device. */
struct id practice_desk_id(enum practice_worker desk);
struct id practice_own_id(void);

/* Puts an event of the office into the record, as a pull would. `by`: who did it, zero: the hub. Inside a transaction. */
enum err practice_put(struct store *s, struct event *ev, const struct id *by, const char *body, size_t len);
void practice_set(struct item_values *v, const char *name, const char *text);
/* Gives what this device wrote its place in the office's order, as a push would. */
enum err practice_take_in(struct store *s);

#endif
