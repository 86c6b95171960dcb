/* The pinyin beside the words of a pin is what the characters are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "linli/pinwords.h"
#include "linli/pinyin.h"
#include "linli/utf8.h"

#define W(word, pinyin) {word, pinyin},
static const struct pinword table[] = {
#include "linli/pinwords.def"
};
#undef W

/* Whether the rest of the pinyin is some readings of the rest of the word. */
static bool reads(const char *word, const char *pinyin) {
    const char *reading;
    uint32_t cp;
    size_t len;

    if (!*word)
        return !*pinyin;
    len = utf8_read(&cp, word, strlen(word));
    for (size_t k = 0; (reading = pinyin_reading(cp, k)) != NULL; k++)
        if (strncmp(pinyin, reading, strlen(reading)) == 0 && reads(word + len, pinyin + strlen(reading)))
            return true;
    return false;
}

static void every_word_reads_so(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (!reads(table[i].word, table[i].pinyin))
            fail_msg("%s is not read %s", table[i].word, table[i].pinyin);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_word_reads_so)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
