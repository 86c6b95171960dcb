/* Directories (FIELD.md section 5): who is at the centre on which day, how long a term runs, which entries fit what is asked for;
 * and lists of entries as offices have them. Pure: no file, no record. */
#ifndef LINLI_DIRECTORY_H
#define LINLI_DIRECTORY_H

#include "linli/items.h"

/* The n-th kind of entry, in the order of the table; ITEM_NONE behind the last. By a word that people write for it (code, English
 * or Chinese name); ITEM_NONE. */
enum item directory_kind(size_t n);
enum item directory_kind_of(const char *text);
/* What entries of the kind are called together, translated. */
const char *directory_kind_name(enum item item);

/* Days of the week: 1 is Monday. */
#define DIRECTORY_DAYS 7
int directory_weekday(int64_t day); /* of a day number of clock_day */
/* A weekday (2, tue, Tuesday, 周二, 星期二), today, tomorrow, or a date. *day: the date's, else the next such day from `today`
 * on. */
bool directory_weekday_parse(int *weekday, int64_t *day, const char *text, int64_t today);
const char *directory_weekday_name(int weekday); /* translated */

/* Several, as people and offices write them (周二、周四; Mon-Fri; 2,4), as items.h takes them: 2,4. False: they are none. */
#define DIRECTORY_WEEKDAYS_SIZE 16
bool directory_weekdays_clean(char out[DIRECTORY_WEEKDAYS_SIZE], const char *text);

/* Whether a department is at the centre on that weekday. */
enum directory_here { DIRECTORY_AWAY, DIRECTORY_HERE, DIRECTORY_ON_CALL };
enum directory_here directory_here(const struct item_values *v, int weekday);
/* Its days and hours in words: Tue Thu 9:00-11:30. */
void directory_when(struct buf *out, const struct item_values *v);

/* How an entry's term stands today; *days: those left, where it ends soon. */
#define DIRECTORY_SOON 60
enum directory_term { DIRECTORY_RUNS, DIRECTORY_ENDS_SOON, DIRECTORY_ENDED, DIRECTORY_NOT_YET };
enum directory_term directory_term(int64_t since, int64_t until, int64_t today, int64_t *days);
/* The same in words, "" where nothing is to be said. */
void directory_term_words(struct buf *out, int64_t since, int64_t until, int64_t today);

/* Whether an entry fits: every word of `query` its name (Han, pinyin, initials), or a part of another of its texts; `field` one
 * of its fields of work (code or words of a type of matters); `language` one of its languages. NULL and "" fit all. */
struct directory_wish {
    const char *query, *field, *language;
};
bool directory_fits(const struct item_values *v, const struct directory_wish *w);

/* A field's value in words: types of matters, weekdays and choices by their names. */
void directory_show(struct buf *out, const struct item_values *v, size_t field);

/* The line of a list behind the name: what one looks for first in an entry of the kind and how that is called, the rest, and
 * both. */
const char *directory_first_title(enum item item); /* translated */
void directory_first(struct buf *out, const struct item_values *v);
void directory_rest(struct buf *out, const struct item_values *v);
void directory_gist(struct buf *out, const struct item_values *v);

/* ---- lists of entries (CSV in UTF-8, with BOM, or GB18030; workbooks) */

#define DIRECTORY_SIZE_MAX ((size_t)8 << 20)

struct directory_options {
    const char *encoding; /* NULL: found out */
    const char *area;     /* of rows that name none; may be NULL */
    enum item kind;       /* likewise; may be ITEM_NONE */
    const char *sheet;    /* of a workbook; NULL: all with a table in them */
};
struct directory_line {
    size_t line; /* of the file, 1-based */
    char area[AREA_SIZE];
    char worker[NAME_SIZE];    /* login, "" */
    struct item_values values; /* checked but for the worker, who is not among them; the sink may take them */
};
/* A line that could not be taken; texts are good during the call. */
struct directory_reject {
    const char *sheet; /* of a workbook, else "" */
    size_t line;
    const char *column, *reason; /* its title, "" the whole line; for people, translated */
};
struct directory_sink {
    enum err (*entry)(void *arg, struct directory_line *l);
    enum err (*reject)(void *arg, const struct directory_reject *r);
    void *arg;
};
/* Titles are field names, their labels or what offices write (src/core/directory.def). A bad row is a reject, not a failure.
 * ERR_SYNTAX with words where it is no such list; ERR_USAGE where the encoding named is not known; else what the sink fails with.
 */
enum err directory_read(const char *bytes, size_t len, const struct directory_options *options,
                        const struct directory_sink *sink);

/* Two entries that mean the same one: kind, name and, of mediators, committee. */
bool directory_same(const struct item_values *a, const struct item_values *b);

#endif
