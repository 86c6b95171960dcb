/* Sync on screen: F5, what goes on in words, the next try by itself. The engine turns in the loop; nothing here waits. */
#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "words.h"

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
    app->last_sync = sync_state(app->sync)->last_done;
}

void syncing_start(struct app *app) {
    if (store_is_read_only(app->store)) {
        app_say(app, store_read_only_why(app->store));
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
    if (sync_start(app->sync) != ERR_OK)
        app_say_error(app);
    else
        app->sync_told = true;
    syncing_turn(app);
}

/* Progress and outcome on the message line of who asked for it. */
static void tell(struct app *app, const struct sync_state *s) {
    struct buf words = {0};

    if (s->phase == SYNC_PUSHING && s->total > 0)
        buf_printf(&words, _("Sending: %d of %d. %s"), (int)s->pushed, (int)s->total, s->words);
    else
        buf_puts(&words, s->words);
    if (words.len)
        app_say(app, buf_text(&words));
    app->message_paint = s->phase == SYNC_FAILED ? PAINT_ERROR : PAINT_MESSAGE;
    buf_free(&words);
}

void syncing_turn(struct app *app) {
    const struct sync_state *s;
    bool changed;

    if (!app->sync)
        return;
    changed = sync_turn(app->sync);
    s = sync_state(app->sync);
    if (!changed && !(app->sync_told && !*app->message))
        return;
    app->last_sync = s->last_done;
    if (app->sync_told)
        tell(app, s);
    if (s->phase == SYNC_DONE || s->phase == SYNC_FAILED || s->phase == SYNC_IDLE)
        app->sync_told = false;
    if (changed)
        app_changed(app);
}

int syncing_wait(struct app *app) {
    const struct sync_state *s = app->sync ? sync_state(app->sync) : NULL;
    int64_t wait;

    if (!s || !s->next_try || (s->phase != SYNC_IDLE && s->phase != SYNC_DONE && s->phase != SYNC_FAILED))
        return -1;
    wait = s->next_try - clock_now();
    if (wait > 0)
        return wait > 3600000 ? 3600000 : (int)wait;
    if (sync_start(app->sync) != ERR_OK)
        return -1;
    return 0;
}

void syncing_words(struct app *app, char *out, size_t room) {
    const struct sync_state *s = app->sync ? sync_state(app->sync) : NULL;
    struct buf text = {0};

    if (!app->enrolled)
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
