/* One item: all that it says, and what was written down about it. */
#include "app.h"
#include "items.h"
#include "leaf.h"
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "listing.h"
#include "words.h"

struct item_leaf {
    struct view view;
    struct id device;
    int64_t seq;
    struct item_row row; /* without its values */
    struct items_names names;
    struct leaf leaf;
    struct id *devices; /* of the lines that are items themselves; owned, with their numbers */
    int64_t *seqs;
    size_t count;
    bool gone, answered;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_BACK, REQ_WRITE, REQ_OPEN, REQ_WITHDRAW, LISTING_REQUESTS, REQ_NONE};

static struct item_leaf *of(struct view *v) {
    return (struct item_leaf *)v;
}

static void add(struct item_leaf *l, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    buf_printf(&line, "%s%s%s", label, _(": "), value);
    leaf_add(&l->leaf, PAINT_TEXT, -1, 2, buf_text(&line));
    buf_free(&line);
}

static enum err copy_row(void *arg, const struct item_row *i) {
    struct item_leaf *l = arg;

    l->row = *i;
    l->row.values = NULL;
    return ERR_OK;
}

/* Of two fields for who it is, only the one that it is. */
static enum err add_fields(void *arg, const struct item_row *i) {
    struct item_leaf *l = arg;
    size_t count;
    const struct item_field *fields = items_fields(i->item, &count);
    struct items_names names = l->names;
    bool who = false;

    names.store = NULL; /* another item is not read within this one */
    for (size_t k = 0; k < count; k++) {
        struct buf value = {0};
        char name[NAME_SIZE];

        if (fields[k].slot == ITEM_WHO && !id_is_zero(&i->other) && !who) {
            read_entry_name(l->names.store, &i->other, name);
            buf_puts(&value, name);
            who = true;
        } else if (fields[k].slot != ITEM_WHO) {
            items_value(&value, &names, i->values, k);
        }
        add(l, _(fields[k].label), buf_text(&value));
        buf_free(&value);
    }
    return ERR_OK;
}

static void add_line(struct item_leaf *l, const struct item_row *i, bool is_about) {
    struct buf line = {0};

    l->devices = mem_resize(l->devices, l->count + 1, sizeof *l->devices);
    l->seqs = mem_resize(l->seqs, l->count + 1, sizeof *l->seqs);
    l->devices[l->count] = i->device;
    l->seqs[l->count] = i->seq;
    words_date(&line, i->day ? clock_day_start(i->day) : i->at);
    buf_printf(&line, "  %s  ", kinds_words(LIST_ITEM, (int)i->item));
    items_line(&line, &l->names, i->values, is_about ? 80 : 60);
    if (i->withdrawn)
        buf_printf(&line, "  (%s)", _("withdrawn"));
    leaf_add(&l->leaf, PAINT_TEXT, (int)l->count++, 12, buf_text(&line));
    buf_free(&line);
}

static enum err add_about(void *arg, const struct item_row *i) {
    struct item_leaf *l = arg;
    struct items_names names = l->names;

    l->names.store = NULL;
    add_line(l, i, true);
    l->names = names;
    return ERR_OK;
}

static enum err add_answer(void *arg, const struct item_row *i) {
    struct item_leaf *l = arg;

    if (i->about_seq != l->seq || !id_equal(&i->about_device, &l->device))
        return ERR_OK;
    if (!l->answered)
        leaf_head(&l->leaf, _("Written down about it"));
    l->answered = true;
    return add_about(arg, i);
}

static void add_facts(struct item_leaf *l) {
    const struct item_row *r = &l->row;
    struct buf text = {0};

    words_date(&text, r->at);
    if (*r->by)
        buf_printf(&text, "  %s", r->by);
    add(l, _("Written down"), buf_text(&text));
    if (r->promised) {
        buf_reset(&text);
        words_date(&text, clock_day_start(r->promised));
        add(l, _("Promised for"), buf_text(&text));
    }
    if (r->result)
        add(l, _("Result"), kinds_words(LIST_ANSWER, (int)r->result));
    if (r->withdrawn)
        leaf_add(&l->leaf, PAINT_TEXT, -1, 0, _("It was withdrawn."));
    buf_free(&text);
}

