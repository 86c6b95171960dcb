/* roster import: the same import as a device's, then the scopes. */
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/progress.h"
#include "linli/act.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"

#define MAP_MAX ((size_t)64 << 10)

static void tell(void *progress, size_t done, size_t total) {
    progress_tell(progress, (int64_t)done, (int64_t)total);
}

static const struct {
    const char *key, *words;
} counts[] = {
    {"rows", N_("rows")},       {"rejected", N_("rejected")},   {"added", N_("added")},
    {"updated", N_("updated")}, {"unchanged", N_("unchanged")}, {"missing", N_("missing from this file")},
};

static void report_json(struct buf *out, const int64_t *numbers, const struct act_import_report *r) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        json_put_int(&w, counts[i].key, numbers[i]);
    json_put_str(&w, "encoding", r->roster.encoding);
    json_put_str(&w, "left_out", r->roster.left_out.len ? buf_text(&r->roster.left_out) : NULL);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void report_lines(struct buf *out, const int64_t *numbers, const struct act_import_report *r) {
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        buf_printf(out, "%8lld  %s\n", (long long)numbers[i], _(counts[i].words));
    if (r->roster.left_out.len)
        buf_printf(out, _("columns left out, because linli holds no such thing: %s\n"), buf_text(&r->roster.left_out));
    if (r->roster.ignored.len)
        buf_printf(out, _("columns not known (--map names them): %s\n"), buf_text(&r->roster.ignored));
}

static enum err report(struct call *c, const struct act_import_report *r) {
    int64_t numbers[] = {(int64_t)r->roster.rows, (int64_t)r->roster.rejected, r->added, r->updated, r->unchanged, r->missing};
    struct buf out = {0};
    enum err e;

    if (c->args->option[OPTION_JSON])
        report_json(&out, numbers, r);
    else
        report_lines(&out, numbers, r);
    e = call_put(c, &out);
    buf_free(&out);
    return e;
}

/* Reads what the options name; the area exists afterwards. */
static enum err prepare(struct call *c, struct buf *file, struct buf *map) {
    enum err e = call_read(file, c, c->input, ROSTER_SIZE_MAX);

    if (e == ERR_OK && c->files[OPTION_MAP] >= 0)
        e = call_read(map, c, c->files[OPTION_MAP], MAP_MAX);
    return e;
}

static enum err import(struct call *c, const struct act_import *a, struct act_import_report *r) {
    enum err e;

    if (a->dry_run)
        return act_import(c->store, a, NULL, r);
    e = store_begin(c->store);
    if (e != ERR_OK)
        return e;
    e = act_import(c->store, a, NULL, r);
    if (e == ERR_OK)
        e = hub_place_all_new(c->store);
    if (e == ERR_OK)
        return store_commit(c->store);
    store_rollback(c->store);
    return e;
}

enum err command_roster_import(struct call *c) {
    struct act_import_report r = {0};
    struct buf file = {0}, map = {0};
    struct progress progress;
    enum err e = prepare(c, &file, &map);

    if (e == ERR_OK) {
        struct act_import a = {.bytes = buf_text(&file),
                               .len = file.len,
                               .options = {.encoding = c->args->option[OPTION_ENCODING],
                                           .map = map.len ? buf_text(&map) : NULL,
                                           .area = c->args->option[OPTION_AREA]},
                               .dry_run = c->args->option[OPTION_DRY_RUN] != NULL,
                               .rejects_fd = c->files[OPTION_REJECTS],
                               .progress = tell,
                               .arg = &progress};

        progress_start(&progress, c, _("import"));
        e = import(c, &a, &r);
        progress_end(&progress);
        if (e == ERR_OK)
            e = report(c, &r);
        act_import_report_free(&r);
    }
    buf_free(&file);
    buf_free(&map);
    return e;
}
