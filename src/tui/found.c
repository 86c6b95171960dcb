/* What of a row a query meant. */
#include "found.h"

#include <string.h>
#include "linli/door.h"
#include "linli/fuzzy.h"
#include "linli/pinyin.h"
#include "linli/policy.h"

/* As it was typed, else as it sounds. */
static uint64_t name_bits(const char *name, const char *word, unsigned fuzzy) {
    char sounds[FUZZY_MOST][FUZZY_WORD];
    uint64_t bits = pinyin_matched(name, word);
    size_t n = bits || !fuzzy ? 0 : fuzzy_variants(sounds, FUZZY_MOST, word, fuzzy);

    for (size_t i = 0; i < n && !bits; i++)
        bits = pinyin_matched(name, sounds[i]);
    return bits;
}

uint64_t found_head(const struct query *q, const struct household_row *row) {
    uint64_t bits = 0;

    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].kind == QUERY_NAME)
            bits |= name_bits(row->head, q->words[i].text, q->fuzzy);
    return bits;
}

/* How many characters two texts begin with alike. */
static size_t common(const char *a, const char *b) {
    size_t len = 0, n = 0;

    while (a[len] && a[len] == b[len])
        len++;
    while (len && ((unsigned char)a[len] & 0xC0) == 0x80)
        len--;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)a[i] & 0xC0) != 0x80;
    return n;
}

/* What the head's name explains needs no other reason. */
static uint64_t door_bits(const struct query *q, const struct query_word *w, const struct household_row *row, const char *shown) {
    size_t compound = common(row->door.compound, shown);
    uint64_t bits;

    if (w->kind == QUERY_DIGITS || w->kind == QUERY_DOOR)
        return door_matched(shown, &row->door, w->text);
    if (w->kind != QUERY_NAME || name_bits(row->head, w->text, q->fuzzy))
        return 0;
    bits = name_bits(row->door.compound, w->text, q->fuzzy) & (compound >= 64 ? UINT64_MAX : (UINT64_C(1) << compound) - 1);
    return bits ? bits : door_matched(shown, &row->door, w->text);
}

uint64_t found_door(const struct query *q, const struct household_row *row, const char *shown) {
    uint64_t bits = 0;

    for (size_t i = 0; i < q->count; i++)
        bits |= door_bits(q, &q->words[i], row, shown);
    return bits;
}

static const struct query_word *phone_word(const struct query *q) {
    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].kind == QUERY_DIGITS && strlen(q->words[i].text) >= 3)
            return &q->words[i];
    return NULL;
}

bool found_asks_phone(const struct query *q) {
    return phone_word(q) != NULL;
}

uint64_t found_phone(const struct query *q, const struct household_row *row, struct buf *out) {
    const struct query_word *w = phone_word(q);
    uint64_t bits = 0;

    if (w && !door_match(&row->door, w->text))
        policy_mask_found(out, row->phones, w->text, &bits);
    return bits;
}

bool found_asks_member(const struct query *q) {
    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].kind == QUERY_NAME)
            return true;
    return false;
}

static bool is_explained(const struct query *q, const struct query_word *w, const struct household_row *row) {
    return w->kind != QUERY_NAME || name_bits(row->head, w->text, q->fuzzy) || name_bits(row->door.compound, w->text, q->fuzzy) ||
           door_match(&row->door, w->text);
}

bool found_member(char out[NAME_SIZE], struct store *s, const struct query *q, const struct household_row *row) {
    struct household_row same;
    struct household h = {0};
    size_t unexplained = 0;
    bool found = false;

    while (unexplained < q->count && is_explained(q, &q->words[unexplained], row))
        unexplained++;
    if (unexplained < q->count && read_household(s, &row->id, &same, &h) == ERR_OK)
        for (size_t i = 0; !found && i < h.member_count; i++) {
            found = name_bits(h.members[i].name, q->words[unexplained].text, q->fuzzy) != 0;
            if (found)
                strcpy(out, h.members[i].name);
        }
    household_free(&h);
    return found;
}

uint64_t found_in(const struct query *q, const char *shown) {
    const char *name = strrchr(shown, ' ');
    uint64_t bits = 0;
    size_t before = 0;

    if (!name)
        return 0;
    for (const char *p = shown; p <= name; p++)
        before += ((unsigned char)*p & 0xC0) != 0x80;
    for (size_t i = 0; !bits && i < q->count; i++)
        if (q->words[i].kind == QUERY_NAME)
            bits = name_bits(name + 1, q->words[i].text, q->fuzzy);
    return before < 64 ? bits << before : 0;
}
