/* Rosters as offices have them: bytes of a file (text or workbook) in, households out (DESIGN.md section 4, Import). Pure: no
 * file, no record. */
#ifndef LINLI_ROSTER_H
#define LINLI_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"
#include "linli/err.h"
#include "linli/record.h"

#define ROSTER_SIZE_MAX ((size_t)1 << 30)

struct roster_options {
    const char *encoding; /* NULL: found out; else UTF-8, GB18030, GBK or GB2312 */
    const char *map;      /* text of a map file: `head = 户主姓名` a line (field name = column title), or NULL */
    const char *area;     /* used where the file has no area code in the row; may be NULL */
    const char *sheet;    /* of a workbook; NULL: all with a table in them */
};

/* A line that could not be taken. */
struct roster_reject {
    const char *sheet;  /* of a workbook, else "" */
    size_t line;        /* of the file or sheet, 1-based, where the row starts */
    const char *column; /* title of the column, "" = the whole line */
    const char *reason; /* for people, translated */
    const char
        *text; /* the cells of the columns that linli holds, as one CSV line without a break; those that look like an ID number
                * are empty, and all is "" where it is not certain which cell belongs to which column; good during the call */
};

struct roster_report {
    const char *encoding; /* "UTF-8", "UTF-8 BOM", "GB18030", "XLSX" */
    char delimiter;       /* , tab ;  0: a workbook */
    size_t header_line;
    size_t rows;         /* data rows seen */
    size_t rejected;     /* of them, not taken */
    size_t totals;       /* total, remark and repeated title lines that were passed over */
    struct buf left_out; /* titles of columns that linli does not hold, ", " between; once each */
    const char *sheet;   /* that is being read, "" outside of a workbook; good during a call of the sink */
    struct buf sheets;   /* of a workbook: names of those that were read, ", " between */
    struct buf passed;   /* and of those without a table, or not shown */
    size_t hidden;       /* rows that the spreadsheet does not show; they were read too */
    struct buf ignored;  /* titles that are not known, or whose cells could not be used (an area that is no code) */
};

/* What is called while reading. `household` gets each household once all its rows were read, with the line of its first row; it
 * is borrowed during the call. `reject` and `progress` may be NULL; `progress` is told the bytes read so far of all, at least
 * every 64 KiB (of a workbook, for each sheet again). Any may stop the reading by failing. */
struct roster_sink {
    enum err (*household)(void *arg, const struct household *h, size_t line);
    enum err (*reject)(void *arg, const struct roster_reject *r);
    enum err (*progress)(void *arg, size_t done, size_t total);
    void *arg;
};

/* Reads the whole file. A row is a household, or a person of one where the titles or the merged cells say so: rows of one
 * household are those that follow each other with the same number, else the same door; an empty number, door or head is then the
 * one above. Where the first row of a household cannot be taken, neither are its others. `report` is filled also on failure and
 * freed with roster_report_free. ERR_SYNTAX (with words) where it is no roster: empty, binary, no header with a name or head
 * column, an encoding that does not fit; ERR_USAGE where the encoding named is not known. A bad row is a reject, not a failure.
 */
enum err roster_read(const char *bytes, size_t len, const struct roster_options *options, const struct roster_sink *sink,
                     struct roster_report *report);
void roster_report_free(struct roster_report *report);

/* The same rules for one value that a person types, already cleaned: why it cannot be taken, translated; NULL: it can. Nothing
 * that looks like an ID number is; `code`: long numbers are common there. Phones are added to `phones` ('\n' between, none
 * twice): mobiles as 11 digits, others as typed. */
const char *roster_refuses(const char *text, bool code);
const char *roster_add_phones(char phones[PHONES_SIZE], const char *text);

#endif
