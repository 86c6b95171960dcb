/* Households that may be one (D): the pairs, found a slice at a time while nobody types; and one pair side by side, where a
 * person says whether it is one household. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "leaf.h"
#include "linli/act_household.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/twins.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define SLICE 24 /* households in a millisecond or two */
#define PAIRS_MAX 2000
#define TEXT_SIZE 96
#define LABEL_CELLS 16 /* of the mark and the name of a field */

struct pair {
    struct id a, b;
    unsigned why;
    bool apart;
    char one[TEXT_SIZE], other[TEXT_SIZE];
};

static void describe(char out[TEXT_SIZE], const struct household_row *row) {
    struct buf text = {0};

    words_door(&text, &row->door, 20);
    buf_printf(&text, " %s", row->head);
    snprintf(out, TEXT_SIZE, "%s", buf_text(&text));
    buf_free(&text);
}

static void write_why(struct buf *out, unsigned why) {
    static const struct {
        unsigned bit;
        const char *words;
    } known[] = {{TWINS_DOOR, N_("same door")}, {TWINS_NAME, N_("name sounds the same")}, {TWINS_PHONE, N_("same phone")}};

    for (size_t i = 0, any = 0; i < sizeof known / sizeof *known; i++)
        if (why & known[i].bit)
            buf_printf(out, "%s%s", any++ ? _(", ") : "", _(known[i].words));
}

/* ---- the pairs */

struct twins_view {
    struct view view;
    struct twins_walk walk;
    struct pair *pairs;
    size_t count, room;
    bool set_apart; /* those that a person told apart are shown, and no others */
    bool failed;
    struct listing list;
};

enum { COL_ONE, COL_OTHER, COL_WHY };
static const struct column columns[] = {
    [COL_ONE] = {N_("One"), 14, 30, 0, false},
    [COL_OTHER] = {N_("The other"), 14, 30, 0, false},
    [COL_WHY] = {N_("Why"), 9, 30, 1, false},
};

static const enum request requests[] = {REQ_OPEN, REQ_FILTER, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct twins_view *of(struct view *v) {
    return (struct twins_view *)v;
}

static enum err keep(void *arg, const struct twins *t) {
    struct twins_view *w = arg;
    struct pair *p;

    if (t->apart != w->set_apart || w->count == PAIRS_MAX)
        return ERR_OK;
    if (w->count == w->room) {
        w->room = w->room ? w->room * 2 : 32;
        w->pairs = mem_resize(w->pairs, w->room, sizeof *w->pairs);
    }
    p = &w->pairs[w->count++];
    *p = (struct pair){.a = t->a.id, .b = t->b.id, .why = t->why, .apart = t->apart};
    describe(p->one, &t->a);
    describe(p->other, &t->b);
    return ERR_OK;
}

static void start(struct twins_view *w) {
    twins_walk_free(&w->walk);
    w->count = 0;
    w->failed = false;
}

static bool go_on(struct view *v) {
    struct twins_view *w = of(v);
    size_t before = w->count;

    if (!w->walk.end && !w->failed && twins_walk(v->app->store, &w->walk, SLICE, keep, w) != ERR_OK) {
        w->failed = true;
        app_say_error(v->app);
        return true;
    }
    v->app->busy = !w->walk.end && !w->failed;
    return w->count != before || !v->app->busy;
}

static bool has_row(void *arg, size_t row) {
    return row < ((struct twins_view *)arg)->count;
}

static enum paint cell(void *arg, size_t row, size_t column, struct buf *out) {
    const struct pair *p = &((struct twins_view *)arg)->pairs[row];

    if (column == COL_WHY)
        write_why(out, p->why);
    else
        buf_puts(out, column == COL_ONE ? p->one : p->other);
    return PAINT_TEXT;
}

static void draw(struct view *v, const struct area *area) {
    struct twins_view *w = of(v);
    struct area rows = {area->row + 1, area->rows - 1, area->cols};
    const char *title = w->set_apart ? _("Said to be two households") : _("These may be one household");

    v->app->busy = !w->walk.end && !w->failed;
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, title);
    if (w->count) {
        listing_draw(&w->list, &rows, true);
        return;
    }
    screen_put(rows.row + 1, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT,
               !w->walk.end   ? _("Looking for them …")
               : w->set_apart ? _("None was told apart.")
                              : _("No two households look like one."));
    term_cursor(rows.row + 1, LISTING_MARK_CELLS);
}

