/* Themes: which look each role has. The only place, with term.c, that knows colours. */
#ifndef LINLI_TUI_THEME_H
#define LINLI_TUI_THEME_H

#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"

enum paint {
#define X(name, text, look) PAINT_##name,
#include "roles.def"
#undef X
    PAINT_COUNT
};

/* Puts the built-in theme in force. */
void theme_built_in(void);

/* Reads a theme file: `role = foreground background attributes`. Every role must be named. ERR_SYNTAX with words: the theme in force is
 * unchanged. */
enum err theme_read(const char *name, const char *text, size_t len);

/* Loads themes/NAME.theme: the person's own, else one that came with linli. */
enum err theme_load(const char *name);

/* Makes the looks with the colours that the terminal has; after term_open. `colours`: false asks for attributes only. */
void theme_apply(int colours_of_terminal);

/* The look of a role as curses wants it. */
struct look {
    unsigned long attributes;
    short pair;
};
struct look theme_look(enum paint paint);

/* The built-in theme as a theme file has it. */
void theme_write(struct buf *out);

#endif
