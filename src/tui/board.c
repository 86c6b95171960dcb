/* The building board: a cell for each door, as people see the house; where one would rather look than read. */
#include "board.h"

#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "listing.h"
#include "term.h"

#define ACROSS_WIDE 20 /* houses to a row */
#define ACROSS 10
#define WIDE 76

static const enum request requests[] = {REQ_OPEN,         REQ_VISIT,         REQ_BOARD,  REQ_NEXT_PAGE, REQ_LEFT,
                                        REQ_RIGHT,        REQ_BACK,          REQ_MATTER, REQ_FIND,      REQ_SYNC,
                                        LISTING_REQUESTS, REQ_PREVIOUS_PAGE, REQ_NONE};

static struct board_view *of(struct view *v) {
    return (struct board_view *)v;
}

const struct board_door *board_marked(const struct board_view *b) {
    size_t door = b->place < b->layout.rows * b->layout.cols ? b->layout.doors[b->place] : BOARD_NO;

    return door == BOARD_NO ? NULL : &b->board.doors[door];
}

static void note_marked(struct board_view *b) {
    const struct board_door *d = board_marked(b);

    b->marked = d ? d->id : (struct id){{0}};
    board_measure(b);
}

/* The first place that has a door, from above. */
static size_t first_place(const struct board_view *b) {
    size_t all = b->layout.rows * b->layout.cols, i = 0;

    while (i < all && b->layout.doors[i] == BOARD_NO)
        i++;
    return i;
}

static size_t last_place(const struct board_view *b) {
    size_t i = b->layout.rows * b->layout.cols;

    while (i > 0 && b->layout.doors[i - 1] == BOARD_NO)
        i--;
    return i ? i - 1 : 0;
}

static size_t across_of(int cols) {
    return cols >= WIDE ? ACROSS_WIDE : ACROSS;
}

static void lay_out(struct board_view *b) {
    board_free(&b->layout);
    board_lay_out(&b->layout, b->board.doors, b->board.count, across_of(b->area.cols));
    b->place = first_place(b);
    for (size_t i = 0; i < b->board.count; i++)
        if (id_equal(&b->board.doors[i].id, &b->marked))
            b->place = board_place(&b->layout, i);
    note_marked(b);
}

/* Reads the doors again, and puts the mark where it was: on its household, wherever that stands by now. */
static void refresh(struct board_view *b) {
    struct store *s = b->view.app->store;
    struct board_at at;
    enum err e;

    if (!b->stale)
        return;
    b->stale = false;
    b->today = clock_day(clock_now());
    b->days = conf_number(CONF_DAYS);
    b->told = b->said = (struct id){{0}};
    read_hold(s);
    if (!id_is_zero(&b->marked) && read_board_at(s, &b->marked, &at) == ERR_OK)
        b->at = at;
    e = read_board(s, &b->at, &b->board);
    if (e == ERR_OK && !b->board.count && read_board_before(s, &b->at, &at) == ERR_OK)
        e = read_board(s, &at, &b->board);
    read_release(s);
    if (e != ERR_OK)
        app_say_error(b->view.app);
    memset(b->counts, 0, sizeof b->counts);
    for (size_t i = 0; i < b->board.count; i++) {
        enum board_mark m = board_mark(&b->board.doors[i], b->today, b->days);

        if (m < BOARD_MARKS)
            b->counts[m]++;
    }
    lay_out(b);
}

static void draw(struct view *v, const struct area *area) {
    struct board_view *b = of(v);
    bool other = across_of(area->cols) != across_of(b->area.cols);

    b->area = *area;
    refresh(b);
    if (other)
        lay_out(b);
    board_measure(b);
    if (!b->board.count) {
        screen_put(area->row + 1, LISTING_MARK_CELLS, area->cols, PAINT_TEXT, _("There are no households here yet."));
        screen_put(area->row + 2, LISTING_MARK_CELLS, area->cols, PAINT_TEXT,
                   v->app->enrolled ? _("F5 fetches them from the hub.") : _("Bring in a roster: linli import FILE"));
        term_cursor(area->row + 1, LISTING_MARK_CELLS);
    } else if (term_is_linear()) {
        board_tell(b);
    } else {
        board_draw(b);
    }
}

/* --- requests --- */

static bool has_pages(const struct board_view *b) {
    return b->row_pages > 1 || b->col_from > 0 || b->col_to < b->layout.cols;
}

static const char *refuses(struct view *v, enum request r) {
    struct board_view *b = of(v);

    refresh(b);
    if ((r == REQ_OPEN || r == REQ_VISIT || r == REQ_BOARD) && !b->board.count)
        return _("There are no households here yet.");
    if ((r == REQ_NEXT_PAGE || r == REQ_PREVIOUS_PAGE) && !has_pages(b))
        return err_fmt(_("All of it is on the screen; %s goes to the next building."), "PgDn");
    return NULL;
}

