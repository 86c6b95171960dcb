/* The table in a roster's file: which line is the header, what its columns mean, and how its rows make households. Knows no
 * household. */
#ifndef LINLI_CORE_TABLE_H
#define LINLI_CORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "core/columns.h"
#include "core/rows.h"
#include "linli/buf.h"
#include "linli/err.h"

struct table {
    struct rows rows; /* stand behind the header */
    size_t header_line;
    size_t columns; /* up to the last one with a title */
    enum column what[CSV_FIELDS_MAX];
    struct csv_field header[CSV_FIELDS_MAX]; /* as in the file */
    struct buf titles;                       /* cleaned, a NUL behind each */
    bool has[COLUMN_COUNT_];
    bool persons;               /* a row is a person, and an empty key means "as above" */
    bool merged[COLUMN_COUNT_]; /* cells of this column were merged: an empty one means "as above" */
};

/* Finds the header for the best of the readers. `map` as in struct roster_options. ERR_SYNTAX with words where there is none.
 * Freed with table_free, also on failure. */
enum err table_find(struct table *t, const struct rows *readers, size_t count, const char *map);
void table_free(struct table *t);

/* The cleaned title of column `i`; "" behind the last. */
const char *table_title(const struct table *t, size_t i);

/* A row that is none: blank, or a total, a signature, a remark, the header again. */
bool table_is_blank(const struct csv_row *row);
bool table_is_note(const struct table *t, const struct csv_row *row);

#endif
