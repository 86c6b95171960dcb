/* A run: the engine's requests made from the store, sent, their answers kept. Each turn does one bounded thing: moves bytes, or
 * makes one batch, or keeps one answer, so that a keyboard beside it never waits. */
#include "linli/sync.h"

#include <stdio.h>
#include <string.h>
#include "batch.h"
#include "engine.h"
#include "join.h"
#include "keep.h"
#include "link.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "page.h"
#include "linli/id.h"
#include "pairs.h"
#include "plan.h"
#include "status.h"

#define WATCH_S 50 /* a long poll: shorter than most lines forget a connection that says nothing */
#define TELL_MS 1000
#define PIECE_MS 4 /* of a page in one turn, where somebody waits at a keyboard; its commit comes on top */

struct sync {
    struct store *store;
    struct link link;
    struct http *http;                         /* with its connection, from run to run */
    char pins[sizeof((struct link *)0)->pins]; /* that it was opened with */
    struct engine engine;
    struct batch batch;    /* under way */
    struct batch next;     /* made while the hub works on the one under way */
    struct page page;      /* that is being put into the record */
    struct buf body, path; /* of the request under way */
    struct sync_state state;
    struct run_end ended; /* of the newest run */
    struct rate rate;
    struct plan plan;
    int64_t typed_at, told_at, kept_done;
    bool running, patient; /* patient: nobody waits at a keyboard */
    bool watching;         /* what runs is a long poll that has brought nothing yet */
    bool drawn;            /* since the key was pressed the caller went once through its loop */
};

enum err sync_new(struct sync **out, struct store *s) {
    struct sync *y = mem_new(1, sizeof *y);

    y->store = s;
    status_load(&y->state, s);
    y->kept_done = y->state.last_done;
    y->plan.seen = store_device(s)->head_seq;
    *out = y;
    return ERR_OK;
}

static void end_run(struct sync *y) {
    batch_free(&y->batch);
    batch_free(&y->next);
    page_free(&y->page);
    buf_free(&y->body);
    buf_free(&y->path);
    y->running = y->watching = false;
}

static void close_line(struct sync *y) {
    http_free(y->http);
    y->http = NULL;
    link_free(&y->link);
}

/* A long poll that brings nothing writes nothing; when it last came back is kept at the end. */
static void keep_last_done(struct sync *y) {
    if (y->state.last_done > y->kept_done && !store_is_read_only(y->store) &&
        store_set_int(y->store, "sync.last_done", y->state.last_done) != ERR_OK)
        err_clear();
}

void sync_free(struct sync *y) {
    if (!y)
        return;
    keep_last_done(y);
    end_run(y);
    close_line(y);
    mem_free(y);
}

const struct sync_state *sync_state(const struct sync *y) {
    return &y->state;
}

static void finish(struct sync *y) {
    status_end(&y->state, &y->ended, y->store, &y->engine);
    y->kept_done = y->state.last_done;
    y->state.online = y->plan.on && y->state.phase == SYNC_DONE;
    end_run(y);
    if (!y->plan.on)
        close_line(y);
}

static bool same_line(const struct sync *y, const struct link *now) {
    return y->http && strcmp(y->link.url.text, now->url.text) == 0 && strcmp(y->pins, now->pins) == 0 &&
           strcmp(buf_text(&y->link.ca), buf_text(&now->ca)) == 0;
}

/* The connection of the run before serves again, where the hub is still the same. */
static enum err open_line(struct sync *y) {
    struct link now;
    bool same;
    enum err e = link_load(&now, y->store);

    if (e != ERR_OK)
        return e;
    same = same_line(y, &now);
    if (!same)
        http_free(y->http);
    link_free(&y->link);
    y->link = now;
    if (same)
        return ERR_OK;
    y->http = NULL;
    memcpy(y->pins, now.pins, sizeof y->pins);
    return link_open(&y->http, &y->link);
}

static enum err begin(struct sync *y, bool watch) {
    struct engine_start start;
    bool online = y->state.online;
    enum err e;

    if (store_is_read_only(y->store))
        return err_say(ERR_READ_ONLY, _("cannot sync"), store_read_only_why(y->store),
                       _("sync from the program that writes the record"));
    e = open_line(y);
    if (e == ERR_OK)
        e = keep_start(&start, y->store, y->link.hub_key);
    if (e != ERR_OK) {
        end_run(y);
        close_line(y);
        return e;
    }
    y->running = true;
    y->rate = (struct rate){0};
    if (watch)
        engine_watch(&y->engine, &start);
    else
        engine_begin(&y->engine, &start);
    y->watching = y->engine.waits;
    if (y->watching)
        return ERR_OK;
    plan_began(&y->plan, store_device(y->store)->head_seq);
    status_load(&y->state, y->store);
    y->state.online = online;
    y->state.phase = SYNC_CONNECTING;
    y->state.total = y->state.left;
    status_running(&y->state, y->link.url.host, &y->rate, 0);
    return ERR_OK;
}

