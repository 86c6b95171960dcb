/* The ways on from where a matter stands: what can be done now and until when the next step is due, and why the rest cannot. */
#include <stdio.h>
#include "flow_said.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "picker.h"
#include "words.h"

#define OPTIONS_MAX 48

static void put_what(struct picker_row *row, const struct flow_matter *m, const struct flow_option *o) {
    const char *done = kinds_words(LIST_STEP, (int)m->step);

    if (o->exit)
        snprintf(row->what, sizeof row->what, "%s", flow_exit_verb(o->exit));
    else if (o->to)
        snprintf(row->what, sizeof row->what, _("%s is done: on to %s"), done, kinds_words(LIST_STEP, (int)o->to));
    else
        snprintf(row->what, sizeof row->what, _("%s is done: close it"), done);
}

/* Until when what follows is due. */
static void put_when(struct picker_row *row, const struct flow_matter *m, const struct flow_actor *a,
                     const struct flow_option *o) {
    struct flow_wish w = {.exit = o->exit, .to = o->to, .reason = true, .day = clock_day(clock_now())};
    struct flow_move mv;
    char date[CLOCK_DATE_SIZE];

    w.other.b[0] = 1; /* somebody: who, is asked later */
    if (flow_check(&mv, m, a, &w, NULL) != FLOW_OK || !mv.to || !mv.due)
        return;
    clock_date(date, clock_day_start(mv.due));
    snprintf(row->when, sizeof row->when, _("until %s"), date);
}

static size_t fill(struct app *app, struct picker_about *about, struct picker_row *rows, struct buf *title) {
    struct flow_option options[OPTIONS_MAX];
    struct flow_matter m;
    struct flow_actor a;
    struct matter_row row;
    size_t count;

    if (read_matter(app->store, &about->matter, &row) != ERR_OK || read_flow(app->store, &about->matter, &m) != ERR_OK ||
        read_actor(app->store, &about->matter, &a) != ERR_OK) {
        app_say_error(app);
        return 0;
    }
    about->state = (int)m.step;
    buf_printf(title, "%s  %s", row.number, m.open ? kinds_words(LIST_STEP, (int)m.step) : _("closed"));
    if (m.open && row.due) {
        buf_puts(title, "  ");
        words_due(title, row.due);
    }
    count = flow_options(options, OPTIONS_MAX, &m, &a, clock_day(clock_now()));
    for (size_t i = 0; i < count; i++) {
        const struct flow_option *o = &options[i];

        rows[i] = (struct picker_row){.value = (int)o->exit, .to = (int)o->to, .refused = o->why != FLOW_OK};
        put_what(&rows[i], &m, o);
        put_when(&rows[i], &m, &a, o);
        if (o->why != FLOW_OK)
            snprintf(rows[i].why, sizeof rows[i].why, "%s", o->need ? o->need : flow_refusal_words(o->why));
    }
    return count;
}

static bool asks(enum exit e) {
    return flow_exit_needs_reason(e) || e == EXIT_HAND;
}

static void take(struct app *app, const struct picker_about *about, const struct picker_row *row) {
    if (asks((enum exit)row->value))
        app_push(app, step_form(app, &about->matter, (enum exit)row->value, (enum step)about->state));
    else
        step_take(app, &about->matter, (enum exit)row->value, (enum step)row->to, (enum step)about->state);
}

static const struct picker_spec spec = {
    .name = "step menu", .title = N_("Next step"), .fill = fill, .take = take, .empty = N_("Nothing follows here.")};

struct view *steps_menu(struct app *app, const struct id *matter) {
    return picker_view(app, &spec, &(struct picker_about){.matter = *matter});
}

void step_take(struct app *app, const struct id *matter, enum exit exit, enum step to, enum step seen) {
    struct act_step a = {.matter = *matter, .exit = exit, .to = to, .seen = seen};
    struct buf said = {0};

    if (act_step(app->store, &a) != ERR_OK) {
        app_say_error(app);
        return;
    }
    app_changed(app);
    flow_said(&said, app->store, &a.matter, exit, seen); /* `matter` may have been a row of the view that was read anew */
    app_say(app, buf_text(&said));
    buf_free(&said);
}
