/* A phone that was typed into a cell of numbers is stored as 13812345678 or 1.3812345678E10, and a day as the days since 1900.
 * The digits are moved as text, so nothing is rounded on the way. */
#include "core/workbook_number.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include "linli/clock.h"

#define DIGITS 15          /* that a spreadsheet keeps and shows */
#define PLACES_MAX 40      /* of a number that is written out */
#define DAY_MAX 2958465    /* 9999-12-31 */
#define DAYS_TO_1970 25569 /* from the day 0 of spreadsheets */
#define DAYS_TO_1904 1462
#define FAULTY_DAY 60 /* 1900-02-29, which was not */

struct number_format number_format_built_in(long id) {
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
        return (struct number_format){NUMBER_DATE, 0};
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
        return (struct number_format){NUMBER_TIME, 0};
    return (struct number_format){id == 22 ? NUMBER_MOMENT : NUMBER_PLAIN, 0};
}

/* Behind what stands in the code as text: "年", \-, [Red], _x, *x. */
static const char *past_text(const char *p) {
    static const char ends[] = "\"\"[]";
    const char *pair = *p ? strchr(ends, *p) : NULL;

    if (pair && *p != ']') {
        char close = pair[1];
        const char *end = strchr(p + 1, close);

        /* [h] counts hours beyond a day */
        return *p == '[' && strchr("hHmMsS", p[1]) && p[1] ? p + 1 : end ? end + 1 : p + strlen(p);
    }
    return strchr("\\_*", *p) && p[1] ? p + 2 : p + 1;
}

struct number_format number_format_of(const char *code) {
    bool day = false, month = false, time = false;
    size_t zeros = strspn(code, "0");

    if (zeros > 1 && zeros <= PLACES_MAX && !code[zeros])
        return (struct number_format){NUMBER_ZEROS, (unsigned char)zeros};
    if (strncasecmp(code, "general", 7) == 0)
        return (struct number_format){NUMBER_PLAIN, 0};
    for (const char *p = code; *p && *p != ';'; p = past_text(p)) {
        day |= strchr("yYdD", *p) != NULL;
        month |= strchr("mM", *p) != NULL;
        time |= strchr("hHsS", *p) != NULL;
    }
    day |= month && !time;
    return (struct number_format){day && time ? NUMBER_MOMENT : day ? NUMBER_DATE : time ? NUMBER_TIME : NUMBER_PLAIN, 0};
}

/* A number as its digits and where the point stands among them. */
struct decimal {
    bool negative;
    char digits[PLACES_MAX + 1];
    int count, point;
};

static bool read_exponent(struct decimal *d, const char *p, const char *end) {
    int exponent = 0;
    bool minus = p < end && *p == '-';

    if (p < end && strchr("+-", *p))
        p++;
    for (; p < end && isdigit((unsigned char)*p) && exponent < 1000; p++)
        exponent = exponent * 10 + *p - '0';
    d->point += minus ? -exponent : exponent;
    return p == end && isdigit((unsigned char)p[-1]);
}

static bool read_decimal(struct decimal *d, const char *p, size_t len) {
    const char *end = p + len;
    bool any = false, point = false;

    *d = (struct decimal){.negative = len && *p == '-'};
    for (p += d->negative; p < end && (isdigit((unsigned char)*p) || (*p == '.' && !point)); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        any = true;
        if (!d->count && *p == '0') {
            d->point -= point;
            continue;
        }
        if (d->count < PLACES_MAX)
            d->digits[d->count++] = *p;
        d->point += !point;
    }
    if (any && p < end && (*p == 'E' || *p == 'e'))
        return read_exponent(d, p + 1, end);
    return any && p == end;
}

/* To the digits that are kept, without zeros at the end. */
static void round_off(struct decimal *d) {
    if (d->count > DIGITS && (d->point < d->count || d->point > PLACES_MAX)) {
        bool up = d->digits[DIGITS] >= '5';

        d->count = DIGITS;
        for (int i = DIGITS - 1; up && i >= 0; i--) {
            up = d->digits[i] == '9';
            d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
        }
        if (up) {
            memmove(d->digits + 1, d->digits, DIGITS - 1);
            d->digits[0] = '1';
            d->point++;
        }
    }
    while (d->count && d->digits[d->count - 1] == '0')
        d->count--;
}

static void put_decimal(struct buf *out, const struct decimal *d, int places) {
    if (!d->count) {
        buf_putc(out, '0');
        return;
    }
    if (d->negative)
        buf_putc(out, '-');
    for (int i = d->point > 0 ? d->point : 0; i < places; i++)
        buf_putc(out, '0');
    if (d->point <= 0)
        buf_puts(out, places ? "." : "0.");
    for (int i = d->point; i < 0; i++)
        buf_putc(out, '0');
    for (int i = 0; i < d->count || i < d->point; i++) {
        if (i && i == d->point)
            buf_putc(out, '.');
        buf_putc(out, i < d->count ? d->digits[i] : '0');
    }
}

/* The minutes of a day in its part behind the point, rounded. */
static int minutes_of(const struct decimal *d) {
    int64_t part = 0, whole = 1;

    for (int i = d->point; i < d->count && whole < 1000000000; i++, whole *= 10)
        part = part * 10 + (i >= 0 ? d->digits[i] - '0' : 0);
    return (int)((part * 1440 * 2 + whole) / (2 * whole));
}

static bool put_date(struct buf *out, const struct decimal *d, enum number_shape shape, bool since_1904) {
    int64_t day = 0;
    int minutes = minutes_of(d);
    char date[CLOCK_DATE_SIZE];

    if (d->negative || d->point > 7)
        return false;
    for (int i = 0; i < d->point; i++)
        day = day * 10 + (i < d->count ? d->digits[i] - '0' : 0);
    if (since_1904)
        day += DAYS_TO_1904;
    if (minutes == 1440) {
        minutes = 0;
        day++;
    }
    if (day > DAY_MAX || (shape != NUMBER_TIME && day < 1))
        return false;
    if (!since_1904 && day < FAULTY_DAY)
        day++;
    clock_date(date, clock_day_start(day - DAYS_TO_1970));
    if (shape != NUMBER_TIME)
        buf_puts(out, date);
    if (shape == NUMBER_TIME || (shape == NUMBER_MOMENT && minutes))
        buf_printf(out, "%s%02d:%02d", shape == NUMBER_TIME ? "" : " ", minutes / 60, minutes % 60);
    return true;
}

void number_text(struct buf *out, const char *stored, size_t len, struct number_format format, bool since_1904, bool *true_date) {
    struct decimal d;
    bool number = len > 0 && read_decimal(&d, stored, len);

    *true_date = number && format.shape >= NUMBER_DATE && format.shape <= NUMBER_MOMENT &&
                 put_date(out, &d, format.shape, since_1904) && format.shape != NUMBER_TIME;
    if (*true_date || (number && format.shape == NUMBER_TIME && !d.negative && d.point <= 7))
        return;
    if (number)
        round_off(&d);
    if (number && d.point <= PLACES_MAX && d.point >= -DIGITS)
        put_decimal(out, &d, format.shape == NUMBER_ZEROS ? format.places : 0);
    else
        buf_add(out, stored, len);
}
