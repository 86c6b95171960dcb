/* How fast it goes and how long it will take, from the last seconds: said so that the number neither jumps nor promises. Pure. */
#ifndef LINLI_SYNC_RATE_H
#define LINLI_SYNC_RATE_H

#include <stdint.h>
#include "linli/buf.h"

#define RATE_SAMPLES 12 /* one a second */
#define RATE_LEAST_MS 3000

struct rate {
    struct {
        int64_t at, done;
    } ring[RATE_SAMPLES];
    unsigned count;
    int64_t end_at; /* what was said last: the end on the monotonic clock, 0 nothing yet */
};

/* How much is done, asked again and again; a sample a second is kept. */
void rate_note(struct rate *r, int64_t mono, int64_t done);

/* A second, rounded; 0 not known yet, or nothing moved. */
int64_t rate_each_second(const struct rate *r);

/* Seconds until `left` more is done, -1 not known. What was said before is counted down, until it is wrong by a quarter. */
int64_t rate_left(struct rate *r, int64_t mono, int64_t left);

/* "about 3 minutes left", in steps that grow with the time; nothing for -1. */
void rate_words(struct buf *out, int64_t seconds);

#endif
