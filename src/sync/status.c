/* Words for a run. */
#include "status.h"

#include <stdio.h>
#include <string.h>
#include "backoff.h"
#include "linli/clock.h"
#include "linli/i18n.h"

#define SKEW_MS (INT64_C(10) * 60 * 1000)

void status_load(struct sync_state *out, struct store *s) {
    const struct store_device *device = store_device(s);

    *out = (struct sync_state){.phase = SYNC_IDLE, .held = device->held_seq, .left = device->head_seq - device->held_seq};
    out->next_try = store_get_int(s, "sync.next_try", 0);
    out->last_done = store_get_int(s, "sync.last_done", 0);
}

/* Counts of the run, for words that are drawn at most once a second. */
void status_running(struct sync_state *state, const char *hub, struct rate *rate, int64_t part) {
    struct buf words = {0};
    int64_t now = clock_monotonic(), each;

    if (state->phase == SYNC_CONNECTING) {
        buf_printf(&words, _("connecting to %s"), hub);
    } else if (state->phase == SYNC_PUSHING) {
        rate_note(rate, now, state->pushed + part);
        buf_printf(&words, _("sending: %lld of %lld"), (long long)state->pushed, (long long)state->total);
        each = rate_left(rate, now, state->total - state->pushed - part);
        if (each >= 0)
            buf_puts(&words, _("; "));
        rate_words(&words, each);
    } else if (state->phase == SYNC_PULLING) {
        rate_note(rate, now, state->pulled);
        buf_printf(&words, _("fetching: %lld"), (long long)state->pulled);
        each = rate_each_second(rate);
        if (each > 0)
            buf_printf(&words, _(", %lld a second"), (long long)each);
    }
    if (words.len)
        snprintf(state->words, sizeof state->words, "%s", buf_text(&words));
    buf_free(&words);
}

/* One more part of a line. */
static void add(struct buf *out, const char *text) {
    if (out->len)
        buf_puts(out, _("; "));
    buf_puts(out, text);
}

static void waiting(struct buf *out, const struct sync_state *state) {
    char hhmm[6];

    if (state->left == 1)
        add(out, _("1 event waits"));
    else if (state->left > 1)
        add(out, err_fmt(ngettext("%lld event waits", "%lld events wait", (unsigned long)state->left), (long long)state->left));
    if (state->next_try) {
        clock_hhmm(hhmm, state->next_try);
        add(out, err_fmt(_("next try at %s"), hhmm));
    }
}

static void write_notes(struct buf *out, const struct sync_state *state, const struct engine *e) {
    int64_t skew = e->skew_ms < 0 ? -e->skew_ms : e->skew_ms;

    if (e->lacking)
        add(out,
            err_fmt(
                ngettext("the hub was put back to an older state and lacked %lld event it had confirmed: it is sent again",
                         "the hub was put back to an older state and lacked %lld events it had confirmed: they are sent again",
                         (unsigned long)e->lacking),
                (long long)e->lacking));
    if (e->forked)
        add(out, _("this record went on in two places, as after a backup was put back: all of both is kept, and it goes on here "
                   "as another device"));
    if (state->refused)
        add(out, err_fmt(ngettext("%lld event was refused: see the outbox", "%lld events were refused: see the outbox",
                                  (unsigned long)state->refused),
                         (long long)state->refused));
    if (skew > SKEW_MS)
        add(out,
            err_fmt(_("this device's clock and the hub's differ by %lld minutes: check the clock"), (long long)skew / 60000));
}

/* How the words of a failed run begin; the reason follows in brackets. */
static const struct {
    enum err e;
    const char *what;
} failures[] = {
    {ERR_NETWORK, N_("no answer from the hub")},
    {ERR_TRUST, N_("the hub could not prove who it is")},
    {ERR_REFUSED, N_("the hub said no")},
    {ERR_CANCELLED, N_("stopped")},
};

static const char *what_failed(enum err e) {
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
        if (failures[i].e == e)
            return _(failures[i].what);
    return _("the sync failed");
}

