/* The view of themes: each is put in force as one moves, Enter keeps it for all days, Esc puts back what there was. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/paths.h"
#include "listing.h"
#include "term.h"
#include "themes.h"

struct look_view {
    struct view view;
    struct listing list;
    struct themes_row rows[THEMES_MAX];
    size_t count, shown; /* the row that is in force */
    bool kept;
};

enum { COL_NAME, COL_SAYS };
static const struct column columns[] = {
    [COL_NAME] = {N_("Theme"), 8, 14, 0, false},
    [COL_SAYS] = {"", 10, 120, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct look_view *of(struct view *v) {
    return (struct look_view *)v;
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct look_view *)arg)->count;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct themes_row *r = &((struct look_view *)arg)->rows[row];

    buf_puts(out, column == COL_NAME ? r->name : r->says);
    return PAINT_TEXT;
}

/* Where the pieces do not fit side by side the last ones are left out. */
static void draw_sample(int row, int cols) {
    enum paint paint;
    const char *text;
    int col = LISTING_MARK_CELLS;

    for (size_t k = 0; themes_sample(k, &paint, &text); k++) {
        int cells = screen_cells(text) + 2;

        if (col + cells > cols)
            return;
        screen_put(row, col, cells, paint, err_fmt(" %s ", text));
        col += cells + 1;
    }
}

static void draw(struct view *v, const struct area *area) {
    struct look_view *l = of(v);
    struct area rows = {area->row + 1, area->rows - 3, area->cols};

    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE,
               _("Colours: look at each as you move, Enter keeps one"));
    draw_sample(area->row + area->rows - 1, area->cols);
    listing_draw(&l->list, &rows, true);
}

static void say_lacks(struct app *app, const char *name) {
    struct buf lacks = {0};

    theme_lacks(&lacks);
    if (lacks.len)
        app_say(app, err_fmt(_("Theme %s has no line for %s: drawn as text."), name, buf_text(&lacks)));
    buf_free(&lacks);
}

void app_apply_theme(struct app *app) {
    term_apply_theme(!paths_env("NO_COLOR"));
    app->redraw = app->dirty = true;
}

bool app_load_theme(struct app *app, const char *name) {
    if (themes_load(name) != ERR_OK) {
        app_say_error(app);
        return false;
    }
    say_lacks(app, name);
    return true;
}

void app_theme_turn(struct app *app) {
    if (!themes_saved())
        return;
    app_load_theme(app, themes_name());
    app_apply_theme(app);
}

static void show(struct look_view *l) {
    struct app *app = l->view.app;

    if (l->shown == l->list.at)
        return;
    l->shown = l->list.at;
    if (app_load_theme(app, l->rows[l->shown].name))
        app_apply_theme(app);
}

static void keep(struct look_view *l) {
    struct app *app = l->view.app;
    const char *name = l->rows[l->list.at].name;

    if (!app_load_theme(app, name)) /* what is kept can be read */
        return;
    app_apply_theme(app);
    if (conf_write(CONF_THEME, name) != ERR_OK) {
        app_say_error(app);
        return;
    }
    l->kept = true;
    name = err_fmt(_("Kept for all days: theme = %s in linli.conf"), name);
    app_say(app, name);
    app_pop(app); /* frees the view */
}

static void request(struct view *v, enum request r) {
    struct look_view *l = of(v);

    if (r == REQ_OPEN)
        keep(l);
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!listing_move(&l->list, r))
        app_say(v->app, _("There is nothing more that way."));
    else
        show(l);
}

static void free_view(struct view *v) {
    struct look_view *l = of(v);

    if (!l->kept) {
        themes_back();
        app_apply_theme(v->app);
    }
    mem_free(l);
}

static const struct view_ops ops = {
    .name = "themes",
    .title = N_("Themes"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .request = request,
};

struct view *themes_view(struct app *app) {
    struct look_view *l = mem_new(1, sizeof *l);
    const char *name = *themes_name() ? themes_name() : "mono";

    l->view = (struct view){&ops, app};
    l->count = themes_list(l->rows);
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->rows[i].name, name) == 0)
            l->list.at = i;
    l->shown = l->list.at;
    l->list = (struct listing){.at = l->list.at,
                               .columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .arg = l,
                               .texts = 1u << COL_SAYS,
                               .flows = true};
    themes_keep();
    return &l->view;
}
