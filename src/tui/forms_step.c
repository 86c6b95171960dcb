/* The form of an exit that asks for something: a reason, a worker, a day, the other routes. */
#include <stdio.h>
#include <string.h>
#include "flow_said.h"
#include "forms_item.h"
#include "linli/act_flow.h"
#include "linli/i18n.h"

enum { STEP_WORKER, STEP_REASON, STEP_UNTIL, STEP_ROUTES, STEP_WORDS, STEP_FIELDS };

static const struct field_spec step_fields[STEP_FIELDS] = {
    [STEP_WORKER] = {.name = "worker",
                     .label = N_("To whom"),
                     .kind = FIELD_FIND,
                     .required = true,
                     .hint = N_("name, pinyin or login of a worker")},
    [STEP_REASON] = {.name = "reason",
                     .label = N_("Reason"),
                     .kind = FIELD_TEXT,
                     .limit = SUMMARY_SIZE - 1,
                     .required = true,
                     .hint = N_("in a few words")},
    [STEP_UNTIL] = {.name = "until", .label = N_("New day"), .kind = FIELD_DATE, .hint = N_("empty: the days of the step again")},
    [STEP_ROUTES] = {.name = "routes",
                     .label = N_("Other routes"),
                     .kind = FIELD_NOTE,
                     .limit = SUMMARY_SIZE - 1,
                     .required = true,
                     .hint = N_("where else the parties can go")},
    [STEP_WORDS] = {.name = "note", .label = N_("Note"), .kind = FIELD_NOTE, .limit = NOTE_SIZE - 1, .ends = true},
};

/* `ID:escalate:assess`: the matter, the exit, the step at which it was seen. */
static bool read_subject(const char *subject, struct id *matter, enum exit *exit, enum step *seen) {
    char code[FORM_SUBJECT_SIZE] = "", step[FORM_SUBJECT_SIZE] = "";
    size_t len = strcspn(subject, ":");

    if (!subject[len] || !id_parse(matter, subject, len))
        return false;
    sscanf(subject + len + 1, "%39[^:#]:%39[^:#]", code, step);
    *exit = (enum exit)kinds_value(LIST_EXIT, code);
    *seen = (enum step)kinds_value(LIST_STEP, step);
    return *exit != EXIT_NONE;
}

static enum exit exit_of(const struct form *f, enum step *seen) {
    enum exit exit = EXIT_NONE;
    struct id matter;

    read_subject(f->subject, &matter, &exit, seen);
    return exit;
}

static bool shows(const struct form *f, size_t field) {
    enum step seen;
    enum exit e = exit_of(f, &seen);

    switch (field) {
    case STEP_WORKER:
        return e == EXIT_HAND;
    case STEP_REASON:
        return flow_exit_needs_reason(e);
    case STEP_UNTIL:
        return e == EXIT_EXTEND;
    case STEP_ROUTES:
        return e == EXIT_END || e == EXIT_DECLINE;
    default:
        return true;
    }
}

static enum err offer_worker(void *arg, const struct worker_row *r) {
    struct form *f = arg;
    struct field_option option = {.code = ""};

    if (id_equal(&r->id, &store_device(f->view.app->store)->worker))
        return ERR_OK;
    id_text(option.code, &r->id);
    snprintf(option.words, sizeof option.words, "%s  %s  %s", r->name, r->login, kinds_words(LIST_ROLE, (int)r->role));
    snprintf(option.also, sizeof option.also, "%s", r->login);
    form_offer(f, STEP_WORKER, &option);
    return ERR_OK;
}

static void start(struct form *f) {
    struct buf routes = {0};
    enum step seen;

    if (exit_of(f, &seen) == EXIT_HAND && read_workers(f->view.app->store, offer_worker, f) != ERR_OK)
        app_say_error(f->view.app);
    if (shows(f, STEP_ROUTES)) {
        item_first_routes(&routes, f->view.app->store);
        form_put_text(f, STEP_ROUTES, buf_text(&routes));
    }
    buf_free(&routes);
}

static const char *advice(const struct form *f) {
    enum step seen;

    switch (exit_of(f, &seen)) {
    case EXIT_HAND:
        return f->fields[STEP_WORKER].option_count ? _("Until they take it on, it stays with who has it now.")
                                                   : _("No other worker is known here: sync first (F5).");
    case EXIT_END:
    case EXIT_DECLINE:
        return _("Hand the other routes over to each party; they are noted with this.");
    default:
        return NULL;
    }
}

static enum err store_step(struct form *f, struct buf *said) {
    enum step seen = STEP_NONE;
    enum exit exit = exit_of(f, &seen);
    const struct field_option *worker = exit == EXIT_HAND ? form_option(f, STEP_WORKER) : NULL;
    char until[CLOCK_DATE_SIZE] = "";
    struct act_step a = {.matter = f->id,
                         .exit = exit,
                         .seen = seen,
                         .reason = shows(f, STEP_REASON) ? form_text(f, STEP_REASON) : "",
                         .note = form_text(f, STEP_WORDS),
                         .until = until,
                         .routes = shows(f, STEP_ROUTES) ? form_text(f, STEP_ROUTES) : ""};
    enum err e = exit == EXIT_HAND ? form_found(f, STEP_WORKER) : ERR_OK;

    if (e == ERR_OK && exit == EXIT_EXTEND)
        e = form_date(until, f, STEP_UNTIL);
    if (worker)
        id_parse(&a.other, worker->code, SIZE_MAX);
    if (e == ERR_OK)
        e = act_step(f->view.app->store, &a);
    if (e == ERR_OK)
        flow_said(said, f->view.app->store, &f->id, exit, seen);
    return e;
}

static struct view *open_step(struct app *app, const char *subject) {
    struct matter_row m;
    struct id id;
    enum exit exit;
    enum step seen;
    struct form *f;

    if (!read_subject(subject, &id, &exit, &seen) || read_matter(app->store, &id, &m) != ERR_OK) {
        app_say_error(app);
        return NULL;
    }
    f = form_new(app, &step_form_spec, subject, &id);
    snprintf(f->about, sizeof f->about, "%s  %.60s %.300s", flow_exit_verb(exit), m.number, m.summary);
    return &f->view;
}

const struct form_spec step_form_spec = {.name = "step",
                                         .version = 1,
                                         .title = N_("Next step"),
                                         .fields = step_fields,
                                         .count = STEP_FIELDS,
                                         .start = start,
                                         .store = store_step,
                                         .shows = shows,
                                         .advice = advice,
                                         .open = open_step};

struct view *step_form(struct app *app, const struct id *matter, enum exit exit, enum step seen) {
    char id[ID_TEXT_SIZE], subject[FORM_SUBJECT_SIZE];

    id_text(id, matter);
    snprintf(subject, sizeof subject, "%s:%s:%s", id, kinds_code(LIST_EXIT, (int)exit), kinds_code(LIST_STEP, (int)seen));
    return open_step(app, subject);
}
