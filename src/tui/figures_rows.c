/* Rows of figures. */
#include "figures_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/read.h"
#include "linli/width.h"

#define PARTS_MAX 6
#define VALUE_CELLS_LEAST 3
#define VALUE_CELLS_MOST 26
#define HEAT_LABEL_MOST 16

/* A part of a page: a figure, by what, and how: BARS a row each, TREND the whole with its course, HEAT months by types. */
enum shape { BARS, TREND, HEAT };
struct part {
    enum figure figure;
    enum figure_by by;
    enum shape shape;
};
static const char *const titles[FIGURES_PAGES] = {
#define X(NAME, title) [FIGURES_##NAME] = title,
#include "figures_pages.def"
#undef X
};
static const struct part parts[FIGURES_PAGES][PARTS_MAX] = {
    [FIGURES_OVERVIEW] = {{FIGURE_REPORTED, FIGURE_BY_MONTH, TREND},
                          {FIGURE_CLOSED, FIGURE_BY_MONTH, TREND},
                          {FIGURE_IN_TIME, FIGURE_BY_MONTH, TREND},
                          {FIGURE_DAYS, FIGURE_BY_MONTH, TREND},
                          {FIGURE_KEPT, FIGURE_BY_ALL, TREND},
                          {FIGURE_VISITS, FIGURE_BY_WEEK, TREND}},
    [FIGURES_TYPES] = {{FIGURE_REPORTED, FIGURE_BY_ALL, BARS},
                       {FIGURE_REPORTED, FIGURE_BY_KIND, BARS},
                       {FIGURE_REPORTED, FIGURE_BY_TYPE, BARS}},
    [FIGURES_MONTHS] = {{FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, HEAT},
                        {FIGURE_REPORTED, FIGURE_BY_MONTH, BARS},
                        {FIGURE_CLOSED, FIGURE_BY_MONTH, BARS}},
    [FIGURES_LEVELS] = {{FIGURE_REPORTED, FIGURE_BY_LEVEL, BARS},
                        {FIGURE_IN_TIME, FIGURE_BY_LEVEL, BARS},
                        {FIGURE_URGED, FIGURE_BY_LEVEL, BARS},
                        {FIGURE_OVERDUE, FIGURE_BY_LEVEL, BARS}},
    [FIGURES_TIME] = {{FIGURE_IN_TIME, FIGURE_BY_ALL, BARS},
                      {FIGURE_IN_TIME, FIGURE_BY_MONTH, BARS},
                      {FIGURE_DAYS, FIGURE_BY_ALL, BARS},
                      {FIGURE_DAYS, FIGURE_BY_MONTH, BARS}},
    [FIGURES_ENDS] = {{FIGURE_CLOSED, FIGURE_BY_ALL, BARS},
                      {FIGURE_CLOSED, FIGURE_BY_OUTCOME, BARS},
                      {FIGURE_REOPENED, FIGURE_BY_ALL, BARS}},
    [FIGURES_AGREEMENTS] = {{FIGURE_KEPT, FIGURE_BY_ALL, BARS},
                            {FIGURE_FOLLOWED, FIGURE_BY_ALL, BARS},
                            {FIGURE_EVALUATED, FIGURE_BY_ALL, BARS}},
    [FIGURES_VISITS] = {{FIGURE_VISITS, FIGURE_BY_WEEK, BARS}},
    [FIGURES_UNITS] = {{FIGURE_REPORTED, FIGURE_BY_UNIT, BARS},
                       {FIGURE_CLOSED, FIGURE_BY_UNIT, BARS},
                       {FIGURE_IN_TIME, FIGURE_BY_UNIT, BARS},
                       {FIGURE_KEPT, FIGURE_BY_UNIT, BARS}},
    [FIGURES_INDEX] = {{FIGURE_INDEX, FIGURE_BY_ALL, BARS}, {FIGURE_INDEX, FIGURE_BY_UNIT, BARS}},
};

const char *figures_page_title(enum figures_page page) {
    return _(titles[page]);
}

/* ---- adding rows */

static struct figures_row *add_row(struct figures_rows *r, enum listing_line line) {
    struct figures_row *row;

    if (r->count % 64 == 0)
        r->rows = mem_resize(r->rows, r->count + 64, sizeof *r->rows);
    row = &r->rows[r->count++];
    memset(row, 0, sizeof *row);
    row->line = line;
    return row;
}

