/* SQLite, by statement names. */
#include "db.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "linli/i18n.h"

static const char *const sql[STMT_COUNT_] = {
#define X(name, text) [STMT_##name] = text,
#include "statements.inc"
#undef X
};

sqlite3_stmt *db_get(struct store *s, enum stmt name) {
    sqlite3_stmt *st = s->stmts[name], *second = NULL;

    if (st && !sqlite3_stmt_busy(st))
        return st;
    sqlite3_prepare_v3(s->db, sql[name], -1, st ? 0 : SQLITE_PREPARE_PERSISTENT, &second, NULL);
    if (!st)
        s->stmts[name] = second;
    return second; /* NULL: binding and stepping it is a harmless SQLITE_MISUSE that db_next reports */
}

static bool is_kept(const struct store *s, const sqlite3_stmt *st) {
    for (int i = 0; i < STMT_COUNT_; i++)
        if (s->stmts[i] == st)
            return true;
    return false;
}

void db_done(struct store *s, sqlite3_stmt *st) {
    if (!st)
        return;
    if (is_kept(s, st)) {
        sqlite3_reset(st);
        sqlite3_clear_bindings(st);
    } else {
        sqlite3_finalize(st);
    }
}

static void bind(sqlite3_stmt *st, const char *letters, va_list args) {
    for (int i = 1; *letters; letters++, i++) {
        const void *p;
        const struct id *id;

        switch (*letters) {
        case 'i':
            sqlite3_bind_int64(st, i, va_arg(args, int64_t));
            break;
        case 't':
            sqlite3_bind_text(st, i, va_arg(args, const char *), -1, SQLITE_STATIC);
            break;
        case 'T':
            p = va_arg(args, const char *);
            sqlite3_bind_text64(st, i, p, va_arg(args, size_t), SQLITE_STATIC, SQLITE_UTF8);
            break;
        case 'b':
            p = va_arg(args, const void *);
            sqlite3_bind_blob64(st, i, p, va_arg(args, size_t), SQLITE_STATIC);
            break;
        case 'd':
            sqlite3_bind_blob(st, i, va_arg(args, const struct id *)->b, ID_BYTES, SQLITE_STATIC);
            break;
        case 'z':
            id = va_arg(args, const struct id *);
            if (id && !id_is_zero(id))
                sqlite3_bind_blob(st, i, id->b, ID_BYTES, SQLITE_STATIC);
            break;
        case 'h':
            p = va_arg(args, const struct hash *);
            if (p)
                sqlite3_bind_blob(st, i, p, HASH_BYTES, SQLITE_STATIC);
            break;
        default: /* 'n': NULL, as every parameter is at first */
            break;
        }
    }
}

void db_bind(sqlite3_stmt *st, const char *letters, ...) {
    va_list args;

    va_start(args, letters);
    bind(st, letters, args);
    va_end(args);
}

enum err db_failed(struct store *s) {
    static const struct {
        int code;
        enum err e;
        const char *why, *todo;
    } rows[] = {
        {SQLITE_FULL, ERR_FULL, N_("the disk is full"), N_("free some space and do it again; nothing was lost")},
        {SQLITE_READONLY, ERR_READ_ONLY, N_("the disk or the folder is read-only"), N_("make it writable and do it again")},
        {SQLITE_BUSY, ERR_BUSY, N_("another program is writing"), N_("wait a moment and do it again")},
        {SQLITE_CORRUPT, ERR_CORRUPT, N_("the file is damaged"), N_("run the doctor and restore a backup")},
        {SQLITE_NOTADB, ERR_FOREIGN, N_("the file is not a record of linli"), N_("check the folder")},
        {SQLITE_CANTOPEN, ERR_IO, N_("the file cannot be opened"), N_("check the folder and who may write there")},
        {SQLITE_IOERR, ERR_IO, N_("the disk did not do what was asked"),
         N_("check the disk; look before you enter it again, it may be there")},
        {SQLITE_NOMEM, ERR_IO, N_("the machine has no memory left"), N_("close other programs and do it again")},
    };
    int code = sqlite3_errcode(s->db);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].code == (code & 0xFF))
            return err_say(rows[i].e, _("cannot use the record"), _(rows[i].why), _(rows[i].todo));
    return err_say(ERR_FAILED, _("cannot use the record"), err_fmt("SQLite: %s", sqlite3_errmsg(s->db)),
                   _("run the doctor and tell the office"));
}

