/* Letters, their syllables, and what fits them. */
#include "linli/compose.h"

#include <string.h>
#include "linli/fold.h"
#include "linli/utf8.h"
#include "readings.h"

#define COST_SYLLABLE 2
#define COST_CUT 3     /* the last syllable, not whole yet */
#define COST_INITIAL 6 /* a lone initial: zs */
#define COST_NONE 200
#define COST_SLACK 2 /* one syllable more than the best reading has: xian and xi'an */
#define PART_MIN 2
#define PART_MAX 8
#define CLASSES 9
#define RARE_FIRST 0x3400
#define RARE_END 0x32400

static const struct {
    const char *syllable, *characters;
} rows[] = {
#define CHARS(syllable, characters) {#syllable, characters},
#include "pinyin_chars.inc"
#undef CHARS
};
#define ROWS (sizeof rows / sizeof *rows)

char compose_letter(uint32_t cp) {
    if (cp == 0x2018 || cp == 0x2019)
        return '\'';
    if (cp == 0xFC || cp == 0xDC)
        return 'v';
    cp = fold_width(cp);
    if (cp >= 'A' && cp <= 'Z')
        cp += 32;
    return (cp >= 'a' && cp <= 'z') || cp == '\'' ? (char)cp : '\0';
}

/* Letters up to the next apostrophe. */
static size_t reach_of(const struct compose *c, size_t at) {
    return strcspn(c->letters + at, "'");
}

static size_t behind(const struct compose *c, size_t at) {
    return at + (c->letters[at] == '\'');
}

/* Letters of the initial at a place: 2 for zh ch sh, 0 where none can begin. */
static size_t initial_at(const struct compose *c, size_t at) {
    const char *p = c->letters + at;

    if (!*p || strchr("'aeiouv", *p))
        return 0;
    return strchr("zcs", *p) && p[1] == 'h' ? 2 : 1;
}

static uint8_t better(uint8_t cost, unsigned other) {
    return other < cost ? (uint8_t)other : cost;
}

static uint8_t cost_at(const struct compose *c, size_t at) {
    size_t reach = reach_of(c, at), initial = initial_at(c, at);
    uint8_t cost = COST_NONE;
    bool whole;

    for (size_t n = 1; n <= reach && n < SYLLABLE_SIZE; n++) {
        size_t known = syllables_with(c->letters + at, n, &whole);

        if (whole)
            cost = better(cost, COST_SYLLABLE + c->rest[behind(c, at + n)]);
        else if (known && at + n == c->len)
            cost = better(cost, COST_CUT);
    }
    for (size_t n = 1; n <= initial && n <= reach; n++)
        cost = better(cost, COST_INITIAL + c->rest[behind(c, at + n)]);
    return cost;
}

void compose_read(struct compose *c, const char *letters, size_t len) {
    memset(c, 0, sizeof *c);
    for (size_t i = 0, n; i < len && c->len < COMPOSE_LETTERS; i += n) {
        uint32_t cp;
        char letter;

        n = utf8_read(&cp, letters + i, len - i);
        letter = compose_letter(cp);
        if (letter && (letter != '\'' || (c->len && c->letters[c->len - 1] != '\'')))
            c->letters[c->len++] = letter;
    }
    c->rest[c->len] = 0;
    for (size_t i = c->len; i-- > 0;)
        c->rest[i] = c->letters[i] == '\'' ? COST_NONE : cost_at(c, i);
}

/* --- places in the letters that a text has come to --- */

struct reach {
    uint64_t full, mixed; /* a bit a place: all in full so far, or by an initial somewhere */
    bool all;             /* the letters are used up */
    bool in_full;         /* no initials, and of the last one two letters at least */
};

static uint64_t bit(const struct compose *c, size_t at) {
    return UINT64_C(1) << behind(c, at);
}

