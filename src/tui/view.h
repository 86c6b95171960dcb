/* Views: what stands between the top line and the footer. A view draws itself into an area, takes requests and keys, and changes
 * nothing but itself and, through act.h, the record. Views stack: app.h. */
#ifndef LINLI_TUI_VIEW_H
#define LINLI_TUI_VIEW_H

#include <stdbool.h>
#include "keys.h"
#include "linli/kinds.h"
#include "request.h"
#include "screen.h"

struct app;
struct view;

struct view_ops {
    const char *name;
    const char *title;            /* N_( ), for the help */
    const enum request *requests; /* those it takes, in the footer's order, REQ_NONE behind */
    void (*free)(struct view *v);

    /* Draws into the area and says where the hardware cursor is (screen_entry or term_cursor). */
    void (*draw)(struct view *v, const struct area *area);

    /* Whether typed characters are text here. NULL: never. */
    bool (*in_text)(const struct view *v);
    /* Whether words can be typed now: not where only digits choose. NULL: never. */
    bool (*takes_words)(const struct view *v);
    bool enter_ends_field; /* what is typed belongs to one of several fields, and Enter goes on to the next */
    bool bare;             /* no tabs above: nothing but the keys stands beside its text */
    bool unheard;          /* what is typed is a secret: in the linear mode the terminal does not show it, either */

    /* NULL or "" where the request can be taken now, else why not, in words. NULL: always. */
    const char *(*refuses)(struct view *v, enum request r);

    void (*request)(struct view *v, enum request r);

    /* A key that is no request; true where it was of use. NULL: none is. */
    bool (*key)(struct view *v, const struct key *key, const struct buf *paste);

    /* Starts the view's own lookup with text that was typed or pasted where nothing is typed. NULL: that of households. */
    void (*find)(struct view *v, const char *text, size_t len);

    /* Keeps what is half typed, lasting on return. NULL: nothing is typed here. */
    void (*save)(struct view *v);

    /* Masks again what was shown in full for a while. NULL: nothing ever is. */
    void (*mask)(struct view *v);

    /* The record changed, or the size did: reads anew what is shown. */
    void (*reload)(struct view *v);

    /* Work that waits until nobody types (`long_pause`: for a while); true where the screen shall be drawn. NULL: none. */
    bool (*idle)(struct view *v, bool long_pause);

    /* A slice of a millisecond or so of what the view works at while no key waits (app->busy asks for it, each time anew); true
     * where the screen shall be drawn. NULL: none. */
    bool (*go_on)(struct view *v);
};

struct view {
    const struct view_ops *ops;
    struct app *app;
};

/* The views. Each is made for an app and freed by it. */
struct view *today_view(struct app *app);
bool today_mark_news(struct view *v, bool below); /* puts the mark on the next new line; false: there is none */
struct view *households_view(struct app *app, bool root);
void households_find(struct view *v, const char *text, size_t len); /* starts the lookup with this text */
struct view *card_view(struct app *app, const struct id *household);
struct view *board_view(struct app *app, const struct id *household); /* the building of a door; NULL: the worker's first */
struct board_at;
void board_go(struct view *v, const struct board_at *at); /* on a board_view: that place */
struct view *buildings_view(struct app *app, struct view *board,
                            const struct board_at *at);                  /* of the area, for the board beneath */
struct view *calendar_view(struct app *app, const struct id *household); /* of its visits */
struct view *matters_view(struct app *app);
struct matters_filter;
void matters_list(struct view *v, const struct matters_filter *filter); /* on a matters_view: those that it lets through */
void matters_show(struct app *app, enum read_matters_which which);      /* goes to the tab, with this filter */
void matters_kept(struct app *app, const char *text);                   /* the same with one that was kept */
struct view *matter_view(struct app *app, const struct id *matter);
struct visit_row;
struct view *visit_view(struct app *app, const struct visit_row *visit);
struct view *outbox_view(struct app *app);
struct view *claims_view(struct app *app); /* for cases, of a year */
struct view *figures_view(struct app *app);
struct view *figures_area_view(struct app *app, const char *area);     /* as the hub counted them */
struct view *help_view(struct app *app, struct view *of);              /* the verbs of a view */
struct view *matter_menu(struct app *app, const struct id *household); /* which kind, then its form; a draft opens at once */
struct view *palette_view(struct app *app, struct view *of);           /* all verbs */

