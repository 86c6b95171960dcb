/* Which request comes next, and what an answer means. */
#include "engine.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/journal.h"

#define STUCK_MAX 4
#define EVENTS_MIN 1
#define ROUNDS_MAX 3

void told_free(struct told *t) {
    struct push_answer p = {.refused = t->refused};

    push_answer_free(&p);
    joined_free(&t->joined);
    buf_free(&t->text);
    *t = (struct told){0};
}

void engine_begin(struct engine *e, const struct engine_start *start) {
    *e = (struct engine){.at = *start, .from = start->held, .bytes = WIRE_BATCH_BYTES};
    e->ask = id_is_zero(&start->old) ? ENGINE_PUSH : ENGINE_REKEY;
    e->events = WIRE_BATCH_EVENTS;
    for (int64_t i = 0; i < start->slow && e->events > 32; i++)
        e->events /= 2;
}

void engine_watch(struct engine *e, const struct engine_start *start) {
    engine_begin(e, start);
    if (e->ask == ENGINE_REKEY || !*start->cursor)
        return; /* there is more to do than to wait */
    e->ask = ENGINE_PULL;
    e->asked = e->waits = true;
}

void engine_next(const struct engine *e, struct engine_request *out) {
    *out = (struct engine_request){.ask = e->ask,
                                   .old = e->at.old,
                                   .old_seq = e->at.old_seq,
                                   .from = e->from,
                                   .until = e->until,
                                   .events = e->at.unsure && !e->asked ? 0 : e->events,
                                   .bytes = e->bytes,
                                   .cursor = e->at.cursor,
                                   .waits = e->waits};
}

void engine_batch(struct engine *e, int64_t last, const struct hash *hash, size_t count) {
    e->last = last;
    e->last_hash = *hash;
    e->count = count;
}

void engine_new_device(struct engine *e, const struct id *device, int64_t head) {
    e->at.old = e->at.device;
    e->at.old_seq = e->after;
    e->at.device = *device;
    e->at.head = head;
    e->at.held = e->at.receipt = 0;
    e->at.cursor[0] = '\0';
    e->tail = (struct id){0};
    e->from = e->until = 0;
    e->forked = true;
    e->ask = ENGINE_REKEY;
}

void engine_grown(struct engine *e, int64_t head) {
    e->at.head = head;
    if (e->ask == ENGINE_END && e->trouble.e == ERR_OK && e->blocked.e == ERR_OK && e->from < head && e->rounds < ROUNDS_MAX) {
        e->rounds++;
        e->ask = ENGINE_PUSH;
    }
}

void engine_stop(struct engine *e, enum err why, const char *words, const char *todo) {
    trouble_set(&e->trouble, why, words, todo);
    e->ask = ENGINE_END;
}

static void fail(struct engine *e, const struct trouble *t) {
    e->trouble = *t;
    e->ask = ENGINE_END;
}

static void garbage(struct engine *e, const char *why) {
    engine_stop(e, ERR_NETWORK, why, _("nothing is lost; it is tried again"));
}

/* The next request after a push that moved on; ends the run where the answers contradict each other for ever. */
static void after_push(struct engine *e, bool moved) {
    e->stuck = moved ? 0 : e->stuck + 1;
    if (e->stuck >= STUCK_MAX) {
        garbage(e, _("the hub's answers contradict each other"));
        return;
    }
    if (e->until && e->from >= e->until && e->blocked.e != ERR_OK)
        e->ask = ENGINE_PULL;
    else
        e->ask = e->from < e->at.head ? ENGINE_PUSH : ENGINE_PULL;
}

static void note_epoch(struct engine *e, const char *epoch, struct told *told) {
    if (!*epoch || strcmp(epoch, e->at.epoch) == 0)
        return;
    snprintf(told->epoch, sizeof told->epoch, "%s", epoch);
    /* The first epoch ever is none that changed. */
    told->forget = *e->at.epoch != '\0';
    if (told->forget)
        e->at.cursor[0] = '\0';
    snprintf(e->at.epoch, sizeof e->at.epoch, "%s", epoch);
}

/* A hub that was put back to an older state holds less than it said or gave receipts for: the marks go back, it is pulled from
 * the beginning and sent the rest again. Said once. */
