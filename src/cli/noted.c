/* linli find --noted: matters and visits in whose words the query stands. */
#include "cli_inner.h"

#include "linli/clock.h"
#include "linli/door.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/noted.h"

#define COUNTED 100

struct listing {
    struct store *store;
    struct sheet sheet;
    struct buf line;
    struct matter_row matter;
    struct visit_row visit;
    bool json;
    int64_t shown;
};

static void put_household(struct json_out *w, const struct household_row *row) {
    json_open(w, "household", '{');
    lines_household(w, row);
    json_close(w, '}');
}

static void print_visit(struct listing *l, const struct household_row *row) {
    const struct visit_row *v = &l->visit;
    struct json_out w;
    struct buf door = {0};
    char date[CLOCK_DATE_SIZE];

    if (l->json) {
        json_start_line(&w, &l->line);
        json_put_str(&w, "found", "visit");
        lines_visit(&w, v);
        put_household(&w, row);
        json_end_line(&w, &l->line);
        return;
    }
    clock_date(date, v->at);
    door_text(&door, &row->door, true);
    buf_printf(&door, " %s", row->head);
    sheet_cell(&l->sheet, _("visit"));
    sheet_cell(&l->sheet, date);
    sheet_cell(&l->sheet, buf_text(&door));
    sheet_cell(&l->sheet, v->met);
    sheet_cell(&l->sheet, v->note);
    buf_free(&door);
}

static enum err print_matter(struct listing *l) {
    const struct matter_row *m = &l->matter;
    struct json_out w;
    enum err e;

    if (l->json) {
        json_start_line(&w, &l->line);
        json_put_str(&w, "found", "matter");
        e = lines_matter(l->store, &w, m);
        json_end_line(&w, &l->line);
        return e;
    }
    sheet_cell(&l->sheet, _("matter"));
    sheet_cell(&l->sheet, m->number);
    sheet_cell(&l->sheet, m->first_party);
    sheet_cell(&l->sheet, m->withdrawn ? _("withdrawn") : m->open ? "" : _("closed"));
    sheet_cell(&l->sheet, m->summary);
    return ERR_OK;
}

static enum err print_one(void *arg, const struct noted *n) {
    struct listing *l = arg;
    struct household_row row;
    struct household h = {0};
    enum err e;

    l->shown++;
    if (n->matter) {
        e = read_matter(l->store, &n->id, &l->matter);
        return e == ERR_OK ? print_matter(l) : e;
    }
    e = read_visit(l->store, &n->device, n->seq, &l->visit);
    if (e == ERR_OK)
        e = read_household(l->store, &l->visit.household, &row, &h);
    if (e == ERR_OK)
        print_visit(l, &row);
    household_free(&h);
    return e;
}

enum err noted_list(struct store *s, const struct args *a, const struct query *q, int64_t limit) {
    struct listing *l;
    enum err e;

    if (!noted_asks(q))
        return err_say(ERR_USAGE, _("cannot search the words"),
                       _("names, numbers and other words stand there; doors, dates and states do not"),
                       _("give a word of the note or of the summary, such as 漏水"));
    l = mem_new(1, sizeof *l);
    l->store = s;
    l->sheet.columns = 5;
    l->json = args_has(a, OPT_JSON);
    e = noted_find(s, q, limit ? limit : INT64_MAX, print_one, l);
    sheet_print(&l->sheet);
    if (e == ERR_OK && !l->json && !l->shown)
        out_remark(_("nothing was written with these words"));
    sheet_free(&l->sheet);
    buf_free(&l->line);
    mem_free(l);
    return e;
}

void noted_remark(struct store *s, const struct query *q) {
    int64_t matters, visits;
    const char *more;

    if (noted_count(s, q, COUNTED, &matters, &visits) != ERR_OK) {
        out_error();
        return;
    }
    more = matters + visits >= COUNTED ? "+" : "";
    if (matters + visits)
        out_remark(err_fmt(_("in the words of matters %lld%s, of visits %lld%s: --noted lists them"), (long long)matters, more,
                           (long long)visits, more));
}
