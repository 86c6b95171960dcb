/* Pages for paper, from the record. */
#include "linli/print.h"

#include <stdlib.h>
#include <string.h>
#include "act_inner.h"
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/find.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/needs.h"
#include "linli/paper.h"
#include "linli/policy.h"
#include "linli/today.h"

#define COPY_ROWS_MAX 100000

struct printing {
    struct store *s;
    struct paper paper;
    bool masked;
    size_t rows;
};

static void put_date(struct buf *out, int64_t at) {
    char date[CLOCK_DATE_SIZE], time[6];

    clock_date(date, at);
    clock_hhmm(time, at);
    buf_printf(out, "%s %s", date, time);
}

void print_sign(struct store *s, struct paper *paper) {
    struct buf line = {0}, now = {0};
    char who[NAME_SIZE];

    read_worker_name(s, &store_device(s)->worker, who);
    put_date(&now, clock_now());
    paper_heading(paper, "");
    if (*who)
        buf_printf(&line, _("Printed on %s by %s with linli"), buf_text(&now), who);
    else
        buf_printf(&line, _("Printed on %s with linli"), buf_text(&now));
    paper_text(paper, buf_text(&line));
    paper_end(paper);
    buf_free(&line);
    buf_free(&now);
}

static void put_phones(struct printing *p, struct buf *out, const char *phones) {
    if (p->masked)
        policy_mask_phones(out, phones);
    else
        for (const char *c = phones; *c; c++)
            buf_putc(out, *c == '\n' ? ' ' : *c);
}

/* ---- a matter */

static enum err print_party(void *arg, const struct party *party) {
    struct printing *p = arg;
    struct buf phones = {0};

    put_phones(p, &phones, party->phones);
    paper_row(&p->paper, (const char *const[]){party->name, party->door, buf_text(&phones)});
    buf_free(&phones);
    return ERR_OK;
}

static enum err print_event(void *arg, const struct timeline_row *t) {
    struct printing *p = arg;
    struct buf when = {0}, what = {0};

    put_date(&when, t->at);
    buf_puts(&what, kinds_words(LIST_KIND, (int)t->kind));
    if (t->outcome)
        buf_printf(&what, "%s%s", _(", "), kinds_words(LIST_OUTCOME, (int)t->outcome));
    if (*t->result)
        buf_printf(&what, "%s%s", _(": "), t->result);
    if (*t->note)
        buf_printf(&what, "\n%s", t->note);
    paper_row(&p->paper, (const char *const[]){buf_text(&when), t->by, buf_text(&what)});
    buf_free(&when);
    buf_free(&what);
    return ERR_OK;
}

static void print_timeline(struct printing *p) {
    paper_heading(&p->paper, _("What happened"));
    paper_table(&p->paper, (const char *const[]){_("When"), _("Who"), _("What")}, (const int[]){16, 10, 0}, 3);
}

static void print_state(struct printing *p, const struct matter_row *m) {
    char date[CLOCK_DATE_SIZE];

    paper_pair(&p->paper, _("Number"), m->number);
    paper_pair(&p->paper, _("Kind"), kinds_words(LIST_MATTER, (int)m->kind));
    paper_pair(&p->paper, _("Type"), kinds_words(LIST_TYPE, (int)m->type));
    clock_date(date, m->opened);
    paper_pair(&p->paper, _("Opened on"), date);
    paper_pair(&p->paper, _("State"), m->withdrawn ? _("withdrawn") : m->open ? _("open") : _("closed"));
    if (m->open) {
        paper_pair(&p->paper, _("Step"), kinds_words(LIST_STEP, (int)m->step));
        paper_pair(&p->paper, _("Level"), kinds_words(LIST_LEVEL, (int)m->level));
    }
    if (m->due) {
        clock_date(date, clock_day_start(m->due));
        paper_pair(&p->paper, _("To be done by"), date);
    }
    paper_pair(&p->paper, _("Opened by"), m->owner);
}

enum err print_matter(struct store *s, const struct id *matter, bool html, struct buf *out) {
    struct printing p = {.s = s, .masked = true};
    struct matter_row m;
    enum err e = read_matter(s, matter, &m);

