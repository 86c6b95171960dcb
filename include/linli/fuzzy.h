/* Fuzzy readings: what a word of a query sounds like to people who do not tell zh from z, n from l, or ing from in. The word is
 * varied, never the index. Pure. */
#ifndef LINLI_FUZZY_H
#define LINLI_FUZZY_H

#include <stddef.h>
#include "linli/err.h"

#define FUZZY_WORD 65 /* bytes of a word with its NUL */
#define FUZZY_MOST 12 /* variants of a word that are looked for */

/* Rules as bits, from `zh-z, n-l, ing-in`; either sound may stand first. 0 of "". ERR_SYNTAX with words where one is not known;
 * the others are then in *out. */
enum err fuzzy_read(unsigned *out, const char *text);

/* The words that `word` (folded by fold_text; letters, or letters among Han) may have meant, those with the fewest changes first,
 * never the word itself; at most `room`. */
size_t fuzzy_variants(char out[][FUZZY_WORD], size_t room, const char *word, unsigned rules);

#endif
