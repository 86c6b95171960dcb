/* directory import, list, add, drop: mediators, departments, helpers, routes, classes of matters. */
#include <stdlib.h>
#include <string.h>
#include "hub/call.h"
#include "hub/commands.h"
#include "hub/leftout.h"
#include "linli/clock.h"
#include "linli/directory.h"
#include "linli/hubstore.h"
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/safe.h"

static enum err which_kind(const struct call *c, const char *text, enum item *out) {
    *out = text ? directory_kind_of(text) : ITEM_NONE;
    if (!text || *out)
        return ERR_OK;
    return err_say(ERR_USAGE, c->args->command->words, err_fmt(_("there is no directory “%.40s”"), text),
                   "mediator, department, volunteer, route, class");
}

/* ---- workers by login */

struct workers {
    struct hub_worker_row *at;
    size_t count, room;
};

static enum err add_worker(void *arg, const struct hub_worker_row *row) {
    struct workers *w = arg;

    if (row->gone)
        return ERR_OK;
    if (w->count == w->room) {
        w->room = w->room ? 2 * w->room : 64;
        w->at = mem_resize(w->at, w->room, sizeof *w->at);
    }
    w->at[w->count++] = *row;
    return ERR_OK;
}

static int by_login(const void *a, const void *b) {
    return strcmp(((const struct hub_worker_row *)a)->login, ((const struct hub_worker_row *)b)->login);
}

static enum err read_logins(struct store *s, struct workers *w) {
    enum err e = hub_worker_list(s, add_worker, w);

    if (e == ERR_OK && w->count)
        qsort(w->at, w->count, sizeof *w->at, by_login);
    return e;
}

/* Puts the worker of that login into the field of the entry that is for one. */
static bool name_worker(struct item_values *v, const struct workers *w, const char *login) {
    struct hub_worker_row key = {.gone = false};
    const struct hub_worker_row *found = NULL;
    size_t field = items_field(v->item, "worker");
    char id[ID_TEXT_SIZE];

    if (strlen(login) < sizeof key.login && w->count) {
        strcpy(key.login, login);
        found = bsearch(&key, w->at, w->count, sizeof key, by_login);
    }
    if (!found || field == ITEM_FIELDS_MAX)
        return false;
    id_text(id, &found->id);
    items_set(v, field, id);
    return true;
}

/* ---- import */

struct directory_import {
    struct call *call;
    struct workers workers;
    struct hub_entry *entries;
    size_t count, room;
    size_t did[HUB_ENTRY_DIDS];
    struct leftout left;
};

static enum err pass_over(void *arg, const struct directory_reject *bad) {
    struct directory_import *i = arg;

    leftout_add(&i->left, bad->sheet, bad->line, bad->column, bad->reason);
    return ERR_OK;
}

static enum err take(void *arg, struct directory_line *l) {
    struct directory_import *i = arg;
    struct hub_entry *e;

    if (*l->worker && !name_worker(&l->values, &i->workers, l->worker)) {
        struct directory_reject bad = {
            .sheet = "", .line = l->line, .column = "", .reason = err_fmt(_("no worker has the login %s"), l->worker)};

        return pass_over(i, &bad);
    }
    if (i->count == i->room) {
        i->room = i->room ? 2 * i->room : 64;
        i->entries = mem_resize(i->entries, i->room, sizeof *i->entries);
    }
    e = &i->entries[i->count++];
    *e = (struct hub_entry){.values = l->values};
    strcpy(e->area, l->area);
    memset(&l->values, 0, sizeof l->values);
    return ERR_OK;
}

static enum err read_file(struct directory_import *i) {
    const struct command_line *a = i->call->args;
    struct directory_options options = {
        .encoding = a->option[OPTION_ENCODING], .area = a->option[OPTION_AREA], .sheet = a->option[OPTION_SHEET]};
    struct directory_sink sink = {take, pass_over, i};
    struct buf file = {0};
    enum err e = which_kind(i->call, a->option[OPTION_KIND], &options.kind);

    if (e == ERR_OK && options.area && !policy_area_valid(options.area))
        e = err_say(ERR_USAGE, a->command->words, err_fmt(_("“%s” is no area"), options.area), _("write it as 430181.007.03"));
    if (e == ERR_OK)
        e = call_read(&file, i->call, i->call->input, a->values[0], DIRECTORY_SIZE_MAX);
    if (e == ERR_OK)
        e = read_logins(i->call->store, &i->workers);
    leftout_start(&i->left);
    if (e == ERR_OK)
        e = directory_read(buf_text(&file), file.len, &options, &sink);
    leftout_end(&i->left);
    buf_free(&file);
    return e;
}

