/* Pictures: random numbers in the three sets of signs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "tui/figures_rows.h"
#include "unit/text/chance.h"

#define ROUNDS 20000
#define VALUES 60

static int64_t number(void) {
    int64_t most = chance(4) == 0 ? INT64_C(1000000000000000000) : chance(3) == 0 ? 1000 : 20;

    return (int64_t)(((uint64_t)chance(1u << 30) << 30 | chance(1u << 30)) % (uint64_t)most);
}

static int bar(enum glyphs g, int64_t value, int64_t most, int cells) {
    struct buf out = {0};
    int n = picture_bar(&out, g, value, most, cells);

    assert_true(n >= 0 && n <= (cells > 0 ? cells : 0));
    if (g != GLYPHS_WORDS)
        assert_int_equal(width_text(buf_text(&out), SIZE_MAX), n);
    assert_int_equal(n == 0, out.len == 0);
    buf_free(&out);
    return n;
}

static void bars_have_one_length_in_all_sets(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t most = number() + 1, a = number() % (most + 1), b = number() % (most + 1);
        int cells = (int)chance(100) + 1, length[GLYPHS_COUNT];

        for (enum glyphs g = 0; g < GLYPHS_COUNT; g++) {
            length[g] = bar(g, a, most, cells);
            assert_int_equal(bar(g, 0, most, cells), 0);
            assert_int_equal(bar(g, most, most, cells), cells);
            assert_int_equal(bar(g, most + 7, most, cells), cells);
            assert_true(a == 0 || length[g] > 0);
            assert_true(a > b ? length[g] >= bar(g, b, most, cells) : length[g] <= bar(g, b, most, cells));
            for (int64_t none = -3; none < 0; none++)
                assert_int_equal(bar(g, none, most, cells), 0);
            assert_int_equal(bar(g, a, 0, cells), 0);
            assert_int_equal(bar(g, a, most, 0), 0);
        }
        for (enum glyphs g = 0; g < GLYPHS_COUNT; g++)
            if (abs(length[g] - length[GLYPHS_ASCII]) > 1)
                fail_msg("%lld of %lld in %d cells: %d, %d, %d", (long long)a, (long long)most, cells, length[0], length[1],
                         length[2]);
    }
}

/* The place of each sign among the heights of its set. */
static int height(const char *at, size_t len, enum glyphs g) {
    static const char *const signs[] = {[GLYPHS_ASCII] = "_.:-~=+*#", [GLYPHS_BLOCKS] = "_▁▂▃▄▅▆▇█"};
    const char *found;
    char one[8] = "";
    int n = 0;

    memcpy(one, at, len);
    found = strstr(signs[g], one);
    if (!found)
        return -1;
    for (const char *s = signs[g]; s < found; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static void trends_rise_with_their_values(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        int64_t values[VALUES], most = 1;
        size_t n = chance(VALUES) + 1;
        int cells = (int)chance(80), heights[2][VALUES];
        struct picture_ends ends;

        for (size_t i = 0; i < n; i++) {
            values[i] = chance(5) == 0 ? -1 - (int64_t)chance(3) : number();
            most = values[i] > most ? values[i] : most;
        }
        for (enum glyphs g = 0; g < GLYPHS_COUNT; g++) {
            struct buf out = {0};
            int used = picture_spark(&out, g, values, n, most, cells);

            assert_int_equal(width_text(buf_text(&out), SIZE_MAX), used);
            assert_int_equal(used, g == GLYPHS_WORDS ? 0 : (int)n < cells ? (int)n : cells);
            for (size_t at = 0, i = 0; g != GLYPHS_WORDS && at < out.len; i++) {
                int w;
                size_t len = width_cluster(out.data + at, out.len - at, &w);

                heights[g][i] = height(out.data + at, len, g);
                assert_int_equal(heights[g][i] < 0, values[i] < 0);
                assert_true(values[i] != PICTURE_NONE || out.data[at] == ' ');
                assert_true(values[i] >= -1 || out.data[at] == '?');
                at += len;
            }
            buf_free(&out);
        }
        for (int i = 0; i < cells && i < (int)n; i++) {
            assert_int_equal(heights[0][i], heights[1][i]);
            if (values[i] == 0)
                assert_int_equal(heights[0][i], 0);
            if (values[i] == most)
                assert_int_equal(heights[0][i], 8);
            for (int k = 0; k < i; k++)
                if (values[i] >= 0 && values[k] >= 0 && values[i] > values[k])
                    assert_true(heights[0][i] >= heights[0][k]);
        }
        if (picture_ends(&ends, values, n))
            for (size_t i = 0; i < n; i++)
                if (values[i] >= 0) {
                    assert_true(values[ends.least] <= values[i] && values[ends.most] >= values[i]);
                    assert_true(i <= ends.last && values[ends.last] >= 0);
                }
    }
}

static void a_table_with_shades_keeps_its_columns(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        size_t columns = chance(13) + 1;
        int label = (int)chance(16), cells = 40 + (int)chance(260);
        int64_t most = chance(3) ? chance(2000) : chance(6);
        struct picture_heat h;
        char text[24];

        picture_heat_lay(&h, columns, label, most, cells);
        assert_true(h.per >= 1 && h.label + (int)h.per * h.cell <= cells);
        assert_true(h.blocks * h.per >= columns && (h.blocks - 1) * h.per < columns);
        for (int64_t v = -3; v <= most; v += v < 6 ? 1 : 97)
            for (enum glyphs g = 0; g < GLYPHS_COUNT; g++) {
                struct buf out = {0};
                bool bare;

                picture_heat_cell(&out, g, &h, v, most);
                assert_int_equal(width_text(buf_text(&out), SIZE_MAX), h.cell);
                snprintf(text, sizeof text, "%lld", (long long)v);
                if (v > 0)
                    assert_non_null(strstr(buf_text(&out), text)); /* the number always stands there */
                bare = buf_text(&out)[out.len - 1] == ' ';
                assert_int_equal(bare, v <= 0 || g == GLYPHS_WORDS); /* what is hidden has no shade */
                assert_int_equal(v == PICTURE_FEW, strstr(buf_text(&out), "<5") != NULL);
                buf_free(&out);
            }
        for (int64_t v = 1; v <= most; v++)
            assert_true(picture_shade(v, most) >= picture_shade(v - 1, most));
        assert_int_equal(picture_shade(most, most), most ? PICTURE_SHADES : 0);
    }
}

