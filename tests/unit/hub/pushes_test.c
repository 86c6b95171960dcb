/* An outbox file falls into its pushes; one that is cut anywhere is never taken for whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "hub/pushes.h"

#define ID "000102030405060708090a0b0c0d0e0f"
#define HASH "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"
#define OPEN "{\"v\":1,\"device\":\"" ID "\",\"seq\":0,\"hash\":\"" HASH "\"}\n"
#define EVENT "[{\"v\":1},\"00\",{}]\n"

static void write_close(struct buf *out) {
    struct wire_head h = {.seq = 2};

    wire_write_close(out, &h);
}

static void write_push(struct buf *out, int events) {
    buf_puts(out, OPEN);
    while (events--)
        buf_puts(out, EVENT);
    write_close(out);
}

static void one_after_the_other(void **state) {
    struct wire_head head;
    struct buf file = {0};
    size_t len, events, at = 0;

    (void)state;
    write_push(&file, 2);
    write_push(&file, 0);
    buf_puts(&file, "\n");
    write_push(&file, 1);

    assert_int_equal(pushes_next(&len, &head, &events, file.data, file.len), ERR_OK);
    assert_int_equal(events, 2);
    assert_int_equal(head.device.b[15], 15);
    assert_int_equal(pushes_next(&len, &head, &events, file.data + (at += len), file.len - len), ERR_OK);
    assert_int_equal(events, 0);
    at += len;
    assert_int_equal(pushes_next(&len, &head, &events, file.data + at, file.len - at), ERR_OK);
    assert_int_equal(events, 1);
    assert_int_equal(at + len, file.len);
    assert_int_equal(pushes_next(&len, &head, &events, file.data + file.len, 0), ERR_NOT_FOUND);
    buf_free(&file);
}

static void cut_anywhere(void **state) {
    struct wire_head head;
    struct buf file = {0};
    size_t len, events;

    (void)state;
    write_push(&file, 3);
    for (size_t cut = 1; cut + 1 < file.len; cut++)
        if (pushes_next(&len, &head, &events, file.data, cut) == ERR_OK)
            fail_msg("cut at %zu of %zu", cut, file.len);
    buf_free(&file);
}

static void too_large(void **state) {
    struct wire_head head;
    struct buf file = {0};
    size_t len, events;

    (void)state;
    buf_puts(&file, OPEN);
    while (file.len <= WIRE_BODY_MAX)
        buf_puts(&file, EVENT);
    write_close(&file);
    assert_int_equal(pushes_next(&len, &head, &events, file.data, file.len), ERR_RANGE);
    buf_free(&file);
}

static void something_else(void **state) {
    static const char *const texts[] = {"hello\n", "{\"v\":1}\n", EVENT, "\x00\xFF", "<html>", OPEN OPEN};
    struct wire_head head;
    size_t len, events;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(pushes_next(&len, &head, &events, texts[i], strlen(texts[i]) + 1), ERR_SYNTAX);
    assert_int_equal(pushes_next(&len, &head, &events, "{\"v\":99}", 8), ERR_NEWER);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_after_the_other), cmocka_unit_test(cut_anywhere),
                                       cmocka_unit_test(too_large), cmocka_unit_test(something_else)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
