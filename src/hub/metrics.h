/* Counts for whoever watches the hub: no names, no ids, nothing of one device. */
#ifndef LINLI_HUB_METRICS_H
#define LINLI_HUB_METRICS_H

#include <stdint.h>
#include "linli/buf.h"

#define METRICS_ROUTES 8

struct metrics {
    uint64_t answers[METRICS_ROUTES][6]; /* by route and hundred of the status */
    uint64_t bytes_in, bytes_out;
    int64_t connections, waiting, held_bytes; /* now */
    uint64_t cut_off;                         /* connections that took too long */
    uint64_t shed;                            /* requests told to come again */
    uint64_t commands;                        /* run for other linli-hub processes */
};

/* Prometheus text format, version 0.0.4. */
void metrics_write(struct buf *out, const struct metrics *m, int64_t up_seconds);

#endif
