/* Rate and time left. */
#include "rate.h"

#include "linli/err.h"
#include "linli/i18n.h"

void rate_note(struct rate *r, int64_t mono, int64_t done) {
    unsigned newest = (r->count - 1) % RATE_SAMPLES;

    if (r->count && mono < r->ring[newest].at + 1000)
        return;
    r->ring[r->count % RATE_SAMPLES].at = mono;
    r->ring[r->count % RATE_SAMPLES].done = done;
    r->count++;
}

/* What was done between the oldest and the newest sample, and in which time; false where that says nothing yet. */
static bool measured(const struct rate *r, int64_t *done, int64_t *ms) {
    unsigned oldest = r->count > RATE_SAMPLES ? r->count % RATE_SAMPLES : 0, newest = (r->count - 1) % RATE_SAMPLES;

    if (r->count < 2)
        return false;
    *done = r->ring[newest].done - r->ring[oldest].done;
    *ms = r->ring[newest].at - r->ring[oldest].at;
    return *done > 0 && *ms >= RATE_LEAST_MS;
}

int64_t rate_each_second(const struct rate *r) {
    int64_t done, ms;

    return measured(r, &done, &ms) ? (done * 1000 + ms / 2) / ms : 0;
}

int64_t rate_left(struct rate *r, int64_t mono, int64_t left) {
    int64_t done, ms, need, said = r->end_at - mono;

    if (!measured(r, &done, &ms) || left <= 0 || left > INT64_MAX / ms - 1)
        return -1;
    need = left * ms / done;
    if (!r->end_at || said <= 0 || need > said + said / 4 + 2000 || need < said - said / 4 - 2000) {
        r->end_at = mono + need;
        said = need;
    }
    return (said + 999) / 1000;
}

void rate_words(struct buf *out, int64_t seconds) {
    int64_t minutes = (seconds + 59) / 60;

    if (seconds < 0)
        return;
    if (seconds <= 10)
        buf_puts(out, _("a few seconds left"));
    else if (seconds <= 50)
        buf_printf(out, _("about %d seconds left"), (int)((seconds + 9) / 10 * 10));
    else if (minutes <= 90)
        buf_printf(out, ngettext("about %d minute left", "about %d minutes left", (unsigned long)minutes), (int)minutes);
    else
        buf_printf(out, ngettext("about %d hour left", "about %d hours left", (unsigned long)((minutes + 59) / 60)),
                   (int)((minutes + 59) / 60));
}
