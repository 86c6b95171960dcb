/* Fuzzy readings. A rule swaps two beginnings of a syllable, or two ends. Where a syllable begins is not known of letters that
 * are still being typed, so each place is tried where one can; a variant that means nothing finds nothing. */
#include "linli/fuzzy.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

static const struct rule {
    const char *a, *b;
    bool end; /* of a syllable, else its beginning */
} rules_known[] = {
    {"zh", "z", false},  {"ch", "c", false},    {"sh", "s", false},    {"n", "l", false},
    {"f", "h", false},   {"r", "l", false},     {"ing", "in", true},   {"eng", "en", true},
    {"ang", "an", true}, {"iang", "ian", true}, {"uang", "uan", true},
};
#define RULES (sizeof rules_known / sizeof *rules_known)

static bool is_pair(const struct rule *r, const char *text, size_t len) {
    const char *dash = memchr(text, '-', len);
    size_t left = dash ? (size_t)(dash - text) : 0, right = dash ? len - left - 1 : 0;
    bool forth =
        dash && left == strlen(r->a) && right == strlen(r->b) && !strncmp(text, r->a, left) && !strncmp(dash + 1, r->b, right);

    return forth || (dash && left == strlen(r->b) && right == strlen(r->a) && !strncmp(text, r->b, left) &&
                     !strncmp(dash + 1, r->a, right));
}

enum err fuzzy_read(unsigned *out, const char *text) {
    enum err e = ERR_OK;

    *out = 0;
    for (size_t len; *(text += strspn(text, ", ")); text += len) {
        size_t k = 0;

        len = strcspn(text, ", ");
        while (k < RULES && !is_pair(&rules_known[k], text, len))
            k++;
        if (k < RULES)
            *out |= 1u << k;
        else if (e == ERR_OK) /* the first that is not known is told */
            e = err_say(ERR_SYNTAX, _("not every fuzzy reading is used"), err_fmt(_("%.*s is not known"), (int)len, text),
                        _("in linli.conf: fuzzy = zh-z, ch-c, sh-s, n-l, f-h, r-l, ing-in, eng-en, ang-an, iang-ian, uang-uan"));
    }
    return e;
}

static bool is_vowel(char c) {
    return c && strchr("aeiouv", c);
}

static bool is_consonant(char c) {
    return c >= 'a' && c <= 'z' && !is_vowel(c);
}

/* Whether a syllable can begin at `i`, a consonant: not the h of zh, and not the n or r that ends one. */
static bool can_begin(const char *word, size_t i) {
    char before = i ? word[i - 1] : '\0', next = word[i + 1];

    if (!is_consonant(word[i]) || (word[i] == 'h' && before && strchr("zcs", before)))
        return false;
    if (next == 'h' && strchr("zcs", word[i]))
        next = word[i + 2];
    return is_vowel(next) || !(is_vowel(before) && strchr("nr", word[i]));
}

static bool stands(const char *word, const char *sound) {
    return strncmp(word, sound, strlen(sound)) == 0;
}

/* Whether `from` may be swapped for `to` at `i`. */
static bool may_swap(const char *word, size_t i, const struct rule *r, const char *from, const char *to) {
    const char *behind = word + i + strlen(from);

    if (!stands(word + i, from))
        return false;
    if (r->end) /* an is not the beginning of ang, nor of a-na */
        return strlen(from) > strlen(to) || (*behind != 'g' && !is_vowel(*behind));
    if (!can_begin(word, i))
        return false;
    if (strlen(from) < strlen(to)) /* z alone means zh as well: it is an initial */
        return is_vowel(*behind);
    return true;
}

static bool is_there(char list[][FUZZY_WORD], size_t count, const char *word) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], word) == 0)
            return true;
    return false;
}

struct made {
    char (*list)[FUZZY_WORD];
    size_t count, room;
    const char *origin;
};

static void swap(struct made *m, const char *word, size_t i, const char *from, const char *to) {
    char text[FUZZY_WORD];
    int len = snprintf(text, sizeof text, "%.*s%s%s", (int)i, word, to, word + i + strlen(from));

    if (m->count < m->room && len > 0 && (size_t)len < sizeof text && strcmp(text, m->origin) != 0 &&
        !is_there(m->list, m->count, text))
        strcpy(m->list[m->count++], text);
}

/* Every word that one change makes of this one. */
static void change_one(struct made *m, const char *word, unsigned rules) {
    for (size_t i = 0; word[i]; i++)
        for (size_t k = 0; k < RULES; k++) {
            const struct rule *r = &rules_known[k];

            if (!(rules >> k & 1))
                continue;
            if (may_swap(word, i, r, r->a, r->b))
                swap(m, word, i, r->a, r->b);
            else if (may_swap(word, i, r, r->b, r->a))
                swap(m, word, i, r->b, r->a);
        }
}

size_t fuzzy_variants(char out[][FUZZY_WORD], size_t room, const char *word, unsigned rules) {
    struct made m = {out, 0, room, word};
    char from[FUZZY_WORD];

    if (!rules || strlen(word) >= FUZZY_WORD)
        return 0;
    change_one(&m, word, rules);
    for (size_t i = 0; i < m.count && m.count < room; i++) {
        strcpy(from, m.list[i]);
        change_one(&m, from, rules);
    }
    return m.count;
}
