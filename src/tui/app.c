/* The stack of views and what a key does: request of the view, request of all views, text, or a reason why not. */
#include "app.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/practice.h"
#include "linli/today.h"
#include "linli/utf8.h"
#include "linli/undo.h"
#include "listing.h"
#include "pinyin_line.h"
#include "term.h"
#include "tour.h"
#include "words.h"
#include "zones.h"

#define START REQ_TODAY /* the tab that is open first */

const enum request app_everywhere[] = {REQ_HELP,       REQ_FIND,       REQ_SYNC,       REQ_BACK,    REQ_PALETTE,   REQ_TODAY,
                                       REQ_HOUSEHOLDS, REQ_MATTERS,    REQ_OUTBOX,     REQ_FIGURES, REQ_UNDO,      REQ_REDO,
                                       REQ_QUIT,       REQ_SUSPEND,    REQ_REDRAW,     REQ_BACKUP,  REQ_DIRECTORY, REQ_CLAIMS,
                                       REQ_LOCK,       REQ_PASSPHRASE, REQ_ACCESS_LOG, REQ_NEWS,    REQ_TOUR,      REQ_MOUSE,
                                       REQ_THEMES,     REQ_COPY,       REQ_PLAIN,      REQ_NONE};

static struct view *make_households(struct app *app) {
    return households_view(app, true);
}

const struct app_tab app_tabs[] = {
    {REQ_TODAY, today_view},   {REQ_HOUSEHOLDS, make_households}, {REQ_MATTERS, matters_view},
    {REQ_OUTBOX, outbox_view}, {REQ_FIGURES, figures_view},
};
const size_t app_tab_count = sizeof app_tabs / sizeof *app_tabs;
_Static_assert(sizeof app_tabs / sizeof *app_tabs <= APP_TABS_MAX, "tabs");

/* --- words --- */

void app_say(struct app *app, const char *words) {
    snprintf(app->message, sizeof app->message, "%s", words);
    app->message_paint = PAINT_MESSAGE;
    app->dirty = true;
}

void app_say_error(struct app *app) {
    struct buf words = {0};

    words_failure(&words);
    app_say(app, buf_text(&words));
    app->message_paint = PAINT_ERROR;
    buf_free(&words);
}

void app_tell_once(struct app *app, const char *setting, const char *words) {
    if (*app->message || store_get_int(app->store, setting, 0))
        return;
    app_say(app, words);
    if (!store_is_read_only(app->store))
        store_set_int(app->store, setting, 1);
}

void app_slow(struct app *app, bool again) {
    const char *words = _("A slow line: less is drawn. linli --slow=no draws all.");

    term_set_slow(true);
    app->dirty = true;
    if (again)
        app_say(app, words);
    else
        app_tell_once(app, "tui.told_slow", words);
}

/* --- the stack --- */

struct view *app_top(const struct app *app) {
    return app->stack[app->depth - 1];
}

static void save_view(struct view *v) {
    if (v->ops->save)
        v->ops->save(v);
}

void app_push(struct app *app, struct view *v) {
    if (app->depth == APP_DEPTH) {
        v->ops->free(v);
        app_say(app, _("Too many screens lie one on the other: go back a few first."));
        return;
    }
    if (app->depth)
        save_view(app_top(app));
    app->stack[app->depth++] = v;
    app->dirty = true;
}

void app_pop(struct app *app) {
    struct view *v;

    if (app->depth < 2)
        return;
    v = app_top(app);
    save_view(v);
    app->stack[--app->depth] = NULL;
    v->ops->free(v);
    app->dirty = true;
}

void app_tab(struct app *app, enum request tab) {
    while (app->depth > 1)
        app_pop(app);
    for (size_t i = 0; i < app_tab_count; i++) {
        if (app_tabs[i].tab != tab)
            continue;
        if (!app->tabs[i])
            app->tabs[i] = app_tabs[i].make(app);
        app->stack[0] = app->tabs[i];
        app->depth = 1;
    }
    app->dirty = true;
}

void app_find(struct app *app, const char *text, size_t len) {
    struct view *v = app_top(app);

    if (strcmp(v->ops->name, "households") != 0) {
        v = households_view(app, false);
        app_push(app, v);
        if (app_top(app) != v)
            return;
    }
    households_find(v, text, len);
    app->dirty = true;
}

