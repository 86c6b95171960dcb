/* One event of the outbox: what it says, how it stands with the hub, and what can be done. */
#include <stdio.h>
#include <string.h>
#include "leaf.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/width.h"
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

static const enum request requests[] = {REQ_BACK,    REQ_OPEN,   REQ_AGAIN, REQ_NOTE,         REQ_LEAVE,
                                        REQ_CONTEST, REQ_EXPORT, REQ_SYNC,  LISTING_REQUESTS, REQ_NONE};

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

/* ---- two versions */

struct versions {
    struct buf mine, theirs;
    size_t others;
};

static void put_version(void *arg, const struct outbox_version *v) {
    struct versions *both = arg;
    struct buf *out = v->mine ? &both->mine : &both->theirs;
    char hhmm[6];

    both->others += !v->mine;
    clock_hhmm(hhmm, v->at);
    buf_printf(out, "%s%s\n", out->len ? "\n" : "", v->what);
    words_date(out, v->at);
    buf_printf(out, " %s%s%s%s%s", hhmm, *v->who ? "  " : "", v->who, *v->said ? "\n" : "", v->said);
}

#define SIDE_LINES 60

/* Left and right where there is room for both, else one under the other. */
static void add_sides(struct outbox_event *o, const struct versions *both, int cols) {
    struct width_line left[SIDE_LINES], right[SIDE_LINES];
    int half = (cols - LISTING_MARK_CELLS - 4) / 2;
    size_t l = width_wrap(left, SIDE_LINES, buf_text(&both->mine), both->mine.len, half);
    size_t r = width_wrap(right, SIDE_LINES, buf_text(&both->theirs), both->theirs.len, half);

    l = l < SIDE_LINES ? l : SIDE_LINES;
    r = r < SIDE_LINES ? r : SIDE_LINES;
    for (size_t i = 0; i < l || i < r; i++) {
        struct buf line = {0};
        int used = i < l ? left[i].cells : 0;

        if (i < l)
            buf_add(&line, left[i].text, left[i].len);
        if (i < r) {
            buf_printf(&line, "%*s", half + 2 - used, "");
            buf_add(&line, right[i].text, right[i].len);
        }
        leaf_add(&o->leaf, PAINT_TEXT, -1, 2, buf_text(&line));
        buf_free(&line);
    }
}

static void add_lines(struct outbox_event *o, const struct buf *text) {
    const char *at = buf_text(text), *end;

    for (; *at; at = *end ? end + 1 : end) {
        struct buf line = {0};

        end = at + strcspn(at, "\n");
        buf_add(&line, at, (size_t)(end - at));
        leaf_add(&o->leaf, PAINT_TEXT, -1, 2, buf_text(&line));
        buf_free(&line);
    }
}

#define SIDES_LEAST 64

/* False where there is nothing beside the own one. */
static bool add_versions(struct outbox_event *o, int cols) {
    struct versions both = {.others = 0};
    struct buf head = {0};
    int half = (cols - LISTING_MARK_CELLS - 4) / 2;
    const char *mine = _("What I entered"), *theirs = _("What was done instead");

    if (outbox_versions(o->view.app->store, &o->row, put_version, &both) != ERR_OK)
        app_say_error(o->view.app);
    if (o->row.state != OUTBOX_WAITING && both.others && cols >= SIDES_LEAST) {
        buf_printf(&head, "%s%*s%s", mine, half + 2 - screen_cells(mine), "", theirs);
        leaf_head(&o->leaf, buf_text(&head));
        add_sides(o, &both, cols);
    } else if (o->row.state != OUTBOX_WAITING && both.others) {
        leaf_head(&o->leaf, mine);
        add_lines(o, &both.mine);
        leaf_head(&o->leaf, theirs);
        add_lines(o, &both.theirs);
    }
    buf_free(&both.mine);
    buf_free(&both.theirs);
    buf_free(&head);
    return o->row.state != OUTBOX_WAITING && both.others;
}

/* ---- what can be done */

/* Why the step cannot be dealt with so; NULL: it can. */
static const char *refuses_late(struct outbox_event *o, enum act_late how) {
    const char *why = NULL;

    if (o->gone || o->row.state == OUTBOX_WAITING)
        return _("The hub has nothing against it: there is nothing to deal with.");
    if (act_late_refused(o->view.app->store, &o->row.device, o->row.seq, how, &why) != ERR_OK)
        return err_last()->what;
    return why ? err_fmt(_("Not now: %s."), why) : NULL;
}

static const char *refuses_here(struct outbox_event *o, enum request r) {
    switch (r) {
    case REQ_AGAIN:
        return refuses_late(o, ACT_LATE_ANEW);
    case REQ_NOTE:
        return refuses_late(o, ACT_LATE_NOTE);
    case REQ_LEAVE:
        return refuses_late(o, ACT_LATE_LEAVE);
    default:
        return outbox_refuses(o->view.app, r, &o->row, &o->words);
    }
}

static void add_help(struct outbox_event *o, enum request r, const char *what) {
    char key[KEY_NAME_SIZE];

    if (!refuses_here(o, r) && request_shown_key(r, false, key))
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
        add(o, PAINT_TEXT, _("What came of it"), o->words.dealt);
    }
    buf_free(&since);
    if (o->gone)
        return;
    leaf_head(&o->leaf, _("What can be done"));
    add_help(o, REQ_AGAIN, request_help(REQ_AGAIN));
    add_help(o, REQ_NOTE, _("file it as a note: its words stay in the matter"));
    add_help(o, REQ_LEAVE, request_help(REQ_LEAVE));
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
    if (!add_versions(o, cols) && outbox_facts(o->view.app->store, &o->row, add_fact, o) != ERR_OK)
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
    return refuses_here(of(v), r);
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
    case REQ_AGAIN:
    case REQ_NOTE:
    case REQ_LEAVE:
        app_push(v->app, late_form(v->app, &o->row,
                                   r == REQ_AGAIN  ? ACT_LATE_ANEW
                                   : r == REQ_NOTE ? ACT_LATE_NOTE
                                                   : ACT_LATE_LEAVE));
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
