/* What a code point is to a terminal cell. For this room only. */
#ifndef LINLI_TEXT_CLASS_H
#define LINLI_TEXT_CLASS_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/buf.h"

enum {
    CLASS_NARROW,
    CLASS_WIDE,
    CLASS_AMBIGUOUS,
    CLASS_ZERO,    /* combining marks, variation selectors, ZWJ, Hangul vowels and finals */
    CLASS_CONTROL, /* C0, C1, format and bidi controls, separators of lines, surrogates, noncharacters */
    CLASS_UNKNOWN, /* private and unassigned: kept in the record, not drawn */
    CLASS_MASK = 7,
    CLASS_PICTURE = 8 /* what ZWJ can join */
};

#define CLASS_ZWJ UINT32_C(0x200D)

unsigned class_of(uint32_t cp);

/* True for white space of any width; line breaks included. */
bool class_is_space(uint32_t cp);

/* The bytes at `p` are one line break (\n, \r or \r\n): how many, else 0. */
size_t class_line_break(const char *p, size_t left);

/* Appends what is safe to keep of `text`: what is not UTF-8 and what can act on a terminal is dropped, line breaks and
 * tabs become spaces. Private and unassigned characters stay: they are the rare ones of somebody's name. */
void class_keep(struct buf *out, const char *text, size_t len);

#endif