/* lue and nue are typed for lve and nve as well. */
static bool same_letter(const char *reading, size_t i, char typed) {
    return reading[i] == typed || (reading[i] == 'v' && typed == 'u' && reading[0] != typed);
}

static void read_one(const struct compose *c, struct reach *next, size_t at, bool full, const char *reading) {
    size_t len = strlen(reading), left = reach_of(c, at), same = 0;
    uint64_t *places = full ? &next->full : &next->mixed;

    while (same < len && same < left && same_letter(reading, same, c->letters[at + same]))
        same++;
    if (same == len)
        *places |= bit(c, at + len);
    else if (same > next->in_full && at + same == c->len)
        next->all = true; /* the last one, by its first letters */
    if (same && initial_at(c, at) && !next->in_full) {
        next->mixed |= bit(c, at + 1);
        if (initial_at(c, at) == 2 && same >= 2)
            next->mixed |= bit(c, at + 2);
    }
}

/* Where one can be behind a character. */
static struct reach advance(const struct compose *c, const struct reach *from, uint32_t cp) {
    struct reach next = {.in_full = from->in_full};
    const char *reading;
    uint64_t at_end = UINT64_C(1) << c->len;

    for (size_t at = 0; at < c->len; at++) {
        bool full = from->full >> at & 1, mixed = from->mixed >> at & 1;

        for (size_t k = 0; (full || mixed) && (reading = readings_at(cp, k)) != NULL; k++) {
            if (full)
                read_one(c, &next, at, true, reading);
            if (mixed)
                read_one(c, &next, at, false, reading);
        }
    }
    next.all = next.all || ((next.full | next.mixed) & at_end);
    next.full &= ~at_end;
    next.mixed &= ~at_end;
    return next;
}

/* The letters used by `count` characters that came so far: all, or as many as leave a rest that can be read. */
static size_t used_by(const struct compose *c, const struct reach *r, size_t count) {
    if (r->all)
        return c->len;
    for (size_t at = c->len; at-- > 1;)
        if ((r->full >> at & 1) && c->rest[at] + count * COST_SYLLABLE <= (size_t)c->rest[0] + COST_SLACK)
            return at;
    return 0;
}

static bool is_passed_over(uint32_t cp) {
    return cp == ' ' || cp == 0xB7 || (cp >= 0x2000 && cp <= 0x206F) || cp == 0x30FB || cp == 0xFF65 || cp == 0x3000;
}

size_t compose_fits(const struct compose *c, const char *text, bool *begun) {
    struct reach r = {.full = 1};
    size_t len = strlen(text), count = 0, n;

    *begun = false;
    if (!c->len || len >= COMPOSE_WORD)
        return 0;
    for (size_t i = 0; i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        if (is_passed_over(cp))
            continue;
        *begun = r.all;
        if (r.all)
            return c->len;
        r = advance(c, &r, cp);
        count++;
        if (!r.all && !r.full && !r.mixed)
            return 0;
    }
    return count ? used_by(c, &r, count) : 0;
}

static void part_at(const struct compose *c, const char *text, size_t len, compose_fn *fn, void *arg) {
    struct reach r = {.full = 1, .in_full = true}; /* a text has too many words that initials would fit */
    size_t best = 0, best_len = 0;

    for (size_t i = 0, count = 0, n; i < len && count < PART_MAX && !r.all; i += n) {
        uint32_t cp;
        size_t used;

        n = utf8_read(&cp, text + i, len - i);
        r = advance(c, &r, cp);
        if (!r.all && !r.full && !r.mixed)
            break;
        used = ++count >= PART_MIN ? used_by(c, &r, count) : 0;
        if (used > best) {
            best = used;
            best_len = i + n;
        }
    }
    if (best && best_len < COMPOSE_WORD)
        fn(arg, text, best_len, best);
}

