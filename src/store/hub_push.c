/* A push (DESIGN.md section 1): everything that can be checked is checked before anything is stored; then one transaction holds
 * the events, their verdicts and revs, and what they fold to; and nothing is answered before it is committed. */
#include "hub.h"

#include <stdlib.h>
#include <string.h>
#include "linli/i18n.h"
#include "linli/json.h"
#include "linli/log.h"
#include "linli/mem.h"

struct pushed {
    struct raw_event raw;
    struct event ev;
    struct wire_store keep;
};

struct push {
    struct store *s;
    const struct hub_caller *caller;
    const char *lines;
    size_t len;
    struct wire_head open, close;
    struct pushed *items;
    size_t count;
    struct wire_headers headers;
    size_t fresh;                    /* the first item that is not held yet */
    struct hub_device sender, chain; /* whose push it is; whose chain it continues: the same, or a fork of it */
    int64_t head;                    /* newest seq held of `chain` */
    bool new_fork;
    struct hub_identity hub;
    struct buf *answer;
    int *status;
};

/* ---- problems */

static enum err problem(struct push *p, int status, const char *name, const char *title, const char *detail, struct json_out *w) {
    char type[64] = "about:blank#";

    strncat(type, name, sizeof type - strlen(type) - 1);
    buf_reset(p->answer);
    *p->status = status;
    json_start(w, p->answer);
    json_open(w, NULL, '{');
    json_put_str(w, "type", type);
    json_put_str(w, "title", title);
    json_put_int(w, "status", status);
    json_put_str(w, "detail", detail);
    return err_say(ERR_REFUSED, _("the push was turned away"), detail, NULL);
}

/* Chain, signature or an event is broken: the first seq at fault. */
static enum err broken(struct push *p, const char *name, int64_t seq, const char *detail) {
    struct json_out w;
    enum err e = problem(p, 422, name, "Unprocessable push", detail, &w);

    json_put_int(&w, "seq", seq);
    json_close(&w, '}');
    return e;
}

static enum err too_large(struct push *p, const char *bound, int64_t limit) {
    struct json_out w;
    enum err e = problem(p, 413, "bound", "Larger than the bound", err_fmt("%s: at most %lld", bound, (long long)limit), &w);

    json_put_str(&w, "bound", bound);
    json_put_int(&w, "limit", limit);
    json_close(&w, '}');
    return e;
}

static enum err stranger(struct push *p) {
    struct json_out w;
    enum err e = problem(p, 401, "unauthorized", "Unauthorized", _("this device is not known here, or is another worker's"), &w);

    json_close(&w, '}');
    return e;
}

static enum err gap(struct push *p, int64_t held) {
    struct json_out w;
    enum err e = problem(p, 409, "gap", "The hub does not hold what this continues from",
                         held ? _("send again from what the hub holds") : _("send again from the first event"), &w);

    json_put_int(&w, "held", held);
    json_put_str(&w, "epoch", p->hub.epoch);
    json_close(&w, '}');
    return e;
}

/* ---- reading */

/* The next line without its end; false where no bytes are left. */
static bool next_line(const char **at, const char *end, const char **line, size_t *len) {
    const char *stop;

    if (*at == end)
        return false;
    stop = memchr(*at, '\n', (size_t)(end - *at));
    *line = *at;
    *len = (size_t)((stop ? stop : end) - *at);
    *at = stop ? stop + 1 : end;
    return true;
}

static size_t count_lines(const char *text, size_t len) {
    size_t lines = 0;

    for (const char *p = text, *end = text + len; p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        lines++;
        if (!p)
            break;
    }
    return lines;
}

static enum err read_pushed(struct push *p, const char *line, size_t len) {
    struct pushed *it = &p->items[p->count];
    int64_t seq = p->open.seq + (int64_t)p->count + 1;
    enum err e = wire_read_event(&it->raw, &it->keep, line, len);

    p->count++;
    if (e == ERR_RANGE)
        return too_large(p, "event", EVENT_BODY_MAX);
    if (e != ERR_OK || wire_read_header(&p->headers, &it->ev, &it->raw) != ERR_OK)
        return broken(p, "event", seq, _("the event cannot be read"));
    if (it->ev.seq != seq)
        return broken(p, "event", seq, _("its seq is not the one that follows"));
    return ERR_OK;
}

static enum err read_all(struct push *p) {
    const char *at = p->lines, *end = p->lines + p->len, *line;
    bool closed = false;
    size_t len;
    enum err e;

