/* Cutting an outbox file into its pushes: a first line, events, a last line. */
#include "hub/pushes.h"

#include <stdbool.h>
#include <string.h>

static size_t line_len(const char *text, size_t len) {
    const char *end = memchr(text, '\n', len);

    return end ? (size_t)(end - text) : len;
}

enum err pushes_next(size_t *push_len, struct wire_head *head, size_t *events, const char *text, size_t len) {
    struct wire_head close;
    size_t at = 0;
    bool begun = false;

    *events = 0;
    while (at < len && text[at] && strchr(" \t\r\n", text[at]))
        at++;
    for (; at < len; begun = true) {
        size_t n = line_len(text + at, len - at);
        enum err e = begun ? ERR_OK : wire_read_open(head, text + at, n);

        if (e != ERR_OK)
            return e;
        *push_len = at + n + (at + n < len);
        if (*push_len > WIRE_BODY_MAX)
            return ERR_RANGE;
        if (begun && text[at] == '{')
            return wire_read_close(&close, text + at, n);
        *events += begun;
        at = *push_len;
    }
    return begun ? ERR_SYNTAX : ERR_NOT_FOUND;
}
