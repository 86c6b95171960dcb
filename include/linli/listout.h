/* A list that goes out: as CSV or a workbook for a spreadsheet, as text or HTML for paper. One way for all lists; knows nothing
 * of what stands in them. Nothing in it can act: control characters are stripped, a CSV cell that a spreadsheet would run is
 * guarded (safe.h), a cell of a workbook is typed text. */
#ifndef LINLI_LISTOUT_H
#define LINLI_LISTOUT_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/err.h"

enum listout_form { LISTOUT_CSV, LISTOUT_XLSX, LISTOUT_TEXT, LISTOUT_HTML };

/* By the end of the file's name: .csv .xlsx .txt, else a page for the browser. */
enum listout_form listout_form_of(const char *file);

struct listout_column {
    const char *title;
    bool value; /* a number or a day (2026-11-23) becomes one in a workbook; phones and codes must not */
    int cells;  /* on paper; 0: not there */
};
#define LISTOUT_COLUMNS_MAX 40

struct listout;

/* ERR_FAILED with words where the library for workbooks is missing. `title` names the sheet or page. */
enum err listout_open(struct listout **out, enum listout_form form, const char *title, const struct listout_column *columns,
                      size_t count);
/* As many cells as columns; NULL is "". */
void listout_row(struct listout *o, const char *const *cells);
/* Writes the file, readable by this person alone; "-" is standard output. The same rows give the same bytes. */
enum err listout_write(struct listout *o, const char *file);
void listout_free(struct listout *o);

#endif
