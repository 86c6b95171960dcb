/* The strict reader: ECMA-48 sequences by a list of what may come, everything else is a fault. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "clean.h"

/* What people's text must never bring to a terminal. */
static const struct {
    uint32_t first, last;
    const char *name;
} banned[] = {
    {0x7f, 0x9f, "a C1 control or DEL"},
    {0x61c, 0x61c, "a bidi mark"},
    {0x200b, 0x200c, "a zero width character"},
    {0x200e, 0x200f, "a bidi mark"},
    {0x2028, 0x202e, "a bidi control or line separator"},
    {0x2066, 0x2069, "a bidi isolate"},
    {0xd800, 0xdfff, "a surrogate"},
    {0xfeff, 0xfeff, "a byte order mark"},
    {0xfff9, 0xfffb, "an annotation mark"},
    {0xe0000, 0xe007f, "a tag"},
};

static const char controls[] = "\a\b\t\n\r\016\017";
static const char csi_finals[] = "@ABCDEFGHIJKLMPSTXZ`abcdefghlmnqrstu";

/* Bytes of the character at `s`, 0 where it is not UTF-8. */
static size_t decode(const unsigned char *s, size_t left, uint32_t *cp) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = s[0] < 0x80 ? 1 : (s[0] & 0xe0) == 0xc0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : (s[0] & 0xf8) == 0xf0 ? 4 : 0;
    if (n == 0 || n > left)
        return 0;
    *cp = n == 1 ? s[0] : s[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        *cp = *cp << 6 | (s[i] & 0x3f);
    }
    return *cp < least[n] || *cp > 0x10ffff ? 0 : n;
}

/* Each returns the length of the sequence at `s` (which begins with ESC), 0 where it is not allowed or not whole. */
static size_t csi(const char *s, size_t left) {
    size_t n = 2;
    while (n < left && s[n] >= 0x20 && s[n] <= 0x3f)
        n++;
    return n < left && strchr(csi_finals, s[n]) && s[n] ? n + 1 : 0;
}

static size_t osc(const char *s, size_t left) {
    static const char *const kinds[] = {"0;", "1;", "2;", "52;"};
    bool known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known = known || (left > 2 + strlen(kinds[i]) && strncmp(s + 2, kinds[i], strlen(kinds[i])) == 0);
    size_t n = 2;
    while (known && n < left && (unsigned char)s[n] >= 0x20)
        n++;
    if (!known || n >= left)
        return 0;
    return s[n] == '\a' ? n + 1 : n + 1 < left && s[n] == '\033' && s[n + 1] == '\\' ? n + 2 : 0;
}

static size_t escape(const char *s, size_t left) {
    if (left < 2)
        return 0;
    if (s[1] == '[')
        return csi(s, left);
    if (s[1] == ']')
        return osc(s, left);
    if (strchr("()*+", s[1]))
        return left > 2 && strchr("AB0U", s[2]) ? 3 : 0;
    return s[1] && strchr("78=>MDEHc", s[1]) ? 2 : 0;
}

bool clean_check(const char *bytes, size_t len, size_t *at, char *why, size_t size) {
    for (size_t i = 0; i < len;) {
        uint32_t cp = 0;
        size_t n = bytes[i] == '\033' ? escape(bytes + i, len - i) : decode((const unsigned char *)bytes + i, len - i, &cp);
        *at = i;
        if (n == 0) {
            snprintf(why, size, "%s", bytes[i] == '\033' ? "an escape sequence that nobody should send" : "not UTF-8");
            return false;
        }
        i += n;
        if (bytes[*at] == '\033')
            continue;
        if (cp < 0x20 && (cp == 0 || !strchr(controls, (int)cp))) {
            snprintf(why, size, "control character %02x", (unsigned)cp);
            return false;
        }
        for (size_t b = 0; b < sizeof banned / sizeof *banned; b++)
            if (cp >= banned[b].first && cp <= banned[b].last) {
                snprintf(why, size, "%s, U+%04X", banned[b].name, (unsigned)cp);
                return false;
            }
    }
    return true;
}
