/* Menus of keys that want one more: all choices at once with what each means, one digit takes one. A row of `menus` each. A digit
 * that came with the key in one write is taken before anything is drawn. */
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "listing.h"
#include "words.h"

struct menu_spec {
    const char *name;
    enum request request; /* the key that it belongs to: its label is the title */
    enum list list;       /* the choices: all values of it */
    void (*tell)(int value, struct buf *step, struct buf *due);
    struct view *(*make)(struct app *app, const struct id *about, int value); /* what a choice opens */
};

/* The step that a matter of the kind begins with, the days it is allowed and the day it is due. */
static void tell_matter(int kind, struct buf *step, struct buf *due) {
    enum step first = kinds_first_step((enum matter_kind)kind);

    buf_puts(step, kinds_words(LIST_STEP, (int)first));
    buf_printf(due, _("%d d, until "), county_days(first));
    words_date(due, clock_day_start(clock_day(clock_now()) + county_days(first)));
}

static struct view *make_matter(struct app *app, const struct id *household, int kind) {
    return matter_form(app, household, (enum matter_kind)kind);
}

static const struct menu_spec menus[] = {
    {"matter-menu", REQ_MATTER, LIST_MATTER, tell_matter, make_matter},
};

struct menu {
    struct view view;
    const struct menu_spec *spec;
    struct id about; /* zero: nothing */
    struct buf title;
    struct listing list;
};

enum { COL_DIGIT, COL_WHAT, COL_STEP, COL_DUE };
static const struct column columns[] = {
    [COL_DIGIT] = {"", 1, 1, 0, false},
    [COL_WHAT] = {N_("Kind"), 8, 16, 0, false},
    [COL_STEP] = {N_("First step"), 8, 12, 1, false},
    [COL_DUE] = {N_("Allowed"), 21, 24, 0, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct menu *of(struct view *v) {
    return (struct menu *)v;
}

static bool has_row(void *arg, size_t row) {
    return (int)row + 1 < kinds_count(((struct menu *)arg)->spec->list);
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    struct menu *m = arg;
    struct buf unused = {0};
    int value = (int)row + 1;

    if (column == COL_DIGIT)
        buf_printf(out, "%d", value);
    if (column == COL_WHAT)
        buf_puts(out, kinds_words(m->spec->list, value));
    if (column == COL_STEP || column == COL_DUE)
        m->spec->tell(value, column == COL_STEP ? out : &unused, column == COL_DUE ? out : &unused);
    buf_free(&unused);
    return column == COL_DIGIT ? PAINT_KEY : PAINT_TEXT;
}

static void draw(struct view *v, const struct area *area) {
    struct menu *m = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&m->title));
    listing_draw(&m->list, &rows, true);
}

/* Digits are choices here and not the tabs. */
static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static void choose(struct menu *m, size_t row) {
    struct app *app = m->view.app;
    const struct menu_spec *spec = m->spec;
    struct id about = m->about;

    app_pop(app); /* frees the menu */
    app_push(app, spec->make(app, id_is_zero(&about) ? NULL : &about, (int)row + 1));
}

static void request(struct view *v, enum request r) {
    struct menu *m = of(v);

    if (r == REQ_OPEN)
        choose(m, m->list.at);
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!listing_move(&m->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    uint32_t cp = key->code == K_TEXT ? fold_key(key->cp) : 0;

    (void)paste;
    if (cp >= '1' && cp <= '9' && has_row(of(v), cp - '1'))
        choose(of(v), cp - '1');
    else if (key->code == K_BACKSPACE || key->code == K_LEFT)
        app_pop(v->app);
    else if (key->code == K_TEXT || key->code == K_PASTE)
        app_say(v->app, _("Choose one by its digit."));
    else
        return false;
    return true;
}

static void free_view(struct view *v) {
    buf_free(&of(v)->title);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "menu",
    .title = N_("New matter"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .request = request,
    .key = key,
};

static void write_title(struct menu *m) {
    struct household_row row;
    struct household h = {0};

    buf_puts(&m->title, request_label(m->spec->request));
    if (!id_is_zero(&m->about) && read_household(m->view.app->store, &m->about, &row, &h) == ERR_OK) {
        buf_puts(&m->title, "  ");
        words_door(&m->title, &row.door, 30);
        buf_printf(&m->title, " %s", row.head);
    }
    household_free(&h);
}

struct view *matter_menu(struct app *app, const struct id *household) {
    struct menu *m;

    if (matter_form_begun(app, household))
        return matter_form(app, household, MATTER_NONE);
    m = mem_new(1, sizeof *m);
    m->view = (struct view){&ops, app};
    m->spec = &menus[0];
    if (household)
        m->about = *household;
    m->list = (struct listing){
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .has = has_row, .cell = cell, .arg = m, .gap = 1};
    write_title(m);
    return &m->view;
}
