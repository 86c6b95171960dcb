/* The search index: the words of a household, and its place in door order. */
#include "db.h"

#include <stdio.h>
#include <string.h>
#include "linli/fold.h"
#include "linli/pinyin.h"
#include "rows.h"

/* New rows are set this far apart where there is room, so that later ones find a place between. */
#define SORT_STEP (INT64_C(1) << 20)
#define SORT_FIRST (INT64_C(1) << 60)
#define SORT_LAST (INT64_C(1) << 61)
#define SORT_WIDE (INT64_C(1) << 44)
#define WATCH_STEP 512 /* rows between two reports */

static void add_token(void *arg, const char *token, size_t len) {
    struct buf *out = arg;

    buf_putc(out, ' ');
    buf_add(out, token, len);
}

/* A phone is found from its first digits on, and from its last 3, 4 and more: each tail is a word. */
static void phone_tokens(struct buf *out, const char *phones) {
    while (*phones) {
        size_t len = strcspn(phones, "\n");
        struct buf digits = {0};

        fold_digits(&digits, phones, len);
        for (size_t from = 0; digits.len >= 3 && digits.len <= 20 && from + 3 <= digits.len; from++)
            add_token(out, digits.data + from, digits.len - from);
        buf_free(&digits);
        phones += len + (phones[len] == '\n');
    }
}

void search_number(struct buf *out, const char *number) {
    struct buf folded = {0};

    fold_text(&folded, number, strlen(number));
    for (size_t i = 0; i < folded.len; i++)
        if ((unsigned char)folded.data[i] >= 0x80 || (folded.data[i] >= '0' && folded.data[i] <= '9') ||
            (folded.data[i] >= 'a' && folded.data[i] <= 'z'))
            buf_putc(out, folded.data[i]);
    buf_free(&folded);
}

static void number_tokens(struct buf *out, const char *number) {
    if (!*number)
        return;
    buf_puts(out, " \xC2\xA7"); /* § in front keeps numbers of households apart from doors and phones */
    search_number(out, number);
}

void search_tokens(struct buf *out, const struct household *h) {
    pinyin_name_tokens(h->head, true, add_token, out);
    for (size_t i = 0; i < h->member_count; i++) {
        if (strcmp(h->members[i].name, h->head) != 0)
            pinyin_name_tokens(h->members[i].name, false, add_token, out);
        phone_tokens(out, h->members[i].phones);
    }
    phone_tokens(out, h->phones);
    if (*h->door.compound)
        pinyin_name_tokens(h->door.compound, false, add_token, out);
    door_tokens(&h->door, add_token, out);
    number_tokens(out, h->number);
}

enum err search_put(struct store *s, int64_t sort, const struct household *h) {
    struct buf text = {0};
    enum err e;

    if (s->search_bulk)
        return db_run(s, STMT_waiting_add, "i", sort);
    search_tokens(&text, h);
    e = db_run(s, STMT_search_add, "iT", sort, buf_text(&text), text.len);
    buf_free(&text);
    return e;
}

enum err search_take(struct store *s, int64_t sort, const struct household *h) {
    struct buf text = {0};
    int64_t waiting = 0;
    enum err e = ERR_OK;

    if (s->search_bulk) {
        e = db_int(s, &waiting, 0, STMT_waiting_has, "i", sort);
        if (e != ERR_OK || waiting)
            return e == ERR_OK ? db_run(s, STMT_waiting_drop, "i", sort) : e;
    }
    search_tokens(&text, h);
    e = db_run(s, STMT_search_drop, "iT", sort, buf_text(&text), text.len);
    buf_free(&text);
    return e;
}

/* Rosters come in door order: the place behind the row placed last is right as long as the next row here sorts behind the new
 * one. */
static enum err behind_guess(struct store *s, const char *area, const char *door, int64_t *lo, int64_t *hi) {
    int order = strcmp(s->guess.area, area);
    sqlite3_stmt *st;
    enum err e;

    *lo = 0;
    if (!s->guess.sort || order > 0 || (order == 0 && strcmp(s->guess.door, door) > 0))
        return ERR_OK;
    e = db_first(s, &st, STMT_household_next, "i", s->guess.sort);
    if (e == ERR_NOT_FOUND) {
        *lo = s->guess.sort;
        *hi = SORT_LAST;
        return ERR_OK;
    }
    if (e != ERR_OK)
        return e;
    order = strcmp((const char *)sqlite3_column_text(st, 1), area);
    if (order > 0 || (order == 0 && strcmp((const char *)sqlite3_column_text(st, 2), door) > 0)) {
        *lo = s->guess.sort;
        *hi = sqlite3_column_int64(st, 0);
    }
    db_done(s, st);
    return ERR_OK;
}

static enum err neighbours(struct store *s, const char *area, const char *door, int64_t *lo, int64_t *hi) {
    enum err e = db_int(s, lo, 0, STMT_household_before, "tt", area, door);

    return e == ERR_OK ? db_int(s, hi, SORT_LAST, STMT_household_after, "tt", area, door) : e;
}

static int64_t between(int64_t lo, int64_t hi) {
    int64_t gap = hi - lo;

    if (lo == 0 && hi == SORT_LAST)
        return SORT_FIRST;
    if (hi == SORT_LAST)
        return lo + SORT_STEP;
    if (gap > SORT_WIDE)
        return lo + gap / 4; /* the first of a new stretch, most likely followed by more */
    return lo + (gap / 2 < SORT_STEP ? gap / 2 : SORT_STEP);
}