static void a_path_keeps_within_its_width(void **state) {
    static const char *const names[] = {"受理登记", "assess", "方案", "investigate on the spot", "x"};

    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        struct picture_step steps[12];
        size_t n = chance(12) + 1, here = chance(13);
        int cells = 40 + (int)chance(100), used = (int)chance(10), hang = 1 + (int)chance(6);
        struct buf out[GLYPHS_COUNT] = {{0}};

        for (size_t i = 0; i < n; i++)
            steps[i] = (struct picture_step){names[chance(5)], i < here    ? PICTURE_DONE
                                                               : i == here ? PICTURE_HERE
                                                                           : PICTURE_AHEAD};
        for (enum glyphs g = 0; g < GLYPHS_COUNT; g++)
            picture_path(&out[g], g, steps, n, cells, used, hang);
        for (const char *a = buf_text(&out[0]), *b = buf_text(&out[1]); *a || *b;) {
            size_t la = strcspn(a, "\n"), lb = strcspn(b, "\n");
            bool first = a == buf_text(&out[0]);

            assert_int_equal(width_text(a, la), width_text(b, lb));
            assert_true(width_text(a, la) + (first ? used : 0) <= cells);
            assert_true(a[la] == '\n' && b[lb] == '\n');
            a += la + 1;
            b += lb + 1;
        }
        for (enum glyphs g = 0; g < GLYPHS_WORDS; g++) {
            const char *open = strchr(buf_text(&out[g]), '[');

            assert_int_equal(open != NULL, here < n);
            if (open)
                assert_int_equal(strncmp(open + 1, steps[here].text, strlen(steps[here].text)), 0);
        }
        assert_null(strchr(buf_text(&out[GLYPHS_WORDS]), '['));
        for (size_t i = 0; i < n; i++)
            assert_non_null(strstr(buf_text(&out[GLYPHS_WORDS]), steps[i].text));
        for (enum glyphs g = 0; g < GLYPHS_COUNT; g++)
            buf_free(&out[g]);
    }
}

/* ---- pages of figures */

#define TODAY 20600 /* 2026-05-27 */

/* A made-up half year. */
static void count(struct figures *out, bool own, uint64_t seed, uint32_t most) {
    struct figures_ask ask = {.own = own, .today = TODAY, .crossed = true};
    struct figures_tally *t;

    chance_state = seed;
    assert_true(figures_span(&ask, "2026"));
    t = figures_start(&ask);
    for (int month = 0; month < 5; month++)
        for (int type = 1; type < 8; type++)
            for (uint32_t k = chance(most); k > 0; k--) {
                struct figures_matter m = {.area = "430181.007.01",
                                           .type = (enum matter_type)(type * 4),
                                           .level = (enum level)(1 + chance(3)),
                                           .opened = ask.from + month * 30 + 2,
                                           .open = chance(2)};

                m.kind = kinds_type_matter(m.type);
                m.closed = m.open ? 0 : m.opened + chance(20);
                figures_add_matter(t, &m);
                figures_add_step(t, &(struct figures_step){.step = STEP_ACCEPT,
                                                           .next = STEP_ASSESS,
                                                           .level = m.level,
                                                           .day = m.opened + chance(4),
                                                           .due = m.opened + 2});
            }
    for (uint32_t k = chance(300); k > 0; k--)
        figures_add_visit(t, "", ask.from + chance(147));
    figures_end(out, t);
}

