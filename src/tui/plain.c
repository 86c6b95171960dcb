/* What the screen shows as text: a line of it for the clipboard, or all of it without what belongs to the screen, so that the
 * mouse selects words and nothing else. It is taken from the cells that were drawn: what is masked there is masked here. */
#include <string.h>
#include "app.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "listing.h"
#include "screen.h"
#include "term.h"

#define LINES_MAX 300

struct plain {
    struct view view;
    struct buf text; /* lines, a NUL behind each */
    size_t count;
};

static const enum request requests[] = {REQ_BACK, REQ_NONE};

static struct plain *of(struct view *v) {
    return (struct plain *)v;
}

/* The row without the mark and the blanks between columns, of which two stay. */
static void add_row(struct buf *out, int row) {
    struct buf text = {0};
    const char *p;
    size_t blanks = 0;

    term_row(row, &text);
    p = buf_text(&text);
    if (strncmp(p, "> ", LISTING_MARK_CELLS) == 0)
        p += LISTING_MARK_CELLS;
    p += strspn(p, " ");
    for (; *p; p++) {
        blanks = *p == ' ' ? blanks + 1 : 0;
        if (blanks <= 2)
            buf_putc(out, *p);
    }
    buf_free(&text);
}

void plain_copy(struct app *app) {
    struct buf text = {0};
    int row, col;

    app_draw_cells(app); /* keys may have come faster than frames */
    term_cursor_at(&row, &col);
    add_row(&text, row);
    if (!text.len) {
        app_say(app, _("The marked line is empty."));
    } else if (!term_can_copy()) {
        app_say(app, _("This terminal has no clipboard that linli could reach: X shows the text for the mouse."));
    } else {
        term_copy(text.data, text.len);
        app_say(app, err_fmt(_("Copied, if the terminal takes it (some do not): %s"), buf_text(&text)));
    }
    buf_free(&text);
}

static void draw(struct view *v, const struct area *area) {
    const char *line = buf_text(&of(v)->text);

    for (size_t i = 0; i < of(v)->count && (int)i < area->rows; i++, line += strlen(line) + 1)
        screen_put(area->row + (int)i, 0, area->cols, PAINT_TEXT, line);
    term_cursor(area->row, 0);
}

static void request(struct view *v, enum request r) {
    if (r == REQ_BACK)
        app_pop(v->app);
    else
        app_say(v->app, _("Esc goes back."));
}

static void free_view(struct view *v) {
    buf_free(&of(v)->text);
    mem_free(v);
}

static const struct view_ops ops = {
    .name = "plain",
    .title = N_("Plain text"),
    .requests = requests,
    .bare = true,
    .free = free_view,
    .draw = draw,
    .request = request,
};

struct view *plain_view(struct app *app) {
    struct plain *p = mem_new(1, sizeof *p);
    struct buf line = {0};
    int rows, cols, below;
    bool blank = true;

    p->view = (struct view){&ops, app};
    app_draw_cells(app);
    term_size(&rows, &cols);
    below = footer_height(app, cols);
    for (int row = app->tour ? 2 : 1; row < rows - below && p->count < LINES_MAX; row++) {
        buf_reset(&line);
        add_row(&line, row);
        if (!line.len && blank)
            continue;
        blank = !line.len;
        buf_add(&p->text, buf_text(&line), line.len + 1);
        p->count++;
    }
    buf_free(&line);
    return &p->view;
}
