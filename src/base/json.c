/* JSON: jansson reads; writing is a stream of pieces into a buffer, because a tree that is built only to be
 * printed costs three times the work on every event. */
#include "linli/json.h"

#include <jansson.h>
#include <string.h>
#include "linli/clock.h"

#define DEPTH_MAX 32

static const json_t *node(const struct json *v) {
    return (const json_t *)(const void *)v;
}

static const struct json *wrap(const json_t *v) {
    return (const struct json *)(const void *)v;
}

/* jansson's own limit is 2048 levels of recursion; ours is checked before it sees the text. */
static bool too_deep(const char *text, size_t len) {
    int depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < len; i++) {
        char c = text[i];

        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > DEPTH_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return false;
}

enum err json_parse(struct json **out, const char *text, size_t len, size_t *used) {
    size_t flags = JSON_REJECT_DUPLICATES | (used ? JSON_DISABLE_EOF_CHECK : 0);
    json_error_t error;
    json_t *v;

    *out = NULL;
    if (too_deep(text, len))
        return ERR_SYNTAX;
    v = json_loadb(text, len, flags, &error);
    if (!v)
        return ERR_SYNTAX;
    if (used)
        *used = (size_t)error.position;
    *out = (struct json *)(void *)v;
    return ERR_OK;
}

void json_free(struct json *v) {
    json_decref((json_t *)(void *)v);
}

const struct json *json_get(const struct json *object, const char *key) {
    return object ? wrap(json_object_get(node(object), key)) : NULL;
}

const char *json_str(const struct json *object, const char *key, const char *fallback) {
    const char *text = json_text(json_get(object, key));

    return text ? text : fallback;
}

bool json_value_int(const struct json *value, int64_t *out) {
    if (!value || !json_is_integer(node(value)))
        return false;
    *out = json_integer_value(node(value));
    return true;
}

bool json_int(const struct json *object, const char *key, int64_t *out) {
    return json_value_int(json_get(object, key), out);
}

bool json_bool(const struct json *object, const char *key, bool fallback) {
    const struct json *v = json_get(object, key);

    return v && json_is_boolean(node(v)) ? json_is_true(node(v)) : fallback;
}

size_t json_count(const struct json *array) {
    return array ? json_array_size(node(array)) : 0;
}

const struct json *json_at(const struct json *array, size_t i) {
    return array ? wrap(json_array_get(node(array), i)) : NULL;
}

const char *json_text(const struct json *value) {
    return value ? json_string_value(node(value)) : NULL;
}

#undef json_is_null
#undef json_is_object
bool json_is_null(const struct json *value) {
    return value && json_typeof(node(value)) == JSON_NULL;
}

bool json_is_object(const struct json *value) {
    return value && json_typeof(node(value)) == JSON_OBJECT;
}

void json_start(struct json_out *w, struct buf *to) {
    *w = (struct json_out){.to = to};
}

/* The length of the UTF-8 sequence at p, 0 where it is none (overlong and surrogates included). */
static size_t sequence(const unsigned char *p, size_t left) {
    static const unsigned char low[] = {0, 0, 0x80, 0x80, 0x80};
    size_t n = p[0] < 0x80                   ? 1
               : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
               : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
               : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                             : 0;

    if (!n || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != low[2])
            return 0;
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF0 && p[1] < 0x90) ||
        (p[0] == 0xF4 && p[1] > 0x8F))
        return 0;
    return n;
}

static void quoted(struct buf *b, const char *text, size_t len) {
    size_t plain = 0;

    buf_putc(b, '"');
    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)text[i];
        size_t n = c < 0x80 ? 1 : sequence((const unsigned char *)text + i, len - i);

        if (n && c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) {
            i += n;
            continue;
        }
        buf_add(b, text + plain, i - plain);
        if (!n)
            buf_puts(b, "\xEF\xBF\xBD");
        else if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c == '\n')
            buf_puts(b, "\\n");
        else
            buf_printf(b, "\\u%04x", c);
        plain = ++i;
    }
    buf_add(b, text + plain, len - plain);
    buf_putc(b, '"');
}

static void before(struct json_out *w, const char *key) {
    if (w->more)
        buf_putc(w->to, ',');
    w->more = true;
    if (key) {
        quoted(w->to, key, strlen(key));
        buf_putc(w->to, ':');
    }
}

void json_open(struct json_out *w, const char *key, char bracket) {
    before(w, key);
    buf_putc(w->to, bracket);
    w->more = false;
}

void json_close(struct json_out *w, char bracket) {
    buf_putc(w->to, bracket);
    w->more = true;
}

void json_put_str_n(struct json_out *w, const char *key, const char *text, size_t len) {
    before(w, key);
    quoted(w->to, text, len);
}

void json_put_str(struct json_out *w, const char *key, const char *text) {
    if (text)
        json_put_str_n(w, key, text, strlen(text));
    else
        json_put_null(w, key);
}

void json_put_text(struct json_out *w, const char *key, const char *text) {
    json_put_str(w, key, text && *text ? text : NULL);
}

void json_put_id(struct json_out *w, const char *key, const struct id *id) {
    char text[ID_TEXT_SIZE];

    id_text(text, id);
    json_put_str(w, key, id_is_zero(id) ? NULL : text);
}

void json_put_stamp(struct json_out *w, const char *key, int64_t at) {
    char text[CLOCK_STAMP_SIZE];

    clock_stamp(text, at);
    json_put_str(w, key, at ? text : NULL);
}

void json_put_int(struct json_out *w, const char *key, int64_t value) {
    before(w, key);
    buf_printf(w->to, "%lld", (long long)value);
}

void json_put_bool(struct json_out *w, const char *key, bool value) {
    before(w, key);
    buf_puts(w->to, value ? "true" : "false");
}

void json_put_null(struct json_out *w, const char *key) {
    before(w, key);
    buf_puts(w->to, "null");
}

void json_put_raw(struct json_out *w, const char *key, const char *json, size_t len) {
    before(w, key);
    buf_add(w->to, json, len);
}
