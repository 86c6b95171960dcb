/* Months by types, and what is hidden of them.
 *
 * The sums are a network: a month's cells and its sum meet in one node, a type's cells and its sum in another, the types of a
 * kind and the kind's sum in a third. What is shown is fixed; what is hidden may move between its bounds, and any other solution
 * differs from the true one by cycles of such moves. So a small number is safe exactly where it lies on a cycle: there is a path
 * back that does without it. */
#include <stdio.h>
#include <string.h>
#include "figures_inner.h"
#include "linli/mem.h"

#define MANY INT64_C(1000000000000)
#define TYPES_MAX 64
#define MONTHS_MAX 16
#define KINDS_MAX 8
#define NODES_MAX (TYPES_MAX + MONTHS_MAX + KINDS_MAX + 2)

/* Nodes: rows, columns, groups, and two behind them where columns and where groups meet the total. */
struct net {
    const struct figures_table *t;
    size_t nodes;
    bool moves[NODES_MAX][NODES_MAX]; /* more may go from one to the other */
};

static bool is_small(int64_t n) {
    return n > 0 && n < FIGURES_LEAST;
}

static bool can_grow(int64_t v, enum figure_shown shown) {
    return shown == FIGURE_FEW ? v < FIGURES_LEAST - 1 : shown != FIGURE_EXACT;
}

static bool can_shrink(int64_t v, enum figure_shown shown) {
    return shown == FIGURE_FEW ? v > 1 : shown != FIGURE_EXACT && v > FIGURES_LEAST;
}

static void join(struct net *n, size_t from, size_t to, int64_t v, enum figure_shown shown) {
    n->moves[from][to] = can_grow(v, shown);
    n->moves[to][from] = can_shrink(v, shown);
}

static void lay(struct net *n, const struct figures_table *t) {
    size_t cols = t->rows, groups = cols + t->cols, ends = groups + t->groups;

    memset(n, 0, sizeof *n);
    n->t = t;
    n->nodes = ends + 2;
    for (size_t r = 0; r < t->rows; r++) {
        for (size_t c = 0; c < t->cols; c++)
            join(n, r, cols + c, t->cells[r * t->cols + c], t->shown[r * t->cols + c]);
        join(n, groups + (size_t)t->row[r].parent, r, t->row[r].value, t->row[r].shown);
    }
    for (size_t c = 0; c < t->cols; c++)
        join(n, cols + c, ends, t->col[c].value, t->col[c].shown);
    for (size_t g = 0; g < t->groups; g++)
        join(n, ends + 1, groups + g, t->group[g].value, t->group[g].shown);
}

/* A way that does not use the number between the two itself. */
static bool leads(const struct net *n, size_t from, size_t to) {
    size_t queue[NODES_MAX], count = 0;
    bool seen[NODES_MAX] = {false};

    queue[count++] = from;
    seen[from] = true;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < n->nodes; k++) {
            if (seen[k] || !n->moves[queue[i]][k] || (queue[i] == from && k == to))
                continue;
            if (k == to)
                return true;
            seen[k] = true;
            queue[count++] = k;
        }
    return false;
}

static bool is_safe(const struct net *n, size_t from, size_t to, int64_t v) {
    return !is_small(v) || (n->moves[from][to] && leads(n, to, from)) || (n->moves[to][from] && leads(n, from, to));
}

static bool sums_are_safe(const struct net *n) {
    const struct figures_table *t = n->t;
    size_t cols = t->rows, groups = cols + t->cols, ends = groups + t->groups;

    for (size_t r = 0; r < t->rows; r++)
        if (!is_safe(n, groups + (size_t)t->row[r].parent, r, t->row[r].value))
            return false;
    for (size_t c = 0; c < t->cols; c++)
        if (!is_safe(n, cols + c, ends, t->col[c].value))
            return false;
    for (size_t g = 0; g < t->groups; g++)
        if (!is_safe(n, ends + 1, groups + g, t->group[g].value))
            return false;
    return true;
}

/* Whether a cell of these four could move by one, and what it costs to hide it. */
static bool could(const struct figures_table *t, size_t at, bool grow, int64_t *cost) {
    int64_t v = t->cells[at];
    enum figure_shown shown = t->shown[at];

    if (shown == FIGURE_EXACT && v < FIGURES_LEAST)
        return false;
    if (shown == FIGURE_EXACT) {
        *cost += v;
        shown = FIGURE_HIDDEN;
    }
    return grow ? can_grow(v, shown) : can_shrink(v, shown);
}

/* Hides the least that makes the cell one corner of four that can move together. */
static bool hide_corners(const struct figures_table *t, size_t row, size_t col) {
    size_t best[3] = {0}, at = row * t->cols + col;
    int64_t least = MANY;

    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->cols; c++)
            for (int grow = 0; grow < 2; grow++) {
                size_t beside = row * t->cols + c, below = r * t->cols + col, far = r * t->cols + c;
                int64_t cost = 0;

                if (r == row || c == col || !could(t, at, grow, &cost) || !could(t, beside, !grow, &cost) ||
                    !could(t, below, !grow, &cost) || !could(t, far, grow, &cost) || cost >= least)
                    continue;
                least = cost;
                best[0] = beside;
                best[1] = below;
                best[2] = far;
            }
    for (size_t i = 0; i < 3 && least < MANY; i++)
        if (t->shown[best[i]] == FIGURE_EXACT)
            t->shown[best[i]] = FIGURE_HIDDEN;
    return least < MANY;
}

