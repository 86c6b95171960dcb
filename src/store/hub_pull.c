/* A pull: what happened in the worker's scope behind the cursor, a town after the other, each in the order of its revs. Two feeds
 * are merged: enters and leaves, and events. An entity that entered is sent whole, as it was at the enter; events of an entity
 * are left out where such an enter behind the cursor brings them, or where it is out of scope now. So whatever the cursor, the
 * device ends with what is in scope. */
#include "hub.h"

#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/mem.h"

#define TOWNS_MAX 200       /* of one worker; their cursor fits WIRE_CURSOR_SIZE */
#define SPAN INT64_C(20000) /* revs looked through for one page: a far-away device costs many short turns, not one long one */

struct place {
    int64_t town;
    int64_t rev;   /* all up to here is sent */
    bool inside;   /* and of the enter at rev + 1 ... */
    int64_t inner; /* ... the events up to this rev */
};

struct page {
    struct store *s;
    const struct hub_caller *caller;
    struct hub_identity hub;
    struct place places[TOWNS_MAX];
    size_t count;
    struct buf *out;
    int64_t limit, lines;
    bool full;
    int64_t restored;           /* of the town under way */
    struct wire_line line, own; /* own: a range of own events that may still grow */
    char own_reason[SUMMARY_SIZE];
};

/* ---- the cursor: EPOCH~town-rev~town-rev-inner, numbers in hex */

static bool read_hex(const char **p, int64_t *out) {
    const char *from = *p;

    *out = 0;
    for (; **p && strchr("0123456789abcdef", **p); (*p)++) {
        if (*p - from >= 13)
            return false;
        *out = *out * 16 + (strchr("0123456789abcdef", **p) - "0123456789abcdef");
    }
    return *p > from;
}

static bool read_place(const char **p, struct place *out) {
    memset(out, 0, sizeof *out);
    if (*(*p)++ != '~' || !read_hex(p, &out->town) || *(*p)++ != '-' || !read_hex(p, &out->rev))
        return false;
    if (**p != '-')
        return true;
    (*p)++;
    out->inside = true;
    return read_hex(p, &out->inner);
}

struct cursor {
    char epoch[ID_TEXT_SIZE];
    struct place places[TOWNS_MAX];
    size_t count;
};

static bool read_cursor(struct cursor *c, const char *text) {
    struct id epoch;

    memset(c, 0, sizeof *c);
    if (strlen(text) >= WIRE_CURSOR_SIZE || strlen(text) < ID_TEXT_SIZE - 1 || !id_parse(&epoch, text, ID_TEXT_SIZE - 1))
        return false;
    id_text(c->epoch, &epoch);
    for (text += ID_TEXT_SIZE - 1; *text; c->count++)
        if (c->count == TOWNS_MAX || !read_place(&text, &c->places[c->count]))
            return false;
    return true;
}

static void write_cursor(char out[WIRE_CURSOR_SIZE], const struct page *g) {
    size_t n = (size_t)snprintf(out, WIRE_CURSOR_SIZE, "%s", g->hub.epoch);

    for (size_t i = 0; i < g->count; i++) {
        const struct place *at = &g->places[i];

        if (at->rev == 0 && !at->inside)
            continue;
        n += (size_t)snprintf(out + n, WIRE_CURSOR_SIZE - n, "~%llx-%llx", (long long)at->town, (long long)at->rev);
        if (at->inside)
            n += (size_t)snprintf(out + n, WIRE_CURSOR_SIZE - n, "-%llx", (long long)at->inner);
    }
}

/* ---- lines */

static void put(struct page *g, const struct wire_line *l) {
    wire_write_line(g->out, l);
    g->lines++;
}

static void flush_own(struct page *g) {
    if (g->own.from)
        put(g, &g->own);
    memset(&g->own, 0, sizeof g->own);
}

static bool has_room(struct page *g) {
    g->full = g->full || g->lines + (g->own.from != 0) >= g->limit || g->out->len >= WIRE_BODY_MAX / 2;
    return !g->full;
}

