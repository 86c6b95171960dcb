/* The outbox: what no hub holds yet, and what a hub refused or found in conflict, in words, with the next try. Enter shows one
 * event with all it says. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/i18n.h"
#include "linli/file.h"
#include "linli/mem.h"
#include "linli/outbox.h"
#include "linli/paths.h"
#include "linli/width.h"
#include "listing.h"
#include "outbox.h"
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
    [COL_KIND] = {N_("What"), 8, 20, 0, false},     [COL_TITLE] = {N_("About"), 8, 40, 0, false},
    [COL_REASON] = {N_("Reason"), 8, 40, 2, false},
};

/* Where nothing was refused or contradicts itself, no row has a reason. */
static const struct column waiting_columns[] = {
    [COL_STATE] = {N_("State"), 8, 10, 0, false},
    [COL_WHEN] = {N_("Time"), 10, 10, 1, false},
    [COL_KIND] = {N_("What"), 8, 32, 0, false},
    [COL_TITLE] = {N_("About"), 8, 60, 0, false},
};

static void choose_columns(struct outbox *o) {
    bool reasons = o->view.app->counts.attention > 0;

    o->list.columns = reasons ? columns : waiting_columns;
    o->list.column_count = reasons ? sizeof columns / sizeof *columns : sizeof waiting_columns / sizeof *waiting_columns;
}

static const enum request requests[] = {REQ_SYNC, REQ_OPEN, REQ_CONTEST, REQ_EXPORT, REQ_FIND, LISTING_REQUESTS, REQ_NONE};

static struct outbox *of(struct view *v) {
    return (struct outbox *)v;
}

/* A row of the window. */
struct line {
    struct outbox_row row;
    struct outbox_words words;
};

struct reading {
    struct window *window;
    struct store *store;
};

static enum err add_row(void *arg, const struct outbox_row *row) {
    struct reading *r = arg;
    struct line line = {.row = *row};
    enum err e = outbox_words(&line.words, r->store, row);

    window_add(r->window, &line);
    return e;
}

static enum err read_rows(struct window *w, void *arg, size_t offset, size_t limit) {
    struct outbox *o = arg;
    struct reading r = {w, o->view.app->store};

    return read_outbox(r.store, offset, limit, add_row, &r);
}

static const struct line *row_at(struct outbox *o, size_t row) {
    return window_row(&o->window, row);
}

static bool has_row(void *arg, size_t row) {
    return row_at(arg, row) != NULL;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct line *l = row_at(arg, row);

    if (!l)
        return PAINT_TEXT;
    switch (column) {
    case COL_STATE:
        buf_puts(out, outbox_state_words(l->row.state));
        return l->row.state == OUTBOX_WAITING ? PAINT_TEXT : PAINT_RED;
    case COL_WHEN:
        words_when(out, l->row.at);
        break;
    case COL_KIND:
        buf_puts(out, l->words.what);
        break;
    case COL_TITLE:
        buf_puts(out, l->row.title);
        break;
    case COL_REASON:
        buf_puts(out, *l->words.contested ? _("I disagreed: ") : "");
        buf_puts(out, l->words.reason);
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

    choose_columns(o);
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

const char *outbox_refuses(struct app *app, enum request r, const struct outbox_row *row, const struct outbox_words *words) {
    if (r == REQ_EXPORT && !app->counts.waiting && (!row || row->state == OUTBOX_WAITING))
        return _("Nothing waits to be sent.");
    if (r != REQ_CONTEST && r != REQ_OPEN)
        return NULL;
    if (!row)
        return _("Nothing waits to be sent.");
    if (r == REQ_CONTEST && row->state != OUTBOX_REFUSED)
        return _("The hub has not refused it: there is nothing to disagree with.");
    if (r == REQ_CONTEST && *words->contested)
        return _("You said already why: the office has it, or gets it with the next sync.");
    return NULL;
}

static const char *refuses(struct view *v, enum request r) {
    const struct line *l = row_at(of(v), of(v)->list.at);

    return outbox_refuses(v->app, r, l ? &l->row : NULL, l ? &l->words : NULL);
}

/* A refused one as a page of text, else all that waits as the office's `linli-hub intake` takes it. */
static enum err export(char *path, size_t room, struct app *app, const struct outbox_row *row) {
    char name[64], id[ID_TEXT_SIZE]; const char * home; struct buf page = {0}; enum err e = paths_home(&home);

    if (e != ERR_OK) return e;
    if (!row || row->state == OUTBOX_WAITING) return sync_export_outbox_file(path, room, app->store, home);
    id_text(id, &row->device);
    snprintf(name, sizeof name, "linli-refused-%.8s-%lld.txt", id, (long long)row->seq);
    e = paths_in_home(path, room, name);
    if (e == ERR_OK) e = outbox_page(&page, app->store, row);
    if (e == ERR_OK) e = file_write(path, buf_text(&page), page.len);
    buf_free(&page);
    return e;
}

void outbox_export(struct app *app, const struct outbox_row *row) {
    char path[PATH_MAX];

    if (export(path, sizeof path, app, row) != ERR_OK)
        app_say_error(app);
    else if (row && row->state != OUTBOX_WAITING)
        app_say(app, err_fmt(_("Written to %s: the office can read there what was refused."), path));
    else
        app_say(app,
                err_fmt(_("All that waits is in %s: hand it to the office, which takes it in with linli-hub intake."), path));
}

static void request(struct view *v, enum request r) {
    struct outbox *o = of(v);
    const struct line *l = row_at(o, o->list.at);

    switch (r) {
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    case REQ_OPEN:
        app_push(v->app, outbox_event_view(v->app, &l->row));
        break;
    case REQ_CONTEST:
        app_push(v->app, contest_form(v->app, &l->row));
        break;
    case REQ_EXPORT:
        outbox_export(v->app, l ? &l->row : NULL);
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
    o->window = (struct window){.row_size = sizeof(struct line), .read = read_rows, .arg = o};
    o->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .arg = o,
                               .texts = 1u << COL_TITLE | 1u << COL_REASON};
    return &o->view;
}
