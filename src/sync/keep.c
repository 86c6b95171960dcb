/* The store's side of an answer. Settings: "sync.epoch", "sync.cursor", "sync.lost" (the receipt that was told of),
 * "sync.revoked" (when), "sync.rekey" (device and seq that a new key continues and that the hub does not know of yet). */
#include "keep.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "link.h"
#include "linli/i18n.h"
#include "linli/mem.h"

static enum err get(struct store *s, const char *key, char *out, size_t room) {
    struct buf text = {0};
    enum err e = store_get(s, key, &text);

    out[0] = '\0';
    if (e == ERR_OK && text.len < room)
        memcpy(out, buf_text(&text), text.len + 1);
    buf_free(&text);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err keep_start(struct engine_start *out, struct store *s, const unsigned char hub_key[SIGN_PUBLIC_BYTES]) {
    const struct store_device *device = store_device(s);
    char rekey[ID_TEXT_SIZE + 24];
    struct receipt receipt;
    enum err e;

    *out = (struct engine_start){.device = device->id, .head = device->head_seq, .held = device->held_seq};
    memcpy(out->hub_key, hub_key, SIGN_PUBLIC_BYTES);
    out->unsure = store_get_int(s, "sync.tries", 0) > 0;
    out->slow = store_get_int(s, "sync.slow", 0);
    e = get(s, "sync.epoch", out->epoch, sizeof out->epoch);
    if (e == ERR_OK)
        e = get(s, "sync.cursor", out->cursor, sizeof out->cursor);
    if (e == ERR_OK)
        e = get(s, "sync.rekey", rekey, sizeof rekey);
    if (e == ERR_OK && strlen(rekey) > ID_TEXT_SIZE && id_parse(&out->old, rekey, ID_TEXT_SIZE - 1))
        out->old_seq = strtoll(rekey + ID_TEXT_SIZE, NULL, 10);
    if (e != ERR_OK)
        return e;
    e = store_last_receipt(s, &receipt);
    if (e == ERR_OK) {
        out->receipt = receipt.seq;
        out->told_lost = store_get_int(s, "sync.lost", 0) == receipt.seq;
    }
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err keep_receipt(struct store *s, const struct told *t, const char *epoch) {
    bool tail = t->fork && !id_is_zero(&t->tail);

    if (!t->has_receipt || !t->receipt.seq)
        return ERR_OK;
    /* A tail that is not whole yet has no name here. */
    if (!tail && !id_equal(&t->receipt.device, &store_device(s)->id))
        return ERR_OK;
    return store_keep_receipt(s, &t->receipt, epoch);
}

static enum err keep_marks(struct store *s, const struct told *t) {
    enum err e = t->forget ? store_forget_revs(s) : ERR_OK;

    if (e == ERR_OK && t->forget)
        e = store_set(s, "sync.cursor", NULL);
    if (e == ERR_OK && *t->epoch)
        e = store_set(s, "sync.epoch", t->epoch);
    if (e == ERR_OK && t->lost)
        e = store_set_int(s, "sync.lost", t->lost);
    if (e == ERR_OK && t->holds)
        e = store_set_held(s, t->held);
    return e;
}

struct known {
    const struct refusal *told;
    bool same;
};

static enum err compare(void *arg, const struct raw_event *raw) {
    struct known *k = arg;

    k->same =
        raw->seq == k->told->seq && raw->verdict == k->told->verdict && raw->reason && strcmp(raw->reason, k->told->reason) == 0;
    return ERR_OK;
}

static enum err keep_refused(struct store *s, const struct told *t, int64_t *refused) {
    const struct id own = store_device(s)->id;
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < t->refused_count; i++) {
        struct known known = {.told = &t->refused[i]};

        e = store_events(s, &own, t->refused[i].seq, 1, compare, &known);
        if (e != ERR_OK || known.same) /* a revoked device is told again and again */
            continue;
        e = store_set_verdict(s, &own, t->refused[i].seq, t->refused[i].verdict, t->refused[i].reason);
        if (e == ERR_NOT_FOUND) /* of an event that is not here, as after a restore: nothing to mark */
            e = ERR_OK;
        else
            ++*refused;
    }
    return e;
}

/* What waited for a decision and is not among the refused any more was taken. */
static enum err keep_standing(struct store *s, const struct told *t) {
    int64_t *open;
    enum err e;

    if (!t->asked || (!t->revoked && !store_get_int(s, "sync.revoked", 0)))
        return ERR_OK;
    e = t->revoked ? store_set_int(s, "sync.revoked", t->revoked) : store_set(s, "sync.revoked", NULL);
    if (e != ERR_OK || !t->revoked || t->most)
        return e;
    open = mem_new(t->refused_count, sizeof *open);
    for (size_t i = 0; i < t->refused_count; i++)
        open[i] = t->refused[i].seq;
    e = store_accept_others(s, open, t->refused_count);
    mem_free(open);
    return e;
}

static enum err keep_fork(struct store *s, const struct told *t) {
    const struct id old = store_device(s)->id;
    char rekey[ID_TEXT_SIZE + 24], hex[ID_TEXT_SIZE];
    enum err e;

    if (!t->fork)
        return ERR_OK;
    id_text(hex, &old);
    snprintf(rekey, sizeof rekey, "%s %" PRId64, hex, t->after);
    e = store_fork(s, t->after, id_is_zero(&t->tail) ? NULL : &t->tail);
    if (e == ERR_OK)
        e = store_set(s, "sync.rekey", rekey);
    if (e == ERR_OK) /* what the other one did was told to this device as its own, without words */
        e = store_set(s, "sync.cursor", NULL);
    return e;
}

static enum err keep_all(struct store *s, const struct told *t, int64_t *refused) {
    char epoch[ID_TEXT_SIZE];
    enum err e = keep_marks(s, t);

    if (e == ERR_OK)
        e = get(s, "sync.epoch", epoch, sizeof epoch);
    if (e == ERR_OK)
        e = keep_refused(s, t, refused);
    if (e == ERR_OK)
        e = keep_standing(s, t);
    if (e == ERR_OK)
        e = keep_fork(s, t);
    if (e == ERR_OK)
        e = keep_receipt(s, t, epoch);
    if (e == ERR_OK && *t->next_pin)
        e = store_set(s, "hub.next_pin", t->next_pin);
    if (e == ERR_OK && t->rekeyed)
        e = link_keep_joined(s, &t->joined);
    if (e == ERR_OK && t->rekeyed)
        e = store_set(s, "sync.rekey", NULL);
    return e;
}

enum err keep_told(struct store *s, const struct told *told, int64_t *refused) {
    struct err_words words;
    enum err e = store_begin(s);

    *refused = 0;
    if (e != ERR_OK)
        return e;
    e = keep_all(s, told, refused);
    if (e == ERR_OK)
        return store_commit(s);
    words = *err_last();
    store_rollback(s);
    *refused = 0;
    return words.code == e ? err_say(e, words.what, words.why, words.todo)
                           : err_say(e, _("cannot keep what the hub answered"), err_name(e), _("run linli doctor"));
}
