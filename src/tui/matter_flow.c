/* The course of a matter in lines. */
#include "matter_flow.h"

#include <stdio.h>
#include <string.h>
#include "glyphs.h"
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "words.h"

#define LINE_CELLS 70
#define BAR_CELLS 7

struct telling {
    const struct matter_flow *f;
    struct leaf *leaf;
    int first;
};

/* --- reading --- */

static enum err take(void *arg, const struct item_row *i) {
    struct matter_flow *f = arg;
    struct matter_item *one;
    struct buf line = {0};

    f->items = mem_resize(f->items, f->count + 1, sizeof *f->items);
    one = &f->items[f->count++];
    one->row = *i;
    one->row.values = NULL;
    items_line(&line, &f->names, i->values, LINE_CELLS);
    one->line = mem_dup(buf_text(&line));
    buf_free(&line);
    return ERR_OK;
}

enum err matter_flow_read(struct matter_flow *out, struct store *s, const struct id *matter) {
    enum err e;

    *out = (struct matter_flow){.count = 0};
    items_names_read(&out->names, s, matter);
    e = read_flow(s, matter, &out->m);
    return e == ERR_OK ? read_items(s, matter, ITEM_NONE, take, out) : e;
}

void matter_flow_free(struct matter_flow *f) {
    for (size_t i = 0; i < f->count; i++)
        mem_free(f->items[i].line);
    mem_free(f->items);
    items_names_free(&f->names);
    *f = (struct matter_flow){.count = 0};
}

size_t matter_flow_item(const struct matter_flow *f, const struct id *device, int64_t seq) {
    size_t i = 0;

    while (i < f->count && (f->items[i].row.seq != seq || !id_equal(&f->items[i].row.device, device)))
        i++;
    return i;
}

/* --- lines --- */

static void put(struct telling *t, enum paint paint, int item, const char *text) {
    leaf_add(t->leaf, paint, item < 0 ? -1 : t->first + item, 2, text);
}

static const char *mark_of(bool there) {
    return there ? _("there   ") : _("missing ");
}

static void add_need(struct telling *t, enum item item, enum flow_how how) {
    const struct flow_matter *m = &t->f->m;
    struct buf line = {0};
    bool there = how == FLOW_ALL ? !m->open_tasks : how == FLOW_EACH ? flow_has(m, item) : m->items[item].count > 0;

    buf_printf(&line, "%s%s", mark_of(there),
               how == FLOW_ALL ? _("answers to what was asked") : kinds_words(LIST_ITEM, (int)item));
    for (size_t i = 0, n = 0; how == FLOW_EACH && !there && i < m->parties && i < 64; i++)
        if (!(m->items[item].parties & UINT64_C(1) << i))
            buf_printf(&line, "%s%s%s", n++ ? _(", ") : _(": "), items_party(&t->f->names, (int)i + 1),
                       m->items[item].refused & UINT64_C(1) << i ? _(" (does not agree)") : "");
    put(t, there ? PAINT_TEXT : PAINT_YELLOW, -1, buf_text(&line));
    buf_free(&line);
}

/* The newest that stands; count: none. */
static size_t newest(const struct matter_flow *f, enum item item) {
    for (size_t i = f->count; i-- > 0;)
        if (f->items[i].row.item == item && !f->items[i].row.withdrawn)
            return i;
    return f->count;
}

static bool is_about(const struct matter_item *i, const struct matter_item *of) {
    return !i->row.withdrawn && i->row.about_seq == of->row.seq && id_equal(&i->row.about_device, &of->row.device);
}

/* Whose signature an agreement in writing still lacks. */
static void put_missing(struct buf *out, const struct matter_flow *f, const struct matter_item *agreement) {
    uint64_t signers = 0;
    bool mediator = false, seal = false;

    for (size_t i = 0; i < f->count; i++) {
        const struct item_row *r = &f->items[i].row;

        if (!is_about(&f->items[i], agreement))
            continue;
        if (r->item == ITEM_IS_SIGNED && r->party >= 1 && r->party <= 64)
            signers |= UINT64_C(1) << (r->party - 1);
        mediator = mediator || r->item == ITEM_IS_MEDIATOR_SIGNED;
        seal = seal || r->item == ITEM_IS_SEALED;
    }
    for (size_t i = 0; i < f->m.parties && i < 64; i++)
        if (!(signers & UINT64_C(1) << i))
            buf_printf(out, "%s%s", out->len ? _(", ") : "", items_party(&f->names, (int)i + 1));
    if (!mediator)
        buf_printf(out, "%s%s", out->len ? _(", ") : "", _("the mediator"));
    if (!seal)
        buf_printf(out, "%s%s", out->len ? _(", ") : "", _("the committee's seal"));
}