void app_save(struct app *app) {
    verbs_recent_save(&app->recent, app->store);
    for (size_t i = 0; i < app->depth; i++)
        save_view(app->stack[i]);
}

static void read_names(struct app *app) {
    struct buf value = {0};

    app->enrolled = store_get(app->store, "hub.url", &value) == ERR_OK;
    app->practice = practice_is(app->store) && !store_is_read_only(app->store);
    if (store_get(app->store, "worker.area", &value) == ERR_OK) {
        read_area_name(app->store, buf_text(&value), app->where);
        if (!*app->where)
            snprintf(app->where, sizeof app->where, "%s", buf_text(&value));
    }
    read_worker_name(app->store, &store_device(app->store)->worker, app->who);
    buf_free(&value);
}

void app_changed(struct app *app) {
    read_names(app);
    if (read_counts(app->store, &app->counts) != ERR_OK)
        app_say_error(app);
    for (size_t i = 0; i < app->depth; i++)
        if (app->stack[i]->ops->reload)
            app->stack[i]->ops->reload(app->stack[i]);
    for (size_t i = 0; i < app_tab_count; i++)
        if (app->tabs[i] && app->tabs[i] != app->stack[0] && app->tabs[i]->ops->reload)
            app->tabs[i]->ops->reload(app->tabs[i]);
    app->dirty = true;
}

/* --- requests --- */

enum request app_request_of_key(const struct app *app, const struct key *key) {
    struct view *v = app_top(app);
    bool in_text = v->ops->in_text && v->ops->in_text(v);
    enum request r = request_of_key(v->ops->requests, key, in_text);

    return r != REQ_NONE ? r : request_of_key(app_everywhere, key, in_text);
}

static bool holds(const enum request *list, enum request r) {
    for (; *list != REQ_NONE; list++)
        if (*list == r)
            return true;
    return false;
}

static bool takes(const struct view *v, enum request r) {
    return holds(v->ops->requests, r);
}

bool app_tab_is_on(const struct app *app, size_t tab) {
    return app->tabs[tab] && app->tabs[tab] == app->stack[0];
}

static bool opens_tab_on(const struct app *app, enum request r) {
    for (size_t i = 0; i < app_tab_count; i++)
        if (app_tabs[i].tab == r && app_tab_is_on(app, i))
            return true;
    return false;
}

/* Why nobody takes it on this screen, whatever the moment. */
static const char *not_here(enum request r) {
    const char *label = request_label(r);

    if (request_row(r)->flags & LATER)
        return err_fmt(_("%s comes with a later version."), label);
    return err_fmt(_("%s has no use on this screen."), label);
}

static const char *nothing_new(void) {
    return err_fmt(_("Nothing is new. What others do has the mark %s until it is opened."), words_mark(MARK_NEW));
}

const char *app_refuses_on(struct app *app, struct view *v, enum request r) {
    bool first = v == app->stack[0];
    const char *why = NULL;

    if (!takes(v, r) && !holds(app_everywhere, r))
        return not_here(r);
    if ((request_row(r)->flags & WRITES) && store_is_read_only(app->store))
        return err_fmt(_("This record is open for reading only: %s"), store_read_only_why(app->store));
    if (r == REQ_NEWS && !news_any(app->store))
        return nothing_new();
    if (r == REQ_TOUR && app->tour)
        return _("You are in it: Esc leaves it.");
    if (r == REQ_PINYIN && !(v->ops->takes_words && v->ops->takes_words(v)))
        return _("No words are typed here.");
    if (r == REQ_PINYIN && term_is_ascii())
        return _("This terminal shows no Chinese characters.");
    if (v->ops->refuses)
        why = v->ops->refuses(v, r);
    if (!why && first && opens_tab_on(app, r))
        why = _("This screen is open already.");
    if (!why && r == REQ_BACK && first && !takes(v, r))
        why = _("This is the first screen.");
    return why && *why ? why : NULL;
}

const char *app_refuses(struct app *app, enum request r) {
    return app_refuses_on(app, app_top(app), r);
}

