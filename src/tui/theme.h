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

/* Reads a theme file: `role = foreground background attributes`. A role that has no line looks like `text`, so that a theme which
 * was written before there was such a role goes on; `text` must be there. ERR_SYNTAX with words, which name the line: the theme
 * in force is unchanged. */
enum err theme_read(const char *name, const char *text, size_t len);

/* Appends the roles that had no line in what was read last, a comma between. */
void theme_lacks(struct buf *out);

/* Keeps the theme in force aside; puts that one in force again. */
void theme_keep(void);
void theme_back(void);

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
