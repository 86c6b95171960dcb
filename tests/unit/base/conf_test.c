/* linli.conf: every key takes what its row says and nothing else; a wrong line is told with its number and hides no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "linli/conf.h"
#include "linli/paths.h"

static void parse(const char *text) {
    conf_parse("linli.conf", text, strlen(text));
}

static void nothing_is_the_fallback(void **state) {
    (void)state;
    parse("# nothing\n\n");
    assert_null(conf_fault(0));
    assert_int_equal(conf_number(CONF_DAYS), 60);
    assert_string_equal(conf_text(CONF_AMBIGUOUS), "unknown");
    assert_string_equal(conf_text(CONF_THEME), "");
    assert_string_equal(conf_text(CONF_KEYS), "keys");
    assert_false(conf_flag(CONF_ASCII));
    assert_false(conf_is_set(CONF_LANGUAGE));
}

static void values_are_read(void **state) {
    (void)state;
    parse("theme = night\r\nkeys=/etc/linli/keys\nlanguage = zh\nascii = on\nambiguous = 2\nslow = yes\ndays = 90");
    assert_null(conf_fault(0));
    assert_string_equal(conf_text(CONF_THEME), "night");
    assert_string_equal(conf_text(CONF_KEYS), "/etc/linli/keys");
    assert_string_equal(conf_text(CONF_LANGUAGE), "zh");
    assert_true(conf_flag(CONF_ASCII) && conf_flag(CONF_SLOW) && conf_is_set(CONF_LANGUAGE));
    assert_string_equal(conf_text(CONF_AMBIGUOUS), "2");
    assert_int_equal(conf_number(CONF_DAYS), 90);
}

static void wrong_lines_are_told(void **state) {
    static const char *const wrong[] = {"days = 0",
                                        "days = 3651",
                                        "days = many",
                                        "days = 60 ",
                                        "ambiguous = 3",
                                        "ambiguous = zh_CN",
                                        "ascii = maybe",
                                        "language = fr",
                                        "language = zh|en",
                                        "colour = red",
                                        "days",
                                        "[screen]",
                                        "theme = a-name-that-is-longer-than-forty-letters-is"};
    char text[256];

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        bool spaces = strcmp(wrong[i], "days = 60 ") == 0; /* trimmed: this one is right */

        snprintf(text, sizeof text, "# a\n%s\nslow = yes\n", wrong[i]);
        parse(text);
        assert_true(conf_flag(CONF_SLOW));
        assert_int_equal(conf_fault(0) == NULL, spaces);
        if (spaces)
            continue;
        assert_string_equal(conf_fault(0)->what, "linli.conf:2");
        assert_true(*conf_fault(0)->why && *conf_fault(0)->todo);
        assert_null(conf_fault(1));
        assert_int_equal(conf_number(CONF_DAYS), 60);
        assert_string_equal(conf_text(CONF_AMBIGUOUS), "unknown");
    }
    parse("days = 1\ndays = 2\nx\ny\nslow = yes\n");
    assert_string_equal(conf_fault(0)->what, "linli.conf:2");
    assert_string_equal(conf_fault(2)->what, "linli.conf:4");
    assert_int_equal(conf_number(CONF_DAYS), 1);
    assert_true(conf_flag(CONF_SLOW));
}

static void any_bytes_are_survived(void **state) {
    char text[4096];

    (void)state;
    for (unsigned seed = 1; seed < 300; seed++) {
        unsigned x = seed;

        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)((x = x * 1103515245u + 12345u) >> 16 & (seed % 3 ? 0x7F : 0xFF));
        conf_parse("x", text, sizeof text);
        assert_in_range(conf_number(CONF_DAYS), 1, 3650);
        assert_null(conf_fault(8));
    }
}

static void the_sample_is_right(void **state) {
    struct buf sample = {0};

    (void)state;
    conf_write_sample(&sample);
    parse(buf_text(&sample));
    assert_null(conf_fault(0));
    for (char *p = sample.data; (p = strstr(p, "\n#")) != NULL; p++)
        if (p[2] != ' ')
            p[1] = ' ';
    parse(buf_text(&sample)); /* a text without a fallback shows what it looks like: zh|en is the only one that is no value */
    assert_string_equal(conf_fault(0)->why, "“zh|en” is no value of language");
    assert_null(conf_fault(1));
    buf_free(&sample);
}

