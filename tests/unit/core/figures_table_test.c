/* Months by types: every table that agrees with what is shown is tried; no small number may be the same in all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "linli/figures.h"
#include "unit/text/chance.h"

#define ROWS 4
#define COLS 3
#define GROUPS 2
#define NUMBERS (1 + GROUPS + ROWS + COLS)

struct world {
    int64_t cells[ROWS * COLS];
    enum figure_shown shown[ROWS * COLS];
    bool withheld[ROWS];
    struct figures_number sums[NUMBERS]; /* the total, groups, rows, columns */
    struct figures_table t;
};

static struct figures_number *group_of(struct world *w, size_t g) {
    return &w->sums[1 + g];
}
static struct figures_number *row_of(struct world *w, size_t r) {
    return &w->sums[1 + GROUPS + r];
}
static struct figures_number *col_of(struct world *w, size_t c) {
    return &w->sums[1 + GROUPS + ROWS + c];
}

static void make(struct world *w, uint32_t most) {
    memset(w, 0, sizeof *w);
    w->sums[0].parent = -1;
    for (size_t g = 0; g < GROUPS; g++)
        *group_of(w, g) = (struct figures_number){.parent = 0, .group = 1};
    for (size_t r = 0; r < ROWS; r++)
        *row_of(w, r) = (struct figures_number){.parent = 1 + (int)(r / 2), .group = 10 + (int)(r / 2)};
    for (size_t c = 0; c < COLS; c++)
        *col_of(w, c) = (struct figures_number){.parent = 0, .group = 2};
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < COLS; c++) {
            int64_t v = chance(4) == 0 ? 0 : chance(most);

            w->cells[r * COLS + c] = v;
            w->sums[0].value += v;
            group_of(w, r / 2)->value += v;
            row_of(w, r)->value += v;
            col_of(w, c)->value += v;
        }
    w->t = (struct figures_table){.rows = ROWS,
                                  .cols = COLS,
                                  .groups = GROUPS,
                                  .cells = w->cells,
                                  .row = row_of(w, 0),
                                  .col = col_of(w, 0),
                                  .group = group_of(w, 0),
                                  .shown = w->shown,
                                  .withheld = w->withheld};
}

/* As figures.c does it: sums first, then the table where none of them is withheld. */
static bool hide(struct world *w) {
    figures_hide(w->sums, NUMBERS);
    if (w->sums[0].shown != FIGURE_EXACT)
        return false;
    for (size_t i = 0; i < NUMBERS; i++)
        if (w->sums[i].withheld)
            return false;
    for (size_t r = 0; r < ROWS; r++)
        row_of(w, r)->parent = (int)(r / 2); /* of the table: its group */
    return figures_hide_table(&w->t);
}

static bool is_withheld(struct world *w, size_t at) {
    return w->withheld[at / COLS] || col_of(w, at % COLS)->shown != FIGURE_EXACT;
}

static bool agrees(const struct figures_number *n, int64_t sum) {
    return n->shown == FIGURE_EXACT ? sum == n->value : n->shown == FIGURE_FEW ? sum >= 1 && sum <= 4 : sum >= 5;
}

struct search {
    struct world *w;
    int64_t now[ROWS * COLS];
    unsigned cells[ROWS * COLS], sums[NUMBERS]; /* bits: small values that were possible */
    size_t open;                                /* small numbers with fewer than two */
    long tried;
};

static bool small(int64_t n) {
    return n > 0 && n < FIGURES_LEAST;
}

static void note(struct search *s, unsigned *bits, int64_t truth, int64_t value) {
    unsigned before = *bits;

    if (!small(truth))
        return;
    *bits |= 1u << (value > 8 ? 8 : value);
    s->open -= (before & (before - 1)) == 0 && (*bits & (*bits - 1)) != 0;
}

