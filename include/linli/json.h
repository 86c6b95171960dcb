/* JSON: read strictly (duplicate keys, bad UTF-8, NUL and depth over 32 are errors), written as a stream.
 * Whose library reads is known to src/base/json.c alone. */
#ifndef LINLI_JSON_H
#define LINLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/id.h"

struct json; /* a parsed value */

/* Parses one value at the start of `text`. With `used` NULL nothing but white space may follow; else *used is the number of
 * bytes that the value took, so that a caller can keep exactly those bytes. ERR_SYNTAX leaves *out NULL. */
enum err json_parse(struct json **out, const char *text, size_t len, size_t *used);
void json_free(struct json *v);

/* Members of an object; borrowed from it. NULL (fallback, false) where absent or of another type. */
const struct json *json_get(const struct json *object, const char *key);
const char *json_str(const struct json *object, const char *key, const char *fallback);
bool json_int(const struct json *object, const char *key, int64_t *out);
bool json_bool(const struct json *object, const char *key, bool fallback);

size_t json_count(const struct json *array); /* 0 for anything but an array */
const struct json *json_at(const struct json *array, size_t i);
const char *json_text(const struct json *value); /* of a string value, else NULL */
bool json_is_null(const struct json *value);
bool json_is_object(const struct json *value);
bool json_value_int(const struct json *value, int64_t *out);

/* The writer appends compact JSON (no white space) to a buffer. `key` is NULL inside arrays and at the top.
 * A NULL text is written as null. Text must be UTF-8; bytes that are not are written as U+FFFD. */
struct json_out {
    struct buf *to;
    bool more; /* a comma comes before the next value */
};
void json_start(struct json_out *w, struct buf *to);
void json_open(struct json_out *w, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json_out *w, char bracket);                 /* '}' or ']' */
void json_put_str(struct json_out *w, const char *key, const char *text);
void json_put_str_n(struct json_out *w, const char *key, const char *text, size_t len);
void json_put_text(struct json_out *w, const char *key, const char *text);  /* "" is null, too */
void json_put_id(struct json_out *w, const char *key, const struct id *id); /* zero is null */
void json_put_stamp(struct json_out *w, const char *key, int64_t at);       /* 0 is null */
void json_put_int(struct json_out *w, const char *key, int64_t value);
void json_put_bool(struct json_out *w, const char *key, bool value);
void json_put_null(struct json_out *w, const char *key);
void json_put_raw(struct json_out *w, const char *key, const char *json, size_t len); /* already JSON */

#endif
