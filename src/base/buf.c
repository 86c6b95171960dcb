/* The growing byte buffer. */
#include "linli/buf.h"

#include <stdio.h>
#include <string.h>
#include "linli/mem.h"

char *buf_reserve(struct buf *b, size_t more) {
    size_t need = b->len + more + 1;

    if (need > b->room) {
        size_t room = b->room ? b->room : 64;

        while (room < need)
            room *= 2;
        b->data = mem_resize(b->data, room, 1);
        b->room = room;
    }
    return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len) {
    char *to = buf_reserve(b, len);

    if (len)
        memcpy(to, bytes, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text) {
    buf_add(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c) {
    char *to = buf_reserve(b, 1);

    to[0] = c;
    to[1] = '\0';
    b->len++;
}

void buf_vprintf(struct buf *b, const char *format, va_list args) {
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        return;
    vsnprintf(buf_reserve(b, (size_t)len), (size_t)len + 1, format, args);
    b->len += (size_t)len;
}

void buf_printf(struct buf *b, const char *format, ...) {
    va_list args;

    va_start(args, format);
    buf_vprintf(b, format, args);
    va_end(args);
}

const char *buf_text(const struct buf *b) {
    return b->data ? b->data : "";
}

void buf_reset(struct buf *b) {
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

char *buf_take(struct buf *b) {
    char *text = b->data ? b->data : mem_dup("");

    *b = (struct buf){0};
    return text;
}

void buf_free(struct buf *b) {
    mem_free(b->data);
    *b = (struct buf){0};
}
