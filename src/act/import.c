/* Taking in a roster: every household of the file is matched with one of the record, compared with what rosters said of it
 * before, and only what differs is appended. */
#include "act_inner.h"

#include <string.h>
#include "linli/clock.h"
#include "linli/door.h"
#include "linli/event.h"
#include "linli/find.h"
#include "linli/hash.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/safe.h"
#include "merge.h"
#include "rejects.h"
#include "seen.h"

#define BULK_FROM 65536                /* bytes of a file from which the search index is filled in one go */
#define PENDING_MAX ((size_t)64 << 20) /* bytes of differences that wait for further rows of their household */
#define MISSING_LISTED 1000
#define PAGE 256

/* What `seen` says of a household: named and the same so far, named and counted, or (from here on) the place of its difference.
 */
enum { SAME, COUNTED, PENDING };

/* A difference waits until the file ends, because a household's further persons may stand far below its first ones: only all of
 * them together can be compared with what the last roster said. */
struct pending {
    struct id id;
    char area[AREA_SIZE];
    size_t at, len; /* its body in `bodies` */
};

/* Households with neither number nor door are told apart by place and head, namesakes by their order. */
struct nameless {
    bool loaded;
    struct seen known; /* by hash of the key -> index of `ids` */
    struct seen times; /* rows of this file by hash of the key without order -> how many */
    struct id *ids;
    size_t count, room;
};

struct import {
    struct store *s;
    const struct act_import *a;
    act_missing_fn *list;
    struct act_import_report *report;
    struct roster_options options;
    char area[AREA_SIZE]; /* the worker's, used where neither file nor caller names one */
    bool fresh;           /* the record had no household when the import began */
    int64_t at;
    struct filter filter; /* of this file's keys, while `fresh` */
    struct seen seen;     /* while not */
    struct areas areas;
    struct pending *pending;
    size_t pending_count, pending_room;
    struct buf bodies;
    struct nameless nameless;
    struct rejects rejects;
    struct buf key, body;
    struct household said, candidate, open; /* used again and again */
};

static enum err append(struct import *i, const struct id *id, const char *area, const struct household *h, unsigned fields) {
    struct event ev = {.kind = KIND_ROSTER, .entity = *id, .at = i->at};

    strcpy(ev.area, area);
    buf_reset(&i->body);
    body_write_household(&i->body, h, fields);
    return store_append(i->s, &ev, i->body.data, i->body.len, NULL);
}

/* The key of the door, "" where the house is not told. */
static const char *door_of(struct import *i, const struct household *h) {
    buf_reset(&i->key);
    if (door_told(&h->door))
        door_key(&i->key, &h->door);
    return buf_text(&i->key);
}

static struct id nameless_key(struct buf *text, const struct household *h, uint32_t order) {
    struct hash hash;
    struct id key;

    buf_reset(text);
    buf_add(text, h->area, strlen(h->area) + 1);
    buf_add(text, h->door.compound, strlen(h->door.compound) + 1);
    buf_add(text, h->head, strlen(h->head) + 1);
    buf_printf(text, "%u", order);
    hash_of(&hash, text->data, text->len);
    memcpy(key.b, hash.b, sizeof key.b);
    return key;
}

static void nameless_add(struct nameless *n, const struct id *key, const struct id *household) {
    if (n->count == n->room) {
        n->room = n->room ? n->room * 2 : 64;
        n->ids = mem_resize(n->ids, n->room, sizeof *n->ids);
    }
    n->ids[n->count] = *household;
    *seen_add(&n->known, key) = (uint32_t)n->count++;
}

typedef enum err row_fn(struct import *i, const struct household_row *row);

static enum err each_household(struct import *i, row_fn *fn) {
    struct household_row *rows = mem_new(PAGE, sizeof *rows);
    struct find_cursor cursor = {0};
    struct query all = {0};
    enum err e = ERR_OK;

    while (e == ERR_OK && !cursor.end) {
        size_t count = 0;

        e = find_page(i->s, &all, &cursor, rows, PAGE, &count);
        for (size_t n = 0; e == ERR_OK && n < count; n++)
            e = fn(i, &rows[n]);
    }
    mem_free(rows);
    return e;
}

static enum err load_nameless(struct import *i, const struct household_row *row) {
    struct household h = {.door = row->door};
    struct id key;
    uint32_t order = 0;

    if (*row->number || door_told(&h.door))
        return ERR_OK;
    strcpy(h.area, row->area);
    strcpy(h.head, row->head);
    do
        key = nameless_key(&i->key, &h, order++);
    while (seen_get(&i->nameless.known, &key));
    nameless_add(&i->nameless, &key, &row->id);
    return ERR_OK;
}

