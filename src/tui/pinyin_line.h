/* The pinyin line: typed letters become Chinese by candidates with digits, for terminals without an input method. It lies over
 * the view that is typed in, which gets what was chosen as if an input method had sent it; letters that were not chosen yet are
 * known here alone. On or off for each sort of view, so that it is as it was left. */
#ifndef LINLI_TUI_PINYIN_LINE_H
#define LINLI_TUI_PINYIN_LINE_H

#include "app.h"

struct pinyin_line;

struct pinyin_line *pinyin_line_new(struct app *app);
void pinyin_line_free(struct pinyin_line *p);

bool pinyin_line_is_on(const struct pinyin_line *p); /* for what is typed in now; NULL never is */
void pinyin_line_toggle(struct pinyin_line *p);      /* letters that wait become text */

/* Takes a key before anybody else does; false: it is none of its. */
bool pinyin_line_key(struct pinyin_line *p, const struct key *key);

/* A line of the linear mode: letters, or the digit of a candidate; false: it is for the field. */
bool pinyin_line_takes(struct pinyin_line *p, const char *line, size_t len);

/* Draws the letters and their candidates beside the entry, which the cursor marks, within the area, and puts the cursor there.
 * Nothing where no letters wait. */
void pinyin_line_draw(struct pinyin_line *p, const struct area *area);

#endif