static const char *refuses(struct view *v, enum request r) {
    return r == REQ_OPEN && !of(v)->count ? _("There is nothing to open here.") : NULL;
}

static void request(struct view *v, enum request r) {
    struct twins_view *w = of(v);

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, twins_pair_view(v->app, &w->pairs[w->list.at].a, &w->pairs[w->list.at].b, w->pairs[w->list.at].why,
                                         w->pairs[w->list.at].apart));
        break;
    case REQ_FILTER:
        w->set_apart = !w->set_apart;
        w->list.at = w->list.top = 0;
        start(w);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!listing_move(&w->list, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    start(of(v));
}

static void free_view(struct view *v) {
    twins_walk_free(&of(v)->walk);
    mem_free(of(v)->pairs);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "duplicates",
    .title = N_("Possible duplicates"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
    .go_on = go_on,
};

struct view *twins_view(struct app *app) {
    struct twins_view *w = mem_new(1, sizeof *w);

    w->view = (struct view){&ops, app};
    w->list = (struct listing){.columns = columns,
                               .column_count = sizeof columns / sizeof *columns,
                               .has = has_row,
                               .cell = cell,
                               .texts = 1u << COL_ONE | 1u << COL_OTHER | 1u << COL_WHY,
                               .arg = w};
    return &w->view;
}

/* ---- one pair */

struct pair_view {
    struct view view;
    struct id a, b;
    unsigned why;
    bool apart;
    struct leaf leaf;
    int made_for; /* columns, 0 not made */
};

enum choice { KEEP_ONE, KEEP_OTHER, ARE_TWO, ASK_AGAIN };

static const enum request pair_requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct pair_view *pair_of(struct view *v) {
    return (struct pair_view *)v;
}

/* Both values of a field in two columns, with a mark before those that differ. */
static void add_line(struct leaf *leaf, const char *label, const char *one, const char *other) {
    int half = (leaf->cols - LISTING_MARK_CELLS - LABEL_CELLS) / 2;
    struct buf line = {0};
    bool differ = strcmp(one, other) != 0;

    if (!*one && !*other)
        return;
    buf_puts(&line, differ ? words_mark(MARK_CLASH) : "");
    words_pad(&line, 3);
    buf_puts(&line, label);
    words_pad(&line, LABEL_CELLS);
    buf_puts(&line, *one ? one : "-");
    if (screen_cells(buf_text(&line)) >= LABEL_CELLS + half || screen_cells(other) > half) { /* one below the other */
        leaf_add(leaf, PAINT_TEXT, -1, LABEL_CELLS, buf_text(&line));
        buf_reset(&line);
        words_pad(&line, LABEL_CELLS);
    } else {
        words_pad(&line, LABEL_CELLS + half);
    }
    buf_puts(&line, *other ? other : "-");
    leaf_add(leaf, PAINT_TEXT, -1, LABEL_CELLS, buf_text(&line));
    buf_free(&line);
}

static void write_members(struct buf *out, const struct household *h) {
    for (size_t i = 0; i < h->member_count; i++)
        buf_printf(out, "%s%s", i ? _(", ") : "", h->members[i].name);
}

static void write_field(struct buf *out, int field, const struct household_row *row, const struct household *h) {
    switch (field) {
    case 0:
        buf_puts(out, row->number);
        break;
    case 1:
        door_text(out, &row->door, true);
        break;
    case 2:
        buf_puts(out, row->head);
        break;
    case 3:
        policy_mask_phones(out, row->phones);
        break;
    case 4:
        write_members(out, h);
        break;
    case 5:
        buf_puts(out, h->note);
        break;
    case 6:
        words_days_ago(out, row->visited);
        break;
    default:
        buf_printf(out, "%d", row->open);
    }
}

static void add_fields(struct leaf *leaf, const struct household_row rows[2], const struct household h[2]) {
    static const char *const labels[] = {N_("Number"),  N_("Door"), N_("Head"),    N_("Phones"),
                                         N_("Members"), N_("Note"), N_("Visited"), N_("Open matters")};

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct buf one = {0}, other = {0};

        write_field(&one, (int)i, &rows[0], &h[0]);
        write_field(&other, (int)i, &rows[1], &h[1]);
        add_line(leaf, _(labels[i]), buf_text(&one), buf_text(&other));
        buf_free(&one);
        buf_free(&other);
    }
}

