/* The forms that note a care need and take one back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "form.h"
#include "linli/act.h"
#include "linli/i18n.h"
#include "linli/act_need.h"

enum { NEED, WORDS, WHO, HOW, PURPOSE, AGREED, UNTIL, NEXT };
static const struct field_spec need_fields[] = {
    [NEED] = {.name = "need", .label = N_("What is asked for"), .kind = FIELD_CHOICE, .list = LIST_NEED, .required = true},
    [WORDS] = {.name = "words",
               .label = N_("What exactly"),
               .kind = FIELD_TEXT,
               .limit = SUMMARY_SIZE - 1,
               .hint = N_("the service alone, never an illness")},
    [WHO] = {.name = "who", .label = N_("Who agreed"), .kind = FIELD_TEXT, .limit = NAME_SIZE - 1, .required = true},
    [HOW] = {.name = "how", .label = N_("How"), .kind = FIELD_CHOICE, .list = LIST_CONSENT, .required = true},
    [PURPOSE] = {.name = "purpose",
                 .label = N_("What for"),
                 .kind = FIELD_TEXT,
                 .limit = SUMMARY_SIZE - 1,
                 .required = true,
                 .hint = N_("who uses it and for what")},
    [AGREED] = {.name = "agreed",
                .label = N_("Agreed on"),
                .kind = FIELD_DATE,
                .limit = 40,
                .past = true,
                .hint = N_("today where nothing stands here")},
    [UNTIL] = {.name = "until",
               .label = N_("Until"),
               .kind = FIELD_DATE,
               .limit = 40,
               .hint = N_("it lapses on that day; a year where nothing stands here")},
    [NEXT] = {.name = "next",
              .label = N_("Promised for"),
              .kind = FIELD_DATE,
              .limit = 40,
              .ends = true,
              .hint = N_("a day to be reminded of; Enter without any stores")},
};

/* The head of the household is whom one usually asks. */
static void start_need(struct form *f) {
    struct household_row row;
    struct household h = {0};

    if (read_household(f->view.app->store, &f->id, &row, &h) == ERR_OK)
        form_put_text(f, WHO, h.head);
    household_free(&h);
}

static enum err store_need(struct form *f, struct buf *said) {
    char agreed[CLOCK_DATE_SIZE], until[CLOCK_DATE_SIZE], next[CLOCK_DATE_SIZE];
    struct act_need a = {
        .household = f->id,
        .need = (enum need)f->fields[NEED].choice,
        .words = form_text(f, WORDS),
        .who = form_text(f, WHO),
        .how = (enum consent)f->fields[HOW].choice,
        .purpose = form_text(f, PURPOSE),
        .agreed = agreed,
        .until = until,
        .next = next,
    };
    struct id device;
    int64_t seq;
    enum err e = form_date(agreed, f, AGREED);

    if (e == ERR_OK)
        e = form_date(until, f, UNTIL);
    if (e == ERR_OK)
        e = form_date(next, f, NEXT);
    if (e == ERR_OK)
        e = act_need(f->view.app->store, &a, &device, &seq);
    if (e == ERR_OK)
        buf_printf(said, _("Stored: care need, %s, %s"), kinds_words(LIST_NEED, (int)a.need), f->about);
    return e;
}

static struct view *open_need(struct app *app, const char *subject) {
    struct id household;
    struct form *f;

    if (!form_subject_id(&household, subject))
        return NULL;
    f = form_new(app, &need_form_spec, subject, &household);
    form_describe(f, &household);
    return &f->view;
}

const struct form_spec need_form_spec = {
    .name = "need",
    .version = 1,
    .title = N_("Care need"),
    .fields = need_fields,
    .count = sizeof need_fields / sizeof *need_fields,
    .start = start_need,
    .store = store_need,
    .open = open_need,
};

struct view *need_form(struct app *app, const struct id *household) {
    return form_open(app, &need_form_spec, household);
}

/* ---- taking one back: the reason stands there already, so that two keys are enough */

static const struct field_spec withdraw_fields[] = {
    {.name = "reason", .label = N_("Reason"), .kind = FIELD_TEXT, .limit = SUMMARY_SIZE - 1, .required = true, .ends = true},
};

static void start_withdraw(struct form *f) {
    form_put_text(f, 0, _("the resident wishes so"));
}

static enum err store_withdraw(struct form *f, struct buf *said) {
    enum err e = act_withdraw_event(f->view.app->store, &f->id, f->seq, form_text(f, 0));

    if (e == ERR_OK)
        buf_printf(said, _("Withdrawn: %s; it stays in the timeline"), f->about);
    return e;
}

static struct view *open_withdraw(struct app *app, const char *subject) {
    struct need_row need;
    struct id device;

    if (strlen(subject) <= ID_TEXT_SIZE || !form_subject_id(&device, subject))
        return NULL;
    if (read_need(app->store, &device, strtoll(subject + ID_TEXT_SIZE, NULL, 10), &need) != ERR_OK || need.withdrawn) {
        app_say(app, _("That care need was withdrawn already."));
        return NULL;
    }
    return withdraw_need_form(app, &need);
}

const struct form_spec withdraw_need_form_spec = {
    .name = "withdraw-need",
    .version = 1,
    .title = N_("Withdraw the care need"),
    .fields = withdraw_fields,
    .count = 1,
    .start = start_withdraw,
    .store = store_withdraw,
    .open = open_withdraw,
};

struct view *withdraw_need_form(struct app *app, const struct need_row *need) {
    char subject[FORM_SUBJECT_SIZE], device[ID_TEXT_SIZE];
    struct form *f;

    id_text(device, &need->device);
    snprintf(subject, sizeof subject, "%s-%lld", device, (long long)need->seq);
    f = form_new(app, &withdraw_need_form_spec, subject, &need->device);
    f->seq = need->seq;
    snprintf(f->about, sizeof f->about, "%s", kinds_words(LIST_NEED, (int)need->need));
    return &f->view;
}
