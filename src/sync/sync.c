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
#include "pairs.h"
#include "status.h"

#define PIECE_MS 4 /* of a page in one turn, where somebody waits at a keyboard; its commit comes on top */

struct sync {
    struct store *store;
    struct link link;
    struct http *http;
    struct engine engine;
    struct batch batch;    /* under way */
    struct batch next;     /* made while the hub works on the one under way */
    struct page page;      /* that is being put into the record */
    struct buf body, path; /* of the request under way */
    struct sync_state state;
    bool running, patient; /* patient: nobody waits at a keyboard */
};

enum err sync_new(struct sync **out, struct store *s) {
    struct sync *y = mem_new(1, sizeof *y);

    y->store = s;
    status_load(&y->state, s);
    *out = y;
    return ERR_OK;
}

static void end_run(struct sync *y) {
    http_free(y->http);
    y->http = NULL;
    link_free(&y->link);
    batch_free(&y->batch);
    batch_free(&y->next);
    page_free(&y->page);
    buf_free(&y->body);
    buf_free(&y->path);
    y->running = false;
}

void sync_free(struct sync *y) {
    if (!y)
        return;
    end_run(y);
    mem_free(y);
}

const struct sync_state *sync_state(const struct sync *y) {
    return &y->state;
}

static void finish(struct sync *y) {
    status_end(&y->state, y->store, &y->engine);
    end_run(y);
}

enum err sync_start(struct sync *y) {
    struct engine_start start;
    enum err e;

    if (y->running)
        return ERR_OK;
    if (store_is_read_only(y->store))
        return err_say(ERR_READ_ONLY, _("cannot sync"), store_read_only_why(y->store),
                       _("sync from the program that writes the record"));
    e = link_load(&y->link, y->store);
    if (e == ERR_OK)
        e = keep_start(&start, y->store, y->link.hub_key);
    if (e == ERR_OK)
        e = link_open(&y->http, &y->link);
    if (e != ERR_OK) {
        end_run(y);
        return e;
    }
    engine_begin(&y->engine, &start);
    y->running = true;
    status_load(&y->state, y->store);
    y->state.phase = SYNC_CONNECTING;
    y->state.total = y->state.left;
    status_running(&y->state, y->link.url.host);
    return ERR_OK;
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

static void take(struct sync *y, const struct answer *a) {
    bool push = y->engine.ask == ENGINE_PUSH;
    size_t sent = push && a->status == 200 ? y->batch.count : 0;
    const struct engine_view view = {
        .now = clock_now(), .head = store_device(y->store)->head_seq, .hash = own_hash, .arg = y->store};
    struct told told;
    int64_t refused;
    enum err e;

    engine_answer(&y->engine, a, &view, &told);
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
    y->state.phase = y->engine.ask == ENGINE_PUSH || y->engine.ask == ENGINE_REKEY ? SYNC_PUSHING : SYNC_PULLING;
    status_running(&y->state, y->link.url.host);
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
    status_running(&y->state, y->link.url.host);
    if (!page_waits(&y->page) && went_well(y))
        round_off(y);
}

/* ---- the caller's loop ---- */

size_t sync_fds(struct sync *y, struct pollfd *fds, size_t room, int *timeout_ms) {
    if (!y->running)
        return 0;
    if (!http_busy(y->http)) {
        *timeout_ms = 0;
        return 0;
    }
    return http_fds(y->http, fds, room, timeout_ms);
}

bool sync_turn(struct sync *y) {
    struct answer answer;

    if (!y->running)
        return false;
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
        return false;
    }
    take(y, &answer);
    answer_free(&answer);
    return true;
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
    return e == ERR_OK ? y->state.result : e;
}