static void report_json(struct buf *out, const struct directory_import *i, bool dry_run) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "rows", (int64_t)(i->count + i->left.count));
    json_put_int(&w, "added", (int64_t)i->did[HUB_ENTRY_ADDED]);
    json_put_int(&w, "updated", (int64_t)i->did[HUB_ENTRY_UPDATED]);
    json_put_int(&w, "unchanged", (int64_t)i->did[HUB_ENTRY_SAME]);
    json_put_bool(&w, "dry_run", dry_run);
    leftout_json(&w, &i->left);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void report_words(struct buf *out, const struct directory_import *i, bool dry_run) {
    if (dry_run)
        buf_puts(out, _("this is what would happen; nothing was changed (--dry-run)\n"));
    buf_printf(out, _("directory: %zu added, %zu updated, %zu unchanged\n"), i->did[HUB_ENTRY_ADDED], i->did[HUB_ENTRY_UPDATED],
               i->did[HUB_ENTRY_SAME]);
    leftout_words(out, &i->left);
}

static enum err report(const struct directory_import *i, bool dry_run) {
    size_t rows = i->count + i->left.count;
    struct buf out = {0};
    enum err e;

    if (i->call->args->option[OPTION_JSON])
        report_json(&out, i, dry_run);
    else
        report_words(&out, i, dry_run);
    e = call_put(i->call, &out);
    buf_free(&out);
    return e == ERR_OK ? leftout_sum_up(&i->left, rows) : e;
}

enum err command_directory_import(struct call *c) {
    bool dry_run = c->args->option[OPTION_DRY_RUN] != NULL;
    struct directory_import i = {.call = c};
    enum err e = read_file(&i);

    if (e == ERR_OK)
        e = hub_entries_put(c->store, i.entries, i.count, dry_run, i.did);
    if (e == ERR_OK)
        e = report(&i, dry_run);
    for (size_t k = 0; k < i.count; k++)
        items_free(&i.entries[k].values);
    mem_free(i.entries);
    mem_free(i.workers.at);
    leftout_free(&i.left);
    return e;
}

/* ---- list */

struct listing {
    const struct call *call;
    struct workers workers;
    const char *area;
};

static const char *login_of(const struct workers *w, const char *id) {
    char text[ID_TEXT_SIZE];

    for (size_t i = 0; *id && i < w->count; i++) {
        id_text(text, &w->at[i].id);
        if (strcmp(text, id) == 0)
            return w->at[i].login;
    }
    return "";
}

static void entry_json(struct buf *out, const struct listing *l, const struct entry_row *r) {
    size_t count;
    const struct item_field *fields = items_fields(r->item, &count);
    struct json_out w;
    char id[ID_TEXT_SIZE];

    id_text(id, &r->id);
    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_str(&w, "id", id);
    json_put_str(&w, "kind", kinds_code(LIST_ITEM, (int)r->item));
    json_put_str(&w, "area", r->area);
    for (size_t i = 0; i < count; i++) {
        const char *text = r->values->at[i] ? r->values->at[i] : "";
        struct buf masked = {0};

        if (strcmp(fields[i].name, "phone") == 0)
            policy_mask_phone(&masked, text);
        json_put_text(&w, fields[i].name,
                      masked.len                             ? buf_text(&masked)
                      : fields[i].enter == ITEM_ENTER_WORKER ? login_of(&l->workers, text)
                                                             : text);
        buf_free(&masked);
    }
    json_close(&w, '}');
    buf_putc(out, '\n');
}

static void entry_line(struct buf *out, const struct entry_row *r) {
    struct buf line = {0}, term = {0};
    char id[ID_TEXT_SIZE];

    id_text(id, &r->id);
    buf_printf(&line, "%s  %s  %s  %s", id, kinds_words(LIST_ITEM, (int)r->item), r->area, r->name);
    buf_puts(&line, "  ");
    directory_gist(&line, r->values);
    directory_term_words(&term, r->since, r->item == ITEM_IS_CLASS ? 0 : r->until, clock_day(clock_now()));
    if (term.len)
        buf_printf(&line, "  (%s)", buf_text(&term));
    safe_text(out, buf_text(&line), line.len, false);
    buf_putc(out, '\n');
    buf_free(&line);
    buf_free(&term);
}

