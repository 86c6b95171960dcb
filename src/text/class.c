/* Classes of code points, from the table that contrib/width_table.sh makes. */
#include "class.h"

#include <stddef.h>
#include "linli/utf8.h"

#define NARROW CLASS_NARROW
#define WIDE CLASS_WIDE
#define AMBIGUOUS CLASS_AMBIGUOUS
#define ZERO CLASS_ZERO
#define CONTROL CLASS_CONTROL
#define UNKNOWN CLASS_UNKNOWN
#define PICTURE CLASS_PICTURE
#define ROW(from, class) (((uint32_t)(from) << 8) | (class)),

static const uint32_t rows[] = {
#include "width_table.inc"
};

unsigned class_of(uint32_t cp) {
    size_t low = 0, high = sizeof rows / sizeof *rows;

    if (cp < 0x7F)
        return cp < 0x20 ? CLASS_CONTROL : CLASS_NARROW;
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return CLASS_WIDE;
    if (cp > 0x10FFFF)
        return CLASS_CONTROL;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;

        if (rows[middle] >> 8 <= cp)
            low = middle;
        else
            high = middle;
    }
    return rows[low] & 0xFF;
}

bool class_is_space(uint32_t cp) {
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

size_t class_line_break(const char *p, size_t left) {
    if (left > 1 && p[0] == '\r' && p[1] == '\n')
        return 2;
    return left > 0 && (*p == '\n' || *p == '\r');
}

void class_keep(struct buf *out, const char *text, size_t len) {
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = class_line_break(text + i, len - i);
        if (n > 0 || text[i] == '\t') {
            buf_putc(out, ' ');
            n += n == 0;
            continue;
        }
        n = utf8_read(&cp, text + i, len - i);
        if ((cp == UTF8_REPLACEMENT && n == 1) || (class_of(cp) & CLASS_MASK) == CLASS_CONTROL)
            continue;
        buf_add(out, text + i, n);
    }
}
