/* What is told of an import: keys for scripts, lines for people, the end of the command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/act.h"

static struct act_import_report report_of(size_t rows, size_t rejected, int64_t added, int64_t missing) {
    return (struct act_import_report){
        .roster = {.rows = rows, .rejected = rejected, .encoding = "UTF-8", .delimiter = ';', .header_line = 3},
        .added = added,
        .missing = missing};
}

static void keys_for_scripts(void **state) {
    struct act_import_report r = report_of(5, 2, 3, 1);
    struct buf out = {0};
    struct json_out w;

    (void)state;
    buf_puts(&r.roster.ignored, "备注");
    json_start(&w, &out);
    json_open(&w, NULL, '{');
    act_import_json(&w, &r, true);
    json_close(&w, '}');
    assert_string_equal(buf_text(&out), "{\"rows\":5,\"rejected\":2,\"added\":3,\"updated\":0,\"unchanged\":0,\"missing\":1,"
                                        "\"encoding\":\"UTF-8\",\"sheets\":null,\"passed_over\":null,\"hidden\":0,\"left_out\":"
                                        "null,\"ignored\":\"备注\",\"dry_run\":true}");
    buf_free(&out);
    act_import_report_free(&r);
}

static void lines_for_people(void **state) {
    struct act_import_report r = report_of(5, 2, 3, 0);
    struct buf out = {0};

    (void)state;
    act_import_words(&out, &r, false);
    assert_string_equal(buf_text(&out), "file: UTF-8, columns cut at semicolons, titles in line 3\n"
                                        "lines: 5 read, 2 not taken, 0 totals and notes passed over\n"
                                        "households: 3 added, 0 updated, 0 unchanged\n");
    buf_reset(&out);
    r.missing = 4;
    buf_puts(&r.roster.left_out, "a\033[2Jb");
    act_import_words(&out, &r, true);
    assert_ptr_equal(strstr(buf_text(&out), "this is what would happen"), buf_text(&out));
    assert_non_null(strstr(buf_text(&out), "does not name: 4;"));
    assert_non_null(strstr(buf_text(&out), "columns left out"));
    assert_null(strchr(buf_text(&out), '\033'));
    assert_null(strstr(buf_text(&out), "passed over, because"));
    buf_free(&out);
    act_import_report_free(&r);
}

static void comes_to(size_t rejected, int64_t added, const char *rejects, enum err wanted, const char *why) {
    struct act_import_report r = report_of(5, rejected, added, 0);

    err_clear();
    assert_int_equal(act_import_sum_up(&r, rejects), wanted);
    assert_string_equal(err_last()->why, why);
    assert_true(wanted == ERR_OK || *err_last()->todo);
}

static void the_end_of_the_command(void **state) {
    (void)state;
    comes_to(0, 5, "bad.csv", ERR_OK, "");
    comes_to(0, 0, NULL, ERR_OK, "");
    comes_to(1, 4, "bad.csv", ERR_PARTLY, "bad.csv tells line, column and reason");
    comes_to(1, 4, NULL, ERR_PARTLY, "each for a reason of its own");
    comes_to(5, 0, "bad.csv", ERR_FAILED, "bad.csv tells line, column and reason");
    comes_to(5, 0, NULL, ERR_FAILED, "each for a reason of its own");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_for_scripts),
        cmocka_unit_test(lines_for_people),
        cmocka_unit_test(the_end_of_the_command),
    };

    return cmocka_run_group_tests_name("act/report", tests, NULL, NULL);
}
