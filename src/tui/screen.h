/* Drawing for views: texts at cells, by role. Everything passes safe_text here, so no view can forget it. */
#ifndef LINLI_TUI_SCREEN_H
#define LINLI_TUI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/edit.h"
#include "theme.h"

struct area {
    int row, rows, cols; /* from column 0 */
};

/* The text as the screen shows it: nothing in it can act, and Han letters are pinyin where the terminal has none. One of four
 * rotating buffers, good until the fourth next call. */
const char *screen_shown(const char *text, size_t len);

int screen_cells(const char *text); /* cells of the shown text */

/* Draws at most `cells` cells of the text; returns those used. What does not fit is cut at a whole character. */
int screen_put(int row, int col, int cells, enum paint paint, const char *text);
/* The same, with the characters whose bit is set in `marks` (the first 64) in the paint of matched parts. */
int screen_put_marked(int row, int col, int cells, enum paint paint, const char *text, uint64_t marks);
int screen_put_right(int row, int col, int cells, enum paint paint, const char *text); /* flush right in the cells */

void screen_fill(int row, int cols, enum paint paint); /* blanks of that look, for what is drawn onto them */

/* A line of text being typed, with the hardware cursor at the caret where `focused`. */
void screen_entry(int row, int col, int cells, const struct edit *edit, bool focused);

/* Whether pictures may be drawn with blocks (U+2580 to U+259F), each one cell: the person said that such characters are narrow
 * here, and the charset has them. Else with ASCII, and with words in the linear mode. */
bool screen_has_blocks(void);

#endif
