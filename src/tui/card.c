/* The card of one household: where, who, and what happened there, as one timeline. */
#include <stdlib.h>
#include <string.h>
#include "app.h"
#include "leaf.h"
#include "linli/act_household.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/act_need.h"
#include "linli/policy.h"
#include "linli/today.h"
#include "listing.h"
#include "happenings.h"
#include "words.h"

#define VISITS_MAX 300
#define NUMBER_SHOWN_MS 60000

/* What a line is of: its tag. A happening is its place in the list; the others count from here. */
enum { TAG_CLASH = 100000, TAG_MEMBER = 200000, TAG_ADD = 300000, TAG_NEED = 400000 };

/* Something that happened, in the order of time. */
struct happening {
    int64_t at;
    enum kind kind;
    size_t no;               /* in the order of reading: events come oldest first */
    struct visit_row *visit; /* owned, each NULL where it is none */
    struct matter_row *matter;
    char *words;              /* of the rest: owned */
    char number[NUMBER_SIZE]; /* of the matter that it belongs to */
};

struct card {
    struct view view;
    struct id household;
    struct household_row row;
    struct household h;
    struct happening *happenings;
    size_t count, room;
    struct need_row *needs; /* in force */
    size_t need_count;
    struct leaf leaf;
    bool read, gone;
    int made_for;      /* columns that the page was made for, 0 not made */
    struct buf number; /* shown in full until then, by clock_monotonic */
    int64_t number_until;
    int number_of; /* a member, or REVEAL_HOUSEHOLD */
};

static const enum request requests[] = {REQ_OPEN,          REQ_VISIT,    REQ_MATTER,     REQ_EDIT,         REQ_BACK,
                                        REQ_BOARD,         REQ_CALENDAR, REQ_NEED,       REQ_REVEAL,       REQ_WITHDRAW,
                                        REQ_NEW_HOUSEHOLD, REQ_PRINT,    REQ_ACCESS_LOG, LISTING_REQUESTS, REQ_NONE};

static struct card *of(struct view *v) {
    return (struct card *)v;
}

static void drop_all(struct card *c) {
    for (size_t i = 0; i < c->count; i++) {
        mem_free(c->happenings[i].visit);
        mem_free(c->happenings[i].matter);
        mem_free(c->happenings[i].words);
    }
    c->count = c->need_count = 0;
}

static struct happening *add_happening(struct card *c, int64_t at, enum kind kind) {
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 16;
        c->happenings = mem_resize(c->happenings, c->room, sizeof *c->happenings);
    }
    c->happenings[c->count] = (struct happening){.at = at, .kind = kind, .no = c->count};
    return &c->happenings[c->count++];
}

static enum err add_visit(void *arg, const struct visit_row *v) {
    struct happening *h = add_happening(arg, v->at, KIND_VISIT);

    h->visit = mem_new(1, sizeof *v);
    *h->visit = *v;
    return ERR_OK;
}

static enum err add_matter(void *arg, const struct matter_row *m) {
    struct happening *h = add_happening(arg, m->opened, KIND_MATTER);

    h->matter = mem_new(1, sizeof *m);
    *h->matter = *m;
    return ERR_OK;
}

static enum err add_story(void *arg, const struct story_row *r) {
    struct happening *h = add_happening(arg, r->at, r->kind);
    struct buf words = {0};

    happenings_other(&words, r);
    h->words = buf_take(&words);
    strcpy(h->number, r->number);
    return ERR_OK;
}

static enum err add_need(void *arg, const struct need_row *n) {
    struct card *c = arg;

    if (n->withdrawn || n->lapsed)
        return ERR_OK;
    c->needs = mem_resize(c->needs, c->need_count + 1, sizeof *c->needs);
    c->needs[c->need_count++] = *n;
    return ERR_OK;
}

