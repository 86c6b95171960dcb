/* The command line: each row can be called, explained and refused, and what is read is what was written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "hub/command.h"

#define READ(...) read_words((const char *const[]){__VA_ARGS__, NULL})

static struct command_line args;

static enum err read_words(const char *const *words) {
    size_t count = 0;

    command_line_free(&args);
    while (words[count])
        count++;
    return command_read(&args, count, words);
}

static void options_anywhere(void **state) {
    (void)state;
    assert_int_equal(READ("--db", "x.db", "worker", "add", "--name=张三", "zhou", "--role", "head", "--area", "1.2"), ERR_OK);
    assert_string_equal(args.command->words, "worker add");
    assert_int_equal(args.count, 1);
    assert_string_equal(args.values[0], "zhou");
    assert_string_equal(args.option[OPTION_DB], "x.db");
    assert_string_equal(args.option[OPTION_NAME_OF], "张三");
    assert_string_equal(args.option[OPTION_AREA], "1.2");
    assert_null(args.option[OPTION_JSON]);
}

static void values_that_look_like_options(void **state) {
    (void)state;
    assert_int_equal(READ("area", "add", "1", "--", "--name"), ERR_OK);
    assert_string_equal(args.values[1], "--name");
    assert_int_equal(READ("worker", "add", "l", "--name", "--area", "--role", "head", "--area", "1"), ERR_OK);
    assert_string_equal(args.option[OPTION_NAME_OF], "--area");
    assert_int_equal(READ("roster", "import", "-"), ERR_OK);
    assert_string_equal(args.values[0], "-");
    assert_int_equal(READ("backup", ""), ERR_OK);
    assert_string_equal(args.values[0], "");
}

static void refused(void **state) {
    (void)state;
    assert_int_equal(READ("frobnicate"), ERR_USAGE);
    assert_int_equal(READ("worker"), ERR_USAGE);
    assert_int_equal(READ("worker", "dance"), ERR_USAGE);
    assert_int_equal(READ("add", "worker"), ERR_USAGE);
    assert_int_equal(READ("work", "add", "l"), ERR_USAGE);
    assert_int_equal(READ("stats", "--nothing"), ERR_USAGE);
    assert_int_equal(READ("stats", "--jso"), ERR_USAGE);
    assert_int_equal(READ("stats", "--json=1"), ERR_USAGE);
    assert_int_equal(READ("stats", "--json", "--json"), ERR_USAGE);
    assert_int_equal(READ("stats", "--area", "1"), ERR_USAGE);
    assert_int_equal(READ("stats", "--db"), ERR_USAGE);
    assert_int_equal(READ("area", "add", "1"), ERR_USAGE);
    assert_int_equal(READ("area", "add", "1", "2", "3"), ERR_USAGE);
    assert_int_equal(READ("worker", "add", "l", "--role", "head", "--area", "1"), ERR_USAGE);
    assert_int_equal(READ("export"), ERR_USAGE);
    assert_int_equal(read_words((const char *const[]){NULL}), ERR_USAGE);
    assert_null(args.values);
}

/* A command line that has just what the row asks for. */
static enum err read_row(const struct command *c) {
    static const char *const names[OPTION_COUNT] = {
#define X(name, word, letter, kind, value, help) [OPTION_##name] = "--" word,
#include "hub/options.def"
#undef X
    };
    const char *words[32];
    char copy[64], *space;
    size_t n = 0;

    snprintf(copy, sizeof copy, "%s", c->words);
    words[n++] = copy;
    if ((space = strchr(copy, ' '))) {
        *space = '\0';
        words[n++] = space + 1;
    }
    for (size_t i = 0; i < c->min; i++)
        words[n++] = "x";
    for (enum option o = 0; o < OPTION_COUNT; o++) {
        if (!(c->required & 1u << o))
            continue;
        words[n++] = names[o];
        if (option_kind(o) != OPTION_FLAG)
            words[n++] = "x";
    }
    words[n] = NULL;
    return read_words(words);
}

static void every_row(void **state) {
    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *c = &command_table[i];

        assert_int_equal(read_row(c), ERR_OK);
        assert_ptr_equal(args.command, c);
        assert_non_null(c->run);
        assert_true(strlen(c->summary) > 5);
        assert_int_equal(c->required & ~c->options, 0);
        assert_true(c->input <= c->max);
        assert_true((c->arguments != NULL) == (c->max > 0));
    }
}

static char *help_of(const struct command *c) {
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    command_help(out, c);
    fclose(out);
    return text;
}

static void help_names_everything(void **state) {
    char *all = help_of(NULL);

    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        char *one = help_of(&command_table[i]);

        assert_non_null(strstr(all, command_table[i].summary));
        assert_non_null(strstr(one, command_table[i].words));
        assert_non_null(strstr(one, "--db URL"));
        free(one);
    }
    free(all);
    assert_int_equal(READ("--help"), ERR_OK);
    assert_null(args.command);
    assert_int_equal(READ("area", "add", "--help"), ERR_OK);
    assert_string_equal(args.command->words, "area add");
    assert_int_equal(READ("-h"), ERR_OK);
    assert_non_null(args.option[OPTION_HELP]);
}

static enum err db(const char **path, const char *url) {
    assert_int_equal(READ("stats", "--db", url), ERR_OK);
    return command_db(path, &args, "fallback.db");
}

static void where_the_record_is(void **state) {
    const char *path;

    (void)state;
    assert_int_equal(READ("stats"), ERR_OK);
    assert_int_equal(command_db(&path, &args, "sqlite:fallback.db"), ERR_OK);
    assert_string_equal(path, "fallback.db");
    assert_int_equal(db(&path, "sqlite:/var/lib/hub.db"), ERR_OK);
    assert_string_equal(path, "/var/lib/hub.db");
    assert_int_equal(db(&path, "hub.db"), ERR_OK);
    assert_string_equal(path, "hub.db");
    assert_int_equal(db(&path, "postgresql://db/linli"), ERR_USAGE);
    assert_non_null(strstr(err_last()->why, "SQLite"));
    assert_int_equal(db(&path, "postgres://db/linli"), ERR_USAGE);
    assert_int_equal(db(&path, "mysql://x"), ERR_USAGE);
    assert_int_equal(db(&path, "sqlite:"), ERR_USAGE);
    assert_int_equal(db(&path, ""), ERR_USAGE);
}

static int clear(void **state) {
    (void)state;
    command_line_free(&args);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_anywhere),
        cmocka_unit_test(values_that_look_like_options),
        cmocka_unit_test(refused),
        cmocka_unit_test(every_row),
        cmocka_unit_test(help_names_everything),
        cmocka_unit_test(where_the_record_is),
    };

    return cmocka_run_group_tests(tests, NULL, clear);
}
