/* linli verify, rebuild, backup, restore, doctor: care of the record. */
#include "cli_inner.h"

#include <limits.h>
#include "linli/i18n.h"
#include "linli/paths.h"
#include "linli/upkeep.h"
#include "progress.h"

static void verify_json(const struct upkeep_verify *v, const char *bad) {
    struct buf line = {0};
    struct json_out w;

    json_start_line(&w, &line);
    json_put_int(&w, "events", v->events);
    json_put_bool(&w, "ok", v->ok);
    json_put_str(&w, "first_bad", v->ok ? NULL : bad);
    json_end_line(&w, &line);
    buf_free(&line);
}

enum err cmd_verify(struct store *s, const struct args *a) {
    struct upkeep_verify v = {0};
    struct progress p;
    char device[ID_TEXT_SIZE];
    const char *bad;
    enum err e;

    progress_begin(&p, _("checking the rest…"));
    e = upkeep_verify(s, &v, progress_upkeep, &p);
    progress_end(&p);
    if (e != ERR_OK)
        return e;
    id_text(device, &v.bad_device);
    bad = err_fmt("%s:%lld", device, (long long)v.bad_seq);
    if (args_has(a, OPT_JSON))
        verify_json(&v, bad);
    else if (v.ok)
        out_format(
            ngettext("%lld event, all as it was written\n", "%lld events, all as they were written\n", (unsigned long)v.events),
            (long long)v.events);
    if (v.ok)
        return ERR_OK;
    return err_say(ERR_CORRUPT, _("the journal is not as it was written"), err_fmt("%s: %s", bad, v.why),
                   _("keep the file, restore a backup, and tell the office"));
}

enum err cmd_rebuild(struct store *s, const struct args *a) {
    struct progress p;
    enum err e;

    (void)a;
    progress_begin(&p, _("saving…"));
    e = upkeep_rebuild(s, progress_upkeep, &p);
    progress_end(&p);
    if (e == ERR_OK)
        out_text(_("all tables were made anew from the journal\n"));
    return e;
}

enum err cmd_backup(struct store *s, const struct args *a) {
    char made[PATH_MAX];
    enum err e = upkeep_backup(s, a->words[0], made);

    if (e != ERR_OK)
        return e;
    out_format(_("a whole copy is in %s; it was read back and is good\n"), made);
    if (upkeep_same_disk(s, made))
        out_text(_("it is on the same disk as the record: onto a stick it would outlive this one\n"));
    return e;
}

/* A record that another linli holds is not replaced under it; one that cannot be opened is what a restore is for. */
static enum err check_free(const char *path) {
    struct store *s = NULL;
    enum err e = store_open(&s, &(struct store_options){.path = path, .side = STORE_CLIENT});

    if (e == ERR_BUSY)
        return e;
    if (e != ERR_OK) {
        err_clear();
        return ERR_OK;
    }
    if (store_is_read_only(s))
        e = err_say(ERR_BUSY, _("cannot restore"), store_read_only_why(s), _("close the other one and try again"));
    store_close(s);
    return e;
}

enum err cmd_restore(struct store *s, const struct args *a) {
    char path[4096];
    enum err e = paths_in_home(path, sizeof path, "linli.db");

    (void)s;
    if (e == ERR_OK)
        e = check_free(path);
    if (e == ERR_OK)
        e = upkeep_restore(path, a->words[0], STORE_CLIENT);
    if (e == ERR_OK)
        out_format(_("the record is that of %s now; the one before is kept in %s.before-restore\n"), a->words[0], path);
    return e;
}

struct findings {
    bool json, bad;
};

static void say(void *arg, bool ok, const char *line) {
    struct findings *f = arg;
    struct buf text = {0};
    struct json_out w;

    f->bad |= !ok;
    if (f->json) {
        json_start_line(&w, &text);
        json_put_bool(&w, "ok", ok);
        json_put_str(&w, "finding", line);
        json_end_line(&w, &text);
    } else {
        out_format("%s  %s\n", ok ? _("good") : _("BAD "), line);
    }
    buf_free(&text);
}

enum err cmd_doctor(struct store *s, const struct args *a) {
    struct findings f = {.json = args_has(a, OPT_JSON)};
    enum err e = upkeep_doctor(s, say, &f);

    if (e == ERR_OK && f.bad)
        e = err_say(ERR_FAILED, _("something is not well"), _("see the lines marked BAD"),
                    _("make a backup, then do what they say"));
    return e;
}