static void take(struct search *s) {
    int64_t sums[NUMBERS] = {0};

    for (size_t i = 0; i < ROWS * COLS; i++) {
        sums[1 + i / COLS / 2] += s->now[i];
        sums[1 + GROUPS + ROWS + i % COLS] += s->now[i];
        sums[1 + GROUPS + i / COLS] += s->now[i];
        sums[0] += s->now[i];
    }
    for (size_t i = 0; i < NUMBERS; i++)
        if (!agrees(&s->w->sums[i], sums[i]))
            return;
    for (size_t i = 0; i < ROWS * COLS; i++)
        note(s, &s->cells[i], s->w->cells[i], s->now[i]);
    for (size_t i = 0; i < NUMBERS; i++)
        note(s, &s->sums[i], s->w->sums[i].value, sums[i]);
}

/* A hidden number need move by no more than one: the other solutions are sums of such moves. */
static void search(struct search *s, size_t at) {
    enum figure_shown shown = at < ROWS * COLS ? s->w->shown[at] : FIGURE_EXACT;
    int64_t truth = at < ROWS * COLS ? s->w->cells[at] : 0, least, most;

    if (!s->open || s->tried > 4000000)
        return;
    s->tried++;
    if (at && at % COLS == 0) {
        int64_t sum = 0;

        for (size_t i = at - COLS; i < at; i++)
            sum += s->now[i];
        if (!agrees(row_of(s->w, at / COLS - 1), sum))
            return;
    }
    if (at == ROWS * COLS) {
        take(s);
        return;
    }
    least = shown == FIGURE_EXACT ? truth : shown == FIGURE_FEW ? 1 : is_withheld(s->w, at) ? 0 : 5;
    least = truth - 1 > least ? truth - 1 : least;
    most = shown == FIGURE_EXACT ? truth : shown == FIGURE_FEW && truth + 1 > 4 ? 4 : truth + 1;
    for (s->now[at] = least; s->now[at] <= most; s->now[at]++)
        search(s, at + 1);
}

static void no_small_number_can_be_computed(void **state) {
    size_t hidden = 0, shown = 0, tables = 0, besides = 0;

    (void)state;
    for (int round = 0; round < 1200; round++) {
        struct world w;
        struct search s = {.w = &w};

        make(&w, round % 3 == 0 ? 6 : round % 3 == 1 ? 12 : 40);
        if (!hide(&w))
            continue;
        tables++;
        for (size_t r = 0; r < ROWS; r++)
            assert_true(w.withheld[r] || row_of(&w, r)->shown == FIGURE_EXACT);
        for (size_t i = 0; i < ROWS * COLS; i++) {
            if (is_withheld(&w, i)) {
                assert_int_equal(w.shown[i], FIGURE_HIDDEN);
            } else {
                assert_true(!small(w.cells[i]) || w.shown[i] == FIGURE_FEW);
                assert_true(small(w.cells[i]) || w.shown[i] != FIGURE_FEW);
            }
            s.open += small(w.cells[i]);
            hidden += small(w.cells[i]);
            besides += w.shown[i] == FIGURE_HIDDEN;
            shown += w.shown[i] == FIGURE_EXACT && w.cells[i];
        }
        for (size_t i = 0; i < NUMBERS; i++)
            s.open += small(w.sums[i].value);
        search(&s, 0);
        if (s.open)
            fail_msg("round %d: %zu small numbers are given away", round, s.open);
    }
    assert_true(tables > 600);
    assert_true(hidden > 1000);
    assert_true(besides > 100);
    assert_true(shown > 2000); /* hiding all would be safe, too */
}

static void a_cell_alone_is_not_shown_beside_its_sums(void **state) {
    struct world w;

    (void)state;
    memset(&w, 0, sizeof w);
    make(&w, 1);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < COLS; c++)
            w.cells[r * COLS + c] = r == 0 && c == 0 ? 3 : 0;
    for (size_t i = 0; i < NUMBERS; i++)
        w.sums[i].value = 0;
    w.sums[0].value = group_of(&w, 0)->value = row_of(&w, 0)->value = col_of(&w, 0)->value = 3;
    for (size_t r = 0; r < ROWS; r++)
        row_of(&w, r)->parent = (int)(r / 2);
    assert_false(figures_hide_table(&w.t));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_small_number_can_be_computed),
        cmocka_unit_test(a_cell_alone_is_not_shown_beside_its_sums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
