/* The form that opens a matter. */
#include <stdio.h>
#include <string.h>
#include "flow_said.h"
#include "form.h"
#include "linli/act.h"
#include "linli/draft.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/query.h"

enum {
    MATTER_PARTY,
    MATTER_KIND,
    MATTER_TYPE,
    MATTER_SUMMARY,
    MATTER_OTHER, /* the other parties: each shows once the one before is filled in */
    MATTER_OTHER_LAST = MATTER_OTHER + 4,
    MATTER_SETTLED,
    MATTER_OUTSIDE,
    MATTER_PHONE,
    MATTER_TRIAGE, /* the questions of triage.def, a field each */
    MATTER_NOTE = MATTER_TRIAGE + TRIAGE_COUNT,
    MATTER_FIELDS
};
#define MATTER_HOUSEHOLDS (1 + MATTER_OTHER_LAST - MATTER_OTHER + 1)
#define OTHER(n, title)                                                                                                          \
    [MATTER_OTHER +                                                                                                              \
        n] = {.name = "other" #n, .label = title, .kind = FIELD_HOUSEHOLD, .limit = QUERY_TEXT_MAX, .hint = FORM_LOOKUP_HINT}

_Static_assert(MATTER_FIELDS <= FORM_FIELDS_MAX, "a form has room for them");

/* Opened about a household, that one is the party: form.h leaves the first field out. */
static const struct field_spec matter_fields[MATTER_FIELDS] = {
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
    OTHER(0, N_("Other party")),
    OTHER(1, N_("Third party")),
    OTHER(2, N_("Fourth party")),
    OTHER(3, N_("Fifth party")),
    OTHER(4, N_("Sixth party")),
    [MATTER_SETTLED] = {.name = "settled",
                        .label = N_("Settled: how"),
                        .kind = FIELD_TEXT,
                        .limit = SUMMARY_SIZE - 1,
                        .hint = N_("where it is settled on the spot; else leave it empty")},
    [MATTER_OUTSIDE] = {.name = "outside",
                        .label = N_("From outside"),
                        .kind = FIELD_TEXT,
                        .limit = NAME_SIZE - 1,
                        .hint = N_("name of a party who does not live here")},
    [MATTER_PHONE] = {.name = "phone",
                      .label = N_("Their phone"),
                      .kind = FIELD_TEXT,
                      .limit = PHONES_SIZE - 1,
                      .hint = N_("of the party from outside, where they gave it")},
#define X(name_, code, list_, of, brief, question)                                                                               \
    [MATTER_TRIAGE + TRIAGE_##                                                                                                   \
        name_] = {.name = code, .label = brief, .kind = FIELD_CHOICE, .list = LIST_##list_, .hint = question},
#include "linli/triage.def"
#undef X
    [MATTER_NOTE] = {.name = "note",
                     .label = N_("Note"),
                     .kind = FIELD_NOTE,
                     .limit = NOTE_SIZE - 1,
                     .ends = true,
                     .hint = N_("what was said; Enter without any stores")},
};

static bool is_triage(size_t field) {
    return field >= MATTER_TRIAGE && field < MATTER_NOTE;
}

/* A further party once the one before is there, a phone once there is somebody, a question once the kind is known. */
static bool shows(const struct form *f, size_t field) {
    if (field > MATTER_OTHER && field <= MATTER_OTHER_LAST)
        return *form_text(f, field) || *form_text(f, field - 1);
    if (field == MATTER_PHONE)
        return *form_text(f, MATTER_OUTSIDE) || *form_text(f, MATTER_PHONE);
    if (is_triage(field))
        return f->fields[MATTER_KIND].choice &&
               triage_is_asked((enum triage_question)(field - MATTER_TRIAGE), (enum matter_kind)f->fields[MATTER_KIND].choice);
    return true;
}

static bool type_of_kind(const struct form *f, size_t field, int value) {
    return field != MATTER_TYPE || kinds_type_matter((enum matter_type)value) == (enum matter_kind)f->fields[MATTER_KIND].choice;
}

static void read_triage(const struct form *f, struct triage *out) {
    memset(out, 0, sizeof *out);
    for (size_t q = 0; q < TRIAGE_COUNT; q++)
        if (shows(f, MATTER_TRIAGE + q))
            out->answers[q] = f->fields[MATTER_TRIAGE + q].choice;
}

/* What the answers come to, at once: what to tell first, else who is proposed. */
static void say_advice(const struct form *f) {
    struct triage t;
    struct triage_advice advice;

    read_triage(f, &t);
    triage_advise(&advice, &t, (enum matter_type)f->fields[MATTER_TYPE].choice);
    app_say(f->view.app,
            advice.count ? advice.told[0]
                         : err_fmt(_("Proposed: %s, %s. You decide."), kinds_words(LIST_LEVEL, (int)advice.level), advice.who));
}

/* A type of another kind of matter goes with it. */
static void filled(struct form *f, size_t field) {
    struct field *type = &f->fields[MATTER_TYPE];

    if (field == MATTER_KIND && type->choice && !type_of_kind(f, MATTER_TYPE, type->choice)) {
        type->choice = 0;
        type->dirty = true;
    }
    if (is_triage(field))
        say_advice(f);
}

static enum err add_household(struct form *f, size_t field, struct id *households, size_t *count) {
    const struct household_row *row;

    if (!*form_text(f, field))
        return ERR_OK;
    row = form_household(f, field);
    if (!row)
        return form_no_household(f, field, _("correct it, or empty the field and write the name under “From outside”"));
    for (size_t i = 0; i < *count; i++)
        if (id_equal(&households[i], &row->id)) {
            f->focus = field;
            return err_say(ERR_EXISTS, _("Both parties are the same household"), NULL, _("look up the other one"));
        }
    households[(*count)++] = row->id;
    return ERR_OK;
}

static enum err read_parties_of(struct form *f, struct id households[MATTER_HOUSEHOLDS], size_t *count) {
    enum err e = ERR_OK;

    *count = 0;
    if (f->first)
        households[(*count)++] = f->id;
    else
        e = add_household(f, MATTER_PARTY, households, count);
    for (size_t i = MATTER_OTHER; e == ERR_OK && i <= MATTER_OTHER_LAST; i++)
        e = add_household(f, i, households, count);
    return e;
}

static void say_stored(struct form *f, const struct act_matter *a, const struct id *id, const char *number, struct buf *said) {
    struct triage_advice advice;

    triage_advise(&advice, &a->triage, a->type);
    if (*a->settled) {
        flow_said(said, f->view.app->store, id, EXIT_SETTLE, STEP_NONE);
        buf_printf(said, "  %s %s", number, form_text(f, MATTER_SUMMARY));
    } else {
        buf_printf(said, _("Stored: %s, %s %s"), number, kinds_words(LIST_MATTER, (int)a->kind), form_text(f, MATTER_SUMMARY));
    }
    if (advice.count)
        buf_printf(said, "  %s", advice.told[0]);
}

static enum err store_matter(struct form *f, struct buf *said) {
    struct id households[MATTER_HOUSEHOLDS], id;
    size_t count;
    char number[NUMBER_SIZE];
    struct party *outside = mem_new(1, sizeof *outside);
    struct act_matter a = {
        .kind = (enum matter_kind)f->fields[MATTER_KIND].choice,
        .type = (enum matter_type)f->fields[MATTER_TYPE].choice,
        .summary = form_text(f, MATTER_SUMMARY),
        .note = form_text(f, MATTER_NOTE),
        .settled = form_text(f, MATTER_SETTLED),
        .households = households,
        .outside = outside,
    };
    enum err e = read_parties_of(f, households, &count);

    a.household_count = count;
    snprintf(outside->name, sizeof outside->name, "%s", form_text(f, MATTER_OUTSIDE));
    snprintf(outside->phones, sizeof outside->phones, "%s", form_text(f, MATTER_PHONE));
    a.outside_count = *outside->name || *outside->phones ? 1 : 0;
    read_triage(f, &a.triage);
    if (e == ERR_OK)
        e = act_open_matter(f->view.app->store, &a, &id, number);
    if (e == ERR_OK)
        say_stored(f, &a, &id, number, said);
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
    .count = MATTER_FIELDS,
    .store = store_matter,
    .shows = shows,
    .offers = type_of_kind,
    .filled = filled,
    .open = open_matter,
    .again = REQ_MATTER,
};

static void see_field(void *arg, const char *field, const char *value) {
    (void)arg;
    (void)field;
    (void)value;
}

bool matter_form_begun(struct app *app, const struct id *household) {
    char base[ID_TEXT_SIZE] = "", subject[FORM_SUBJECT_SIZE];
    int version = 0;

    if (household)
        id_text(base, household);
    form_subject(subject, app, &matter_form_spec, base, false);
    return draft_load(app->store, matter_form_spec.name, subject, see_field, NULL, &version) == ERR_OK && version;
}

struct view *matter_form(struct app *app, const struct id *household, enum matter_kind kind) {
    struct form *f = (struct form *)form_open(app, &matter_form_spec, household);
    struct field *d = &f->fields[MATTER_KIND];

    if (!d->choice) { /* a draft keeps its own */
        form_put_choice(f, MATTER_KIND, (int)kind);
        d->dirty = d->choice != 0;
        f->view.ops->save(&f->view);
    }
    if (f->focus == MATTER_KIND && d->choice)
        f->focus = MATTER_TYPE;
    return &f->view;
}
