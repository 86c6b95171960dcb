/* How the building board looks: cells with marks and shades, a legend, and in words who lives at the marked door. */
#include <string.h>
#include "app.h"
#include "board.h"
#include "happenings.h"
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/story.h"
#include "linli/width.h"
#include "listing.h"
#include "term.h"
#include "words.h"

#define CELL 2 /* of a door; before it stands the mark of the marked one */
#define STRIDE (CELL + 1)
#define LABEL_LEAST 2
#define ROOMY 14     /* rows with which there is room for two lines of heads and two of words */
#define LINES_MAX 40 /* of one sentence */

/* How long ago, in letters: what nobody has to see in colours. */
static const char ramp[BOARD_SHADES + 1] = ".:-=#";

static bool is_han(void) {
    return i18n_is_chinese() && !term_is_ascii();
}

void board_title(struct buf *out, const struct door *first, bool flats) {
    struct door d = {0};

    memcpy(d.compound, first->compound, sizeof d.compound);
    if (flats)
        memcpy(d.building, first->building, sizeof d.building);
    buf_puts(out, d.compound);
    if (*d.building) {
        buf_puts(out, *d.compound ? " " : "");
        door_words(out, &d);
    }
}

static void put_title(const struct board_view *b, struct buf *out) {
    const struct board *all = &b->board;
    const struct door *first = &all->doors[0].door;
    bool lanes = !board_is_flat(first) && strcmp(first->compound, all->doors[all->count - 1].door.compound) != 0;
    char area[NAME_SIZE];

    read_area_name(b->view.app->store, all->first.area, area);
    if (!lanes)
        board_title(out, first, board_is_flat(first));
    else
        buf_puts(out, *area ? area : all->first.area);
    buf_puts(out, out->len ? "  " : "");
    buf_printf(out, ngettext("%d household", "%d households", (unsigned long)all->count), (int)all->count);
    if (*area && !lanes)
        buf_printf(out, "  %s", area);
}

static void put_label(struct buf *out, const struct board_row *r, bool whole) {
    if (*r->floor)
        buf_printf(out, _("F%s"), r->floor);
    else if (r->unit && (r->first || whole))
        buf_printf(out, _("Unit %s"), r->name);
    else if (*r->name && (r->first || whole))
        buf_puts(out, r->name);
    else if (r->from)
        buf_printf(out, "%d", r->from);
}

/* --- pages --- */

static int label_cells(const struct board_view *b, int cols) {
    struct buf text = {0};
    int most = LABEL_LEAST, cells;

    for (size_t r = 0; r < b->layout.rows; r++) {
        buf_reset(&text);
        put_label(&text, &b->layout.row[r], false);
        cells = screen_cells(buf_text(&text));
        most = cells > most ? cells : most;
    }
    buf_free(&text);
    return LISTING_MARK_CELLS + (most < cols / 4 ? most : cols / 4);
}

/* Between two units one cell stays free. */
static bool begins_unit(const struct board_layout *l, size_t column) {
    return column && strcmp(l->column[column].unit, l->column[column - 1].unit) != 0;
}

static void find_columns(const struct board_view *b, int cols, size_t column, size_t *from, size_t *to) {
    const struct board_layout *l = &b->layout;

    for (*from = *to = 0; *from < l->cols; *from = *to) {
        int left = cols - label_cells(b, cols) - STRIDE;

        for (*to = *from + 1; *to < l->cols; ++*to) {
            left -= STRIDE + begins_unit(l, *to);
            if (left < 0)
                break;
        }
        if (column < *to)
            return;
    }
}

static int column_at(const struct board_view *b, int cols, size_t column) {
    int col = label_cells(b, cols) + 1;

    for (size_t c = b->col_from + 1; c <= column; c++)
        col += STRIDE + begins_unit(&b->layout, c);
    return col;
}

static bool is_roomy(const struct board_view *b) {
    return b->area.rows >= ROOMY;
}

static int head_rows(const struct board_view *b) {
    return is_roomy(b) && *b->layout.column[0].unit ? 2 : 1;
}

static int detail_rows(const struct board_view *b) {
    return is_roomy(b) ? 2 : 1;
}

