/* A growing byte buffer. `data` is always NUL-terminated behind `len` bytes once anything was added;
 * `{0}` is an empty buffer. */
#ifndef LINLI_BUF_H
#define LINLI_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t len;
    size_t room;
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Makes room for `more` further bytes and returns where they go; the caller adds to `len`. */
char *buf_reserve(struct buf *b, size_t more);

/* The text, "" where nothing was added; the buffer's, good until the next change. */
const char *buf_text(const struct buf *b);

/* Empties, keeps the memory. */
void buf_reset(struct buf *b);

/* Hands the NUL-terminated text to the caller (mem_free) and leaves an empty buffer. */
char *buf_take(struct buf *b);

void buf_free(struct buf *b);

#endif
