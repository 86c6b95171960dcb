/* Figures of the year: pages of bars, and the same as a table. Counting is cut into pieces, so that no key waits for it; until it
 * is over the newest result is shown. In lines (for screen readers) and in the table there are no bars. */
#include "linli/read_figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"

#define FIRST_MS 60 /* of counting before anything is drawn */
#define PIECE_MS 20 /* between two looks at the keys */
#define KEPT "figures.last"
#define TREND_SIGNS "_.-~=+*#" /* ASCII: wider signs have no width that is the same everywhere */
#define BAR_SIGN '#'
#define TITLE_ROWS 1

/* X(title, its parts): a page. A part is a figure and what it is broken down by. */
struct part {
    enum figure figure;
    enum figure_by by;
};
#define PARTS_MAX 6
static const struct {
    const char *title;
    struct part parts[PARTS_MAX];
} pages[] = {
    {N_("by type"), {{FIGURE_REPORTED, FIGURE_BY_ALL}, {FIGURE_REPORTED, FIGURE_BY_KIND}, {FIGURE_REPORTED, FIGURE_BY_TYPE}}},
    {N_("by level and month"),
     {{FIGURE_REPORTED, FIGURE_BY_LEVEL}, {FIGURE_REPORTED, FIGURE_BY_MONTH}, {FIGURE_CLOSED, FIGURE_BY_MONTH}}},
    {N_("in time"),
     {{FIGURE_IN_TIME, FIGURE_BY_ALL},
      {FIGURE_IN_TIME, FIGURE_BY_LEVEL},
      {FIGURE_IN_TIME, FIGURE_BY_MONTH},
      {FIGURE_URGED, FIGURE_BY_LEVEL},
      {FIGURE_OVERDUE, FIGURE_BY_LEVEL}}},
    {N_("how they ended"),
     {{FIGURE_DAYS, FIGURE_BY_ALL},
      {FIGURE_CLOSED, FIGURE_BY_ALL},
      {FIGURE_CLOSED, FIGURE_BY_OUTCOME},
      {FIGURE_REOPENED, FIGURE_BY_ALL}}},
    {N_("agreements"), {{FIGURE_KEPT, FIGURE_BY_ALL}, {FIGURE_FOLLOWED, FIGURE_BY_ALL}, {FIGURE_EVALUATED, FIGURE_BY_ALL}}},
    {N_("units"),
     {{FIGURE_REPORTED, FIGURE_BY_UNIT},
      {FIGURE_CLOSED, FIGURE_BY_UNIT},
      {FIGURE_IN_TIME, FIGURE_BY_UNIT},
      {FIGURE_KEPT, FIGURE_BY_UNIT}}},
    {N_("service index"), {{FIGURE_INDEX, FIGURE_BY_ALL}, {FIGURE_INDEX, FIGURE_BY_UNIT}}},
    {N_("visits a week"), {{FIGURE_VISITS, FIGURE_BY_WEEK}}},
    {N_("other areas"), {{FIGURE_NONE, FIGURE_BY_ALL}}},
};
#define PAGES (sizeof pages / sizeof *pages)
#define PAGE_INDEX 6
#define PAGE_AREAS (PAGES - 1)

enum span { SPAN_YEAR, SPAN_MONTH, SPAN_LAST_MONTH, SPAN_LAST_YEAR, SPANS };
static const char *const span_words[SPANS] = {N_("this year"), N_("this month"), N_("last month"), N_("last year")};

struct row {
    enum listing_line line;
    const struct figure_cell *cell; /* of LISTING_CELLS */
    int64_t most;                   /* what a full bar is */
    char label[NAME_SIZE];
    char area[AREA_SIZE]; /* of a row of other areas */
    char *text;           /* of a heading or line, of a row of other areas its value; owned */
};

struct page {
    struct view view;
    struct listing list;
    size_t page;
    enum span span;
    bool table, stale;
    char area[AREA_SIZE]; /* of figures that the hub counted; "": counted here */
    struct figures figures;
    bool there; /* some were counted, or kept from before */
    struct figures_work *work;
    struct row *rows;
    size_t row_count;
    int cols; /* for which the rows were made */
};

enum { COL_LABEL, COL_BAR, COL_VALUE };
static const struct column columns[] = {
    [COL_LABEL] = {"", 10, 22, 0, false},
    [COL_BAR] = {"", 8, 40, 1, false},
    [COL_VALUE] = {"", 8, 40, 0, false},
};
static const struct column table_columns[] = {
    [COL_LABEL] = {"", 10, 34, 0, false},
    [COL_BAR] = {"", 0, 0, 1, false},
    [COL_VALUE] = {"", 8, 40, 0, false},
};

