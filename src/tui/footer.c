/* The line at the bottom: the keys that work now, from the key table, help first and never cut; or a message. */
#include <string.h>
#include "app.h"
#include "linli/width.h"
#include "term.h"
#include "zones.h"

#define GAP 2
#define NARROW 60 /* columns below which the gap is one */
#define MESSAGE_ROWS 3

/* Bytes up to the last end of a sentence; 0 where there is none. */
static size_t whole_sentences(const char *text, size_t len) {
    static const char *const ends[] = {". ", "。"};
    size_t last = 0;

    for (size_t at = 0; at < len; at++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (strncmp(text + at, ends[i], strlen(ends[i])) == 0 && at + strlen(ends[i]) <= len)
                last = at + strlen(ends[i]);
    return last;
}

/* On a slow line a message is what of it fits one row, as whole sentences; a fault is told in full. */
static size_t wrap_message(struct app *app, int cols, struct width_line lines[MESSAGE_ROWS]) {
    const char *shown = screen_shown(app->message, strlen(app->message));
    size_t count = width_wrap(lines, MESSAGE_ROWS, shown, strlen(shown), cols - 1), whole;

    if (term_is_slow() && count > 1 && app->message_paint != PAINT_ERROR) {
        whole = whole_sentences(lines[0].text, lines[0].len);
        lines[0].len = whole ? whole : lines[0].len;
        return whole ? 1 : count > MESSAGE_ROWS ? MESSAGE_ROWS : count;
    }
    return count > MESSAGE_ROWS ? MESSAGE_ROWS : count;
}

int footer_height(struct app *app, int cols) {
    struct width_line lines[MESSAGE_ROWS];
    size_t count = *app->message ? wrap_message(app, cols, lines) : 1;

    return count ? (int)count : 1;
}

/* The first key that reaches it now: not one that is needed for the text, or that another request has before it. */
static bool working_key(struct app *app, enum request r, char out[KEY_NAME_SIZE]) {
    struct key key;
    bool found = false;

    for (size_t k = 0; request_key(r, k, &key); k++) {
        if ((found && !request_shows_before(&key)) || app_request_of_key(app, &key) != r)
            continue;
        keys_name(out, &key);
        if (request_shows_before(&key))
            return true;
        found = true;
    }
    return found;
}

/* What the footer says of a verb depends on the marked line, and changing it costs more than the move itself. */
static bool works_now(struct app *app, enum request r) {
    return app->moving ? app->footer.has[r] : !app_refuses(app, r);
}

/* Draws `key label` where all of it fits; returns the next free column. */
static int draw_one(struct app *app, enum request r, int row, int col, int cols) {
    char key[KEY_NAME_SIZE];
    int gap = col ? (cols < NARROW ? 1 : GAP) : 0, cells;

    if ((request_row(r)->flags & MOVES) || !working_key(app, r, key) || !works_now(app, r))
        return col;
    app->footer.has[r] = true;
    cells = screen_cells(key) + 1 + screen_cells(request_label(r));
    if (col + gap + cells > cols)
        return col;
    col += gap;
    zones_add_request(row, col, cells, r);
    col += screen_put(row, col, cells, PAINT_KEY, key) + 1;
    return col + screen_put(row, col, cells, PAINT_FOOTER, request_label(r));
}

static bool listed(const enum request *list, enum request r) {
    for (; *list != REQ_NONE; list++)
        if (*list == r)
            return true;
    return false;
}

static void draw_keys(struct app *app, int row, int cols) {
    const enum request *own = app_top(app)->ops->requests;
    bool is_form = app_top(app)->ops->enter_ends_field;
    int col;

    app->moving = app->moving && app->footer.of == app_top(app);
    if (!app->moving)
        memset(&app->footer, 0, sizeof app->footer);
    app->footer.of = app_top(app);
    col = draw_one(app, REQ_HELP, row, 0, cols);
    for (const enum request *r = own; *r != REQ_NONE; r++)
        if (*r != REQ_PINYIN || is_form)
            col = draw_one(app, *r, row, col, cols);
    for (const enum request *r = app_everywhere; *r != REQ_NONE; r++)
        if (*r != REQ_HELP && !listed(own, *r))
            col = draw_one(app, *r, row, col, cols);
    if (!is_form && listed(own, REQ_PINYIN)) /* a lookup finds by pinyin as it is */
        draw_one(app, REQ_PINYIN, row, col, cols);
}

/* Whether the message says already which key lists the others. */
static bool names_help(struct app *app) {
    struct view *v = app_top(app);
    char key[KEY_NAME_SIZE] = "";

    return request_shown_key(REQ_HELP, v->ops->in_text && v->ops->in_text(v), key) && strstr(app->message, key);
}

void footer_draw(struct app *app, const struct area *area) {
    struct width_line lines[MESSAGE_ROWS];
    size_t count;
    int col = 0;

    if (!*app->message) {
        draw_keys(app, area->row + area->rows - 1, area->cols);
        return;
    }
    count = wrap_message(app, area->cols, lines);
    for (size_t i = 0; i < count && (int)i < area->rows; i++)
        col = term_put(area->row + (int)i, 0, area->cols, app->message_paint, lines[i].text, lines[i].len);
    term_tell_last(area->row + (int)(count < (size_t)area->rows ? count : (size_t)area->rows) - 1);
    if (app->stuck && count && !term_is_linear() && !names_help(app))
        draw_one(app, REQ_HELP, area->row + (int)count - 1, col, area->cols);
}