void compose_parts_of(const struct compose *c, const char *text, size_t len, compose_fn *fn, void *arg) {
    size_t n;

    for (size_t i = 0; c->len && i < len; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        if (cp >= 0x80 && readings_at(cp, 0))
            part_at(c, text + i, len - i, fn, arg);
    }
}

bool compose_part(const struct compose *c, size_t k, char out[COMPOSE_LETTERS + 1]) {
    for (size_t at = c->len; at > 0; at--) {
        size_t n = 0;

        if (c->rest[at] == COST_NONE || (at < c->len && c->rest[at] + COST_SYLLABLE > c->rest[0] + COST_SLACK) || k-- > 0)
            continue;
        for (size_t i = 0; i < at; i++)
            if (c->letters[i] != '\'')
                out[n++] = c->letters[i];
        out[n] = '\0';
        return true;
    }
    return false;
}

bool compose_is_short(const struct compose *c) {
    return c->rest[0] <= COST_CUT || (c->len && c->len == initial_at(c, 0));
}

/* --- characters --- */

struct characters {
    compose_fn *fn;
    void *arg;
    size_t used, room;
};

static void tell(struct characters *to, const char *text, size_t len) {
    if (!to->room)
        return;
    to->room--;
    to->fn(to->arg, text, len, to->used);
}

/* The characters of a class in a row, which bars divide. */
static void tell_class(struct characters *to, const char *row, int class) {
    for (; class > 0 && *row; row++)
        class -= *row == '|';
    while (*row && *row != '|') {
        uint32_t cp;
        size_t n = utf8_read(&cp, row, strlen(row));

        tell(to, row, n);
        row += n;
    }
}

/* Whether a syllable is what the first `n` letters are, or begins with them. */
static bool is_meant(const char *syllable, const char *letters, size_t n, bool cut) {
    size_t same = 0;

    while (same < n && syllable[same] && same_letter(syllable, same, letters[same]))
        same++;
    return same == n && (cut || !syllable[n]);
}

static bool is_in_rows(uint32_t cp, const char *syllable) {
    char text[5] = {0};

    utf8_write(text, cp);
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].syllable, syllable) == 0)
            return strstr(rows[i].characters, text) != NULL;
    return false;
}

static void tell_rare(struct characters *to, const char *letters, size_t n, bool cut) {
    for (uint32_t cp = RARE_FIRST; cp < RARE_END && to->room; cp++) {
        const char *reading;

        for (size_t k = 0; (reading = readings_at(cp, k)) != NULL; k++)
            if (is_meant(reading, letters, n, cut)) {
                char text[4];

                if (!is_in_rows(cp, reading))
                    tell(to, text, utf8_write(text, cp));
                break;
            }
    }
}

static void tell_syllable(const struct compose *c, struct characters *to, size_t n, bool cut, bool rare) {
    to->used = behind(c, n);
    if (rare) {
        tell_rare(to, c->letters, n, cut);
        return;
    }
    for (int class = 0; class < CLASSES; class ++)
        for (size_t i = 0; i < ROWS; i++)
            if (is_meant(rows[i].syllable, c->letters, n, cut))
                tell_class(to, rows[i].characters, class);
}

void compose_characters(const struct compose *c, size_t room, bool rare, compose_fn *fn, void *arg) {
    struct characters to = {fn, arg, 0, room};
    size_t reach = reach_of(c, 0);

    for (size_t n = reach < SYLLABLE_SIZE ? reach : SYLLABLE_SIZE - 1; n > 0; n--) {
        bool whole, cut;
        size_t known = syllables_with(c->letters, n, &whole);

        cut = known && !whole && n == c->len;
        if (cut || (whole && c->rest[behind(c, n)] + COST_SYLLABLE <= c->rest[0] + COST_SLACK))
            tell_syllable(c, &to, n, cut, rare);
        else if (n == initial_at(c, 0) && c->rest[behind(c, n)] + COST_INITIAL <= c->rest[0])
            tell_syllable(c, &to, n, true, rare);
    }
}
