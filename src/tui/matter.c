/* One matter: parties, where it stands, its clock and colour with the reason, what happened. */
#include "app.h"
#include "linli/act_flow.h"
#include "linli/clock.h"
#include "linli/event.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/today.h"
#include "listing.h"
#include "leaf.h"
#include "matter_flow.h"
#include "matter_path.h"
#include "words.h"

/* Tags from here on are of the timeline and of single items, those below of the parties. */
#define EVENT_TAGS 1000
#define ITEM_TAGS 1000000
#define SHOWN_MS 60000

struct matter {
    struct view view;
    struct id id;
    struct matter_row row;
    struct party *parties; /* owned */
    size_t party_count;
    struct timeline_row *events; /* owned */
    size_t event_count;
    struct matter_flow flow;
    int shown;           /* the party whose address is shown in a family matter, 1 the first; 0 nobody's */
    int64_t shown_until; /* by clock_monotonic */
    struct leaf leaf;
    bool gone;
    int made_for; /* columns, 0 not made */
};

static const enum request requests[] = {REQ_OPEN,  REQ_STEP,   REQ_WRITE,        REQ_SAFETY,   REQ_TAKE,  REQ_WISH,
                                        REQ_NOTE,  REQ_SETTLE, REQ_BACK,         REQ_WITHDRAW, REQ_VISIT, REQ_MATTER,
                                        REQ_PRINT, REQ_REVEAL, LISTING_REQUESTS, REQ_NONE};

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

static void add_clock(struct matter *m) {
    const struct matter_row *r = &m->row;
    struct buf text = {0};

    add_fact(m, PAINT_TEXT, _("Level"), kinds_words(LIST_LEVEL, (int)r->level));
    if (r->open && r->due) {
        words_date(&text, clock_day_start(r->due));
        buf_puts(&text, "  ");
        words_due(&text, r->due);
        add_fact(m, PAINT_TEXT, _("Due"), buf_text(&text));
    } else if (r->closed) {
        words_date(&text, r->closed);
        add_fact(m, PAINT_TEXT, _("Closed"), buf_text(&text));
    }
    buf_free(&text);
}

/* The colour with every reason: it is never shown without. */
static void add_colour(struct matter *m) {
    enum paint paint = PAINT_TEXT;
    const char *reason = "";
    struct buf text = {0};
    unsigned rules;

    if (!words_colour(&m->row, &paint, &reason))
        return;
    buf_puts(&text, policy_colour_name(read_colour(&rules, &m->row)));
    for (size_t i = 0; i < COLOUR_RULES; i++)
        if (rules & 1u << i)
            buf_printf(&text, "%s%s", _(", "), policy_colour_words((enum colour_rule)i));
    add_fact(m, paint, _("Colour"), buf_text(&text));
    buf_free(&text);
}

static void add_triage(struct matter *m) {
    const struct matter_row *r = &m->row;
    struct triage t;
    struct triage_advice advice;
    struct buf text = {0};

    triage_read(&t, r->triage);
    for (int q = 0; q < TRIAGE_COUNT; q++)
        if (t.answers[q])
            buf_printf(&text, "%s%s %s", text.len ? _(", ") : "", triage_brief((enum triage_question)q),
                       kinds_words(triage_list((enum triage_question)q), t.answers[q]));
    add_fact(m, PAINT_TEXT, _("Answers"), buf_text(&text));
    if (r->open) {
        triage_advise(&advice, &t, r->type);
        buf_reset(&text);
        buf_printf(&text, "%s%s%s", kinds_words(LIST_LEVEL, (int)advice.level), _(", "), advice.who);
        if (kinds_next_step(r->step))
            buf_printf(&text, _("; next step: %s"), kinds_words(LIST_STEP, (int)kinds_next_step(r->step)));
        add_fact(m, PAINT_TEXT, _("Proposed"), buf_text(&text));
        for (size_t i = 0; i < advice.count; i++)
            leaf_add(&m->leaf, PAINT_TEXT, -1, 2, advice.told[i]);
    }
    buf_free(&text);
}

