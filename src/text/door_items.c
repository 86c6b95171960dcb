/* Reading a door: values, words, and which part each one is. */
#include "door_items.h"

#include <stdio.h>
#include <string.h>
#include "class.h"
#include "linli/fold.h"
#include "linli/utf8.h"

#define DIGITS_MAX 6
#define NUMERALS_MAX 6

/* Longer words before their beginnings. */
static const struct {
    uint32_t word[3];
    enum item_kind kind;
} words[] = {
    {U"号楼", ITEM_BUILDING}, {U"号栋", ITEM_BUILDING}, {U"#楼", ITEM_BUILDING}, {U"#栋", ITEM_BUILDING}, {U"号门", ITEM_UNIT},
    {U"号房", ITEM_ROOM},     {U"号室", ITEM_ROOM},     {U"号户", ITEM_ROOM},    {U"单元", ITEM_UNIT},    {U"门洞", ITEM_UNIT},
    {U"栋", ITEM_BUILDING},   {U"幢", ITEM_BUILDING},   {U"座", ITEM_BUILDING},  {U"楼", ITEM_STOREY},    {U"门", ITEM_UNIT},
    {U"梯", ITEM_UNIT},       {U"层", ITEM_FLOOR},      {U"室", ITEM_ROOM},      {U"房", ITEM_ROOM},      {U"户", ITEM_ROOM},
    {U"号", ITEM_NUMBER},     {U"#", ITEM_HASH},
};

static uint32_t at(const struct items *s, size_t i) {
    return i < s->len ? s->text[i] : 0;
}

static bool is_digit(uint32_t cp) {
    return cp >= '0' && cp <= '9';
}

static bool is_letter(uint32_t cp) {
    return (cp | 32) >= 'a' && (cp | 32) <= 'z';
}

static bool is_in(uint32_t cp, const uint32_t *set) {
    while (*set != 0 && *set != cp)
        set++;
    return cp != 0 && *set == cp;
}

static bool is_separator(uint32_t cp) {
    return is_in(cp, U" -_/\\.,，、·~:'");
}

static int numeral_of(uint32_t cp) {
    static const uint32_t numerals[] = U"零一二三四五六七八九";

    for (int i = 0; i < 10; i++)
        if (numerals[i] == cp)
            return i;
    return cp == U'〇' ? 0 : cp == U'十' ? 10 : cp == U'百' ? 100 : -1;
}

static bool is_side(uint32_t cp) {
    return is_in(cp, U"东西南北中前后左右上下甲乙丙丁");
}

void items_load(struct items *s, const char *text, size_t len) {
    size_t n;

    memset(s, 0, offsetof(struct items, item));
    for (size_t i = 0; i < len && s->len < ITEMS_TEXT; i += n) {
        uint32_t cp;

        n = utf8_read(&cp, text + i, len - i);
        cp = fold_width(cp);
        if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
            cp = '-';
        if (class_is_space(cp))
            cp = ' ';
        else if (cp >= 0x7F && (class_of(cp) & CLASS_MASK) == CLASS_CONTROL)
            continue;
        if (cp < ' ' || (cp == ' ' && (s->len == 0 || s->text[s->len - 1] == ' ')))
            continue;
        s->text[s->len++] = cp;
    }
    while (s->len > 0 && s->text[s->len - 1] == ' ')
        s->len--;
}

static size_t word_at(const struct items *s, size_t i, enum item_kind *kind) {
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = 0;

        while (n < 3 && words[k].word[n] != 0 && words[k].word[n] == at(s, i + n))
            n++;
        if (n == 3 || words[k].word[n] == 0) {
            *kind = words[k].kind;
            return n;
        }
    }
    *kind = ITEM_BARE;
    return 0;
}

static void put(char value[DOOR_PART], uint32_t cp) {
    size_t len = strlen(value);

    if (len + 4 < DOOR_PART)
        value[len + utf8_write(value + len, cp >= 'a' && cp <= 'z' ? cp - 32 : cp)] = '\0';
}

static void put_number(char value[DOOR_PART], const char *digits) {
    while (digits[0] == '0' && is_digit((unsigned char)digits[1]))
        digits++;
    while (*digits != '\0')
        put(value, (unsigned char)*digits++);
}

