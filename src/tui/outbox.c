/* The outbox: what no hub holds yet, and what a hub refused or found in conflict, in words, with the next try. */
#include <string.h>
#include "app.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "window.h"
#include "words.h"

#define WORDS_ROWS 3

struct outbox {
    struct view view;
    struct window window;
    struct listing list;
};

enum { COL_STATE, COL_WHEN, COL_KIND, COL_TITLE, COL_REASON };
static const struct column columns[] = {
    [COL_STATE] = {N_("State"), 8, 10, 0, false},   [COL_WHEN] = {N_("Time"), 10, 10, 1, false},
    [COL_KIND] = {N_("Kind"), 8, 14, 0, false},     [COL_TITLE] = {N_("About"), 8, 40, 0, false},
    [COL_REASON] = {N_("Reason"), 8, 40, 2, false},
};

static const enum request requests[] = {REQ_SYNC, REQ_OPEN, REQ_FIND, LISTING_REQUESTS, REQ_NONE};

static struct outbox *of(struct view *v) {
    return (struct outbox *)v;
}

static enum err add_row(void *arg, const struct outbox_row *o) {
    window_add(arg, o);
    return ERR_OK;
}

static enum err read_rows(struct window *w, void *arg, size_t offset, size_t limit) {
    struct outbox *o = arg;

    return read_outbox(o->view.app->store, offset, limit, add_row, w);
}

static const struct outbox_row *row_at(struct outbox *o, size_t row) {
    return window_row(&o->window, row);
}

static bool has_row(void *arg, size_t row) {
    return row_at(arg, row) != NULL;
}

static const char *state_words(enum outbox_state state) {
    switch (state) {
    case OUTBOX_WAITING:
        return _("waits");
    case OUTBOX_REFUSED:
        return _("refused");
    case OUTBOX_CONFLICT:
        return _("conflict");
    }
    return "";
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct outbox_row *r = row_at(arg, row);

    if (!r)
        return PAINT_TEXT;
    switch (column) {
    case COL_STATE:
        buf_puts(out, state_words(r->state));
        return r->state == OUTBOX_WAITING ? PAINT_TEXT : PAINT_RED;
    case COL_WHEN:
        words_when(out, r->at);
        break;
    case COL_KIND:
        buf_puts(out, kinds_words(LIST_KIND, (int)r->kind));
        break;
    case COL_TITLE:
        buf_puts(out, r->title);
        break;
    case COL_REASON:
        buf_puts(out, r->reason);
        break;
    }
    return PAINT_TEXT;
}

/* What goes on, in as many rows as it takes; returns these. */
static int draw_words(struct outbox *o, const struct area *area) {
    struct width_line lines[WORDS_ROWS];
    char words[640];
    const char *shown;
    size_t count;

    syncing_words(o->view.app, words, sizeof words);
    shown = screen_shown(words, strlen(words));
    count = width_wrap(lines, WORDS_ROWS, shown, strlen(shown), area->cols - LISTING_MARK_CELLS);
    for (size_t i = 0; i < count && i < WORDS_ROWS; i++)
        term_put(area->row + (int)i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, lines[i].text,
                 lines[i].len);
    return count > WORDS_ROWS ? WORDS_ROWS : count ? (int)count : 1;
}

static void draw(struct view *v, const struct area *area) {
    struct outbox *o = of(v);
    int above = draw_words(o, area);
    struct area rows = {area->row + above, area->rows - above, area->cols};

    while (o->list.at && !has_row(o, o->list.at))
        o->list.at--;
    if (has_row(o, 0)) {
        listing_draw(&o->list, &rows, true);
    } else {
        screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT, _("Nothing waits to be sent."));
        term_cursor(rows.row + 1, LISTING_MARK_CELLS);
    }
    if (o->window.failure != ERR_OK)
        app_say_error(v->app);
}

static const char *refuses(struct view *v, enum request r) {
    return r == REQ_OPEN && !row_at(of(v), of(v)->list.at) ? _("Nothing waits to be sent.") : NULL;
}

/* What an event is about: a household (also that of a visit) or a matter. */
static void open_row(struct view *v, const struct outbox_row *r) {
    struct matter_row matter;
    struct household_row household;
    struct household h = {0};
    char text[ID_TEXT_SIZE];
    struct id id;

    id_text(text, &r->entity);
    if (r->kind != KIND_ROSTER && r->kind != KIND_VISIT && read_matter(v->app->store, &r->entity, &matter) == ERR_OK)
        app_push(v->app, matter_view(v->app, &matter.id));
    else if (read_resolve_household(v->app->store, text, &id) == ERR_OK &&
             read_household(v->app->store, &id, &household, &h) == ERR_OK)
        app_push(v->app, card_view(v->app, &household.id));
    else
        app_say(v->app, _("There is nothing to open for this line."));
    household_free(&h);
}

static void request(struct view *v, enum request r) {
    struct outbox *o = of(v);

    switch (r) {
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    case REQ_OPEN:
        open_row(v, row_at(o, o->list.at));
        break;
    case REQ_FIND:
        app_find(v->app, "", 0);
        break;
    default:
        if (!listing_move(&o->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    window_forget(&of(v)->window);
}

static void free_view(struct view *v) {
    window_free(&of(v)->window);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "outbox",
    .title = N_("Outbox"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *outbox_view(struct app *app) {
    struct outbox *o = mem_new(1, sizeof *o);

    o->view = (struct view){&ops, app};
    o->window = (struct window){.row_size = sizeof(struct outbox_row), .read = read_rows, .arg = o};
    o->list = (struct listing){
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .has = has_row, .cell = cell, .arg = o};
    return &o->view;
}
