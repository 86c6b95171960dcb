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

/* Nothing at all is said of a row or column whose sum is hidden, not even which of its cells are zero: where all were "<5", as
 * many of them as there are would say what the sum is. So it is with a row that says as much in spite of its sum. */
static bool is_withheld(const struct figures_table *t, size_t at) {
    return t->withheld[at / t->cols] || t->col[at % t->cols].shown != FIGURE_EXACT;
}

struct bounds {
    bool grow, shrink; /* whether the true value is not the last one that it could be */
};

static struct bounds bounds_of(int64_t v, enum figure_shown shown, bool withheld) {
    if (withheld)
        return (struct bounds){true, v > 0};
    switch (shown) {
    case FIGURE_EXACT:
        return (struct bounds){false, false};
    case FIGURE_FEW:
        return (struct bounds){v<FIGURES_LEAST - 1, v> 1};
    default:
        return (struct bounds){true, v > FIGURES_LEAST};
    }
}

static void join(struct net *n, size_t from, size_t to, struct bounds b) {
    n->moves[from][to] = b.grow;
    n->moves[to][from] = b.shrink;
}

static struct bounds bounds_of_sum(const struct figures_number *n) {
    return bounds_of(n->value, n->shown, false);
}

static void lay(struct net *n, const struct figures_table *t) {
    size_t cols = t->rows, groups = cols + t->cols, ends = groups + t->groups;

    memset(n, 0, sizeof *n);
    n->t = t;
    n->nodes = ends + 2;
    for (size_t r = 0; r < t->rows; r++) {
        for (size_t c = 0, at = r * t->cols; c < t->cols; c++, at++)
            join(n, r, cols + c, bounds_of(t->cells[at], t->shown[at], is_withheld(t, at)));
        join(n, groups + (size_t)t->row[r].parent, r, bounds_of_sum(&t->row[r]));
    }
    for (size_t c = 0; c < t->cols; c++)
        join(n, cols + c, ends, bounds_of_sum(&t->col[c]));
    for (size_t g = 0; g < t->groups; g++)
        join(n, ends + 1, groups + g, bounds_of_sum(&t->group[g]));
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
    struct bounds b;

    if (shown == FIGURE_EXACT && v < FIGURES_LEAST)
        return false;
    if (shown == FIGURE_EXACT) {
        *cost += v;
        shown = FIGURE_HIDDEN;
    }
    b = bounds_of(v, shown, is_withheld(t, at));
    return grow ? b.grow : b.shrink;
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

static void withhold(const struct figures_table *t, size_t row) {
    t->withheld[row] = true;
    for (size_t c = 0; c < t->cols; c++)
        t->shown[row * t->cols + c] = FIGURE_HIDDEN;
}

/* Hides besides what makes every small cell of a row safe; false: there is no way. */
static bool hide_row(struct net *n, size_t row) {
    const struct figures_table *t = n->t;

    for (size_t c = 0; c < t->cols; c++) {
        if (is_safe(n, row, t->rows + c, t->cells[row * t->cols + c]))
            continue;
        if (!hide_corners(t, row, c)) {
            if (t->withheld[row])
                return false;
            withhold(t, row);
            c = (size_t)-1; /* from its beginning: what is hidden now is safe in other ways */
        }
        lay(n, t);
    }
    return true;
}

bool figures_hide_table(const struct figures_table *t) {
    struct net *n;
    bool safe = true;

    if (t->rows > TYPES_MAX || t->cols > MONTHS_MAX || t->groups > KINDS_MAX)
        return false;
    for (size_t r = 0; r < t->rows; r++)
        t->withheld[r] = t->row[r].shown != FIGURE_EXACT;
    for (size_t i = 0; i < t->rows * t->cols; i++)
        t->shown[i] = is_withheld(t, i) ? FIGURE_HIDDEN : is_small(t->cells[i]) ? FIGURE_FEW : FIGURE_EXACT;
    n = mem_new(1, sizeof *n);
    lay(n, t);
    for (size_t r = 0; safe && r < t->rows; r++)
        safe = hide_row(n, r);
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
    bool withheld[TYPES_MAX];
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

    x->t = (struct figures_table){
        .cells = x->cells, .row = x->types, .col = x->months, .group = x->kinds, .shown = x->shown, .withheld = x->withheld};
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

static void add_crossed(struct figures *f, const char *month, const char *type, enum figure_shown shown, int64_t value) {
    struct figure_cell *c;
    char key[AREA_SIZE];

    snprintf(key, sizeof key, "%.7s %.24s", month, type);
    c = figures_add_cell(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, key);
    c->shown = shown;
    c->value = shown == FIGURE_EXACT ? value : FIGURE_NO;
}

static const char *type_code(const struct crossing *x, size_t row) {
    return x->type[row] ? kinds_code(LIST_TYPE, x->type[row]) : "-";
}

/* Of what is withheld whole one cell says so. */
static void add_cells(struct figures *f, const struct crossing *x) {
    for (size_t r = 0; r < x->t.rows; r++)
        if (x->withheld[r])
            add_crossed(f, "?", type_code(x, r), FIGURE_HIDDEN, 0);
    for (size_t c = 0; c < x->t.cols; c++)
        if (x->months[c].shown != FIGURE_EXACT)
            add_crossed(f, x->month[c], "?", FIGURE_HIDDEN, 0);
    for (size_t i = 0; i < x->t.rows * x->t.cols; i++)
        if (x->cells[i] && !is_withheld(&x->t, i))
            add_crossed(f, x->month[i % x->t.cols], type_code(x, i / x->t.cols), x->shown[i], x->cells[i]);
}

void figures_cross(struct figures *f, const int64_t *counts) {
    struct crossing *x = mem_new(1, sizeof *x);
    bool known = read_sums(x, f);

    if (known)
        add_up(x, counts);
    if (known && (f->ask.own || hide(x, f)))
        add_cells(f, x);
    else if (x->t.rows)
        figures_add_cell(f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, "*")->shown = FIGURE_HIDDEN;
    mem_free(x);
}