static void hub_holds(struct engine *e, int64_t held, struct told *told) {
    bool lost = held < e->at.receipt;

    if (lost)
        e->lacking = e->at.receipt - held;
    if (lost && !e->at.told_lost) {
        told->lost = e->at.receipt;
        e->at.told_lost = true;
        told->forget = true;
    }
    if (held < e->at.held)
        told->forget = true;
    if (told->forget)
        e->at.cursor[0] = '\0';
    told->holds = e->asked = true;
    told->held = e->at.held = e->from = held;
}

static bool receipt_good(const struct engine *e, const struct receipt *r) {
    struct buf text = {0};
    bool good;

    journal_receipt_text(&text, &r->device, r->seq, &r->hash, r->hub_ms);
    good = sign_check(r->signature, buf_text(&text), text.len, e->at.hub_key);
    buf_free(&text);
    return good;
}

/* A receipt must be for what the answer says is held. */
static bool receipt_fits(const struct engine *e, const struct push_answer *p) {
    int64_t held = p->fork ? p->tail_held : p->held;

    return p->has_receipt ? p->receipt.seq == held && id_equal(&p->receipt.device, p->fork ? &p->tail : &e->at.device)
                          : held == 0;
}

/* What the hub signed, beside the own journal: the same up to there, another event there, or more than is here. */
enum match { MATCH_SAME, MATCH_OTHER, MATCH_BEYOND };

static enum match match(const struct engine *e, const struct push_answer *p, const struct engine_view *view) {
    struct hash own;

    if (!p->has_receipt)
        return MATCH_SAME;
    if (p->receipt.seq > e->at.head)
        return MATCH_BEYOND;
    return view->hash(view->arg, p->receipt.seq, &own) && hash_equal(&own, &p->receipt.hash) ? MATCH_SAME : MATCH_OTHER;
}

static void distrust(struct engine *e, const char *why) {
    engine_stop(e, ERR_TRUST, why, _("nothing was marked as held; tell the office"));
}

/* The hub had other events at these seqs. The rest of the tail is sent after it, so that the hub holds all of it before this
 * device goes on under a new key. */
static void forked(struct engine *e, struct push_answer *p, enum match m, struct told *told) {
    int64_t before = e->from;

    if (p->after > e->at.head || id_equal(&p->tail, &e->at.device)) {
        garbage(e, _("the hub's answers contradict each other"));
        return;
    }
    if (m == MATCH_OTHER) {
        distrust(e, _("it gave a receipt for something that this device did not write"));
        return;
    }
    e->from = p->tail_held;
    e->after = p->after;
    if (e->from < e->at.head) {
        bool first = id_is_zero(&e->tail);

        e->tail = p->tail;
        if (e->blocked.e != ERR_OK && e->from >= e->until)
            fail(e, &e->blocked);
        else
            after_push(e, first || e->from > before);
        return;
    }
    told->holds = told->fork = true;
    told->held = told->after = p->after;
    told->tail = p->tail;
    told->has_receipt = m == MATCH_SAME; /* of more than is here it says nothing */
}

/* More is held than was shown to be the same: what is here behind it decides. */
static void holds_more(struct engine *e, struct told *told) {
    told->has_receipt = false;
    if (e->at.head > e->last) {
        bool moved = e->count > 0 || !e->asked;

        hub_holds(e, e->last, told);
        after_push(e, moved);
        return;
    }
    /* A copy of this device, or this one before it was put back from a backup, went further. */
    told->holds = told->fork = true;
    told->held = told->after = e->after = e->last;
}

/* The device is not this worker's any more: what it still had is at the office now, and nothing comes from there. */
static void revoked(struct engine *e, const struct push_answer *p, struct told *told) {
    char date[CLOCK_DATE_SIZE];

    told->asked = true;
    told->revoked = p->revoked;
    told->most = told->refused_count == WIRE_BATCH_EVENTS;
    if (!p->revoked || e->ask != ENGINE_PULL)
        return;
    clock_date(date, p->revoked);
    if (p->undecided)
        engine_stop(e, ERR_REFUSED,
                    err_fmt(_("the office revoked this device on %s; %lld of its events are there and wait for a decision"), date,
                            (long long)p->undecided),
                    _("nothing is lost; speak to the office, and ask for a new code to go on"));
    else
        engine_stop(e, ERR_REFUSED,
                    err_fmt(_("the office revoked this device on %s; it has decided about all that this device sent"), date),
                    _("ask the office for a new code; linli enroll then goes on from here"));
}

