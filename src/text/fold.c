/* Folding of widths, case and white space. */
#include "linli/fold.h"

#include <stdbool.h>
#include <string.h>
#include "class.h"
#include "linli/utf8.h"
#include "linli/width.h"

uint32_t fold_width(uint32_t cp) {
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFF01 + '!';
    return cp == 0x3000 ? ' ' : cp;
}

static const struct {
    uint32_t from, to;
} variants[] = {
#define LIKE(from, to) {from, to},
#include "han_variants.inc"
#undef LIKE
};

uint32_t fold_han(uint32_t cp) {
    size_t low = 0, high = sizeof variants / sizeof *variants;

    if (cp < variants[0].from)
        return cp;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (variants[middle].from < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof variants / sizeof *variants && variants[low].from == cp ? variants[low].to : cp;
}

static void put(struct buf *out, uint32_t cp) {
    char bytes[4];

    buf_add(out, bytes, utf8_write(bytes, cp));
}

/* Invisible inside a word: variation selectors, soft hyphens, zero-width spaces and joiners, byte order marks. */
static bool is_invisible(uint32_t cp) {
    return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F) ||
           (cp >= 0xE0100 && cp <= 0xE01EF);
}

void fold_text(struct buf *out, const char *text, size_t len) {
    bool gap = false, started = false;
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        if (cp >= 0x80) {
            cp = fold_han(fold_width(cp));
            if (is_invisible(cp))
                continue;
        }
        if (class_is_space(cp)) {
            gap = started;
            continue;
        }
        if (gap)
            buf_putc(out, ' ');
        gap = false;
        started = true;
        put(out, cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
    }
}

static uint32_t fold_cell_char(uint32_t cp) {
    bool wide = (cp >= U'０' && cp <= U'９') || (cp >= U'Ａ' && cp <= U'Ｚ') || (cp >= U'ａ' && cp <= U'ｚ');

    if (class_is_space(cp))
        return ' ';
    return wide ? fold_width(cp) : cp;
}

void fold_cell(struct buf *out, const char *text, size_t len) {
    size_t start = out->len, n;

    for (size_t i = 0; i < len; i += n) {
        size_t first, breaks = class_line_break(text + i, len - i);
        uint32_t cp, folded;
        int cells;

        if (breaks > 0) {
            n = breaks;
            if (out->len > start)
                buf_putc(out, ' ');
            continue;
        }
        n = width_cluster(text + i, len - i, &cells);
        first = utf8_read(&cp, text + i, len - i);
        folded = fold_cell_char(cp);
        if (folded == ' ' ? out->len == start : (cp == UTF8_REPLACEMENT && first == 1))
            continue;
        if (folded != ' ' && ((class_of(cp) & CLASS_MASK) == CLASS_CONTROL || (class_of(cp) & CLASS_MASK) == CLASS_ZERO))
            continue;
        put(out, folded);
        buf_add(out, text + i + first, n - first);
    }
    while (out->len > start && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

void fold_digits(struct buf *out, const char *text, size_t len) {
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        cp = fold_width(cp);
        if (cp >= '0' && cp <= '9')
            buf_putc(out, (char)cp);
    }
}

uint32_t fold_key(uint32_t cp) {
    static const struct {
        uint32_t from, to;
    } keys[] = {
        {U'、', '/'}, {U'。', '.'}, {U'《', '<'}, {U'》', '>'}, {U'【', '['}, {U'】', ']'}, {U'「', '['},
        {U'」', ']'}, {U'“', '"'},  {U'”', '"'},  {U'‘', '\''}, {U'’', '\''}, {U'·', '\''}, {U'￥', '$'},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].from == cp)
            return keys[i].to;
    return fold_width(cp); /* ： ？ ， ； ！ （ ） ～ are full-width forms */
}
