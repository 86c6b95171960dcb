/* The form that keeps a search of households, or a filter of matters, under a name. */
#include <stdio.h>
#include "form.h"
#include "kept.h"
#include "linli/i18n.h"

static const struct field_spec saved_fields[] = {
    {.name = "name",
     .label = N_("Its name"),
     .kind = FIELD_TEXT,
     .limit = SAVED_NAME_SIZE - 1,
     .required = true,
     .hint = N_("as it is called in the lookup and in the list of commands")},
};

/* What is kept: the form asks for its name alone, and no draft of it outlives it. */
static struct { char list[16], text[QUERY_TEXT_MAX + 1]; } asked;

static enum err store_saved(struct form *f, struct buf *said) {
    enum err e = saved_put(f->view.app->store, asked.list, form_text(f, 0), asked.text);

    if (e == ERR_OK)
        buf_printf(said, _("Kept as %s: / shows it, Del there drops it."), form_text(f, 0));
    return e;
}

static struct view *open_saved(struct app *app, const char *subject) {
    return &form_new(app, &saved_form_spec, subject, NULL)->view;
}

struct view *kept_form(struct app *app, const char *list, const char *text, const char *words) {
    struct form *f = form_new(app, &saved_form_spec, "", NULL);
    char name[SAVED_NAME_SIZE];

    snprintf(asked.list, sizeof asked.list, "%s", list);
    snprintf(asked.text, sizeof asked.text, "%s", text);
    kept_cut(f->about, sizeof f->about, words);
    kept_cut(name, sizeof name, words);
    form_put_text(f, 0, name);
    return &f->view;
}

const struct form_spec saved_form_spec = {.name = "saved",
                                          .version = 1,
                                          .title = N_("Keep the search"),
                                          .fields = saved_fields,
                                          .count = sizeof saved_fields / sizeof *saved_fields,
                                          .store = store_saved,
                                          .open = open_saved,
                                          .passing = true};
