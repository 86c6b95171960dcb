/* The forms that take back an own visit or matter. */
#include <stdio.h>
#include "form.h"
#include "linli/act.h"
#include "linli/draft.h"
#include "linli/i18n.h"
#include "words.h"

static const struct field_spec withdraw_fields[] = {
    {.name = "reason",
     .label = N_("Reason"),
     .kind = FIELD_TEXT,
     .limit = SUMMARY_SIZE - 1,
     .required = true,
     .hint = N_("why it is taken back")},
};

/* The act takes no draft with it, so the draft goes behind it: at worst a typed reason stays behind. */
static void drop_reason(struct form *f) {
    if (draft_drop(f->view.app->store, f->spec->name, f->subject) != ERR_OK)
        err_clear();
}

static enum err store_withdraw_visit(struct form *f, struct buf *said) {
    enum err e = act_withdraw_visit(f->view.app->store, &f->id, f->seq, form_text(f, 0));

    if (e != ERR_OK)
        return e;
    drop_reason(f);
    buf_printf(said, _("Withdrawn: visit of %s; it stays in the timeline"), f->about);
    return ERR_OK;
}

static enum err store_withdraw_matter(struct form *f, struct buf *said) {
    enum err e = act_withdraw_matter(f->view.app->store, &f->id, form_text(f, 0));

    if (e != ERR_OK)
        return e;
    drop_reason(f);
    buf_printf(said, _("Withdrawn: %s; it stays in the timeline"), f->about);
    return ERR_OK;
}

static const struct form_spec withdraw_visit_spec = {.name = "withdraw",
                                                     .version = 1,
                                                     .title = N_("Withdraw the visit"),
                                                     .fields = withdraw_fields,
                                                     .count = 1,
                                                     .store = store_withdraw_visit};
static const struct form_spec withdraw_matter_spec = {.name = "withdraw",
                                                      .version = 1,
                                                      .title = N_("Withdraw the matter"),
                                                      .fields = withdraw_fields,
                                                      .count = 1,
                                                      .store = store_withdraw_matter};

struct view *withdraw_visit_form(struct app *app, const struct visit_row *visit) {
    char subject[VISIT_ID_SIZE];
    struct form *f;
    struct buf date = {0};

    read_visit_id(subject, visit);
    f = form_new(app, &withdraw_visit_spec, subject, &visit->device);
    f->seq = visit->seq;
    words_date(&date, visit->at);
    snprintf(f->about, sizeof f->about, "%s", buf_text(&date));
    buf_free(&date);
    return &f->view;
}

struct view *withdraw_matter_form(struct app *app, const struct id *matter, const char *number) {
    char subject[ID_TEXT_SIZE];
    struct form *f;

    id_text(subject, matter);
    f = form_new(app, &withdraw_matter_spec, subject, matter);
    snprintf(f->about, sizeof f->about, "%s", number);
    return &f->view;
}
