/* The line on top: tabs, who and where, what is unsent, when last in step. What does not fit goes, the least needed first. */
#include "app.h"
#include "linli/i18n.h"
#include "term.h"
#include "words.h"
#include "zones.h"

#define NAME_COLS 72 /* from here on the name of the program is shown */
#define GAP 2

/* `brief`: only the tab that is on has its name. */
static void write_tab(struct app *app, size_t tab, bool brief, struct buf *out) {
    bool on = app_tab_is_on(app, tab);
    char key[KEY_NAME_SIZE] = "";

    buf_reset(out);
    request_shown_key(app_tabs[tab].tab, false, key);
    buf_printf(out, "%s%s", on ? "[" : " ", key);
    if (on || !brief)
        buf_printf(out, "%s%s", i18n_is_chinese() && !term_is_ascii() ? "" : " ", request_label(app_tabs[tab].tab));
    buf_puts(out, on ? "]" : " ");
}

/* Draws the tabs so that `room` cells are left, where names can be left out for that. Returns the next free column. */
static int draw_tabs(struct app *app, int col, int cols, int room) {
    struct buf text = {0};
    int wanted = col + room;

    for (size_t i = 0; i < app_tab_count; i++) {
        write_tab(app, i, false, &text);
        wanted += screen_cells(buf_text(&text));
    }
    for (size_t i = 0; i < app_tab_count; i++) {
        write_tab(app, i, wanted > cols, &text);
        zones_add_request(0, col, screen_cells(buf_text(&text)), app_tabs[i].tab);
        col += screen_put(0, col, cols - col, app_tab_is_on(app, i) ? PAINT_TAB : PAINT_TOP, buf_text(&text));
    }
    buf_free(&text);
    return col;
}

enum { PART_WHERE, PART_WHO, PART_WAITING, PART_SYNC, PARTS };

static void write_part(struct app *app, int part, struct buf *out) {
    buf_reset(out);
    if (part == PART_WHERE)
        buf_puts(out, app->where);
    if (part == PART_WHO)
        buf_puts(out, app->who);
    if (part == PART_WAITING && app->counts.attention)
        buf_printf(out, _("%d unsent, %d to settle"), (int)app->counts.waiting, (int)app->counts.attention);
    else if (part == PART_WAITING)
        buf_printf(out, _("%d unsent"), (int)app->counts.waiting);
    if (part != PART_SYNC)
        return;
    if (app->practice)
        buf_puts(out, _("practice"));
    else if (!app->enrolled)
        buf_puts(out, _("no hub"));
    else if (syncing_online(app))
        buf_puts(out, _("online")); /* no time: it would tick */
    else if (!app->last_sync)
        buf_puts(out, _("never synced"));
    else {
        buf_puts(out, _("synced "));
        words_when(out, app->last_sync);
    }
}

void top_draw(struct app *app, int cols) {
    static const int order[PARTS] = {PART_WAITING, PART_SYNC, PART_WHO, PART_WHERE}; /* the first is the last to go */
    bool shown[PARTS] = {false};
    struct buf text = {0};
    int col = 0, room;

    screen_fill(0, cols, PAINT_TOP);
    if (cols >= NAME_COLS)
        col = screen_put(0, 0, cols, PAINT_TOP, _("linli")) + 1;
    write_part(app, PART_WAITING, &text);
    col = draw_tabs(app, col, cols, screen_cells(buf_text(&text)) + GAP + 1);
    room = cols - col - 1;
    for (size_t i = 0; i < PARTS; i++) {
        int cells;

        write_part(app, order[i], &text);
        cells = screen_cells(buf_text(&text)) + GAP;
        if (cells == GAP || cells > room)
            continue;
        shown[order[i]] = true;
        room -= cells;
    }
    col = cols;
    for (int part = PARTS - 1; part >= 0; part--) {
        int cells;

        if (!shown[part])
            continue;
        write_part(app, part, &text);
        cells = screen_cells(buf_text(&text));
        col -= cells;
        screen_put(0, col, cells, PAINT_TOP, buf_text(&text));
        col -= GAP;
    }
    buf_free(&text);
}
