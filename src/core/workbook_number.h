/* Numbers of a workbook as text: what is stored, and by its format what it means. Knows no cells. */
#ifndef LINLI_CORE_WORKBOOK_NUMBER_H
#define LINLI_CORE_WORKBOOK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"

/* How a number is shown, as far as it matters here. */
enum number_shape { NUMBER_PLAIN, NUMBER_DATE, NUMBER_TIME, NUMBER_MOMENT, NUMBER_ZEROS };

struct number_format {
    enum number_shape shape;
    unsigned char places; /* of NUMBER_ZEROS: 00501 has five */
};

/* By the number of a built-in format, and by the code of one that the workbook brings. */
struct number_format number_format_built_in(long id);
struct number_format number_format_of(const char *code);

/* Appends the number in full (1.3812345678E10 is 13812345678) with no more than the 15 digits that a spreadsheet keeps, as a date
 * where the format says so. `true_date` tells whether it became one. What is no number is appended as it is. */
void number_text(struct buf *out, const char *stored, size_t len, struct number_format format, bool since_1904, bool *true_date);

#endif