    if (e != ERR_OK)
        return e;
    paper_start(&p.paper, out, html, m.summary);
    print_state(&p, &m);
    paper_heading(&p.paper, _("Parties"));
    paper_table(&p.paper, (const char *const[]){_("Name"), _("Door"), _("Phone")}, (const int[]){20, 34, 0}, 3);
    e = read_parties(s, matter, print_party, &p);
    paper_table_end(&p.paper);
    print_timeline(&p);
    if (e == ERR_OK)
        e = read_timeline(s, matter, print_event, &p);
    paper_table_end(&p.paper);
    print_sign(s, &p.paper);
    return e;
}

/* ---- a household's own copy */

static void print_members(struct printing *p, const struct household *h) {
    if (!h->member_count)
        return;
    paper_heading(&p->paper, _("People"));
    paper_table(&p->paper, (const char *const[]){_("Name"), _("Relation"), _("Phone")}, (const int[]){24, 20, 0}, 3);
    for (size_t i = 0; i < h->member_count; i++) {
        const struct member *m = &h->members[i];
        struct buf phones = {0};

        put_phones(p, &phones, m->phones);
        paper_row(&p->paper, (const char *const[]){m->name, m->relation, buf_text(&phones)});
        buf_free(&phones);
    }
    paper_table_end(&p->paper);
}

static enum err print_need(void *arg, const struct need_row *n) {
    struct printing *p = arg;
    struct buf what = {0}, consent = {0};

    buf_puts(&what, kinds_words(LIST_NEED, (int)n->need));
    if (*n->words)
        buf_printf(&what, "%s%s", _(": "), n->words);
    if (*n->purpose)
        buf_printf(&what, "\n%s", n->purpose);
    buf_printf(&consent, "%s\n%s\n%s", n->who, n->agreed, kinds_words(LIST_CONSENT, (int)n->how));
    if (p->rows++ == 0)
        paper_table(&p->paper, (const char *const[]){_("Care need"), _("Agreed by"), _("Until")}, (const int[]){34, 26, 0}, 3);
    paper_row(&p->paper, (const char *const[]){buf_text(&what), buf_text(&consent), n->withdrawn ? _("withdrawn") : n->until});
    buf_free(&what);
    buf_free(&consent);
    return ERR_OK;
}

static enum err print_visit(void *arg, const struct visit_row *v) {
    struct printing *p = arg;
    struct buf when = {0}, what = {0};

    put_date(&when, v->at);
    buf_printf(&what, "%s%s%s", kinds_words(LIST_PURPOSE, (int)v->purpose), _(", "), kinds_words(LIST_OUTCOME, (int)v->outcome));
    if (v->withdrawn)
        buf_printf(&what, "%s%s", _(", "), _("withdrawn"));
    if (*v->met)
        buf_printf(&what, "\n%s%s%s", _("Met"), _(": "), v->met);
    if (*v->note)
        buf_printf(&what, "\n%s", v->note);
    if (*v->next)
        buf_printf(&what, "\n%s%s%s", _("Again on"), _(": "), v->next);
    if (p->rows++ == 0)
        paper_table(&p->paper, (const char *const[]){_("When"), _("Who"), _("What")}, (const int[]){16, 10, 0}, 3);
    paper_row(&p->paper, (const char *const[]){buf_text(&when), v->worker, buf_text(&what)});
    buf_free(&when);
    buf_free(&what);
    return ERR_OK;
}

static enum err print_matter_line(void *arg, const struct matter_row *m) {
    struct printing *p = arg;
    char date[CLOCK_DATE_SIZE];

    clock_date(date, m->opened);
    if (p->rows++ == 0)
        paper_table(&p->paper, (const char *const[]){_("Number"), _("Opened on"), _("What")}, (const int[]){16, 12, 0}, 3);
    paper_row(&p->paper, (const char *const[]){m->number, date, m->summary});
    return ERR_OK;
}

static enum err print_look(void *arg, const struct access_row *a) {
    struct printing *p = arg;
    struct buf when = {0};