static void make(struct figures_rows *r, const struct figures *f, enum figures_page page, enum glyphs g, bool table, int cols) {
    *r = (struct figures_rows){.figures = f, .page = page, .glyphs = g, .table = table, .cols = cols};
    assert_int_equal(figures_rows_make(r), ERR_OK);
}

static bool is_of_record(enum figures_page page) {
    return page == FIGURES_AREAS || page == FIGURES_UNITS || page == FIGURES_INDEX;
}

/* Each cell of a breakdown of which a picture of the page shows one stands in its table. */
static void table_has_all_of(const struct figures_rows *table, const struct figures *f, enum figure figure, enum figure_by by) {
    size_t n, found = 0;
    const struct figure_cell *c = figures_cells(f, figure, by, &n);

    for (size_t i = 0; i < table->count; i++)
        found += table->rows[i].line == LISTING_CELLS && table->rows[i].cell >= c && table->rows[i].cell < c + n;
    assert_int_equal(found, n);
}

/* Every number of a page's table is that of its cell, each cell once; and the picture has no other. */
static void tables_are_their_data(void **state) {
    (void)state;
    for (uint64_t round = 1; round <= 60; round++) {
        struct figures f;

        count(&f, round % 2, round * UINT64_C(0x9E3779B97F4A7C15), round % 3 ? 9 : 30);
        for (int page = 0; page < FIGURES_PAGES; page++) {
            struct figures_rows table, picture;
            size_t heat = 0, crossed;

            if (is_of_record((enum figures_page)page))
                continue;
            make(&table, &f, (enum figures_page)page, GLYPHS_ASCII, true, 80);
            make(&picture, &f, (enum figures_page)page, GLYPHS_ASCII, false, 80);
            for (size_t i = 0; i < table.count; i++) {
                const struct figures_row *row = &table.rows[i];
                struct buf text = {0};

                assert_null(row->heat);
                if (row->line != LISTING_CELLS)
                    continue;
                figure_show(&text, row->cell);
                assert_string_equal(row->text, buf_text(&text));
                buf_free(&text);
                for (size_t k = 0; k < i; k++)
                    assert_true(table.rows[k].line != LISTING_CELLS || table.rows[k].cell != row->cell);
            }
            for (size_t i = 0; i < picture.count; i++) {
                const struct figures_row *row = &picture.rows[i];
                bool in_table = row->line != LISTING_CELLS;

                for (size_t k = 0; k < row->heat_count; k++)
                    heat += row->heat[k] != 0;
                for (size_t k = 0; k < table.count && !in_table; k++)
                    in_table = table.rows[k].cell == row->cell && strcmp(table.rows[k].text, row->text) == 0 &&
                               table.rows[k].value == row->value;
                assert_true(in_table);
            }
            if (page == FIGURES_OVERVIEW) {
                table_has_all_of(&table, &f, FIGURE_REPORTED, FIGURE_BY_MONTH);
                table_has_all_of(&table, &f, FIGURE_IN_TIME, FIGURE_BY_MONTH);
                table_has_all_of(&table, &f, FIGURE_DAYS, FIGURE_BY_MONTH);
                table_has_all_of(&table, &f, FIGURE_VISITS, FIGURE_BY_WEEK);
            }
            if (page == FIGURES_MONTHS)
                table_has_all_of(&table, &f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE);
            figures_cells(&f, FIGURE_REPORTED, FIGURE_BY_MONTH_TYPE, &crossed);
            if (page == FIGURES_MONTHS && f.ask.own)
                assert_int_equal(heat, crossed);
            assert_true(page != FIGURES_MONTHS || round % 2 == 0 || heat);
            figures_rows_free(&table);
            figures_rows_free(&picture);
        }
        figures_free(&f);
    }
}

static bool has_pictures(const char *text) {
    for (size_t at = 0, len = strlen(text); at < len;) {
        uint32_t cp;

        at += utf8_read(&cp, text + at, len - at);
        if (cp >= 0x2500 && cp <= 0x28ff)
            return true;
    }
    return false;
}

