/* county: the rules of a county, set for everybody whose hub this is. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/charset.h"
#include "linli/county.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"

static enum err show(struct call *c) {
    struct buf text = {0}, out = {0};
    enum err e = store_county(c->store, &text);

    if (e == ERR_NOT_FOUND)
        e = err_say(e, _("no rules of the county were set"), _("the defaults are in use"),
                    _("`linli-hub county --default` prints them"));
    if (e == ERR_OK) {
        safe_text(&out, text.data, text.len, true);
        e = call_put(c, &out);
    }
    buf_free(&text);
    buf_free(&out);
    return e;
}

static enum err show_default(struct call *c) {
    struct buf out = {0};
    enum err e;

    county_write_default(&out);
    e = call_put(c, &out);
    buf_free(&out);
    return e;
}

static enum err report(struct call *c, bool changed) {
    struct buf out = {0};
    struct json_out w;
    enum err e;

    if (c->args->option[OPTION_JSON]) {
        json_start(&w, &out);
        json_open(&w, NULL, '{');
        json_put_str(&w, "name", county_name());
        json_put_bool(&w, "changed", changed);
        json_close(&w, '}');
        buf_putc(&out, '\n');
    } else {
        buf_puts(&out, changed ? _("the county's rules are set; each device has them after its next sync\n")
                               : _("the county's rules are so already\n"));
    }
    e = call_put(c, &out);
    buf_free(&out);
    return e;
}

static enum err set(struct call *c) {
    const char *name = c->args->values[0];
    struct charset_text text = {0};
    struct buf file = {0}, whole = {0};
    bool changed = false;
    enum err e = call_read(&file, c, c->input, name, 2 * COUNTY_SIZE);

    if (e == ERR_OK)
        e = charset_decode(&text, buf_text(&file), file.len, NULL);
    if (e == ERR_OK) {
        buf_add(&whole, text.text, text.len);
        e = hub_county_set(c->store, name, buf_text(&whole), whole.len, &changed);
        charset_free(&text);
    }
    buf_free(&file);
    buf_free(&whole);
    return e == ERR_OK ? report(c, changed) : e;
}

enum err command_county(struct call *c) {
    const struct command_line *a = c->args;
    int asked = (a->count > 0) + (a->option[OPTION_SHOW] != NULL) + (a->option[OPTION_DEFAULT] != NULL);

    if (asked != 1)
        return err_say(ERR_USAGE, a->command->words, _("it needs one of FILE, --show and --default"), "linli-hub county --help");
    if (a->option[OPTION_SHOW])
        return show(c);
    return a->option[OPTION_DEFAULT] ? show_default(c) : set(c);
}
