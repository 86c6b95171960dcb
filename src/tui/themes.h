/* Themes as files: which there are, reading one, reading it anew when it was saved; and a line that shows what one looks like. */
#ifndef LINLI_TUI_THEMES_H
#define LINLI_TUI_THEMES_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "theme.h"

#define THEMES_MAX 40
#define THEMES_NAME_SIZE 41

struct themes_row {
    char name[THEMES_NAME_SIZE];
    char says[160]; /* what it is like, in the language of the moment */
    bool own;       /* a file of the person's own */
};

/* Those that came with linli in the order of the table, then the person's own by name. */
size_t themes_list(struct themes_row out[THEMES_MAX]);

/* Loads themes/NAME.theme: the person's own, else one that came with linli. On a failure, with words, all is as it was. */
enum err themes_load(const char *name);
const char *themes_name(void); /* what was loaded last, "" the built-in one */

/* Whether the theme is the person's own; whether its file was saved since it was read. */
bool themes_watched(void);
bool themes_saved(void);

/* Puts theme_back in the place of what was loaded since themes_keep. */
void themes_keep(void);
void themes_back(void);

/* The k-th piece of a sample: a text in a role; false past the last. */
bool themes_sample(size_t k, enum paint *paint, const char **text);

#endif