    put_date(&when, a->at);
    if (p->rows++ == 0)
        paper_table(&p->paper, (const char *const[]){_("When"), _("Who"), _("Whose number"), _("What for")},
                    (const int[]){16, 12, 16, 0}, 4);
    paper_row(&p->paper, (const char *const[]){buf_text(&when), a->worker, a->what, a->purpose});
    buf_free(&when);
    return ERR_OK;
}

/* A part of the copy: its rows, or that there are none. */
static void begin_part(struct printing *p, const char *heading) {
    paper_heading(&p->paper, heading);
    p->rows = 0;
}

static void end_part(struct printing *p) {
    if (p->rows)
        paper_table_end(&p->paper);
    else
        paper_text(&p->paper, _("nothing"));
}

static void print_roster(struct printing *p, const struct household_row *row, const struct household *h) {
    struct buf door = {0}, phones = {0};
    char area[NAME_SIZE];

    door_text(&door, &row->door, true);
    put_phones(p, &phones, h->phones);
    read_area_name(p->s, row->area, area);
    paper_pair(&p->paper, _("Door"), buf_text(&door));
    paper_pair(&p->paper, _("Household number"), row->number);
    paper_pair(&p->paper, _("Area"), *area ? area : row->area);
    paper_pair(&p->paper, _("Head of household"), row->head);
    paper_pair(&p->paper, _("Phone"), buf_text(&phones));
    paper_pair(&p->paper, _("Lives there"),
               kinds_words(LIST_OCCUPANCY, kinds_value(LIST_OCCUPANCY, *h->status ? h->status : "lived")));
    paper_pair(&p->paper, _("Note"), h->note);
    buf_free(&door);
    buf_free(&phones);
}

static enum err print_parts(struct printing *p, const struct id *id) {
    enum err e;

    begin_part(p, _("Care needs that were asked for"));
    e = read_needs(p->s, id, print_need, p);
    end_part(p);
    begin_part(p, _("Visits"));
    if (e == ERR_OK)
        e = read_visits(p->s, id, COPY_ROWS_MAX, print_visit, p);
    end_part(p);
    begin_part(p, _("Matters"));
    if (e == ERR_OK)
        e = read_matters_of(p->s, id, print_matter_line, p);
    end_part(p);
    begin_part(p, _("Who looked at a number"));
    if (e == ERR_OK)
        e = read_accesses(p->s, id, NULL, COPY_ROWS_MAX, print_look, p);
    end_part(p);
    return e;
}

enum err print_household(struct store *s, const struct id *household, bool html, struct buf *out) {
    struct printing p = {.s = s, .masked = store_is_read_only(s)};
    struct household_row row;
    struct household h = {0};
    struct buf title = {0};
    enum err e = read_household(s, household, &row, &h);

    if (e == ERR_OK && !p.masked)
        e = act_note_copy(s, &row);
    if (e == ERR_OK) {
        buf_printf(&title, _("What is held about the household of %s"), *row.head ? row.head : row.number);
        paper_start(&p.paper, out, html, buf_text(&title));
        print_roster(&p, &row, &h);
        print_members(&p, &h);
        e = print_parts(&p, &row.id);
        paper_heading(&p.paper, _("Your rights"));
        paper_text(&p.paper,
                   _("You may have a copy like this at any time, have what is wrong corrected, have a care need taken back, "
                     "and ask the community station to erase what is held about you."));
        print_sign(s, &p.paper);
    }
    household_free(&h);
    buf_free(&title);
    return e;
}

/* ---- the week */

/* A door to go to. */
struct stop {
    int64_t sort;
    struct household_row row;
    struct buf why;
};
struct week {
    struct store *s;
    struct stop *stops;
    size_t count;
};

static struct stop *stop_of(struct week *w, const struct id *household) {
    struct household h = {0};
    struct stop *stop;

    for (size_t i = 0; i < w->count; i++)
        if (id_equal(&w->stops[i].row.id, household))
            return &w->stops[i];
    if (w->count == PRINT_WEEK_MAX)
        return NULL;
    stop = &w->stops[w->count];
    if (read_household(w->s, household, &stop->row, &h) != ERR_OK)
        err_clear();
    else {
        stop->sort = stop->row.sort;
        w->count++;
    }
    household_free(&h);
    return stop->sort ? stop : NULL;
}

