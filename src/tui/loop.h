/* The loop: keys, signals, the sync's sockets and pauses, in one poll. */
#ifndef LINLI_TUI_LOOP_H
#define LINLI_TUI_LOOP_H

#include <stdbool.h>
#include "app.h"

/* Runs until the person leaves (true) or the terminal is gone or the program was told to end (false). `signals` is of
 * signals_open; `may_slow`: output that backs up makes it a slow line. */
bool loop_run(struct app *app, int signals, bool remote, bool may_slow);

#endif
