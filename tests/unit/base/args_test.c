/* The command line against a table of options: every way to write one, and every way to be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "linli/args.h"

enum { FLAG, SIZE, NAME, COUNT };
static const struct args_option options[COUNT] = {
    [FLAG] = {"flag", 'f', NULL, 1, "a flag"},
    [SIZE] = {"size", 's', "N", 1, "a size"},
    [NAME] = {"name", 0, "NAME", 3, "a name"},
};

/* Words, options and their values as one line; a refusal as its reason. */
static void reads(const char *const *argv, const char *wanted) {
    struct buf got = {0};
    struct args a;
    size_t argc = 0;
    enum err e;

    while (argv[argc])
        argc++;
    e = args_split(&a, options, COUNT, argc, argv);
    for (size_t i = 0; e == ERR_OK && i < a.word_count; i++)
        buf_printf(&got, "[%s]", a.words[i]);
    for (size_t i = 0; e == ERR_OK && i < a.given_count; i++)
        buf_printf(&got, " %zu:%s=%s", a.given[i].behind, options[a.given[i].opt].word, a.given[i].text);
    if (e != ERR_OK) {
        assert_int_equal(e, ERR_USAGE);
        assert_string_not_equal(err_last()->what, "");
        buf_puts(&got, err_last()->why);
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_free(&got);
    args_free(&a);
}
#define READS(wanted, ...) reads((const char *const[]){__VA_ARGS__, NULL}, wanted)

static void every_way_to_write_them(void **state) {
    (void)state;
    READS("", NULL);
    READS("[a][b] 1:flag=", "a", "--flag", "b");
    READS("[a] 0:size=3 1:name=x", "--size", "3", "a", "--name=x");
    READS(" 0:size=3", "-s", "3");
    READS(" 0:size=3", "-s3");
    READS(" 0:size=", "--size=");
    READS(" 0:size=", "-s", "");
    READS(" 0:name=a=b", "--name=a=b");
    READS(" 0:name=--flag 0:flag=", "--name", "--flag", "-f");
    READS("[-][--flag][--] 1:flag=", "-", "--flag", "--", "--flag", "--");
    READS("[]", "");
    READS(" 0:name=a 0:name=b 0:name=c", "--name", "a", "--name", "b", "--name", "c");
}

static void every_way_to_be_refused(void **state) {
    (void)state;
    READS("there is no option --flags", "--flags");
    READS("there is no option --fla", "--fla");
    READS("there is no option --nothing", "a", "--nothing=1");
    READS("there is no option -x", "-xyz");
    READS("there is no option --", "--=x");
    READS("--flag takes no value", "--flag=1");
    READS("--flag takes no value", "-ff");
    READS("--flag was given twice", "-f", "--flag");
    READS("--size needs a value: N", "a", "-s");
    READS("--name needs a value: NAME", "--name");
    READS("--name was given too often", "--name=a", "--name=b", "--name=c", "--name=d");
}

static void the_newest_text_counts(void **state) {
    const char *argv[] = {"--name", "a", "--name", "b"};
    struct args a;

    (void)state;
    assert_int_equal(args_split(&a, options, COUNT, 4, argv), ERR_OK);
    assert_string_equal(a.text[NAME], "b");
    assert_true(args_has(&a, NAME));
    assert_false(args_has(&a, SIZE));
    assert_null(a.text[SIZE]);
    args_free(&a);
}

static void range(const char *text, int64_t least, int64_t most, int64_t wanted, const char *todo) {
    struct args a;
    int64_t n = 7;
    enum err e;

    assert_int_equal(args_split(&a, options, COUNT, text != NULL, &text), ERR_OK);
    e = args_range(&n, &a, SIZE, least, most);
    assert_int_equal(n, wanted);
    assert_int_equal(e, todo ? ERR_USAGE : ERR_OK);
    if (todo)
        assert_string_equal(err_last()->todo, todo);
    args_free(&a);
}

static void numbers_have_bounds(void **state) {
    const char *digits = "give a number from 1 to 9, in digits";

    (void)state;
    range(NULL, 1, 9, 7, NULL);
    range("-s1", 1, 9, 1, NULL);
    range("-s9", 1, 9, 9, NULL);
    range("-s0", 1, 9, 7, digits);
    range("-s10", 1, 9, 7, digits);
    range("-s1x", 1, 9, 7, digits);
    range("--size=", 1, 9, 7, digits);
    range("-s9223372036854775807", 0, INT64_MAX, INT64_MAX, NULL);
    range("-s9223372036854775808", 0, INT64_MAX, 7, "give 0 or more, in digits");
    range("-s-1", 0, INT64_MAX, 7, "give 0 or more, in digits");
}

static void help_shows_all_of_it(void **state) {
    struct buf b = {0};

    (void)state;
    for (size_t o = 0; o < COUNT; o++) {
        args_put_option(&b, &options[o]);
        buf_putc(&b, ';');
    }
    assert_string_equal(buf_text(&b), "--flag, -f;--size, -s N;--name NAME;");
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_write_them), cmocka_unit_test(every_way_to_be_refused),
        cmocka_unit_test(the_newest_text_counts),  cmocka_unit_test(numbers_have_bounds),
        cmocka_unit_test(help_shows_all_of_it),
    };

    return cmocka_run_group_tests_name("base/args", tests, NULL, NULL);
}
