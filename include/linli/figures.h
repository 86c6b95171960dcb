/* Figures (FIELD.md section 5): counted from matters, steps, items, reminders and visits of a span of days and an area; never
 * about a person. Pure: what is counted from a record is in read_figures.h.
 *
 * In figures about households that are not the reader's own a cell of 1 to 4 is hidden (DESIGN.md section 3), and as much besides
 * as would give it away: a total, or another cell. What is shown, what is added up and what is derived (shares, index) says no
 * more than the cells that are shown. */
#ifndef LINLI_FIGURES_H
#define LINLI_FIGURES_H

#include "linli/buf.h"
#include "linli/clock.h"
#include "linli/err.h"
#include "linli/flow.h"
#include "linli/record.h"

enum figure {
    FIGURE_NONE,
#define X(name, code, words, sort, by, help) FIGURE_##name,
#include "linli/figures.def"
#undef X
    FIGURE_COUNT
};
enum figure_by {
#define X(name, code, words) FIGURE_BY_##name,
#include "linli/figure_bys.def"
#undef X
    FIGURE_BY_COUNT
};
enum figure_sort { FIGURE_SORT_COUNT, FIGURE_SORT_SHARE, FIGURE_SORT_DAYS, FIGURE_SORT_MEAN, FIGURE_SORT_INDEX };

/* FEW: 1 to 4, and no more is said; of a share: its count is 1 to 4, or (`of` hidden) what it is of. MOST, of a share: all but 1
 * to 4. HIDDEN: nothing is said. */
enum figure_shown { FIGURE_EXACT, FIGURE_FEW, FIGURE_MOST, FIGURE_HIDDEN };

#define FIGURE_NO (-1) /* a number that is not shown, or that there is none */
#define FIGURES_LEAST 5
#define FIGURES_UNITS_MAX 256
#define FIGURES_DAYS_MAX 366 /* of a span */

/* By TYPE, KIND, LEVEL the code of the list; OUTCOME: "done" or the code of an exit; MONTH 2026-11; WEEK its Monday; UNIT an
 * area's code; MONTH_TYPE "2026-11 leak", none where it is zero, and "? leak" or "2026-11 ?" HIDDEN where a type or month
 * is withheld; ALL "". A breakdown that is withheld whole has one cell of key
 * "*", HIDDEN. */
struct figure_cell {
    enum figure figure;
    enum figure_by by;
    char key[AREA_SIZE];
    enum figure_shown shown;
    int64_t value; /* count; days: the median; mean and index: hundredths; FIGURE_NO where it is hidden or there is none */
    int64_t of;    /* share: of how many; days: 90 per cent took at most; mean: of how many */
};

struct figures_ask {
    int64_t from, to;     /* days of clock_day, both counted in; at most FIGURES_DAYS_MAX of them */
    int64_t today;        /* what is due behind it is not due yet */
    char area[AREA_SIZE]; /* "": all that is here */
    bool own;             /* they are the reader's own households: nothing is hidden */
    bool crossed;         /* what was reported by month and type, too; never on the wire */
};
struct figures {
    struct figures_ask ask;
    int64_t at;                /* when they were counted, UTC ms */
    struct figure_cell *cells; /* owned; by figure, by breakdown, in the order of the lists, months, weeks, codes */
    size_t count;
};
void figures_free(struct figures *f);

/* The year or month that a text names ("2026", "2026-11"); false: neither. */
bool figures_span(struct figures_ask *ask, const char *text);

/* ---- counting */

struct figures_tally;
struct figures_tally *figures_start(const struct figures_ask *ask);
void figures_drop(struct figures_tally *t);

struct figures_matter {
    const char *area;
    enum matter_kind kind;
    enum matter_type type;
    enum level level;
    enum step step;
    int64_t opened, closed, due; /* days; closed, due: 0 none */
    bool open;
    enum exit left_by;
};
struct figures_step {
    enum step step, next;
    enum exit exit;
    enum level level; /* that had the step */
    int64_t day, due;
};
struct figures_item {
    enum item item;
    enum yes_or_no result;
    int score;
    int64_t day, due;
};
/* A matter that was not taken back; false: it is of another area. What is added then, is of it: steps that applied, items and
 * reminders, none of them withdrawn. */
