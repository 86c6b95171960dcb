/* The query line run against the search index. Words become one FTS5 expression and conditions on the row; the index answers in
 * door order, and each row is checked against the words, because a mixed word (张s) is found by a superset of its rows. */
#include "linli/find.h"

#include <string.h>
#include "db.h"
#include "linli/fold.h"
#include "linli/i18n.h"
#include "linli/pinyin.h"
#include "rows.h"

#define COLUMNS                                                                                                                  \
    "h.sort, h.id, h.area, h.number, h.compound, h.building, h.unit, h.floor, h.room, h.head, h.phones, h.people, h.visited, "   \
    "h.open, "                                                                                                                   \
    "h.note, h.members"

enum run { RUN_FIRST, RUN_OTHERS };

/* A query made ready for one run. */
struct plan {
    const struct query *q;
    enum run run;
    struct buf match;            /* FTS5 expression; empty: the table itself in door order */
    struct buf where;            /* conditions on the row */
    bool exact[QUERY_WORDS_MAX]; /* what the index finds for the word needs no check */
    int leading;                 /* the word that divides the runs, -1 none */
    int64_t cutoff;              /* for ~days */
    struct buf number;           /* for #matter */
};

static void plan_free(struct plan *p) {
    buf_free(&p->match);
    buf_free(&p->where);
    buf_free(&p->number);
}

static void and_match(struct plan *p) {
    if (p->match.len)
        buf_puts(&p->match, " AND ");
}

/* Whether something can match at all: false makes the whole query empty. */
static bool plan_name(struct plan *p, int i, const char *word) {
    struct buf part = {0};
    bool head = p->run == RUN_FIRST && i == p->leading;
    bool any = pinyin_fts(&part, word, head, &p->exact[i]) > 0;
    struct buf door = {0};

    if (!head && door_fts(&door, word)) {
        if (any)
            buf_puts(&part, " OR ");
        buf_printf(&part, "(%s)", door.data);
        p->exact[i] = false;
        any = true;
    }
    if (any) {
        and_match(p);
        buf_printf(&p->match, "(%s)", part.data);
    }
    buf_free(&part);
    buf_free(&door);
    return any;
}

/* The first run has doors and whole phone tails, the second digits inside a phone. */
static bool plan_digits(struct plan *p, int i, const char *word) {
    struct buf door = {0};
    bool is_door = door_fts(&door, word);
    bool phone = strlen(word) >= 3;

    if (!is_door && !phone)
        return false;
    and_match(p);
    buf_putc(&p->match, '(');
    if (is_door)
        buf_printf(&p->match, "(%s)%s", door.data, phone ? " OR " : "");
    if (phone)
        buf_printf(&p->match, "\"%s\"%s", word, p->run == RUN_FIRST && i == p->leading ? "" : " *");
    buf_putc(&p->match, ')');
    buf_free(&door);
    return true;
}

static bool plan_door(struct plan *p, const char *word) {
    struct buf door = {0};
    bool any = door_fts(&door, word);

    if (any) {
        and_match(p);
        buf_printf(&p->match, "(%s)", door.data);
    }
    buf_free(&door);
    return any;
}

