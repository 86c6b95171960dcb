/* Reading claims. */
#include "linli/read_claims.h"

#include <stdio.h>
#include <stdlib.h>
#include "db.h"
#include "linli/claims.h"
#include "linli/items.h"

/* A body that cannot be read claims nothing; verify names it. */
static int64_t fen_of(sqlite3_stmt *st, int column) {
    struct event ev = {.item = ITEM_IS_CLAIM};
    struct item_values v;
    int64_t fen;

    if (items_read(&v, &ev, (const char *)sqlite3_column_text(st, column), (size_t)sqlite3_column_bytes(st, column)) != ERR_OK)
        return 0;
    fen = claims_fen(items_get(&v, "amount"));
    items_free(&v);
    return fen < 0 ? 0 : fen;
}

enum err read_claims(struct store *s, int64_t from, int64_t to, claim_row_fn *fn, void *arg) {
    sqlite3_stmt *st = db_get(s, STMT_claim_rows);
    enum err e;
    bool row;

    db_bind(st, "iiii", from, to, (int64_t)ITEM_IS_CLAIM, (int64_t)ITEM_IS_APPROVAL);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        int64_t pos = sqlite3_column_int64(st, 0);
        struct claim_row r = {.seq = DB_SEQ(pos),
                              .matter = db_id(st, 1),
                              .type = (enum matter_type)sqlite3_column_int(st, 3),
                              .grade = (enum grade)sqlite3_column_int(st, 5),
                              .mediator_id = db_id(st, 6),
                              .at = sqlite3_column_int64(st, 8),
                              .by_id = db_id(st, 9),
                              .fen = fen_of(st, 11),
                              .result = (enum yes_or_no)sqlite3_column_int(st, 12),
                              .decided = sqlite3_column_int64(st, 13)};

        db_text(st, 2, r.number, sizeof r.number);
        db_text(st, 4, r.area, sizeof r.area);
        db_text(st, 7, r.mediator, sizeof r.mediator);
        db_text(st, 10, r.by, sizeof r.by);
        db_text(st, 14, r.decided_by, sizeof r.decided_by);
        e = db_device_id(s, DB_NO(pos), &r.device);
        if (e == ERR_OK)
            e = fn(arg, &r);
        if (e != ERR_OK)
            break;
    }
    db_done(s, st);
    return e;
}

static int64_t first_of(int year) {
    char date[32];
    int64_t at = 0;

    snprintf(date, sizeof date, "%d-01-01", year);
    clock_parse(&at, date);
    return at;
}

void read_claims_year(int year, int64_t *from, int64_t *to) {
    *from = first_of(year);
    *to = first_of(year + 1);
}

int read_claims_year_of(int64_t at) {
    char date[CLOCK_DATE_SIZE];

    clock_date(date, at);
    return (int)strtol(date, NULL, 10);
}

enum err read_claim_repeated(struct store *s, const struct id *matter, bool *out) {
    int64_t n = 0;
    enum err e = db_int(s, &n, 0, STMT_claim_repeated, "dii", matter, (int64_t)ITEM_IS_CLAIM, (int64_t)ANSWER_NO);

    *out = n != 0;
    return e;
}
