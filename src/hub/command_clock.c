/* clock: one look at what is due, by hand or by cron; a hub that serves looks by itself. */
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"

#define STEP 100

enum err command_clock(struct call *c) {
    struct hub_clocked all = {0}, done = {.more = true};
    struct json_out w;
    struct buf out = {0};
    enum err e = ERR_OK;

    while (e == ERR_OK && done.more) {
        e = hub_clock(c->store, STEP, &done);
        all.urged += done.urged;
        all.overdue += done.overdue;
        call_breathe(c);
    }
    if (e != ERR_OK)
        return e;
    if (c->args->option[OPTION_JSON]) {
        json_start(&w, &out);
        json_open(&w, NULL, '{');
        json_put_int(&w, "urged", all.urged);
        json_put_int(&w, "overdue", all.overdue);
        json_close(&w, '}');
        buf_putc(&out, '\n');
    } else {
        buf_printf(&out, _("matters: %lld urged, %lld overdue\n"), (long long)all.urged, (long long)all.overdue);
    }
    e = call_put(c, &out);
    buf_free(&out);
    return e;
}