static void upper(struct buf *out, const char *text) {
    for (; *text; text++)
        buf_putc(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

/* `#M-26…` is a matter, anything else a household's number; token as search.c makes it. */
static bool plan_number(struct plan *p, const char *word) {
    struct buf token = {0};

    if (strncmp(word, "m-", 2) == 0) {
        buf_reset(&p->number);
        upper(&p->number, word);
        buf_puts(&p->where, " AND h.id IN (SELECT p.household FROM matter m JOIN party p ON p.matter = m.id"
                            " WHERE m.number >= :number AND m.number < :number || char(0x10FFFF))");
        return true;
    }
    for (; *word; word++)
        if ((unsigned char)*word >= 0x80 || (*word >= '0' && *word <= '9') || (*word >= 'a' && *word <= 'z'))
            buf_putc(&token, *word);
    if (token.len) {
        and_match(p);
        buf_printf(&p->match, "\"\xC2\xA7%s\" *", token.data);
    }
    buf_free(&token);
    return true;
}

static bool plan_word(struct plan *p, int i, const struct query_word *w) {
    switch (w->kind) {
    case QUERY_NAME:
        return plan_name(p, i, w->text);
    case QUERY_DIGITS:
        return plan_digits(p, i, w->text);
    case QUERY_DOOR:
        return plan_door(p, w->text);
    case QUERY_NUMBER:
        return plan_number(p, w->text);
    case QUERY_UNVISITED:
        p->cutoff = clock_day_start(clock_day(clock_now()) - w->days);
        buf_puts(&p->where, " AND (h.visited IS NULL OR h.visited < :cutoff)");
        return true;
    case QUERY_OPEN:
        buf_puts(&p->where, " AND h.open > 0");
        return true;
    case QUERY_OVERDUE:
        buf_puts(&p->where, " AND h.id IN (SELECT p.household FROM matter m JOIN party p ON p.matter = m.id"
                            " WHERE m.open = 1 AND m.due < :today)");
        return true;
    }
    return false;
}

static int leading_word(const struct query *q) {
    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].kind == QUERY_NAME || (q->words[i].kind == QUERY_DIGITS && strlen(q->words[i].text) >= 3))
            return (int)i;
    return -1;
}

/* False: nothing can match in this run. */
static bool plan_make(struct plan *p, const struct query *q, enum run run) {
    bool any = true;

    memset(p, 0, sizeof *p);
    p->q = q;
    p->run = run;
    p->leading = leading_word(q);
    if (run == RUN_FIRST && p->leading < 0)
        return false;
    for (size_t i = 0; any && i < q->count; i++)
        any = plan_word(p, (int)i, &q->words[i]);
    return any;
}

static sqlite3_stmt *prepare(struct store *s, const struct plan *p, int64_t after) {
    struct buf sql = {0};
    sqlite3_stmt *st = NULL;
    const char *cutoff = strstr(buf_text(&p->where), ":cutoff");

    if (p->match.len)
        buf_printf(&sql,
                   "SELECT " COLUMNS " FROM search JOIN household h ON h.sort = search.rowid"
                   " WHERE search MATCH :match AND search.rowid > :after%s ORDER BY search.rowid",
                   buf_text(&p->where));
    else if (cutoff && !strstr(buf_text(&p->where), "h.id IN"))
        /* The covering index is walked instead of the rows. */
        buf_printf(&sql,
                   "SELECT " COLUMNS " FROM household x INDEXED BY household_visited JOIN household h ON h.sort = x.sort"
                   " WHERE x.sort > :after AND (x.visited IS NULL OR x.visited < :cutoff)%s ORDER BY x.sort",
                   strstr(buf_text(&p->where), "h.open") ? " AND x.open > 0" : "");
    else
        buf_printf(&sql, "SELECT " COLUMNS " FROM household h WHERE h.sort > :after%s ORDER BY h.sort", buf_text(&p->where));
    sqlite3_prepare_v2(s->db, sql.data, -1, &st, NULL);
    buf_free(&sql);
    if (!st)
        return NULL;
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":after"), after);
    sqlite3_bind_text(st, sqlite3_bind_parameter_index(st, ":match"), buf_text(&p->match), -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":cutoff"), p->cutoff);
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":today"), clock_day(clock_now()));
    sqlite3_bind_text(st, sqlite3_bind_parameter_index(st, ":number"), buf_text(&p->number), -1, SQLITE_STATIC);
    return st;
}

