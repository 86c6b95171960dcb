/* The wire's lines. Small lines are read through base/json; an event's header and body are only walked (well-formed, bounded,
 * where do they end), because their bytes go on as they are and are parsed where they are folded: a second parse of each would be
 * a third of the cost of a push. */
#include "linli/wire.h"

#include <string.h>
#include "linli/json.h"
#include "walk.h"

/* The one member "seq" of a well-formed header: a whole number from 1. */
static bool header_seq(int64_t *seq, const struct slice *header) {
    struct walk w = {header->text + 1, header->text + header->len};
    int found = 0;

    if (walk_sign(&w, '}'))
        return false;
    do {
        struct slice key;
        const char *from;

        if (!walk_text(&w, &key) || !walk_sign(&w, ':'))
            return false;
        walk_spaces(&w);
        from = w.p;
        if (!walk_value(&w))
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
    } while (walk_sign(&w, ','));
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

    if (!walk_object(w, &header) || !walk_sign(w, ','))
        return ERR_SYNTAX;
    if (header.len > EVENT_HEADER_MAX)
        return ERR_RANGE;
    out->header = header.text;
    out->header_len = header.len;
    if (!header_seq(&out->seq, &header))
        return ERR_SYNTAX;
    walk_spaces(w);
    if (w->p < w->end && *w->p == 'n') {
        if (!walk_word(w))
            return ERR_SYNTAX;
    } else if (!walk_text(w, &salt)) {
        return ERR_SYNTAX;
    }
    if (!walk_sign(w, ','))
        return ERR_SYNTAX;
    whole = salt.text && hex_parse(keep->salt, SALT_BYTES, salt.text, salt.len);
    if (!(whole ? walk_object(w, &body) : walk_text(w, &body)) || !walk_sign(w, ']'))
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
    if (!walk_sign(&w, '['))
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
    if (!walk_sign(&w, '[') || !walk_text(&w, &word) || !read_word(&out->kind, &word) || !walk_sign(&w, ',') ||
        !walk_object(&w, &meta))
        return ERR_SYNTAX;
    if (walk_sign(&w, ',')) {
        if (out->kind != WIRE_EVENT)
            return ERR_SYNTAX;
        e = read_tail(&out->event, &out->keep, &w);
        if (e != ERR_OK)
            return e;
    } else {
        if (out->kind == WIRE_EVENT)
            out->kind = WIRE_OWN;
        if (!walk_sign(&w, ']'))
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
