/* The wire's lines. Small lines are read through base/json; an event's header and body are only walked (well-formed, bounded,
 * where do they end), because their bytes go on as they are and are parsed where they are folded: a second parse of each would be
 * a third of the cost of a push. */
#include "linli/wire.h"

#include <string.h>
#include "linli/json.h"
#include "linli/utf8.h"

#define DEPTH_MAX 32
#define DIGITS_MAX 18 /* any such integer fits, on every reader */

/* What is left of a line. */
struct walk {
    const char *p, *end;
};
struct slice {
    const char *text;
    size_t len;
};

static void spaces(struct walk *w) {
    while (w->p < w->end && (*w->p == ' ' || *w->p == '\t'))
        w->p++;
}

static bool take(struct walk *w, char c) {
    spaces(w);
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

static bool walk_word(struct walk *w) {
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

static bool walk_value(struct walk *w, int depth);

static bool walk_members(struct walk *w, int depth, char close) {
    if (depth > DEPTH_MAX)
        return false;
    w->p++;
    if (take(w, close))
        return true;
    do {
        spaces(w);
        if (close == '}' && (!walk_string(w) || !take(w, ':')))
            return false;
        if (!walk_value(w, depth))
            return false;
    } while (take(w, ','));
    return take(w, close);
}

static bool walk_value(struct walk *w, int depth) {
    spaces(w);
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

/* An object as the bytes it takes. */
static bool walk_object(struct walk *w, struct slice *out) {
    spaces(w);
    out->text = w->p;
    if (w->p == w->end || *w->p != '{' || !walk_value(w, 0))
        return false;
    out->len = (size_t)(w->p - out->text);
    return true;
}

/* The bytes between the quotes of a string. */
static bool walk_text(struct walk *w, struct slice *out) {
    const char *quote;

    spaces(w);
    quote = w->p;
    if (!walk_string(w))
        return false;
    out->text = quote + 1;
    out->len = (size_t)(w->p - 1 - out->text);
    return true;
}

static bool walk_end(struct walk *w) {
    spaces(w);
    return w->p == w->end;
}

static bool slice_is(const struct slice *s, const char *text) {
    return s->len == strlen(text) && memcmp(s->text, text, s->len) == 0;
}

/* The one member "seq" of a well-formed header: a whole number from 1. */
static bool header_seq(int64_t *seq, const struct slice *header) {
    struct walk w = {header->text + 1, header->text + header->len};
    int found = 0;

    if (take(&w, '}'))
        return false;
    do {
        struct slice key;
        const char *from;

        if (!walk_text(&w, &key) || !take(&w, ':'))
            return false;
        spaces(&w);
        from = w.p;
        if (!walk_value(&w, 0))
            return false;
        if (!slice_is(&key, "seq"))
            continue;
        found++;
        *seq = 0;
        for (const char *p = from; p < w.p; p++) {
            if (*p < '0' || *p > '9')
                return false;
            *seq = *seq * 10 + (*p - '0');
        }
    } while (take(&w, ','));
    return found == 1 && *seq >= 1;
}

static bool hash_slice(struct hash *out, const struct slice *s) {
    return hex_parse(out->b, HASH_BYTES, s->text, s->len);
}

/* `"sealed:BASE64"` between its quotes. */
static enum err read_sealed(struct raw_event *out, struct wire_store *keep, const struct slice *s) {
    static const char prefix[] = "sealed:";
    size_t skip = sizeof prefix - 1;
    long got;

    if (s->len <= skip || memcmp(s->text, prefix, skip) != 0)
        return ERR_SYNTAX;
    if (s->len - skip > (size_t)WIRE_SEALED_MAX / 3 * 4 + 4)
        return ERR_RANGE;
    buf_reset(&keep->sealed);
    got = base64_parse(buf_reserve(&keep->sealed, s->len), s->len, s->text + skip, s->len - skip);
    if (got < 1)
        return ERR_SYNTAX;
    keep->sealed.len = (size_t)got;
    out->sealed = (const unsigned char *)keep->sealed.data;
    out->sealed_len = keep->sealed.len;
    return ERR_OK;
}

/* From the header to behind the closing bracket. */
static enum err read_tail(struct raw_event *out, struct wire_store *keep, struct walk *w) {
    struct slice header, salt = {0}, body;
    bool whole = false;

    if (!walk_object(w, &header) || !take(w, ','))
        return ERR_SYNTAX;
    if (header.len > EVENT_HEADER_MAX)
        return ERR_RANGE;
    out->header = header.text;
    out->header_len = header.len;
    if (!header_seq(&out->seq, &header))
        return ERR_SYNTAX;
    spaces(w);
    if (w->p < w->end && *w->p == 'n') {
        if (!walk_word(w))
            return ERR_SYNTAX;
    } else if (!walk_text(w, &salt)) {
        return ERR_SYNTAX;
    }
    if (!take(w, ','))
        return ERR_SYNTAX;
    whole = salt.text && hex_parse(keep->salt, SALT_BYTES, salt.text, salt.len);
    if (!(whole ? walk_object(w, &body) : walk_text(w, &body)) || !take(w, ']'))
        return ERR_SYNTAX;
    if (whole) {
        out->salt = keep->salt;
        out->body = body.text;
        out->body_len = body.len;
        return body.len > EVENT_BODY_MAX ? ERR_RANGE : ERR_OK;
    }
    if (!hash_slice(&keep->body_hash, &body))
        return ERR_SYNTAX;
    out->body_hash = &keep->body_hash;
    return salt.text ? read_sealed(out, keep, &salt) : ERR_OK;
}

enum err wire_read_event(struct raw_event *out, struct wire_store *keep, const char *text, size_t len) {
    struct walk w = {text, text + len};
    enum err e;

    memset(out, 0, sizeof *out);
    if (len > WIRE_LINE_MAX)
        return ERR_RANGE;
    if (!take(&w, '['))
        return ERR_SYNTAX;
    e = read_tail(out, keep, &w);
    return e == ERR_OK && !walk_end(&w) ? ERR_SYNTAX : e;
}

static void put_tail(struct buf *out, const struct raw_event *raw) {
    char hex[HASH_TEXT_SIZE];

    buf_add(out, raw->header, raw->header_len);
    if (raw->salt) {
        hex_text(hex, raw->salt, SALT_BYTES);
        buf_puts(out, ",\"");
        buf_puts(out, hex);
        buf_puts(out, "\",");
        buf_add(out, raw->body, raw->body_len);
        buf_puts(out, "]\n");
        return;
    }
    if (raw->sealed) {
        buf_puts(out, ",\"sealed:");
        base64_text(out, raw->sealed, raw->sealed_len);
        buf_puts(out, "\",\"");
    } else {
        buf_puts(out, ",null,\"");
    }
    hex_text(hex, raw->body_hash->b, HASH_BYTES);
    buf_puts(out, hex);
    buf_puts(out, "\"]\n");
}

void wire_write_event(struct buf *out, const struct raw_event *raw) {
    buf_putc(out, '[');
    put_tail(out, raw);
}

void wire_enroll_text(struct buf *out, const char *code_or_device, const unsigned char pub[SIGN_PUBLIC_BYTES]) {
    char hex[2 * SIGN_PUBLIC_BYTES + 1];

    hex_text(hex, pub, SIGN_PUBLIC_BYTES);
    buf_reset(out);
    buf_printf(out, "linli enroll 1 %s %s", code_or_device, hex);
}

static const char *const verdicts[] = {
    [VERDICT_NONE] = "",
    [VERDICT_ACCEPTED] = "accepted",
    [VERDICT_REFUSED] = "refused",
    [VERDICT_CONFLICT] = "conflict",
    [VERDICT_QUARANTINE] = "quarantine",
};
#define VERDICTS (sizeof verdicts / sizeof verdicts[0])

const char *wire_verdict_code(enum verdict v) {
    return (size_t)v < VERDICTS ? verdicts[v] : "";
}

enum verdict wire_verdict(const char *code) {
    for (size_t i = 1; i < VERDICTS; i++)
        if (strcmp(verdicts[i], code) == 0)
            return (enum verdict)i;
    return VERDICT_NONE;
}

static void put_id(struct json_out *w, const char *key, const struct id *id) {
    char text[ID_TEXT_SIZE];

    id_text(text, id);
    json_put_str(w, key, text);
}

static void put_hash(struct json_out *w, const struct hash *hash) {
    char hex[HASH_TEXT_SIZE];

    hex_text(hex, hash->b, HASH_BYTES);
    json_put_str(w, "hash", hex);
}

void wire_write_open(struct buf *out, const struct wire_head *h) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "v", WIRE_VERSION);
    put_id(&w, "device", &h->device);
    json_put_int(&w, "seq", h->seq);
    put_hash(&w, &h->hash);
    json_close(&w, '}');
    buf_putc(out, '\n');
}

void wire_write_close(struct buf *out, const struct wire_head *h) {
    struct buf sig = {0};
    struct json_out w;

    base64_text(&sig, h->sig, SIGN_BYTES);
    json_start(&w, out);
    json_open(&w, NULL, '{');
    json_put_int(&w, "seq", h->seq);
    put_hash(&w, &h->hash);
    json_put_str(&w, "sig", buf_text(&sig));
    json_close(&w, '}');
    buf_putc(out, '\n');
    buf_free(&sig);
}

static bool get_id(const struct json *o, const char *key, struct id *to) {
    const char *text = json_str(o, key, NULL);

    return text && id_parse(to, text, (size_t)-1) && !id_is_zero(to);
}

static bool get_hash(const struct json *o, struct hash *to) {
    const char *text = json_str(o, "hash", NULL);

    return text && hex_parse(to->b, HASH_BYTES, text, strlen(text));
}

static bool get_count(const struct json *o, const char *key, int64_t *to) {
    return json_int(o, key, to) && *to >= 0 && *to < INT64_C(1) << 53;
}

static bool get_text(const struct json *o, const char *key, char *to, size_t room) {
    const char *text = json_str(o, key, NULL);

    if (!text || strlen(text) >= room)
        return false;
    strcpy(to, text);
    return true;
}

static enum err parse_object(struct json **out, const char *text, size_t len) {
    *out = NULL;
    if (len > WIRE_LINE_MAX)
        return ERR_RANGE;
    if (json_parse(out, text, len, NULL) != ERR_OK)
        return ERR_SYNTAX;
    if (json_is_object(*out))
        return ERR_OK;
    json_free(*out);
    *out = NULL;
    return ERR_SYNTAX;
}

enum err wire_read_open(struct wire_head *out, const char *text, size_t len) {
    struct json *o;
    int64_t version;
    enum err e = parse_object(&o, text, len);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e;
    if (!json_int(o, "v", &version) || version < 1)
        e = ERR_SYNTAX;
    else if (version > WIRE_VERSION)
        e = ERR_NEWER;
    else if (!get_id(o, "device", &out->device) || !get_count(o, "seq", &out->seq) || !get_hash(o, &out->hash))
        e = ERR_SYNTAX;
    json_free(o);
    return e;
}

enum err wire_read_close(struct wire_head *out, const char *text, size_t len) {
    struct json *o;
    const char *sig;
    enum err e = parse_object(&o, text, len);

    memset(out, 0, sizeof *out);
    if (e != ERR_OK)
        return e;
    sig = json_str(o, "sig", "");
    if (!get_count(o, "seq", &out->seq) || !get_hash(o, &out->hash) ||
        base64_parse(out->sig, sizeof out->sig, sig, strlen(sig)) != SIGN_BYTES)
        e = ERR_SYNTAX;
    json_free(o);
    return e;
}

/* "pull", "enter"…: the word that a line begins with. An own line is an event line without a header. */
static const struct {
    enum wire_line_kind kind;
    const char *word;
} words[] = {
    {WIRE_PULL, "pull"},   {WIRE_ENTER, "enter"}, {WIRE_LEAVE, "leave"},
    {WIRE_EVENT, "event"}, {WIRE_OWN, "event"},   {WIRE_END, "end"},
};
#define WORDS (sizeof words / sizeof words[0])

static void put_place(struct json_out *w, const struct wire_line *l) {
    json_put_str(w, "town", l->town);
    json_put_int(w, "rev", l->rev);
}

static void put_meta(struct json_out *w, const struct wire_line *l) {
    enum verdict v = l->event.verdict;

    put_id(w, "device", &l->event.device);
    if (l->kind == WIRE_OWN) {
        json_put_int(w, "from", l->from);
        json_put_int(w, "to", l->to);
    }
    put_place(w, l);
    if (v != VERDICT_NONE && v != VERDICT_ACCEPTED) {
        json_put_str(w, "verdict", wire_verdict_code(v));
        json_put_str(w, "reason", l->event.reason ? l->event.reason : "");
    }
}

static void put_pull(struct json_out *w, const struct wire_line *l) {
    json_put_str(w, "epoch", l->epoch);
    json_put_bool(w, "start", l->start);
    json_put_int(w, "now", l->now);
}

void wire_write_line(struct buf *out, const struct wire_line *l) {
    struct json_out w;

    json_start(&w, out);
    json_open(&w, NULL, '[');
    for (size_t i = 0; i < WORDS; i++)
        if (words[i].kind == l->kind)
            json_put_str(&w, NULL, words[i].word);
    json_open(&w, NULL, '{');
    if (l->kind == WIRE_PULL) {
        put_pull(&w, l);
    } else if (l->kind == WIRE_END) {
        json_put_str(&w, "cursor", l->cursor);
        json_put_bool(&w, "more", l->more);
    } else if (l->kind == WIRE_ENTER || l->kind == WIRE_LEAVE) {
        put_id(&w, "entity", &l->entity);
        put_place(&w, l);
    } else {
        put_meta(&w, l);
    }
    json_close(&w, '}');
    if (l->kind == WIRE_EVENT) {
        buf_putc(out, ',');
        put_tail(out, &l->event);
        return;
    }
    json_close(&w, ']');
    buf_putc(out, '\n');
}

static bool cursor_ok(const char *cursor) {
    for (const char *p = cursor; *p; p++)
        if (!((*p >= '0' && *p <= '9') || ((*p | 32) >= 'a' && (*p | 32) <= 'z') || strchr("-._~", *p)))
            return false;
    return *cursor != '\0';
}

static bool read_place(struct wire_line *l, const struct json *o) {
    return get_text(o, "town", l->town, sizeof l->town) && get_count(o, "rev", &l->rev);
}

static bool read_meta(struct wire_line *l, const struct json *o) {
    const char *code = json_str(o, "verdict", NULL);

    if (!get_id(o, "device", &l->event.device) || !read_place(l, o))
        return false;
    if (json_get(o, "reason") && !get_text(o, "reason", l->reason, sizeof l->reason))
        return false;
    l->event.verdict = code ? wire_verdict(code) : VERDICT_ACCEPTED;
    l->event.reason = *l->reason ? l->reason : NULL;
    l->event.town = l->town;
    l->event.rev = l->rev;
    if (l->event.verdict == VERDICT_NONE || l->rev < 1)
        return false;
    return l->kind == WIRE_EVENT ||
           (get_count(o, "from", &l->from) && get_count(o, "to", &l->to) && l->from >= 1 && l->to >= l->from);
}

static bool read_object(struct wire_line *l, const struct json *o) {
    switch (l->kind) {
    case WIRE_PULL:
        return get_text(o, "epoch", l->epoch, sizeof l->epoch) && *l->epoch && get_count(o, "now", &l->now) &&
               (l->start = json_bool(o, "start", false), true);
    case WIRE_END:
        return get_text(o, "cursor", l->cursor, sizeof l->cursor) && cursor_ok(l->cursor) &&
               (l->more = json_bool(o, "more", false), true);
    case WIRE_ENTER:
    case WIRE_LEAVE:
        return get_id(o, "entity", &l->entity) && read_place(l, o);
    default:
        return read_meta(l, o);
    }
}

static bool read_word(enum wire_line_kind *out, const struct slice *s) {
    for (size_t i = 0; i < WORDS; i++) {
        if (slice_is(s, words[i].word)) {
            *out = words[i].kind;
            return true;
        }
    }
    return false;
}

enum err wire_read_line(struct wire_line *out, const char *text, size_t len) {
    struct walk w = {text, text + len};
    struct buf sealed = out->keep.sealed;
    struct slice word, meta;
    struct json *o;
    enum err e;

    memset(out, 0, sizeof *out);
    out->keep.sealed = sealed;
    if (len > WIRE_LINE_MAX + WIRE_CURSOR_SIZE)
        return ERR_RANGE;
    if (!take(&w, '[') || !walk_text(&w, &word) || !read_word(&out->kind, &word) || !take(&w, ',') || !walk_object(&w, &meta))
        return ERR_SYNTAX;
    if (take(&w, ',')) {
        if (out->kind != WIRE_EVENT)
            return ERR_SYNTAX;
        e = read_tail(&out->event, &out->keep, &w);
        if (e != ERR_OK)
            return e;
    } else {
        if (out->kind == WIRE_EVENT)
            out->kind = WIRE_OWN;
        if (!take(&w, ']'))
            return ERR_SYNTAX;
    }
    if (!walk_end(&w) || parse_object(&o, meta.text, meta.len) != ERR_OK)
        return ERR_SYNTAX;
    e = read_object(out, o) ? ERR_OK : ERR_SYNTAX;
    json_free(o);
    return e;
}

void wire_line_free(struct wire_line *l) {
    buf_free(&l->keep.sealed);
}
