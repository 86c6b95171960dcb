/* The lines of a page. */
#include "page.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"

#define MANY_LINES 300 /* from here on the search index is made in one go */
#define OWN_PIECE 250  /* own events that get their revs between two looks at the clock */
#define LOOK_EVERY 8   /* lines */

struct applying {
    struct store *s;
    struct page *p;
    int64_t until; /* monotonic; 0 no end */
};

void page_begin(struct page *p, struct buf *text, const char *cursor) {
    page_free(p);
    p->text = *text;
    *text = (struct buf){0};
    snprintf(p->cursor, sizeof p->cursor, "%s", cursor);
}

bool page_waits(const struct page *p) {
    return p->text.len > 0;
}

void page_free(struct page *p) {
    wire_line_free(&p->line);
    buf_free(&p->text);
    *p = (struct page){0};
}

static bool over(const struct applying *a) {
    return a->until && clock_monotonic() >= a->until;
}

/* What entered is folded as a whole once its events are there. */
static enum err leave_group(struct applying *a) {
    enum err e = a->p->again ? store_refold(a->s, &a->p->entered) : ERR_OK;

    a->p->again = false;
    return e;
}

static enum err apply_enter(struct applying *a) {
    enum err e = leave_group(a);

    a->p->entered = a->p->line.entity;
    return e == ERR_OK ? store_entered(a->s, &a->p->line.entity, a->p->line.town, a->p->line.rev) : e;
}

static enum err apply_leave(struct applying *a) {
    enum err e = leave_group(a);

    a->p->entered = (struct id){0};
    store_saw(a->s, a->p->line.town, a->p->line.rev);
    return e == ERR_OK ? store_leave(a->s, &a->p->line.entity) : e;
}

static enum err apply_event(struct applying *a) {
    const struct store_device *own = store_device(a->s);
    const struct raw_event *raw = &a->p->line.event;
    bool fresh;
    enum err e;

    /* The own chain is continued here and nowhere else. */
    if (id_equal(&raw->device, &own->id) && raw->seq > own->head_seq)
        return ERR_SYNTAX;
    e = store_put(a->s, raw, false, &fresh);
    if (e == ERR_OK && !fresh) {
        a->p->again = !id_is_zero(&a->p->entered);
        if (raw->verdict != VERDICT_ACCEPTED)
            e = store_set_verdict(a->s, &raw->device, raw->seq, raw->verdict, raw->reason);
    }
    a->p->fresh += fresh;
    return e;
}

/* Own events whose verdict is another than the hub's now: refused once and not any more, as after a hub's restore, or the
 * reverse. One that a push brought already stays, because its reason says who and when as well. */
struct differing {
    enum verdict verdict;
    int64_t seqs[OWN_PIECE];
    size_t count;
};

static enum err note_differing(void *arg, const struct raw_event *raw) {
    struct differing *d = arg;
    enum verdict here = raw->verdict == VERDICT_NONE ? VERDICT_ACCEPTED : raw->verdict;

    if (here != d->verdict && d->count < OWN_PIECE)
        d->seqs[d->count++] = raw->seq;
    return ERR_OK;
}

static enum err apply_own_piece(struct applying *a, const struct id *own, int64_t from, int64_t to) {
    const struct wire_line *l = &a->p->line;
    struct differing d = {.verdict = l->event.verdict};
    enum err e = store_set_revs(a->s, own, from, to, l->town, l->rev + (from - l->from));

    if (e == ERR_OK)
        e = store_events(a->s, own, from, to - from + 1, note_differing, &d);
    for (size_t i = 0; e == ERR_OK && i < d.count; i++)
        e = store_set_verdict(a->s, own, d.seqs[i], d.verdict, l->event.reason);
    return e;
}

static enum err apply_own(struct applying *a) {
    const struct wire_line *l = &a->p->line;
    const struct id own = store_device(a->s)->id;
    int64_t from = a->p->own_next ? a->p->own_next : l->from;
    enum err e = ERR_OK;

    if (!id_equal(&l->event.device, &own) || l->to > store_device(a->s)->head_seq)
        return ERR_SYNTAX;
    while (e == ERR_OK && from <= l->to) {
        int64_t to = l->to - from < OWN_PIECE ? l->to : from + OWN_PIECE - 1;

        e = apply_own_piece(a, &own, from, to);
        from = to + 1;
        if (over(a))
            break;
    }
    a->p->own_next = from <= l->to ? from : 0;
    return e;
}

static enum err apply_pull(struct applying *a) {
    return a->p->line.start ? store_pull_all(a->s, true) : ERR_OK;
}

static enum err apply_end(struct applying *a) {
    enum err e = leave_group(a);

    return e == ERR_OK && !a->p->line.more ? store_pull_all(a->s, false) : e;
}

static enum err (*const apply[])(struct applying *) = {
    [WIRE_PULL] = apply_pull,   [WIRE_ENTER] = apply_enter, [WIRE_LEAVE] = apply_leave,
    [WIRE_EVENT] = apply_event, [WIRE_OWN] = apply_own,     [WIRE_END] = apply_end,
};

static size_t count_lines(const struct buf *text) {
    size_t lines = 0;

    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

static enum err apply_lines(struct applying *a) {
    struct page *p = a->p;
    enum err e = ERR_OK;

    for (unsigned n = 1; e == ERR_OK && p->at < p->text.len; n++) {
        const char *line = p->text.data + p->at;
        const char *newline = memchr(line, '\n', p->text.len - p->at);

        if (!newline || wire_read_line(&p->line, line, (size_t)(newline - line)) != ERR_OK)
            return ERR_SYNTAX;
        e = apply[p->line.kind](a);
        if (!p->own_next)
            p->at += (size_t)(newline - line) + 1;
        if ((p->own_next || n % LOOK_EVERY == 0) && over(a))
            break;
    }
    return e;
}

static enum err apply_piece(struct applying *a) {
    struct page *p = a->p;
    bool many = !a->until && count_lines(&p->text) >= MANY_LINES;
    enum err e = many ? store_search_bulk(a->s, SEARCH_BULK) : ERR_OK;

    if (e == ERR_OK)
        e = apply_lines(a);
    if (e == ERR_OK && many)
        e = store_search_bulk(a->s, SEARCH_BULK_NONE);
    if (e == ERR_OK && p->at == p->text.len)
        e = store_set(a->s, "sync.cursor", p->cursor);
    return e;
}

static enum err damaged(void) {
    return err_say(ERR_NETWORK, _("cannot use the hub's answer"), _("a line of it is not of the form that is agreed on"),
                   _("nothing is lost; it is tried again"));
}

enum err page_step(struct page *p, struct store *s, int64_t budget_ms) {
    struct applying a = {.s = s, .p = p, .until = budget_ms ? clock_monotonic() + budget_ms : 0};
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    e = apply_piece(&a);
    if (e != ERR_OK) {
        store_rollback(s);
        page_free(p);
        return e == ERR_SYNTAX ? damaged() : e;
    }
    e = store_commit(s);
    if (p->at == p->text.len)
        buf_reset(&p->text);
    return e;
}
