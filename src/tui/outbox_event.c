/* One event of the outbox: what it says, how it stands with the hub, and what can be done. */
#include <stdio.h>
#include <string.h>
#include "leaf.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "listing.h"
#include "outbox.h"
#include "words.h"

struct outbox_event {
    struct view view;
    struct outbox_row row;
    struct outbox_words words;
    bool gone; /* the hub has it now */
    struct leaf leaf;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_BACK, REQ_OPEN, REQ_CONTEST, REQ_EXPORT, REQ_SYNC, LISTING_REQUESTS, REQ_NONE};

static struct outbox_event *of(struct view *v) {
    return (struct outbox_event *)v;
}

/* ---- reading */

/* How it stands may have changed since it was opened. */
static void read_state(struct outbox_event *o) {
    struct outbox_row row;
    enum err e = read_outbox_event(o->view.app->store, &o->row.device, o->row.seq, &row);

    o->gone = e == ERR_NOT_FOUND;
    if (e == ERR_OK)
        o->row = row;
    if (e == ERR_OK || o->gone)
        e = outbox_words(&o->words, o->view.app->store, &o->row);
    if (e != ERR_OK)
        app_say_error(o->view.app);
}

/* ---- the leaf */

static void add(struct outbox_event *o, enum paint paint, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    if (*label)
        buf_printf(&line, "%s%s", label, _(": "));
    buf_puts(&line, value);
    leaf_add(&o->leaf, paint, -1, 2, buf_text(&line));
    buf_free(&line);
}

/* Two versions stand one under the other where the screen is narrow and the texts long: what was entered, what is there. */
static void add_fact(void *arg, const char *label, const char *value, const char *now) {
    struct outbox_event *o = arg;
    struct buf both = {0};

    buf_puts(&both, value);
    if (*now)
        buf_printf(&both, _("  (in the record now: %s)"), now);
    add(o, *now && o->row.state == OUTBOX_CONFLICT ? PAINT_RED : PAINT_TEXT, label, buf_text(&both));
    buf_free(&both);
}

static void add_help(struct outbox_event *o, enum request r, const char *what) {
    char key[KEY_NAME_SIZE];

    if (!outbox_refuses(o->view.app, r, &o->row, &o->words) && request_shown_key(r, false, key))
        add(o, PAINT_TEXT, key, what);
}

static void add_standing(struct outbox_event *o) {
    struct app *app = o->view.app;
    struct buf since = {0};
    char words[640];

    leaf_head(&o->leaf, _("At the hub"));
    if (o->gone) {
        add(o, PAINT_TEXT, "", _("The hub has it."));
    } else if (o->row.state == OUTBOX_WAITING) {
        words_when(&since, o->row.at);
        syncing_words(app, words, sizeof words);
        add(o, PAINT_TEXT, _("It waits since"), buf_text(&since));
        add(o, PAINT_TEXT, "", words);
    } else {
        add(o, PAINT_RED, outbox_state_words(o->row.state), o->words.reason);
        add(o, PAINT_TEXT, _("Refused by"), o->words.by);
        add(o, PAINT_TEXT, _("Refused at"), o->words.when);
        add(o, PAINT_TEXT, _("I disagree"), o->words.contested);
    }
    buf_free(&since);
    if (o->gone)
        return;
    leaf_head(&o->leaf, _("What can be done"));
    add_help(o, REQ_CONTEST, request_help(REQ_CONTEST));
    if (o->row.state == OUTBOX_WAITING)
        add_help(o, REQ_SYNC, request_help(REQ_SYNC));
    add_help(o, REQ_EXPORT,
             o->row.state == OUTBOX_WAITING ? _("write all that waits to a file for the office")
                                            : _("write this page to a file for the office"));
    add_help(o, REQ_OPEN, _("go to what it is about"));
}

static void make_leaf(struct outbox_event *o, int cols) {
    struct buf at = {0};
    char hhmm[6];

    if (o->made_for == cols)
        return;
    o->made_for = cols;
    read_state(o);
    leaf_start(&o->leaf, cols);
    add(o, PAINT_TEXT, _("About"), o->row.title);
    words_date(&at, o->row.at);
    clock_hhmm(hhmm, o->row.at);
    buf_printf(&at, " %s", hhmm);
    add(o, PAINT_TEXT, _("Entered"), buf_text(&at));
    if (outbox_facts(o->view.app->store, &o->row, add_fact, o) != ERR_OK)
        app_say_error(o->view.app);
    add_standing(o);
    buf_free(&at);
}

static void draw(struct view *v, const struct area *area) {
    struct outbox_event *o = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};

    make_leaf(o, area->cols);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, o->words.what);
    leaf_draw(&o->leaf, &body);
}

/* ---- verbs */

/* What an event is about: a household (also that of a visit) or a matter. */
static void open_subject(struct view *v, const struct outbox_row *r) {
    struct matter_row *matter = mem_new(1, sizeof *matter);
    struct household_row household;
    struct household h = {0};
    char text[ID_TEXT_SIZE];
    struct id id;

    id_text(text, &r->entity);
    if (r->kind != KIND_ROSTER && r->kind != KIND_VISIT && read_matter(v->app->store, &r->entity, matter) == ERR_OK)
        app_push(v->app, matter_view(v->app, &matter->id));
    else if (read_resolve_household(v->app->store, text, &id) == ERR_OK &&
             read_household(v->app->store, &id, &household, &h) == ERR_OK)
        app_push(v->app, card_view(v->app, &household.id));
    else
        app_say(v->app, _("There is nothing to open for this line."));
    household_free(&h);
    mem_free(matter);
}

static const char *refuses(struct view *v, enum request r) {
    return outbox_refuses(v->app, r, &of(v)->row, &of(v)->words);
}

static void request(struct view *v, enum request r) {
    struct outbox_event *o = of(v);

    switch (r) {
    case REQ_BACK:
        app_pop(v->app);
        break;
    case REQ_OPEN:
        open_subject(v, &o->row);
        break;
    case REQ_CONTEST:
        app_push(v->app, contest_form(v->app, &o->row));
        break;
    case REQ_EXPORT:
        outbox_export(v->app, &o->row);
        break;
    case REQ_SYNC:
        syncing_start(v->app);
        break;
    default:
        if (!leaf_move(&o->leaf, r))
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
    .name = "outbox-event",
    .title = N_("One event"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *outbox_event_view(struct app *app, const struct outbox_row *row) {
    struct outbox_event *o = mem_new(1, sizeof *o);

    o->view = (struct view){&ops, app};
    o->row = *row;
    return &o->view;
}