/* The long poll makes room for a run: what it had not brought yet the run's own pull brings. */
static void stop_watching(struct sync *y) {
    if (!y->watching)
        return;
    http_cancel(y->http);
    end_run(y);
}

enum err sync_start(struct sync *y) {
    stop_watching(y);
    return y->running ? ERR_OK : begin(y, false);
}

void sync_ask(struct sync *y) {
    if (y->running && !y->watching)
        return;
    y->plan.asked = true;
    y->drawn = false;
    y->state.phase = SYNC_CONNECTING;
    snprintf(y->state.words, sizeof y->state.words, "%s", _("connecting to the hub"));
}

void sync_by_itself(struct sync *y, bool on) {
    y->plan.on = on;
    if (!on)
        stop_watching(y);
    y->state.online = y->state.online && on;
}

void sync_typed(struct sync *y) {
    y->typed_at = clock_monotonic();
}

void sync_cancel(struct sync *y) {
    if (!y->running)
        return;
    engine_stop(&y->engine, ERR_CANCELLED, _("what the hub confirmed is kept"), _("sync again at any time"));
    finish(y);
}

/* ---- requests ---- */

static bool same_place(const struct batch *b, const struct engine_request *r) {
    return b->count > 0 && b->from == r->from && b->count <= r->events && (!r->until || b->last <= r->until);
}

static enum err start_push(struct sync *y, const struct engine_request *r) {
    struct http_request request = {.path = "/v1/push", .bearer = y->link.token, .type = "application/x-ndjson", .packed = true};
    enum err e = ERR_OK;

    batch_free(&y->batch);
    if (same_place(&y->next, r)) {
        y->batch = y->next;
        y->next = (struct batch){0};
    } else {
        batch_free(&y->next);
        e = batch_make(&y->batch, y->store, r, true);
    }
    if (e != ERR_OK)
        return e;
    engine_batch(&y->engine, y->batch.last, &y->batch.last_hash, y->batch.count);
    request.body = y->batch.body.data;
    request.len = y->batch.body.len;
    /* A line of 4 kbit/s is still served. */
    request.total_s = 120 + (int)(request.len / 500);
    return http_start(y->http, &request);
}

static enum err start_pull(struct sync *y, const struct engine_request *r) {
    struct http_request request = {.bearer = y->link.token, .accept_packed = true, .total_s = 600};

    buf_reset(&y->path);
    buf_printf(&y->path, "/v1/pull?limit=%d", WIRE_PAGE_LIMIT);
    if (r->waits) {
        buf_printf(&y->path, "&wait=%d", WATCH_S);
        request.wait_s = WATCH_S;
        request.total_s = 30; /* on top: where the line went dead meanwhile */
    }
    if (*r->cursor)
        buf_printf(&y->path, "&cursor=%s", r->cursor);
    request.path = buf_text(&y->path);
    return http_start(y->http, &request);
}

static enum err start_rekey(struct sync *y, const struct engine_request *r) {
    struct http_request request = {.path = "/v1/enroll", .bearer = y->link.token, .type = "application/json"};
    enum err e;

    buf_reset(&y->body);
    e = join_continue_body(&y->body, y->store, &r->old, r->old_seq);
    if (e != ERR_OK)
        return e;
    request.body = y->body.data;
    request.len = y->body.len;
    return http_start(y->http, &request);
}

static enum err (*const starts[])(struct sync *, const struct engine_request *) = {
    [ENGINE_REKEY] = start_rekey,
    [ENGINE_PUSH] = start_push,
    [ENGINE_PULL] = start_pull,
};

static void stop_with_words(struct sync *y, enum err e) {
    const struct err_words *w = err_last();

    engine_stop(&y->engine, e, *w->why ? err_fmt("%s: %s", w->what, w->why) : w->what, w->todo);
}

static void start_next(struct sync *y) {
    struct engine_request r;
    enum err e;

    engine_next(&y->engine, &r);
    if (r.ask == ENGINE_END) {
        finish(y);
        return;
    }
    e = starts[r.ask](y, &r);
    if (e != ERR_OK) {
        stop_with_words(y, e);
        finish(y);
    }
}

