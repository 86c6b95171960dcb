#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "linli/pinyin.h"
#include "linli/utf8.h"
#include "chance.h"
#include "fts_eval.h"

static void has_reading(const char *text, const char *reading) {
    uint32_t cp;
    const char *r;

    utf8_read(&cp, text, strlen(text));
    for (size_t k = 0; (r = pinyin_reading(cp, k)) != NULL; k++)
        if (strcmp(r, reading) == 0)
            return;
    fail_msg("%s is not read %s", text, reading);
}

static void surnames_have_their_readings(void **state) {
    static const char *const readings[][2] = {
        {"单", "shan"},  {"单", "dan"},  {"解", "xie"},   {"解", "jie"},   {"曾", "zeng"},         {"曾", "ceng"},
        {"仇", "qiu"},   {"仇", "chou"}, {"查", "zha"},   {"查", "cha"},   {"区", "ou"},           {"区", "qu"},
        {"盖", "ge"},    {"盖", "gai"},  {"尉", "yu"},    {"尉", "wei"},   {"迟", "chi"},          {"朴", "piao"},
        {"翟", "zhai"},  {"翟", "di"},   {"乐", "yue"},   {"乐", "le"},    {"覃", "qin"},          {"覃", "tan"},
        {"万", "mo"},    {"万", "wan"},  {"俟", "qi"},    {"冼", "xian"},  {"洗", "xian"},         {"繁", "po"},
        {"种", "chong"}, {"黑", "he"},   {"乜", "nie"},   {"隗", "wei"},   {"隗", "kui"},          {"宓", "fu"},
        {"秘", "bi"},    {"折", "she"},  {"缪", "miao"},  {"盛", "sheng"}, {"长", "zhang"},        {"澹", "tan"},
        {"令", "ling"},  {"阚", "kan"},  {"车", "che"},   {"谌", "chen"},  {"谌", "shen"},         {"石", "shi"},
        {"員", "yun"},   {"單", "shan"}, {"區", "ou"},    {"蓋", "ge"},    {"樂", "yue"},          {"葉", "ye"},
        {"吕", "lv"},    {"女", "nv"},   {"略", "lve"},   {"虐", "nve"},   {"𠮷", "ji"},           {"〇", "ling"},
        {"晟", "sheng"}, {"郗", "chi"},  {"张", "zhang"}, {"嗯", "en"},    {"\xEF\xA4\x80", "qi"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        has_reading(readings[i][0], readings[i][1]);
}

static void table_is_whole(void **state) {
    size_t read = 0, unread = 0;

    (void)state;
    for (uint32_t cp = 0; cp <= 0x110000; cp++) {
        for (size_t k = 0; pinyin_reading(cp, k) != NULL; k++) {
            const char *r = pinyin_reading(cp, k);

            assert_true(k < 6 && strlen(r) <= 6 && strspn(r, "abcdefghijklmnopqrstuvwxyz") == strlen(r));
            assert_non_null(strpbrk(r, "aeiouv"));
            assert_true(utf8_is_han(cp));
            for (size_t other = 0; other < k; other++)
                assert_string_not_equal(r, pinyin_reading(cp, other));
            read += k == 0;
        }
    }
    assert_true(read > 42000);
    for (uint32_t cp = 0x4E00; cp <= 0x9FA5; cp++) /* what GB2312 and GBK have */
        unread += pinyin_reading(cp, 0) == NULL;
    assert_true(unread < 100);
    assert_string_equal(pinyin_reading(U'单', 0), "dan");
    assert_null(pinyin_reading('a', 0));
    assert_null(pinyin_reading(U'ئ', 0));
}

static void collect(void *arg, const char *token, size_t len) {
    struct buf *out = arg;

    buf_printf(out, "%s%.*s", out->len > 0 ? " " : "", (int)len, token);
}

static void tokens(const char *name, bool head, const char *expect) {
    struct buf out = {0};

    pinyin_name_tokens(name, head, collect, &out);
    assert_string_equal(buf_text(&out), expect);
    buf_free(&out);
}

static void names_become_tokens(void **state) {
    (void)state;
    tokens("张伟斌", false, "张伟斌 °zwb zhangweibin 伟斌 °wb weibin 斌 bin");
    tokens("张伟斌", true, "张伟斌 §张伟斌 °zwb §°zwb zhangweibin §zhangweibin 伟斌 °wb weibin 斌 bin");
    tokens("解三", false, "解三 °js jiesan °xs xiesan 三 san");
    tokens("吕布", false, "吕布 °lb lvbu lubu 布 bu");
    tokens("艾力·马", false, "艾力马 °alm ailima °ylm yilima 力马 °lm lima 马 ma");
    tokens("李A", false, "李a °la lia a");
    tokens("哥哥", false, "哥哥 °gg gege 哥 ge");
    tokens(" （ － ） ", false, "");
    tokens("", true, "");
}

static void is(const char *name, const char *word, enum pinyin_fit fit) {
    assert_int_equal(pinyin_match(name, word), fit);
}

static void words_mean_names(void **state) {
    (void)state;
    is("张伟斌", "张", PINYIN_START);
    is("张伟斌", "伟斌", PINYIN_INSIDE);
    is("张伟斌", "zwb", PINYIN_START);
    is("张伟斌", "zhangweibin", PINYIN_START);
    is("张伟斌", "zhangwb", PINYIN_START);
    is("张伟斌", "zwbin", PINYIN_START);
    is("张伟斌", "zhwb", PINYIN_START);
    is("张伟斌", "zhangw", PINYIN_START);
    is("张伟斌", "zhan", PINYIN_START);
    is("张伟斌", "张wb", PINYIN_START);
    is("张伟斌", "张w斌", PINYIN_START);
    is("张伟斌", "z伟", PINYIN_START);
    is("张伟斌", "weib", PINYIN_INSIDE);
    is("张伟斌", "ＺＷＢ", PINYIN_START);
    is("张伟斌", "zb", PINYIN_NO);
    is("张伟斌", "张斌", PINYIN_NO);
    is("张伟斌", "angwei", PINYIN_NO);
    is("张伟斌", "zhaw", PINYIN_NO);
    is("张伟斌", "zwbx", PINYIN_NO);
    is("张伟斌", "", PINYIN_NO);
    is("", "z", PINYIN_NO);
    is("单雄信", "sxx", PINYIN_START);
    is("单雄信", "danx", PINYIN_START);
    is("单雄信", "单x", PINYIN_START);
    is("解珍", "xie", PINYIN_START);
    is("万俟卨", "moqi", PINYIN_START);
    is("尉迟恭", "yuchi", PINYIN_START);
    is("吕布", "lvb", PINYIN_START);
    is("吕布", "lub", PINYIN_START);
    is("路遥", "lv", PINYIN_NO);
    is("𠮷田", "jt", PINYIN_START);
    is("𠮷田", "𠮷", PINYIN_START);
    is("买买提·艾力", "买提艾", PINYIN_INSIDE);
    is("买买提·艾力", "买买提·艾", PINYIN_START);
    is("西安", "xi'an", PINYIN_START);
    is("張偉斌", "张", PINYIN_START);
    is("张伟斌", "張偉", PINYIN_START);
    is("張伟斌", "zwb", PINYIN_START);
    is("鄧小東", "邓x东", PINYIN_START);
    is("乾隆", "干隆", PINYIN_NO); /* a character of its own in simplified names, too */
    is("𠮷田", "吉田", PINYIN_START);
    is("吉田", "𠮷", PINYIN_START);
    is("㛃", "jie", PINYIN_START);
    is("㛃", "㛃", PINYIN_START);
    is("欧阳修", "ouyx", PINYIN_START);
    is("租户2", "租户2", PINYIN_START);
    is("张三", "3-2-501", PINYIN_NO);
    is("张三", "#17", PINYIN_NO);
    is("ab", "zhangzhangzhangzhangzhangzhangzhangzhangzhangzhangzhangzhangzhangz", PINYIN_NO);
}

/* The dots that people and offices put into such names, and none. */
static void dots_of_names_do_not_matter(void **state) {
    static const char *const dots[] = {"·", "‧", "•", "・", "･", "∙", "⋅", "ㆍ", "．", ".", " ", ""};
    char name[64], word[64];

    (void)state;
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
        snprintf(name, sizeof name, "阿依古丽%s买买提", dots[i]);
        for (size_t k = 0; k < sizeof dots / sizeof *dots; k++) {
            snprintf(word, sizeof word, "阿依古丽%s买", dots[k]);
            is(name, word, PINYIN_START);
        }
        is(name, "丽买", PINYIN_INSIDE);
        is(name, "ayglmmt", PINYIN_START);
        is(name, "gulimai", PINYIN_INSIDE);
        assert_int_equal(pinyin_matched(name, "阿依") & 3, 3);
    }
}

static void matched_characters(void **state) {
    (void)state;
    assert_int_equal(pinyin_matched("张伟斌", "wb"), 6);
    assert_int_equal(pinyin_matched("张伟斌", "z"), 1);
    assert_int_equal(pinyin_matched("张伟斌", "x"), 0);
    assert_int_equal(pinyin_matched("买买提·艾力", "ta"), 4 | 16);
    assert_int_equal(pinyin_matched(" 张三", "张三"), 6);
}

static void romanised(const char *text, const char *expect) {
    struct buf out = {0};

    pinyin_romanise(&out, text);
    assert_string_equal(buf_text(&out), expect);
    buf_free(&out);
}

static void texts_without_glyphs(void **state) {
    (void)state;
    romanised("张伟斌", "ZhangWeibin");
    romanised("张三 3栋2-501", "ZhangSan 3Dong2-501");
    romanised("吕布（户主）", "LvBu(HuZhu)");
    romanised("abc", "abc");
    romanised("", "");
}

static void expression(const char *word, bool head, const char *expect, bool is_exact) {
    struct buf out = {0};
    bool exact;

    pinyin_fts(&out, word, head, &exact);
    assert_string_equal(buf_text(&out), expect);
    assert_int_equal(exact, is_exact);
    buf_free(&out);
}

static void words_become_expressions(void **state) {
    (void)state;
    expression("张伟", false, "\"张伟\" *", true);
    expression("张伟", true, "\"§张伟\" *", true);
    expression("zs", false, "(\"zs\" * OR \"°zs\" *)", true);
    expression("zs", true, "(\"§zs\" * OR \"§°zs\" *)", true);
    expression("z", false, "\"z\" *", true);
    expression("li", false, "(\"li\" * OR \"°li\" *)", true);
    expression("张s", false, "(\"张\" * AND \"°zs\" *)", false);
    expression("张s", true, "(\"§张\" * AND \"§°zs\" *)", false);
    expression("单x", false, "((\"单\" * AND \"°dx\" *) OR (\"单\" * AND \"°sx\" *) OR (\"单\" * AND \"°cx\" *))", false);
    expression("租户2", false, "\"租户2\" *", true);
    expression("501", false, "\"501\" *", false);
    expression("3-2-501", false, "", false);
    expression("", false, "", false);
    expression("\"张* OR", false, "", false);
}

/* --- the property: an oracle by brute force, the match and the index say the same --- */

#define CHARS 8

struct made {
    size_t count;
    char name[128];
    uint32_t cp[CHARS];
    size_t readings[CHARS];
    const char *reading[CHARS][12];
};

static const char *const pool[] = {
    "张", "王", "李", "刘", "陈", "单", "解", "曾", "仇", "查", "区", "盖", "尉", "朴", "翟", "乐", "覃", "万",
    "俟", "吕", "女", "绿", "略", "虐", "欧", "阳", "安", "昂", "恩", "鄂", "儿", "周", "航", "汉", "海", "上",
    "官", "诸", "葛", "藏", "长", "行", "重", "和", "伟", "斌", "三", "丰", "雄", "信", "晓", "小", "西", "先",
    "光", "广", "双", "窗", "正", "政", "峥", "志", "之", "成", "𠮷", "〇", "阿", "卜", "合", "曼", "提", "a",
    "v",  "i",  "2",  "ئ",  "々", "嗯", "石", "盛", "车", "六", "薄", "给", "差", "系",
};

static uint32_t first_of(const char *text) {
    uint32_t cp;

    utf8_read(&cp, text, strlen(text));
    return cp;
}

static void add_reading(struct made *m, size_t i, const char *reading) {
    for (size_t k = 0; k < m->readings[i]; k++)
        if (strcmp(m->reading[i][k], reading) == 0)
            return;
    m->reading[i][m->readings[i]++] = reading;
}

static void make_name(struct made *m, size_t chars) {
    *m = (struct made){.count = chars};
    for (size_t i = 0; i < chars; i++) {
        const char *text = pool[chance(sizeof pool / sizeof *pool)], *r;

        if (i == 2 && chance(10) == 0)
            strcat(m->name, "·");
        strcat(m->name, text);
        m->cp[i] = first_of(text);
        for (size_t k = 0; (r = pinyin_reading(m->cp[i], k)) != NULL; k++) {
            add_reading(m, i, r);
            if (r[1] == 'v')
                add_reading(m, i, r[0] == 'l' ? (r[2] ? "lue" : "lu") : (r[2] ? "nue" : "nu"));
        }
    }
}

/* Readings of character i that count from `from` on, by the rule in the header. */
static size_t counting(const struct made *m, size_t from, size_t i) {
    size_t product = 1;

    for (size_t k = from; k <= i; k++)
        product *= m->readings[k] ? m->readings[k] : 1;
    return product <= 16 ? m->readings[i] : 1;
}

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static bool means(const struct made *m, size_t from, size_t i, const char *word) {
    uint32_t cp;
    size_t n;

    if (*word == '\0')
        return true;
    if (i == m->count)
        return false;
    n = utf8_read(&cp, word, strlen(word));
    if (m->readings[i] == 0 || cp >= 0x80)
        return cp == m->cp[i] && means(m, from, i + 1, word + n);
    for (size_t k = 0; k < counting(m, from, i) && k < m->readings[i]; k++) {
        const char *r = m->reading[i][k];

        if (begins(r, word))
            return true;
        if (begins(word, r) && means(m, from, i + 1, word + strlen(r)))
            return true;
        if (word[0] == r[0] && means(m, from, i + 1, word + 1))
            return true;
        if (r[1] == 'h' && word[0] == r[0] && word[1] == 'h' && means(m, from, i + 1, word + 2))
            return true;
    }
    return false;
}

static enum pinyin_fit oracle(const struct made *m, const char *word) {
    for (size_t from = 0; *word != '\0' && from < m->count; from++)
        if (means(m, from, from, word))
            return from == 0 ? PINYIN_START : PINYIN_INSIDE;
    return PINYIN_NO;
}

/* A word that may mean the name: each character as it is, in full, by an initial, cut at the end. */
static void derive(char word[160], const struct made *m) {
    size_t from = chance((uint32_t)m->count), to = from + 1 + chance((uint32_t)(m->count - from));
    uint32_t style = chance(5);

    *word = '\0';
    for (size_t i = from; i < to; i++) {
        char piece[16];
        size_t n = m->readings[i];
        const char *r = n > 0 ? m->reading[i][chance(4) ? chance((uint32_t)n) : 0] : NULL;
        uint32_t way = style < 3 ? style : chance(4);

        if (r == NULL || way == 0)
            piece[utf8_write(piece, m->cp[i])] = '\0';
        else if (way == 1)
            snprintf(piece, sizeof piece, "%s", r);
        else
            snprintf(piece, sizeof piece, "%.*s", r[1] == 'h' && chance(2) ? 2 : 1, r);
        if (r != NULL && way == 1 && i + 1 == to && chance(2))
            piece[1 + chance((uint32_t)strlen(piece))] = '\0';
        strcat(word, piece);
    }
    if (chance(12) == 0 && *word != '\0') /* a slip of a finger */
        word[chance((uint32_t)strlen(word))] = (char)('a' + chance(26));
}

static void random_letters(char word[160]) {
    static const char letters[] = "zhangsceiuouvlnxyjw";
    size_t n = 1 + chance(9);

    for (size_t i = 0; i < n; i++)
        word[i] = letters[chance(sizeof letters - 1)];
    word[n] = '\0';
}

struct tally {
    size_t matches, exact, found, false_rows, rows, most;
};

static void check_row(const struct made *m, const char *word, struct tally *t) {
    enum pinyin_fit fit = pinyin_match(m->name, word);
    struct fts index = {0};
    struct buf anywhere = {0}, at_head = {0};
    bool exact, head_exact, found, head_found;
    size_t n = pinyin_fts(&anywhere, word, false, &exact);

    if (fit != oracle(m, word))
        fail_msg("%s means %s: match says %d", word, m->name, fit);
    assert_true(n <= 16 && pinyin_fts(&at_head, word, true, &head_exact) <= 16);
    pinyin_name_tokens(m->name, true, fts_add, &index);
    found = n > 0 && fts_finds(&index, buf_text(&anywhere));
    head_found = n > 0 && fts_finds(&index, buf_text(&at_head));
    assert_false(index.broken);
    if ((fit != PINYIN_NO && !found) || (fit == PINYIN_START && !head_found))
        fail_msg("%s means %s, but %s / %s finds it not", word, m->name, buf_text(&anywhere), buf_text(&at_head));
    if ((exact && found && fit == PINYIN_NO) || (head_exact && head_found && fit != PINYIN_START))
        fail_msg("%s: %s finds %s and is said to be exact", word, buf_text(&anywhere), m->name);
    assert_int_equal(pinyin_matched(m->name, word) != 0, fit != PINYIN_NO);
    t->matches += fit != PINYIN_NO;
    t->exact += exact;
    t->found += found;
    t->false_rows += found && fit == PINYIN_NO;
    t->rows++;
    t->most = n > t->most ? n : t->most;
    fts_clear(&index);
    buf_free(&anywhere);
    buf_free(&at_head);
}

static void match_index_and_oracle_agree(void **state) {
    struct tally t = {0};

    (void)state;
    for (int i = 0; i < 60000; i++) {
        struct made m, other;
        char word[160];

        make_name(&m, 1 + chance(chance(8) ? 4 : CHARS));
        make_name(&other, 2 + chance(2));
        if (i % 10 == 9)
            random_letters(word);
        else
            derive(word, &m);
        if (strlen(word) > 64 || !utf8_valid(word, strlen(word)))
            continue;
        check_row(&m, word, &t);
        check_row(&other, word, &t);
    }
    assert_true(t.matches > 40000);
    assert_true(t.exact > 20000);
    /* The index lets hardly more through than what is meant. */
    assert_true(t.false_rows * 20 < t.rows);
}

static void any_bytes_are_taken(void **state) {
    (void)state;
    for (int i = 0; i < 30000; i++) {
        char name[300], word[160];
        struct fts index = {0};
        struct buf out = {0}, text = {0};
        bool exact;

        name[chance_text(name, sizeof name, 60)] = '\0';
        word[chance_text(word, 100, 8)] = '\0';
        if (chance(3) == 0)
            random_letters(word);
        pinyin_name_tokens(name, i & 1, fts_add, &index);
        assert_false(index.broken);
        if (pinyin_fts(&out, word, false, &exact) > 0) {
            bool found = fts_finds(&index, buf_text(&out)), match = pinyin_match(name, word) != PINYIN_NO;

            assert_false(index.broken);
            assert_true(found || !match);
            assert_true(match || !found || !exact);
        } else {
            assert_int_equal(pinyin_match(name, word), PINYIN_NO);
        }
        pinyin_matched(name, word);
        pinyin_romanise(&text, name);
        assert_true(utf8_valid(buf_text(&text), text.len));
        fts_clear(&index);
        buf_free(&out);
        buf_free(&text);
    }
}

static void no_token_twice(void **state) {
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct made m;
        struct fts index = {0};

        make_name(&m, 1 + chance(CHARS));
        pinyin_name_tokens(m.name, i & 1, fts_add, &index);
        assert_false(index.broken);
        for (size_t a = 0; a < index.count; a++) {
            assert_true(strlen(index.token[a]) <= 68);
            for (size_t b = 0; b < a; b++)
                assert_string_not_equal(index.token[a], index.token[b]);
        }
        fts_clear(&index);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surnames_have_their_readings),
        cmocka_unit_test(table_is_whole),
        cmocka_unit_test(names_become_tokens),
        cmocka_unit_test(words_mean_names),
        cmocka_unit_test(dots_of_names_do_not_matter),
        cmocka_unit_test(matched_characters),
        cmocka_unit_test(texts_without_glyphs),
        cmocka_unit_test(words_become_expressions),
        cmocka_unit_test(match_index_and_oracle_agree),
        cmocka_unit_test(any_bytes_are_taken),
        cmocka_unit_test(no_token_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