static const enum request requests[] = {REQ_NEXT_PAGE, REQ_PREVIOUS_PAGE, REQ_OPEN, REQ_TABLE,        REQ_FILTER, REQ_WHY,
                                        REQ_FIND,      REQ_SYNC,          REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct page *of(struct view *v) {
    return (struct page *)v;
}

/* ---- rows */

static struct row *add_row(struct page *p, enum listing_line line) {
    struct row *r;

    if (p->row_count % 64 == 0)
        p->rows = mem_resize(p->rows, p->row_count + 64, sizeof *p->rows);
    r = &p->rows[p->row_count++];
    memset(r, 0, sizeof *r);
    r->line = line;
    return r;
}

static void add_text(struct page *p, enum listing_line line, const char *text) {
    add_row(p, line)->text = mem_dup(text);
}

/* A long text as lines of its own. */
static void add_wrapped(struct page *p, const char *text) {
    struct width_line lines[12];
    size_t n = width_wrap(lines, 12, text, strlen(text), p->cols - LISTING_MARK_CELLS);

    for (size_t i = 0; i < n && i < 12; i++) {
        char *line = mem_dup_n(lines[i].text, lines[i].len);

        add_text(p, LISTING_TEXT, line);
        mem_free(line);
    }
}

static void drop_rows(struct page *p) {
    for (size_t i = 0; i < p->row_count; i++)
        mem_free(p->rows[i].text);
    mem_free(p->rows);
    p->rows = NULL;
    p->row_count = 0;
}

static int64_t most_of(const struct figure_cell *c, size_t n) {
    int64_t most = 1;

    switch (figure_sort(c->figure)) {
    case FIGURE_SORT_SHARE:
        return 100;
    case FIGURE_SORT_MEAN:
        return 500;
    case FIGURE_SORT_INDEX:
        return 10000;
    default:
        for (size_t i = 0; i < n; i++)
            if (figure_bar(&c[i]) > most)
                most = figure_bar(&c[i]);
        return most;
    }
}

static char trend_sign(const struct figure_cell *c, int64_t most) {
    int64_t v = figure_bar(c);

    if (v >= 0)
        return TREND_SIGNS[v * (int64_t)(sizeof TREND_SIGNS - 2) / most];
    return c->shown == FIGURE_EXACT ? ' ' : '?';
}

/* One sign a month or week, then the least, the most and the last; a blank where there was nothing, ? where it is hidden. */
static void add_trend(struct page *p, const struct figure_cell *c, size_t n) {
    int64_t most = most_of(c, n), least = FIGURE_NO, top = FIGURE_NO, last = figure_bar(&c[n - 1]);
    const char *unit = figure_sort(c->figure) == FIGURE_SORT_SHARE ? " %" : "";
    struct buf line = {0};

    buf_printf(&line, "%s ", _("trend"));
    for (size_t i = 0; i < n; i++) {
        int64_t v = figure_bar(&c[i]);

        if (!p->table && !term_is_linear())
            buf_putc(&line, trend_sign(&c[i], most));
        if (v < 0)
            continue;
        least = least < 0 || v < least ? v : least;
        top = v > top ? v : top;
    }
    if (top >= 0)
        buf_printf(&line, _(" least %lld%s, most %lld%s"), (long long)least, unit, (long long)top, unit);
    if (last >= 0)
        buf_printf(&line, _(", last %lld%s"), (long long)last, unit);
    if (top >= 0)
        add_text(p, LISTING_TEXT, buf_text(&line));
    buf_free(&line);
}

static void add_part(struct page *p, const struct part *part) {
    struct buf head = {0};
    size_t n;
    const struct figure_cell *c = figures_cells(&p->figures, part->figure, part->by, &n);

    if (part->by != FIGURE_BY_ALL) {
        buf_printf(&head, "%s%s%s", figure_words(part->figure), _(", by "), figure_by_words(part->by));
        add_text(p, LISTING_HEADING, buf_text(&head));
        buf_free(&head);
    }
    if (!n) {
        add_text(p, LISTING_TEXT, _("none"));
        return;
    }
    if (n > 1 && (part->by == FIGURE_BY_MONTH || part->by == FIGURE_BY_WEEK))
        add_trend(p, c, n);
    for (size_t k = 0; k < n; k++) {
        size_t i = part->by == FIGURE_BY_WEEK ? n - 1 - k : k; /* of many weeks the newest first */
        struct row *r = add_row(p, LISTING_CELLS);

        r->cell = &c[i];
        r->most = most_of(c, n);
        if (part->by == FIGURE_BY_UNIT)
            read_area_name(p->view.app->store, c[i].key, r->label);
        if (!*r->label)
            snprintf(r->label, sizeof r->label, "%s",
                     part->by == FIGURE_BY_ALL ? figure_words(part->figure) : figure_key_words(&c[i]));
    }
}

static enum err add_area(void *arg, const struct figures *f) {
    struct page *p = arg;
    struct row *r = add_row(p, LISTING_CELLS);
    struct buf text = {0};
    char at[CLOCK_DATE_SIZE];
    size_t n;
    const struct figure_cell *c = figures_cells(f, FIGURE_INDEX, FIGURE_BY_ALL, &n);

    read_area_name(p->view.app->store, f->ask.area, r->label);
    if (!*r->label)
        snprintf(r->label, sizeof r->label, "%s", f->ask.area);
    snprintf(r->area, sizeof r->area, "%s", f->ask.area);
    clock_date(at, f->at);
    buf_printf(&text, "%s ", figure_words(FIGURE_INDEX));
    if (n)
        figure_show(&text, c);
    buf_printf(&text, _(", counted on %s"), at);
    r->text = buf_take(&text);
    return ERR_OK;
}

static void add_areas(struct page *p) {
    add_text(p, LISTING_HEADING, _("As the hub counted them; Enter shows an area"));
    if (figures_all_pulled(p->view.app->store, add_area, p) != ERR_OK)
        app_say_error(p->view.app);
    if (p->row_count == 1)
        add_text(p, LISTING_TEXT, _("No hub has sent figures yet."));
}

static bool anything_hidden(const struct page *p) {
    for (size_t i = 0; i < p->row_count; i++)
        if (p->rows[i].cell && p->rows[i].cell->shown != FIGURE_EXACT)
            return true;
    return false;
}

static void make_rows(struct page *p) {
    struct buf text = {0};

    drop_rows(p);
    if (p->page == PAGE_AREAS) {
        add_areas(p);
    } else {
        for (size_t i = 0; p->there && i < PARTS_MAX && pages[p->page].parts[i].figure; i++)
            add_part(p, &pages[p->page].parts[i]);
        if (anything_hidden(p))
            add_wrapped(p, _("What is 1 to 4 is shown as <5, and what would give it away is hidden."));
    }
    if (p->page == PAGE_INDEX && p->there) {
        figures_index_words(&text, &p->figures);
        add_wrapped(p, buf_text(&text));
    }
    buf_free(&text);
    p->stale = false;
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct page *)arg)->row_count;
}

