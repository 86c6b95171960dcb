/* The building board's layout and marks. */
#include "linli/board.h"

#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/i18n.h"
#include "linli/mem.h"

#define LONE_ACROSS 12 /* so many doors on a floor has a building that is told by its rooms alone */

static const struct {
    const char *han, *ascii, *words, *says;
} marks[] = {
#define X(name, han, ascii, words, says) {han, ascii, words, says},
#include "linli/board_marks.def"
#undef X
};

/* --- marks --- */

static int64_t days_since(const struct board_door *d, int64_t today) {
    return d->visited ? today - clock_day(d->visited) : INT64_MAX / 8;
}

unsigned board_reasons(const struct board_door *d, int64_t today, int64_t days) {
    bool lived = d->status != OCCUPANCY_EMPTY && d->status != OCCUPANCY_GONE;
    unsigned bits = 0;

    if (d->care)
        bits |= 1u << BOARD_CARE;
    if (d->open)
        bits |= 1u << BOARD_MATTER;
    if (lived && d->last == OUTCOME_NOBODY)
        bits |= 1u << BOARD_NOBODY;
    if (lived && days_since(d, today) > days)
        bits |= 1u << BOARD_LONG;
    return lived ? bits : bits | 1u << BOARD_EMPTY;
}

enum board_mark board_mark(const struct board_door *d, int64_t today, int64_t days) {
    unsigned bits = board_reasons(d, today, days);
    int m = 0;

    while (m < BOARD_MARKS && !(bits >> m & 1))
        m++;
    return (enum board_mark)m;
}

int board_shade(const struct board_door *d, int64_t today, int64_t days) {
    int64_t since = days_since(d, today);
    int shade = 0;

    while (shade < BOARD_SHADES - 1 && since * (BOARD_SHADES - 1) > days * (shade + 1))
        shade++;
    return shade;
}

const char *board_mark_sign(enum board_mark m, bool han) {
    return m < BOARD_MARKS ? han ? marks[m].han : marks[m].ascii : "";
}

const char *board_mark_words(enum board_mark m) {
    return m < BOARD_MARKS ? _(marks[m].words) : "";
}

const char *board_mark_says(enum board_mark m) {
    return m < BOARD_MARKS ? _(marks[m].says) : "";
}

/* --- laying out --- */

struct spot {
    size_t row, col;
};
struct plan {
    const struct board_door *doors;
    size_t count, across;
    struct spot *spots;
    struct board_layout *out;
};

static struct board_row *add_row(struct board_layout *l) {
    l->row = mem_resize(l->row, l->rows + 1, sizeof *l->row);
    memset(&l->row[l->rows], 0, sizeof *l->row);
    return &l->row[l->rows++];
}

static struct board_column *add_column(struct board_layout *l) {
    l->column = mem_resize(l->column, l->cols + 1, sizeof *l->column);
    memset(&l->column[l->cols], 0, sizeof *l->column);
    return &l->column[l->cols++];
}

/* Whether an earlier door than `before` has that place. */
static bool is_taken(const struct plan *p, size_t before, size_t row, size_t col) {
    for (size_t i = 0; i < before; i++)
        if (p->spots[i].row == row && p->spots[i].col == col)
            return true;
    return false;
}

/* 12 of 12附1; 0 where it begins with no number. */
static int number_of(const char *text) {
    int n = 0;

    for (size_t i = 0; i < 6 && text[i] >= '0' && text[i] <= '9'; i++)
        n = n * 10 + text[i] - '0';
    return n;
}

/* 负1 and B1 are below the ground; what has no number (夹, 顶) above all that has; none at the bottom. */
static int height_of(const char *floor) {
    static const char below[] = "负";

    if (!*floor)
        return INT32_MIN;
    if (strncmp(floor, below, sizeof below - 1) == 0)
        return -number_of(floor + sizeof below - 1);
    if (*floor == '-' || *floor == 'B')
        return -number_of(floor + 1);
    return number_of(floor) ? number_of(floor) : INT32_MAX;
}

static int by_height(const void *a, const void *b) {
    const struct board_row *x = a, *y = b;
    int h = height_of(x->floor), k = height_of(y->floor);

    return h != k ? (h < k ? 1 : -1) : strcmp(y->floor, x->floor);
}

static void find_floors(struct plan *p) {
    struct board_layout *l = p->out;

    for (size_t i = 0; i < p->count; i++) {
        const char *floor = p->doors[i].door.floor;
        size_t k = 0;

        while (k < l->rows && strcmp(l->row[k].floor, floor) != 0)
            k++;
        if (k == l->rows)
            memcpy(add_row(l)->floor, floor, DOOR_PART);
    }
    qsort(l->row, l->rows, sizeof *l->row, by_height);
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < l->rows; k++)
            if (strcmp(l->row[k].floor, p->doors[i].door.floor) == 0)
                p->spots[i].row = k;
}