    if (p->len > WIRE_BODY_MAX)
        return too_large(p, "bytes", (int64_t)WIRE_BODY_MAX);
    if (!next_line(&at, end, &line, &len) || (e = wire_read_open(&p->open, line, len)) != ERR_OK)
        return broken(p, "push", 0, _("the opening line cannot be read"));
    p->items =
        mem_new(count_lines(at, (size_t)(end - at)) < WIRE_BATCH_EVENTS ? count_lines(at, (size_t)(end - at)) : WIRE_BATCH_EVENTS,
                sizeof *p->items);
    while (next_line(&at, end, &line, &len)) {
        int64_t seq = p->open.seq + (int64_t)p->count + 1;

        if (closed)
            return broken(p, "push", seq, _("there is something behind the closing line"));
        if (len > WIRE_LINE_MAX)
            return too_large(p, "line", (int64_t)WIRE_LINE_MAX);
        closed = len && *line == '{';
        if (closed)
            e = wire_read_close(&p->close, line, len) == ERR_OK ? ERR_OK
                                                                : broken(p, "push", seq, _("the closing line cannot be read"));
        else
            e = p->count < WIRE_BATCH_EVENTS ? read_pushed(p, line, len) : too_large(p, "events", WIRE_BATCH_EVENTS);
        if (e != ERR_OK)
            return e;
    }
    return closed ? ERR_OK : broken(p, "push", p->open.seq + (int64_t)p->count, _("the closing line is missing"));
}

/* ---- checking */

static enum err check_sender(struct push *p) {
    enum err e = hub_device_by_id(p->s, &p->sender, &p->open.device);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && id_is_zero(&p->sender.worker)))
        return stranger(p);
    /* Another device of the same worker may bring it: the old one's key signs it. */
    if (e == ERR_OK && p->caller && !id_equal(&p->caller->worker, &p->sender.worker))
        return stranger(p);
    return e;
}

/* Each event continues the one before, and the device's key vouches for the last. */
static enum err check_chain(struct push *p) {
    struct hash chain = p->open.hash, body;
    struct buf text = {0};
    int64_t last = p->open.seq + (int64_t)p->count;
    bool good;

    for (size_t i = 0; i < p->count; i++) {
        struct raw_event *raw = &p->items[i].raw;

        if (raw->salt)
            journal_body(&body, raw->salt, raw->body, raw->body_len);
        else
            body = *raw->body_hash;
        journal_next(&chain, raw->header, raw->header_len, &body);
        raw->hash = chain;
    }
    if (p->close.seq != last)
        return broken(p, "chain", p->close.seq < last ? p->close.seq + 1 : last + 1,
                      _("the closing line names another last event"));
    if (!hash_equal(&p->close.hash, &chain))
        return broken(p, "chain", p->count ? p->open.seq + 1 : last, _("the events do not hash to what the closing line says"));
    journal_head_text(&text, &p->open.device, last, &chain);
    good = sign_check(p->close.sig, text.data, text.len, p->sender.pub);
    buf_free(&text);
    return good ? ERR_OK : broken(p, "signature", last, _("the signature is not the device's"));
}

/* H(seq) of a device as held here; ERR_NOT_FOUND. */
static enum err held_hash(struct push *p, const struct hub_device *device, int64_t seq, struct hash *out) {
    struct hub_device d = *device;
    sqlite3_stmt *st;
    enum err e = ERR_OK;

    while (e == ERR_OK && d.fork_of && seq <= d.fork_seq)
        e = hub_device_by_no(p->s, &d, d.fork_of);
    if (e != ERR_OK)
        return e;
    if (seq == 0) {
        journal_first(out, d.pub);
        return ERR_OK;
    }
    e = db_first(p->s, &st, STMT_event_hash, "i", DB_POS(d.no, seq));
    if (e != ERR_OK)
        return e;
    db_hash(st, 0, out);
    db_done(p->s, st);
    return ERR_OK;
}

static enum err held_seq(struct push *p, const struct hub_device *d, int64_t *out) {
    sqlite3_stmt *st;
    enum err e = db_first(p->s, &st, STMT_device_head, "i", d->no);

    *out = d->fork_of ? d->fork_seq : 0;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    *out = DB_SEQ(sqlite3_column_int64(st, 0));
    db_done(p->s, st);
    return ERR_OK;
}

