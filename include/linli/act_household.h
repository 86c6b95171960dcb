/* Keeping the roster by hand: new households, corrections, members, who lives there, and values that contradict each other. As
 * act.h: each checks its input, appends in one transaction, and says what went wrong in words. */
#ifndef LINLI_ACT_HOUSEHOLD_H
#define LINLI_ACT_HOUSEHOLD_H

#include "linli/clash.h"

/* What a person says of a household, as typed. */
struct act_household {
    const char *area;                   /* of a new one; NULL or "": the worker's */
    const char *door;                   /* the whole of it as one text; its parts in `said` go before it; NULL: not said */
    const char *said[HOUSEHOLD_FIELDS]; /* by HOUSEHOLD_*_BIT; NULL: not said; "": emptied. STATUS is a code of enum occupancy */
    const struct member *members;       /* instead of said[HOUSEHOLD_MEMBERS_BIT] */
    size_t member_count;
    bool with_members;
};

/* The fields by the names that people know; translated. */
const char *act_household_field(unsigned field);
const char *act_household_key(unsigned field); /* the key of events and of --json: "head", "phones"… "" for none */
unsigned act_household_keyed(const char *key); /* HOUSEHOLD_FIELDS where there is no such field */
/* Appends what the field says, phones masked. */
void act_household_value(struct buf *out, const struct household *h, unsigned field);

/* A household that no roster has. It needs a door or a number, and a head where the flat is not empty; another one with that door
 * or number in the area is ERR_EXISTS, which names it. */
enum err act_household_add(struct store *s, const struct act_household *a, struct id *id);

/* Writes what differs from what stands, an event a field; *changed has the bits of those. The head is one person: a corrected
 * name is corrected among the members, too, and the other way round. */
enum err act_household_correct(struct store *s, const struct id *id, const struct act_household *a, unsigned *changed);

/* Who lives there from now on; nothing else is touched. */
enum err act_household_leave(struct store *s, const struct id *id, enum occupancy status);

/* Members, by the name they have in the record. ERR_NOT_FOUND where nobody has it, ERR_AMBIGUOUS where several have. */
enum err act_member_add(struct store *s, const struct id *id, const struct member *m);
enum err act_member_correct(struct store *s, const struct id *id, const char *name, const struct member *m);
enum err act_member_drop(struct store *s, const struct id *id, const char *name);

/* Two records of one household become one: `own` goes, and what was done there is shown at `into`, which keeps what it says and
 * takes what it lacks. One act for undo; after that they are two again. Refused where one of them is joined already in a way that
 * would make a chain. */
enum err act_household_join(struct store *s, const struct id *own, const struct id *into);
/* They are two again: takes back an own join. What the one that stayed was given stays with it. */
enum err act_household_part(struct store *s, const struct id *own);

/* Settles all that contradicts each other in the field. `chosen`: the event whose value stands from now on, the present one or
 * one beside it; NULL: a third value, in `third`. ERR_NOT_FOUND where it was settled meanwhile. */
enum err act_household_settle(struct store *s, const struct id *id, unsigned field, const struct clash_source *chosen,
                              const struct act_household *third);

#endif
