/* What else waits at a door, offered once a visit is stored there (SCREENS.md section 4, row 23). */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "leaf.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/today.h"
#include "listing.h"
#include "happenings.h"
#include "words.h"

struct thing {
    enum due_kind kind;
    struct id matter;
    struct id device; /* of the visit */
    int64_t seq;
};

struct due {
    struct view view;
    struct id household;
    struct thing *things;
    size_t count;
    struct leaf leaf;
    char about[400];
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, REQ_VISIT, LISTING_REQUESTS, REQ_NONE};

static struct due *of(struct view *v) {
    return (struct due *)v;
}

static enum err add_thing(void *arg, const struct due_row *row) {
    struct due *d = arg;
    struct thing *t;
    struct buf line = {0};

    d->things = mem_resize(d->things, d->count + 1, sizeof *d->things);
    t = &d->things[d->count];
    *t = (struct thing){.kind = row->kind, .device = row->device, .seq = row->seq};
    if (row->matter)
        t->matter = row->matter->id;
    happenings_due(&line, row);
    if (row->matter && news_is(d->view.app->store, &row->matter->id))
        buf_printf(&line, "  %s", words_mark(MARK_NEW));
    leaf_add(&d->leaf, PAINT_TEXT, (int)d->count++, 3, buf_text(&line));
    buf_free(&line);
    return ERR_OK;
}

static void make_leaf(struct due *d, int cols) {
    if (d->made_for == cols)
        return;
    d->made_for = cols;
    d->count = 0;
    leaf_start(&d->leaf, cols);
    if (read_due(d->view.app->store, &d->household, add_thing, d) != ERR_OK)
        app_say_error(d->view.app);
    if (!d->count)
        leaf_add(&d->leaf, PAINT_TEXT, -1, 0, _("Nothing else is due at this door. Esc goes back."));
}

static void draw(struct view *v, const struct area *area) {
    struct due *d = of(v);
    struct area body = {area->row + 2, area->rows - 2, area->cols};
    struct buf title = {0};

    make_leaf(d, area->cols);
    buf_printf(&title, "%s  %s", _("Also due at this door"), d->about);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&d->leaf, &body);
    buf_free(&title);
}

static const char *refuses(struct view *v, enum request r) {
    struct due *d = of(v);

    make_leaf(d, d->made_for ? d->made_for : 80);
    return r == REQ_OPEN && leaf_tag(&d->leaf) < 0 ? _("Nothing else is due at this door. Esc goes back.") : NULL;
}

static void open_thing(struct due *d, const struct thing *t) {
    struct app *app = d->view.app;
    struct visit_row *visit = mem_new(1, sizeof *visit);

    if (t->kind == DUE_MATTER)
        app_push(app, matter_view(app, &t->matter));
    else if (t->kind == DUE_NEED)
        app_push(app, card_view(app, &d->household));
    else if (read_visit(app->store, &t->device, t->seq, visit) == ERR_OK)
        app_push(app, visit_view(app, visit));
    else
        app_say_error(app);
    mem_free(visit);
}

static void request(struct view *v, enum request r) {
    struct due *d = of(v);

    switch (r) {
    case REQ_OPEN:
        open_thing(d, &d->things[leaf_tag(&d->leaf)]);
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &d->household));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!leaf_move(&d->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    mem_free(of(v)->things);
    leaf_free(&of(v)->leaf);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "due",
    .title = N_("Also due at this door"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *due_view(struct app *app, const struct id *household) {
    struct due *d = mem_new(1, sizeof *d);
    struct household_row row;
    struct household h = {0};
    struct buf about = {0};

    d->view = (struct view){&ops, app};
    d->household = *household;
    if (read_household(app->store, household, &row, &h) == ERR_OK) {
        words_door(&about, &row.door, 30);
        buf_printf(&about, " %s", row.head);
    }
    snprintf(d->about, sizeof d->about, "%s", buf_text(&about));
    household_free(&h);
    buf_free(&about);
    make_leaf(d, 80);
    if (d->count)
        return &d->view;
    free_view(&d->view);
    return NULL;
}

void due_offer(struct app *app, const struct id *household) {
    struct view *v = strcmp(app_top(app)->ops->name, "due") == 0 ? NULL : due_view(app, household);

    if (v)
        app_push(app, v);
}
