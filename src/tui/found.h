/* Why a household was found: which characters of what a list shows of it a query meant, as bits for screen_put_marked. Of several
 * reasons for a word the first is shown: the head's name, then the door, then a phone. */
#ifndef LINLI_TUI_FOUND_H
#define LINLI_TUI_FOUND_H

#include <stdint.h>
#include "linli/query.h"
#include "linli/read.h"

uint64_t found_head(const struct query *q, const struct household_row *row);
uint64_t found_door(const struct query *q, const struct household_row *row, const char *shown);

/* The first member whose name a word of the query means that neither the head's name nor the door explains; false: none. */
bool found_member(char out[NAME_SIZE], struct store *s, const struct query *q, const struct household_row *row);
bool found_asks_member(const struct query *q);               /* whether one can be meant */
uint64_t found_in(const struct query *q, const char *shown); /* of a line in which the member's name stands last */

/* The phone that the query's digits stand in, masked; nothing where there is none or the door is the reason. No masked digit is
 * marked. */
uint64_t found_phone(const struct query *q, const struct household_row *row, struct buf *out);
bool found_asks_phone(const struct query *q); /* whether it can be meant */

#endif
