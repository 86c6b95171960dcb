/* The forms of items.def and item_fields.def: one spec an item, made from the tables. */
#ifndef LINLI_TUI_FORMS_ITEM_H
#define LINLI_TUI_FORMS_ITEM_H

#include "form.h"

const struct form_spec *item_form_spec(enum item item);

/* The first value of a field that asks for other routes: those of the directory, else the usual ones. */
void item_first_routes(struct buf *out, struct store *s);

#endif