static struct figures_row *add_text(struct figures_rows *r, enum listing_line line, const char *text) {
    struct figures_row *row = add_row(r, line);

    row->text = mem_dup(text);
    return row;
}

/* A long text as lines of its own. */
static void add_wrapped(struct figures_rows *r, const struct figure_cell *about, const char *text) {
    struct width_line lines[40];
    int cells = r->cols - LISTING_MARK_CELLS;
    size_t n = width_wrap(lines, 40, text, strlen(text), cells > 8 ? cells : 8);

    for (size_t i = 0; i < n && i < 40; i++) {
        char *line = mem_dup_n(lines[i].text, lines[i].len);

        add_text(r, LISTING_TEXT, line)->cell = about;
        mem_free(line);
    }
}

static void add_head(struct figures_rows *r, enum figure f, enum figure_by by) {
    struct buf head = {0};

    buf_printf(&head, "%s%s%s", figure_words(f), _(", by "), figure_by_words(by));
    add_text(r, LISTING_HEADING, buf_text(&head));
    buf_free(&head);
}

static void add_value(struct figures_rows *r, const struct figure_cell *c, const char *label) {
    struct figures_row *row = add_row(r, LISTING_CELLS);
    struct buf text = {0};
    int cells;

    row->cell = c;
    row->value = figure_bar(c);
    snprintf(row->label, sizeof row->label, "%s", label);
    figure_show(&text, c);
    cells = width_text(buf_text(&text), SIZE_MAX);
    if (cells > r->value_cells)
        r->value_cells = cells > VALUE_CELLS_MOST ? VALUE_CELLS_MOST : cells;
    row->text = buf_take(&text);
}

/* What a full bar is; of a number of many its largest that is shown, and 0 for one alone: then a bar says nothing. */
static int64_t most_of(const struct figure_cell *c, size_t n) {
    int64_t most = 0;

    switch (figure_sort(c->figure)) {
    case FIGURE_SORT_SHARE:
        return 100;
    case FIGURE_SORT_MEAN:
        return 500;
    case FIGURE_SORT_INDEX:
        return 10000;
    default:
        for (size_t i = 0; i < n && n > 1; i++)
            if (figure_bar(&c[i]) > most)
                most = figure_bar(&c[i]);
        return most;
    }
}

static int64_t picture_value(const struct figure_cell *c) {
    int64_t v = figure_bar(c);

    return v >= 0 ? v : c->shown == FIGURE_FEW ? PICTURE_FEW : c->shown == FIGURE_HIDDEN ? PICTURE_HIDDEN : PICTURE_NONE;
}

/* ---- bars */

static void add_bars(struct figures_rows *r, const struct part *part, const struct figure_cell *c, size_t n) {
    int64_t most = most_of(c, n);

    for (size_t k = 0; k < n; k++) {
        size_t i = part->by == FIGURE_BY_WEEK ? n - 1 - k : k; /* of many weeks the newest first */
        char label[NAME_SIZE] = "";

        if (part->by == FIGURE_BY_UNIT)
            read_area_name(r->store, c[i].key, label);
        if (!*label)
            snprintf(label, sizeof label, "%s", part->by == FIGURE_BY_ALL ? figure_words(part->figure) : figure_key_words(&c[i]));
        add_value(r, &c[i], label);
        r->rows[r->count - 1].most = most;
    }
}

/* ---- trends */

/* In lines it is said of each when it was: there is nothing else to see it by. */
static void put_when(const struct figures_rows *r, struct buf *out, const struct figure_cell *c) {
    if (r->glyphs == GLYPHS_WORDS)
        buf_printf(out, " (%s)", c->key);
}

static void put_ends(const struct figures_rows *r, struct buf *out, const struct figure_cell *c,
                     const struct picture_ends *ends) {
    const char *unit = figure_sort(c->figure) == FIGURE_SORT_SHARE ? " %" : "";

    buf_printf(out, _("least %lld%s"), (long long)figure_bar(&c[ends->least]), unit);
    put_when(r, out, &c[ends->least]);
    buf_printf(out, _(", most %lld%s"), (long long)figure_bar(&c[ends->most]), unit);
    put_when(r, out, &c[ends->most]);
    buf_printf(out, _(", last %lld%s"), (long long)figure_bar(&c[ends->last]), unit);
    put_when(r, out, &c[ends->last]);
}

