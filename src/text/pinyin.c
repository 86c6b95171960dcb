/* Names by sound: their search tokens, and whether a word means them. */
#include "linli/pinyin.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/utf8.h"
#include "readings.h"

#define TOKENS_MAX (NAME_UNITS * (1 + 2 * COMBINATIONS))
#define TOKEN_BYTES (WORD_BYTES + MARK_SIZE)

const char *pinyin_reading(uint32_t cp, size_t k) {
    return readings_at(cp, k);
}

/* The tokens of one name so far, so that none is emitted twice. */
struct tokens {
    pinyin_token_fn *emit;
    void *arg;
    size_t count, used;
    uint32_t hash[TOKENS_MAX];
    uint32_t start[TOKENS_MAX];
    char text[TOKENS_MAX * (TOKEN_BYTES + 1)];
};

struct token {
    size_t len, room;
    bool full; /* no query is longer: what follows is cut */
    char text[TOKEN_BYTES + 1];
};

static void token_add(struct token *t, const char *bytes, size_t len, bool whole) {
    if (t->full)
        return;
    if (t->len + len > t->room) {
        t->full = true;
        len = whole ? 0 : t->room - t->len;
    }
    memcpy(t->text + t->len, bytes, len);
    t->len += len;
}

static void token_add_cp(struct token *t, uint32_t cp) {
    char bytes[4];

    token_add(t, bytes, utf8_write(bytes, cp), true);
}

static void tokens_add(struct tokens *all, struct token *t, bool head) {
    uint32_t hash = 2166136261u;
    char marked[MARK_SIZE + TOKEN_BYTES + 1];

    t->text[t->len] = '\0';
    for (size_t i = 0; i < t->len; i++)
        hash = (hash ^ (unsigned char)t->text[i]) * 16777619u;
    for (size_t i = 0; i < all->count; i++)
        if (all->hash[i] == hash && strcmp(all->text + all->start[i], t->text) == 0)
            return;
    all->hash[all->count] = hash;
    all->start[all->count++] = (uint32_t)all->used;
    memcpy(all->text + all->used, t->text, t->len + 1);
    all->used += t->len + 1;
    all->emit(all->arg, t->text, t->len);
    if (head) {
        memcpy(marked, MARK_HEAD, MARK_SIZE);
        memcpy(marked + MARK_SIZE, t->text, t->len + 1);
        all->emit(all->arg, marked, t->len + MARK_SIZE);
    }
}

/* The tokens of the suffix that starts at `from`: as written, then initials and full for each combination of readings. */
static void add_suffix(struct tokens *all, const struct units *u, size_t from, bool head) {
    uint8_t limit[NAME_UNITS], pick[NAME_UNITS] = {0};
    struct token written = {.room = WORD_BYTES};
    size_t i;

    units_limits(limit, u, from);
    for (i = from; i < u->count; i++)
        token_add_cp(&written, u->unit[i].cp);
    tokens_add(all, &written, head);
    do {
        struct token initials = {.room = TOKEN_BYTES, .len = MARK_SIZE, .text = MARK_INITIALS}, full = {.room = WORD_BYTES};

        for (i = from; i < u->count; i++) {
            const struct unit *unit = &u->unit[i];

            if (unit->count == 0) {
                token_add_cp(&initials, unit->cp);
                token_add_cp(&full, unit->cp);
            } else {
                token_add(&initials, unit->reading[pick[i]], 1, true);
                token_add(&full, unit->reading[pick[i]], strlen(unit->reading[pick[i]]), false);
            }
        }
        if (u->count - from > 1) /* one alone is found by its reading */
            tokens_add(all, &initials, head);
        tokens_add(all, &full, head);
        for (i = u->count; i-- > from && ++pick[i] == limit[i];)
            pick[i] = 0;
    } while (i + 1 > from);
}

void pinyin_name_tokens(const char *name, bool head, pinyin_token_fn *emit, void *arg) {
    struct tokens all;
    struct units u;

    all.emit = emit;
    all.arg = arg;
    all.count = all.used = 0;
    units_of_name(&u, name);
    for (size_t from = 0; from < u.count; from++)
        add_suffix(&all, &u, from, head && from == 0);
}

/* Where in the word (a bit a place) one can be behind `unit`, having been at one of `at`. *done: at its end. */
static uint64_t step(const struct unit *unit, size_t limit, const struct word *w, uint64_t at, bool *done) {
    uint64_t next = 0;

    for (size_t j = 0; j < w->count; j++) {
        const char *letters = w->letter + j;

        if (!(at >> j & 1))
            continue;
        if (w->cp[j] == unit->cp && (*letters == '\0' || unit->count == 0)) {
            *done = *done || j + 1 == w->count;
            next |= j + 1 < w->count ? UINT64_C(2) << j : 0;
        }
        for (size_t k = 0; *letters != '\0' && k < limit && k < unit->count; k++) {
            const char *reading = unit->reading[k];
            size_t len = strlen(reading), left = w->count - j, same = 0;

            while (same < len && same < left && letters[same] == reading[same])
                same++;
            if (same == 0)
                continue;
            if (same == left) { /* in full, as a prefix or as an initial, to the word's end */
                *done = true;
                continue;
            }
            next |= UINT64_C(2) << j;
            if (reading[1] == 'h' && same >= 2)
                next |= UINT64_C(4) << j;
            if (same == len)
                next |= UINT64_C(1) << (j + len);
        }
    }
    return next;
}

