/* Bytes from the network: lines of a push, of a pull, and packed bodies. What is taken can be written again and reads the same.
 */
#include "linli/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(int good) {
    if (!good)
        abort();
}

static void as_event(const char *text, size_t len) {
    struct wire_store keep = {0}, keep2 = {0};
    struct raw_event raw, again;
    struct buf b = {0};

    if (wire_read_event(&raw, &keep, text, len) == ERR_OK) {
        wire_write_event(&b, &raw);
        check(wire_read_event(&again, &keep2, b.data, b.len - 1) == ERR_OK);
        check(again.seq == raw.seq && again.header_len == raw.header_len && again.body_len == raw.body_len);
        check(memcmp(again.header, raw.header, raw.header_len) == 0 && memchr(b.data, '\n', b.len) == b.data + b.len - 1);
    }
    buf_free(&keep.sealed);
    buf_free(&keep2.sealed);
    buf_free(&b);
}

/* By what it has in common with another, or alone: the same event. */
static void as_header(const char *text, size_t len) {
    static const char like[] =
        "{\"v\":1,\"kind\":\"visit.log\",\"seq\":7,\"at\":1763800000000,\"entity\":\"000102030405060708090a0b0c0d0e0f\"}";
    struct raw_event first = {.header = like, .header_len = sizeof like - 1}, raw = {.header = text, .header_len = len};
    static struct wire_headers h;
    struct event alone, together;
    enum err e = event_read(&alone, text, len);

    memset(&h, 0, sizeof h);
    check(wire_read_header(&h, &together, &first) == ERR_OK);
    check(wire_read_header(&h, &together, &raw) == e && memcmp(&alone, &together, sizeof alone) == 0);
}

static void as_line(const char *text, size_t len) {
    static struct wire_line l, again;
    struct buf b = {0};

    if (wire_read_line(&l, text, len) == ERR_OK) {
        wire_write_line(&b, &l);
        check(wire_read_line(&again, b.data, b.len - 1) == ERR_OK);
        check(again.kind == l.kind && again.rev == l.rev && strcmp(again.town, l.town) == 0 &&
              strcmp(again.cursor, l.cursor) == 0);
    }
    buf_free(&b);
}

static void as_head(const char *text, size_t len) {
    struct wire_head h, again;
    struct buf b = {0};

    if (wire_read_open(&h, text, len) == ERR_OK) {
        wire_write_open(&b, &h);
        check(wire_read_open(&again, b.data, b.len - 1) == ERR_OK && memcmp(&again, &h, sizeof h) == 0);
    }
    buf_reset(&b);
    if (wire_read_close(&h, text, len) == ERR_OK) {
        wire_write_close(&b, &h);
        check(wire_read_close(&again, b.data, b.len - 1) == ERR_OK && memcmp(again.sig, h.sig, SIGN_BYTES) == 0);
    }
    buf_free(&b);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    const char *text = (const char *)data;
    struct buf out = {0};

    as_event(text, size);
    as_header(text, size);
    as_line(text, size);
    as_head(text, size);
    check(wire_unpack(&out, text, size, 1 << 16) == ERR_OK || out.len == 0);
    buf_free(&out);
    return 0;
}