/* One sign a month or week, then the least, the most and the last; below it where there is no room beside. */
static void add_trend(struct figures_rows *r, const struct figure_cell *about, const struct figure_cell *c, size_t n) {
    int64_t *values = mem_new(n, sizeof *values), most = most_of(c, n);
    int all = r->cols - LISTING_MARK_CELLS, room = all - width_text(_("trend"), SIZE_MAX) - 1, used = 1;
    bool drawn = !r->table && r->glyphs != GLYPHS_WORDS && room > 0;
    struct picture_ends ends;
    struct buf said = {0}, line = {0};

    for (size_t i = 0; i < n; i++)
        values[i] = picture_value(&c[i]);
    if (picture_ends(&ends, values, n)) {
        buf_printf(&line, "%s ", _("trend"));
        for (size_t i = 0; i < n && drawn; i += (size_t)used) {
            if (i) {
                add_text(r, LISTING_TEXT, buf_text(&line))->cell = about;
                buf_reset(&line);
                buf_printf(&line, "%*s", all - room, "");
            }
            used = picture_spark(&line, r->glyphs, values + i, n - i, most, room);
        }
        buf_puts(&said, drawn ? "  " : "");
        put_ends(r, &said, c, &ends);
        if (width_text(buf_text(&line), SIZE_MAX) + width_text(buf_text(&said), SIZE_MAX) <= all) {
            buf_puts(&line, buf_text(&said));
            add_text(r, LISTING_TEXT, buf_text(&line))->cell = about;
        } else {
            add_text(r, LISTING_TEXT, buf_text(&line))->cell = about;
            add_wrapped(r, about, buf_text(&said));
        }
    }
    mem_free(values);
    buf_free(&said);
    buf_free(&line);
}

static void add_whole(struct figures_rows *r, const struct part *part) {
    size_t n, n_all;
    const struct figure_cell *all = figures_cells(r->figures, part->figure, FIGURE_BY_ALL, &n_all);
    const struct figure_cell *c = figures_cells(r->figures, part->figure, part->by, &n);

    if (!n_all)
        return;
    add_value(r, all, figure_words(part->figure));
    r->rows[r->count - 1].most = most_of(all, 1);
    if (n < 2)
        return;
    add_trend(r, all, c, n);
    if (r->table)
        add_bars(r, part, c, n);
}

/* ---- months by types */

/* Whether a key of figures.h is that of the month and type, or of either where it is withheld whole. */
static bool is_of(const char *key, const char *month, const char *type) {
    size_t len = strcspn(key, " ");
    bool any_month = strncmp(key, "? ", 2) == 0, any_type = strcmp(key + len, " ?") == 0;

    return key[len] && (any_month || (len == strlen(month) && strncmp(key, month, len) == 0)) &&
           (any_type || strcmp(key + len + 1, type) == 0);
}

/* The value of a month and type; zero ones have no cell. */
static int64_t crossed_value(const struct figures *f, const char *month, const char *type) {
    size_t n;
    const struct figure_cell *c = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, &n);

    for (size_t i = 0; i < n; i++)
        if (is_of(c[i].key, month, type))
            return picture_value(&c[i]);
    return 0;
}

/* In lines: 2026-03 12, the most; 2026-04 <5. */
static void add_heat_words(struct figures_rows *r, const struct figure_cell *type, const struct figure_cell *months,
                           const int64_t *values, size_t n) {
    struct buf line = {0};
    bool any = false;

    buf_printf(&line, "%s%s", figure_key_words(type), _(": "));
    for (size_t i = 0; i < n; i++) {
        if (values[i] == 0)
            continue;
        buf_printf(&line, "%s%s ", any ? _("; ") : "", months[i].key);
        any = true;
        if (values[i] == PICTURE_HIDDEN)
            buf_puts(&line, _("hidden"));
        else
            picture_heat_text(&line, values[i]);
        if (values[i] == r->heat_most)
            buf_printf(&line, "%s%s", _(", "), _("the most"));
    }
    add_wrapped(r, type, buf_text(&line));
    buf_free(&line);
}

/* What stands above the types: what is counted, and the year. */
static const char *heat_title(const struct figure_cell *months, size_t from) {
    return err_fmt("%s %.4s", figure_words(FIGURE_REPORTED), months[from].key);
}

