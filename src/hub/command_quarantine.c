/* What revoked devices sent: a desk looks at it, takes it or refuses it. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/clock.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"

/* ---- list */

static void device_json(struct buf *out, const struct hub_quarantine_row *row) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_id(&w, "device", &row->device);
    json_put_text(&w, "login", row->worker);
    json_put_text(&w, "letters", row->letters);
    json_put_stamp(&w, "revoked", row->revoked);
    json_put_int(&w, "events", row->count);
    json_put_stamp(&w, "first", row->first);
    json_put_stamp(&w, "last", row->last);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void device_line(struct buf *out, const struct hub_quarantine_row *row) {
    char id[ID_TEXT_SIZE], date[CLOCK_DATE_SIZE];

    id_text(id, &row->device);
    clock_date(date, row->revoked);
    buf_printf(out, "%s  %-2s  ", id, row->letters);
    safe_text(out, row->worker, strlen(row->worker), false);
    buf_printf(out, _("  revoked %s"), date);
    clock_date(date, row->last);
    buf_printf(out, ngettext("  %lld event, came %s\n", "  %lld events, the last came %s\n", (unsigned long)row->count),
               (long long)row->count, date);
}

static enum err put(const struct call *c, struct buf *line) {
    enum err e = call_put(c, line);

    buf_free(line);
    return e;
}

static enum err list_device(void *arg, const struct hub_quarantine_row *row) {
    const struct call *c = arg;
    struct buf line = {0};

    if (c->args->option[OPTION_JSON])
        device_json(&line, row);
    else
        device_line(&line, row);
    return put(c, &line);
}

static void event_json(struct buf *out, const struct raw_event *raw, const struct event *ev) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_id(&w, "device", &raw->device);
    json_put_int(&w, "seq", raw->seq);
    json_put_str(&w, "kind", ev->kind ? kinds_code(LIST_KIND, (int)ev->kind) : NULL);
    json_put_id(&w, "entity", &ev->entity);
    json_put_stamp(&w, "at", ev->at);
    json_put_stamp(&w, "received", raw->received);
    if (raw->salt)
        json_put_raw(&w, "body", raw->body, raw->body_len);
    else
        json_put_null(&w, "body");
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void event_line(struct buf *out, const struct raw_event *raw, const struct event *ev) {
    char stamp[CLOCK_STAMP_SIZE];
    struct words w;

    clock_stamp(stamp, ev->at);
    buf_printf(out, "%8lld  %.10s %.5s  %s", (long long)raw->seq, stamp, stamp + 11, kinds_words(LIST_KIND, (int)ev->kind));
    if (ev->outcome)
        buf_printf(out, "  %s", kinds_words(LIST_OUTCOME, (int)ev->outcome));
    if (raw->salt && body_read_words(&w, raw->body, raw->body_len) == ERR_OK) {
        const char *said[] = {w.summary, w.note, w.reason};

        for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
            buf_puts(out, *said[i] ? "  " : "");
            safe_text(out, said[i], strlen(said[i]), false);
        }
        words_free(&w);
    }
    buf_putc(out, '\n');
}

static enum err list_event(void *arg, const struct raw_event *raw) {
    const struct call *c = arg;
    struct buf line = {0};
    struct event ev;

    if (event_read(&ev, raw->header, raw->header_len) != ERR_OK)
        memset(&ev, 0, sizeof ev);
    if (c->args->option[OPTION_JSON])
        event_json(&line, raw, &ev);
    else
        event_line(&line, raw, &ev);
    return put(c, &line);
}

enum err command_quarantine(struct call *c) {
    return c->args->count ? hub_quarantine_events(c->store, c->args->values[0], list_event, c)
                          : hub_quarantine_list(c->store, list_device, c);
}

/* ---- decide */

static enum err decide(struct call *c, const char *reason) {
    struct hub_decided done;
    struct buf out = {0};
    struct json_out w;
    enum err e = hub_quarantine_decide(c->store, c->args->values[0], reason, &done);

    if (e != ERR_OK)
        return e;
    if (c->args->option[OPTION_JSON]) {
        json_start(&w, &out);
        json_open(&w, NULL, '{');
        json_put_id(&w, "device", &done.device);
        json_put_int(&w, "taken", done.taken);
        json_put_int(&w, "refused", done.refused);
        json_close(&w, '}');
        buf_putc(&out, '\n');
    } else {
        buf_printf(&out, _("taken %lld, refused %lld\n"), (long long)done.taken, (long long)done.refused);
    }
    return put(c, &out);
}

enum err command_quarantine_take(struct call *c) {
    return decide(c, NULL);
}

enum err command_quarantine_refuse(struct call *c) {
    return decide(c, c->args->option[OPTION_REASON]);
}
