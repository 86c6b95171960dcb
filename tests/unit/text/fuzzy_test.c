/* Fuzzy readings: what a word may have meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "linli/fuzzy.h"

static unsigned rules_of(const char *text) {
    unsigned rules;

    assert_int_equal(fuzzy_read(&rules, text), ERR_OK);
    return rules;
}

/* The variants of a word, ' ' between. */
static void varies(const char *rules, const char *word, const char *wanted) {
    char list[FUZZY_MOST][FUZZY_WORD], got[1024] = "";
    size_t n = fuzzy_variants(list, FUZZY_MOST, word, rules_of(rules));

    for (size_t i = 0; i < n; i++) {
        strcat(got, i ? " " : "");
        strcat(got, list[i]);
    }
    assert_string_equal(got, wanted);
}

static void sounds_are_swapped_where_syllables_begin_and_end(void **state) {
    (void)state;
    varies("zh-z", "zhangsan", "zangsan");
    varies("zh-z", "zang", "zhang");
    varies("zh-z", "z", ""); /* an initial means both */
    varies("zh-z", "zhs", "zs");
    varies("n-l", "lin", "nin");
    varies("n-l", "nl", "ll nn ln");
    varies("n-l", "zhang", ""); /* its n begins nothing */
    varies("n-l", "xianan", "xialan");
    varies("f-h", "zhang", "");
    varies("f-h", "huf", "fuf huh fuh");
    varies("ing-in", "lin", "ling");
    varies("ing-in", "ling", "lin");
    varies("ing-in", "lina", "");
    varies("ang-an", "zhang", "zhan");
    varies("ian-iang", "zhan", "");
    varies("ian-iang", "xian", "xiang");
    varies("s-sh", "张s", "");
    varies("s-sh", "张san", "张shan");
    varies("r-l", "er", "");
    varies("r-l", "ren", "len");
    varies("", "zhang", "");
    varies("zh-z", "", "");
}

static void fewest_changes_come_first_and_the_list_is_bounded(void **state) {
    char list[FUZZY_MOST][FUZZY_WORD], one[1][FUZZY_WORD];
    unsigned all = rules_of("zh-z ch-c sh-s n-l f-h r-l ing-in eng-en ang-an iang-ian uang-uan");

    (void)state;
    varies("zh-z, ang-an", "zang", "zhang zan zhan");
    assert_int_equal(fuzzy_variants(list, FUZZY_MOST, "zhangshanlinfengchengrong", all), FUZZY_MOST);
    assert_int_equal(fuzzy_variants(one, 1, "zhangshanlinfengchengrong", all), 1);
    assert_string_equal(one[0], list[0]);
}

static void rules_are_read_either_way_and_faults_are_told(void **state) {
    unsigned rules;

    (void)state;
    assert_int_equal(rules_of("z-zh"), rules_of("zh-z"));
    assert_int_equal(rules_of(""), 0);
    assert_int_equal(fuzzy_read(&rules, "zh-z, x-y, n-l"), ERR_SYNTAX);
    assert_int_equal(rules, rules_of("zh-z,n-l"));
    assert_int_equal(fuzzy_read(&rules, "zhz"), ERR_SYNTAX);
    assert_int_equal(fuzzy_read(&rules, "-"), ERR_SYNTAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sounds_are_swapped_where_syllables_begin_and_end),
        cmocka_unit_test(fewest_changes_come_first_and_the_list_is_bounded),
        cmocka_unit_test(rules_are_read_either_way_and_faults_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