/* While the hub works on a batch that is wholly on its way, the one behind it is made. */
static void make_ahead(struct sync *y) {
    struct engine_request r;

    engine_next(&y->engine, &r);
    if (r.ask != ENGINE_PUSH || y->next.count || !y->batch.count || y->batch.last >= y->engine.at.head || r.until ||
        http_sent(y->http) < (int64_t)y->batch.body.len)
        return;
    r.from = y->batch.last;
    if (batch_make(&y->next, y->store, &r, true) != ERR_OK)
        batch_free(&y->next);
}

/* ---- answers ---- */

static void note_progress(struct sync *y, int64_t refused, size_t sent) {
    const struct store_device *device = store_device(y->store);
    struct sync_state *state = &y->state;

    state->pushed += (int64_t)sent;
    state->refused += refused;
    state->held = device->held_seq;
    state->left = device->head_seq - device->held_seq;
    if (state->pushed + state->left > state->total)
        state->total = state->pushed + state->left;
}

static enum err keep_key(struct sync *y, const struct told *told, const char *pin) {
    if (told->fork)
        engine_new_device(&y->engine, &store_device(y->store)->id, store_device(y->store)->head_seq);
    if (told->rekeyed)
        memcpy(y->link.token, told->joined.token, sizeof y->link.token);
    if (*told->next_pin)
        memcpy(y->link.next_pin, told->next_pin, sizeof y->link.next_pin);
    return *pin ? link_seen_pin(y->store, &y->link, pin) : ERR_OK;
}

/* All pages are here: what waited for them, and what was written while they came. */
static void round_off(struct sync *y) {
    enum err e = pairs_fold(y->store);

    if (e == ERR_OK)
        engine_grown(&y->engine, store_device(y->store)->head_seq);
    else
        stop_with_words(y, e);
}

static bool went_well(const struct sync *y) {
    return y->engine.ask == ENGINE_END && y->engine.trouble.e == ERR_OK;
}

static enum err take_hash(void *arg, const struct raw_event *raw) {
    *(struct hash *)arg = raw->hash;
    return ERR_PARTLY; /* there is one, and it is enough */
}

static bool own_hash(void *arg, int64_t seq, struct hash *out) {
    struct store *s = arg;

    return store_events(s, &store_device(s)->id, seq, 1, take_hash, out) == ERR_PARTLY;
}

static void tell_running(struct sync *y) {
    int64_t sent = y->batch.count ? http_sent(y->http) : 0, all = (int64_t)y->batch.body.len;
    int64_t part = all > 0 && sent > 0 ? (int64_t)y->batch.count * (sent < all ? sent : all) / all : 0;

    y->told_at = clock_monotonic();
    status_running(&y->state, y->link.url.host, &y->rate, y->state.phase == SYNC_PUSHING ? part : 0);
}

static void enter_phase(struct sync *y, enum sync_phase phase) {
    if (y->state.phase != phase)
        y->rate = (struct rate){0};
    y->state.phase = phase;
}

/* A long poll that ended without anything is no failure of a run: a run is what tells. */
static bool watched(struct sync *y, const struct answer *a, const struct told *told) {
    bool broke = y->engine.trouble.e == ERR_NETWORK;
    uint32_t dice;

    y->watching = false;
    if (!broke && !(told->page && told->nothing)) {
        if (y->engine.trouble.e == ERR_OK)
            plan_answered(&y->plan);
        y->state.pushed = y->state.pulled = y->state.refused = y->state.total = 0;
        return false;
    }
    if (broke) {
        random_fill(&dice, sizeof dice);
        plan_broke(&y->plan, clock_monotonic(), a->retry_after, dice);
    } else {
        plan_answered(&y->plan);
        y->state.last_done = clock_now();
    }
    end_run(y);
    return true;
}

static void take(struct sync *y, const struct answer *a) {
    bool push = y->engine.ask == ENGINE_PUSH;
    size_t sent = push && a->status == 200 ? y->batch.count : 0;
    const struct engine_view view = {
        .now = clock_now(), .head = store_device(y->store)->head_seq, .hash = own_hash, .arg = y->store};
    struct told told;
    int64_t refused;
    enum err e;

    engine_answer(&y->engine, a, &view, &told);
    if (y->watching && watched(y, a, &told)) {
        told_free(&told);
        return;
    }
    e = keep_told(y->store, &told, &refused);
    if (e == ERR_OK) {
        note_progress(y, refused, y->engine.trouble.e == ERR_OK ? sent : 0);
        e = keep_key(y, &told, a->pin);
    }
    if (e != ERR_OK)
        stop_with_words(y, e);
    else if (told.page)
        page_begin(&y->page, &told.text, told.cursor);
    told_free(&told);
    enter_phase(y, y->engine.ask == ENGINE_PUSH || y->engine.ask == ENGINE_REKEY ? SYNC_PUSHING : SYNC_PULLING);
    tell_running(y);
}