static void make_leaf(struct item_leaf *l, int cols) {
    struct store *s = l->view.app->store;
    enum err e;

    if (l->made_for == cols)
        return;
    l->made_for = cols;
    l->count = 0;
    leaf_start(&l->leaf, cols);
    items_names_free(&l->names);
    e = read_item(s, &l->device, l->seq, copy_row, l);
    l->gone = e != ERR_OK;
    if (l->gone) {
        leaf_add(&l->leaf, PAINT_TEXT, -1, 0, _("This is no longer in the record."));
        return;
    }
    items_names_read(&l->names, s, &l->row.matter);
    e = read_item(s, &l->device, l->seq, add_fields, l);
    add_facts(l);
    if (e == ERR_OK && l->row.about_seq) {
        leaf_head(&l->leaf, _("It is about"));
        e = read_item(s, &l->row.about_device, l->row.about_seq, add_about, l);
    }
    l->answered = false;
    if (e == ERR_OK)
        e = read_items(s, &l->row.matter, ITEM_NONE, add_answer, l);
    if (e != ERR_OK)
        app_say_error(l->view.app);
}

static void draw(struct view *v, const struct area *area) {
    struct item_leaf *l = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct matter_row m;

    make_leaf(l, area->cols);
    if (l->gone || read_matter(v->app->store, &l->row.matter, &m) != ERR_OK)
        *m.number = '\0';
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE,
               err_fmt("%s  %s", kinds_words(LIST_ITEM, (int)l->row.item), m.number));
    leaf_draw(&l->leaf, &body);
}

static const char *refuses(struct view *v, enum request r) {
    struct item_leaf *l = of(v);

    make_leaf(l, l->made_for ? l->made_for : 80);
    if (r == REQ_OPEN && (leaf_tag(&l->leaf) < 0 || (size_t)leaf_tag(&l->leaf) >= l->count))
        return _("Nothing lies behind this line.");
    if ((r == REQ_WRITE || r == REQ_WITHDRAW) && l->gone)
        return _("This is no longer in the record.");
    if (r == REQ_WRITE && l->row.withdrawn)
        return _("It was withdrawn: nothing more is added.");
    if (r == REQ_WITHDRAW && l->row.withdrawn)
        return _("It was withdrawn already.");
    if (r == REQ_WITHDRAW && !l->row.own)
        return _("Only who wrote it can withdraw it.");
    return NULL;
}

struct sought {
    const struct item_leaf *l;
    struct timeline_row *row;
    bool found;
};

static enum err see(void *arg, const struct timeline_row *t) {
    struct sought *s = arg;

    if (t->seq == s->l->seq && id_equal(&t->device, &s->l->device)) {
        *s->row = *t;
        s->found = true;
    }
    return ERR_OK;
}

static void withdraw(struct item_leaf *l) {
    struct app *app = l->view.app;
    struct sought s = {.l = l, .row = mem_new(1, sizeof(struct timeline_row))};

    if (read_timeline(app->store, &l->row.matter, see, &s) == ERR_OK && s.found)
        app_push(app, withdraw_event_form(app, s.row));
    else
        app_say_error(app);
    mem_free(s.row);
}

static void request(struct view *v, enum request r) {
    struct item_leaf *l = of(v);

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, item_view(v->app, &l->devices[leaf_tag(&l->leaf)], l->seqs[leaf_tag(&l->leaf)]));
        break;
    case REQ_WRITE:
        app_push(v->app, items_menu(v->app, &l->row.matter, &l->row));
        break;
    case REQ_WITHDRAW:
        withdraw(l);
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!leaf_move(&l->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    struct item_leaf *l = of(v);

    leaf_free(&l->leaf);
    items_names_free(&l->names);
    mem_free(l->devices);
    mem_free(l->seqs);
    mem_free(l);
}

static const struct view_ops ops = {
    .name = "item",
    .title = N_("What was written down"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *item_view(struct app *app, const struct id *device, int64_t seq) {
    struct item_leaf *l = mem_new(1, sizeof *l);

    l->view = (struct view){&ops, app};
    l->device = *device;
    l->seq = seq;
    return &l->view;
}
