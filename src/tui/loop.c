/* The loop. All input that is there is dealt with before a frame is drawn; nothing is sent where nothing changed; nothing here
 * waits but the poll. */
#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/utf8.h"
#include "linear.h"
#include "signals.h"
#include "term.h"
#include "themes.h"
#include "tour.h"

#define ESC_MS 180 /* a lone Esc acts after this; arrows may be torn by up to 150 ms */
#define ESC_MS_REMOTE 400
#define SHORT_PAUSE_MS                                                                                                           \
    400 /* counts fill in: longer than between two keys of somebody who types, so that they cost no bytes meanwhile */
#define SHORT_PAUSE_SLOW_MS 900
#define BEHIND_MS 500      /* output that is not taken for so long is a slow line */
#define LONG_PAUSE_MS 1000 /* a half-typed field is kept */
#define READ_SIZE 65536
#define SYNC_FDS 16
#define LINES_MAX (1 << 20) /* bytes typed ahead; more are not taken */
#define FAILED_READS_MAX 5
#define THEME_MS 1000 /* between two looks at the file of an own theme */

struct loop {
    struct app *app;
    struct keys *keys;
    int signals;
    int failed_reads;
    bool gone;
    int64_t typed_at;
    int64_t behind_since; /* a frame is due and the terminal still has to take the one before; 0: not so */
    bool may_slow;
    int pauses_due;   /* 2: short and long, 1: long, 0: none */
    struct buf lines; /* linear mode: read and not yet answered */
    bool answers;     /* a line was dealt with, whose answer is due */
};

static void lower(int *timeout, int64_t ms) {
    if (ms >= 0 && (*timeout < 0 || ms < *timeout))
        *timeout = ms > 3600000 ? 3600000 : (int)ms;
}

static int64_t pause_due(const struct loop *l, int64_t now) {
    if (!l->pauses_due)
        return -1;
    now = l->typed_at + (l->pauses_due == 1 ? LONG_PAUSE_MS : term_is_slow() ? SHORT_PAUSE_SLOW_MS : SHORT_PAUSE_MS) - now;
    return now > 0 ? now : 0;
}

/* The tour has an app of its own, in front of the person's. */
static void switch_app(struct loop *l) {
    l->app = tour_turn(l->app);
    keys_mouse(l->keys, l->app->mouse);
}

static void take_keys(struct loop *l) {
    struct key key;

    while (l->app->end == APP_GOES_ON && keys_next(l->keys, clock_monotonic(), &key)) {
        app_key(l->app, &key, keys_paste(l->keys));
        switch_app(l);
        l->typed_at = clock_monotonic();
        l->pauses_due = 2;
        if (l->app->sync)
            sync_typed(l->app->sync);
    }
}

static bool more_input(void) {
    struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};

    return poll(&fd, 1, 0) == 1 && (fd.revents & POLLIN);
}

/* A read that fails again and again is a terminal that is gone: with the hang-up ignored by a parent nobody else tells. */
static void failed_read(struct loop *l) {
    if (errno == EINTR || errno == EAGAIN)
        return;
    if (++l->failed_reads >= FAILED_READS_MAX)
        l->gone = true;
    else
        poll(NULL, 0, 20);
}

static void take_in_charset(struct app *app, const char *bytes, size_t len) {
    struct buf text = {0};

    for (size_t i = 0, n; i < len; i += n) {
        char utf8[4];
        uint32_t cp;

        n = i18n_decode(&cp, bytes + i, len - i);
        if (!n || n == SIZE_MAX)
            n = 1;
        else
            buf_add(&text, utf8, utf8_write(utf8, cp));
    }
    linear_line(app, buf_text(&text), text.len);
    buf_free(&text);
}

/* In the linear mode each line has its answer before the next is looked at. */
static void take_line(struct loop *l) {
    char *end = l->lines.len ? memchr(l->lines.data, '\n', l->lines.len) : NULL;
    size_t len = end ? (size_t)(end - l->lines.data) : 0;

    if (!end)
        return;
    if (i18n_is_utf8() || term_is_ascii())
        linear_line(l->app, l->lines.data, len);
    else
        take_in_charset(l->app, l->lines.data, len);
    switch_app(l);
    memmove(l->lines.data, end + 1, l->lines.len - len - 1);
    l->lines.len -= len + 1;
    l->typed_at = clock_monotonic();
    l->pauses_due = 2;
    l->answers = true;
}

static void take_bytes(struct loop *l, const char *bytes, size_t n) {
    if (!term_is_linear()) {
        keys_feed(l->keys, bytes, n, more_input(), clock_monotonic());
        take_keys(l);
    } else if (!l->app->lock.deaf && l->lines.len + n <= LINES_MAX)
        buf_add(&l->lines, bytes, n);
}

static void read_input(struct loop *l, short events) {
    static char bytes[READ_SIZE];
    ssize_t n;

    if (!(events & POLLIN)) {
        l->gone = l->gone || (events & (POLLHUP | POLLERR | POLLNVAL));
        return;
    }
    n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n == 0) {
        l->gone = true;
    } else if (n < 0) {
        failed_read(l);
    } else {
        l->failed_reads = 0;
        take_bytes(l, bytes, (size_t)n);
    }
}

