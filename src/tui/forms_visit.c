/* The form of a visit. */
#include "form.h"
#include "linli/act.h"
#include "linli/i18n.h"
#include "linli/query.h"

enum { VISIT_HOUSEHOLD, VISIT_OUTCOME, VISIT_NOTE, VISIT_MET, VISIT_NEXT, VISIT_PURPOSE };
static const struct field_spec visit_fields[] = {
    [VISIT_HOUSEHOLD] = {.name = "household",
                         .label = N_("Household"),
                         .kind = FIELD_HOUSEHOLD,
                         .limit = QUERY_TEXT_MAX,
                         .required = true,
                         .ends = true,
                         .hint = FORM_LOOKUP_HINT},
    [VISIT_OUTCOME] = {.name = "outcome", .label = N_("Outcome"), .kind = FIELD_CHOICE, .list = LIST_OUTCOME, .required = true},
    [VISIT_NOTE] = {.name = "note",
                    .label = N_("Note"),
                    .kind = FIELD_NOTE,
                    .limit = NOTE_SIZE - 1,
                    .ends = true,
                    .hint = N_("what was said; Enter without any stores")},
    [VISIT_MET] = {.name = "met",
                   .label = N_("Met"),
                   .kind = FIELD_TEXT,
                   .limit = NAME_SIZE - 1,
                   .ends = true,
                   .hint = N_("who was there")},
    [VISIT_NEXT] = {.name = "next",
                    .label = N_("Again on"),
                    .kind = FIELD_DATE,
                    .limit = 40,
                    .ends = true,
                    .hint = N_("2026-12-01, 12-01, or +7")},
    [VISIT_PURPOSE] =
        {.name = "purpose", .label = N_("Purpose"), .kind = FIELD_CHOICE, .list = LIST_PURPOSE, .initial = PURPOSE_ROUTINE},
};

static enum err find_household(struct form *f, struct id *out) {
    const struct household_row *row;

    *out = f->id;
    if (f->first)
        return ERR_OK;
    row = form_household(f, VISIT_HOUSEHOLD);
    if (!row)
        return form_no_household(f, VISIT_HOUSEHOLD, _("correct it"));
    *out = row->id;
    return ERR_OK;
}

static enum err store_visit(struct form *f, struct buf *said) {
    char next[CLOCK_DATE_SIZE];
    struct act_visit a = {
        .outcome = (enum outcome)f->fields[VISIT_OUTCOME].choice,
        .purpose = (enum purpose)f->fields[VISIT_PURPOSE].choice,
        .met = form_text(f, VISIT_MET),
        .note = form_text(f, VISIT_NOTE),
        .next = next,
    };
    struct id device;
    int64_t seq;
    enum err e = form_date(next, f, VISIT_NEXT);

    if (e == ERR_OK)
        e = find_household(f, &a.household);
    if (e == ERR_OK)
        e = act_visit(f->view.app->store, &a, &device, &seq);
    if (e != ERR_OK)
        return e;
    form_describe(f, &a.household);
    buf_printf(said, _("Stored: visit, %s, %s"), kinds_words(LIST_OUTCOME, (int)a.outcome), f->about);
    return ERR_OK;
}

static struct view *open_visit(struct app *app, const char *subject) {
    struct id household;
    bool given = form_subject_id(&household, subject);
    struct form *f = form_new(app, &visit_form_spec, subject, given ? &household : NULL);

    if (given)
        form_describe(f, &household);
    return &f->view;
}

const struct form_spec visit_form_spec = {
    .name = "visit",
    .version = 1,
    .title = N_("Visit"),
    .fields = visit_fields,
    .count = sizeof visit_fields / sizeof *visit_fields,
    .store = store_visit,
    .stored = due_offer,
    .open = open_visit,
    .again = REQ_VISIT,
    .repeats = true,
};

struct view *visit_form(struct app *app, const struct id *household) {
    return form_open(app, &visit_form_spec, household);
}