enum err db_next(struct store *s, sqlite3_stmt *st, bool *row) {
    int rc = sqlite3_step(st);

    *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : db_failed(s);
}

enum err db_run(struct store *s, enum stmt name, const char *letters, ...) {
    sqlite3_stmt *st = db_get(s, name);
    va_list args;
    enum err e;
    bool row;

    va_start(args, letters);
    bind(st, letters, args);
    va_end(args);
    e = db_next(s, st, &row);
    db_done(s, st);
    return e;
}

static enum err first(struct store *s, sqlite3_stmt **out, enum stmt name, const char *letters, va_list args) {
    sqlite3_stmt *st = db_get(s, name);
    bool row;
    enum err e;

    bind(st, letters, args);
    e = db_next(s, st, &row);
    if (e == ERR_OK && !row)
        e = ERR_NOT_FOUND;
    if (e != ERR_OK)
        db_done(s, st);
    *out = e == ERR_OK ? st : NULL;
    return e;
}

enum err db_first(struct store *s, sqlite3_stmt **out, enum stmt name, const char *letters, ...) {
    va_list args;
    enum err e;

    va_start(args, letters);
    e = first(s, out, name, letters, args);
    va_end(args);
    return e;
}

enum err db_int(struct store *s, int64_t *out, int64_t fallback, enum stmt name, const char *letters, ...) {
    sqlite3_stmt *st;
    va_list args;
    enum err e;

    *out = fallback;
    va_start(args, letters);
    e = first(s, &st, name, letters, args);
    va_end(args);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    if (e != ERR_OK)
        return e;
    if (sqlite3_column_type(st, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(st, 0);
    db_done(s, st);
    return ERR_OK;
}

enum err db_exec(struct store *s, const char *text) {
    return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? ERR_OK : db_failed(s);
}

void db_text(sqlite3_stmt *st, int column, char *to, size_t room) {
    const unsigned char *text = sqlite3_column_text(st, column);

    snprintf(to, room, "%s", text ? (const char *)text : "");
}

struct id db_id(sqlite3_stmt *st, int column) {
    struct id id = {{0}};

    if (sqlite3_column_bytes(st, column) == ID_BYTES)
        memcpy(id.b, sqlite3_column_blob(st, column), ID_BYTES);
    return id;
}

bool db_hash(sqlite3_stmt *st, int column, struct hash *out) {
    if (sqlite3_column_bytes(st, column) != HASH_BYTES)
        return false;
    memcpy(out->b, sqlite3_column_blob(st, column), HASH_BYTES);
    return true;
}

enum err db_device_no(struct store *s, const struct id *id, bool make, int64_t *no) {
    enum err e;

    if (s->last_device_no && id_equal(id, &s->last_device)) {
        *no = s->last_device_no;
        return ERR_OK;
    }
    e = db_int(s, no, 0, STMT_device_no, "d", id);
    if (e == ERR_OK && !*no && make) {
        e = db_run(s, STMT_device_add, "d", id);
        *no = sqlite3_last_insert_rowid(s->db);
    }
    if (e == ERR_OK && !*no)
        return ERR_NOT_FOUND;
    if (e == ERR_OK) {
        s->last_device = *id;
        s->last_device_no = *no;
    }
    return e;
}

enum err db_device_id(struct store *s, int64_t no, struct id *id) {
    sqlite3_stmt *st;
    enum err e;

    if (no == s->device.no) {
        *id = s->device.id;
        return ERR_OK;
    }
    e = db_first(s, &st, STMT_device_id, "i", no);
    if (e != ERR_OK)
        return e;
    *id = db_id(st, 0);
    db_done(s, st);
    return ERR_OK;
}
