/* Forms inside: form_fields.c holds values, form_keep.c drafts, form.c keys, form_draw.c pictures. For these alone. */
#ifndef LINLI_TUI_FORM_INNER_H
#define LINLI_TUI_FORM_INNER_H

#include "form.h"

/* form_fields.c */
bool form_shows(const struct form *f, size_t field);     /* always true of the line that stores */
size_t form_after(const struct form *f, size_t field);   /* the next one shown; spec->count: the line that stores */
size_t form_before(const struct form *f, size_t field);  /* `field` itself where there is none */
bool form_is_choice(const struct form *f, size_t field); /* false on the line that stores */
bool form_is_empty(const struct form *f, size_t field);
bool form_is_untouched(const struct form *f, size_t field); /* as the form began */
bool form_is_blank(const struct form *f);                   /* all fields are untouched */
size_t form_first_missing(const struct form *f);            /* required and empty; spec->count: none */
size_t form_first_unread(struct form *f);                   /* holds what cannot be taken for what it asks; spec->count: none */
void form_choose(struct form *f, size_t field, int value);
size_t form_find_rows(struct form *f, const char *text, size_t len, struct household_row *rows, size_t room);
void form_look_up(struct form *f, struct field *field);

/* form_options.c */
size_t form_find_options(const struct field *d, const char *text, size_t *hits, size_t room); /* places, the best fit first */
void form_look_up_option(struct field *d);

/* form_keep.c */
/* Writes what differs from the draft; with `lasting` all of it outlives a power cut. Says it once where it cannot. */
void form_keep(struct form *f, bool lasting);
void form_restore(struct form *f); /* lays the draft over what the form began with, and says so */
bool form_has_thrown(struct form *f, struct buf *subject);

#endif
