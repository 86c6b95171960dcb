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

/* Reads a theme file: `role = foreground background attributes`. Every role must be named. ERR_SYNTAX with words: the theme in
 * force is unchanged. */
enum err theme_read(const char *name, const char *text, size_t len);

/* Loads themes/NAME.theme: the person's own, else one that came with linli. */
enum err theme_load(const char *name);

/* The look of a role: attributes and colours fitted to how many the terminal has. */
enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4, LOOK_ITALIC = 8 };
#define LOOK_DEFAULT (-1)
struct look {
    unsigned attributes;
    int fg, bg; /* LOOK_DEFAULT or 0 and up */
};
struct look theme_look(enum paint paint, int colours);

/* The built-in theme as a theme file has it. */
void theme_write(struct buf *out);

#endif
