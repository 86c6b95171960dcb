/* What one import has met so far: keys, households, areas. Of src/act/ alone. */
#ifndef LINLI_ACT_SEEN_H
#define LINLI_ACT_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/id.h"
#include "linli/record.h"

/* A Bloom filter over numbers and doors: "never met" is certain and saves the look-up in the record, "met" is looked up. */
struct filter {
    unsigned char *bits;
    uint64_t mask;
};
void filter_make(struct filter *f, size_t file_bytes);
bool filter_has(const struct filter *f, const char *area, char tag, const char *key); /* false for "" */
void filter_add(struct filter *f, const char *area, char tag, const char *key);
void filter_free(struct filter *f);

/* Households by id, each with a number of the caller's (0 at first). */
struct seen {
    struct seen_entry {
        struct id id;
        bool used;
        uint32_t value;
    } * entries;
    size_t room, count;
};
/* NULL where it was not met; the pointer is good until the next seen_add. */
uint32_t *seen_get(const struct seen *s, const struct id *id);
uint32_t *seen_add(struct seen *s, const struct id *id);
void seen_free(struct seen *s);

/* Area codes, sorted. */
struct areas {
    char (*codes)[AREA_SIZE];
    size_t count, room, last;
};
bool areas_has(const struct areas *a, const char *code);
void areas_add(struct areas *a, const char *code);
void areas_free(struct areas *a);

#endif