/* Letters and digits: 3, 3A, A3, T12, A. */
static size_t take_ascii(const struct items *s, size_t i, char value[DOOR_PART]) {
    size_t letters = 0, digits = 0, n;
    char number[DIGITS_MAX + 1];

    while (letters < 3 && is_letter(at(s, i + letters)))
        letters++;
    while (digits <= DIGITS_MAX && is_digit(at(s, i + letters + digits)))
        digits++;
    if (letters > 2 || digits > DIGITS_MAX || letters + digits == 0 || (digits == 0 && letters > 1))
        return 0;
    n = letters + digits;
    for (size_t k = 0; k < letters; k++)
        put(value, s->text[i + k]);
    for (size_t k = 0; k < digits; k++)
        number[k] = (char)s->text[i + letters + k];
    number[digits] = '\0';
    put_number(value, number);
    if (digits > 0 && is_letter(at(s, i + n)))
        put(value, s->text[i + n++]);
    if (is_letter(at(s, i + n)) || is_digit(at(s, i + n)))
        return 0;
    return n;
}

/* 三, 十二, 二十三, 一百零三, 五〇一. */
static size_t take_numerals(const struct items *s, size_t i, char value[DOOR_PART]) {
    size_t n = 0;
    int total = 0, digit = -1;
    bool placed = false;
    char number[NUMERALS_MAX * 4 + 1] = "";

    while (n <= NUMERALS_MAX && numeral_of(at(s, i + n)) >= 0)
        placed = placed || numeral_of(s->text[i + n]) >= 10, n++;
    if (n == 0 || n > NUMERALS_MAX)
        return 0;
    for (size_t k = 0; k < n; k++) {
        int v = numeral_of(s->text[i + k]);

        if (!placed)
            number[k] = (char)('0' + v), number[k + 1] = '\0';
        else if (v >= 10)
            total += (digit < 0 ? 1 : digit) * v, digit = -1;
        else
            digit = v;
    }
    if (placed)
        snprintf(number, sizeof number, "%d", total + (digit < 0 ? 0 : digit));
    put_number(value, number);
    return n;
}

static size_t take_sides(const struct items *s, size_t i, char value[DOOR_PART]) {
    size_t n = 0;

    while (n < 2 && is_side(at(s, i + n)))
        put(value, s->text[i + n++]);
    return n;
}

/* One value at `i`, 0 where there is none. Han values are many a word's beginning (八一村, 东湖): they count only before one of
 * the words or a separator, or at the end of a door that has begun. */
static size_t take_value(const struct items *s, size_t i, bool first, char value[DOOR_PART]) {
    size_t start = i, n;
    enum item_kind kind;

    if (at(s, i) == U'第')
        i++;
    if ((at(s, i) == U'附' || at(s, i) == U'负') && (is_digit(at(s, i + 1)) || numeral_of(at(s, i + 1)) > 0))
        put(value, s->text[i++]);
    n = take_ascii(s, i, value);
    if (n > 0) {
        i += n;
        if (at(s, i) == U'附' && is_digit(at(s, i + 1))) {
            size_t len = strlen(value);

            put(value, U'附');
            n = take_ascii(s, i + 1, value);
            i += n > 0 ? n + 1 : 0;
            value[n > 0 ? strlen(value) : len] = '\0';
        }
        return i - start;
    }
    if (is_letter(at(s, i)) || is_digit(at(s, i)))
        return 0;
    n = take_numerals(s, i, value);
    if (n == 0)
        n = take_sides(s, i, value);
    if (n == 0)
        return 0;
    i += n;
    if (word_at(s, i, &kind) > 0 || at(s, i) == '-' || (i >= s->len && !first))
        return i - start;
    return 0;
}

static bool is_number(const char *value) {
    for (; *value != '\0'; value++)
        if (is_digit((unsigned char)*value) || is_letter((unsigned char)*value))
            return true;
    return false;
}

size_t items_digits(const char *value) {
    return strspn(value, "0123456789");
}

