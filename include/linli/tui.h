/* The terminal interface: from the first frame to the last. */
#ifndef LINLI_TUI_H
#define LINLI_TUI_H

#include <stdbool.h>
#include "linli/store.h"

struct tui_options {
    struct store *store;
    const char *theme; /* a name as in themes/; NULL: the built-in one, right on any background */
    bool console;      /* one without Chinese glyphs: as `ascii`, and how to get them is said in one line */
    bool ascii;        /* draws nothing above ASCII: names as pinyin, texts in English */
    bool remote;       /* over a network: Esc waits longer, so that a late arrow is not torn apart */
    int slow;          /* the line is slow, and less is drawn: 1 yes, 0 no, -1 where `remote`, or once output backs up */
    bool linear;       /* prompts and lines instead of a screen; needs no terminal */
    int ambiguous;     /* cells of East Asian Ambiguous characters on this terminal: 1 or 2; 0 nobody knows */
};

/* Runs until the person leaves or the terminal goes away; the exit code of the program. The terminal is given back as it was, and
 * what was being typed is kept as a draft, whatever ends it. Complains on stderr where there is no terminal to draw on. The store
 * stays open. */
int tui_run(const struct tui_options *options);

/* Lists the themes on standard output, each with a line that shows it where that is a terminal; the exit code. */
int tui_themes(void);

#endif
