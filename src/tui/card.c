/* The card of one household: where, who, and what happened there, as one timeline. */
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/width.h"
#include "listing.h"
#include "leaf.h"
#include "term.h"
#include "words.h"

#define VISITS_MAX 300
#define SHORT_CELLS 60

/* A visit or a matter in the order of time. */
struct happening {
    int64_t at;
    bool is_matter;
    struct visit_row *visit; /* owned */
    struct matter_row *matter;
};

struct card {
    struct view view;
    struct id household;
    struct household_row row;
    struct household h;
    struct happening *happenings;
    size_t count, room;
    struct leaf leaf;
    bool read, gone;
    int made_for; /* columns that the page was made for, 0 not made */
};

static const enum request requests[] = {REQ_OPEN, REQ_VISIT, REQ_MATTER, REQ_BACK, REQ_WITHDRAW, LISTING_REQUESTS, REQ_NONE};

static struct card *of(struct view *v) {
    return (struct card *)v;
}

static void drop_happenings(struct card *c) {
    for (size_t i = 0; i < c->count; i++) {
        mem_free(c->happenings[i].visit);
        mem_free(c->happenings[i].matter);
    }
    c->count = 0;
}

static struct happening *add_happening(struct card *c, int64_t at) {
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 16;
        c->happenings = mem_resize(c->happenings, c->room, sizeof *c->happenings);
    }
    c->happenings[c->count] = (struct happening){.at = at};
    return &c->happenings[c->count++];
}

static enum err add_visit(void *arg, const struct visit_row *v) {
    struct happening *h = add_happening(arg, v->at);

    h->visit = mem_new(1, sizeof *v);
    *h->visit = *v;
    return ERR_OK;
}

static enum err add_matter(void *arg, const struct matter_row *m) {
    struct happening *h = add_happening(arg, m->opened);

    h->is_matter = true;
    h->matter = mem_new(1, sizeof *m);
    *h->matter = *m;
    return ERR_OK;
}

static int by_time(const void *a, const void *b) {
    const struct happening *x = a, *y = b;

    return x->at < y->at ? 1 : x->at > y->at ? -1 : (int)x->is_matter - (int)y->is_matter;
}

static void read_all(struct card *c) {
    struct store *s = c->view.app->store;
    enum err e;

    if (c->read)
        return;
    c->read = true;
    c->made_for = 0;
    drop_happenings(c);
    household_free(&c->h);
    e = read_household(s, &c->household, &c->row, &c->h);
    c->gone = e != ERR_OK;
    if (e == ERR_OK)
        e = read_visits(s, &c->row.id, VISITS_MAX, add_visit, c);
    if (e == ERR_OK)
        e = read_matters_of(s, &c->row.id, add_matter, c);
    if (e != ERR_OK)
        app_say_error(c->view.app);
    if (c->count)
        qsort(c->happenings, c->count, sizeof *c->happenings, by_time);
}

/* --- lines --- */

static void add_fact(struct card *c, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    buf_printf(&line, "%s%s%s", label, _(": "), value);
    leaf_add(&c->leaf, PAINT_TEXT, -1, 2, buf_text(&line));
    buf_free(&line);
}

static void add_facts(struct card *c) {
    struct buf text = {0};
    char area[NAME_SIZE];

    buf_puts(&text, c->row.door.compound);
    if (text.len)
        buf_putc(&text, ' ');
    door_words(&text, &c->row.door);
    add_fact(c, _("Address"), buf_text(&text));
    buf_reset(&text);
    policy_mask_phones(&text, c->row.phones);
    add_fact(c, _("Phone"), buf_text(&text));
    read_area_name(c->view.app->store, c->row.area, area);
    add_fact(c, _("Area"), *area ? area : c->row.area);
    add_fact(c, _("Number"), c->row.number);
    add_fact(c, _("Note"), c->h.note);
    buf_free(&text);
}

static void pad(struct buf *line, const char *text, int cells) {
    int used = screen_cells(text);

    buf_puts(line, text);
    do
        buf_putc(line, ' ');
    while (++used < cells);
}

static void add_members(struct card *c) {
    struct buf line = {0};
    int name = 6, relation = 4;

    for (size_t i = 0; i < c->h.member_count; i++) {
        int n = screen_cells(c->h.members[i].name) + 2, r = screen_cells(c->h.members[i].relation) + 2;

        name = n > name && n <= 16 ? n : name;
        relation = r > relation && r <= 12 ? r : relation;
    }
    for (size_t i = 0; i < c->h.member_count; i++) {
        const struct member *m = &c->h.members[i];

        buf_reset(&line);
        pad(&line, m->name, name);
        pad(&line, m->relation, relation);
        policy_mask_phones(&line, m->phones);
        leaf_add(&c->leaf, PAINT_TEXT, -1, name, buf_text(&line));
    }
    buf_free(&line);
}

/* A few words of a long text: all of it is a key press away. */
static void add_short(struct buf *line, const char *text) {
    int used;
    size_t fits = width_fit(text, strlen(text), SHORT_CELLS, &used);

    buf_puts(line, "  ");
    buf_add(line, text, fits);
    buf_puts(line, text[fits] ? "..." : "");
}

