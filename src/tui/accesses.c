/* Who looked at numbers that are masked by default, when and what for: of one household or of all, the newest first. It is what
 * the household's own copy lists, and shows no number. Read through an index, a piece at a time as one goes down. */
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/needs.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define PIECE 64
#define ROWS_MAX 20000 /* older looks are in a household's own log */

struct accesses {
    struct view view;
    struct id household; /* zero: of all */
    struct listing list;
    struct access_row *rows; /* owned */
    size_t count, room;
    bool whole; /* there are no more */
    struct buf title;
};

enum { COL_WHEN, COL_WHO, COL_WHOSE, COL_WHY, COL_DOOR, COLUMNS }; /* the door last: only in the log of all */
static const struct column columns[COLUMNS] = {
    [COL_WHEN] = {N_("When"), 16, 16, 0, false},         [COL_WHO] = {N_("Who"), 6, 14, 0, false},
    [COL_WHOSE] = {N_("Whose number"), 8, 16, 0, false}, [COL_WHY] = {N_("What for"), 8, 26, 2, false},
    [COL_DOOR] = {N_("Door"), 10, 22, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_ACCESS_LOG, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct accesses *of(struct view *v) {
    return (struct accesses *)v;
}

static bool of_all(const struct accesses *a) {
    return id_is_zero(&a->household);
}

static enum err add_row(void *arg, const struct access_row *row) {
    struct accesses *a = arg;

    if (a->count == a->room) {
        a->room = a->room ? a->room * 2 : PIECE;
        a->rows = mem_resize(a->rows, a->room, sizeof *a->rows);
    }
    a->rows[a->count++] = *row;
    return ERR_OK;
}

static void read_until(struct accesses *a, size_t row) {
    while (!a->whole && a->count <= row) {
        size_t before = a->count;
        struct access_row last = {0};

        if (before)
            last = a->rows[before - 1];
        if (read_accesses(a->view.app->store, of_all(a) ? NULL : &a->household, before ? &last : NULL, PIECE, add_row, a) !=
            ERR_OK)
            app_say_error(a->view.app);
        a->whole = a->count < before + PIECE || a->count >= ROWS_MAX;
    }
}

static bool has_row(void *arg, size_t row) {
    struct accesses *a = arg;

    read_until(a, row);
    return row < a->count;
}

static void put_when(struct buf *out, int64_t at) {
    char date[CLOCK_DATE_SIZE], time[6];

    clock_date(date, at);
    clock_hhmm(time, at);
    buf_printf(out, "%s %s", date, time);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct accesses *a = arg;
    const struct access_row *r = &a->rows[row];

    if (column == COL_WHEN)
        put_when(out, r->at);
    if (column == COL_WHO)
        buf_puts(out, *r->worker ? r->worker : _("this device"));
    if (column == COL_DOOR)
        words_door(out, &r->door, a->list.cells[COL_DOOR]);
    if (column == COL_WHOSE)
        buf_puts(out, r->what);
    if (column == COL_WHY)
        buf_puts(out, *r->purpose ? r->purpose : _("on the screen"));
    return PAINT_TEXT;
}

static void draw(struct view *v, const struct area *area) {
    struct accesses *a = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&a->title));
    while (a->list.at && !has_row(a, a->list.at))
        a->list.at--;
    if (has_row(a, 0)) {
        listing_draw(&a->list, &rows, true);
        return;
    }
    screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT,
               _("Nobody has looked at a masked number."));
    term_cursor(rows.row + 1, LISTING_MARK_CELLS);
}

static const char *refuses(struct view *v, enum request r) {
    struct accesses *a = of(v);

    if (r == REQ_ACCESS_LOG && of_all(a))
        return _("This is the log of all already.");
    if (r != REQ_OPEN)
        return NULL;
    return !has_row(a, a->list.at) ? _("There is nothing to open.") : !of_all(a) ? _("Esc goes back to the household.") : NULL;
}

static void request(struct view *v, enum request r) {
    struct accesses *a = of(v);

    if (r == REQ_OPEN)
        app_push(v->app, card_view(v->app, &a->rows[a->list.at].household));
    else if (r == REQ_ACCESS_LOG)
        app_push(v->app, accesses_view(v->app, NULL));
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!listing_move(&a->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

static void reload(struct view *v) {
    of(v)->count = 0;
    of(v)->whole = false;
}

static void free_view(struct view *v) {
    mem_free(of(v)->rows);
    buf_free(&of(v)->title);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "accesses",
    .title = N_("Looks at masked numbers"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

static void write_title(struct accesses *a) {
    struct household_row row;
    struct household h = {0};

    buf_puts(&a->title, _("Looks at masked numbers"));
    if (!of_all(a) && read_household(a->view.app->store, &a->household, &row, &h) == ERR_OK) {
        buf_puts(&a->title, "  ");
        words_door(&a->title, &row.door, 30);
        buf_printf(&a->title, " %s", row.head);
    }
    household_free(&h);
}

struct view *accesses_view(struct app *app, const struct id *household) {
    struct accesses *a = mem_new(1, sizeof *a);

    a->view = (struct view){&ops, app};
    if (household)
        a->household = *household;
    a->list = (struct listing){.columns = columns,
                               .column_count = household ? COL_DOOR : COLUMNS,
                               .has = has_row,
                               .cell = cell,
                               .arg = a,
                               .gap = 1,
                               .texts = 1u << COL_WHOSE | 1u << COL_WHY,
                               .flows = true};
    write_title(a);
    return &a->view;
}
