/* What reaches standard output and standard error: aligned, and unable to act. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "cli/cli_inner.h"

/* Standard output or error, kept while a test prints. */
struct kept {
    int fd, was, file;
};

static struct kept keep(int fd, const char *path) {
    struct kept k = {.fd = fd, .was = dup(fd)};

    k.file = path ? open(path, O_WRONLY) : open("/tmp", O_TMPFILE | O_RDWR, 0600);
    assert_true(k.file >= 0 && k.was >= 0);
    assert_true(dup2(k.file, fd) == fd);
    return k;
}

static const char *release(struct kept *k) {
    static char text[4096];
    ssize_t len;

    dup2(k->was, k->fd);
    close(k->was);
    len = pread(k->file, text, sizeof text - 1, 0);
    text[len > 0 ? len : 0] = '\0';
    close(k->file);
    return text;
}

static void json_is_escaped_where_it_could_act(void **state) {
    struct buf line = {0};
    struct json_out w;
    struct kept k = keep(STDOUT_FILENO, NULL);

    (void)state;
    json_start_line(&w, &line);
    json_put_text(&w, "a", "张\xE2\x80\xAE三\xC2\x9B\x1B[0m\xF3\xA0\x80\x81");
    json_put_text(&w, "b", "");
    json_put_text(&w, "c", "👨‍👩‍👧 é");
    json_end_line(&w, &line);
    buf_free(&line);
    assert_int_equal(out_end(), ERR_OK);
    assert_string_equal(release(&k), "{\"a\":\"张\\u202e三\\u009b\\u001b[0m\\udb40\\udc01\",\"b\":null,"
                                     "\"c\":\"👨\\u200d👩\\u200d👧 é\"}\n");
}

static void plain_json_is_left_alone(void **state) {
    struct buf line = {0};
    struct json_out w;
    struct kept k = keep(STDOUT_FILENO, NULL);

    (void)state;
    json_start_line(&w, &line);
    json_put_text(&w, "a", "👨‍👩‍👧 尉迟恭 \"\\");
    json_end_line(&w, &line);
    buf_free(&line);
    assert_int_equal(out_end(), ERR_OK);
    assert_string_equal(release(&k), "{\"a\":\"👨‍👩‍👧 尉迟恭 \\\"\\\\\"}\n");
}

static void text_does_not_act(void **state) {
    struct kept k = keep(STDOUT_FILENO, NULL);

    (void)state;
    out_text("a\x1B]0;x\x07\nb\r\xE2\x80\xAE\n");
    out_format("%s\n", "\x9B\x08");
    assert_int_equal(out_end(), ERR_OK);
    assert_string_equal(release(&k), "a\xEF\xBF\xBD]0;x\xEF\xBF\xBD\nb\n\xEF\xBF\xBD\n\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

static void columns_stand_in_line(void **state) {
    struct sheet t = {.columns = 3};
    struct kept k = keep(STDOUT_FILENO, NULL);

    (void)state;
    sheet_cell(&t, "尉迟恭");
    sheet_cell(&t, "");
    sheet_cell(&t, "x");
    sheet_cell(&t, "ab\ncd");
    sheet_cell(&t, "é");
    sheet_cell(&t, "");
    sheet_print(&t);
    sheet_cell(&t, "李");
    sheet_cell(&t, "1");
    sheet_cell(&t, "y");
    sheet_print(&t);
    sheet_free(&t);
    assert_int_equal(out_end(), ERR_OK);
    assert_string_equal(release(&k), "尉迟恭     x\nab cd   é\n李      1  y\n");
}

static void an_error_is_one_line(void **state) {
    struct kept k = keep(STDERR_FILENO, NULL);

    (void)state;
    err_say(ERR_IO, "cannot read \x1B[31mx\n", "no\r\nreason", NULL);
    out_error();
    assert_string_equal(release(&k), "linli: cannot read \xEF\xBF\xBD[31mx : no reason\n");
}

static void a_full_disk_is_told(void **state) {
    struct kept k = keep(STDOUT_FILENO, "/dev/full");
    enum err e;

    (void)state;
    out_text("something\n");
    e = out_end();
    release(&k);
    assert_int_equal(e, ERR_FULL);
    assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_escaped_where_it_could_act),
        cmocka_unit_test(plain_json_is_left_alone),
        cmocka_unit_test(text_does_not_act),
        cmocka_unit_test(columns_stand_in_line),
        cmocka_unit_test(an_error_is_one_line),
        cmocka_unit_test(a_full_disk_is_told), /* the last: a failed output stays one */
    };

    return cmocka_run_group_tests_name("cli/out", tests, NULL, NULL);
}
