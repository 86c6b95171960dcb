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

/* Last day (as day number of clock_day) of a step begun at `at`: calendar days in the office's zone. */
int64_t policy_due_day(enum step step, int64_t at);

/* Colour of an open matter from its clock (FIELD.md section 2, "Colour of a matter"): "red", "yellow", "blue"; *reason says why,
 * translated. */
const char *policy_colour(const char **reason, int64_t due_day, int64_t today, size_t parties);

#endif
