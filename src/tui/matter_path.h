/* A matter's course drawn as a path, and the ways on from where it stands. */
#ifndef LINLI_TUI_MATTER_PATH_H
#define LINLI_TUI_MATTER_PATH_H

#include "leaf.h"
#include "linli/flow.h"
#include "linli/read.h"

void matter_path(struct leaf *leaf, const struct matter_row *r);

/* The steps that this worker may go on to now, and how many other ways there are; nothing where there is none. */
void matter_ways(struct leaf *leaf, struct store *s, const struct matter_row *r, const struct flow_matter *m);

#endif
