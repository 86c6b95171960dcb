/* Masking, numbers, areas, deadlines, colours. */
#include "linli/policy.h"

#include <stdio.h>
#include <string.h>
#include "linli/clock.h"
#include "linli/county.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/utf8.h"

/* A phone is ASCII digits and signs as imported; anything else is hidden with the rest of the middle, a character at a time. */
void policy_mask_phone(struct buf *out, const char *phone) {
    size_t len = 0, seen = 0, head, tail;

    for (const char *p = phone; *p; p++)
        len += ((unsigned char)*p & 0xC0) != 0x80;
    head = len >= 7 ? 3 : 0;
    tail = len >= 11 ? 4 : len >= 7 ? 2 : len > 2 ? 2 : 0;
    for (const char *p = phone; *p; p++) {
        bool first = ((unsigned char)*p & 0xC0) != 0x80;

        seen += first;
        if (seen <= head || seen > len - tail)
            buf_putc(out, *p);
        else if (first)
            buf_putc(out, '*');
    }
}

void policy_mask_phones(struct buf *out, const char *phones) {
    while (*phones) {
        size_t len = strcspn(phones, "\n");
        char one[PHONES_SIZE];

        snprintf(one, sizeof one, "%.*s", (int)len, phones);
        policy_mask_phone(out, one);
        phones += len;
        if (*phones == '\n') {
            phones++;
            buf_putc(out, ' ');
        }
    }
}

/* Where among the digits of a phone these begin: at its end if they are there; -1 nowhere. */
static int digits_at(const struct buf *folded, const char *digits) {
    size_t want = strlen(digits);
    const char *found;

    if (!want || folded->len < want)
        return -1;
    if (strcmp(folded->data + folded->len - want, digits) == 0)
        return (int)(folded->len - want);
    found = strstr(folded->data, digits);
    return found ? (int)(found - folded->data) : -1;
}

/* The k-th digit and so many behind it, as characters of the masked phone. */
static uint64_t shown_digits(const char *phone, const char *masked, int first, size_t count) {
    size_t len = strlen(phone), n, character = 0;
    uint64_t bits = 0;
    int digit = 0;

    for (size_t i = 0; i < len && character < 64; i += n, character++) {
        uint32_t cp;

        n = utf8_read(&cp, phone + i, len - i);
        cp = fold_width(cp);
        if (cp >= '0' && cp <= '9' && digit++ >= first && digit <= first + (int)count && *masked != '*')
            bits |= UINT64_C(1) << character;
        do
            masked++;
        while (((unsigned char)*masked & 0xC0) == 0x80);
    }
    return bits;
}

void policy_mask_found(struct buf *out, const char *phones, const char *digits, uint64_t *bits) {
    size_t start = out->len, want = strlen(digits);

    for (*bits = 0; *phones;) {
        size_t len = strcspn(phones, "\n");
        struct buf folded = {0};
        char one[PHONES_SIZE];
        int at;

        snprintf(one, sizeof one, "%.*s", (int)len, phones);
        fold_digits(&folded, one, strlen(one));
        at = digits_at(&folded, digits);
        if (at >= 0 && (out->len == start || (size_t)at + want == folded.len)) {
            out->len = start;
            policy_mask_phone(out, one);
            *bits = shown_digits(one, out->data + start, at, want);
        }
        phones += len + (phones[len] == '\n');
        if (at >= 0 && (size_t)at + want == folded.len)
            phones += strlen(phones);
        buf_free(&folded);
    }
}

void policy_device_letters(char out[3], const struct id *device) {
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    out[0] = letters[device->b[0] % 24];
    out[1] = (char)('2' + device->b[1] % 8);
    out[2] = '\0';
}

void policy_matter_number(char out[NUMBER_SIZE], int64_t at, const char *letters, int64_t count) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, at);
    snprintf(out, NUMBER_SIZE, "M-%.2s-%s-%03lld", date + 2, letters, (long long)count);
}