/* Kept in one small transaction; that it fails as well (a full disk) changes nothing about what is said. */
static void keep_plan(struct sync_state *state, struct store *s, const struct engine *e, enum err why) {
    bool again = why == ERR_NETWORK || why == ERR_TRUST;
    int64_t tries = again ? store_get_int(s, "sync.tries", 0) + 1 : 0;
    int64_t slow = e->slow ? store_get_int(s, "sync.slow", 0) + 1 : 0;
    uint32_t dice;

    random_fill(&dice, sizeof dice);
    state->next_try = again ? clock_now() + backoff_delay(tries, e->trouble.retry_after, dice) : 0;
    if (why == ERR_OK)
        state->last_done = clock_now();
    if (store_begin(s) != ERR_OK)
        return;
    if (store_set_int(s, "sync.tries", tries) != ERR_OK || store_set_int(s, "sync.slow", slow) != ERR_OK ||
        store_set_int(s, "sync.next_try", state->next_try) != ERR_OK ||
        store_set_int(s, "sync.last_done", state->last_done) != ERR_OK ||
        (state->left == 0 && store_set(s, "sync.lost", NULL) != ERR_OK)) {
        store_rollback(s);
        return;
    }
    store_commit(s);
}

void status_words(struct sync_state *state, const struct run_end *o, bool by_itself) {
    struct buf words = {0}, plan = {0};

    waiting(&plan, state);
    if (o->e == ERR_OK && state->left && by_itself) {
        add(&words, buf_text(&plan));
        add(&words, _("sent by itself in a moment"));
    } else if (o->e == ERR_OK) {
        add(&words, state->left ? _("what the hub takes is there") : _("everything is at the hub"));
    } else {
        add(&words, *o->why ? err_fmt("%s (%s)", what_failed(o->e), o->why) : what_failed(o->e));
        if (plan.len)
            add(&words, buf_text(&plan));
        if (*o->todo && o->e != ERR_NETWORK)
            add(&words, o->todo);
    }
    if (*o->notes)
        add(&words, o->notes);
    answer_words(state->words, sizeof state->words, buf_text(&words));
    buf_free(&words);
    buf_free(&plan);
}

static void keep_outcome(struct run_end *o, const struct trouble *t) {
    o->e = t->e;
    snprintf(o->why, sizeof o->why, "%s", t->e == ERR_OK ? "" : t->why);
    snprintf(o->todo, sizeof o->todo, "%s", t->e == ERR_OK ? "" : t->todo);
}

void status_end(struct sync_state *state, struct run_end *o, struct store *s, const struct engine *e) {
    /* An event that the hub does not take says more than that it refused the rest as well. */
    bool blocked = e->blocked.e != ERR_OK && (e->trouble.e == ERR_OK || e->trouble.e == ERR_REFUSED);
    const struct trouble *t = blocked ? &e->blocked : &e->trouble;
    const struct store_device *device = store_device(s);
    struct buf notes = {0}, plan = {0};
    bool some = state->pushed > 0 || state->pulled > 0;

    state->held = device->held_seq;
    state->left = device->head_seq - device->held_seq;
    keep_plan(state, s, e, t->e);
    keep_outcome(o, t);
    write_notes(&notes, state, e);
    snprintf(o->notes, sizeof o->notes, "%s", buf_text(&notes));
    status_words(state, o, false);
    state->phase = t->e == ERR_OK ? SYNC_DONE : SYNC_FAILED;
    state->result = t->e == ERR_NETWORK && some ? ERR_PARTLY : t->e;
    waiting(&plan, state);
    /* Behind a broken line the person has nothing to do but to know what waits. */
    if (t->e == ERR_NETWORK && state->left)
        err_say(state->result, what_failed(t->e), t->why, buf_text(&plan));
    else if (t->e != ERR_OK)
        err_say(state->result, what_failed(t->e), t->why, t->todo);
    buf_free(&notes);
    buf_free(&plan);
}

void status_no_start(struct sync_state *state, struct run_end *o, struct store *s, enum err e) {
    const struct err_words *w = err_last();
    struct trouble t = {.e = e};

    status_load(state, s);
    trouble_set(&t, e, *w->why ? err_fmt("%s: %s", w->what, w->why) : w->what, w->todo);
    state->next_try = 0;
    keep_outcome(o, &t);
    *o->notes = '\0';
    status_words(state, o, false);
    state->phase = SYNC_FAILED;
    state->result = e;
}
