/* The forms that add to a matter. */
#include <stdio.h>
#include "flow_said.h"
#include "form.h"
#include "linli/act.h"
#include "linli/i18n.h"

static const struct field_spec note_fields[] = {
    {.name = "note",
     .label = N_("Note"),
     .kind = FIELD_NOTE,
     .limit = NOTE_SIZE - 1,
     .required = true,
     .hint = N_("what happened, what was said")},
};
static const struct field_spec settle_fields[] = {
    {.name = "settled",
     .label = N_("Settled: how"),
     .kind = FIELD_NOTE,
     .limit = NOTE_SIZE - 1,
     .required = true,
     .hint = N_("what was agreed, by whom, until when")},
};

const char *matter_refuses(const struct matter_row *m, enum request r) {
    const char *why = r == REQ_SETTLE ? act_settle_refused(m) : NULL;

    if (r == REQ_NOTE && m->withdrawn)
        return _("It was withdrawn: nothing more is added.");
    return why ? err_fmt(_("It cannot be settled here: %s."), why) : NULL;
}

static enum err store_note(struct form *f, struct buf *said) {
    enum err e = act_note_matter(f->view.app->store, &f->id, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Stored: note, %s"), f->about);
    return e;
}

static enum err store_settled(struct form *f, struct buf *said) {
    enum err e = act_settle_matter(f->view.app->store, &f->id, form_text(f, 0));

    if (e == ERR_OK)
        flow_said(said, f->view.app->store, &f->id, EXIT_SETTLE, STEP_NONE);
    return e;
}

/* --- opening --- */

static struct view *open_about(struct app *app, const struct form_spec *spec, const struct matter_row *m) {
    char subject[ID_TEXT_SIZE];
    struct buf about = {0};
    struct form *f;

    id_text(subject, &m->id);
    f = form_new(app, spec, subject, &m->id);
    buf_printf(&about, "%s %s", m->number, m->summary);
    snprintf(f->about, sizeof f->about, "%s", buf_text(&about));
    buf_free(&about);
    return &f->view;
}

static struct view *open_subject(struct app *app, const struct form_spec *spec, const char *subject) {
    struct matter_row m;
    struct id id;

    if (!form_subject_id(&id, subject) || read_matter(app->store, &id, &m) != ERR_OK) {
        app_say_error(app);
        return NULL;
    }
    return open_about(app, spec, &m);
}

static struct view *open_note(struct app *app, const char *subject) {
    return open_subject(app, &note_matter_form_spec, subject);
}

static struct view *open_settled(struct app *app, const char *subject) {
    return open_subject(app, &settle_matter_form_spec, subject);
}

struct view *note_matter_form(struct app *app, const struct matter_row *m) {
    return open_about(app, &note_matter_form_spec, m);
}

struct view *settle_matter_form(struct app *app, const struct matter_row *m) {
    return open_about(app, &settle_matter_form_spec, m);
}

const struct form_spec note_matter_form_spec = {
    .name = "note", .version = 1, .title = N_("Note"), .fields = note_fields, .count = 1, .store = store_note, .open = open_note};
const struct form_spec settle_matter_form_spec = {.name = "settle",
                                                  .version = 1,
                                                  .title = N_("Settled on the spot"),
                                                  .fields = settle_fields,
                                                  .count = 1,
                                                  .store = store_settled,
                                                  .open = open_settled};
