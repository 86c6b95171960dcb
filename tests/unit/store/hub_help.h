/* A made-up hub with fake devices for the tests of the hub's store: a device here is a key and a chain in memory, without a store
 * of its own. */
#ifndef HUB_HELP_H
#define HUB_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "linli/hubstore.h"
#include "linli/journal.h"
#include "linli/json.h"
#include "linli/mem.h"
#include "linli/policy.h"
#include "linli/read.h"
#include "linli/upkeep.h"
#include "store/db.h"

#define TEST_NOW INT64_C(1795312800000) /* 2026-11-22 10:00 in Shanghai */
#define CITY "430181"
#define TOWN CITY ".007"
#define VILLAGE TOWN ".03"
#define GRID VILLAGE ".12"
#define GRID2 VILLAGE ".13"

struct hubworld {
    struct store *s;
    char folder[200];
    char path[256];
};

struct said { /* an event in a device's chain */
    struct event ev;
    char *header, *body;
    unsigned char salt[SALT_BYTES];
    struct hash body_hash, hash;
    bool erased;
};

struct dev {
    struct sign_key key;
    struct id id, worker;
    char token[TOKEN_TEXT_SIZE], letters[8];
    struct hub_caller caller;
    struct said *said;
    size_t count;
    int64_t seen;
};

/* What a push was answered. */
struct told {
    enum err e;
    int status;
    struct buf text;
    struct json *v;
};

static inline void hub_reopen(struct hubworld *w) {
    struct store_options o = {.path = w->path, .side = STORE_HUB};

    store_close(w->s);
    assert_int_equal(store_open(&w->s, &o), ERR_OK);
}