/* 01 of 501 on the fifth floor. */
static const char *along(const struct door *d) {
    size_t len = strlen(d->floor);

    return len && strncmp(d->room, d->floor, len) == 0 && d->room[len] ? d->room + len : d->room;
}

static int by_head(const void *a, const void *b) {
    const struct board_column *x = a, *y = b;
    int n = number_of(x->head), m = number_of(y->head);

    if (!n != !m) /* what has no number stands behind */
        return n ? -1 : 1;
    return n != m ? (n < m ? -1 : 1) : strcmp(x->head, y->head);
}

static size_t find_head(const struct board_layout *l, size_t from, const char *head) {
    while (from < l->cols && strcmp(l->column[from].head, head) != 0)
        from++;
    return from;
}

/* Doors from..to-1 of a unit. The columns are what their rooms have in common (01, 02); where rooms have hardly anything in
 * common, they stand one beside the other. */
static void lay_unit(struct plan *p, size_t from, size_t to) {
    struct board_layout *l = p->out;
    size_t first = l->cols, most = 0;
    size_t *on_floor = mem_new(l->rows, sizeof *on_floor);

    for (size_t i = from; i < to; i++) {
        size_t *n = &on_floor[p->spots[i].row];

        p->spots[i].col = first + (*n)++;
        most = *n > most ? *n : most;
        if (find_head(l, first, along(&p->doors[i].door)) == l->cols)
            strcpy(add_column(l)->head, along(&p->doors[i].door));
    }
    if (l->cols - first > 2 * most) {
        for (l->cols = first; l->cols < first + most;)
            add_column(l);
    } else {
        qsort(l->column + first, l->cols - first, sizeof *l->column, by_head);
        for (size_t i = from; i < to; i++) {
            p->spots[i].col = find_head(l, first, along(&p->doors[i].door));
            while (is_taken(p, i, p->spots[i].row, p->spots[i].col)) { /* two households behind one door */
                size_t c = p->spots[i].col + 1;

                while (c < l->cols && *l->column[c].head)
                    c++;
                p->spots[i].col = c;
                if (c == l->cols)
                    add_column(l);
            }
        }
    }
    for (size_t c = first; c < l->cols; c++)
        memcpy(l->column[c].unit, p->doors[from].door.unit, DOOR_PART);
    mem_free(on_floor);
}

static void lay_floors(struct plan *p) {
    find_floors(p);
    for (size_t from = 0, to; from < p->count; from = to) {
        to = from + 1;
        while (to < p->count && strcmp(p->doors[to].door.unit, p->doors[from].door.unit) == 0)
            to++;
        lay_unit(p, from, to);
    }
}

/* --- lanes --- */

static const char *lane_of(const struct door *d) {
    return board_is_flat(d) ? d->unit : d->compound;
}

static const char *house_of(const struct door *d) {
    return *d->room ? d->room : d->building;
}

static struct board_row *begin_row(struct board_layout *l, size_t lane_rows, const struct door *d) {
    struct board_row *r = add_row(l);

    strcpy(r->name, lane_of(d));
    r->unit = board_is_flat(d);
    r->first = l->rows == lane_rows + 1;
    return r;
}

static size_t lane_row(struct plan *p, size_t lane_rows, const struct door *d, int from) {
    struct board_layout *l = p->out;
    size_t k = lane_rows;

    while (k < l->rows && l->row[k].from != from)
        k++;
    if (k == l->rows)
        begin_row(l, lane_rows, d)->from = from;
    return k;
}

/* Each house where its number says; those without one, and the second behind a number, follow without. */
static void lay_lane(struct plan *p, size_t from, size_t to) {
    size_t lane_rows = p->out->rows, across = p->across, rest = 0, last = 0;

    for (size_t i = from; i < to; i++) {
        int n = number_of(house_of(&p->doors[i].door));
        size_t col = n ? (size_t)(n - 1) % across : 0;

        p->spots[i].row = n ? lane_row(p, lane_rows, &p->doors[i].door, n - (int)col) : BOARD_NO;
        p->spots[i].col = col;
        if (n && is_taken(p, i, p->spots[i].row, col))
            p->spots[i].row = BOARD_NO;
    }
    for (size_t i = from; i < to; i++) {
        if (p->spots[i].row != BOARD_NO)
            continue;
        if (rest % across == 0) { /* a row of its own, even where there is one without numbers already */
            last = p->out->rows;
            begin_row(p->out, lane_rows, &p->doors[i].door);
        }
        p->spots[i] = (struct spot){last, rest++ % across};
    }
}

