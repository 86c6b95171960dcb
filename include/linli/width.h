/* How many terminal cells a text takes. Own table (from Unicode's EastAsianWidth), never wcwidth; East Asian
 * Ambiguous characters count as set. A unit of text on screen is a cluster: a base character with its combining
 * marks, variation selectors, skin tone and zero-width-joined pictures. Joined pictures count with the cells of each: that is
 * what curses and most terminals draw. */
#ifndef LINLI_WIDTH_H
#define LINLI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The terminal's choice, told by the person and never guessed from a locale: 1 or 2; 0 (as at the start) nobody knows, they count
 * as 1, and who draws takes none of them for marks or pictures. */
void width_set_ambiguous(int cells);
int width_ambiguous(void);

/* 1 for narrow, 2 for wide, 0 for unknown, as people write them (also 1 and 2); -1 for another word. */
int width_ambiguous_named(const char *word);

/* 0 (combining, joiners), 1 or 2; control, private and unassigned characters are drawn as U+FFFD and count as it does: as an
 * ambiguous one. So does a combining mark without a base in the functions below. */
int width_char(uint32_t cp);

/* Cells of `len` bytes (SIZE_MAX: up to the NUL). */
int width_text(const char *text, size_t len);

/* Bytes of the cluster at the start of `text`, at least 1 where left > 0; *cells its width. At most 8 marks are
 * kept with a base; further ones are clusters of their own (cap against 10,000 combining marks). */
size_t width_cluster(const char *text, size_t left, int *cells);

/* Bytes of the longest run of whole clusters from the start that fits in `cells`; *used its width. */
size_t width_fit(const char *text, size_t len, int cells, int *used);

struct width_line {
    const char *text;
    size_t len;
    int cells;
};
/* Wraps at `cells` columns: at spaces for words, anywhere between Han characters, closing punctuation (，。；：！？、）」》)
 * never first on a line, opening never last. Spaces at a break are dropped. Returns the number of lines, fills at most `room`.
 * '\n' ends a line. */
size_t width_wrap(struct width_line *out, size_t room, const char *text, size_t len, int cells);

#endif