static int by_door(const void *a, const void *b) {
    int64_t x = ((const struct stop *)a)->sort, y = ((const struct stop *)b)->sort;

    return x < y ? -1 : x > y;
}

static void gather(struct week *w, const struct today *t) {
    for (size_t i = 0; i < t->count; i++) {
        const struct today_row *row = &t->rows[i];
        bool goes = !id_is_zero(&row->household) && row->rule != TODAY_RULE_DRAFT;
        struct stop *stop = goes ? stop_of(w, &row->household) : NULL;

        if (!stop)
            continue;
        if (today_group_of(row->rule) == TODAY_GROUP_LONG)
            continue; /* said of all such doors alike: put_last_visit */
        if (stop->why.len)
            buf_putc(&stop->why, '\n');
        if (*row->title) {
            today_name(&stop->why, row);
            buf_printf(&stop->why, " %s\n", row->title);
        }
        today_why(&stop->why, row, t->days);
    }
}

/* Those that nobody saw for long fill what is left, in door order. */
static enum err fill_up(struct week *w, int64_t days) {
    struct query q = {.count = 1, .words = {{.kind = QUERY_UNVISITED, .days = days}}};
    struct household_row rows[10];
    struct find_cursor cursor = {0};
    enum err e = ERR_OK;

    while (e == ERR_OK && w->count < PRINT_WEEK_MAX && !cursor.end) {
        size_t count = 0;

        e = find_page(w->s, &q, &cursor, rows, sizeof rows / sizeof *rows, &count);
        for (size_t i = 0; e == ERR_OK && i < count; i++)
            stop_of(w, &rows[i].id);
    }
    return e;
}

/* Why a door is among them that Today does not name. */
static void put_last_visit(struct buf *out, const struct stop *stop) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, stop->row.visited);
    if (stop->row.visited)
        buf_printf(out, _("last visited on %s"), date);
    else
        buf_puts(out, _("never visited yet"));
}

static void print_stop(struct printing *p, struct stop *stop) {
    struct buf door = {0}, who = {0};

    if (!stop->why.len)
        put_last_visit(&stop->why, stop);
    door_text(&door, &stop->row.door, true);
    buf_printf(&who, "%s\n", stop->row.head);
    put_phones(p, &who, stop->row.phones);
    paper_row(&p->paper, (const char *const[]){buf_text(&door), buf_text(&who), buf_text(&stop->why), ""});
    buf_free(&door);
    buf_free(&who);
}

enum err print_week(struct store *s, int64_t days, bool html, struct buf *out) {
    struct printing p = {.s = s, .masked = true};
    struct week w = {.s = s, .stops = mem_new(PRINT_WEEK_MAX, sizeof *w.stops)};
    struct today today = {0};
    struct buf title = {0};
    char from[CLOCK_DATE_SIZE];
    enum err e = today_read(s, days, &today);

    if (e == ERR_OK) {
        gather(&w, &today);
        e = fill_up(&w, days);
    }
    if (e == ERR_OK) {
        qsort(w.stops, w.count, sizeof *w.stops, by_door);
        clock_date(from, clock_now());
        buf_printf(&title, _("Visits of the week from %s"), from);
        paper_start(&p.paper, out, html, buf_text(&title));
        if (!w.count)
            paper_text(&p.paper, _("No door waits for a visit this week."));
        else
            paper_table(&p.paper, (const char *const[]){_("Door"), _("Household"), _("Why"), _("How it went")},
                        (const int[]){16, 13, 24, 0}, 4);
        for (size_t i = 0; i < w.count; i++)
            print_stop(&p, &w.stops[i]);
        if (w.count)
            paper_table_end(&p.paper);
        if (w.count == PRINT_WEEK_MAX)
            paper_text(&p.paper, err_fmt(_("The list ends after %d doors; print it again when they are done."), PRINT_WEEK_MAX));
        print_sign(s, &p.paper);
    }
    for (size_t i = 0; i < w.count; i++)
        buf_free(&w.stops[i].why);
    mem_free(w.stops);
    today_free(&today);
    buf_free(&title);
    return e;
}
