/* Backoff with jitter. */
#include "backoff.h"

#define ASKED_MAX_S (BACKOFF_ASKED_MAX_MS / 1000)

int64_t backoff_delay(int64_t tries, int64_t asked_s, uint32_t dice) {
    int64_t base = BACKOFF_FIRST_MS, part = dice % 1024, asked, delay;

    for (int64_t i = 1; i < tries && base < BACKOFF_LAST_MS; i++)
        base *= 2;
    /* At the cap the jitter goes downwards: 10 to 15 minutes. */
    if (base * 3 / 2 > BACKOFF_LAST_MS)
        base = BACKOFF_LAST_MS * 2 / 3;
    delay = base + base / 2 * part / 1023;
    asked = (asked_s < 0 ? 0 : asked_s > ASKED_MAX_S ? ASKED_MAX_S : asked_s) * 1000;
    return asked > delay ? asked + asked / 10 * part / 1023 : delay;
}