void board_measure(struct board_view *b) {
    const struct board_layout *l = &b->layout;
    int rows;

    if (!l->cols)
        return;
    rows = term_is_linear() ? (int)l->rows : b->area.rows - 2 - head_rows(b) - detail_rows(b);
    b->rows_a_page = rows > 0 ? (size_t)rows : 1;
    b->row_pages = (l->rows + b->rows_a_page - 1) / b->rows_a_page;
    b->rows_a_page = (l->rows + b->row_pages - 1) / b->row_pages; /* all of a size */
    b->row_page = b->place / l->cols / b->rows_a_page;
    b->col_from = 0;
    b->col_to = l->cols;
    if (!term_is_linear())
        find_columns(b, b->area.cols, b->place % l->cols, &b->col_from, &b->col_to);
}

/* --- cells --- */

static void draw_door(const struct board_view *b, int row, int col, const struct board_door *d) {
    static const enum paint shades[BOARD_SHADES] = {PAINT_TEXT, PAINT_SHADE_1, PAINT_SHADE_2, PAINT_SHADE_3, PAINT_SHADE_4};
    enum board_mark m = board_mark(d, b->today, b->days);
    int shade = board_shade(d, b->today, b->days);
    bool shaded = !term_is_slow() && m != BOARD_EMPTY;
    const char *sign = board_mark_sign(m, is_han());
    char text[8] = {ramp[shade], ramp[shade], '\0'};

    if (m == BOARD_EMPTY || m == BOARD_LONG)
        text[0] = text[1] = *board_mark_sign(m, false);
    else if (m < BOARD_MARKS)
        text[0] = *sign;
    screen_put(row, col, CELL, shaded ? shades[shade] : PAINT_TEXT, is_han() && m < BOARD_MARKS ? sign : text);
}

static void draw_heads(const struct board_view *b, int row, int cols, bool units) {
    const struct board_layout *l = &b->layout;
    struct buf text = {0};

    for (size_t c = b->col_from; c < b->col_to; c++) {
        const struct board_column *k = &l->column[c];
        bool begins = c == b->col_from || begins_unit(l, c);
        int col = column_at(b, cols, c), end = c;

        if (!units) {
            screen_put(row, col, CELL, PAINT_QUIET, k->head);
            continue;
        }
        if (!begins || !*k->unit)
            continue;
        while ((size_t)end + 1 < b->col_to && !begins_unit(l, (size_t)end + 1))
            end++;
        buf_reset(&text);
        buf_printf(&text, _("Unit %s"), k->unit);
        if (screen_cells(buf_text(&text)) > (end - (int)c + 1) * STRIDE) {
            buf_reset(&text);
            buf_puts(&text, k->unit);
        }
        screen_put(row, col, (end - (int)c + 1) * STRIDE, PAINT_QUIET, buf_text(&text));
    }
    buf_free(&text);
}

static void draw_grid(const struct board_view *b, int top, int cols) {
    const struct board_layout *l = &b->layout;
    size_t from = b->row_page * b->rows_a_page;
    struct buf text = {0};

    for (size_t r = from; r < l->rows && r < from + b->rows_a_page; r++) {
        int row = top + (int)(r - from);

        buf_reset(&text);
        put_label(&text, &l->row[r], r == from);
        screen_put(row, LISTING_MARK_CELLS, label_cells(b, cols) - LISTING_MARK_CELLS, PAINT_LABEL, buf_text(&text));
        for (size_t c = b->col_from; c < b->col_to; c++) {
            size_t door = l->doors[r * l->cols + c];
            int col = column_at(b, cols, c);

            if (door == BOARD_NO)
                continue;
            draw_door(b, row, col, &b->board.doors[door]);
            if (r * l->cols + c != b->place)
                continue;
            screen_put(row, col - 1, 1, PAINT_MARK, ">");
            term_cursor(row, col);
        }
    }
    buf_free(&text);
}

/* --- words --- */

static void put_legend(const struct board_view *b, struct buf *out, bool words) {
    for (int m = 0; m < BOARD_MARKS; m++) {
        const char *sign = board_mark_sign((enum board_mark)m, is_han());

        if (!b->counts[m])
            continue;
        buf_printf(out, "%s%s", out->len ? words ? "  " : " " : "", sign);
        if (words)
            buf_printf(out, " %s ", board_mark_words((enum board_mark)m));
        buf_printf(out, "%d", (int)b->counts[m]);
    }
    if (words)
        buf_printf(out, "%s%s", out->len ? "  " : "", _("visited within"));
    for (int i = 0; i + 1 < BOARD_SHADES; i++)
        buf_printf(out, "%s%c%c%d", out->len ? " " : "", ramp[i], ramp[i], (int)(b->days * (i + 1) / (BOARD_SHADES - 1)));
    buf_puts(out, _(" days"));
}

