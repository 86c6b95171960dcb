/* One cell of a roster: cleaned, checked, and taken apart where it holds phones. Knows no rows. */
#ifndef LINLI_CORE_CELL_H
#define LINLI_CORE_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include "core/csv.h"
#include "linli/buf.h"

enum cell_fault {
    CELL_FINE,
    CELL_LONG,
    CELL_BYTES,    /* not valid in the file's encoding */
    CELL_CONTROL,  /* control characters: they could act on a terminal, or turn the order of the text around */
    CELL_ID,       /* looks like an ID number, which the roster must not hold */
    CELL_ROUNDED,  /* 1.38E+10: a spreadsheet has lost digits of the phone */
    CELL_DATE,     /* 3月2日, 2-Mar: a spreadsheet has made a date of the door */
    CELL_ERROR,    /* #N/A, #####: what a spreadsheet shows where it has nothing to show */
    CELL_NO_PHONE, /* a phone without a digit that is no short remark */
};

/* What is wrong, in words for people; NULL for CELL_FINE. */
const char *cell_words(enum cell_fault fault);

/* Puts the cleaned text in `out` (emptied first): full-width digits, letters and spaces made half-width, line breaks as spaces,
 * the guards of spreadsheets (a leading apostrophe, ="...") removed; signs alone (- / —) are nothing. `scratch` is working room
 * that the caller keeps. */
enum cell_fault cell_clean(struct buf *out, struct buf *scratch, const struct csv_field *f);

/* Whether the cell holds nothing but white space. */
bool cell_is_empty(const struct csv_field *f);

/* Whether a cleaned text holds what looks like an ID number of 18 places. `strict`: only with a date of birth in its place, for
 * columns in which long numbers are common. */
bool cell_has_id(const char *text, size_t len, bool strict);

/* Whether a spreadsheet took the door for a date. */
bool cell_is_date(const char *text);

/* Removes the spaces that offices put between the characters of a short name: 张 三. */
void cell_join_han(char *text);

/* A phone that was stored as a number has lost the zero of its area code: 0731 8888888 is 7318888888 then. Returns the text, or
 * one with the zero that is good until the eighth next call of err_fmt. */
const char *cell_lost_zero(const char *text);

/* Adds the phones of a cleaned text to `phones` ('\n' between, none twice): mobiles as 11 digits, others as typed. On failure
 * `phones` is unchanged. */
enum cell_fault cell_add_phones(char *phones, size_t room, const char *text);

#endif