static void pushed(struct engine *e, struct push_answer *p, const struct engine_view *view, struct told *told) {
    int64_t before = e->from;
    enum match m;

    if (!receipt_fits(e, p)) {
        garbage(e, _("the answer is not complete"));
        return;
    }
    if (p->has_receipt && !receipt_good(e, &p->receipt)) {
        distrust(e, _("the hub's signature is not that of the hub this device joined"));
        return;
    }
    m = match(e, p, view);
    if (m != MATCH_SAME && e->count > 0 && p->receipt.seq <= e->last) {
        distrust(e, _("it gave a receipt for something that this device did not write"));
        return;
    }
    note_epoch(e, p->epoch, told);
    told->has_receipt = p->has_receipt;
    told->receipt = p->receipt;
    told->refused = p->refused;
    told->refused_count = p->refused_count;
    p->refused = NULL;
    snprintf(told->next_pin, sizeof told->next_pin, "%s", p->next_pin);
    if (p->fork) {
        forked(e, p, m, told);
    } else if (m == MATCH_SAME) {
        bool first = !e->asked;

        hub_holds(e, p->held, told);
        after_push(e, e->from > before || (first && e->count == 0));
        revoked(e, p, told);
    } else {
        holds_more(e, told);
    }
}

/* Going back is a move only a few times: it must come to an end. */
static void gap(struct engine *e, const struct problem *p, struct told *told) {
    if (p->held > e->at.head || p->held == e->from || ++e->stuck >= STUCK_MAX) {
        garbage(e, _("the hub's answers contradict each other"));
        return;
    }
    note_epoch(e, p->epoch, told);
    hub_holds(e, p->held, told);
}

static void block(struct engine *e, const char *why) {
    trouble_set(&e->blocked, ERR_REFUSED, why, _("tell the office; the work stays here"));
    e->asked = true;
}

/* More than the hub takes at once: half of it, and when it was one event, that one waits. */
static void too_large(struct engine *e, const struct problem *p) {
    if (e->count > EVENTS_MIN) {
        e->events = e->count / 2;
        if (p->bound > 0 && (size_t)p->bound < e->bytes && p->bound >= 4096)
            e->bytes = (size_t)p->bound;
        return;
    }
    if (e->count == 0) {
        engine_stop(e, ERR_REFUSED, _("the hub takes no push at all"), _("tell the office; the work stays here"));
        return;
    }
    block(e, err_fmt(_("event %lld is larger than the hub takes"), (long long)e->last));
    e->until = e->from;
    e->ask = ENGINE_PULL;
}

/* Chain, signature or form of an event is broken, nothing of the batch was stored: what comes before it is sent, it waits. */
static void broken(struct engine *e, const struct problem *p) {
    bool within = p->seq > e->from && p->seq <= e->last;

    block(e, err_fmt(_("the hub can not read event %lld: %s"), (long long)(p->seq < 0 ? e->last : p->seq), p->detail));
    e->until = within ? p->seq - 1 : e->from;
    if (e->until <= e->from)
        e->ask = ENGINE_PULL;
}

static void push_refused(struct engine *e, const struct answer *a, const struct problem *p, const struct trouble *t,
                         struct told *told) {
    int64_t size = (int64_t)e->count;

    if (a->status == 409 && strcmp(p->name, "gap") == 0 && p->held >= 0)
        gap(e, p, told);
    else if (a->status == 413)
        too_large(e, p);
    else if (a->status == 422 && size > 0)
        broken(e, p);
    else
        fail(e, t);
}

/* The first and the last line of a page; the lines between are read where they are kept. False: it was cut off or is none. */
static bool page_ends(const struct buf *text, struct wire_line *first, struct wire_line *last) {
    const char *newline, *from;

    if (text->len < 2 || text->data[text->len - 1] != '\n' || !(newline = memchr(text->data, '\n', text->len)) ||
        newline == text->data + text->len - 1)
        return false;
    from = memrchr(text->data, '\n', text->len - 1);
    return wire_read_line(first, text->data, (size_t)(newline - text->data)) == ERR_OK && first->kind == WIRE_PULL &&
           wire_read_line(last, from + 1, (size_t)(text->data + text->len - 1 - (from + 1))) == ERR_OK && last->kind == WIRE_END;
}

