/* Readings of Han characters (Unihan kTGHZ2013 and kMandarin together, without tones; src/text/pinyin_table.inc, made by
 * contrib/pinyin_table.sh), what a name sounds like, and whether a query means a name.
 *
 * Traditional characters are found by simplified ones and the other way round (fold_han); each keeps its own readings.
 * Of a name the first 32 characters count; dots, spaces and punctuation are skipped. From the character on where a word or a
 * token begins, the readings of consecutive characters are combined up to 16 ways; of the characters behind only the commonest
 * reading counts. ü is v (lv), in names also u (lu). */
#ifndef LINLI_PINYIN_H
#define LINLI_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

/* Changes whenever the table or the tokens made from it change; a search index of another version is rebuilt. */
#define PINYIN_VERSION 2

/* The k-th reading of a character ("zhang", ü is v), NULL past the last; the commonest first. Static. */
const char *pinyin_reading(uint32_t cp, size_t k);

/* Calls `emit` for each search token of a name (DESIGN.md section 7): every suffix three times: as written (as by fold_text),
 * initials with U+00B0 (°) before them (none for the last character alone), full pinyin, for each combination of readings. With
 * `head` every token of the whole name (not its proper suffixes) is emitted once more with U+00A7 (§) before it, so that a search
 * can ask for "the name begins with". No token twice; at most 68 bytes and a NUL each. Tokens have no ASCII other than a-z 0-9.
 */
typedef void pinyin_token_fn(void *arg, const char *token, size_t len);
void pinyin_name_tokens(const char *name, bool head, pinyin_token_fn *emit, void *arg);

/* Where in a name one word of a query fits. */
enum pinyin_fit { PINYIN_NO, PINYIN_INSIDE, PINYIN_START }; /* START: the name itself begins with it */

/* Whether `word` (folded by fold_text: Han, letters, mixed: 张 · 张s · zhangsf · zsf · 单x · xie) means `name`: Han stand for
 * themselves, letters for one or more syllables, each in full, as a prefix (last one) or as initial (also zh ch sh), by any
 * reading. */
enum pinyin_fit pinyin_match(const char *name, const char *word);

/* How well a word means a name, the best first: the whole name as written or in full pinyin; its beginning so, the last syllable
 * as far as it is typed; its beginning by initials, or Han and letters mixed; what stands further on; not at all. */
enum pinyin_class { PINYIN_EXACT, PINYIN_PREFIX, PINYIN_INITIALS, PINYIN_FURTHER, PINYIN_NONE };
enum pinyin_class pinyin_class(const char *name, const char *word);

/* Appends an FTS5 expression for the tokens that begin names: a superset of those of the class (EXACT, PREFIX or INITIALS), where
 * none but those of a better class must be left out by pinyin_class. 0, nothing appended: the word can have none of it. */
size_t pinyin_fts_class(struct buf *out, const char *word, enum pinyin_class class);

/* Appends an FTS5 expression that finds a superset of the names `word` means: `"张伟" *`, `("zs" * OR "°zs" *)`,
 * `("张" * AND "°zs" *)`; in brackets where it has several terms. With `head` the tokens that begin a name carry §. Returns the
 * number of alternatives joined by OR (at most 16; 0, nothing appended: the word can mean no name); *exact is set where every row
 * found is a true match and pinyin_match need not be asked. The text is safe inside MATCH: only quoted tokens. */
size_t pinyin_fts(struct buf *out, const char *word, bool head, bool *exact);

/* Which characters of `name` a word matched, as a bit a character (first 64), for marking matched parts. */
uint64_t pinyin_matched(const char *name, const char *word);

/* The tone-less pinyin of a whole text, first readings, syllables capitalised and joined; a run of three characters as surname
 * and name ("ZhangWeibin"). Full-width forms become ASCII, others are kept: for terminals without Chinese glyphs. */
void pinyin_romanise(struct buf *out, const char *text);

#endif
