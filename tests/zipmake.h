/* Makes zip archives in memory, each part as it is (stored): for tests of what reads them. */
#ifndef LINLI_TESTS_ZIPMAKE_H
#define LINLI_TESTS_ZIPMAKE_H

#include <stdint.h>
#include <string.h>
#include "linli/buf.h"

struct zipmake {
    struct buf out, list; /* local headers and parts; the central directory */
    unsigned count;
};

static inline uint32_t zipmake_crc(const void *bytes, size_t len) {
    const unsigned char *p = bytes;
    uint32_t crc = 0xFFFFFFFFu;

    for (size_t i = 0; i < len; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

static inline void zipmake_number(struct buf *b, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++)
        buf_putc(b, (char)(value >> 8 * i & 0xFF));
}

/* What local and central headers share: version, flags, method, time, date, checksum, sizes, length of the name. */
static inline void zipmake_head(struct buf *b, const char *name, int method, uint32_t crc, size_t packed, size_t len) {
    zipmake_number(b, 20, 2);
    zipmake_number(b, 0, 2);
    zipmake_number(b, (uint32_t)method, 2);
    zipmake_number(b, 0, 2);
    zipmake_number(b, 0x21, 2); /* 1980-01-01 */
    zipmake_number(b, crc, 4);
    zipmake_number(b, (uint32_t)packed, 4);
    zipmake_number(b, (uint32_t)len, 4);
    zipmake_number(b, (uint32_t)strlen(name), 2);
    zipmake_number(b, 0, 2);
}

/* A part whose `packed` bytes are already what `method` makes of the `len` ones. */
static inline void zipmake_put(struct zipmake *z, const char *name, int method, uint32_t crc, const void *packed,
                               size_t packed_len, size_t len) {
    uint32_t at = (uint32_t)z->out.len;

    buf_add(&z->out, "PK\3\4", 4);
    zipmake_head(&z->out, name, method, crc, packed_len, len);
    buf_puts(&z->out, name);
    buf_add(&z->out, packed, packed_len);
    buf_add(&z->list, "PK\1\2", 4);
    zipmake_number(&z->list, 20, 2);
    zipmake_head(&z->list, name, method, crc, packed_len, len);
    zipmake_number(&z->list, 0, 2);
    zipmake_number(&z->list, 0, 4);
    zipmake_number(&z->list, 0, 4);
    zipmake_number(&z->list, at, 4);
    buf_puts(&z->list, name);
    z->count++;
}

static inline void zipmake_add(struct zipmake *z, const char *name, const void *bytes, size_t len) {
    zipmake_put(z, name, 0, zipmake_crc(bytes, len), bytes, len, len);
}

/* Then z->out is the archive; freed by the caller with buf_free. */
static inline void zipmake_end(struct zipmake *z) {
    uint32_t at = (uint32_t)z->out.len;

    buf_add(&z->out, z->list.data, z->list.len);
    buf_add(&z->out, "PK\5\6", 4);
    zipmake_number(&z->out, 0, 4);
    zipmake_number(&z->out, z->count, 2);
    zipmake_number(&z->out, z->count, 2);
    zipmake_number(&z->out, (uint32_t)z->list.len, 4);
    zipmake_number(&z->out, at, 4);
    zipmake_number(&z->out, 0, 2);
    buf_free(&z->list);
}

#endif