/* With whom it is, and who has not taken it on yet. */
static void add_hands(struct matter *m) {
    const struct matter_row *r = &m->row;
    char name[NAME_SIZE] = "";
    struct buf text = {0};

    buf_puts(&text, r->owner);
    if (text.len && r->open && (r->waiting || !id_is_zero(&r->offered)))
        buf_puts(&text, _("; "));
    if (r->open && !id_is_zero(&r->offered)) {
        read_worker_name(m->view.app->store, &r->offered, name);
        buf_printf(&text, _("assigned to %s, not taken on yet"), name);
    } else if (r->open && r->waiting) {
        buf_printf(&text, _("waits to be taken on (%s)"), kinds_words(LIST_LEVEL, (int)r->level));
    }
    add_fact(m, PAINT_TEXT, _("With"), buf_text(&text));
    if (r->open && (r->urged || r->overdue))
        add_fact(m, PAINT_YELLOW, _("Hub"),
                 r->overdue ? _("overdue: shown one level up") : _("urged: most of the days are gone"));
    buf_free(&text);
}

static void add_facts(struct matter *m) {
    const struct matter_row *r = &m->row;
    struct buf text = {0};

    buf_printf(&text, "%s%s%s", kinds_words(LIST_MATTER, (int)r->kind), _(", "), kinds_words(LIST_TYPE, (int)r->type));
    add_fact(m, PAINT_TEXT, _("Type"), buf_text(&text));
    matter_path(&m->leaf, r);
    matter_ways(&m->leaf, m->view.app->store, r, &m->flow.m);
    add_clock(m);
    add_colour(m);
    add_triage(m);
    add_hands(m);
    buf_free(&text);
}

/* Where one of a family may be in danger from another, nobody reads both addresses off one screen (FIELD.md c-18). */
static bool is_hidden(const struct matter *m, int party) {
    return m->row.type == TYPE_FAMILY && (m->shown != party || clock_monotonic() >= m->shown_until);
}

static enum err add_party(void *arg, const struct party *p) {
    struct matter *m = arg;
    struct buf line = {0};
    bool inside = !id_is_zero(&p->household);
    char key[KEY_NAME_SIZE] = "";

    m->parties = mem_resize(m->parties, m->party_count + 1, sizeof *m->parties);
    m->parties[m->party_count] = *p;
    buf_printf(&line, "%s  ", p->name);
    if (is_hidden(m, (int)m->party_count + 1)) {
        request_shown_key(REQ_REVEAL, false, key);
        buf_printf(&line, _("(address: %s shows it)"), key);
    } else {
        buf_printf(&line, "%s  ", p->door);
        policy_mask_phones(&line, p->phones);
    }
    leaf_add(&m->leaf, PAINT_TEXT, inside || m->row.type == TYPE_FAMILY ? (int)m->party_count : -1, 2, buf_text(&line));
    m->party_count++;
    buf_free(&line);
    return ERR_OK;
}

/* What happened: an item by its name, a step by what was done at which. */
static void put_what(struct buf *line, const struct timeline_row *t) {
    if (t->kind == KIND_ITEM)
        buf_printf(line, "  %s", kinds_words(LIST_ITEM, (int)t->item));
    else if (t->exit)
        buf_printf(line, "  %s", kinds_words(LIST_EXIT, (int)t->exit));
    else if (t->kind == KIND_STEP && t->to)
        buf_printf(line, _("  %s is done: on to %s"), kinds_words(LIST_STEP, (int)t->step), kinds_words(LIST_STEP, (int)t->to));
    else if (t->kind == KIND_STEP)
        buf_printf(line, _("  %s is done: closed"), kinds_words(LIST_STEP, (int)t->step));
    else
        buf_printf(line, "  %s", kinds_words(LIST_KIND, (int)t->kind));
}

static void put_item(struct buf *line, const struct matter *m, const struct timeline_row *t) {
    size_t at = matter_flow_item(&m->flow, &t->device, t->seq);

    if (at < m->flow.count)
        buf_printf(line, "  %s", m->flow.items[at].line);
}

static enum err add_event(void *arg, const struct timeline_row *t) {
    struct matter *m = arg;
    struct buf line = {0};
    int tag = EVENT_TAGS + (int)m->event_count;

