/* The form that disagrees with a refusal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form.h"
#include "linli/act.h"
#include "linli/i18n.h"
#include "outbox.h"

static const struct field_spec fields[] = {
    {.name = "reason",
     .label = N_("Why it is wrong"),
     .kind = FIELD_NOTE,
     .limit = SUMMARY_SIZE - 1,
     .required = true,
     .hint = N_("in your own words; the office reads it")},
};

static enum err store_contest(struct form *f, struct buf *said) {
    enum err e = act_contest(f->view.app->store, &f->id, f->seq, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Stored: the office gets it with the next sync (%s)"), f->about);
    return e;
}

static struct view *open_contest(struct app *app, const char *subject) {
    struct outbox_row row;
    struct id device;
    int64_t seq;
    enum err e = ERR_NOT_FOUND;

    if (strlen(subject) >= ID_TEXT_SIZE && id_parse(&device, subject, ID_TEXT_SIZE - 1) &&
        (seq = strtoll(subject + ID_TEXT_SIZE, NULL, 10)) > 0)
        e = read_outbox_event(app->store, &device, seq, &row);
    if (e == ERR_OK)
        return contest_form(app, &row);
    if (e == ERR_NOT_FOUND)
        app_say(app, _("The hub has taken it meanwhile: there is nothing to disagree with."));
    else
        app_say_error(app);
    return NULL;
}

const struct form_spec contest_form_spec = {.name = "contest",
                                            .version = 1,
                                            .title = N_("Disagree with the refusal"),
                                            .fields = fields,
                                            .count = 1,
                                            .store = store_contest,
                                            .open = open_contest};

struct view *contest_form(struct app *app, const struct outbox_row *row) {
    struct visit_row event = {.device = row->device, .seq = row->seq};
    char subject[VISIT_ID_SIZE];
    struct outbox_words words;
    struct buf about = {0};
    struct form *f;

    read_visit_id(subject, &event);
    f = form_new(app, &contest_form_spec, subject, &row->device);
    f->seq = row->seq;
    if (outbox_words(&words, app->store, row) == ERR_OK)
        buf_printf(&about, "%s%s%s", words.what, *row->title ? " " : "", row->title);
    else
        app_say_error(app);
    snprintf(f->about, sizeof f->about, "%s", buf_text(&about));
    buf_free(&about);
    return &f->view;
}
