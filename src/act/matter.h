/* What opening a matter and adding to one share. */
#ifndef LINLI_ACT_MATTER_H
#define LINLI_ACT_MATTER_H

#include "act_inner.h"
#include "linli/act_flow.h"
#include "linli/event.h"

/* Level, and the area where it has none, of who writes the event. */
void matter_place(struct store *s, struct event *ev);

/* Why a matter of this type with these answers is not settled on the spot; NULL: it may be. */
const char *matter_too_dangerous(enum matter_type type, const char *triage);

/* Appends the events of a step that the flow allows. Inside a transaction. */
enum err flow_append_step(struct store *s, const struct act_step *a, int64_t *first, int64_t *last);

/* What was typed, without control characters; names and days as they were meant; and what items_check says of it. */
enum err flow_clean_values(struct item_values *v, const char *what, size_t *field);

#endif
