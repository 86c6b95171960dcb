/* Months as rows of weeks, and the pages of months that fit. Pure: day numbers in (clock.h), places out. */
#ifndef LINLI_CALENDAR_H
#define LINLI_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#define CALENDAR_WEEK 7
#define CALENDAR_WEEKS 6 /* rows of a month, at most */

struct calendar_month {
    int year, month; /* 1 to 12 */
    int64_t first;   /* day number of its first day */
    int days;
    int lead;  /* days of its first week that are not its own; weeks begin on Monday */
    int weeks; /* rows */
};

/* The month of a day. */
void calendar_month(struct calendar_month *out, int64_t day);
/* A month so many months on. */
void calendar_on(struct calendar_month *out, const struct calendar_month *from, int months);
/* How many months it is from one day's month to another's. */
int calendar_months(int64_t from, int64_t to);

/* Week row and weekday (0 Monday) of a day of the month. */
void calendar_place(const struct calendar_month *m, int64_t day, int *row, int *col);
/* The day so many months on: the same day of the month, or its last. */
int64_t calendar_same_day(int64_t day, int months);

#endif
