/* The key table: every request has words and keys, key files replace them, mistakes are named and change nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/conf.h"
#include "linli/file.h"
#include "tui/request.h"

static struct key key_of(const char *name) {
    struct key key;

    assert_true(keys_parse(&key, name));
    return key;
}

static void every_row_is_whole(void **state) {
    (void)state;
    request_default_keys();
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++) {
        const struct request_row *row = request_row((enum request)r);
        struct key key;

        assert_true(*row->name && *row->label && *row->help);
        assert_true(request_key((enum request)r, 0, &key));
        for (int other = REQ_NONE + 1; other < r; other++)
            assert_string_not_equal(row->name, request_row((enum request)other)->name);
    }
}

/* What an input method lets through: every request of the footer has a function key, Esc, Enter or a digit. */
static void no_letter_is_needed(void **state) {
    (void)state;
    request_default_keys();
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++) {
        struct key key;
        bool any = false;

        for (size_t k = 0; request_key((enum request)r, k, &key); k++)
            any = any || key.code != K_TEXT || (key.cp >= '0' && key.cp <= '9');
        assert_true(any);
    }
}

static void keys_lead_to_requests(void **state) {
    static const enum request list[] = {REQ_VISIT, REQ_BACK, REQ_NONE};
    struct key v = key_of("v"), f2 = key_of("F2"), left = key_of("Left"), esc = key_of("Esc"), f9 = key_of("F9");
    char shown[KEY_NAME_SIZE];

    (void)state;
    request_default_keys();
    assert_int_equal(request_of_key(list, &v, false), REQ_VISIT);
    assert_int_equal(request_of_key(list, &v, true), REQ_NONE);
    assert_int_equal(request_of_key(list, &f2, true), REQ_VISIT);
    assert_int_equal(request_of_key(list, &left, false), REQ_BACK);
    assert_int_equal(request_of_key(list, &left, true), REQ_NONE);
    assert_int_equal(request_of_key(list, &esc, true), REQ_BACK);
    assert_int_equal(request_of_key(list, &f9, false), REQ_NONE);
    assert_int_equal(request_anywhere(&f9), REQ_PALETTE);
    assert_true(request_shown_key(REQ_HELP, false, shown));
    assert_string_equal(shown, "?");
    assert_true(request_shown_key(REQ_HELP, true, shown));
    assert_string_equal(shown, "F1");
}

/* Whoever writes with an input method sees the keys that get through it first; a verb with nothing but letters keeps them. */
static void function_keys_are_shown_first(void **state) {
    static const char on[] = "function-keys = yes\n";
    char shown[KEY_NAME_SIZE];

    (void)state;
    request_default_keys();
    conf_parse("linli.conf", on, strlen(on));
    for (int r = REQ_NONE + 1; r < REQ_COUNT; r++) {
        struct key key;

        assert_true(request_shown_key((enum request)r, false, shown));
        key = key_of(shown);
        assert_true(key.code != K_TEXT || (key.cp >= '0' && key.cp <= '9'));
    }
    assert_true(request_shown_key(REQ_HELP, false, shown));
    assert_string_equal(shown, "F1");
    assert_int_equal(request_read_keys("keys", "visit = v w\n", 12), ERR_OK);
    assert_true(request_shown_key(REQ_VISIT, false, shown));
    assert_string_equal(shown, "v");
    conf_parse("linli.conf", "", 0);
    assert_true(request_shown_key(REQ_HELP, false, shown));
    assert_string_equal(shown, "?");
    request_default_keys();
}

static enum err read_keys(const char *text) {
    return request_read_keys("keys", text, strlen(text));
}

static void a_key_file_replaces(void **state) {
    struct key w = key_of("w"), v = key_of("v");
    char shown[KEY_NAME_SIZE];

    (void)state;
    assert_int_equal(read_keys("# mine\nvisit = F6 w\n"), ERR_OK);
    assert_true(request_has_key(REQ_VISIT, &w, false));
    assert_false(request_has_key(REQ_VISIT, &v, false));
    assert_true(request_shown_key(REQ_VISIT, false, shown));
    assert_string_equal(shown, "F6");
}

static void a_wrong_key_file_changes_nothing(void **state) {
    static const char *const wrong[] = {"visit = F2\nnothing = x\n", "visit = F99\n", "visit = a b c d e f g\n", "visit\n",
                                        "visit =\xff\n"};
    struct key v = key_of("v");

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_keys(wrong[i]), ERR_SYNTAX);
        assert_non_null(strstr(err_last()->what, "keys:"));
        assert_true(request_has_key(REQ_VISIT, &v, false));
    }
}

/* themes/default.keys is what is built in. */
static void the_file_is_the_table(void **state) {
    struct buf text = {0}, table = {0};
    const char *body;

    (void)state;
    request_default_keys();
    request_write_keys(&table);
    assert_int_equal(file_read(&text, "themes/default.keys", 65536), ERR_OK);
    assert_int_equal(read_keys(buf_text(&text)), ERR_OK);
    body = strstr(buf_text(&text), "\n\n");
    assert_non_null(body);
    assert_string_equal(body + 2, buf_text(&table));
    buf_free(&text);
    buf_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_whole),    cmocka_unit_test(no_letter_is_needed),
        cmocka_unit_test(keys_lead_to_requests), cmocka_unit_test(function_keys_are_shown_first),
        cmocka_unit_test(a_key_file_replaces),   cmocka_unit_test(a_wrong_key_file_changes_nothing),
        cmocka_unit_test(the_file_is_the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
