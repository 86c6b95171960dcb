/* An empty cell says nothing: it neither changes nor clears what was said before. */
#include "merge.h"

#include <stddef.h>
#include <string.h>
#include "linli/mem.h"
#include "linli/policy.h"

static const struct {
    size_t offset, room;
} fields[HOUSEHOLD_FIELDS] = {
#define FIELD(member)                                                                                                            \
    { offsetof(struct household, member), sizeof((struct household *)0)->member }
    [HOUSEHOLD_NUMBER_BIT] = FIELD(number),
    [HOUSEHOLD_COMPOUND_BIT] = FIELD(door.compound),
    [HOUSEHOLD_BUILDING_BIT] = FIELD(door.building),
    [HOUSEHOLD_UNIT_BIT] = FIELD(door.unit),
    [HOUSEHOLD_FLOOR_BIT] = FIELD(door.floor),
    [HOUSEHOLD_ROOM_BIT] = FIELD(door.room),
    [HOUSEHOLD_HEAD_BIT] = FIELD(head),
    [HOUSEHOLD_PHONES_BIT] = FIELD(phones),
    [HOUSEHOLD_NOTE_BIT] = FIELD(note),
#undef FIELD
};

#define BIT(name) (1u << HOUSEHOLD_##name##_BIT)
#define DOOR_BITS (BIT(BUILDING) | BIT(UNIT) | BIT(FLOOR) | BIT(ROOM))

static const char *text_of(const struct household *h, unsigned bit) {
    return (const char *)h + fields[bit].offset;
}

unsigned merge_filled(const struct household *h) {
    unsigned filled = h->member_count ? BIT(MEMBERS) : 0;

    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (fields[i].room && *text_of(h, i))
            filled |= 1u << i;
    return filled;
}

static bool same_members(const struct household *a, const struct household *b) {
    if (a->member_count != b->member_count)
        return false;
    for (size_t i = 0; i < a->member_count; i++)
        if (strcmp(a->members[i].name, b->members[i].name) != 0 || strcmp(a->members[i].relation, b->members[i].relation) != 0 ||
            strcmp(a->members[i].phones, b->members[i].phones) != 0)
            return false;
    return true;
}

unsigned merge_changed(const struct household *before, const struct household *now) {
    unsigned said = merge_filled(now), changed = 0;

    if (said & DOOR_BITS)
        said |= DOOR_BITS;
    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (fields[i].room && (said & 1u << i) && strcmp(text_of(before, i), text_of(now, i)) != 0)
            changed |= 1u << i;
    if ((said & BIT(MEMBERS)) && !same_members(before, now))
        changed |= BIT(MEMBERS);
    return changed;
}

/* The same person written twice is one: by name, and by relation where both tell one. */
static struct member *find_member(const struct household *h, const struct member *m) {
    for (size_t i = 0; i < h->member_count; i++) {
        struct member *have = &h->members[i];

        if (strcmp(have->name, m->name) == 0 && (!*have->relation || !*m->relation || strcmp(have->relation, m->relation) == 0))
            return have;
    }
    return NULL;
}

bool merge_add(struct household *h, const struct household *more) {
    unsigned have = merge_filled(h);
    bool fits = true;

    for (unsigned i = 0; i < HOUSEHOLD_FIELDS; i++)
        if (fields[i].room && !(have & 1u << i) && !((have & DOOR_BITS) && (DOOR_BITS & 1u << i)))
            memcpy((char *)h + fields[i].offset, text_of(more, i), fields[i].room);
    for (size_t i = 0; i < more->member_count; i++) {
        const struct member *m = &more->members[i];
        struct member *same = find_member(h, m);

        if (!same) {
            fits &= household_add_member(h, m);
            continue;
        }
        if (!*same->relation)
            strcpy(same->relation, m->relation);
        if (!*same->phones)
            strcpy(same->phones, m->phones);
    }
    return fits;
}

void merge_copy(struct household *to, const struct household *from) {
    household_free(to);
    *to = *from;
    to->members = NULL;
    to->member_count = 0;
    for (size_t i = 0; i < from->member_count; i++)
        household_add_member(to, &from->members[i]);
}

bool merge_is_masked(const struct household *h) {
    bool masked = strstr(h->phones, "**") != NULL;

    for (size_t i = 0; i < h->member_count; i++)
        masked |= strstr(h->members[i].phones, "**") != NULL;
    return masked;
}

static const char *next_phone(const char *phones) {
    const char *end = phones + strcspn(phones, "\n");

    return end + (*end == '\n');
}

/* Appends one phone of the list `from` that looks like `masked`, or is it. */
static bool add_fitting(char *out, const char *from, const char *masked, size_t len) {
    struct buf mask = {0};
    char one[PHONES_SIZE];
    bool found = false;

    for (const char *p = from; *p && !found; p = next_phone(p)) {
        size_t n = strcspn(p, "\n"), used = strlen(out);

        memcpy(one, p, n);
        one[n] = '\0';
        buf_reset(&mask);
        policy_mask_phone(&mask, one);
        found = (mask.len == len && memcmp(mask.data, masked, len) == 0) || (n == len && memcmp(p, masked, len) == 0);
        if (found && used + n + 2 <= PHONES_SIZE) {
            if (used)
                out[used++] = '\n';
            memcpy(out + used, p, n);
            out[used + n] = '\0';
        }
    }
    buf_free(&mask);
    return found;
}

/* The list with what is masked in it found in `own` or else in `others`. */
static void unmask(char phones[PHONES_SIZE], const char *own, const struct household *others) {
    char out[PHONES_SIZE] = "";

    for (const char *p = phones; *p; p = next_phone(p)) {
        size_t len = strcspn(p, "\n"), used = strlen(out);
        bool done = add_fitting(out, own, p, len) || add_fitting(out, others->phones, p, len);

        for (size_t i = 0; !done && i < others->member_count; i++)
            done = add_fitting(out, others->members[i].phones, p, len);
        if (!done && !memmem(p, len, "**", 2) && used + len + 2 <= PHONES_SIZE) {
            if (used)
                out[used++] = '\n';
            memcpy(out + used, p, len);
            out[used + len] = '\0';
        }
    }
    memcpy(phones, out, sizeof out);
}

void merge_unmask(struct household *h, const struct household *known) {
    unmask(h->phones, known->phones, known);
    for (size_t i = 0; i < h->member_count; i++) {
        const struct member *same = find_member(known, &h->members[i]);

        unmask(h->members[i].phones, same ? same->phones : "", known);
    }
}
