/* Sync on screen: by itself in the background, F5, what goes on in words. The engine turns in the loop; nothing here waits, and
 * what changes while a run goes on is drawn once a second. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/practice.h"
#include "words.h"

#define SHOW_MS 1000

/* What the screen does not show yet, and from when on it may. */
static struct {
    bool pending;
    int64_t from;
} late;

static bool runs(const struct sync_state *s) {
    return s->phase == SYNC_CONNECTING || s->phase == SYNC_PUSHING || s->phase == SYNC_PULLING;
}

/* What the record says of the hub without an engine: cheap enough for the start. */
void syncing_open(struct app *app) {
    struct buf value = {0};

    app->enrolled = store_get(app->store, "hub.url", &value) == ERR_OK;
    buf_free(&value);
    if (app->sync || !app->enrolled || store_is_read_only(app->store))
        return;
    if (sync_new(&app->sync, app->store) != ERR_OK) {
        app_say_error(app);
        return;
    }
    late.pending = false;
    sync_typed(app->sync);
    sync_by_itself(app->sync, conf_flag(CONF_SYNC));
    app->last_sync = sync_state(app->sync)->last_done;
}

/* ---- practice: invented desks answer a little later, or at F5 */

#define ANSWER_MS 4000
static int64_t answer_at;

static void answer(struct app *app, bool asked) {
    struct buf said = {0};

    answer_at = 0;
    if (practice_answer(app->store, &said) != ERR_OK) {
        app_say_error(app);
    } else if (said.len) {
        app_say(app, err_fmt(_("Practice: the desks answered: %s"), buf_text(&said)));
    } else if (asked) {
        app_say(app, _("Practice: nothing is with the desks. Take the first step in a matter, or pass one up."));
    }
    buf_free(&said);
    app_changed(app);
}

static bool practice_turn(struct app *app) {
    int64_t now = clock_monotonic();

    if (!practice_waits(app->store))
        return false;
    if (!answer_at)
        answer_at = now + ANSWER_MS;
    if (now < answer_at)
        return false;
    answer(app, false);
    return true;
}

/* Progress and outcome on the message line of who asked for it. */
static void tell(struct app *app, const struct sync_state *s) {
    if (*s->words)
        app_say(app, s->words);
    app->message_paint = s->phase == SYNC_FAILED ? PAINT_ERROR : PAINT_MESSAGE;
}

void syncing_start(struct app *app) {
    if (store_is_read_only(app->store)) {
        app_say(app, store_read_only_why(app->store));
        return;
    }
    if (app->practice) {
        answer(app, true);
        return;
    }
    syncing_open(app);
    if (!app->enrolled) {
        app_say(app,
                _("This device has joined no hub yet. Ask the station for a code, leave with q and run: linli enroll URL CODE"));
        return;
    }
    if (!app->sync)
        return;
    sync_ask(app->sync);
    app->sync_told = true;
    tell(app, sync_state(app->sync));
}

static bool show(struct app *app, const struct sync_state *s) {
    app->last_sync = s->last_done;
    if (app->sync_told)
        tell(app, s);
    if (!runs(s))
        app->sync_told = false;
    if (!late.pending)
        return false;
    late.pending = false;
    app_changed(app);
    return true;
}

bool syncing_turn(struct app *app) {
    int64_t now = clock_monotonic();
    const struct sync_state *s;
    bool ran;

    if (app->practice)
        return practice_turn(app);
    if (!app->sync)
        return false;
    s = sync_state(app->sync);
    ran = runs(s);
    late.pending = sync_turn(app->sync) || late.pending;
    if (runs(s) && !ran)
        late.from = now + SHOW_MS;
    if (late.pending && (!runs(s) || now >= late.from)) {
        late.from = now + SHOW_MS;
        return show(app, s);
    }
    if (app->sync_told && !*app->message) /* a key took the words away */
        show(app, s);
    return false;
}

int syncing_wait(struct app *app) {
    int64_t wait = (app->practice ? answer_at : late.from) - clock_monotonic();

    if (app->practice)
        return !answer_at ? -1 : wait > 0 ? (int)wait : 0;
    if (!app->sync || !late.pending)
        return -1;
    return wait > 0 ? (int)wait : 0;
}

bool syncing_online(const struct app *app) {
    return app->sync && sync_state(app->sync)->online;
}

void syncing_words(struct app *app, char *out, size_t room) {
    const struct sync_state *s = app->sync ? sync_state(app->sync) : NULL;
    struct buf text = {0};

    if (app->practice)
        buf_puts(&text, _("Practice: all of it is invented and stays here."));
    else if (!app->enrolled)
        buf_puts(&text, _("No hub yet: all is kept here, safely."));
    else if (s && *s->words)
        buf_puts(&text, s->words); /* they say what waits and when it is tried again */
    else
        buf_printf(&text, _("%d wait to be sent"), (int)app->counts.waiting);
    if (app->counts.attention)
        buf_printf(&text, _(", %d need attention"), (int)app->counts.attention);
    snprintf(out, room, "%s", buf_text(&text));
    buf_free(&text);
}