static void draw_legend(const struct board_view *b, int row, int cols) {
    struct buf text = {0};

    put_legend(b, &text, true);
    if (screen_cells(buf_text(&text)) > cols - LISTING_MARK_CELLS) {
        buf_reset(&text);
        put_legend(b, &text, false);
    }
    screen_put(row, LISTING_MARK_CELLS, cols - LISTING_MARK_CELLS, PAINT_QUIET, buf_text(&text));
    buf_free(&text);
}

static enum err add_due(void *arg, const struct due_row *d) {
    struct board_view *b = arg;

    buf_puts(&b->detail, b->detail.len ? "  " : "");
    happenings_due(&b->detail, d);
    return ERR_OK;
}

/* Why it is marked: what is due there in its own words, the rest by its mark; in short where there is one line for all. */
static void put_reasons(struct board_view *b, const struct board_door *d, bool roomy) {
    unsigned reasons = board_reasons(d, b->today, b->days);
    size_t before;

    buf_reset(&b->detail);
    b->told = d->id;
    b->told_roomy = roomy;
    for (int m = 0; m < BOARD_MARKS; m++)
        if (reasons >> m & 1 && !(roomy && m == BOARD_MATTER))
            buf_printf(&b->detail, "%s%s %s", b->detail.len ? "  " : "", board_mark_sign((enum board_mark)m, is_han()),
                       roomy ? board_mark_says((enum board_mark)m) : board_mark_words((enum board_mark)m));
    before = b->detail.len;
    if (roomy && read_due(b->view.app->store, &d->id, add_due, b) != ERR_OK)
        app_say_error(b->view.app);
    if (roomy && b->detail.len == before && d->open)
        buf_printf(&b->detail, "%s%s", before ? "  " : "", board_mark_says(BOARD_MATTER));
}

/* The title says the compound of a building, not that of lanes. Where there is one line for all, people are not counted. */
static void put_who(struct buf *out, const struct board_door *d, int cells, bool roomy) {
    if (board_is_flat(&d->door))
        door_text(out, &d->door, false);
    else
        words_door(out, &d->door, cells / 2);
    buf_printf(out, "  %s  ", d->head);
    if (d->people && roomy)
        buf_printf(out, _("People: %d"), d->people);
    buf_puts(out, d->people && roomy ? "  " : "");
    words_days_ago(out, d->visited);
}

/* The door that the words are about. On a slow line arrows move the mark alone; who lives there is said once they rest. */
static const struct board_door *told_door(struct board_view *b) {
    if (!term_is_slow() || term_is_linear() || id_is_zero(&b->said))
        b->said = b->marked;
    for (size_t i = 0; i < b->board.count; i++)
        if (id_equal(&b->board.doors[i].id, &b->said))
            return &b->board.doors[i];
    return NULL;
}

/* Who lives there and, where there is something, why it is marked. */
static void draw_detail(struct board_view *b, const struct area *area) {
    const struct board_door *d = told_door(b);
    bool roomy = area->rows > 1 || term_is_linear();
    int cells = area->cols - LISTING_MARK_CELLS;
    struct buf text = {0};

    if (!d)
        return;
    if (!id_equal(&b->told, &d->id) || b->told_roomy != roomy)
        put_reasons(b, d, roomy);
    put_who(&text, d, cells, roomy);
    if (area->rows > 1)
        listing_put_text(area->row + 1, LISTING_MARK_CELLS, cells, PAINT_TEXT, buf_text(&b->detail), 0);
    else if (b->detail.len)
        buf_printf(&text, "  %s", buf_text(&b->detail));
    listing_put_text(area->row, LISTING_MARK_CELLS, cells, PAINT_TEXT, buf_text(&text), 0);
    buf_free(&text);
}