static void add_heat_head(struct figures_rows *r, const struct figure_cell *months, size_t from, size_t to) {
    struct buf line = {0};

    buf_puts(&line, heat_title(months, from));
    buf_printf(&line, "%*s", LISTING_MARK_CELLS + r->heat.label - width_text(buf_text(&line), SIZE_MAX), "");
    for (size_t i = from; i < to; i++)
        buf_printf(&line, "%*s ", r->heat.cell - 1, months[i].key + 5);
    add_text(r, LISTING_HEADING, buf_text(&line));
    buf_free(&line);
}

/* The newest months first, where not all fit beside each other. */
static void add_heat_blocks(struct figures_rows *r, const struct figure_cell *types, size_t type_count,
                            const struct figure_cell *months, size_t n, const int64_t *values) {
    for (size_t b = 0, to = n; b < r->heat.blocks; b++) {
        size_t from = to > r->heat.per ? to - r->heat.per : 0;

        add_heat_head(r, months, from, to);
        for (size_t t = 0; t < type_count; t++) {
            struct figures_row *row = add_row(r, LISTING_DRAWN);

            row->cell = &types[t];
            snprintf(row->label, sizeof row->label, "%s", figure_key_words(&types[t]));
            row->heat_count = to - from;
            row->heat = mem_new(to - from, sizeof *row->heat);
            memcpy(row->heat, values + t * n + from, (to - from) * sizeof *row->heat);
        }
        to = from;
    }
}

static void add_legend(struct figures_rows *r, bool few) {
    struct buf line = {0};

    if (r->glyphs != GLYPHS_WORDS)
        buf_printf(&line, _("Signs behind the numbers: %s, from few to the most, %lld."), picture_ramp(r->glyphs),
                   (long long)r->heat_most);
    if (few)
        buf_puts(&line, _(" ? is hidden."));
    if (line.len)
        add_wrapped(r, NULL, buf_text(&line));
    buf_free(&line);
}

static void add_heat_table(struct figures_rows *r, const struct figure_cell *c, size_t n) {
    for (size_t i = 0; i < n; i++)
        add_value(r, &c[i], figure_key_words(&c[i]));
}

/* Cells of the widest label and a blank. */
static int heat_label(const struct figure_cell *types, size_t n, int title) {
    int most = title - LISTING_MARK_CELLS + 1;

    for (size_t t = 0; t < n; t++) {
        int cells = width_text(figure_key_words(&types[t]), SIZE_MAX) + 1;

        most = cells > most ? cells : most;
    }
    return most > HEAT_LABEL_MOST ? HEAT_LABEL_MOST : most;
}

static void add_heat(struct figures_rows *r, const struct figure_cell *crossed, size_t n_crossed) {
    size_t n_months, n_types;
    const struct figure_cell *months = figures_cells(r->figures, FIGURE_REPORTED, FIGURE_BY_MONTH, &n_months);
    const struct figure_cell *types = figures_cells(r->figures, FIGURE_REPORTED, FIGURE_BY_TYPE, &n_types);
    int64_t *values = mem_new(n_months * n_types + 1, sizeof *values);
    bool hidden = false;

    r->heat_most = 0;
    for (size_t t = 0; t < n_types; t++)
        for (size_t m = 0; m < n_months; m++) {
            int64_t v = crossed_value(r->figures, months[m].key, types[t].key);

            values[t * n_months + m] = v;
            r->heat_most = v > r->heat_most ? v : r->heat_most;
            hidden = hidden || v == PICTURE_HIDDEN;
        }
    picture_heat_lay(&r->heat, n_months, heat_label(types, n_types, width_text(heat_title(months, 0), SIZE_MAX)), r->heat_most,
                     r->cols - LISTING_MARK_CELLS);
    if (r->table)
        add_heat_table(r, crossed, n_crossed);
    else if (r->glyphs == GLYPHS_WORDS)
        for (size_t t = 0; t < n_types; t++)
            add_heat_words(r, &types[t], months, values + t * n_months, n_months);
    else
        add_heat_blocks(r, types, n_types, months, n_months, values);
    if (!r->table)
        add_legend(r, hidden);
    mem_free(values);
}

/* ---- pages */

static bool is_withheld(const struct figure_cell *c) {
    return strcmp(c->key, "*") == 0;
}