/* Going back from the first screen: a second F3 in a row leaves, because a letter may not get through an input method. */
static void back_at_the_bottom(struct app *app, bool again, const char *why) {
    bool is_f3 = app->key.code == K_F1 + 2;

    if (again && is_f3) {
        app->end = APP_QUIT;
        return;
    }
    app->leaving = is_f3;
    app_say(app, err_fmt(is_f3 ? _("%s F3 once more, or q, leaves linli.") : _("%s q, or F3 twice, leaves linli."), why));
}

/* Says what was undone and which key does it again, or the other way round. */
static void undo(struct app *app, bool redo) {
    struct buf said = {0};
    struct id about;
    char key[KEY_NAME_SIZE] = "";
    enum request other = redo ? REQ_UNDO : REQ_REDO;

    if (undo_take(app->store, redo, &said, &about) != ERR_OK)
        app_say_error(app);
    else {
        request_shown_key(other, false, key);
        app_changed(app);
        app_say(app, err_fmt("%s  %s %s", buf_text(&said), key, request_label(other)));
    }
    buf_free(&said);
}

/* The next new line of the day's list: from elsewhere the first, there the one below. */
static void go_to_news(struct app *app) {
    bool below = app_top(app) == app->tabs[0] && app_tab_is_on(app, 0);

    app_tab(app, REQ_TODAY);
    if (!today_mark_news(app_top(app), below))
        app_say(app, nothing_new());
}

static void toggle_mouse(struct app *app) {
    bool was = app->mouse;

    app->mouse = term_mouse(!was);
    if (app->mouse == was)
        app_say(app, _("This terminal reports no clicks."));
    else
        app_say(app, was ? _("The mouse is the terminal's: it selects text.")
                         : _("Clicks reach linli. With Shift held down, the mouse selects text."));
}

static void run_everywhere(struct app *app, enum request r) {
    switch (r) {
    case REQ_UNDO:
    case REQ_REDO:
        undo(app, r == REQ_REDO);
        break;
    case REQ_HELP:
        app_push(app, help_view(app, app_top(app)));
        break;
    case REQ_PALETTE:
        app_push(app, palette_view(app, app_top(app)));
        break;
    case REQ_FIND:
        app_find(app, "", 0);
        break;
    case REQ_SYNC:
        syncing_start(app);
        break;
    case REQ_BACKUP:
        app_push(app, backup_form(app));
        break;
    case REQ_CLAIMS:
        app_push(app, claims_view(app));
        break;
    case REQ_NEWS:
        go_to_news(app);
        break;
    case REQ_TOUR:
        app->tour_wanted = true;
        break;
    case REQ_MOUSE:
        toggle_mouse(app);
        break;
    case REQ_DIRECTORY:
        app_push(app, directory_view(app));
        break;
    case REQ_LOCK:
        lock_now(app);
        break;
    case REQ_COPY:
        plain_copy(app);
        break;
    case REQ_PLAIN:
        app_push(app, plain_view(app));
        break;
    case REQ_ACCESS_LOG:
        app_push(app, accesses_view(app, NULL));
        break;
    case REQ_THEMES:
        app_push(app, themes_view(app));
        break;
    case REQ_PASSPHRASE:
        app_push(app, passphrase_view(app, false));
        break;
    case REQ_PINYIN:
        pinyin_line_toggle(app->pinyin);
        break;
    case REQ_BACK:
        app_pop(app);
        break;
    case REQ_QUIT:
        app->end = APP_QUIT;
        break;
    case REQ_SUSPEND:
        app->pause = true;
        break;
    case REQ_REDRAW:
        app->redraw = true;
        break;
    default:
        app_tab(app, r);
    }
}

/* Those that say something only where they cannot. */
static bool moves_mark(enum request r) {
    static const enum request moves[] = {LISTING_REQUESTS, REQ_NEXT_FIELD,     REQ_PREVIOUS_FIELD,
                                         REQ_NEXT_MATCH,   REQ_PREVIOUS_MATCH, REQ_NONE};

    return holds(moves, r);
}

