/* Random 128-bit names of entities and devices, shown as 32 lower-case hex digits. */
#ifndef LINLI_ID_H
#define LINLI_ID_H

#include <stdbool.h>
#include <stddef.h>

#define ID_BYTES 16
#define ID_TEXT_SIZE 33

struct id {
    unsigned char b[ID_BYTES];
};

struct id id_random(void);
bool id_is_zero(const struct id *id);
bool id_equal(const struct id *a, const struct id *b);
void id_text(char out[ID_TEXT_SIZE], const struct id *id);

/* False, and *out unchanged, where `text` (its first `len` bytes, or all with SIZE_MAX) is not exactly 32 hex digits. */
bool id_parse(struct id *out, const char *text, size_t len);

#endif
