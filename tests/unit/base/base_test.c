/* Buffers, JSON, ini, ids, seals, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "linli/buf.h"
#include "linli/file.h"
#include "linli/hash.h"
#include "linli/ini.h"
#include "linli/json.h"
#include "linli/mem.h"

static void json_writes_nothing_as_null(void **state) {
    struct id zero = {0}, id = zero;
    struct buf out = {0};
    struct json_out w;

    (void)state;
    id.b[sizeof id.b - 1] = 0xA5;
    json_start(&w, &out);
    json_open(&w, NULL, '[');
    json_put_text(&w, NULL, NULL);
    json_put_text(&w, NULL, "");
    json_put_text(&w, NULL, "x");
    json_put_id(&w, NULL, &zero);
    json_put_id(&w, NULL, &id);
    json_put_stamp(&w, NULL, 0);
    json_close(&w, ']');
    assert_string_equal(buf_text(&out), "[null,null,\"x\",null,\"000000000000000000000000000000a5\",null]");
    buf_free(&out);
}

static void json_writes_what_it_reads(void **state) {
    struct buf out = {0};
    struct json_out w;
    struct json *v;
    int64_t n;

    (void)state;
    json_start(&w, &out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "a\"b", "张\n\x01\\\x7f");
    json_put_int(&w, "n", INT64_MIN);
    json_put_null(&w, "z");
    json_open(&w, "list", '[');
    json_put_bool(&w, NULL, true);
    json_put_str(&w, NULL, NULL);
    json_close(&w, ']');
    json_close(&w, '}');
    assert_string_equal(out.data,
                        "{\"a\\\"b\":\"张\\n\\u0001\\\\\\u007f\",\"n\":-9223372036854775808,\"z\":null,\"list\":[true,null]}");
    assert_int_equal(json_parse(&v, out.data, out.len, NULL), ERR_OK);
    assert_string_equal(json_str(v, "a\"b", ""), "张\n\x01\\\x7f");
    assert_true(json_int(v, "n", &n) && n == INT64_MIN);
    assert_true(json_is_null(json_get(v, "z")));
    assert_int_equal(json_count(json_get(v, "list")), 2);
    json_free(v);
    buf_reset(&out);
    json_start(&w, &out);
    json_put_str(&w, NULL, "a\xff\xc0\x80z");
    assert_string_equal(out.data, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    buf_free(&out);
}

static void json_refuses_what_is_loose(void **state) {
    static const char *const bad[] = {"", "{", "{\"a\":1,\"a\":2}", "[1,]", "nul", "{\"a\":\"\\u0000\"}", "[1] x", "\"\xff\""};
    char deep[200];
    struct json *v;
    size_t used;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(json_parse(&v, bad[i], strlen(bad[i]), NULL), ERR_SYNTAX);
    memset(deep, '[', sizeof deep);
    assert_int_equal(json_parse(&v, deep, sizeof deep, NULL), ERR_SYNTAX);
    assert_int_equal(json_parse(&v, "{\"a\":[1]},\"x\"", 13, &used), ERR_OK);
    assert_int_equal(used, 9);
    json_free(v);
}

static enum err pair(void *arg, int line, const char *section, const char *key, const char *value) {
    buf_printf(arg, "%d[%s]%s=%s;", line, section, key, value);
    return ERR_OK;
}

static void ini_reads_pairs_and_names_the_line(void **state) {
    static const char text[] = "# c\n\n role = red  \n[keys]\n= = x\n";
    struct buf out = {0};

    (void)state;
    assert_int_equal(ini_parse("t", text, strlen(text), pair, &out), ERR_OK);
    assert_string_equal(out.data, "3[]role=red;5[keys]==x;");
    assert_int_equal(ini_parse("t.theme", "a = b\nbroken\n", 13, pair, &out), ERR_SYNTAX);
    assert_string_equal(err_last()->what, "t.theme:2");
    buf_free(&out);
}

static void what_is_sealed_opens_for_its_holder_alone(void **state) {
    struct sign_key key, other;
    struct buf sealed = {0}, plain = {0};

    (void)state;
    sign_key_make(&key);
    sign_key_make(&other);
    assert_int_equal(seal_make(&sealed, "secret", 6, key.pub), ERR_OK);
    assert_int_equal(seal_open(&plain, sealed.data, sealed.len, &other), ERR_CORRUPT);
    assert_int_equal(seal_open(&plain, sealed.data, sealed.len, &key), ERR_OK);
    assert_string_equal(plain.data, "secret");
    buf_free(&sealed);
    buf_free(&plain);
}

static void ids_and_hex_are_strict(void **state) {
    struct id a = id_random(), b;
    char text[ID_TEXT_SIZE];

    (void)state;
    id_text(text, &a);
    assert_true(id_parse(&b, text, (size_t)-1) && id_equal(&a, &b));
    text[31] = 'g';
    assert_false(id_parse(&b, text, (size_t)-1));
    assert_false(id_parse(&b, "00", (size_t)-1));
}

static void files_are_bounded_and_replaced_whole(void **state) {
    char path[] = "/tmp/linli-file-XXXXXX";
    struct buf b = {0};
    int fd = mkstemp(path);

    (void)state;
    close(fd);
    assert_int_equal(file_write(path, "hello", 5), ERR_OK);
    assert_int_equal(file_read(&b, path, 100), ERR_OK);
    assert_string_equal(b.data, "hello");
    buf_reset(&b);
    assert_int_equal(file_read(&b, path, 3), ERR_RANGE);
    assert_int_equal(file_read(&b, "/", 3), ERR_IO);
    assert_int_equal(file_read(&b, "/no/such", 3), ERR_IO);
    buf_free(&b);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_writes_what_it_reads),
        cmocka_unit_test(json_writes_nothing_as_null),
        cmocka_unit_test(json_refuses_what_is_loose),
        cmocka_unit_test(ini_reads_pairs_and_names_the_line),
        cmocka_unit_test(what_is_sealed_opens_for_its_holder_alone),
        cmocka_unit_test(ids_and_hex_are_strict),
        cmocka_unit_test(files_are_bounded_and_replaced_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
