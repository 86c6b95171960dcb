/* A push: open line, events as they are stored, signed close line. */
#include "batch.h"

#include "linli/i18n.h"
#include "linli/journal.h"

struct filling {
    struct batch *batch;
    const struct engine_request *r;
    struct buf lines;
    struct hash from_hash;
    bool have_from;
};

void batch_free(struct batch *b) {
    buf_free(&b->body);
    *b = (struct batch){0};
}

/* The first row is the event that the push continues from: only its hash is wanted. */
static enum err add(void *arg, const struct raw_event *raw) {
    struct filling *f = arg;
    size_t before = f->lines.len;

    if (raw->seq == f->r->from) {
        f->from_hash = raw->hash;
        f->have_from = true;
        return ERR_OK;
    }
    if (raw->seq != f->batch->last + 1)
        return ERR_CORRUPT;
    wire_write_event(&f->lines, raw);
    if (f->batch->count && f->lines.len > f->r->bytes) {
        f->lines.len = before;
        return ERR_PARTLY;
    }
    f->batch->last = raw->seq;
    f->batch->last_hash = raw->hash;
    f->batch->count++;
    return ERR_OK;
}

static enum err fill(struct filling *f, struct store *s, const struct store_device *device) {
    int64_t most = (int64_t)f->r->events, start = f->r->from;
    enum err e;

    if (f->r->until && f->r->until - f->r->from < most)
        most = f->r->until - f->r->from;
    if (start == 0) {
        journal_first(&f->from_hash, device->key.pub);
        f->have_from = true;
        start = 1;
    } else {
        most++;
    }
    e = most > 0 ? store_events(s, &device->id, start, most, add, f) : ERR_OK;
    if (e == ERR_CORRUPT || (e == ERR_OK && !f->have_from))
        return err_say(ERR_CORRUPT, _("cannot send the work"), _("events are missing in this device's journal"),
                       _("run linli verify, and tell the office"));
    return e == ERR_PARTLY ? ERR_OK : e;
}

enum err batch_make(struct batch *out, struct store *s, const struct engine_request *r, bool packed) {
    const struct store_device *device = store_device(s);
    struct filling f = {.batch = out, .r = r};
    struct wire_head head = {.device = device->id, .seq = r->from};
    struct buf whole = {0}, text = {0};
    enum err e;

    *out = (struct batch){.from = r->from, .last = r->from};
    e = fill(&f, s, device);
    if (e == ERR_OK) {
        head.hash = f.from_hash;
        wire_write_open(&whole, &head);
        buf_add(&whole, buf_text(&f.lines), f.lines.len);
        if (!out->count)
            out->last_hash = f.from_hash;
        head.seq = out->last;
        head.hash = out->last_hash;
        journal_head_text(&text, &device->id, head.seq, &head.hash);
        sign_make(head.sig, buf_text(&text), text.len, &device->key);
        wire_write_close(&whole, &head);
        if (packed) {
            wire_pack(&out->body, whole.data, whole.len);
        } else {
            out->body = whole;
            whole = (struct buf){0};
        }
    }
    buf_free(&f.lines);
    buf_free(&whole);
    buf_free(&text);
    return e;
}
