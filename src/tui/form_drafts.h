/* Drafts for a list of them: which form, about what, what is still missing. */
#ifndef LINLI_TUI_FORM_DRAFTS_H
#define LINLI_TUI_FORM_DRAFTS_H

#include "app.h"

struct form_draft {
    char title[80];   /* of the form */
    char about[400];  /* whom or what it is about; where nothing is given, the first thing that was typed */
    char missing[80]; /* the first required field that is empty; "" none */
    char unread[80];  /* the first one that holds what cannot be read; "" none */
};

/* Reads a row of draft_list for people. ERR_NOT_FOUND with words where no form has that name, or what it was about is gone. */
enum err form_draft_read(struct app *app, const char *form, const char *subject, struct form_draft *out);

/* Opens the form on its draft, with the caret in the first required field that is empty, or in one that cannot be read; says so
 * where it cannot. */
void form_draft_open(struct app *app, const char *form, const char *subject);

#endif
