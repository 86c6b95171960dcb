/* Folding: one form for what people and offices write in several. Used for matching, never for what is stored as typed. */
#ifndef LINLI_FOLD_H
#define LINLI_FOLD_H

#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"

/* The half-width form of a full-width character (U+FF01..FF5E, U+3000), else itself. */
uint32_t fold_width(uint32_t cp);

/* The character that a traditional form (張 of 张), a compatibility form or another shape of the same character (戸 of 户, 𠮷 of
 * 吉) is looked up as, else itself: src/text/han_variants.inc, made by contrib/han_variants.sh. */
uint32_t fold_han(uint32_t cp);

/* Appends `text` with full-width forms made half-width, traditional characters simplified, ASCII lower-cased, Chinese numerals
 * left alone, runs of white space (also U+3000, U+00A0) one space, ends trimmed, invisible characters (variation selectors,
 * zero-width ones) dropped. */
void fold_text(struct buf *out, const char *text, size_t len);

/* Appends `text` trimmed, with full-width digits, letters and spaces made half-width, inner line breaks as spaces, and what
 * safe_text would replace dropped, but for private and unassigned characters: in rosters those are the rare characters of
 * somebody's name. The form in which imported cells are kept. Case stays. */
void fold_cell(struct buf *out, const char *text, size_t len);

/* Appends the digits only (full-width ones too). */
void fold_digits(struct buf *out, const char *text, size_t len);

/* What a key means in a view when an input method is in Chinese mode: full-width forms to ASCII and Chinese punctuation to the
 * key it sits on (`：`->`:`, `？`->`?`, `、`->`/`, `。`->`.`, `，`->`,`, `；`->`;`, `《`->`<`, `》`->`>`, `【`->`[`, `】`->`]`,
 * `！`->`!`, `（`->`(`, `）`->`)`, `“`/`”`->`"`, `‘`/`’`->`'`, `～`->`~`, `·`->'`'); others themselves. */
uint32_t fold_key(uint32_t cp);

#endif
