/* Scripted answers of a hub, for the tests of the engine and of whole runs. */
#ifndef TESTS_SYNC_SCRIPT_H
#define TESTS_SYNC_SCRIPT_H

#include <stdio.h>
#include <string.h>
#include "sync/engine.h"
#include "linli/journal.h"
#include "linli/json.h"

#define EPOCH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define EPOCH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define NDJSON "application/x-ndjson"
#define JSON "application/json"
#define PROBLEM "application/problem+json"

/* Any hash per seq, the same on both sides. */
static inline struct hash script_hash(int64_t seq) {
    struct hash h;

    hash_of(&h, &seq, sizeof seq);
    return h;
}

static inline struct answer script_answer(int status, const char *type, const char *body) {
    struct answer a = {.status = status};

    snprintf(a.type, sizeof a.type, "%s", type);
    buf_add(&a.body, body, strlen(body));
    return a;
}

static inline void script_receipt(struct json_out *w, const struct sign_key *key, const struct id *device, int64_t seq,
                                  const struct hash *hash) {
    unsigned char sig[SIGN_BYTES];
    char hex[HASH_TEXT_SIZE], id[ID_TEXT_SIZE];
    struct buf text = {0}, base64 = {0};

    journal_receipt_text(&text, device, seq, hash, 1000);
    sign_make(sig, buf_text(&text), text.len, key);
    base64_text(&base64, sig, sizeof sig);
    hex_text(hex, hash->b, HASH_BYTES);
    id_text(id, device);
    json_open(w, "receipt", '{');
    json_put_str(w, "device", id);
    json_put_int(w, "seq", seq);
    json_put_str(w, "hash", hex);
    json_put_int(w, "at", 1000);
    json_put_str(w, "sig", buf_text(&base64));
    json_close(w, '}');
    buf_free(&text);
    buf_free(&base64);
}

struct script_push {
    const struct sign_key *key;
    struct id device;
    int64_t held, now;
    const char *epoch;
    const char *refused; /* JSON array */
    const struct id *tail;
    int64_t after, tail_held;
    const char *next_pin;
    const struct hash *hash; /* NULL: script_hash */
    bool no_receipt;
};

static inline void script_push_body(struct buf *out, const struct script_push *p) {
    int64_t held = p->tail ? p->tail_held : p->held;
    struct hash hash = p->hash ? *p->hash : script_hash(held);
    struct json_out w;
    char id[ID_TEXT_SIZE];

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "held", p->held);
    json_put_str(&w, "epoch", p->epoch ? p->epoch : EPOCH_A);
    json_put_int(&w, "now", p->now);
    if (held && !p->no_receipt)
        script_receipt(&w, p->key, p->tail ? p->tail : &p->device, held, &hash);
    else
        json_put_null(&w, "receipt");
    json_put_raw(&w, "refused", p->refused ? p->refused : "[]", strlen(p->refused ? p->refused : "[]"));
    if (p->tail) {
        id_text(id, p->tail);
        json_open(&w, "fork", '{');
        json_put_str(&w, "device", id);
        json_put_int(&w, "after", p->after);
        json_put_int(&w, "held", p->tail_held);
        json_close(&w, '}');
    }
    json_put_str(&w, "next_pin", p->next_pin);
    json_close(&w, '}');
}

static inline struct answer script_pushed(const struct script_push *p) {
    struct buf body = {0};
    struct answer a;

    script_push_body(&body, p);
    a = script_answer(200, JSON, buf_text(&body));
    buf_free(&body);
    return a;
}

static inline struct answer script_gap(int64_t held, const char *epoch) {
    char body[256];

    snprintf(body, sizeof body, "{\"type\":\"about:blank#gap\",\"title\":\"gap\",\"status\":409,\"held\":%lld,\"epoch\":\"%s\"}",
             (long long)held, epoch);
    return script_answer(409, PROBLEM, body);
}

/* A page with `lines` (each with '\n') between its first and last. */
static inline struct answer script_page(const char *epoch, bool start, const char *lines, const char *cursor, bool more) {
    struct buf body = {0};
    struct answer a;

    buf_printf(&body, "[\"pull\",{\"epoch\":\"%s\",\"start\":%s,\"now\":1000}]\n%s[\"end\",{\"cursor\":\"%s\",\"more\":%s}]\n",
               epoch, start ? "true" : "false", lines, cursor, more ? "true" : "false");
    a = script_answer(200, NDJSON, buf_text(&body));
    buf_free(&body);
    return a;
}

#endif
