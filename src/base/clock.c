/* Wall clock, monotonic clock and calendar days. */
#include "linli/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t fixed_now;
static int zone_minutes = CLOCK_ZONE_DEFAULT;

int64_t clock_now(void) {
    struct timespec now;

    if (fixed_now)
        return fixed_now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic(void) {
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_awake(void) {
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_set(int64_t utc_ms) {
    fixed_now = utc_ms;
}

void clock_set_zone(int minutes) {
    zone_minutes = minutes;
}

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

int64_t clock_day(int64_t utc_ms) {
    return floor_div(utc_ms + (int64_t)zone_minutes * 60000, CLOCK_DAY_MS);
}

int64_t clock_day_start(int64_t day) {
    return day * CLOCK_DAY_MS - (int64_t)zone_minutes * 60000;
}

/* Civil date from a day number and back: Howard Hinnant's public-domain algorithm, eras of 400 years. */
static void civil(int64_t day, int *y, int *m, int *d) {
    int64_t z = day + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    *d = (int)(doy - (153 * mp + 2) / 5 + 1);
    *m = (int)(mp < 10 ? mp + 3 : mp - 9);
    *y = (int)(yoe + era * 400 + (*m <= 2));
}

static int64_t day_of(int y, int m, int d) {
    int64_t yy = y - (m <= 2);
    int64_t era = floor_div(yy, 400);
    int64_t yoe = yy - era * 400;
    int64_t doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* Bounded so that any int64 prints in the sizes of the header. */
static int64_t tame(int64_t utc_ms) {
    const int64_t limit = INT64_C(7258118400000); /* 2200 */

    return utc_ms < -limit ? -limit : utc_ms > limit ? limit : utc_ms;
}

void clock_date(char out[CLOCK_DATE_SIZE], int64_t utc_ms) {
    int y, m, d;

    civil(clock_day(tame(utc_ms)), &y, &m, &d);
    snprintf(out, CLOCK_DATE_SIZE, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)d % 100);
}

void clock_hhmm(char out[6], int64_t utc_ms) {
    int64_t ms = tame(utc_ms) - clock_day_start(clock_day(tame(utc_ms)));

    snprintf(out, 6, "%02u:%02u", (unsigned)(ms / 3600000) % 24, (unsigned)(ms / 60000 % 60));
}

void clock_stamp(char out[CLOCK_STAMP_SIZE], int64_t utc_ms) {
    char date[CLOCK_DATE_SIZE], hhmm[6];
    unsigned zone = (unsigned)(zone_minutes < 0 ? -zone_minutes : zone_minutes);

    clock_date(date, utc_ms);
    clock_hhmm(hhmm, utc_ms);
    snprintf(out, CLOCK_STAMP_SIZE, "%sT%s:%02u%c%02u:%02u", date, hhmm,
             (unsigned)((tame(utc_ms) - clock_day_start(clock_day(tame(utc_ms)))) / 1000 % 60), zone_minutes < 0 ? '-' : '+',
             zone / 60 % 24, zone % 60);
}

/* Reads up to `most` digits; false where there is none. */
static bool number(const char **p, int most, int *out) {
    int n = 0, digits = 0;

    while (digits < most && **p >= '0' && **p <= '9') {
        n = n * 10 + (*(*p)++ - '0');
        digits++;
    }
    *out = n;
    return digits > 0;
}

static bool skip(const char **p, const char *text) {
    size_t len = strlen(text);

    if (strncmp(*p, text, len) != 0)
        return false;
    *p += len;
    return true;
}

static bool separator(const char **p, const char *han) {
    return skip(p, "-") || skip(p, "/") || skip(p, ".") || skip(p, han);
}

static bool date_part(const char **p, int64_t *day) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d;
    bool compact;

    if (!number(p, 4, &y))
        return false;
    compact = !separator(p, "年");
    if (!number(p, 2, &m) || (!compact && !separator(p, "月")) || !number(p, 2, &d))
        return false;
    skip(p, "日");
    if (y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1)
        return false;
    if (d > lengths[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0)))
        return false;
    *day = day_of(y, m, d);
    return true;
}

static bool zone_part(const char **p, int *minutes) {
    int sign, h, m = 0;

    if (skip(p, "Z")) {
        *minutes = 0;
        return true;
    }
    sign = skip(p, "+") ? 1 : skip(p, "-") ? -1 : 0;
    if (!sign)
        return true;
    if (!number(p, 2, &h) || h > 14)
        return false;
    skip(p, ":");
    number(p, 2, &m);
    *minutes = sign * (h * 60 + m);
    return m < 60;
}

bool clock_parse(int64_t *utc_ms, const char *text) {
    int64_t day;
    int h = 0, m = 0, s = 0, zone = zone_minutes;

    if (!date_part(&text, &day))
        return false;
    if (skip(&text, "T") || skip(&text, " ")) {
        if (!number(&text, 2, &h) || !skip(&text, ":") || !number(&text, 2, &m) || h > 23 || m > 59)
            return false;
        if (skip(&text, ":") && (!number(&text, 2, &s) || s > 59))
            return false;
        if (!zone_part(&text, &zone))
            return false;
    }
    if (*text)
        return false;
    *utc_ms = day * CLOCK_DAY_MS + ((h * INT64_C(60) + m - zone) * 60 + s) * 1000;
    return true;
}