/* The newest first; of one moment what follows from the other stands above it. */
static int by_time(const void *a, const void *b) {
    const struct happening *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    if (x->kind != y->kind)
        return (int)y->kind - (int)x->kind;
    return x->no < y->no ? 1 : -1;
}

static void read_all(struct card *c) {
    struct store *s = c->view.app->store;
    enum err e;

    if (c->read)
        return;
    c->read = true;
    c->made_for = 0;
    drop_all(c);
    household_free(&c->h);
    e = read_household(s, &c->household, &c->row, &c->h);
    c->gone = e != ERR_OK;
    if (e == ERR_OK)
        e = read_visits(s, &c->row.id, VISITS_MAX, add_visit, c);
    if (!c->gone)
        news_seen(s, &c->row.id);
    if (e == ERR_OK)
        e = read_matters_of(s, &c->row.id, add_matter, c);
    if (e == ERR_OK)
        e = read_story(s, &c->row.id, add_story, c);
    if (e == ERR_OK)
        e = read_needs(s, &c->row.id, add_need, c);
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

/* Masked, but for the number that was asked for less than a minute ago. */
static void put_phones(struct card *c, struct buf *out, const char *phones, int whose) {
    if (!c->number.len || c->number_of != whose) {
        policy_mask_phones(out, phones);
        return;
    }
    for (const char *p = buf_text(&c->number); *p; p++)
        buf_putc(out, *p == '\n' ? ' ' : *p);
    buf_printf(out, "  %s", _("(masked again in a minute)"));
}

static void add_facts(struct card *c) {
    struct buf text = {0};
    char area[NAME_SIZE];

    buf_puts(&text, c->row.door.compound);
    if (text.len)
        buf_putc(&text, ' ');
    door_words(&text, &c->row.door);
    add_fact(c, _("Address"), buf_text(&text));
    if (*c->h.status)
        add_fact(c, _("Occupancy"), kinds_words(LIST_OCCUPANCY, kinds_value(LIST_OCCUPANCY, c->h.status)));
    buf_reset(&text);
    put_phones(c, &text, c->row.phones, REVEAL_HOUSEHOLD);
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
        put_phones(c, &line, m->phones, (int)i);
        leaf_add(&c->leaf, PAINT_TEXT, TAG_MEMBER + (int)i, name, buf_text(&line));
    }
    leaf_add(&c->leaf, PAINT_QUIET, TAG_ADD, 2, _("+ Enter adds a person"));
    buf_free(&line);
}

/* Both values, who said which and when: somebody has to say which is right. */
static enum err add_clash(void *arg, const struct clash *found) {
    struct card *c = arg;
    struct buf line = {0};

    buf_printf(&line, "%s %s%s", words_mark(MARK_CLASH), act_household_field(found->field), _(": "));
    act_household_value(&line, found->stands, found->field);
    buf_puts(&line, " ");
    words_said_by(&line, &found->stands_by);
    buf_printf(&line, " %s ", _("or"));
    act_household_value(&line, found->beside, found->field);
    buf_puts(&line, " ");
    words_said_by(&line, &found->beside_by);
    leaf_add(&c->leaf, PAINT_YELLOW, TAG_CLASH + (int)found->field, 3, buf_text(&line));
    buf_free(&line);
    return ERR_OK;
}

static void add_needs(struct card *c) {
    struct buf line = {0};

    if (c->need_count)
        leaf_head(&c->leaf, _("Care needs"));
    for (size_t i = 0; i < c->need_count; i++) {
        const struct need_row *n = &c->needs[i];

        buf_reset(&line);
        buf_puts(&line, kinds_words(LIST_NEED, (int)n->need));
        if (*n->words)
            buf_printf(&line, "  %s", n->words);
        if (*n->next)
            buf_printf(&line, "  %s %s", _("promised for"), n->next);
        buf_printf(&line, "  %s %s", _("until"), n->until);
        leaf_add(&c->leaf, PAINT_TEXT, TAG_NEED + (int)i, 2, buf_text(&line));
    }
    buf_free(&line);
}

