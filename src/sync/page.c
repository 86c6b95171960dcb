/* The lines of a page. Pages may come twice: what is here already is skipped. */
#include "page.h"

#include <string.h>
#include "linli/wire.h"

#define MANY_LINES 300 /* from here on the search index is made in one go */

struct applying {
    struct store *s;
    struct wire_line line;
    struct id entered; /* the entity that entered last */
    bool again;        /* it was here before: its own events are here still, what is folded from them is not */
    int64_t fresh;
};

/* What entered is folded as a whole once its events are there. */
static enum err leave_group(struct applying *a) {
    enum err e = a->again ? store_refold(a->s, &a->entered) : ERR_OK;

    a->again = false;
    return e;
}

static enum err apply_enter(struct applying *a) {
    enum err e = leave_group(a);

    a->entered = a->line.entity;
    return e;
}

static enum err apply_leave(struct applying *a) {
    enum err e = leave_group(a);

    a->entered = (struct id){0};
    return e == ERR_OK ? store_leave(a->s, &a->line.entity) : e;
}

static enum err apply_event(struct applying *a) {
    const struct store_device *own = store_device(a->s);
    const struct raw_event *raw = &a->line.event;
    bool fresh;
    enum err e;

    /* The own chain is continued here and nowhere else. */
    if (id_equal(&raw->device, &own->id) && raw->seq > own->head_seq)
        return ERR_SYNTAX;
    e = store_put(a->s, raw, false, &fresh);
    if (e == ERR_OK && !fresh) {
        a->again = !id_is_zero(&a->entered);
        if (raw->verdict != VERDICT_ACCEPTED)
            e = store_set_verdict(a->s, &raw->device, raw->seq, raw->verdict, raw->reason);
    }
    a->fresh += fresh;
    return e;
}

/* Own events that were refused once and are not any more, as after a hub's restore. */
struct cleared {
    struct store *s;
    int64_t to;
    int64_t seqs[64];
    size_t count;
};

static enum err note_cleared(void *arg, const struct raw_event *raw) {
    struct cleared *c = arg;

    if (raw->seq > c->to || c->count == sizeof c->seqs / sizeof c->seqs[0])
        return ERR_PARTLY;
    if (raw->verdict > VERDICT_ACCEPTED)
        c->seqs[c->count++] = raw->seq;
    return ERR_OK;
}

static enum err accept_own(struct applying *a, const struct id *device, int64_t from, int64_t to) {
    enum err e = ERR_OK;

    while (e == ERR_OK) {
        struct cleared c = {.s = a->s, .to = to};

        e = store_events(a->s, device, from, to - from + 1, note_cleared, &c);
        if (e == ERR_PARTLY)
            e = ERR_OK;
        for (size_t i = 0; e == ERR_OK && i < c.count; i++)
            e = store_set_verdict(a->s, device, c.seqs[i], VERDICT_ACCEPTED, NULL);
        if (c.count < sizeof c.seqs / sizeof c.seqs[0])
            break;
        from = c.seqs[c.count - 1] + 1;
    }
    return e;
}

static enum err apply_own(struct applying *a) {
    const struct wire_line *l = &a->line;
    const struct id own = store_device(a->s)->id;
    enum err e;

    if (!id_equal(&l->event.device, &own) || l->to > store_device(a->s)->head_seq)
        return ERR_SYNTAX;
    e = store_set_revs(a->s, &own, l->from, l->to, l->town, l->rev);
    if (e == ERR_OK && l->event.verdict == VERDICT_ACCEPTED)
        return accept_own(a, &own, l->from, l->to);
    for (int64_t seq = l->from; e == ERR_OK && seq <= l->to; seq++)
        e = store_set_verdict(a->s, &own, seq, l->event.verdict, l->event.reason);
    return e;
}

static enum err apply_nothing(struct applying *a) {
    return leave_group(a);
}

static enum err (*const apply[])(struct applying *) = {
    [WIRE_PULL] = apply_nothing, [WIRE_ENTER] = apply_enter, [WIRE_LEAVE] = apply_leave,
    [WIRE_EVENT] = apply_event,  [WIRE_OWN] = apply_own,     [WIRE_END] = apply_nothing,
};

static size_t count_lines(const char *text, size_t len) {
    size_t lines = 0;

    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    return lines;
}

enum err page_apply(struct store *s, const char *text, size_t len, int64_t *fresh) {
    struct applying a = {.s = s};
    const char *end = text + len, *newline;
    bool many = count_lines(text, len) >= MANY_LINES;
    enum err e = many ? store_search_bulk(s, true) : ERR_OK;

    for (; e == ERR_OK && text < end; text = newline + 1) {
        newline = memchr(text, '\n', (size_t)(end - text));
        if (!newline || wire_read_line(&a.line, text, (size_t)(newline - text)) != ERR_OK) {
            e = ERR_SYNTAX;
            break;
        }
        e = apply[a.line.kind](&a);
    }
    if (e == ERR_OK && many)
        e = store_search_bulk(s, false);
    wire_line_free(&a.line);
    *fresh = a.fresh;
    return e;
}
