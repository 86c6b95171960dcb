/* What happened to a household, in words: one line each. */
#ifndef LINLI_TUI_HAPPENINGS_H
#define LINLI_TUI_HAPPENINGS_H

#include "linli/buf.h"
#include "linli/story.h"

void happenings_visit(struct buf *out, const struct visit_row *v);
void happenings_matter(struct buf *out, const struct matter_row *m);
void happenings_other(struct buf *out, const struct story_row *r);
void happenings_due(struct buf *out, const struct due_row *d);

#endif
