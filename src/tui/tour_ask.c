/* Questions of the tour. */
#include "tour_ask.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "listing.h"
#include "term.h"

struct ask {
    struct view view;
    struct view_ops ops;
    const struct tour_question *q;
    struct listing list;
};

enum { COL_DIGIT, COL_ANSWER };
static const struct column columns[] = {
    [COL_DIGIT] = {"", 1, 1, 0, false},
    [COL_ANSWER] = {"", 30, 70, 0, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct ask *of(struct view *v) {
    return (struct ask *)v;
}

static bool has_row(void *arg, size_t row) {
    (void)arg;
    return row < 2;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct ask *a = arg;

    if (column == COL_DIGIT)
        buf_printf(out, "%zu", row + 1);
    else
        buf_puts(out, _(a->q->answers[row]));
    return column == COL_DIGIT ? PAINT_KEY : PAINT_TEXT;
}

static void draw(struct view *v, const struct area *area) {
    struct ask *a = of(v);
    int row = area->row;

    screen_put(row++, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, _(a->q->question));
    for (int i = 0; i < 2 && a->q->samples[i]; i++)
        term_put_raw(row++, LISTING_MARK_CELLS, a->q->samples[i]);
    listing_draw(&a->list, &(struct area){row, area->row + area->rows - row, area->cols}, true);
}

/* Digits are answers here and not the tabs. */
static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

static void choose(struct ask *a, size_t row) {
    struct app *app = a->view.app;
    const struct tour_question *q = a->q;

    app_pop(app); /* frees the question */
    q->take(app, (int)row);
}

static void request(struct view *v, enum request r) {
    if (r == REQ_OPEN)
        choose(of(v), of(v)->list.at);
    else if (r == REQ_BACK)
        v->app->end = APP_QUIT; /* the tour, which asks again when it goes on */
    else if (!listing_move(&of(v)->list, r))
        app_say(v->app, _("There is nothing more that way."));
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    uint32_t cp = key->code == K_TEXT ? fold_key(key->cp) : 0;

    (void)paste;
    if (cp == '1' || cp == '2')
        choose(of(v), cp - '1');
    else if (key->code == K_TEXT || key->code == K_PASTE)
        app_say(v->app, _("Choose one by its digit."));
    else
        return false;
    return true;
}

static void free_view(struct view *v) {
    mem_free(v);
}

static const struct view_ops question_ops = {
    .title = N_("Question"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .request = request,
    .key = key,
};

struct view *tour_ask(struct app *app, const struct tour_question *q) {
    struct ask *a = mem_new(1, sizeof *a);

    a->ops = question_ops;
    a->ops.name = q->name;
    a->view = (struct view){&a->ops, app};
    a->q = q;
    a->list = (struct listing){
        .columns = columns, .column_count = sizeof columns / sizeof *columns, .has = has_row, .cell = cell, .arg = a, .gap = 1};
    return &a->view;
}
