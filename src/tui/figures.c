/* Figures of the year: pages of pictures, and the same as a table. Counting is cut into pieces, so that no key waits for it;
 * until it is over the newest result is shown. What stands on the pages: figures_rows.h. */
#include "figures_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/mem.h"
#include "term.h"

#define FIRST_MS 12 /* of counting before anything is drawn */
#define PIECE_MS 8  /* between two looks at the keys */
#define KEPT "figures.last"
#define TITLE_ROWS 1

enum { COL_LABEL, COL_VALUE, COL_BAR, COLUMNS };
#define BAR_LEAST 6
#define BAR_MOST 40
#define LABEL_LEAST 14
#define LABEL_MOST 22
#define LABEL_WITHOUT_BAR 34
#define NUMBER_MOST 8 /* cells of values that stand below each other, flush right */

enum span { SPAN_YEAR, SPAN_MONTH, SPAN_LAST_MONTH, SPAN_LAST_YEAR, SPANS };
static const char *const span_words[SPANS] = {N_("this year"), N_("this month"), N_("last month"), N_("last year")};

struct page {
    struct view view;
    struct listing list;
    enum figures_page page;
    enum span span;
    bool table, stale;
    char area[AREA_SIZE]; /* of figures that the hub counted; "": counted here */
    struct figures figures;
    bool there; /* some were counted, or kept from before */
    struct figures_work *work;
    struct figures_rows rows;
    struct column columns[COLUMNS];
};

static const enum request requests[] = {REQ_NEXT_PAGE, REQ_PREVIOUS_PAGE, REQ_OPEN, REQ_TABLE, REQ_FILTER,
                                        REQ_WHY,       REQ_FIND,          REQ_SYNC, REQ_BACK,  REQ_PRINT,
                                        REQ_EXPORT,    LISTING_REQUESTS,  REQ_NONE};

static struct page *of(struct view *v) {
    return (struct page *)v;
}

/* ---- rows */

static bool has_row(void *arg, size_t row) {
    return row < ((struct page *)arg)->rows.count;
}

static enum listing_line line(void *arg, size_t row, struct buf *out) {
    const struct figures_row *r = &((struct page *)arg)->rows.rows[row];

    if (r->line != LISTING_CELLS && r->text)
        buf_puts(out, r->text);
    return r->line;
}

/* In words only what the number itself does not say: a share is one already. */
static void put_bar(const struct page *p, const struct figures_row *r, struct buf *out) {
    enum figure_sort sort = figure_sort(r->cell->figure);

    if (p->rows.glyphs != GLYPHS_WORDS || sort == FIGURE_SORT_COUNT || sort == FIGURE_SORT_DAYS)
        picture_bar(out, p->rows.glyphs, r->value, r->most, p->list.cells[COL_BAR]);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct page *p = arg;
    const struct figures_row *r = &p->rows.rows[row];

    if (column == COL_LABEL)
        buf_puts(out, r->label);
    else if (column == COL_VALUE)
        buf_puts(out, r->text);
    else if (r->cell && !p->table)
        put_bar(p, r, out);
    return PAINT_TEXT;
}

/* A type's months: the number, its sign, and the ground of its shade where the theme has one and bytes are cheap. */
static void draw_heat(void *arg, size_t row, int screen_row, int col, int cells) {
    static const enum paint shades[] = {PAINT_TEXT, PAINT_SHADE_1, PAINT_SHADE_2, PAINT_SHADE_3, PAINT_SHADE_4};
    struct page *p = arg;
    const struct figures_row *r = &p->rows.rows[row];
    const struct picture_heat *h = &p->rows.heat;
    struct buf text = {0};

    listing_put_text(screen_row, col, h->label - 1, row == p->list.at ? PAINT_SELECTED : PAINT_TEXT, r->label, 0);
    for (size_t i = 0; i < r->heat_count; i++) {
        int at = h->label + (int)i * h->cell;

        buf_reset(&text);
        picture_heat_cell(&text, p->rows.glyphs, h, r->heat[i], p->rows.heat_most);
        screen_put(screen_row, col + at, cells - at, shades[term_is_slow() ? 0 : picture_shade(r->heat[i], p->rows.heat_most)],
                   buf_text(&text));
    }
    buf_free(&text);
}

static void make_rows(struct page *p, int cols) {
    struct figures_rows *r = &p->rows;

    r->store = p->view.app->store;
    r->figures = p->there ? &p->figures : NULL;
    r->page = p->page;
    r->glyphs = glyphs_now();
    r->table = p->table;
    r->cols = cols;
    if (figures_rows_make(r) != ERR_OK)
        app_say_error(p->view.app);
    p->columns[COL_LABEL] = (struct column){"", LABEL_LEAST, p->table ? LABEL_WITHOUT_BAR : LABEL_MOST, 0, false};
    p->columns[COL_VALUE] = (struct column){"", r->value_cells, r->value_cells, 0, r->value_cells <= NUMBER_MOST};
    p->columns[COL_BAR] = (struct column){"", p->table ? 0 : BAR_LEAST, p->table ? 0 : BAR_MOST, 1, false};
    p->stale = false;
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
    figures_rows_free(&p->rows); /* they point into these */
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
    figures_rows_free(&p->rows); /* they point into these */
    figures_free(&p->figures);
    p->there = figures_pulled(p->view.app->store, p->area, &p->figures) == ERR_OK;
}

/* ---- the view */

static void put_title(struct page *p, const struct area *area) {
    char from[CLOCK_DATE_SIZE], to[CLOCK_DATE_SIZE], at[CLOCK_DATE_SIZE], name[NAME_SIZE] = "";
    struct buf text = {0}, right = {0};
    int used;

    buf_printf(&text, _("Figures %d/%d: "), (int)p->page + 1, (int)FIGURES_PAGES);
    buf_puts(&text, figures_page_title(p->page));
    if (*p->area) {
        read_area_name(p->view.app->store, p->area, name);
        buf_printf(&text, "  %s", *name ? name : p->area);
    }
    clock_date(from, clock_day_start(p->figures.ask.from));
    clock_date(to, clock_day_start(p->figures.ask.to));
    clock_date(at, p->figures.at);
    if (p->page == FIGURES_AREAS)
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

    if (p->stale || p->rows.cols != area->cols)
        make_rows(p, area->cols);
    put_title(p, area);
    if (p->rows.count) {
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

static const struct figures_row *marked(const struct page *p) {
    return p->list.at < p->rows.count ? &p->rows.rows[p->list.at] : NULL;
}

/* What list of matters the row stands for; false: none. */
static bool filter_of(const struct figures_row *r, struct matters_filter *f) {
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
    const struct figures_row *row = marked(p);
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

static void open_row(struct page *p, const struct figures_row *row) {
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
    p->page = (enum figures_page)((p->page + (back ? FIGURES_PAGES - 1 : 1)) % FIGURES_PAGES);
    if (*p->area && p->page == FIGURES_AREAS)
        p->page = back ? (enum figures_page)(FIGURES_AREAS - 1) : FIGURES_OVERVIEW;
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
    case REQ_PRINT:
    case REQ_EXPORT:
        list_to_file(v->app, &(struct lists_ask){.what = LIST_OF_FIGURES, .figures = &p->figures}, r);
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
    figures_rows_free(&p->rows);
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
    p->list = (struct listing){
        .columns = p->columns, .column_count = COLUMNS, .has = has_row, .cell = cell, .line = line, .draw = draw_heat, .arg = p};
    count(p);
    return &p->view;
}

struct view *figures_view(struct app *app) {
    return figures_area_view(app, "");
}
