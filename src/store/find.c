/* The query line run against the search index. Words become one FTS5 expression and conditions on the row; the index answers in
 * door order, and each row is checked against the words, because a mixed word (张s) is found by a superset of its rows. */
#include "linli/find.h"

#include <string.h>
#include "db.h"
#include "linli/fold.h"
#include "linli/fuzzy.h"
#include "linli/i18n.h"
#include "linli/mem.h"
#include "linli/pinyin.h"
#include "rows.h"

#define COLUMNS                                                                                                                  \
    "h.sort, h.id, h.area, h.number, h.compound, h.building, h.unit, h.floor, h.room, h.head, h.phones, h.people, h.visited, "   \
    "h.open, "                                                                                                                   \
    "h.note, h.members"

#define CLASS_ANY FIND_CLASSES /* all but FIND_FUZZY, to be counted */
#define PARTS_MAX 4

/* What a word of a fuzzy query may mean besides. */
struct sounds {
    size_t count;
    char word[FUZZY_MOST][FUZZY_WORD];
};

/* A query made ready for one class. */
struct plan {
    const struct query *q;
    enum find_class class;
    struct buf match;            /* FTS5 expression; empty: the table itself in door order */
    struct buf where;            /* conditions on the row */
    bool exact[QUERY_WORDS_MAX]; /* what the index finds for the word needs no check */
    int leading;                 /* the word that divides the classes, -1 none */
    int64_t cutoff;              /* for ~days */
    struct buf number;           /* for #matter */
    struct sounds *sounds;       /* of each word, where the class is FIND_FUZZY */
};

static void plan_free(struct plan *p) {
    buf_free(&p->match);
    buf_free(&p->where);
    buf_free(&p->number);
    mem_free(p->sounds);
}

static void and_match(struct plan *p) {
    if (p->match.len)
        buf_puts(&p->match, " AND ");
}

static void or_term(struct buf *part, const char *term) {
    if (*term)
        buf_printf(part, "%s(%s)", part->len ? " OR " : "", term);
}

/* Everything that the word may mean, names and doors; false where that is nothing. */
static bool any_meaning(struct buf *part, const char *word, bool *exact) {
    struct buf name = {0}, door = {0};

    pinyin_fts(&name, word, false, exact);
    *exact = !door_fts(&door, word) && *exact;
    or_term(part, buf_text(&name));
    or_term(part, buf_text(&door));
    buf_free(&name);
    buf_free(&door);
    return part->len > 0;
}

/* As what the word sounds like. */
static void fuzzy_meanings(struct plan *p, struct buf *part, int i, const char *word) {
    struct sounds *sounds = &p->sounds[i];
    struct buf one = {0};
    bool exact;

    sounds->count = fuzzy_variants(sounds->word, FUZZY_MOST, word, p->q->fuzzy);
    for (size_t k = 0; k < sounds->count; k++) {
        buf_reset(&one);
        pinyin_fts(&one, sounds->word[k], false, &exact);
        or_term(part, buf_text(&one));
    }
    buf_free(&one);
}

/* Whether something can match at all: false makes the whole class empty. */
static bool plan_name(struct plan *p, int i, const char *word) {
    static const enum pinyin_class classes[] = {
        [FIND_EXACT] = PINYIN_EXACT, [FIND_PREFIX] = PINYIN_PREFIX, [FIND_INITIALS] = PINYIN_INITIALS};
    struct buf part = {0}, begins = {0};

    if (i == p->leading && p->class <= FIND_INITIALS) {
        pinyin_fts_class(&part, word, classes[p->class]);
        p->exact[i] = true; /* and divides() asks for the class */
    } else {
        any_meaning(&part, word, &p->exact[i]);
    }
    if (p->class == FIND_FUZZY) {
        fuzzy_meanings(p, &part, i, word);
        p->exact[i] = false;
    }
    /* Those of the better classes that the index can tell need not be looked at one by one. */
    if (i == p->leading && p->class == FIND_ELSEWHERE && pinyin_fts_class(&begins, word, PINYIN_PREFIX) && part.len) {
        and_match(p);
        buf_printf(&p->match, "((%s) NOT %s)", buf_text(&part), buf_text(&begins));
    } else if (part.len) {
        and_match(p);
        buf_printf(&p->match, "(%s)", buf_text(&part));
    }
    buf_free(&begins);
    buf_free(&part);
    return p->match.len > 0;
}

