/* The forms that take back an own visit, matter, or an addition to a matter. */
#include <stdio.h>
#include "form.h"
#include "linli/act.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "words.h"

static const struct field_spec withdraw_fields[] = {
    {.name = "reason",
     .label = N_("Reason"),
     .kind = FIELD_TEXT,
     .limit = SUMMARY_SIZE - 1,
     .required = true,
     .hint = N_("why it is taken back")},
};

static enum err store_withdraw_visit(struct form *f, struct buf *said) {
    enum err e = act_withdraw_visit(f->view.app->store, &f->id, f->seq, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Withdrawn: visit of %s; it stays in the timeline"), f->about);
    return e;
}

static enum err store_withdraw_matter(struct form *f, struct buf *said) {
    enum err e = act_withdraw_matter(f->view.app->store, &f->id, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Withdrawn: %s; it stays in the timeline"), f->about);
    return e;
}

static enum err store_withdrawal(struct form *f, struct buf *said) {
    enum err e = act_withdraw_event(f->view.app->store, &f->id, f->seq, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Withdrawn: %s; it stays in the timeline"), f->about);
    return e;
}

static struct view *open_visit(struct app *app, const char *subject) {
    struct id device;
    int64_t seq;
    struct visit_row *visit = mem_new(1, sizeof *visit);
    struct view *v = NULL;
    enum err e = read_resolve_visit(app->store, subject, &device, &seq);

    if (e == ERR_OK)
        e = read_visit(app->store, &device, seq, visit);
    if (e == ERR_OK)
        v = withdraw_visit_form(app, visit);
    else
        app_say_error(app);
    mem_free(visit);
    return v;
}

static struct view *open_matter(struct app *app, const char *subject) {
    struct matter_row row;
    struct id id;

    if (!form_subject_id(&id, subject) || read_matter(app->store, &id, &row) != ERR_OK) {
        app_say_error(app);
        return NULL;
    }
    return withdraw_matter_form(app, &id, row.number);
}

struct sought {
    struct id device;
    int64_t seq;
    struct timeline_row *row;
    bool found;
};

static enum err see_event(void *arg, const struct timeline_row *t) {
    struct sought *s = arg;

    if (t->seq == s->seq && id_equal(&t->device, &s->device)) {
        *s->row = *t;
        s->found = true;
    }
    return ERR_OK;
}

static struct view *open_withdrawal(struct app *app, const char *subject) {
    struct sought s = {.row = mem_new(1, sizeof(struct timeline_row))};
    struct view *v = NULL;
    struct id entity;

    if (read_resolve_event(app->store, subject, &s.device, &s.seq, &entity) != ERR_OK ||
        read_timeline(app->store, &entity, see_event, &s) != ERR_OK || !s.found)
        app_say_error(app);
    else
        v = withdraw_event_form(app, s.row);
    mem_free(s.row);
    return v;
}

const struct form_spec withdraw_visit_form_spec = {.name = "withdraw-visit",
                                                   .version = 1,
                                                   .title = N_("Withdraw the visit"),
                                                   .fields = withdraw_fields,
                                                   .count = 1,
                                                   .store = store_withdraw_visit,
                                                   .open = open_visit};
const struct form_spec withdraw_matter_form_spec = {.name = "withdraw-matter",
                                                    .version = 1,
                                                    .title = N_("Withdraw the matter"),
                                                    .fields = withdraw_fields,
                                                    .count = 1,
                                                    .store = store_withdraw_matter,
                                                    .open = open_matter};

const struct form_spec withdraw_event_form_spec = {.name = "withdraw-event",
                                                   .version = 1,
                                                   .title = N_("Take back"),
                                                   .fields = withdraw_fields,
                                                   .count = 1,
                                                   .store = store_withdrawal,
                                                   .open = open_withdrawal};

struct view *withdraw_visit_form(struct app *app, const struct visit_row *visit) {
    char subject[VISIT_ID_SIZE];
    struct form *f;
    struct buf date = {0};

    read_visit_id(subject, visit);
    f = form_new(app, &withdraw_visit_form_spec, subject, &visit->device);
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
    f = form_new(app, &withdraw_matter_form_spec, subject, matter);
    snprintf(f->about, sizeof f->about, "%s", number);
    return &f->view;
}

struct view *withdraw_event_form(struct app *app, const struct timeline_row *t) {
    char subject[EVENT_ID_SIZE];
    struct buf about = {0};
    struct form *f;

    read_event_id(subject, &t->device, t->seq);
    f = form_new(app, &withdraw_event_form_spec, subject, &t->device);
    f->seq = t->seq;
    buf_printf(&about, "%s ",
               t->item   ? kinds_words(LIST_ITEM, (int)t->item)
               : t->exit ? kinds_words(LIST_EXIT, (int)t->exit)
                         : kinds_words(LIST_KIND, (int)t->kind));
    words_date(&about, t->at);
    snprintf(f->about, sizeof f->about, "%s", buf_text(&about));
    buf_free(&about);
    return &f->view;
}
