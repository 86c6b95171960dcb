/* A bar with the time left, on standard error where it is a terminal; silent elsewhere. */
#ifndef LINLI_CLI_PROGRESS_H
#define LINLI_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    int64_t begun, drawn; /* clock_monotonic */
    int cells;            /* drawn, to be wiped */
    bool terminal;
    const char *finishing; /* shown once all was read, translated */
};
void progress_begin(struct progress *p, const char *finishing);
void progress_show(struct progress *p, int64_t done, int64_t total);
void progress_end(struct progress *p); /* wipes it */

/* As a callback: `arg` is the progress. */
void progress_upkeep(void *arg, int64_t done, int64_t total);

#endif
