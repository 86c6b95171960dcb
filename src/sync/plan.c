/* When to sync unasked. */
#include "plan.h"

#include "backoff.h"

static void note_written(struct plan *p, const struct plan_view *v) {
    if (v->head <= p->seen)
        return;
    if (v->head > v->held) {
        p->first_at = p->first_at ? p->first_at : v->mono;
        p->last_at = v->mono;
    }
    p->seen = v->head;
}

/* While a machine sleeps only one of its clocks goes on. */
static void note_sleep(struct plan *p, const struct plan_view *v) {
    int64_t ahead = v->now - v->mono;

    if (p->ahead && ahead > p->ahead + PLAN_SLEPT_MS && v->watching)
        p->again_at = v->mono;
    p->ahead = ahead;
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* How long until the planned try. One that lies beyond every backoff was planned by a clock that was wrong. */
static int64_t until_try(const struct plan_view *v) {
    int64_t wait = v->next_try - v->now;

    return wait <= 0 || wait > PLAN_FAR_MS ? 0 : earlier(wait, PLAN_LOOK_MS);
}

/* When a run is due, on the monotonic clock; -1: none is. */
static int64_t due(const struct plan *p, const struct plan_view *v) {
    if (v->next_try)
        return v->mono + until_try(v);
    if (!p->on)
        return -1;
    if (!p->begun)
        return v->mono;
    if (p->first_at)
        return earlier(p->last_at + PLAN_QUIET_MS, p->first_at + PLAN_LONGEST_MS);
    return p->again_at ? p->again_at : -1;
}

/* What runs unasked begins in a pause of the typing, but does not wait for one for ever. */
static int64_t pause_of(const struct plan *p, const struct plan_view *v) {
    if (p->first_at && v->mono >= p->first_at + PLAN_LONGEST_MS)
        return v->mono;
    return v->typed_at + (v->loaded ? PLAN_PAUSE_MS : PLAN_LOAD_MS);
}

enum plan_step plan_next(struct plan *p, const struct plan_view *v, int64_t *wait_ms) {
    int64_t at, pause;

    *wait_ms = -1;
    note_written(p, v);
    note_sleep(p, v);
    if (p->asked)
        return PLAN_RUN;
    at = due(p, v);
    pause = pause_of(p, v);
    if (at >= 0 && at <= v->mono && pause <= v->mono && !(v->next_try && until_try(v)))
        return PLAN_RUN;
    if (at >= 0)
        *wait_ms = (at > pause ? at : pause) - v->mono;
    if (*wait_ms == 0)
        *wait_ms = 1;
    return p->on && v->in_step && !v->watching && !p->again_at ? PLAN_WATCH : PLAN_REST;
}

void plan_began(struct plan *p, int64_t head) {
    p->begun = true;
    p->seen = head;
    p->first_at = 0;
    p->asked = false;
    p->again_at = 0;
}

void plan_answered(struct plan *p) {
    p->broken = 0;
}

void plan_broke(struct plan *p, int64_t mono, int64_t asked_s, uint32_t dice) {
    p->again_at = mono + (p->broken++ || asked_s ? backoff_delay(p->broken - 1, asked_s, dice) : dice % PLAN_BREAK_MS) + 1;
}
