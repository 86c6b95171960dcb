/* Reading for the building board: one building, or the houses beside each other, at a time. Always a range of the index of doors,
 * however large the record is. */
#ifndef LINLI_READ_BOARD_H
#define LINLI_READ_BOARD_H

#include "linli/board.h"
#include "linli/store.h"

#define BOARD_KEY_SIZE 700

/* A place in the order of doors: an area, and a door's key in it. */
struct board_at {
    char area[AREA_SIZE];
    char key[BOARD_KEY_SIZE];
};

/* What a board shows: a building's doors, or those of the houses around; at most BOARD_DOORS_MAX, in door order. */
struct board {
    struct board_at first, last;
    char compound[DOOR_PART * 2]; /* of the first door */
    char building[DOOR_PART];     /* "": houses */
    struct board_door *doors;
    size_t count;
};

/* Where a household's door is. ERR_NOT_FOUND without words. */
enum err read_board_at(struct store *s, const struct id *household, struct board_at *out);

/* The first door of the record at or behind a place, and the last one before it. ERR_NOT_FOUND without words: there is none. */
enum err read_board_from(struct store *s, const struct board_at *at, struct board_at *out);
enum err read_board_behind(struct store *s, const struct board_at *at, struct board_at *out);
enum err read_board_before(struct store *s, const struct board_at *at, struct board_at *out);

/* The building or the houses in which the first door at or behind a place stands. *out is zeroed or from before; it is freed with
 * read_board_free. Without words and with no doors where none is left. */
enum err read_board(struct store *s, const struct board_at *at, struct board *out);
void read_board_free(struct board *b);

/* A line of the list of an area's buildings: a building, or a lane. */
struct board_line {
    struct board_at first;
    struct door door; /* of its first household */
    bool flats;
    int64_t doors;
};
/* The building or lane in which the first door of the area at or behind a place stands; `next` gets the place behind it.
 * ERR_NOT_FOUND without words: the area has no more. */
enum err read_board_line(struct store *s, const struct board_at *at, struct board_line *out, struct board_at *next);

#endif
