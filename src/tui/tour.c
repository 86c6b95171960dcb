/* The tour. */
#include "tour.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/acts.h"
#include "linli/conf.h"
#include "linli/county.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/paths.h"
#include "linli/practice.h"
#include "linli/width.h"
#include "term.h"
#include "tour_ask.h"

#define OFFER "tour"   /* setting of the person's record: done, declined */
#define ACT "tour.act" /* settings of the tour's */
#define BY_KEY "tour.by"
#define DOOR "LX01" /* practice.c has it */

/* In their order; those that ask are views of their own. */
enum act { ACT_FIND, ACT_VISIT, ACT_UNDO, ACT_KEYS, ACT_WIDTH, ACT_COUNT };
#define DONE_ACTS 3

struct tour {
    struct app app;
    struct app *outer;
    struct store *store;
    enum act act;
    bool by_function_key; /* the visit was begun with it: the letter may not get through */
};

/* --- the questions --- */

static void set(struct app *app, enum conf_key key, const char *value) {
    if (conf_write(key, value) != ERR_OK)
        app_say_error(app);
}

static void take_keys(struct app *app, int answer) {
    if (answer == 1)
        set(app, CONF_FUNCTION_KEYS, "yes");
    else if (conf_flag(CONF_FUNCTION_KEYS))
        set(app, CONF_FUNCTION_KEYS, "no");
}

static void take_width(struct app *app, int answer) {
    set(app, CONF_AMBIGUOUS, answer ? "wide" : "narrow");
    width_set_ambiguous(answer ? 2 : 1);
    term_redraw();
}

static const struct tour_question questions[ACT_COUNT] = {
    [ACT_KEYS] = {.name = "tour-keys",
                  .question = N_("Did v do nothing?"),
                  .answers = {N_("v works, I like F2"), N_("nothing: an input method is on")},
                  .take = take_keys},
    [ACT_WIDTH] = {.name = "tour-width",
                   .question = N_("Are these two lines the same length?"),
                   .samples = {"●■◆★→●■◆★→●■◆", "#############"},
                   .answers = {N_("the same length"), N_("the upper one is longer")},
                   .take = take_width},
};

/* Whether it is to be asked at all. */
static bool is_due(const struct tour *t, enum act act) {
    if (act == ACT_KEYS)
        return t->by_function_key;
    return act != ACT_WIDTH || (i18n_is_utf8() && !term_is_ascii() && !term_is_linear());
}

/* --- what to do now --- */

static const char *line(const struct tour *t) {
    const char *top = app_top(&t->app)->ops->name;

    switch (t->act) {
    case ACT_FIND:
        return _("1/3 Find a door: F7, 1-1-101, Enter");
    case ACT_VISIT:
        if (strcmp(top, "form") == 0)
            return _("2/3 Who was there? 1 (met), then Enter");
        return strcmp(top, "card") == 0 ? _("2/3 Log a visit: v (v does nothing? F2)")
                                        : _("2/3 Enter opens a door, v logs a visit");
    case ACT_UNDO:
        return _("3/3 Take the visit back: F8 or u");
    default:
        return _("Done. One more question:");
    }
}

void tour_draw(const struct tour *t, int row, int cols) {
    const char *text = line(t), *leave = _("Esc: later");
    int used = screen_cells(text);

    screen_put(row, 0, cols, PAINT_TITLE, text);
    if (used + 2 + screen_cells(leave) <= cols)
        screen_put_right(row, used, cols - used, PAINT_QUIET, leave);
}

/* --- whether an act is done --- */

static bool found(const struct tour *t) {
    return strcmp(app_top(&t->app)->ops->name, "card") == 0;
}

static bool can_turn(const struct tour *t, bool redo) {
    struct acts_row act;
    bool can = acts_next(t->store, redo, &act) == ERR_OK;

    err_clear();
    return can;
}

/* A form that was left behind is no visit: it has to be stored. */
static bool visited(struct tour *t) {
    bool form = strcmp(app_top(&t->app)->ops->name, "form") == 0;

    if (form && t->app.key.code != K_NONE && t->app.key.code >= K_F1 && t->app.key.code <= K_F12)
        t->by_function_key = true;
    return !form && can_turn(t, false);
}

static bool is_done(struct tour *t) {
    switch (t->act) {
    case ACT_FIND:
        return found(t);
    case ACT_VISIT:
        return visited(t);
    case ACT_UNDO:
        return can_turn(t, true);
    default:
        return !is_due(t, t->act) || strcmp(app_top(&t->app)->ops->name, questions[t->act].name) != 0;
    }
}

static void begin_act(struct tour *t) {
    store_set_int(t->store, ACT, t->act);
    store_set_int(t->store, BY_KEY, t->by_function_key);
    if (t->act < ACT_COUNT && questions[t->act].name && is_due(t, t->act))
        app_push(&t->app, tour_ask(&t->app, &questions[t->act]));
    t->app.dirty = true;
}

/* --- its record --- */

static enum err folder(char *out, size_t room) {
    enum err e = paths_in_home(out, room, "tour");

