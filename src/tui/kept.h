/* Searches of households and filters of matters that are kept under a name: the lookup shows them while nothing is typed, and the
 * list of commands has them. */
#ifndef LINLI_TUI_KEPT_H
#define LINLI_TUI_KEPT_H

#include "app.h"
#include "linli/saved.h"

#define KEPT_SEARCHES "households"
#define KEPT_FILTERS "matters"
#define KEPT_MAX (2 * SAVED_MAX)

struct kept {
    struct saved saved;
    bool filter;     /* of matters */
    char words[200]; /* what it shows, as people read it */
};

/* Those of both lists, searches first; returns how many, in *out, which the caller frees. What cannot be read is said. */
size_t kept_read(struct kept **out, struct app *app);

void kept_line(struct buf *out, const struct kept *k); /* its name and words; or that it was dropped */

void kept_cut(char *out, size_t room, const char *text); /* whole characters, as many as there is room for */

/* Drops it, or brings one back that was dropped. */
void kept_drop(struct app *app, struct kept *k);

/* The form that keeps one: `text` is what the list reads again, `words` what people read. */
struct view *kept_form(struct app *app, const char *list, const char *text, const char *words);

#endif