static enum err forks_of(struct push *p, struct hub_device **out, size_t *count) {
    sqlite3_stmt *st = db_get(p->s, STMT_hub_device_forks);
    enum err e;
    bool row;

    *out = NULL;
    *count = 0;
    db_bind(st, "b", p->sender.pub, (size_t)SIGN_PUBLIC_BYTES);
    while ((e = db_next(p->s, st, &row)) == ERR_OK && row) {
        *out = mem_resize(*out, *count + 1, sizeof **out);
        hub_device_read(st, &(*out)[(*count)++]);
    }
    db_done(p->s, st);
    return e;
}

/* Finds the chain that the push continues: the sender's own, or a tail of it that was stored as a fork. */
static enum err find_chain(struct push *p) {
    struct hub_device *forks;
    struct hash hash;
    size_t count;
    enum err e = held_hash(p, &p->sender, p->open.seq, &hash);

    p->chain = p->sender;
    if (e == ERR_OK && hash_equal(&hash, &p->open.hash))
        return held_seq(p, &p->chain, &p->head);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    e = forks_of(p, &forks, &count);
    for (size_t i = 0; e == ERR_OK && i < count; i++) {
        enum err found = held_hash(p, &forks[i], p->open.seq, &hash);

        if (found == ERR_OK && hash_equal(&hash, &p->open.hash)) {
            p->chain = forks[i];
            mem_free(forks);
            return held_seq(p, &p->chain, &p->head);
        }
        if (found != ERR_NOT_FOUND)
            e = found;
    }
    mem_free(forks);
    if (e == ERR_OK)
        e = held_seq(p, &p->sender, &p->head);
    return e == ERR_OK ? gap(p, p->head < p->open.seq ? p->head : 0) : e;
}

/* A tail's id: what one key wrote from this event on. */
static struct id tail_id(const struct push *p, const struct hash *first) {
    struct hash_state h;
    struct hash hash;
    struct id id;

    hash_init(&h);
    hash_add(&h, p->sender.pub, SIGN_PUBLIC_BYTES);
    hash_add(&h, first->b, HASH_BYTES);
    hash_end(&h, &hash);
    memcpy(id.b, hash.b, ID_BYTES);
    return id;
}

/* Turns to the chain of the tail that begins with this item: one that is known, or a new one. */
static enum err turn(struct push *p, const struct pushed *it) {
    struct id id = tail_id(p, &it->raw.hash);
    struct hub_device from = p->chain;
    enum err e = hub_device_by_id(p->s, &p->chain, &id);

    if (e == ERR_OK)
        return held_seq(p, &p->chain, &p->head);
    if (e != ERR_NOT_FOUND)
        return e;
    p->new_fork = true;
    p->chain = from;
    p->chain.no = 0;
    p->chain.id = id;
    p->chain.fork_of = from.no;
    p->chain.fork_seq = it->ev.seq - 1;
    p->head = it->ev.seq - 1;
    return ERR_OK;
}

/* Passes over what is held already, and turns off where the hub has another event in the same place. */
static enum err skip_held(struct push *p) {
    enum err e = ERR_OK;

    for (p->fresh = 0; e == ERR_OK && p->fresh < p->count; p->fresh++) {
        const struct pushed *it = &p->items[p->fresh];
        struct hash hash;

        if (it->ev.seq > p->head)
            break;
        e = held_hash(p, &p->chain, it->ev.seq, &hash);
        if (e == ERR_OK && !hash_equal(&hash, &it->raw.hash)) {
            e = turn(p, it);
            if (e == ERR_OK && p->new_fork)
                break;
        }
    }
    return e;
}

/* ---- storing */

static enum err make_fork(struct push *p) {
    struct hub_device *d = &p->chain;
    char of[ID_TEXT_SIZE], tail[ID_TEXT_SIZE];
    enum err e = db_run(p->s, STMT_hub_device_add, "dbdtiinin", &d->id, d->pub, (size_t)SIGN_PUBLIC_BYTES, &d->worker, d->letters,
                        d->fork_of, d->fork_seq, d->fork_seq);

    if (e == ERR_OK)
        e = hub_device_by_id(p->s, d, &d->id);
    if (e == ERR_OK && p->sender.revoked)
        e = db_run(p->s, STMT_hub_device_revoke, "ii", d->no, p->sender.revoked);
    id_text(of, &p->sender.id);
    id_text(tail, &d->id);
    log_line("fork: device %s has two events %lld; the tail is %s", of, (long long)d->fork_seq + 1, tail);
    return e;
}