struct match {
    struct id id;
    bool found, by_number;
    struct id nameless; /* the key under which a new one is kept; zero: it has a number or a door */
};

static enum err match_nameless(struct import *i, const struct household *h, struct match *m) {
    struct nameless *n = &i->nameless;
    struct id plain = nameless_key(&i->key, h, UINT32_MAX);
    uint32_t *place, order;
    enum err e = ERR_OK;

    if (!n->loaded && !i->fresh)
        e = each_household(i, load_nameless);
    n->loaded = true;
    if (e != ERR_OK)
        return e;
    order = (*seen_add(&n->times, &plain))++;
    m->nameless = nameless_key(&i->key, h, order);
    place = seen_get(&n->known, &m->nameless);
    m->found = place != NULL;
    if (place)
        m->id = n->ids[*place];
    return ERR_OK;
}

static enum err look_up(struct import *i, const char *area, const struct household *h, const char *door, struct match *m) {
    enum err e = *h->number ? read_match_household(i->s, area, h->number, "", &m->id) : ERR_NOT_FOUND;

    m->by_number = e == ERR_OK;
    if (e == ERR_NOT_FOUND && *door)
        e = read_match_household(i->s, area, "", door, &m->id);
    m->found = e == ERR_OK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err match(struct import *i, const struct household *h, struct match *m) {
    const char *door = door_of(i, h);
    enum err e;

    *m = (struct match){.found = false};
    if (!*h->number && !*door)
        return match_nameless(i, h, m);
    if (i->fresh && !filter_has(&i->filter, h->area, 'n', h->number) && !filter_has(&i->filter, h->area, 'd', door))
        return ERR_OK;
    e = look_up(i, h->area, h, door, m);
    /* What was imported before the device joined a hub has no area. */
    if (e == ERR_OK && !m->found && *i->area && strcmp(h->area, i->area) == 0)
        e = look_up(i, "", h, door, m);
    return e;
}

static enum err add_new(struct import *i, const struct household *h, const struct id *nameless) {
    struct id id = id_random();
    enum err e = append(i, &id, h->area, h, merge_filled(h));

    if (e != ERR_OK)
        return e;
    i->report->added++;
    if (nameless && !id_is_zero(nameless))
        nameless_add(&i->nameless, nameless, &id);
    if (!i->fresh) {
        *seen_add(&i->seen, &id) = COUNTED;
        return ERR_OK;
    }
    filter_add(&i->filter, h->area, 'n', h->number);
    filter_add(&i->filter, h->area, 'd', door_of(i, h));
    return ERR_OK;
}

/* A household as one CSV line for the rejects file. */
static enum err reject(struct import *i, const struct household *h, size_t line, const char *reason) {
    struct roster_reject row = {.sheet = i->report->roster.sheet, .line = line, .column = "", .reason = reason};
    const char *parts[] = {h->number, NULL, h->head};
    struct buf text = {0}, door = {0};
    enum err e;

    door_text(&door, &h->door, true);
    parts[1] = buf_text(&door);
    for (size_t n = 0; n < sizeof parts / sizeof *parts; n++) {
        if (n)
            buf_putc(&text, ',');
        safe_csv(&text, parts[n], strlen(parts[n]));
    }
    row.text = buf_text(&text);
    i->report->roster.rejected++;
    e = rejects_add(&i->rejects, &row);
    buf_free(&text);
    buf_free(&door);
    return e;
}

/* One number on two doors with two heads: not one household that moved, but two with a number by mistake. */
static bool contradicts(const struct household *a, const struct household *b) {
    return *a->head && *b->head && strcmp(a->head, b->head) != 0 && door_told(&a->door) && door_told(&b->door) &&
           !door_same(&a->door, &b->door);
}

static bool other_number(const struct household *a, const struct household *b) {
    return *a->number && *b->number && strcmp(a->number, b->number) != 0;
}

static void put_pending(struct import *i, struct pending *p, const struct household *h) {
    p->at = i->bodies.len;
    body_write_household(&i->bodies, h, HOUSEHOLD_ALL);
    p->len = i->bodies.len - p->at;
}

static enum err get_pending(struct import *i, const struct pending *p) {
    unsigned fields;

    household_free(&i->candidate);
    strcpy(i->candidate.area, p->area);
    return body_read_household(&i->candidate, &fields, i->bodies.data + p->at, p->len);
}

static enum err flush_pending(struct import *i) {
    enum err e = ERR_OK;

