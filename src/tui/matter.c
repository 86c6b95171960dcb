/* One matter: parties, where it stands, its clock and colour with the reason, what happened. */
#include "app.h"
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "listing.h"
#include "leaf.h"
#include "words.h"

struct matter {
    struct view view;
    struct id id;
    struct matter_row row;
    struct party *parties; /* owned */
    size_t party_count;
    struct leaf leaf;
    bool gone;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_OPEN, REQ_BACK, REQ_WITHDRAW, REQ_VISIT, REQ_MATTER, LISTING_REQUESTS, REQ_NONE};

static struct matter *of(struct view *v) {
    return (struct matter *)v;
}

static void add_fact(struct matter *m, enum paint paint, const char *label, const char *value) {
    struct buf line = {0};

    if (!*value)
        return;
    buf_printf(&line, "%s%s%s", label, _(": "), value);
    leaf_add(&m->leaf, paint, -1, 2, buf_text(&line));
    buf_free(&line);
}

static void add_standing(struct matter *m) {
    const struct matter_row *r = &m->row;
    struct buf text = {0};
    char date[CLOCK_DATE_SIZE];

    if (r->withdrawn)
        buf_puts(&text, _("withdrawn"));
    else if (!r->open)
        buf_puts(&text, _("closed"));
    else
        buf_printf(&text, "%s (%s)", kinds_words(LIST_STEP, (int)r->step), kinds_words(LIST_LEVEL, (int)r->level));
    add_fact(m, PAINT_TEXT, _("Step"), buf_text(&text));
    if (r->open && r->due) {
        buf_reset(&text);
        clock_date(date, clock_day_start(r->due));
        buf_printf(&text, "%s  ", date);
        words_due(&text, r->due);
        add_fact(m, PAINT_TEXT, _("Due"), buf_text(&text));
    }
    buf_free(&text);
}

static void add_facts(struct matter *m) {
    const struct matter_row *r = &m->row;
    struct buf text = {0};
    enum paint paint = PAINT_TEXT;
    const char *reason = "", *mark = words_colour(r, &paint, &reason);

    buf_printf(&text, "%s, %s", kinds_words(LIST_MATTER, (int)r->kind), kinds_words(LIST_TYPE, (int)r->type));
    add_fact(m, PAINT_TEXT, _("Type"), buf_text(&text));
    add_standing(m);
    if (mark) {
        buf_reset(&text);
        buf_printf(&text, "%s  %s", mark, reason ? reason : "");
        add_fact(m, paint, _("Colour"), buf_text(&text));
    }
    add_fact(m, PAINT_TEXT, _("With"), r->owner);
    buf_free(&text);
}

static enum err add_party(void *arg, const struct party *p) {
    struct matter *m = arg;
    struct buf line = {0};
    bool inside = !id_is_zero(&p->household);

    m->parties = mem_resize(m->parties, m->party_count + 1, sizeof *m->parties);
    m->parties[m->party_count] = *p;
    buf_printf(&line, "%s  %s  ", p->name, p->door);
    policy_mask_phones(&line, p->phones);
    leaf_add(&m->leaf, PAINT_TEXT, inside ? (int)m->party_count : -1, 2, buf_text(&line));
    m->party_count++;
    buf_free(&line);
    return ERR_OK;
}

static enum err add_event(void *arg, const struct timeline_row *t) {
    struct matter *m = arg;
    struct buf line = {0};

    words_date(&line, t->at);
    buf_printf(&line, "  %s", kinds_words(LIST_KIND, (int)t->kind));
    if (t->step != STEP_NONE)
        buf_printf(&line, "  %s", kinds_words(LIST_STEP, (int)t->step));
    if (*t->by)
        buf_printf(&line, "  %s", t->by);
    if (*t->result)
        buf_printf(&line, "  %s", t->result);
    if (t->verdict == VERDICT_REFUSED || t->verdict == VERDICT_CONFLICT)
        buf_printf(&line, "  (%s)", t->verdict == VERDICT_REFUSED ? _("refused by the hub") : _("in conflict"));
    leaf_add(&m->leaf, PAINT_TEXT, -1, 12, buf_text(&line));
    if (*t->note)
        leaf_add(&m->leaf, PAINT_TEXT, -1, 2, t->note);
    buf_free(&line);
    return ERR_OK;
}

static void make_leaf(struct matter *m, int cols) {
    struct store *s = m->view.app->store;
    enum err e;

    if (m->made_for == cols)
        return;
    m->made_for = cols;
    m->party_count = 0;
    leaf_start(&m->leaf, cols);
    e = read_matter(s, &m->id, &m->row);
    m->gone = e != ERR_OK;
    if (m->gone) {
        leaf_add(&m->leaf, PAINT_TEXT, -1, 0, _("This matter is no longer in the record."));
        return;
    }
    add_facts(m);
    leaf_head(&m->leaf, _("Parties"));
    e = read_parties(s, &m->id, add_party, m);
    leaf_head(&m->leaf, _("What happened"));
    if (e == ERR_OK)
        e = read_timeline(s, &m->id, add_event, m);
    if (e != ERR_OK)
        app_say_error(m->view.app);
}

static void draw(struct view *v, const struct area *area) {
    struct matter *m = of(v);
    struct area body = {area->row + 1, area->rows - 1, area->cols};
    struct buf title = {0};

    make_leaf(m, area->cols);
    buf_printf(&title, "%s  %s", m->row.number, m->row.summary);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TITLE, buf_text(&title));
    leaf_draw(&m->leaf, &body);
    buf_free(&title);
}

static const struct party *marked(struct matter *m) {
    int tag = leaf_tag(&m->leaf);

    return tag >= 0 && (size_t)tag < m->party_count ? &m->parties[tag] : NULL;
}

static const char *refuses(struct view *v, enum request r) {
    struct matter *m = of(v);

    make_leaf(m, m->made_for ? m->made_for : 80);
    if ((r == REQ_OPEN || r == REQ_VISIT || r == REQ_MATTER) && !marked(m))
        return _("Go to a party of this matter first: that household is then meant.");
    if (r == REQ_WITHDRAW && m->row.withdrawn)
        return _("It was withdrawn already.");
    if (r == REQ_WITHDRAW && (m->gone || !m->row.own))
        return _("Only who wrote it can withdraw it, on the same device.");
    return NULL;
}

static void request(struct view *v, enum request r) {
    struct matter *m = of(v);
    const struct party *p = marked(m);

    switch (r) {
    case REQ_OPEN:
        app_push(v->app, card_view(v->app, &p->household));
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &p->household));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_form(v->app, &p->household));
        break;
    case REQ_WITHDRAW:
        app_push(v->app, withdraw_matter_form(v->app, &m->id, m->row.number));
        break;
    case REQ_BACK:
        app_pop(v->app);
        break;
    default:
        if (!leaf_move(&m->leaf, r))
            app_say(v->app, _("There is nothing more that way."));
    }
}

static void reload(struct view *v) {
    of(v)->made_for = 0;
}

static void free_view(struct view *v) {
    struct matter *m = of(v);

    leaf_free(&m->leaf);
    mem_free(m->parties);
    mem_free(m);
}

static const struct view_ops ops = {
    .name = "matter",
    .title = N_("Matter"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .refuses = refuses,
    .request = request,
    .reload = reload,
};

struct view *matter_view(struct app *app, const struct id *matter) {
    struct matter *m = mem_new(1, sizeof *m);

    m->view = (struct view){&ops, app};
    m->id = *matter;
    return &m->view;
}
