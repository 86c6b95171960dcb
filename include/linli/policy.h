/* Rules of the field that are code: masking, readable numbers, towns, deadlines (DESIGN.md sections 2 and 3). Pure. */
#ifndef LINLI_POLICY_H
#define LINLI_POLICY_H

#include <stdbool.h>
#include <stdint.h>
#include "linli/buf.h"
#include "linli/id.h"
#include "linli/kinds.h"
#include "linli/record.h"

/* Appends a phone as shown by default: 138****1234 (the middle of 7 and more digits hidden, shorter ones all but the last two).
 */
void policy_mask_phone(struct buf *out, const char *phone);
/* The first of several phones in which the digits stand, masked, at its end before elsewhere; *bits: which of its characters they
 * are, a bit a character (first 64), and never one that is masked. Nothing is appended where there is none. */
void policy_mask_found(struct buf *out, const char *phones, const char *digits, uint64_t *bits);
/* The same for several phones ('\n' between), joined by one space. */
void policy_mask_phones(struct buf *out, const char *phones);

/* The two letters of a device that has joined no hub, from its id: A-Z without I, O and a digit 2-9, read aloud without doubt. */
void policy_device_letters(char out[3], const struct id *device);

/* `M-26-K7-017`: year of the day in the office's zone, letters, count. */
void policy_matter_number(char out[NUMBER_SIZE], int64_t at, const char *letters, int64_t count);

/* The town of an area code: its first two parts; all of a shorter one. The code's level: 1 part city, 2 town, 3 village, 4 and
 * more grid. */
void policy_town(char out[AREA_SIZE], const char *area);
enum level policy_area_level(const char *area);
bool policy_area_valid(const char *area); /* parts of 1 to 12 digits or letters, dots between, at most 47 bytes */
bool policy_area_inside(const char *area, const char *ancestor); /* equal or below; every area is inside "" */

/* Last day (as day number of clock_day) of a step begun at `at` by the built-in days: calendar days in the office's zone. */
int64_t policy_due_day(enum step step, int64_t at);

/* Why a matter has its colour (FIELD.md section 2, "Colour of a matter"): the rules of colours.def, the weightiest first. */
enum colour { COLOUR_NONE, COLOUR_BLUE, COLOUR_YELLOW, COLOUR_RED };
enum colour_rule {
#define X(name, colour, words) COLOUR_IS_##name,
#include "linli/colours.def"
#undef X
    COLOUR_RULES
};

/* Facts of one open matter; nothing here is about a person. */
struct colour_facts {
    int64_t due, today; /* day numbers; due 0: none */
    enum step step;
    size_t parties;
    bool danger;   /* was told when it was opened, or noted since */
    bool failed;   /* the newest session reached nothing */
    bool missed;   /* a term of the agreement was not kept */
    bool repeated; /* the same type between the same parties within a year before */
};

/* The colour of the weightiest rule that holds. *rules gets a bit for each that does: what is due is one of LONG, OVERDUE, SOON
 * and, where nothing else holds, IN_TIME. */
enum colour policy_colour(unsigned *rules, const struct colour_facts *f);
const char *policy_colour_code(enum colour c);          /* "red", "yellow", "blue", "" */
const char *policy_colour_name(enum colour c);          /* the same as a word, translated */
const char *policy_colour_words(enum colour_rule rule); /* translated */

#endif
