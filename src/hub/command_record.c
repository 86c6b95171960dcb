/* Commands on the record as a whole: made, copied, put back, checked, folded anew, counted. */
#include <limits.h>
#include "hub/socket.h"
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/progress.h"
#include "linli/clock.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/read.h"
#include "linli/upkeep.h"

enum err command_init(struct call *c) {
    const char *name = c->args->option[OPTION_NAME_OF];
    enum err e = hub_init(c->db, name ? name : "linli");

    if (e == ERR_OK)
        fprintf(c->out, _("made %s\n"), c->db);
    return e;
}

enum err command_backup(struct call *c) {
    char path[PATH_MAX], made[PATH_MAX];
    enum err e = call_path(path, sizeof path, c, c->args->values[0]);

    if (e == ERR_OK)
        e = upkeep_backup(c->store, path, made);
    if (e == ERR_OK)
        fprintf(c->out, _("a whole copy is in %s; it was read back and is good\n"), made);
    return e;
}

enum err command_restore(struct call *c) {
    enum err e = socket_nobody(c->db);

    return e == ERR_OK ? upkeep_restore(c->db, c->args->values[0], STORE_HUB) : e;
}

static void bad_name(char *out, size_t room, const struct upkeep_verify *v) {
    char id[ID_TEXT_SIZE];

    id_text(id, &v->bad_device);
    snprintf(out, room, "%s:%lld", id, (long long)v->bad_seq);
}

enum err command_verify(struct call *c) {
    struct upkeep_verify found = {0};
    struct progress progress;
    struct json_out w;
    struct buf line = {0};
    char bad[ID_TEXT_SIZE + 24];
    enum err e;

    progress_start(&progress, c, _("verify"), NULL);
    e = upkeep_verify(c->store, &found, progress_tell, &progress);
    progress_end(&progress);
    if (e != ERR_OK)
        return e;
    bad_name(bad, sizeof bad, &found);
    if (c->args->option[OPTION_JSON]) {
        json_start(&w, &line);
        json_open(&w, NULL, '{');
        json_put_int(&w, "events", found.events);
        json_put_bool(&w, "ok", found.ok);
        json_put_str(&w, "first_bad", found.ok ? NULL : bad);
        json_close(&w, '}');
        buf_putc(&line, '\n');
    } else if (found.ok) {
        buf_printf(&line,
                   ngettext("%lld event, all as it was written\n", "%lld events, all as they were written\n",
                            (unsigned long)found.events),
                   (long long)found.events);
    }
    e = call_put(c, &line);
    buf_free(&line);
    if (e == ERR_OK && !found.ok)
        e = err_say(ERR_CORRUPT, _("the record does not verify"), err_fmt("%s: %s", bad, found.why),
                    _("keep this file, restore the newest backup; the devices send again what it lacks"));
    return e;
}

enum err command_rebuild(struct call *c) {
    struct progress progress;
    enum err e;

    progress_start(&progress, c, _("rebuild"), _("saving…"));
    e = upkeep_rebuild(c->store, progress_tell, &progress);
    progress_end(&progress);
    return e;
}
