/* The list widget. */
#include "listing.h"

#include <string.h>
#include "linli/i18n.h"
#include "linli/width.h"
#include "term.h"
#include "zones.h"

#define GAP 2
#define NARROW 60         /* cells below which the gap is one */
#define CUT ".."          /* at the end of a text that is cut; ASCII, of sure width */
#define LAST_AT_MOST 4000 /* rows walked by End where nobody knows how many there are */

static int gap_of(const struct listing *l, const struct area *area) {
    return area->cols < NARROW ? 1 : l->gap ? l->gap : GAP;
}

static int wanted(const int *cells, size_t count, int gap) {
    int sum = -gap;

    for (size_t i = 0; i < count; i++)
        if (cells[i])
            sum += cells[i] + gap;
    return sum;
}

static int title_cells(const struct column *c) {
    int cells = *c->title ? screen_cells(_(c->title)) : 0;

    return cells > c->least ? cells : c->least;
}

void listing_layout(int *out, const struct column *columns, size_t count, int cells, int gap) {
    int spare;

    for (size_t i = 0; i < count; i++)
        out[i] = title_cells(&columns[i]);
    while (wanted(out, count, gap) > cells) {
        size_t worst = 0;

        for (size_t i = 1; i < count; i++)
            if (out[i] && (!out[worst] || columns[i].keep > columns[worst].keep))
                worst = i;
        if (columns[worst].keep == 0)
            break;
        out[worst] = 0;
    }
    spare = cells - wanted(out, count, gap);
    for (bool grown = true; spare > 0 && grown;) {
        grown = false;
        for (size_t i = 0; i < count && spare > 0; i++)
            if (out[i] && out[i] < columns[i].most) {
                out[i]++;
                spare--;
                grown = true;
            }
    }
}

static bool move_to(struct listing *l, size_t row) {
    if (row == l->at)
        return false;
    l->at = row;
    return true;
}

/* The last row that is there at or before `row`. */
static size_t last_before(const struct listing *l, size_t row) {
    while (row > l->at && !l->has(l->arg, row))
        row--;
    return row;
}

static size_t last_of_all(const struct listing *l) {
    size_t row = l->at;

    while (row - l->at < LAST_AT_MOST && l->has(l->arg, row + 1))
        row++;
    return row;
}

static enum listing_line line_of(const struct listing *l, size_t row, struct buf *out) {
    return l->line ? l->line(l->arg, row, out) : LISTING_CELLS;
}

static bool is_heading(const struct listing *l, size_t row) {
    struct buf text = {0};
    bool is = line_of(l, row, &text) == LISTING_HEADING;

    buf_free(&text);
    return is;
}

static bool move(struct listing *l, enum request r) {
    size_t page = l->page > 1 ? (size_t)l->page : 1;

    switch (r) {
    case REQ_DOWN:
        return move_to(l, last_before(l, l->at + 1));
    case REQ_UP:
        return move_to(l, l->at ? l->at - 1 : 0);
    case REQ_PAGE_DOWN:
        return move_to(l, last_before(l, l->at + page));
    case REQ_PAGE_UP:
        return move_to(l, l->at > page ? l->at - page : 0);
    case REQ_FIRST:
        return move_to(l, 0);
    case REQ_LAST:
        return move_to(l, last_of_all(l));
    default:
        return false;
    }
}

void listing_rest(struct listing *l) {
    while (l->at && !l->has(l->arg, l->at))
        l->at--;
    if (l->has(l->arg, l->at) && is_heading(l, l->at))
        l->at++;
}

bool listing_move(struct listing *l, enum request r) {
    size_t from = l->at;

    if (!move(l, r))
        return false;
    if (is_heading(l, l->at))
        l->at = l->at < from && l->at ? l->at - 1 : l->at + 1;
    return l->at != from;
}

static void scroll(struct listing *l, int rows) {
    size_t page = rows > 0 ? (size_t)rows : 1;

    l->page = (int)page;
    if (l->at && l->at <= l->top && page > 1 && is_heading(l, l->at - 1))
        l->top = l->at - 1;
    if (l->at < l->top)
        l->top = l->at;
    if (l->at >= l->top + page)
        l->top = l->at - page + 1;
}

static void draw_titles(const struct listing *l, const int *cells, const struct area *area) {
    int col = LISTING_MARK_CELLS, gap = gap_of(l, area);

    for (size_t i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];

        if (!cells[i])
            continue;
        if (*c->title && c->right)
            screen_put_right(area->row, col, cells[i], PAINT_QUIET, _(c->title));
        else if (*c->title)
            screen_put(area->row, col, cells[i], PAINT_QUIET, _(c->title));
        col += cells[i] + gap;
    }
}

