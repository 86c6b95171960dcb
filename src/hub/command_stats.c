/* stats: counts of what is here, no names. */
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/find.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"

enum stat {
    STAT_WORKERS,
    STAT_LEFT,
    STAT_DEVICES,
    STAT_REVOKED,
    STAT_EVENTS,
    STAT_HOUSEHOLDS,
    STAT_OPEN,
    STAT_ATTENTION,
    STAT_COUNT
};

static const struct {
    const char *key, *words;
} stats[] = {
    [STAT_WORKERS] = {"workers", N_("workers")},
    [STAT_LEFT] = {"workers_left", N_("workers who left")},
    [STAT_DEVICES] = {"devices", N_("devices")},
    [STAT_REVOKED] = {"devices_revoked", N_("devices revoked")},
    [STAT_EVENTS] = {"events", N_("events of devices")},
    [STAT_HOUSEHOLDS] = {"households", N_("households")},
    [STAT_OPEN] = {"matters_open", N_("open matters")},
    [STAT_ATTENTION] = {"attention", N_("events refused, in conflict or in quarantine")},
};

static enum err count_worker(void *arg, const struct hub_worker_row *row) {
    int64_t *n = arg;

    n[row->gone ? STAT_LEFT : STAT_WORKERS]++;
    return ERR_OK;
}

static enum err count_device(void *arg, const struct hub_device_row *row) {
    int64_t *n = arg;

    n[row->revoked ? STAT_REVOKED : STAT_DEVICES]++;
    n[STAT_EVENTS] += row->seq;
    return ERR_OK;
}

static enum err count(int64_t n[STAT_COUNT], struct store *s) {
    struct read_counts counts;
    struct query all = {0};
    enum err e = hub_worker_list(s, count_worker, n);

    if (e == ERR_OK)
        e = hub_device_list(s, count_device, n);
    if (e == ERR_OK)
        e = read_counts(s, &counts);
    if (e != ERR_OK)
        return e;
    n[STAT_OPEN] = counts.matters_open;
    n[STAT_ATTENTION] = counts.attention;
    return find_count(s, &all, INT64_MAX, &n[STAT_HOUSEHOLDS]);
}

static void put_json(struct buf *out, const int64_t n[STAT_COUNT]) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    for (int i = 0; i < STAT_COUNT; i++)
        json_put_int(&w, stats[i].key, n[i]);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

enum err command_stats(struct call *c) {
    int64_t n[STAT_COUNT] = {0};
    struct buf out = {0};
    enum err e = count(n, c->store);

    if (e != ERR_OK)
        return e;
    if (c->args->option[OPTION_JSON])
        put_json(&out, n);
    else
        for (int i = 0; i < STAT_COUNT; i++)
            buf_printf(&out, "%10lld  %s\n", (long long)n[i], _(stats[i].words));
    e = call_put(c, &out);
    buf_free(&out);
    return e;
}
