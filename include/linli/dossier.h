/* What a matter's dossier lacks (FIELD.md c-15). Pure; the pages are made by print.h. */
#ifndef LINLI_DOSSIER_H
#define LINLI_DOSSIER_H

#include "linli/buf.h"
#include "linli/flow.h"

/* The n-th item that is required and not there as often as it must be, in the order of the dossier; ITEM_NONE behind the last. */
enum item dossier_missing(const struct flow_matter *m, size_t n);

/* The same in words, commas between: "rights notice (2 of 3), session"; nothing where it is complete. */
void dossier_words(struct buf *out, const struct flow_matter *m);

#endif
