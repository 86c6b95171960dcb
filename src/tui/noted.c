/* What a search found in the words of matters and visits: a line each, Enter opens it. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "leaf.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/noted.h"
#include "listing.h"
#include "words.h"

#define MOST 200

struct noted_view {
    struct view view;
    struct query query;
    struct noted *found;
    size_t count;
    struct leaf leaf;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct noted_view *of(struct view *v) {
    return (struct noted_view *)v;
}

static enum err keep(void *arg, const struct noted *n) {
    struct noted_view *v = arg;

    v->found[v->count++] = *n;
    return ERR_OK;
}

static void write_matter(struct buf *out, struct app *app, const struct id *id) {
    struct matter_row *m = mem_new(1, sizeof *m);

    if (read_matter(app->store, id, m) == ERR_OK)
        buf_printf(out, "%s  %s  %s", m->number, m->first_party, m->summary);
    mem_free(m);
}

static void write_visit(struct buf *out, struct app *app, const struct noted *n) {
    struct visit_row *visit = mem_new(1, sizeof *visit);
    struct household_row row;
    struct household h = {0};
    char date[CLOCK_DATE_SIZE];

    if (read_visit(app->store, &n->device, n->seq, visit) == ERR_OK &&
        read_household(app->store, &visit->household, &row, &h) == ERR_OK) {
        clock_date(date, visit->at);
        buf_printf(out, "%s  ", date);
        words_door(out, &row.door, 20);
        buf_printf(out, " %s  %s%s%s", row.head, visit->met, *visit->met ? "  " : "", visit->note);
    }
    household_free(&h);
    mem_free(visit);
}

static void add_kind(struct noted_view *v, bool matter, const char *title) {
    struct buf line = {0};
    bool any = false;

    for (size_t i = 0; i < v->count; i++) {
        if (v->found[i].matter != matter)
            continue;
        if (!any)
            leaf_head(&v->leaf, title);
        any = true;
        buf_reset(&line);
        if (matter)
            write_matter(&line, v->view.app, &v->found[i].id);
        else
            write_visit(&line, v->view.app, &v->found[i]);
        for (size_t k = 0; k < line.len; k++) /* a note may have several lines */
            line.data[k] = line.data[k] == '\n' ? ' ' : line.data[k];
        leaf_add(&v->leaf, PAINT_TEXT, (int)i, 2, buf_text(&line));
    }
    buf_free(&line);
}

static void make_leaf(struct noted_view *v, int cols) {
    if (v->made_for == cols)
        return;
    v->made_for = cols;
    v->count = 0;
    leaf_start(&v->leaf, cols);
    if (noted_find(v->view.app->store, &v->query, MOST, keep, v) != ERR_OK)
        app_say_error(v->view.app);
    add_kind(v, true, _("Matters"));
    add_kind(v, false, _("Visits"));
    if (!v->count)
        leaf_add(&v->leaf, PAINT_TEXT, -1, 0, _("Nothing was written with these words. Esc goes back."));
}

static void draw(struct view *v, const struct area *area) {
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0};

    make_leaf(of(v), area->cols);
    buf_puts(&title, _("In matters and visits: "));
    for (size_t i = 0; i < of(v)->query.count; i++)
        buf_printf(&title, "%s%s", i ? " " : "", of(v)->query.words[i].text);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&of(v)->leaf, &body);
    buf_free(&title);
}

static const char *refuses(struct view *v, enum request r) {
    make_leaf(of(v), of(v)->made_for ? of(v)->made_for : 80);
    return r == REQ_OPEN && leaf_tag(&of(v)->leaf) < 0 ? _("There is nothing to open here.") : NULL;
}

static void open_one(struct app *app, const struct noted *n) {
    struct visit_row *visit = mem_new(1, sizeof *visit);

    if (n->matter)
        app_push(app, matter_view(app, &n->id));
    else if (read_visit(app->store, &n->device, n->seq, visit) == ERR_OK)
        app_push(app, visit_view(app, visit));
    else
        app_say_error(app);
    mem_free(visit);
}

static void request(struct view *v, enum request r) {
    if (r == REQ_OPEN)
        open_one(v->app, &of(v)->found[leaf_tag(&of(v)->leaf)]);
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!leaf_move(&of(v)->leaf, r))
        app_say(v->app, _("There is nothing more that way."));
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    mem_free(of(v)->found);
    leaf_free(&of(v)->leaf);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "noted",
    .title = N_("In matters and visits"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *noted_view(struct app *app, const struct query *q) {
    struct noted_view *v = mem_new(1, sizeof *v);

    v->view = (struct view){&ops, app};
    v->query = *q;
    v->found = mem_new(MOST, sizeof *v->found);
    return &v->view;
}