    if (e == ERR_OK && mkdir(out, 0700) != 0 && access(out, W_OK | X_OK) != 0)
        return err_say(ERR_IO, err_fmt(_("cannot make the folder %s"), out), _("it cannot be written"),
                       _("give another one: --home DIR"));
    return e;
}

static enum err open_record(struct tour *t) {
    char path[PATH_MAX];
    struct store_options options = {.path = path, .side = STORE_CLIENT, .create = true};
    enum err e = folder(path, sizeof path - 16);

    if (e != ERR_OK)
        return e;
    strcat(path, "/linli.db");
    e = store_open(&t->store, &options);
    if (e == ERR_OK && store_is_read_only(t->store))
        e = err_say(ERR_BUSY, _("cannot begin the tour"), store_read_only_why(t->store), _("close the other one first"));
    return e == ERR_OK ? practice_fill(t->store) : e;
}

static void forget_record(void) {
    char path[PATH_MAX];

    if (folder(path, sizeof path) == ERR_OK && practice_forget(path) == ERR_OK)
        rmdir(path);
    err_clear();
}

/* Rules of a county are one set a process: those of the person's record come back. */
static void use_rules_of(struct store *s) {
    struct county *rules = NULL;
    struct buf text = {0};

    if (store_county(s, &text) == ERR_OK && county_read(&rules, "county.conf", buf_text(&text), text.len) != ERR_OK)
        rules = NULL;
    county_use(rules);
    err_clear();
    buf_free(&text);
}

/* --- beginning and ending --- */

static void say_lasting(struct app *outer, const char *answer) {
    if (!store_is_read_only(outer->store) && store_set(outer->store, OFFER, answer) != ERR_OK)
        err_clear(); /* it is offered once more, no harm */
}

static void close_tour(struct tour *t) {
    bool mouse = t->app.mouse;
    struct lock lock = t->app.lock;

    app_close(&t->app);
    store_close(t->store);
    use_rules_of(t->outer->store);
    t->outer->mouse = mouse;
    t->outer->lock = lock;
    t->outer->dirty = true;
    mem_free(t);
}

static struct app *leave(struct tour *t) {
    struct app *outer = t->outer;
    int act = t->act < DONE_ACTS ? (int)t->act + 1 : DONE_ACTS;
    bool done = t->act == ACT_COUNT;
    char key[KEY_NAME_SIZE] = "", help[KEY_NAME_SIZE] = "";

    close_tour(t);
    request_shown_key(REQ_TOUR, false, key);
    request_shown_key(REQ_HELP, false, help);
    if (done) {
        forget_record();
        say_lasting(outer, "done");
        app_say(outer, err_fmt(_("That was all: find, write down, undo. %s lists the keys of each screen."), help));
    } else {
        app_say(outer, err_fmt(_("The tour waits at step %d of 3: %s goes on with it."), act, key));
    }
    return outer;
}

static struct app *turn(struct tour *t) {
    while (t->act < ACT_COUNT && is_done(t)) {
        t->act++;
        begin_act(t);
    }
    return t->act == ACT_COUNT ? leave(t) : &t->app;
}

static void go_on(struct tour *t) {
    struct id id;

    t->act = (enum act)store_get_int(t->store, ACT, ACT_FIND);
    t->act = t->act < ACT_FIND || t->act >= ACT_COUNT ? ACT_FIND : t->act;
    t->by_function_key = store_get_int(t->store, BY_KEY, 0) == 1;
    if (t->act != ACT_FIND && read_resolve_household(t->store, DOOR, &id) == ERR_OK)
        app_push(&t->app, card_view(&t->app, &id));
    if (t->act > ACT_UNDO)
        begin_act(t);
}

static struct app *begin(struct app *outer) {
    struct tour *t = mem_new(1, sizeof *t);

    t->outer = outer;
    app_save(outer);
    if (open_record(t) != ERR_OK) {
        app_say_error(outer);
        store_close(t->store);
        use_rules_of(outer->store);
        mem_free(t);
        return outer;
    }
    app_open(&t->app, &(struct tui_options){.store = t->store});
    t->app.mouse = outer->mouse;
    t->app.lock = outer->lock; /* opened already, and it idles on */
    t->app.tour = t;
    app_tab(&t->app, REQ_HOUSEHOLDS);
    go_on(t);
    t->app.dirty = true;
    return turn(t);
}

struct app *tour_turn(struct app *app) {
    if (app->tour_wanted) {
        app->tour_wanted = false;
        return begin(app);
    }
    if (!app->tour)
        return app;
    return app->end == APP_QUIT ? leave(app->tour) : turn(app->tour);
}

void tour_stop(struct app *app) {
    if (app->tour)
        close_tour(app->tour);
}

bool tour_is_offered(const struct app *app) {
    struct buf said = {0};
    bool offered =
        !app->tour && !app->practice && !store_is_read_only(app->store) && store_get(app->store, OFFER, &said) != ERR_OK;

    err_clear();
    buf_free(&said);
    return offered;
}

void tour_decline(struct app *app) {
    say_lasting(app, "declined");
}
