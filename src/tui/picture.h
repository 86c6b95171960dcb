/* Figures as pictures of cells: bars, lines of signs, a table with shades, a path. Pure: takes numbers and texts that are shown
 * anyway and appends signs of a set; knows no terminal and no record. A number stands beside every picture, so a picture never
 * says more than its numbers: what is not shown has no length and no shade. */
#ifndef LINLI_TUI_PICTURE_H
#define LINLI_TUI_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "glyphs.h"
#include "linli/buf.h"

#define PICTURE_NONE (-1)   /* there is no number: a blank */
#define PICTURE_HIDDEN (-2) /* there is one, and it is not shown */
#define PICTURE_FEW (-3)    /* the same: 1 to 4 */

/* A bar of at most `cells` for a value of 0 to `most`: nothing for 0 and for what is not shown, at least a sign for any other,
 * all cells for the most. Returns its length in cells; in WORDS that which the words mean. */
int picture_bar(struct buf *out, enum glyphs g, int64_t value, int64_t most, int cells);

/* One sign a value; WORDS: nothing. Returns the cells used, never more than `cells`. */
int picture_spark(struct buf *out, enum glyphs g, const int64_t *values, size_t count, int64_t most, int cells);

/* Places of the least, the most and the last value that is shown; false: none is. */
struct picture_ends {
    size_t least, most, last;
};
bool picture_ends(struct picture_ends *out, const int64_t *values, size_t count);

/* A table with a label in front: `per` columns of `cell` cells fit beside each other, the others go below. A cell is a number
 * flush right and a sign for its shade. */
struct picture_heat {
    size_t per, blocks;
    int label, cell;
};
#define PICTURE_SHADES 4
void picture_heat_lay(struct picture_heat *out, size_t columns, int label, int64_t most, int cells);
int picture_shade(int64_t value, int64_t most); /* 0 nothing, else 1 to PICTURE_SHADES */
void picture_heat_text(struct buf *out, int64_t value);
/* A blank, then the number, then its sign: `h->cell` cells. */
void picture_heat_cell(struct buf *out, enum glyphs g, const struct picture_heat *h, int64_t value, int64_t most);
const char *picture_ramp(enum glyphs g); /* the signs of the shades, lightest first */

/* A path in lines of at most `cells`, each behind `hang` blanks but the first, that begins where `used` cells are taken; lines
 * end with \n. Texts have no control characters. WORDS: sentences in one line. */
enum picture_stop { PICTURE_DONE, PICTURE_HERE, PICTURE_AHEAD };
struct picture_step {
    const char *text;
    enum picture_stop stop;
};
void picture_path(struct buf *out, enum glyphs g, const struct picture_step *steps, size_t count, int cells, int used, int hang);

#endif
