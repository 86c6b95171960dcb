/* The directory: mediators, departments, helpers, other routes, classes of matters, a part at a time; a lookup goes through all
 * of it, and a day shows which departments are there. */
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "linli/read_flow.h"
#include "listing.h"
#include "term.h"
#include "typing.h"
#include "words.h"

#define ENTRIES_MAX 20000 /* kept in memory; more than any town has */
#define KINDS_MAX 8

struct row {
    struct id id;
    char area[AREA_SIZE];
    int64_t since, until;
    struct item_values values;
    int64_t open; /* matters, -1 not asked yet */
    char *place;  /* name of the area, NULL not asked yet */
};
/* A line of the list: an entry, or a heading. */
struct line {
    size_t row;
    const char *heading; /* NULL: an entry */
};

enum { COL_NAME, COL_FIRST, COL_STATE, COL_REST, COL_AREA, COLUMNS };
struct directory {
    struct view view;
    struct row *rows;
    size_t count, room;
    struct line *lines;
    size_t line_count;
    enum item kind;
    int weekday; /* 0: all days */
    int64_t day;
    bool typing, stale, read;
    struct edit line;
    struct column columns[COLUMNS];
    struct listing list;
};

static const struct column columns[COLUMNS] = {
    [COL_NAME] = {N_("Name"), 8, 18, 0, false}, [COL_FIRST] = {"", 11, 26, 0, false},       [COL_STATE] = {"", 10, 12, 1, false},
    [COL_REST] = {"", 10, 60, 2, false},        [COL_AREA] = {N_("Area"), 8, 16, 3, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_FIND,   REQ_KIND,         REQ_HERE,  REQ_NEW_ENTRY,
                                        REQ_EDIT, REQ_PINYIN, REQ_WITHDRAW,     REQ_PRINT, REQ_EXPORT,
                                        REQ_BACK, REQ_SYNC,   LISTING_REQUESTS, REQ_NONE};

static struct directory *of(struct view *v) {
    return (struct directory *)v;
}

/* ---- rows */

static void drop_rows(struct directory *d) {
    for (size_t i = 0; i < d->count; i++) {
        items_free(&d->rows[i].values);
        mem_free(d->rows[i].place);
    }
    d->count = 0;
}

static enum err add_row(void *arg, const struct entry_row *r) {
    struct directory *d = arg;
    struct row *row;

    if (d->count == ENTRIES_MAX)
        return ERR_OK;
    if (d->count == d->room) {
        d->room = d->room ? 2 * d->room : 128;
        d->rows = mem_resize(d->rows, d->room, sizeof *d->rows);
    }
    row = &d->rows[d->count++];
    *row = (struct row){.id = r->id, .since = r->since, .until = r->until, .open = -1};
    strcpy(row->area, r->area);
    row->values.item = r->item;
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        items_set(&row->values, i, r->values->at[i]);
    return ERR_OK;
}

static void read_rows(struct directory *d) {
    enum item kind;
    enum err e = ERR_OK;

    if (d->read)
        return;
    d->read = d->stale = true;
    drop_rows(d);
    for (size_t i = 0; e == ERR_OK && (kind = directory_kind(i)) != ITEM_NONE; i++)
        e = read_entries(d->view.app->store, kind, add_row, d);
    if (e != ERR_OK)
        app_say_error(d->view.app);
}

/* Adds the entries of a kind that fit; under a heading where there is one and any fits. */
static void add_lines(struct directory *d, enum item kind, enum directory_here here, const char *heading) {
    struct directory_wish wish = {.query = d->typing ? edit_text(&d->line) : NULL};
    bool any = false;

    for (size_t i = 0; i < d->count; i++) {
        const struct item_values *v = &d->rows[i].values;

        if (v->item != kind || (d->weekday && directory_here(v, d->weekday) != here) || !directory_fits(v, &wish))
            continue;
        if (!any && heading)
            d->lines[d->line_count++] = (struct line){.heading = heading};
        any = true;
        d->lines[d->line_count++] = (struct line){.row = i};
    }
}

static void set_columns(struct directory *d) {
    memcpy(d->columns, columns, sizeof columns);
    if (!d->typing)
        d->columns[COL_FIRST].title = directory_first_title(d->kind);
    if (!d->typing && (d->kind == ITEM_IS_DEPARTMENT || d->kind == ITEM_IS_ROUTE)) /* neither term nor day */
        d->columns[COL_STATE].least = d->columns[COL_STATE].most = 0;
}

static void refresh(struct directory *d) {
    enum item kind;

    read_rows(d);
    if (!d->stale)
        return;
    d->stale = false;
    d->line_count = 0;
    d->lines = mem_resize(d->lines, d->count + KINDS_MAX, sizeof *d->lines);
    set_columns(d);
    if (d->weekday) {
        add_lines(d, ITEM_IS_DEPARTMENT, DIRECTORY_HERE, NULL);
        add_lines(d, ITEM_IS_DEPARTMENT, DIRECTORY_ON_CALL, _("On call"));
    } else if (d->typing) {
        for (size_t i = 0; (kind = directory_kind(i)) != ITEM_NONE; i++)
            add_lines(d, kind, DIRECTORY_HERE, directory_kind_name(kind));
    } else {
        add_lines(d, d->kind, DIRECTORY_HERE, NULL);
    }
    if (d->list.at >= d->line_count)
        d->list.at = d->line_count ? d->line_count - 1 : 0;
}

static bool has_row(void *arg, size_t row) {
    struct directory *d = arg;

    refresh(d);
    return row < d->line_count;
}

static struct row *row_at(struct directory *d, size_t line) {
    return has_row(d, line) && !d->lines[line].heading ? &d->rows[d->lines[line].row] : NULL;
}

static struct row *marked(struct directory *d) {
    refresh(d);
    listing_rest(&d->list);
    return row_at(d, d->list.at);
}

static enum listing_line line_of(void *arg, size_t row, struct buf *out) {
    struct directory *d = arg;

    if (!has_row(d, row) || !d->lines[row].heading)
        return LISTING_CELLS;
    buf_puts(out, d->lines[row].heading);
    return LISTING_HEADING;
}

/* ---- cells */

/* Whether somebody may be asked now: a term that is over or soon is, else what there is to do already. */
static enum paint state_cell(struct directory *d, struct row *r, struct buf *out) {
    int64_t left = 0, all, today = clock_day(clock_now());
    enum directory_term term;

    if (r->values.item == ITEM_IS_CLASS) {
        words_due(out, r->until);
        return r->until && r->until < today ? PAINT_RED : PAINT_TEXT;
    }
    term = directory_term(r->since, r->until, today, &left);
    if (term == DIRECTORY_ENDED || term == DIRECTORY_NOT_YET) {
        buf_puts(out, term == DIRECTORY_ENDED ? _("term over") : _("not yet"));
        return PAINT_RED;
    }
    if (term == DIRECTORY_ENDS_SOON) {
        buf_printf(out, _("%lld d left"), (long long)left);
        return PAINT_YELLOW;
    }
    if (r->open < 0 && read_entry_load(d->view.app->store, &r->id, &r->open, &all) != ERR_OK) {
        r->open = 0;
        app_say_error(d->view.app);
    }
    if (r->open)
        buf_printf(out, _("%lld open"), (long long)r->open);
    return PAINT_TEXT;
}

static const char *place_of(struct directory *d, struct row *r) {
    char name[NAME_SIZE] = "";

    if (!r->place) {
        read_area_name(d->view.app->store, r->area, name);
        r->place = mem_dup(*name ? name : r->area);
    }
    return r->place;
}

static enum paint cell(void *arg, size_t line, size_t column, struct buf *out) {
    struct directory *d = arg;
    struct row *r = row_at(d, line);

    if (!r)
        return PAINT_TEXT;
    switch (column) {
    case COL_NAME:
        buf_puts(out, items_get(&r->values, "name"));
        break;
    case COL_FIRST:
        directory_first(out, &r->values);
        break;
    case COL_STATE:
        return state_cell(d, r, out);
    case COL_REST:
        directory_rest(out, &r->values);
        break;
    case COL_AREA:
        buf_puts(out, place_of(d, r));
        break;
    }
    return PAINT_TEXT;
}

static uint64_t marks(void *arg, size_t line, size_t column) {
    struct directory *d = arg;
    const struct row *r = column == COL_NAME && d->typing ? row_at(d, line) : NULL;
    const char *query = edit_text(&d->line);

    return r && *query && pinyin_match(items_get(&r->values, "name"), query) != PINYIN_NO
               ? pinyin_matched(items_get(&r->values, "name"), query)
               : 0;
}

/* ---- drawing */

static size_t count_of(const struct directory *d, enum item kind) {
    size_t n = 0;

    for (size_t i = 0; i < d->count; i++)
        n += d->rows[i].values.item == kind;
    return n;
}

/* The parts side by side, the present one in brackets; where that is too wide, the present one alone. */
static void draw_parts(struct directory *d, const struct area *area) {
    int col = LISTING_MARK_CELLS, cells = 0;
    bool all;
    enum item kind;

    for (size_t i = 0; (kind = directory_kind(i)) != ITEM_NONE; i++)
        cells += screen_cells(err_fmt("%s %zu", directory_kind_name(kind), count_of(d, kind))) + 4;
    all = cells + col <= area->cols;
    for (size_t i = 0; (kind = directory_kind(i)) != ITEM_NONE; i++) {
        const char *text = err_fmt(kind == d->kind ? "[%s %zu]" : " %s %zu ", directory_kind_name(kind), count_of(d, kind));

        if (all || kind == d->kind)
            col += screen_put(area->row, col, area->cols - col, kind == d->kind ? PAINT_TITLE : PAINT_QUIET, text) + 1;
    }
}

static void draw_day(struct directory *d, const struct area *area) {
    struct buf text = {0};
    char date[CLOCK_DATE_SIZE];
    int cells = area->cols - LISTING_MARK_CELLS;
    size_t here = 0;

    for (size_t i = 0; i < d->count; i++)
        here += d->rows[i].values.item == ITEM_IS_DEPARTMENT && directory_here(&d->rows[i].values, d->weekday) == DIRECTORY_HERE;
    clock_date(date, clock_day_start(d->day));
    buf_printf(&text, _("[Here on %s %s: %zu]"), directory_weekday_name(d->weekday), date, here);
    cells -= screen_put(area->row, LISTING_MARK_CELLS, cells, PAINT_TITLE, buf_text(&text)) + 2;
    screen_put_right(area->row, area->cols - cells, cells, PAINT_QUIET, _("Esc shows all"));
    buf_free(&text);
}

static void draw_title(struct directory *d, const struct area *area) {
    int used;

    if (d->typing) {
        used = screen_put(area->row, LISTING_MARK_CELLS, area->cols / 2, PAINT_LABEL, _("Find: ")) + LISTING_MARK_CELLS;
        screen_entry(area->row, used, area->cols - used, &d->line, true);
    } else if (d->weekday) {
        draw_day(d, area);
    } else {
        draw_parts(d, area);
    }
}

static void draw_nothing(struct directory *d, const struct area *rows) {
    const char *text = _("Nothing stands here yet."), *then = _("N adds an entry; the office brings whole lists.");

    if (d->typing) {
        text = err_fmt(_("Nothing found for: %s"), edit_text(&d->line));
        then = _("Fewer letters find more; Esc shows all.");
    } else if (d->weekday) {
        text = _("No department is here on that day, and none is on call.");
        then = _("d goes on to the next day.");
    } else if (directory_refuses(d->view.app)) {
        then = d->view.app->enrolled ? _("F5 fetches what the office keeps.") : "";
    }
    screen_put(rows->row + 1, LISTING_MARK_CELLS, rows->cols - LISTING_MARK_CELLS, PAINT_TEXT, text);
    screen_put(rows->row + 2, LISTING_MARK_CELLS, rows->cols - LISTING_MARK_CELLS, PAINT_TEXT, then);
    term_cursor(rows->row + 1, LISTING_MARK_CELLS);
}

static void draw(struct view *v, const struct area *area) {
    struct directory *d = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    refresh(d);
    if (d->line_count)
        listing_draw(&d->list, &rows, !d->typing);
    else
        draw_nothing(d, &rows);
    draw_title(d, area);
}

/* ---- keys */

static bool in_text(const struct view *v) {
    return ((const struct directory *)v)->typing;
}

const char *directory_refuses(struct app *app) {
    struct flow_actor a;

    if (read_actor(app->store, NULL, &a) != ERR_OK) {
        err_clear();
        return NULL;
    }
    return a.alone || (a.roles & FLOW_DESK) ? NULL : _("Directories are kept by desks: tell yours what has changed.");
}

static const char *refuses(struct view *v, enum request r) {
    struct directory *d = of(v);

    if (r == REQ_DIRECTORY)
        return _("This screen is open already.");
    if ((r == REQ_OPEN || r == REQ_EDIT || r == REQ_WITHDRAW) && !marked(d))
        return _("There is no entry in the list.");
    if (r == REQ_FIND && d->typing)
        return _("You are searching already: type a name, pinyin, or what it is about.");
    return r == REQ_EDIT || r == REQ_WITHDRAW || r == REQ_NEW_ENTRY ? directory_refuses(v->app) : NULL;
}

static void show_all(struct directory *d) {
    const struct row *r = marked(d);
    struct id kept = {{0}};

    if (r) {
        kept = r->id;
        d->kind = r->values.item;
    }
    d->typing = false;
    d->weekday = 0;
    edit_set(&d->line, "");
    d->stale = true;
    d->list.at = d->list.top = 0;
    for (size_t i = 0; has_row(d, i); i++)
        if (row_at(d, i) && id_equal(&row_at(d, i)->id, &kept))
            d->list.at = i;
    d->list.top = d->list.at > 5 ? d->list.at - 5 : 0;
}

static void next_kind(struct directory *d) {
    size_t i = 0;

    if (d->typing || d->weekday)
        show_all(d);
    while (directory_kind(i) != d->kind && directory_kind(i) != ITEM_NONE)
        i++;
    d->kind = directory_kind(i + 1) ? directory_kind(i + 1) : directory_kind(0);
    d->list.at = d->list.top = 0;
    d->stale = true;
}

/* Today, then the days that follow. */
static void next_day(struct directory *d) {
    bool first = !d->weekday;

    if (d->typing)
        show_all(d);
    d->kind = ITEM_IS_DEPARTMENT;
    d->day = first ? clock_day(clock_now()) : d->day + 1;
    d->weekday = directory_weekday(d->day);
    d->list.at = d->list.top = 0;
    d->stale = true;
}

static bool insert(struct directory *d, const char *bytes, size_t len) {
    if (!edit_insert(&d->line, bytes, len))
        app_say(d->view.app, _("That is too long to search for: a part of it is enough."));
    return true;
}

static void find(struct view *v, const char *text, size_t len) {
    struct directory *d = of(v);

    d->weekday = 0;
    d->typing = d->stale = true;
    d->list.at = d->list.top = 0;
    edit_set(&d->line, "");
    if (len)
        insert(d, text, len);
}

static void request(struct view *v, enum request r) {
    struct directory *d = of(v);
    const struct row *row = marked(d);
    struct id none = {{0}};

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, entry_view(v->app, &row->id));
        break;
    case REQ_EDIT:
        app_push(v->app, item_form(v->app, row->values.item, &row->id, NULL));
        break;
    case REQ_WITHDRAW:
        app_push(v->app, drop_entry_form(v->app, &row->id, items_get(&row->values, "name")));
        break;
    case REQ_NEW_ENTRY:
        app_push(v->app, item_form(v->app, d->kind, &none, NULL));
        break;
    case REQ_PRINT:
        app_push(v->app, print_form(v->app, PRINT_ROUTES, NULL));
        break;
    case REQ_EXPORT:
        list_to_file(v->app, &(struct lists_ask){.what = LIST_OF_ENTRIES, .kind = d->kind}, r);
        break;
    case REQ_KIND:
        next_kind(d);
        break;
    case REQ_HERE:
        next_day(d);
        break;
    case REQ_FIND:
        find(v, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    case REQ_BACK:
        if (d->typing || d->weekday)
            show_all(d);
        else
            app_pop(v->app);
        break;
    default:
        if (!listing_move(&d->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct directory *d = of(v);
    bool done;

    if (!d->typing)
        return false;
    if (key->code == K_BACKSPACE && !d->line.text.len) {
        show_all(d);
        return true;
    }
    done = key->code == K_PASTE ? insert(d, buf_text(paste), paste->len) : typing_key(&d->line, key);
    if (done) {
        d->stale = true;
        d->list.at = d->list.top = 0;
    }
    return done;
}

static void reload(struct view *v) {
    of(v)->read = false;
}

static void free_view(struct view *v) {
    struct directory *d = of(v);

    drop_rows(d);
    mem_free(d->rows);
    mem_free(d->lines);
    edit_free(&d->line);
    mem_free(d);
}

static const struct view_ops ops = {
    .name = "directory",
    .title = N_("Directory"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .takes_words = in_text,
    .refuses = refuses,
    .request = request,
    .key = key,
    .find = find,
    .reload = reload,
};

struct view *directory_view(struct app *app) {
    struct directory *d = mem_new(1, sizeof *d);

    d->view = (struct view){&ops, app};
    d->kind = directory_kind(0);
    memcpy(d->columns, columns, sizeof columns);
    d->list = (struct listing){.columns = d->columns,
                               .column_count = COLUMNS,
                               .has = has_row,
                               .cell = cell,
                               .marks = marks,
                               .line = line_of,
                               .arg = d,
                               .texts = 1u << COL_REST | 1u << COL_FIRST,
                               .flows = true};
    return &d->view;
}
