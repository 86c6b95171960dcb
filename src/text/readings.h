/* Names and words as units with their readings. For this room only. */
#ifndef LINLI_TEXT_READINGS_H
#define LINLI_TEXT_READINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYLLABLE_SIZE 8
#define READINGS_MAX 12 /* of one character; a second spelling with u for each ü included */
#define NAME_UNITS 32   /* characters of a name that are looked at */
#define WORD_BYTES 64   /* longer words mean nothing */
#define COMBINATIONS 16 /* of readings that are told apart from one character of a name on */

/* What counts of a name: a character and how it can be read; letters, digits and characters without a reading stand for
 * themselves. */
struct unit {
    uint32_t cp;
    uint16_t place; /* the how-manieth character of the text it is */
    uint8_t count;
    const char *reading[READINGS_MAX];
};

struct units {
    size_t count;
    struct unit unit[NAME_UNITS];
};

/* The units of a name; dots, spaces, punctuation and marks are none. */
void units_of_name(struct units *u, const char *name);

/* How many of each unit's readings count in a search that begins at `from`: all, up to COMBINATIONS together, then only the
 * commonest. What counts from a later unit on is never less, so that a part of a match is found as well. */
void units_limits(uint8_t limit[NAME_UNITS], const struct units *u, size_t from);

/* A word of a query: letters, for which readings are tried, and literals. */
struct word {
    size_t count;
    uint32_t cp[WORD_BYTES];
    char letter[WORD_BYTES + SYLLABLE_SIZE]; /* the letter, or '\0' at a literal */
};

/* False: the word can mean no name. */
bool word_read(struct word *w, const char *text);

bool word_is_mixed(const struct word *w); /* letters and literals */

/* The k-th reading as in pinyin_reading; the second spelling (lu for lv) is not among them. */
const char *readings_at(uint32_t cp, size_t k);

/* The same for all readings at once, second spellings behind each; returns their count. */
size_t readings_all(const char *out[READINGS_MAX], uint32_t cp);

/* How many syllables begin with these letters; *whole says whether they are one. */
size_t syllables_with(const char *letters, size_t len, bool *whole);

#define SYLLABLES_ABOUT 415

/* Marks of tokens, characters that no name and no word is made of: the name begins here; initials. Unmarked initials would be
 * found by syllables: zh- and zha- begin every 张 as much as they begin 周海 and 周海安. */
#define MARK_HEAD "\xC2\xA7"     /* § */
#define MARK_INITIALS "\xC2\xB0" /* ° */
#define MARK_SIZE 2
#define TOKEN_SIZE (WORD_BYTES * 2 + 2 * MARK_SIZE + 1)

#endif