static void visit_line(struct buf *line, const struct visit_row *v) {
    words_date(line, v->at);
    buf_printf(line, "  %s  %s", kinds_words(LIST_KIND, KIND_VISIT), kinds_words(LIST_OUTCOME, (int)v->outcome));
    if (v->purpose != PURPOSE_ROUTINE && v->purpose != PURPOSE_NONE)
        buf_printf(line, "  %s", kinds_words(LIST_PURPOSE, (int)v->purpose));
    if (*v->met)
        buf_printf(line, "  %s", v->met);
    if (*v->note)
        add_short(line, v->note);
    if (*v->next)
        buf_printf(line, "  %s %s", _("Again on"), v->next);
    if (v->withdrawn)
        buf_printf(line, "  (%s)", _("withdrawn"));
}

static void matter_line(struct buf *line, const struct matter_row *m) {
    words_date(line, m->opened);
    buf_printf(line, "  %s  %s", kinds_words(LIST_MATTER, (int)m->kind), m->number);
    add_short(line, m->summary);
    if (m->withdrawn)
        buf_printf(line, "  (%s)", _("withdrawn"));
    else if (!m->open)
        buf_printf(line, "  (%s)", _("closed"));
    else {
        buf_printf(line, "  %s  ", kinds_words(LIST_STEP, (int)m->step));
        words_due(line, m->due);
    }
}

static void add_happenings(struct card *c) {
    struct buf line = {0};

    leaf_head(&c->leaf, _("Visits and matters"));
    if (!c->count)
        leaf_add(&c->leaf, PAINT_TEXT, -1, 0, _("Nothing yet: F2 logs a visit, F4 opens a matter."));
    for (size_t i = 0; i < c->count; i++) {
        buf_reset(&line);
        if (c->happenings[i].is_matter)
            matter_line(&line, c->happenings[i].matter);
        else
            visit_line(&line, c->happenings[i].visit);
        leaf_add(&c->leaf, PAINT_TEXT, (int)i, 12, buf_text(&line));
    }
    buf_free(&line);
}

static void make_leaf(struct card *c, int cols) {
    struct buf people = {0};

    read_all(c);
    if (c->made_for == cols)
        return;
    c->made_for = cols;
    leaf_start(&c->leaf, cols);
    if (c->gone) {
        leaf_add(&c->leaf, PAINT_TEXT, -1, 0, _("This household is no longer in the record."));
        return;
    }
    add_facts(c);
    if (c->h.member_count) {
        buf_printf(&people, _("People: %d"), (int)c->h.member_count);
        leaf_head(&c->leaf, buf_text(&people));
        add_members(c);
    }
    add_happenings(c);
    buf_free(&people);
}

static void draw(struct view *v, const struct area *area) {
    struct card *c = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0};

    make_leaf(c, area->cols);
    words_door(&title, &c->row.door, area->cols / 2);
    buf_printf(&title, "  %s", c->row.head);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&c->leaf, &body);
    buf_free(&title);
}

/* --- requests --- */

static const struct happening *marked(struct card *c) {
    int tag = leaf_tag(&c->leaf);

    return tag >= 0 && (size_t)tag < c->count ? &c->happenings[tag] : NULL;
}

static const char *refuses(struct view *v, enum request r) {
    struct card *c = of(v);
    const struct happening *h;

    make_leaf(c, c->made_for ? c->made_for : 80);
    h = marked(c);
    if ((r == REQ_VISIT || r == REQ_MATTER) && c->gone)
        return _("This household is no longer in the record.");
    if (r == REQ_OPEN && !h)
        return _("Enter opens a visit or a matter: go down to one.");
    if (r == REQ_WITHDRAW && !h)
        return _("Go down to the visit or matter that you want to take back.");
    if (r == REQ_WITHDRAW && (h->is_matter ? h->matter->withdrawn : h->visit->withdrawn))
        return _("It was withdrawn already.");
    if (r == REQ_WITHDRAW && !(h->is_matter ? h->matter->own : h->visit->own))
        return _("Only who wrote it can withdraw it, on the same device.");
    return NULL;
}

static void request(struct view *v, enum request r) {
    struct card *c = of(v);
    const struct happening *h = marked(c);

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, h->is_matter ? matter_view(v->app, &h->matter->id) : visit_view(v->app, h->visit));
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &c->row.id));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, &c->row.id));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    case REQ_WITHDRAW:
        app_push(v->app, h->is_matter ? withdraw_matter_form(v->app, &h->matter->id, h->matter->number)
                                      : withdraw_visit_form(v->app, h->visit));
        break;
    default:
        if (!leaf_move(&c->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->read = false;
}

static void free_view(struct view *v) {
    struct card *c = of(v);

    drop_happenings(c);
    mem_free(c->happenings);
    household_free(&c->h);
    leaf_free(&c->leaf);
    mem_free(c);
}

static const struct view_ops ops = {
    .name = "card",
    .title = N_("Household"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *card_view(struct app *app, const struct id *household) {
    struct card *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, app};
    c->household = *household;
    return &c->view;
}
