/* The only place that asks for the time. Times are UTC milliseconds since 1970; days are calendar
 * days in the office's zone (Asia/Shanghai unless set). No clock decides order or identity. */
#ifndef LINLI_CLOCK_H
#define LINLI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_DATE_SIZE 11  /* 2026-11-22 and NUL */
#define CLOCK_STAMP_SIZE 26 /* 2026-11-22T08:30:00+08:00 and NUL */
#define CLOCK_DAY_MS INT64_C(86400000)

int64_t clock_now(void);       /* wall clock, UTC milliseconds; the set one where clock_set was called */
int64_t clock_monotonic(void); /* milliseconds that only grow; for waiting, never stored */

int64_t clock_awake(void); /* the same, but it also grows while the machine sleeps with its lid closed */

/* Fixes clock_now for tests and demos; 0 returns to the machine's clock. */
void clock_set(int64_t utc_ms);

#define CLOCK_ZONE_DEFAULT 480 /* Asia/Shanghai */

/* Minutes east of UTC in which days are counted. */
void clock_set_zone(int minutes);

/* The day number (days since 1970-01-01 in the zone) of a time, and the first instant of a day. */
int64_t clock_day(int64_t utc_ms);
int64_t clock_day_start(int64_t day);

void clock_date(char out[CLOCK_DATE_SIZE], int64_t utc_ms);   /* ISO date in the zone */
void clock_stamp(char out[CLOCK_STAMP_SIZE], int64_t utc_ms); /* ISO date and time in the zone */
void clock_hhmm(char out[6], int64_t utc_ms);                 /* 14:02 in the zone */

/* Reads `2026-11-22` (also 2026/11/22, 2026.11.22, 20261122, 2026年11月22日) as a day, or with a time
 * behind it (`T` or space, `08:30`, optional `:00`, optional zone `Z` or `+08:00`) as an instant;
 * a bare date is its first instant. False, and nothing changed, where it is no date between 1900 and 2200. */
bool clock_parse(int64_t *utc_ms, const char *text);

#endif
