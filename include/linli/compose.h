/* Chinese from typed letters: what a run of pinyin letters can stand for, for terminals without an input method. Each character
 * is typed in full, by its initial (z, zh) or, the last one, by its first letters; an apostrophe stands between two syllables
 * (xi'an). Knows no record and no screen: names and texts are given to it. */
#ifndef LINLI_COMPOSE_H
#define LINLI_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMPOSE_LETTERS 48 /* letters and apostrophes of one run */
#define COMPOSE_WORD 64    /* bytes of what they stand for, with the NUL */

struct compose {
    size_t len;
    char letters[COMPOSE_LETTERS + 1];
    uint8_t rest[COMPOSE_LETTERS + 1]; /* how well the letters from here on split into syllables: the less the better */
};

/* Makes the letters ready; those that are none are left out, capitals and full-width ones are small, ü is v. */
void compose_read(struct compose *c, const char *letters, size_t len);

/* The letter that a typed character is, 0 where it is none; the apostrophe (also ’ and ‘) is one. */
char compose_letter(uint32_t cp);

/* The k-th way to take whole syllables from the start, the longest first; 0 is all of the letters. `out` is without apostrophes,
 * for looking it up as the beginning of a name. False past the last. */
bool compose_part(const struct compose *c, size_t k, char out[COMPOSE_LETTERS + 1]);

/* Whether they are one syllable, or the beginning of one. */
bool compose_is_short(const struct compose *c);

/* How many bytes of the letters the whole text stands for, 0 where it does not fit. Where that is not all of them, each of its
 * characters was typed in full and what is left can be read as well. Dots and spaces in it are passed over. *begun: the letters
 * are only its beginning. */
size_t compose_fits(const struct compose *c, const char *text, bool *begun);

/* Calls `fn` for each part of a longer text, of two to eight characters, that the letters stand for; `used` bytes of them. */
typedef void compose_fn(void *arg, const char *word, size_t len, size_t used);
void compose_parts_of(const struct compose *c, const char *text, size_t len, compose_fn *fn, void *arg);

/* Calls `fn` for the characters that the first syllable stands for, the commonest first, at most `room` of them; with `rare` also
 * those that are in no common list. */
void compose_characters(const struct compose *c, size_t room, bool rare, compose_fn *fn, void *arg);

#endif
