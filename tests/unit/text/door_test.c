#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "linli/door.h"
#include "linli/utf8.h"
#include "chance.h"
#include "fts_eval.h"

static void texts_become_parts(void **state) {
    static const struct {
        const char *text, *compound, *building, *unit, *floor, *room;
    } cases[] = {
        {"3栋2单元501室", "", "3", "2", "5", "501"},
        {"3-2-501", "", "3", "2", "5", "501"},
        {"3号楼2单元501", "", "3", "2", "5", "501"},
        {"幸福小区 3栋 2单元 501", "幸福小区", "3", "2", "5", "501"},
        {"三栋二单元五〇一", "", "3", "2", "5", "501"},
        {"十二栋一单元二十三层2303", "", "12", "1", "23", "2303"},
        {"一百零三号楼三单元六零二室", "", "103", "3", "6", "602"},
        {"3#2-501", "", "3", "2", "5", "501"},
        {"3#501", "", "3", "", "5", "501"},
        {"３－２－５０１", "", "3", "2", "5", "501"},
        {"3—2—501", "", "3", "2", "5", "501"},
        {"03-02-0501", "", "3", "2", "5", "501"},
        {"幸福小区3-2-501", "幸福小区", "3", "2", "5", "501"},
        {"幸福小区,3栋,2单元,501", "幸福小区", "3", "2", "5", "501"},
        {"幸福小区3期5栋501", "幸福小区3期", "5", "", "5", "501"},
        {"幸福路18号院3号楼2单元501", "幸福路18号院", "3", "2", "5", "501"},
        {"幸福路18号3栋2单元501", "幸福路18号", "3", "2", "5", "501"},
        {"幸福路18号", "幸福路", "", "", "", "18"},
        {"张家湾村3组12号", "张家湾村3组", "", "", "", "12"},
        {"张家湾12", "张家湾", "", "", "", "12"},
        {"12号501室", "", "12", "", "5", "501"},
        {"A座1203", "", "A", "", "12", "1203"},
        {"b-1203", "", "B", "", "12", "1203"},
        {"T2-1-1203", "", "T2", "1", "12", "1203"},
        {"3栋2单元5楼501", "", "3", "2", "5", "501"},
        {"5楼501", "", "", "", "5", "501"},
        {"3栋5楼东户", "", "3", "", "5", "东"},
        {"东门3栋", "东门", "3", "", "", ""},
        {"城东3-2-501", "城东", "3", "2", "5", "501"},
        {"东栋2单元501", "", "东", "2", "5", "501"},
        {"3栋2门501", "", "3", "2", "5", "501"},
        {"3幢501", "", "3", "", "5", "501"},
        {"18号附1号", "", "", "", "", "18附1"},
        {"附1号", "", "", "", "", "附1"},
        {"负一层3号", "", "", "", "负1", "3"},
        {"3栋2单元501(出租)", "", "3", "2", "5", "501出租"},
        {"3栋2单元501-1", "", "3", "2", "5", "501-1"},
        {"3-2-5-1", "", "3", "2", "5", "1"},
        {"1-3-2-501", "1", "3", "2", "5", "501"},
        {"兰亭一号3栋501", "兰亭一号", "3", "", "5", "501"},
        {"八一小区五栋", "八一小区", "5", "", "", ""},
        {"阳光100 3-2-501", "阳光100", "3", "2", "5", "501"},
        {"3-501室", "", "3", "", "5", "501"},
        {"3-2-501室", "", "3", "2", "5", "501"},
        {"3-5楼", "", "3", "", "5", ""},
        {"3单元", "", "", "3", "", ""},
        {"501", "", "", "", "5", "501"},
        {"501东", "", "", "", "5", "501东"},
        {"第3栋第2单元501", "", "3", "2", "5", "501"},
    };
    static const char *const none[] = {"三里屯8号院", "13800138000", "张三", "幸福小区", "", "   ", "A", "3期", "二十一世纪"};
    struct door d;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(door_parse(&d, cases[i].text, strlen(cases[i].text)));
        assert_string_equal(d.compound, cases[i].compound);
        assert_string_equal(d.building, cases[i].building);
        assert_string_equal(d.unit, cases[i].unit);
        assert_string_equal(d.floor, cases[i].floor);
        assert_string_equal(d.room, cases[i].room);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(door_parse(&d, none[i], strlen(none[i])));
        assert_string_equal(d.compound, strspn(none[i], " ") == strlen(none[i]) ? "" : none[i]);
        assert_string_equal(d.building, "");
        assert_string_equal(d.room, "");
    }
}

