/* Directories kept by the office: entries are put and dropped through the hub's own journal. */
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include "linli/directory.h"
#include "linli/i18n.h"
#include "linli/mem.h"

static const char *what(void) {
    return _("cannot change the directory");
}

/* The entry that is there already: the same area, and what directory_same says. */
struct search {
    const struct hub_entry *wanted;
    struct id id;
    struct item_values values; /* of the one found */
    bool found;
};

static void copy_values(struct item_values *to, const struct item_values *from) {
    *to = (struct item_values){.item = from->item};
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        items_set(to, i, from->at[i]);
}

static enum err compare(void *arg, const struct entry_row *r) {
    struct search *f = arg;

    if (f->found || strcmp(r->area, f->wanted->area) != 0 || !directory_same(r->values, &f->wanted->values))
        return ERR_OK;
    f->found = true;
    f->id = r->id;
    copy_values(&f->values, r->values);
    return ERR_OK;
}

static enum err find_same(struct hub_work *w, struct search *f) {
    struct hub_ids ids = {0};
    sqlite3_stmt *st = db_get(w->s, STMT_entry_named);
    enum err e;

    db_bind(st, "it", (int64_t)f->wanted->values.item, items_get(&f->wanted->values, "name"));
    e = hub_ids_collect(w->s, &ids, st);
    for (size_t i = 0; e == ERR_OK && i < ids.count; i++)
        e = read_entry(w->s, &ids.at[i], compare, f);
    hub_ids_free(&ids);
    return e;
}

static bool is_equal(const struct item_values *a, const struct item_values *b) {
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        if (strcmp(a->at[i] ? a->at[i] : "", b->at[i] ? b->at[i] : "") != 0)
            return false;
    return true;
}

/* What the list says nothing of stays: a list with fewer columns empties nothing. */
static void keep_rest(struct item_values *to, const struct item_values *from) {
    for (size_t i = 0; i < ITEM_FIELDS_MAX; i++)
        if (!to->at[i])
            items_set(to, i, from->at[i]);
}

static enum err write(struct hub_work *w, const struct hub_entry *e, const struct id *id) {
    struct event ev = {.kind = KIND_ENTRY, .entity = *id};
    struct hub_entity entity;
    struct buf body = {0};
    enum err result = hub_area_ensure(w, e->area);

    strcpy(ev.area, e->area);
    items_write(&ev, &body, &e->values);
    if (result == ERR_OK)
        result = hub_append_body(w, &ev, buf_text(&body), body.len, HUB_ENTRY, e->area);
    buf_free(&body);
    if (result == ERR_OK)
        result = hub_entity(w, id, &entity);
    return result == ERR_OK ? hub_entry_changed(w, &ev, &entity) : result;
}

static enum err put(struct hub_work *w, struct hub_entry *e, bool dry_run, enum hub_entry_did *did) {
    struct search f = {.wanted = e};
    size_t field;
    enum err result = items_check(&e->values, what(), &field);

    if (result == ERR_OK && !policy_area_valid(e->area))
        result = err_say(ERR_RANGE, what(), err_fmt(_("“%s” is no area"), e->area), _("write it as 430181.007.03"));
    if (result == ERR_OK)
        result = find_same(w, &f);
    if (f.found)
        keep_rest(&e->values, &f.values);
    *did = !f.found ? HUB_ENTRY_ADDED : is_equal(&e->values, &f.values) ? HUB_ENTRY_SAME : HUB_ENTRY_UPDATED;
    e->id = f.found ? f.id : id_random();
    if (result == ERR_OK && *did != HUB_ENTRY_SAME && !dry_run)
        result = write(w, e, &e->id);
    items_free(&f.values);
    return result;
}

enum err hub_entries_put(struct store *s, struct hub_entry *entries, size_t count, bool dry_run, size_t did[HUB_ENTRY_DIDS]) {
    struct hub_work w;
    enum err e = hub_begin(&w, s);

    memset(did, 0, HUB_ENTRY_DIDS * sizeof *did);
    if (e != ERR_OK)
        return e;
    for (size_t i = 0; e == ERR_OK && i < count; i++) {
        enum hub_entry_did d;

        e = put(&w, &entries[i], dry_run, &d);
        if (e == ERR_OK)
            did[d]++;
    }
    return hub_end(&w, e);
}

static enum err find_first(void *arg, const struct raw_event *raw) {
    struct event *ev = arg, said;

    if (ev->replaces || raw->verdict > VERDICT_ACCEPTED || event_read(&said, raw->header, raw->header_len) != ERR_OK ||
        said.kind != KIND_ENTRY)
        return ERR_OK;
    ev->device = raw->device;
    ev->replaces = raw->seq;
    return ERR_OK;
}

static enum err is_there(void *arg, const struct entry_row *r) {
    *(bool *)arg = !id_is_zero(&r->id);
    return ERR_OK;
}

static enum err drop(struct hub_work *w, const struct id *id, const char *reason) {
    struct event ev = {.kind = KIND_WITHDRAW, .entity = *id};
    struct hub_entity entity;
    struct words words = {0};
    enum err e;

    snprintf(words.reason, sizeof words.reason, "%s", reason);
    e = store_entity_events(w->s, id, find_first, &ev);
    if (e == ERR_OK)
        e = hub_entity(w, id, &entity);
    if (e == ERR_OK)
        e = hub_append(w, &ev, &words, HUB_ENTRY, entity.area);
    return e == ERR_OK ? hub_entry_changed(w, &ev, &entity) : e;
}

enum err hub_entry_drop(struct store *s, const struct id *id, const char *reason) {
    struct hub_work w;
    bool there = false;
    enum err e = read_entry(s, id, is_there, &there);

    if (e == ERR_NOT_FOUND)
        return err_say(e, what(), _("there is no such entry, or it was dropped"), _("linli-hub directory list shows them"));
    if (e == ERR_OK)
        e = hub_begin(&w, s);
    return e == ERR_OK ? hub_end(&w, drop(&w, id, reason)) : e;
}
