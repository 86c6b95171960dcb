/* Walking the chains: every byte of every event is hashed again, and what was signed or noted of a journal's end is compared with
 * it. */
#include "linli/upkeep.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/i18n.h"

struct walk {
    struct store *s;
    struct upkeep_verify *out;
    int64_t no;        /* device under way */
    bool chained;      /* its chain can be followed here */
    int64_t expected;  /* seq that must come next */
    int64_t end;       /* client: what came behind this in a device's name is another's, as after a fork, and stands alone */
    struct hash chain; /* H of the event before */
};

static enum err bad(struct walk *w, int64_t pos, const char *why) {
    w->out->ok = false;
    db_device_id(w->s, DB_NO(pos), &w->out->bad_device);
    w->out->bad_seq = DB_SEQ(pos);
    snprintf(w->out->why, sizeof w->out->why, "%s", why);
    return ERR_OK;
}

static enum err begin_device(struct walk *w, int64_t no) {
    sqlite3_stmt *st;
    enum err e = db_first(w->s, &st, STMT_device_pub, "i", no);
    int64_t fork_of = 0;

    w->no = no;
    w->chained = false;
    w->expected = 1;
    w->end = INT64_MAX;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    if (sqlite3_column_bytes(st, 0) == SIGN_PUBLIC_BYTES) {
        w->chained = true;
        journal_first(&w->chain, sqlite3_column_blob(st, 0));
        fork_of = sqlite3_column_int64(st, 1);
        w->expected = sqlite3_column_int64(st, 2) + 1;
        if (w->s->side == STORE_CLIENT && no != w->s->device.no)
            w->end = sqlite3_column_int64(st, 3);
    }
    db_done(w->s, st);
    if (fork_of && w->expected > 1) {
        e = db_first(w->s, &st, STMT_event_hash, "i", DB_POS(fork_of, w->expected - 1));
        if (e == ERR_OK) {
            db_hash(st, 0, &w->chain);
            db_done(w->s, st);
        }
    }
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err check_row(struct walk *w, sqlite3_stmt *st) {
    int64_t pos = sqlite3_column_int64(st, 0);
    struct hash body, expected = {{0}};
    struct raw_event raw;
    struct event ev;
    struct id entity = db_id(st, 12);
    enum err e = ERR_OK;

    if (DB_NO(pos) != w->no)
        e = begin_device(w, DB_NO(pos));
    if (e != ERR_OK)
        return e;
    append_read_row(w->s, st, &raw, &body);
    if (raw.seq > w->end)
        w->chained = false;
    if (w->chained && raw.seq != w->expected) {
        w->out->missing = true;
        return bad(w, DB_POS(w->no, w->expected), _("it is missing"));
    }
    if (raw.salt)
        journal_body(&body, raw.salt, raw.body, raw.body_len);
    else if (!raw.body_hash)
        return bad(w, pos, _("its body is gone and no hash stands for it"));
    if (w->chained)
        expected = w->chain;
    journal_next(&expected, raw.header, raw.header_len, &body);
    if (!hash_equal(&expected, &raw.hash))
        return bad(w, pos, _("its bytes are not those that were written"));
    if (event_read(&ev, raw.header, raw.header_len) != ERR_OK || ev.seq != raw.seq || !id_equal(&ev.entity, &entity))
        return bad(w, pos, _("its header and its place do not agree"));
    w->chain = raw.hash;
    w->expected = raw.seq + 1;
    return ERR_OK;
}

static enum err check_events(struct walk *w, upkeep_progress_fn *progress, void *arg) {
    sqlite3_stmt *st = db_get(w->s, STMT_event_all);
    int64_t total;
    enum err e = db_int(w->s, &total, 0, STMT_event_count, "");
    bool row;

    while (e == ERR_OK && w->out->ok && (e = db_next(w->s, st, &row)) == ERR_OK && row) {
        e = check_row(w, st);
        w->out->events++;
        if (progress && w->out->events % 4096 == 0)
            progress(arg, w->out->events, total);
    }
    db_done(w->s, st);
    return e;
}

/* A journal that lost its end is whole in itself: what was noted with it, and what a hub signed, tell. */
static enum err check_end(struct walk *w, int64_t no, int64_t seq, const struct hash *hash) {
    struct hash here;
    sqlite3_stmt *st;
    enum err e = db_first(w->s, &st, STMT_event_hash, "i", DB_POS(no, seq));

    if (e == ERR_NOT_FOUND) {
        w->out->missing = true;
        return bad(w, DB_POS(no, seq), _("it is missing"));
    }
    if (e != ERR_OK)
        return e;
    if (hash && (!db_hash(st, 0, &here) || !hash_equal(&here, hash)))
        bad(w, DB_POS(no, seq), _("it is not the one that the hub gave a receipt for"));
    db_done(w->s, st);
    return ERR_OK;
}

static enum err check_heads(struct walk *w) {
    sqlite3_stmt *st = db_get(w->s, STMT_own_heads);
    struct hash hash;
    enum err e = ERR_OK;
    bool row;

    while (w->out->ok && (e = db_next(w->s, st, &row)) == ERR_OK && row)
        if ((e = check_end(w, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), db_hash(st, 2, &hash) ? &hash : NULL)) !=
            ERR_OK)
            break;
    db_done(w->s, st);
    return e;
}

static bool receipt_signed(sqlite3_stmt *st, const struct id *device, const struct hash *hash, const unsigned char *pub) {
    struct buf text = {0};
    bool good;

    journal_receipt_text(&text, device, sqlite3_column_int64(st, 1), hash, sqlite3_column_int64(st, 3));
    good = sqlite3_column_bytes(st, 4) == SIGN_BYTES && sign_check(sqlite3_column_blob(st, 4), text.data, text.len, pub);
    buf_free(&text);
    return good;
}

static enum err check_receipts(struct walk *w) {
    unsigned char pub[SIGN_PUBLIC_BYTES];
    struct buf key = {0};
    bool known =
        store_get(w->s, "hub.key", &key) == ERR_OK && base64_parse(pub, sizeof pub, buf_text(&key), key.len) == (long)sizeof pub;
    sqlite3_stmt *st = db_get(w->s, STMT_receipt_rows);
    struct hash hash;
    struct id device;
    enum err e = ERR_OK;
    bool row;

    buf_free(&key);
    while (w->out->ok && (e = db_next(w->s, st, &row)) == ERR_OK && row) {
        int64_t no = sqlite3_column_int64(st, 0), seq = sqlite3_column_int64(st, 1);

        if (!db_hash(st, 2, &hash) || db_device_id(w->s, no, &device) != ERR_OK ||
            (known && !receipt_signed(st, &device, &hash, pub)))
            e = bad(w, DB_POS(no, seq), _("its receipt does not carry the hub's signature"));
        else
            e = check_end(w, no, seq, &hash);
        if (e != ERR_OK)
            break;
    }
    db_done(w->s, st);
    return e;
}

enum err upkeep_verify(struct store *s, struct upkeep_verify *out, upkeep_progress_fn *progress, void *arg) {
    struct walk w = {.s = s, .out = out};
    enum err e;

    memset(out, 0, sizeof *out);
    out->ok = true;
    e = check_events(&w, progress, arg);
    if (e == ERR_OK && out->ok)
        e = check_heads(&w);
    if (e == ERR_OK && out->ok && s->side == STORE_CLIENT)
        e = check_receipts(&w);
    return e;
}