bool figures_hide_table(const struct figures_table *t) {
    struct net *n;
    bool safe = true;

    if (t->rows > TYPES_MAX || t->cols > MONTHS_MAX || t->groups > KINDS_MAX)
        return false;
    for (size_t i = 0; i < t->rows * t->cols; i++)
        t->shown[i] = is_small(t->cells[i]) ? FIGURE_FEW : FIGURE_EXACT;
    n = mem_new(1, sizeof *n);
    lay(n, t);
    for (size_t r = 0; safe && r < t->rows; r++)
        for (size_t c = 0; safe && c < t->cols; c++) {
            if (is_safe(n, r, t->rows + c, t->cells[r * t->cols + c]))
                continue;
            safe = hide_corners(t, r, c);
            lay(n, t);
        }
    safe = safe && sums_are_safe(n);
    mem_free(n);
    return safe;
}

/* ---- the cells */

struct crossing {
    struct figures_table t;
    struct figures_number types[TYPES_MAX], months[MONTHS_MAX], kinds[KINDS_MAX];
    int type[TYPES_MAX]; /* of each row */
    char month[MONTHS_MAX][AREA_SIZE];
    int64_t cells[TYPES_MAX * MONTHS_MAX];
    enum figure_shown shown[TYPES_MAX * MONTHS_MAX];
};

/* Takes how the sums of a breakdown are shown; false: it is not, or withheld. */
static bool take_sums(struct figures_number *out, size_t *count, size_t room, const struct figures *f, enum figure_by by) {
    const struct figure_cell *c = figures_cells(f, FIGURE_REPORTED, by, count);

    for (size_t i = 0; i < *count && i < room; i++)
        out[i] = (struct figures_number){.shown = c[i].key[0] == '*' ? FIGURE_HIDDEN : c[i].shown, .parent = -1};
    return *count && *count <= room && c[0].key[0] != '*' && c[*count - 1].key[0] != '*';
}

static bool read_sums(struct crossing *x, const struct figures *f) {
    size_t n;
    const struct figure_cell *c;

    x->t = (struct figures_table){.cells = x->cells, .row = x->types, .col = x->months, .group = x->kinds, .shown = x->shown};
    if (!take_sums(x->types, &x->t.rows, TYPES_MAX, f, FIGURE_BY_TYPE) ||
        !take_sums(x->months, &x->t.cols, MONTHS_MAX, f, FIGURE_BY_MONTH) ||
        !take_sums(x->kinds, &x->t.groups, KINDS_MAX, f, FIGURE_BY_KIND))
        return false;
    c = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_MONTH, &n);
    for (size_t i = 0; i < n; i++)
        snprintf(x->month[i], AREA_SIZE, "%s", c[i].key);
    c = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_TYPE, &n);
    for (size_t i = 0; i < n; i++) {
        const struct figure_cell *kinds = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_KIND, &(size_t){0});
        enum matter_kind kind;

        if (c[i].key[0] == '*')
            return false;
        x->type[i] = kinds_value(LIST_TYPE, c[i].key);
        kind = kinds_type_matter((enum matter_type)x->type[i]);
        for (size_t k = 0; k < x->t.groups; k++) {
            if (kinds[k].key[0] == '*')
                return false;
            if (kinds_value(LIST_MATTER, kinds[k].key) == (int)kind)
                x->types[i].parent = (int)k;
        }
        if (x->types[i].parent < 0)
            return false;
    }
    return true;
}

static void add_up(struct crossing *x, const int64_t *counts) {
    for (size_t r = 0; r < x->t.rows; r++)
        for (size_t c = 0; c < x->t.cols; c++) {
            int64_t v = counts[c * TYPE_COUNT + (size_t)x->type[r]];

            x->cells[r * x->t.cols + c] = v;
            x->types[r].value += v;
            x->months[c].value += v;
            x->kinds[x->types[r].parent].value += v;
        }
}

static bool hide(struct crossing *x, const struct figures *f) {
    size_t n;
    const struct figure_cell *all = figures_cells(f, FIGURE_REPORTED, FIGURE_BY_ALL, &n);

    return n && all->shown == FIGURE_EXACT && figures_hide_table(&x->t);
}

void figures_cross(struct figures *f, const int64_t *counts) {
    struct crossing *x = mem_new(1, sizeof *x);
    bool known = read_sums(x, f);

    if (known)
        add_up(x, counts);
    if ((!known || !(f->ask.own || hide(x, f))) && x->t.rows)
        figures_add_cell(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, "*")->shown = FIGURE_HIDDEN;
    else
        for (size_t i = 0; i < x->t.rows * x->t.cols; i++) {
            struct figure_cell *c;
            char key[AREA_SIZE];

            if (!x->cells[i])
                continue;
            snprintf(key, sizeof key, "%.7s %.24s", x->month[i % x->t.cols],
                     x->type[i / x->t.cols] ? kinds_code(LIST_TYPE, x->type[i / x->t.cols]) : "-");
            c = figures_add_cell(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, key);
            c->shown = x->shown[i];
            c->value = c->shown == FIGURE_EXACT ? x->cells[i] : FIGURE_NO;
        }
    mem_free(x);
}