/* Reads items from `i` on; returns where reading stopped. */
static size_t take_items(struct items *s, size_t i) {
    size_t end = i;
    uint32_t joint = 0;

    s->count = 0;
    s->open = false;
    while (i < s->len && s->count < ITEMS_MAX) {
        struct item *item = &s->item[s->count];
        size_t n;

        memset(item, 0, sizeof *item);
        n = take_value(s, i, s->count == 0, item->value);

        /* 3B2 is no door; 501东 is. */
        if (n == 0 || (s->count > 0 && i == end && item[-1].kind == ITEM_BARE && !is_side(s->text[i])))
            break;
        /* 阳光100 3-501: the first number is not of the row. */
        if (s->count > 1 && item[-1].kind == ITEM_BARE && item[-2].kind == ITEM_BARE && s->text[end] != joint && i > end)
            break;
        joint = s->text[end];
        i += n;
        i += word_at(s, i, &item->kind);
        s->count++;
        end = i;
        while (is_separator(at(s, i)))
            i++;
        s->open = i > end;
    }
    s->open = s->open && i == s->len;
    return i == s->len ? i : end;
}

/* What may stand behind a door: in brackets, after a space, or anything but digits where the door is no mere number of a house.
 */
static bool is_remark(const struct items *s, size_t i) {
    enum item_kind last = s->item[s->count - 1].kind;

    if (!is_in(s->text[i], U" ([{（【") && (last == ITEM_NUMBER || last == ITEM_STOREY || last == ITEM_BARE) && s->count < 2)
        return false;
    if (is_letter(s->text[i]))
        return false;
    for (; i < s->len; i++)
        if (is_digit(s->text[i]))
            return false;
    return true;
}

static bool has_number(const struct items *s) {
    for (size_t k = 0; k < s->count; k++)
        if (is_number(s->item[k].value) &&
            (s->count > 1 || s->item[k].kind != ITEM_BARE || strpbrk(s->item[k].value, "0123456789")))
            return true;
    return false;
}

bool items_find(struct items *s) {
    struct door door;

    for (int remark = 0; remark < 2; remark++) {
        for (size_t i = 0; i < s->len; i++) {
            uint32_t before = i > 0 ? s->text[i - 1] : 0;
            bool inside = (is_digit(s->text[i]) && is_digit(before)) ||
                          (is_letter(s->text[i]) && (is_letter(before) || is_digit(before))) ||
                          (numeral_of(s->text[i]) >= 0 && numeral_of(before) >= 0);

            if (inside)
                continue;
            s->from = i;
            s->behind = take_items(s, i);
            if (s->count == 0 || !has_number(s) || !items_assign(s, &door))
                continue;
            if (s->behind == s->len || (remark && is_remark(s, s->behind)))
                return true;
        }
    }
    s->count = 0;
    s->from = s->behind = s->len;
    return false;
}

void items_text(char *out, size_t room, const struct items *s, size_t from, size_t to) {
    size_t len = 0;

    while (from < to && (is_separator(s->text[from]) || is_in(s->text[from], U"([{")))
        from++;
    while (to > from && (is_separator(s->text[to - 1]) || is_in(s->text[to - 1], U")]}")))
        to--;
    for (; from < to && len + 4 < room; from++)
        len += utf8_write(out + len, s->text[from]);
    out[len] = '\0';
}

void items_floor(char out[DOOR_PART], const char *room) {
    size_t digits = items_digits(room);

    *out = '\0';
    if ((digits == 3 || digits == 4) && strncmp(room + digits, "附", strlen("附")) != 0) {
        memcpy(out, room, digits - 2);
        out[digits - 2] = '\0';
    }
}

/* The parts in the order in which people say them. */
static char *part_of(struct door *door, int level) {
    switch (level) {
    case 1:
        return door->building;
    case 2:
        return door->unit;
    case 3:
        return door->floor;
    default:
        return door->room;
    }
}

/* What the word behind item k makes it: 1 building, 2 unit, 3 floor, 4 room, 0 none (bare), -1 no door; `before` says how many
 * levels are taken. */
