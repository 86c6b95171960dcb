/* Setting, changing and removing the passphrase of the lock: up to three lines, none of which is shown. No draft is kept. */
#include "linli/passphrase.h"

#include <string.h>
#include "app.h"
#include "hidden.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "words.h"

enum { LINE_PRESENT, LINE_NEW, LINE_AGAIN, LINES };
static const char *const labels[LINES] = {N_("Present passphrase"), N_("New passphrase"), N_("New one once more")};

#define FIRST_ROW 2
#define WORDS_ROWS 8

struct setting {
    struct view view;
    struct hidden lines[LINES];
    int first, at; /* the first line that is asked for; the one that is typed in */
    bool lock;     /* lock as soon as there is one */
};

static const enum request requests[] = {REQ_DONE, REQ_NEXT, REQ_BACK, REQ_NEXT_FIELD, REQ_PREVIOUS_FIELD, REQ_NONE};

static struct setting *of(struct view *v) {
    return (struct setting *)v;
}

static void draw(struct view *v, const struct area *area) {
    struct setting *s = of(v);
    struct width_line lines[WORDS_ROWS];
    const char *words =
        _("It keeps others from the screen while you are away: linli asks for it at the start, and when nobody typed for "
          "a while. It encrypts nothing: who can read the file of the record can read the record. At least 6 "
          "characters; what is typed is not shown. Both new lines left empty: no lock any more.");
    int row = area->row + FIRST_ROW, room = area->cols - LISTING_MARK_CELLS, label = 0;
    size_t count;

    screen_put(area->row, LISTING_MARK_CELLS, room, PAINT_TITLE, _("Passphrase of the lock"));
    for (int i = s->first; i < LINES; i++)
        label = screen_cells(_(labels[i])) > label ? screen_cells(_(labels[i])) : label;
    for (int i = s->first; i < LINES; i++, row++) {
        screen_put(row, 0, LISTING_MARK_CELLS, PAINT_MARK, i == s->at ? ">" : "");
        screen_put(row, LISTING_MARK_CELLS, label, PAINT_LABEL, _(labels[i]));
        if (i == s->at)
            term_cursor(row, LISTING_MARK_CELLS + label + 2);
    }
    words = screen_shown(words, strlen(words));
    count = width_wrap(lines, WORDS_ROWS, words, strlen(words), room);
    for (size_t i = 0; i < count && i < WORDS_ROWS && row + 1 + (int)i < area->row + area->rows; i++)
        term_put(row + 1 + (int)i, LISTING_MARK_CELLS, room, PAINT_QUIET, lines[i].text, lines[i].len);
}

static bool in_text(const struct view *v) {
    (void)v;
    return true;
}

/* Says what is wrong and goes to the line that it is about. */
static void back_to(struct setting *s, int line, const char *words) {
    for (int i = line; i < LINES; i++)
        hidden_wipe(&s->lines[i]);
    s->at = line;
    if (words)
        app_say(s->view.app, words);
    else
        app_say_error(s->view.app);
}

static void finish(struct setting *s) {
    struct app *app = s->view.app;
    bool remove = !s->lines[LINE_NEW].len, lock = s->lock;
    char name[KEY_NAME_SIZE] = "";

    if (strcmp(s->lines[LINE_NEW].text, s->lines[LINE_AGAIN].text) != 0) {
        back_to(s, LINE_NEW, _("The two are not the same: type both once more."));
        return;
    }
    if (remove && s->first != LINE_PRESENT) {
        back_to(s, LINE_NEW, _("Nothing is typed yet. Esc goes back without a passphrase."));
        return;
    }
    if (s->first == LINE_PRESENT && passphrase_is_set() && passphrase_check(s->lines[LINE_PRESENT].text) != ERR_OK) {
        back_to(s, LINE_PRESENT, NULL);
        return;
    }
    if ((remove ? passphrase_remove() : passphrase_set(s->lines[LINE_NEW].text)) != ERR_OK) {
        back_to(s, LINE_NEW, NULL);
        return;
    }
    app_pop(app); /* frees it */
    request_shown_key(REQ_LOCK, false, name);
    app_say(app, remove ? _("The passphrase is gone: nothing locks any more.")
                        : err_fmt(_("The passphrase is set. %s locks at once."), name));
    if (lock && !remove)
        lock_now(app);
}

static void request(struct view *v, enum request r) {
    struct setting *s = of(v);

    if (r == REQ_BACK)
        app_pop(v->app);
    else if (r == REQ_DONE || (r == REQ_NEXT && s->at == LINE_AGAIN))
        finish(s);
    else if (s->at == (r == REQ_PREVIOUS_FIELD ? s->first : LINE_AGAIN))
        app_say(v->app, _("There is nothing more that way."));
    else
        s->at += r == REQ_PREVIOUS_FIELD ? -1 : 1;
}

static bool key(struct view *v, const struct key *key, const struct buf *paste) {
    return hidden_key(&of(v)->lines[of(v)->at], key, paste);
}

static void free_view(struct view *v) {
    struct setting *s = of(v);

    for (int i = 0; i < LINES; i++)
        hidden_wipe(&s->lines[i]);
    mem_free(s);
}

static const struct view_ops ops = {
    .name = "passphrase",
    .title = N_("Passphrase of the lock"),
    .requests = requests,
    .free = free_view,
    .draw = draw,
    .in_text = in_text,
    .enter_ends_field = true,
    .unheard = true,
    .request = request,
    .key = key,
};

struct view *passphrase_view(struct app *app, bool lock) {
    struct setting *s = mem_new(1, sizeof *s);

    s->view = (struct view){&ops, app};
    s->first = s->at = passphrase_is_set() ? LINE_PRESENT : LINE_NEW;
    s->lock = lock;
    return &s->view;
}
