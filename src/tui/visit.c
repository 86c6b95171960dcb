/* One visit with all its words. */
#include "app.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "listing.h"
#include "leaf.h"
#include "words.h"

struct visit {
    struct view view;
    struct visit_row row;
    struct leaf leaf;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_BACK, REQ_WITHDRAW, REQ_VISIT, LISTING_REQUESTS, REQ_NONE};

static struct visit *of(struct view *v) {
    return (struct visit *)v;
}

static void add_fact(struct visit *t, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    buf_printf(&line, "%s%s%s", label, _(": "), value);
    leaf_add(&t->leaf, PAINT_TEXT, -1, 2, buf_text(&line));
    buf_free(&line);
}

static void make_leaf(struct visit *t, int cols) {
    if (t->made_for == cols)
        return;
    t->made_for = cols;
    if (read_visit(t->view.app->store, &t->row.device, t->row.seq, &t->row) != ERR_OK)
        app_say_error(t->view.app);
    leaf_start(&t->leaf, cols);
    add_fact(t, _("Outcome"), kinds_words(LIST_OUTCOME, (int)t->row.outcome));
    add_fact(t, _("Purpose"), kinds_words(LIST_PURPOSE, (int)t->row.purpose));
    add_fact(t, _("Met"), t->row.met);
    add_fact(t, _("Note"), t->row.note);
    add_fact(t, _("Again on"), t->row.next);
    add_fact(t, _("By"), t->row.worker);
    if (t->row.withdrawn)
        leaf_add(&t->leaf, PAINT_TEXT, -1, 0, _("This visit was withdrawn."));
}

static void draw(struct view *v, const struct area *area) {
    struct visit *t = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0};

    make_leaf(t, area->cols);
    words_date(&title, t->row.at);
    buf_printf(&title, "  %s", kinds_words(LIST_KIND, KIND_VISIT));
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&t->leaf, &body);
    buf_free(&title);
}

static const char *refuses(struct view *v, enum request r) {
    struct visit *t = of(v);

    if (r == REQ_WITHDRAW && t->row.withdrawn)
        return _("It was withdrawn already.");
    if (r == REQ_WITHDRAW && !t->row.own)
        return _("Only who wrote it can withdraw it.");
    return NULL;
}

static void request(struct view *v, enum request r) {
    struct visit *t = of(v);

    switch (r) {
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &t->row.household));
        break;
    case REQ_WITHDRAW:
        app_push(v->app, withdraw_visit_form(v->app, &t->row));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!leaf_move(&t->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    leaf_free(&of(v)->leaf);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "visit",
    .title = N_("Visit"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *visit_view(struct app *app, const struct visit_row *visit) {
    struct visit *t = mem_new(1, sizeof *t);

    t->view = (struct view){&ops, app};
    t->row = *visit;
    return &t->view;
}
