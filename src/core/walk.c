/* Strict JSON, walked over. */
#include "walk.h"

#include <stdint.h>
#include <string.h>
#include "linli/utf8.h"

#define DEPTH_MAX 32
#define DIGITS_MAX 18 /* any such integer fits, on every reader */

void walk_spaces(struct walk *w) {
    while (w->p < w->end && (*w->p == ' ' || *w->p == '\t'))
        w->p++;
}

bool walk_sign(struct walk *w, char c) {
    walk_spaces(w);
    if (w->p == w->end || *w->p != c)
        return false;
    w->p++;
    return true;
}

static bool hex4(struct walk *w, unsigned *out) {
    *out = 0;
    if (w->end - w->p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = *w->p++;

        if (c >= '0' && c <= '9')
            *out = *out * 16 + (unsigned)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            *out = *out * 16 + (unsigned)((c | 32) - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* Behind the backslash. NUL and lone surrogates are no text. */
static bool walk_escape(struct walk *w) {
    unsigned high, low;
    char c;

    if (w->p == w->end)
        return false;
    c = *w->p++;
    if (c != 'u')
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    if (!hex4(w, &high) || high == 0 || (high >= 0xDC00 && high < 0xE000))
        return false;
    if (high < 0xD800 || high >= 0xE000)
        return true;
    if (w->end - w->p < 2 || w->p[0] != '\\' || w->p[1] != 'u')
        return false;
    w->p += 2;
    return hex4(w, &low) && low >= 0xDC00 && low < 0xE000;
}

/* A string from its opening to behind its closing quote. */
static bool walk_string(struct walk *w) {
    uint32_t cp;

    if (w->p == w->end || *w->p++ != '"')
        return false;
    while (w->p < w->end) {
        unsigned char c = (unsigned char)*w->p;

        if (c == '"') {
            w->p++;
            return true;
        }
        if (c < 0x20)
            return false;
        if (c == '\\') {
            w->p++;
            if (!walk_escape(w))
                return false;
        } else if (c < 0x80) {
            w->p++;
        } else {
            size_t n = utf8_read(&cp, w->p, (size_t)(w->end - w->p));

            if (n == 1)
                return false;
            w->p += n;
        }
    }
    return false;
}

static size_t digits(struct walk *w) {
    const char *from = w->p;

    while (w->p < w->end && *w->p >= '0' && *w->p <= '9')
        w->p++;
    return (size_t)(w->p - from);
}

static bool walk_number(struct walk *w) {
    const char *from;
    size_t whole, part = 0;

    if (w->p < w->end && *w->p == '-')
        w->p++;
    from = w->p;
    whole = digits(w);
    if (whole == 0 || (whole > 1 && *from == '0'))
        return false;
    if (w->p < w->end && *w->p == '.') {
        w->p++;
        part = digits(w);
        if (part == 0)
            return false;
    }
    if (whole + part > DIGITS_MAX)
        return false;
    if (w->p < w->end && (*w->p | 32) == 'e') {
        w->p++;
        if (w->p < w->end && (*w->p == '+' || *w->p == '-'))
            w->p++;
        part = digits(w);
        return part >= 1 && part <= 2;
    }
    return true;
}

bool walk_word(struct walk *w) {
    static const char *const words[] = {"true", "false", "null"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t len = strlen(words[i]);

        if ((size_t)(w->end - w->p) >= len && memcmp(w->p, words[i], len) == 0) {
            w->p += len;
            return true;
        }
    }
    return false;
}

static bool any_value(struct walk *w, int depth);

static bool walk_members(struct walk *w, int depth, char close) {
    if (depth > DEPTH_MAX)
        return false;
    w->p++;
    if (walk_sign(w, close))
        return true;
    do {
        walk_spaces(w);
        if (close == '}' && (!walk_string(w) || !walk_sign(w, ':')))
            return false;
        if (!any_value(w, depth))
            return false;
    } while (walk_sign(w, ','));
    return walk_sign(w, close);
}

static bool any_value(struct walk *w, int depth) {
    walk_spaces(w);
    if (w->p == w->end)
        return false;
    switch (*w->p) {
    case '{':
        return walk_members(w, depth + 1, '}');
    case '[':
        return walk_members(w, depth + 1, ']');
    case '"':
        return walk_string(w);
    default:
        return *w->p == '-' || (*w->p >= '0' && *w->p <= '9') ? walk_number(w) : walk_word(w);
    }
}

bool walk_value(struct walk *w) {
    return any_value(w, 0);
}

bool walk_object(struct walk *w, struct slice *out) {
    walk_spaces(w);
    out->text = w->p;
    if (w->p == w->end || *w->p != '{' || !walk_value(w))
        return false;
    out->len = (size_t)(w->p - out->text);
    return true;
}

bool walk_text(struct walk *w, struct slice *out) {
    const char *quote;

    walk_spaces(w);
    quote = w->p;
    if (!walk_string(w))
        return false;
    out->text = quote + 1;
    out->len = (size_t)(w->p - 1 - out->text);
    return true;
}

bool walk_end(struct walk *w) {
    walk_spaces(w);
    return w->p == w->end;
}

bool slice_is(const struct slice *s, const char *text) {
    return s->len == strlen(text) && memcmp(s->text, text, s->len) == 0;
}