static void the_file_is_found_and_checked(void **state) {
    char dir[] = "/tmp/linli-conf-XXXXXX", path[64];
    FILE *f;

    (void)state;
    assert_non_null(mkdtemp(dir));
    paths_set_home(dir);
    setenv("XDG_CONFIG_HOME", dir, 1);
    conf_load();
    assert_null(conf_fault(0));
    snprintf(path, sizeof path, "%s/linli.conf", dir);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs("days = 30\n", f);
    fclose(f);
    conf_load();
    assert_int_equal(conf_number(CONF_DAYS), 30);
    chmod(path, 0666);
    conf_load();
    assert_non_null(conf_fault(0));
    assert_int_equal(conf_number(CONF_DAYS), 60);
    unlink(path);
    rmdir(dir);
}

/* Setting a value changes its line alone, makes the file where there is none, keeps a link a link, and writes nothing that could
 * not be read again. */
static void a_value_is_kept(void **state) {
    char dir[] = "/tmp/linli-conf-XXXXXX", path[64], other[64], line[128] = "";
    struct stat st;
    FILE *f;

    (void)state;
    assert_non_null(mkdtemp(dir));
    paths_set_home(dir);
    setenv("XDG_CONFIG_HOME", dir, 1);
    conf_load();
    snprintf(path, sizeof path, "%s/linli.conf", dir);
    snprintf(other, sizeof other, "%s/elsewhere", dir);
    assert_int_equal(conf_write(CONF_THEME, "night"), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    f = fopen(other, "w");
    assert_non_null(f);
    fputs("# mine\ntheme-of-old\n  theme\t= day\ndays = 30\ntheme = mono\n#theme = x", f);
    fclose(f);
    unlink(path);
    assert_int_equal(symlink(other, path), 0);
    assert_int_equal(conf_write(CONF_THEME, "warm"), ERR_OK);
    assert_int_equal(lstat(path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    f = fopen(other, "r");
    assert_non_null(f);
    line[fread(line, 1, sizeof line - 1, f)] = '\0';
    fclose(f);
    assert_string_equal(line, "# mine\ntheme-of-old\ntheme = warm\ndays = 30\n#theme = x\n");
    assert_string_equal(conf_text(CONF_THEME), "warm");
    assert_int_equal(conf_write(CONF_DAYS, "0"), ERR_USAGE);
    assert_int_equal(conf_write(CONF_THEME, "a\ndays = 1"), ERR_USAGE);
    conf_load();
    assert_string_equal(conf_text(CONF_THEME), "warm");
    chmod(other, 0666);
    assert_int_equal(conf_write(CONF_THEME, "day"), ERR_IO);
    unlink(path);
    unlink(other);
    rmdir(dir);
}

static enum err no_a(const char *value) {
    return strchr(value, 'a') ? err_say(ERR_SYNTAX, "elsewhere", "there is an a", "write another letter") : ERR_OK;
}

static void who_reads_a_value_may_find_fault_with_it(void **state) {
    (void)state;
    conf_check(CONF_THEME, no_a);
    parse("days = 90\ntheme = day\ncolour = red\n");
    assert_string_equal(conf_fault(0)->what, "linli.conf:2");
    assert_string_equal(conf_fault(0)->why, "there is an a");
    assert_string_equal(conf_fault(1)->what, "linli.conf:3");
    assert_string_equal(conf_text(CONF_THEME), "day");
    parse("theme = night\n");
    assert_null(conf_fault(0));
    conf_check(CONF_THEME, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_the_fallback),
        cmocka_unit_test(values_are_read),
        cmocka_unit_test(wrong_lines_are_told),
        cmocka_unit_test(any_bytes_are_survived),
        cmocka_unit_test(the_sample_is_right),
        cmocka_unit_test(the_file_is_found_and_checked),
        cmocka_unit_test(who_reads_a_value_may_find_fault_with_it),
        cmocka_unit_test(a_value_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
