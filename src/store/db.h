/* The store's inside: the SQLite connection and its statements by name. For src/store/ alone. */
#ifndef LINLI_STORE_DB_H
#define LINLI_STORE_DB_H

#include <sqlite3.h>
#include "linli/journal.h"
#include "linli/store.h"

#define STORE_APPLICATION_ID 0x6c6e6c69 /* "lnli" */
#define STORE_SCHEMA_VERSION 5

/* Every statement of stmt_*.sql by its name. */
enum stmt {
#define X(name, sql) STMT_##name,
#include "statements.inc"
#undef X
    STMT_COUNT_
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *stmts[STMT_COUNT_];
    enum store_side side;
    int depth; /* of nested transactions */
    int holds; /* readings kept open, one within another */
    int lock_fd;
    bool read_only;
    char read_only_why[256];
    char path[4096];
    struct store_device device;
    int64_t seen; /* newest rev of the own town, and whether it differs from what is kept */
    bool seen_dirty, head_dirty;
    bool county_moved; /* the county's rules changed in this transaction */
    struct id entered; /* what entered last, and at which rev: its events before that are its history */
    int64_t entered_rev;
    char town[AREA_SIZE]; /* the own worker's town */
    struct id keep_id;    /* a household that is folded anew keeps its place in door order */
    int64_t keep_sort;
    struct id last_device; /* the newest look-up of db_device_no */
    int64_t last_device_no;
    struct unsettled { /* what visits of this transaction change in the rows of their households */
        struct visited {
            struct id household;
            int64_t at; /* of a visit that was added */
            bool added;
        } * at;
        size_t count, room;
    } unsettled;
    enum { ALIASES_UNKNOWN, ALIASES_NONE, ALIASES_SOME } aliases; /* whether there is any */
    bool rebuilding;                                              /* places in door order are taken from temp.kept */
    enum search_bulk search_bulk;                                 /* store_search_bulk is on */
    store_progress_fn *watch;                                     /* of the index being filled */
    void *watch_arg;
    bool search_unordered; /* in bulk: some rows stand behind all others until its end */
    struct search_guess {
        int64_t sort; /* where the last new household went: rosters come in door order */
        char area[AREA_SIZE];
        char door[512];
    } guess;
};

/* A statement ready to bind; finalized or reset by db_done. One that is in use already is prepared a second time. */
sqlite3_stmt *db_get(struct store *s, enum stmt name);
void db_done(struct store *s, sqlite3_stmt *st);

/* Binds by a letter an argument: i int64_t, n nothing (NULL), t text or NULL, T text and size_t, b blob and size_t (NULL blob:
 * NULL), d struct id *, z struct id * or NULL where it is zero or NULL, h struct hash *. Texts are borrowed until db_done. */
void db_bind(sqlite3_stmt *st, const char *letters, ...);

/* Binds and runs a statement without rows. */
enum err db_run(struct store *s, enum stmt name, const char *letters, ...);

/* Binds and takes the first row: ERR_NOT_FOUND without words where there is none. On ERR_OK the caller reads columns of *out and
 * calls db_done. */
enum err db_first(struct store *s, sqlite3_stmt **out, enum stmt name, const char *letters, ...);

/* The next row: *row false at the end. */
enum err db_next(struct store *s, sqlite3_stmt *st, bool *row);

/* One integer of the first row; `fallback` where there is none or it is NULL. */
enum err db_int(struct store *s, int64_t *out, int64_t fallback, enum stmt name, const char *letters, ...);

/* Words for the newest SQLite failure. */
enum err db_failed(struct store *s);
enum err db_exec(struct store *s, const char *sql);

/* Columns: copied with a bound, never NULL. */
void db_text(sqlite3_stmt *st, int column, char *to, size_t room);
struct id db_id(sqlite3_stmt *st, int column);
bool db_hash(sqlite3_stmt *st, int column, struct hash *out);

/* Devices have small numbers here: an event's place is no << 40 | seq. */
#define DB_SEQ_BITS 40
#define DB_POS(no, seq) ((int64_t)(no) << DB_SEQ_BITS | (int64_t)(seq))
#define DB_SEQ(pos) ((pos) & ((INT64_C(1) << DB_SEQ_BITS) - 1))
#define DB_NO(pos) ((pos) >> DB_SEQ_BITS)
/* The number of a device, made where `make`; ERR_NOT_FOUND without words. */
enum err db_device_no(struct store *s, const struct id *id, bool make, int64_t *no);
enum err db_device_id(struct store *s, int64_t no, struct id *id);
/* Whether the event at a place is the person's own (read.c). */
bool db_is_own(struct store *s, int64_t pos);

/* open.c */
enum err store_load_device(struct store *s);
/* A new key and device row, which is then the one that writes. Inside a transaction. `worker` may be NULL, `letters` too (then
 * from the id). */
enum err store_make_device(struct store *s, const struct id *worker, const char *letters);

/* The lock beside the file at `path`: *fd -1 with ERR_OK where none can be made, ERR_BUSY without words and the holder's text
 * where another has it. */
enum err open_lock(const char *path, int *fd, char *holder, size_t room);

/* schema.c: the tables of a new record; all folded tables empty, as this version has them; a record of an older version as this
 * one's, in one transaction. */
enum err schema_create(struct store *s);
enum err schema_empty_folded(struct store *s);
enum err schema_update(struct store *s, int64_t version, store_tell_fn *tell);

/* append.c: puts an event row in its place; the chain hash is in raw->hash. */
enum err append_row(struct store *s, int64_t pos, const struct event *ev, const struct raw_event *raw);
/* Fills raw from a row of the event_* statements (columns as in stmt_event.sql); `hash` is where a body's hash goes. */
void append_read_row(struct store *s, sqlite3_stmt *st, struct raw_event *raw, struct hash *body_hash);

/* project.c: folds one event, which must be the entity's newest. */
enum err project_event(struct store *s, int64_t pos, const struct event *ev, const char *body, size_t len);
enum err project_clear_entity(struct store *s, const struct id *entity);
enum err project_settle(struct store *s); /* before a transaction ends: what several of its events change is written once */
struct id project_resolve(struct store *s, const struct id *household); /* through alias */

/* fold_county.c: the newest rules that can be read are in use from now on, the defaults where there are none. */
enum err store_use_county(struct store *s);

/* fork.c: a pull from the beginning is under way. */
bool store_is_pulling_all(struct store *s);

/* news.c: notes what somebody else did with an entity; inside a transaction. */
enum err news_put(struct store *s, int64_t pos, const struct event *ev, const struct raw_event *raw);

/* search.c: the row of a household in the index, and its words. */
void search_tokens(struct buf *out, const struct household *h);
void search_number(struct buf *out, const char *number); /* what of a household's number can be in a token */
enum err search_put(struct store *s, int64_t sort, const struct household *h);
enum err search_take(struct store *s, int64_t sort, const struct household *h);
/* The row whose words were `before` at `old_sort` (0: there was none) is now this one; the index changes only where they differ.
 * In bulk the old row was taken out already. */
enum err search_change(struct store *s, const struct buf *before, int64_t old_sort, int64_t sort, const struct household *h);
enum err search_place(struct store *s, const char *area, const char *door_key, int64_t *sort);
enum err search_rebuild(struct store *s);
bool search_is_current(struct store *s);

#endif
