/* The visits of a household as a calendar: weeks as rows, in each day its number and how the visit ended. The same as a table,
 * which it always is in lines. */
#include "linli/calendar.h"

#include <stdio.h>
#include <string.h>
#include "app.h"
#include "happenings.h"
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define VISITS_MAX 3000
#define DAY 5 /* cells: the mark of the marked one, the number, how the visit ended */
#define MONTH (CALENDAR_WEEK * DAY)
#define MONTH_ROWS (CALENDAR_WEEKS + 2)
#define GAP 3
#define ROOMY 14 /* rows with which months have lines of their own for their names */

/* How a visit ended, in a cell. */
static const struct {
    const char *han, *ascii;
} signs[OUTCOME_COUNT] = {
    [OUTCOME_MET] = {"见", "+"},      [OUTCOME_NOBODY] = {"空", "?"}, [OUTCOME_PHONE] = {"电", "t"},
    [OUTCOME_DECLINED] = {"不", "-"}, [OUTCOME_MOVED] = {"搬", "m"},
};

struct logged {
    struct id device;
    int64_t seq, day;
    enum outcome outcome;
};

struct calendar {
    struct view view;
    struct id household;
    struct household_row row;
    struct logged *visits; /* the newest first; withdrawn ones left out */
    size_t count, room;
    int64_t today, day; /* day: the marked one, 0 none yet */
    bool table, stale;
    struct listing list;
    int across, down; /* months on the screen, as drawn last */
};

enum { COL_DATE, COL_WEEKDAY, COL_OUTCOME, COL_TEXT };
static const struct column columns[] = {
    [COL_DATE] = {N_("Date"), 10, 10, 0, false},
    [COL_WEEKDAY] = {"", 3, 4, 0, false},
    [COL_OUTCOME] = {N_("Outcome"), 8, 12, 0, false},
    [COL_TEXT] = {N_("Note"), 8, 200, 0, false},
};

static const enum request requests[] = {REQ_OPEN,  REQ_VISIT, REQ_TABLE,        REQ_LEFT,
                                        REQ_RIGHT, REQ_BACK,  LISTING_REQUESTS, REQ_NONE};

static struct calendar *of(struct view *v) {
    return (struct calendar *)v;
}

static bool is_han(void) {
    return i18n_is_chinese() && !term_is_ascii();
}

static bool is_table(const struct calendar *c) {
    return c->table || term_is_linear();
}

static enum err add_visit(void *arg, const struct visit_row *v) {
    struct calendar *c = arg;

    if (v->withdrawn || v->outcome <= OUTCOME_NONE || v->outcome >= OUTCOME_COUNT)
        return ERR_OK;
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 32;
        c->visits = mem_resize(c->visits, c->room, sizeof *c->visits);
    }
    c->visits[c->count++] = (struct logged){v->device, v->seq, clock_day(v->at), v->outcome};
    return ERR_OK;
}

static void refresh(struct calendar *c) {
    struct household h = {0};
    enum err e;

    if (!c->stale)
        return;
    c->stale = false;
    c->count = 0;
    c->today = clock_day(clock_now());
    e = read_household(c->view.app->store, &c->household, &c->row, &h);
    household_free(&h);
    if (e == ERR_OK)
        e = read_visits(c->view.app->store, &c->row.id, VISITS_MAX, add_visit, c);
    if (e != ERR_OK)
        app_say_error(c->view.app);
    if (!c->day)
        c->day = c->count ? c->visits[0].day : c->today;
}

/* The newest visit of a day and how many there were; NULL: none. */
static const struct logged *visit_on(const struct calendar *c, int64_t day, size_t *count) {
    const struct logged *found = NULL;

    *count = 0;
    for (size_t i = 0; i < c->count && c->visits[i].day >= day; i++)
        if (c->visits[i].day == day) {
            found = found ? found : &c->visits[i];
            ++*count;
        }
    return found;
}

/* --- as a table --- */

static bool has_row(void *arg, size_t row) {
    return row < ((struct calendar *)arg)->count;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct calendar *c = arg;
    const struct logged *l = &c->visits[row];
    struct visit_row v;

    switch (column) {
    case COL_DATE:
        words_date(out, clock_day_start(l->day));
        break;
    case COL_WEEKDAY:
        buf_puts(out, directory_weekday_name(directory_weekday(l->day)));
        break;
    case COL_OUTCOME:
        buf_puts(out, kinds_words(LIST_OUTCOME, (int)l->outcome));
        break;
    default:
        if (read_visit(c->view.app->store, &l->device, l->seq, &v) == ERR_OK)
            buf_printf(out, "%s%s%s", v.met, *v.met && *v.note ? "  " : "", v.note);
    }
    return PAINT_TEXT;
}

