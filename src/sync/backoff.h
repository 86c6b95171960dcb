/* When to try again after a failure: 5 seconds doubling to 15 minutes, with jitter, or what the hub asked for. Pure. */
#ifndef LINLI_SYNC_BACKOFF_H
#define LINLI_SYNC_BACKOFF_H

#include <stdint.h>

#define BACKOFF_FIRST_MS INT64_C(5000)
#define BACKOFF_LAST_MS (INT64_C(15) * 60 * 1000)
#define BACKOFF_ASKED_MAX_MS (INT64_C(60) * 60 * 1000)

/* Milliseconds until the next try after `tries` failures in a row (1 is the first). `asked_s`: the hub's Retry-After in
 * seconds, 0 none; it is honoured up to an hour, so that no answer can silence a device. `dice` is any random number:
 * half of the delay above its base is drawn with it, so that a town's devices do not all come back in one second. */
int64_t backoff_delay(int64_t tries, int64_t asked_s, uint32_t dice);

#endif