/* The next building or the one before. */
static void go_to(struct board_view *b, bool on) {
    struct app *app = b->view.app;
    struct board_at at;
    enum err e = on ? read_board_behind(app->store, &b->board.last, &at) : read_board_before(app->store, &b->board.first, &at);

    if (e == ERR_NOT_FOUND || !b->board.count) {
        app_say(app, on ? _("This is the last building.") : _("This is the first building."));
        return;
    }
    if (e != ERR_OK) {
        app_say_error(app);
        return;
    }
    b->at = at;
    b->marked = (struct id){{0}};
    b->stale = true;
    refresh(b);
}

static void go_to_door(struct board_view *b, size_t place) {
    if (place == b->place)
        app_say(b->view.app, _("There is no door further that way."));
    b->place = place;
    note_marked(b);
}

static void step(struct board_view *b, int down, int right) {
    if (!board_step(&b->layout, &b->place, down, right))
        app_say(b->view.app, _("There is no door further that way."));
    note_marked(b);
}

/* Columns first, then rows: as one reads. */
static void turn(struct board_view *b, bool on) {
    const struct board_layout *l = &b->layout;
    size_t row = b->row_page * b->rows_a_page, best = BOARD_NO;
    size_t col;

    if (on)
        col = b->col_to < l->cols ? b->col_to : 0;
    else
        col = b->col_from ? b->col_from - 1 : l->cols - 1;
    if (on ? !col : !b->col_from)
        row = (b->row_page + (on ? 1 : b->row_pages - 1)) % b->row_pages * b->rows_a_page;
    for (size_t r = row; r < l->rows && r < row + b->rows_a_page; r++)
        for (size_t i = 0; i < l->cols && best == BOARD_NO; i++) {
            size_t c = (col + i) % l->cols;

            if (l->doors[r * l->cols + c] != BOARD_NO)
                best = r * l->cols + c;
        }
    b->place = best == BOARD_NO ? b->place : best;
    note_marked(b);
}

static void move(struct board_view *b, enum request r) {
    switch (r) {
    case REQ_DOWN:
    case REQ_UP:
        step(b, r == REQ_DOWN ? 1 : -1, 0);
        break;
    case REQ_LEFT:
    case REQ_RIGHT:
        step(b, 0, r == REQ_RIGHT ? 1 : -1);
        break;
    case REQ_FIRST:
    case REQ_LAST:
        go_to_door(b, r == REQ_FIRST ? first_place(b) : last_place(b));
        break;
    case REQ_NEXT_PAGE:
    case REQ_PREVIOUS_PAGE:
        turn(b, r == REQ_NEXT_PAGE);
        break;
    default:
        go_to(b, r == REQ_PAGE_DOWN);
    }
}

static void request(struct view *v, enum request r) {
    struct board_view *b = of(v);
    const struct board_door *d;

    refresh(b);
    d = board_marked(b);
    switch (r) {
    case REQ_OPEN:
        app_push(v->app, card_view(v->app, &d->id));
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &d->id));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, d ? &d->id : NULL));
        break;
    case REQ_BOARD:
        app_push(v->app, buildings_view(v->app, v, &b->board.first));
        break;
    case REQ_FIND:
        app_find(v->app, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        move(b, r);
    }
}

void board_go(struct view *v, const struct board_at *at) {
    struct board_view *b = of(v);

    b->at = *at;
    b->marked = (struct id){{0}};
    b->stale = true;
}

static bool idle(struct view *v, bool long_pause) {
    struct board_view *b = of(v);

    (void)long_pause;
    if (id_equal(&b->said, &b->marked))
        return false;
    b->said = (struct id){{0}};
    return true;
}

static void reload(struct view *v) {
    of(v)->stale = true;
}

static void free_view(struct view *v) {
    struct board_view *b = of(v);

    read_board_free(&b->board);
    board_free(&b->layout);
    buf_free(&b->detail);
    mem_free(b);
}

static const struct view_ops ops = {
    .name = "board",
    .title = N_("Building board"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
    .idle = idle,
};

/* Without a household it begins in the worker's own area. */
struct view *board_view(struct app *app, const struct id *household) {
    struct board_view *b = mem_new(1, sizeof *b);
    struct buf area = {0};
    int rows, cols;

    b->view = (struct view){&ops, app};
    b->stale = true;
    term_size(&rows, &cols);
    b->area = (struct area){1, rows - 2, cols}; /* keys may come before the first frame */
    if (household)
        b->marked = *household;
    else if (store_get(app->store, "worker.area", &area) == ERR_OK && area.len < sizeof b->at.area)
        memcpy(b->at.area, buf_text(&area), area.len);
    buf_free(&area);
    return &b->view;
}