static void draw_table(struct calendar *c, const struct area *area) {
    if (c->list.at >= c->count)
        c->list.at = c->list.top = 0;
    listing_draw(&c->list, area, true);
    if (c->count)
        return;
    screen_put(area->row + 1, LISTING_MARK_CELLS, area->cols, PAINT_TEXT, _("No visit was ever logged here."));
    term_cursor(area->row + 1, LISTING_MARK_CELLS);
}

/* --- as weeks --- */

static void put_month(struct buf *out, const struct calendar_month *m) {
    buf_printf(out, _("%d-%02d"), m->year, m->month);
}

static void draw_day(struct calendar *c, int row, int col, int64_t day, int number) {
    size_t count;
    const struct logged *l = visit_on(c, day, &count);
    bool shaded = l && !term_is_slow();
    char text[24];

    snprintf(text, sizeof text, "%2d%s", number, l ? is_han() ? signs[l->outcome].han : signs[l->outcome].ascii : "");
    if (l && !is_han() && count > 1)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%d", count > 9 ? 9 : (int)count);
    screen_put(row, col, DAY - 1, shaded ? PAINT_SHADE_2 : day == c->today ? PAINT_TITLE : PAINT_TEXT, text);
    if (day != c->day)
        return;
    screen_put(row, col - 1, 1, PAINT_MARK, ">");
    term_cursor(row, number < 10 ? col + 1 : col);
}

static void draw_month(struct calendar *c, const struct calendar_month *m, int top, int left, bool named) {
    struct buf name = {0};
    int row, col;

    if (named) {
        put_month(&name, m);
        screen_put(top++, left, MONTH, PAINT_TITLE, buf_text(&name));
    }
    for (int i = 0; i < CALENDAR_WEEK; i++)
        screen_put(top, left + i * DAY + 1, DAY - 1, PAINT_QUIET, directory_weekday_name(i + 1));
    for (int i = 0; i < m->days; i++) {
        calendar_place(m, m->first + i, &row, &col);
        draw_day(c, top + 1 + row, left + col * DAY + 1, m->first + i, i + 1);
    }
    buf_free(&name);
}

static void draw_detail(struct calendar *c, const struct area *area) {
    struct buf text = {0};
    size_t count;
    const struct logged *l = visit_on(c, c->day, &count);
    struct visit_row v;

    if (l && read_visit(c->view.app->store, &l->device, l->seq, &v) == ERR_OK)
        happenings_visit(&text, &v);
    else
        words_date(&text, clock_day_start(c->day));
    buf_printf(&text, "  %s", directory_weekday_name(directory_weekday(c->day)));
    if (c->day == c->today)
        buf_printf(&text, "  %s", _("today"));
    if (!l)
        buf_printf(&text, "  %s", _("no visit"));
    else if (count > 1)
        buf_printf(&text, ngettext("  (%d visit on this day)", "  (%d visits on this day)", (unsigned long)count), (int)count);
    listing_put_text(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT, buf_text(&text), 0);
    buf_free(&text);
}

static void draw_legend(const struct calendar *c, int row, int cols) {
    struct buf text = {0};
    int counts[OUTCOME_COUNT] = {0};

    for (size_t i = 0; i < c->count; i++)
        counts[c->visits[i].outcome]++;
    for (int o = OUTCOME_NONE + 1; o < OUTCOME_COUNT; o++)
        if (counts[o])
            buf_printf(&text, "%s%s %s %d", text.len ? "  " : "", is_han() ? signs[o].han : signs[o].ascii,
                       kinds_words(LIST_OUTCOME, o), counts[o]);
    screen_put(row, LISTING_MARK_CELLS, cols - LISTING_MARK_CELLS, PAINT_QUIET, buf_text(&text));
    buf_free(&text);
}

/* The newest page ends with this month, so that pages do not shift while one turns them. */
static void draw_months(struct calendar *c, const struct area *area) {
    bool named = area->rows >= ROOMY;
    int last = area->row + area->rows - 1, below = 2;
    struct area detail = {last - 1, 1, area->cols};
    struct calendar_month first, m;
    int all, back;

    c->across = (area->cols - LISTING_MARK_CELLS + GAP) / (MONTH + GAP);
    c->down = named ? (area->rows - below) / MONTH_ROWS : 1;
    c->across = c->across > 0 ? c->across : 1;
    c->down = c->down > 0 ? c->down : 1;
    all = c->across * c->down;
    back = calendar_months(c->day, c->today) / all * all + all - 1;
    calendar_month(&m, c->today);
    calendar_on(&first, &m, -back);
    for (int i = 0; i < all; i++) {
        calendar_on(&m, &first, i);
        draw_month(c, &m, area->row + i / c->across * MONTH_ROWS, LISTING_MARK_CELLS - 1 + i % c->across * (MONTH + GAP), named);
    }
    draw_detail(c, &detail);
    draw_legend(c, last, area->cols);
}

