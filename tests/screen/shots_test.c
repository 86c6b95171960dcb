/* The README's pictures: each glyph has one place, a cell's, and what is two cells wide keeps both for itself. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/utf8.h"
#include "shot.h"

#define TEXTS_LEAST 10
#define HAN_LEAST 30
#define PLACES_MAX 512

/* The next character, an entity counted as one. */
static size_t next_glyph(uint32_t *cp, const char *text) {
    static const struct {
        const char *name;
        uint32_t cp;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}};

    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strncmp(text, entities[i].name, strlen(entities[i].name)) == 0) {
            *cp = entities[i].cp;
            return strlen(entities[i].name);
        }
    return utf8_read(cp, text, strlen(text));
}

static size_t check_text(const char *path, char *line) {
    char *x = strstr(line, " x=\""), *words = strchr(line, '>'), *end;
    long places[PLACES_MAX + 1];
    size_t count = 0, n = 0, han = 0, len;
    uint32_t cp;

    if (!x || !words)
        fail_msg("%s: a text without a place: %s", path, line);
    for (x += 4; *x != '"' && count < PLACES_MAX; x = end) {
        places[count++] = strtol(x, &end, 10);
        if (end == x)
            fail_msg("%s: no number: %s", path, x);
    }
    for (words++; *words && strcmp(words, "</text>\n") != 0; words += len) {
        len = next_glyph(&cp, words);
        if (n >= count)
            fail_msg("%s: more glyphs than places: %s", path, line);
        assert_int_equal((places[n] - places[0]) % SHOT_CELL, 0);
        if (n)
            assert_true(places[n] > places[n - 1]);
        if (cp >= 0x2e80 && n + 1 < count)
            assert_true(places[n + 1] - places[n] >= 2 * SHOT_CELL);
        han += cp >= 0x2e80;
        n++;
    }
    assert_int_equal(n, count);
    return han;
}

static void check_picture(const char *path) {
    size_t texts = 0, han = 0;
    char *line = NULL;
    size_t room = 0;
    FILE *in = fopen(path, "r");

    assert_non_null(in);
    while (getline(&line, &room, in) > 0) {
        if (strstr(line, "@font-face") || strstr(line, "<image") || strstr(line, "textLength"))
            fail_msg("%s: %s", path, line);
        if (strncmp(line, "<text ", 6) == 0) {
            han += check_text(path, line);
            texts++;
        }
    }
    free(line);
    fclose(in);
    assert_true(texts >= TEXTS_LEAST);
    assert_true(han >= HAN_LEAST);
}

static void each_glyph_has_its_cell(void **state) {
    glob_t found;

    (void)state;
    assert_int_equal(glob("contrib/shots/*.svg", 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 2);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_picture(found.gl_pathv[i]);
    globfree(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_glyph_has_its_cell)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