/* Forms; `household` may be NULL: it is looked up in the form, and visits are then entered one behind the other. */
struct view *visit_form(struct app *app, const struct id *household);
struct view *matter_form(struct app *app, const struct id *household, enum matter_kind kind); /* what a draft says goes first */
bool matter_form_begun(struct app *app, const struct id *household);                          /* whether there is a draft */
struct view *withdraw_visit_form(struct app *app, const struct visit_row *visit);
struct view *withdraw_matter_form(struct app *app, const struct id *matter, const char *number);
struct matter_row;
struct timeline_row;
struct view *note_matter_form(struct app *app, const struct matter_row *matter);
struct view *settle_matter_form(struct app *app, const struct matter_row *matter);
struct view *withdraw_event_form(struct app *app, const struct timeline_row *event); /* an own note or settlement */
const char *matter_refuses(const struct matter_row *matter, enum request r);         /* NOTE, SETTLE: why not; NULL */
/* Writes an item down: of a matter (`entity`), or of a directory (`entity` the entry, zero a new one). `about`: the item that it
 * answers, where that is known; may be NULL. NULL with words said where the matter or entry is gone. */
struct item_row;
struct view *item_form(struct app *app, enum item item, const struct id *entity, const struct item_row *about);
struct view *item_view(struct app *app, const struct id *device, int64_t seq); /* all its fields */
struct view *items_menu(struct app *app, const struct id *matter,
                        const struct item_row *about);             /* what may be written down now */
struct view *steps_menu(struct app *app, const struct id *matter); /* the ways on */
struct view *step_form(struct app *app, const struct id *matter, enum exit exit, enum step seen);
void step_take(struct app *app, const struct id *matter, enum exit exit, enum step to, enum step seen); /* at once */
struct view *need_form(struct app *app, const struct id *household);
struct need_row;
struct view *withdraw_need_form(struct app *app, const struct need_row *need);
struct view *household_form(struct app *app, const struct id *household);  /* corrects it */
struct view *new_household_form(struct app *app, const struct id *beside); /* in its area and compound; NULL: the worker's */
struct view *member_form(struct app *app, const struct id *household, const char *name); /* NULL: a new one */
struct view *clash_form(struct app *app, const struct id *household, unsigned field);    /* a third value */
struct view *clash_view(struct app *app, const struct id *household, unsigned field);    /* both values: Enter takes one */
struct view *due_view(struct app *app, const struct id *household); /* what else waits at a door; NULL: nothing */
void due_offer(struct app *app, const struct id *household);        /* opens it where something does */
struct view *themes_view(struct app *app);
struct view *accesses_view(struct app *app, const struct id *household); /* looks at masked numbers; NULL: of all */
struct query;
struct view *noted_view(struct app *app, const struct query *q); /* matters and visits in whose words it stands */
struct view *twins_view(struct app *app);                        /* households that may be one */
struct view *twins_pair_view(struct app *app, const struct id *a, const struct id *b, unsigned why, bool apart);
struct lists_ask;
void list_to_file(struct app *app, const struct lists_ask *ask, enum request r); /* PRINT or EXPORT of what a view lists */
struct view *backup_form(struct app *app);
struct view *plain_view(struct app *app);                         /* the text of the screen, for the mouse */
void plain_copy(struct app *app);                                 /* that of the marked line, to the clipboard */
struct view *passphrase_view(struct app *app, bool lock);         /* sets or changes it; `lock`: and locks */
struct view *directory_view(struct app *app);                     /* mediators, departments, helpers, other routes */
struct view *entry_view(struct app *app, const struct id *entry); /* one of them, all that it says */
struct view *drop_entry_form(struct app *app, const struct id *entry, const char *name);
const char *directory_refuses(struct app *app); /* why this worker does not keep the directory; NULL: does */
enum print_what { PRINT_WEEK, PRINT_HOUSEHOLD, PRINT_MATTER, PRINT_ROUTES, PRINT_DOSSIER, PRINT_AGREEMENT };
struct view *print_form(struct app *app, enum print_what what, const struct id *about); /* NULL: the week is about nobody */
struct view *print_menu(struct app *app, const struct id *matter); /* what of a matter: summary, dossier, agreement… */
/* The same page as the version for a party (1 the first; 0 the committee's). */
struct view *print_form_for(struct app *app, enum print_what what, const struct id *about, int party);

#endif
