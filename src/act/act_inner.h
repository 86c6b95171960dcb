/* What the verbs share: cleaning of typed text. */
#ifndef LINLI_ACT_INNER_H
#define LINLI_ACT_INNER_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/act.h"
#include "linli/record.h"

/* Puts what a person typed (NULL is "") into `to`: control characters and the like dropped, full-width digits made half-width,
 * ends trimmed; line breaks stay with `lines`. Refused with words that begin with `what`, naming the field: text that is not
 * UTF-8, or does not fit. */
struct clean {
    const char *what;  /* "cannot save the visit", translated */
    const char *field; /* translated */
    bool lines;
};
enum err clean_text(char *to, size_t room, const char *text, const struct clean *how);

/* Copies text of the record, cut at a character where it is too long. */
void clean_copy(char *to, size_t room, const char *text);

/* append.c: an event with its words; *pos may be NULL. And as an act of its own, which undo takes back. */
enum err append_words(struct store *s, struct event *ev, const struct words *words, int64_t *pos);
enum err append_act(struct store *s, struct event *ev, const struct words *words);

/* household.c: corrects the fields of the mask to what `h` says, an event a field; *first 0: none was. In a transaction. */
enum err act_append_fields(struct store *s, const struct id *id, const struct household *h, unsigned mask, int64_t *first,
                           int64_t *last);

/* need.c: the household's numbers go on paper for itself. */
enum err act_note_copy(struct store *s, const struct household_row *row);

/* print.c: who printed it and when, at the foot of a page, which ends it. */
struct paper;
void print_sign(struct store *s, struct paper *paper);
/* print_routes.c: the table of other ways, those of the directory first. */
enum err print_ways(struct store *s, struct paper *paper);

#endif