/* As the leading word: a door; the last digits of a phone; digits inside one. */
static bool plan_digits(struct plan *p, int i, const char *word) {
    bool leads = i == p->leading, phone = strlen(word) >= 3, is_door;
    struct buf part = {0}, door = {0};

    is_door = door_fts(&door, word);
    if (is_door && !(leads && (p->class == FIND_PREFIX || p->class == FIND_ELSEWHERE)))
        or_term(&part, buf_text(&door));
    if (phone && !(leads && p->class == FIND_EXACT))
        buf_printf(&part, "%s\"%s\"%s", part.len ? " OR " : "", word, leads && p->class == FIND_PREFIX ? "" : " *");
    if (part.len) {
        and_match(p);
        buf_printf(&p->match, "(%s)", buf_text(&part));
    }
    is_door = part.len > 0;
    buf_free(&part);
    buf_free(&door);
    return is_door;
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
    search_number(&token, word);
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

/* Whether the query has rows of this class at all, as far as its words tell. */
static bool has_class(const struct plan *p) {
    if (p->leading < 0)
        return p->class == FIND_ELSEWHERE || p->class == CLASS_ANY;
    if (p->class == FIND_FUZZY)
        return p->q->fuzzy != 0;
    return p->class != FIND_INITIALS || p->q->words[p->leading].kind == QUERY_NAME;
}

/* False: nothing can match in this class. */
static bool plan_make(struct plan *p, const struct query *q, enum find_class class) {
    bool any;

    memset(p, 0, sizeof *p);
    p->q = q;
    p->class = class;
    p->leading = leading_word(q);
    any = has_class(p);
    if (any && class == FIND_FUZZY)
        p->sounds = mem_new(q->count, sizeof *p->sounds);
    for (size_t i = 0; any && i < q->count; i++)
        any = plan_word(p, (int)i, &q->words[i]);
    return any;
}

/* Part of the table in door order: (from, to]. */
struct span {
    int64_t from, to;
};

static void bind_plan(sqlite3_stmt *st, const struct plan *p) {
    sqlite3_bind_text(st, sqlite3_bind_parameter_index(st, ":match"), buf_text(&p->match), -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":cutoff"), p->cutoff);
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":today"), clock_day(clock_now()));
    sqlite3_bind_text(st, sqlite3_bind_parameter_index(st, ":number"), buf_text(&p->number), -1, SQLITE_STATIC);
}

static sqlite3_stmt *prepare(struct store *s, const struct plan *p, const struct span *span) {
    struct buf sql = {0};
    sqlite3_stmt *st = NULL;
    const char *cutoff = strstr(buf_text(&p->where), ":cutoff");

    if (p->match.len)
        buf_printf(&sql,
                   "SELECT " COLUMNS " FROM search JOIN household h ON h.sort = search.rowid"
                   " WHERE search MATCH :match AND search.rowid > :after AND search.rowid <= :until%s ORDER BY search.rowid",
                   buf_text(&p->where));
    else if (cutoff && !strstr(buf_text(&p->where), "h.id IN"))
        /* The covering index is walked instead of the rows. */
        buf_printf(&sql,
                   "SELECT " COLUMNS " FROM household x INDEXED BY household_visited JOIN household h ON h.sort = x.sort"
                   " WHERE x.sort > :after AND x.sort <= :until AND (x.visited IS NULL OR x.visited < :cutoff)%s ORDER BY x.sort",
                   strstr(buf_text(&p->where), "h.open") ? " AND x.open > 0" : "");
    else
        buf_printf(&sql, "SELECT " COLUMNS " FROM household h WHERE h.sort > :after AND h.sort <= :until%s ORDER BY h.sort",
                   buf_text(&p->where));
    sqlite3_prepare_v2(s->db, sql.data, -1, &st, NULL);
    buf_free(&sql);
    if (!st)
        return NULL;
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":after"), span->from);
    sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, ":until"), span->to);
    bind_plan(st, p);
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

/* *as_said: without a change of its sounds. */
static bool sound_fits(sqlite3_stmt *st, const struct plan *p, size_t i, const struct household_row *row, bool *as_said) {
    *as_said = name_fits(st, row, p->q->words[i].text);
    for (size_t k = 0; !*as_said && k < p->sounds[i].count; k++)
        if (name_fits(st, row, p->sounds[i].word[k]))
            return true;
    return *as_said;
}

enum phone_fit { PHONE_NO, PHONE_INSIDE, PHONE_TAIL };

/* How the digits stand in one of several phones, at best. */
static enum phone_fit phone_fit(const char *phones, const char *digits) {
    size_t want = strlen(digits);
    enum phone_fit best = PHONE_NO;

    while (*phones && best < PHONE_TAIL) {
        size_t len = strcspn(phones, "\n");
        struct buf folded = {0};

        fold_digits(&folded, phones, len);
        if (folded.len >= want && strcmp(folded.data + folded.len - want, digits) == 0)
            best = PHONE_TAIL;
        else if (folded.len && strstr(folded.data, digits))
            best = PHONE_INSIDE;
        buf_free(&folded);
        phones += len + (phones[len] == '\n');
    }
    return best;
}

