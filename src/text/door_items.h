/* A door's text as a row of values and the words behind them. For this room only. */
#ifndef LINLI_TEXT_DOOR_ITEMS_H
#define LINLI_TEXT_DOOR_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/door.h"

#define ITEMS_TEXT 160 /* characters of a text that are looked at */
#define ITEMS_MAX 8

enum item_kind {
    ITEM_BARE, /* no word behind it */
    ITEM_BUILDING,
    ITEM_UNIT,
    ITEM_FLOOR,
    ITEM_ROOM,
    ITEM_STOREY, /* 楼: a building, or a floor where the building is known */
    ITEM_NUMBER, /* 号: a room, or a building where a room follows */
    ITEM_HASH    /* #: a building, or a room where the building is known */
};

struct item {
    enum item_kind kind;
    char value[DOOR_PART];
};

struct items {
    uint32_t text[ITEMS_TEXT]; /* half-width, spaces single, dashes all '-' */
    size_t len;
    size_t from;   /* where the door starts; what stands before is the compound */
    size_t behind; /* where it ends; a remark may follow */
    size_t count;
    bool open; /* ends with a separator: more is to come */
    struct item item[ITEMS_MAX];
};

/* Takes `text` in; items_find then looks for the door in it: the first place from which the rest reads as a door, or as a
 * door with a remark. False: there is none. */
void items_load(struct items *s, const char *text, size_t len);
bool items_find(struct items *s);

/* Distributes the items over the parts of `out` (cleared first, no compound, no floor derived). False: they make no door. */
bool items_assign(const struct items *s, struct door *out);

/* The characters [from, to) as UTF-8, without separators at the ends, cut to `room` bytes with the NUL. */
void items_text(char *out, size_t room, const struct items *s, size_t from, size_t to);

/* The floor that a room's number tells: "" or 1 to 2 digits. */
void items_floor(char out[DOOR_PART], const char *room);

size_t items_digits(const char *value); /* count of digits that `value` starts with */

#endif
