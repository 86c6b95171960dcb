/* The workbook behind listout.h. */
#ifndef LINLI_TEXT_LISTOUT_INNER_H
#define LINLI_TEXT_LISTOUT_INNER_H

#include "linli/buf.h"
#include "linli/listout.h"

struct sheetout;
enum err sheetout_open(struct sheetout **out, const char *title, const struct listout_column *columns, size_t count);
void sheetout_row(struct sheetout *o, const char *const *cells);
enum err sheetout_end(struct sheetout *o, struct buf *bytes); /* the whole file */
void sheetout_free(struct sheetout *o);

#endif
