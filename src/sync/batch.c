/* A push: open line, events as they are stored, signed close line. */
#include "batch.h"

#include "linli/i18n.h"
#include "linli/journal.h"

struct filling {
    struct batch *batch;
    const struct engine_request *r;
    const struct store_device *device;
    struct buf text;
    size_t begun; /* where the events begin; 0: the opening line is not there yet */
};

void batch_free(struct batch *b) {
    buf_free(&b->body);
    *b = (struct batch){0};
}

static void begin(struct filling *f, const struct hash *from) {
    const struct wire_head head = {.device = f->device->id, .seq = f->r->from, .hash = *from};

    wire_write_open(&f->text, &head);
    f->begun = f->text.len;
    f->batch->last_hash = *from;
}

/* The first row is the event that the push continues from: only its hash is wanted. */
static enum err add(void *arg, const struct raw_event *raw) {
    struct filling *f = arg;
    size_t before = f->text.len;

    if (raw->seq == f->r->from) {
        begin(f, &raw->hash);
        return ERR_OK;
    }
    if (!f->begun || raw->seq != f->batch->last + 1)
        return ERR_CORRUPT;
    wire_write_event(&f->text, raw);
    if (f->batch->count && f->text.len - f->begun > f->r->bytes) {
        f->text.len = before;
        return ERR_PARTLY;
    }
    f->batch->last = raw->seq;
    f->batch->last_hash = raw->hash;
    f->batch->count++;
    return ERR_OK;
}

static enum err fill(struct filling *f, struct store *s) {
    int64_t most = (int64_t)f->r->events, start = f->r->from;
    struct hash first;
    enum err e;

    if (f->r->until && f->r->until - f->r->from < most)
        most = f->r->until - f->r->from;
    if (start == 0) {
        journal_first(&first, f->device->key.pub);
        begin(f, &first);
        start = 1;
    } else {
        most++;
    }
    e = most > 0 ? store_events(s, &f->device->id, start, most, add, f) : ERR_OK;
    if (e == ERR_CORRUPT || (e == ERR_OK && !f->begun))
        return err_say(ERR_CORRUPT, _("cannot send the work"), _("events are missing in this device's journal"),
                       _("run linli verify, and tell the office"));
    return e == ERR_PARTLY ? ERR_OK : e;
}

static void finish(struct filling *f) {
    const struct batch *b = f->batch;
    struct wire_head head = {.seq = b->last, .hash = b->last_hash};
    struct buf text = {0};

    journal_head_text(&text, &f->device->id, b->last, &b->last_hash);
    sign_make(head.sig, buf_text(&text), text.len, &f->device->key);
    wire_write_close(&f->text, &head);
    buf_free(&text);
}

enum err batch_make(struct batch *out, struct store *s, const struct engine_request *r, bool packed) {
    struct filling f = {.batch = out, .r = r, .device = store_device(s)};
    enum err e;

    *out = (struct batch){.from = r->from, .last = r->from};
    e = fill(&f, s);
    if (e == ERR_OK) {
        finish(&f);
        if (packed) {
            wire_pack(&out->body, f.text.data, f.text.len);
        } else {
            out->body = f.text;
            f.text = (struct buf){0};
        }
    }
    buf_free(&f.text);
    return e;
}
