/* Signals as something to poll, and the terminal given back when the program dies. */
#ifndef LINLI_TUI_SIGNALS_H
#define LINLI_TUI_SIGNALS_H

#include <stdbool.h>

struct signals {
    bool resized, pause, resumed, end;
};

int signals_open(void); /* a descriptor to poll, -1 where there is none */
void signals_close(int fd);

/* What came since the last call. */
void signals_read(int fd, struct signals *out);

/* Stops this process as Ctrl-Z does (`group`: and what runs with it), and comes back when it is continued. */
void signals_stop(bool group);

#endif