static enum listing_line line(void *arg, size_t row, struct buf *out) {
    const struct row *r = &((struct page *)arg)->rows[row];

    if (r->line != LISTING_CELLS)
        buf_puts(out, r->text);
    return r->line;
}

static void put_bar(const struct page *p, const struct row *r, struct buf *out) {
    int64_t v = figure_bar(r->cell), cells = p->list.cells[COL_BAR];
    int64_t n = v <= 0 ? 0 : (v * cells + r->most / 2) / r->most;

    if (v > 0 && n == 0)
        n = 1;
    for (int64_t i = 0; i < n && i < cells; i++)
        buf_putc(out, BAR_SIGN);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct page *p = arg;
    const struct row *r = &p->rows[row];

    if (column == COL_LABEL)
        buf_puts(out, r->label);
    else if (column == COL_VALUE && r->text)
        buf_puts(out, r->text);
    else if (column == COL_VALUE)
        figure_show(out, r->cell);
    else if (r->cell)
        put_bar(p, r, out);
    return PAINT_TEXT;
}

/* ---- counting */

static void ask_of(struct page *p, struct figures_ask *ask) {
    char month[32];
    int64_t today = clock_now();

    if (figures_ask_own(p->view.app->store, ask) != ERR_OK)
        app_say_error(p->view.app);
    clock_date(month, today);
    if (p->span == SPAN_LAST_MONTH)
        clock_date(month, today - (atoi(month + 8)) * CLOCK_DAY_MS);
    if (p->span == SPAN_LAST_YEAR)
        snprintf(month, sizeof month, "%04d", atoi(month) - 1);
    month[p->span == SPAN_YEAR || p->span == SPAN_LAST_YEAR ? 4 : 7] = '\0';
    figures_span(ask, month);
}

