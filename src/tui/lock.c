/* Locking, the screen while it is locked, unlocking. */
#include "lock.h"

#include <stdio.h>
#include <string.h>
#include "app.h"
#include "linli/clock.h"
#include "linli/conf.h"
#include "linli/i18n.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define MINUTE_MS 60000
#define ENTRY_ROW 2
#define WORDS_ROWS 2 /* of what was said last */
#define HINT_ROWS 6

/* What may be asked for while it is locked, each by keys that type nothing. */
static const enum request requests[] = {REQ_QUIT, REQ_SUSPEND, REQ_REDRAW, REQ_NONE};

static void say(struct app *app, const char *words) {
    snprintf(app->lock.words, sizeof app->lock.words, "%s", words);
}

static void turn_on(struct app *app) {
    app->lock.on = true;
    app->lock.waits = false;
    hidden_wipe(&app->lock.typed);
    say(app, "");
    app->dirty = app->redraw = true;
}

void lock_open(struct app *app) {
    lock_touch(app);
    if (passphrase_is_set())
        turn_on(app);
}

void lock_touch(struct app *app) {
    app->lock.touched = clock_awake();
}

static void lock(struct app *app) {
    app_save(app);
    for (size_t i = 0; i < app->depth; i++)
        if (app->stack[i]->ops->mask)
            app->stack[i]->ops->mask(app->stack[i]);
    app->message[0] = '\0';
    app->leaving = false;
    turn_on(app);
}

void lock_now(struct app *app) {
    if (passphrase_is_set())
        lock(app);
    else
        app_push(app, passphrase_view(app, true));
}

static int64_t idle_left(struct app *app) {
    return app->lock.touched + conf_number(CONF_LOCK) * MINUTE_MS - clock_awake();
}

static bool has_idled(struct app *app) {
    return conf_number(CONF_LOCK) > 0 && idle_left(app) <= 0;
}

bool lock_turn(struct app *app) {
    if (app->lock.on && app->lock.waits && !passphrase_wait()) {
        app->lock.waits = false;
        say(app, _("You can try again."));
        app->dirty = true;
    }
    if (app->lock.on || !has_idled(app))
        return false;
    lock_touch(app);
    if (passphrase_is_set())
        lock(app);
    return app->lock.on;
}

/* At least once a minute: a machine that slept meanwhile waits longer than it was told. */
int lock_wait(struct app *app) {
    int64_t wait;

    if (app->lock.on)
        return app->lock.waits ? (int)passphrase_wait() : -1;
    if (!conf_number(CONF_LOCK))
        return -1;
    wait = idle_left(app);
    return wait < 0 ? 0 : wait > MINUTE_MS ? MINUTE_MS : (int)wait;
}

/* --- the screen --- */

static void draw_words(const char *words, enum paint paint, int row, int rows, int cols) {
    struct width_line lines[HINT_ROWS];
    const char *shown = screen_shown(words, strlen(words));
    size_t count = width_wrap(lines, HINT_ROWS, shown, strlen(shown), cols - LISTING_MARK_CELLS);

    for (size_t i = 0; i < count && i < HINT_ROWS && (int)i < rows; i++)
        term_put(row + (int)i, LISTING_MARK_CELLS, cols - LISTING_MARK_CELLS, paint, lines[i].text, lines[i].len);
}

static void draw_keys(int row, int cols) {
    char quit[KEY_NAME_SIZE] = "";
    int col = screen_put(row, 0, cols, PAINT_KEY, "Enter") + 1;

    col += screen_put(row, col, cols - col, PAINT_FOOTER, _("Unlock")) + 2;
    if (request_shown_key(REQ_QUIT, true, quit)) {
        col += screen_put(row, col, cols - col, PAINT_KEY, quit) + 1;
        screen_put(row, col, cols - col, PAINT_FOOTER, request_label(REQ_QUIT));
    }
}

void lock_draw(struct app *app, int cols) {
    int rows, used;

    term_size(&rows, &used);
    term_clear();
    screen_put(0, 0, cols, PAINT_TOP, err_fmt("%s  %s", _("linli"), _("locked")));
    used = screen_put(ENTRY_ROW, LISTING_MARK_CELLS, cols, PAINT_LABEL, _("Passphrase: "));
    draw_words(app->lock.words, PAINT_MESSAGE, ENTRY_ROW + 2, WORDS_ROWS, cols);
    draw_words(
        _("What is typed is not shown. All that was open and half typed is kept. Forgotten? The office can take the lock away; "
          "nothing of the record is lost by it."),
        PAINT_QUIET, ENTRY_ROW + 2 + WORDS_ROWS, rows - ENTRY_ROW - 3 - WORDS_ROWS, cols);
    draw_keys(rows - 1, cols);
    term_cursor(ENTRY_ROW, LISTING_MARK_CELLS + used);
}

/* --- keys --- */

static void try(struct app *app) {
    struct buf words = {0};
    enum err e = ERR_REFUSED;

    if (!app->lock.typed.len) {
        say(app, _("Type the passphrase, then Enter."));
        return;
    }
    if (passphrase_is_set())
        e = passphrase_check(app->lock.typed.text);
    else
        e = ERR_OK; /* somebody took it away meanwhile: who can do that can read the record, too */
    hidden_wipe(&app->lock.typed);
    if (e == ERR_OK) {
        app->lock.on = false;
        app->redraw = true;
        lock_touch(app);
    } else {
        words_failure(&words);
        say(app, buf_text(&words));
        app->lock.waits = passphrase_wait() > 0;
    }
    buf_free(&words);
}

static void run(struct app *app, enum request r) {
    if (r == REQ_QUIT)
        app->end = APP_QUIT;
    if (r == REQ_SUSPEND)
        app->pause = true;
    if (r == REQ_REDRAW)
        app->redraw = true;
}

void lock_key(struct app *app, const struct key *key, const struct buf *paste) {
    enum request r = request_of_key(requests, key, true);

    app->dirty = true;
    if (app->lock.deaf)
        return;
    if (r != REQ_NONE)
        run(app, r);
    else if (key->code == K_ENTER)
        try(app);
    else if (key->code == K_ESC)
        hidden_wipe(&app->lock.typed);
    else if (!hidden_key(&app->lock.typed, key, paste))
        say(app, _("Type the passphrase, then Enter."));
}

void lock_line(struct app *app, const char *line, size_t len) {
    struct key key;
    char name[KEY_NAME_SIZE] = "";

    if (len < sizeof name)
        memcpy(name, line, len);
    if (len && len < PASSPHRASE_LEAST && keys_parse(&key, name) && key.code != K_TEXT) {
        lock_key(app, &key, NULL);
        return;
    }
    hidden_wipe(&app->lock.typed);
    hidden_add(&app->lock.typed, line, len);
    try(app);
}