static void run(struct app *app, enum request r, bool was_leaving) {
    struct view *v = app_top(app);
    const char *why = app_refuses(app, r);

    if (why && r == REQ_BACK && app->depth == 1)
        back_at_the_bottom(app, was_leaving, why);
    else if (why)
        app_say(app, why);
    else if (takes(v, r) && r != REQ_PINYIN)
        v->ops->request(v, r);
    else
        run_everywhere(app, r);
    app->stuck = *app->message && (why || moves_mark(r) || app->stuck); /* a list of verbs may have run one that did nothing */
}

void app_run(struct app *app, enum request r) {
    if (!app->lock.on)
        run(app, r, false);
}

/* --- keys --- */

static void refuse_key(struct app *app, const struct key *key, bool in_text) {
    char name[KEY_NAME_SIZE], help[KEY_NAME_SIZE] = "";
    enum request r = request_anywhere(key);

    keys_name(name, key);
    request_shown_key(REQ_HELP, in_text, help);
    if (key->code == K_DRAG)
        app_say(app, _("To select text, hold Shift while you drag; M gives the mouse back to the terminal."));
    else if (key->code == K_PASTE_BIG)
        app_say(app, _("What was pasted is longer than 64 KiB: nothing of it was taken. Paste less at a time."));
    else if (!*name)
        app_say(app, err_fmt(_("That key has no use here. %s lists the keys that have."), help));
    else if (r != REQ_NONE && (request_row(r)->flags & LATER))
        app_say(app,
                err_fmt(_("%s (%s) comes with a later version. %s lists the keys that work."), name, request_label(r), help));
    else if (r != REQ_NONE)
        app_say(app, err_fmt(_("%s (%s) has no use on this screen. %s lists the keys that have."), name, request_label(r), help));
    else
        app_say(app, err_fmt(_("%s has no use here. %s lists the keys that have."), name, help));
}

static bool is_free_letter(const struct key *key) {
    return key->cp >= 'a' && key->cp <= 'z' && request_anywhere(key) == REQ_NONE;
}

/* A list that has a lookup of its own keeps it. */
static void look_up(struct app *app, const char *text, size_t len) {
    struct view *v = app_top(app);

    if (v->ops->find)
        v->ops->find(v, text, len);
    else
        app_find(app, text, len);
}

/* Han text, a letter that is no verb of any view, or a paste where nothing is typed starts the lookup with it. */
static bool starts_lookup(struct app *app, const struct key *key, const struct buf *paste) {
    char bytes[4];

    if (key->code == K_PASTE) {
        look_up(app, buf_text(paste), paste->len);
        return true;
    }
    if (key->code != K_TEXT || (!utf8_is_han(key->cp) && !is_free_letter(key)))
        return false;
    look_up(app, bytes, utf8_write(bytes, key->cp));
    if (!utf8_is_han(key->cp))
        return true;
    if (!app->hinted)
        app_say(app, _("Chinese text searches. Keys that always work: F1 help, F2 visit, F3 back, F4 new matter, F5 sync."));
    app->hint = app->hint || !app->hinted;
    app->hinted = true;
    return true;
}

/* The first click marks a row, another one on the same opens it. What was typed before is done by now, and drawn. */
static void click(struct app *app, const struct key *key) {
    const struct zone *z;

    if (!zones_any())
        app_draw_cells(app);
    z = zones_at(key->row, key->col);
    app->dirty = true;
    if (!z)
        app_say(app, _("A click there means nothing: lines and the words at the bottom can be clicked."));
    else if (z->request != REQ_NONE)
        app_run(app, z->request);
    else if (z->pick(z->arg, z->n))
        app_run(app, REQ_OPEN);
    zones_clear();
}

void app_key(struct app *app, const struct key *key, const struct buf *paste) {
    struct view *v = app_top(app);
    bool in_text = v->ops->in_text && v->ops->in_text(v), was_leaving = app->leaving;
    enum request r;

    if (app->lock.on) {
        lock_key(app, key, paste);
        return;
    }
    lock_touch(app);
    app->key = *key;
    app->hint = app->hint && key->code == K_TEXT;
    if (!app->hint)
        app->message[0] = '\0';
    app->stuck = false;
    app->leaving = false;
    app->dirty = true;
    if (key->code == K_CLICK) {
        click(app, key);
        return;
    }
    zones_clear();
    if (pinyin_line_key(app->pinyin, key))
        return;
    if (app->tour && key->code == K_ESC) {
        app->end = APP_QUIT;
        return;
    }
    if (!in_text && app->key.code == K_TEXT)
        app->key.cp = fold_key(app->key.cp);
    r = app_request_of_key(app, &app->key);
    app->moving = term_is_slow() && r != REQ_NONE && takes(v, r) && (request_row(r)->flags & MOVES);
    if (r != REQ_NONE)
        run(app, r, was_leaving);
    else if (v->ops->key && v->ops->key(v, &app->key, paste))
        return;
    else if (in_text || !starts_lookup(app, &app->key, paste))
        refuse_key(app, &app->key, in_text);
}

