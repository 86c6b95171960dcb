/* Values in the words and marks of the screen. Everything is appended. */
#ifndef LINLI_TUI_WORDS_H
#define LINLI_TUI_WORDS_H

#include <stdint.h>
#include "linli/buf.h"
#include "linli/clash.h"
#include "linli/read.h"
#include "screen.h"

void words_days_ago(struct buf *out, int64_t at);                   /* today, 12 d ago, never */
void words_due(struct buf *out, int64_t due_day);                   /* 2 d left, today, 2 d overdue; "" for 0 */
void words_date(struct buf *out, int64_t at);                       /* 2026-11-22 */
void words_when(struct buf *out, int64_t at);                       /* 14:02 today, else the date */
void words_door(struct buf *out, const struct door *d, int cells);  /* with as much of the compound as fits */
void words_said_by(struct buf *out, const struct clash_source *by); /* (Tang 2026-11-20), (roster 2026-01-03) */
void words_pad(struct buf *out, int cells);                         /* blanks up to so many cells */
void words_failure(struct buf *out);                                /* of err_last: what: why: what to do */

/* A mark of one Han character, in other languages one of ASCII. */
enum mark { MARK_OPEN, MARK_OVERDUE, MARK_TODAY, MARK_RED, MARK_YELLOW, MARK_BLUE, MARK_CLASH, MARK_NEW, MARK_COUNT };
const char *words_mark(enum mark m);

/* The mark and the paint of a matter's colour; NULL where it has none. */
const char *words_colour(const struct matter_row *m, enum paint *paint, const char **reason);

#endif