static enum err begin_author(struct push *p, struct hub_work *w, struct hub_author *a) {
    enum err e;

    memset(a, 0, sizeof *a);
    a->device = p->chain;
    e = hub_worker_get(w, &p->sender.worker, &a->worker);
    if (e == ERR_OK)
        e = hub_town(w, a->worker.area, &a->town);
    a->revoked = p->sender.revoked || p->chain.revoked || a->worker.gone;
    return e;
}

/* A body that was sealed to this hub when its entity left the device's scope: a hub that lost it gets it back. */
static bool unseal(struct push *p, struct raw_event *raw, struct buf *plain) {
    struct hash hash;

    buf_reset(plain);
    if (!raw->sealed || seal_open(plain, raw->sealed, raw->sealed_len, &p->hub.key) != ERR_OK || plain->len < SALT_BYTES ||
        plain->len > SALT_BYTES + EVENT_BODY_MAX)
        return false;
    journal_body(&hash, (const unsigned char *)plain->data, plain->data + SALT_BYTES, plain->len - SALT_BYTES);
    if (!hash_equal(&hash, raw->body_hash))
        return false;
    raw->salt = (const unsigned char *)plain->data;
    raw->body = plain->data + SALT_BYTES;
    raw->body_len = plain->len - SALT_BYTES;
    raw->sealed = NULL;
    return true;
}

static enum err store_item(struct push *p, struct hub_work *w, const struct hub_author *a, struct pushed *it, int64_t now) {
    struct raw_event *raw = &it->raw;
    int64_t pos = DB_POS(p->chain.no, it->ev.seq);
    struct hub_ruling r;
    enum err e = hub_judge(w, a, &it->ev, raw, &r);

    if (e == ERR_OK && r.town)
        e = hub_next_rev(w, r.town, &raw->rev, &raw->town);
    if (e != ERR_OK)
        return e;
    raw->device = p->chain.id;
    raw->verdict = r.verdict;
    raw->reason = r.reason;
    raw->received = now;
    e = append_row(p->s, pos, &it->ev, raw);
    if (e != ERR_OK || r.verdict != VERDICT_ACCEPTED)
        return e;
    e = project_event(p->s, pos, &it->ev, raw->salt ? raw->body : "{}", raw->salt ? raw->body_len : 2);
    return e == ERR_OK ? hub_follow(w, a, &it->ev, &r) : e;
}

static enum err store_items(struct push *p, struct hub_work *w, int64_t now) {
    struct buf plain = {0};
    struct hub_author a;
    enum err e = p->new_fork ? make_fork(p) : ERR_OK;

    if (e == ERR_OK)
        e = begin_author(p, w, &a);
    for (size_t i = p->fresh; e == ERR_OK && i < p->count; i++) {
        unseal(p, &p->items[i].raw, &plain);
        e = store_item(p, w, &a, &p->items[i], now);
    }
    if (e == ERR_OK) {
        p->head = p->items[p->count - 1].ev.seq;
        e = db_run(p->s, STMT_device_set_head, "iih", p->chain.no, p->head, &p->items[p->count - 1].raw.hash);
    }
    buf_free(&plain);
    return e;
}

static enum err store_fresh(struct push *p, int64_t now) {
    struct hub_work w;
    enum err e;

    if (p->fresh == p->count)
        return ERR_OK;
    e = hub_begin(&w, p->s);
    return e == ERR_OK ? hub_end(&w, store_items(p, &w, now)) : e;
}

/* ---- answering */

/* A revoked device gets no pull: here it learns what was decided about what it had pushed before, too. */
static enum err put_refused(struct push *p, struct json_out *w, bool revoked) {
    int64_t after = revoked ? p->chain.fork_of ? p->chain.fork_seq : 0 : p->open.seq;
    sqlite3_stmt *st = db_get(p->s, STMT_hub_event_refused);
    enum err e;
    bool row;