static void draw_top(const struct board_view *b, const struct area *area) {
    struct buf title = {0}, page = {0};
    bool rows = b->row_pages > 1, cols = b->col_from > 0 || b->col_to < b->layout.cols;

    put_title(b, &title);
    if (rows)
        buf_printf(&page, "%d/%d", (int)b->row_page + 1, (int)b->row_pages);
    if (cols)
        buf_printf(&page, "%s%d-%d/%d", rows ? "  " : "", (int)b->col_from + 1, (int)b->col_to, (int)b->layout.cols);
    screen_put(area->row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS - (int)page.len - 1, PAINT_TITLE, buf_text(&title));
    if (page.len)
        screen_put_right(area->row, area->cols - (int)page.len, (int)page.len, PAINT_QUIET, buf_text(&page));
    buf_free(&title);
    buf_free(&page);
}

void board_draw(struct board_view *b) {
    const struct area *area = &b->area;
    int last = area->row + area->rows - 1, heads = head_rows(b);
    struct area detail = {last - detail_rows(b), detail_rows(b), area->cols};
    bool units = *b->layout.column[0].unit;

    draw_top(b, area);
    if (units)
        draw_heads(b, area->row + 1, area->cols, true);
    if (!units || heads > 1)
        draw_heads(b, area->row + heads, area->cols, false);
    draw_grid(b, area->row + 1 + heads, area->cols);
    draw_detail(b, &detail);
    draw_legend(b, last, area->cols);
}

/* --- in lines --- */

static void put_sentence(const struct board_view *b, size_t r, struct buf *out) {
    const struct board_layout *l = &b->layout;
    bool any = false;

    put_label(out, &l->row[r], true);
    if (*l->row[r].name && l->row[r].from > 1)
        buf_printf(out, " %d", l->row[r].from);
    for (size_t c = 0; c < l->cols; c++) {
        size_t door = l->doors[r * l->cols + c];
        const struct board_door *d = door == BOARD_NO ? NULL : &b->board.doors[door];
        enum board_mark m = d ? board_mark(d, b->today, b->days) : BOARD_MARKS;

        if (!d)
            continue;
        buf_puts(out, any ? _(", ") : out->len ? _(": ") : "");
        any = true;
        if (*d->door.unit && !l->row[r].unit)
            buf_printf(out, "%s-", d->door.unit);
        buf_printf(out, "%s %s ", *d->door.room ? d->door.room : d->door.building, d->head);
        words_days_ago(out, d->visited);
        if (m < BOARD_MARKS)
            buf_printf(out, " %s", board_mark_words(m));
    }
}

static size_t wrap(struct width_line lines[LINES_MAX], const struct board_view *b, size_t r, struct buf *text, int cols) {
    struct buf said = {0};
    size_t count;

    put_sentence(b, r, &said);
    buf_reset(text);
    buf_puts(text, screen_shown(buf_text(&said), said.len));
    buf_free(&said);
    count = width_wrap(lines, LINES_MAX, buf_text(text), text->len, cols - LISTING_MARK_CELLS);
    return count < LINES_MAX ? count : LINES_MAX;
}

void board_tell(struct board_view *b) {
    const struct area *area = &b->area;
    struct width_line lines[LINES_MAX];
    size_t marked = b->place / b->layout.cols, used, room = (size_t)area->rows - 2;
    int row = area->row + 1, last = area->row + area->rows - 1;
    struct area detail = {last, 1, area->cols};
    struct buf text = {0};

    if (marked < b->told_from)
        b->told_from = marked;
    do { /* from the first floor told on, all up to the marked one are in sight */
        used = 0;
        for (size_t r = b->told_from; r <= marked; r++)
            used += wrap(lines, b, r, &text, area->cols);
    } while (used > room && b->told_from++ < marked);
    b->told_from = b->told_from > marked ? marked : b->told_from;
    draw_top(b, area);
    for (size_t r = b->told_from; r < b->layout.rows && row < last; r++) {
        size_t count = wrap(lines, b, r, &text, area->cols);

        for (size_t i = 0; i < count && row < last; i++, row++)
            term_put(row, LISTING_MARK_CELLS, area->cols - LISTING_MARK_CELLS, PAINT_TEXT, lines[i].text, lines[i].len);
    }
    draw_detail(b, &detail);
    screen_put(last, 0, 1, PAINT_MARK, ">");
    term_cursor(last, LISTING_MARK_CELLS);
    buf_free(&text);
}
