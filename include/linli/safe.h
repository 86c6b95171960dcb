/* Text that cannot act: what leaves the record for a terminal, a CSV file, a log or a file name passes here. */
#ifndef LINLI_SAFE_H
#define LINLI_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

/* Appends `text` for a terminal: C0, DEL, C1, bidi controls (U+202A-202E, 2066-2069, 200E, 200F, 061C) and all other format
 * characters but ZWJ (zero width space, BOM, soft hyphen, tags U+E0000..), line and paragraph separators, private and unassigned
 * ones, noncharacters and bytes that are not UTF-8 become U+FFFD; a tab or line break becomes one space (kept as '\n' with
 * `lines`). ZWJ, variation selectors and marks stay only behind a base character, at most 8 of them; one without a base becomes
 * U+FFFD. width_text of the text and of the result are the same (a \r\n apart). */
void safe_text(struct buf *out, const char *text, size_t len, bool lines);

/* Appends `: WHAT: WHY: what to do`, as it stands behind a program's name; empty ones are left out. */
void safe_words(struct buf *out, const struct err_words *words);

/* Appends one CSV field by RFC 4180, quoted where needed; a field that a spreadsheet would run (leading = + - @ tab CR
 * and full-width ＝＋－＠, also behind apostrophes of its own) gets a leading apostrophe. Control and bidi characters other than
 * tab, CR and LF become U+FFFD as above; private and unassigned ones stay. safe_csv_unguard removes the apostrophe of a field
 * that was read back: returns `text`, past the apostrophe where one guards. */
void safe_csv(struct buf *out, const char *text, size_t len);
const char *safe_csv_unguard(const char *text);

#endif
