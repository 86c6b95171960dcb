/* Keys, households and areas of one import. */
#include "seen.h"

#include <string.h>
#include "linli/mem.h"

#define PROBES 5

void filter_make(struct filter *f, size_t file_bytes) {
    uint64_t bits = 8192;

    while (bits < file_bytes) /* a row has 20 bytes and more, and two keys: 10 bits a key */
        bits <<= 1;
    f->mask = bits - 1;
    f->bits = mem_new((size_t)(bits / 8), 1);
}

void filter_free(struct filter *f) {
    mem_free(f->bits);
    *f = (struct filter){0};
}

static uint64_t mix(uint64_t h) {
    h ^= h >> 33;
    h *= UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 33;
    h *= UINT64_C(0xc4ceb9fe1a85ec53);
    return h ^ h >> 33;
}

static uint64_t hash(const char *area, char tag, const char *key) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (; *area; area++)
        h = (h ^ (unsigned char)*area) * UINT64_C(0x100000001b3);
    h = (h ^ (unsigned char)tag) * UINT64_C(0x100000001b3);
    for (; *key; key++)
        h = (h ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
    return mix(h);
}

bool filter_has(const struct filter *f, const char *area, char tag, const char *key) {
    uint64_t h = hash(area, tag, key), step = mix(h) | 1;

    if (!*key)
        return false;
    for (int i = 0; i < PROBES; i++, h += step)
        if (!(f->bits[(h & f->mask) >> 3] & 1u << (h & 7)))
            return false;
    return true;
}

void filter_add(struct filter *f, const char *area, char tag, const char *key) {
    uint64_t h = hash(area, tag, key), step = mix(h) | 1;

    if (!*key)
        return;
    for (int i = 0; i < PROBES; i++, h += step)
        f->bits[(h & f->mask) >> 3] |= (unsigned char)(1u << (h & 7));
}

/* Ids are random, so their first bytes are a hash already. */
static struct seen_entry *place(const struct seen *s, const struct id *id) {
    uint64_t h;

    memcpy(&h, id->b, sizeof h);
    for (size_t i = (size_t)h & (s->room - 1);; i = (i + 1) & (s->room - 1))
        if (!s->entries[i].used || id_equal(&s->entries[i].id, id))
            return &s->entries[i];
}

uint32_t *seen_get(const struct seen *s, const struct id *id) {
    struct seen_entry *e = s->room ? place(s, id) : NULL;

    return e && e->used ? &e->value : NULL;
}

static void grow(struct seen *s) {
    struct seen bigger = {.room = s->room ? s->room * 2 : 1024};

    bigger.entries = mem_new(bigger.room, sizeof *bigger.entries);
    for (size_t i = 0; i < s->room; i++)
        if (s->entries[i].used)
            *place(&bigger, &s->entries[i].id) = s->entries[i];
    bigger.count = s->count;
    mem_free(s->entries);
    *s = bigger;
}

uint32_t *seen_add(struct seen *s, const struct id *id) {
    struct seen_entry *e;

    if (s->count * 4 >= s->room * 3)
        grow(s);
    e = place(s, id);
    if (!e->used) {
        *e = (struct seen_entry){.id = *id, .used = true};
        s->count++;
    }
    return &e->value;
}

void seen_free(struct seen *s) {
    mem_free(s->entries);
    *s = (struct seen){0};
}

/* The index of the first code that is not smaller. */
static size_t lower_bound(const struct areas *a, const char *code) {
    size_t lo = 0, hi = a->count;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (strcmp(a->codes[mid], code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool areas_has(const struct areas *a, const char *code) {
    size_t i = lower_bound(a, code);

    return i < a->count && strcmp(a->codes[i], code) == 0;
}

void areas_add(struct areas *a, const char *code) {
    size_t i;

    if (a->last < a->count && strcmp(a->codes[a->last], code) == 0)
        return;
    i = a->last = lower_bound(a, code);
    if (i < a->count && strcmp(a->codes[i], code) == 0)
        return;
    if (a->count == a->room) {
        a->room = a->room ? a->room * 2 : 16;
        a->codes = mem_resize(a->codes, a->room, sizeof *a->codes);
    }
    memmove(a->codes + i + 1, a->codes + i, (a->count - i) * sizeof *a->codes);
    strcpy(a->codes[i], code);
    a->count++;
}

void areas_free(struct areas *a) {
    mem_free(a->codes);
    *a = (struct areas){0};
}