static void draw(struct view *v, const struct area *area) {
    struct calendar *c = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0}, month = {0};
    struct calendar_month m;
    int used = 0;

    refresh(c);
    words_door(&title, &c->row.door, area->cols / 2);
    buf_printf(&title, "  %s  ", c->row.head);
    if (is_table(c) || body.rows >= ROOMY) {
        buf_printf(&title, _("Visits: %d"), (int)c->count);
    } else {
        calendar_month(&m, c->day);
        put_month(&month, &m);
        used = screen_cells(buf_text(&month)) + 1;
    }
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS - used - (used > 0), PAINT_TITLE, buf_text(&title));
    if (used)
        screen_put_right(area->row, area->cols - used, used - 1, PAINT_TITLE, buf_text(&month));
    if (is_table(c))
        draw_table(c, &body);
    else
        draw_months(c, &body);
    buf_free(&title);
    buf_free(&month);
}

/* --- requests --- */

static const struct logged *marked(struct calendar *c) {
    size_t count;

    refresh(c);
    if (is_table(c))
        return c->list.at < c->count ? &c->visits[c->list.at] : NULL;
    return visit_on(c, c->day, &count);
}

static const char *refuses(struct view *v, enum request r) {
    struct calendar *c = of(v);

    if (r == REQ_OPEN && !marked(c))
        return c->count ? _("No visit on that day; End goes to the newest.") : _("No visit was ever logged here.");
    if (r == REQ_TABLE && term_is_linear())
        return _("In lines it is always a table.");
    if ((r == REQ_LEFT || r == REQ_RIGHT) && is_table(c))
        return _("A table has no days beside each other; Up and Down go through the visits.");
    return NULL;
}

/* Not past this month, and not before the month of the first visit. */
static void go_to(struct calendar *c, int64_t day) {
    struct calendar_month first, last;

    calendar_month(&last, c->today);
    calendar_month(&first, c->count ? c->visits[c->count - 1].day : c->today);
    if (day < first.first && c->count)
        app_say(c->view.app, _("No visit was logged before."));
    else if (day < first.first || day >= last.first + last.days)
        app_say(c->view.app, _("There is nothing more that way."));
    else
        c->day = day;
}

static void go_to_end(struct calendar *c, bool first) {
    int64_t from = c->day;

    if (c->count)
        c->day = c->visits[first ? c->count - 1 : 0].day;
    if (!c->count)
        app_say(c->view.app, _("No visit was ever logged here."));
    else if (c->day == from)
        app_say(c->view.app, _("There is nothing more that way."));
}

static void move(struct calendar *c, enum request r) {
    switch (r) {
    case REQ_LEFT:
    case REQ_RIGHT:
        go_to(c, c->day + (r == REQ_RIGHT ? 1 : -1));
        break;
    case REQ_DOWN:
    case REQ_UP:
        go_to(c, c->day + (r == REQ_DOWN ? CALENDAR_WEEK : -CALENDAR_WEEK));
        break;
    case REQ_PAGE_DOWN:
    case REQ_PAGE_UP:
        go_to(c, calendar_same_day(c->day, r == REQ_PAGE_DOWN ? 1 : -1));
        break;
    default:
        go_to_end(c, r == REQ_FIRST);
    }
}

/* The same visit stays marked in both. */
static void turn(struct calendar *c) {
    const struct logged *l = marked(c);

    if (c->table && l)
        c->day = l->day;
    else if (l)
        c->list.at = (size_t)(l - c->visits);
    c->table = !c->table;
}

static void request(struct view *v, enum request r) {
    struct calendar *c = of(v);
    const struct logged *l = marked(c);
    struct visit_row visit;

    switch (r) {
    case REQ_OPEN:
        if (read_visit(v->app->store, &l->device, l->seq, &visit) == ERR_OK)
            app_push(v->app, visit_view(v->app, &visit));
        else
            app_say_error(v->app);
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &c->household));
        break;
    case REQ_TABLE:
        turn(c);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!is_table(c))
            move(c, r);
        else if (!listing_move(&c->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->stale = true;
}

static void free_view(struct view *v) {
    mem_free(of(v)->visits);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "calendar",
    .title = N_("Calendar of visits"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *calendar_view(struct app *app, const struct id *household) {
    struct calendar *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, app};
    c->household = *household;
    c->stale = true;
    c->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .texts = 1u << COL_TEXT,
                               .arg = c};
    return &c->view;
}