static void paged(struct engine *e, const struct wire_line *first, const struct wire_line *last, struct told *told) {
    bool other = *e->at.epoch && strcmp(first->epoch, e->at.epoch) != 0;
    bool same_place = strcmp(last->cursor, e->at.cursor) == 0;

    note_epoch(e, first->epoch, told);
    if (other)
        e->asked = false;
    if (other && !first->start)
        return; /* the page continues a cursor of before: asked again, from the beginning */
    if (last->more && same_place) {
        garbage(e, _("the hub's answers contradict each other"));
        return;
    }
    snprintf(e->at.cursor, sizeof e->at.cursor, "%s", last->cursor);
    told->page = true;
    told->nothing = same_place && !last->more && !first->start;
    told->cursor = e->at.cursor;
    if (last->more)
        return;
    /* A hub that became another one after the push is asked again what it holds. */
    e->ask = e->asked ? ENGINE_END : ENGINE_PUSH;
}

static bool two_lines(const struct buf *text) {
    const char *newline = memchr(text->data, '\n', text->len);

    return memchr(newline + 1, '\n', text->len - (size_t)(newline + 1 - text->data)) == text->data + text->len - 1;
}

static void pulled(struct engine *e, struct buf *text, struct told *told) {
    struct wire_line *first = &(struct wire_line){0}, *last = &(struct wire_line){0};

    e->waits = false;
    if (page_ends(text, first, last))
        paged(e, first, last, told);
    else
        garbage(e, _("the answer is not complete"));
    wire_line_free(first);
    wire_line_free(last);
    told->nothing = told->nothing && two_lines(text);
    if (told->page) {
        told->text = *text;
        *text = (struct buf){0};
    }
}

static void pull_refused(struct engine *e, const struct answer *a, const struct trouble *t, struct told *told) {
    if (a->status == 401 && e->waits) { /* whoever asks what is held is told why */
        e->waits = e->asked = false;
        e->ask = ENGINE_PUSH;
        return;
    }
    if (a->status == 400 && *e->at.cursor && !e->restarted) {
        e->waits = false;
        e->restarted = told->forget = true;
        e->at.cursor[0] = '\0';
        return;
    }
    fail(e, t);
}

static void rekeyed(struct engine *e, const struct buf *text, struct told *told) {
    if (joined_read(&told->joined, buf_text(text), text->len) != ERR_OK) {
        garbage(e, _("the answer is not complete"));
        return;
    }
    if (memcmp(told->joined.hub_key, e->at.hub_key, SIGN_PUBLIC_BYTES) != 0) {
        joined_free(&told->joined);
        engine_stop(e, ERR_TRUST, _("the hub's signature is not that of the hub this device joined"), _("tell the office"));
        return;
    }
    told->rekeyed = true;
    note_epoch(e, told->joined.epoch, told);
    e->at.old = (struct id){0};
    e->ask = ENGINE_PUSH;
}

static void note_clock(struct engine *e, int64_t hub, int64_t now) {
    e->skew_ms = hub > 0 ? now - hub : 0;
}

void engine_answer(struct engine *e, const struct answer *a, const struct engine_view *view, struct told *told) {
    struct buf text = {0};
    struct problem problem;
    struct trouble t;
    struct push_answer p;
    enum err got = answer_read(&text, a, e->ask == ENGINE_PULL ? ANSWER_LINES : ANSWER_JSON, &problem, &t);

    *told = (struct told){0};
    e->at.head = view->head;
    e->slow = a->slow;
    if (e->ask == ENGINE_PUSH && got == ERR_OK) {
        got = push_answer_read(&p, buf_text(&text), text.len);
        if (got == ERR_OK) {
            note_clock(e, p.now, view->now);
            pushed(e, &p, view, told);
            push_answer_free(&p);
        } else {
            garbage(e, _("the answer is not complete"));
        }
    } else if (e->ask == ENGINE_PUSH) {
        push_refused(e, a, &problem, &t, told);
    } else if (e->ask == ENGINE_PULL) {
        if (got == ERR_OK)
            pulled(e, &text, told);
        else
            pull_refused(e, a, &t, told);
    } else if (e->ask == ENGINE_REKEY) {
        if (got == ERR_OK)
            rekeyed(e, &text, told);
        else
            fail(e, &t);
    }
    buf_free(&text);
}
