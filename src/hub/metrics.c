/* Prometheus text of the counts. */
#include "hub/metrics.h"

#include "hub/route.h"

_Static_assert(ROUTE_COUNT < METRICS_ROUTES, "one row more for requests without a route");

static void value(struct buf *out, const char *name, const char *type, const char *help, int64_t n) {
    buf_printf(out, "# HELP linli_hub_%s %s\n# TYPE linli_hub_%s %s\nlinli_hub_%s %lld\n", name, help, name, type, name,
               (long long)n);
}

void metrics_write(struct buf *out, const struct metrics *m, int64_t up_seconds) {
    buf_puts(out, "# HELP linli_hub_answers_total Answers by route and status.\n# TYPE linli_hub_answers_total counter\n");
    for (int route = 0; route <= ROUTE_COUNT; route++)
        for (int hundred = 2; hundred < 6; hundred++)
            buf_printf(out, "linli_hub_answers_total{route=\"%s\",status=\"%dxx\"} %llu\n", route_name((enum route)route),
                       hundred, (unsigned long long)m->answers[route][hundred]);
    value(out, "received_bytes_total", "counter", "Bytes of request bodies.", (int64_t)m->bytes_in);
    value(out, "sent_bytes_total", "counter", "Bytes of answers.", (int64_t)m->bytes_out);
    value(out, "connections", "gauge", "Open connections.", m->connections);
    value(out, "waiting", "gauge", "Pulls that wait for news.", m->waiting);
    value(out, "body_bytes", "gauge", "Bytes of bodies that are still coming in.", m->held_bytes);
    value(out, "cut_off_total", "counter", "Connections that took too long.", (int64_t)m->cut_off);
    value(out, "shed_total", "counter", "Requests told to come again later.", (int64_t)m->shed);
    value(out, "commands_total", "counter", "Commands run for other processes.", (int64_t)m->commands);
    value(out, "up_seconds", "gauge", "Seconds since the hub began to serve.", up_seconds);
}