    for (size_t n = 0; e == ERR_OK && n < i->pending_count; n++) {
        struct pending *p = &i->pending[n];
        unsigned changed;
        bool any;

        e = read_roster_said(i->s, &p->id, &i->said, &any);
        if (e == ERR_OK)
            e = get_pending(i, p);
        changed = e == ERR_OK ? merge_changed(&i->said, &i->candidate) : 0;
        household_free(&i->said);
        if (changed)
            e = append(i, &p->id, p->area, &i->candidate, changed);
        if (e == ERR_OK)
            *(changed ? &i->report->updated : &i->report->unchanged) += 1;
        *seen_add(&i->seen, &p->id) = COUNTED;
    }
    i->pending_count = 0;
    buf_reset(&i->bodies);
    return e;
}

static enum err wait_pending(struct import *i, const struct id *id, const struct household *h) {
    struct pending *p;

    if (i->pending_count == i->pending_room) {
        i->pending_room = i->pending_room ? i->pending_room * 2 : 64;
        i->pending = mem_resize(i->pending, i->pending_room, sizeof *i->pending);
    }
    p = &i->pending[i->pending_count++];
    p->id = *id;
    strcpy(p->area, h->area);
    put_pending(i, p, h);
    *seen_add(&i->seen, id) = (uint32_t)(PENDING + i->pending_count - 1);
    return i->bodies.len > PENDING_MAX ? flush_pending(i) : ERR_OK;
}

static const char *too_many(void) {
    return _("there are more than 64 people in one household");
}

/* A further row of a household whose difference waits. */
static enum err again_pending(struct import *i, struct pending *p, const struct match *m, const struct household *h,
                              size_t line) {
    enum err e = get_pending(i, p);

    if (e != ERR_OK)
        return e;
    if (other_number(&i->candidate, h)) {
        if (!m->by_number)
            return add_new(i, h, NULL);
        /* The row before was taken for this household only by its door. */
        e = add_new(i, &i->candidate, NULL);
        if (e == ERR_OK)
            put_pending(i, p, h);
        return e;
    }
    if (contradicts(&i->candidate, h))
        return reject(i, h, line, _("its number is that of another household in this file"));
    if (!merge_add(&i->candidate, h))
        e = reject(i, h, line, too_many());
    put_pending(i, p, &i->candidate);
    return e;
}

/* A further row of a household that was new or the same so far; `said` holds what was said with the rows before. */
static enum err again(struct import *i, const struct match *m, const struct household *h, size_t line, bool counted) {
    unsigned changed;

    if (other_number(&i->said, h))
        return add_new(i, h, NULL);
    if (contradicts(&i->said, h))
        return reject(i, h, line, _("its number is that of another household in this file"));
    merge_copy(&i->candidate, &i->said);
    strcpy(i->candidate.area, h->area);
    if (!merge_add(&i->candidate, h))
        return reject(i, h, line, too_many());
    changed = merge_changed(&i->said, &i->candidate);
    if (!changed)
        return ERR_OK;
    if (counted)
        return append(i, &m->id, h->area, &i->candidate, changed);
    i->report->unchanged--;
    return wait_pending(i, &m->id, &i->candidate);
}

/* The household with its masked phones as they are known: from rosters, else from what was corrected since. */
static enum err unmask(struct import *i, const struct id *id, const struct household *h) {
    struct household now = {0};
    struct household_row row;
    bool any;
    enum err e = read_roster_said(i->s, id, &i->said, &any);

    if (e == ERR_OK)
        e = read_household(i->s, id, &row, &now);
    if (e == ERR_OK) {
        merge_copy(&i->open, h);
        strcpy(i->open.area, h->area);
        for (size_t n = 0; n < now.member_count; n++)
            household_add_member(&i->said, &now.members[n]);
        merge_unmask(&i->open, &i->said);
    }
    household_free(&now);
    household_free(&i->said);
    return e;
}

static enum err known(struct import *i, const struct match *m, const struct household *h, size_t line) {
    uint32_t *state = i->fresh ? NULL : seen_get(&i->seen, &m->id);
    bool any;
    enum err e;

    if (merge_is_masked(h)) {
        e = unmask(i, &m->id, h);
        if (e != ERR_OK)
            return e;
        h = &i->open;
    }
    if (state && *state >= PENDING)
        return again_pending(i, &i->pending[*state - PENDING], m, h, line);
    e = read_roster_said(i->s, &m->id, &i->said, &any);
    if (e == ERR_OK && (i->fresh || state)) {
        e = again(i, m, h, line, i->fresh || *state == COUNTED);
    } else if (e == ERR_OK && merge_changed(&i->said, h)) {
        e = wait_pending(i, &m->id, h);
    } else if (e == ERR_OK) {
        *seen_add(&i->seen, &m->id) = SAME;
        i->report->unchanged++;
    }
    household_free(&i->said);
    return e;
}

static enum err take_household(void *arg, const struct household *h, size_t line) {
    struct import *i = arg;
    struct match m;
    enum err e;