    json_open(w, "refused", '[');
    db_bind(st, "iii", DB_POS(p->chain.no, after), DB_POS(p->chain.no, p->head), (int64_t)WIRE_BATCH_EVENTS);
    while ((e = db_next(p->s, st, &row)) == ERR_OK && row) {
        json_open(w, NULL, '{');
        json_put_int(w, "seq", DB_SEQ(sqlite3_column_int64(st, 0)));
        json_put_str(w, "verdict", wire_verdict_code((enum verdict)sqlite3_column_int(st, 1)));
        json_put_str(w, "reason", (const char *)sqlite3_column_text(st, 2));
        json_put_str(w, "by", p->hub.name);
        json_put_int(w, "at", sqlite3_column_int64(st, 3));
        json_close(w, '}');
    }
    db_done(p->s, st);
    json_close(w, ']');
    return e;
}

static enum err put_revoked(struct push *p, struct json_out *w) {
    int64_t undecided;
    enum err e =
        db_int(p->s, &undecided, 0, STMT_hub_quarantine_count, "ii", DB_POS(p->chain.no, 0), DB_POS(p->chain.no + 1, 0) - 1);

    json_open(w, "revoked", '{');
    json_put_int(w, "at", p->sender.revoked ? p->sender.revoked : p->chain.revoked);
    json_put_int(w, "undecided", undecided);
    json_close(w, '}');
    return e;
}

static enum err put_receipt(struct push *p, struct json_out *w, int64_t now) {
    unsigned char sig[SIGN_BYTES];
    char id[ID_TEXT_SIZE], hex[HASH_TEXT_SIZE];
    struct buf text = {0}, base64 = {0};
    struct hash hash;
    enum err e = held_hash(p, &p->chain, p->head, &hash);

    if (e != ERR_OK)
        return e;
    if (p->head == 0) {
        json_put_null(w, "receipt");
        return ERR_OK;
    }
    journal_receipt_text(&text, &p->chain.id, p->head, &hash, now);
    sign_make(sig, text.data, text.len, &p->hub.key);
    base64_text(&base64, sig, SIGN_BYTES);
    id_text(id, &p->chain.id);
    hex_text(hex, hash.b, HASH_BYTES);
    json_open(w, "receipt", '{');
    json_put_str(w, "device", id);
    json_put_int(w, "seq", p->head);
    json_put_str(w, "hash", hex);
    json_put_int(w, "at", now);
    json_put_str(w, "sig", buf_text(&base64));
    json_close(w, '}');
    buf_free(&text);
    buf_free(&base64);
    return ERR_OK;
}

static enum err answer(struct push *p, int64_t now) {
    bool forked = !id_equal(&p->chain.id, &p->sender.id), revoked = p->sender.revoked || p->chain.revoked;
    struct buf pin = {0};
    struct json_out w;
    char id[ID_TEXT_SIZE];
    enum err e;

    buf_reset(p->answer);
    json_start(&w, p->answer);
    json_open(&w, NULL, '{');
    json_put_int(&w, "held", forked ? p->chain.fork_seq : p->head);
    json_put_str(&w, "epoch", p->hub.epoch);
    json_put_int(&w, "now", now);
    e = put_receipt(p, &w, now);
    if (e == ERR_OK)
        e = put_refused(p, &w, revoked);
    if (e == ERR_OK && revoked)
        e = put_revoked(p, &w);
    if (forked) {
        id_text(id, &p->chain.id);
        json_open(&w, "fork", '{');
        json_put_str(&w, "device", id);
        json_put_int(&w, "after", p->chain.fork_seq);
        json_put_int(&w, "held", p->head);
        json_close(&w, '}');
    }
    json_put_str(&w, "next_pin", store_get(p->s, "hub.next_pin", &pin) == ERR_OK ? buf_text(&pin) : NULL);
    json_close(&w, '}');
    buf_free(&pin);
    return e;
}

enum err hub_push(struct store *s, const struct hub_caller *caller, const char *lines, size_t len, struct buf *out, int *status) {
    struct push p = {.s = s, .caller = caller, .lines = lines, .len = len, .answer = out, .status = status};
    int64_t now = clock_now();
    enum err e = hub_identity(s, &p.hub);

    *status = 0;
    if (e == ERR_OK)
        e = read_all(&p);
    if (e == ERR_OK)
        e = check_sender(&p);
    if (e == ERR_OK)
        e = find_chain(&p);
    if (e == ERR_OK)
        e = check_chain(&p);
    if (e == ERR_OK)
        e = skip_held(&p);
    if (e == ERR_OK)
        e = store_fresh(&p, now);
    if (e == ERR_OK)
        e = answer(&p, now);
    for (size_t i = 0; i < p.count; i++)
        buf_free(&p.items[i].keep.sealed);
    mem_free(p.items);
    return e;
}
