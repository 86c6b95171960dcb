/* roster import: the same import as a device's, then the scopes. */
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/progress.h"
#include "linli/act.h"
#include "linli/door.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/safe.h"

#define MAP_MAX ((size_t)64 << 10)
#define MISSING_SHOWN 20

/* One import with what it tells on the way. */
struct import {
    struct call *call;
    struct progress progress;
    struct act_import act;
    struct act_import_report report;
    struct buf missing; /* lines of the first households that the file does not name */
    int shown;
};

static void tell(void *arg, size_t done, size_t total) {
    struct import *i = arg;

    progress_tell(&i->progress, (int64_t)done, (int64_t)total);
}

/* The second part counts for itself: it is the longer one where households are new. */
static void tell_indexing(void *arg, int64_t done, int64_t total) {
    struct import *i = arg;

    if (i->progress.finishing)
        progress_start(&i->progress, i->call, i->progress.finishing, NULL);
    progress_tell(&i->progress, done, total);
}

static void list_missing(void *arg, const struct household_row *row) {
    struct import *i = arg;
    struct buf door = {0};
    char id[ID_TEXT_SIZE];

    if (i->shown++ >= MISSING_SHOWN)
        return;
    id_text(id, &row->id);
    door_text(&door, &row->door, true);
    buf_puts(&i->missing, "  ");
    safe_text(&i->missing, *row->number ? row->number : id, strlen(*row->number ? row->number : id), false);
    buf_puts(&i->missing, "  ");
    safe_text(&i->missing, buf_text(&door), door.len, false);
    buf_putc(&i->missing, '\n');
    buf_free(&door);
}

/* ---- the report */

static void report_json(struct buf *out, const struct import *i) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    act_import_json(&w, &i->report, i->act.dry_run);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void report_words(struct buf *out, const struct import *i) {
    act_import_words(out, &i->report, i->act.dry_run);
    buf_add(out, i->missing.data, i->missing.len);
    if (i->report.missing > MISSING_SHOWN)
        buf_printf(out, _("  and %lld more\n"), (long long)i->report.missing - MISSING_SHOWN);
}

static enum err report(struct import *i) {
    struct buf out = {0};
    enum err e;

    if (i->call->args->option[OPTION_JSON])
        report_json(&out, i);
    else
        report_words(&out, i);
    e = call_put(i->call, &out);
    buf_free(&out);
    return e == ERR_OK ? act_import_sum_up(&i->report, i->call->args->option[OPTION_REJECTS]) : e;
}

/* ---- the import */

/* With what it means for scopes, all or nothing. */
static enum err take_in(struct import *i) {
    struct store *s = i->call->store;
    enum err e;

    if (i->act.dry_run)
        return act_import(s, &i->act, list_missing, &i->report);
    e = store_begin(s);
    if (e != ERR_OK)
        return e;
    e = act_import(s, &i->act, list_missing, &i->report);
    if (e == ERR_OK)
        e = hub_place_all_new(s);
    return store_end(s, e);
}

enum err command_roster_import(struct call *c) {
    const struct command_line *a = c->args;
    struct import i = {.call = c};
    struct buf file = {0}, map = {0};
    enum err e = call_read(&file, c, c->input, a->values[0], ROSTER_SIZE_MAX);

    if (e == ERR_OK && c->files[OPTION_MAP] >= 0)
        e = call_read(&map, c, c->files[OPTION_MAP], a->option[OPTION_MAP], MAP_MAX);
    if (e == ERR_OK) {
        i.act = (struct act_import){.bytes = buf_text(&file),
                                    .len = file.len,
                                    .dry_run = a->option[OPTION_DRY_RUN] != NULL,
                                    .rejects_fd = c->files[OPTION_REJECTS],
                                    .progress = tell,
                                    .indexing = tell_indexing,
                                    .arg = &i};
        i.act.options = (struct roster_options){
            .encoding = a->option[OPTION_ENCODING], .area = a->option[OPTION_AREA], .sheet = a->option[OPTION_SHEET]};
        i.act.options.map = a->option[OPTION_MAP] ? buf_text(&map) : NULL;
        progress_start(&i.progress, c, _("import"), _("saving…"));
        e = take_in(&i);
        progress_end(&i.progress);
        if (e == ERR_OK)
            e = report(&i);
        act_import_report_free(&i.report);
    }
    buf_free(&i.missing);
    buf_free(&file);
    buf_free(&map);
    return e;
}