    m->events = mem_resize(m->events, m->event_count + 1, sizeof *m->events);
    m->events[m->event_count++] = *t;
    words_date(&line, t->at);
    put_what(&line, t);
    if (*t->by)
        buf_printf(&line, "  %s", t->by);
    if (t->kind == KIND_ITEM)
        put_item(&line, m, t);
    if (*t->result)
        buf_printf(&line, "  %s", t->result);
    if (*t->note && t->kind != KIND_MATTER)
        buf_printf(&line, "  %s", t->note);
    if (t->withdrawn)
        buf_printf(&line, "  (%s)", _("withdrawn"));
    if (t->verdict == VERDICT_REFUSED || t->verdict == VERDICT_CONFLICT)
        buf_printf(&line, "  (%s)", t->verdict == VERDICT_REFUSED ? _("refused by the hub") : _("in conflict"));
    leaf_add(&m->leaf, PAINT_TEXT, tag, 12, buf_text(&line));
    if (*t->note && t->kind == KIND_MATTER)
        leaf_add(&m->leaf, PAINT_TEXT, tag, 12, t->note);
    buf_free(&line);
    return ERR_OK;
}

/* The mark stays on what it was on, wherever that stands now. */
static void mark_again(struct matter *m, int tag) {
    for (size_t i = 0; tag >= 0 && i < m->leaf.count; i++)
        if (m->leaf.lines[i].tag == tag && m->leaf.lines[i].rest) {
            m->leaf.at = i;
            return;
        }
}

static void make_leaf(struct matter *m, int cols) {
    struct store *s = m->view.app->store;
    int tag = leaf_tag(&m->leaf);
    enum err e;

    if (m->made_for == cols)
        return;
    m->made_for = cols;
    m->party_count = m->event_count = 0;
    leaf_start(&m->leaf, cols);
    e = read_matter(s, &m->id, &m->row);
    m->gone = e != ERR_OK;
    if (m->gone) {
        leaf_add(&m->leaf, PAINT_TEXT, -1, 0, _("This matter is no longer in the record."));
        return;
    }
    news_seen(s, &m->id);
    matter_flow_free(&m->flow);
    e = matter_flow_read(&m->flow, s, &m->id);
    matter_flow_danger(&m->flow, &m->leaf);
    add_facts(m);
    matter_flow_needs(&m->flow, &m->leaf);
    leaf_head(&m->leaf, _("Parties"));
    if (e == ERR_OK)
        e = read_parties(s, &m->id, add_party, m);
    matter_flow_lines(&m->flow, &m->leaf, ITEM_TAGS);
    leaf_head(&m->leaf, _("What happened"));
    if (e == ERR_OK)
        e = read_timeline(s, &m->id, add_event, m);
    mark_again(m, tag);
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

    return tag >= 0 && (size_t)tag < m->party_count && !id_is_zero(&m->parties[tag].household) ? &m->parties[tag] : NULL;
}

static const struct timeline_row *marked_event(struct matter *m) {
    int tag = leaf_tag(&m->leaf) - EVENT_TAGS;
    const struct timeline_row *t = tag >= 0 && (size_t)tag < m->event_count ? &m->events[tag] : NULL;

    return t && t->kind == KIND_ITEM ? t : NULL;
}

static const struct timeline_row *marked_item(struct matter *m) {
    int tag = leaf_tag(&m->leaf) - ITEM_TAGS;

    if (tag < 0 || (size_t)tag >= m->flow.count)
        return marked_event(m);
    for (size_t i = 0; i < m->event_count; i++)
        if (m->events[i].seq == m->flow.items[tag].row.seq && id_equal(&m->events[i].device, &m->flow.items[tag].row.device))
            return &m->events[i];
    return NULL;
}

/* The marked line where it is one that is taken back by itself. */
static const struct timeline_row *marked_addition(struct matter *m) {
    const struct timeline_row *t = marked_item(m);
    int tag = leaf_tag(&m->leaf) - EVENT_TAGS;

    if (!t && tag >= 0 && (size_t)tag < m->event_count)
        t = &m->events[tag];
    return t && (t->kind == KIND_NOTE || t->kind == KIND_STEP || t->kind == KIND_ITEM) ? t : NULL;
}

static const char *refuses_withdrawal(struct matter *m) {
    const struct timeline_row *t = marked_addition(m);

    if (t ? t->withdrawn : m->row.withdrawn)
        return _("It was withdrawn already.");
    if (m->gone || !(t ? t->own : m->row.own))
        return _("Only who wrote it can withdraw it.");
    return NULL;
}

static const char *refuses_exit(struct matter *m, enum exit exit) {
    struct act_step a = {.matter = m->id, .exit = exit, .reason = "-"}; /* which is asked later */
    const char *why = NULL;

    if (m->gone)
        return _("This matter is no longer in the record.");
    if (act_step_refused(m->view.app->store, &a, &why, NULL) != ERR_OK)
        return err_last()->what;
    return why ? err_fmt(_("Not now: %s."), why) : NULL;
}