static enum err list_entry(void *arg, const struct entry_row *r) {
    const struct listing *l = arg;
    struct buf line = {0};
    enum err e;

    if (l->area && !policy_area_inside(r->area, l->area))
        return ERR_OK;
    if (l->call->args->option[OPTION_JSON])
        entry_json(&line, l, r);
    else
        entry_line(&line, r);
    e = call_put(l->call, &line);
    buf_free(&line);
    return e;
}

enum err command_directory_list(struct call *c) {
    struct listing l = {.call = c, .area = c->args->option[OPTION_AREA]};
    enum item only, kind;
    enum err e = which_kind(c, c->args->option[OPTION_KIND], &only);

    if (e == ERR_OK)
        e = read_logins(c->store, &l.workers);
    for (size_t i = 0; e == ERR_OK && (kind = directory_kind(i)) != ITEM_NONE; i++)
        if (!only || kind == only)
            e = read_entries(c->store, kind, list_entry, &l);
    mem_free(l.workers.at);
    return e;
}

/* ---- add, drop */

static enum err bad_word(const struct call *c, const char *why, const char *todo) {
    return err_say(ERR_USAGE, c->args->command->words, why, todo);
}

static enum err take_word(struct call *c, struct item_values *v, const char *word, const struct workers *w) {
    const char *equals = strchr(word, '=');
    size_t count, f = 0;
    const struct item_field *fields = items_fields(v->item, &count);
    struct buf list = {0};
    enum err e;

    if (!equals)
        return bad_word(c, err_fmt(_("“%.60s” is no field=value"), word), _("write it as name=…"));
    while (f < count &&
           (strlen(fields[f].name) != (size_t)(equals - word) || strncmp(fields[f].name, word, strlen(fields[f].name))))
        f++;
    if (f < count && fields[f].enter == ITEM_ENTER_WORKER) {
        if (!equals[1] || name_worker(v, w, equals + 1))
            return ERR_OK;
        return bad_word(c, err_fmt(_("no worker has the login %s"), equals + 1), _("linli-hub worker list shows them"));
    }
    if (f < count) {
        items_set(v, f, equals + 1);
        return ERR_OK;
    }
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, "%s%s%s", i ? ", " : "", fields[i].name, fields[i].needed ? "*" : "");
    e = bad_word(c, err_fmt(_("“%.40s” is no field of it"), word), err_fmt(_("there are: %s"), buf_text(&list)));
    buf_free(&list);
    return e;
}

static enum err print_id(const struct call *c, const struct id *id) {
    struct buf line = {0};
    char text[ID_TEXT_SIZE];
    enum err e;

    id_text(text, id);
    buf_printf(&line, "%s\n", text);
    e = call_put(c, &line);
    buf_free(&line);
    return e;
}

enum err command_directory_add(struct call *c) {
    const struct command_line *a = c->args;
    struct hub_entry entry = {.id = {{0}}};
    struct workers workers = {0};
    size_t did[HUB_ENTRY_DIDS];
    enum err e = which_kind(c, a->values[0], &entry.values.item);

    if (e == ERR_OK && strlen(a->option[OPTION_AREA]) >= sizeof entry.area)
        e = bad_word(c, err_fmt(_("“%.60s” is no area"), a->option[OPTION_AREA]), _("write it as 430181.007.03"));
    if (e != ERR_OK)
        return e;
    strcpy(entry.area, a->option[OPTION_AREA]);
    e = read_logins(c->store, &workers);
    for (size_t i = 1; e == ERR_OK && i < a->count; i++)
        e = take_word(c, &entry.values, a->values[i], &workers);
    if (e == ERR_OK)
        e = hub_entries_put(c->store, &entry, 1, false, did);
    if (e == ERR_OK)
        e = print_id(c, &entry.id);
    items_free(&entry.values);
    mem_free(workers.at);
    return e;
}

enum err command_directory_drop(struct call *c) {
    const char *text = c->args->values[0];
    struct id id;

    if (!id_parse(&id, text, strlen(text)))
        return bad_word(c, err_fmt(_("“%.60s” is no id"), text), _("linli-hub directory list shows them"));
    return hub_entry_drop(c->store, &id, c->args->option[OPTION_REASON]);
}