    areas_add(&i->areas, h->area);
    e = match(i, h, &m);
    if (e != ERR_OK)
        return e;
    return m.found ? known(i, &m, h, line) : add_new(i, h, &m.nameless);
}

static enum err take_reject(void *arg, const struct roster_reject *r) {
    struct import *i = arg;

    return rejects_add(&i->rejects, r);
}

static enum err take_progress(void *arg, size_t done, size_t total) {
    struct import *i = arg;

    if (i->a->progress)
        i->a->progress(i->a->arg, done, total);
    return ERR_OK;
}

static enum err count_missing(struct import *i, const struct household_row *row) {
    bool any;
    enum err e;

    if (!areas_has(&i->areas, row->area) || seen_get(&i->seen, &row->id))
        return ERR_OK;
    e = read_roster_said(i->s, &row->id, &i->said, &any);
    household_free(&i->said);
    if (e == ERR_OK && any && i->report->missing++ < MISSING_LISTED && i->list)
        i->list(i->a->arg, row);
    return e;
}

static enum err index_new(struct import *i) {
    enum err e;

    store_search_watch(i->s, i->a->indexing, i->a->arg);
    e = store_search_bulk(i->s, SEARCH_BULK_NONE);
    store_search_watch(i->s, NULL, NULL);
    return e;
}

static enum err read_all(struct import *i) {
    struct roster_sink sink = {take_household, take_reject, take_progress, i};
    bool bulk = i->a->len >= BULK_FROM;
    enum err e = bulk ? store_search_bulk(i->s, SEARCH_BULK_ROSTER) : ERR_OK;

    if (e == ERR_OK)
        e = roster_read(i->a->bytes, i->a->len, &i->options, &sink, &i->report->roster);
    if (e == ERR_OK)
        e = flush_pending(i);
    if (e == ERR_OK && !i->fresh)
        e = each_household(i, count_missing);
    if (e == ERR_OK)
        e = rejects_end(&i->rejects);
    if (e == ERR_OK && bulk && !i->a->dry_run)
        e = index_new(i);
    return e;
}

static enum err prepare(struct import *i) {
    struct household_row any;
    struct find_cursor cursor = {0};
    struct query all = {0};
    struct buf area = {0};
    size_t count;
    enum err e = find_page(i->s, &all, &cursor, &any, 1, &count);

    if (e != ERR_OK)
        return e;
    i->fresh = count == 0;
    i->at = clock_now();
    i->options = i->a->options;
    if (i->fresh)
        filter_make(&i->filter, i->a->len);
    if (i->options.area && *i->options.area) {
        if (!policy_area_valid(i->options.area))
            return err_say(ERR_USAGE, _("cannot import the roster"), err_fmt(_("“%.60s” is no code of an area"), i->options.area),
                           _("write it like 430181.007.03.12"));
        return ERR_OK;
    }
    if (store_get(i->s, "worker.area", &area) == ERR_OK && policy_area_valid(buf_text(&area)))
        strcpy(i->area, buf_text(&area));
    buf_free(&area);
    i->options.area = i->area;
    return ERR_OK;
}

static void release(struct import *i) {
    filter_free(&i->filter);
    seen_free(&i->seen);
    seen_free(&i->nameless.known);
    seen_free(&i->nameless.times);
    mem_free(i->nameless.ids);
    areas_free(&i->areas);
    mem_free(i->pending);
    buf_free(&i->bodies);
    buf_free(&i->key);
    buf_free(&i->body);
    buf_free(&i->rejects.lines);
    household_free(&i->said);
    household_free(&i->candidate);
    household_free(&i->open);
}

enum err act_import(struct store *s, const struct act_import *a, act_missing_fn *list, struct act_import_report *report) {
    struct import i = {.s = s, .a = a, .list = list, .report = report, .rejects = {.fd = a->rejects_fd}};
    enum err e;

    memset(report, 0, sizeof *report);
    e = prepare(&i);
    if (e == ERR_OK)
        e = store_begin(s);
    if (e == ERR_OK) {
        e = read_all(&i);
        /* A dry run does all of it and takes it back, so that what it says is what would happen. */
        if (e != ERR_OK || a->dry_run)
            store_rollback(s);
        else
            e = store_commit(s);
    }
    release(&i);
    return e;
}

void act_import_report_free(struct act_import_report *r) {
    roster_report_free(&r->roster);
    memset(r, 0, sizeof *r);
}
