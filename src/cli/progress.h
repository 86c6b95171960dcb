/* A bar with the time left, on standard error where it is a terminal; silent elsewhere. */
#ifndef LINLI_CLI_PROGRESS_H
#define LINLI_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    int64_t begun, drawn, after_begun; /* clock_monotonic */
    int cells;                         /* drawn, to be wiped */
    bool terminal;
    int64_t after; /* what follows when all is done, in percent of the time that the bar takes; set by the caller, 0 at first */
    const char *finishing; /* shown then, translated */
};
void progress_begin(struct progress *p, const char *finishing);
void progress_show(struct progress *p, int64_t done, int64_t total);
void progress_after(struct progress *p, int64_t done, int64_t total); /* what follows, where it can be counted */
void progress_end(struct progress *p);                                /* wipes it */

/* As a callback: `arg` is the progress. */
void progress_upkeep(void *arg, int64_t done, int64_t total);

#endif
