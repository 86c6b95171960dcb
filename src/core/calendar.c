/* Months and weeks (the Gregorian calendar, from day numbers). */
#include "linli/calendar.h"

#define DAYS_400_YEARS 146097
#define EPOCH 719468 /* from 0000-03-01 to 1970-01-01: years that begin in March end with their leap day */

static int64_t day_of(int64_t year, int month) {
    int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;

    return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

static void put(struct calendar_month *out, int year, int month) {
    out->year = year;
    out->month = month;
    out->first = day_of(year, month);
    out->days = (int)(day_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1) - out->first);
    out->lead = (int)(((out->first + 3) % CALENDAR_WEEK + CALENDAR_WEEK) % CALENDAR_WEEK); /* 1970-01-01 was a Thursday */
    out->weeks = (out->lead + out->days + CALENDAR_WEEK - 1) / CALENDAR_WEEK;
}

void calendar_month(struct calendar_month *out, int64_t day) {
    int64_t z = day + EPOCH, era = (z >= 0 ? z : z - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS, of_era = z - era * DAYS_400_YEARS;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int m = (int)((5 * of_year + 2) / 153), month = m < 10 ? m + 3 : m - 9;

    put(out, (int)(y + era * 400 + (month <= 2)), month);
}

void calendar_on(struct calendar_month *out, const struct calendar_month *from, int months) {
    int all = from->year * 12 + from->month - 1 + months;

    put(out, all / 12, all % 12 + 1);
}

int calendar_months(int64_t from, int64_t to) {
    struct calendar_month a, b;

    calendar_month(&a, from);
    calendar_month(&b, to);
    return (b.year - a.year) * 12 + b.month - a.month;
}

void calendar_place(const struct calendar_month *m, int64_t day, int *row, int *col) {
    int at = m->lead + (int)(day - m->first);

    *row = at / CALENDAR_WEEK;
    *col = at % CALENDAR_WEEK;
}

int64_t calendar_same_day(int64_t day, int months) {
    struct calendar_month m, other;
    int64_t of_month;

    calendar_month(&m, day);
    calendar_on(&other, &m, months);
    of_month = day - m.first;
    return other.first + (of_month < other.days ? of_month : other.days - 1);
}
