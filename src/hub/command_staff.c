/* worker import, and the slips of many workers at once. */
#include <stdlib.h>
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/enrol.h"
#include "hub/progress.h"
#include "hub/leftout.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "linli/staff.h"

struct rows {
    struct hub_worker_row *at;
    size_t count, room;
};

/* One import with what it tells. */
struct staff_import {
    struct call *call;
    struct progress progress;
    struct rows here;    /* who is there already, by login */
    struct rows changed; /* those of the file that are new or other */
    struct rows added;   /* of them, the new ones: they need a code */
    size_t rows, updated, unchanged;
    struct leftout left;
};

static void rows_add(struct rows *r, const struct hub_worker_row *row) {
    if (r->count == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->at = mem_resize(r->at, r->room, sizeof *r->at);
    }
    r->at[r->count++] = *row;
}

static int by_login(const void *a, const void *b) {
    return strcmp(((const struct hub_worker_row *)a)->login, ((const struct hub_worker_row *)b)->login);
}

static enum err remember(void *arg, const struct hub_worker_row *row) {
    rows_add(arg, row);
    return ERR_OK;
}

/* ---- what is called while reading */

static enum err take(void *arg, const struct staff_worker *w) {
    struct staff_import *i = arg;
    struct hub_worker_row row = {.role = w->role};
    const struct hub_worker_row *old;

    strcpy(row.login, w->login);
    strcpy(row.name, w->name);
    strcpy(row.area, w->area);
    i->rows++;
    old = i->here.count ? bsearch(&row, i->here.at, i->here.count, sizeof row, by_login) : NULL;
    if (old && !old->gone && strcmp(old->name, row.name) == 0 && strcmp(old->area, row.area) == 0 && old->role == row.role) {
        i->unchanged++;
        return ERR_OK;
    }
    rows_add(&i->changed, &row);
    if (old && !old->gone)
        i->updated++;
    else
        rows_add(&i->added, &row);
    return ERR_OK;
}

static enum err pass_over(void *arg, const struct staff_reject *bad) {
    struct staff_import *i = arg;

    i->rows++;
    leftout_add(&i->left, bad->sheet, bad->line, bad->column, bad->reason);
    return ERR_OK;
}

static enum err read_file(struct staff_import *i) {
    const struct command_line *a = i->call->args;
    const char *role = a->option[OPTION_ROLE];
    struct staff_options options = {.encoding = a->option[OPTION_ENCODING],
                                    .area = a->option[OPTION_AREA],
                                    .sheet = a->option[OPTION_SHEET],
                                    .role = role ? (enum role)kinds_value(LIST_ROLE, role) : ROLE_NONE};
    struct staff_sink sink = {.worker = take, .reject = pass_over, .arg = i};
    struct buf file = {0};
    enum err e;

    if (role && !options.role)
        return err_say(ERR_USAGE, a->command->words, err_fmt(_("there is no role \"%.40s\""), role), "--role head|desk|admin");
    e = call_read(&file, i->call, i->call->input, a->values[0], STAFF_SIZE_MAX);
    if (e == ERR_OK)
        e = hub_worker_list(i->call->store, remember, &i->here);
    if (e == ERR_OK && i->here.count)
        qsort(i->here.at, i->here.count, sizeof *i->here.at, by_login);
    leftout_start(&i->left);
    if (e == ERR_OK)
        e = staff_read(buf_text(&file), file.len, &options, &sink);
    leftout_end(&i->left);
    buf_free(&file);
    return e;
}

/* ---- doing it, and telling */

static void tell(void *arg, int64_t done, int64_t total) {
    struct staff_import *i = arg;

    progress_tell(&i->progress, done, total);
}

/* Workers and their codes, all or nothing; the slips are whole in their file before any of it counts. */
static enum err take_in(struct staff_import *i) {
    struct store *s = i->call->store;
    struct enrol codes = {.call = i->call, .file = OPTION_SLIPS};
    enum err e = store_begin(s);

    if (e != ERR_OK)
        return e;
    progress_start(&i->progress, i->call, _("workers"), _("saving…"));
    e = hub_worker_add_all(s, i->changed.at, i->changed.count, tell, i);
    for (size_t k = 0; e == ERR_OK && i->call->files[OPTION_SLIPS] >= 0 && k < i->added.count; k++)
        e = enrol_add(&codes, &i->added.at[k]);
    if (e == ERR_OK && i->call->files[OPTION_SLIPS] >= 0)
        e = enrol_write(&codes);
    e = store_end(s, e);
    progress_end(&i->progress);
    enrol_free(&codes);
    return e;
}

static void report_json(struct buf *out, const struct staff_import *i, bool dry_run) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "rows", (int64_t)i->rows);
    json_put_int(&w, "added", (int64_t)i->added.count);
    json_put_int(&w, "updated", (int64_t)i->updated);
    json_put_int(&w, "unchanged", (int64_t)i->unchanged);
    json_put_bool(&w, "dry_run", dry_run);
    leftout_json(&w, &i->left);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void report_words(struct buf *out, const struct staff_import *i, bool dry_run) {
    if (dry_run)
        buf_puts(out, _("this is what would happen; nothing was changed (--dry-run)\n"));
    buf_printf(out, _("workers: %lld added, %lld updated, %lld unchanged\n"), (long long)i->added.count, (long long)i->updated,
               (long long)i->unchanged);
    leftout_words(out, &i->left);
    if (i->call->files[OPTION_SLIPS] >= 0 && !dry_run)
        buf_printf(out, _("slips in %s: %lld; print them, hand each one over, then delete the file\n"),
                   i->call->args->option[OPTION_SLIPS], (long long)i->added.count);
}

static enum err report(const struct staff_import *i, bool dry_run) {
    struct buf out = {0};
    enum err e;

    if (i->call->args->option[OPTION_JSON])
        report_json(&out, i, dry_run);
    else
        report_words(&out, i, dry_run);
    e = call_put(i->call, &out);
    buf_free(&out);
    return e == ERR_OK ? leftout_sum_up(&i->left, i->rows) : e;
}

enum err command_worker_import(struct call *c) {
    bool dry_run = c->args->option[OPTION_DRY_RUN] != NULL;
    struct staff_import i = {.call = c};
    enum err e = enrol_keep_url(c);

    if (e == ERR_OK)
        e = read_file(&i);
    if (e == ERR_OK && !dry_run)
        e = take_in(&i);
    if (e == ERR_OK)
        e = report(&i, dry_run);
    mem_free(i.here.at);
    mem_free(i.changed.at);
    mem_free(i.added.at);
    leftout_free(&i.left);
    return e;
}
