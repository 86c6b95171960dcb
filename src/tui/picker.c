/* Menus made from the record. */
#include "picker.h"

#include <stdio.h>
#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "listing.h"
#include "term.h"
#include "typing.h"

#define DIGITS 9

struct picker {
    struct view view;
    const struct picker_spec *spec;
    struct picker_about about;
    struct picker_row rows[PICKER_ROWS_MAX];
    size_t count;
    size_t shown[PICKER_ROWS_MAX]; /* those that what is typed fits */
    size_t shown_count;
    struct edit narrow;
    struct buf title;
    struct listing list;
    bool made;
};

enum { COL_DIGIT, COL_WHAT, COL_SAYS };
static const struct column columns[] = {
    [COL_DIGIT] = {"", 1, 1, 0, true},
    [COL_WHAT] = {"", 14, 40, 0, false},
    [COL_SAYS] = {"", 16, 80, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, REQ_PINYIN, LISTING_REQUESTS, REQ_NONE};

static struct picker *of(struct view *v) {
    return (struct picker *)v;
}

/* --- which are shown --- */

static bool fits(const struct picker_row *row, const char *word) {
    struct buf folded = {0};
    bool is;

    fold_text(&folded, row->what, strlen(row->what));
    is = !*word || strstr(buf_text(&folded), word) || pinyin_match(row->what, word) != PINYIN_NO;
    buf_free(&folded);
    return is;
}

static void narrow(struct picker *p) {
    struct buf word = {0};

    fold_text(&word, edit_text(&p->narrow), p->narrow.text.len);
    p->shown_count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (fits(&p->rows[i], buf_text(&word)))
            p->shown[p->shown_count++] = i;
    buf_free(&word);
    if (p->list.at >= p->shown_count)
        p->list.at = p->shown_count ? p->shown_count - 1 : 0;
}

static void make(struct picker *p) {
    if (p->made)
        return;
    p->made = true;
    buf_reset(&p->title);
    p->count = p->spec->fill(p->view.app, &p->about, p->rows, &p->title);
    narrow(p);
}

/* Numbers are of those that can be taken: of a row, 0 none; of all; the row of a number. */
static int number(const struct picker *p, size_t row) {
    int n = 0;

    for (size_t i = 0; i <= row && i < p->shown_count; i++)
        n += !p->rows[p->shown[i]].refused;
    return row < p->shown_count && p->rows[p->shown[row]].refused ? 0 : n;
}

/* As many as have one. */
static int numbers(const struct picker *p) {
    int n = 0;

    for (size_t i = 0; i < p->shown_count && n < DIGITS; i++)
        n += !p->rows[p->shown[i]].refused;
    return n;
}

static size_t row_of(const struct picker *p, int n) {
    size_t row = 0;

    while (number(p, row) != n)
        row++;
    return row;
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct picker *)arg)->shown_count;
}

/* What cannot be taken has no number: that shows without colours, too. */
static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct picker *p = arg;
    const struct picker_row *r = &p->rows[p->shown[row]];

    if (column == COL_DIGIT && r->refused)
        buf_puts(out, "-");
    else if (column == COL_DIGIT && number(p, row) <= DIGITS)
        buf_printf(out, "%d", number(p, row));
    if (column == COL_WHAT)
        buf_puts(out, r->what);
    if (column == COL_SAYS)
        buf_printf(out, "%s%s%s", r->when, *r->when && *r->why ? "  " : "", r->why);
    return r->refused ? PAINT_QUIET : column == COL_DIGIT ? PAINT_KEY : r->paint;
}

static void draw(struct view *v, const struct area *area) {
    struct picker *p = of(v);
    int typing = p->narrow.text.len ? 1 : 0;
    struct area rows = {area->row + 1 + typing, area->rows - 1 - typing, area->cols};

    make(p);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE,
               err_fmt("%s  %s", _(p->spec->title), buf_text(&p->title)));
    listing_draw(&p->list, &rows, p->shown_count > 0);
    if (!p->shown_count) {
        screen_put(rows.row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_QUIET,
                   p->count ? _("Nothing here is called so.") : _(p->spec->empty));
        term_cursor(rows.row, LISTING_MARK_CELLS);
    }
    if (typing)
        screen_entry(area->row + 1, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, &p->narrow, true);
}

