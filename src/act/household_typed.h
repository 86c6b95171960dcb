/* From what a person typed to a household, inside the acts. */
#ifndef LINLI_HOUSEHOLD_TYPED_H
#define LINLI_HOUSEHOLD_TYPED_H

#include "linli/act_household.h"
#include "linli/event.h"

#define BIT(name) (1u << HOUSEHOLD_##name##_BIT)
#define PARTS (BIT(BUILDING) | BIT(UNIT) | BIT(FLOOR) | BIT(ROOM)) /* of a door, behind its compound */

/* Lays what was typed over `h`; refused with words that begin with `what`, naming the field. `h` is then half changed. */
enum err household_typed(struct household *h, const struct act_household *a, const char *what);

#endif
