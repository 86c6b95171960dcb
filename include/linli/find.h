/* Finding households: the query line run against the search index, page by page, in door order. The same for `linli find` and the
 * screen. */
#ifndef LINLI_FIND_H
#define LINLI_FIND_H

#include "linli/query.h"
#include "linli/read.h"
#include "linli/store.h"

/* How well a row fits, the best first; in a class rows stand in door order, those of the worker's own area before others. What
 * divides is the first word that is a name or three digits and more: the head's name as written or in full pinyin (a door), its
 * beginning (the last digits of a phone), by initials or mixed, all else, and what only fuzzy readings find (query.fuzzy). */
enum find_class { FIND_EXACT, FIND_PREFIX, FIND_INITIALS, FIND_ELSEWHERE, FIND_FUZZY, FIND_CLASSES };

/* Where the next page begins; {0} is the first page. Opaque to callers. */
struct find_cursor {
    int run;      /* class */
    int part;     /* of the class: what was opened lately; the own area; before it; behind it */
    int64_t sort; /* the last row seen there */
    bool end;     /* nothing follows */
};

/* The next rows (at most `room`) of the query; *count rows are filled. Never counts, never scans the whole table for a first page
 * where an index can answer. An empty query lists all. */
enum err find_page(struct store *s, const struct query *q, struct find_cursor *cursor, struct household_row *rows, size_t room,
                   size_t *count);

/* Households opened from a lookup, the newest first: within its class each of them stands before all others (an empty query has
 * no classes, and none of it). The list is as it was read, so that the order of a result does not change while it is looked at.
 */
#define FIND_RECENT_MAX 64
struct find_recent {
    struct id at[FIND_RECENT_MAX];
    size_t count;
};
enum err find_recent(struct store *s, struct find_recent *out);
enum err find_picked(struct store *s, const struct id *household); /* writes it down, on this device alone */
enum err find_page_recent(struct store *s, const struct query *q, const struct find_recent *recent, struct find_cursor *cursor,
                          struct household_row *rows, size_t room, size_t *count);

/* How many rows the query has in all, at most `limit` (the answer is then `limit`). May take long: called when nothing else is to
 * do. */
enum err find_count(struct store *s, const struct query *q, int64_t limit, int64_t *count);

/* Calls `fn` for the names in the first rows whose head, members or compound begin with the word (by sound, as in a query): at
 * most `rows` rows, of heads first. Names that do not fit are among them. */
typedef void find_name_fn(void *arg, const char *name);
enum err find_names(struct store *s, const char *word, size_t rows, find_name_fn *fn, void *arg);

/* Appends the newest texts of the record, a line each, until there are `room` bytes or a few hundred of each kind: areas,
 * workers, entries of the directory, summaries, notes of visits, what was written down. */
enum err find_texts(struct store *s, struct buf *out, size_t room);

#endif
