/* Papers made of figures: the monthly review, and the ledger of classes of matters. Neither names a person. */
#include <stdio.h>
#include <string.h>
#include "act_inner.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/paper.h"
#include "linli/policy.h"
#include "linli/print.h"
#include "linli/read_figures.h"
#include "linli/read_flow.h"

#define AGENDA_MAX 1000

struct papers {
    struct store *s;
    struct paper paper;
    struct figures figures;
    int64_t today;
    size_t rows;
};

static void put_value(struct paper *paper, const char *label, const struct figure_cell *c) {
    struct buf text = {0};

    figure_show(&text, c);
    paper_row(paper, (const char *const[]){label, buf_text(&text)});
    buf_free(&text);
}

/* A table of one figure by one breakdown; nothing where there is none. */
static void put_table(struct papers *p, enum figure figure, enum figure_by by) {
    char name[NAME_SIZE];
    size_t n;
    const struct figure_cell *c = figures_cells(&p->figures, figure, by, &n);

    if (!n)
        return;
    paper_heading(&p->paper, err_fmt("%s%s%s", figure_words(figure), _(", by "), figure_by_words(by)));
    paper_table(&p->paper, (const char *const[]){figure_by_words(by), figure_words(figure)}, (const int[]){40, 0}, 2);
    for (size_t i = 0; i < n; i++) {
        *name = '\0';
        if (by == FIGURE_BY_UNIT)
            read_area_name(p->s, c[i].key, name);
        put_value(&p->paper, *name ? name : figure_key_words(&c[i]), &c[i]);
    }
    paper_table_end(&p->paper);
}

static void put_totals(struct papers *p) {
    paper_table(&p->paper, (const char *const[]){_("Figure"), _("In the month")}, (const int[]){40, 0}, 2);
    for (size_t i = 0; i < p->figures.count; i++)
        if (p->figures.cells[i].by == FIGURE_BY_ALL)
            put_value(&p->paper, figure_words(p->figures.cells[i].figure), &p->figures.cells[i]);
    paper_table_end(&p->paper);
}

/* A summary is in free words and may name people: it is left out. */
static enum err put_agenda_row(void *arg, const struct matter_row *m) {
    struct papers *p = arg;
    int64_t days = p->today - clock_day(m->opened), late = m->due ? p->today - m->due : 0;

    if (p->rows++ == 0)
        paper_table(&p->paper,
                    (const char *const[]){_("Number"), _("Type"), _("Step"), _("Level"), _("Days open"), _("Days overdue")},
                    (const int[]){14, 16, 12, 8, 10, 0}, 6);
    paper_row(&p->paper,
              (const char *const[]){m->number, kinds_words(LIST_TYPE, (int)m->type), kinds_words(LIST_STEP, (int)m->step),
                                    kinds_words(LIST_LEVEL, (int)m->level), err_fmt("%lld", (long long)days),
                                    late > 0 ? err_fmt("%lld", (long long)late) : ""});
    return ERR_OK;
}

static enum err put_agenda(struct papers *p) {
    struct matters_filter filter = {.which = MATTERS_OPEN};
    enum err e;

    paper_heading(&p->paper, _("Open matters to go through"));
    e = read_matters(p->s, &filter, 0, AGENDA_MAX, put_agenda_row, p);
    if (p->rows)
        paper_table_end(&p->paper);
    else
        paper_text(&p->paper, _("nothing"));
    if (p->rows == AGENDA_MAX)
        paper_text(&p->paper, err_fmt(_("The list ends after %d matters."), AGENDA_MAX));
    return e;
}

static void put_hidden(struct papers *p) {
    for (size_t i = 0; i < p->figures.count; i++) {
        if (p->figures.cells[i].shown == FIGURE_EXACT)
            continue;
        paper_text(&p->paper, _("What is 1 to 4 is shown as <5, and what would give it away is hidden."));
        return;
    }
}