/* --- frames --- */

static void draw_too_small(int rows, int cols) {
    char words[160];

    snprintf(words, sizeof words, _("linli needs %d x %d cells, here are %d x %d. Nothing is lost."), APP_COLS_LEAST,
             APP_ROWS_LEAST, cols, rows);
    screen_put(0, 0, cols, PAINT_TEXT, words);
    term_cursor(0, 0);
}

static void draw_once(struct app *app, int rows, int cols) {
    bool banner = store_is_read_only(app->store);
    int below = footer_height(app, cols), above = app->tour ? 2 : 1;
    struct area area = {above, rows - above - below - banner, cols}, foot = {rows - below, below, cols};
    struct buf words = {0};

    term_clear();
    zones_clear();
    read_hold(app->store);
    if (!app_top(app)->ops->bare)
        top_draw(app, cols);
    if (app->tour)
        tour_draw(app->tour, 1, cols);
    app_top(app)->ops->draw(app_top(app), &area);
    pinyin_line_draw(app->pinyin, &area);
    if (banner) {
        buf_printf(&words, _("For reading only: %s"), store_read_only_why(app->store));
        screen_put(rows - below - 1, 0, cols, PAINT_BANNER, buf_text(&words));
    }
    footer_draw(app, &foot);
    read_release(app->store);
    buf_free(&words);
}

void app_draw_cells(struct app *app) {
    int rows, cols;

    term_size(&rows, &cols);
    app->dirty = false;
    if (rows < APP_ROWS_LEAST || cols < APP_COLS_LEAST) {
        term_clear();
        draw_too_small(rows, cols);
    } else if (app->lock.on) {
        lock_draw(app, cols);
    } else {
        draw_once(app, rows, cols);
        if (app->dirty) /* drawing found something to say */
            draw_once(app, rows, cols);
        app->dirty = false;
    }
}

void app_draw(struct app *app) {
    app_draw_cells(app);
    term_echo(!app->lock.on && !app_top(app)->ops->unheard);
    if (app->redraw)
        term_redraw();
    app->redraw = false;
    term_flush();
}

bool app_idle(struct app *app, bool long_pause) {
    struct view *v = app_top(app);
    bool moved = app->moving;

    app->moving = false;
    verbs_recent_save(&app->recent, app->store);
    syncing_open(app);
    if (app->lock.on)
        return false;
    return (v->ops->idle && v->ops->idle(v, long_pause)) || moved;
}

bool app_go_on(struct app *app) {
    struct view *v = app_top(app);

    app->busy = false;
    if (app->lock.on)
        return false;
    return v->ops->go_on && v->ops->go_on(v);
}

/* --- the run --- */

void app_open(struct app *app, const struct tui_options *options) {
    memset(app, 0, sizeof *app);
    app->store = options->store;
    read_names(app);
    app->last_sync = store_get_int(app->store, "sync.last_done", 0);
    verbs_recent_read(&app->recent, app->store);
    app->pinyin = pinyin_line_new(app);
    app_tab(app, START);
    lock_open(app);
    if (read_counts(app->store, &app->counts) != ERR_OK)
        app_say_error(app);
}

void app_close(struct app *app) {
    app_save(app);
    while (app->depth > 1)
        app_pop(app);
    app->depth = 0;
    for (size_t i = 0; i < app_tab_count; i++) {
        if (app->tabs[i])
            app->tabs[i]->ops->free(app->tabs[i]);
        app->tabs[i] = NULL;
    }
    pinyin_line_free(app->pinyin);
    app->pinyin = NULL;
    sync_free(app->sync);
    app->sync = NULL;
}
