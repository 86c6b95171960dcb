/* A line of text being typed: insert, delete and move by cluster, never inside one. Draws nothing. */
#ifndef LINLI_EDIT_H
#define LINLI_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"

struct edit {
    struct buf text;
    size_t caret; /* byte offset, always between clusters */
    size_t limit; /* bytes; 0 = 4,000 */
};

void edit_set(struct edit *e, const char *text); /* caret behind it; cleaned as by edit_insert, never cut */
const char *edit_text(const struct edit *e);
void edit_free(struct edit *e);

/* Inserts bytes at the caret: invalid UTF-8, control and format characters are dropped, line breaks and tabs become spaces. False
 * (nothing inserted) where the limit would be passed. A combining mark joins the cluster before the caret. */
bool edit_insert(struct edit *e, const char *bytes, size_t len);

bool edit_left(struct edit *e); /* false at the end already */
bool edit_right(struct edit *e);
void edit_home(struct edit *e);
void edit_end(struct edit *e);
bool edit_backspace(struct edit *e);
bool edit_delete(struct edit *e);
void edit_clear_before(struct edit *e); /* Ctrl-U */
void edit_clear_behind(struct edit *e); /* Ctrl-K */
bool edit_word_back(struct edit *e);    /* Ctrl-W: to the start of the word; a run of Han is a word */

/* The part to draw in `cells` columns so that the caret is visible: byte range, and the caret's column in it. */
struct edit_view {
    size_t from, to;
    int caret;
};
struct edit_view edit_view(const struct edit *e, int cells);

#endif