static int level_of(const struct items *s, size_t k, int before) {
    const struct item *item = &s->item[k], *next = k + 1 < s->count ? item + 1 : NULL;
    char floor[DOOR_PART];

    switch (item->kind) {
    case ITEM_BUILDING:
        return 1;
    case ITEM_UNIT:
        return 2;
    case ITEM_FLOOR:
        return 3;
    case ITEM_ROOM:
        return 4;
    case ITEM_HASH:
        return before > 0 && next == NULL ? 4 : 1;
    case ITEM_STOREY:
        if (before > 0)
            return 3;
        items_floor(floor, next != NULL ? next->value : "");
        return *floor != '\0' && strcmp(floor, item->value) == 0 ? 3 : 1;
    case ITEM_NUMBER:
        if (next == NULL || strncmp(next->value, "附", strlen("附")) == 0)
            return 4;
        if (next->kind == ITEM_BUILDING || next->kind == ITEM_HASH || next->kind == ITEM_STOREY || before > 0)
            return -1;
        return 1;
    default:
        return 0;
    }
}

/* Levels for `n` bare values behind level `before` at the end of a door, 0-terminated; NULL: none fit. */
static const int *levels_at_end(int before, size_t n) {
    static const int levels[4][4][5] = {
        {{4}, {1, 4}, {1, 2, 4}, {1, 2, 3, 4}},
        {{4}, {2, 4}, {2, 3, 4}},
        {{4}, {3, 4}},
        {{4}},
    };

    return before < 4 && n >= 1 && n <= 4 && levels[before][n - 1][0] != 0 ? levels[before][n - 1] : NULL;
}

/* Four bare numbers are building, unit, floor and room only where the third can be the floor of the fourth. */
static bool is_floor_of(const struct item *floor, const struct item *room) {
    char derived[DOOR_PART];

    items_floor(derived, room->value);
    if (items_digits(floor->value) != strlen(floor->value) || strlen(floor->value) > 2)
        return false;
    return strcmp(derived, floor->value) == 0 || (items_digits(room->value) < 3 && items_digits(room->value) > 0);
}

static void join(char room[DOOR_PART], const char *joint, const char *more) {
    char both[DOOR_PART * 2];
    size_t len = (size_t)snprintf(both, sizeof both, "%s%s%s", room, joint, more);

    if (len < DOOR_PART)
        memcpy(room, both, len + 1);
}

static bool assign_tail(struct door *out, const struct item *bare, size_t n, int before) {
    const int *levels;

    if (n == 0)
        return true;
    if (before == 4 && n == 1) {
        join(out->room, is_number(bare->value) && strncmp(bare->value, "附", strlen("附")) != 0 ? "-" : "", bare->value);
        return true;
    }
    if (n == 2 && !is_number(bare[1].value)) { /* 501东 */
        if (!assign_tail(out, bare, 1, before))
            return false;
        join(out->room, "", bare[1].value);
        return true;
    }
    /* 501-1: a part of a flat, or a floor and its room. */
    if (n == 2 && (before == 3 || (before == 2 && items_digits(bare[0].value) >= 3))) {
        memcpy(out->room, bare[0].value, DOOR_PART);
        join(out->room, "-", bare[1].value);
        return true;
    }
    levels = levels_at_end(before, n);
    if (levels == NULL || (n == 4 && !is_floor_of(&bare[2], &bare[3])))
        return false;
    for (size_t k = 0; k < n; k++)
        memcpy(part_of(out, levels[k]), bare[k].value, DOOR_PART);
    return true;
}

bool items_assign(const struct items *s, struct door *out) {
    int before = 0;
    size_t bare = 0;

    memset(out, 0, sizeof *out);
    for (size_t k = 0; k < s->count; k++) {
        int level = level_of(s, k, before + (int)bare);

        if (level == 0) {
            bare++;
            continue;
        }
        if (level == 4 && before == 4 && bare == 0 && strncmp(s->item[k].value, "附", strlen("附")) == 0) {
            join(out->room, "", s->item[k].value);
            continue;
        }
        if (level <= before + (int)bare)
            return false;
        for (size_t b = 0; b < bare; b++)
            memcpy(part_of(out, before + 1 + (int)b), s->item[k - bare + b].value, DOOR_PART);
        memcpy(part_of(out, level), s->item[k].value, DOOR_PART);
        before = level;
        bare = 0;
    }
    return assign_tail(out, &s->item[s->count - bare], bare, before);
}
