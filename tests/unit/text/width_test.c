#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "linli/safe.h"
#include "linli/utf8.h"
#include "linli/width.h"
#include "chance.h"

static void known_characters(void **state) {
    static const struct {
        uint32_t cp;
        int narrow, wide; /* cells where ambiguous ones take 1, and 2 */
    } known[] = {
        {'a', 1, 1},    {U'张', 2, 2},    {U'𠮷', 2, 2},  {0x30000, 2, 2}, {0x2EBF0, 2, 2}, {U'，', 2, 2}, {U'Ａ', 2, 2},
        {U'ｱ', 1, 1},   {U'가', 2, 2},    {U'·', 1, 2},   {U'…', 1, 2},    {U'—', 1, 2},    {U'“', 1, 2},  {U'×', 1, 2},
        {U'①', 1, 2},   {U'─', 1, 2},     {U'█', 1, 2},   {U'░', 1, 1},    {U'⣿', 1, 1},    {U'✓', 1, 1},  {U'é', 1, 2},
        {0x301, 0, 0},  {0x200D, 0, 0},   {0xFE0F, 0, 0}, {0xE0100, 0, 0}, {0x1160, 0, 0},  {U'👩', 2, 2},  {0x1FAE8, 2, 2},
        {0x1B, 1, 2},   {0x9B, 1, 2},     {0xAD, 1, 2},   {0x202E, 1, 2},  {0xE000, 1, 2},  {0x378, 1, 2}, {0xFFFD, 1, 2},
        {0xFFFF, 1, 2}, {0x110000, 1, 2}, {' ', 1, 1},    {0x3000, 2, 2},  {U'€', 1, 2},    {U'°', 1, 2},  {U'ß', 1, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        width_set_ambiguous(1);
        assert_int_equal(width_char(known[i].cp), known[i].narrow);
        width_set_ambiguous(2);
        assert_int_equal(width_char(known[i].cp), known[i].wide);
    }
    width_set_ambiguous(1);
}

static char kind_of(const char *line, unsigned *first, unsigned *last, char category[3]) {
    char width[3] = "";

    *last = 0;
    if (sscanf(line, "%x..%x;%2[A-Za-z] # %2[A-Za-z]", first, last, width, category) == 4)
        return width[1] == 'a' ? 'N' : width[0];
    *last = *first = 0;
    if (sscanf(line, "%x;%2[A-Za-z] # %2[A-Za-z]", first, width, category) != 3)
        return 0;
    *last = *first;
    return width[1] == 'a' ? 'N' : width[0];
}

/* Against Unicode's own file, where Debian's unicode-data is installed: each assigned character that takes a cell. */
static void agrees_with_unicode(void **state) {
    FILE *file = fopen("/usr/share/unicode/EastAsianWidth.txt", "r");
    char line[512], category[3];
    size_t seen = 0;

    (void)state;
    if (file == NULL)
        skip();
    while (fgets(line, sizeof line, file) != NULL) {
        unsigned first, last;
        char kind = line[0] == '#' ? 0 : kind_of(line, &first, &last, category);

        if (kind == 0 || category[0] == 'C' || category[0] == 'M' || strcmp(category, "Zl") == 0 || strcmp(category, "Zp") == 0)
            continue;
        for (uint32_t cp = first; cp <= last; cp++) {
            bool jamo = (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FB);

            width_set_ambiguous(1);
            assert_int_equal(width_char(cp), jamo ? 0 : kind == 'W' || kind == 'F' ? 2 : 1);
            width_set_ambiguous(2);
            assert_int_equal(width_char(cp), jamo ? 0 : kind == 'W' || kind == 'F' || kind == 'A' ? 2 : 1);
            seen++;
        }
    }
    fclose(file);
    width_set_ambiguous(1);
    assert_true(seen > 140000);
}

static void check_cluster(const char *text, size_t bytes, int cells) {
    int w = -1;

    assert_int_equal(width_cluster(text, strlen(text), &w), bytes);
    assert_int_equal(w, cells);
}

static void clusters(void **state) {
    (void)state;
    check_cluster("ab", 1, 1);
    check_cluster("张三", 3, 2);
    check_cluster("e\xCC\x81x", 3, 1);
    check_cluster("\xCC\x81\xCC\x81x", 4, 1);
    check_cluster("葛\xF3\xA0\x84\x80x", 7, 2);
    check_cluster("👩\xE2\x80\x8D👩\xE2\x80\x8D👧x", 18, 6);
    check_cluster("👍🏽x", 8, 4);
    check_cluster("a🏽", 1, 1);
    check_cluster("张\xE2\x80\x8D三", 6, 2);
    check_cluster("❤\xEF\xB8\x8F\xE2\x80\x8D🔥", 13, 3);
    check_cluster("\n\xCC\x81", 1, 1);
    check_cluster("\xFF\xCC\x81", 3, 1);
    check_cluster("", 0, 0);
    check_cluster("x\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", 17, 1);
}

static void texts_and_fits(void **state) {
    int used;

    (void)state;
    assert_int_equal(width_text("张三a", SIZE_MAX), 5);
    assert_int_equal(width_text("张三a", 3), 2);
    assert_int_equal(width_text("", SIZE_MAX), 0);
    assert_int_equal(width_fit("张三a", SIZE_MAX, 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(width_fit("张三a", SIZE_MAX, 1, &used), 0);
    assert_int_equal(used, 0);
    assert_int_equal(width_fit("张三a", SIZE_MAX, 99, &used), 7);
    assert_int_equal(used, 5);
    assert_int_equal(width_fit("张", SIZE_MAX, -1, &used), 0);
}

static void check_wrap(const char *text, int cells, const char *expect) {
    struct width_line lines[16];
    size_t n = width_wrap(lines, 16, text, SIZE_MAX, cells);
    struct buf joined = {0};

    assert_true(n <= 16);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_putc(&joined, '|');
        buf_add(&joined, lines[i].text, lines[i].len);
        assert_int_equal(lines[i].cells, width_text(lines[i].text, lines[i].len));
    }
    assert_string_equal(buf_text(&joined), expect);
    assert_int_equal(width_wrap(NULL, 0, text, SIZE_MAX, cells), n);
    buf_free(&joined);
}

static void wrapping(void **state) {
    (void)state;
    check_wrap("", 10, "");
    check_wrap("the water comes down", 9, "the water|comes|down");
    check_wrap("一二三四五", 4, "一二|三四|五");
    check_wrap("一二三四五", 5, "一二|三四|五");
    check_wrap("楼上漏水，楼下受潮。", 8, "楼上漏|水，楼下|受潮。");
    check_wrap("他说（不去）了", 6, "他说|（不|去）了");
    check_wrap("3-2-501室漏水", 6, "3-2-50|1室漏|水");
    check_wrap("一\n\n二\n", 10, "一||二");
    check_wrap("a\r\nb", 10, "a|b");
    check_wrap("abcdefgh", 3, "abc|def|gh");
    check_wrap("ab   cd", 3, "ab|cd");
    check_wrap("张三", 1, "张|三");
    check_wrap("，，，，", 4, "，，|，，");
    check_wrap("汤a b", 3, "汤a|b");
}

static bool must_not_lead(const char *line) {
    static const char *const closing[] = {"，", "。", "；", "：", "！", "？", "、", "）", "」", "》"};

    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (strncmp(line, closing[i], strlen(closing[i])) == 0)
            return true;
    return false;
}

/* Lines fit, follow each other with nothing but spaces and line breaks between them, and lose nothing. */
static void wrapping_loses_nothing(void **state) {
    (void)state;
    for (int i = 0; i < 30000; i++) {
        char text[200];
        size_t len = chance_text(text, sizeof text, 30), n, at = 0;
        int cells = 1 + (int)chance(30);
        struct width_line lines[256];

        n = width_wrap(lines, 256, text, len, cells);
        assert_true(n <= 256);
        for (size_t k = 0; k < n; k++) {
            int w;

            for (; at < len && text + at < lines[k].text; at++)
                assert_non_null(strchr(" \r\n", text[at]));
            assert_ptr_equal(text + at, lines[k].text);
            assert_true(lines[k].cells <= cells || width_cluster(lines[k].text, lines[k].len, &w) == lines[k].len);
            at += lines[k].len;
        }
        for (; at < len; at++)
            assert_non_null(strchr(" \r\n", text[at]));
    }
}

static void closing_never_leads(void **state) {
    static const char *const pieces[] = {"一", "二", "漏", "ab", " ", "，", "。", "）", "（", "、"};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct buf text = {0};
        struct width_line lines[64];
        size_t n;

        buf_puts(&text, "一");
        for (int k = 0; k < 20; k++) {
            bool again = text.len >= 3 && must_not_lead(text.data + text.len - 3);

            /* Longer runs of closing marks than a line cannot be kept together. */
            buf_puts(&text, pieces[again || strchr("( ", text.data[text.len - 1]) ? chance(4) : chance(10)]);
        }
        n = width_wrap(lines, 64, buf_text(&text), text.len, 8 + (int)chance(20));
        for (size_t k = 0; k < n && k < 64; k++)
            assert_false(must_not_lead(lines[k].text));
        buf_free(&text);
    }
}

static void any_bytes_have_a_width(void **state) {
    (void)state;
    for (int i = 0; i < 60000; i++) {
        char text[120];
        size_t len = chance_text(text, sizeof text, 16), at = 0, fit;
        int sum = 0, used, cells, room = (int)chance(20);

        width_set_ambiguous(1 + (i & 1));
        while (at < len) {
            size_t n = width_cluster(text + at, len - at, &cells);

            assert_true(n >= 1 && n <= len - at);
            assert_true(cells >= 1 && cells <= 2 + 8 * 2);
            at += n;
            sum += cells;
        }
        assert_int_equal(width_text(text, len), sum);
        fit = width_fit(text, len, room, &used);
        assert_true(used <= room && used == width_text(text, fit));
    }
    width_set_ambiguous(1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_characters),
        cmocka_unit_test(agrees_with_unicode),
        cmocka_unit_test(clusters),
        cmocka_unit_test(texts_and_fits),
        cmocka_unit_test(wrapping),
        cmocka_unit_test(wrapping_loses_nothing),
        cmocka_unit_test(closing_never_leads),
        cmocka_unit_test(any_bytes_have_a_width),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
