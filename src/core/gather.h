/* Rows of a roster to households: which rows belong together, what an empty cell means, who is the head. Knows no text of a file.
 */
#ifndef LINLI_CORE_GATHER_H
#define LINLI_CORE_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include "core/table.h"
#include "linli/buf.h"
#include "linli/record.h"

#define GATHER_DOOR 256   /* bytes of a cell that may hold a whole door */
#define GATHER_NAMES 1024 /* and of one that may hold several names */

/* The cells of a door as they stand in the row. Compared and copied as a whole, so always zeroed first. */
struct gather_door {
    char compound[DOOR_PART * 2], group[DOOR_PART], building[DOOR_PART], unit[DOOR_PART], floor[DOOR_PART];
    char room[GATHER_DOOR], address[GATHER_DOOR];
};

/* The cleaned cells of one row, "" where empty. */
struct gather_row {
    char number[NUMBER_SIZE], area[GATHER_DOOR], head[NAME_SIZE], names[GATHER_NAMES], relation[NAME_SIZE / 2];
    char phones[PHONES_SIZE], head_phones[PHONES_SIZE], note[NOTE_SIZE];
    struct gather_door door;
    bool keyed;     /* the row itself has a number, a door or a head; also where that cell could not be read */
    bool key_fault; /* one of those could not be read: the row belongs to nobody known */
};

struct gather {
    const struct table *table;
    const char *area; /* where a row has none */
    struct gather_row now;
    struct household h; /* being gathered; its members have room for one more than MEMBERS_MAX */
    size_t first_line;  /* of h; 0 none */
    bool spoiled;       /* the first row of h could not be taken */
    bool area_unknown;  /* a cell of the area column was no code */

    bool own_door;           /* the row itself has a cell of a door */
    bool has_door, has_head; /* h has */
    struct door door;        /* of the row */
    struct gather_door above;
    struct door door_above;
    char number[NUMBER_SIZE], head[NAME_SIZE], own_area[AREA_SIZE]; /* of h, as its rows say */
    struct buf keys;
};

void gather_open(struct gather *g, const struct table *table, const char *area);
void gather_close(struct gather *g);
void gather_clear_row(struct gather_row *row);

/* Settles the row in `now`: its area, its door, what it takes from the row above. False: the door is too long. */
bool gather_settle(struct gather *g);

/* The row is a line between the rows that names the building (or compound, group, unit) of those below: then it is taken as that,
 * and ends the household above, which must have been finished. */
bool gather_is_heading(const struct gather *g);
void gather_heading(struct gather *g);

/* Nobody and nowhere: neither a name nor a door, and nothing that adds to the household above. */
bool gather_is_nothing(const struct gather *g, bool same);

/* Whether the row goes on with the household that is being gathered. */
bool gather_same(struct gather *g);

/* Starts a household with the keys of the row. */
void gather_start(struct gather *g, size_t line);

/* Adds what the row says of people; `same`: it is not the first row. Returns why it cannot, translated, or NULL; then nobody was
 * added. */
const char *gather_add(struct gather *g, bool same);

/* The household when all its rows are in, NULL where there is none to take. The next one starts with gather_start. */
const struct household *gather_finish(struct gather *g);

#endif
