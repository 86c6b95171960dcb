/* The command line: verbs as rows of a table, one parser for all options, output that scripts can read (DESIGN.md section 4).
 * Knows no screen: without a command it opens the record and hands it to the caller's. */
#ifndef LINLI_CLI_H
#define LINLI_CLI_H

#include <stdbool.h>
#include "linli/store.h"

/* What was said of the screen. */
struct cli_screen {
    bool themes;       /* no screen, but a list of its themes; `s` is NULL then */
    const char *theme; /* NULL: none named */
    bool ascii;
    int slow;      /* the line is slow: 1 yes, 0 no, -1 not said */
    bool linear;   /* prompts and lines */
    int ambiguous; /* as of width.h */
};
/* Runs the screen on an open record and returns the exit code; it complains by itself. */
typedef int cli_screen_fn(struct store *s, const struct cli_screen *how);

/* The whole program: returns its exit code. i18n_init was called before. */
int cli_main(int argc, char **argv, cli_screen_fn *screen);

#endif
