/* Finding doors: the tokens of a door, and what a word of a query may mean as one. Every door token begins with ¶, so that no
 * name, phone or number is ever found in its place; a part carries its word (¶3栋 ¶2单元 ¶5层 ¶501室). */
#include "linli/door.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "door_items.h"
#include "linli/utf8.h"

#define WORD_MAX 64
#define MEANINGS_MAX 4
#define TERM_SIZE (DOOR_PART * 2 + 16)

enum part { PART_COMPOUND, PART_BUILDING, PART_UNIT, PART_FLOOR, PART_ROOM, PART_COUNT };

static const char *const part_words[PART_COUNT] = {"", "栋", "单元", "层", "室"};

/* One thing that a word may mean: the parts that are said must be the door's; `prefix`: the room may go on. */
struct meaning {
    struct door said;
    bool prefix;
};

static const char *part_of(const struct door *d, enum part part) {
    const char *const parts[PART_COUNT] = {d->compound, d->building, d->unit, d->floor, d->room};

    return parts[part];
}

/* What of a value can be in a token: letters in lower case, digits and whatever is not ASCII. */
static size_t plain(char *out, size_t room, const char *value) {
    size_t len = 0;

    for (; *value != '\0' && len + 1 < room; value++) {
        char c = *value >= 'A' && *value <= 'Z' ? (char)(*value + 32) : *value;

        if ((unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[len++] = c;
    }
    out[len] = '\0';
    return len;
}

static size_t term(char out[TERM_SIZE], enum part part, const char *value, bool word) {
    char text[DOOR_PART * 2];

    return plain(text, sizeof text, value) > 0 ? (size_t)snprintf(out, TERM_SIZE, "¶%s%s", text, word ? part_words[part] : "")
                                               : 0;
}

void door_tokens(const struct door *d, door_token_fn *emit, void *arg) {
    struct door n = *d;
    char token[TERM_SIZE];

    door_normalise(&n);
    for (enum part part = 0; part < PART_COUNT; part++) {
        size_t len = term(token, part, part_of(&n, part), true);

        if (len > 0)
            emit(arg, token, len);
    }
}

/* A place by its last character. Such a word finds the doors of a compound. */
static bool is_place(const struct items *s) {
    static const uint32_t ends[] = U"区期院苑村路街巷弄湾组园城里庄屯寓厦场坊";
    size_t i = 0;

    for (size_t k = 0; k < s->len; k++)
        if (!utf8_is_han(s->text[k]) && (s->text[k] >= 0x80 || s->text[k] < '0'))
            return false;
    while (s->len >= 3 && ends[i] != 0 && ends[i] != s->text[s->len - 1])
        i++;
    return s->len >= 3 && ends[i] != 0;
}

static struct meaning *add(struct meaning *list, size_t *n, const struct door *base) {
    list[*n] = (struct meaning){.said = *base};
    return &list[(*n)++];
}

static void say(char to[DOOR_PART], const char *value) {
    memcpy(to, value, DOOR_PART);
}

static void say_room(struct meaning *m, const char *value) {
    say(m->said.room, value);
    m->prefix = items_digits(value) >= 2;
}

/* A lone value, or two in a row: each may be any part. `base` has the compound alone. */
static size_t lone_meanings(struct meaning *list, const struct items *s, const struct door *base) {
    const char *v = s->item[0].value;
    size_t n = 0;

    if (s->item[0].kind == ITEM_STOREY) {
        say(add(list, &n, base)->said.building, v);
        say(add(list, &n, base)->said.floor, v);
        return n;
    }
    if (s->item[0].kind == ITEM_NUMBER)
        say(add(list, &n, base)->said.room, v);
    else if (!s->open)
        say_room(add(list, &n, base), v);
    say(add(list, &n, base)->said.building, v);
    if (s->item[0].kind == ITEM_BARE)
        say(add(list, &n, base)->said.unit, v);
    return n;
}

static size_t pair_meanings(struct meaning *list, const struct items *s, const struct door *base) {
    struct meaning *m;
    size_t n = 0;

    if (!s->open) {
        m = add(list, &n, base);
        say(m->said.building, s->item[0].value);
        say_room(m, s->item[1].value);
    }
    m = add(list, &n, base);
    say(m->said.building, s->item[0].value);
    say(m->said.unit, s->item[1].value);
    if (!s->open) {
        m = add(list, &n, base);
        say(m->said.unit, s->item[0].value);
        say_room(m, s->item[1].value);
    }
    return n;
}

/* Words tell most parts; a last bare value is a room, or what is being typed of one, or the part before it. */
static size_t row_meanings(struct meaning *list, const struct items *s, const struct door *base) {
    const struct item *last = &s->item[s->count - 1];
    struct door said, less;
    size_t n = 0;

    items_assign(s, &said);
    memcpy(said.compound, base->compound, sizeof said.compound);
    less = said;
    *less.room = '\0';
    if (last->kind != ITEM_BARE || strcmp(said.room, last->value) != 0) {
        add(list, &n, &said);
        return n;
    }
    if (!s->open)
        say_room(add(list, &n, &said), last->value);
    if (*said.unit == '\0' && *said.floor == '\0' && *said.building != '\0')
        say(add(list, &n, &less)->said.unit, last->value);
    else if (*said.unit != '\0' && *said.floor == '\0' && strlen(last->value) <= 2)
        say(add(list, &n, &less)->said.floor, last->value);
    return n;
}

static size_t meanings_of(struct meaning list[MEANINGS_MAX], const char *word) {
    size_t len = strnlen(word, WORD_MAX + 1), n = 0;
    struct items s;
    struct door base = {0};
    bool bare = true;

    if (len > WORD_MAX)
        return 0;
    items_load(&s, word, len);
    if (!items_find(&s)) {
        if (is_place(&s)) {
            items_text(base.compound, sizeof base.compound, &s, 0, s.len);
            add(list, &n, &base);
        }
        return n;
    }
    if (s.behind < s.len)
        return 0;
    items_text(base.compound, sizeof base.compound, &s, 0, s.from);
    for (size_t k = 0; k < s.count; k++)
        bare = bare && s.item[k].kind == ITEM_BARE;
    if (s.count == 1 && (bare || s.item[0].kind == ITEM_STOREY || s.item[0].kind == ITEM_NUMBER))
        return lone_meanings(list, &s, &base);
    return s.count == 2 && bare ? pair_meanings(list, &s, &base) : row_meanings(list, &s, &base);
}

struct terms {
    char text[PART_COUNT][TERM_SIZE];
    bool prefix[PART_COUNT];
    size_t count;
};

static void terms_of(struct terms *t, const struct meaning *m) {
    t->count = 0;
    for (enum part part = 0; part < PART_COUNT; part++) {
        bool prefix = part == PART_COMPOUND || (part == PART_ROOM && m->prefix);

        if (term(t->text[t->count], part, part_of(&m->said, part), !prefix) > 0)
            t->prefix[t->count++] = prefix;
    }
}

/* Every row that `t` finds is found by `wider` as well. */
static bool is_covered(const struct terms *t, const struct terms *wider) {
    for (size_t w = 0; w < wider->count; w++) {
        size_t k = 0, len = strlen(wider->text[w]);

        while (k < t->count && !(wider->prefix[w] ? strncmp(t->text[k], wider->text[w], len) == 0
                                                  : !t->prefix[k] && strcmp(t->text[k], wider->text[w]) == 0))
            k++;
        if (k == t->count)
            return false;
    }
    return true;
}

static void add_terms(struct buf *out, const struct terms *t) {
    if (t->count > 1)
        buf_putc(out, '(');
    for (size_t k = 0; k < t->count; k++)
        buf_printf(out, "%s\"%s\"%s", k > 0 ? " AND " : "", t->text[k], t->prefix[k] ? " *" : "");
    if (t->count > 1)
        buf_putc(out, ')');
}

bool door_fts(struct buf *out, const char *word) {
    struct meaning list[MEANINGS_MAX];
    struct terms terms[MEANINGS_MAX];
    size_t n = meanings_of(list, word), kept = 0;

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        terms_of(&terms[kept], &list[i]);
        while (k < kept && !is_covered(&terms[kept], &terms[k]))
            k++;
        kept += k == kept && terms[kept].count > 0;
    }
    if (kept > 1)
        buf_putc(out, '(');
    for (size_t k = 0; k < kept; k++) {
        if (k > 0)
            buf_puts(out, " OR ");
        add_terms(out, &terms[k]);
    }
    if (kept > 1)
        buf_putc(out, ')');
    return kept > 0;
}

static bool is_part(const char *have, const char *said, bool prefix) {
    return *said == '\0' || (prefix ? strncasecmp(have, said, strlen(said)) : strcasecmp(have, said)) == 0;
}

static bool is_compound(const char *have, const char *said) {
    char a[DOOR_PART * 2], b[DOOR_PART * 2];

    plain(a, sizeof a, have);
    return strncmp(a, b, plain(b, sizeof b, said)) == 0;
}

static bool is_meant(const struct door *have, const struct meaning *m) {
    const struct door *said = &m->said;

    return is_compound(have->compound, said->compound) && is_part(have->building, said->building, false) &&
           is_part(have->unit, said->unit, false) && is_part(have->floor, said->floor, false) &&
           is_part(have->room, said->room, m->prefix);
}

bool door_match(const struct door *d, const char *word) {
    struct meaning list[MEANINGS_MAX];
    size_t n = meanings_of(list, word);
    struct door have = *d;

    if (n > 0)
        door_normalise(&have);
    for (size_t i = 0; i < n; i++)
        if (is_meant(&have, &list[i]))
            return true;
    return false;
}

/* ---- which characters of a written door were meant */

static size_t characters(const char *text, size_t len) {
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

static uint64_t bits_of(const char *shown, size_t from, size_t len) {
    size_t first = characters(shown, from), n = characters(shown + from, len);

    if (first >= 64)
        return 0;
    return (n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1) << first;
}

/* The parts behind the compound stand in their order; the floor is mostly in the room alone. */
static uint64_t mark_parts(const char *shown, size_t at, const struct door *have, const struct meaning *m) {
    const char *floor_in_room = NULL;
    uint64_t bits = 0;

    for (enum part part = PART_BUILDING; part < PART_COUNT; part++) {
        const char *value = part_of(have, part), *said = part_of(&m->said, part), *found = strstr(shown + at, value);
        const char *room = part == PART_FLOOR && *have->room ? strstr(shown + at, have->room) : NULL;

        if (*value == '\0' || found == NULL)
            continue;
        if (room != NULL && found >= room) {
            floor_in_room = *said != '\0' ? value : NULL;
            continue;
        }
        at = (size_t)(found - shown) + strlen(value);
        if (*said != '\0')
            bits |= bits_of(shown, (size_t)(found - shown), strlen(said));
        else if (part == PART_ROOM && floor_in_room != NULL)
            bits |= bits_of(shown, (size_t)(found - shown), strlen(floor_in_room));
    }
    return bits;
}

/* A compound leads; how much of it is shown is what the rest of the door leaves. */
static size_t compound_shown(const char *shown, const struct door *d) {
    struct buf rest = {0};
    size_t len = strlen(shown);

    door_text(&rest, d, false);
    len = rest.len <= len && strcmp(shown + len - rest.len, buf_text(&rest)) == 0 ? len - rest.len : strlen(d->compound);
    buf_free(&rest);
    return strncmp(shown, d->compound, len) == 0 ? len : 0;
}

uint64_t door_matched(const char *shown, const struct door *d, const char *word) {
    struct meaning list[MEANINGS_MAX];
    size_t n = meanings_of(list, word), compound = compound_shown(shown, d);
    struct door have = *d;

    door_normalise(&have);
    for (size_t i = 0; i < n; i++) {
        size_t said = strlen(list[i].said.compound);

        if (is_meant(&have, &list[i]))
            return bits_of(shown, 0, said < compound ? said : compound) | mark_parts(shown, compound, &have, &list[i]);
    }
    return 0;
}
