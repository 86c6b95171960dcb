/* Which matters the list shows, and the list to choose that from. */
#ifndef LINLI_TUI_MATTERS_FILTER_H
#define LINLI_TUI_MATTERS_FILTER_H

#include "app.h"

#define MATTERS_TEXT_MAX 120

struct matters_choice {
    struct matters_filter filter; /* its text is `text` */
    char text[MATTERS_TEXT_MAX + 1];
    char owner[NAME_SIZE]; /* of the filter's owner, "" any */
};

bool matters_choice_any(const struct matters_choice *c);
void matters_choice_clear(struct matters_choice *c);
void matters_choice_words(struct buf *out, const struct matters_choice *c); /* "overdue, wages, “leak”" */

/* As it is kept: words that stay the same in every language. Reading fills the choice; ERR_NOT_FOUND with words where it names a
 * worker who is not known here. */
void matters_choice_write(struct buf *out, const struct matters_choice *c);
enum err matters_choice_read(struct matters_choice *c, struct store *s, const char *text);

/* Narrows as one types; what is chosen goes into *choice, which lives as long as the view `of` beneath, and `of` is read anew. */
struct view *matters_filter_view(struct view *of, struct matters_choice *choice);

#endif
