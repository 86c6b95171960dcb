/* A page for paper, as plain text or as HTML: headings, paragraphs, pairs, tables. Knows nothing of what stands on it. Everything
 * put on it is stripped of control characters; the HTML has no script, no link and no resource from outside. */
#ifndef LINLI_PAPER_H
#define LINLI_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include "linli/buf.h"

#define PAPER_CELLS 78 /* of a line of text: A4 at 10 points */
#define PAPER_COLUMNS_MAX 8

struct paper {
    struct buf *out;
    bool html;
    bool pairs; /* a table of pairs is open */
    size_t columns;
    int widths[PAPER_COLUMNS_MAX];
};

void paper_start(struct paper *p, struct buf *out, bool html, const char *title); /* opens the first page */
void paper_heading(struct paper *p, const char *text);
void paper_text(struct paper *p, const char *text);                     /* line breaks stay */
void paper_typed(struct paper *p, const char *text);                    /* what a person types as it stands */
void paper_pair(struct paper *p, const char *label, const char *value); /* left out where the value is empty */

/* A table: titles, and the cells of each column in text (the last takes what is left). Rows as wide as the titles. */
void paper_table(struct paper *p, const char *const *titles, const int *widths, size_t columns);
void paper_row(struct paper *p, const char *const *cells);
void paper_table_end(struct paper *p);

void paper_page(struct paper *p); /* a further page */
void paper_end(struct paper *p);

#endif