static void add_keep(struct leaf *leaf, enum choice c, const struct household_row *row) {
    char text[TEXT_SIZE];

    describe(text, row);
    leaf_add(leaf, PAINT_TEXT, (int)c, 2, err_fmt(_("One household: keep %s, it takes what it lacks"), text));
}

static void make_leaf(struct pair_view *p, int cols) {
    struct household_row rows[2];
    struct household h[2];
    enum err e;

    if (p->made_for == cols)
        return;
    p->made_for = cols;
    memset(h, 0, sizeof h);
    leaf_start(&p->leaf, cols);
    e = read_household(p->view.app->store, &p->a, &rows[0], &h[0]);
    if (e == ERR_OK)
        e = read_household(p->view.app->store, &p->b, &rows[1], &h[1]);
    if (e != ERR_OK)
        app_say_error(p->view.app);
    else if (id_equal(&rows[0].id, &rows[1].id))
        leaf_add(&p->leaf, PAINT_TEXT, -1, 0, _("They are one household by now. Esc goes back."));
    else {
        add_keep(&p->leaf, KEEP_ONE, &rows[0]);
        add_keep(&p->leaf, KEEP_OTHER, &rows[1]);
        leaf_add(&p->leaf, PAINT_TEXT, p->apart ? ASK_AGAIN : ARE_TWO, 2,
                 p->apart ? _("Perhaps one after all: ask again") : _("Two households: do not ask again"));
        leaf_add(&p->leaf, PAINT_TEXT, -1, 0, "");
        add_fields(&p->leaf, rows, h);
    }
    household_free(&h[0]);
    household_free(&h[1]);
}

static void pair_draw(struct view *v, const struct area *area) {
    struct pair_view *p = pair_of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0};

    make_leaf(p, area->cols);
    buf_printf(&title, "%s  ", _("One household or two?"));
    write_why(&title, p->why);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&p->leaf, &body);
    buf_free(&title);
}

static const char *pair_refuses(struct view *v, enum request r) {
    make_leaf(pair_of(v), pair_of(v)->made_for ? pair_of(v)->made_for : 80);
    if (r != REQ_OPEN || leaf_tag(&pair_of(v)->leaf) >= 0)
        return NULL;
    return _("Go up to one of the answers first.");
}

static void choose(struct pair_view *p, enum choice c) {
    struct app *app = p->view.app;
    enum err e;

    if (c == KEEP_ONE || c == KEEP_OTHER)
        e = act_household_join(app->store, c == KEEP_ONE ? &p->b : &p->a, c == KEEP_ONE ? &p->a : &p->b);
    else
        e = twins_set_apart(app->store, &p->a, &p->b, c == ARE_TWO);
    if (e != ERR_OK) {
        app_say_error(app);
        return;
    }
    app_pop(app); /* frees p */
    app_changed(app);
    app_say(app, c == ARE_TWO     ? _("Told apart. f shows those, and asks again.")
                 : c == ASK_AGAIN ? _("It is asked again.")
                                  : _("They are one household now. u makes them two again."));
}

static void pair_request(struct view *v, enum request r) {
    struct pair_view *p = pair_of(v);

    if (r == REQ_OPEN)
        choose(p, (enum choice)leaf_tag(&p->leaf));
    else if (r == REQ_BACK)
        app_pop(v->app);
    else if (!leaf_move(&p->leaf, r))
        app_say(v->app, _("There is nothing more that way."));
}

static void pair_reload(struct view *v) {
    pair_of(v)->made_for = 0;
}

static void pair_free(struct view *v) {
    leaf_free(&pair_of(v)->leaf);
    mem_free(v);
}

static const struct view_ops pair_ops = {
    .name = "duplicate",
    .title = N_("One household or two?"),
    .requests = pair_requests,
    .free = pair_free,
    .draw = pair_draw,
    .refuses = pair_refuses,
    .request = pair_request,
    .reload = pair_reload,
};

struct view *twins_pair_view(struct app *app, const struct id *a, const struct id *b, unsigned why, bool apart) {
    struct pair_view *p = mem_new(1, sizeof *p);

    p->view = (struct view){&pair_ops, app};
    p->a = *a;
    p->b = *b;
    p->why = why;
    p->apart = apart;
    return &p->view;
}