static inline struct hubworld hub_open(const char *name) {
    struct hubworld w = {0};
    struct store_options o = {.path = w.path, .side = STORE_HUB};
    char command[600];

    clock_set(TEST_NOW);
    snprintf(w.folder, sizeof w.folder, "%s/linli-hubtest-%ld-%s", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid(),
             name);
    snprintf(command, sizeof command, "rm -rf '%s'", w.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(mkdir(w.folder, 0700), 0);
    snprintf(w.path, sizeof w.path, "%s/hub.db", w.folder);
    assert_int_equal(hub_init(w.path, "青山镇"), ERR_OK);
    assert_int_equal(store_open(&w.s, &o), ERR_OK);
    return w;
}

/* Every test ends with every chain whole. */
static inline void hub_close(struct hubworld *w) {
    struct upkeep_verify v;
    char command[600];

    assert_int_equal(upkeep_verify(w->s, &v, NULL, NULL), ERR_OK);
    if (!v.ok)
        print_error("seq %lld: %s\n", (long long)v.bad_seq, v.why);
    assert_true(v.ok);
    store_close(w->s);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
}

static inline int64_t hub_sql(struct hubworld *w, const char *sql) {
    sqlite3_stmt *st;
    int64_t n;

    assert_int_equal(sqlite3_prepare_v2(w->s->db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static inline void hub_towns(struct hubworld *w) {
    assert_int_equal(hub_area_add(w->s, CITY, "浏水市"), ERR_OK);
    assert_int_equal(hub_area_add(w->s, TOWN, "青山镇"), ERR_OK);
    assert_int_equal(hub_area_add(w->s, VILLAGE, "周宁村"), ERR_OK);
    assert_int_equal(hub_area_add(w->s, GRID, "第12网格"), ERR_OK);
    assert_int_equal(hub_area_add(w->s, GRID2, "第13网格"), ERR_OK);
}

/* ---- what the office does */

static inline struct id hub_household_numbered(struct hubworld *w, const char *area, const char *door, const char *number) {
    struct household h = {0};
    struct event ev = {.kind = KIND_ROSTER, .entity = id_random()};
    struct buf body = {0};

    snprintf(ev.area, sizeof ev.area, "%s", area);
    snprintf(h.number, sizeof h.number, "%s", number);
    snprintf(h.head, sizeof h.head, "户%s", door);
    door_parse(&h.door, door, strlen(door));
    body_write_household(&body, &h, HOUSEHOLD_ALL & ~(1u << HOUSEHOLD_MEMBERS_BIT));
    assert_int_equal(store_append(w->s, &ev, body.data, body.len, NULL), ERR_OK);
    buf_free(&body);
    return ev.entity;
}

/* As `roster import` does it. */
static inline struct id hub_household(struct hubworld *w, const char *area, const char *door) {
    struct id id = hub_household_numbered(w, area, door, "");

    assert_int_equal(hub_place_all_new(w->s), ERR_OK);
    return id;
}

static inline struct id hub_worker_id(struct hubworld *w, const char *login) {
    struct id id = {{0}};
    sqlite3_stmt *st;

    assert_int_equal(sqlite3_prepare_v2(w->s->db, "SELECT id FROM worker WHERE login = ?1", -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_text(st, 1, login, -1, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW)
        id = db_id(st, 0);
    sqlite3_finalize(st);
    return id;
}

static inline bool hub_has(struct hubworld *w, const struct id *worker, const struct id *entity) {
    sqlite3_stmt *st;
    bool has;

    assert_int_equal(
        sqlite3_prepare_v2(w->s->db, "SELECT 1 FROM member WHERE worker = ?1 AND entity = ?2 AND gone IS NULL", -1, &st, NULL),
        SQLITE_OK);
    db_bind(st, "dd", worker, entity);
    has = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return has;
}

/* ---- a device */

static inline void dev_sign_enroll(struct dev *d, struct hub_enroll *r, const char *code_or_device) {
    struct buf text = {0};

    memcpy(r->pub, d->key.pub, sizeof r->pub);
    wire_enroll_text(&text, code_or_device, r->pub);
    sign_make(r->sig, text.data, text.len, &d->key);
    buf_free(&text);
}

static inline enum err dev_enroll_with(struct hubworld *w, struct dev *d, const char *code, const struct json *households,
                                       struct buf *answer) {
    struct hub_enroll r = {.code = code, .households = households};

    dev_sign_enroll(d, &r, code);
    return hub_enroll(w->s, &r, answer);
}

static inline void dev_take_answer(struct hubworld *w, struct dev *d, const struct buf *answer) {
    struct json *v;

    assert_int_equal(json_parse(&v, buf_text(answer), answer->len, NULL), ERR_OK);
    snprintf(d->token, sizeof d->token, "%s", json_str(v, "token", ""));
    snprintf(d->letters, sizeof d->letters, "%s", json_str(v, "letters", ""));
    assert_true(id_parse(&d->worker, json_str(json_get(v, "worker"), "id", ""), (size_t)-1));
    json_free(v);
    assert_int_equal(hub_caller(w->s, d->token, &d->caller), ERR_OK);
}

static inline void dev_key(struct dev *d) {
    memset(d, 0, sizeof *d);
    sign_key_make(&d->key);
    d->id = sign_device_id(d->key.pub);
}

static inline void dev_join(struct hubworld *w, struct dev *d, const char *login) {
    struct buf answer = {0};
    char code[20];
    int64_t expires;

    assert_int_equal(hub_enroll_code(w->s, login, code, &expires), ERR_OK);
    assert_int_equal(dev_enroll_with(w, d, code, NULL, &answer), ERR_OK);
    dev_take_answer(w, d, &answer);
    buf_free(&answer);
}

static inline struct dev dev_new(struct hubworld *w, const char *login) {
    struct dev d;

    dev_key(&d);
    dev_join(w, &d, login);
    return d;
}

static inline void dev_free(struct dev *d) {
    for (size_t i = 0; i < d->count; i++) {
        mem_free(d->said[i].header);
        mem_free(d->said[i].body);
    }
    mem_free(d->said);
}

static inline void dev_head(const struct dev *d, int64_t seq, struct hash *out) {
    if (seq)
        *out = d->said[seq - 1].hash;
    else
        journal_first(out, d->key.pub);
}

static inline void dev_say_raw(struct dev *d, const char *header, const char *body) {
    struct said *s;

    d->said = mem_resize(d->said, d->count + 1, sizeof *d->said);
    s = &d->said[d->count];
    memset(s, 0, sizeof *s);
    event_read(&s->ev, header, strlen(header));
    s->header = mem_dup(header);
    s->body = mem_dup(body);
    random_fill(s->salt, SALT_BYTES);
    journal_body(&s->body_hash, s->salt, body, strlen(body));
    dev_head(d, (int64_t)d->count, &s->hash);
    journal_next(&s->hash, header, strlen(header), &s->body_hash);
    d->count++;
}

static inline void dev_forget_last(struct dev *d) {
    d->count--;
    mem_free(d->said[d->count].header);
    mem_free(d->said[d->count].body);
}

/* The next event of the chain; its seq. */
static inline int64_t dev_say(struct dev *d, struct event ev, const char *body) {
    struct buf header = {0};

    ev.version = EVENT_VERSION;
    ev.seq = (int64_t)d->count + 1;
    if (id_is_zero(&ev.by))
        ev.by = d->worker;
    if (!ev.seen)
        ev.seen = d->seen;
    if (!ev.at)
        ev.at = clock_now();
    event_write(&header, &ev);
    dev_say_raw(d, buf_text(&header), body ? body : "{}");
    buf_free(&header);
    return ev.seq;
}

static inline int64_t dev_visit(struct dev *d, const struct id *household) {
    return dev_say(d, (struct event){.kind = KIND_VISIT, .entity = *household, .outcome = OUTCOME_MET}, NULL);
}

static inline struct id dev_household(struct dev *d, const char *area, const char *door) {
    struct event ev = {.kind = KIND_ROSTER, .entity = id_random()};
    struct household h = {0};
    struct buf body = {0};

    snprintf(ev.area, sizeof ev.area, "%s", area);
    snprintf(h.head, sizeof h.head, "自%s", door);
    door_parse(&h.door, door, strlen(door));
    body_write_household(&body, &h, HOUSEHOLD_ALL & ~(1u << HOUSEHOLD_MEMBERS_BIT));
    dev_say(d, ev, buf_text(&body));
    buf_free(&body);
    return ev.entity;
}

static inline struct id dev_matter(struct dev *d, const char *area, const struct id *households, size_t count, enum level level) {
    struct event ev = {.kind = KIND_MATTER,
                       .entity = id_random(),
                       .matter = MATTER_DISPUTE,
                       .type = TYPE_NEIGHBOURS,
                       .level = level,
                       .household_count = count};
    struct words w = {.party_count = count ? count : 1};
    struct buf body = {0};

    snprintf(ev.area, sizeof ev.area, "%s", area);
    snprintf(ev.number, sizeof ev.number, "M-26-%s-%03zu", d->letters, d->count);
    strcpy(w.summary, "漏水");
    w.parties = mem_new(w.party_count, sizeof *w.parties);
    strcpy(w.parties[0].name, "王某");
    for (size_t i = 0; i < count; i++)
        ev.households[i] = w.parties[i].household = households[i];
    body_write_words(&body, &w);
    dev_say(d, ev, buf_text(&body));
    words_free(&w);
    buf_free(&body);
    return ev.entity;
}

static inline int64_t dev_withdraw(struct dev *d, const struct id *entity, const struct id *device, int64_t seq) {
    return dev_say(d, (struct event){.kind = KIND_WITHDRAW, .entity = *entity, .device = *device, .replaces = seq},
                   "{\"reason\":\"写错了\"}");
}

/* The lines of a push that continues from `from` and brings events up to `to`. */
static inline void dev_lines(const struct dev *d, int64_t from, int64_t to, struct buf *out) {
    struct wire_head h = {.device = d->id, .seq = from};
    struct buf text = {0};

    dev_head(d, from, &h.hash);
    wire_write_open(out, &h);
    for (int64_t seq = from + 1; seq <= to; seq++) {
        struct said *s = &d->said[seq - 1];
        struct raw_event raw = {
            .header = s->header, .header_len = strlen(s->header), .salt = s->salt, .body = s->body, .body_len = strlen(s->body)};

        if (s->erased) {
            raw.salt = NULL;
            raw.body_hash = &s->body_hash;
        }
        wire_write_event(out, &raw);
    }
    h.seq = to;
    dev_head(d, to, &h.hash);
    journal_head_text(&text, &d->id, to, &h.hash);
    sign_make(h.sig, text.data, text.len, &d->key);
    wire_write_close(out, &h);
    buf_free(&text);
}

static inline void told_free(struct told *t) {
    buf_free(&t->text);
    json_free(t->v);
    memset(t, 0, sizeof *t);
}

static inline struct told hub_told(struct hubworld *w, const struct hub_caller *caller, const char *lines, size_t len) {
    struct told t = {0};

    t.e = hub_push(w->s, caller, lines, len, &t.text, &t.status);
    assert_int_equal(json_parse(&t.v, buf_text(&t.text), t.text.len, NULL), ERR_OK);
    return t;
}

static inline struct told dev_push_part(struct hubworld *w, const struct dev *d, int64_t from, int64_t to) {
    struct buf lines = {0};
    struct told t;

    dev_lines(d, from, to, &lines);
    t = hub_told(w, &d->caller, lines.data, lines.len);
    buf_free(&lines);
    return t;
}

static inline int64_t told_int(const struct told *t, const char *key) {
    int64_t n = -1;

    json_int(t->v, key, &n);
    return n;
}

/* Pushes all, which must be taken; the reason of the event `seq`, "" where it was accepted. Static, until the next call. */
static inline const char *dev_push_verdict(struct hubworld *w, const struct dev *d, int64_t seq) {
    static char reason[SUMMARY_SIZE];
    struct told t = dev_push_part(w, d, 0, (int64_t)d->count);
    const struct json *refused;

    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(told_int(&t, "held"), d->count);
    refused = json_get(t.v, "refused");
    reason[0] = '\0';
    for (size_t i = 0; i < json_count(refused); i++) {
        int64_t n;

        assert_true(json_int(json_at(refused, i), "seq", &n));
        if (n == seq)
            snprintf(reason, sizeof reason, "%s: %s", json_str(json_at(refused, i), "verdict", ""),
                     json_str(json_at(refused, i), "reason", ""));
    }
    told_free(&t);
    return reason;
}

static inline void dev_push_all(struct hubworld *w, struct dev *d) {
    struct told t = dev_push_part(w, d, 0, (int64_t)d->count);

    assert_int_equal(t.e, ERR_OK);
    assert_int_equal(json_count(json_get(t.v, "refused")), 0);
    told_free(&t);
}

/* ---- a device that pulls: what it is told, without a store */

struct copy { /* of an entity in scope */
    struct id id;
    int64_t *pos; /* events, as the hub numbers them */
    size_t count;
    int64_t last_rev;
};

struct client {
    const struct dev *d;
    char cursor[WIRE_CURSOR_SIZE];
    struct copy *copies;
    size_t count;
    int64_t *own_rev; /* by seq */
    char (*own_verdict)[16];
    size_t own_count;
    size_t pages, lines, enters, leaves, ranges;
    bool start;
};

static inline void client_forget(struct client *c) {
    for (size_t i = 0; i < c->count; i++)
        mem_free(c->copies[i].pos);
    c->count = 0;
    for (size_t i = 0; i < c->own_count; i++)
        c->own_rev[i] = 0;
}

static inline struct client client_new(const struct dev *d) {
    return (struct client){.d = d};
}

static inline void client_free(struct client *c) {
    client_forget(c);
    mem_free(c->copies);
    mem_free(c->own_rev);
    mem_free(c->own_verdict);
}

static inline struct copy *client_copy(const struct client *c, const struct id *id) {
    for (size_t i = 0; i < c->count; i++)
        if (id_equal(&c->copies[i].id, id))
            return &c->copies[i];
    return NULL;
}

static inline void client_drop(struct client *c, const struct id *id) {
    struct copy *e = client_copy(c, id);

    if (!e)
        return;
    mem_free(e->pos);
    *e = c->copies[--c->count];
}

static inline void client_event(struct hubworld *w, struct client *c, const struct wire_line *l) {
    struct event ev;
    struct copy *e;
    int64_t no, pos;

    assert_int_equal(event_read(&ev, l->event.header, l->event.header_len), ERR_OK);
    assert_int_equal(ev.seq, l->event.seq);
    e = client_copy(c, &ev.entity);
    if (!e)
        fail_msg("an event of an entity out of scope: rev %lld", (long long)l->rev);
    assert_true(l->rev > e->last_rev);
    e->last_rev = l->rev;
    assert_int_equal(db_device_no(w->s, &l->event.device, false, &no), ERR_OK);
    pos = DB_POS(no, l->event.seq);
    for (size_t i = 0; i < e->count; i++)
        assert_true(e->pos[i] != pos);
    e->pos = mem_resize(e->pos, e->count + 1, sizeof *e->pos);
    e->pos[e->count++] = pos;
    if (id_equal(&l->event.device, &c->d->id))
        c->own_rev[ev.seq - 1] = l->rev;
}

static inline void client_own(struct client *c, const struct wire_line *l) {
    assert_true(id_equal(&l->event.device, &c->d->id));
    assert_true(l->to <= (int64_t)c->own_count);
    c->ranges++;
    for (int64_t seq = l->from; seq <= l->to; seq++) {
        assert_int_equal(c->own_rev[seq - 1], 0); /* told once */
        c->own_rev[seq - 1] = l->rev + (seq - l->from);
        snprintf(c->own_verdict[seq - 1], sizeof c->own_verdict[0], "%s", wire_verdict_code(l->event.verdict));
    }
}

static inline void client_line(struct hubworld *w, struct client *c, const struct wire_line *l) {
    switch (l->kind) {
    case WIRE_ENTER:
        c->enters++;
        client_drop(c, &l->entity);
        c->copies = mem_resize(c->copies, c->count + 1, sizeof *c->copies);
        c->copies[c->count++] = (struct copy){.id = l->entity};
        break;
    case WIRE_LEAVE:
        c->leaves++;
        client_drop(c, &l->entity);
        break;
    case WIRE_EVENT:
        client_event(w, c, l);
        break;
    case WIRE_OWN:
        client_own(c, l);
        break;
    default:
        fail_msg("a pull or end line in the middle");
    }
}

static inline void client_room(struct client *c) {
    if (c->own_count >= c->d->count)
        return;
    c->own_rev = mem_resize(c->own_rev, c->d->count, sizeof *c->own_rev);
    c->own_verdict = mem_resize(c->own_verdict, c->d->count, sizeof *c->own_verdict);
    memset(c->own_rev + c->own_count, 0, (c->d->count - c->own_count) * sizeof *c->own_rev);
    memset(c->own_verdict + c->own_count, 0, (c->d->count - c->own_count) * sizeof *c->own_verdict);
    c->own_count = c->d->count;
}

/* One page; true where there is more. */
static inline bool client_page(struct hubworld *w, struct client *c, int64_t limit) {
    struct wire_line *l = mem_new(1, sizeof *l);
    struct buf page = {0};
    bool nothing, more = false, ended = false;
    size_t lines = 0;

    client_room(c);
    assert_int_equal(hub_pull(w->s, &c->d->caller, c->cursor, limit, &page, &nothing), ERR_OK);
    for (char *p = page.data, *end; p < page.data + page.len; p = end + 1) {
        end = strchr(p, '\n');
        assert_non_null(end);
        assert_false(ended);
        assert_int_equal(wire_read_line(l, p, (size_t)(end - p)), ERR_OK);
        assert_true((l->kind == WIRE_PULL) == (p == page.data));
        if (l->kind == WIRE_PULL) {
            c->start = l->start;
            if (l->start)
                client_forget(c);
        } else if (l->kind == WIRE_END) {
            ended = true;
            more = l->more;
            strcpy(c->cursor, l->cursor);
        } else {
            client_line(w, c, l);
            lines++;
        }
    }
    assert_true(ended);
    assert_true((int64_t)lines <= limit);
    assert_true(nothing == (!c->start && lines == 0 && !more));
    c->pages++;
    c->lines += lines;
    buf_free(&page);
    wire_line_free(l);
    mem_free(l);
    return more;
}

static inline void client_pull(struct hubworld *w, struct client *c, int64_t limit) {
    size_t before = c->pages;

    while (client_page(w, c, limit))
        assert_true(c->pages - before < 100000);
}

/* The client has the events of the entity that the hub folded, but for its own. */
static inline void client_check_copy(struct hubworld *w, const struct client *c, const struct copy *e) {
    sqlite3_stmt *st;
    size_t found = 0, own = 0;

    assert_int_equal(sqlite3_prepare_v2(w->s->db, "SELECT pos FROM event WHERE entity = ?1 AND verdict < 2", -1, &st, NULL),
                     SQLITE_OK);
    db_bind(st, "d", &e->id);
    while (sqlite3_step(st) == SQLITE_ROW) {
        int64_t pos = sqlite3_column_int64(st, 0);
        bool has = false;

        for (size_t i = 0; i < e->count; i++)
            has = has || e->pos[i] == pos;
        if (DB_NO(pos) == c->d->caller.device_no)
            own += has;
        else if (has)
            found++;
        else
            fail_msg("an event is missing: pos %lld", (long long)pos);
    }
    sqlite3_finalize(st);
    assert_int_equal(found + own, e->count);
}

/* What the client has is what is in scope by the hub's table, whole; and every own event's rev was told. */
static inline void client_check(struct hubworld *w, const struct client *c) {
    sqlite3_stmt *st;
    size_t members = 0;

    assert_int_equal(sqlite3_prepare_v2(w->s->db, "SELECT entity FROM member WHERE worker = ?1 AND gone IS NULL", -1, &st, NULL),
                     SQLITE_OK);
    db_bind(st, "d", &c->d->worker);
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct id id = db_id(st, 0);

        members++;
        if (!client_copy(c, &id))
            fail_msg("an entity in scope is missing");
    }
    sqlite3_finalize(st);
    assert_int_equal(members, c->count);
    for (size_t i = 0; i < c->count; i++)
        client_check_copy(w, c, &c->copies[i]);
    for (size_t i = 0; i < c->own_count; i++) {
        sqlite3_stmt *rev;

        assert_int_equal(sqlite3_prepare_v2(w->s->db, "SELECT rev, verdict FROM event WHERE pos = ?1", -1, &rev, NULL),
                         SQLITE_OK);
        sqlite3_bind_int64(rev, 1, DB_POS(c->d->caller.device_no, i + 1));
        if (sqlite3_step(rev) == SQLITE_ROW) {
            assert_int_equal(sqlite3_column_int64(rev, 0), c->own_rev[i]);
            if (c->own_rev[i])
                assert_string_equal(*c->own_verdict[i] ? c->own_verdict[i] : "accepted",
                                    wire_verdict_code((enum verdict)sqlite3_column_int(rev, 1)));
        }
        sqlite3_finalize(rev);
    }
}

#endif
