/* The list widget: columns in any width, the mark that stays within the rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tui/listing.h"

static const struct column columns[] = {
    {"", 2, 2, 0, false},
    {"", 10, 30, 0, false},
    {"", 6, 6, 2, false},
    {"", 8, 12, 1, true},
};
#define COUNT (sizeof columns / sizeof *columns)

static int used(const int *cells, int gap) {
    int sum = 0;

    for (size_t i = 0; i < COUNT; i++)
        if (cells[i])
            sum += cells[i] + (sum ? gap : 0);
    return sum;
}

static void columns_share_the_width(void **state) {
    int cells[COUNT];

    (void)state;
    for (int width = 14; width < 200; width++)
        for (int gap = 1; gap <= 2; gap++) {
            listing_layout(cells, columns, COUNT, width, gap);
            assert_true(used(cells, gap) <= width);
            assert_true(cells[0] && cells[1]); /* those that stay */
            for (size_t i = 0; i < COUNT; i++)
                assert_true(!cells[i] || (cells[i] >= columns[i].least && cells[i] <= columns[i].most));
            assert_true(!cells[2] || cells[3]); /* the one with the higher number goes first */
        }
    listing_layout(cells, columns, COUNT, 200, 2);
    assert_int_equal(used(cells, 2), 2 + 30 + 6 + 12 + 6);
}

static size_t rows;

static bool has_row(void *arg, size_t row) {
    (void)arg;
    return row < rows;
}

static void the_mark_stays_within(void **state) {
    struct listing l = {.has = has_row, .page = 10};

    (void)state;
    rows = 25;
    assert_false(listing_move(&l, REQ_UP));
    assert_true(listing_move(&l, REQ_DOWN));
    assert_int_equal(l.at, 1);
    assert_true(listing_move(&l, REQ_PAGE_DOWN));
    assert_int_equal(l.at, 11);
    assert_true(listing_move(&l, REQ_PAGE_DOWN));
    assert_true(listing_move(&l, REQ_PAGE_DOWN));
    assert_int_equal(l.at, 24);
    assert_false(listing_move(&l, REQ_DOWN));
    assert_false(listing_move(&l, REQ_PAGE_DOWN));
    assert_true(listing_move(&l, REQ_FIRST));
    assert_int_equal(l.at, 0);
    assert_true(listing_move(&l, REQ_LAST));
    assert_int_equal(l.at, 24);
    assert_true(listing_move(&l, REQ_PAGE_UP));
    assert_int_equal(l.at, 14);
    rows = 0;
    l.at = 0;
    assert_false(listing_move(&l, REQ_LAST));
    assert_false(listing_move(&l, REQ_DOWN));
}

/* Headings at 0 and 4 of 12 rows: no place to rest. The text at 9 is one. */
static enum listing_line line_of(void *arg, size_t row, struct buf *out) {
    (void)arg;
    if (row == 0 || row == 4)
        buf_puts(out, "heading");
    return row == 0 || row == 4 ? LISTING_HEADING : row == 9 ? LISTING_TEXT : LISTING_CELLS;
}

static void the_mark_leaves_headings_out(void **state) {
    struct listing l = {.has = has_row, .line = line_of, .page = 4};

    (void)state;
    rows = 12;
    listing_rest(&l);
    assert_int_equal(l.at, 1);
    assert_false(listing_move(&l, REQ_UP));
    assert_int_equal(l.at, 1);
    assert_false(listing_move(&l, REQ_FIRST));
    l.at = 3;
    assert_true(listing_move(&l, REQ_DOWN));
    assert_int_equal(l.at, 5);
    assert_true(listing_move(&l, REQ_UP));
    assert_int_equal(l.at, 3);
    l.at = 8;
    assert_true(listing_move(&l, REQ_PAGE_UP));
    assert_int_equal(l.at, 3);
    l.at = 8;
    assert_true(listing_move(&l, REQ_DOWN));
    assert_int_equal(l.at, 9);
    assert_true(listing_move(&l, REQ_FIRST));
    assert_int_equal(l.at, 1);
    assert_true(listing_move(&l, REQ_LAST));
    assert_int_equal(l.at, 11);
    rows = 6; /* rows went away */
    listing_rest(&l);
    assert_int_equal(l.at, 5);
    rows = 0;
    listing_rest(&l);
    assert_int_equal(l.at, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_share_the_width), cmocka_unit_test(the_mark_stays_within),
                                       cmocka_unit_test(the_mark_leaves_headings_out)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