/* What took more than a moment to count is kept, to be shown at once the next time. */
static void keep(struct page *p) {
    struct buf text = {0};

    buf_printf(&text, "%lld %lld %lld\n", (long long)p->figures.ask.from, (long long)p->figures.ask.to, (long long)p->figures.at);
    figures_write(&text, &p->figures, 65536);
    if (store_set(p->view.app->store, KEPT, buf_text(&text)) != ERR_OK)
        err_clear();
    buf_free(&text);
}

static void show_kept(struct page *p) {
    struct buf text = {0};
    long long from, to, at;
    int used = 0;

    if (store_get(p->view.app->store, KEPT, &text) == ERR_OK &&
        sscanf(buf_text(&text), "%lld %lld %lld\n%n", &from, &to, &at, &used) == 3 && used &&
        figures_read(&p->figures, text.data + used, text.len - (size_t)used) == ERR_OK) {
        p->figures.ask.from = from;
        p->figures.ask.to = to;
        p->figures.at = at;
        p->there = true;
    }
    buf_free(&text);
}

static void finish(struct page *p) {
    figures_free(&p->figures);
    figures_take(p->work, 0, &p->figures);
    figures_stop(p->work);
    p->work = NULL;
    p->there = true;
    p->stale = true;
}

static void go_on(struct page *p, int64_t ms) {
    bool done = false;

    if (figures_turn(p->work, ms, &done) != ERR_OK) {
        app_say_error(p->view.app);
        figures_stop(p->work);
        p->work = NULL;
    } else if (done) {
        finish(p);
    }
}

static void count_here(struct page *p) {
    struct figures_ask ask;

    figures_stop(p->work);
    p->work = NULL;
    ask_of(p, &ask);
    if (figures_begin(&p->work, p->view.app->store, &ask, 1) != ERR_OK) {
        app_say_error(p->view.app);
        return;
    }
    go_on(p, FIRST_MS);
    if (p->work && !p->there && p->span == SPAN_YEAR)
        show_kept(p);
}

static void count(struct page *p) {
    p->stale = true;
    if (!*p->area) {
        count_here(p);
        return;
    }
    figures_free(&p->figures);
    p->there = figures_pulled(p->view.app->store, p->area, &p->figures) == ERR_OK;
}

/* ---- the view */

static void put_title(struct page *p, const struct area *area) {
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE], name[NAME_SIZE] = "";
    struct buf text = {0}, right = {0};
    int used;

    buf_printf(&text, _("Figures %d/%d: "), (int)p->page + 1, (int)PAGES);
    buf_puts(&text, _(pages[p->page].title));
    if (*p->area) {
        read_area_name(p->view.app->store, p->area, name);
        buf_printf(&text, "  %s", *name ? name : p->area);
    }
    clock_date(from, clock_day_start(p->figures.ask.from));
    clock_date(to, clock_day_start(p->figures.ask.to));
    clock_date(at, p->figures.at);
    if (p->page == PAGE_AREAS)
        buf_puts(&right, "");
    else if (p->work && !p->there)
        buf_puts(&right, _("being counted"));
    else if (p->work)
        buf_printf(&right, _("being counted; as of %s"), at);
    else if (*p->area)
        buf_printf(&right, _("%s to %s, counted on %s"), from, to, at);
    else
        buf_printf(&right, _("%s to %s"), from, to);
    used = screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&text));
    used += LISTING_MARK_CELLS + 2;
    if (area->cols - used >= screen_cells(buf_text(&right)))
        screen_put_right(area->row, used, area->cols - used, PAINT_QUIET, buf_text(&right));
    buf_free(&text);
    buf_free(&right);
}

static void draw(struct view *v, const struct area *area) {
    struct page *p = of(v);
    struct area rows = {area->row + TITLE_ROWS, area->rows - TITLE_ROWS, area->cols};
    bool plain = p->table || term_is_linear();

    if (p->cols != area->cols)
        p->stale = true;
    p->cols = area->cols;
    if (p->stale)
        make_rows(p);
    p->list.columns = plain ? table_columns : columns;
    put_title(p, area);
    if (p->row_count) {
        listing_draw(&p->list, &rows, true);
    } else {
        screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT, _("Being counted."));
        term_cursor(rows.row + 1, LISTING_MARK_CELLS);
    }
    if (p->work)
        v->app->wake_at = clock_monotonic() + 1;
}

