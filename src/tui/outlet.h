/* What goes to the terminal, without ever waiting for it: what a slow line does not take at once is kept, and the frames behind
 * it are left out until it was taken. Knows no cells. */
#ifndef LINLI_TUI_OUTLET_H
#define LINLI_TUI_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

/* Opens the terminal of stdout once more, because not to wait is a property of an opening and stdout is shared with others. Where
 * that cannot be, writing waits as it did. */
void outlet_open(void);
void outlet_close(void); /* what was not taken is left out */

/* Sends it, or keeps what is not taken now; only where outlet_behind says false. False where the terminal is gone. */
bool outlet_send(const char *bytes, size_t len);

/* Whether the terminal still has to take something; sends on what it can. */
bool outlet_behind(void);

/* What to poll for POLLOUT while it is behind. */
int outlet_fd(void);

#endif
