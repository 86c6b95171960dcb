/* The CSV reader: every kind of row that offices send, and the ways a file can be broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "core/csv.h"
#include "linli/mem.h"

/* Rows as one text: fields in [..] joined, `line:` in front, a fault as letter behind. */
static char *dump(const char *text, size_t len, char delimiter, size_t columns) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct buf out = {0};
    struct csv c;

    csv_open(&c, text, len, delimiter);
    c.columns = columns;
    while (csv_next(&c, row)) {
        buf_printf(&out, "%zu:", row->line);
        for (size_t i = 0; i < row->count; i++) {
            buf_putc(&out, '[');
            csv_field_add(&out, &row->fields[i]);
            buf_putc(&out, ']');
        }
        if (row->fault != CSV_FINE)
            buf_putc(&out, " UQF"[row->fault]);
        buf_putc(&out, ' ');
    }
    mem_free(row);
    return buf_take(&out);
}

static void check(const char *text, char delimiter, size_t columns, const char *want) {
    char *exact = mem_dup_n(text, strlen(text)); /* on the heap, so that ASan sees a step too far */
    char *got = dump(exact, strlen(text), delimiter, columns);

    assert_string_equal(got, want);
    mem_free(got);
    mem_free(exact);
}

static void test_rows(void **state) {
    static const struct {
        const char *text;
        char delimiter;
        const char *want;
    } cases[] = {
        {"", ',', ""},
        {"a", ',', "1:[a] "},
        {"a,b\nc,d\n", ',', "1:[a][b] 2:[c][d] "},
        {"a,b\r\nc,d\r\n", ',', "1:[a][b] 2:[c][d] "},
        {"a,b\rc,d\r", ',', "1:[a][b] 2:[c][d] "},
        {"a,b\n\nc", ',', "1:[a][b] 2:[] 3:[c] "},
        {"a,", ',', "1:[a][] "},
        {",\n,", ',', "1:[][] 2:[][] "},
        {"a\tb,c\n", '\t', "1:[a][b,c] "},
        {"a;b,c\n", ';', "1:[a][b,c] "},
        {"\"a\",\"b\"\n", ',', "1:[a][b] "},
        {"\"a,b\",c", ',', "1:[a,b][c] "},
        {"\"a\"\"b\"\"\",c", ',', "1:[a\"b\"][c] "},
        {"\"\",\"\"\"\"", ',', "1:[][\"] "},
        {"a, \"b,c\" ,d", ',', "1:[a][b,c][d] "},
        {"a\"b,c\"\n", ',', "1:[a\"b][c\"] "},
        {"\"a\nb\",c\nd\n", ',', "1:[a\nb][c] 3:[d] "},
        {"\"a\r\nb\r\rc\",d\r\ne\r\n", ',', "1:[a\r\nb\r\rc][d] 5:[e] "},
        {"a\n\"\n\"\nb", ',', "1:[a] 2:[\n] 4:[b] "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(cases[i].text, cases[i].delimiter, 0, cases[i].want);
}

static void test_broken_quotes(void **state) {
    static const struct {
        const char *text;
        size_t columns;
        const char *want;
    } cases[] = {
        {"\"a", 0, "1:U "},
        {"a,\"", 0, "1:[a]U "},
        {"\"a\"b,c\nd", 0, "1:Q 2:[d] "},
        {"x,\"a\"b\"\"c\",c\nd", 0, "1:[x]Q 2:[d] "},
        /* never closed: only its own line is lost */
        {"1,\"a\n2,b\n3,c\n", 2, "1:[1]U 2:[2][b] 3:[3][c] "},
        /* the next mark belongs to another field */
        {"1,\"a\n2,\"b\"\n3,c\n", 0, "1:[1]U 2:[2][b] 3:[3][c] "},
        /* the next mark would close it by the grammar, but between are rows */
        {"1,\"a,x\n2,b,y\n3,c\",z\n4,d,w\n", 3, "1:[1]U 2:[2][b][y] 3:[3][c\"][z] 4:[4][d][w] "},
        {"1,\"a\n2,b\n\",x\n", 2, "1:[1]U 2:[2][b] 3:U "},
        /* a note with line breaks and a few commas is no row */
        {"1,\"a, b\nc, d\",x,y\n2,b,x,y\n", 4, "1:[1][a, b\nc, d][x][y] 3:[2][b][x][y] "},
        {"\"p\nq\",2,3\n4,5,6\n", 3, "1:[p\nq][2][3] 3:[4][5][6] "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(cases[i].text, ',', cases[i].columns, cases[i].want);
}

static void test_many_fields(void **state) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct buf text = {0};
    struct csv c;

    (void)state;
    for (int i = 1; i < CSV_FIELDS_MAX; i++)
        buf_putc(&text, ',');
    buf_puts(&text, "\nx,");
    for (int i = 1; i < CSV_FIELDS_MAX; i++)
        buf_puts(&text, "\"a\nb\",");
    buf_puts(&text, "\nend");
    csv_open(&c, text.data, text.len, ',');
    assert_true(csv_next(&c, row));
    assert_int_equal(row->count, CSV_FIELDS_MAX);
    assert_int_equal(row->fault, CSV_FINE);
    assert_true(csv_next(&c, row));
    assert_int_equal(row->count, CSV_FIELDS_MAX);
    assert_int_equal(row->fault, CSV_FIELDS);
    assert_true(csv_next(&c, row));
    assert_int_equal(row->count, 1);
    assert_int_equal(row->line, 2 + CSV_FIELDS_MAX);
    assert_false(csv_next(&c, row));
    buf_free(&text);
    mem_free(row);
}

static void test_ten_megabytes(void **state) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct buf text = {0};
    struct csv c;

    (void)state;
    buf_puts(&text, "1,\"");
    for (int i = 0; i < 10 << 20; i++)
        buf_putc(&text, i % 80 ? 'x' : '\n');
    buf_puts(&text, "\"\n2,b\n");
    csv_open(&c, text.data, text.len, ',');
    c.columns = 2;
    assert_true(csv_next(&c, row));
    assert_int_equal(row->fault, CSV_FINE);
    assert_int_equal(row->fields[1].len, 10 << 20);
    assert_true(csv_next(&c, row));
    assert_int_equal(row->fields[0].len, 1);
    assert_memory_equal(row->fields[0].text, "2", 1);
    buf_free(&text);
    mem_free(row);
}

/* Marks that are opened on each line and never closed must cost no more than a few looks through the file. */
static void test_hostile_marks(void **state) {
    struct csv_row *row = mem_new(1, sizeof *row);
    struct buf text = {0};
    size_t rows = 0;
    struct csv c;
    clock_t from = clock();

    (void)state;
    while (text.len < 4 << 20)
        buf_puts(&text, "\"a\"\"b\n");
    csv_open(&c, text.data, text.len, ',');
    while (csv_next(&c, row)) {
        assert_int_equal(row->fault, CSV_UNCLOSED);
        rows++;
    }
    assert_int_equal(rows, text.len / 6 + (text.len % 6 != 0));
    assert_true(c.vain < (size_t)300 << 20);
    assert_true((clock() - from) / CLOCKS_PER_SEC < 20);
    buf_free(&text);
    mem_free(row);
}

/* Any text written by the rules comes back as it was. */
static void test_round_trip(void **state) {
    static const char *const parts[] = {"a", "\"", ",", "\n", "\r\n", "张三", " ", "", ";", "\t", "'"};
    unsigned seed = 1;

    (void)state;
    for (int turn = 0; turn < 2000; turn++) {
        struct csv_row *row = mem_new(1, sizeof *row);
        struct buf cells[4] = {{0}}, text = {0}, back = {0};
        struct csv c;

        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 5; k++)
                buf_puts(&cells[i], parts[(seed = seed * 1103515245u + 12345u) >> 16 & 0x7fff ? (seed >> 16) % 11 : 0]);
            buf_puts(&text, i ? ",\"" : "\"");
            for (size_t k = 0; k < cells[i].len; k++) {
                if (cells[i].data[k] == '"')
                    buf_putc(&text, '"');
                buf_putc(&text, cells[i].data[k]);
            }
            buf_putc(&text, '"');
        }
        csv_open(&c, text.data, text.len, ',');
        assert_true(csv_next(&c, row));
        assert_int_equal(row->fault, CSV_FINE);
        assert_int_equal(row->count, 4);
        for (int i = 0; i < 4; i++) {
            buf_reset(&back);
            csv_field_add(&back, &row->fields[i]);
            assert_string_equal(buf_text(&back), buf_text(&cells[i]));
            buf_free(&cells[i]);
        }
        assert_false(csv_next(&c, row));
        buf_free(&text);
        buf_free(&back);
        mem_free(row);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),          cmocka_unit_test(test_broken_quotes), cmocka_unit_test(test_many_fields),
        cmocka_unit_test(test_ten_megabytes), cmocka_unit_test(test_hostile_marks), cmocka_unit_test(test_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
