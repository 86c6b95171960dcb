#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/fold.h"
#include "linli/utf8.h"
#include "chance.h"

typedef void fold_fn(struct buf *out, const char *text, size_t len);

static void check(fold_fn *fold, const char *text, const char *expect) {
    struct buf out = {0};

    fold(&out, text, strlen(text));
    assert_string_equal(buf_text(&out), expect);
    buf_free(&out);
}

static void text_folds(void **state) {
    (void)state;
    check(fold_text, "", "");
    check(fold_text, "  张　伟\xC2\xA0 斌\t", "张 伟 斌");
    check(fold_text, "ＺｈａｎｇＳ", "zhangs");
    check(fold_text, "３－２－５０１", "3-2-501");
    check(fold_text, "Ａ座一二三", "a座一二三");
    check(fold_text, "买买提·艾力", "买买提·艾力");
    check(fold_text, "葛\xF3\xA0\x84\x80飾\xE2\x80\x8B", "葛饰");
    check(fold_text, "　　", "");
}

static void traditional_is_looked_up_as_simplified(void **state) {
    static const char *const pairs[][2] = {{"張", "张"}, {"劉", "刘"}, {"葉", "叶"}, {"後", "后"}, {"戶", "户"}, {"戸", "户"},
                                           {"髮", "发"}, {"發", "发"}, {"臺", "台"}, {"𠮷", "吉"}, {"乾", "乾"}, {"张", "张"},
                                           {"㛃", "㛃"}, {"a", "a"},   {"棟", "栋"}, {"單", "单"}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check(fold_text, pairs[i][0], pairs[i][1]);
    for (uint32_t cp = 0; cp < 0x110000; cp++)
        assert_int_equal(fold_han(fold_han(cp)), fold_han(cp));
}

static void cells_keep_what_was_meant(void **state) {
    (void)state;
    check(fold_cell, "  张伟　", "张伟");
    check(fold_cell, "１３８０　Ａｂ", "1380 Ab");
    check(fold_cell, "漏水，三楼", "漏水，三楼");
    check(fold_cell, "一行\r\n二行\n", "一行 二行");
    check(fold_cell,
          "a\x1B[31mb\xE2\x80\xAE"
          "c",
          "a[31mbc");
    check(fold_cell, "\xCC\x81x\xFFy", "xy");
    check(fold_cell, "张\xEE\xA1\xA3", "张\xEE\xA1\xA3");
    check(fold_cell, "\n\t ", "");
}

static void digits_only(void **state) {
    (void)state;
    check(fold_digits, "+86 １３８-0013 8000 转 5", "86138001380005");
    check(fold_digits, "无", "");
}

static void keys_of_an_input_method(void **state) {
    static const struct {
        uint32_t typed;
        uint32_t key;
    } keys[] = {{U'：', ':'}, {U'？', '?'}, {U'、', '/'},   {U'。', '.'}, {U'，', ','}, {U'；', ';'}, {U'《', '<'},
                {U'》', '>'}, {U'【', '['}, {U'】', ']'},   {U'！', '!'}, {U'（', '('}, {U'）', ')'}, {U'“', '"'},
                {U'”', '"'},  {U'‘', '\''}, {U'’', '\''},   {U'～', '~'}, {U'·', '\''}, {U'ｖ', 'v'}, {U'１', '1'},
                {U'　', ' '}, {U'／', '/'}, {U'张', U'张'}, {'x', 'x'},   {'\n', '\n'}, {0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_int_equal(fold_key(keys[i].typed), keys[i].key);
    for (uint32_t cp = 0xFF01; cp <= 0xFF5E; cp++)
        assert_int_equal(fold_key(cp), cp - 0xFEE0);
}

/* Folding what is folded changes nothing, and gives valid text for any bytes. */
static void folding_is_final(void **state) {
    static fold_fn *const folds[] = {fold_text, fold_cell, fold_digits};

    (void)state;
    for (int i = 0; i < 60000; i++) {
        char text[120];
        size_t len = chance_text(text, sizeof text, 14);
        struct buf once = {0}, twice = {0};
        fold_fn *fold = folds[i % 3];

        fold(&once, text, len);
        assert_true(utf8_valid(buf_text(&once), once.len));
        fold(&twice, buf_text(&once), once.len);
        assert_string_equal(buf_text(&once), buf_text(&twice));
        assert_true(once.len == 0 || (once.data[0] != ' ' && once.data[once.len - 1] != ' '));
        buf_free(&once);
        buf_free(&twice);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_folds),       cmocka_unit_test(cells_keep_what_was_meant),
        cmocka_unit_test(digits_only),      cmocka_unit_test(keys_of_an_input_method),
        cmocka_unit_test(folding_is_final), cmocka_unit_test(traditional_is_looked_up_as_simplified),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
