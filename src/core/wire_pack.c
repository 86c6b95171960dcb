/* zstd around a body of the wire: whole frames, bounded memory. */
#include "linli/wire.h"

#include <zstd.h>

/* Salts and ids do not compress: higher levels cost time for nothing, and so do the tables that a level has for larger inputs
 * (6.6 MiB at level 9, here 1.5). Matches of less than 6 bytes are hex digits by chance. */
static const struct {
    ZSTD_cParameter name;
    int value;
} settings[] = {
    {ZSTD_c_compressionLevel, 9},
    {ZSTD_c_hashLog, 17},
    {ZSTD_c_chainLog, 17},
    {ZSTD_c_minMatch, 6},
};
#define WINDOW_LOG_MAX 23 /* 8 MiB: twice WIRE_BODY_MAX */
#define FIRST_ROOM ((size_t)64 << 10)

void wire_pack(struct buf *out, const char *bytes, size_t len) {
    size_t room = ZSTD_compressBound(len), got = 0;
    char *to = buf_reserve(out, room);
    ZSTD_CCtx *ctx = ZSTD_createCCtx();

    for (size_t i = 0; ctx && i < sizeof settings / sizeof settings[0]; i++)
        ZSTD_CCtx_setParameter(ctx, settings[i].name, settings[i].value);
    if (ctx)
        got = ZSTD_compress2(ctx, to, room, bytes, len);
    /* It cannot fail with compressBound's room, but for want of memory: then nothing is added, and nobody takes that for a frame.
     */
    if (!ZSTD_isError(got))
        out->len += got;
    out->data[out->len] = '\0';
    ZSTD_freeCCtx(ctx);
}

/* Feeds the frame; the answer may grow to `limit` bytes. */
static enum err unpack(struct buf *out, ZSTD_DCtx *ctx, ZSTD_inBuffer *in, size_t limit) {
    size_t start = out->len, left = 1;

    while (left) {
        size_t had = out->len - start, room = had < FIRST_ROOM ? FIRST_ROOM : had;
        ZSTD_outBuffer to = {0};

        if (room > limit + 1 - had)
            room = limit + 1 - had; /* one more byte than is allowed tells that there is more */
        to = (ZSTD_outBuffer){buf_reserve(out, room), room, 0};
        left = ZSTD_decompressStream(ctx, &to, in);
        if (ZSTD_isError(left))
            return ERR_SYNTAX;
        out->len += to.pos;
        out->data[out->len] = '\0';
        if (out->len - start > limit)
            return ERR_RANGE;
        if (left && to.pos < room && in->pos == in->size)
            return ERR_SYNTAX; /* cut off */
    }
    return in->pos == in->size ? ERR_OK : ERR_SYNTAX;
}

enum err wire_unpack(struct buf *out, const char *bytes, size_t len, size_t limit) {
    ZSTD_inBuffer in = {bytes, len, 0};
    size_t start = out->len;
    const unsigned char *u = (const unsigned char *)bytes;
    ZSTD_DCtx *ctx;
    enum err e;

    /* A skippable frame would be nothing at all. */
    if (len < 4 || (u[0] | u[1] << 8 | u[2] << 16 | (unsigned)u[3] << 24) != ZSTD_MAGICNUMBER)
        return ERR_SYNTAX;
    ctx = ZSTD_createDCtx();
    if (!ctx)
        return ERR_FAILED;
    ZSTD_DCtx_setParameter(ctx, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
    e = unpack(out, ctx, &in, limit);
    ZSTD_freeDCtx(ctx);
    if (e != ERR_OK) {
        out->len = start;
        if (out->data)
            out->data[start] = '\0';
    }
    return e;
}