static void put_entity(struct page *g, enum wire_line_kind kind, const struct id *entity, const char *town, int64_t rev) {
    struct wire_line *l = &g->line;

    flush_own(g);
    l->kind = kind;
    l->entity = *entity;
    l->rev = rev;
    snprintf(l->town, sizeof l->town, "%s", town);
    put(g, l);
}

static void put_event(struct page *g, sqlite3_stmt *st) {
    struct wire_line *l = &g->line;
    struct hash body_hash;

    flush_own(g);
    append_read_row(g->s, st, &l->event, &body_hash);
    l->kind = WIRE_EVENT;
    l->rev = l->event.rev;
    snprintf(l->town, sizeof l->town, "%s", l->event.town);
    put(g, l);
}

/* The device has the bytes: it is told the rev and, where it was not accepted, what was said. True where a line more came of it.
 */
static void put_own(struct page *g, sqlite3_stmt *st) {
    int64_t seq = DB_SEQ(sqlite3_column_int64(st, 0)), rev = sqlite3_column_int64(st, 2);
    enum verdict v = (enum verdict)sqlite3_column_int(st, 9);

    if (g->own.from && v < VERDICT_REFUSED && g->own.event.verdict < VERDICT_REFUSED && seq == g->own.to + 1 &&
        rev == g->own.rev + (seq - g->own.from)) {
        g->own.to = seq;
        return;
    }
    flush_own(g);
    g->own.kind = WIRE_OWN;
    g->own.event.device = g->caller->device;
    g->own.from = g->own.to = seq;
    g->own.rev = rev;
    db_text(st, 1, g->own.town, sizeof g->own.town);
    g->own.event.verdict = v;
    db_text(st, 10, g->own_reason, sizeof g->own_reason);
    g->own.event.reason = g->own_reason;
}

/* ---- a town */

struct standing {
    int64_t rev, gone;
    int64_t times;
};

static enum err standing(struct page *g, const struct id *entity, struct standing *out) {
    sqlite3_stmt *st;
    enum err e = db_first(g->s, &st, STMT_hub_member_get, "dd", &g->caller->worker, entity);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    out->rev = sqlite3_column_int64(st, 0);
    out->gone = sqlite3_column_int64(st, 1);
    out->times = sqlite3_column_int64(st, 2);
    db_done(g->s, st);
    return ERR_OK;
}

/* Does the enter bring the device's own events too? Where the entity was in scope before, or the hub cannot know. */
static bool with_own(const struct page *g, const struct standing *m) {
    return m->times > 0 || m->rev <= g->restored;
}

/* The entity with all its events up to the enter, or as many as the page has room for. */
static enum err put_group(struct page *g, struct place *at, const struct id *entity, const char *town, int64_t rev, bool again) {
    sqlite3_stmt *st = db_get(g->s, STMT_hub_event_group);
    bool row;
    enum err e;

    if (!at->inside)
        put_entity(g, WIRE_ENTER, entity, town, rev);
    at->inside = true;
    db_bind(st, "diiiii", entity, at->inner, rev, (int64_t)again, DB_POS(g->caller->device_no, 0),
            DB_POS(g->caller->device_no + 1, 0) - 1);
    while ((e = db_next(g->s, st, &row)) == ERR_OK && row && has_room(g)) {
        put_event(g, st);
        at->inner = g->line.rev;
    }
    db_done(g->s, st);
    if (e == ERR_OK && !row)
        *at = (struct place){.town = at->town, .rev = rev};
    return e;
}

/* A leave matters to a device that saw the enter which it ends, or that has events of its own there and is not told of another
 * enter. */
static enum err is_told(struct page *g, const struct place *seen, const struct id *entity, int64_t since, bool last, bool *out) {
    int64_t own = 0;
    enum err e = ERR_OK;

