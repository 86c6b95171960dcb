/* The building board: doors laid out as people see them from outside, floors down and units across, or houses in rows by lane;
 * and what is marked at each door. Pure: doors in, places out; knows no store and no screen. */
#ifndef LINLI_BOARD_H
#define LINLI_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/door.h"
#include "linli/id.h"
#include "linli/kinds.h"
#include "linli/record.h"

#define BOARD_DOORS_MAX 600
#define BOARD_NO SIZE_MAX
#define BOARD_SHADES 5

struct board_door {
    struct id id;
    struct door door;
    char head[NAME_SIZE];
    int people;
    int64_t visited; /* UTC ms, 0 never */
    int open;        /* matters */
    enum outcome last;
    enum occupancy status;
    bool care; /* something that was promised for a care need is due */
};

/* --- what is marked --- */

enum board_mark {
#define X(name, ...) BOARD_##name,
#include "linli/board_marks.def"
#undef X
    BOARD_MARKS, /* none */
};

/* All marks that hold, a bit each; a household counts as long not visited after `days` days. `today` is a day number. */
unsigned board_reasons(const struct board_door *d, int64_t today, int64_t days);
enum board_mark board_mark(const struct board_door *d, int64_t today, int64_t days); /* the first of them */

/* How long ago the newest visit was: 0 within a quarter of `days`, and so on; 4 longer ago than `days`, or never. */
int board_shade(const struct board_door *d, int64_t today, int64_t days);

const char *board_mark_sign(enum board_mark m, bool han);
const char *board_mark_words(enum board_mark m); /* translated: of the legend */
const char *board_mark_says(enum board_mark m);  /* translated: of one door */

/* --- where each door stands --- */

struct board_row {
    char name[DOOR_PART * 2]; /* of a lane or unit, "" on floors */
    char floor[DOOR_PART];    /* "" of doors without one */
    int from;                 /* the number that its first column stands for, 0: without numbers */
    bool unit;                /* the name is a unit's */
    bool first;               /* of its name */
};
struct board_column {
    char head[DOOR_PART]; /* what the doors below have in common, "" nothing */
    char unit[DOOR_PART];
};
struct board_layout {
    bool floors; /* rows are floors, the highest first; else lanes */
    size_t rows, cols;
    size_t *doors; /* rows * cols: which door, BOARD_NO none */
    struct board_row *row;
    struct board_column *column;
};

/* Whether the door stands in a building of many, not as a house beside others. */
bool board_is_flat(const struct door *d);

/* Lays out doors that come in door order: those of one building, or houses of one or more lanes, `across` to a row. Every door
 * has a place of its own. Freed with board_free. */
void board_lay_out(struct board_layout *out, const struct board_door *doors, size_t count, size_t across);
void board_free(struct board_layout *l);

/* The place (row * cols + column) of a door; BOARD_NO: none has it. */
size_t board_place(const struct board_layout *l, size_t door);

/* Moves a place by one door down (1), up (-1), right or left; blanks are passed over, and down or up goes to the nearest. False:
 * there is none that way. */
bool board_step(const struct board_layout *l, size_t *place, int down, int right);

#endif
