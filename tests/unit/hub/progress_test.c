/* The progress line: how far, how long still, and never a guess before there is something to guess from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "hub/progress.h"

static void expect(int64_t done, int64_t total, int64_t ms, const char *wanted) {
    struct buf line = {0};

    progress_line(&line, "x", done, total, ms);
    assert_string_equal(buf_text(&line), wanted);
    buf_free(&line);
}

static void lines(void **state) {
    (void)state;
    expect(0, 100, 0, "x  ........................   0 %");
    expect(50, 100, 999, "x  ############............  50 %");
    expect(50, 100, 90000, "x  ############............  50 %  1:30 left");
    expect(100, 100, 5000, "x  ######################## 100 %  0:00 left");
    expect(0, 100, 5000, "x  ........................   0 %");
    expect(0, 0, 5000, "x  ........................   0 %");
    expect(INT64_C(1) << 40, INT64_C(1) << 41, 60000, "x  ############............  50 %  1:00 left");
}

static void nothing_where_nobody_watches(void **state) {
    struct progress p;
    char *text = NULL;
    size_t len;
    FILE *err = open_memstream(&text, &len);
    struct call c = {.err = err, .err_fd = -1};

    (void)state;
    progress_start(&p, &c, "x", "y");
    progress_tell(&p, 1, 2);
    progress_tell(&p, 2, 2);
    progress_end(&p);
    fclose(err);
    assert_int_equal(len, 0);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines), cmocka_unit_test(nothing_where_nobody_watches)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