static void pause_program(struct loop *l, bool group) {
    struct signals late;

    l->app->pause = false;
    app_save(l->app);
    term_pause();
    signals_stop(group);
    signals_read(l->signals, &late); /* the signal that continued it */
    l->gone = l->gone || late.end;
    term_resume();
    l->app->dirty = l->answers = true;
}

static void take_signals(struct loop *l) {
    struct signals s;

    signals_read(l->signals, &s);
    if (s.end)
        l->gone = true;
    if (s.resized) {
        term_resize();
        l->app->dirty = true;
    }
    if (s.pause)
        pause_program(l, false);
    else if (s.resumed) {
        term_resume();
        l->app->dirty = true;
    }
}

static void take_pause(struct loop *l) {
    bool long_pause = l->pauses_due == 1;

    if (pause_due(l, clock_monotonic()) != 0)
        return;
    l->pauses_due--;
    if (app_idle(l->app, long_pause))
        l->app->dirty = true;
}

static void take_work(struct app *app) {
    if (app->busy && app_go_on(app))
        app->dirty = true;
}

static int wake_due(const struct app *app, int64_t now) {
    return !app->wake_at ? -1 : app->wake_at > now ? (int)(app->wake_at - now) : 0;
}

static void take_wake(struct app *app) {
    struct view *v = app_top(app);

    if (wake_due(app, clock_monotonic()) != 0)
        return;
    app->wake_at = 0;
    if (v->ops->reload)
        v->ops->reload(v);
    app->dirty = true;
}

/* Frames are left out while the terminal is behind, keys never; once that lasts the line counts as slow. */
static void draw(struct loop *l) {
    int64_t now = clock_monotonic();

    if (term_is_linear() ? !l->answers : !l->app->dirty || more_input())
        return;
    if (term_is_behind()) {
        l->behind_since = l->behind_since ? l->behind_since : now;
        return;
    }
    if (l->behind_since && l->may_slow && !term_is_slow() && now - l->behind_since >= BEHIND_MS)
        app_slow(l->app, true);
    l->behind_since = 0;
    app_draw(l->app);
    l->answers = false;
}

static bool take_lock(struct loop *l) {
    if (!lock_turn(l->app))
        return false;
    l->answers = true;
    return true;
}

static void wait_and_take(struct loop *l) {
    struct pollfd fds[3 + SYNC_FDS] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                       {.fd = l->signals, .events = POLLIN},
                                       {.fd = l->behind_since ? term_output() : -1, .events = POLLOUT}};
    int64_t now = clock_monotonic();
    int timeout = -1;
    size_t count = 3;

    if (l->lines.len && memchr(l->lines.data, '\n', l->lines.len)) {
        take_line(l);
        return;
    }
    lower(&timeout, keys_wait(l->keys, now));
    lower(&timeout, pause_due(l, now));
    lower(&timeout, syncing_wait(l->app));
    lower(&timeout, wake_due(l->app, now));
    lower(&timeout, lock_wait(l->app));
    lower(&timeout, themes_watched() ? THEME_MS : -1);
    lower(&timeout, l->app->busy ? 0 : -1);
    if (l->app->sync)
        count += sync_fds(l->app->sync, fds + 3, SYNC_FDS, &timeout);
    if (poll(fds, (nfds_t)count, timeout) < 0)
        return;
    if (fds[1].revents)
        take_signals(l);
    /* Nobody typed for long: what comes now was meant for a screen that should have been locked already. */
    l->app->lock.deaf = take_lock(l);
    if (fds[0].revents)
        read_input(l, fds[0].revents);
    else
        take_keys(l); /* what waited for its time */
    l->app->lock.deaf = false;
    if (l->app->pause)
        pause_program(l, true);
    take_wake(l->app);
    if (!fds[0].revents)
        app_theme_turn(l->app);
    if (syncing_turn(l->app))
        l->pauses_due = 2; /* counts are read anew as well */
    if (!fds[0].revents) {
        take_pause(l);
        take_work(l->app);
    }
}

bool loop_run(struct app *app, int signals, bool remote, bool may_slow) {
    struct key_sequence sequences[KEYS_SEQUENCES_MAX];
    struct keys_options options = {
        .esc_ms = remote ? ESC_MS_REMOTE : ESC_MS, .remote = remote, .charset = !i18n_is_utf8() && !term_is_ascii()};
    struct loop l = {
        .app = app, .signals = signals, .typed_at = clock_monotonic(), .may_slow = may_slow, .pauses_due = 2, .answers = true};

    l.keys = keys_new(&options, sequences, term_sequences(sequences, KEYS_SEQUENCES_MAX));
    keys_mouse(l.keys, app->mouse);
    app->dirty = true;
    while (l.app->end == APP_GOES_ON && !l.gone) {
        take_lock(&l);
        draw(&l);
        wait_and_take(&l);
    }
    keys_free(l.keys);
    buf_free(&l.lines);
    tour_stop(l.app);
    app_save(app);
    return !l.gone;
}