    if (since > seen->rev && last)
        e = db_int(g->s, &own, 0, STMT_hub_event_has_own, "dii", entity, DB_POS(g->caller->device_no, 0),
                   DB_POS(g->caller->device_no + 1, 0) - 1);
    *out = since <= seen->rev || own;
    return e;
}

static enum err put_change(struct page *g, struct place *at, struct place *start, sqlite3_stmt *st, const char *town) {
    int64_t rev = sqlite3_column_int64(st, 0), since = sqlite3_column_int64(st, 2);
    struct id entity = db_id(st, 1);
    struct standing m;
    bool told;
    enum err e = standing(g, &entity, &m);

    if (at->inside) /* the enter under way: this device has seen it */
        start->rev = rev;
    if (e == ERR_OK && !since && !m.gone && m.rev == rev)
        return put_group(g, at, &entity, town, rev, with_own(g, &m));
    if (e == ERR_OK && since) {
        e = is_told(g, start, &entity, since, m.gone == rev, &told);
        if (e == ERR_OK && told)
            put_entity(g, WIRE_LEAVE, &entity, town, rev);
    }
    *at = (struct place){.town = at->town, .rev = rev};
    return e;
}

/* Own events are told by their revs alone. But a hub that was restored may have forgotten a leave, at which the device sealed
 * what it had: it gets the words back. */
static enum err put_own_event(struct page *g, sqlite3_stmt *st) {
    struct id entity = db_id(st, 12);
    struct standing m = {0};
    enum err e = ERR_OK;

    if (sqlite3_column_int64(st, 2) <= g->restored && sqlite3_column_int(st, 9) < VERDICT_REFUSED)
        e = standing(g, &entity, &m);
    if (e != ERR_OK)
        return e;
    if (!m.rev || m.gone)
        put_own(g, st);
    else if (m.rev < sqlite3_column_int64(st, 2))
        put_event(g, st);
    else if (!with_own(g, &m)) /* else it comes with its enter */
        put_own(g, st);
    return ERR_OK;
}

struct feeds {
    sqlite3_stmt *changes, *events;
    bool change, event; /* a row waits */
};

static enum err merge(struct page *g, struct place *at, struct feeds *f, const char *town) {
    struct place start = *at;
    int64_t own_no = g->caller->device_no;
    enum err e = db_next(g->s, f->changes, &f->change);

    if (e == ERR_OK)
        e = db_next(g->s, f->events, &f->event);
    while (e == ERR_OK && (f->change || f->event) && has_room(g)) {
        if (f->change && (!f->event || sqlite3_column_int64(f->changes, 0) < sqlite3_column_int64(f->events, 2))) {
            e = put_change(g, at, &start, f->changes, town);
            if (e == ERR_OK && !at->inside)
                e = db_next(g->s, f->changes, &f->change);
        } else {
            if (DB_NO(sqlite3_column_int64(f->events, 0)) == own_no)
                e = put_own_event(g, f->events);
            else
                put_event(g, f->events);
            *at = (struct place){.town = at->town, .rev = sqlite3_column_int64(f->events, 2)};
            if (e == ERR_OK)
                e = db_next(g->s, f->events, &f->event);
        }
    }
    return e;
}

static enum err put_town(struct page *g, struct place *at) {
    struct feeds f = {db_get(g->s, STMT_hub_scope_feed), db_get(g->s, STMT_hub_event_feed), false, false};
    int64_t no = g->caller->device_no, top, until;
    char town[AREA_SIZE];
    sqlite3_stmt *st;
    enum err e = db_first(g->s, &st, STMT_hub_town_by_no, "i", at->town);

