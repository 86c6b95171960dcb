/* The help: every request of the view beneath, from the key table. Typing narrows the list, Enter runs the marked one. */
#include <string.h>
#include "app.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "typing.h"

#define KEYS_SHOWN 3
#define WHAT_ROWS 2
#define NARROW 76 /* columns below which what an act does stands below the list only */

struct help {
    struct view view;
    struct view *of; /* the view that was asked about: it lies beneath this one */
    struct edit line;
    enum request shown[REQ_COUNT * 2]; /* those that fit what is typed */
    size_t count;
    struct listing list;
};

enum { COL_KEYS, COL_LABEL, COL_WHAT };
static const struct column columns[] = {
    [COL_KEYS] = {N_("Keys"), 16, 16, 0, false},
    [COL_LABEL] = {N_("Act"), 8, 16, 0, false},
    [COL_WHAT] = {"", 10, 70, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct help *of(struct view *v) {
    return (struct help *)v;
}

static bool contains(const char *text, const char *word) {
    struct buf folded = {0};
    bool is;

    fold_text(&folded, text, strlen(text));
    is = strstr(buf_text(&folded), word) != NULL;
    buf_free(&folded);
    return is;
}

/* By name, label (also its pinyin) or what it does. */
static bool fits(enum request r, const char *word) {
    return !*word || contains(request_row(r)->name, word) || contains(request_label(r), word) ||
           contains(request_help(r), word) || pinyin_match(request_label(r), word) != PINYIN_NO;
}

static void add(struct help *h, enum request r, const char *word) {
    for (size_t i = 0; i < h->count; i++)
        if (h->shown[i] == r)
            return;
    if (r != REQ_HELP && fits(r, word))
        h->shown[h->count++] = r;
}

static void narrow(struct help *h) {
    struct buf word = {0};

    fold_text(&word, edit_text(&h->line), h->line.text.len);
    h->count = 0;
    for (const enum request *r = h->of->ops->requests; *r != REQ_NONE; r++)
        add(h, *r, buf_text(&word));
    for (const enum request *r = app_everywhere; *r != REQ_NONE; r++)
        add(h, *r, buf_text(&word));
    h->list.at = h->list.top = 0;
    buf_free(&word);
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct help *)arg)->count;
}

/* The keys that work on the screen beneath. */
static void write_keys(const struct help *h, enum request r, struct buf *out) {
    bool in_text = h->of->ops->in_text && h->of->ops->in_text(h->of);
    size_t shown = 0;
    struct key key;
    char name[KEY_NAME_SIZE];

    for (size_t k = 0; shown < KEYS_SHOWN && request_key(r, k, &key); k++) {
        if (!request_has_key(r, &key, in_text))
            continue;
        keys_name(name, &key);
        buf_printf(out, "%s%s", shown++ ? " " : "", name);
    }
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    enum request r = ((struct help *)arg)->shown[row];

    if (column == COL_LABEL)
        buf_puts(out, request_label(r));
    if (column == COL_WHAT)
        buf_puts(out, request_help(r));
    if (column == COL_KEYS)
        write_keys(arg, r, out);
    return PAINT_TEXT;
}

/* What the marked act does, in full. */
static void draw_what(struct help *h, const struct area *area) {
    struct width_line lines[WHAT_ROWS];
    const char *text = h->count ? request_help(h->shown[h->list.at]) : "";
    const char *shown = screen_shown(text, strlen(text));
    size_t count = width_wrap(lines, WHAT_ROWS, shown, strlen(shown), area->cols - LISTING_MARK_CELLS);

    if (h->list.column_count > COL_WHAT && width_text(shown, SIZE_MAX) <= h->list.cells[COL_WHAT])
        return; /* it stands in the list already */
    for (size_t i = 0; i < count && i < WHAT_ROWS; i++)
        term_put(area->row + (int)i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_QUIET, lines[i].text,
                 lines[i].len);
}

static void draw(struct view *v, const struct area *area) {
    struct help *h = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};
    struct buf label = {0};
    int used;

    rows.rows -= WHAT_ROWS;
    h->list.column_count = area->cols < NARROW ? COL_WHAT : COL_WHAT + 1;
    buf_printf(&label, "%s - %s%s", request_label(REQ_HELP), _(h->of->ops->title), _(": "));
    used = LISTING_MARK_CELLS + screen_put(area->row, LISTING_MARK_CELLS, area->cols - 12, PAINT_TITLE, buf_text(&label));
    if (h->count)
        listing_draw(&h->list, &rows, false);
    else
        screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT,
                   _("No act of this screen is called so."));
    draw_what(h, &(struct area){rows.row + rows.rows, WHAT_ROWS, area->cols});
    screen_entry(area->row, used, area->cols - used, &h->line, true);
    buf_free(&label);
}

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static const char *refuses(struct view *v, enum request r) {
    return r == REQ_OPEN && !of(v)->count ? _("No act of this screen is called so.") : NULL;
}

static void request(struct view *v, enum request r) {
    struct help *h = of(v);
    struct app *app = v->app;

    if (r == REQ_OPEN) {
        enum request chosen = h->shown[h->list.at];

        app_pop(app); /* frees this view */
        app_run(app, chosen);
    } else if (r == REQ_BACK) {
        app_pop(app);
    } else if (!listing_move(&h->list, r)) {
        app_say(app, _("There is nothing more that way."));
    }
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct help *h = of(v);
    bool used = key->code == K_PASTE ? edit_insert(&h->line, buf_text(paste), paste->len) : typing_key(&h->line, key);

    if (!used && key->code == K_BACKSPACE && !h->line.text.len) {
        app_pop(v->app);
        return true;
    }
    if (used)
        narrow(h);
    return used;
}

static void free_view(struct view *v) {
    edit_free(&of(v)->line);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "help",
    .title = N_("Help"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .refuses = refuses,
    .request = request,
    .key = key,
};

struct view *help_view(struct app *app, struct view *beneath) {
    struct help *h = mem_new(1, sizeof *h);

    h->view = (struct view){&ops, app};
    h->of = beneath;
    h->line.limit = 60;
    h->list = (struct listing){
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .has = has_row, .cell = cell, .arg = h};
    narrow(h);
    return &h->view;
}
