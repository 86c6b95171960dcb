/* What the outbox and the leaf of one of its events share. */
#ifndef LINLI_TUI_OUTBOX_H
#define LINLI_TUI_OUTBOX_H

#include "app.h"
#include "linli/act_flow.h"
#include "linli/outbox.h"

/* Why a verb has no use for this row (NULL: there is none), NULL: it has. */
const char *outbox_refuses(struct app *app, enum request r, const struct outbox_row *row, const struct outbox_words *words);

/* Writes what waits, or the refused one, to a file and says where it is. */
void outbox_export(struct app *app, const struct outbox_row *row);

struct view *outbox_event_view(struct app *app, const struct outbox_row *row);
/* Deals with a step that was not taken (act_late); its words stand in the form. */
struct view *late_form(struct app *app, const struct outbox_row *row, enum act_late how);
struct view *contest_form(struct app *app, const struct outbox_row *row);

#endif