static void lay_lanes(struct plan *p) {
    struct board_layout *l = p->out;
    size_t widest = 0;

    for (size_t from = 0, to; from < p->count; from = to) {
        to = from + 1;
        while (to < p->count && strcmp(lane_of(&p->doors[to].door), lane_of(&p->doors[from].door)) == 0)
            to++;
        lay_lane(p, from, to);
    }
    for (size_t i = 0; i < p->count; i++)
        widest = p->spots[i].col >= widest ? p->spots[i].col + 1 : widest;
    while (l->cols < widest) {
        char digits[4] = {0};
        size_t n = l->cols + 1;

        digits[0] = (char)('0' + (n > 9 ? n / 10 % 10 : n));
        if (n > 9)
            digits[1] = (char)('0' + n % 10);
        strcpy(add_column(l)->head, digits);
    }
}

bool board_is_flat(const struct door *d) {
    return *d->unit || (*d->building && (*d->floor || *d->room));
}

/* A building, whose doors mostly say their floor; one that is told by its rooms alone is known by its few doors to a floor. */
static bool has_floors(const struct board_door *doors, size_t count) {
    size_t floors = 0, told = 0, on_floor = 0, most = 0;
    bool flats = count && board_is_flat(&doors[0].door);

    for (size_t i = 0; i < count; i++) {
        bool same = i && strcmp(doors[i].door.floor, doors[i - 1].door.floor) == 0;

        told += *doors[i].door.floor != '\0';
        on_floor = same ? on_floor + 1 : 1;
        floors += !same;
        most = on_floor > most ? on_floor : most;
        if (!flats && strcmp(doors[i].door.compound, doors[0].door.compound) != 0)
            return false;
    }
    return flats ? told * 2 >= count : told == count && floors > 1 && most <= LONE_ACROSS;
}

void board_lay_out(struct board_layout *out, const struct board_door *doors, size_t count, size_t across) {
    struct plan p = {doors, count, across ? across : 1, NULL, out};

    memset(out, 0, sizeof *out);
    if (!count)
        return;
    p.spots = mem_new(count, sizeof *p.spots);
    out->floors = has_floors(doors, count);
    if (out->floors)
        lay_floors(&p);
    else
        lay_lanes(&p);
    out->doors = mem_new(out->rows * out->cols, sizeof *out->doors);
    for (size_t i = 0; i < out->rows * out->cols; i++)
        out->doors[i] = BOARD_NO;
    for (size_t i = 0; i < count; i++)
        out->doors[p.spots[i].row * out->cols + p.spots[i].col] = i;
    mem_free(p.spots);
}

void board_free(struct board_layout *l) {
    mem_free(l->doors);
    mem_free(l->row);
    mem_free(l->column);
    memset(l, 0, sizeof *l);
}

/* --- moving --- */

size_t board_place(const struct board_layout *l, size_t door) {
    for (size_t i = 0; i < l->rows * l->cols; i++)
        if (l->doors[i] == door)
            return i;
    return BOARD_NO;
}

/* The door of a row that is nearest to a column; BOARD_NO: the row has none. */
static size_t nearest(const struct board_layout *l, size_t row, size_t col) {
    for (size_t d = 0; d < l->cols; d++) {
        if (col >= d && l->doors[row * l->cols + col - d] != BOARD_NO)
            return row * l->cols + col - d;
        if (col + d < l->cols && l->doors[row * l->cols + col + d] != BOARD_NO)
            return row * l->cols + col + d;
    }
    return BOARD_NO;
}

bool board_step(const struct board_layout *l, size_t *place, int down, int right) {
    size_t row = *place / (l->cols ? l->cols : 1), col = *place % (l->cols ? l->cols : 1), found = BOARD_NO;

    if (*place >= l->rows * l->cols)
        return false;
    while (down && found == BOARD_NO && (down < 0 ? row > 0 : row + 1 < l->rows)) {
        row = down < 0 ? row - 1 : row + 1;
        found = nearest(l, row, col);
    }
    while (right && found == BOARD_NO && (right < 0 ? col > 0 : col + 1 < l->cols)) {
        col = right < 0 ? col - 1 : col + 1;
        if (l->doors[row * l->cols + col] != BOARD_NO)
            found = row * l->cols + col;
    }
    if (found == BOARD_NO)
        return false;
    *place = found;
    return true;
}
