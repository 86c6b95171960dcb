/* The option parser and the table of commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>
#include "cli/cli_inner.h"
#include "linli/kinds.h"

/* The parser takes argv as main has it and changes nothing in it. */
#define READ(...)                                                                                                                \
    const char *argv[] = {__VA_ARGS__};                                                                                          \
    const struct command *command;                                                                                               \
    struct args a;                                                                                                               \
    enum err e = args_read(&a, &command, sizeof argv / sizeof *argv, (char **)argv)

static void options_stand_anywhere(void **state) {
    (void)state;
    READ("--home", "/h", "visit", "--outcome=met", "001", "--note", "-x", "--json");
    assert_int_equal(e, ERR_OK);
    assert_string_equal(command->name, "visit");
    assert_string_equal(a.text[OPT_HOME], "/h");
    assert_string_equal(a.text[OPT_OUTCOME], "met");
    assert_string_equal(a.text[OPT_NOTE], "-x");
    assert_true(args_has(&a, OPT_JSON));
    assert_false(args_has(&a, OPT_NEXT));
    assert_int_equal(a.word_count, 1);
    assert_string_equal(a.words[0], "001");
    args_free(&a);
}

static void two_hyphens_end_the_options(void **state) {
    (void)state;
    READ("find", "--", "--json", "-n");
    assert_int_equal(e, ERR_OK);
    assert_false(args_has(&a, OPT_JSON));
    assert_int_equal(a.word_count, 2);
    args_free(&a);
}

static void a_hyphen_alone_is_a_word(void **state) {
    (void)state;
    READ("import", "-");
    assert_int_equal(e, ERR_OK);
    assert_string_equal(a.words[0], "-");
    args_free(&a);
}

static void letters_take_their_value_either_way(void **state) {
    int64_t n;

    (void)state;
    {
        READ("find", "-n", "7");
        assert_int_equal(e, ERR_OK);
        assert_int_equal(args_number(&a, OPT_LIMIT, 20, &n), ERR_OK);
        assert_int_equal(n, 7);
        args_free(&a);
    }
    {
        READ("find", "-n0");
        assert_int_equal(e, ERR_OK);
        assert_int_equal(args_number(&a, OPT_LIMIT, 20, &n), ERR_OK);
        assert_int_equal(n, 0);
        args_free(&a);
    }
    {
        READ("find");
        assert_int_equal(e, ERR_OK);
        assert_int_equal(args_number(&a, OPT_LIMIT, 20, &n), ERR_OK);
        assert_int_equal(n, 20);
        args_free(&a);
    }
}

static void several_parties_are_kept_in_order(void **state) {
    size_t parties = 0;

    (void)state;
    READ("open", "--party", "甲", "--kind", "dispute", "--party", "乙");
    assert_int_equal(e, ERR_OK);
    for (size_t i = 0; i < a.given_count; i++)
        if (a.given[i].opt == OPT_PARTY)
            assert_string_equal(a.given[i].text, parties++ ? "乙" : "甲");
    assert_int_equal(parties, 2);
    args_free(&a);
}

static void no_words_are_no_command(void **state) {
    const struct command *command;
    struct args a;

    (void)state;
    assert_int_equal(args_read(&a, &command, 0, NULL), ERR_OK);
    assert_null(command);
    args_free(&a);
}

static void refused(const char *first, const char *second, const char *third, const char *fourth) {
    const char *argv[] = {first, second, third, fourth};
    const struct command *command;
    struct args a;
    int argc = 0;

    while (argc < 4 && argv[argc])
        argc++;
    err_clear();
    assert_int_equal(args_read(&a, &command, argc, (char **)argv), ERR_USAGE);
    assert_true(*err_last()->what && *err_last()->why && *err_last()->todo);
    args_free(&a);
}

static void what_cannot_be_meant_is_refused(void **state) {
    (void)state;
    refused("nothing", NULL, NULL, NULL);
    refused("find", "--nothing", NULL, NULL);
    refused("find", "-z", NULL, NULL);
    refused("find", "-n", NULL, NULL);
    refused("find", "--limit", NULL, NULL);
    refused("find", "--json=1", NULL, NULL);
    refused("find", "--outcome", "met", NULL);
    refused("--outcome", "met", "visit", "1");
    refused("visit", NULL, NULL, NULL);
    refused("visit", "1", "2", NULL);
    refused("find", "--limit=1", "-n2", NULL);
    refused("", NULL, NULL, NULL);
}

static void help_needs_no_words(void **state) {
    (void)state;
    READ("visit", "--help");
    assert_int_equal(e, ERR_OK);
    assert_true(args_has(&a, OPT_HELP));
    args_free(&a);
}

static void numbers_and_codes_are_checked(void **state) {
    int64_t n;
    int code;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        const char *bad[] = {"-1", "x", "", "1x", "99999999999999999999"};
        READ("find", "--limit", bad[i]);
        assert_int_equal(e, ERR_OK);
        assert_int_equal(args_number(&a, OPT_LIMIT, 20, &n), ERR_USAGE);
        args_free(&a);
    }
    READ("visit", "1", "--outcome", "phone", "--purpose", "nothing");
    assert_int_equal(e, ERR_OK);
    assert_int_equal(args_code(&a, OPT_OUTCOME, LIST_OUTCOME, &code), ERR_OK);
    assert_int_equal(code, OUTCOME_PHONE);
    assert_int_equal(args_code(&a, OPT_PURPOSE, LIST_PURPOSE, &code), ERR_USAGE);
    assert_non_null(strstr(err_last()->todo, "routine, care"));
    args_free(&a);
}

static void every_row_of_the_table_is_whole(void **state) {
    const struct command *c;

    (void)state;
    for (size_t i = 0; (c = command_at(i)) != NULL; i++) {
        assert_ptr_equal(command_find(c->name), c);
        assert_true(*c->help && c->run && c->fewest <= c->most);
        assert_int_equal(*c->synopsis != '\0', c->most > 0);
        for (size_t n = 0; n < c->option_count; n++) {
            assert_true(c->options[n] > OPT_LAST_GLOBAL && c->options[n] < OPT_COUNT);
            for (size_t m = 0; m < n; m++)
                assert_int_not_equal(c->options[n], c->options[m]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(two_hyphens_end_the_options),
        cmocka_unit_test(a_hyphen_alone_is_a_word),
        cmocka_unit_test(letters_take_their_value_either_way),
        cmocka_unit_test(several_parties_are_kept_in_order),
        cmocka_unit_test(no_words_are_no_command),
        cmocka_unit_test(what_cannot_be_meant_is_refused),
        cmocka_unit_test(help_needs_no_words),
        cmocka_unit_test(numbers_and_codes_are_checked),
        cmocka_unit_test(every_row_of_the_table_is_whole),
    };

    return cmocka_run_group_tests_name("cli/args", tests, NULL, NULL);
}
