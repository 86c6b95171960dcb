/* The leaf widget. */
#include "leaf.h"

#include <string.h>
#include "linli/buf.h"
#include "linli/mem.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "zones.h"

#define WRAP_MAX 200 /* lines of one text */

void leaf_start(struct leaf *p, int cols) {
    for (size_t i = 0; i < p->count; i++)
        mem_free(p->lines[i].text);
    p->count = 0;
    p->cols = cols;
}

void leaf_free(struct leaf *p) {
    leaf_start(p, 0);
    mem_free(p->lines);
    memset(p, 0, sizeof *p);
}

static void add_line(struct leaf *p, enum paint paint, int tag, bool rest, char *text) {
    if (p->count == LEAF_LINES_MAX) {
        mem_free(text);
        return;
    }
    if (p->count == p->room) {
        p->room = p->room ? p->room * 2 : 32;
        p->lines = mem_resize(p->lines, p->room, sizeof *p->lines);
    }
    p->lines[p->count++] = (struct leaf_line){paint, tag, rest, text};
}

void leaf_add(struct leaf *p, enum paint paint, int tag, int hang, const char *text) {
    static struct width_line lines[WRAP_MAX];
    int cells = p->cols - LISTING_MARK_CELLS - hang;
    struct buf shown = {0};
    size_t count;

    buf_puts(&shown, screen_shown(text, strlen(text)));
    count = width_wrap(lines, WRAP_MAX, buf_text(&shown), shown.len, cells > 8 ? cells : 8);
    if (count > WRAP_MAX)
        count = WRAP_MAX;
    for (size_t i = 0; i < count; i++) {
        struct buf line = {0};

        for (int k = 0; i > 0 && k < hang; k++)
            buf_putc(&line, ' ');
        buf_add(&line, lines[i].text, lines[i].len);
        add_line(p, paint, tag, i == 0, buf_take(&line));
    }
    if (!count)
        add_line(p, paint, tag, true, mem_dup(""));
    buf_free(&shown);
}

void leaf_head(struct leaf *p, const char *text) {
    if (p->count)
        add_line(p, PAINT_TEXT, -1, false, mem_dup(""));
    add_line(p, PAINT_TITLE, -1, false, mem_dup(text));
}

/* The nearest line at or beyond `line` in the direction where the mark may stand; the present one where there is none. */
static size_t rest_at(const struct leaf *p, size_t line, int direction) {
    for (; line < p->count; line += (size_t)direction)
        if (p->lines[line].rest)
            return line;
    return p->at;
}

bool leaf_move(struct leaf *p, enum request r) {
    size_t from = p->at, page = p->rows > 1 ? (size_t)p->rows - 1 : 1;

    if (!p->count)
        return false;
    switch (r) {
    case REQ_DOWN:
        p->at = rest_at(p, p->at + 1, 1);
        break;
    case REQ_UP:
        p->at = rest_at(p, p->at - 1, -1);
        break;
    case REQ_PAGE_DOWN:
        p->at = rest_at(p, p->at + page < p->count ? p->at + page : p->count - 1, p->at + page < p->count ? 1 : -1);
        break;
    case REQ_PAGE_UP:
        p->at = rest_at(p, p->at > page ? p->at - page : 0, p->at > page ? -1 : 1);
        break;
    case REQ_FIRST:
        p->at = rest_at(p, 0, 1);
        break;
    case REQ_LAST:
        p->at = rest_at(p, p->count - 1, -1);
        break;
    default:
        return false;
    }
    return p->at != from;
}

int leaf_tag(const struct leaf *p) {
    return p->at < p->count ? p->lines[p->at].tag : -1;
}

/* The marked line and those that continue it are visible, and headings above the first line come into view with it. */
static void scroll(struct leaf *p) {
    size_t rows = p->rows > 0 ? (size_t)p->rows : 1, last = p->at;

    while (last + 1 < p->count && !p->lines[last + 1].rest && *p->lines[last + 1].text &&
           p->lines[last + 1].tag == p->lines[p->at].tag)
        last++;
    if (last >= p->top + rows)
        p->top = last - rows + 1;
    if (p->at < p->top)
        p->top = p->at;
    if (p->at < rows && rest_at(p, 0, 1) == p->at)
        p->top = 0;
}

/* A line that is clicked; one that continues another means that. */
static bool pick(void *arg, size_t line) {
    struct leaf *p = arg;
    size_t from = p->at;

    while (line && line < p->count && !p->lines[line].rest && p->lines[line].tag >= 0)
        line--;
    if (line >= p->count || !p->lines[line].rest)
        return false;
    p->at = line;
    return line == from;
}

void leaf_draw(struct leaf *p, const struct area *area) {
    if (p->at >= p->count)
        p->at = p->count ? p->count - 1 : 0;
    if (p->count && !p->lines[p->at].rest)
        p->at = rest_at(p, p->at, 1);
    if (p->count && !p->lines[p->at].rest)
        p->at = rest_at(p, p->at, -1);
    p->rows = area->rows;
    scroll(p);
    for (int i = 0; i < area->rows && p->top + (size_t)i < p->count; i++) {
        const struct leaf_line *l = &p->lines[p->top + (size_t)i];

        if (p->top + (size_t)i == p->at)
            screen_put(area->row + i, 0, LISTING_MARK_CELLS, PAINT_MARK, ">");
        screen_put(area->row + i, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, l->paint, l->text);
        zones_add_row(area->row + i, area->cols, pick, p, p->top + (size_t)i);
    }
    term_cursor(area->row + (int)(p->at - p->top), LISTING_MARK_CELLS);
}