/* Months by types have both sums beside them; what came from elsewhere may lack them. */
static bool is_complete(const struct figures *f) {
    size_t months, types, cells;
    const struct figure_cell *c = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, &cells);

    figures_cells(f, FIGURE_REPORTED, FIGURE_BY_MONTH, &months);
    figures_cells(f, FIGURE_REPORTED, FIGURE_BY_TYPE, &types);
    return months && types && cells && !is_withheld(c);
}

/* Figures that were kept, or came from a hub, are without them. */
static const char *without_months(const struct figures *f) {
    return f->ask.crossed ? _("none") : *f->ask.area ? _("The hub sends no months by types.") : _("Being counted.");
}

static void add_part(struct figures_rows *r, const struct part *part) {
    size_t n;
    const struct figure_cell *c = figures_cells(r->figures, part->figure, part->by, &n);

    if (part->shape == TREND) {
        add_whole(r, part);
        return;
    }
    if (part->by != FIGURE_BY_ALL && (part->shape != HEAT || r->table || r->glyphs == GLYPHS_WORDS || !is_complete(r->figures)))
        add_head(r, part->figure, part->by);
    if (!n) {
        add_text(r, LISTING_TEXT, part->shape == HEAT ? without_months(r->figures) : _("none"));
        return;
    }
    if (part->shape == HEAT && is_complete(r->figures)) {
        add_heat(r, c, n);
        return;
    }
    if (n > 1 && (part->by == FIGURE_BY_MONTH || part->by == FIGURE_BY_WEEK))
        add_trend(r, &c[n - 1], c, n);
    add_bars(r, part, c, n);
}

static enum err add_area(void *arg, const struct figures *f) {
    struct figures_rows *r = arg;
    struct figures_row *row = add_row(r, LISTING_CELLS);
    struct buf text = {0};
    char at[CLOCK_DATE_SIZE];
    size_t n;
    const struct figure_cell *c = figures_cells(f, FIGURE_INDEX, FIGURE_BY_ALL, &n);

    read_area_name(r->store, f->ask.area, row->label);
    if (!*row->label)
        snprintf(row->label, sizeof row->label, "%s", f->ask.area);
    snprintf(row->area, sizeof row->area, "%s", f->ask.area);
    clock_date(at, f->at);
    buf_printf(&text, "%s ", figure_words(FIGURE_INDEX));
    if (n)
        figure_show(&text, c);
    buf_printf(&text, _(", counted on %s"), at);
    row->text = buf_take(&text);
    r->value_cells = VALUE_CELLS_MOST + 14;
    return ERR_OK;
}

static enum err add_areas(struct figures_rows *r) {
    enum err e;

    add_text(r, LISTING_HEADING, _("As the hub counted them; Enter shows an area"));
    e = figures_all_pulled(r->store, add_area, r);
    if (r->count == 1)
        add_text(r, LISTING_TEXT, _("No hub has sent figures yet."));
    return e;
}

static bool anything_hidden(const struct figures_rows *r) {
    for (size_t i = 0; i < r->count; i++) {
        const struct figures_row *row = &r->rows[i];

        if (row->cell && row->cell->shown != FIGURE_EXACT)
            return true;
        for (size_t k = 0; k < row->heat_count; k++)
            if (row->heat[k] < 0)
                return true;
    }
    return false;
}

void figures_rows_free(struct figures_rows *r) {
    for (size_t i = 0; i < r->count; i++) {
        mem_free(r->rows[i].text);
        mem_free(r->rows[i].heat);
    }
    mem_free(r->rows);
    r->rows = NULL;
    r->count = 0;
}

enum err figures_rows_make(struct figures_rows *r) {
    struct buf text = {0};

    figures_rows_free(r);
    r->value_cells = VALUE_CELLS_LEAST;
    if (r->page == FIGURES_AREAS)
        return add_areas(r);
    if (!r->figures)
        return ERR_OK;
    for (size_t i = 0; i < PARTS_MAX && parts[r->page][i].figure; i++)
        add_part(r, &parts[r->page][i]);
    if (anything_hidden(r))
        add_wrapped(r, NULL, _("What is 1 to 4 is shown as <5, and what would give it away is hidden."));
    if (r->page == FIGURES_INDEX) {
        figures_index_words(&text, r->figures);
        add_wrapped(r, NULL, buf_text(&text));
        buf_free(&text);
    }
    return ERR_OK;
}
