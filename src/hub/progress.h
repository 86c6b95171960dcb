/* A line that shows how far a long command is and how long it will take; only where somebody watches a terminal. */
#ifndef LINLI_HUB_PROGRESS_H
#define LINLI_HUB_PROGRESS_H

#include <stdint.h>
#include "hub/call.h"

struct progress {
    const struct call *call;
    const char *what;      /* translated */
    const char *finishing; /* what goes on once all is counted, or NULL */
    bool shown;
    int64_t began, painted;
};

void progress_start(struct progress *p, const struct call *call, const char *what, const char *finishing);
/* Tells how much is done; also the moment in which a server answers others. For upkeep.h as it is. */
void progress_tell(void *progress, int64_t done, int64_t total);
/* Takes the line away. */
void progress_end(struct progress *p);

/* The line itself, of a run that began `ms` ago. Pure. */
void progress_line(struct buf *out, const char *what, int64_t done, int64_t total, int64_t ms);

#endif