static const char *refuses_reveal(struct matter *m) {
    int tag = leaf_tag(&m->leaf);

    if (m->row.type != TYPE_FAMILY)
        return _("Addresses stand here already; Enter on a party opens the household.");
    return tag >= 0 && (size_t)tag < m->party_count ? NULL : _("Go to the party whose address you need.");
}

static const char *refuses_addition(struct matter *m, enum request r) {
    const char *why = m->gone ? _("This matter is no longer in the record.") : matter_refuses(&m->row, r);

    return why || r == REQ_NOTE ? why : refuses_exit(m, EXIT_SETTLE);
}

static const char *refuses(struct view *v, enum request r) {
    struct matter *m = of(v);

    make_leaf(m, m->made_for ? m->made_for : 80);
    if (r == REQ_OPEN && marked_item(m))
        return NULL;
    if ((r == REQ_OPEN || r == REQ_VISIT || r == REQ_MATTER) && !marked(m))
        return _("Go to a party of this matter first: that household is then meant.");
    if (r == REQ_REVEAL)
        return refuses_reveal(m);
    if (r == REQ_TAKE || r == REQ_WISH)
        return refuses_exit(m, r == REQ_TAKE ? EXIT_TAKE : EXIT_WISH);
    if (r == REQ_STEP || r == REQ_WRITE || r == REQ_SAFETY)
        return m->gone            ? _("This matter is no longer in the record.")
               : m->row.withdrawn ? _("It was withdrawn: nothing more is added.")
                                  : NULL;
    if (r == REQ_NOTE || r == REQ_SETTLE)
        return refuses_addition(m, r);
    return r == REQ_WITHDRAW ? refuses_withdrawal(m) : NULL;
}

static void withdraw(struct matter *m) {
    struct app *app = m->view.app;
    const struct timeline_row *t = marked_addition(m);

    app_push(app, t ? withdraw_event_form(app, t) : withdraw_matter_form(app, &m->id, m->row.number));
}

static void open_marked(struct matter *m) {
    struct app *app = m->view.app;
    const struct timeline_row *t = marked_item(m);

    app_push(app, t ? item_view(app, &t->device, t->seq) : card_view(app, &marked(m)->household));
}

/* One key from the matter, whatever step it is at. */
static void open_safety(struct matter *m) {
    struct view *v = item_form(m->view.app, ITEM_IS_SAFETY, &m->id, NULL);

    if (v)
        app_push(m->view.app, v);
}

/* One party's at a time, for a minute. */
static void reveal(struct matter *m) {
    m->shown = leaf_tag(&m->leaf) + 1;
    m->shown_until = clock_monotonic() + SHOWN_MS;
    m->view.app->wake_at = m->shown_until;
    m->made_for = 0;
    app_say(m->view.app, _("Shown for a minute; nobody on the other side shall see it."));
}

static void request(struct view *v, enum request r) {
    struct matter *m = of(v);
    const struct party *p = marked(m);

    switch (r) {
    case REQ_OPEN:
        open_marked(m);
        break;
    case REQ_STEP:
        app_push(v->app, steps_menu(v->app, &m->id));
        break;
    case REQ_WRITE:
        app_push(v->app, items_menu(v->app, &m->id, NULL));
        break;
    case REQ_REVEAL:
        reveal(m);
        break;
    case REQ_SAFETY:
        open_safety(m);
        break;
    case REQ_TAKE:
    case REQ_WISH:
        step_take(v->app, &m->id, r == REQ_TAKE ? EXIT_TAKE : EXIT_WISH, STEP_NONE, STEP_NONE);
        break;
    case REQ_VISIT:
        app_push(v->app, visit_form(v->app, &p->household));
        break;
    case REQ_MATTER:
        app_push(v->app, matter_menu(v->app, &p->household));
        break;
    case REQ_PRINT:
        app_push(v->app, print_menu(v->app, &m->row.id));
        break;
    case REQ_NOTE:
        app_push(v->app, note_matter_form(v->app, &m->row));
        break;
    case REQ_SETTLE:
        app_push(v->app, settle_matter_form(v->app, &m->row));
        break;
    case REQ_WITHDRAW:
        withdraw(m);
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
    matter_flow_free(&m->flow);
    mem_free(m->parties);
    mem_free(m->events);
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