int listing_put_text(int row, int col, int cells, enum paint paint, const char *text, uint64_t marks) {
    const char *shown = screen_shown(text, strlen(text));
    int dots = (int)strlen(CUT), used;
    struct buf cut = {0};

    if (cells <= dots || width_text(shown, SIZE_MAX) <= cells)
        return screen_put_marked(row, col, cells, paint, text, marks);
    buf_add(&cut, shown, width_fit(shown, strlen(shown), cells - dots, &used));
    buf_puts(&cut, CUT);
    used = screen_put_marked(row, col, cells, paint, buf_text(&cut), marks);
    buf_free(&cut);
    return used;
}

/* Cells of the column and of the empty ones behind it. */
static int room_of(const struct listing *l, const int *cells, int gap, size_t row, size_t column) {
    struct buf text = {0};
    int room = cells[column];

    for (size_t i = column + 1; l->flows && i < l->column_count && !text.len; i++) {
        if (cells[i])
            l->cell(l->arg, row, i, &text);
        if (cells[i] && !text.len)
            room += gap + cells[i];
    }
    buf_free(&text);
    return room;
}

static int draw_cell(const struct listing *l, const int *cells, int gap, int screen_row, int col, size_t row, size_t column,
                     enum paint paint, const char *text) {
    uint64_t marks = l->marks ? l->marks(l->arg, row, column) : 0;
    int room = *text ? room_of(l, cells, gap, row, column) : cells[column];

    if (l->texts >> column & 1)
        return listing_put_text(screen_row, col, room, paint, text, marks);
    return screen_put_marked(screen_row, col, room, paint, text, marks);
}

/* Returns the column of the row's first text. */
static int draw_row(const struct listing *l, const int *cells, const struct area *area, int screen_row, size_t row) {
    struct buf text = {0};
    int col = LISTING_MARK_CELLS, first = 0, gap = gap_of(l, area);
    enum listing_line line = line_of(l, row, &text);

    if (row == l->at)
        screen_put(screen_row, 0, LISTING_MARK_CELLS, PAINT_MARK, ">");
    if (line == LISTING_DRAWN) {
        l->draw(l->arg, row, screen_row, col, area->cols - col);
        buf_free(&text);
        return LISTING_MARK_CELLS;
    }
    if (line != LISTING_CELLS) {
        col = line == LISTING_HEADING ? 0 : LISTING_MARK_CELLS;
        listing_put_text(screen_row, col, area->cols - col, PAINT_TITLE, buf_text(&text), 0);
        buf_free(&text);
        return LISTING_MARK_CELLS;
    }
    for (size_t i = 0; i < l->column_count; i++) {
        enum paint paint;
        int used;

        if (!cells[i])
            continue;
        buf_reset(&text);
        paint = l->cell(l->arg, row, i, &text);
        if (row == l->at && paint == PAINT_TEXT)
            paint = PAINT_SELECTED;
        if (l->columns[i].right)
            used = screen_put_right(screen_row, col, cells[i], paint, buf_text(&text));
        else
            used = draw_cell(l, cells, gap, screen_row, col, row, i, paint, buf_text(&text));
        if (used && !first)
            first = l->columns[i].right ? col + cells[i] - used : col;
        col += cells[i] + gap;
    }
    buf_free(&text);
    return first ? first : LISTING_MARK_CELLS;
}

/* A row that is clicked. */
static bool pick(void *arg, size_t row) {
    struct listing *l = arg;
    size_t from = l->at;

    if (!l->has(l->arg, row) || is_heading(l, row))
        return false;
    l->at = row;
    return row == from;
}

int listing_draw(struct listing *l, const struct area *area, bool cursor) {
    int *cells = l->cells, drawn = 0;

    listing_rest(l);
    listing_layout(cells, l->columns, l->column_count, area->cols - LISTING_MARK_CELLS, gap_of(l, area));
    draw_titles(l, cells, area);
    scroll(l, area->rows - 1);
    for (; drawn < area->rows - 1 && l->has(l->arg, l->top + (size_t)drawn); drawn++) {
        int first = draw_row(l, cells, area, area->row + 1 + drawn, l->top + (size_t)drawn);

        zones_add_row(area->row + 1 + drawn, area->cols, pick, l, l->top + (size_t)drawn);
        if (cursor && l->top + (size_t)drawn == l->at)
            term_cursor(area->row + 1 + drawn, first);
    }
    return drawn;
}
