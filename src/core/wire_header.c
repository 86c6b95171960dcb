/* Headers of a batch, mostly by what they have in common. */
#include "linli/wire.h"

#include <string.h>

#define DIGITS_MAX 18

/* `"seq":N,"at":N,"entity":"HEX"}`, as event_write ends every header, read from behind. */
struct tail {
    const char *from; /* where it begins */
    int64_t seq, at;
    struct id entity;
};

static bool behind(const char **end, const char *start, const char *word) {
    size_t len = strlen(word);

    if ((size_t)(*end - start) < len || memcmp(*end - len, word, len) != 0)
        return false;
    *end -= len;
    return true;
}

static bool number_behind(const char **end, const char *start, int64_t *out) {
    const char *p = *end;

    while (p > start && p[-1] >= '0' && p[-1] <= '9')
        p--;
    if (p == *end || *end - p > DIGITS_MAX || (*p == '0' && *end - p > 1))
        return false;
    *out = 0;
    for (const char *digit = p; digit < *end; digit++)
        *out = *out * 10 + (*digit - '0');
    *end = p;
    return true;
}

static bool read_tail(struct tail *t, const char *start, size_t len) {
    const char *end = start + len;

    if (!behind(&end, start, "\"}") || end - start < ID_TEXT_SIZE - 1 ||
        !id_parse(&t->entity, end - (ID_TEXT_SIZE - 1), ID_TEXT_SIZE - 1))
        return false;
    end -= ID_TEXT_SIZE - 1;
    if (!behind(&end, start, ",\"entity\":\"") || !number_behind(&end, start, &t->at) || !behind(&end, start, ",\"at\":") ||
        !number_behind(&end, start, &t->seq) || !behind(&end, start, "\"seq\":") || end == start ||
        (end[-1] != ',' && end[-1] != '{'))
        return false;
    t->from = end;
    return t->seq >= 1 && t->seq < INT64_C(1) << 40 && !id_is_zero(&t->entity);
}

enum err wire_read_header(struct wire_headers *h, struct event *out, const struct raw_event *raw) {
    struct tail t;
    bool plain = read_tail(&t, raw->header, raw->header_len);
    size_t len = plain ? (size_t)(t.from - raw->header) : 0;
    enum err e;

    for (size_t i = 0; plain && i < WIRE_HEADERS_KEPT; i++) {
        if (h->kept[i].len != len || memcmp(h->kept[i].text, raw->header, len) != 0)
            continue;
        *out = h->kept[i].ev;
        out->seq = t.seq;
        out->at = t.at;
        out->entity = t.entity;
        return raw->header_len <= EVENT_HEADER_MAX ? ERR_OK : ERR_SYNTAX;
    }
    e = event_read(out, raw->header, raw->header_len);
    if (e == ERR_OK && plain) {
        h->kept[h->next].text = raw->header;
        h->kept[h->next].len = len;
        h->kept[h->next].ev = *out;
        h->next = (h->next + 1) % WIRE_HEADERS_KEPT;
    }
    return e;
}
