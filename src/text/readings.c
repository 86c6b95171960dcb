/* The table of readings, and names and words in terms of it. */
#include "readings.h"

#include <string.h>
#include "class.h"
#include "linli/fold.h"
#include "linli/utf8.h"

#define PAGE_FIRST 0x3000
#define PAGE_END 0x32400
#define SEVERAL 0x8000

/* The table is included once for each kind of row. */
enum {
    NONE_,
#define SYLLABLE(name) name##_,
#define SET(...)
#define PAGE(n, from, ...)
#include "pinyin_table.inc"
#undef SYLLABLE
    SYLLABLES_
};

static const char syllables[][SYLLABLE_SIZE] = {
    "",
#define SYLLABLE(name) #name,
#include "pinyin_table.inc"
#undef SYLLABLE
#undef SET
};

#define SYLLABLE(name)
#define SET(...) {__VA_ARGS__},
static const uint16_t sets[][READINGS_MAX / 2] = {
#include "pinyin_table.inc"
};
#undef SET
#undef PAGE

#define SET(...)
#define PAGE(n, from, ...) [((from)-PAGE_FIRST) / 64] = (n),
static const uint16_t page_of[(PAGE_END - PAGE_FIRST) / 64] = {
#include "pinyin_table.inc"
};
#undef PAGE

#define ANY(set) (SEVERAL | (set))
#define PAGE(n, from, ...) {__VA_ARGS__},
static const uint16_t pages[][64] = {
    {0},
#include "pinyin_table.inc"
};

/* The syllable of the k-th reading, 0 past the last. */
static unsigned syllable_at(uint32_t cp, size_t k) {
    unsigned entry;

    if (cp < PAGE_FIRST || cp >= PAGE_END)
        return 0;
    entry = pages[page_of[(cp - PAGE_FIRST) / 64]][cp % 64];
    if (entry & SEVERAL)
        return k < READINGS_MAX / 2 ? sets[entry & ~SEVERAL][k] : 0;
    return k == 0 ? entry : 0;
}

const char *readings_at(uint32_t cp, size_t k) {
    unsigned syllable = syllable_at(cp, k);

    return syllable > 0 ? syllables[syllable] : NULL;
}

/* ü is typed v or u. */
static const char *second_spelling(const char *reading) {
    static const char *const spelled[][2] = {{"lv", "lu"}, {"lve", "lue"}, {"nv", "nu"}, {"nve", "nue"}};

    if (reading[1] == 'v')
        for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
            if (strcmp(reading, spelled[i][0]) == 0)
                return spelled[i][1];
    return NULL;
}

static size_t add_reading(const char *out[READINGS_MAX], size_t n, const char *reading) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(out[i], reading) == 0)
            return n;
    out[n] = reading;
    return n + 1;
}

size_t readings_all(const char *out[READINGS_MAX], uint32_t cp) {
    size_t n = 0;
    const char *reading, *second;

    for (size_t k = 0; (reading = readings_at(cp, k)) != NULL; k++) {
        n = add_reading(out, n, reading);
        second = second_spelling(reading);
        if (second != NULL)
            n = add_reading(out, n, second);
    }
    return n;
}

size_t syllables_with(const char *letters, size_t len, bool *whole) {
    size_t low = 1, high = SYLLABLES_, n = 0;

    *whole = len == 3 && (memcmp(letters, "lue", 3) == 0 || memcmp(letters, "nue", 3) == 0);
    if (len == 0 || len >= SYLLABLE_SIZE)
        return 0;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (strncmp(syllables[middle], letters, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < SYLLABLES_ && strncmp(syllables[low], letters, len) == 0)
        *whole = *whole || syllables[low][len] == '\0';
    while (low + n < SYLLABLES_ && strncmp(syllables[low + n], letters, len) == 0)
        n++;
    return n + *whole * (n == 0);
}

/* The form in which a character is compared: half-width, small, ü as v. */
static uint32_t compared(uint32_t cp) {
    if (cp >= 0x80)
        cp = fold_width(cp);
    if (cp == 0xFC || cp == 0xDC)
        return 'v';
    return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
}

static bool is_letter(uint32_t cp) {
    return cp >= 'a' && cp <= 'z';
}

static bool counts(uint32_t cp) {
    if (cp < 0xC0)
        return is_letter(cp) || (cp >= '0' && cp <= '9');
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return true;
    if ((cp >= 0x2000 && cp <= 0x206F) || (cp >= 0x3000 && cp <= 0x303F) || cp == 0x30FB || (cp >= 0xFF5F && cp <= 0xFF65))
        return cp == 0x3005 || cp == 0x3007;
    if (cp == 0x2219 || cp == 0x22C5 || cp == 0x318D) /* dots of names that are no punctuation of Unicode's */
        return false;
    return (class_of(cp) & CLASS_MASK) != CLASS_CONTROL && (class_of(cp) & CLASS_MASK) != CLASS_ZERO;
}

void units_of_name(struct units *u, const char *name) {
    size_t len = strlen(name), n;
    uint16_t place = 0;

    u->count = 0;
    for (size_t i = 0; i < len && u->count < NAME_UNITS && place < UINT16_MAX; i += n, place++) {
        struct unit *unit = &u->unit[u->count];
        uint32_t cp;

        n = utf8_read(&cp, name + i, len - i);
        cp = compared(cp);
        if (!counts(cp))
            continue;
        unit->cp = fold_han(cp);
        unit->place = place;
        unit->count = cp < PAGE_FIRST ? 0 : (uint8_t)readings_all(unit->reading, cp);
        u->count++;
    }
}

void units_limits(uint8_t limit[NAME_UNITS], const struct units *u, size_t from) {
    size_t product = 1;

    for (size_t i = from; i < u->count; i++) {
        size_t count = u->unit[i].count > 0 ? u->unit[i].count : 1;

        product = product * count > COMBINATIONS ? COMBINATIONS + 1 : product * count;
        limit[i] = product > COMBINATIONS ? 1 : (uint8_t)count;
    }
}

bool word_read(struct word *w, const char *text) {
    size_t len = strnlen(text, WORD_BYTES + 1), n;

    w->count = 0;
    if (len > WORD_BYTES)
        return false;
    memset(w->letter, 0, sizeof w->letter);
    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        cp = compared(cp);
        if (counts(cp)) {
            w->letter[w->count] = is_letter(cp) ? (char)cp : '\0';
            w->cp[w->count++] = fold_han(cp);
        } else if (cp < 0x80 && cp != '\'' && cp != '.' && cp != ' ') {
            return false; /* 3-2-501 and #17 are no names */
        }
    }
    return w->count > 0;
}

bool word_is_mixed(const struct word *w) {
    size_t letters = 0;

    for (size_t i = 0; i < w->count; i++)
        letters += w->letter[i] != '\0';
    return letters > 0 && letters < w->count;
}
