/* Keeping cells, and what merged ones mean. */
#include "core/grid.h"

#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

void grid_free(struct grid *g) {
    mem_free(g->rows);
    mem_free(g->cells);
    memset(g, 0, sizeof *g);
}

static enum err too_large(void) {
    return err_say(ERR_RANGE, _("cannot read the workbook"), _("it holds more cells than any roster"),
                   _("delete what does not belong to the table, or split it into smaller files"));
}

enum err grid_add_row(struct grid *g, uint32_t line) {
    if (g->row_count == GRID_LINES)
        return too_large();
    if (g->row_count == g->row_room) {
        g->row_room = g->row_room ? g->row_room * 2 : 256;
        g->rows = mem_resize(g->rows, g->row_room, sizeof *g->rows);
    }
    g->rows[g->row_count++] = (struct grid_row){.line = line, .first = (uint32_t)g->cell_count};
    return ERR_OK;
}

static enum err add_cell(struct grid *g, const struct grid_cell *cell) {
    if (g->cell_count == GRID_CELLS_MAX)
        return too_large();
    if (g->cell_count == g->cell_room) {
        g->cell_room = g->cell_room ? g->cell_room * 2 : 1024;
        g->cells = mem_resize(g->cells, g->cell_room, sizeof *g->cells);
    }
    g->cells[g->cell_count++] = *cell;
    g->rows[g->row_count - 1].count++;
    return ERR_OK;
}

enum err grid_add_cell(struct grid *g, uint32_t column, size_t at, size_t len, enum csv_kind kind) {
    if (column >= CSV_FIELDS_MAX) {
        g->rows[g->row_count - 1].wide = true;
        return ERR_OK;
    }
    return add_cell(g, &(struct grid_cell){(uint32_t)at, (uint32_t)len, (uint16_t)column, (uint8_t)kind});
}

/* A cell that is said again. */
struct again {
    uint32_t row;
    struct grid_cell cell;
};

struct agains {
    struct again *at;
    size_t count, room;
};

/* The first row of that line or below. */
static size_t row_of(const struct grid *g, uint32_t line) {
    size_t from = 0, to = g->row_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (g->rows[middle].line < line)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static const struct grid_cell *cell_of(const struct grid *g, size_t row, uint32_t column) {
    for (size_t i = 0; i < g->rows[row].count; i++)
        if (g->cells[g->rows[row].first + i].column == column)
            return &g->cells[g->rows[row].first + i];
    return NULL;
}

static enum err say_again(struct agains *list, const struct grid *g, const struct grid_merge *m) {
    size_t row = row_of(g, m->top);
    const struct grid_cell *cell =
        row < g->row_count && g->rows[row].line == m->top && m->left < CSV_FIELDS_MAX ? cell_of(g, row, m->left) : NULL;

    for (row++; cell && row < g->row_count && g->rows[row].line <= m->bottom; row++) {
        if (list->count == GRID_CELLS_MAX)
            return too_large();
        if (list->count == list->room) {
            list->room = list->room ? list->room * 2 : 256;
            list->at = mem_resize(list->at, list->room, sizeof *list->at);
        }
        list->at[list->count++] = (struct again){(uint32_t)row, *cell};
    }
    return ERR_OK;
}

static int by_place(const void *a, const void *b) {
    const struct again *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->cell.column > y->cell.column) - (x->cell.column < y->cell.column);
}

/* The rows of `g` with the cells of the list among theirs, where they have none. */
static enum err weave(struct grid *out, const struct grid *g, const struct agains *list) {
    size_t next = 0;
    enum err e = ERR_OK;

    for (size_t r = 0; e == ERR_OK && r < g->row_count; r++) {
        const struct grid_cell *own = g->cells + g->rows[r].first, *end = own + g->rows[r].count;
        uint32_t behind = 0; /* the column behind the last cell */

        e = grid_add_row(out, g->rows[r].line);
        out->rows[r].wide = g->rows[r].wide;
        while (e == ERR_OK && (own < end || (next < list->count && list->at[next].row == r))) {
            bool again = next < list->count && list->at[next].row == r;
            const struct grid_cell *cell = again ? &list->at[next].cell : own;

            if (again && own < end && own->column <= cell->column) {
                again = false;
                cell = own;
            }
            next += again;
            own += !again;
            if (cell->column < behind)
                continue;
            behind = cell->column + 1u;
            e = add_cell(out, cell);
        }
    }
    return e;
}

enum err grid_merge(struct grid *g, const struct grid_merge *merges, size_t count) {
    struct agains list = {0};
    struct grid out = {.text = g->text, .hidden = g->hidden};
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < count; i++)
        e = merges[i].bottom > merges[i].top ? say_again(&list, g, &merges[i]) : ERR_OK;
    if (e == ERR_OK && list.count) {
        qsort(list.at, list.count, sizeof *list.at, by_place);
        e = weave(&out, g, &list);
        grid_free(g);
        *g = out;
    }
    mem_free(list.at);
    return e;
}

void grid_row(const struct grid *g, size_t row, struct csv_row *out) {
    const struct grid_row *r = &g->rows[row];
    const struct grid_cell *cells = g->cells + r->first;

    out->line = r->line;
    out->fault = r->wide ? CSV_FIELDS : CSV_FINE;
    out->count = r->count ? cells[r->count - 1].column + 1u : 0;
    for (size_t i = 0; i < out->count; i++)
        out->fields[i] = (struct csv_field){.text = ""};
    for (size_t i = 0; i < r->count; i++)
        out->fields[cells[i].column] = (struct csv_field){
            .text = buf_text(g->text) + cells[i].at, .len = cells[i].len, .kind = (enum csv_kind)cells[i].kind};
}
