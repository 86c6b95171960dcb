/* What may be written down now: first what the present step still needs, then the rest in the order of the dossier. */
#include <stdio.h>
#include <string.h>
#include "items.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "picker.h"
#include "words.h"

struct filling {
    struct app *app;
    const struct picker_about *about;
    struct flow_matter m;
    struct flow_actor actor;
    struct items_names names;
    enum item of; /* only those that are about such an item; none: all */
    struct picker_row *rows;
    size_t count;
    bool listed[ITEM_COUNT];
};

/* The kind of item that an item is about; none. */
static enum item about_kind(enum item item) {
    size_t count;
    const struct item_field *fields = items_fields(item, &count);

    for (size_t i = 0; i < count; i++)
        if (fields[i].slot == ITEM_OF)
            return (enum item)fields[i].list;
    return ITEM_NONE;
}

/* A template of several parties belongs to its type of matter. */
static bool of_type(enum item item, enum matter_type type) {
    return item == ITEM_IS_LIFT   ? type == TYPE_LIFT
           : item == ITEM_IS_LAND ? type == TYPE_LAND
                                  : item != ITEM_IS_WAGES || type == TYPE_WAGES;
}

static bool fits(const struct filling *f, enum item item) {
    struct flow_item i = {.item = item, .day = clock_day(clock_now())};
    enum item about = about_kind(item);

    if (items_of(item) != ITEM_OF_MATTER || f->listed[item] || (f->of && about != f->of))
        return false;
    if ((about && !f->m.items[about].count) || !of_type(item, f->m.type))
        return false;
    return flow_check_item(&f->m, &f->actor, &i) == FLOW_OK;
}

/* The parties that have none. */
static void put_parties(char *out, size_t room, const struct filling *f, enum item item) {
    struct buf text = {0};

    for (size_t i = 0; i < f->m.parties && i < 64; i++)
        if (!(f->m.items[item].parties & UINT64_C(1) << i))
            buf_printf(&text, "%s%s", text.len ? _(", ") : "", items_party(&f->names, (int)i + 1));
    snprintf(out, room, "%s", buf_text(&text));
    buf_free(&text);
}

static void add(struct filling *f, enum item item, bool missing, const char *why) {
    struct picker_row *row = &f->rows[f->count];
    int there = f->m.items[item].count;

    if (f->count == PICKER_ROWS_MAX || !fits(f, item))
        return;
    f->listed[item] = true;
    *row = (struct picker_row){.value = (int)item, .paint = missing ? PAINT_YELLOW : PAINT_TEXT};
    snprintf(row->what, sizeof row->what, "%s", kinds_words(LIST_ITEM, (int)item));
    if (missing)
        snprintf(row->when, sizeof row->when, "%s", _("missing"));
    else if (there)
        snprintf(row->when, sizeof row->when, _("%d there"), there);
    if (missing && items_many(item) == ITEM_EACH)
        put_parties(row->why, sizeof row->why, f, item);
    else
        snprintf(row->why, sizeof row->why, "%s", why);
    f->count++;
}

/* An agreement in writing is not in force before everybody has signed. */
static void add_signatures(struct filling *f) {
    static const enum item three[] = {ITEM_IS_SIGNED, ITEM_IS_MEDIATOR_SIGNED, ITEM_IS_SEALED};

    if (f->m.step != STEP_AGREE || f->m.made != AGREEMENT_IN_WRITING || f->m.agreed)
        return;
    for (size_t i = 0; i < sizeof three / sizeof *three; i++)
        if (!flow_has(&f->m, three[i]))
            add(f, three[i], true, _("the agreement is not in force without it"));
}

static void add_needs(struct filling *f) {
    enum item item;
    enum flow_how how;
    const char *words;

    if (f->m.danger && !f->m.items[ITEM_IS_SAFETY].count)
        add(f, ITEM_IS_SAFETY, true, _("danger was told"));
    else if (f->m.type == TYPE_FAMILY)
        add(f, ITEM_IS_SAFETY, false, _("is anybody afraid or in danger?"));
    for (size_t n = 0; f->m.open && flow_need(f->m.step, n, &item, &how, &words); n++) {
        if (how == FLOW_ALL ? f->m.open_tasks > 0 : how == FLOW_EACH ? !flow_has(&f->m, item) : !f->m.items[item].count)
            add(f, how == FLOW_ALL ? ITEM_IS_ANSWER : item, true, words);
    }
    add_signatures(f);
    for (int i = 1; f->m.step == STEP_ARCHIVE && i < ITEM_COUNT; i++)
        if (flow_requires(&f->m, (enum item)i) && !flow_has(&f->m, (enum item)i))
            add(f, (enum item)i, true, _("the dossier is not complete without it"));
}

static enum err see_kind(void *arg, const struct item_row *i) {
    struct filling *f = arg;

    f->of = i->item;
    return ERR_OK;
}

static size_t fill(struct app *app, struct picker_about *about, struct picker_row *rows, struct buf *title) {
    struct filling f = {.app = app, .about = about, .rows = rows};
    struct matter_row m;

    if (read_matter(app->store, &about->matter, &m) != ERR_OK || read_flow(app->store, &about->matter, &f.m) != ERR_OK ||
        read_actor(app->store, &about->matter, &f.actor) != ERR_OK ||
        (about->seq && read_item(app->store, &about->device, about->seq, see_kind, &f) != ERR_OK)) {
        app_say_error(app);
        return 0;
    }
    buf_printf(title, "%s  %s", m.number, about->seq ? kinds_words(LIST_ITEM, (int)f.of) : m.summary);
    items_names_read(&f.names, app->store, &about->matter);
    add_needs(&f);
    for (int i = 1; i < ITEM_COUNT; i++)
        add(&f, (enum item)i, false, "");
    items_names_free(&f.names);
    return f.count;
}

static void take(struct app *app, const struct picker_about *about, const struct picker_row *row) {
    struct item_row item = {.device = about->device, .seq = about->seq};
    struct view *v = item_form(app, (enum item)row->value, &about->matter, about->seq ? &item : NULL);

    if (v)
        app_push(app, v);
}

static const struct picker_spec spec = {.name = "item menu",
                                        .title = N_("Write down"),
                                        .fill = fill,
                                        .take = take,
                                        .empty = N_("Nothing more can be written down here; a note always can.")};

struct view *items_menu(struct app *app, const struct id *matter, const struct item_row *about) {
    struct picker_about a = {.matter = *matter};

    if (about) {
        a.device = about->device;
        a.seq = about->seq;
    }
    return picker_view(app, &spec, &a);
}
