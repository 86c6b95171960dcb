/* The nouns of the record as plain values (DESIGN.md section 2). Texts are UTF-8 as kept; "" is none. No phone here is masked:
 * policy.h does that. */
#ifndef LINLI_RECORD_H
#define LINLI_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "linli/door.h"
#include "linli/id.h"

#define AREA_SIZE 48   /* dotted code `430181.007.03.12` and NUL */
#define NUMBER_SIZE 48 /* of a household or a matter */
#define NAME_SIZE 96
#define PHONES_SIZE 160 /* several, '\n' between */
#define NOTE_SIZE 4001
#define SUMMARY_SIZE 481
#define STATUS_SIZE 16
#define MEMBERS_MAX 64
#define PARTIES_MAX 64

/* A person of a household. */
struct member {
    char name[NAME_SIZE];
    char relation[NAME_SIZE / 2]; /* 户主 配偶 子 …, as the office wrote it */
    char phones[PHONES_SIZE];
};

/* A household as a roster says it. */
struct household {
    char area[AREA_SIZE];
    char number[NUMBER_SIZE];
    struct door door;
    char head[NAME_SIZE];
    char phones[PHONES_SIZE]; /* of the household or its head */
    char note[NOTE_SIZE];
    char status[STATUS_SIZE]; /* code of enum occupancy; "" is lived in */
    struct member *members;   /* owned; the head is among them where the roster has persons */
    size_t member_count;
};
void household_free(struct household *h);                               /* frees the members and zeroes */
bool household_add_member(struct household *h, const struct member *m); /* false: MEMBERS_MAX reached */
/* Whether the relation of a member says that this is the head: 户主, 本人, head… */
bool household_is_head(const char *relation);

#endif
