/* What happened to a household, in words: one line each. */
#ifndef LINLI_TUI_STORY_H
#define LINLI_TUI_STORY_H

#include "linli/buf.h"
#include "linli/story.h"

void story_visit(struct buf *out, const struct visit_row *v);
void story_matter(struct buf *out, const struct matter_row *m);
void story_other(struct buf *out, const struct story_row *r);
void story_due(struct buf *out, const struct due_row *d);

#endif
