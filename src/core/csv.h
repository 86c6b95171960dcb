/* CSV as offices have it, row by row over UTF-8 text in memory: nothing is copied. Knows no roster. */
#ifndef LINLI_CORE_CSV_H
#define LINLI_CORE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"

#define CSV_FIELDS_MAX 256

enum csv_fault {
    CSV_FINE,
    CSV_UNCLOSED, /* a quotation mark that is never closed; the row ends with its line, so that the next rows are not lost */
    CSV_QUOTE,    /* something other than a delimiter behind a closing quotation mark */
    CSV_FIELDS,   /* more than CSV_FIELDS_MAX; the first of them are there */
};

/* What a workbook says of a cell; a text file says nothing. */
enum csv_kind { CSV_TEXT, CSV_NUMBER, CSV_DATE };

/* A cell: bytes of the text, without the quotation marks around. */
struct csv_field {
    const char *text;
    size_t len;
    bool doubled; /* it holds "" for " */
    enum csv_kind kind;
};

struct csv_row {
    size_t line; /* where the row starts, 1-based */
    size_t count;
    enum csv_fault fault; /* then only the fields before the fault are there */
    struct csv_field fields[CSV_FIELDS_MAX];
};

struct csv {
    const char *start, *at, *end;
    char delimiter;
    size_t line;    /* of `at` */
    size_t columns; /* set by the caller once the header is known: how an unclosed quotation mark is found early; 0 = not known */
    size_t vain;    /* bytes looked through for closing marks that were none: bounds the work on a hostile file */
};

void csv_open(struct csv *c, const char *text, size_t len, char delimiter);

/* Reads the next row; false at the end. A blank line is a row of one empty field. Lines end with LF, CRLF or CR. */
bool csv_next(struct csv *c, struct csv_row *row);

/* Appends the field's text with doubled quotation marks made one. */
void csv_field_add(struct buf *out, const struct csv_field *f);

#endif