enum err print_review(struct store *s, const char *month, bool html, struct buf *out) {
    static const struct {
        enum figure figure;
        enum figure_by by;
    } tables[] = {{FIGURE_REPORTED, FIGURE_BY_TYPE}, {FIGURE_REPORTED, FIGURE_BY_LEVEL}, {FIGURE_IN_TIME, FIGURE_BY_LEVEL},
                  {FIGURE_OVERDUE, FIGURE_BY_LEVEL}, {FIGURE_CLOSED, FIGURE_BY_OUTCOME}, {FIGURE_REPORTED, FIGURE_BY_UNIT}};
    struct papers p = {.s = s, .today = clock_day(clock_now())};
    char this_month[CLOCK_DATE_SIZE];
    struct figures_ask ask;
    enum err e = figures_ask_own(s, &ask);

    clock_date(this_month, clock_now());
    this_month[7] = '\0';
    if (!*month)
        month = this_month;
    if (e == ERR_OK && (strlen(month) != 7 || !figures_span(&ask, month)))
        e = err_say(ERR_USAGE, _("cannot print the review"), err_fmt(_("“%.40s” is no such time"), month),
                    _("write it like 2026-11"));
    if (e == ERR_OK)
        e = figures_count(s, &ask, &p.figures);
    if (e != ERR_OK)
        return e;
    paper_start(&p.paper, out, html, err_fmt(_("Monthly review of %s"), month));
    put_totals(&p);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        put_table(&p, tables[i].figure, tables[i].by);
    put_hidden(&p);
    e = put_agenda(&p);
    print_sign(s, &p.paper);
    figures_free(&p.figures);
    return e;
}

/* ---- the ledger */

static const struct figure_cell *cell_of_type(const struct figures *f, const char *type) {
    size_t n;
    const struct figure_cell *c = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_TYPE, &n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(c[i].key, type) == 0 || strcmp(c[i].key, "*") == 0)
            return &c[i];
    return NULL;
}

static enum err put_class(void *arg, const struct entry_row *r) {
    struct papers *p = arg;
    const char *type = items_get(r->values, "type");
    const struct figure_cell *c = *type ? cell_of_type(&p->figures, type) : NULL;
    struct buf text = {0}, count = {0};
    char due[CLOCK_DATE_SIZE] = "";

    if (r->until)
        clock_date(due, clock_day_start(r->until));
    buf_puts(&text, items_get(r->values, "progress"));
    if (r->until && r->until < p->today)
        buf_printf(&text, "%s%s", text.len ? "\n" : "", _("its day has passed"));
    if (c)
        figure_show(&count, c);
    else if (*type)
        buf_puts(&count, "0");
    if (p->rows++ == 0)
        paper_table(&p->paper,
                    (const char *const[]){_("Level"), _("Class"), _("Unit in charge"), _("By when"), _("Reported this year"),
                                          _("Progress")},
                    (const int[]){8, 16, 14, 10, 10, 0}, 6);
    paper_row(&p->paper, (const char *const[]){kinds_words(LIST_LEVEL, (int)policy_area_level(r->area)), r->name,
                                               items_get(r->values, "unit"), due, buf_text(&count), buf_text(&text)});
    buf_free(&text);
    buf_free(&count);
    return ERR_OK;
}

enum err print_ledger(struct store *s, bool html, struct buf *out) {
    struct papers p = {.s = s, .today = clock_day(clock_now())};
    struct figures_ask ask;
    enum err e = figures_ask_own(s, &ask);

    if (e == ERR_OK)
        e = figures_count(s, &ask, &p.figures);
    if (e != ERR_OK)
        return e;
    paper_start(&p.paper, out, html, _("Ledger of classes of matters under special care"));
    paper_text(&p.paper, _("Classes of matters, never people."));
    e = read_entries(s, ITEM_IS_CLASS, put_class, &p);
    if (p.rows)
        paper_table_end(&p.paper);
    else
        paper_text(&p.paper, _("nothing"));
    put_hidden(&p);
    print_sign(s, &p.paper);
    figures_free(&p.figures);
    return e;
}
