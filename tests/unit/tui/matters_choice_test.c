/* A filter of matters as it is kept: what was written is read again, and what is no filter is refused with words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "linli/kinds.h"
#include "tui/matters_filter.h"

static void every_filter_is_read_as_it_was_written(void **state) {
    (void)state;
    for (int which = 0; which < MATTERS_WHICH_COUNT; which++)
        for (int type = 0; type < TYPE_COUNT; type += 5)
            for (int level = 0; level < LEVEL_COUNT; level++) {
                struct matters_choice c = {.text = ""}, again;
                struct buf text = {0}, second = {0};

                c.filter.which = (enum read_matters_which)which;
                c.filter.type = (enum matter_type)type;
                c.filter.kind = type ? kinds_type_matter(c.filter.type) : MATTER_NONE;
                c.filter.level = (enum level)level;
                snprintf(c.text, sizeof c.text, "%s", level ? "漏水 text=3栋 owner=" : "");
                matters_choice_write(&text, &c);
                assert_int_equal(matters_choice_read(&again, NULL, buf_text(&text)), ERR_OK);
                assert_int_equal(again.filter.which, c.filter.which);
                assert_int_equal(again.filter.type, c.filter.type);
                assert_int_equal(again.filter.kind, c.filter.kind);
                assert_int_equal(again.filter.level, c.filter.level);
                assert_string_equal(again.text, c.text);
                assert_ptr_equal(again.filter.text, again.text);
                matters_choice_write(&second, &again);
                assert_string_equal(buf_text(&second), buf_text(&text));
                buf_free(&text);
                buf_free(&second);
            }
}

static void what_is_no_filter_is_refused(void **state) {
    static const char *const wrong[] = {"never",     "kind=",       "kind=none-such", "=open",  "owner=12",          "colour=red",
                                        "open what", "kin=dispute", "level=x",        "owner=", "kind=dispute  open"};
    struct matters_choice c;
    char longer[300];

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err_clear();
        assert_int_equal(matters_choice_read(&c, NULL, wrong[i]), ERR_NOT_FOUND);
        assert_true(*err_last()->what && *err_last()->todo);
    }
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(matters_choice_read(&c, NULL, longer), ERR_NOT_FOUND);
    memcpy(longer, "text=", 5);
    assert_int_equal(matters_choice_read(&c, NULL, longer), ERR_OK);
    assert_int_equal(strlen(c.text), MATTERS_TEXT_MAX);
    assert_int_equal(matters_choice_read(&c, NULL, ""), ERR_OK);
    assert_false(matters_choice_any(&c));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_filter_is_read_as_it_was_written),
        cmocka_unit_test(what_is_no_filter_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
