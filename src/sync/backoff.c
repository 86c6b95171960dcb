/* Backoff with jitter. */
#include "backoff.h"

int64_t backoff_delay(int64_t tries, int64_t asked_s, uint32_t dice) {
    int64_t base = BACKOFF_FIRST_MS, asked = asked_s > 0 ? asked_s * 1000 : 0;
    int64_t delay;

    while (--tries > 0 && base < BACKOFF_LAST_MS)
        base *= 2;
    /* At the cap the jitter goes downwards: 10 to 15 minutes. */
    if (base * 3 / 2 > BACKOFF_LAST_MS)
        base = BACKOFF_LAST_MS * 2 / 3;
    delay = base + base / 2 * (int64_t)(dice % 1024) / 1023;
    if (asked_s > BACKOFF_ASKED_MAX_MS / 1000)
        asked = BACKOFF_ASKED_MAX_MS;
    if (asked > delay)
        delay = asked + asked / 10 * (int64_t)(dice % 1024) / 1023;
    return delay;
}
