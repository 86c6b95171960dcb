/* Households compared field by field. Of src/act/ alone. */
#ifndef LINLI_ACT_MERGE_H
#define LINLI_ACT_MERGE_H

#include <stdbool.h>
#include "linli/event.h"

/* The fields that say something: not empty. The four parts of a door are said together. */
unsigned merge_filled(const struct household *h);

/* The filled fields of `now` in which it differs from `before`. */
unsigned merge_changed(const struct household *before, const struct household *now);

/* Adds to `h` what `more` knows: fields that are empty there, further persons. False: there were more persons than a household
 * can hold. */
bool merge_add(struct household *h, const struct household *more);

/* A copy of its own. */
void merge_copy(struct household *to, const struct household *from);

/* A list that linli wrote itself has masked phones (138****1234): those of `h` become the phones of `known` that have that mask;
 * what no known one fits is left out, for a mask says nothing new. */
bool merge_is_masked(const struct household *h);
void merge_unmask(struct household *h, const struct household *known);

#endif
