/* What the view of a matter says of its course: what the present step needs, agreement, terms, tasks, dossier, evaluations. Reads
 * the record, knows no key. */
#ifndef LINLI_TUI_MATTER_FLOW_H
#define LINLI_TUI_MATTER_FLOW_H

#include "items.h"
#include "leaf.h"

struct matter_item {
    struct item_row row; /* without its values */
    char *line;          /* owned */
};
struct matter_flow {
    struct flow_matter m;
    struct items_names names;
    struct matter_item *items; /* owned */
    size_t count;
};

enum err matter_flow_read(struct matter_flow *out, struct store *s, const struct id *matter);
void matter_flow_free(struct matter_flow *f);

/* Its place among the items; f->count: it is none of them. */
size_t matter_flow_item(const struct matter_flow *f, const struct id *device, int64_t seq);

void matter_flow_danger(const struct matter_flow *f, struct leaf *leaf); /* what comes before everything else */
void matter_flow_needs(const struct matter_flow *f, struct leaf *leaf);  /* how full the dossier is, what the step needs */
/* Lines of single items have the tag `first` and their place. */
void matter_flow_lines(const struct matter_flow *f, struct leaf *leaf, int first);

#endif