/* Woken to go on, or the record changed: then it is counted anew. */
static void reload(struct view *v) {
    struct page *p = of(v);

    if (!p->work || v->app->wake_at) {
        count(p);
        return;
    }
    go_on(p, PIECE_MS);
    if (!p->work && p->span == SPAN_YEAR && !store_is_read_only(v->app->store))
        keep(p);
}

static const struct row *marked(const struct page *p) {
    return p->list.at < p->row_count ? &p->rows[p->list.at] : NULL;
}

/* What list of matters the row stands for; false: none. */
static bool filter_of(const struct row *r, struct matters_filter *f) {
    const struct figure_cell *c = r ? r->cell : NULL;

    *f = (struct matters_filter){.which = MATTERS_ALL};
    if (!c || c->shown == FIGURE_HIDDEN || c->figure != FIGURE_REPORTED)
        return false;
    if (c->by == FIGURE_BY_KIND)
        f->kind = (enum matter_kind)kinds_value(LIST_MATTER, c->key);
    if (c->by == FIGURE_BY_TYPE)
        f->type = (enum matter_type)kinds_value(LIST_TYPE, c->key);
    if (c->by == FIGURE_BY_LEVEL)
        f->level = (enum level)kinds_value(LIST_LEVEL, c->key);
    return c->by == FIGURE_BY_ALL || f->kind || f->type || f->level;
}

static const char *refuses(struct view *v, enum request r) {
    const struct page *p = of(v);
    const struct row *row = marked(p);
    struct matters_filter f;

    if (r == REQ_BACK && !*p->area)
        return _("This is the first screen.");
    if (r == REQ_FILTER && *p->area)
        return _("The hub sends one time of each area: the year so far.");
    if (r == REQ_WHY)
        return row && row->cell ? NULL : _("Go to a line with a number: w says what is counted in it.");
    if (r != REQ_OPEN || (row && *row->area))
        return NULL;
    if (*p->area)
        return _("These matters are not here: the hub sends their figures alone.");
    return filter_of(row, &f) ? NULL : _("Only lines of kinds, types and levels lead to a list of matters.");
}

static void open_row(struct page *p, const struct row *row) {
    struct app *app = p->view.app;
    struct matters_filter f;

    if (*row->area) {
        app_push(app, figures_area_view(app, row->area));
        return;
    }
    filter_of(row, &f);
    app_tab(app, REQ_MATTERS);
    matters_list(app_top(app), &f);
}

static void turn_page(struct page *p, bool back) {
    p->page = (p->page + (back ? PAGES - 1 : 1)) % PAGES;
    if (*p->area && p->page == PAGE_AREAS)
        p->page = back ? PAGES - 2 : 0;
    p->list.at = p->list.top = 0;
    p->stale = true;
}

static void request(struct view *v, enum request r) {
    struct page *p = of(v);

    switch (r) {
    case REQ_NEXT_PAGE:
    case REQ_PREVIOUS_PAGE:
        turn_page(p, r == REQ_PREVIOUS_PAGE);
        break;
    case REQ_TABLE:
        p->table = !p->table;
        p->stale = true;
        break;
    case REQ_FILTER:
        p->span = (enum span)((p->span + 1) % SPANS);
        count(p);
        app_say(v->app, _(span_words[p->span]));
        break;
    case REQ_OPEN:
        open_row(p, marked(p));
        break;
    case REQ_WHY:
        app_say(v->app, err_fmt("%s%s%s", figure_words(marked(p)->cell->figure), _(": "), figure_help(marked(p)->cell->figure)));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    case REQ_FIND:
        app_find(v->app, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    default:
        if (!listing_move(&p->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void free_view(struct view *v) {
    struct page *p = of(v);

    figures_stop(p->work);
    figures_free(&p->figures);
    drop_rows(p);
    mem_free(p);
}

static const struct view_ops ops = {
    .name = "figures",
    .title = N_("Figures"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *figures_area_view(struct app *app, const char *area) {
    struct page *p = mem_new(1, sizeof *p);

    p->view = (struct view){&ops, app};
    snprintf(p->area, sizeof p->area, "%s", area);
    p->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .line = line,
                               .arg = p};
    count(p);
    return &p->view;
}

struct view *figures_view(struct app *app) {
    return figures_area_view(app, "");
}
