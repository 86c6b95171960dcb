/* Doors as parts, as text and as a key. */
#include "linli/door.h"

#include <stdio.h>
#include <string.h>
#include "door_items.h"
#include "linli/fold.h"
#include "linli/utf8.h"

static bool parse(struct items *s, struct door *out) {
    if (!items_find(s)) {
        memset(out, 0, sizeof *out);
        items_text(out->compound, sizeof out->compound, s, 0, s->len);
        return false;
    }
    items_assign(s, out);
    items_text(out->compound, sizeof out->compound, s, 0, s->from);
    if (s->behind < s->len) {
        char remark[DOOR_PART];
        size_t len = strlen(out->room);

        items_text(remark, sizeof remark - len, s, s->behind, s->len);
        memcpy(out->room + len, remark, strlen(remark) + 1);
    }
    return true;
}

static void derive_floor(struct door *d) {
    if (*d->floor == '\0')
        items_floor(d->floor, d->room);
}

bool door_parse(struct door *out, const char *text, size_t len) {
    struct items s;
    bool numeric;

    items_load(&s, text, len);
    numeric = parse(&s, out);
    derive_floor(out);
    return numeric;
}

static bool fits(const char *have, const char *value) {
    return *value == '\0' || *have == '\0' || strcmp(have, value) == 0;
}

static void fill(char *have, const char *value, size_t room) {
    if (*have == '\0')
        memcpy(have, value, room);
}

/* The column `part` of `d` holds more than itself (3栋2单元501 as room): spreads it, where the other columns do not object. */
static bool spread(struct door *d, char *part, const struct door *p) {
    struct door rest = *d;

    *(char *)((char *)&rest + (part - (char *)d)) = '\0';
    if (!fits(rest.compound, p->compound) || !fits(rest.building, p->building) || !fits(rest.unit, p->unit) ||
        !fits(rest.floor, p->floor) || !fits(rest.room, p->room))
        return false;
    *d = rest;
    fill(d->compound, p->compound, sizeof d->compound);
    fill(d->building, p->building, DOOR_PART);
    fill(d->unit, p->unit, DOOR_PART);
    fill(d->floor, p->floor, DOOR_PART);
    fill(d->room, p->room, DOOR_PART);
    return true;
}

/* A value that is no door, such as 紫薇楼 as a building: only the last word goes. */
static void strip(char part[DOOR_PART], const struct items *s) {
    static const char *const tails[] = {"号楼", "单元", "栋", "幢", "座", "楼", "层", "室", "房", "户", "号"};
    size_t len;

    items_text(part, DOOR_PART, s, 0, s->len);
    len = strlen(part);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t n = strlen(tails[i]);

        if (len > n && strcmp(part + len - n, tails[i]) == 0) {
            part[len - n] = '\0';
            return;
        }
    }
}

static void normalise_part(struct door *d, char *part, const char *word) {
    struct items s;
    struct door p;
    char text[DOOR_PART + 8];
    bool found;

    items_load(&s, part, strnlen(part, DOOR_PART));
    if (s.len == 0 || (s.len == 1 && (s.text[0] == '-' || s.text[0] == '/' || s.text[0] == U'无'))) {
        *part = '\0';
        return;
    }
    if (part == d->floor && s.len > 1 && (s.text[s.len - 1] | 32) == 'f')
        s.len--;
    found = parse(&s, &p);
    if (!found) {
        /* 三 and A say nothing by themselves, but they do in this column. */
        snprintf(text, sizeof text, "%s%s", part, word);
        items_load(&s, text, strlen(text));
        found = parse(&s, &p);
    }
    if (!found) {
        items_load(&s, part, strlen(part));
        strip(part, &s);
        return;
    }
    /* Whatever the word behind a lone value says, the column says which part it is. */
    if (s.count == 1 && s.from == 0 && s.behind == s.len)
        memcpy(part, s.item[0].value, DOOR_PART);
    else if (!spread(d, part, &p))
        strip(part, &s);
}

void door_normalise(struct door *d) {
    struct items s;

    items_load(&s, d->compound, strnlen(d->compound, sizeof d->compound));
    items_text(d->compound, sizeof d->compound, &s, 0, s.len);
    normalise_part(d, d->building, "栋");
    normalise_part(d, d->unit, "单元");
    normalise_part(d, d->floor, "层");
    normalise_part(d, d->room, "室");
    derive_floor(d);
}

/* The value would be read back in a row like 3-2-501. */
static bool is_plain(const char *value) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t before = strspn(value, letters), digits = items_digits(value + before);
    size_t behind = strspn(value + before + digits, letters);

    if (value[before + digits + behind] != '\0')
        return false;
    return digits == 0 ? before == 1 : before <= 2 && digits <= 6 && behind <= 1;
}

static bool has_own_floor(const struct door *d) {
    char derived[DOOR_PART];

    items_floor(derived, d->room);
    return *d->floor != '\0' && strcmp(derived, d->floor) != 0;
}

void door_words(struct buf *out, const struct door *d) {
    if (*d->building != '\0')
        buf_printf(out, "%s栋", d->building);
    if (*d->unit != '\0')
        buf_printf(out, "%s单元", d->unit);
    if (has_own_floor(d))
        buf_printf(out, "%s层", d->floor);
    buf_puts(out, d->room);
}

void door_text(struct buf *out, const struct door *d, bool compound) {
    size_t len = strlen(d->compound);

    if (compound && len > 0) {
        buf_puts(out, d->compound);
        /* 阳光100 3-2-501, 八一 三栋 */
        if ((unsigned char)d->compound[len - 1] < 0x80)
            buf_putc(out, ' ');
    }
    if (*d->building == '\0' || !is_plain(d->building) || !is_plain(d->room) || has_own_floor(d) ||
        (*d->unit != '\0' && !is_plain(d->unit)))
        door_words(out, d);
    else if (*d->unit != '\0')
        buf_printf(out, "%s-%s-%s", d->building, d->unit, d->room);
    else
        buf_printf(out, "%s-%s", d->building, d->room);
}

/* Numbers by value: how many digits, then the digits. What is below ground sorts first. */
static void key_part(struct buf *out, const char *part) {
    static const char below[] = "负";

    if (strncmp(part, below, sizeof below - 1) == 0) {
        buf_putc(out, '-');
        part += sizeof below - 1;
    }
    while (*part != '\0') {
        size_t digits = strspn(part, "0123456789");

        while (digits > 1 && *part == '0')
            part++, digits--;
        if (digits > 0) {
            buf_putc(out, (char)('0' + (digits > 9 ? 9 : digits)));
            buf_add(out, part, digits);
            part += digits;
        } else {
            char c = *part++;

            if ((unsigned char)c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')
                buf_putc(out, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
        }
    }
}

void door_key(struct buf *out, const struct door *d) {
    struct door n = *d;

    door_normalise(&n);
    key_part(out, n.compound);
    buf_putc(out, '/');
    key_part(out, n.building);
    buf_putc(out, '/');
    key_part(out, n.unit);
    buf_putc(out, '/');
    key_part(out, n.floor);
    buf_putc(out, '/');
    key_part(out, n.room);
}

bool door_same(const struct door *a, const struct door *b) {
    struct buf one = {0}, other = {0};
    bool same;

    door_key(&one, a);
    door_key(&other, b);
    same = strcmp(buf_text(&one), buf_text(&other)) == 0;
    buf_free(&one);
    buf_free(&other);
    return same;
}

bool door_told(const struct door *d) {
    return *d->building || *d->unit || *d->floor || *d->room;
}
