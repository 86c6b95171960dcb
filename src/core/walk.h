/* Walking JSON without taking it apart: is it well-formed, where does a value end. Strict as base/json reads: no NUL, no lone
 * surrogate, bad UTF-8, number that overflows or depth over 32; and no line breaks between values, because a line is a line.
 * Doubled keys are not noticed. */
#ifndef LINLI_CORE_WALK_H
#define LINLI_CORE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/id.h"

/* What is left of a line. */
struct walk {
    const char *p, *end;
};
struct slice {
    const char *text;
    size_t len;
};

/* Each goes on behind what it names, past white space before it; false: it is something else. */
void walk_spaces(struct walk *w);
bool walk_sign(struct walk *w, char c);
bool walk_value(struct walk *w);
bool walk_word(struct walk *w); /* true, false, null */
/* An object as the bytes it takes; a string as those between its quotes. */
bool walk_object(struct walk *w, struct slice *out);
bool walk_text(struct walk *w, struct slice *out);
bool walk_end(struct walk *w);
bool walk_int(struct walk *w, int64_t *out); /* a whole number */
bool walk_id(struct walk *w, struct id *out);

/* Goes on to the next member's value and gives its key; to the next item. `more` starts false and is theirs; *end: there is no
 * other. */
bool walk_member(struct walk *w, bool *more, struct slice *key, bool *end);
bool walk_item(struct walk *w, bool *more, bool *end);

bool slice_is(const struct slice *s, const char *text);
/* A string as it is meant, without escapes and with NUL; false where it does not fit. */
bool slice_copy(char *to, size_t room, const struct slice *s);

#endif
