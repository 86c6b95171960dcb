/* Drafts and their forms. */
#include "form_drafts.h"

#include <stdio.h>
#include <string.h>
#include "form_inner.h"
#include "forms_item.h"
#include "linli/draft.h"
#include "linli/i18n.h"

const struct form_spec *form_specs(size_t n) {
    static const struct form_spec *const specs[] = {
#define X(name) &name##_form_spec,
#include "forms.def"
#undef X
    };
    const size_t count = sizeof specs / sizeof *specs;

    return n < count ? specs[n] : n - count + 1 < ITEM_COUNT ? item_form_spec((enum item)(n - count + 1)) : NULL;
}

static struct form *open_form(struct app *app, const char *form, const char *subject) {
    const struct form_spec *spec;

    for (size_t i = 0; (spec = form_specs(i)) != NULL; i++)
        if (strcmp(spec->name, form) == 0)
            return (struct form *)spec->open(app, subject);
    err_say(ERR_NOT_FOUND, err_fmt(_("no form is called %.40s"), form), _("a newer linli has written this draft"),
            _("install the newer version"));
    app_say_error(app);
    return NULL;
}

static void first_typed(struct form *f, char *out, size_t room) {
    for (size_t i = f->first; i < f->spec->count && !*out; i++) {
        if (form_is_untouched(f, i))
            continue;
        if (form_is_choice(f, i))
            snprintf(out, room, "%s", form_choice_words(f, i, f->fields[i].choice));
        else if (f->spec->fields[i].kind != FIELD_SECRET)
            snprintf(out, room, "%s", form_text(f, i));
    }
}

static void put_label(char *out, size_t room, const struct form *f, size_t field) {
    if (field < f->spec->count)
        snprintf(out, room, "%s", _(f->spec->fields[field].label));
}

/* The form itself is made and asked, so that what it begins with counts, too. Opening one says words; those are not for now. */
enum err form_draft_read(struct app *app, const char *form, const char *subject, struct form_draft *out) {
    char message[sizeof app->message];
    enum paint paint = app->message_paint;
    bool dirty = app->dirty;
    struct form *f;

    *out = (struct form_draft){0};
    memcpy(message, app->message, sizeof message);
    f = open_form(app, form, subject);
    memcpy(app->message, message, sizeof message);
    app->message_paint = paint;
    app->dirty = dirty;
    if (!f)
        return ERR_NOT_FOUND;
    snprintf(out->title, sizeof out->title, "%s", _(f->spec->title));
    snprintf(out->about, sizeof out->about, "%s", f->about);
    first_typed(f, out->about, sizeof out->about);
    put_label(out->missing, sizeof out->missing, f, form_first_missing(f));
    put_label(out->unread, sizeof out->unread, f, form_first_unread(f));
    err_clear();
    f->view.ops->free(&f->view);
    return ERR_OK;
}

static enum err seen(void *arg, const struct draft_row *row) {
    const char *const *draft = arg;

    return strcmp(row->form, draft[0]) == 0 && strcmp(row->subject, draft[1]) == 0 ? ERR_EXISTS : ERR_OK;
}

/* The subject that a draft has once it followed its household to the one that this was joined with; the same where it was not, or
 * that one has such a draft already. */
static void follow(struct app *app, const char *form, const char *subject, char out[FORM_SUBJECT_SIZE]) {
    size_t len = strcspn(subject, "#-:");
    const char *draft[] = {form, out};
    struct household_row row;
    struct household h = {0};
    char text[ID_TEXT_SIZE];
    struct id id;

    snprintf(out, FORM_SUBJECT_SIZE, "%s", subject);
    if (subject[len] != '-' && id_parse(&id, subject, len) && read_household(app->store, &id, &row, &h) == ERR_OK &&
        !id_equal(&id, &row.id) && draft_follow(app->store, &row.id) == ERR_OK && draft_list(app->store, seen, draft) == ERR_OK) {
        id_text(text, &row.id);
        snprintf(out, FORM_SUBJECT_SIZE, "%s%s", text, subject + len);
    }
    household_free(&h);
    err_clear();
}

void form_draft_open(struct app *app, const char *form, const char *subject) {
    char now[FORM_SUBJECT_SIZE];
    struct form *f;

    follow(app, form, subject, now);
    f = open_form(app, form, now);
    if (f)
        app_push(app, &f->view);
}