static enum find_class class_of(const struct household_row *row, const struct query_word *w) {
    if (w->kind != QUERY_NAME)
        return door_match(&row->door, w->text)                 ? FIND_EXACT
               : phone_fit(row->phones, w->text) == PHONE_TAIL ? FIND_PREFIX
                                                               : FIND_ELSEWHERE;
    switch (pinyin_class(row->head, w->text)) {
    case PINYIN_EXACT:
        return FIND_EXACT;
    case PINYIN_PREFIX:
        return FIND_PREFIX;
    case PINYIN_INITIALS:
        return FIND_INITIALS;
    default:
        return FIND_ELSEWHERE;
    }
}

/* Whether a row that fits is of the class that the plan is for. */
static bool divides(const struct plan *p, const struct household_row *row) {
    return p->leading < 0 || p->class >= FIND_FUZZY || class_of(row, &p->q->words[p->leading]) == p->class;
}

static bool row_fits(sqlite3_stmt *st, const struct plan *p, const struct household_row *row) {
    bool changed = p->class != FIND_FUZZY, as_said;

    for (size_t i = 0; i < p->q->count; i++) {
        const struct query_word *w = &p->q->words[i];

        if (w->kind == QUERY_NAME && p->class == FIND_FUZZY) {
            if (!sound_fits(st, p, i, row, &as_said))
                return false;
            changed = changed || !as_said;
        } else if (w->kind == QUERY_NAME && !p->exact[i] && !name_fits(st, row, w->text)) {
            return false;
        }
        if (w->kind == QUERY_DOOR && !door_match(&row->door, w->text))
            return false;
    }
    return changed && divides(p, row);
}

static bool is_recent(const struct find_recent *recent, const struct id *id) {
    for (size_t i = 0; recent && i < recent->count; i++)
        if (id_equal(&recent->at[i], id))
            return true;
    return false;
}

/* Where rows go, and which are left out. */
struct taken {
    struct household_row *rows; /* NULL: they are counted */
    size_t room, count;
    const struct find_recent *recent;
};

static void take(struct taken *t, const struct household_row *row) {
    if (t->rows)
        t->rows[t->count] = *row;
    t->count++;
}

/* Rows of one class in a span, until there is no room. *end: it has no more. */
static enum err span_rows(struct store *s, const struct plan *p, struct span *span, struct taken *t, bool *end) {
    sqlite3_stmt *st = prepare(s, p, span);
    struct household_row one;
    bool row = false;
    enum err e = st ? ERR_OK : db_failed(s);

    while (e == ERR_OK && t->count < t->room && (e = db_next(s, st, &row)) == ERR_OK && row) {
        rows_brief(st, &one);
        span->from = one.sort;
        if (!is_recent(t->recent, &one.id) && row_fits(st, p, &one))
            take(t, &one);
    }
    *end = e == ERR_OK && t->count < t->room;
    sqlite3_finalize(st);
    return e;
}

static bool digits_fit(sqlite3_stmt *st, const struct household_row *row, const char *digits) {
    struct household h = {0};
    bool phone = strlen(digits) >= 3;
    bool fits = door_match(&row->door, digits) || (phone && phone_fit(row->phones, digits));

    if (!fits && phone && rows_members(&h, (const char *)sqlite3_column_text(st, 15)) == ERR_OK)
        for (size_t i = 0; !fits && i < h.member_count; i++)
            fits = phone_fit(h.members[i].phones, digits) || pinyin_match(h.members[i].name, digits);
    household_free(&h);
    return fits || (phone && pinyin_match(row->head, digits));
}

/* As search.c makes the token, and plan_number what is looked for. */
static bool number_fits(const struct household_row *row, const char *word) {
    struct buf have = {0}, want = {0};
    bool fits;

    search_number(&have, row->number);
    search_number(&want, word);
    fits = strncmp(buf_text(&have), buf_text(&want), want.len) == 0;
    buf_free(&have);
    buf_free(&want);
    return fits;
}

/* Of a row that no index found: whether it fits, whatever the words are. */
static bool fits_by_itself(sqlite3_stmt *st, const struct plan *p, const struct household_row *row) {
    for (size_t i = 0; i < p->q->count; i++) {
        const struct query_word *w = &p->q->words[i];

        if (w->kind == QUERY_NAME && p->class != FIND_FUZZY && !name_fits(st, row, w->text))
            return false;
        if (w->kind == QUERY_DIGITS && !digits_fit(st, row, w->text))
            return false;
        if (w->kind == QUERY_NUMBER && !p->number.len && !number_fits(row, w->text))
            return false;
    }
    return row_fits(st, p, row);
}

/* What was opened lately, from the `*at`th on. */
static enum err recent_rows(struct store *s, const struct plan *p, int64_t *at, struct taken *t, bool *end) {
    struct buf sql = {0};
    sqlite3_stmt *st = NULL;
    enum err e = ERR_OK;
    bool row;

