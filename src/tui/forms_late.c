/* The forms that deal with a step that came too late: nothing of its words has to be typed again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form.h"
#include "linli/i18n.h"
#include "outbox.h"

static const struct field_spec anew_fields[] = {{.name = "words",
                                                 .label = N_("Note"),
                                                 .kind = FIELD_NOTE,
                                                 .limit = NOTE_SIZE - 1,
                                                 .hint = N_("as you said it then; change what is no longer so")}};
static const struct field_spec note_fields[] = {{.name = "words",
                                                 .label = N_("Note"),
                                                 .kind = FIELD_NOTE,
                                                 .limit = NOTE_SIZE - 1,
                                                 .required = true,
                                                 .hint = N_("what happened, what was said")}};
static const struct field_spec leave_fields[] = {{.name = "words",
                                                  .label = N_("Why"),
                                                  .kind = FIELD_NOTE,
                                                  .limit = SUMMARY_SIZE - 1,
                                                  .required = true,
                                                  .hint = N_("in a word: the other one did the same")}};

struct said {
    struct form *f;
};

/* The own words of then. */
static void begin_with(void *arg, const struct outbox_version *v) {
    struct said *said = arg;

    if (v->mine && *v->said)
        form_put_text(said->f, 0, v->said);
}

static bool find_row(struct store *s, const struct form *f, struct outbox_row *row) {
    return read_outbox_event(s, &f->id, f->seq, row) == ERR_OK;
}

/* A form gets its subject before its seq. */
static bool subject_event(const char *subject, struct id *device, int64_t *seq) {
    return strlen(subject) > ID_TEXT_SIZE && id_parse(device, subject, ID_TEXT_SIZE - 1) &&
           (*seq = strtoll(subject + ID_TEXT_SIZE, NULL, 10)) > 0;
}

static void start(struct form *f) {
    struct outbox_row row;

    if (subject_event(f->subject, &f->id, &f->seq) && find_row(f->view.app->store, f, &row) &&
        outbox_versions(f->view.app->store, &row, begin_with, &(struct said){f}) != ERR_OK)
        err_clear();
}

static enum err store_late(struct form *f, struct buf *said, enum act_late how, const char *words) {
    enum err e = act_late(f->view.app->store, &f->id, f->seq, how, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, "%s%s%s", words, _(": "), f->about);
    return e;
}

static enum err store_anew(struct form *f, struct buf *said) {
    return store_late(f, said, ACT_LATE_ANEW, _("taken anew"));
}

static enum err store_note(struct form *f, struct buf *said) {
    return store_late(f, said, ACT_LATE_NOTE, _("filed as a note"));
}

static enum err store_left_be(struct form *f, struct buf *said) {
    return store_late(f, said, ACT_LATE_LEAVE, _("let be"));
}

static struct view *open_draft(struct app *app, const char *subject, enum act_late how) {
    struct outbox_row row;
    struct id device;
    int64_t seq;

    if (subject_event(subject, &device, &seq) && read_outbox_event(app->store, &device, seq, &row) == ERR_OK)
        return late_form(app, &row, how);
    app_say(app, _("It needs no attention any more."));
    err_clear();
    return NULL;
}

static struct view *open_anew(struct app *app, const char *subject) {
    return open_draft(app, subject, ACT_LATE_ANEW);
}

static struct view *open_note(struct app *app, const char *subject) {
    return open_draft(app, subject, ACT_LATE_NOTE);
}

static struct view *open_leave(struct app *app, const char *subject) {
    return open_draft(app, subject, ACT_LATE_LEAVE);
}

const struct form_spec late_anew_form_spec = {.name = "late-anew",
                                              .version = 1,
                                              .title = N_("Take it anew"),
                                              .fields = anew_fields,
                                              .count = 1,
                                              .start = start,
                                              .store = store_anew,
                                              .open = open_anew};
const struct form_spec late_note_form_spec = {.name = "late-note",
                                              .version = 1,
                                              .title = N_("File it as a note"),
                                              .fields = note_fields,
                                              .count = 1,
                                              .start = start,
                                              .store = store_note,
                                              .open = open_note};
const struct form_spec late_leave_form_spec = {.name = "late-leave",
                                               .version = 1,
                                               .title = N_("Let it be"),
                                               .fields = leave_fields,
                                               .count = 1,
                                               .store = store_left_be,
                                               .open = open_leave};

struct view *late_form(struct app *app, const struct outbox_row *row, enum act_late how) {
    static const struct form_spec *const specs[] = {
        [ACT_LATE_ANEW] = &late_anew_form_spec, [ACT_LATE_NOTE] = &late_note_form_spec, [ACT_LATE_LEAVE] = &late_leave_form_spec};
    char subject[EVENT_ID_SIZE];
    struct outbox_words words;
    struct buf about = {0};
    struct form *f;

    read_event_id(subject, &row->device, row->seq);
    f = form_new(app, specs[how], subject, &row->device);
    f->seq = row->seq;
    if (outbox_words(&words, app->store, row) == ERR_OK)
        buf_printf(&about, "%s%s%s", words.what, *row->title ? " " : "", row->title);
    else
        app_say_error(app);
    snprintf(f->about, sizeof f->about, "%s", buf_text(&about));
    buf_free(&about);
    return &f->view;
}
