/* The forms: a visit, a new matter, a withdrawal. Each is a table of fields and the act behind it. */
#include <stdio.h>
#include <string.h>
#include "form.h"
#include "linli/act.h"
#include "linli/draft.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/query.h"
#include "words.h"

/* "3-2-501 Zhang San" of a household. */
static void describe(struct form *f, const struct id *household) {
    struct household_row row;
    struct household h = {0};
    struct buf text = {0};

    if (read_household(f->view.app->store, household, &row, &h) == ERR_OK) {
        words_door(&text, &row.door, 30);
        buf_printf(&text, " %s", row.head);
    }
    snprintf(f->about, sizeof f->about, "%s", buf_text(&text));
    household_free(&h);
    buf_free(&text);
}

/* --- visit --- */

enum { VISIT_OUTCOME, VISIT_NOTE, VISIT_MET, VISIT_NEXT, VISIT_PURPOSE };
static const struct field_spec visit_fields[] = {
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

static enum err store_visit(struct form *f, struct buf *said) {
    char next[CLOCK_DATE_SIZE];
    struct act_visit a = {
        .household = f->id,
        .outcome = (enum outcome)f->fields[VISIT_OUTCOME].choice,
        .purpose = (enum purpose)f->fields[VISIT_PURPOSE].choice,
        .met = form_text(f, VISIT_MET),
        .note = form_text(f, VISIT_NOTE),
        .draft_subject = f->subject,
    };
    struct id device;
    int64_t seq;
    enum err e = form_date(next, form_text(f, VISIT_NEXT));

    a.next = next;
    if (e == ERR_OK)
        e = act_visit(f->view.app->store, &a, &device, &seq);
    if (e == ERR_OK)
        buf_printf(said, _("Stored: visit, %s, %s"), kinds_words(LIST_OUTCOME, (int)a.outcome), f->about);
    return e;
}

static const struct form_spec visit_spec = {
    .name = "visit",
    .title = N_("Visit"),
    .fields = visit_fields,
    .count = sizeof visit_fields / sizeof *visit_fields,
    .store = store_visit,
};

struct view *visit_form(struct app *app, const struct id *household) {
    char subject[ID_TEXT_SIZE];
    struct form *f;

    id_text(subject, household);
    f = form_new(app, &visit_spec, subject, household);
    describe(f, household);
    return &f->view;
}

/* --- new matter --- */

enum { MATTER_PARTY, MATTER_KIND, MATTER_TYPE, MATTER_SUMMARY, MATTER_SECOND, MATTER_OUTSIDE, MATTER_NOTE };
#define LOOKUP_HINT N_("door, name or pinyin of a household")
/* Opened from a household, the first row is left out: that household is the party. */
static const struct field_spec matter_fields[] = {
    [MATTER_PARTY] = {.name = "party",
                      .label = N_("Household"),
                      .kind = FIELD_HOUSEHOLD,
                      .limit = QUERY_TEXT_MAX,
                      .required = true,
                      .hint = LOOKUP_HINT},
    [MATTER_KIND] = {.name = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .list = LIST_MATTER, .required = true},
    [MATTER_TYPE] = {.name = "type", .label = N_("Type"), .kind = FIELD_CHOICE, .list = LIST_TYPE, .required = true},
    [MATTER_SUMMARY] = {.name = "summary",
                        .label = N_("Summary"),
                        .kind = FIELD_TEXT,
                        .limit = SUMMARY_SIZE - 1,
                        .required = true,
                        .hint = N_("in a few words")},
    [MATTER_SECOND] =
        {.name = "second", .label = N_("Other party"), .kind = FIELD_HOUSEHOLD, .limit = QUERY_TEXT_MAX, .hint = LOOKUP_HINT},
    [MATTER_OUTSIDE] = {.name = "outside",
                        .label = N_("From outside"),
                        .kind = FIELD_TEXT,
                        .limit = NAME_SIZE - 1,
                        .hint = N_("name of a party who does not live here")},
    [MATTER_NOTE] = {.name = "note",
                     .label = N_("Note"),
                     .kind = FIELD_NOTE,
                     .limit = NOTE_SIZE - 1,
                     .ends = true,
                     .hint = N_("what was said; Enter without any stores")},
};

/* The field of a form by the numbering above. */
static size_t at(const struct form *f, int field) {
    return (size_t)field - (f->spec->fields == matter_fields ? 0 : 1);
}

static bool type_of_kind(const struct form *f, size_t field, int value) {
    return field != at(f, MATTER_TYPE) ||
           kinds_type_matter((enum matter_type)value) == (enum matter_kind)f->fields[at(f, MATTER_KIND)].choice;
}

/* A type of another kind of matter goes with it. */
static void drop_type(struct form *f, size_t field) {
    struct field *type = &f->fields[at(f, MATTER_TYPE)];

    if (field == at(f, MATTER_KIND) && type->choice && !type_of_kind(f, at(f, MATTER_TYPE), type->choice)) {
        type->choice = 0;
        type->dirty = true;
    }
}

static enum err no_household(struct form *f, size_t field) {
    f->focus = field;
    return err_say(ERR_NOT_FOUND, err_fmt(_("No household is found for %.60s"), form_text(f, field)), NULL,
                   _("correct it, or empty the field and write the name under “From outside”"));
}

/* Fills in the households of the parties. */
static enum err read_parties_of(struct form *f, struct id households[2], size_t *count) {
    const int fields[] = {MATTER_PARTY, MATTER_SECOND};

    *count = 0;
    if (!id_is_zero(&f->id))
        households[(*count)++] = f->id;
    for (size_t i = 0; i < 2; i++) {
        size_t field = at(f, fields[i]);
        const struct household_row *row;

        if ((fields[i] == MATTER_PARTY && *count) || !*form_text(f, field))
            continue;
        row = form_household(f, field);
        if (!row)
            return no_household(f, field);
        if (*count && id_equal(&households[0], &row->id)) {
            f->focus = field;
            return err_say(ERR_EXISTS, _("Both parties are the same household"), NULL, _("look up the other one"));
        }
        households[(*count)++] = row->id;
    }
    return ERR_OK;
}

static enum err store_matter(struct form *f, struct buf *said) {
    struct id households[2], id;
    size_t count;
    char number[NUMBER_SIZE];
    struct party *outside = mem_new(1, sizeof *outside);
    struct act_matter a = {
        .kind = (enum matter_kind)f->fields[at(f, MATTER_KIND)].choice,
        .type = (enum matter_type)f->fields[at(f, MATTER_TYPE)].choice,
        .summary = form_text(f, at(f, MATTER_SUMMARY)),
        .note = form_text(f, at(f, MATTER_NOTE)),
        .households = households,
        .outside = outside,
        .draft_subject = f->subject,
    };
    enum err e = read_parties_of(f, households, &count);

    a.household_count = count;
    snprintf(outside->name, sizeof outside->name, "%s", form_text(f, at(f, MATTER_OUTSIDE)));
    a.outside_count = *outside->name ? 1 : 0;
    if (e == ERR_OK)
        e = act_open_matter(f->view.app->store, &a, &id, number);
    if (e == ERR_OK)
        buf_printf(said, _("Stored: %s, %s %s"), number, kinds_words(LIST_MATTER, (int)a.kind), a.summary);
    mem_free(outside);
    return e;
}

#define MATTER_SPEC(table, number)                                                                                               \
    {                                                                                                                            \
        .name = "matter", .title = N_("New matter"), .fields = table, .count = number, .store = store_matter,                    \
        .offers = type_of_kind, .filled = drop_type                                                                              \
    }
static const struct form_spec matter_spec = MATTER_SPEC(matter_fields, sizeof matter_fields / sizeof *matter_fields);
static const struct form_spec matter_of_spec = MATTER_SPEC(matter_fields + 1, sizeof matter_fields / sizeof *matter_fields - 1);

struct view *matter_form(struct app *app, const struct id *household) {
    char subject[ID_TEXT_SIZE] = "";
    struct form *f;

    if (household)
        id_text(subject, household);
    f = form_new(app, household ? &matter_of_spec : &matter_spec, subject, household);
    if (household)
        describe(f, household);
    return &f->view;
}

/* --- withdrawals --- */

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

static const struct form_spec withdraw_visit_spec = {
    .name = "withdraw", .title = N_("Withdraw the visit"), .fields = withdraw_fields, .count = 1, .store = store_withdraw_visit};
static const struct form_spec withdraw_matter_spec = {.name = "withdraw",
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
