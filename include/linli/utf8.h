/* UTF-8, one code point at a time; nothing here trusts its input. */
#ifndef LINLI_UTF8_H
#define LINLI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands for bytes that are no character. */
#define UTF8_REPLACEMENT UINT32_C(0xFFFD)

/* Reads the code point at `p` (`left` bytes, at least 1) and returns its bytes, 1 to 4. A byte that starts no valid sequence
 * (overlong, surrogate, above U+10FFFF, cut off) gives U+FFFD and 1. */
size_t utf8_read(uint32_t *cp, const char *p, size_t left);

/* Writes a code point, returns its bytes (1 to 4); `out` has room for 4. */
size_t utf8_write(char *out, uint32_t cp);

bool utf8_valid(const char *text, size_t len);

/* True for Han characters (unified ideographs of all planes, compatibility ideographs, 〇 and 々). */
bool utf8_is_han(uint32_t cp);

#endif
