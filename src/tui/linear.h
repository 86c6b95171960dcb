/* The linear mode: prompts and lines, for screen readers and for terminals that cannot place a cursor (SCREENS.md section 4 row
 * 26). The same views draw the same cells; what changed of them is told as lines
 * (cells_lines), and a line that is typed stands for keys. */
#ifndef LINLI_TUI_LINEAR_H
#define LINLI_TUI_LINEAR_H

#include "app.h"

/* Does what a line says: nothing is Enter, `.` goes back, `?` tells the verbs, `:` and a name (zh, pinyin, English) is a verb,
 * the name of a key (F2, Down) is that key. In a field the line is what it holds from now on; elsewhere one letter is a key and
 * more start the lookup. */
void linear_line(struct app *app, const char *line, size_t len);

#endif