/* Nothing is said where nothing has to be written down first. */
static void add_needs(struct telling *t) {
    const struct flow_matter *m = &t->f->m;
    size_t agreement = newest(t->f, ITEM_IS_AGREEMENT);
    struct buf line = {0};
    enum item item;
    enum flow_how how;
    const char *words;

    if (!m->open || (!flow_need(m->step, 0, &item, &how, &words) && m->step != STEP_ARCHIVE))
        return;
    leaf_head(t->leaf, err_fmt(_("Needed for the step: %s"), kinds_words(LIST_STEP, (int)m->step)));
    for (size_t n = 0; flow_need(m->step, n, &item, &how, &words); n++)
        add_need(t, item, how);
    if (m->step == STEP_AGREE && agreement < t->f->count && !m->agreed) {
        put_missing(&line, t->f, &t->f->items[agreement]);
        put(t, PAINT_YELLOW, -1, err_fmt(_("%ssignatures: %s"), mark_of(false), buf_text(&line)));
    }
    for (int i = 1; m->step == STEP_ARCHIVE && i < ITEM_COUNT; i++)
        if (flow_requires(m, (enum item)i) && !flow_has(m, (enum item)i))
            add_need(t, (enum item)i, items_many((enum item)i) == ITEM_EACH ? FLOW_EACH : FLOW_ONE);
    buf_free(&line);
}

/* --- agreement and what comes of it --- */

static void add_agreement(struct telling *t) {
    const struct matter_flow *f = t->f;
    size_t at = newest(f, ITEM_IS_AGREEMENT);
    const char *made;
    struct buf line = {0};

    if (at == f->count)
        return;
    made = kinds_words(LIST_AGREEMENT, (int)f->items[at].row.made);
    leaf_head(t->leaf, _("Agreement"));
    if (f->m.agreed)
        words_date(&line, clock_day_start(f->m.agreed));
    else
        put_missing(&line, f, &f->items[at]);
    put(t, f->m.agreed ? PAINT_TEXT : PAINT_YELLOW, (int)at,
        err_fmt(f->m.agreed ? _("%s, in force since %s") : _("%s, not in force; still to sign: %s"), made, buf_text(&line)));
    buf_free(&line);
}

/* Days that are left to apply to the court together (FIELD.md c-12), or why no court would confirm it. */
static void add_confirmation(struct telling *t) {
    const struct flow_matter *m = &t->f->m;
    const char *why = flow_not_confirmed(m);
    int64_t gone = clock_day(clock_now()) - m->agreed, last = m->agreed + county_days(STEP_CONFIRM);
    size_t answered = newest(t->f, ITEM_IS_CONFIRMED), applied = newest(t->f, ITEM_IS_APPLIED);
    struct buf line = {0};
    bool warns = false;

    if (!m->agreed || newest(t->f, ITEM_IS_AGREEMENT) == t->f->count)
        return;
    buf_puts(&line, _("Judicial confirmation: "));
    for (size_t n = 0; county_confirm_warning(n); n++)
        warns = warns || gone >= county_confirm_warning(n);
    if (answered < t->f->count) {
        buf_puts(&line, t->f->items[answered].row.answer == ANSWER_YES ? _("the court confirmed it")
                                                                       : _("the court did not confirm it"));
        warns = false;
    } else if (applied < t->f->count) {
        buf_puts(&line, _("applied for, the court has not answered"));
        warns = false;
    } else if (why) {
        buf_printf(&line, _("not offered: %s"), why);
        warns = false;
    } else if (gone <= last - m->agreed) {
        buf_puts(&line, _("the parties may apply together until "));
        words_date(&line, clock_day_start(last));
        buf_puts(&line, "  ");
        words_due(&line, last);
    } else {
        buf_puts(&line, _("the days for it are over; the agreement binds all the same"));
        warns = false;
    }
    put(t, warns ? PAINT_YELLOW : PAINT_TEXT, -1, buf_text(&line));
    buf_free(&line);
}

