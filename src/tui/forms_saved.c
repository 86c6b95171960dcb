/* The form that keeps a search of households under a name. */
#include <stdio.h>
#include "form.h"
#include "linli/i18n.h"
#include "linli/saved.h"

static const struct field_spec saved_fields[] = {
    {.name = "name",
     .label = N_("Name"),
     .kind = FIELD_TEXT,
     .limit = SAVED_NAME_SIZE - 1,
     .required = true,
     .hint = N_("as it is called in the lookup and in the list of commands")},
};

static enum err store_saved(struct form *f, struct buf *said) {
    enum err e = saved_put(f->view.app->store, "households", form_text(f, 0), f->about);

    if (e == ERR_OK)
        buf_printf(said, _("Kept as %s: / shows it, Del there drops it."), form_text(f, 0));
    return e;
}

static struct view *open_saved(struct app *app, const char *subject) {
    (void)subject;
    return saved_form(app, "");
}

struct view *saved_form(struct app *app, const char *query) {
    struct form *f = form_new(app, &saved_form_spec, "", NULL);
    char name[SAVED_NAME_SIZE];
    size_t len = 0;

    snprintf(f->about, sizeof f->about, "%s", query);
    while (query[len] && len + 1 < sizeof name)
        len++;
    while (len && ((unsigned char)query[len] & 0xC0) == 0x80) /* never within a character */
        len--;
    snprintf(name, sizeof name, "%.*s", (int)len, query);
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
