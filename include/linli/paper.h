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
    bool pairs;  /* a table of pairs is open, */
    bool fields; /* of fields */
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

/* A file of forms: paper_open, then one sheet after the other, each on a page of its own and each, if wanted, into a buffer of
 * its own (p->out), then paper_close. `corner` stands small below the title. */
void paper_open(struct paper *p, struct buf *out, bool html, const char *title);
void paper_close(struct paper *p);
void paper_cover(struct paper *p, const char *title, const char *const *lines, size_t count);
void paper_sheet(struct paper *p, const char *title, const char *corner);
void paper_sheet_end(struct paper *p);                                   /* of a cover, too */
void paper_mark(struct paper *p, const char *text);                      /* stands out */
void paper_field(struct paper *p, const char *label, const char *value); /* a row with a frame; "" is a blank to write in */
void paper_signs(struct paper *p, const char *const *who, size_t count); /* room to sign for each, and for the day */

#endif
