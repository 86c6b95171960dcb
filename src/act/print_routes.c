/* The sheet of other routes, for each party where mediation is not the way or came to nothing. */
#include <string.h>
#include "act_inner.h"
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/paper.h"
#include "linli/print.h"
#include "linli/read_flow.h"

/* The national ways, in general words: what a county's own directory says goes before. `words`: an entry with one of them is that
 * way. */
static const struct {
    const char *name, *for_what, *contact, *hours;
    const char *words[7];
} ways[] = {
    {N_("Police"),
     N_("danger to life or limb, violence, threats, damage done on purpose"),
     "110",
     N_("day and night"),
     {"110", "公安", "派出所", "police"}},
    {N_("Legal aid"),
     N_("questions of law, and a lawyer for who cannot pay one; free of charge"),
     "12348",
     N_("day and night by telephone"),
     {"12348", "法律援助", "法援", "legal aid"}},
    {N_("Labour arbitration"),
     N_("wages and other disputes at work: as a rule before a court takes them"),
     N_("the labour arbitration commission of the county"),
     N_("office hours"),
     {"劳动", "labour", "labor"}},
    {N_("Arbitration"),
     N_("disputes about contracts and property, where the parties agreed on arbitration; land leases at the arbitration "
        "commission for land"),
     N_("the arbitration commission that the parties named, or the county's for land"),
     N_("office hours"),
     {"仲裁委", "土地仲裁", "arbitration"}},
    {N_("The office in charge"),
     N_("what an office decides: permits, titles, safety, prices; who is not content with its decision may ask the office above "
        "to look at it again, or sue"),
     N_("the county's service hall says which office it is"),
     N_("office hours"),
     {"复议", "主管部门", "行政", "office in charge"}},
    {N_("Court"),
     N_("any dispute between people about rights: each party may sue, with or without mediation before"),
     N_("the filing window of the county's court"),
     N_("office hours"),
     {"法院", "法庭", "court"}},
};
#define WAYS (sizeof ways / sizeof *ways)

struct sheet {
    struct paper *paper;
    bool has[WAYS]; /* the directory knows it */
    size_t rows;
};

static bool holds(const char *text, const char *word) {
    struct buf lower = {0};
    bool found;

    buf_puts(&lower, text);
    for (size_t i = 0; i < lower.len; i++)
        if (lower.data[i] >= 'A' && lower.data[i] <= 'Z')
            lower.data[i] = (char)(lower.data[i] + 'a' - 'A');
    found = lower.len && strstr(buf_text(&lower), word) != NULL;
    buf_free(&lower);
    return found;
}

/* An entry is one way, the first that its name or number says. */
static void note_way(struct sheet *p, const struct entry_row *r) {
    for (size_t w = 0; w < WAYS; w++)
        for (size_t i = 0; i < sizeof ways[w].words / sizeof *ways[w].words && ways[w].words[i]; i++)
            if (holds(r->name, ways[w].words[i]) || strcmp(items_get(r->values, "contact"), ways[w].contact) == 0) {
                p->has[w] = true;
                return;
            }
}

static void put_row(struct sheet *p, const char *name, const char *for_what, const char *contact, const char *hours,
                    const char *limit) {
    struct buf when = {0};

    if (p->rows++ == 0)
        paper_table(p->paper, (const char *const[]){_("Where"), _("For what"), _("Reached by"), _("When, and by when")},
                    (const int[]){14, 24, 20, 0}, 4);
    buf_printf(&when, "%s%s%s", hours, *hours && *limit ? "\n" : "", limit);
    paper_row(p->paper, (const char *const[]){name, for_what, contact, buf_text(&when)});
    buf_free(&when);
}

static enum err put_entry(void *arg, const struct entry_row *r) {
    struct sheet *p = arg;
    const struct item_values *v = r->values;

    note_way(p, r);
    put_row(p, r->name, items_get(v, "for_what"), items_get(v, "contact"), items_get(v, "hours"), items_get(v, "limit"));
    return ERR_OK;
}

static enum err put_handed(void *arg, const struct item_row *i) {
    struct sheet *p = arg;
    struct buf line = {0};
    char date[CLOCK_DATE_SIZE];

    if (i->withdrawn)
        return ERR_OK;
    clock_date(date, i->day ? clock_day_start(i->day) : i->at);
    buf_printf(&line, "%s%s%s", date, _(": "), items_get(i->values, "routes"));
    paper_text(p->paper, buf_text(&line));
    buf_free(&line);
    return ERR_OK;
}

static enum err put_matter(struct store *s, struct sheet *p, const struct id *matter) {
    struct matter_row m;
    enum err e = read_matter(s, matter, &m);

    if (e != ERR_OK)
        return e;
    paper_pair(p->paper, _("Number"), m.number);
    paper_pair(p->paper, _("Type"), kinds_words(LIST_TYPE, (int)m.type));
    return read_items(s, matter, ITEM_IS_ROUTES, put_handed, p);
}

enum err print_ways(struct store *s, struct paper *paper) {
    struct sheet p = {.paper = paper};
    enum err e = read_entries(s, ITEM_IS_ROUTE, put_entry, &p);

    for (size_t w = 0; w < WAYS; w++)
        if (!p.has[w])
            put_row(&p, _(ways[w].name), _(ways[w].for_what), _(ways[w].contact), _(ways[w].hours), "");
    paper_table_end(paper);
    if (*county_law("routes"))
        paper_text(paper, county_law("routes"));
    paper_text(
        paper,
        _("Time runs for some of these ways: ask 12348 soon by when you have to go there, and keep your papers together."));
    return e;
}

enum err print_routes(struct store *s, const struct id *matter, bool html, struct buf *out) {
    struct paper paper;
    struct sheet p = {.paper = &paper};
    struct matter_row m;
    enum err e = matter ? read_matter(s, matter, &m) : ERR_OK;

    if (e != ERR_OK)
        return e;
    paper_start(&paper, out, html, _("Where else you can go"));
    if (matter)
        e = put_matter(s, &p, matter);
    paper_text(
        &paper,
        _("Mediation is free of charge and voluntary: each party may refuse it or end it at any time. It takes nobody's right "
          "to arbitration, to a decision of an office or to a court. These ways are open to you:"));
    if (e == ERR_OK)
        e = print_ways(s, &paper);
    paper_pair(&paper, _("Handed to"), "____________________");
    paper_pair(&paper, _("Day"), "____________________");
    print_sign(s, &paper);
    return e;
}
