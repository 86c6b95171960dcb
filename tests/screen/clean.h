/* A strict reader of what a program sent to its terminal. */
#ifndef TESTS_SCREEN_CLEAN_H
#define TESTS_SCREEN_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* True where the bytes are UTF-8 without bidi, zero width or C1 controls, and every escape sequence is one that curses sends
 * to draw or that sets a title or the clipboard. Otherwise *at is the offset and `why` (of `size`) says what is wrong. */
bool clean_check(const char *bytes, size_t len, size_t *at, char *why, size_t size);

#endif
