/* Commands on devices and how they join. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/enrol.h"
#include "linli/clock.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"

static void device_json(struct buf *out, const struct hub_device_row *row) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_id(&w, "id", &row->id);
    json_put_text(&w, "login", row->worker);
    json_put_text(&w, "letters", row->letters);
    json_put_int(&w, "held", row->seq);
    json_put_stamp(&w, "revoked", row->revoked);
    json_put_bool(&w, "fork", row->fork);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void device_line(struct buf *out, const struct hub_device_row *row) {
    char id[ID_TEXT_SIZE], date[CLOCK_DATE_SIZE];

    id_text(id, &row->id);
    buf_printf(out, "%s  %-2s  %8lld  ", id, row->letters, (long long)row->seq);
    safe_text(out, row->worker, strlen(row->worker), false);
    if (row->fork)
        buf_printf(out, "  %s", _("left another device's journal"));
    if (row->revoked) {
        clock_date(date, row->revoked);
        buf_printf(out, _("  revoked %s"), date);
    }
    buf_putc(out, '\n');
}

static enum err list_device(void *arg, const struct hub_device_row *row) {
    const struct call *c = arg;
    struct buf line = {0};
    enum err e;

    if (c->args->option[OPTION_JSON])
        device_json(&line, row);
    else
        device_line(&line, row);
    e = call_put(c, &line);
    buf_free(&line);
    return e;
}

enum err command_device_list(struct call *c) {
    return hub_device_list(c->store, list_device, c);
}

enum err command_device_revoke(struct call *c) {
    return hub_device_revoke(c->store, c->args->values[0]);
}

static void code_json(struct buf *out, const struct hub_code *made, const char *pin) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "code", made->text);
    json_put_str(&w, "pin", pin);
    enrol_put_words(&w, pin);
    json_put_stamp(&w, "expires", made->expires);
    json_put_int(&w, "replaces", made->replaces);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void code_lines(struct buf *out, const struct hub_code *made, const char *pin) {
    const char *code = made->text;
    char stamp[CLOCK_STAMP_SIZE];

    clock_stamp(stamp, made->expires);
    buf_printf(out, _("code     %s\n"), code);
    if (pin)
        buf_printf(out, _("pin      %s\n"), pin);
    enrol_words(out, pin);
    buf_printf(out, _("expires  %s\n"), stamp);
    buf_printf(out, _("on the device:  linli enroll URL %s%s%s\n"), code, pin ? " --pin " : "", pin ? pin : "");
    if (made->replaces)
        buf_printf(out,
                   ngettext("%lld device is revoked when it joins\n", "%lld devices are revoked when it joins\n",
                            (unsigned long)made->replaces),
                   (long long)made->replaces);
}

/* `replace`, "" for each, NULL for none. */
static enum err what_ends(const struct call *c, const char **replace) {
    bool given = c->args->option[OPTION_REPLACE] != NULL;

    *replace = !given ? NULL : c->args->count > 1 ? c->args->values[1] : "";
    if (given && c->args->count > 2)
        return err_say(ERR_USAGE, c->args->command->words, err_fmt(_("\"%.60s\" is one argument too many"), c->args->values[2]),
                       "linli-hub enroll --help");
    if (c->args->count > 1 && !given && !c->args->option[OPTION_SLIP])
        return err_say(ERR_USAGE, c->args->command->words, _("a device is named, and not what happens to it"),
                       _("--replace: it is revoked when the new one joins"));
    return ERR_OK;
}

enum err command_enroll(struct call *c) {
    struct buf pin = {0}, out = {0};
    struct hub_code made = {0};
    const char *known, *replace;
    enum err e = what_ends(c, &replace);

    if (e == ERR_OK)
        e = enrol_keep_url(c);
    if (e == ERR_OK && c->args->option[OPTION_SLIP])
        return enrol_slips(c, replace);
    if (e == ERR_OK)
        e = hub_enroll_replacing(c->store, c->args->values[0], replace, &made);
    if (e != ERR_OK)
        return e;
    known = store_get(c->store, "tls.pin", &pin) == ERR_OK && pin.len ? buf_text(&pin) : NULL;
    if (c->args->option[OPTION_JSON])
        code_json(&out, &made, known);
    else
        code_lines(&out, &made, known);
    e = call_put(c, &out);
    buf_free(&pin);
    buf_free(&out);
    return e;
}
