/* The claims for cases of a year: who claimed what, and what a second person said. Enter goes to the matter, one key answers. */
#include <string.h>
#include "app.h"
#include "linli/claims.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/lists.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/read_claims.h"
#include "linli/read_flow.h"
#include "listing.h"
#include "term.h"
#include "words.h"

struct claims {
    struct view view;
    struct listing list;
    struct claim_row *rows; /* owned */
    size_t count;
    bool read, before; /* before: the year before this one */
    bool desk;         /* may answer */
    int year;
    int64_t claimed, approved; /* fen */
};

enum { COL_STATE, COL_NUMBER, COL_GRADE, COL_MEDIATOR, COL_AMOUNT, COL_BY, COL_AT };
static const struct column columns[] = {
    [COL_STATE] = {N_("State"), 8, 9, 0, false},     [COL_NUMBER] = {N_("Number"), 11, 14, 0, false},
    [COL_GRADE] = {N_("Grade"), 8, 20, 2, false},    [COL_MEDIATOR] = {N_("Mediator"), 8, 14, 1, false},
    [COL_AMOUNT] = {N_("Amount"), 8, 12, 0, true},   [COL_BY] = {N_("Claimed by"), 8, 14, 4, false},
    [COL_AT] = {N_("Claimed on"), 10, 10, 3, false},
};

static const enum request requests[] = {REQ_OPEN,  REQ_WRITE,  REQ_FILTER,       REQ_BACK,
                                        REQ_PRINT, REQ_EXPORT, LISTING_REQUESTS, REQ_NONE};

static struct claims *of(struct view *v) {
    return (struct claims *)v;
}

static enum err add_row(void *arg, const struct claim_row *r) {
    struct claims *c = arg;

    c->rows = mem_resize(c->rows, c->count + 1, sizeof *c->rows);
    c->rows[c->count++] = *r;
    if (r->result == ANSWER_YES)
        c->approved += r->fen;
    if (r->result != ANSWER_NO)
        c->claimed += r->fen;
    return ERR_OK;
}

static void read_rows(struct claims *c) {
    struct flow_actor a = {.roles = 0};
    int64_t from, to;

    if (c->read)
        return;
    c->read = true;
    c->count = 0;
    c->claimed = c->approved = 0;
    c->year = read_claims_year_of(clock_now()) - c->before;
    read_claims_year(c->year, &from, &to);
    if (read_claims(c->view.app->store, from, to, add_row, c) != ERR_OK || read_actor(c->view.app->store, NULL, &a) != ERR_OK)
        app_say_error(c->view.app);
    c->desk = (a.roles & FLOW_DESK) != 0;
}

static const struct claim_row *row_at(struct claims *c, size_t row) {
    read_rows(c);
    return row < c->count ? &c->rows[row] : NULL;
}

static bool has_row(void *arg, size_t row) {
    return row_at(arg, row) != NULL;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct claim_row *r = row_at(arg, row);
    char amount[CLAIM_AMOUNT_SIZE];

    if (!r)
        return PAINT_TEXT;
    switch (column) {
    case COL_STATE:
        buf_puts(out, r->result == ANSWER_YES ? _("approved") : r->result == ANSWER_NO ? _("refused") : _("claimed"));
        return r->result == ANSWER_NO ? PAINT_RED : PAINT_TEXT;
    case COL_NUMBER:
        buf_puts(out, r->number);
        break;
    case COL_GRADE:
        buf_puts(out, kinds_words(LIST_GRADE, (int)r->grade));
        break;
    case COL_MEDIATOR:
        buf_puts(out, r->mediator);
        break;
    case COL_AMOUNT:
        claims_text(amount, r->fen);
        buf_puts(out, amount);
        break;
    case COL_BY:
        buf_puts(out, r->by);
        break;
    case COL_AT:
        words_date(out, r->at);
        break;
    }
    return PAINT_TEXT;
}

static void draw_title(struct claims *c, const struct area *area) {
    char claimed[CLAIM_AMOUNT_SIZE], approved[CLAIM_AMOUNT_SIZE];

    claims_text(claimed, c->claimed);
    claims_text(approved, c->approved);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE,
               err_fmt(_("Claims of %d: %zu, together %s yuan, approved %s"), c->year, c->count, claimed, approved));
}

static void draw(struct view *v, const struct area *area) {
    struct claims *c = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};

    read_rows(c);
    draw_title(c, area);
    while (c->list.at && c->list.at >= c->count)
        c->list.at--;
    if (c->count) {
        listing_draw(&c->list, &rows, true);
        return;
    }
    screen_put(rows.row + 1, LISTING_MARK_CELLS, rows.cols - LISTING_MARK_CELLS, PAINT_TEXT,
               _("Nothing was claimed in this year. A claim is written down in its matter."));
    term_cursor(rows.row + 1, LISTING_MARK_CELLS);
}

static const char *refuses(struct view *v, enum request r) {
    struct claims *c = of(v);
    const struct claim_row *row = row_at(c, c->list.at);

    if ((r == REQ_OPEN || r == REQ_WRITE) && !row)
        return _("There is no claim here.");
    if (r != REQ_WRITE)
        return NULL;
    if (row->result != ANSWER_NONE)
        return _("This claim was answered already.");
    if (!c->desk)
        return _("Claims are approved by a desk.");
    if (id_equal(&row->by_id, &store_device(v->app->store)->worker))
        return _("Nobody approves an own claim: a second person does.");
    return NULL;
}

static enum err open_approval(void *arg, const struct item_row *i) {
    struct view *v = arg, *form = item_form(v->app, ITEM_IS_APPROVAL, &i->matter, i);

    if (form)
        app_push(v->app, form);
    return ERR_OK;
}

static void export(struct claims *c, enum request r) {
    struct lists_ask ask = {.what = LIST_OF_CLAIMS};

    read_rows(c);
    read_claims_year(c->year, &ask.from, &ask.to);
    list_to_file(c->view.app, &ask, r);
}

static void request(struct view *v, enum request r) {
    struct claims *c = of(v);
    const struct claim_row *row = row_at(c, c->list.at);

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, matter_view(v->app, &row->matter));
        break;
    case REQ_WRITE:
        if (read_item(v->app->store, &row->device, row->seq, open_approval, v) != ERR_OK)
            app_say_error(v->app);
        break;
    case REQ_FILTER:
        c->before = !c->before;
        c->read = false;
        c->list.at = c->list.top = 0;
        break;
    case REQ_PRINT:
    case REQ_EXPORT:
        export(c, r);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!listing_move(&c->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->read = false;
}

static void free_view(struct view *v) {
    mem_free(of(v)->rows);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "claims",
    .title = N_("Claims"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *claims_view(struct app *app) {
    struct claims *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, app};
    c->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .arg = c,
                               .texts = 1u << COL_MEDIATOR | 1u << COL_BY};
    return &c->view;
}
