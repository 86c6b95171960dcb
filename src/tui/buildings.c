/* The buildings and lanes of an area, read as they are looked at: each is a jump in the index of doors. Enter shows the board. */
#include <string.h>
#include "app.h"
#include "board.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "listing.h"
#include "term.h"

struct buildings {
    struct view view;
    struct view *board; /* beneath */
    char area[AREA_SIZE];
    struct board_line *lines;
    size_t count, room;
    struct board_at next; /* behind the last line */
    bool all;             /* there are no more */
    struct listing list;
};

enum { COL_NAME, COL_DOORS };
static const struct column columns[] = {
    [COL_NAME] = {N_("Building or lane"), 16, 60, 0, false},
    [COL_DOORS] = {N_("Households"), 8, 10, 0, true},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct buildings *of(struct view *v) {
    return (struct buildings *)v;
}

static bool read_next(struct buildings *l) {
    enum err e;

    if (l->all)
        return false;
    if (l->count == l->room) {
        l->room = l->room ? l->room * 2 : 32;
        l->lines = mem_resize(l->lines, l->room, sizeof *l->lines);
    }
    e = read_board_line(l->view.app->store, &l->next, &l->lines[l->count], &l->next);
    l->all = e != ERR_OK;
    l->count += e == ERR_OK;
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        app_say_error(l->view.app);
    return e == ERR_OK;
}

static bool has_row(void *arg, size_t row) {
    struct buildings *l = arg;

    while (l->count <= row)
        if (!read_next(l))
            return false;
    return true;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct buildings *l = arg;

    if (!has_row(l, row))
        return PAINT_TEXT;
    if (column == COL_DOORS)
        buf_printf(out, "%d", (int)l->lines[row].doors);
    else
        board_title(out, &l->lines[row].door, *l->lines[row].door.building != '\0');
    if (column == COL_NAME && !out->len)
        buf_puts(out, _("without a building"));
    return PAINT_TEXT;
}

static void draw(struct view *v, const struct area *area) {
    struct buildings *l = of(v);

    if (!has_row(l, l->list.at) && l->list.at)
        l->list.at = l->list.top = 0;
    listing_draw(&l->list, area, true);
    if (!has_row(l, 0))
        term_cursor(area->row + 1, LISTING_MARK_CELLS);
}

static const char *refuses(struct view *v, enum request r) {
    return r == REQ_OPEN && !has_row(of(v), of(v)->list.at) ? _("There are no households here yet.") : NULL;
}

static void request(struct view *v, enum request r) {
    struct buildings *l = of(v);

    switch (r) {
    case REQ_OPEN:
        board_go(l->board, &l->lines[l->list.at].first);
        app_pop(v->app);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!listing_move(&l->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    struct buildings *l = of(v);

    l->count = 0;
    l->all = false;
    memset(&l->next, 0, sizeof l->next);
    memcpy(l->next.area, l->area, sizeof l->area);
}

static void free_view(struct view *v) {
    mem_free(of(v)->lines);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "buildings",
    .title = N_("Buildings"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *buildings_view(struct app *app, struct view *board, const struct board_at *at) {
    struct buildings *l = mem_new(1, sizeof *l);

    l->view = (struct view){&ops, app};
    l->board = board;
    memcpy(l->area, at->area, sizeof l->area);
    l->list = (struct listing){
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .has = has_row, .cell = cell, .arg = l};
    reload(&l->view);
    while (has_row(l, l->list.at + 1) && strcmp(l->lines[l->list.at + 1].first.key, at->key) <= 0)
        l->list.at++;
    return &l->view;
}
