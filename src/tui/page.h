/* A page of lines with one of them marked: cards and single things. A view fills it; it wraps, scrolls and draws. */
#ifndef LINLI_TUI_PAGE_H
#define LINLI_TUI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include "request.h"
#include "screen.h"

#define PAGE_LINES_MAX 4000

struct page_line {
    enum paint paint;
    int tag;   /* what the line is of, for the view; -1: nothing */
    bool rest; /* the mark may stand here */
    char *text;
};
struct page {
    struct page_line *lines;
    size_t count, room;
    size_t at, top;
    int rows, cols; /* of the newest drawing; lines are wrapped for `cols` */
};

void page_start(struct page *p, int cols); /* drops the lines, keeps the mark */
void page_free(struct page *p);

/* Adds a line, wrapped where it is longer than the width; lines that continue are set in by `hang` cells. */
void page_add(struct page *p, enum paint paint, int tag, int hang, const char *text);
void page_head(struct page *p, const char *text); /* a heading with an empty line above: the mark does not stop there */

bool page_move(struct page *p, enum request r);
int page_tag(const struct page *p); /* of the marked line */
void page_draw(struct page *p, const struct area *area);

#endif
