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

static bool hex4(struct walk *w, uint32_t *out) {
    *out = 0;
    if (w->end - w->p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = *w->p++;

        if (c >= '0' && c <= '9')
            *out = *out * 16 + (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            *out = *out * 16 + (uint32_t)((c | 32) - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* Behind the backslash: the character it stands for. NUL and lone surrogates are no text. */
static bool walk_escape(struct walk *w, uint32_t *cp) {
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *letter;
    uint32_t low;
    char c;

    if (w->p == w->end)
        return false;
    c = *w->p++;
    if (c != 'u') {
        letter = c ? strchr(letters, c) : NULL;
        *cp = letter ? (uint32_t)meant[letter - letters] : 0;
        return letter != NULL;
    }
    if (!hex4(w, cp) || *cp == 0 || (*cp >= 0xDC00 && *cp < 0xE000))
        return false;
    if (*cp < 0xD800 || *cp >= 0xE000)
        return true;
    if (w->end - w->p < 2 || w->p[0] != '\\' || w->p[1] != 'u')
        return false;
    w->p += 2;
    if (!hex4(w, &low) || low < 0xDC00 || low >= 0xE000)
        return false;
    *cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
    return true;
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
            if (!walk_escape(w, &cp))
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

/* The whole part of a number; how many digits, 0 where it is none. */
static size_t walk_whole(struct walk *w) {
    const char *from;
    size_t n;

    if (w->p < w->end && *w->p == '-')
        w->p++;
    from = w->p;
    n = digits(w);
    return n > DIGITS_MAX || (n > 1 && *from == '0') ? 0 : n;
}

static bool walk_number(struct walk *w) {
    size_t whole = walk_whole(w), part = 0;

    if (whole == 0)
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

bool walk_int(struct walk *w, int64_t *out) {
    const char *from;
    int64_t n = 0;

    walk_spaces(w);
    from = w->p;
    if (walk_whole(w) == 0 || (w->p < w->end && (*w->p == '.' || (*w->p | 32) == 'e')))
        return false;
    for (const char *p = from + (*from == '-'); p < w->p; p++)
        n = n * 10 + (*p - '0');
    *out = *from == '-' ? -n : n;
    return true;
}

bool walk_id(struct walk *w, struct id *out) {
    struct slice s;

    return walk_text(w, &s) && id_parse(out, s.text, s.len);
}

/* Over the bracket or the comma before what comes next. */
static bool walk_next(struct walk *w, bool *more, char open, char close, bool *end) {
    bool first = !*more;

    *more = true;
    if (first && !walk_sign(w, open))
        return false;
    *end = walk_sign(w, close);
    return *end || first || walk_sign(w, ',');
}

bool walk_member(struct walk *w, bool *more, struct slice *key, bool *end) {
    return walk_next(w, more, '{', '}', end) && (*end || (walk_text(w, key) && walk_sign(w, ':')));
}

bool walk_item(struct walk *w, bool *more, bool *end) {
    return walk_next(w, more, '[', ']', end);
}

bool slice_is(const struct slice *s, const char *text) {
    return s->len == strlen(text) && memcmp(s->text, text, s->len) == 0;
}

bool slice_copy(char *to, size_t room, const struct slice *s) {
    const char *slash = memchr(s->text, '\\', s->len);
    size_t n = slash ? (size_t)(slash - s->text) : s->len;
    struct walk w = {s->text + n, s->text + s->len};

    if (n >= room)
        return false;
    memcpy(to, s->text, n);
    while (w.p < w.end) {
        uint32_t cp = (unsigned char)*w.p++;
        char bytes[4] = {(char)cp};
        size_t len = 1;

        if (cp == '\\' && walk_escape(&w, &cp))
            len = utf8_write(bytes, cp);
        if (n + len >= room)
            return false;
        memcpy(to + n, bytes, len);
        n += len;
    }
    to[n] = '\0';
    return true;
}