    buf_printf(&sql, "SELECT " COLUMNS " FROM household h WHERE h.id = :id%s", buf_text(&p->where));
    if (sqlite3_prepare_v2(s->db, sql.data, -1, &st, NULL) != SQLITE_OK)
        e = db_failed(s);
    buf_free(&sql);
    for (; e == ERR_OK && (size_t)*at < t->recent->count && t->count < t->room; ++*at) {
        struct household_row one;

        bind_plan(st, p);
        sqlite3_bind_blob(st, sqlite3_bind_parameter_index(st, ":id"), t->recent->at[*at].b, ID_BYTES, SQLITE_STATIC);
        e = db_next(s, st, &row);
        if (e != ERR_OK || !row)
            continue;
        rows_brief(st, &one);
        if (fits_by_itself(st, p, &one))
            take(t, &one);
        sqlite3_reset(st);
    }
    *end = (size_t)*at >= t->recent->count;
    sqlite3_finalize(st);
    return e;
}

/* The worker's own area first, where it is not all there is. */
static enum err find_spans(struct store *s, const struct query *q, struct span spans[PARTS_MAX], int *count) {
    struct buf area = {0};
    int64_t first = 0, last = 0, least = 0, most = 0;
    enum err e = q->count ? store_get(s, "worker.area", &area) : ERR_NOT_FOUND;

    spans[0] = (struct span){0, INT64_MAX};
    *count = 1;
    if (e == ERR_OK && area.len) {
        e = db_int(s, &first, 0, STMT_household_first_in, "t", buf_text(&area));
        if (e == ERR_OK && first)
            e = db_int(s, &last, 0, STMT_household_last_in, "t", buf_text(&area));
        if (e == ERR_OK && first)
            e = db_int(s, &least, 0, STMT_household_first, "");
        if (e == ERR_OK && first)
            e = db_int(s, &most, 0, STMT_household_last, "");
        if (e == ERR_OK && first && (least < first || last < most)) {
            spans[0] = (struct span){first - 1, last};
            spans[1] = (struct span){0, first - 1};
            spans[2] = (struct span){last, INT64_MAX};
            *count = 3;
        }
    }
    buf_free(&area);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Into the next part, of the next class behind the last. */
static void next_part(struct find_cursor *c, const struct span *spans, int count) {
    if (++c->part > count) {
        c->part = 0;
        c->end = ++c->run == FIND_CLASSES;
    }
    c->sort = c->part ? spans[c->part - 1].from : 0;
}

/* The rest of the class that the cursor is in. */
static enum err class_rows(struct store *s, const struct query *q, const struct span *spans, int count, struct find_cursor *c,
                           struct taken *t) {
    enum find_class class = (enum find_class)c->run;
    struct plan p;
    bool any = plan_make(&p, q, class), end = true;
    enum err e = ERR_OK;

    if (!any)
        c->part = count;
    while (e == ERR_OK && end && !c->end && c->run == (int)class) {
        if (any && c->part == 0 && t->recent)
            e = recent_rows(s, &p, &c->sort, t, &end);
        if (any && c->part > 0) {
            struct span span = {c->sort, spans[c->part - 1].to};

            e = span_rows(s, &p, &span, t, &end);
            c->sort = span.from;
        }
        if (e == ERR_OK && end)
            next_part(c, spans, count);
    }
    plan_free(&p);
    return e;
}

enum err find_page_recent(struct store *s, const struct query *q, const struct find_recent *recent, struct find_cursor *c,
                          struct household_row *rows, size_t room, size_t *count) {
    struct taken t = {.rows = rows, .room = room, .recent = q->count && recent && recent->count ? recent : NULL};
    struct span spans[PARTS_MAX];
    int parts;
    enum err e = find_spans(s, q, spans, &parts);

    while (e == ERR_OK && !c->end && t.count < room)
        e = class_rows(s, q, spans, parts, c, &t);
    *count = t.count;
    return e;
}

enum err find_page(struct store *s, const struct query *q, struct find_cursor *c, struct household_row *rows, size_t room,
                   size_t *count) {
    return find_page_recent(s, q, NULL, c, rows, room, count);
}

enum err find_count(struct store *s, const struct query *q, int64_t limit, int64_t *count) {
    struct taken t = {.room = (size_t)limit};
    enum err e = ERR_OK;

    for (int again = 0; e == ERR_OK && again < 2 && t.count < t.room; again++) {
        struct span all = {0, INT64_MAX};
        struct plan p;
        bool end;

        if (plan_make(&p, q, again ? FIND_FUZZY : CLASS_ANY))
            e = span_rows(s, &p, &all, &t, &end);
        plan_free(&p);
    }
    *count = (int64_t)t.count;
    return e;
}