/* Gives every household a new place with gaps between; the order stays. */
static enum err renumber(struct store *s) {
    return db_exec(
        s, "CREATE TEMP TABLE ordering(n INTEGER PRIMARY KEY, id BLOB);"
           "INSERT INTO temp.ordering(id) SELECT id FROM household ORDER BY area, door, sort;"
           "UPDATE household SET sort = -sort;"
           "UPDATE household SET sort = 1152921504606846976 + 1048576 * o.n FROM temp.ordering o WHERE o.id = household.id;"
           "DROP TABLE temp.ordering;");
}

/* Where there is no room left all rows are spread anew; while many come, that waits for the end of them and the row goes behind
 * all others. */
static enum err make_room(struct store *s, const char *area, const char *door, int64_t *lo, int64_t *hi) {
    enum err e;

    if (s->search_bulk) {
        s->search_unordered = true;
        *hi = SORT_LAST;
        return db_int(s, lo, 0, STMT_household_last, "");
    }
    e = renumber(s);
    if (e == ERR_OK)
        e = search_rebuild(s);
    return e == ERR_OK ? neighbours(s, area, door, lo, hi) : e;
}

enum err search_change(struct store *s, const struct buf *before, int64_t old_sort, int64_t sort, const struct household *h) {
    struct buf now = {0};
    bool same;
    enum err e = ERR_OK;

    if (s->search_bulk)
        return search_put(s, sort, h);
    search_tokens(&now, h);
    same = old_sort == sort && before->len == now.len && memcmp(buf_text(before), buf_text(&now), now.len) == 0;
    if (old_sort && !same)
        e = db_run(s, STMT_search_drop, "iT", old_sort, buf_text(before), before->len);
    if (e == ERR_OK && !same)
        e = db_run(s, STMT_search_add, "iT", sort, buf_text(&now), now.len);
    buf_free(&now);
    return e;
}

enum err search_place(struct store *s, const char *area, const char *door, int64_t *sort) {
    int64_t lo = 0, hi = SORT_LAST;
    enum err e = ERR_OK;

    if (!s->search_unordered) {
        e = behind_guess(s, area, door, &lo, &hi);
        if (e == ERR_OK && !lo)
            e = neighbours(s, area, door, &lo, &hi);
    }
    if (e == ERR_OK && (s->search_unordered || hi - lo < 2))
        e = make_room(s, area, door, &lo, &hi);
    if (e != ERR_OK)
        return e;
    *sort = between(lo, hi);
    s->guess.sort = *sort;
    snprintf(s->guess.area, sizeof s->guess.area, "%s", area);
    snprintf(s->guess.door, sizeof s->guess.door, "%s", door);
    return ERR_OK;
}

static enum err put_rows(struct store *s, enum stmt name, enum stmt count) {
    sqlite3_stmt *st = db_get(s, name);
    struct household h = {0};
    int64_t done = 0, total = 0;
    enum err e = s->watch ? db_int(s, &total, 0, count, "") : ERR_OK;
    bool row;

    while (e == ERR_OK && (e = db_next(s, st, &row)) == ERR_OK && row) {
        e = rows_household(st, &h);
        if (e == ERR_OK)
            e = search_put(s, sqlite3_column_int64(st, 0), &h);
        if (s->watch && ++done % WATCH_STEP == 0)
            s->watch(s->watch_arg, done, total);
    }
    household_free(&h);
    db_done(s, st);
    return e;
}

enum err search_rebuild(struct store *s) {
    enum search_bulk bulk = s->search_bulk;
    enum err e = db_run(s, STMT_search_empty, "");

    s->search_bulk = SEARCH_BULK_NONE;
    if (e == ERR_OK && bulk)
        e = db_exec(s, "DELETE FROM temp.waiting");
    if (e == ERR_OK)
        e = put_rows(s, STMT_household_in_order, STMT_household_count);
    s->search_bulk = bulk;
    if (e == ERR_OK)
        e = store_set_int(s, "search.version", PINYIN_VERSION);
    return e;
}

void store_search_watch(struct store *s, store_progress_fn *fn, void *arg) {
    s->watch = fn;
    s->watch_arg = arg;
}

/* FTS5 writes out what it has gathered whenever a rowid is not larger than the one before, so rows wait and go in in order. */
static enum err begin_bulk(struct store *s, enum search_bulk how) {
    enum err e = db_exec(s, "CREATE TEMP TABLE IF NOT EXISTS waiting(sort INTEGER PRIMARY KEY); DELETE FROM temp.waiting;");

    s->search_bulk = how;
    return e == ERR_OK && how == SEARCH_BULK_ROSTER
               ? db_exec(s, "PRAGMA cache_size=-65536; INSERT INTO search(search, rank) VALUES('hashsize', 33554432);")
               : e;
}

enum err store_search_bulk(struct store *s, enum search_bulk how) {
    enum search_bulk was = s->search_bulk;
    enum err e;

    if (how)
        return was ? ERR_OK : begin_bulk(s, how);
    if (!was)
        return ERR_OK;
    s->search_bulk = SEARCH_BULK_NONE;
    if (s->search_unordered) {
        e = renumber(s);
        if (e == ERR_OK)
            e = search_rebuild(s);
    } else {
        e = put_rows(s, STMT_household_waiting, STMT_waiting_count);
    }
    s->search_unordered = false;
    s->guess.sort = 0;
    if (e == ERR_OK)
        e = db_exec(s, "DELETE FROM temp.waiting");
    if (e == ERR_OK && was == SEARCH_BULK_ROSTER)
        e = db_exec(s, "INSERT INTO search(search, rank) VALUES('hashsize', 1048576); PRAGMA cache_size=-2000;");
    return e;
}
