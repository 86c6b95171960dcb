/* A workbook (.xlsx, .xlsm) as its sheets, each a grid. Knows no roster and runs no formula: what was stored beside it counts. */
#ifndef LINLI_CORE_WORKBOOK_H
#define LINLI_CORE_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include "core/grid.h"
#include "linli/err.h"

#define WORKBOOK_SHEETS_MAX 256
#define WORKBOOK_NAME_SIZE 128

struct workbook;

/* Whether the bytes are a workbook, also one that cannot be read (.xls, .ods, encrypted). */
bool workbook_is(const char *bytes, size_t len);

/* ERR_SYNTAX with words where it cannot be read. The bytes must live as long. */
enum err workbook_open(struct workbook **w, const char *bytes, size_t len);
void workbook_close(struct workbook *w);

size_t workbook_sheets(const struct workbook *w);
const char *workbook_name(const struct workbook *w, size_t sheet);
bool workbook_is_hidden(const struct workbook *w, size_t sheet);

/* Reads the sheet; its text lives until the next one is read or the workbook is closed. Freed with grid_free, also on failure. */
enum err workbook_read(struct workbook *w, size_t sheet, struct grid *grid);

#endif