static void add_happenings(struct card *c) {
    struct buf line = {0};

    leaf_head(&c->leaf, _("What happened"));
    for (size_t i = 0; i < c->count; i++) {
        const struct happening *h = &c->happenings[i];

        buf_reset(&line);
        if (h->visit)
            happenings_visit(&line, h->visit);
        else if (h->matter)
            happenings_matter(&line, h->matter);
        else
            buf_puts(&line, h->words);
        if (h->matter && news_is(c->view.app->store, &h->matter->id))
            buf_printf(&line, "  %s", words_mark(MARK_NEW));
        leaf_add(&c->leaf, PAINT_TEXT, (int)i, 12, buf_text(&line));
    }
    buf_free(&line);
}

static void make_leaf(struct card *c, int cols) {
    struct buf people = {0};

    read_all(c);
    if (c->number.len && clock_monotonic() >= c->number_until) {
        buf_free(&c->number);
        c->made_for = 0;
    }
    if (c->made_for == cols)
        return;
    c->made_for = cols;
    leaf_start(&c->leaf, cols);
    if (c->gone) {
        leaf_add(&c->leaf, PAINT_TEXT, -1, 0, _("This household is no longer in the record."));
        return;
    }
    if (read_clashes(c->view.app->store, &c->row.id, add_clash, c) != ERR_OK)
        app_say_error(c->view.app);
    add_facts(c);
    buf_printf(&people, _("People: %d"), c->row.people);
    leaf_head(&c->leaf, buf_text(&people));
    add_members(c);
    add_needs(c);
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

/* The place among things whose tags count from `first`; -1: the line is of none of them. */
static int place(struct card *c, int first, size_t count) {
    int at = leaf_tag(&c->leaf) - first;

    return at >= 0 && (size_t)at < count ? at : -1;
}

static const char *refuses_open(struct card *c) {
    const struct happening *h = marked(c);

    if (place(c, TAG_NEED, c->need_count) >= 0)
        return err_fmt(_("%s takes the care need back."), request_label(REQ_WITHDRAW));
    if ((h && (h->visit || h->matter || *h->number)) || place(c, TAG_CLASH, HOUSEHOLD_FIELDS) >= 0 ||
        place(c, TAG_MEMBER, c->h.member_count) >= 0 || leaf_tag(&c->leaf) == TAG_ADD)
        return NULL;
    return _("Enter opens a visit, a matter or a member: go down to one.");
}

static const char *refuses_withdraw(struct card *c) {
    const struct happening *h = marked(c);
    int need = place(c, TAG_NEED, c->need_count);

    if (need >= 0)
        return NULL;
    if (!h || !(h->visit || h->matter))
        return _("Go down to the visit or matter that you want to take back.");
    if (h->matter ? h->matter->withdrawn : h->visit->withdrawn)
        return _("It was withdrawn already.");
    if (!(h->matter ? h->matter->own : h->visit->own))
        return _("Only who wrote it can withdraw it.");
    return NULL;
}

static const char *refuses(struct view *v, enum request r) {
    struct card *c = of(v);

    make_leaf(c, c->made_for ? c->made_for : 80);
    if (c->gone && (r == REQ_VISIT || r == REQ_MATTER || r == REQ_EDIT || r == REQ_NEED || r == REQ_REVEAL || r == REQ_PRINT ||
                    r == REQ_CALENDAR))
        return _("This household is no longer in the record.");
    if (r == REQ_OPEN)
        return refuses_open(c);
    return r == REQ_WITHDRAW ? refuses_withdraw(c) : NULL;
}

/* A member's form may find that the person is gone: then it has said so. */
static void push(struct app *app, struct view *v) {
    if (v)
        app_push(app, v);
}

static struct view *edit_at(struct card *c) {
    struct app *app = c->view.app;
    int member = place(c, TAG_MEMBER, c->h.member_count);

    if (leaf_tag(&c->leaf) == TAG_ADD)
        return member_form(app, &c->row.id, NULL);
    return member >= 0 ? member_form(app, &c->row.id, c->h.members[member].name) : household_form(app, &c->row.id);
}

static struct view *open_at(struct card *c) {
    struct app *app = c->view.app;
    const struct happening *h = marked(c);
    int clash = place(c, TAG_CLASH, HOUSEHOLD_FIELDS);
    struct id matter;

    if (clash >= 0)
        return clash_view(app, &c->row.id, (unsigned)clash);
    if (!h)
        return edit_at(c);
    if (h->visit)
        return visit_view(app, h->visit);
    if (h->matter)
        return matter_view(app, &h->matter->id);
    if (read_resolve_matter(app->store, h->number, &matter) == ERR_OK)
        return matter_view(app, &matter);
    app_say_error(app);
    return NULL;
}

static struct view *withdraw_at(struct card *c) {
    struct app *app = c->view.app;
    const struct happening *h = marked(c);
    int need = place(c, TAG_NEED, c->need_count);

    if (need >= 0)
        return withdraw_need_form(app, &c->needs[need]);
    return h->matter ? withdraw_matter_form(app, &h->matter->id, h->matter->number) : withdraw_visit_form(app, h->visit);
}

/* The marked member's number; elsewhere the household's, or that of the first who has one. */
static void reveal(struct card *c) {
    struct app *app = c->view.app;
    int whose = place(c, TAG_MEMBER, c->h.member_count);

    if (whose < 0)
        whose = REVEAL_HOUSEHOLD;
    for (size_t i = 0; whose == REVEAL_HOUSEHOLD && !*c->h.phones && i < c->h.member_count; i++)
        if (*c->h.members[i].phones)
            whose = (int)i;
    buf_free(&c->number);
    if (act_reveal(app->store, &c->row.id, whose, "", &c->number) != ERR_OK) {
        app_say_error(app);
        return;
    }
    c->number_of = whose;
    c->number_until = clock_monotonic() + NUMBER_SHOWN_MS;
    app->wake_at = c->number_until;
    c->made_for = 0;
    app_changed(app);
    app_say(app, _("The look is written down; the household's own copy lists it."));
}

static void request(struct view *v, enum request r) {
    struct card *c = of(v);

    switch (r) {
    case REQ_OPEN:
        push(v->app, open_at(c));
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &c->row.id));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, &c->row.id));
        break;
    case REQ_EDIT:
        push(v->app, edit_at(c));
        break;
    case REQ_BOARD:
        app_push(v->app, board_view(v->app, c->gone ? NULL : &c->row.id));
        break;
    case REQ_CALENDAR:
        app_push(v->app, calendar_view(v->app, &c->row.id));
        break;
    case REQ_NEED:
        push(v->app, need_form(v->app, &c->row.id));
        break;
    case REQ_REVEAL:
        reveal(c);
        break;
    case REQ_ACCESS_LOG:
        app_push(v->app, accesses_view(v->app, &c->row.id));
        break;
    case REQ_PRINT:
        push(v->app, print_form(v->app, PRINT_HOUSEHOLD, &c->row.id));
        break;
    case REQ_NEW_HOUSEHOLD:
        app_push(v->app, new_household_form(v->app, c->gone ? NULL : &c->row.id));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    case REQ_WITHDRAW:
        push(v->app, withdraw_at(c));
        break;
    default:
        if (!leaf_move(&c->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->read = false;
}

static void mask(struct view *v) {
    buf_free(&of(v)->number);
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    struct card *c = of(v);

    drop_all(c);
    mem_free(c->happenings);
    mem_free(c->needs);
    household_free(&c->h);
    leaf_free(&c->leaf);
    buf_free(&c->number);
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
    .mask = mask,
    .reload = reload,
};

struct view *card_view(struct app *app, const struct id *household) {
    struct card *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, app};
    c->household = *household;
    return &c->view;
}
