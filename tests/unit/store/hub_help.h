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

#endif