static struct door door_of(const char *compound, const char *building, const char *unit, const char *floor, const char *room) {
    struct door d;

    snprintf(d.compound, sizeof d.compound, "%s", compound);
    snprintf(d.building, sizeof d.building, "%s", building);
    snprintf(d.unit, sizeof d.unit, "%s", unit);
    snprintf(d.floor, sizeof d.floor, "%s", floor);
    snprintf(d.room, sizeof d.room, "%s", room);
    return d;
}

static void same_key(const struct door *a, const struct door *b) {
    struct buf ka = {0}, kb = {0};

    door_key(&ka, a);
    door_key(&kb, b);
    assert_string_equal(buf_text(&ka), buf_text(&kb));
    buf_free(&ka);
    buf_free(&kb);
}

static void columns_are_cleaned(void **state) {
    static const struct {
        struct door raw, clean;
    } cases[] = {
        {{" 幸福小区 ", "3栋", "2单元", "", "501室"}, {"幸福小区", "3", "2", "5", "501"}},
        {{"", "三号楼", "二", "5F", "５０１"}, {"", "3", "2", "5", "501"}},
        {{"", "第3栋", "2门", "5层", "501号"}, {"", "3", "2", "5", "501"}},
        {{"", "a座", "/", "-", "1203"}, {"", "A", "", "12", "1203"}},
        {{"", "3", "2", "", "3-2-501"}, {"", "3", "2", "5", "501"}},
        {{"", "", "", "", "3栋2单元501"}, {"", "3", "2", "5", "501"}},
        {{"", "4", "2", "", "3-2-501"}, {"", "4", "2", "", "3-2-501"}},
        {{"", "幸福小区3栋", "1", "", "102"}, {"幸福小区", "3", "1", "1", "102"}},
        {{"", "紫薇楼", "无", "", "201"}, {"", "紫薇", "", "2", "201"}},
        {{"", "东栋", "", "三楼", "东户"}, {"", "东", "", "3", "东"}},
        {{"", "", "", "负一层", "B12"}, {"", "", "", "负1", "B12"}},
        {{"", "03", "02", "", "0501"}, {"", "3", "2", "5", "501"}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct door d = cases[i].raw, twice;

        door_normalise(&d);
        assert_string_equal(d.compound, cases[i].clean.compound);
        assert_string_equal(d.building, cases[i].clean.building);
        assert_string_equal(d.unit, cases[i].clean.unit);
        assert_string_equal(d.floor, cases[i].clean.floor);
        assert_string_equal(d.room, cases[i].clean.room);
        twice = d;
        door_normalise(&twice);
        same_key(&d, &twice);
        assert_string_equal(twice.room, d.room);
    }
}

static void said(const struct door *d, bool compound, const char *text, const char *words) {
    struct buf out = {0};

    door_text(&out, d, compound);
    assert_string_equal(buf_text(&out), text);
    buf_reset(&out);
    door_words(&out, d);
    assert_string_equal(buf_text(&out), words);
    buf_free(&out);
}

static void doors_are_said(void **state) {
    struct door d = door_of("幸福小区", "3", "2", "5", "501");

    (void)state;
    said(&d, false, "3-2-501", "3栋2单元501");
    said(&d, true, "幸福小区3-2-501", "3栋2单元501");
    d = door_of("阳光100", "3", "", "5", "501");
    said(&d, true, "阳光100 3-501", "3栋501");
    d = door_of("张家湾", "", "", "", "12");
    said(&d, true, "张家湾12", "12");
    said(&d, false, "12", "12");
    d = door_of("", "", "2", "", "501");
    said(&d, true, "2单元501", "2单元501");
    d = door_of("", "3", "", "", "");
    said(&d, true, "3栋", "3栋");
    d = door_of("", "3", "2", "5", "东");
    said(&d, true, "3栋2单元5层东", "3栋2单元5层东");
    d = door_of("", "", "", "", "");
    said(&d, true, "", "");
}

static const char *const compounds[] = {"", "幸福小区", "张家湾", "城东", "阳光100", "幸福路18号院", "八一村3组", "SOHO"};
static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static struct door made_up(void) {
    struct door d = door_of(compounds[chance(8)], "", "", "", "");
    uint32_t floor = 1 + chance(33);

    if (chance(8) > 0)
        snprintf(d.building, sizeof d.building, chance(6) ? "%u" : "A%u", 1 + chance(40));
    if (chance(5) > 0)
        snprintf(d.unit, sizeof d.unit, "%u", 1 + chance(5));
    snprintf(d.floor, sizeof d.floor, "%u", floor);
    snprintf(d.room, sizeof d.room, "%u%02u", floor, 1 + chance(8));
    return d;
}

static void in_numerals(struct buf *out, const char *number) {
    for (; *number != '\0'; number++)
        buf_puts(out, numerals[*number - '0']);
}

/* One of the ways in which offices write the door. */
static void write_door(struct buf *out, const struct door *d, uint32_t way) {
    static const char *const buildings[] = {"栋", "幢", "号楼", "座", "#"}, *const units[] = {"单元", "门", "单元", "单元-"},
                             *const rooms[] = {"", "室", "号", "房", "户"};
    const char *gap = way & 1 ? " " : "";

    buf_puts(out, d->compound);
    if (*d->compound != '\0' && ((unsigned char)d->compound[strlen(d->compound) - 1] < 0x80 || way & 2))
        buf_putc(out, ' ');
    if (way < 4 && *d->building != '\0') {
        buf_printf(out, "%s-", d->building);
        if (*d->unit != '\0')
            buf_printf(out, "%s-", d->unit);
        buf_printf(out, "%s%s", d->room, way & 2 ? "室" : "");
        return;
    }
    if (*d->building != '\0')
        buf_printf(out, "%s%s%s", d->building, buildings[chance(5)], gap);
    if (*d->unit != '\0') {
        if (chance(4) == 0)
            in_numerals(out, d->unit);
        else
            buf_puts(out, d->unit);
        buf_printf(out, "%s%s", units[chance(4)], gap);
    }
    if (chance(4) == 0 && *d->building != '\0')
        buf_printf(out, "%s%s%s", d->floor, chance(2) ? "层" : "楼", gap);
    if (chance(5) == 0 && *d->building != '\0')
        in_numerals(out, d->room);
    else
        buf_puts(out, d->room);
    buf_puts(out, rooms[chance(5)]);
}

static void ways_to_write_have_one_key(void **state) {
    (void)state;
    for (int i = 0; i < 60000; i++) {
        struct door d = made_up(), back;
        struct buf text = {0};

        /* 阳光100 3单元501: whether 100 is a building, nobody can say. */
        if (*d.building == '\0')
            snprintf(d.compound, sizeof d.compound, "%s", compounds[chance(4)]);
        write_door(&text, &d, chance(12));
        assert_true(door_parse(&back, buf_text(&text), text.len));
        same_key(&d, &back);
        assert_string_equal(back.building, d.building);
        assert_string_equal(back.unit, d.unit);
        assert_string_equal(back.floor, d.floor);
        assert_string_equal(back.room, d.room);
        buf_reset(&text);
        door_text(&text, &d, true);
        assert_true(door_parse(&back, buf_text(&text), text.len));
        same_key(&d, &back);
        buf_free(&text);
    }
}

static int order(const struct door *a, const struct door *b) {
    struct buf ka = {0}, kb = {0};
    int cmp;

    door_key(&ka, a);
    door_key(&kb, b);
    cmp = strcmp(buf_text(&ka), buf_text(&kb));
    buf_free(&ka);
    buf_free(&kb);
    return cmp;
}

static void keys_sort_as_people_walk(void **state) {
    static const struct door row[] = {
        {"", "", "", "", "12"},     {"", "1", "", "", ""},           {"", "1", "1", "负1", "3"},
        {"", "1", "1", "1", "102"}, {"", "1", "1", "9", "901"},      {"", "1", "1", "10", "1001"},
        {"", "1", "2", "1", "101"}, {"", "2", "1", "1", "101"},      {"", "10", "1", "1", "101"},
        {"", "A", "1", "1", "101"}, {"幸福2期", "1", "", "", "101"}, {"幸福10期", "1", "", "", "101"},
    };

    (void)state;
    for (size_t i = 0; i + 1 < sizeof row / sizeof *row; i++)
        assert_true(order(&row[i], &row[i + 1]) < 0);
    for (int i = 0; i < 20000; i++) {
        char a[8], b[8];
        uint32_t va = 1 + chance(3000), vb = 1 + chance(3000);
        struct door da, db;

        snprintf(a, sizeof a, "%u", va);
        snprintf(b, sizeof b, "%u", vb);
        da = door_of("", "1", "1", "5", a);
        db = door_of("", "1", "1", "5", b);
        assert_int_equal((order(&da, &db) > 0) - (order(&da, &db) < 0), (va > vb) - (va < vb));
    }
}

static bool finds(const struct door *d, const char *word) {
    struct fts index = {0};
    struct buf expression = {0};
    bool found;

    door_tokens(d, fts_add, &index);
    assert_false(index.broken);
    found = door_fts(&expression, word) && fts_finds(&index, buf_text(&expression));
    assert_false(index.broken);
    fts_clear(&index);
    buf_free(&expression);
    return found;
}

static void words_mean_doors(void **state) {
    static const char *const mean[] = {"3-2-501",
                                       "3栋2单元501",
                                       "3栋",
                                       "3-2",
                                       "501",
                                       "3-501",
                                       "2-501",
                                       "3-2-5",
                                       "3-2-50",
                                       "3号楼",
                                       "5层",
                                       "2单元",
                                       "501室",
                                       "三栋",
                                       "3-",
                                       "3-2-",
                                       "3栋501",
                                       "3栋2",
                                       "50",
                                       "5楼",
                                       "幸福小区",
                                       "幸福小区3-2",
                                       "幸福小区3栋2单元501",
                                       "幸福小区501",
                                       "３－２－５０１",
                                       "3#2-501",
                                       "幸福小区"},
                             *const not_mean[] = {"3-2-502",  "4-2-501",     "2-2-501", "502", "01",        "1",    "6层",
                                                  "3-5",      "3-1",         "2栋",     "510", "幸福路3栋", "张三", "50室",
                                                  "3-2-501-", "13800138000", "",        "-",   "\"",        "* OR", "501a"};
    struct door d = door_of("幸福小区", "3", "2", "5", "501");

    (void)state;
    for (size_t i = 0; i < sizeof mean / sizeof *mean; i++) {
        assert_true(door_match(&d, mean[i]));
        assert_true(finds(&d, mean[i]));
    }
    for (size_t i = 0; i < sizeof not_mean / sizeof *not_mean; i++)
        assert_false(door_match(&d, not_mean[i]));
}

static void names_are_no_doors(void **state) {
    static const char *const words[] = {"张三", "张伟", "zhangs", "zs", "张s", "单x", "欧阳", "13800138000", "", "@open", "漏水"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct buf out = {0};

        assert_false(door_fts(&out, words[i]));
        assert_int_equal(out.len, 0);
        buf_free(&out);
    }
}

/* Whatever a word is, the index finds each door that it means. */
static void index_finds_what_matches(void **state) {
    size_t matches = 0;

    (void)state;
    for (int i = 0; i < 40000; i++) {
        struct door d = made_up(), other = made_up();
        struct buf word = {0};
        size_t cut;

        write_door(&word, chance(3) ? &d : &other, chance(12));
        /* As typed so far. */
        cut = chance(2) ? word.len : 1 + chance((uint32_t)word.len);
        while (cut > 0 && cut < word.len && ((unsigned char)word.data[cut] & 0xC0) == 0x80)
            cut--;
        word.data[cut] = '\0';
        if (door_match(&d, buf_text(&word))) {
            assert_true(finds(&d, buf_text(&word)));
            matches++;
        }
        buf_free(&word);
    }
    assert_true(matches > 10000);
}

static void any_bytes_are_taken(void **state) {
    (void)state;
    for (int i = 0; i < 60000; i++) {
        static const char *const pieces[] = {"3",  "栋", "单元", "-",  "#",  "室", "附", "负",
                                             "第", "十", "东",   "号", "楼", "层", "A",  "0"};
        char text[600];
        size_t len = chance_text(text, sizeof text - 300, 20);
        struct door d;
        struct buf out = {0};

        for (uint32_t n = chance(20); n > 0; n--)
            len += (size_t)sprintf(text + len, "%s", pieces[chance(16)]);
        door_parse(&d, text, len);
        assert_true(utf8_valid(d.compound, strlen(d.compound)) && utf8_valid(d.room, strlen(d.room)));
        if (i % 3 == 0)
            d = door_of("", text, text + len / 2, text + len / 3, text);
        door_normalise(&d);
        door_key(&out, &d);
        door_text(&out, &d, true);
        if (door_match(&d, text))
            assert_true(finds(&d, text));
        finds(&d, text + len / 2);
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_parts),       cmocka_unit_test(columns_are_cleaned),
        cmocka_unit_test(doors_are_said),           cmocka_unit_test(ways_to_write_have_one_key),
        cmocka_unit_test(keys_sort_as_people_walk), cmocka_unit_test(words_mean_doors),
        cmocka_unit_test(names_are_no_doors),       cmocka_unit_test(index_finds_what_matches),
        cmocka_unit_test(any_bytes_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
