/* The form that drops an entry of a directory. */
#include <stdio.h>
#include "form.h"
#include "linli/act_flow.h"
#include "linli/i18n.h"

static const struct field_spec drop_fields[] = {
    {.name = "reason",
     .label = N_("Reason"),
     .kind = FIELD_TEXT,
     .limit = SUMMARY_SIZE - 1,
     .required = true,
     .hint = N_("such as: the term is over")},
};

static enum err store_drop(struct form *f, struct buf *said) {
    enum err e = act_drop_entry(f->view.app->store, &f->id, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Dropped from the directory: %s"), f->about);
    return e;
}

static enum err take_name(void *arg, const struct entry_row *r) {
    snprintf(arg, NAME_SIZE, "%s", r->name);
    return ERR_OK;
}

static struct view *open_drop(struct app *app, const char *subject) {
    char name[NAME_SIZE];
    struct id id;

    if (!form_subject_id(&id, subject) || read_entry(app->store, &id, take_name, name) != ERR_OK) {
        err_say(ERR_NOT_FOUND, _("this entry is no longer in the directory"), NULL, NULL);
        app_say_error(app);
        return NULL;
    }
    return drop_entry_form(app, &id, name);
}

const struct form_spec drop_entry_form_spec = {
    .name = "drop-entry",
    .version = 1,
    .title = N_("Drop an entry"),
    .fields = drop_fields,
    .count = 1,
    .store = store_drop,
    .open = open_drop,
};

struct view *drop_entry_form(struct app *app, const struct id *entry, const char *name) {
    char subject[ID_TEXT_SIZE];
    struct form *f;

    id_text(subject, entry);
    f = form_new(app, &drop_entry_form_spec, subject, entry);
    snprintf(f->about, sizeof f->about, "%s", name);
    return &f->view;
}
