/* What of a matter goes on paper: its summary, the dossier, the agreement's copies, other routes, a party's version. */
#include <stdio.h>
#include <string.h>
#include "linli/dossier.h"
#include "linli/i18n.h"
#include "linli/read_flow.h"
#include "picker.h"

struct filling {
    struct picker_row *rows;
    size_t count;
    int party;
};

static struct picker_row *add(struct filling *f, enum print_what what, int party, const char *words) {
    struct picker_row *row;

    if (f->count == PICKER_ROWS_MAX)
        return NULL;
    row = &f->rows[f->count++];
    *row = (struct picker_row){.value = (int)what, .to = party, .paint = PAINT_TEXT};
    snprintf(row->what, sizeof row->what, "%s", words);
    return row;
}

static enum err add_party(void *arg, const struct party *p) {
    struct filling *f = arg;
    struct picker_row *row = add(f, PRINT_DOSSIER, ++f->party, err_fmt(_("Dossier for %s"), p->name));

    if (row)
        snprintf(row->why, sizeof row->why, "%s", _("without the door and phones of the other side"));
    return ERR_OK;
}

static void add_dossier(struct filling *f, const struct flow_matter *m) {
    struct picker_row *row = add(f, PRINT_DOSSIER, 0, _("Dossier"));
    struct buf missing = {0};
    int there, required;

    flow_dossier(m, &there, &required);
    dossier_words(&missing, m);
    if (row && required)
        snprintf(row->when, sizeof row->when, _("%d of %d"), there, required);
    if (row && missing.len)
        snprintf(row->why, sizeof row->why, "%s%s%s", _("missing"), _(": "), buf_text(&missing));
    buf_free(&missing);
}

static void add_agreement(struct filling *f, const struct flow_matter *m) {
    struct picker_row *row = add(f, PRINT_AGREEMENT, 0, _("Agreement"));
    bool any = m->items[ITEM_IS_AGREEMENT].count || m->left_by == EXIT_SETTLE;

    if (!row)
        return;
    row->refused = !any;
    if (!any)
        snprintf(row->why, sizeof row->why, "%s", _("there is no agreement"));
    else if (m->made == AGREEMENT_IN_WRITING)
        snprintf(row->when, sizeof row->when, ngettext("%zu copy", "%zu copies", (unsigned long)m->parties + 1), m->parties + 1);
}

static size_t fill(struct app *app, struct picker_about *about, struct picker_row *rows, struct buf *title) {
    struct filling f = {.rows = rows};
    struct matter_row row;
    struct flow_matter m;

    if (read_matter(app->store, &about->matter, &row) != ERR_OK || read_flow(app->store, &about->matter, &m) != ERR_OK) {
        app_say_error(app);
        return 0;
    }
    buf_printf(title, "%s  %s", row.number, row.summary);
    add(&f, PRINT_MATTER, 0, _("Summary"));
    add_dossier(&f, &m);
    if (m.kind == MATTER_DISPUTE) {
        add_agreement(&f, &m);
        add(&f, PRINT_ROUTES, 0, _("Other routes"));
        if (read_parties(app->store, &about->matter, add_party, &f) != ERR_OK)
            app_say_error(app);
    }
    return f.count;
}

static void take(struct app *app, const struct picker_about *about, const struct picker_row *row) {
    struct view *v = print_form_for(app, (enum print_what)row->value, &about->matter, row->to);

    if (v)
        app_push(app, v);
}

static const struct picker_spec spec = {
    .name = "print menu", .title = N_("On paper"), .fill = fill, .take = take, .empty = N_("There is nothing to print.")};

struct view *print_menu(struct app *app, const struct id *matter) {
    return picker_view(app, &spec, &(struct picker_about){.matter = *matter});
}