/* Members are read from their JSON only where nothing before them fits. */
static bool name_fits(sqlite3_stmt *st, const struct household_row *row, const char *word) {
    struct household h = {0};
    bool fits = pinyin_match(row->head, word) != PINYIN_NO ||
                (*row->door.compound && pinyin_match(row->door.compound, word) != PINYIN_NO) || door_match(&row->door, word);

    if (!fits && rows_members(&h, (const char *)sqlite3_column_text(st, 15)) == ERR_OK)
        for (size_t i = 0; !fits && i < h.member_count; i++)
            fits = pinyin_match(h.members[i].name, word) != PINYIN_NO;
    household_free(&h);
    return fits;
}

/* Whether one of several phones ends with the digits. */
static bool phone_tail(const char *phones, const char *digits) {
    size_t want = strlen(digits);

    while (*phones) {
        size_t len = strcspn(phones, "\n");
        struct buf folded = {0};
        bool is;

        fold_digits(&folded, phones, len);
        is = folded.len >= want && strcmp(folded.data + folded.len - want, digits) == 0;
        buf_free(&folded);
        if (is)
            return true;
        phones += len + (phones[len] == '\n');
    }
    return false;
}

/* Whether the row belongs to the first run: the head's own name begins with the word; a door or a phone's tail is the number. */
static bool leads(const struct household_row *row, const struct query_word *w) {
    if (w->kind == QUERY_NAME)
        return pinyin_match(row->head, w->text) == PINYIN_START;
    return door_match(&row->door, w->text) || phone_tail(row->phones, w->text);
}

static bool row_fits(sqlite3_stmt *st, const struct plan *p, const struct household_row *row) {
    for (size_t i = 0; i < p->q->count; i++) {
        const struct query_word *w = &p->q->words[i];

        if (w->kind == QUERY_NAME && !p->exact[i] && !name_fits(st, row, w->text))
            return false;
        if (w->kind == QUERY_DOOR && !door_match(&row->door, w->text))
            return false;
    }
    return p->leading < 0 || leads(row, &p->q->words[p->leading]) == (p->run == RUN_FIRST);
}

/* Rows of one run behind `after`, until `room` are there. *end: the run has no more. */
static enum err run_rows(struct store *s, const struct plan *p, int64_t *after, struct household_row *rows, size_t room,
                         size_t *count, bool *end) {
    sqlite3_stmt *st = prepare(s, p, *after);
    struct household_row one;
    bool row = false;
    enum err e = st ? ERR_OK : db_failed(s);

    *end = false;
    while (e == ERR_OK && *count < room && (e = db_next(s, st, &row)) == ERR_OK && row) {
        rows_brief(st, &one);
        *after = one.sort;
        if (!row_fits(st, p, &one))
            continue;
        if (rows)
            rows[*count] = one;
        ++*count;
    }
    *end = e == ERR_OK && *count < room;
    sqlite3_finalize(st);
    return e;
}

enum err find_page(struct store *s, const struct query *q, struct find_cursor *c, struct household_row *rows, size_t room,
                   size_t *count) {
    enum err e = ERR_OK;

    *count = 0;
    while (e == ERR_OK && !c->end && *count < room) {
        struct plan p;
        bool end = true;

        if (plan_make(&p, q, c->run == 0 ? RUN_FIRST : RUN_OTHERS))
            e = run_rows(s, &p, &c->sort, rows, room, count, &end);
        plan_free(&p);
        if (e != ERR_OK || !end)
            break;
        if (c->run == 0) {
            c->run = 1;
            c->sort = 0;
        } else {
            c->end = true;
        }
    }
    return e;
}

enum err find_count(struct store *s, const struct query *q, int64_t limit, int64_t *count) {
    size_t found = 0;
    enum err e = ERR_OK;

    for (enum run run = RUN_FIRST; e == ERR_OK && run <= RUN_OTHERS && found < (size_t)limit; run++) {
        struct plan p;
        int64_t after = 0;
        bool end;

        if (plan_make(&p, q, run))
            e = run_rows(s, &p, &after, NULL, (size_t)limit, &found, &end);
        plan_free(&p);
    }
    *count = (int64_t)found;
    return e;
}
