/* One entry of a directory: all that it says, how its term stands, what it has to do now. */
#include <string.h>
#include "app.h"
#include "leaf.h"
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/read_flow.h"
#include "listing.h"
#include "term.h"
#include "words.h"

enum { TAG_NONE = -1, TAG_PHONE = 1 };

struct entry {
    struct view view;
    struct id id;
    enum item item;
    char name[NAME_SIZE];
    struct leaf leaf;
    bool gone, whole; /* whole: the phone is shown in full */
    int made_for;     /* columns, 0 not made */
};

static const enum request requests[] = {REQ_BACK, REQ_OPEN, REQ_EDIT, REQ_WITHDRAW, REQ_PRINT, LISTING_REQUESTS, REQ_NONE};

static struct entry *of(struct view *v) {
    return (struct entry *)v;
}

static void add(struct entry *e, int tag, const char *label, const char *value) {
    struct buf line = {0};

    if (*value)
        buf_printf(&line, "%s%s%s", label, _(": "), value);
    if (line.len)
        leaf_add(&e->leaf, PAINT_TEXT, tag, 2, buf_text(&line));
    buf_free(&line);
}

/* The number of an office, but of a person all the same: it is shown when it is wanted. */
static void put_phone(struct entry *e, struct buf *out, const char *phone) {
    if (e->whole) {
        buf_puts(out, phone);
        return;
    }
    policy_mask_phone(out, phone);
    buf_printf(out, "  (%s)", _("Enter shows it"));
}

static void add_field(struct entry *e, const struct entry_row *r, const struct item_field *f, size_t i) {
    bool phone = strcmp(f->name, "phone") == 0;
    struct buf value = {0};
    char name[NAME_SIZE];

    if (f->enter == ITEM_ENTER_WORKER && !id_is_zero(&r->other)) {
        read_worker_name(e->view.app->store, &r->other, name);
        buf_puts(&value, name);
    } else if (phone) {
        put_phone(e, &value, r->values->at[i]);
    } else {
        directory_show(&value, r->values, i);
    }
    add(e, phone ? TAG_PHONE : TAG_NONE, _(f->label), buf_text(&value));
    buf_free(&value);
}

static void add_state(struct entry *e, const struct entry_row *r) {
    struct store *s = e->view.app->store;
    int64_t open = 0, all = 0;
    struct buf text = {0};
    char area[NAME_SIZE] = "";

    read_area_name(s, r->area, area);
    if (*r->area)
        buf_printf(&text, "%s (%s)", *area ? area : r->area, kinds_words(LIST_LEVEL, (int)policy_area_level(r->area)));
    add(e, TAG_NONE, _("Area"), buf_text(&text));
    buf_reset(&text);
    if (r->item != ITEM_IS_CLASS)
        directory_term_words(&text, r->since, r->until, clock_day(clock_now()));
    if (text.len)
        leaf_add(&e->leaf, PAINT_YELLOW, TAG_NONE, 0, buf_text(&text));
    if (r->item == ITEM_IS_MEDIATOR || r->item == ITEM_IS_DEPARTMENT || r->item == ITEM_IS_HELP) {
        if (read_entry_load(s, &r->id, &open, &all) != ERR_OK)
            app_say_error(e->view.app);
        buf_reset(&text);
        buf_printf(&text, _("%lld open, %lld in all"), (long long)open, (long long)all);
        add(e, TAG_NONE, _("Matters"), buf_text(&text));
    }
    buf_free(&text);
}

static enum err show(void *arg, const struct entry_row *r) {
    struct entry *e = arg;
    size_t count;
    const struct item_field *fields = items_fields(r->item, &count);

    e->item = r->item;
    strcpy(e->name, r->name);
    leaf_head(&e->leaf, err_fmt("%s  %s", kinds_words(LIST_ITEM, (int)r->item), r->name));
    for (size_t i = 0; i < count; i++)
        if (r->values->at[i] && strcmp(fields[i].name, "name") != 0)
            add_field(e, r, &fields[i], i);
    add_state(e, r);
    return ERR_OK;
}

static void make_leaf(struct entry *e, int cols) {
    enum err result;

    if (e->made_for == cols)
        return;
    e->made_for = cols;
    leaf_start(&e->leaf, cols);
    result = read_entry(e->view.app->store, &e->id, show, e);
    e->gone = result != ERR_OK;
    if (e->gone)
        leaf_add(&e->leaf, PAINT_TEXT, TAG_NONE, 0, _("This is no longer in the directory."));
    if (e->gone && result != ERR_NOT_FOUND)
        app_say_error(e->view.app);
}

static void draw(struct view *v, const struct area *area) {
    make_leaf(of(v), area->cols);
    leaf_draw(&of(v)->leaf, area);
}

static const char *refuses(struct view *v, enum request r) {
    struct entry *e = of(v);

    if (e->gone && (r == REQ_OPEN || r == REQ_EDIT || r == REQ_WITHDRAW))
        return _("This is no longer in the directory.");
    if (r == REQ_OPEN && leaf_tag(&e->leaf) != TAG_PHONE)
        return _("There is nothing behind this line.");
    return r == REQ_EDIT || r == REQ_WITHDRAW ? directory_refuses(v->app) : NULL;
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void request(struct view *v, enum request r) {
    struct entry *e = of(v);

    switch (r) {
    case REQ_OPEN:
        e->whole = !e->whole;
        reload(v);
        break;
    case REQ_EDIT:
        app_push(v->app, item_form(v->app, e->item, &e->id, NULL));
        break;
    case REQ_WITHDRAW:
        app_push(v->app, drop_entry_form(v->app, &e->id, e->name));
        break;
    case REQ_PRINT:
        app_push(v->app, print_form(v->app, PRINT_ROUTES, NULL));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!leaf_move(&e->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void free_view(struct view *v) {
    leaf_free(&of(v)->leaf);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "entry",
    .title = N_("Entry of the directory"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *entry_view(struct app *app, const struct id *entry) {
    struct entry *e = mem_new(1, sizeof *e);

    e->view = (struct view){&ops, app};
    e->id = *entry;
    return &e->view;
}
