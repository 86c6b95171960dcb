/* A file with a table, whatever it is: text in an encoding, or a workbook with sheets. What reads tables sees rows and, of a
 * workbook, in which sheet they stand. */
#ifndef LINLI_CORE_SOURCE_H
#define LINLI_CORE_SOURCE_H

#include "core/rows.h"
#include "linli/buf.h"
#include "linli/err.h"

struct source_file {
    const char *bytes;
    size_t len;
    const char *encoding; /* of a text; NULL: found out */
    const char *sheet;    /* of a workbook; NULL: all that have a table */
};

struct source_table {
    const char *sheet;          /* "" in a text */
    const struct rows *readers; /* of the same cells, cut differently: the best one counts */
    size_t readers_count;
};

/* What was found. The texts are freed with source_report_free. */
struct source_report {
    const char *encoding; /* "UTF-8", "UTF-8 BOM", "GB18030", "XLSX" */
    struct buf sheets;    /* names of those that were read, ", " between; "" of a text */
    struct buf passed;    /* and of those that were not */
    size_t hidden;        /* rows that the spreadsheet does not show; they were read too */
};
void source_report_free(struct source_report *r);

/* Reads one table. *found: it is one; without it, ERR_SYNTAX means that it is none. */
typedef enum err source_fn(void *arg, const struct source_table *t, bool *found);

/* Calls `take` for the text, or for each sheet of a workbook: those that are none are passed over where another is. Hidden sheets
 * are read only when they are asked for. */
enum err source_each(const struct source_file *s, struct source_report *report, source_fn *take, void *arg);

#endif
