/* Commands on areas, workers and who is assigned what. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"

enum err command_area_add(struct call *c) {
    return hub_area_add(c->store, c->args->values[0], c->args->values[1]);
}

enum err command_worker_add(struct call *c) {
    const char *code = c->args->option[OPTION_ROLE];
    int role = kinds_value(LIST_ROLE, code);

    if (!role)
        return err_say(ERR_USAGE, c->args->command->words, err_fmt(_("there is no role \"%.40s\""), code),
                       "--role head|desk|admin");
    return hub_worker_add(c->store, c->args->values[0], c->args->option[OPTION_NAME_OF], (enum role)role,
                          c->args->option[OPTION_AREA]);
}

enum err command_worker_role(struct call *c) {
    const char *code = c->args->option[OPTION_ROLE];
    int role = kinds_value(LIST_ROLE, code);

    if (!role)
        return err_say(ERR_USAGE, c->args->command->words, err_fmt(_("there is no role \"%.40s\""), code),
                       "--role head|desk|admin");
    return hub_worker_role(c->store, c->args->values[0], (enum role)role, c->args->option[OPTION_AREA]);
}

enum err command_worker_leave(struct call *c) {
    return hub_worker_leave(c->store, c->args->values[0]);
}

/* ---- list */

static void worker_json(struct buf *out, const struct hub_worker_row *row) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "login", row->login);
    json_put_str(&w, "name", row->name);
    json_put_str(&w, "role", kinds_code(LIST_ROLE, row->role));
    json_put_str(&w, "area", row->area);
    json_put_bool(&w, "left", row->gone);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void worker_line(struct buf *out, const struct hub_worker_row *row) {
    const char *parts[] = {row->login, row->name, kinds_words(LIST_ROLE, row->role), row->area, row->gone ? _("left") : ""};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_puts(out, i && *parts[i] ? "  " : "");
        safe_text(out, parts[i], strlen(parts[i]), false);
    }
    buf_putc(out, '\n');
}

static enum err list_worker(void *arg, const struct hub_worker_row *row) {
    const struct call *c = arg;
    struct buf line = {0};
    enum err e;

    if (c->args->option[OPTION_JSON])
        worker_json(&line, row);
    else
        worker_line(&line, row);
    e = call_put(c, &line);
    buf_free(&line);
    return e;
}

enum err command_worker_list(struct call *c) {
    return hub_worker_list(c->store, list_worker, c);
}

/* ---- assign */

/* Several households are one transaction: all or none. */
static enum err assign(struct call *c, bool on) {
    const struct command_line *a = c->args;
    const char *area = a->option[OPTION_AREA];
    enum err e;

    if (!area == (a->count == 1))
        return err_say(ERR_USAGE, a->command->words, _("it needs either --area CODE or households"),
                       err_fmt("linli-hub %s --help", a->command->words));
    if (area)
        return hub_assign_area(c->store, a->values[0], area, on);
    e = store_begin(c->store);
    for (size_t i = 1; i < a->count && e == ERR_OK; i++)
        e = hub_assign_household(c->store, a->values[0], a->values[i], on);
    return store_end(c->store, e);
}

enum err command_assign(struct call *c) {
    return assign(c, true);
}

enum err command_unassign(struct call *c) {
    return assign(c, false);
}