bool figures_add_matter(struct figures_tally *t, const struct figures_matter *m);
void figures_add_step(struct figures_tally *t, const struct figures_step *s);
void figures_add_item(struct figures_tally *t, const struct figures_item *i);
void figures_add_reminder(struct figures_tally *t, bool overdue, enum level level, int64_t day);
void figures_add_visit(struct figures_tally *t, const char *area, int64_t day); /* of another area it is not counted */
/* Cells, with what must be hidden hidden. The tally is freed. */
void figures_end(struct figures *out, struct figures_tally *t);

/* ---- small cells */

/* Numbers of which those of one parent and group add up to the parent (an index; -1: none). Hides what is 1 to 4 and what would
 * give it away, so that no such number can be computed from those that are shown. Groups: 0 to FIGURES_GROUPS - 1. */
#define FIGURES_GROUPS 64
struct figures_number {
    int64_t value;
    int parent, group; /* of what it is a part */
    enum figure_shown shown;
    bool withheld; /* HIDDEN with its whole group, where even the small ones' mark would say too much */
};
void figures_hide(struct figures_number *numbers, size_t count);

/* Months by types: a table of which rows and columns add up to numbers that are shown elsewhere, and rows in groups to others.
 * `shown` is filled in so that neither a small cell nor a small sum can be computed; false: nothing of it may be shown. The total
 * of all is known to the reader. Rows and columns whose sum is not shown are withheld: every cell is HIDDEN, zero
 * ones too; and rows where it must be. */
struct figures_table {
    size_t rows, cols, groups;
    const int64_t *cells;                           /* rows * cols */
    const struct figures_number *row, *col, *group; /* sums; the parent of a row is its group */
    enum figure_shown *shown;                       /* rows * cols */
    bool *withheld;                                 /* rows */
};
bool figures_hide_table(const struct figures_table *t);

/* Shares of a whole: those of all, and breakdowns that each add up to it. */
struct figures_share {
    int64_t count, of;
    enum figure_shown shown;
    bool of_shown;
};
void figures_hide_whole(struct figures_share *whole);
void figures_hide_parts(const struct figures_share *whole, struct figures_share *parts, size_t count); /* of one breakdown */

/* ---- the service index */

/* Hundredths of 0 to 100; FIGURE_NO: no part has data, or it was of fewer than FIGURES_LEAST matters. Parts: cells of in time,
 * kept, followed up, evaluated, as they are shown; NULL: none. A hidden count is taken as the middle of what is said of it. */
enum { FIGURES_PARTS = 4 };
int64_t figures_index(const struct figure_cell *const parts[FIGURES_PARTS], int64_t matters);
enum figure figures_part(size_t part);

/* ---- words and lines */

const char *figure_code(enum figure f);
const char *figure_words(enum figure f); /* translated */
const char *figure_help(enum figure f);  /* what is counted, translated */
enum figure_sort figure_sort(enum figure f);
bool figure_is_by(enum figure f, enum figure_by by);
enum figure figure_value(const char *code);
const char *figure_by_code(enum figure_by by);
const char *figure_by_words(enum figure_by by); /* translated */
/* The key for people; of a unit its code: who knows names puts them in its place. Translated; one of four rotating buffers. */
const char *figure_key_words(const struct figure_cell *c);
/* The value for people: 12, <5, 48 of 50 (96 %), at least 46 of 50, 4.5 (12). */
void figure_show(struct buf *out, const struct figure_cell *c);
/* Per cent of a share, hundredths of a mean or index, the count itself: what a bar is drawn of; FIGURE_NO: nothing is shown. */
int64_t figure_bar(const struct figure_cell *c);

/* The cells of one figure and breakdown, in order; *count 0 where there are none. */
const struct figure_cell *figures_cells(const struct figures *f, enum figure figure, enum figure_by by, size_t *count);

/* What an index is made of, as a sentence, translated; `f` may be NULL: then without what had no data. */
void figures_index_words(struct buf *out, const struct figures *f);

/* JSON lines, one a cell, compact, for the wire: whole breakdowns as long as they fit in `room` bytes. And back: bounded; what a
 * newer version says besides is passed over. The ask is not in them. */
void figures_write(struct buf *out, const struct figures *f, size_t room);
enum err figures_read(struct figures *out, const char *text, size_t len);

#endif
