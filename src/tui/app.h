/* What all views share: the record, the stack of views, the top line, the message. One app a run. */
#ifndef LINLI_TUI_APP_H
#define LINLI_TUI_APP_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/id.h"
#include "linli/read.h"
#include "linli/sync.h"
#include "linli/tui.h"
#include "lock.h"
#include "verbs.h"
#include "view.h"

#define APP_DEPTH 12
#define APP_TABS_MAX 8
#define APP_ROWS_LEAST 12
#define APP_COLS_LEAST 40

enum app_end { APP_GOES_ON, APP_QUIT };

struct pinyin_line;

struct app {
    struct store *store;
    struct sync *sync; /* NULL until it is needed */
    struct view *stack[APP_DEPTH];
    size_t depth;
    struct view *tabs[APP_TABS_MAX]; /* of app_tabs, made when first looked at */
    struct read_counts counts;
    int64_t last_sync; /* UTC ms, 0 never */
    char who[NAME_SIZE], where[NAME_SIZE];
    bool enrolled;
    bool practice;      /* the record is the practice one: desks are invented, nothing is sent */
    char message[1200]; /* "": the footer is shown */
    enum paint message_paint;
    struct key key;    /* the one that is being dealt with */
    bool sync_told;    /* the words of the sync under way are on the message line */
    bool stuck;        /* the message says why a key did nothing: the way to the others stands behind it */
    bool mouse;        /* clicks are reported */
    bool tour_wanted;  /* loop.c begins it */
    struct tour *tour; /* this is the app of the tour; NULL: the person's own */
    bool leaving;      /* BACK at the bottom was pressed once */
    bool hinted;       /* the hint on input methods was given */
    bool hint;         /* the message is a hint: text typed leaves it there */
    bool dirty;        /* a frame shall be drawn */
    bool moving;       /* the key only moved within the view, on a slow line: the footer stays until nobody types */
    struct {
        const struct view *of;
        bool has[REQ_COUNT];
    } footer; /* the keys in it as it was drawn last */
    bool pause, redraw;
    bool busy;       /* the view in front has work to go on with (view.h) */
    int64_t wake_at; /* by clock_monotonic: something shown passes then, and the view is read anew; 0 nothing does */
    struct lock lock;
    enum app_end end;
    struct verbs_recent recent;
    struct pinyin_line *pinyin;
};

/* The tabs, in the order of the top line: a row for each. */
struct app_tab {
    enum request tab;
    struct view *(*make)(struct app *app);
};
extern const struct app_tab app_tabs[];
extern const size_t app_tab_count;
bool app_tab_is_on(const struct app *app, size_t tab);

/* Requests that every view takes; REQ_NONE behind. */
extern const enum request app_everywhere[];

void app_open(struct app *app, const struct tui_options *options);
void app_close(struct app *app);

struct view *app_top(const struct app *app);
void app_push(struct app *app, struct view *v); /* takes it */
void app_pop(struct app *app);
void app_tab(struct app *app, enum request tab);
void app_find(struct app *app, const char *text, size_t len);                  /* the lookup, from anywhere */
enum request app_request_of_key(const struct app *app, const struct key *key); /* on the view in front; REQ_NONE */
void app_run(struct app *app, enum request r);                                 /* as if its key had been pressed */
const char *app_refuses(struct app *app, enum request r);                      /* why it cannot be taken now, NULL: it can */
const char *app_refuses_on(struct app *app, struct view *v, enum request r);   /* the same for a view beneath */

void app_key(struct app *app, const struct key *key, const struct buf *paste);
void app_draw(struct app *app);
void app_draw_cells(struct app *app); /* the same, but nothing is sent */
bool app_idle(struct app *app, bool long_pause);
bool app_go_on(struct app *app);

/* One line for the person, until the next key. */
void app_say(struct app *app, const char *words);
void app_tell_once(struct app *app, const char *setting, const char *words); /* the same, once for all runs on this record */
void app_say_error(struct app *app);                                         /* the newest failure's words */

/* The line turned out to be slow: draws less from now on, and says so in one line: each time (`again`) or once for all runs. */
void app_slow(struct app *app, bool again);

void app_changed(struct app *app); /* the record was changed: counts and views are read anew */
void app_save(struct app *app);    /* every half-typed form */

/* look.c: loading a theme, said where it cannot be; putting the one in force on the terminal; one that was saved is read anew. */
bool app_load_theme(struct app *app, const char *name);
void app_apply_theme(struct app *app);
void app_theme_turn(struct app *app);

/* top.c, footer.c */
void top_draw(struct app *app, int cols);
int footer_height(struct app *app, int cols);
void footer_draw(struct app *app, const struct area *area);

/* syncing.c: F5, its progress in words, and the next try. */
void syncing_open(struct app *app);
void syncing_start(struct app *app);
bool syncing_turn(struct app *app);                          /* true where the record was read anew */
void syncing_words(struct app *app, char *out, size_t room); /* state for the outbox */
int syncing_wait(struct app *app);                           /* ms until something is to be shown, -1 nothing */
bool syncing_online(const struct app *app);                  /* in step, and told at once what changes */

#endif
