/* Words of visits and matters. The index holds pairs of characters; whether they stand together is asked of the text, which is
 * kept beside it, because what was put into the index must be taken out word for word. */
#include "linli/noted.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/fold.h"
#include "linli/utf8.h"
#include "project.h"

#define TEXT_MAX 8192 /* bytes of one that are looked at */

/* ---- tokens */

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The next run of the text: of letters and digits, or of characters that are not ASCII; its length, 0 at the end. */
static size_t next_run(const char **at, bool *plain) {
    size_t len = 0;

    while (**at && !is_plain(**at) && (unsigned char)**at < 0x80)
        ++*at;
    *plain = is_plain(**at);
    while ((*at)[len] && (*plain ? is_plain((*at)[len]) : (unsigned char)(*at)[len] >= 0x80))
        len++;
    return len;
}

typedef void put_fn(struct buf *out, const char *token, size_t len, bool last);

static void put_pairs(struct buf *out, const char *run, size_t len, put_fn *put) {
    size_t n, next;
    uint32_t cp;

    for (size_t i = 0; i < len; i += n) {
        n = utf8_read(&cp, run + i, len - i);
        next = i + n < len ? utf8_read(&cp, run + i + n, len - i - n) : 0;
        put(out, run + i, n + next, next == 0);
    }
}

static void put_tokens(struct buf *out, const char *text, put_fn *put) {
    bool plain;

    for (size_t len; (len = next_run(&text, &plain)) > 0; text += len) {
        if (plain)
            put(out, text, len, true);
        else
            put_pairs(out, text, len, put);
    }
}

static void put_indexed(struct buf *out, const char *token, size_t len, bool last) {
    (void)last;
    buf_putc(out, ' ');
    buf_add(out, token, len);
}

/* Of what is asked the last one may go on; one that only ends a run of several is in the pair before it. */
static void put_asked(struct buf *out, const char *token, size_t len, bool last) {
    buf_printf(out, "%s\"%.*s\"%s", out->len ? " AND " : "", (int)len, token, last ? " *" : "");
}

/* ---- keeping in step */

enum err noted_put(struct store *s, int64_t pos, const char *text) {
    struct buf folded = {0}, tokens = {0};
    enum err e = ERR_OK;

    if (s->side != STORE_CLIENT)
        return ERR_OK;
    fold_text(&folded, text, strnlen(text, TEXT_MAX));
    if (folded.len)
        put_tokens(&tokens, folded.data, put_indexed);
    if (tokens.len)
        e = db_run(s, STMT_noted_add, "iT", pos, folded.data, folded.len);
    if (e == ERR_OK && tokens.len)
        e = db_run(s, STMT_noted_words_add, "iT", pos, tokens.data, tokens.len);
    buf_free(&folded);
    buf_free(&tokens);
    return e;
}

enum err noted_take(struct store *s, int64_t pos) {
    struct buf text = {0}, tokens = {0};
    sqlite3_stmt *st;
    enum err e = s->side == STORE_CLIENT ? db_first(s, &st, STMT_noted_text, "i", pos) : ERR_NOT_FOUND;

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    buf_puts(&text, (const char *)sqlite3_column_text(st, 0));
    db_done(s, st);
    put_tokens(&tokens, buf_text(&text), put_indexed);
    e = db_run(s, STMT_noted_words_drop, "iT", pos, buf_text(&tokens), tokens.len);
    if (e == ERR_OK)
        e = db_run(s, STMT_noted_drop, "i", pos);
    buf_free(&text);
    buf_free(&tokens);
    return e;
}

/* The row's words, taken out and put in anew: where the statement has no row, nothing is in. */
static enum err again(struct store *s, enum stmt words, int64_t pos) {
    struct buf text = {0};
    sqlite3_stmt *st;
    enum err e = s->side == STORE_CLIENT ? noted_take(s, pos) : ERR_NOT_FOUND;

    if (e == ERR_OK)
        e = db_first(s, &st, words, "i", pos);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    for (int i = 0; i < sqlite3_column_count(st); i++)
        if (sqlite3_column_type(st, i) == SQLITE_TEXT)
            buf_printf(&text, "%s%s", text.len ? " " : "", (const char *)sqlite3_column_text(st, i));
    db_done(s, st);
    e = noted_put(s, pos, buf_text(&text));
    buf_free(&text);
    return e;
}

enum err noted_visit(struct store *s, int64_t pos) {
    return again(s, STMT_noted_visit, pos);
}

enum err noted_matter(struct store *s, int64_t pos) {
    return again(s, STMT_noted_matter, pos);
}

enum err noted_take_entity(struct store *s, const struct id *entity) {
    int64_t pos = 0;
    enum err e = ERR_OK;

    if (s->side != STORE_CLIENT)
        return ERR_OK;
    while (e == ERR_OK && (e = db_int(s, &pos, 0, STMT_noted_of_entity, "d", entity)) == ERR_OK && pos)
        e = noted_take(s, pos);
    return e;
}

/* ---- finding */

bool noted_asks(const struct query *q) {
    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].kind != QUERY_NAME && q->words[i].kind != QUERY_NUMBER && q->words[i].kind != QUERY_DIGITS)
            return false;
    return q->count > 0;
}

static bool has_all(const char *text, const struct query *q) {
    for (size_t i = 0; i < q->count; i++)
        if (!strstr(text, q->words[i].text))
            return false;
    return true;
}

static enum err tell(struct store *s, sqlite3_stmt *st, noted_fn *fn, void *arg) {
    int64_t pos = sqlite3_column_int64(st, 0);
    struct noted n = {.matter = sqlite3_column_type(st, 2) == SQLITE_BLOB, .seq = DB_SEQ(pos)};
    enum err e = db_device_id(s, DB_NO(pos), &n.device);

    if (n.matter)
        n.id = db_id(st, 2);
    db_text(st, 1, n.text, sizeof n.text);
    return e == ERR_OK ? fn(arg, &n) : e;
}

enum err noted_find(struct store *s, const struct query *q, int64_t limit, noted_fn *fn, void *arg) {
    sqlite3_stmt *st = NULL;
    struct buf match = {0};
    enum err e = ERR_OK;
    bool row;

    for (size_t i = 0; noted_asks(q) && i < q->count; i++)
        put_tokens(&match, q->words[i].text, put_asked);
    if (match.len) {
        st = db_get(s, STMT_noted_found);
        db_bind(st, "t", buf_text(&match));
        while (limit > 0 && (e = db_next(s, st, &row)) == ERR_OK && row) {
            if (!has_all((const char *)sqlite3_column_text(st, 1), q))
                continue;
            e = tell(s, st, fn, arg);
            limit--;
            if (e != ERR_OK)
                break;
        }
        db_done(s, st);
    }
    buf_free(&match);
    return e;
}

struct counts {
    int64_t *matters, *visits;
};

static enum err count_one(void *arg, const struct noted *n) {
    struct counts *c = arg;

    ++*(n->matter ? c->matters : c->visits);
    return ERR_OK;
}

enum err noted_count(struct store *s, const struct query *q, int64_t limit, int64_t *matters, int64_t *visits) {
    struct counts c = {matters, visits};

    *matters = *visits = 0;
    return noted_find(s, q, limit, count_one, &c);
}
