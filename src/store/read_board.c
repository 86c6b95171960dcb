/* Reading for the building board. */
#include "linli/read_board.h"

#include <stdio.h>
#include <string.h>
#include "db.h"
#include "linli/clock.h"
#include "linli/mem.h"
#include "linli/today_rules.h"

#define HOUSES_BACK 300 /* houses before the one asked for, at most */
#define BEHIND_ALL "\xff"

/* Columns of the statements that tell doors. */
enum { DOOR, COMPOUND, BUILDING, UNIT, FLOOR, ROOM, ID, HEAD, PEOPLE, VISITED, OPEN, STATUS, OUTCOME, CARE };

static enum err step(struct store *s, enum stmt name, const struct board_at *at, struct board_at *out) {
    struct board_at from = *at;
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, name, "tt", from.area, from.key);

    if (e != ERR_OK)
        return e;
    db_text(st, 0, out->area, sizeof out->area);
    db_text(st, 1, out->key, sizeof out->key);
    db_done(s, st);
    return ERR_OK;
}

enum err read_board_from(struct store *s, const struct board_at *at, struct board_at *out) {
    return step(s, STMT_board_from, at, out);
}

enum err read_board_behind(struct store *s, const struct board_at *at, struct board_at *out) {
    return step(s, STMT_board_behind, at, out);
}

enum err read_board_before(struct store *s, const struct board_at *at, struct board_at *out) {
    return step(s, STMT_board_before, at, out);
}

enum err read_board_at(struct store *s, const struct id *household, struct board_at *out) {
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_board_of, "d", household);

    if (e != ERR_OK)
        return e;
    db_text(st, 0, out->area, sizeof out->area);
    db_text(st, 1, out->key, sizeof out->key);
    db_done(s, st);
    return ERR_OK;
}

static void read_door(sqlite3_stmt *st, struct door *d) {
    memset(d, 0, sizeof *d);
    db_text(st, COMPOUND, d->compound, sizeof d->compound);
    db_text(st, BUILDING, d->building, sizeof d->building);
    db_text(st, UNIT, d->unit, sizeof d->unit);
    db_text(st, FLOOR, d->floor, sizeof d->floor);
    db_text(st, ROOM, d->room, sizeof d->room);
}

/* The doors of a building, or of a lane, are those whose keys begin alike: compound/building/. The end is the key with the last
 * slash counted up. */
static void span_of(const char *key, char from[BOARD_KEY_SIZE], char to[BOARD_KEY_SIZE]) {
    const char *slash = strchr(key, '/');
    size_t len;

    slash = slash ? strchr(slash + 1, '/') : NULL;
    len = slash ? (size_t)(slash - key) : strlen(key);
    snprintf(from, BOARD_KEY_SIZE, "%.*s/", (int)len, key);
    snprintf(to, BOARD_KEY_SIZE, "%.*s0", (int)len, key);
}

/* From a house to the first of those before it that no building parts from it. */
static enum err first_house(struct store *s, struct board_at *house) {
    struct board_at asked = *house;
    sqlite3_stmt *st = db_get(s, STMT_board_back);
    struct door d;
    enum err e;
    bool row;

    db_bind(st, "tti", asked.area, asked.key, (int64_t)HOUSES_BACK);
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        read_door(st, &d);
        if (board_is_flat(&d))
            break;
        db_text(st, DOOR, house->key, sizeof house->key);
    }
    db_done(s, st);
    return e;
}

static void add_door(struct board *b, sqlite3_stmt *st, const struct door *door) {
    struct board_door *d = &b->doors[b->count++];

    memset(d, 0, sizeof *d);
    d->door = *door;
    d->id = db_id(st, ID);
    db_text(st, HEAD, d->head, sizeof d->head);
    d->people = sqlite3_column_int(st, PEOPLE);
    d->visited = sqlite3_column_int64(st, VISITED);
    d->open = sqlite3_column_int(st, OPEN);
    d->status = (enum occupancy)kinds_value(LIST_OCCUPANCY, (const char *)sqlite3_column_text(st, STATUS));
    d->last = (enum outcome)sqlite3_column_int(st, OUTCOME);
    d->care = sqlite3_column_int(st, CARE);
    db_text(st, DOOR, b->last.key, sizeof b->last.key);
    if (b->count == 1)
        b->first = b->last;
}

/* Doors of the area from one key up to another: all of one kind. */
static enum err read_doors(struct store *s, struct board *b, const char *from, const char *to, bool flats) {
    sqlite3_stmt *st = db_get(s, STMT_board_doors);
    int64_t day = clock_day(clock_now());
    char today[CLOCK_DATE_SIZE], until[CLOCK_DATE_SIZE];
    struct door d;
    enum err e;
    bool row;

    clock_date(today, clock_day_start(day));
    clock_date(until, clock_day_start(day + today_horizon(TODAY_CARE)));
    db_bind(st, "tttttii", b->first.area, from, to, today, until, clock_day_start(0), (int64_t)BOARD_DOORS_MAX);
    b->count = 0;
    while ((e = db_next(s, st, &row)) == ERR_OK && row) {
        read_door(st, &d);
        if (board_is_flat(&d) != flats)
            break;
        add_door(b, st, &d);
    }
    db_done(s, st);
    return e;
}

static enum err read_flats(struct store *s, struct board *b, const struct board_at *at) {
    char from[BOARD_KEY_SIZE], to[BOARD_KEY_SIZE];
    enum err e;

    span_of(at->key, from, to);
    e = read_doors(s, b, from, to, true);
    /* Not among them where the building has more doors than a board, or where a house has the same number. */
    if (e == ERR_OK && (!b->count || strcmp(at->key, b->last.key) > 0))
        e = read_doors(s, b, at->key, to, true);
    return e;
}

enum err read_board(struct store *s, const struct board_at *at, struct board *out) {
    struct board_at from;
    struct door d = {0};
    sqlite3_stmt *st;
    enum err e = read_board_from(s, at, &from);

    if (!out->doors)
        out->doors = mem_new(BOARD_DOORS_MAX, sizeof *out->doors);
    out->count = 0;
    if (e == ERR_OK)
        e = db_first(s, &st, STMT_board_first, "tt", from.area, from.key);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    read_door(st, &d);
    db_done(s, st);
    out->first = out->last = from;
    memcpy(out->compound, d.compound, sizeof out->compound);
    memcpy(out->building, d.building, sizeof out->building);
    if (board_is_flat(&d))
        return read_flats(s, out, &from);
    *out->building = '\0';
    e = first_house(s, &from);
    return e == ERR_OK ? read_doors(s, out, from.key, BEHIND_ALL, false) : e;
}

void read_board_free(struct board *b) {
    mem_free(b->doors);
    memset(b, 0, sizeof *b);
}

enum err read_board_line(struct store *s, const struct board_at *at, struct board_line *out, struct board_at *next) {
    char from[BOARD_KEY_SIZE], to[BOARD_KEY_SIZE];
    struct board_at place = *at;
    sqlite3_stmt *st;
    enum err e = db_first(s, &st, STMT_board_first, "tt", place.area, place.key);

    if (e != ERR_OK)
        return e;
    out->first = place;
    db_text(st, DOOR, out->first.key, sizeof out->first.key);
    read_door(st, &out->door);
    db_done(s, st);
    out->flats = board_is_flat(&out->door);
    span_of(out->first.key, from, to);
    *next = place;
    memcpy(next->key, to, sizeof next->key);
    return db_int(s, &out->doors, 0, STMT_board_count, "ttt", place.area, out->first.key, to);
}