    if (e == ERR_OK) {
        db_text(st, 0, town, sizeof town);
        top = sqlite3_column_int64(st, 1);
        g->restored = sqlite3_column_int64(st, 2);
        db_done(g->s, st);
        until = top - at->rev > SPAN ? at->rev + SPAN : top;
        db_bind(f.changes, "diii", &g->caller->worker, at->town, at->rev, until);
        db_bind(f.events, "tiiiid", town, at->rev, until, DB_POS(no, 0), DB_POS(no + 1, 0) - 1, &g->caller->worker);
        e = merge(g, at, &f, town);
        flush_own(g);
        if (e == ERR_OK && !f.change && !f.event) {
            *at = (struct place){.town = at->town, .rev = until};
            g->full = g->full || until < top;
        }
    }
    db_done(g->s, f.changes);
    db_done(g->s, f.events);
    return e;
}

/* ---- the page */

/* The towns that the worker has or had something in, each where the cursor left it. */
static enum err find_towns(struct page *g, const struct cursor *c) {
    sqlite3_stmt *st = db_get(g->s, STMT_hub_towns_of_worker);
    enum err e;
    bool row;

    db_bind(st, "dt", &g->caller->worker, g->caller->town);
    while ((e = db_next(g->s, st, &row)) == ERR_OK && row && g->count < TOWNS_MAX) {
        struct place at = {.town = sqlite3_column_int64(st, 0)};

        for (size_t i = 0; c && i < c->count; i++)
            if (c->places[i].town == at.town)
                at = c->places[i];
        g->places[g->count++] = at;
    }
    db_done(g->s, st);
    return e;
}

/* A cursor ahead of its town is of a store that was put back without `restore`: all is told from the beginning. */
static enum err is_ahead(struct store *s, const struct cursor *c, bool *out) {
    enum err e = ERR_OK;

    *out = false;
    for (size_t i = 0; e == ERR_OK && !*out && i < c->count; i++) {
        sqlite3_stmt *st;

        e = db_first(s, &st, STMT_hub_town_by_no, "i", c->places[i].town);
        *out = e == ERR_NOT_FOUND || (e == ERR_OK && c->places[i].rev + c->places[i].inside > sqlite3_column_int64(st, 1));
        if (e == ERR_OK)
            db_done(s, st);
        else if (e == ERR_NOT_FOUND)
            e = ERR_OK;
    }
    return e;
}

static enum err pull(struct page *g, const struct cursor *c, bool *nothing) {
    bool start = !c;
    enum err e = find_towns(g, c);
    int64_t lines;

    g->line = (struct wire_line){.kind = WIRE_PULL, .start = start, .now = clock_now()};
    snprintf(g->line.epoch, sizeof g->line.epoch, "%s", g->hub.epoch);
    wire_write_line(g->out, &g->line);
    for (size_t i = 0; e == ERR_OK && i < g->count && has_room(g); i++)
        e = put_town(g, &g->places[i]);
    lines = g->lines;
    g->line = (struct wire_line){.kind = WIRE_END, .more = g->full};
    write_cursor(g->line.cursor, g);
    wire_write_line(g->out, &g->line);
    *nothing = !start && lines == 0 && !g->full;
    return e;
}

enum err hub_pull(struct store *s, const struct hub_caller *caller, const char *cursor, int64_t limit, struct buf *lines,
                  bool *nothing) {
    struct page *g = mem_new(1, sizeof *g);
    struct cursor *c = mem_new(1, sizeof *c);
    bool ahead = false;
    enum err e = hub_identity(s, &g->hub);

    g->s = s;
    g->caller = caller;
    g->out = lines;
    g->limit = limit >= 1 && limit <= WIRE_PAGE_LIMIT ? limit : WIRE_PAGE_LIMIT;
    *nothing = false;
    if (e == ERR_OK && cursor && *cursor && !read_cursor(c, cursor))
        e = err_say(ERR_SYNTAX, _("cannot pull"), _("there is no such cursor"), _("pull from the beginning"));
    if (e == ERR_OK)
        e = is_ahead(s, c, &ahead);
    if (e == ERR_OK)
        e = pull(g, strcmp(c->epoch, g->hub.epoch) == 0 && !ahead ? c : NULL, nothing);
    mem_free(c);
    mem_free(g);
    if (e != ERR_OK)
        buf_reset(lines);
    return e;
}