/* A piece of the page; what the engine asks next waits for its end. */
static void put_page(struct sync *y) {
    int64_t before = y->page.fresh;
    enum err e = page_step(&y->page, y->store, y->patient ? 0 : PIECE_MS);

    if (e != ERR_OK) {
        stop_with_words(y, e);
        return;
    }
    y->state.pulled += y->page.fresh - before;
    tell_running(y);
    if (!page_waits(&y->page) && went_well(y))
        round_off(y);
}

/* ---- the caller's loop ---- */

static enum plan_step plan(struct sync *y, int64_t *wait) {
    const struct store_device *device = store_device(y->store);
    const struct plan_view view = {.mono = clock_monotonic(),
                                   .now = clock_now(),
                                   .typed_at = y->typed_at,
                                   .head = device->head_seq,
                                   .held = device->held_seq,
                                   .next_try = y->state.next_try,
                                   .in_step = y->state.phase == SYNC_DONE && y->state.result == ERR_OK && y->plan.begun,
                                   .watching = y->watching,
                                   .loaded = http_loaded()};

    *wait = -1;
    if (store_is_read_only(y->store) || (y->running && !y->watching))
        return PLAN_REST;
    return plan_next(&y->plan, &view, wait);
}

static void lower(int *timeout_ms, int64_t wait) {
    if (wait >= 0 && (*timeout_ms < 0 || wait < *timeout_ms))
        *timeout_ms = wait > 3600000 ? 3600000 : (int)wait;
}

size_t sync_fds(struct sync *y, struct pollfd *fds, size_t room, int *timeout_ms) {
    int64_t wait;

    y->drawn = true;
    if (plan(y, &wait) != PLAN_REST)
        wait = 0;
    lower(timeout_ms, wait);
    if (!y->running)
        return 0;
    if (!http_busy(y->http)) {
        *timeout_ms = 0;
        return 0;
    }
    if (!y->watching)
        lower(timeout_ms, TELL_MS);
    return http_fds(y->http, fds, room, timeout_ms);
}

/* Begins what is due. */
static bool follow_plan(struct sync *y) {
    int64_t wait;
    enum plan_step step = y->plan.asked && !y->drawn ? PLAN_REST : plan(y, &wait);
    enum err e;

    if (step == PLAN_REST)
        return false;
    stop_watching(y);
    e = begin(y, step == PLAN_WATCH);
    if (e == ERR_OK)
        return step == PLAN_RUN;
    plan_began(&y->plan, store_device(y->store)->head_seq);
    status_no_start(&y->state, &y->ended, y->store, e);
    return true;
}

/* More was entered since the newest run: its words say how much waits now. */
static bool count_left(struct sync *y) {
    const struct store_device *device = store_device(y->store);
    int64_t left = device->head_seq - device->held_seq;

    if ((y->running && !y->watching) || left == y->state.left || y->plan.asked)
        return false;
    y->state.left = left;
    if (y->state.phase != SYNC_IDLE)
        status_words(&y->state, &y->ended, y->plan.on);
    return true;
}

static bool turn(struct sync *y) {
    struct answer answer;
    bool quiet = y->watching;

    if (page_waits(&y->page)) {
        put_page(y);
        return true;
    }
    if (!http_busy(y->http)) {
        start_next(y);
        return !y->running;
    }
    if (!http_turn(y->http, &answer)) {
        make_ahead(y);
        if (quiet || clock_monotonic() < y->told_at + TELL_MS)
            return false;
        tell_running(y);
        return true;
    }
    take(y, &answer);
    answer_free(&answer);
    return !quiet || y->running;
}

bool sync_turn(struct sync *y) {
    bool changed = follow_plan(y);

    changed = count_left(y) || changed;
    return y->running ? turn(y) || changed : changed;
}

enum err sync_run(struct sync *y, struct sync_state *out) {
    enum err e;

    y->patient = true;
    e = sync_start(y);
    while (e == ERR_OK && y->running) {
        struct pollfd fds[16];
        int timeout = 1000;
        size_t count = sync_fds(y, fds, sizeof fds / sizeof fds[0], &timeout);

        poll(fds, count, timeout);
        sync_turn(y);
    }
    y->patient = false;
    *out = y->state;
    if (!y->plan.on)
        close_line(y);
    return e == ERR_OK ? y->state.result : e;
}
