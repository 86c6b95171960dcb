/* Looking for words that name an illness. */
#include "linli/illness.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "linli/fold.h"

static const char *const illnesses[] = {
#define X(word) word,
#include "linli/illnesses.def"
#undef X
};

static bool is_letter(char c) {
    return isalpha((unsigned char)c) != 0;
}

/* A Latin word counts only whole: "aids" is none of "hearing-aided". */
static bool holds(const char *text, const char *word) {
    size_t len = strlen(word);
    bool latin = is_letter(*word);

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if (!latin || ((at == text || !is_letter(at[-1])) && !is_letter(at[len])))
            return true;
    return false;
}

const char *illness_named(const char *text) {
    struct buf folded = {0};
    const char *found = NULL;

    fold_text(&folded, text, strlen(text));
    for (size_t i = 0; !found && i < sizeof illnesses / sizeof *illnesses; i++)
        if (holds(buf_text(&folded), illnesses[i]))
            found = illnesses[i];
    buf_free(&folded);
    return found;
}