/* How many units from `from` on the word means, 0 for none. */
static size_t fit(const struct units *u, size_t from, const struct word *w) {
    uint8_t limit[NAME_UNITS];
    uint64_t at = 1;
    bool done = false;

    units_limits(limit, u, from);
    for (size_t i = from; i < u->count && at != 0; i++) {
        at = step(&u->unit[i], limit[i], w, at, &done);
        if (done)
            return i - from + 1;
    }
    return 0;
}

enum pinyin_fit pinyin_match(const char *name, const char *word) {
    struct word w;
    struct units u;

    if (!word_read(&w, word))
        return PINYIN_NO;
    units_of_name(&u, name);
    for (size_t from = 0; from < u.count; from++)
        if (fit(&u, from, &w) > 0)
            return from == 0 ? PINYIN_START : PINYIN_INSIDE;
    return PINYIN_NO;
}

/* As `step`, by what is said in full alone. *whole: the word ends where the unit does; *part: within it. */
static uint64_t step_full(const struct unit *unit, size_t limit, const struct word *w, uint64_t at, bool *whole, bool *part) {
    uint64_t next = 0;

    for (size_t j = 0; j < w->count; j++) {
        const char *letters = w->letter + j;
        size_t left = w->count - j;

        if (!(at >> j & 1))
            continue;
        if (w->cp[j] == unit->cp && (*letters == '\0' || unit->count == 0)) {
            *whole = *whole || left == 1;
            next |= left > 1 ? UINT64_C(2) << j : 0;
        }
        for (size_t k = 0; *letters != '\0' && k < limit && k < unit->count; k++) {
            size_t len = strlen(unit->reading[k]), same = 0;

            while (same < len && same < left && letters[same] == unit->reading[k][same])
                same++;
            *whole = *whole || (same == len && same == left);
            *part = *part || (same < len && same == left);
            next |= same == len && same < left ? UINT64_C(1) << (j + len) : 0;
        }
    }
    return next;
}

static enum pinyin_class class_in_full(const struct units *u, const struct word *w) {
    enum pinyin_class best = PINYIN_NONE;
    uint8_t limit[NAME_UNITS];
    uint64_t at = 1;

    units_limits(limit, u, 0);
    for (size_t i = 0; i < u->count && at != 0; i++) {
        bool whole = false, part = false;

        at = step_full(&u->unit[i], limit[i], w, at, &whole, &part);
        if (whole && i + 1 == u->count)
            return PINYIN_EXACT;
        best = whole || part ? PINYIN_PREFIX : best;
    }
    return best;
}

enum pinyin_class pinyin_class(const char *name, const char *word) {
    enum pinyin_class class = PINYIN_NONE;
    struct word w;
    struct units u;

    if (!word_read(&w, word))
        return PINYIN_NONE;
    units_of_name(&u, name);
    if (!word_is_mixed(&w))
        class = class_in_full(&u, &w);
    if (class != PINYIN_NONE)
        return class;
    for (size_t from = 0; from < u.count; from++)
        if (fit(&u, from, &w) > 0)
            return from == 0 ? PINYIN_INITIALS : PINYIN_FURTHER;
    return PINYIN_NONE;
}

uint64_t pinyin_matched(const char *name, const char *word) {
    uint64_t places = 0;
    struct word w;
    struct units u;

    if (!word_read(&w, word))
        return 0;
    units_of_name(&u, name);
    for (size_t from = 0; from < u.count; from++) {
        size_t n = fit(&u, from, &w);

        for (size_t i = from; i < from + n; i++)
            if (u.unit[i].place < 64)
                places |= UINT64_C(1) << u.unit[i].place;
        if (n > 0)
            break;
    }
    return places;
}

/* Characters of a run of Han with a reading that starts at `text`, and its bytes. */
static size_t run_of(const char *text, size_t len, size_t *bytes) {
    size_t count = 0, n;

    for (*bytes = 0; *bytes < len; *bytes += n, count++) {
        uint32_t cp;

        n = utf8_read(&cp, text + *bytes, len - *bytes);
        if (readings_at(cp, 0) == NULL)
            break;
    }
    return count;
}

void pinyin_romanise(struct buf *out, const char *text) {
    size_t len = strlen(text), n;

    for (size_t i = 0; i < len; i += n) {
        size_t bytes, count = run_of(text + i, len - i, &bytes);
        uint32_t cp;

        if (count == 0) {
            char written[4];

            n = utf8_read(&cp, text + i, len - i);
            buf_add(out, written, utf8_write(written, fold_width(cp)));
            continue;
        }
        for (size_t k = 0, at = 0; at < bytes; k++, at += n) {
            const char *reading;

            n = utf8_read(&cp, text + i + at, bytes - at);
            reading = readings_at(cp, 0);
            /* Three are taken for a surname and a name, ZhangWeibin; in other runs each syllable stands out. */
            buf_putc(out, (char)(count == 3 && k == 2 ? reading[0] : reading[0] - 32));
            buf_puts(out, reading + 1);
        }
        n = bytes;
    }
}
