/* The Chinese words of the screens take the same cells on every terminal: no character whose width is ambiguous. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/file.h"
#include "linli/utf8.h"
#include "linli/width.h"

static void no_ambiguous_width(void **state) {
    struct buf text = {0};
    size_t line_count = 0;

    (void)state;
    assert_int_equal(file_read(&text, "src/po/zh_CN.tui.po", 1 << 20), ERR_OK);
    for (char *rest = text.data, *line; (line = strtok_r(rest, "\n", &rest));) {
        int narrow;

        if (strncmp(line, "msgstr", 6) != 0)
            continue;
        line_count++;
        width_set_ambiguous(1);
        narrow = width_text(line, SIZE_MAX);
        width_set_ambiguous(2);
        if (width_text(line, SIZE_MAX) != narrow)
            fail_msg("a character of ambiguous width: %s", line);
    }
    assert_true(line_count > 100);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_ambiguous_width)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
