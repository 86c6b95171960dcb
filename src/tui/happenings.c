/* Lines of a household's timeline: when, what, the words, who. What was withdrawn says so and stays. */
#include "happenings.h"

#include <string.h>
#include "linli/act_household.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/kinds.h"
#include "linli/width.h"
#include "screen.h"
#include "words.h"

#define SHORT_CELLS 60

/* A few words of a long text: all of it is a key press away. */
static void add_short(struct buf *line, const char *text) {
    int used;
    size_t fits = width_fit(text, strlen(text), SHORT_CELLS, &used);

    buf_puts(line, "  ");
    buf_add(line, text, fits);
    buf_puts(line, text[fits] ? "..." : "");
}

static void add_end(struct buf *line, const char *by, bool withdrawn) {
    if (*by)
        buf_printf(line, "  %s", by);
    if (withdrawn)
        buf_printf(line, "  (%s)", _("withdrawn"));
}

void happenings_visit(struct buf *line, const struct visit_row *v) {
    words_date(line, v->at);
    buf_printf(line, "  %s  %s", kinds_words(LIST_KIND, KIND_VISIT), kinds_words(LIST_OUTCOME, (int)v->outcome));
    if (v->purpose != PURPOSE_ROUTINE && v->purpose != PURPOSE_NONE)
        buf_printf(line, "  %s", kinds_words(LIST_PURPOSE, (int)v->purpose));
    if (*v->met)
        buf_printf(line, "  %s", v->met);
    if (*v->note)
        add_short(line, v->note);
    if (*v->next)
        buf_printf(line, "  %s %s", _("Again on"), v->next);
    add_end(line, v->worker, v->withdrawn);
}

void happenings_matter(struct buf *line, const struct matter_row *m) {
    words_date(line, m->opened);
    buf_printf(line, "  %s  %s", kinds_words(LIST_MATTER, (int)m->kind), m->number);
    add_short(line, m->summary);
    if (m->withdrawn)
        buf_printf(line, "  (%s)", _("withdrawn"));
    else if (!m->open)
        buf_printf(line, "  (%s)", _("closed"));
    else {
        buf_printf(line, "  %s  ", kinds_words(LIST_STEP, (int)m->step));
        words_due(line, m->due);
    }
}

/* "Head 张三, Phone 138****1234" */
static void add_said(struct buf *line, const struct story_row *r) {
    bool any = false;

    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++) {
        struct buf value = {0};

        if (!(r->fields & 1u << i))
            continue;
        act_household_value(&value, r->said, i);
        buf_printf(line, "%s%s %s", any ? _(", ") : "  ", act_household_field(i), buf_text(&value));
        any = true;
        buf_free(&value);
    }
}

static void add_target(struct buf *line, const struct story_row *r) {
    buf_printf(line, "  %s", *r->number ? r->number : kinds_words(LIST_KIND, (int)r->of));
    if (!*r->number && r->of_at) {
        buf_puts(line, " ");
        words_date(line, r->of_at);
    }
}

static void add_step(struct buf *line, const struct story_row *r) {
    if (r->exit)
        buf_printf(line, "  %s", kinds_words(LIST_EXIT, (int)r->exit));
    else if (r->to)
        buf_printf(line, _("  %s is done: on to %s"), kinds_words(LIST_STEP, (int)r->step), kinds_words(LIST_STEP, (int)r->to));
    else
        buf_printf(line, _("  %s is done: closed"), kinds_words(LIST_STEP, (int)r->step));
}

void happenings_other(struct buf *line, const struct story_row *r) {
    words_date(line, r->at);
    if (r->first && (r->kind == KIND_CORRECT || r->kind == KIND_ROSTER))
        buf_printf(line, "  %s", r->kind == KIND_CORRECT ? _("added by hand") : _("came with the roster"));
    else
        buf_printf(line, "  %s",
                   r->copy                ? _("copy printed")
                   : r->kind == KIND_ITEM ? kinds_words(LIST_ITEM, (int)r->item)
                                          : kinds_words(LIST_KIND, (int)r->kind));
    if (!r->first)
        add_said(line, r);
    if (r->kind == KIND_WITHDRAW || r->kind == KIND_RESTORE)
        add_target(line, r);
    else if (*r->number)
        buf_printf(line, "  %s", r->number);
    if (r->kind == KIND_NEED)
        buf_printf(line, "  %s", kinds_words(LIST_NEED, (int)r->need));
    if (r->kind == KIND_STEP)
        add_step(line, r);
    if (r->kind == KIND_ITEM && r->answer)
        buf_printf(line, "  %s", kinds_words(LIST_ANSWER, (int)r->answer));
    if (*r->text)
        add_short(line, r->text);
    add_end(line, r->by, r->withdrawn);
}

void happenings_due(struct buf *line, const struct due_row *d) {
    switch (d->kind) {
    case DUE_MATTER:
        buf_printf(line, "%s %s", words_mark(MARK_OPEN), d->matter->number);
        add_short(line, d->matter->summary);
        buf_printf(line, "  %s  ", kinds_words(LIST_STEP, (int)d->matter->step));
        break;
    case DUE_REVISIT:
        buf_printf(line, "%s %s ", words_mark(MARK_TODAY), _("promised at the visit of"));
        words_date(line, d->at);
        buf_puts(line, "  ");
        break;
    case DUE_NEED:
        buf_printf(line, "%s %s", words_mark(MARK_TODAY), kinds_words(LIST_NEED, (int)d->need));
        if (*d->words)
            add_short(line, d->words);
        buf_puts(line, "  ");
        break;
    }
    words_due(line, d->due);
}