/* --- taking one --- */

static void choose(struct picker *p, size_t row) {
    struct app *app = p->view.app;
    const struct picker_spec *spec = p->spec;
    struct picker_about about = p->about;
    struct picker_row chosen = p->rows[p->shown[row]];

    p->list.at = row;
    if (chosen.refused) {
        app_say(app, err_fmt(_("%s: not now: %s."), chosen.what, chosen.why));
        return;
    }
    app_pop(app); /* frees the menu */
    spec->take(app, &about, &chosen);
}

/* Esc takes away what was typed before it leaves. */
static void widen(struct picker *p) {
    size_t kept = p->shown_count ? p->shown[p->list.at] : 0;

    edit_set(&p->narrow, "");
    narrow(p);
    p->list.at = kept; /* all are shown, in their order */
}

static void request(struct view *v, enum request r) {
    struct picker *p = of(v);

    if (r == REQ_OPEN)
        choose(p, p->list.at);
    else if (r == REQ_BACK && p->narrow.text.len)
        widen(p);
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!listing_move(&p->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

static const char *refuses(struct view *v, enum request r) {
    make(of(v));
    if (r != REQ_OPEN || of(v)->shown_count)
        return NULL;
    return of(v)->count ? _("Nothing here is called so.") : _(of(v)->spec->empty);
}

/* One digit takes one of the first nine; letters bring the others up. */
static void digit(struct picker *p, int d) {
    int count = numbers(p);

    if (d >= 1 && d <= count)
        choose(p, row_of(p, d));
    else
        app_say(p->view.app, err_fmt(_("There are %d to choose from."), count));
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    struct picker *p = of(v);
    uint32_t cp = key->code == K_TEXT ? fold_key(key->cp) : 0;

    make(p);
    if (cp >= '0' && cp <= '9') {
        digit(p, (int)(cp - '0'));
        return true;
    }
    if ((key->code == K_BACKSPACE || key->code == K_LEFT) && !p->narrow.text.len) {
        app_pop(v->app);
        return true;
    }
    if (key->code == K_PASTE)
        edit_insert(&p->narrow, buf_text(paste), paste->len);
    else if (!typing_key(&p->narrow, key))
        return false;
    narrow(p);
    return true;
}

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static void reload(struct view *v) {
    of(v)->made = false;
}

static void free_view(struct view *v) {
    buf_free(&of(v)->title);
    edit_free(&of(v)->narrow);
    mem_free(v);
}

static const struct view_ops menu_ops = {
    .title = N_("Menu"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .takes_words = in_text,
    .refuses = refuses,
    .request = request,
    .key = key,
    .reload = reload,
};

/* A view is known by its name; so each menu has ops of its own. */
#define SPECS_MAX 8
static const struct view_ops *ops_of(const struct picker_spec *spec) {
    static struct view_ops all[SPECS_MAX];
    size_t i = 0;

    while (i + 1 < SPECS_MAX && all[i].name && all[i].name != spec->name)
        i++;
    all[i] = menu_ops;
    all[i].name = spec->name;
    all[i].title = spec->title;
    return &all[i];
}

struct view *picker_view(struct app *app, const struct picker_spec *spec, const struct picker_about *about) {
    struct picker *p = mem_new(1, sizeof *p);

    p->view = (struct view){ops_of(spec), app};
    p->spec = spec;
    p->about = *about;
    p->narrow.limit = 60;
    p->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .arg = p,
                               .gap = 1,
                               .texts = 1u << COL_WHAT | 1u << COL_SAYS,
                               .flows = true};
    return &p->view;
}