static void put_result(struct buf *line, const struct item_row *r) {
    int64_t due = r->promised ? r->promised : r->due;

    if (r->item == ITEM_IS_TERM && r->result)
        buf_puts(line, r->result == ANSWER_YES ? _("kept") : _("not kept"));
    else if (r->result)
        buf_puts(line, _("answered"));
    else
        words_due(line, due);
}

/* Terms and tasks: the day, what came of it; a task's own promised day stands beside the one asked for. */
static void add_dated(struct telling *t, enum item item, const char *head) {
    bool any = false;

    for (size_t i = 0; i < t->f->count; i++) {
        const struct item_row *r = &t->f->items[i].row;
        struct buf line = {0};

        if (r->item != item || r->withdrawn)
            continue;
        if (!any)
            leaf_head(t->leaf, head);
        any = true;
        put_result(&line, r);
        if (r->promised) {
            buf_puts(&line, _("  promised for "));
            words_date(&line, clock_day_start(r->promised));
        }
        buf_printf(&line, "  %s", t->f->items[i].line);
        put(t, !r->result && (r->promised ? r->promised : r->due) < clock_day(clock_now()) ? PAINT_YELLOW : PAINT_TEXT, (int)i,
            buf_text(&line));
        buf_free(&line);
    }
}

/* Whoever is asked shall not be asked about a name: it stands here only once every party was asked. */
static void add_evaluations(struct telling *t) {
    const struct matter_flow *f = t->f;
    size_t mediator = newest(f, ITEM_IS_PROPOSAL);
    bool any = false, all = flow_has(&f->m, ITEM_IS_EVALUATION);

    for (size_t i = 0; i < f->count; i++) {
        const struct item_row *r = &f->items[i].row;

        if ((r->item != ITEM_IS_EVALUATION && r->item != ITEM_IS_OPINION) || r->withdrawn)
            continue;
        if (!any)
            leaf_head(t->leaf, _("Evaluations"));
        any = true;
        put(t, PAINT_TEXT, (int)i, err_fmt("%s  %s", kinds_words(LIST_ITEM, (int)r->item), f->items[i].line));
    }
    if (any && mediator < f->count)
        put(t, PAINT_QUIET, -1,
            all ? err_fmt(_("Mediator: %s"), f->items[mediator].line)
                : _("The mediator's name stands here once every party was asked."));
}

/* 5/7 [=====--] and what is missing; in lines without the picture. */
static void add_dossier(struct telling *t) {
    int there, required;
    struct buf line = {0};

    flow_dossier(&t->f->m, &there, &required);
    if (!required)
        return;
    buf_printf(&line, _("Dossier: %d/%d"), there, required);
    for (int i = 0; i < BAR_CELLS && glyphs_now() != GLYPHS_WORDS; i++)
        buf_printf(&line, "%s%c%s", i ? "" : " [", i * required < there * BAR_CELLS ? '=' : '-', i + 1 < BAR_CELLS ? "" : "]");
    for (int i = 1, n = 0; i < ITEM_COUNT; i++)
        if (flow_requires(&t->f->m, (enum item)i) && !flow_has(&t->f->m, (enum item)i))
            buf_printf(&line, "%s%s", n++ ? _(", ") : _("  missing: "), kinds_words(LIST_ITEM, i));
    put(t, PAINT_TEXT, -1, buf_text(&line));
    buf_free(&line);
}

void matter_flow_danger(const struct matter_flow *f, struct leaf *leaf) {
    char key[KEY_NAME_SIZE] = "";

    if (!f->m.open || !f->m.danger)
        return;
    request_shown_key(REQ_SAFETY, false, key);
    leaf_add(
        leaf, PAINT_RED, -1, 2,
        newest(f, ITEM_IS_SAFETY) == f->count
            ? err_fmt(_("Danger or violence was told. Is anybody in danger now? Call 110 first; then %s notes what was done."),
                      key)
            : _("Danger or violence was told: what was done is noted below. Call 110 where it goes on."));
}

void matter_flow_needs(const struct matter_flow *f, struct leaf *leaf) {
    struct telling t = {f, leaf, 0};

    add_dossier(&t);
    add_needs(&t);
}

void matter_flow_lines(const struct matter_flow *f, struct leaf *leaf, int first) {
    struct telling t = {f, leaf, first};

    add_agreement(&t);
    add_confirmation(&t);
    add_dated(&t, ITEM_IS_TERM, _("Terms"));
    add_dated(&t, ITEM_IS_TASK, _("Asked of others"));
    add_evaluations(&t);
}
