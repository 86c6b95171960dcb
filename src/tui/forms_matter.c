/* The form that opens a matter. */
#include <stdio.h>
#include "form.h"
#include "linli/act.h"
#include "linli/draft.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/query.h"

enum { MATTER_PARTY, MATTER_KIND, MATTER_TYPE, MATTER_SUMMARY, MATTER_SECOND, MATTER_OUTSIDE, MATTER_NOTE };
/* Opened about a household, that one is the party: form.h leaves the first field out. */
static const struct field_spec matter_fields[] = {
    [MATTER_PARTY] = {.name = "party",
                      .label = N_("Household"),
                      .kind = FIELD_HOUSEHOLD,
                      .limit = QUERY_TEXT_MAX,
                      .required = true,
                      .hint = FORM_LOOKUP_HINT},
    [MATTER_KIND] = {.name = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .list = LIST_MATTER, .required = true},
    [MATTER_TYPE] = {.name = "type", .label = N_("Type"), .kind = FIELD_CHOICE, .list = LIST_TYPE, .required = true},
    [MATTER_SUMMARY] = {.name = "summary",
                        .label = N_("Summary"),
                        .kind = FIELD_TEXT,
                        .limit = SUMMARY_SIZE - 1,
                        .required = true,
                        .hint = N_("in a few words")},
    [MATTER_SECOND] = {.name = "second",
                       .label = N_("Other party"),
                       .kind = FIELD_HOUSEHOLD,
                       .limit = QUERY_TEXT_MAX,
                       .hint = FORM_LOOKUP_HINT},
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

static bool type_of_kind(const struct form *f, size_t field, int value) {
    return field != MATTER_TYPE || kinds_type_matter((enum matter_type)value) == (enum matter_kind)f->fields[MATTER_KIND].choice;
}

/* A type of another kind of matter goes with it. */
static void drop_type(struct form *f, size_t field) {
    struct field *type = &f->fields[MATTER_TYPE];

    if (field == MATTER_KIND && type->choice && !type_of_kind(f, MATTER_TYPE, type->choice)) {
        type->choice = 0;
        type->dirty = true;
    }
}

/* Fills in the households of the parties. */
static enum err read_parties_of(struct form *f, struct id households[2], size_t *count) {
    const int fields[] = {MATTER_PARTY, MATTER_SECOND};

    *count = 0;
    if (!id_is_zero(&f->id))
        households[(*count)++] = f->id;
    for (size_t i = 0; i < 2; i++) {
        size_t field = (size_t)fields[i];
        const struct household_row *row;

        if ((fields[i] == MATTER_PARTY && *count) || !*form_text(f, field))
            continue;
        row = form_household(f, field);
        if (!row)
            return form_no_household(f, field, _("correct it, or empty the field and write the name under “From outside”"));
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
        .kind = (enum matter_kind)f->fields[MATTER_KIND].choice,
        .type = (enum matter_type)f->fields[MATTER_TYPE].choice,
        .summary = form_text(f, MATTER_SUMMARY),
        .note = form_text(f, MATTER_NOTE),
        .households = households,
        .outside = outside,
    };
    enum err e = read_parties_of(f, households, &count);

    a.household_count = count;
    snprintf(outside->name, sizeof outside->name, "%s", form_text(f, MATTER_OUTSIDE));
    a.outside_count = *outside->name ? 1 : 0;
    if (e == ERR_OK)
        e = act_open_matter(f->view.app->store, &a, &id, number);
    if (e == ERR_OK)
        buf_printf(said, _("Stored: %s, %s %s"), number, kinds_words(LIST_MATTER, (int)a.kind), a.summary);
    mem_free(outside);
    return e;
}

static struct view *open_matter(struct app *app, const char *subject) {
    struct id household;
    bool given = form_subject_id(&household, subject);
    struct form *f = form_new(app, &matter_form_spec, subject, given ? &household : NULL);

    if (given)
        form_describe(f, &household);
    return &f->view;
}

const struct form_spec matter_form_spec = {
    .name = "matter",
    .version = 1,
    .title = N_("New matter"),
    .fields = matter_fields,
    .count = sizeof matter_fields / sizeof *matter_fields,
    .store = store_matter,
    .offers = type_of_kind,
    .filled = drop_type,
    .open = open_matter,
    .again = REQ_MATTER,
};

struct view *matter_form(struct app *app, const struct id *household) {
    return form_open(app, &matter_form_spec, household);
}