/* Appends what a row shows, pictures and all. */
static void draw(struct buf *out, const struct figures_rows *r) {
    for (size_t i = 0; i < r->count; i++) {
        const struct figures_row *row = &r->rows[i];

        buf_printf(out, "%s|%s|", row->label, row->text ? row->text : "");
        if (row->line == LISTING_CELLS && !r->table)
            picture_bar(out, r->glyphs, row->value, row->most, 30);
        for (size_t k = 0; k < row->heat_count; k++)
            picture_heat_cell(out, r->glyphs, &r->heat, row->heat[k], r->heat_most);
        buf_putc(out, '\n');
    }
}

static bool same_cells(const struct figures *a, const struct figures *b) {
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct figure_cell *x = &a->cells[i], *y = &b->cells[i];

        if (x->figure != y->figure || x->by != y->by || strcmp(x->key, y->key) != 0 || x->shown != y->shown ||
            x->value != y->value || x->of != y->of)
            return false;
    }
    return true;
}

/* What is hidden has no bar, no height and no shade, in no set. */
static void nothing_hidden_has_a_length(void **state) {
    size_t hidden = 0;

    (void)state;
    for (uint64_t round = 1; round <= 60; round++) {
        struct figures f;

        count(&f, false, round * UINT64_C(0xD1B54A32D192ED03), round % 3 ? 9 : 25);
        for (int page = 0; page < FIGURES_PAGES; page++)
            for (enum glyphs g = 0; g < GLYPHS_COUNT; g++) {
                struct figures_rows r;
                struct buf out = {0};

                if (is_of_record((enum figures_page)page))
                    continue;
                make(&r, &f, (enum figures_page)page, g, false, 80);
                for (size_t i = 0; i < r.count; i++) {
                    const struct figures_row *row = &r.rows[i];

                    if (row->line == LISTING_CELLS && row->cell->shown != FIGURE_EXACT && row->cell->shown != FIGURE_MOST) {
                        hidden++;
                        assert_int_equal(bar(g, row->value, row->most, 30), 0);
                    }
                    for (size_t k = 0; k < row->heat_count; k++) {
                        assert_true(row->heat[k] <= 0 || row->heat[k] >= FIGURES_LEAST);
                        hidden += row->heat[k] < 0;
                    }
                }
                draw(&out, &r);
                assert_int_equal(has_pictures(buf_text(&out)), g == GLYPHS_BLOCKS && has_pictures(buf_text(&out)));
                buf_free(&out);
                figures_rows_free(&r);
            }
        figures_free(&f);
    }
    assert_true(hidden > 1000);
}

/* Two towns that differ only behind what is hidden look the same. */
static void what_is_hidden_does_not_change_the_picture(void **state) {
    size_t pairs = 0;

    (void)state;
    for (int a = 1; a < 5; a++)
        for (int b = 1; b < 5; b++) {
            struct figures f[2];

            for (int k = 0; k < 2; k++) {
                struct figures_ask ask = {.today = TODAY, .crossed = true};
                struct figures_tally *t;

                assert_true(figures_span(&ask, "2026"));
                t = figures_start(&ask);
                for (int type = 1; type <= 2; type++)
                    for (int month = 0; month < 2; month++) {
                        int few = k ? b : a, n = type == month + 1 ? few : 9 - few; /* sums stay */

                        for (int i = 0; i < n; i++)
                            figures_add_matter(t, &(struct figures_matter){.area = "1",
                                                                           .kind = MATTER_DISPUTE,
                                                                           .type = (enum matter_type)type,
                                                                           .level = LEVEL_GRID,
                                                                           .opened = ask.from + month * 31,
                                                                           .open = true});
                    }
                figures_end(&f[k], t);
            }
            for (enum glyphs g = 0; g < GLYPHS_COUNT && same_cells(&f[0], &f[1]); g++)
                for (int page = 0; page < FIGURES_UNITS; page++) {
                    struct figures_rows r[2];
                    struct buf out[2] = {{0}, {0}};

                    for (int k = 0; k < 2; k++) {
                        make(&r[k], &f[k], (enum figures_page)page, g, false, 80);
                        draw(&out[k], &r[k]);
                        figures_rows_free(&r[k]);
                    }
                    assert_string_equal(buf_text(&out[0]), buf_text(&out[1]));
                    buf_free(&out[0]);
                    buf_free(&out[1]);
                    pairs += a != b;
                }
            figures_free(&f[0]);
            figures_free(&f[1]);
        }
    assert_true(pairs > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_have_one_length_in_all_sets),
        cmocka_unit_test(trends_rise_with_their_values),
        cmocka_unit_test(a_table_with_shades_keeps_its_columns),
        cmocka_unit_test(a_path_keeps_within_its_width),
        cmocka_unit_test(tables_are_their_data),
        cmocka_unit_test(nothing_hidden_has_a_length),
        cmocka_unit_test(what_is_hidden_does_not_change_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
