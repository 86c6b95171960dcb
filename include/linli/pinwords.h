/* A pin ("sha256//BASE64" of a key) as words that are read out, compared and typed: a word for each of its first 16 bytes, which
 * no other key can be found for, and one word that checks them. A word is two Chinese characters; its pinyin stands for it, and
 * what speakers of the south do not tell apart (z zh, n l, in ing, f hu) need not be. Knows no hub. Pure. */
#ifndef LINLI_PINWORDS_H
#define LINLI_PINWORDS_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

#define PINWORDS_BYTES 16
#define PINWORDS_COUNT (PINWORDS_BYTES + 1)

/* The word for a place: its characters and its pinyin. Static. */
struct pinword {
    const char *word, *pinyin;
};

/* The words of a pin. False where it is not well formed. */
bool pinwords_of(const struct pinword *out[PINWORDS_COUNT], const char *pin);

/* Appends them: characters with spaces between, or pinyin with hyphens between, as --pin takes them. */
void pinwords_put(struct buf *out, const struct pinword *const words[PINWORDS_COUNT], bool pinyin);

/* Whether a text is meant as words and not as a pin. */
bool pinwords_meant(const char *text);

/* Reads words with spaces, hyphens, digits or marks between, as characters or pinyin, also mixed. ERR_SYNTAX with words: one is
 * not in the list (which is named, with its place), some are missing, or the last one does not fit the others: then one of them
 * is another one or stands elsewhere. */
enum err pinwords_read(unsigned char out[PINWORDS_BYTES], const char *text);

/* Whether `pin` is well formed and begins with those bytes. */
bool pinwords_match(const unsigned char bytes[PINWORDS_BYTES], const char *pin);

#endif