void policy_town(char out[AREA_SIZE], const char *area) {
    const char *dot = strchr(area, '.');
    size_t len = strlen(area);

    if (!dot) { /* a city, or none: its events are counted with the city's own */
        out[0] = '\0';
        return;
    }
    len = (size_t)(dot - area) + 1 + strcspn(dot + 1, ".");
    snprintf(out, AREA_SIZE, "%.*s", (int)len, area);
}

enum level policy_area_level(const char *area) {
    int parts = *area != '\0';

    for (; *area; area++)
        parts += *area == '.';
    return parts == 0 ? LEVEL_CITY : parts == 1 ? LEVEL_CITY : parts == 2 ? LEVEL_TOWN : parts == 3 ? LEVEL_VILLAGE : LEVEL_GRID;
}

bool policy_area_valid(const char *area) {
    size_t part = 0;

    if (strlen(area) >= AREA_SIZE)
        return false;
    for (;; area++) {
        if (*area == '.' || *area == '\0') {
            if (part < 1 || part > 12)
                return false;
            if (*area == '\0')
                return true;
            part = 0;
        } else if ((*area >= '0' && *area <= '9') || (*area >= 'a' && *area <= 'z') || (*area >= 'A' && *area <= 'Z')) {
            part++;
        } else {
            return false;
        }
    }
}

bool policy_area_inside(const char *area, const char *ancestor) {
    size_t len = strlen(ancestor);

    return len == 0 || (strncmp(area, ancestor, len) == 0 && (area[len] == '\0' || area[len] == '.'));
}

int64_t policy_due_day(enum step step, int64_t at) {
    return clock_day(at) + kinds_step_days(step);
}

static const struct {
    enum colour colour;
    const char *words;
} colours[COLOUR_RULES] = {
#define X(name, colour, words) [COLOUR_IS_##name] = {COLOUR_##colour, words},
#include "linli/colours.def"
#undef X
};

/* What the clock says; COLOUR_RULES nothing. Overdue twice over: as many days again went by as the step was allowed. */
static enum colour_rule clock_rule(const struct colour_facts *f) {
    int64_t allowed = county_days(f->step), left = f->due - f->today;

    if (!f->due)
        return COLOUR_RULES;
    if (f->due < f->today)
        return -left > allowed ? COLOUR_IS_LONG : COLOUR_IS_OVERDUE;
    return (allowed - left) * 100 >= allowed * county_soon_percent() ? COLOUR_IS_SOON : COLOUR_RULES;
}

enum colour policy_colour(unsigned *rules, const struct colour_facts *f) {
    enum colour_rule clock = clock_rule(f);

    *rules = 0;
    if (f->danger)
        *rules |= 1u << COLOUR_IS_DANGER;
    if (f->parties >= (size_t)county_many_parties())
        *rules |= 1u << COLOUR_IS_MANY;
    if (f->failed)
        *rules |= 1u << COLOUR_IS_FAILED;
    if (f->missed)
        *rules |= 1u << COLOUR_IS_MISSED;
    if (f->repeated)
        *rules |= 1u << COLOUR_IS_REPEATED;
    if (clock != COLOUR_RULES)
        *rules |= 1u << clock;
    if (!*rules)
        *rules = 1u << COLOUR_IS_IN_TIME;
    for (size_t i = 0; i < COLOUR_RULES; i++)
        if (*rules & 1u << i)
            return colours[i].colour;
    return COLOUR_NONE;
}

const char *policy_colour_code(enum colour c) {
    static const char *const codes[] = {"", "blue", "yellow", "red"};

    return codes[c];
}

const char *policy_colour_name(enum colour c) {
    static const char *const names[] = {"", N_("blue"), N_("yellow"), N_("red")};

    return *names[c] ? _(names[c]) : "";
}

const char *policy_colour_words(enum colour_rule rule) {
    static char many[80]; /* the county says how many that is */

    if (rule == COLOUR_IS_MANY) {
        snprintf(many, sizeof many, _("%d or more parties"), county_many_parties());
        return many;
    }
    return _(colours[rule].words);
}
