/* Two or more values of one field that contradict each other, side by side: Enter takes one, or opens a line for a third. */
#include <stdio.h>
#include <string.h>
#include "form.h"
#include "leaf.h"
#include "linli/act_household.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "listing.h"
#include "words.h"

#define CHOICES_MAX 8

struct choice {
    struct clash_source by;
    char *value; /* owned */
};

struct clashing {
    struct view view;
    struct id household;
    unsigned field;
    struct choice choices[CHOICES_MAX]; /* what stands first */
    size_t count;
    struct leaf leaf;
    char about[400];
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, LISTING_REQUESTS, REQ_NONE};

static struct clashing *of(struct view *v) {
    return (struct clashing *)v;
}

static void drop_choices(struct clashing *c) {
    for (size_t i = 0; i < c->count; i++)
        mem_free(c->choices[i].value);
    c->count = 0;
}

static void add_choice(struct clashing *c, const struct household *h, const struct clash_source *by) {
    struct buf value = {0};

    if (c->count == CHOICES_MAX)
        return;
    act_household_value(&value, h, c->field);
    c->choices[c->count++] = (struct choice){*by, buf_take(&value)};
}

static enum err take(void *arg, const struct clash *found) {
    struct clashing *c = arg;

    if (found->field != c->field)
        return ERR_OK;
    if (!c->count)
        add_choice(c, found->stands, &found->stands_by);
    add_choice(c, found->beside, &found->beside_by);
    return ERR_OK;
}

/* A list of people or a choice is corrected on the card; a text can be typed here. */
static bool can_be_typed(unsigned field) {
    return field != HOUSEHOLD_MEMBERS_BIT && field != HOUSEHOLD_STATUS_BIT;
}

static void make_leaf(struct clashing *c, int cols) {
    struct buf line = {0};

    if (c->made_for == cols)
        return;
    c->made_for = cols;
    drop_choices(c);
    leaf_start(&c->leaf, cols);
    if (read_clashes(c->view.app->store, &c->household, take, c) != ERR_OK)
        app_say_error(c->view.app);
    if (!c->count)
        leaf_add(&c->leaf, PAINT_TEXT, -1, 0, _("Nothing contradicts it any more: Esc goes back."));
    for (size_t i = 0; i < c->count; i++) {
        buf_reset(&line);
        buf_printf(&line, "%s%s%s  ", i ? _("or") : _("stands"), _(": "), c->choices[i].value);
        words_said_by(&line, &c->choices[i].by);
        leaf_add(&c->leaf, PAINT_TEXT, (int)i, 4, buf_text(&line));
    }
    if (c->count && can_be_typed(c->field))
        leaf_add(&c->leaf, PAINT_TEXT, (int)c->count, 4, _("neither: type what is right"));
    buf_free(&line);
}

static void draw(struct view *v, const struct area *area) {
    struct clashing *c = of(v);
    struct area body = {area->row + 2, area->rows - 2, area->cols};
    struct buf title = {0};

    make_leaf(c, area->cols);
    buf_printf(&title, "%s  %s", act_household_field(c->field), c->about);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    screen_put(area->row + 1, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_QUIET,
               _("Two people said it differently. Which is right? Enter takes a line."));
    leaf_draw(&c->leaf, &body);
    buf_free(&title);
}

static const char *refuses(struct view *v, enum request r) {
    struct clashing *c = of(v);

    make_leaf(c, c->made_for ? c->made_for : 80);
    if (r == REQ_OPEN && leaf_tag(&c->leaf) < 0)
        return _("Nothing contradicts it any more: Esc goes back.");
    if (r == REQ_OPEN && store_is_read_only(v->app->store))
        return err_fmt(_("This record is open for reading only: %s"), store_read_only_why(v->app->store));
    return NULL;
}

static void settle(struct clashing *c, const struct choice *choice) {
    struct app *app = c->view.app;
    struct buf said = {0};

    if (act_household_settle(app->store, &c->household, c->field, &choice->by, NULL) != ERR_OK) {
        app_say_error(app);
        return;
    }
    buf_printf(&said, _("Settled: %s: %s"), act_household_field(c->field), choice->value);
    app_pop(app);
    app_changed(app);
    app_say(app, buf_text(&said));
    buf_free(&said);
}

static void request(struct view *v, enum request r) {
    struct clashing *c = of(v);
    struct app *app = v->app;
    struct id household = c->household;
    unsigned field = c->field;
    size_t tag;

    switch (r) {
    case REQ_OPEN:
        tag = (size_t)leaf_tag(&c->leaf);
        if (tag < c->count) {
            settle(c, &c->choices[tag]);
        } else {
            app_pop(app);
            app_push(app, clash_form(app, &household, field));
        }
        break;
    case REQ_BACK:
        app_pop(app);
        break;
    default:
        if (!leaf_move(&c->leaf, r))
            app_say(app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    drop_choices(of(v));
    leaf_free(&of(v)->leaf);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "clash",
    .title = N_("Values that contradict each other"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

static void describe(struct app *app, const struct id *household, char *out, size_t room) {
    struct household_row row;
    struct household h = {0};
    struct buf text = {0};

    if (read_household(app->store, household, &row, &h) == ERR_OK) {
        words_door(&text, &row.door, 30);
        buf_printf(&text, " %s", row.head);
    }
    snprintf(out, room, "%s", buf_text(&text));
    household_free(&h);
    buf_free(&text);
}

struct view *clash_view(struct app *app, const struct id *household, unsigned field) {
    struct clashing *c = mem_new(1, sizeof *c);

    c->view = (struct view){&ops, app};
    c->household = *household;
    c->field = field;
    describe(app, household, c->about, sizeof c->about);
    return &c->view;
}

/* ---- a third value */

static const struct field_spec third_fields[] = {
    {.name = "value", .label = N_("What is right"), .kind = FIELD_TEXT, .limit = SUMMARY_SIZE - 1, .required = true},
};

/* "ID:head": the field by its key. */
static unsigned field_in(const char *subject) {
    const char *key = strchr(subject, ':');

    return act_household_keyed(key ? key + 1 : "");
}

static enum err store_third(struct form *f, struct buf *said) {
    struct act_household third = {.area = NULL};
    unsigned field = (unsigned)f->seq;
    enum err e;

    third.said[field] = form_text(f, 0);
    e = act_household_settle(f->view.app->store, &f->id, field, NULL, &third);
    if (e == ERR_OK)
        buf_printf(said, _("Settled: %s: %s"), act_household_field(field),
                   field == HOUSEHOLD_PHONES_BIT ? f->about : form_text(f, 0));
    return e;
}

static struct view *open_third(struct app *app, const char *subject) {
    struct id household;
    struct form *f;
    unsigned field = field_in(subject);

    if (field == HOUSEHOLD_FIELDS || !id_parse(&household, subject, strcspn(subject, ":")))
        return NULL;
    f = form_new(app, &clash_form_spec, subject, &household);
    f->seq = field;
    describe(app, &household, f->about, sizeof f->about);
    return &f->view;
}

const struct form_spec clash_form_spec = {
    .name = "clash",
    .version = 1,
    .title = N_("Settle what contradicts"),
    .fields = third_fields,
    .count = 1,
    .store = store_third,
    .open = open_third,
};

struct view *clash_form(struct app *app, const struct id *household, unsigned field) {
    char id[ID_TEXT_SIZE], subject[FORM_SUBJECT_SIZE];

    id_text(id, household);
    snprintf(subject, sizeof subject, "%s:%s", id, act_household_key(field));
    return open_third(app, subject);
}
